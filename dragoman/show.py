"""Claims for the eye: a table whose rows are sentences, and the small words that others share."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman import phrases
from dragoman.cited_law import Cited
from dragoman.cited_votes import Remark
from dragoman.labels import Labels
from dragoman.law_words import LawWords, load_law_words
from dragoman.phrases import ID_LENGTH
from dragoman.record import Claim

#: A file or pipe has no width of its own.
_WIDTH_OF_A_FILE = 100


def console() -> Console:
    """Standard output, 100 columns where it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False)


def scale(label: str) -> Text:
    """Five dots for the codebook's ladder, filled for it, crossed against it."""
    steps = phrases.steps(label)
    mark, style = ("●", "green") if steps.holds else ("✕", "red")
    return Text(mark * steps.taken, style=style) + Text("○" * (steps.of - steps.taken), style="dim")


def sureness(label: str, labels: Labels) -> Text:
    return scale(label) + Text(" " + labels.of("certainty", label))


def quote(claim: Claim, labels: Labels, where: bool = True) -> Text:
    """The evidence in quotation marks, with outlet, date and the id that `explain` takes."""
    text = Text(labels("quote", text=phrases.short(claim.evidence)), style="italic")
    if where:
        place = phrases.place(claim)
        text += Text(f"  {place}" if place else "", style="dim")
        text += Text(f"  {claim.id[:ID_LENGTH]}", style="cyan")
    return text


def remarks(claim: Claim, labels: Labels) -> str:
    """The flags in words, and what the report implies."""
    return ", ".join(labels.remarks(claim))


def gist(claim: Claim, labels: Labels) -> Text:
    """Who · what kind · which stakes → whom."""
    told = phrases.gist(claim, labels)
    text = Text(told.who, style="bold") + Text(f" · {told.what}")
    text += Text(f" · {told.stakes}" if told.stakes else "", style="bold")
    return text + Text(f" {told.arrow} {told.whom}" if told.arrow else "")


def law_note(found: Cited, words: LawWords) -> Text:
    """The law that a claim speaks of, and what the tables say to it."""
    text = Text(words.labels.pair(words("instruments"), words.cited(found)), style="dim")
    for remark in found.remarks:
        text += Text(" · ", style="dim") + told_remark(remark, words)
    return text


def told_remark(remark: Remark, words: LawWords) -> Text:
    """What the tables say to a claim: red where they contradict it."""
    style = "bold red" if remark.contradicts else "green" if remark.kind == "agrees" else "yellow"
    return Text(words.remark(remark), style=style)


def how_sure(claim: Claim, labels: Labels) -> Text:
    """The source's certainty; below it the author's, where a source stands between."""
    text = sureness(claim.certainty, labels)
    if claim.sources or claim.author_certainty != claim.certainty:
        text += Text(
            "\n" + labels.pair(labels("author"), labels.of("certainty", claim.author_certainty)),
            "dim",
        )
    if notes := remarks(claim, labels):
        text += Text("\n" + notes, style="yellow")
    return text


def show_claims(
    claims: Sequence[Claim],
    labels: Labels,
    out: Console,
    cited: Mapping[str, Cited] | None = None,
) -> None:
    """One row a claim: id and date, gist and evidence, how sure, who says so; `cited`: the law that
    some of them speak of, by id."""
    words = load_law_words(labels.language)
    if not claims:
        out.print(labels("no_claims"))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("id", style="cyan", no_wrap=True, width=10)
    table.add_column(labels("what"), ratio=1)
    table.add_column(labels("sure"), min_width=20)
    table.add_column(labels("says"), max_width=22)
    for claim in claims:
        told = gist(claim, labels) + Text("\n") + quote(claim, labels, where=False)
        if cited and claim.id in cited:
            told += Text("\n") + law_note(cited[claim.id], words)
        table.add_row(
            f"{claim.id[:ID_LENGTH]}\n{claim.report.date or ''}",
            told,
            how_sure(claim, labels),
            labels.says(claim),
        )
    out.print(table)
