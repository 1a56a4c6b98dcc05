"""What befalls a store: processes killed, disks that fail. The long versions: bench/faults.py."""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.store import Store

sys.path.append(str(Path(__file__).parent.parent / "bench"))

from faults_kill import blocks, strike, writing  # noqa: E402 - where the bench lies
from made_reports import record  # noqa: E402


def test_kill_at_random_moments(tmp_path: Path) -> None:
    records = [record(n, 6) for n in range(60)]
    with Store(tmp_path / "whole.db") as store:
        for one in records:
            store.add(one)
    whole = blocks(tmp_path / "whole.db")
    assert len(whole) == len(records)
    told = strike(writing(records), whole, tmp_path, kills=10, longest=0.25)
    assert told.kills >= 10 and told.acknowledged and told.rounds
    assert told.broken == []
