"""A brief as a Word document with real footnotes.

python-docx writes the document but knows no footnotes, so that part of the package is made here: a
`footnotes.xml` with the two separators that Word asks for, and one footnote for each note. A note
that several statements point to is a footnote where it is first met, and a reference to that
footnote afterwards, as Word's own cross-references are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dragoman.brief.notes import Note, measure_note, numbers, where
from dragoman.brief.plan import Brief
from dragoman.brief.statements import Line, Statement
from dragoman.brief.tables import cells, header

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
#: What XML 1.0 cannot hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARGIN_MM, _TEXT_PT, _NOTE_PT = 20, 10, 8


def write_docx(made: Brief, path: Path) -> None:
    """Write the brief to a file. Raises OSError if that cannot be."""
    _Document(made).save(path)


class _Document:
    """One document in the making; `_seen` are the notes that a statement above already has."""

    def __init__(self, made: Brief) -> None:
        from docx import Document
        from docx.shared import Mm, Pt

        self.made, self.notes = made, made.notes
        self.document: Any = Document()
        self._seen: set[int] = set()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Mm(_MARGIN_MM))
        style = self.document.styles["Normal"]
        style.font.size, style.paragraph_format.space_after = Pt(_TEXT_PT), Pt(4)
        core = self.document.core_properties
        core.title, core.language = made.title, made.language
        core.author, core.comments = "dragoman", ""
        self._write()
        self._attach()

    def save(self, path: Path) -> None:
        self.document.save(str(path))

    def _write(self) -> None:
        made, document = self.made, self.document
        document.add_heading(_fit(f"{made.title}"), level=0)
        document.add_paragraph(_fit(made.kind), style="Subtitle")
        for fact in made.facts:
            document.add_paragraph(_fit(fact))
        for section in made.sections:
            document.add_heading(_fit(section.heading), level=1)
            for said in section.paragraphs:
                style = None if section.running else "List Bullet"
                paragraph = document.add_paragraph(style=style)
                for statement in said:
                    paragraph.add_run(_fit(statement.text))
                    self._refer(paragraph, statement)
                    paragraph.add_run(" ")
            for note in section.notes:
                document.add_paragraph().add_run(_fit(note)).italic = True
            if section.key == "bargain":
                self._tables()
        if made.reports:
            document.add_heading(_fit(made.grammar.heading("reports")), level=1)
        for report in made.reports:
            document.add_paragraph(_fit(report), style="List Bullet")
        for foot in made.foot:
            document.add_paragraph().add_run(_fit(foot)).italic = True

    def _tables(self) -> None:
        grammar = self.made.grammar
        if self.made.ways:
            self.document.add_heading(_fit(grammar.heading("table")), level=1)
        for way in self.made.ways:
            self.document.add_heading(_fit(way.heading), level=2)
            table = self.document.add_table(rows=1, cols=5, style="Light Grid Accent 1")
            for place, word in zip(table.rows[0].cells, header(grammar), strict=True):
                place.text = _fit(word)
            for line in way.lines:
                row = table.add_row().cells
                for place, text in zip(row, cells(line, grammar), strict=True):
                    place.text = _fit(text)
                self._refer(row[0].paragraphs[0], line)
            for note in way.notes:
                self.document.add_paragraph().add_run(_fit(note)).italic = True

    def _refer(self, paragraph: Any, said: Statement | Line) -> None:
        """The footnote marks behind a statement, with a space between two."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for place, number in enumerate(numbers(self.notes, said)):
            if place:
                paragraph.add_run(" ").font.superscript = True
            run = paragraph.add_run()
            run.font.superscript = True
            if number in self._seen:
                run.text = str(number)
                continue
            self._seen.add(number)
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(number))
            run._r.append(mark)

    def _attach(self) -> None:
        """The footnotes, as a part of the package. Word numbers them in order of reference, which
        is the order of the notes."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        body = "".join(_separator(i, kind) for i, kind in ((-1, ""), (0, "continuation")))
        body += "".join(self._footnote(note) for note in self.notes)
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' \
              f'<w:footnotes xmlns:w="{_MAIN}">{body}</w:footnotes>'  # fmt: skip
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode("utf-8"), package)
        self.document.part.relate_to(part, _RELATION)

    def _footnote(self, note: Note) -> str:
        grammar = self.made.grammar
        if note.measure:
            runs = _run(measure_note(note.measure, grammar))
        else:
            opening, _, closing = grammar.note("footnote", text="\0", where="\1").partition("\0")
            runs = _run(opening) + _run(note.before) + _run(note.evidence, bold=True)
            runs += _run(note.after) + _run(closing.replace("\1", where(note, grammar)))
        mark = (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            + _run(" ")
        )
        return f'<w:footnote w:id="{note.number}"><w:p>{mark}{runs}</w:p></w:footnote>'


def _separator(number: int, kind: str) -> str:
    name = "continuationSeparator" if kind else "separator"
    line = f"<w:p><w:r><w:{name}/></w:r></w:p>"
    return f'<w:footnote w:type="{name}" w:id="{number}">{line}</w:footnote>'


def _run(text: str, bold: bool = False) -> str:
    from xml.sax.saxutils import escape

    if not text:
        return ""
    size = f'<w:sz w:val="{2 * _NOTE_PT}"/>'
    style = f"<w:rPr>{'<w:b/>' if bold else ''}{size}</w:rPr>"
    return f'<w:r>{style}<w:t xml:space="preserve">{escape(_fit(text))}</w:t></w:r>'


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
