"""Reading on many machines, with Ray; the only file that imports it.

The journey of a report is the same as on one: shards.py cuts the sources into shards, each worker
codes a shard with processes of its own (workers.py: a report that takes too much ends none but its
process) and writes its part. The process that was started by the user alone writes the store, from
the parts, as they come. A worker, a machine or the whole run may die at any time: what has its part
is done, and the next run does the rest; the store takes a report once, however often it comes.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # no word to anybody outside
os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its own files say the rest

import ray  # noqa: E402
from ray.data import ActorPoolStrategy, DataContext  # noqa: E402

from dragoman.editions import tables  # noqa: E402
from dragoman.record import Record, Report  # noqa: E402
from dragoman.shards import MEAN, Outcome, Parts, Piece, Shard, plan, shards, sources  # noqa: E402
from dragoman.stages.read import Failure, Source  # noqa: E402
from dragoman.workers import code_all  # noqa: E402

#: Shards that Ray is given at once: they are listed in its memory.
_WAVE = 10_000
#: Of a cluster that is started here: room for the list of shards, and no more.
_OBJECTS = 100 << 20  # bytes


class Coder:
    """A worker of the cluster: codes shard after shard, each to its part, in a process that loads
    the models once. Raises RuntimeError if this machine's tables are not those of the one that
    sends the shards: its claims would be others."""

    def __init__(self, folder: str, edition: str) -> None:
        if tables() != edition:
            raise RuntimeError(
                f"this machine has the tables {tables()}, not {edition}: install the same dragoman"
            )
        self._parts = Parts(folder, edition)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """A batch of shards; the answer is their names. The part may be there already, if a worker
        died between writing it and saying so."""
        done = self._parts.done()
        todo: list[Shard] = [pickle.loads(shard) for shard in batch["shard"]]
        for shard in todo:
            if shard.name not in done:
                self._parts.write(shard, _coded(shard))
        return {"name": [shard.name for shard in todo]}


def _coded(shard: Shard) -> Iterator[tuple[Piece, Record | Failure]]:
    begun: deque[Piece] = deque()

    def noted() -> Iterator[Source | Failure]:
        for piece, source in sources(shard):
            begun.append(piece)
            yield source

    for outcome in code_all(noted(), lambda report: False, workers=1):
        assert not isinstance(outcome, Report)
        yield begun.popleft(), outcome


def read_on_cluster(
    roots: Iterable[str],
    given: dict[str, str],
    work: str,
    address: str | None = None,
    mean: int = MEAN,
) -> Iterator[Outcome]:
    """What comes of the sources under these files and folders, in no order.

    Args: `given` goes for every report (date, outlet, title, language). `work`: a folder that every
    machine reaches, for the parts; those that are there are not made again. `address`: a cluster
    that runs ("auto", "host:port", "ray://…"); without it one is started here, on all cores.
    `mean`: sources in a shard, more or less; other shards have other parts.
    """
    edition = tables()
    parts = Parts(work, edition)
    found: list[tuple[str, Failure]] = []
    waiting = shards(_pieces(roots, given, found), mean)
    done = parts.done()
    while wave := list(islice(waiting, _WAVE)):
        todo = [shard for shard in wave if shard.name not in done]
        for shard in wave:
            if shard.name in done:
                yield from parts.read(shard.name)
        for name in _run(todo, work, edition, address):
            yield from parts.read(name)
    yield from ((root, given, failure) for root, failure in found)


def _pieces(
    roots: Iterable[str], given: dict[str, str], found: list[tuple[str, Failure]]
) -> Iterator[Piece]:
    """The pieces; what cannot be read at all is put into `found`."""
    for root in roots:
        for item in plan(root, **given):
            if isinstance(item, Failure):
                found.append((root, item))
            else:
                yield item


def _run(todo: list[Shard], work: str, edition: str, address: str | None) -> Iterator[str]:
    """The names of the shards, each when its part is written."""
    if not todo:
        return
    _connect(address)
    rows = [{"shard": pickle.dumps(shard)} for shard in todo]
    cores = ray.cluster_resources().get("CPU", 1)  # type: ignore[no-untyped-call]
    most = max(1, min(len(rows), int(cores)))
    # One shard, one block, one task: what a death costs. Ray gives the tasks of a dead worker to
    # others, and starts as many workers as there is room for.
    coded = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Coder, fn_constructor_args=(work, edition), batch_size=1, num_cpus=1,
        compute=ActorPoolStrategy(min_size=1, max_size=most, initial_size=most),
    )  # fmt: skip
    for row in coded.iter_rows():
        yield str(row["name"])


def _connect(address: str | None) -> None:
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    if not ray.is_initialized():
        here: dict[str, Any] = {"object_store_memory": _OBJECTS, "include_dashboard": False}
        ray.init(
            address or "local", log_to_driver=False, logging_level=logging.ERROR,
            **({} if address else here),
        )  # fmt: skip
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
