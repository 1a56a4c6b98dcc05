"""The store's file: lifted from an older schema with a copy first, refused when it is newer."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from dragoman import store_file
from dragoman.record import Actor, Claim, Record, Report
from dragoman.store import Store, StoreError
from dragoman.store_file import migrations, only_writer, schema_version

TEXT = "Lima cherche du blé."
OLD_ROWS = """
INSERT INTO reports VALUES (1, 'feed', '1', 'fr', '2021-05-04', 'Un Journal', 'Blé', 'a.txt', NULL, '[]', 'Lima cherche du blé.');
INSERT INTO copies VALUES (1, 'Un Autre', 'b.txt', '');
INSERT INTO claims VALUES (7, 'c0ffee', 1, 'seeks', NULL, 3.0, '{"kind":"seeks","certainty":"certain","author_certainty":"certain","start":0,"end":19,"attitude":"asserts","actors":[["PER","state","PER","Pérou","Lima",null]]}');
INSERT INTO parts VALUES (7, 'actor', 'PER', 'PER');
INSERT INTO evidence (rowid, words) VALUES (7, 'Lima cherche du blé');
INSERT INTO failures VALUES ('c.txt', 'is empty');
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as the first version of the program left it."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(migrations()[1].read_text(encoding="utf-8") + OLD_ROWS)
    db.execute("PRAGMA user_version = 1")
    db.close()
    return path


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    lines = list(db.iterdump())
    db.close()
    return lines


def test_an_old_store_is_lifted_and_a_copy_kept(old: Path) -> None:
    before = dump(old)
    with pytest.raises(StoreError, match="has schema 1.*doctor --mend"):
        Store(old, read_only=True)
    with Store(old) as store:
        (claim,) = store.claims(words="ble")
        assert claim.actors == (Actor("PER", "state", "PER", "Pérou", "Lima"),)
        assert store.failures() == [("c.txt", "is empty")]
    assert dump(Path(f"{old}.schema-1")) == before
    db = sqlite3.connect(old)
    assert db.execute("PRAGMA user_version").fetchone() == (schema_version(),)
    assert db.execute("SELECT path, outlet FROM sightings ORDER BY path").fetchall() == [
        ("a.txt", "Un Journal"), ("b.txt", "Un Autre"),
    ]  # fmt: skip
    assert db.execute("SELECT rowid FROM texts WHERE texts MATCH 'ble'").fetchall() == [(1,)]


def test_lifting_or_making_gives_the_same_schema(old: Path, tmp_path: Path) -> None:
    Store(old).close()
    Store(tmp_path / "new.db").close()
    schemas = [
        sqlite3.connect(path).execute("SELECT sql FROM sqlite_master ORDER BY sql").fetchall()
        for path in (old, tmp_path / "new.db")
    ]
    assert schemas[0] == schemas[1]


def test_a_migration_that_fails_changes_nothing(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(old)
    bad = tmp_path / "bad.sql"
    bad.write_text("DROP TABLE copies; INSERT INTO no_such_table VALUES (1);")
    steps = {**migrations(), schema_version() + 1: bad}
    monkeypatch.setattr(store_file, "migrations", lambda: steps)
    with pytest.raises(StoreError, match="no_such_table|no such table"):
        Store(old)
    assert dump(old) == before


def test_no_copy_no_lifting(old: Path) -> None:
    """A folder in the copy's way stands for any reason why it cannot be made."""
    before = dump(old)
    Path(f"{old}.schema-1.part").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(old)
    assert dump(old) == before


def test_writers_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    monkeypatch.setattr(store_file, "PATIENCE", 0.05)
    with Store(path) as store:
        with only_writer(path), pytest.raises(StoreError, match="another process"):
            store.fail("a.txt", "is empty")
        store.fail("a.txt", "is empty")

        def write(n: int) -> None:
            with Store(path) as mine:
                report = Report(f"Texte {n}.", "fr")
                mine.add(
                    Record(
                        report,
                        (Claim(report, "seeks", None, (), (), (), "certain", "certain", 0, 5),),
                    )
                )

        monkeypatch.setattr(store_file, "PATIENCE", 20.0)
        threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.reports()) == len(store.claims()) == 8
