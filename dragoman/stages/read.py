"""From a source to reports: a text, a page, a folder, lines of JSON, or standard input.

What cannot be read becomes a Failure with one sentence of reason, and the next source is read. What
is given (options, the folder's index, the fields of a line) goes before what the page says of
itself, and that before what the text says.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.matching.calendar_spans import from_iso
from dragoman.record import Report
from dragoman.stages.read_clean import MAX_TEXT, UnreadableError, clean, decode
from dragoman.stages.read_language import identify
from dragoman.stages.read_page import MAX_PAGE, Pages, is_page, looks_like_html
from dragoman.stages.read_zones import find_layout
from dragoman.tables import Row, TableError, read_table

#: What may be read in a folder; anything else there is left alone.
SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson")
INDEX = "index.tsv"
_INDEX_COLUMNS = ("name", "language", "date", "outlet")
_MAX_LINE_OF_JSON = 2 * MAX_PAGE
_FIELDS = ("date", "outlet", "title", "language", "url")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no report. `path` is the file, "-" for standard input, with ":LINE" for a
    line of JSON; `reason` is one sentence that reads on from it."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known of a text beside the text."""

    date: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None

    def over(self, other: _Given) -> _Given:
        """This, with what it leaves open taken from the other."""
        return _Given(*(getattr(self, f) or getattr(other, f) for f in _FIELDS))


def read(
    source: str | Path,
    *,
    date: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Iterator[Report | Failure]:
    """The reports of a source, in order: a file (text, HTML, or JSON lines), a folder of such files
    (with its index.tsv, if there is one), or "-" for standard input.

    What is given goes for every report. A line of JSON holds `text` or `html`, and may hold
    `title`, `outlet`, `date`, `language`, `url`. Never raises for what a source holds; raises
    ValueError at once if `date` is not ISO (day, month or year).
    """
    if date is not None:
        from_iso(date)
    given = _Given(date, outlet, title, language, url)
    return _read(source, given)


def _read(source: str | Path, given: _Given) -> Iterator[Report | Failure]:
    with Pages() as pages:
        if source == "-":
            yield from _read_stream(sys.stdin.buffer, "-", None, given, pages)
        elif Path(source).is_dir():
            yield from _read_folder(Path(source), given, pages)
        else:
            yield from _read_file(Path(source), given, pages)


def _read_folder(folder: Path, given: _Given, pages: Pages) -> Iterator[Report | Failure]:
    index: dict[str, _Given] = {}
    if (folder / INDEX).is_file():
        try:
            index = _read_index(folder / INDEX)
        except (TableError, UnicodeDecodeError) as error:
            yield Failure(str(folder / INDEX), f"is not used: {error}")
    try:
        files = sorted(f for f in folder.iterdir() if f.suffix.lower() in SUFFIXES and f.is_file())
    except OSError as error:
        yield Failure(str(folder), _why(error))
        return
    if not files:
        yield Failure(str(folder), f"holds no file to read ({' '.join(SUFFIXES)})")
    for name in sorted(set(index) - {f.stem for f in files}):
        _log.warning("%s names %s, but there is no such file", folder / INDEX, name)
    for file in files:
        yield from _read_file(file, given.over(index.get(file.stem, _Given())), pages)


def _read_index(path: Path) -> dict[str, _Given]:
    """index.tsv: what is known of NAME.txt. More columns than ours may follow, in any order."""
    with path.open(encoding="utf-8") as lines:
        columns = next(lines, "").rstrip("\n").split("\t")
    if missing := sorted(set(_INDEX_COLUMNS) - set(columns)):
        raise TableError(path, 1, f"has no column {', '.join(missing)}")

    def given(row: Row) -> _Given:
        cells = {column: row[column].strip(" ,") or None for column in _INDEX_COLUMNS}
        return _Given(date=cells["date"], outlet=cells["outlet"], language=cells["language"])

    return {row["name"]: given(row) for row in read_table(path, columns, unique=["name"])}


def _read_file(path: Path, given: _Given, pages: Pages) -> Iterator[Report | Failure]:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), path, given, pages)
    except OSError as error:
        yield Failure(str(path), _why(error))


def _read_stream(
    stream: BinaryIO, name: str, path: Path | None, given: _Given, pages: Pages
) -> Iterator[Report | Failure]:
    """A stream of one text or page, or of lines of JSON: by the file's name, else by how it
    begins."""
    suffix = path.suffix.lower() if path else ""
    if suffix in (".jsonl", ".ndjson"):
        yield from _read_json_lines(stream, name, given, pages)
        return
    data = stream.read(MAX_PAGE + 1)
    start = data[:4000].decode("utf-8", "replace")
    html = is_page(path) if path and suffix != "" else looks_like_html(start)
    if not html and suffix == "" and _is_json_line(data):
        yield from _read_json_lines(stream, name, given, pages, data)
        return
    try:
        yield _page(data, name, given, pages) if html else _text(data, name, given)
    except UnreadableError as error:
        yield Failure(name, str(error))


def _text(data: bytes, name: str, given: _Given) -> Report:
    if len(data) > MAX_TEXT:
        raise UnreadableError(f"is larger than {MAX_TEXT // 1_000_000} MB, the most a text may be")
    text, assumed = decode(data)
    report = _report(text, name, given)
    if assumed:
        _log.warning("%s: %s", name, assumed)
    return report


def _page(data: bytes, name: str, given: _Given, pages: Pages) -> Report:
    if len(data) > MAX_PAGE:
        raise UnreadableError(f"is larger than {MAX_PAGE // 1_000_000} MB, the most a page may be")
    if not data.strip():
        raise UnreadableError("is empty")
    found = pages.read(data)
    says = _Given(*(found.get(f) for f in _FIELDS))
    try:
        from_iso(says.date or "")
    except ValueError:
        says = replace(says, date=None)  # a page's date is a hint, not an order
    return _report(found["text"] or "", name, given.over(says), says.title)


def _report(text: str, name: str, given: _Given, headline: str | None = None) -> Report:
    """The report of a text. `headline` is a title that came apart from it; it is put before the
    text, unless it is there, since claims may rest on it too. Raises UnreadableError."""
    if given.date is not None:
        try:
            from_iso(given.date)
        except ValueError as error:
            raise UnreadableError(f"has a {error}") from None
    text = clean(text)
    if headline and (headline := _one_line(headline)) and not _begins(text, headline):
        text = clean(f"{headline}\n\n{text}")
    language = identify(text, given.language)
    layout = find_layout(text, language, headline or (given.title and _one_line(given.title)))
    return Report(
        text=text,
        language=language,
        date=given.date or layout.date,
        outlet=given.outlet or layout.outlet,
        title=given.title or layout.title,
        path=name,
        url=given.url,
        zones=layout.zones,
    )


def _one_line(title: str) -> str:
    try:
        return clean(title).replace("\n", " ").strip()
    except UnreadableError:
        return ""


def _begins(text: str, headline: str) -> bool:
    return text[: len(headline)].casefold() == headline.casefold()


def _is_json_line(data: bytes) -> bool:
    """Whether the first line is an object with a text, as in JSON lines."""
    line = data.lstrip()[:_MAX_LINE_OF_JSON].split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and bool({"text", "html"} & set(first))


def _read_json_lines(
    stream: BinaryIO, name: str, given: _Given, pages: Pages, begun: bytes = b""
) -> Iterator[Report | Failure]:
    for number, line in enumerate(_lines(stream, begun), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            yield _json_line(line, where, given, pages)
        except UnreadableError as error:
            yield Failure(where, str(error))


def _lines(stream: BinaryIO, begun: bytes) -> Iterator[bytes]:
    """The lines of a stream of which some is read; one that is too long is cut, and so found
    out."""
    *whole, rest = begun.split(b"\n")
    yield from whole
    while more := stream.readline(_MAX_LINE_OF_JSON):
        rest += more
        if rest.endswith(b"\n") or len(rest) >= _MAX_LINE_OF_JSON:
            yield rest
            while not rest.endswith(b"\n") and (rest := stream.readline(_MAX_LINE_OF_JSON)):
                pass  # the remainder of the long line
            rest = b""
    if rest:
        yield rest


def _json_line(line: bytes, where: str, given: _Given, pages: Pages) -> Report:
    if len(line) >= _MAX_LINE_OF_JSON:
        raise UnreadableError(
            f"is larger than {_MAX_LINE_OF_JSON // 1_000_000} MB, the most a line may be"
        )
    try:
        row: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableError("is not a line of JSON") from None
    if not isinstance(row, dict):
        raise UnreadableError("is JSON, but not an object")
    if wrong := [k for k in ("text", "html", *_FIELDS) if not isinstance(row.get(k), str | None)]:
        raise UnreadableError(f"has a field that is not a string: {', '.join(wrong)}")
    says = _Given(*(row.get(f) or None for f in _FIELDS))
    if says.date:
        says = replace(says, date=says.date.strip().partition("T")[0])
    if row.get("html"):
        return _page(row["html"].encode("utf-8", "replace"), where, given.over(says), pages)
    if "text" not in row:
        raise UnreadableError("has neither text nor html")
    if len(row["text"] or "") > MAX_TEXT:
        raise UnreadableError(f"is larger than {MAX_TEXT // 1_000_000} MB, the most a text may be")
    return _report(row["text"] or "", where, given.over(says), says.title)


def _why(error: OSError) -> str:
    known = {FileNotFoundError: "does not exist", PermissionError: "may not be read"}
    return known.get(type(error), f"cannot be read ({error.strerror or error})")
