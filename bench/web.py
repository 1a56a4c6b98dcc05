"""How fast the pages are on a large store: each page asked for, cold and warm.

    python bench/web.py [--claims N] [--store FILE] [--rounds N]

The store is made by this script (claims of a grammar of its own, over real actors and stakes) and
kept for the next run where --store says so. Status 1: the first page is over its limit.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from fastapi.testclient import TestClient
from floors import pinned

from dragoman.record import SCORES, Actor, Claim, Record, Report, Time
from dragoman.store import Store
from dragoman.web.app import create_app
from dragoman.world.actors import states
from dragoman.world.stakes import stake_ids

CLAIMS_A_REPORT = 40
VERBS = {"seeks": "seeks", "gives": "can give", "event": "met", "assessment": "worries"}
PAGES = (
    "/", "/claims", "/claims?kind=seeks&min_certainty=likely", "/claims?words=ammunition",
    "/claims?page=400", "/exchange/RUS/PRK", "/actors/RUS", "/sources", "/timeline", "/network",
    "/api/claims?limit=100",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    limit = pinned("limits")
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "store.db"
        if not path.exists():
            fill(path, options.claims)
        return measure(path, options.rounds, limit["first_page_seconds"])


def measure(path: Path, rounds: int, limit: float) -> int:
    """Cold: of an application that has just been made, and has nothing counted yet; the median of
    the rounds, in seconds passed and in seconds of the processor (on a busy machine the first says
    more of the others than of us)."""
    first = 0.0
    print(f"{'page':44}{'cold':>10}{'processor':>10}{'warm':>10}{'bytes':>11}")
    for page in PAGES:
        cold: list[float] = []
        worked: list[float] = []
        warm: list[float] = []
        for _ in range(rounds):
            client = TestClient(create_app(path), base_url="http://127.0.0.1")
            client.get("/about")  # what is loaded once a run: templates, words, tables
            for times in (cold, warm):
                start, work = perf_counter(), process_time()
                answer = client.get(page)
                times.append(perf_counter() - start)
                if times is cold:
                    worked.append(process_time() - work)
                assert answer.status_code == 200, f"{page}: {answer.status_code}"
        told = "".join(f"{median(times) * 1000:7.0f} ms" for times in (cold, worked, warm))
        print(f"{page:44}{told}{len(answer.content):11,}")
        first = first or median(cold)
    if first > limit:
        print(f"the first page took {first:.3f} s; the limit is {limit} s", file=sys.stderr)
        return 1
    return 0


def fill(path: Path, claims: int) -> None:
    with Store(path) as store:
        for record in records(claims, random.Random(7)):
            store.add(record)


def records(claims: int, chance: random.Random) -> Iterator[Record]:
    """Reports of forty sentences, one claim each. Few actors are in most of them, as in the
    news."""
    everybody = [Actor(iso3, "state", iso3, iso3) for iso3 in states()]
    known = [Actor(i, "state", i, i) for i in ("RUS", "PRK", "USA", "CHN", "UKR", "IRN", "FRA")]
    stakes, labels = stake_ids(), tuple(SCORES)
    for number in range(claims // CLAIMS_A_REPORT):
        sentences, places = [], []
        at = 0
        for i in range(CLAIMS_A_REPORT):
            a, b, c = chance.sample(known if chance.random() < 0.5 else everybody, 3)
            kind, stake = chance.choice(tuple(VERBS)), chance.choice(stakes)
            what = f"{VERBS[kind]} {stake.replace('.', ' ')} {b.id} {number} {i}"
            words = f"{c.id} says that {a.id} {what}."
            sentences.append(words)
            places.append((at, at + len(words), kind, a, b, c, stake))
            at += len(words) + 1
        year, month, day = (chance.randrange(*r) for r in ((2010, 2026), (1, 13), (1, 29)))
        date = f"{year}-{month:02}-{day:02}"
        report = Report(" ".join(sentences), "en", date, f"Paper {number % 50}", f"Report {number}",
                        path=f"{number}.txt")  # fmt: skip
        found = []
        for start, end, kind, a, b, c, stake in places:
            sure = chance.choice(labels)
            said = (c,) if chance.random() < 0.6 else ()
            found.append(Claim(
                report, kind, "CONSULT" if kind == "event" else None, (a,), (b,), (stake,), sure,
                chance.choice(labels) if said else sure, start, end, sources=said,
                time=Time(date, None, "past"), rule_ids=("bench.rule",),
            ))  # fmt: skip
        yield Record(report, tuple(found))


if __name__ == "__main__":
    sys.exit(main())
