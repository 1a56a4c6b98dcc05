"""The exchange table for the eye: four lists, what forbids each row, what moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman import phrases
from dragoman.cited_law import Cited
from dragoman.exchange import Exchange, Row
from dragoman.labels import Labels
from dragoman.law_words import load_law_words
from dragoman.record import Claim
from dragoman.show import gist, how_sure, law_note, quote, remarks, sureness
from dragoman.world.law import Obstacle

#: How many of each are printed; the rest is counted. All of it is in --json.
_QUOTES, _OBSTACLES = 3, 3
_LABEL_WIDTH = 12


def show_exchange(table: Exchange, labels: Labels, out: Console) -> None:
    """Print the four lists, then responses, rules, movement and signs that a rule may fall."""
    a, b = labels.side(table.a), labels.side(table.b)
    title = Text(labels("exchange", a=a, b=b), style="bold")
    if table.as_of:
        title += Text("   " + labels("as_of", date=table.as_of), style="dim")
    out.print(title)
    shown: set[str] = set()
    for heading, rows in (
        (labels("seeks_from", a=a, b=b), table.a_seeks),
        (labels("can_give", a=a, b=b), table.b_can_give),
        (labels("seeks_from", a=b, b=a), table.b_seeks),
        (labels("can_give", a=b, b=a), table.a_can_give),
    ):
        _heading(heading, out)
        if not rows:
            out.print(Text("  " + labels("nothing"), style="dim"))
        for row in rows:
            _show_row(row, labels, out, shown, table.cited)
    for key, claims in (
        ("responses", table.responses),
        ("rules", table.rules),
        ("movement", table.movement),
        ("may_fall", table.may_fall),
    ):
        if claims:
            _heading(labels(key), out)
            _show_list(claims, labels, out, table.cited)


def _heading(text: str, out: Console) -> None:
    out.print()
    out.print(Rule(Text(text, style="bold"), align="left", style="dim"))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(width=_LABEL_WIDTH, style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    return grid


def _show_row(
    row: Row, labels: Labels, out: Console, shown: set[str], cited: Mapping[str, Cited]
) -> None:
    """A stake: how sure, who says so, the sentences, the other side, the responses, the law.

    `shown` holds the ids of claims and measures that already stand in full above.
    """
    head = Text(" " + labels.stake(row.stake), style="bold cyan")
    head.pad_right(max(1, 30 - len(head)))
    head += sureness(row.certainty, labels)
    if row.author_certainty != row.certainty:
        head += Text(f"   {labels('author')} ") + sureness(row.author_certainty, labels)
    out.print(head)
    grid = _grid()

    def line(label: str, text: Text | str) -> None:
        grid.add_row("", label, text)

    if row.claims_for:
        line(labels("says"), _says(row, labels))
    for label, claims in (
        (labels("evidence"), row.claims_for),
        (labels("against"), row.claims_against),
        (labels("undecided"), row.undecided),
    ):
        for claim in claims[:_QUOTES]:
            line(label, _sentence(claim, labels, short=claim.id in shown))
            shown.add(claim.id)
            label = ""
        if len(claims) > _QUOTES:
            line("", Text(labels("and_more", n=len(claims) - _QUOTES), style="dim"))
    line(labels("other_side"), phrases.other_side(row, labels))
    for response in row.responses:
        told = gist(response, labels) + Text("  ")
        line(labels("response"), told + _sentence(response, labels, short=response.id in shown))
    for rule in row.rules:
        told = _sentence(rule, labels, short=rule.id in shown)
        if rule.id in cited and rule.id not in shown:
            told += Text("\n") + law_note(cited[rule.id], load_law_words(labels.language))
        line(labels("rule"), told)
    shown.update(c.id for c in row.responses + row.rules)
    for label, text in _law(row, labels, shown):
        line(label, text)
    out.print(grid)
    out.print()


def _sentence(claim: Claim, labels: Labels, short: bool) -> Text:
    """The quotation; only its id where the same sentence stands under a row above."""
    text = Text("↑ " + claim.id[:8], style="cyan") if short else quote(claim, labels)
    notes = remarks(claim, labels)
    return text + Text(f"  [{notes}]" if notes else "", style="yellow")


def _says(row: Row, labels: Labels) -> str:
    """The voices, and how many of them are independent."""
    many = f" · {labels('origins', n=row.independent)}" if row.independent > 1 else ""
    return ", ".join(phrases.voices(row, labels)) + many


def _law(row: Row, labels: Labels, shown: set[str]) -> list[tuple[str, Text]]:
    """The verdict with its date, the gravest measures, then what is expressly allowed. A measure is
    told in full once; after that its number is enough."""
    verdict = phrases.law_verdict(row, labels)
    if row.ruling is None or row.on is None or verdict is None:
        return [(labels("law"), Text(labels("no_date"), style="dim"))]
    words = load_law_words(labels.language)
    on = " · " + labels("law_on", date=row.on)
    style = "bold red" if row.verdict == "forbidden" else "bold yellow"
    head = Text(verdict, style=style if row.obstacles else "")
    first = row.obstacles[:_OBSTACLES]
    new = [o for o in first if o.measure.id not in shown]
    old = ", ".join(phrases.measure_number(o, labels) for o in first if o not in new)
    more = len(row.obstacles) - len(first)
    head += Text(f" · {old} ↑" if old else "", style="bold")
    head += Text(" " + labels("and_more", n=more) if more else "", style="dim")
    lines = [(labels("law"), head + Text(on, style="dim"))]
    lines += [("", _measure(o, row, labels)) for o in new]
    for label, o in zip((labels("exemption"), *[""] * len(row.allowed)), row.allowed, strict=False):
        known = o.measure.id in shown
        lines.append(
            (
                label,
                Text(phrases.measure_number(o, labels) + " ↑")
                if known
                else _measure(o, row, labels),
            )
        )
    for label, near in zip((words("nearest_one"), ""), phrases.near_by(row), strict=False):
        told = Text(words.number(near.measure), style="bold")
        lines.append((label, told + Text(f" · {words.misses(near)}", style="dim")))
    shown.update(o.measure.id for o in (*new, *row.allowed))
    return lines


def _measure(o: Obstacle, row: Row, labels: Labels) -> Text:
    """Instrument, paragraph, date: what it says; how giver and receiver voted; what to mind."""
    m = o.measure
    text = Text(phrases.measure_number(o, labels), style="bold")
    text += Text(labels.pair(f" ({m.adopted})", m.summary(labels.language)))
    told = " · ".join(phrases.measure_notes(o, row.giver, row.receiver, labels))
    return text + Text(f" · {told}" if told else "", style="dim")


def _show_list(
    claims: Sequence[Claim], labels: Labels, out: Console, cited: Mapping[str, Cited]
) -> None:
    """One line of gist, one of evidence and one of the law spoken of a claim, with how sure and who
    says so beside."""
    words = load_law_words(labels.language)
    table = Table.grid(padding=(0, 2, 0, 1), expand=True)
    table.add_column(ratio=1)
    table.add_column(min_width=20)
    table.add_column(max_width=24)
    for claim in claims:
        told = gist(claim, labels) + Text("\n") + quote(claim, labels)
        if claim.id in cited:
            told += Text("\n") + law_note(cited[claim.id], words)
        table.add_row(told, how_sure(claim, labels), labels.says(claim))
    out.print(table)
