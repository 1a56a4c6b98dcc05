"""The words in the cells of a brief's table."""

from __future__ import annotations

from dragoman.brief.grammar import Grammar
from dragoman.brief.statements import Line
from dragoman.exchange import Row
from dragoman.law_words import load_law_words
from dragoman.record import SCORES

_SPEAKERS = 3


def header(grammar: Grammar) -> tuple[str, ...]:
    return tuple(grammar.heading(k) for k in ("stake", "sought", "given", "who", "verdict"))


def cells(line: Line, grammar: Grammar) -> tuple[str, ...]:
    """Stake, how surely it is sought and can be given, who says so, what the law says."""
    says = ", ".join(line.says[:_SPEAKERS])
    more = len(line.says) - _SPEAKERS
    says += f" +{more}" if more > 0 else ""
    return (
        line.stake, sureness(line.sought, grammar) or met(line.given, grammar),
        sureness(line.given, grammar) or met(line.sought, grammar), grammar.tidy(says),
        _verdict(line, grammar),
    )  # fmt: skip


def met(row: Row | None, grammar: Grammar) -> str:
    """How surely the other side has or wants a wider or narrower stake, which is named."""
    if row is None or not row.other_side:
        return "–"
    best = max(row.other_side, key=lambda c: SCORES[c.author_certainty])
    near = [s for s in best.stakes if s.startswith(row.stake) or row.stake.startswith(s)]
    what = ", ".join(grammar.labels.stake(s) for s in near)
    return f"{grammar.labels.of('certainty', best.author_certainty)} ({what})"


def sureness(row: Row | None, grammar: Grammar) -> str:
    """The author's certainty, and the source's where it is another; empty where nothing is said."""
    if row is None:
        return ""
    labels = grammar.labels
    if not row.claims_for:
        return grammar.frame("against") if row.claims_against else labels.of("certainty", "open")
    author = labels.of("certainty", row.author_certainty)
    if row.author_certainty == row.certainty:
        return author
    return grammar.frame("both", author=author, source=labels.of("certainty", row.certainty))


def _verdict(line: Line, grammar: Grammar) -> str:
    """What the law says; "probably", where nobody has read the paragraphs that it rests on."""
    told = line.verdict + (grammar.frame("partly") if line.partly else "")
    if line.verified:
        return told
    return load_law_words(grammar.language)("probably", verdict=told)
