"""A long run of reports through one process, and what it holds in memory along the way."""

from __future__ import annotations

import gc
from pathlib import Path
from time import monotonic

from made_reports import reports

from dragoman.pipeline import code
from dragoman.store import Store

_SHOWN = 20  # lines of a run


def resident() -> float:
    """Memory of this process that is not shared with a file, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise OSError("no RssAnon in /proc/self/status")


def run(folder: Path, count: int, sentences: int, warm_up: int | None = None) -> float:
    """Code and keep so many made reports of so many sentences; how much the memory has grown since
    `warm_up` of them (else a tenth), as a share. All in this process, so that nothing is out of
    sight."""
    warm_up = warm_up or count // 10
    path = folder / "soak.db"
    path.unlink(missing_ok=True)
    settled = highest = 0.0
    begun = monotonic()
    with Store(path) as store:
        for done, report in enumerate(reports(count, sentences=sentences), 1):
            store.add(code(report))
            if done == warm_up:
                gc.collect()
                settled = highest = resident()
            if done > warm_up and done % max(1, count // 200) == 0:
                highest = max(highest, resident())
            if done % max(1, count // _SHOWN) == 0:
                rate = done / (monotonic() - begun)
                print(f"  {done} reports: {resident():.0f} MB, {rate:.1f} a second", flush=True)
    print(f"  {settled:.0f} MB after {warm_up}, at most {highest:.0f} MB later")
    return highest / settled - 1
