"""What a notebook shows of an exchange table, in the language of the user's environment."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dragoman.labels import Labels, load_labels, user_language
from dragoman.law_words import load_law_words
from dragoman.notebook import faint, quoted, table

if TYPE_CHECKING:
    from dragoman.exchange import Exchange, Row

_QUOTES = 2


def exchange_html(found: Exchange) -> str:
    """The four lists, one under the other; each row with how sure, who says so, law, sentences."""
    labels = load_labels(user_language())
    a, b = labels.side(found.a), labels.side(found.b)
    parts = [f"<strong>{escape(labels('exchange', a=a, b=b))}</strong>"]
    for heading, rows in (
        (labels("seeks_from", a=a, b=b), found.a_seeks),
        (labels("can_give", a=a, b=b), found.b_can_give),
        (labels("seeks_from", a=b, b=a), found.b_seeks),
        (labels("can_give", a=b, b=a), found.a_can_give),
    ):
        if not rows:
            parts.append(f"<p>{labels.pair(escape(heading), faint(labels('nothing')))}</p>")
            continue
        header = (heading, labels("sure"), labels("says"), labels("law"), labels("evidence"))
        parts.append(table(header, [_cells(row, labels) for row in rows]))
    return f"<div>{''.join(parts)}</div>"


def _cells(row: Row, labels: Labels) -> tuple[str, ...]:
    author = labels.pair(labels("author"), labels.of("certainty", row.author_certainty))
    sure = escape(labels.of("certainty", row.certainty))
    if row.author_certainty != row.certainty:
        sure += f"<br>{faint(author)}"
    says = dict.fromkeys(labels.says(c) for c in row.claims)
    law = load_law_words(labels.language).verdict(row.ruling) if row.ruling else "–"
    measures = ", ".join(f"{o.instrument} {o.paragraph}".strip() for o in row.obstacles[:3])
    return (
        escape(labels.stake(row.stake)), sure, escape(", ".join(says)),
        escape(law) + (f"<br>{faint(measures)}" if measures else ""),
        "<br>".join(quoted(c) for c in row.claims[:_QUOTES]),
    )  # fmt: skip
