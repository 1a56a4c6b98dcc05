"""Reports that come in through the pages: kept in a queue, read one after the other, counted.

One thread reads, since the store has one writer. What was read is forgotten after a while; what was
kept is in the store.
"""

from __future__ import annotations

import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from dragoman.record import Record, Report
from dragoman.stages.read import SUFFIXES, Failure, read
from dragoman.store import Store

#: Readings that wait, and those that are remembered.
MOST_WAITING, MOST_KNOWN = 20, 200
#: Reports of one reading that are listed with their titles.
MOST_LISTED = 200


class BusyError(Exception):
    """Too much is waiting already."""


@dataclass(slots=True)
class Reading:
    """What has come of one paste or file so far. `size` and `read` in reports; `size` is None until
    it is known; `failed`: (name, reason)."""

    id: str
    name: str
    size: int | None = None
    read: int = 0
    claims: int = 0
    done: bool = False
    reports: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "size": self.size, "read": self.read,
            "claims": self.claims, "done": self.done,
            "reports": [{"id": id_, "title": title} for id_, title in self.reports],
            "failed": [{"name": name, "reason": reason} for name, reason in self.failed],
        }  # fmt: skip


class Incoming:
    """The queue. `code` finds the claims of a report, for whoever asks, one at a time."""

    def __init__(self, store: Path, code: Callable[[Report], Record]) -> None:
        self.store, self.code = store, code
        self._known: OrderedDict[str, Reading] = OrderedDict()
        self._lock = Lock()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reading")

    def get(self, reading: str) -> Reading | None:
        with self._lock:
            return self._known.get(reading)

    def add(self, data: bytes, name: str, known: dict[str, str | None]) -> Reading:
        """Take in a text, page or JSON lines; `known`, what the user says of the report (date,
        outlet, title, language). Raises BusyError if too much is waiting."""
        made = Reading(secrets.token_hex(8), name)
        with self._lock:
            if sum(not r.done for r in self._known.values()) >= MOST_WAITING:
                raise BusyError
            self._known[made.id] = made
            while len(self._known) > MOST_KNOWN and next(iter(self._known.values())).done:
                self._known.popitem(last=False)
        self._reader.submit(self._run, made, data, known)
        return made

    def close(self) -> None:
        self._reader.shutdown(wait=True, cancel_futures=True)

    def _run(self, made: Reading, data: bytes, known: dict[str, str | None]) -> None:
        try:
            with tempfile.TemporaryDirectory() as folder:
                suffix = Path(made.name).suffix.lower()
                path = Path(folder) / f"report{suffix if suffix in SUFFIXES else ''}"
                path.write_bytes(data)
                made.size = sum(1 for line in data.splitlines() if line.strip()) if (
                    suffix in (".jsonl", ".ndjson")
                ) else 1  # fmt: skip
                with Store(self.store) as store:
                    for item in read(path, **known):
                        self._one(made, item, store, lambda n: n.replace(str(path), made.name))
        except Exception as wrong:  # noqa: BLE001 - whatever happens, the page is to say so
            made.failed.append((made.name, f"could not be read ({type(wrong).__name__}: {wrong})"))
        finally:
            made.done = True

    def _one(
        self, made: Reading, item: Report | Failure, store: Store, named: Callable[[str], str]
    ) -> None:
        if isinstance(item, Failure):
            made.failed.append((named(item.path), item.reason))
            made.read += 1
            return
        report = replace(item, path=named(item.path) if item.path else made.name)
        if store.knows(report):
            store.add(Record(report, ()))  # only notes where the text was met again
        else:
            store.add(self.code(store.as_known(report)), seen=report)
        made.read += 1
        made.claims += len(store.claims(report=report.id))
        if len(made.reports) < MOST_LISTED:
            made.reports.append((report.id, report.title or named(report.path or "")))
