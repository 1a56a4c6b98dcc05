"""The store: nothing twice, nothing half, nothing lost."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.record import Actor, Claim, Record, Report, Time, Zone
from dragoman.store import Store, StoreError, default_path

CHL = Actor("CHL", "state", "CHL", "Chili", "Santiago")
PER = Actor("PER", "state", "PER", "Pérou", "Lima")
MINISTER = Actor(
    "PER:a-minister", "person", "PER", "A. Minister", "la ministre", "foreign_minister"
)
PAPER = Actor("CHL:a-paper", "media", "CHL", "A Paper", "le journal")
TEXT = "Lima cherche du blé. Le journal affirme que Santiago pourrait livrer des obus au Pérou. Lima dément."
REPORT = Report(
    TEXT, "fr", "2021-05-04", "Un Journal", "Blé", "a.txt", zones=(Zone(0, 5, "headline"),)
)


def claim(kind: str, words: str, report: Report = REPORT, **fields: object) -> Claim:
    start = report.text.index(words)
    basic = {
        "type": None,
        "actors": (PER,),
        "counterparts": (),
        "stakes": (),
        "certainty": "certain",
        "author_certainty": "certain",
    }
    return Claim(
        report=report, kind=kind, start=start, end=start + len(words), **{**basic, **fields}
    )  # type: ignore[arg-type]


SEEKS = claim("seeks", "Lima cherche du blé", stakes=("aid.food",))
GIVES = claim(
    "gives", "Santiago pourrait livrer des obus au Pérou", actors=(CHL,), counterparts=(PER, MINISTER),
    stakes=("arms.artillery_shells",), certainty="possible", author_certainty="reported", sources=(PAPER,),
    time=Time("2021", None, "future", "bientôt"), flags=("unverified",), rule_ids=("r1", "r2"), place=("PER",),
)  # fmt: skip
DENIES = claim("response", "Lima dément", type="denies", refers_to=(GIVES.id,))
RECORD = Record(REPORT, (SEEKS, GIVES, DENIES))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "deep" / "store.db")
    made.add(RECORD)
    return made


def test_claims_come_back_as_they_went_in(store: Store) -> None:
    assert store.claims() == [SEEKS, GIVES, DENIES]
    assert store.reports() == [REPORT]
    assert [c.id for c in store.claims()] == [c.id for c in RECORD.claims]


def test_reading_again_changes_nothing(store: Store) -> None:
    before = store.path.read_bytes()
    assert store.knows(REPORT)
    assert not store.add(RECORD)
    assert store.claims() == list(RECORD.claims)
    assert store.path.read_bytes() == before


QUERIES = [
    ({"about": ["PER"]}, [SEEKS, GIVES, DENIES]),
    ({"about": ["CHL"]}, [GIVES]),
    ({"about": ["PER", "CHL"]}, [SEEKS, GIVES, DENIES]),
    ({"about": ["PER", "BOL"]}, []),
    ({"about": ["PER:a-minister"]}, [GIVES]),
    ({"kind": "seeks"}, [SEEKS]),
    ({"type": "denies"}, [DENIES]),
    ({"stake": "arms"}, [GIVES]),
    ({"stake": "arms.artillery"}, []),
    ({"source": "CHL:a-paper"}, [GIVES]),
    ({"source": "CHL"}, [GIVES]),
    ({"source": "author"}, [SEEKS, DENIES]),
    ({"min_certainty": "likely"}, [SEEKS, DENIES]),
    ({"since": "2021-05-04", "until": "2021-05"}, [SEEKS, GIVES, DENIES]),
    ({"since": "2021-05-05"}, []),
    ({"until": "2020"}, []),
    ({"report": REPORT.id[:6], "kind": "gives"}, [GIVES]),
    ({"words": "BLE lima"}, [SEEKS]),
    ({"words": '"; DROP TABLE claims'}, []),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "found"), QUERIES)
def test_queries(store: Store, asked: dict[str, object], found: list[Claim]) -> None:
    assert store.claims(**asked) == found  # type: ignore[arg-type]


def test_one_claim_by_the_beginning_of_its_id(store: Store) -> None:
    assert store.claim(GIVES.id) == store.claim(GIVES.id[:8]) == GIVES
    for prefix, why in (("0", "at least 4"), ("zzzz", "no claim")):
        with pytest.raises(StoreError, match=why):
            store.claim(prefix)


def test_the_same_text_elsewhere_is_a_copy(store: Store) -> None:
    elsewhere = replace(REPORT, outlet="Un Autre", path="b.txt", title=None)
    assert not store.add(Record(elsewhere, ()))
    assert store.reports() == [REPORT] and len(store.claims()) == 3
    rows = (
        sqlite3.connect(store.path)
        .execute("SELECT outlet, path FROM sightings ORDER BY path")
        .fetchall()
    )
    assert rows == [("Un Journal", "a.txt"), ("Un Autre", "b.txt")]


def test_what_was_unknown_is_filled_in(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        store.add(Record(replace(REPORT, outlet=None), ()))
        store.add(Record(REPORT, ()))
        assert store.reports() == [REPORT]


def test_another_date_is_read_anew(store: Store) -> None:
    later = replace(REPORT, date="2021-06-01")
    assert not store.knows(later)
    assert store.add(Record(later, (replace(SEEKS, report=later),)))
    assert store.claims() == [replace(SEEKS, report=later)]
    assert store.claims(words="obus") == []


def test_a_report_is_kept_whole_or_not_at_all(store: Store) -> None:
    other = Report("Lima cherche du gaz.", "fr")
    good = claim("seeks", "Lima cherche du gaz", other)
    broken = replace(good, certainty="no such label")
    with pytest.raises(KeyError):
        store.add(Record(other, (good, broken)))
    assert store.reports() == [REPORT]
    assert store.add(Record(other, (good,)))


def test_a_writer_killed_in_the_middle_leaves_the_store_as_it_was(store: Store) -> None:
    dying = sqlite3.connect(store.path, isolation_level=None)
    dying.execute("BEGIN IMMEDIATE")
    dying.execute("DELETE FROM reports")
    dying.close()  # as when the process ends: no COMMIT
    assert Store(store.path, read_only=True).claims() == list(RECORD.claims)


def test_failures_are_rows_and_success_takes_them_away(store: Store) -> None:
    store.fail("b.txt", "is empty")
    store.fail("b.txt", "is a PDF file")
    store.fail("a.txt", "was read badly once")
    assert store.failures() == [("a.txt", "was read badly once"), ("b.txt", "is a PDF file")]
    store.add(RECORD)
    assert store.failures() == [("b.txt", "is a PDF file")]


def test_readers_read_while_a_writer_writes(store: Store) -> None:
    with Store(store.path, read_only=True) as reader:
        store.add(Record(Report("Autre.", "fr"), ()))
        assert len(reader.reports()) == 2
        with pytest.raises(StoreError, match="for reading only"):
            reader.fail("x", "y")


def test_files_that_are_no_store(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("nothing of the kind, at some length" * 20)
    foreign = tmp_path / "foreign.db"
    sqlite3.connect(foreign).execute("CREATE TABLE t (x)")
    newer = tmp_path / "newer.db"
    Store(newer).close()
    sqlite3.connect(newer).execute("PRAGMA user_version = 99")
    for path, why in (
        (text, "cannot be opened"),
        (foreign, "no dragoman store"),
        (newer, "later version of dragoman .schema 99"),
    ):
        for read_only in (True, False):
            with pytest.raises(StoreError, match=why):
                Store(path, read_only=read_only)
    with pytest.raises(StoreError, match="there is no store"):
        Store(tmp_path / "missing.db", read_only=True)


def test_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "x.db"))
    assert default_path() == tmp_path / "x.db"
    monkeypatch.delenv("DRAGOMAN_STORE")
    assert default_path().name == "store.db"
