"""The store as Parquet files, for DuckDB, Polars, pandas, R and Spark. The only file that writes
them, and the only one of the store's that needs pyarrow (the extra `analytics`).

A snapshot is a folder of its own, named by its content. It is written under another name, forced to
the disk, and renamed; then the link `current` is put on it, in one step: who reads `current` has
the old snapshot or the new one, and never half of either.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.record import CODER_VERSION, SCORES, Actor, Claim, Time
from dragoman.store_file import StoreError, schema_version, sync
from dragoman.store_reader import StoreReader
from dragoman.world.codes import Codes, codes_of

MANIFEST = "manifest.json"
#: Rows written at once: memory, and what a reader skips by the statistics of a group.
_GROUP = 50_000
_WORDS = pa.list_(pa.string())
_TEXT, _WHOLE = pa.string(), pa.int32()

SCHEMAS = {
    "reports": {
        "id": _TEXT, "language": _TEXT, "date": _TEXT, "outlet": _TEXT, "title": _TEXT,
        "path": _TEXT, "url": _TEXT, "coder": _TEXT, "text": _TEXT,
    },
    "sightings": {
        "report": _TEXT, "path": _TEXT, "url": _TEXT, "outlet": _TEXT, "title": _TEXT,
        "date": _TEXT, "language": _TEXT,
    },
    "claims": {
        "id": _TEXT, "report": _TEXT, "kind": _TEXT, "type": _TEXT, "mode": _TEXT,
        "context": _WORDS, "certainty": _TEXT, "certainty_score": pa.float64(),
        "author_certainty": _TEXT, "author_score": pa.float64(), "flags": _WORDS,
        "attitude": _TEXT, "time_start": _TEXT, "time_end": _TEXT, "tense": _TEXT,
        "time_text": _TEXT, "place": _WORDS, "refers_to": _WORDS, "rule_ids": _WORDS,
        "start": _WHOLE, "end": _WHOLE, "evidence": _TEXT,
    },
    "parts": {
        "claim": _TEXT, "part": _TEXT, "position": _WHOLE, "actor": _TEXT, "state": _TEXT,
        "kind": _TEXT, "country": _TEXT, "name": _TEXT, "mention": _TEXT, "role": _TEXT,
        "iso3": _TEXT, "cow": _WHOLE, "gw": _WHOLE, "sector": _TEXT, "cameo": _TEXT,
    },
    "stakes": {"claim": _TEXT, "stake": _TEXT},
    "failures": {"path": _TEXT, "reason": _TEXT},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One that was published: its own folder, and the rows of each table."""

    folder: Path
    rows: dict[str, int]


def publish(store: StoreReader, folder: Path) -> Snapshot:
    """Write a snapshot of the store into a folder and make it the `current` one.

    What was current stays until the next one, for whoever is reading it; older ones are removed.
    Raises StoreError if it cannot be written: the old one is still current then (or the new one,
    whole, if all that failed was to force the link to the disk).
    """
    begun = folder / f".part-{os.getpid()}"
    try:
        begun.mkdir(parents=True)
        try:
            counts = _write(store, begun)
            return Snapshot(_make_current(folder, begun, _manifest(begun, counts)), counts)
        finally:
            shutil.rmtree(begun, ignore_errors=True)
    except OSError as wrong:
        raise StoreError(f"no snapshot could be written to {folder}: {wrong}") from wrong


def _write(store: StoreReader, folder: Path) -> dict[str, int]:
    """All tables into the folder; the number of rows of each."""
    with ExitStack() as open_files:
        tables = {name: open_files.enter_context(_Table(folder, name)) for name in SCHEMAS}
        for report, coder, sightings, claims in store.whole():
            tables["reports"].add(
                report.id, report.language, report.date, report.outlet, report.title,
                report.path, report.url, coder, report.text,
            )  # fmt: skip
            for s in sightings:
                tables["sightings"].add(
                    report.id, s.path or None, s.url or None, s.outlet, s.title, s.date, s.language
                )
            for claim in claims:
                tables["claims"].add(*_claim_row(claim))
                for row in _part_rows(claim):
                    tables["parts"].add(*row)
                for stake in claim.stakes:
                    tables["stakes"].add(claim.id, stake)
        for path, reason in store.failures():
            tables["failures"].add(path, reason)
    return {name: table.count for name, table in tables.items()}


def _claim_row(claim: Claim) -> tuple[Any, ...]:
    time = claim.time or Time()
    return (
        claim.id, claim.report.id, claim.kind, claim.type, claim.mode, claim.context,
        claim.certainty, SCORES[claim.certainty], claim.author_certainty,
        SCORES[claim.author_certainty], claim.flags, claim.attitude, time.start, time.end,
        time.tense, time.text, claim.place, claim.refers_to, claim.rule_ids, claim.start,
        claim.end, claim.evidence,
    )  # fmt: skip


def _part_rows(claim: Claim) -> Iterator[tuple[Any, ...]]:
    groups = {"actor": claim.actors, "counterpart": claim.counterparts,
              "source": claim.sources, "joint_source": claim.joint_sources}  # fmt: skip
    for part, group in groups.items():
        for position, a in enumerate(group):
            codes = _codes(a.id, a.kind, a.country, a.role)
            yield (claim.id, part, position, a.id, a.state, a.kind, a.country, a.name, a.mention,
                   a.role, codes.iso3, codes.cow, codes.gw, codes.sector, codes.cameo)  # fmt: skip


@lru_cache(maxsize=65536)  # the same few actors stand in most claims, under many mentions
def _codes(id_: str, kind: str, country: str | None, role: str | None) -> Codes:
    return codes_of(Actor(id_, kind, country, role=role))


class _Table:
    """One Parquet file, written group by group."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.parquet"
        self._schema = pa.schema(list(SCHEMAS[name].items()))
        self._rows: list[tuple[Any, ...]] = []
        self.count = 0

    def __enter__(self) -> Self:
        self._writer = pq.ParquetWriter(self._path, self._schema, compression="zstd")
        return self

    def __exit__(self, *wrong: object) -> None:
        if wrong[0] is None:
            self._flush()
        self._writer.close()
        if wrong[0] is None:
            sync(self._path)

    def add(self, *cells: Any) -> None:
        self._rows.append(cells)
        self.count += 1
        if len(self._rows) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._schema)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def _manifest(folder: Path, counts: dict[str, int]) -> str:
    """Write down what the snapshot is; returns its name, which depends on the content alone."""
    files = {}
    for name, rows in counts.items():
        path = folder / f"{name}.parquet"
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        files[path.name] = {"rows": rows, "bytes": path.stat().st_size, "sha256": digest}
    made_by = {"coder": CODER_VERSION, "schema": schema_version(), "files": files}
    target = folder / MANIFEST
    target.write_text(json.dumps(made_by, indent=2) + "\n", encoding="utf-8")
    sync(target)
    return hashlib.sha256(target.read_bytes()).hexdigest()[:12]


def _make_current(folder: Path, begun: Path, name: str) -> Path:
    """Rename what was written, put the link on it, and remove what nobody can be reading now."""
    target = folder / name
    link = folder / "current"
    before = link.readlink().name if link.is_symlink() else None
    if not target.is_dir():
        sync(begun)
        begun.rename(target)
    fresh = folder / f".current-{os.getpid()}"
    fresh.symlink_to(name)
    fresh.replace(link)
    sync(folder)
    for other in folder.iterdir():
        if (other / MANIFEST).is_file() and other.name not in (name, before, link.name):
            shutil.rmtree(other)
    return target
