"""What befalls a store and a batch, at length: the figures of docs/faults.md.

    python bench/faults.py [kill] [disk] [readers] [determinism] [soak] [--folder DIR] [--share X]

With no name, all but the soak, which takes half an hour or more. `--share` does a part of each
(0.1: a tenth).
Status 1: something was broken, or is over the limits of faults.yaml.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import faults_readers
import faults_soak
from faults_kill import Blows, blocks, reading, strike, writing
from made_reports import record, reports

from dragoman.store import Store
from dragoman.tables import read_yaml

HERE = Path(__file__).parent
_FAULTS = ("kill", "disk", "readers", "determinism", "soak")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("faults", nargs="*", choices=[*_FAULTS, []], default=_FAULTS[:-1])
    parser.add_argument("--folder", type=Path, help="where to work; kept, and used again")
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    limits = read_yaml(HERE / "faults.yaml", _FAULTS)
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for name in options.faults:
            (folder / name).mkdir(parents=True, exist_ok=True)
            begun = monotonic()
            wrong = _RUNS[name](folder / name, limits[name], options.share)
            failed += bool(wrong)
            print(f"{name}: {wrong or 'holds'} ({monotonic() - begun:.0f} s)", flush=True)
    return 1 if failed else 0


def write_jsonl(path: Path, count: int, order: int = 1) -> None:
    """Made reports as JSON lines, as `dragoman read` takes them; from the last, if order is -1."""
    with path.open("w", encoding="utf-8") as out:
        for one in list(reports(count))[::order]:
            row = {"text": one.text, "title": one.title, "date": one.date, "outlet": one.outlet,
                   "language": one.language}  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def kill(folder: Path, limits: dict[str, Any], share: float) -> str:
    """Half of the blows on writing alone, half on the whole journey, a tenth of these on two
    workers."""
    from dragoman.worker import warm

    kills = max(4, round(limits["kills"] * share))
    records = [record(n) for n in range(400)]
    source = folder / "reports.jsonl"
    write_jsonl(source, 60)
    warm()  # the children are forked with the models loaded, or there would be little but loading
    cases = [
        ("writing", writing(records), kills // 2, 1.5),
        ("reading", reading(source), kills - kills // 2 - kills // 20, 2.0),
        ("reading with 2 workers", reading(source, 2), kills // 20, 8.0),
    ]
    told = []
    for name, batch, times, longest in cases:
        whole_at = folder / f"{name}.db"
        batch(whole_at, os.open(os.devnull, os.O_WRONLY))
        with tempfile.TemporaryDirectory(dir=folder) as work:
            blows = strike(batch, blocks(whole_at), Path(work), times, longest)
        print(
            f"  {name}: {blows.kills} kills, {blows.acknowledged} reports acknowledged,"
            f" {blows.rounds} batches brought to their end, broken: {blows.broken}",
            flush=True,
        )
        told.append(blows)
    return _blamed(told, kills)


def _blamed(told: list[Blows], kills: int) -> str:
    broken = [what for blows in told for what in blows.broken or ()]
    if broken:
        return f"broken: {broken}"
    return "" if sum(b.kills for b in told) >= kills else "too few kills"


def compiled(folder: Path) -> Path | None:
    """failing_disk.c, compiled; None where there is no compiler."""
    made = folder / "failing_disk.so"
    command = [
        "cc",
        "-shared",
        "-fPIC",
        "-O1",
        "-o",
        str(made),
        str(HERE / "failing_disk.c"),
        "-ldl",
    ]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        return None
    return made


def disk(folder: Path, limits: dict[str, Any], share: float) -> str:
    """Every write of adding, lifting and publishing fails once, for good and for once."""
    library = compiled(folder)
    if library is None:
        return "no C compiler: not measured"
    step = max(1, round(1 / share))
    command = [sys.executable, str(HERE / "faults_disk.py"), str(folder / "work"), "6", str(step)]
    env = os.environ | {"LD_PRELOAD": str(library)}
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    for name, one in found.items():
        print(f"  {name}: {one['writes']} writes, {one['failures']} failures, told {one['told']},"
              f" broken: {one['broken']}")  # fmt: skip
    if any(one["broken"] for one in found.values()):
        return "broken"
    enough = sum(one["failures"] for one in found.values()) >= limits["failures"] * share
    return "" if enough else "too few failures"


def readers(folder: Path, limits: dict[str, Any], share: float) -> str:
    """One writer and eight readers on a store of a million claims."""
    path = folder / "store.db"
    claims = round(limits["claims"] * share)
    faults_readers.fill(path, claims)
    found = faults_readers.measure(path, seconds=60)
    print(f"  {claims:,} claims, {path.stat().st_size / 1e9:.2f} GB: {found}")
    if found.errors > limits["errors"]:
        return f"errors: {found.errors}"
    return "" if found.p99_ms < limits["p99_ms"] else f"p99 {found.p99_ms:.0f} ms"


def determinism(folder: Path, limits: dict[str, Any], share: float) -> str:
    """The same reports by 1, 2 and 8 workers, in two orders, with three seeds of the hash."""
    count = max(10, round(200 * share))
    hashes = set()
    for workers in (1, 2, 8):
        for seed, order in (("0", 1), ("1", -1), ("4242", 1)):
            write_jsonl(folder / "a.jsonl", count, order)
            found = whole_hash(folder / "a.jsonl", folder / "s.db", workers, seed)
            print(f"  workers {workers}, order {order:+}, PYTHONHASHSEED {seed}: {found[:16]}")
            hashes.add(found)
    return "" if len(hashes) == limits["hashes"] else f"{len(hashes)} different exports"


def whole_hash(source: Path, path: Path, workers: int, seed: str) -> str:
    """SHA-256 of what a fresh `dragoman read` makes of a source."""
    path.unlink(missing_ok=True)
    env = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "dragoman.cli", "read", str(source), "--store", str(path),
               "--workers", str(workers)]  # fmt: skip
    subprocess.run(command, env=env, check=True, capture_output=True)
    with Store(path, read_only=True) as store:
        return hash_of(store)


def hash_of(store: Store) -> str:
    """SHA-256 of the whole export, where the reports were met apart."""
    digest = hashlib.sha256()
    for line in store.export_lines():
        digest.update(_placeless(line).encode())
    return digest.hexdigest()


def _placeless(line: str) -> str:
    """A line of the export without paths: in another order a report has another line number."""
    told = json.loads(line)
    for one in (told, told.get("report", {}), *told.get("sightings", ())):
        one.pop("path", None)
    return json.dumps(told)


def soak(folder: Path, limits: dict[str, Any], share: float) -> str:
    """A hundred thousand short reports in one run of one process."""
    count = round(limits["reports"] * share)
    grown = faults_soak.run(folder, count, limits["sentences"])
    return "" if grown <= limits["growth"] else f"memory grew by {grown:.1%}"


_RUNS: dict[str, Callable[[Path, dict[str, Any], float], str]] = {
    "kill": kill, "disk": disk, "readers": readers, "determinism": determinism, "soak": soak,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
