"""How fast: reports and words a second on one core, and what the rest costs beside the parse.

    python bench/speed.py [--reports PATH] [--rounds N]

Everything is compared within one run, turn about, since seconds differ from machine to machine and
ratios do not. Status 1: over a limit of floors.yaml, or no report to time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from floors import pinned

from dragoman.matching.gate import gate
from dragoman.pipeline import code
from dragoman.record import Report
from dragoman.stages.parse import load_model, parse
from dragoman.stages.read import read
from dragoman.stages.read_language import installed
from dragoman.worker import warm

HERE = Path(__file__).parent
#: What others need, as they publish it. A dictionary coder of PETRARCH's kind, a sentence whose
#: parse it is given: seconds. NGEC on a processor, a story and one of 16 types: seconds (Halterman
#: et al. 2023). Stories are taken to have so many words.
DICTIONARY, NGEC, TYPES, STORY = 0.002, 4.6, 16, 300


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", type=Path, default=HERE.parent / "examples" / "fr")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core, children included
    limits = pinned("limits")
    loading = max(_seconds(partial(load_model, language)) for language in installed())
    reports = [r for r in read(options.reports) if isinstance(r, Report)]
    if not reports:
        print(f"no report to time in {options.reports}", file=sys.stderr)
        return 1
    words = sum(len(parse(r).tokens) for r in reports)
    parsed = sum(len(parse(r, gate(r.language)).tokens) for r in reports)
    sentences = sum(len(parse(r).sentences) for r in reports)
    warm()  # as a worker of `dragoman read` is
    _seconds(lambda: [code(r) for r in reports])
    whole, needed, alone = [], [], []
    for _ in range(options.rounds):
        whole.append(_seconds(lambda: [code(r) for r in reports]))
        needed.append(_seconds(lambda: [parse(r, gate(r.language)) for r in reports]))
        alone.append(_seconds(lambda: [parse(r) for r in reports]))
    rows = [
        ("reports", len(reports), None),
        ("words", words, None),
        ("words parsed, share", parsed / words, None),
        ("reports a second", len(reports) / median(whole), None),
        ("words a second", words / median(whole), None),
        ("parsing, share of time", median(n / w for n, w in zip(needed, whole, strict=True)), None),
        ("whole_over_parse", median(w / a for w, a in zip(whole, alone, strict=True)),
         limits["whole_over_parse"]),
        ("over_dictionary", median(w - n for w, n in zip(whole, needed, strict=True))
         / sentences / DICTIONARY, limits["over_dictionary"]),
        ("over_ngec", median(whole) / words * STORY / (NGEC * TYPES), limits["over_ngec"]),
        ("load_seconds", loading, limits["load_seconds"]),
        ("help_seconds", _fresh("from dragoman.cli import main; main(['--help'])"),
         limits["help_seconds"]),
    ]  # fmt: skip
    failed = 0
    print(f"{'':24}{'measured':>10}{'limit':>8}")
    for name, value, limit in rows:
        over = limit is not None and value > limit
        failed += over
        whole_number = value >= 100 or isinstance(value, int)
        shown = f"{value:10.0f}" if whole_number else f"{value:10.{2 if value > 0.1 else 5}f}"
        print(f"{name:24}{shown}{f'{limit:8}' if limit else ''}{'   over' if over else ''}")
    return 1 if failed else 0


def _seconds(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Of processor time, so that other work on the machine does not count."""
    start = clock()
    work()
    return clock() - start


def _fresh(program: str, times: int = 3) -> float:
    """The best of some runs of a program in a new interpreter, in seconds."""
    command = [sys.executable, "-c", program]
    return min(
        _seconds(
            lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), perf_counter
        )
        for _ in range(times)
    )


if __name__ == "__main__":
    sys.exit(main())
