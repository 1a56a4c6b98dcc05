"""Why a claim is there, for the eye: sentence, parse, who speaks, and the rules that fired."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from dragoman.cited_law import cited_law
from dragoman.explanation import Explanation, Level, Node, explain
from dragoman.labels import Labels
from dragoman.law_words import load_law_words
from dragoman.record import Claim, Record
from dragoman.show import gist, quote, remarks, sureness, told_remark


def show_explanation(claim: Claim, record: Record, labels: Labels, out: Console) -> None:
    """Print all that led to a claim. `record` is its report, coded again."""
    why = explain(claim, record)
    grid = Table.grid(padding=(0, 2, 1, 0), expand=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(claim.id, gist(claim, labels))
    grid.add_row(labels("sentence"), _in_context(why) if why.trees else quote(claim, labels))
    for tree in why.trees:
        grid.add_row(labels("parse"), _branch(tree))
    for number, level in enumerate(why.chain):
        grid.add_row(labels("chain") if number == 0 else "", _level(level, labels))
    grid.add_row(
        labels("says"), labels.says(claim) + f" · {labels.of('attitudes', claim.attitude)}"
    )
    grid.add_row(labels("steps"), _certainty(claim, labels))
    if found := cited_law(record.claims).get(claim.id):
        words = load_law_words(labels.language)
        told = Text(", ".join(i.name for i in found.instruments))
        for remark in found.remarks:
            told += Text("\n") + told_remark(remark, words)
        grid.add_row(words("instruments"), told)
    fired = Table.grid(padding=(0, 2, 0, 0))
    for number, (rule, catches) in enumerate(why.rules, 1):
        fired.add_row(str(number), Text(rule, style="cyan"), catches)
    grid.add_row(labels("fired"), fired if why.rules else labels("no_rules"))
    out.print(grid)


def _in_context(why: Explanation) -> Text:
    """The sentence with the evidence in it underlined."""
    return Text(why.before) + Text(why.evidence, style="bold underline") + Text(why.after)


def _branch(node: Node, tree: Tree | None = None) -> Tree:
    label = Text(node.words, style="bold" if node.inside else "dim")
    label += Text(f"  {node.dep} {node.upos}", style="dim")
    drawn = Tree(label, guide_style="dim") if tree is None else tree.add(label)
    for below in node.below:
        _branch(below, drawn)
    return drawn


def _level(level: Level, labels: Labels) -> Text:
    """One level of the chain: who, by which words, how surely, at what distance."""
    a = level.attribution
    out = Text(labels.actors(a.sources) or labels("unnamed"), style="bold")
    out += Text(f" · {labels.of('attributions', a.kind)} · {labels.of('attitudes', a.attitude)}")
    if level.cue:
        out += Text(" · " + labels("quote", text=level.cue), style="italic")
    out += Text(f" · {labels.of('certainty', a.degree)} · {a.stance}")
    return out + Text(f" · {a.rule_id}" if a.rule_id else "", style="cyan")


def _certainty(claim: Claim, labels: Labels) -> Text:
    """The outcome for source and author; the steps to it are among the rules below."""
    out = Text(f"{labels('source')} ") + sureness(claim.certainty, labels)
    out += Text(f"   {labels('author')} ") + sureness(claim.author_certainty, labels)
    notes = remarks(claim, labels)
    return out + Text(f"   [{notes}]" if notes else "", style="yellow")
