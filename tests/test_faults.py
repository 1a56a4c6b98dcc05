"""What befalls a store: processes killed, disks that fail. The long versions: bench/faults.py."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.pipeline import code
from dragoman.reading import Reading
from dragoman.record import Record, Report
from dragoman.stages.read import Failure, sources
from dragoman.stages.read_clean import UnreadableError, clean
from dragoman.store import Store
from dragoman.store_rows import body_of, claim_of
from dragoman.worker import Limits
from dragoman.workers import code_all

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "bench"
sys.path.append(str(BENCH))

from faults import compiled, hash_of, whole_hash, write_jsonl  # noqa: E402 - where the bench lies
from faults_kill import blocks, strike, writing  # noqa: E402
from faults_readers import fill, measure  # noqa: E402
from faults_soak import run as soak  # noqa: E402
from made_reports import record  # noqa: E402


def test_kill_at_random_moments(tmp_path: Path) -> None:
    records = [record(n, 6) for n in range(60)]
    with Store(tmp_path / "whole.db") as store:
        for one in records:
            store.add(one)
    whole = blocks(tmp_path / "whole.db")
    assert len(whole) == len(records)
    told = strike(writing(records), whole, tmp_path, kills=10, longest=0.25)
    assert told.kills >= 10 and told.acknowledged and told.rounds
    assert told.broken == []


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """bench/failing_disk.c, compiled."""
    made = compiled(tmp_path_factory.mktemp("library"))
    if made is None:
        pytest.skip("no C compiler: a failing disk cannot be had")
    return made


def test_a_disk_that_fails_at_every_nth_write(tmp_path: Path, library: Path) -> None:
    command = [sys.executable, str(BENCH / "faults_disk.py"), str(tmp_path / "work"), "2", "41"]
    env = os.environ | {"LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert set(found) == {"adding", "lifting", "publishing"}
    for name, one in found.items():
        assert one["broken"] == [] and one["failures"] > 2, name


def test_a_full_disk_at_the_terminal(tmp_path: Path) -> None:
    """One sentence, and the rerun takes up where it stood."""
    write_jsonl(tmp_path / "a.jsonl", 12)
    command = [sys.executable, "-m", "dragoman.cli", "read", "a.jsonl", "--store", "s.db"]

    def read(largest: int | None) -> subprocess.CompletedProcess[str]:
        def bound() -> None:
            if largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        return subprocess.run(
            [*command, "--workers", "1", "--lang", "en"], cwd=tmp_path, capture_output=True,
            text=True, preexec_fn=bound, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    full = read(500_000)
    assert full.returncode == 1
    assert "cannot be written" in full.stderr and "Traceback" not in full.stderr
    with Store(tmp_path / "s.db") as store:
        kept = len(store.reports())
    again = read(None)
    assert again.returncode == 0, again.stderr
    assert 0 < kept < 12 and f"reports read: 12, already known: {kept}" in again.stderr


@pytest.mark.parametrize(("workers", "order", "seed"), [(2, -1, "1"), (8, 1, "4242")])
def test_the_same_bytes_whatever_the_workers(
    tmp_path: Path, whole: str, workers: int, order: int, seed: str
) -> None:
    write_jsonl(tmp_path / "a.jsonl", 8, order=order)
    assert whole_hash(tmp_path / "a.jsonl", tmp_path / "s.db", workers, seed) == whole


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the reports give one after the other, in this process."""
    folder = tmp_path_factory.mktemp("whole")
    write_jsonl(folder / "a.jsonl", 8)
    with Reading(Store(folder / "s.db"), workers=0) as reading:
        assert len(list(reading.run([str(folder / "a.jsonl")]))) == 8
    with Store(folder / "s.db", read_only=True) as store:
        return hash_of(store)


def test_readers_beside_a_writer(tmp_path: Path) -> None:
    fill(tmp_path / "s.db", 500)
    found = measure(tmp_path / "s.db", seconds=1.0, count=3)
    assert found.errors == 0 and found.asked > 3 and found.written


def test_memory_does_not_grow(tmp_path: Path) -> None:
    """Words never met before are most of what a long run meets; what they leave is to go again."""
    assert soak(tmp_path, 80, 8, warm_up=40) < 0.05


HOSTILE = "\n".join(['"' * 1000 + " Norway will not deliver the shells that Sweden wants. "] * 1000)


def test_a_text_that_eats_time_is_a_failure_and_the_batch_goes_on(tmp_path: Path) -> None:
    good = "Norway wants to buy shells from Sweden. Oslo says that Stockholm could deliver them."
    for name, text in (("a", good), ("b", HOSTILE), ("c", good + " Lima denies it.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    found = list(
        code_all(sources(tmp_path, language="en"), lambda report: False, 1, Limits(seconds=2))
    )
    assert [type(one) for one in found] == [Record, Failure, Record]
    assert isinstance(found[1], Failure) and "took more time than a report may" in found[1].reason


#: Texts that try the coding, small enough to be done with: it ends, and every claim has its words.
TRYING = {
    "quotes": "« " * 3000 + "\nLa Norvège livre des obus à la Suède.",
    "nested quotes": "« Le ministre a dit : " * 60 + "la Norvège livrera" + " »" * 60,
    "nested speech": "Le ministre dit que " * 60 + "la Norvège livrera des obus à la Suède.",
    "names": "La Norvège, " * 400 + "\nLa Norvège livre des obus.",
    "sources": "Selon la Norvège, " * 200 + "la Suède cherche du gaz.",
    "brackets": "(" * 5000 + "La Norvège livre des obus" + ")" * 5000,
    "overrides": "\u202eLa Norvège\u202c livre \u2066des obus\u2069 à la Suède.\n" * 30,
    "marks": "La Norve\u0300\u0316\u0301ge livre des obus. " * 50,
    "one letter": "a" * 20_000 + "\nLa Norvège livre des obus.",
    "no stop": "la Norvège livre des obus à la Suède et " * 150,
}


@pytest.mark.parametrize("name", TRYING)
def test_what_tries_the_coding(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TRYING[name], encoding="utf-8")
    for found in code_all(sources(tmp_path / "a.txt", language="fr"), lambda report: False, 1):
        assert isinstance(found, Record | Failure)
        if isinstance(found, Record):
            for claim in found.claims:
                assert claim.evidence == found.report.text[claim.start : claim.end] != ""


@pytest.mark.parametrize("end", [b"PK\x05\x06" + bytes(18), b"\xff\xfe\xfd" * 500, b"a\x00b" * 50])
def test_bytes_that_are_no_text(tmp_path: Path, end: bytes) -> None:
    """A zip of nothing, no UTF-8, NULs: as a text and as a page."""
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_bytes(end)
        (found,) = code_all(sources(tmp_path / name), lambda report: False, 1)
        assert isinstance(found, Failure) and "\n" not in found.reason


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            ["La Norvège", "Oslo", "livre", "cherche", "des obus", "« ", " »", '"', "selon", "dit",
             "que", "n'est pas", ".", ",", "\n\n", "le 3 mars", "(", ")", "—", "\u202e", "é́", "dément"]
        ) | st.text(max_size=5), min_size=1, max_size=60,
    ),
    st.sampled_from(["fr", "en"]),
)  # fmt: skip
def test_no_text_breaks_the_coding(words: list[str], language: str) -> None:
    """Whatever words in whatever order: no crash, and every claim's evidence is its slice."""
    try:
        text = clean(" ".join(words))
    except UnreadableError:
        return
    report = Report(text, language, "2020-03-04")
    for claim in code(report).claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.evidence == text[claim.start : claim.end]
        claim_of(report, claim.coder, body_of(claim)).as_json()


def test_the_fuzzer_finds_nothing_in_two_seconds(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    run = subprocess.run(
        [sys.executable, str(BENCH / "fuzz.py"), "read", "--seconds", "2", "--folder", str(tmp_path)],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    assert re.search(r"Done [1-9]\d* runs", run.stderr)
