"""Several processes: the same outcomes in the same order, whatever befalls a worker."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.reading import Reading
from dragoman.record import Record, Report
from dragoman.stages.read import Failure, Source, sources
from dragoman.store import Store
from dragoman.worker import Limits
from dragoman.workers import _nursery, code_all

ROOT = Path(__file__).parent.parent
EXAMPLES = [*(ROOT / "examples" / "fr").glob("*.txt"), *(ROOT / "examples" / "en").glob("*.txt")]
SENTENCE = "Lima cherche du blé, et le ministre chilien affirme que Santiago livrera des obus. "


def never(report: Report) -> bool:
    return False


def found(paths: list[Path]) -> Iterator[Source | Failure]:
    for path in paths:
        yield from sources(path, date="2024-01-05")


def told(outcomes: Iterator[Record | Report | Failure]) -> list[object]:
    return [[c.as_jsonl() for c in o.claims] if isinstance(o, Record) else o for o in outcomes]


@pytest.fixture(scope="module")
def alone() -> dict[Path, object]:
    """What one process finds in each of the examples."""
    return {path: told(code_all(found([path]), never, 0))[0] for path in EXAMPLES}


@pytest.mark.parametrize(("workers", "seed"), [(1, 0), (2, 1), (8, 2)])
def test_any_number_finds_the_same_in_the_order_given(
    alone: dict[Path, object], workers: int, seed: int
) -> None:
    paths = random.Random(seed).sample(EXAMPLES, len(EXAMPLES))
    assert told(code_all(found(paths), never, workers)) == [alone[path] for path in paths]


def write(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in texts]


def test_nothing_is_coded_twice(tmp_path: Path) -> None:
    paths = write(tmp_path, a=SENTENCE, b=SENTENCE, c=SENTENCE + "Fin.", d=SENTENCE)
    kept: set[str] = set()
    kinds = []
    for outcome in code_all(found(paths), lambda r: r.id in kept, 2):
        kinds.append(type(outcome))
        assert isinstance(outcome, Record | Report)
        kept.add(outcome.report.id if isinstance(outcome, Record) else outcome.id)
    assert kinds[0] is Record and kinds.count(Record) in (2, 3), "two may be read at one moment"
    assert kinds[3] is Report


FAULTS: list[tuple[str, Limits, str]] = [
    (SENTENCE * 2000, Limits(seconds=1), "took more time than a report may (1 s, 2048 MB)"),
    (SENTENCE * 2000, Limits(memory=30 << 20), "needs more memory than a report may (60 s, 30 MB)"),
]


@pytest.mark.parametrize(("text", "limits", "reason"), FAULTS, ids=["time", "memory"])
def test_a_report_that_takes_too_much_fails_alone(
    tmp_path: Path, text: str, limits: Limits, reason: str
) -> None:
    paths = write(
        tmp_path,
        a=SENTENCE,
        b="\n".join(text[i : i + 4000] for i in range(0, len(text), 4000)),
        c=SENTENCE + "Fin.",
    )
    first, second, third = code_all(found(paths), never, 1, limits)
    assert isinstance(first, Record) and isinstance(third, Record)
    assert isinstance(second, Failure) and second.path == str(paths[1])
    assert second.reason == reason or (
        limits.memory < 1 << 30 and "ended the process" in second.reason
    )


def workers_alive() -> list[int]:
    nursery = _nursery(os.getpid())._process.pid
    children = Path(f"/proc/{nursery}/task/{nursery}/children").read_text()
    return [int(child) for child in children.split()]


def kill_a_worker() -> None:
    os.kill(workers_alive()[0], signal.SIGKILL)


def kill_all_workers() -> None:
    for process in workers_alive():
        os.kill(process, signal.SIGKILL)


def kill_the_nursery() -> None:
    nursery = _nursery(os.getpid())._process
    kill_all_workers()
    nursery.kill()
    nursery.wait()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds workers through /proc")
@pytest.mark.parametrize("kill", [kill_a_worker, kill_all_workers, kill_the_nursery])
def test_killed_workers_are_replaced(alone: dict[Path, object], kill: Callable[[], None]) -> None:
    outcomes = []
    for outcome in code_all(found(EXAMPLES), never, 2):
        if not outcomes:
            kill()
        outcomes.append(outcome)
    assert told(iter(outcomes)) == list(alone.values())


def test_a_run_that_is_left_leaves_no_worker(tmp_path: Path) -> None:
    run = code_all(found(EXAMPLES), never, 2)
    next(run)
    run.close()
    assert workers_alive() == []


def test_interrupted_and_taken_up_again(tmp_path: Path) -> None:
    """Ctrl-C leaves what is done with; the same command does the rest."""
    texts = {f"t{i:03}": f"{SENTENCE * 40} Fin {i}." for i in range(60)}
    write(tmp_path, **texts)
    store = tmp_path / "store.db"
    command = [sys.executable, "-m", "dragoman.cli", "read", str(tmp_path), "--store", str(store), "--lang", "en"]  # fmt: skip
    run = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _kept(store):
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    assert run.returncode == 1 and "the same command goes on from there" in told, told
    done = _kept(store)
    assert 0 < done < len(texts)
    with Reading(Store(store)) as reading:
        assert all(d.reason is None for d in reading.run([str(tmp_path)]))
    assert (reading.reports, reading.known) == (len(texts), done)


def _kept(store: Path) -> int:
    try:
        with Store(store, read_only=True) as kept:
            return len(kept.reports())
    except Exception:  # noqa: BLE001 - it is being made
        return 0
