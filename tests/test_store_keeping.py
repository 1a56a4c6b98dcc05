"""What keeps a store in order: recoding, retrying, searching, the doctor, the whole export."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import record, store, store_reader
from dragoman.changes import compare
from dragoman.cli import main
from dragoman.doctor import examine, has_reset_fault
from dragoman.labels import languages, load_labels
from dragoman.record import Actor, Claim, Record, Report
from dragoman.search import search
from dragoman.store import Store

PER = Actor("PER", "state", "PER", "Pérou", "Lima")
CHL = Actor("CHL", "state", "CHL", "Chili", "Santiago")
TEXT = "Lima cherche du blé. Santiago pourrait livrer des obus. La pluie tombe."
REPORT = Report(TEXT, "fr", "2021-05-04", "Un Journal", "Blé", "a.txt")


def claim(words: str, report: Report = REPORT, **fields: object) -> Claim:
    start = report.text.index(words)
    basic = {
        "kind": "seeks", "type": None, "actors": (PER,), "counterparts": (), "stakes": (),
        "certainty": "certain", "author_certainty": "certain",
    }  # fmt: skip
    return Claim(report=report, start=start, end=start + len(words), **{**basic, **fields})  # type: ignore[arg-type]


WHEAT = claim("Lima cherche du blé", stakes=("aid.food",))
SHELLS = claim("livrer des obus", kind="gives", actors=(CHL,), certainty="possible")
RAIN = claim("La pluie tombe", kind="assessment")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the coder a later version."""

    def raise_version() -> None:
        for module in (record, store, store_reader):
            monkeypatch.setattr(module, "CODER_VERSION", "2")

    return raise_version


# Sightings: the order of reading plays no part


def test_the_first_sighting_gives_the_date(tmp_path: Path) -> None:
    met = [
        replace(REPORT, path=f"{name}.txt", date=date, outlet=outlet, title=None)
        for name, date, outlet in (("a", None, "A"), ("b", "2021-05-04", None), ("c", "2021-05", "C"), ("d", "2021-05-09", "D"))
    ]  # fmt: skip
    exports = set()
    for seed in range(6):
        with Store(tmp_path / f"{seed}.db") as kept:
            for report in random.Random(seed).sample(met, len(met)):
                if not kept.knows(report):
                    known = kept.as_known(report)
                    kept.add(Record(known, (replace(WHEAT, report=known),)), seen=report)
                else:
                    kept.add(Record(report, ()))
            (report,) = kept.reports()
            assert (report.path, report.date, report.outlet) == ("b.txt", "2021-05-04", "D")
            assert all(kept.knows(report) for report in met)
            exports.add("".join(kept.export_lines()))
    assert len(exports) == 1


def test_a_corrected_date_of_the_same_place_counts(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as kept:
        for date in ("2021-05-04", "2022-05-04"):
            report = replace(REPORT, date=date)
            assert kept.add(Record(report, (replace(WHEAT, report=report),)))
        assert [r.date for r in kept.reports()] == ["2022-05-04"]
        assert kept.knows(replace(REPORT, date=None)), "not to know the date is no correction"


# Codings beside each other


def test_a_later_coder_codes_beside_the_earlier(tmp_path: Path, later: Callable[[], None]) -> None:
    path = tmp_path / "s.db"
    with Store(path) as kept:
        kept.add(Record(REPORT, (WHEAT, RAIN)))
        old = kept.claim(RAIN.id)
        later()
        assert not kept.knows(REPORT) and kept.stale() == [REPORT.id]
        assert kept.claims()[0].id == WHEAT.id, "a claim's id names the coder that found it"
        sure = replace(WHEAT, certainty="likely", coder="2")
        new = (sure, replace(SHELLS, coder="2"))
        assert kept.add(Record(REPORT, new))
        assert kept.knows(REPORT) and kept.stale() == []
        assert kept.claims() == list(new)
        assert kept.claims(words="pluie") == []
        assert {c.id for c in kept.former_claims(REPORT.id)} == {WHEAT.id, RAIN.id}
        assert kept.claim(RAIN.id) == old
        changes = compare(kept.former_claims(REPORT.id), kept.claims())
        assert [(c.what, (c.after or c.before).evidence) for c in changes] == [
            ("altered", WHEAT.evidence), ("added", SHELLS.evidence), ("gone", RAIN.evidence),
        ]  # fmt: skip
    # An older program leaves alone what a newer one has coded.
    record.CODER_VERSION = store.CODER_VERSION = store_reader.CODER_VERSION = "1"
    with Store(path) as kept:
        assert not kept.add(Record(REPORT, (WHEAT,)))
        assert kept.claims() == list(new)


def test_the_same_coder_with_other_tables_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / "s.db") as kept:
        kept.add(Record(REPORT, (WHEAT, RAIN)))
        for module in (store, store_reader):
            monkeypatch.setattr(module, "tables", lambda: "other")
        assert kept.knows(REPORT) and kept.stale() == [REPORT.id]
        assert kept.add(Record(REPORT, (WHEAT,)), again=True)
        assert kept.claims() == [WHEAT] and kept.former_claims(REPORT.id) == []
        assert kept.stale() == []


def test_what_is_the_same_but_for_ids_and_rules_has_not_changed() -> None:
    other = replace(WHEAT, coder="2", rule_ids=("r",), refers_to=("x",))
    assert compare([WHEAT, RAIN], [RAIN, other]) == []
    twice = compare([WHEAT], [WHEAT, WHEAT])
    assert [c.what for c in twice] == ["added"]
    assert compare([], []) == []


# The whole


def test_the_whole_export_is_the_same_in_any_order(tmp_path: Path) -> None:
    reports = [replace(REPORT, text=f"{TEXT} {n}", path=f"{n}.txt") for n in range(9)]
    wholes = set()
    for seed in range(3):
        with Store(tmp_path / f"{seed}.db") as kept:
            for report in random.Random(seed).sample(reports, len(reports)):
                claims = [replace(c, report=report) for c in (WHEAT, SHELLS, RAIN)]
                random.Random(seed).shuffle(claims)
                kept.add(Record(report, tuple(claims)))
            for name in random.Random(seed).sample("xyz", 3):
                kept.fail(name, "is empty")
            wholes.add("".join(kept.export_lines()))
    (whole,) = wholes
    lines = [json.loads(line) for line in whole.splitlines()]
    assert len(lines) == 9 * (1 + 3) + 3
    assert [line["failure"]["path"] for line in lines[-3:]] == list("xyz")
    assert lines[0]["text"] in {r.text for r in reports} and lines[0]["sightings"]
    assert [line["evidence"]["text"] for line in lines[1:4]] == [
        c.evidence for c in (WHEAT, SHELLS, RAIN)
    ]


# Search


@pytest.mark.parametrize(
    ("words", "found", "claims"),
    [
        ("OBUS", ["a.txt"], [SHELLS]),
        ("ble", ["a.txt"], [WHEAT]),
        ("lima pluie", ["a.txt"], []),
        ('"du blé" tombe', ["a.txt"], []),
        ('"blé du"', [], []),
        ("cherch*", ["a.txt"], [WHEAT]),
        ("cherch", [], []),
        ("gaz", ["b.txt"], []),
        ("…", [], []),
        ('" OR NEAR(', [], []),
        ("tombe*)", ["a.txt"], [RAIN]),
    ],
)
def test_search(tmp_path: Path, words: str, found: list[str], claims: list[Claim]) -> None:
    with Store(tmp_path / "s.db") as kept:
        kept.add(Record(REPORT, (WHEAT, SHELLS, RAIN)))
        kept.add(Record(Report("On parle de gaz.", "fr", path="b.txt"), ()))
        hits = search(kept, words)
        assert [hit.report.path for hit in hits] == found
        assert [c for hit in hits for c in hit.claims] == claims
        for hit in hits:
            assert hit.marks
            for start, end in hit.marks:
                assert hit.snippet[start:end].strip()


# The commands, on texts that are read


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "s.db"))
    monkeypatch.setattr("dragoman.workers.cores", lambda: 0)  # no process of another version
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "La Norvège veut acheter des obus à la Suède. Oslo a demandé des munitions.\n", "utf-8"
    )
    (tmp_path / "in" / "b.txt").write_bytes(b"%PDF-1.4 none of ours")
    (tmp_path / "in" / "index.tsv").write_text(
        "name\tlanguage\tdate\toutlet\na\tfr\t2020-01-02\tA\nb\tfr\t2020-01-03\tB\n", "utf-8"
    )
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_retry(folder: Path) -> None:
    assert run("read", str(folder / "in"), "--title", "Un titre")[0] == 1
    code, out, _ = run("retry", "--list")
    assert code == 0 and out.startswith(str(folder / "in" / "b.txt")) and "PDF" in out
    assert run("retry")[0] == 1
    assert json.loads(run("retry", "--list", "--json")[1])[0]["tries"] == 2
    (folder / "in" / "b.txt").write_text(
        "La Suède refuse de vendre des obus à la Norvège.", "utf-8"
    )
    code, _, err = run("retry")
    assert code == 0 and "reports read: 1" in err
    with Store() as kept:
        late = next(r for r in kept.reports() if r.path and r.path.endswith("b.txt"))
        assert (late.date, late.outlet, late.title) == ("2020-01-03", "B", "Un titre")
    assert "nothing has failed" in run("retry", "--list")[1]


def test_retrying_what_is_gone_keeps_the_reason(folder: Path) -> None:
    run("read", str(folder / "in"))
    (folder / "in" / "b.txt").unlink()
    code, _, err = run("retry")
    assert code == 1 and "no longer there" in err
    assert "PDF" in run("retry", "--list")[1]


def test_recode(folder: Path, later: Callable[[], None]) -> None:
    run("read", str(folder / "in" / "a.txt"))
    assert "every report" in run("recode")[2]
    later()
    with Store() as kept:
        before = kept.claims()
        db = sqlite3.connect(kept.path)
    with db:  # as if the earlier coder had been less sure of one, and had not seen another
        db.execute(
            "UPDATE claims SET body = json_set(body, '$.certainty', 'likely') WHERE id = ?",
            (before[0].id,),
        )
        db.execute("DELETE FROM claims WHERE id = ?", (before[1].id,))
    db.close()
    code, out, err = run("recode")
    assert code == 0 and "coded anew: 1" in err and "altered: 1" in err and "added: 1" in err
    assert "likely → certain" in out
    assert run("explain", before[0].id)[0] == 1, "the former claim is shown, and is not found again"
    assert "coded anew" not in run("read", str(folder / "in" / "a.txt"))[2]


def test_reading_again_with_a_later_coder_says_what_changed(
    folder: Path, later: Callable[[], None]
) -> None:
    run("read", str(folder / "in" / "a.txt"))
    later()
    assert (
        "coded anew: 1; claims added: 0, gone: 0, altered: 0"
        in run("read", str(folder / "in" / "a.txt"))[2]
    )


def test_search_command(folder: Path) -> None:
    run("read", str(folder / "in"))
    assert "munitions" in run("search", "munitions")[1]
    (hit,) = json.loads(run("search", "--json", "obus")[1])
    assert hit["report"]["date"] == "2020-01-02" and hit["marks"]
    assert "no report" in run("search", "pétrole")[1]
    (folder / "in" / "c.txt").write_text("Le Danemark cherche des obus.", "utf-8")
    run("read", str(folder / "in" / "c.txt"), "--language", "fr")
    assert "--limit" in run("search", "obus", "--limit", "1")[2]


# The doctor


@pytest.mark.parametrize(
    ("version", "fault"),
    [("3.6.23", False), ("3.7.0", True), ("3.40.1", True), ("3.44.5", True), ("3.44.6", False),
     ("3.45.0", True), ("3.50.6", True), ("3.50.7", False), ("3.51.2", True), ("3.51.3", False), ("3.53.0", False)],
)  # fmt: skip
def test_the_fault_of_sqlite_by_version(version: str, fault: bool) -> None:
    assert has_reset_fault(version) == fault


SPOILS = {
    "orphans": "INSERT INTO parts VALUES (999, 'actor', 'PER', 'PER')",
    "words": "INSERT INTO texts (texts, rowid, text) VALUES ('delete', 1, (SELECT text FROM reports))",
    "slices": "UPDATE evidence SET words = 'other words'",
}


@pytest.mark.parametrize("check", SPOILS)
def test_the_doctor_finds_and_mends(tmp_path: Path, check: str) -> None:
    path = tmp_path / "s.db"
    with Store(path) as kept:
        kept.add(Record(REPORT, (WHEAT, SHELLS)))
        kept.fail("b.txt", "is empty")
    assert {f.state for f in examine(path)} <= {"sound", "note"}
    with sqlite3.connect(path) as db:
        db.execute(SPOILS[check])
    assert [f.check for f in examine(path) if f.state == "wrong"] == [check]
    assert [f.check for f in examine(path, mend=True) if f.state == "wrong"] == []
    assert [f.check for f in examine(path) if f.state == "wrong"] == []
    with Store(path) as kept:
        assert kept.claims(words="obus") == [SHELLS]


def test_the_doctor_on_a_spoilt_file(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path) as kept:
        for n in range(200):
            report = replace(REPORT, text=f"{TEXT} {n}", path=f"{n}.txt")
            kept.add(Record(report, (replace(WHEAT, report=report),)))
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 2 // 4096 * 4096, len(data) - 4096, 12288):  # not the schema
        data[at : at + 2048] = b"\x55" * 2048
    path.write_bytes(data)
    assert "file" in {f.check for f in examine(path) if f.state == "wrong"}
    code, out, _ = _doctor(path)
    assert code == 1 and ".recover" in out


def _doctor(path: Path) -> tuple[int, str, str]:
    return run("doctor", "--store", str(path))


def test_the_doctor_lifts_only_when_told(tmp_path: Path) -> None:
    from tests.test_store_file import OLD_ROWS  # noqa: PLC0415 - one old store is enough

    path = tmp_path / "old.db"
    db = sqlite3.connect(path)
    first = sorted((Path(store.__file__).parent / "migrations").glob("0001*"))[0]
    db.executescript("PRAGMA journal_mode = WAL;" + first.read_text("utf-8") + OLD_ROWS)
    db.execute("PRAGMA user_version = 1")
    db.close()
    code, out, _ = _doctor(path)
    assert code == 1 and "doctor --mend" in out
    # The row of the old store is made up: its id is no hash. The doctor says so.
    assert "1 claims or texts" in run("doctor", "--mend", "--store", str(path))[1]
    assert run("doctor", "--quick", "--store", str(path))[0] == 0
    assert run("doctor", "--mend", "--store", str(tmp_path / "none.db"))[0] == 1
    assert not (tmp_path / "none.db").exists()


def test_what_the_doctor_says_has_words() -> None:
    keys = ("opened", "mended", "file", "orphans", "words", "slices")
    for language in languages():
        labels = load_labels(language).sections["words"]
        assert "check_asked_wrong" in labels
        for check in keys:
            assert {f"check_{check}", f"check_{check}_wrong"} <= set(labels)
        for check in ("sqlite", "coded", "failures"):
            assert {f"check_{check}_note", f"mend_{check}"} <= set(labels)
