"""What many machines share out: the sources in shards, and the parts that come of them.

A shard is a run of some hundred sources; it ends at a source whose hash says so, and is named by
the hashes of what is in it. So the same sources make the same shards in every run, and one that
comes or goes changes one shard. What a shard yields is a part, a Parquet file of that name, written
whole or not at all: the names of the parts are the list of what is done. Folders are local, on a
shared disk, or s3://BUCKET/FOLDER (whatever pyarrow.fs opens).
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from dragoman.record import CODER_VERSION, Record, Report
from dragoman.stages.read import (
    INDEX,
    LINES,
    MAX_LINE,
    SUFFIXES,
    Failure,
    Given,
    Source,
    read_index,
)
from dragoman.stages.read_page import MAX_PAGE
from dragoman.store_rows import body_of, claim_of
from dragoman.tables import TableError
from dragoman.text import Zone, content_hash

#: Sources in a shard: on average, and at most. A worker that dies loses one shard's work, some
#: half a minute.
MEAN, MOST = 250, 1000
#: Lines of JSON that go together as one piece.
_LINES_A_PIECE = 50
_TEXT = pa.string()
_SCHEMA = pa.schema(
    {"name": _TEXT, "root": _TEXT, "given": _TEXT, "reason": _TEXT, "report": _TEXT,
     "claims": pa.list_(_TEXT)}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a stretch of a file of JSON lines (`line`: the number of its first). `key` depends
    on a stretch's bytes; of a file on its name, size and time of change, so that planning need not
    read it."""

    name: str
    root: str  # what the user asked to be read
    place: str  # for pyarrow.fs
    given: Given
    key: str
    start: int = 0
    size: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    name: str
    pieces: tuple[Piece, ...]


#: What came of one source: where it was asked for, with what was given, and the outcome.
Outcome = tuple[str, dict[str, str], Record | Failure]


def filesystem(place: str) -> tuple[fs.FileSystem, str]:
    """The file system of a folder or file, and its name there."""
    if "://" in place:
        found, inside = fs.FileSystem.from_uri(place)
        return found, inside
    return fs.LocalFileSystem(), place


def plan(root: str, **given: str) -> Iterator[Piece | Failure]:
    """The pieces of a file or folder, in order."""
    files, inside = filesystem(root)
    prefix = root.removesuffix(inside)  # "s3://" before the bucket
    about = files.get_file_info(inside)
    base = Given(**given)
    index: dict[str, Given] = {}
    if about.type == fs.FileType.NotFound:
        yield Failure(root, "does not exist")
        return
    if about.type == fs.FileType.File:
        found = [about]
    else:
        inner = files.get_file_info(fs.FileSelector(inside))
        found = sorted(
            (f for f in inner if f.is_file and Path(f.path).suffix.lower() in SUFFIXES),
            key=lambda f: str(f.path),
        )
        if not found:
            yield Failure(root, f"holds no file to read ({' '.join(SUFFIXES)})")
        try:
            index = _index(files, f"{inside.rstrip('/')}/{INDEX}")
        except (TableError, UnicodeDecodeError) as error:
            yield Failure(f"{root.rstrip('/')}/{INDEX}", f"is not used: {error}")
    for file in found:
        name = prefix + file.path
        known = base.over(index.get(Path(file.path).stem, Given()))
        if Path(file.path).suffix.lower() in LINES:
            yield from _lines(files, file.path, name, root, known)
        else:
            stamp = content_hash(name, str(file.size), str(file.mtime_ns), repr(known))
            yield Piece(name, root, file.path, known, stamp, 0, file.size)


def _index(files: fs.FileSystem, place: str) -> dict[str, Given]:
    if files.get_file_info(place).type != fs.FileType.File:
        return {}
    with files.open_input_stream(place) as stream, tempfile.NamedTemporaryFile() as copy:
        copy.write(stream.read())
        copy.flush()
        return read_index(Path(copy.name))


def _lines(files: fs.FileSystem, place: str, name: str, root: str, given: Given) -> Iterator[Piece]:
    with files.open_input_file(place) as opened:
        stream = io.BufferedReader(opened, 1 << 20)
        at, line = 0, 1
        while block := list(_some(stream, _LINES_A_PIECE)):
            data = b"".join(read for read, _ in block)
            key = content_hash(name, str(line), data.decode("utf-8", "replace"), repr(given))
            yield Piece(f"{name}:{line}", root, place, given, key, at, len(data), line)
            at, line = at + sum(length for _, length in block), line + len(block)


def _some(stream: io.BufferedReader, count: int) -> Iterator[tuple[bytes, int]]:
    """Some lines, with how long each is; one that is too long is cut there, and is the last."""
    for _ in range(count):
        if not (line := stream.readline(MAX_LINE)):
            return
        length = len(line)
        while not line.endswith(b"\n") and (more := stream.readline(MAX_LINE)):
            length += len(more)
            if more.endswith(b"\n"):
                break
        yield line, length
        if length != len(line):
            return


def shards(pieces: Iterable[Piece], mean: int = MEAN) -> Iterator[Shard]:
    """The pieces in shards; `mean`: how many a shard is to hold, more or less."""
    held: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        if int(piece.key, 16) % mean == 0 or len(held) >= MOST:
            yield _shard(held)
            held = []
    if held:
        yield _shard(held)


def _shard(pieces: list[Piece]) -> Shard:
    return Shard(content_hash(*(p.key for p in pieces)), tuple(pieces))


def sources(shard: Shard) -> Iterator[tuple[Piece, Source | Failure]]:
    """What a shard's pieces hold, read from where they lie."""
    for piece in shard.pieces:
        files, _ = filesystem(piece.root)
        try:
            with files.open_input_file(piece.place) as stream:
                stream.seek(piece.start)
                data = stream.read(piece.size if piece.line is not None else MAX_PAGE + 1)
        except OSError as error:
            yield piece, Failure(piece.name, f"cannot be read ({error})")
            continue
        if piece.line is None:
            yield piece, Source(piece.name, piece.given, Path(piece.place), data)
            continue
        base = piece.name.rpartition(":")[0]
        for number, line in enumerate(data.split(b"\n"), piece.line):
            if line.strip():
                yield piece, Source(f"{base}:{number}", piece.given, None, line, is_line=True)


class Parts:
    """The parts of one coder in a folder. Those of another version, or of other tables, lie beside
    them and are left alone."""

    def __init__(self, folder: str, edition: str) -> None:
        self.files, inside = filesystem(folder)
        self.place = f"{inside.rstrip('/')}/{CODER_VERSION}-{edition}"
        self.files.create_dir(self.place, recursive=True)

    def done(self) -> set[str]:
        """The names of the shards whose parts are there."""
        found = self.files.get_file_info(fs.FileSelector(self.place))
        return {Path(f.path).stem for f in found if f.path.endswith(".parquet")}

    def write(self, shard: Shard, outcomes: Iterable[tuple[Piece, Record | Failure]]) -> int:
        """Write a shard's part; returns how many outcomes are in it. A part that is there already
        says the same, and is replaced."""
        rows = [_row(piece, outcome) for piece, outcome in outcomes]
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, _SCHEMA), buffer, compression="zstd")
        target = f"{self.place}/{shard.name}.parquet"
        # An object store shows an object when all of it is there; a disk needs the renaming.
        local = isinstance(self.files, fs.LocalFileSystem)
        begun = f"{target}.{id(buffer):x}.begun" if local else target
        with self.files.open_output_stream(begun) as stream:
            stream.write(buffer.getvalue())
        if local:
            self.files.move(begun, target)
        return len(rows)

    def read(self, name: str) -> Iterator[Outcome]:
        """What is in a shard's part."""
        with self.files.open_input_file(f"{self.place}/{name}.parquet") as stream:
            for batch in pq.ParquetFile(stream).iter_batches(batch_size=200):
                for row in batch.to_pylist():
                    yield row["root"], json.loads(row["given"]), _outcome(row)


def _row(piece: Piece, outcome: Record | Failure) -> Mapping[str, Any]:
    given = {k: v for k, v in asdict(piece.given).items() if v is not None}
    row = {"root": piece.root, "given": json.dumps(given, ensure_ascii=False)}
    if isinstance(outcome, Failure):
        return row | {"name": outcome.path, "reason": outcome.reason}
    report = json.dumps(asdict(outcome.report), ensure_ascii=False)
    return row | {
        "name": outcome.report.path, "report": report,
        "claims": [body_of(c) for c in outcome.claims],
    }  # fmt: skip


def _outcome(row: Mapping[str, Any]) -> Record | Failure:
    if row["reason"] is not None:
        return Failure(row["name"], row["reason"])
    fields = json.loads(row["report"])
    fields["zones"] = tuple(Zone(**zone) for zone in fields["zones"])
    report = Report(**fields)
    return Record(report, tuple(claim_of(report, CODER_VERSION, c) for c in row["claims"]))
