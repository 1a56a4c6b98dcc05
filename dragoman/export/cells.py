"""Tables of text cells, safe to open in a spreadsheet.

A cell that begins with = + - @, a tab or a line break is a formula to a spreadsheet (OWASP, "CSV
Injection"): it gets an apostrophe in front. So does a cell that begins with apostrophes before such
a character, so that taking one apostrophe away always gives back what was there. Numbers are
written as numbers and stay as they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

#: The characters that begin a formula, with their full-width forms.
_FORMULA = re.compile("\\A'*[=+\\-@\t\r\n＝＋－＠]")

_CRLF = "\r\n"

Cell = str | int | float | bool | None


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """What `neutral` made it from."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], delimiter: str = ","
) -> Iterator[str]:
    """The lines of a table, its header first; None is an empty cell.

    With a tab as delimiter, line breaks and tabs inside cells become blanks: the data sets that use
    it have one event a line.
    """
    buffer = StringIO()
    # It quotes the characters that end its lines, and a lone carriage return must be quoted too.
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=_CRLF)
    for row in [columns], rows:
        for cells in row:
            writer.writerow([_cell(c, delimiter) for c in cells])
            yield buffer.getvalue().removesuffix(_CRLF) + "\n"
            buffer.seek(0)
            buffer.truncate()


def _cell(value: Cell, delimiter: str) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return neutral(" ".join(value.split()) if delimiter == "\t" else value)
