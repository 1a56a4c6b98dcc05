"""How much more several workers do than one, and what the process that writes has to do.

    python bench/workers.py [--workers N] [--reports N] [--rounds N]

The same reports (examples/, each made another by its number) are read into new stores by one worker
and by N, turn about. Status 1: below the floor. Status 3: the machine is busy with other things, so
that the figure says nothing; it is printed all the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from floors import pinned

from dragoman.reading import Reading
from dragoman.store import Store
from dragoman.workers import cores

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE.parent / "examples").glob("*/*.txt"))
BUSY = 0.3  # of a core: the load of others from which nothing can be said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=cores())
    parser.add_argument("--reports", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    floors = pinned("scale")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        reports.mkdir()
        for n in range(options.reports):
            text = EXAMPLES[n % len(EXAMPLES)].read_text(encoding="utf-8")
            (reports / f"{n:05}.txt").write_text(f"{text}\n\nN° {n}.\n", encoding="utf-8")
        read(reports, Path(folder) / "warm.db", options.workers)
        one, many, writing = [], [], []
        for turn in range(options.rounds):
            one.append(read(reports, Path(folder) / f"one{turn}.db", 1)[0])
            seconds, ours = read(reports, Path(folder) / f"many{turn}.db", options.workers)
            many.append(seconds)
            writing.append(ours / options.reports)
    times = median(a / b for a, b in zip(one, many, strict=True))
    efficiency = times / options.workers
    print(f"reports a second, one worker    {options.reports / median(one):8.2f}")
    print(f"{options.workers} workers, times one          {times:8.2f}")
    print(f"efficiency                      {efficiency:8.2f}   floor {floors['efficiency']}")
    print(f"the writer, ms a report         {1000 * median(writing):8.2f}")
    if load > BUSY * cores():
        print(f"the load was {load:.1f} before this began: not judged", file=sys.stderr)
        return 3
    return 1 if efficiency < floors["efficiency"] else 0


def read(reports: Path, store: Path, workers: int) -> tuple[float, float]:
    """Seconds by the clock, and of processor time in the process that writes."""
    begun, busy = perf_counter(), process_time()
    with Reading(Store(store), workers=workers) as reading:
        for done in reading.run([str(reports)]):
            assert done.reason is None, done.reason
    return perf_counter() - begun, process_time() - busy


if __name__ == "__main__":
    sys.exit(main())
