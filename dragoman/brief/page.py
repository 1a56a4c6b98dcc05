"""A brief as one HTML page: nothing outside it is needed, and whatever reports wrote is escaped."""

from __future__ import annotations

from pathlib import Path

from dragoman.brief.notes import Note, measure_note, numbers, where
from dragoman.brief.plan import Brief
from dragoman.brief.tables import cells, header


def as_html(made: Brief) -> str:
    """The page, for screen and print."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup, escape

    grammar, notes = made.grammar, made.notes

    def quoted(note: Note) -> Markup:
        """The sentence with the evidence marked in it; each part escaped by itself."""
        told = Markup("{}<b>{}</b>{}").format(note.before, note.evidence, note.after)
        around = escape(grammar.labels("quote", text="\0"))
        return Markup(str(around).replace("\0", str(told)))  # noqa: S704 (parts are escaped)

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        brief=made,
        notes=notes,
        header=header(grammar),
        table_word=grammar.heading("table"),
        reports_word=grammar.heading("reports"),
        notes_word=grammar.heading("notes"),
        numbers=lambda said: numbers(notes, said),
        cells=lambda line: cells(line, grammar),
        measure=lambda measure: measure_note(measure, grammar),
        where=lambda note: where(note, grammar),
        quoted=quoted,
    )
