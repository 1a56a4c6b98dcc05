"""Footnotes: the sentence that a statement rests on, quoted exactly, with outlet and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.brief.grammar import Grammar
from dragoman.brief.statements import Line, Statement
from dragoman.law_words import load_law_words
from dragoman.record import Claim
from dragoman.world.law import Obstacle

#: More of a sentence than this is no help at the foot of a page: the evidence itself stands then.
_LONGEST = 340
_LONGEST_TITLE = 36
_END = re.compile(r"[.!?…][\"'”»)\]]*\s+(?=[\"'“«(\[]?\s?[^\W\d_a-zà-ÿ])|\n\s*")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: a stretch of a report (`before`, `evidence`, `after` are exact slices that
    follow each other) and the claims that rest on it; or a measure of law."""

    number: int
    before: str = ""
    evidence: str = ""
    after: str = ""
    claims: tuple[Claim, ...] = ()
    measure: Obstacle | None = None

    @property
    def text(self) -> str:
        """The quotation, exactly as in the report."""
        return self.before + self.evidence + self.after


def notes_of(said: Sequence[Statement | Line]) -> tuple[Note, ...]:
    """Every stretch and measure once, numbered in order of first mention."""
    found: dict[object, list[Claim] | Obstacle] = {}
    for statement in said:
        for measure in statement.measures:
            found.setdefault(measure.measure.id, measure)
        for claim in statement.claims:
            group = found.setdefault(_place(claim), [])
            if isinstance(group, list) and claim.id not in {c.id for c in group}:
                group.append(claim)
    return tuple(_note(n, what) for n, what in enumerate(found.values(), 1))


def numbers(notes: Sequence[Note], said: Statement | Line) -> list[int]:
    """The notes that a statement points to."""
    places = {_place(c) for c in said.claims}
    measures = {o.measure.id for o in said.measures}
    return [
        note.number
        for note in notes
        if (note.measure and note.measure.measure.id in measures)
        or (note.claims and _place(note.claims[0]) in places)
    ]


def _place(claim: Claim) -> tuple[str, int, int]:
    return claim.report.id, claim.start, claim.end


def _note(number: int, what: list[Claim] | Obstacle) -> Note:
    if isinstance(what, Obstacle):
        return Note(number, measure=what)
    claim, text = what[0], what[0].report.text
    start, end = sentence_of(claim)
    return Note(
        number, text[start : claim.start], claim.evidence, text[claim.end : end], tuple(what)
    )


def sentence_of(claim: Claim) -> tuple[int, int]:
    """The sentence around the evidence, as characters of the report; the evidence alone where the
    sentence is too long to quote. By punctuation: no model is asked for a footnote."""
    text = claim.report.text
    before = text[max(0, claim.start - _LONGEST) : claim.start + 3]  # it ends before a capital
    starts = [m.end() for m in _END.finditer(before) if m.end() <= len(before) - 3]
    first = claim.start + 3 - len(before)
    start = first + starts[-1] if starts else first
    after = _END.search(text, max(claim.start, claim.end - 1))
    end = after.end() if after else len(text)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    end = max(end, claim.end)
    return (start, end) if end - start <= _LONGEST else (claim.start, claim.end)


def where(note: Note, grammar: Grammar) -> str:
    """Outlet, title, date, and the ids by which the claims are found again."""
    report = note.claims[0].report
    date = grammar.date(report.date) if report.date else ""
    title = report.title or ""
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    title = grammar.labels("quote", text=title) if title else ""
    ids = ", ".join(c.id[:8] for c in note.claims)
    told = ", ".join(p for p in (report.outlet or grammar.word("no_outlet"), title, date) if p)
    return f"{told} · {grammar.note('part_of', id=ids)}"


def measure_note(o: Obstacle, grammar: Grammar) -> str:
    """What a paragraph says, its exceptions and limit, and whether it was checked on the text."""
    labels, m = grammar.labels, o.measure
    at = f"{labels('paragraph')} {o.paragraph}" if o.paragraph else labels("no_paragraph")
    head = f"{o.instrument} {at}, {grammar.date(m.adopted)}"
    parts = [labels.pair(head, m.summary(grammar.language))]
    parts += [labels.of("forces", m.force)]
    words = load_law_words(grammar.language)
    parts += words.limits(m, o.contested)
    parts += [words("unverified")] if m.paragraph and not m.checked else []
    return " · ".join(p for p in parts if p)
