"""Parquet snapshots: what the documentation says of them, run as it stands there."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman.record import Actor, Claim, Record, Report
from dragoman.store import Store, StoreError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from dragoman.snapshot import MANIFEST, SCHEMAS, publish  # noqa: E402 - needs pyarrow

PAGE = Path(__file__).parent.parent / "docs" / "store.md"
PER = Actor("PER", "state", "PER", "Pérou", "Lima")
CHL = Actor("CHL:a-paper", "media", "CHL", "A Paper", "le journal")
#: What the queries of the page give for `store`.
ANSWER = [("PER", "aid.food", 2), ("PER", "energy.gas", 1)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "s.db")
    for n in range(2):
        report = Report(f"Lima cherche du blé. Lima, du gaz. {n}", "fr", "2021", path=f"{n}.txt")
        wheat = Claim(report, "seeks", None, (PER,), (), ("aid.food",), "certain", "certain", 0, 19)
        gas = replace(
            wheat,
            stakes=("energy.gas",),
            start=21,
            end=33,
            sources=(CHL,),
            author_certainty="open" if n else "likely",
        )
        made.add(Record(report, (wheat, gas)))
    made.fail("x.txt", "is empty")
    return made


def test_what_is_in_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    made = publish(store, folder)
    assert made.rows == {
        "reports": 2,
        "sightings": 2,
        "claims": 4,
        "parts": 6,
        "stakes": 4,
        "failures": 1,
    }
    manifest = json.loads((folder / "current" / MANIFEST).read_text("utf-8"))
    for name in SCHEMAS:
        path = folder / "current" / f"{name}.parquet"
        said = manifest["files"][path.name]
        assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert said["rows"] == pq.read_table(path).num_rows == made.rows[name]
    rows = pq.read_table(folder / "current" / "claims.parquet").to_pylist()
    claims = [c for kept in store.whole() for c in kept.claims]
    for row, claim in zip(rows, claims, strict=True):
        said = claim.as_json()
        assert row["evidence"] == said["evidence"]["text"] and row["report"] == claim.report.id
        for name in ("id", "kind", "type", "certainty", "flags", "rule_ids", "attitude"):
            assert row[name] == said[name]


def test_columns_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, columns in SCHEMAS.items():
        (row,) = re.findall(rf"^\| `{name}` \|[^|]*\| `([a-z0-9_ ]+)`.*\|$", page, re.M)
        assert row.split() == list(columns)


def test_publishing_again(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "parquet"
    first = publish(store, folder).folder
    assert publish(store, folder).folder == first, "the same content, the same name"
    made = [first]
    for n in range(2):
        report = Report(f"Nouveau {n}.", "fr")
        store.add(Record(report, ()))
        made.append(publish(store, folder).folder)
    kept = sorted(p.name for p in folder.iterdir() if not p.is_symlink())
    assert kept == sorted(p.name for p in made[1:]), "the current one and the one before"
    assert (folder / "current").resolve() == made[-1].resolve()


def test_a_snapshot_that_fails_leaves_the_old_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "parquet"
    first = publish(store, folder).folder
    store.add(Record(Report("Nouveau.", "fr"), ()))

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dragoman.snapshot.sync", full)
    with pytest.raises(StoreError, match="No space left"):
        publish(store, folder)
    assert (folder / "current").resolve() == first.resolve()
    assert {p.name for p in folder.iterdir()} == {"current", first.name}


def block(tool: str) -> str:
    """The query of the page under this name."""
    page = PAGE.read_text(encoding="utf-8")
    return page.split(f"**{tool}**", 1)[1].split("```", 2)[1].partition("\n")[2]


def by_duckdb() -> list[tuple[Any, ...]]:
    duckdb = pytest.importorskip("duckdb")
    return list(duckdb.sql(block("DuckDB")).fetchall())


def by_pandas() -> list[tuple[Any, ...]]:
    pytest.importorskip("pandas")
    return list(_result("pandas").itertuples(index=False, name=None))


def by_polars() -> list[tuple[Any, ...]]:
    pytest.importorskip("polars")
    return list(_result("Polars").rows())


def _result(tool: str) -> Any:
    names: dict[str, Any] = {}
    exec(block(tool), names)  # noqa: S102 - it is our own page
    return names["result"]


@pytest.mark.parametrize("ask", [by_duckdb, by_pandas, by_polars])
def test_the_queries_of_the_page(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Any
) -> None:
    publish(store, tmp_path / "parquet")
    monkeypatch.chdir(tmp_path)
    assert ask() == ANSWER
