"""Shards and their parts: the same in every run, and whole or not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.record import Actor, Claim, Record, Report, Time, Zone
from dragoman.shards import Parts, Piece, plan, shards, sources
from dragoman.stages.read import Failure, Given, Source, read_one
from dragoman.stages.read import read as read_alone
from dragoman.stages.read_page import Pages

TEXT = "Le Pérou cherche du blé auprès du Chili, qui refuse de lui en livrer. C'est le rapport {}."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for n in range(60):
        (made / f"r{n:02}.txt").write_text(TEXT.format(n), encoding="utf-8")
    lines = [
        json.dumps({"text": TEXT.format(f"L{n}"), "outlet": f"Journal {n}"}) for n in range(120)
    ]
    (made / "s.jsonl").write_text("\n".join(lines) + "\n\n{broken\n", encoding="utf-8")
    (made / "index.tsv").write_text("name\tlanguage\tdate\toutlet\nr07\tfr\t2024-02-03\tLe Soir\n")
    return made


def pieces(folder: Path, **given: str) -> list[Piece]:
    return [p for p in plan(str(folder), **given) if isinstance(p, Piece)]


def test_what_is_shared_out_is_what_one_machine_reads(folder: Path) -> None:
    found: list[Report | Failure] = []
    with Pages() as pages:
        for shard in shards(pieces(folder, language="fr"), mean=8):
            for _, source in sources(shard):
                assert isinstance(source, Source)
                found.append(read_one(source, pages))
    assert found == list(read_alone(folder, language="fr"))
    assert [r.date for r in found if isinstance(r, Report) and r.path and "r07" in r.path] == [
        "2024-02-03"
    ]


def test_the_same_sources_make_the_same_shards_and_one_more_changes_one(folder: Path) -> None:
    before = {s.name for s in shards(pieces(folder), mean=5)}
    assert before == {s.name for s in shards(pieces(folder), mean=5)} and len(before) > 5
    (folder / "r30b.txt").write_text(TEXT.format("30b"), encoding="utf-8")
    assert len({s.name for s in shards(pieces(folder), mean=5)} - before) in (1, 2)
    assert not before & {s.name for s in shards(pieces(folder, date="2024"), mean=5)}


def test_what_cannot_be_planned_is_said(tmp_path: Path) -> None:
    (gone,) = plan(str(tmp_path / "none"))
    (empty,) = plan(str(tmp_path))
    assert isinstance(gone, Failure) and gone.reason == "does not exist"
    assert isinstance(empty, Failure) and empty.reason.startswith("holds no file")


def test_a_file_that_goes_before_it_is_read_fails_alone(folder: Path) -> None:
    planned = pieces(folder)[:3]
    (folder / "r01.txt").unlink()
    (shard,) = shards(planned, mean=1 << 60)
    kinds = [type(source) for _, source in sources(shard)]
    assert kinds == [Source, Failure, Source]


def test_parts_give_back_what_was_put_in(tmp_path: Path) -> None:
    report = Report(
        "Lima cherche du blé.",
        "fr",
        "2024",
        "Le Soir",
        path="a.txt",
        zones=(Zone(0, 4, "headline"),),
    )
    actor = Actor("PER", "state", "PER", "Pérou", "Lima")
    claim = Claim(report, "seeks", None, (actor,), (), ("aid.food",), "certain", "likely", 0, 19,
                  time=Time("2024", None, "present", "demain"), rule_ids=("r",))  # fmt: skip
    piece = Piece("a.txt", "folder", "a.txt", Given(date="2024"), "00" * 8)
    (shard,) = shards([piece], mean=1)
    parts = Parts(str(tmp_path / "work"), "tables-1")
    outcomes = [(piece, Record(report, (claim,))), (piece, Failure("b.txt", "is empty"))]
    assert parts.done() == set()
    parts.write(shard, outcomes)
    parts.write(shard, outcomes)
    assert parts.done() == {shard.name}
    read = list(parts.read(shard.name))
    assert [r[:2] for r in read] == [("folder", {"date": "2024"})] * 2
    assert [r[2] for r in read] == [o for _, o in outcomes]
    assert Parts(str(tmp_path / "work"), "tables-2").done() == set(), "of other tables"
