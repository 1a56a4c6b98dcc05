"""A store of millions of claims: how fast it is loaded and asked, and how large it is.

    python bench/store_scale.py [--claims N] [--store FILE]

The claims are made up (made_reports.py: ten a report, 120 states, some 7,000 pairs), so a million
takes minutes and a gigabyte, ten million ten times that. A FILE that is there already is asked
again and not loaded. Seconds are of processor time, so that other work on the machine does not
count; by the clock, loading waits for the disk too. Status 1: over a limit of floors.yaml.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from floors import pinned
from made_reports import record

from dragoman.exchange import exchange
from dragoman.search import search
from dragoman.store import Store

A_REPORT = 10  # claims
AT_ONCE = 1000  # reports in a transaction
PAIRS = 20
#: Words of the made reports that one report in a hundred thousand, and nearly all of them, hold.
RARE, COMMON = ("4217", "Oslo 31337", '"district 977"'), ("wheat", "accord pays", "minist*")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    limits = pinned("scale")
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "store.db"
        figures = {} if path.exists() else load(path, options.claims // A_REPORT)
        figures |= ask(path)
    failed = 0
    print(f"{'':28}{'measured':>12}{'limit':>10}")
    for name, value in figures.items():
        limit = limits.get(name)
        low = limit is not None and (value < limit if name.endswith("_rate") else value > limit)
        failed += low
        shown = f"{value:12.0f}" if value >= 100 else f"{value:12.4f}"
        print(f"{name:28}{shown}{f'{limit:10}' if limit else ''}{'   fails' if low else ''}")
    return 1 if failed else 0


def load(path: Path, reports: int) -> dict[str, float]:
    """Fill a store; the making of the records is not counted."""
    records = (record(number, A_REPORT) for number in range(reports))
    seconds, busy, done = 0.0, 0.0, 0
    with Store(path) as store:
        while some := list(islice(records, AT_ONCE)):
            begun, working = perf_counter(), process_time()
            store.add_all(some)
            seconds += perf_counter() - begun
            busy += process_time() - working
            done += len(some)
            if done % 20_000 == 0:
                rate = done * A_REPORT / seconds
                print(f"{done} reports, {rate:.0f} claims a second", file=sys.stderr)
        begun = perf_counter()
    seconds += perf_counter() - begun  # what was in the log is moved into the file
    claims = reports * A_REPORT
    return {
        "load_rate": claims / busy,
        "load_by_the_clock": claims / seconds,
        "bytes_a_claim": path.stat().st_size / claims,
    }


def ask(path: Path) -> dict[str, float]:
    """Each question once to warm the file, then again: the median of those."""
    with Store(path, read_only=True) as store:
        pairs = [_pair(n) for n in range(PAIRS)]
        found = [len(store.claims(pair)) for pair in pairs]
        return {
            "claims": next(store.rows("SELECT max(key) FROM claims"))[0],
            "claims_of_a_pair": median(found),
            "exchange_seconds": _median(lambda p: exchange(store.claims(p), *p), pairs),
            "search_rare_seconds": _median(lambda words: search(store, words), RARE),
            "search_common_seconds": _median(lambda words: search(store, words), COMMON),
        }


def _pair(number: int) -> tuple[str, str]:
    """The two states of a report."""
    first = record(number, 1).claims[0]
    return first.actors[0].id, first.counterparts[0].id


def _median(ask: Callable[[Any], object], asked: Sequence[Any]) -> float:
    seconds = []
    for question in asked:
        ask(question)
        begun = process_time()
        ask(question)
        seconds.append(process_time() - begun)
    return median(seconds)


if __name__ == "__main__":
    sys.exit(main())
