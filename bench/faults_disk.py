"""A disk that is full, or fails, at every n-th write: the store, its migration, and the snapshot.

    LD_PRELOAD=failing_disk.so python bench/faults_disk.py FOLDER REPORTS STEP

Run by bench/faults.py and the tests, which compile failing_disk.c. Prints JSON: for each thing that
is tried the number of writes in an undisturbed run, how many times it was made to fail, how often
the program said so, and what was broken (to be empty).
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from faults_kill import blocks
from made_reports import record

from dragoman.store import Store, StoreError
from dragoman.store_file import migrations

_disk = ctypes.CDLL(None)
#: What fails, and whether for good.
_WAYS = {"full": (errno.ENOSPC, 1), "error": (errno.EIO, 0)}


class Tried:
    """One thing that is tried again and again, with the disk failing one write later each time.

    `fresh` makes the folder what it is before; `act` does the thing, and returns what it
    acknowledged; `check` says what must hold after a failure, by what was acknowledged, and
    `finish` does the thing again with a sound disk and checks the end.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self.folder, self.step = folder, step
        self.broken: list[str] = []

    def fresh(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def act(self, done: list[str]) -> None:
        raise NotImplementedError

    def check(self, done: list[str]) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        raise NotImplementedError

    def run(self) -> dict[str, object]:
        self.fresh()
        word = str(self.folder).encode()
        _disk.fail_at(word, 0, 0, 0)
        self.act([])
        writes = _disk.calls()
        failures = told = 0
        for way, (number, for_good) in _WAYS.items():
            for at in range(1, writes + 1, self.step):
                self.fresh()
                done: list[str] = []
                _disk.fail_at(word, at, number, for_good)
                failures += 1
                try:
                    self.act(done)
                except StoreError as wrong:
                    told += "\n" not in str(wrong)
                except Exception as wrong:  # noqa: BLE001 - just that is what must not be
                    self.broken.append(f"{way} at {at}: {type(wrong).__name__}: {wrong}")
                finally:
                    _disk.fail_at(b"", 0, 0, 0)
                for step in (lambda done=done: self.check(done), self.finish):
                    try:
                        step()
                    except Exception as wrong:  # noqa: BLE001 - likewise
                        self.broken.append(f"{way} at {at}: {type(wrong).__name__}: {wrong}")
        return {"writes": writes, "failures": failures, "told": told, "broken": self.broken}


def sound(path: Path) -> None:
    db = sqlite3.connect(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "integrity"
    finally:
        db.close()


class Adding(Tried):
    """Reports are added to a store."""

    def __init__(self, folder: Path, step: int, count: int) -> None:
        super().__init__(folder, step)
        self.records = [record(n, 6) for n in range(count)]
        self.path = folder / "s.db"
        self.fresh()
        self.act([])
        self.whole = blocks(self.path)

    def act(self, done: list[str]) -> None:
        with Store(self.path) as store:
            for one in self.records:
                store.add(one)
                done.append(one.report.id)

    def check(self, done: list[str]) -> None:
        if not done:
            return  # the store may not have come to be
        sound(self.path)
        there = blocks(self.path)
        assert set(done) <= set(there), "an acknowledged report is lost"
        assert all(block == self.whole[name] for name, block in there.items()), "half a report"

    def finish(self) -> None:
        with Store(self.path) as store:
            for one in self.records:
                if not store.knows(one.report):
                    store.add(one)
        assert blocks(self.path) == self.whole, "the rerun differs"


class Lifting(Tried):
    """A store of the first schema is lifted."""

    def __init__(self, folder: Path, step: int, count: int) -> None:
        super().__init__(folder, step)
        self.count = count
        self.path = folder / "s.db"

    def fresh(self) -> None:
        super().fresh()
        db = sqlite3.connect(self.path)
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(migrations()[1].read_text(encoding="utf-8"))
        rows = [(f"{n:016x}", f"Texte {n}. " * 50) for n in range(self.count)]
        db.executemany(
            "INSERT INTO reports (id, coder, language, zones, text) VALUES (?, '1', 'fr', '[]', ?)",
            rows,
        )
        db.execute("PRAGMA user_version = 1")
        db.commit()
        db.close()

    def act(self, done: list[str]) -> None:
        Store(self.path).close()

    def check(self, done: list[str]) -> None:
        sound(self.path)
        db = sqlite3.connect(self.path)
        kept = db.execute("SELECT count(*) FROM reports").fetchone()[0]
        db.close()
        assert kept == self.count, "a report is lost"

    def finish(self) -> None:
        with Store(self.path) as store:
            assert len(store.reports()) == self.count
        sound(self.path)


class Publishing(Tried):
    """A second snapshot is published where there is one."""

    def __init__(self, folder: Path, step: int, count: int) -> None:
        super().__init__(folder / "out", step)
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(folder / "kept.db")
        for n in range(count):
            self.store.add(record(n, 6))
        self.count = count

    def fresh(self) -> None:
        from dragoman.snapshot import publish

        super().fresh()
        self.first = publish(self.store, self.folder).folder
        self.store.fail("one more", str(self.first))

    def act(self, done: list[str]) -> None:
        from dragoman.snapshot import publish

        done.append(str(publish(self.store, self.folder).folder))

    def rows(self) -> int:
        import pyarrow.parquet as pq

        return int(pq.read_table(self.folder / "current" / "reports.parquet").num_rows)

    def check(self, done: list[str]) -> None:
        current = self.folder / "current"
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        for name, said in manifest["files"].items():
            digest = hashlib.sha256((current / name).read_bytes()).hexdigest()
            assert digest == said["sha256"], f"{name} of the current snapshot is not whole"
        assert self.rows() == self.count, "the current snapshot cannot be read"

    def finish(self) -> None:
        done: list[str] = []
        self.act(done)
        assert (self.folder / "current").resolve() == Path(done[0]).resolve() and self.rows()


def main() -> None:
    folder, count, step = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    tries: dict[str, Callable[[], Tried]] = {
        "adding": lambda: Adding(folder / "adding", step, count),
        "lifting": lambda: Lifting(folder / "lifting", step, count * 10),
        "publishing": lambda: Publishing(folder / "publishing", step, count),
    }
    print(json.dumps({name: make().run() for name, make in tries.items()}, indent=1))


if __name__ == "__main__":
    main()
