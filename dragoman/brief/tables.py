"""The words in the cells of a brief's table."""

from __future__ import annotations

from dragoman.brief.grammar import Grammar
from dragoman.brief.statements import Line
from dragoman.exchange import Row

_SPEAKERS = 3


def header(grammar: Grammar) -> tuple[str, ...]:
    return tuple(grammar.heading(k) for k in ("stake", "sought", "given", "who", "verdict"))


def cell(line: Line, grammar: Grammar) -> tuple[str, ...]:
    """Stake, how surely it is sought, how surely it can be given, who says so, what the law says."""
    says = ", ".join(line.says[:_SPEAKERS])
    more = len(line.says) - _SPEAKERS
    says += f" +{more}" if more > 0 else ""
    return (
        line.stake, sureness(line.sought, grammar), sureness(line.given, grammar),
        grammar.tidy(says), line.verdict,
    )  # fmt: skip


def sureness(row: Row | None, grammar: Grammar) -> str:
    """The author's certainty, and the source's where it is another; a dash where nothing is said."""
    if row is None:
        return "–"
    labels = grammar.labels
    if not row.claims_for:
        return labels("against") if row.claims_against else labels.of("certainty", "open")
    author = labels.of("certainty", row.author_certainty)
    if row.author_certainty == row.certainty:
        return author
    return f"{author} ({labels('source')} : {labels.of('certainty', row.certainty)})"
