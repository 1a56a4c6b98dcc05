"""Full-text search: which reports hold some words, where, and which claims rest on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dragoman.record import Claim, Report
from dragoman.store import Store

#: Words of a report shown about what was found.
_SHOWN = 40
#: Reports that are ranked at most, those read last: a word that is in half of a million reports
#: would take seconds, and ranks nothing.
_RANKED = 2000
_BEGINS, _ENDS = "\x02", "\x03"  # cleaned texts have no control characters
_TERM = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words. `marks` are the places of the words in `snippet`; `claims`
    those whose evidence holds all of them."""

    report: Report
    snippet: str
    marks: tuple[tuple[int, int], ...]
    claims: tuple[Claim, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "report": self.report.as_json(),
            "snippet": self.snippet,
            "marks": [list(mark) for mark in self.marks],
            "claims": [claim.as_json() for claim in self.claims],
        }


def search(store: Store, words: str, limit: int = 20) -> list[Hit]:
    """The reports that hold all words, the best first (BM25), at most `limit`. Of words that more
    than two thousand hold, those that were read last are ranked.

    Case and accents do not matter. "Several words" in quotation marks stand together; munition*
    takes all words that begin so.
    """
    asked = _query(words)
    if not asked:
        return []
    with store.still():
        since = store.rows(
            "SELECT min(rowid) FROM (SELECT rowid FROM texts WHERE texts MATCH ?"
            " ORDER BY rowid DESC LIMIT ?)", asked, _RANKED,
        )  # fmt: skip
        rows = store.rows(
            "SELECT r.key, r.id, snippet(texts, 0, ?, ?, '…', ?) FROM texts"
            " JOIN reports r ON r.key = texts.rowid WHERE texts MATCH ? AND texts.rowid >= ?"
            " ORDER BY rank, r.date DESC, r.id LIMIT ?",
            _BEGINS, _ENDS, _SHOWN, asked, next(since)[0], limit,
        )  # fmt: skip
        return [_hit(store, asked, *row) for row in list(rows)]


def _hit(store: Store, asked: str, key: int, report_id: str, marked: str) -> Hit:
    # The report's claims are few, and the words' claims may be many: CROSS JOIN keeps this order.
    found = store.rows(
        "SELECT c.id FROM claims c CROSS JOIN evidence e ON e.rowid = c.key"
        " WHERE c.report = ? AND evidence MATCH ? ORDER BY c.key", key, asked,
    )  # fmt: skip
    claims = tuple(store.claim(claim_id) for (claim_id,) in list(found))
    snippet, marks = "", []
    for piece in re.split(f"({_BEGINS}[^{_ENDS}]*{_ENDS})", marked):
        if piece.startswith(_BEGINS):
            piece = piece[1:-1]
            marks.append((len(snippet), len(snippet) + len(piece)))
        snippet += piece
    return Hit(store.report(report_id), snippet, tuple(marks), claims)


def _query(words: str) -> str:
    """The words as FTS5 wants them, all of them literal but the * at an end."""
    terms = []
    for phrase, word in _TERM.findall(words):
        text = phrase or word
        if any(c.isalnum() for c in text):
            star = "*" if word.endswith("*") else ""
            terms.append('"' + text.replace('"', " ") + '"' + star)
    return " ".join(terms)
