"""What a notebook shows of a report and of claims: small HTML, escaped, neither light nor dark.

Names and codes as the record has them (docs/codebook.md), since who works in a notebook works with
these. Colours are the notebook's own: only greys that show on white and on black are set here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.record import Actor, Claim
    from dragoman.text import Report

_LINE = "border-bottom:1px solid rgba(128,128,128,.35)"
_CELL = f"text-align:left;vertical-align:top;padding:.25em .8em .25em 0;{_LINE}"
_FAINT = "opacity:.7"
#: What is shown of a long report, and of many claims; the rest is counted.
_LONGEST, _MOST = 600, 20


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """An HTML table; the cells of `rows` are HTML already, `header` and `caption` are words."""
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(word)}</th>' for word in header)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    above = f'<caption style="text-align:left">{escape(caption)}</caption>' if caption else ""
    return (
        f'<table style="border-collapse:collapse">{above}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def faint(words: str) -> str:
    return f'<span style="{_FAINT}">{escape(words)}</span>'


def quoted(claim: Claim) -> str:
    """The evidence, with outlet, date and id."""
    where = (claim.report.outlet, claim.report.date, claim.id)
    return f"<q>{escape(claim.evidence)}</q> " + faint(", ".join(w for w in where if w))


def report_html(report: Report) -> str:
    """Title, outlet, date, language, and how the text begins."""
    about = (report.outlet, report.date, report.language, report.id)
    text = report.text
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return (
        f"<div><strong>{escape(report.title or report.path or report.id)}</strong><br>"
        f"{faint(' · '.join(w for w in about if w))}"
        f'<p style="white-space:pre-line;max-width:46em">{escape(text)}</p></div>'
    )


def claim_html(claim: Claim) -> str:
    """One claim, field by field; what is empty is left out."""
    fields = [
        ("what", " ".join(w for w in (claim.kind, claim.type) if w)),
        ("actors", _names(claim.actors)),
        ("counterparts", _names(claim.counterparts)),
        ("stakes", ", ".join(claim.stakes)),
        ("certainty", claim.certainty),
        ("author_certainty", claim.author_certainty),
        ("sources", _names(claim.sources, " > ")),
        ("joint_sources", _names(claim.joint_sources)),
        ("attitude", claim.attitude),
        ("flags", ", ".join(claim.flags)),
        ("time", _time(claim)),
    ]
    rows = [(faint(name), escape(value)) for name, value in fields if value]
    return table(("claim", claim.id), [*rows, (faint("evidence"), quoted(claim))])


def claims_html(claims: Sequence[Claim]) -> str:
    """A row a claim: what, how sure, who says so, the sentence."""
    rows = [
        (
            escape(_gist(claim)),
            escape(claim.certainty)
            + (f"<br>{faint('author: ' + claim.author_certainty)}" if _passed_on(claim) else ""),
            escape(_names(claim.sources, " > ")) or faint("author"),
            quoted(claim),
        )
        for claim in claims[:_MOST]
    ]
    more = len(claims) - len(rows)
    caption = f"{len(claims)} claims" + (f", {more} not shown" if more else "")
    return table(("what", "certainty", "who says so", "evidence"), rows, caption)


def _passed_on(claim: Claim) -> bool:
    return claim.author_certainty != claim.certainty


def _gist(claim: Claim) -> str:
    """Who · what · which stakes → whom."""
    what = (_names(claim.actors), claim.type or claim.kind, ", ".join(claim.stakes))
    told = " · ".join(w for w in what if w)
    arrow = " ← " if claim.kind == "seeks" else " → "
    return told + (arrow + _names(claim.counterparts) if claim.counterparts else "")


def _names(actors: Iterable[Actor], between: str = ", ") -> str:
    return between.join(a.name or a.mention or a.id for a in actors)


def _time(claim: Claim) -> str:
    if claim.time is None:
        return ""
    span = " – ".join(dict.fromkeys(d for d in (claim.time.start, claim.time.end) if d))
    return ", ".join(w for w in (span, claim.time.tense, claim.time.text) if w)
