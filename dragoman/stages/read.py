"""From a source to reports: a text, a page, a folder, lines of JSON, or standard input.

What cannot be read becomes a Failure with one sentence of reason, and the next source is read. What
is given (options, the folder's index, the fields of a line) goes before what the page says of
itself, and that before what the text says.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
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
LINES = (".jsonl", ".ndjson")
INDEX = "index.tsv"
_INDEX_COLUMNS = ("name", "language", "date", "outlet")
MAX_LINE = 2 * MAX_PAGE
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
class Given:
    """What is known of a text beside the text."""

    date: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None

    def over(self, other: Given) -> Given:
        """This, with what it leaves open taken from the other."""
        return Given(*(getattr(self, f) or getattr(other, f) for f in _FIELDS))


@dataclass(frozen=True, slots=True)
class Source:
    """One text or page still to be read: a file, or bytes that came by another way. `size` in bytes
    (None: not known), for whoever wants to know how much is left."""

    name: str
    given: Given
    path: Path | None = None
    data: bytes | None = None
    is_line: bool = False  # of JSON lines
    size: int | None = None


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
    found = sources(
        source, date=date, outlet=outlet, title=title, language=language, url=url
    )  # raises at once, before the first report is asked for
    return _read(found)


def _read(found: Iterator[Source | Failure]) -> Iterator[Report | Failure]:
    with Pages() as pages:
        for item in found:
            yield item if isinstance(item, Failure) else read_one(item, pages)


def sources(
    source: str | Path,
    *,
    date: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Iterator[Source | Failure]:
    """What `read` would read, in order, with nothing read yet but folders, indexes and lines: so
    that several processes can share the reading."""
    if date is not None:
        from_iso(date)
    given = Given(date, outlet, title, language, url)
    if source == "-":
        return _of_stream(sys.stdin.buffer, "-", given)
    path = Path(source)
    return _of_folder(path, given) if path.is_dir() else _of_file(path, given)


def size(paths: Iterable[str | Path]) -> int | None:
    """The bytes that `sources` would find under these paths; None if that is not known before."""
    found = 0
    for path in paths:
        if path == "-":
            return None
        with suppress(OSError):
            files = Path(path).iterdir() if Path(path).is_dir() else [Path(path)]
            found += sum(f.stat().st_size for f in files if f.suffix.lower() in (*SUFFIXES, ""))
    return found


def read_one(source: Source, pages: Pages) -> Report | Failure:
    """The report of a source. Never raises for what the source holds."""
    try:
        if source.is_line:
            return _json_line(source.data or b"", source.name, source.given, pages)
        if source.data is not None:
            data = source.data
        else:
            with (source.path or Path(source.name)).open("rb") as stream:
                data = stream.read(MAX_PAGE + 1)
        if _is_html(source.path, data):
            return _page(data, source.name, source.given, pages)
        return _text(data, source.name, source.given)
    except UnreadableError as error:
        return Failure(source.name, str(error))
    except OSError as error:
        return Failure(source.name, _why(error))


def _of_folder(folder: Path, given: Given) -> Iterator[Source | Failure]:
    index: dict[str, Given] = {}
    if (folder / INDEX).is_file():
        try:
            index = read_index(folder / INDEX)
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
        yield from _of_file(file, given.over(index.get(file.stem, Given())))


def read_index(path: Path) -> dict[str, Given]:
    """index.tsv: what is known of NAME.txt. More columns than ours may follow, in any order."""
    with path.open(encoding="utf-8") as lines:
        columns = next(lines, "").rstrip("\n").split("\t")
    if missing := sorted(set(_INDEX_COLUMNS) - set(columns)):
        raise TableError(path, 1, f"has no column {', '.join(missing)}")

    def given(row: Row) -> Given:
        cells = {column: row[column].strip(" ,") or None for column in _INDEX_COLUMNS}
        return Given(date=cells["date"], outlet=cells["outlet"], language=cells["language"])

    return {row["name"]: given(row) for row in read_table(path, columns, unique=["name"])}


def _of_file(path: Path, given: Given) -> Iterator[Source | Failure]:
    """A file by its name; one without an ending may be JSON lines all the same."""
    suffix = path.suffix.lower()
    try:
        if suffix not in (*LINES, ""):
            yield Source(str(path), given, path, size=path.stat().st_size)
            return
        with path.open("rb") as stream:
            yield from _of_stream(stream, str(path), given, path)
    except OSError as error:
        yield Failure(str(path), _why(error))


def _of_stream(
    stream: BinaryIO, name: str, given: Given, path: Path | None = None
) -> Iterator[Source | Failure]:
    """A stream of one text or page, or of lines of JSON: by the file's name, else by how it
    begins."""
    begun = b""
    if path is None or path.suffix.lower() not in LINES:
        begun = stream.read(MAX_PAGE + 1)
        if _is_html(path, begun) or not _is_json_line(begun):
            yield Source(name, given, path, begun, size=len(begun))
            return
    for number, line in enumerate(_lines(stream, begun), 1):
        if line.strip():
            yield Source(f"{name}:{number}", given, None, line, is_line=True, size=len(line))


def _is_html(path: Path | None, data: bytes) -> bool:
    if path and path.suffix:
        return is_page(path)
    return looks_like_html(data[:4000].decode("utf-8", "replace"))


def _text(data: bytes, name: str, given: Given) -> Report:
    if len(data) > MAX_TEXT:
        raise UnreadableError(f"is larger than {MAX_TEXT // 1_000_000} MB, the most a text may be")
    text, assumed = decode(data)
    report = _report(text, name, given)
    if assumed:
        _log.warning("%s: %s", name, assumed)
    return report


def _page(data: bytes, name: str, given: Given, pages: Pages) -> Report:
    if len(data) > MAX_PAGE:
        raise UnreadableError(f"is larger than {MAX_PAGE // 1_000_000} MB, the most a page may be")
    if not data.strip():
        raise UnreadableError("is empty")
    found = pages.read(data)
    says = Given(*(found.get(f) for f in _FIELDS))
    try:
        from_iso(says.date or "")
    except ValueError:
        says = replace(says, date=None)  # a page's date is a hint, not an order
    return _report(found["text"] or "", name, given.over(says), says.title)


def _report(text: str, name: str, given: Given, headline: str | None = None) -> Report:
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
    line = data.lstrip()[:MAX_LINE].split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and bool({"text", "html"} & set(first))


def _lines(stream: BinaryIO, begun: bytes) -> Iterator[bytes]:
    """The lines of a stream of which some is read; one that is too long is cut, and so found
    out."""
    *whole, rest = begun.split(b"\n")
    yield from whole
    while more := stream.readline(MAX_LINE):
        rest += more
        if rest.endswith(b"\n") or len(rest) >= MAX_LINE:
            yield rest
            while not rest.endswith(b"\n") and (rest := stream.readline(MAX_LINE)):
                pass  # the remainder of the long line
            rest = b""
    if rest:
        yield rest


def _json_line(line: bytes, where: str, given: Given, pages: Pages) -> Report:
    if len(line) >= MAX_LINE:
        raise UnreadableError(f"is larger than {MAX_LINE // 1_000_000} MB, the most a line may be")
    try:
        row: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableError("is not a line of JSON") from None
    if not isinstance(row, dict):
        raise UnreadableError("is JSON, but not an object")
    if wrong := [k for k in ("text", "html", *_FIELDS) if not isinstance(row.get(k), str | None)]:
        raise UnreadableError(f"has a field that is not a string: {', '.join(wrong)}")
    says = Given(*(row.get(f) or None for f in _FIELDS))
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
