"""kill -9 at random moments, and what the store holds then.

Two things are killed: the writing of records that are at hand, where most blows fall into a
transaction; and the whole journey of `dragoman read`, where few do but everything else is at risk.
A process that is killed leaves what it handed to the system: this says nothing about a machine that
loses its power, against which the store forces each report to the disk (synchronous=FULL).
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.record import Record
from dragoman.store import Store


@dataclass(slots=True)
class Blows:
    """What came of the blows. `broken` says each thing that must not be; it is to be empty."""

    kills: int = 0
    rounds: int = 0  # batches that were brought to their end, and compared
    acknowledged: int = 0
    broken: list[str] | None = None


def blocks(path: Path) -> dict[str, str]:
    """The whole export, by report: its line and those of its claims."""
    found: dict[str, str] = {}
    with Store(path, read_only=True) as store:
        for line in store.export_lines():
            if '"text": ' in line and '"sightings": ' in line:
                name = line.split('"', 4)[3]  # {"id": "…"
            found[name] = found.get(name, "") + line
    return found


def strike(
    batch: Callable[[Path, int], None],
    whole: dict[str, str],
    folder: Path,
    kills: int,
    longest: float,
    seed: int = 0,
) -> Blows:
    """Run a batch and kill it, again and again on the same store until it is through; then afresh.

    Args: `batch` reads into a store, and writes the id of each report that was acknowledged as a
    line to a file descriptor; it is run in a child. `whole`: what an undisturbed run leaves.
    `longest`: a blow falls so many seconds after the start, at most.
    """
    chance = random.Random(seed)
    told = Blows(broken=[])
    assert told.broken is not None
    path = folder / "0.db"
    promised: set[str] = set()
    while told.kills < kills:
        ended, said = _one_blow(batch, path, chance.uniform(0.0, longest))
        promised |= said
        told.acknowledged += len(said)
        if not path.is_file() and not promised:
            told.kills += 1
            continue
        told.kills += not ended
        there = _check(path, promised, whole, told)
        if ended:
            if there != whole:
                told.broken.append(f"round {told.rounds}: the rerun's export differs")
            told.rounds += 1
            path = folder / f"{told.rounds}.db"
            promised = set()
    # The last round is brought to its end undisturbed.
    ended, _ = _one_blow(batch, path, None)
    if not ended or blocks(path) != whole:
        told.broken.append("the last rerun's export differs")
    told.rounds += 1
    return told


def _one_blow(
    batch: Callable[[Path, int], None], path: Path, after: float | None
) -> tuple[bool, set[str]]:
    """Whether the batch came to its end before the blow, and which reports it acknowledged."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reads)
            batch(path, writes)
            code = 0
        finally:
            os._exit(code)
    os.close(writes)
    until = None if after is None else time.monotonic() + after
    said = b""
    os.set_blocking(reads, False)
    while True:
        if until is not None and time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)
            until = None
        try:
            piece = os.read(reads, 1 << 16)
        except BlockingIOError:
            time.sleep(0.0005)
            continue
        if not piece:
            break
        said += piece
    os.close(reads)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the batch failed by itself: {status}")
    lines = said.decode().split("\n")[:-1]  # what follows the last newline was cut
    return status == 0, set(lines)


def _check(path: Path, promised: set[str], whole: dict[str, str], told: Blows) -> dict[str, str]:
    assert told.broken is not None
    blow = f"blow {told.kills}"
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    sound = db.execute("PRAGMA integrity_check").fetchone()[0]
    made = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    db.close()
    if sound != "ok":
        told.broken.append(f"{blow}: integrity: {sound}")
    there = blocks(path) if made else {}
    for lost in sorted(promised - set(there)):
        told.broken.append(f"{blow}: {lost} was acknowledged and is lost")
    for name in sorted(there):
        if there[name] != whole.get(name):
            told.broken.append(f"{blow}: {name} is there by half")
    return there


def writing(records: Sequence[Record]) -> Callable[[Path, int], None]:
    """A batch that only writes: records that are at hand, each acknowledged when it is kept."""

    def batch(path: Path, out: int) -> None:
        with Store(path) as store:
            for record in records:
                if not store.knows(record.report):
                    store.add(record)
                os.write(out, record.report.id.encode() + b"\n")

    return batch


def reading(source: Path, workers: int = 0) -> Callable[[Path, int], None]:
    """A batch that is the whole of `dragoman read`, by so many processes."""

    def batch(path: Path, out: int) -> None:
        from dragoman.reading import Reading

        with Reading(Store(path), workers=workers) as run:
            for done in run.run([str(source)]):
                for report_id in _ids(done.claims):
                    os.write(out, report_id.encode() + b"\n")

    return batch


def _ids(claims: Sequence[object]) -> Iterator[str]:
    return iter(dict.fromkeys(c.report.id for c in claims))  # type: ignore[attr-defined]
