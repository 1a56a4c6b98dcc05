"""A brief as Markdown, with footnotes as Pandoc, GitHub and MyST read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.brief.notes import Note, measure_note, numbers, where
from dragoman.brief.plan import Brief
from dragoman.brief.statements import Line, Statement
from dragoman.brief.tables import cells, header

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$^])")


def as_markdown(made: Brief) -> str:
    """The whole brief; whatever reports wrote is escaped."""
    return "\n".join(_lines(made)) + "\n"


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _lines(made: Brief) -> Iterator[str]:
    notes = made.notes
    yield f"# {_escape(made.title)}"
    yield ""
    yield f"*{_escape(made.kind)}*"
    for fact in made.facts:
        yield ""
        yield _escape(fact)
    for section in made.sections:
        yield from ("", f"## {_escape(section.heading)}", "")
        for said in section.paragraphs:
            told = " ".join(f"{_escape(s.text)}{_refs(notes, s)}" for s in said)
            yield from (told, "") if section.running else (f"- {told}",)
        for remark in section.notes:
            yield from ("", f"*{_escape(remark)}*")
        if section.key == "bargain":
            yield from _table(made, notes)
    if made.reports:
        yield from ("", f"## {_escape(made.grammar.heading('reports'))}", "")
        yield from (f"- {_escape(report)}" for report in made.reports)
    yield ""
    for foot in made.foot:
        yield from (_escape(foot), "")
    for note in notes:
        yield f"[^{note.number}]: {_footnote(note, made)}"


def _refs(notes: Sequence[Note], said: Statement | Line) -> str:
    return "".join(f"[^{n}]" for n in numbers(notes, said))


def _table(made: Brief, notes: Sequence[Note]) -> Iterator[str]:
    if not made.ways:
        return
    yield from ("", f"## {_escape(made.grammar.heading('table'))}")
    for way in made.ways:
        yield from ("", f"### {_escape(way.heading)}", "")
        yield "| " + " | ".join(map(_escape, header(made.grammar))) + " |"
        yield "|---" * len(header(made.grammar)) + "|"
        for line in way.lines:
            row = [_escape(c) for c in cells(line, made.grammar)]
            row[0] += _refs(notes, line)
            yield "| " + " | ".join(row) + " |"
        for remark in way.notes:
            yield from ("", f"*{_escape(remark)}*")


def _footnote(note: Note, made: Brief) -> str:
    if note.measure:
        return _escape(measure_note(note.measure, made.grammar))
    told = f"{_escape(note.before)}**{_escape(note.evidence)}**{_escape(note.after)}"
    return made.grammar.note("footnote", text=told, where=_escape(where(note, made.grammar)))
