"""One writer and eight readers at once: how long the readers wait.

Each reader is a process that asks what a person at the terminal or the pages asks (the claims of a
pair, one claim, a report, a search), one question after the other with a pause between them; the
writer adds reports without a pause.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from made_reports import record

from dragoman.exchange import exchange
from dragoman.search import search
from dragoman.store import Store

_CLAIMS = 10  # of each report
_PAUSE = 0.2  # seconds between two questions of a reader
READERS = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long readers waited for the store, in milliseconds, over all questions to it; and by kind
    of question, the 99th in a hundred (`table`, the exchange table, is most of all computing)."""

    asked: int
    errors: int
    p50_ms: float
    p99_ms: float
    longest_ms: float
    written: int  # reports added meanwhile
    by_kind: dict[str, float] = field(default_factory=dict)  # p99


def fill(path: Path, claims: int) -> None:
    """A store with at least so many claims; what is there already is used."""
    with Store(path) as store:
        have = next(store.rows("SELECT count(*) FROM reports"))[0]
        store._db.execute(
            "PRAGMA synchronous = OFF"
        )  # it is only to be there, and can be made again
        begun = time.monotonic()
        for number in range(have, claims // _CLAIMS):
            store.add(record(number, _CLAIMS))
        made = claims // _CLAIMS - have
        if made > 0:
            rate = made * _CLAIMS / (time.monotonic() - begun)
            print(f"  filled at {rate:,.0f} claims a second, not forced to the disk")


def measure(path: Path, seconds: float, count: int = READERS) -> Waiting:
    """Let one writer and so many readers loose on a store for a while."""
    context = multiprocessing.get_context("spawn")
    told: Any = context.Queue()
    until = time.time() + seconds + 3 * count**0.5
    writer = context.Process(target=_write, args=(path, until, told))
    readers = [context.Process(target=_read, args=(path, until, n, told)) for n in range(count)]
    for process in (writer, *readers):
        process.start()
    answers = [told.get() for _ in range(count + 1)]
    for process in (writer, *readers):
        process.join()
    written = next(n for kind, n in answers if kind == "written")
    asked = [pair for kind, pairs in answers if kind == "asked" for pair in pairs]
    times = sorted(ms for kind, ms in asked if ms >= 0 and kind != "table")
    kinds = sorted({kind for kind, _ in asked})
    return Waiting(
        len(asked), sum(ms < 0 for _, ms in asked), _part(times, 50), _part(times, 99), times[-1],
        written, {k: _part([ms for kind, ms in asked if kind == k and ms >= 0], 99) for k in kinds},
    )  # fmt: skip


def _part(times: list[float], percent: int) -> float:
    return round(quantiles(times, n=100)[percent - 1], 1)


def _write(path: Path, until: float, told: Any) -> None:
    written = 0
    with Store(path) as store:
        have = next(store.rows("SELECT count(*) FROM reports"))[0]
        while time.time() < until:
            store.add(record(have + written, _CLAIMS))
            written += 1
    told.put(("written", written))


def _read(path: Path, until: float, number: int, told: Any) -> None:
    chance = random.Random(number)
    states = [f"{a}{b}{c}" for a in "KLMNPR" for b in "AEIOU" for c in "BDGT"]
    asked: list[tuple[str, float]] = []
    with Store(path, read_only=True) as store:
        ids = [row[0] for row in store.rows("SELECT id FROM claims LIMIT 1000")]
        reports = [row[0] for row in store.rows("SELECT id FROM reports LIMIT 1000")]
        questions: dict[str, Callable[[str, str], object]] = {
            "pair": lambda a, b: store.claims([a, b]),
            "table": lambda a, b: exchange(store.claims([a, b]), a, b),
            "claim": lambda a, b: store.claim(chance.choice(ids)),
            "report": lambda a, b: store.claims(report=chance.choice(reports)),
            "search": lambda a, b: search(store, f"Stockholm {chance.randrange(90_000)}"),
        }
        while time.time() < until:
            kind = chance.choice(sorted(questions))
            one, other = chance.sample(states, 2)
            begun = time.perf_counter()
            try:
                questions[kind](one, other)
                asked.append((kind, 1000 * (time.perf_counter() - begun)))
            except Exception:  # noqa: BLE001 - it is counted, and none may be
                asked.append((kind, -1.0))
            time.sleep(_PAUSE)
    told.put(("asked", asked))
