"""A real Ray cluster of several nodes on this machine; a worker and a node die in mid-run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.reading import Reading
from dragoman.store import Store

ray = pytest.importorskip("ray", reason="the extra `scale` is not installed")
pytest.importorskip("ray.data")

from dragoman.scale import read_on_cluster  # noqa: E402

TEXT = "Le Pérou cherche du blé auprès du Chili, qui refuse de lui en livrer. Rapport {}."
ROOT = Path(__file__).parent.parent


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head with no room for work, and two nodes with room for one worker each."""
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the processes of the nodes
    small = {"object_store_memory": 80 << 20, "include_dashboard": False}
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **small})
    made.add_node(num_cpus=1, object_store_memory=80 << 20)
    made.doomed = made.add_node(num_cpus=1, object_store_memory=80 << 20)
    yield made
    ray.shutdown()
    made.shutdown()


def kill_a_worker() -> None:
    """The processes of the cluster's workers are called after their class."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            called = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if called.startswith(b"ray::MapWorker"):
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError("no worker to kill")


def kept(store: Path) -> list[str]:
    with Store(store, read_only=True) as reader:
        return sorted(c.as_jsonl() for c in reader.claims())


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="finds workers through /proc")
def test_a_worker_and_a_node_die_and_nothing_is_lost(cluster: Any, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for n in range(12):
        (reports / f"r{n:02}.txt").write_text(TEXT.format(n), encoding="utf-8")
    (reports / "empty.txt").write_text("")
    work, given = str(tmp_path / "work"), {"date": "2024-05-06", "language": "fr"}

    def coded() -> Iterator[Any]:
        for n, outcome in enumerate(
            read_on_cluster([str(reports)], given, work, cluster.address, mean=2)
        ):
            if n == 0:
                kill_a_worker()
            if n == 2:
                cluster.remove_node(cluster.doomed)
            yield outcome

    with Reading(Store(tmp_path / "many.db")) as reading:
        assert sum(d.reason is not None for d in reading.take(coded())) == 1
        assert (reading.reports, reading.known) == (12, 0), "each exactly once"
    with Reading(Store(tmp_path / "one.db"), workers=1, **given) as alone:
        list(alone.run([str(reports)]))
    assert kept(tmp_path / "many.db") == kept(tmp_path / "one.db") != []

    # The whole job dies after two shards: what has its part is not coded again.
    ray.shutdown()
    parts = sorted((tmp_path / "work").rglob("*.parquet"))
    old = {part: part.stat().st_mtime_ns for part in parts[2:]}
    for part in parts[:2]:
        part.unlink()
    time.sleep(0.01)
    with Reading(Store(tmp_path / "again.db")) as again:
        list(again.take(read_on_cluster([str(reports)], given, work, cluster.address, mean=2)))
    assert {part: part.stat().st_mtime_ns for part in parts[2:]} == old
    assert kept(tmp_path / "again.db") == kept(tmp_path / "one.db")
