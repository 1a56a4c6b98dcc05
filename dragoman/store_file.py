"""The store's file: how it is opened, checked, lifted to a new schema, and written in turn.

The schema is the sum of the migrations, numbered and run in order; user_version says how far a file
has come. A file is never lifted before a copy of it lies safe beside it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

MIGRATIONS = Path(__file__).with_name("migrations")
#: Views that put corrections in the place of what they correct.
REVIEWED = Path(__file__).with_name("reviewed.sql")
APPLICATION_ID = 0x4452474E
#: Seconds that a writer waits for another one.
PATIENCE = 30.0


class StoreError(Exception):
    """The store cannot be opened, asked or written; the message is one sentence for the user."""


def default_path() -> Path:
    """$DRAGOMAN_STORE, else a file in the user's data folder."""
    if given := os.environ.get("DRAGOMAN_STORE"):
        return Path(given)
    from platformdirs import user_data_path  # costs 20 ms that --help must not pay

    return user_data_path("dragoman") / "store.db"


@cache
def migrations() -> dict[int, Path]:
    """The migrations by number, from 1 without a gap: NNNN_what_it_brings.sql."""
    found = {int(path.name[:4]): path for path in sorted(MIGRATIONS.glob("[0-9]*.sql"))}
    assert sorted(found) == list(range(1, len(found) + 1)), f"{MIGRATIONS} has a gap"
    return found


def schema_version() -> int:
    """The schema that this version of the program reads and writes."""
    return len(migrations())


def connect_to_read(path: Path, *, reviewed: bool = False) -> sqlite3.Connection:
    """A connection that cannot write, nor checkpoint; `reviewed`: that sees people's corrections in
    the place of what they correct. Raises StoreError if the file is no store of this schema."""
    if not path.is_file():
        raise StoreError(f"there is no store at {path}; `dragoman read` makes one")
    with _as_store_error(path):
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        if (version := _version(db, path)) < schema_version():
            db.close()
            raise StoreError(
                f"{path} has schema {version}, this version of dragoman reads {schema_version()}: "
                "`dragoman doctor --mend` lifts it, and keeps a copy"
            )
        if reviewed:
            db.executescript(REVIEWED.read_text(encoding="utf-8"))
    return db


#: KiB of the file that a writer holds in memory, when it comes to that: by the report, and in bulk,
#: where ids fall anywhere in their index and millions of claims would wait for the disk.
CACHE, BULK_CACHE = 16_384, 262_144


def connect_to_write(path: Path) -> sqlite3.Connection:
    """A connection that writes; the store is made if it is not there, and lifted if it is old.

    Transactions are begun by hand: one report is one, whatever the driver's habits.
    """
    with _as_store_error(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")  # a report that was acknowledged is on the disk
            db.execute(f"PRAGMA cache_size = -{CACHE}")
            with only_writer(path):
                _lift(db, path)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """No other process or connection of ours writes to the store, or checkpoints it, meanwhile.

    SQLite has locks of its own; these keep even versions of it that have the WAL-reset bug
    (doctor.py) from the meeting of two writers that it takes. The system lets go of the lock when
    the process ends, however it ends. Raises StoreError after PATIENCE seconds.
    """
    # A file of its own: closing another handle of the store's would drop SQLite's own locks.
    with Path(f"{path}.lock").open("a") as lock:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise StoreError(
                        f"another process has been writing to {path} for {PATIENCE:.0f} s; try"
                        " again when it is done"
                    ) from None
                time.sleep(0.005)
        yield


@contextmanager
def _as_store_error(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as wrong:
        raise StoreError(f"{path} cannot be opened as a store: {wrong}") from wrong


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The schema of a store. Raises StoreError if the file is another program's or of a later
    version of ours."""
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is a database, but no dragoman store")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > schema_version():
        raise StoreError(
            f"{path} was written by a later version of dragoman (schema {version}; this one knows "
            f"{schema_version()}): update dragoman, or give another --store"
        )
    return version


def _lift(db: sqlite3.Connection, path: Path) -> None:
    """Run the migrations that the file has not seen, all or none."""
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    version = 0 if empty else _version(db, path)
    if empty:
        db.execute("PRAGMA journal_mode = WAL")
    if version == schema_version():
        return
    if not empty:
        _copy(db, path, version)
    steps = [migrations()[n].read_text(encoding="utf-8") for n in migrations() if n > version]
    script = "\n".join(["BEGIN IMMEDIATE;", *steps, f"PRAGMA user_version = {schema_version()};"])
    try:
        db.executescript(script + "\nCOMMIT;")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _copy(db: sqlite3.Connection, path: Path, version: int) -> None:
    """The file as it was, beside it: on the disk under its own name, or not there at all."""
    kept = Path(f"{path}.schema-{version}")
    begun = Path(f"{kept}.part")
    begun.unlink(missing_ok=True)
    db.execute("VACUUM INTO ?", (str(begun),))
    sync(begun)
    begun.replace(kept)
    sync(kept.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checkpoint(db: sqlite3.Connection, path: Path) -> None:
    """Move what is in the log into the file, as far as readers allow, and close."""
    with only_writer(path), closing(db):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
