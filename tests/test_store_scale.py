"""What a store of millions needs: loading in bulk, presence, a bound on ranking."""

from __future__ import annotations

import io
from itertools import combinations
from pathlib import Path

import pytest

from dragoman import search as searching
from dragoman.labels import load_labels
from dragoman.reading import Reading
from dragoman.record import Actor, Claim, Record, Report
from dragoman.store import Store

STATES = ("PER", "CHL", "BOL", "ARG")


def record(n: int, words: str = "cherche") -> Record:
    """Two claims among three of four states."""
    a, b, c = (Actor(STATES[(n + k) % 4], "state", STATES[(n + k) % 4]) for k in (0, 1, 3))
    minister = Actor(f"{a.id}:minister", "person", a.id)
    report = Report(
        f"Le rapport {n} dit que l'un {words} du blé.", "fr", "2024-01-01", path=f"{n}.txt"
    )
    seeks = Claim(report, "seeks", None, (a,), (b,), ("aid.food",), "certain", "certain", 0, 10)
    says = Claim(
        report, "event", "CONSULT", (minister,), (), (), "likely", "likely", 3, 20, sources=(c,)
    )
    return Record(report, (seeks, says))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "bulk.db")
    assert made.add_all(map(record, range(12))) == 12
    return made


def test_loading_in_bulk_is_adding_one_by_one(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "single.db") as single:
        assert all(single.add(record(n)) for n in range(12))
        assert single.claims() == store.claims() and single.reports() == store.reports()
    assert store.add_all(map(record, range(14))) == 2, "what is known is no news"


def test_a_load_that_breaks_off_leaves_nothing(store: Store) -> None:
    def breaking() -> object:
        yield record(20)
        raise RuntimeError("as asked")

    with pytest.raises(RuntimeError):
        store.add_all(breaking())  # type: ignore[arg-type]
    assert len(store.reports()) == 12


@pytest.mark.parametrize("pair", list(combinations((*STATES, "PER:minister"), 2)))
def test_presence_finds_what_looking_at_every_claim_does(
    store: Store, pair: tuple[str, str]
) -> None:
    def acts(claim: Claim, who: str) -> bool:
        return any(who in (a.id, a.state) for a in claim.actors + claim.counterparts)

    every = store.claims()
    reports = [{c.report.id for c in every if acts(c, who)} for who in pair]
    wanted = [
        c for c in every if c.report.id in reports[0] & reports[1] and any(acts(c, w) for w in pair)
    ]
    assert store.claims(pair) == wanted


def test_presence_goes_with_the_claims(store: Store) -> None:
    store.add(Record(record(0).report, ()), again=True)
    assert next(store.rows("SELECT count(DISTINCT report) FROM report_actors"))[0] == 11


def test_of_common_words_the_latest_are_ranked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(searching.search(store, "rapport")) == 12
    monkeypatch.setattr(searching, "_RANKED", 5)
    found = {hit.report.path for hit in searching.search(store, "rapport")}
    assert found == {f"{n}.txt" for n in range(7, 12)}
    assert len(searching.search(store, '"rapport 3"')) == 1, "rare words are looked for everywhere"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "begins"), [(Terminal(), "\r2 reports, "), (io.StringIO(), "2 reports, ")]
)
def test_progress_says_rate_and_time_left(
    tmp_path: Path, stream: io.StringIO, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text("", encoding="utf-8")
    (tmp_path / "9.jsonl").write_text('{"text": ""}\n' * 3, encoding="utf-8")
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr("dragoman.reading.monotonic", lambda: next(clock))
    reading = Reading(None, workers=0)
    run = reading.run([str(tmp_path)])
    next(run), next(run)
    reading.progress(stream, load_labels("en"))
    assert stream.getvalue().startswith(begins)
    for _ in range(3):  # empty files are no bytes: only now is there something to reckon with
        next(run)
    reading.progress(stream, load_labels("en"))
    assert " a second, " in stream.getvalue() and "left" in stream.getvalue()
