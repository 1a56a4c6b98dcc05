"""The whole way on the reports of examples/, which are the project's own writing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dragoman.exchange import exchange
from dragoman.pipeline import code
from dragoman.record import Record, Report
from dragoman.stages.read import read
from dragoman.stages.read_language import installed
from dragoman.store import Store

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SCHEMA = json.loads((ROOT / "docs" / "claim.schema.json").read_text(encoding="utf-8"))
LANGUAGES = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())


def reports(language: str) -> list[Report]:
    if language not in installed():
        pytest.skip(f"there is no model for {language}")
    found = list(read(EXAMPLES / language))
    assert all(isinstance(r, Report) for r in found), found
    return [r for r in found if isinstance(r, Report)]


@pytest.fixture(scope="module")
def french() -> list[Record]:
    return [code(report) for report in reports("fr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_are_known_by_their_index(language: str) -> None:
    found = reports(language)
    assert len(found) >= 3
    assert all(r.date and r.outlet and r.title and r.language == language for r in found)
    assert all(len(r.text.split()) >= 400 for r in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_claims_are_valid_and_rest_on_the_text(language: str) -> None:
    validator = Draft202012Validator(SCHEMA)
    for report in reports(language):
        claims = code(report).claims
        assert len(claims) >= 10
        ids = {claim.id for claim in claims}
        for claim in claims:
            assert list(validator.iter_errors(claim.as_json())) == []
            assert claim.evidence == report.text[claim.start : claim.end] == claim.evidence.strip()
            assert set(claim.refers_to) <= ids
            assert report.zone_at(claim.start) != "credit"
            if report.zone_at(claim.start) == "caption":
                assert "caption" in claim.flags


def test_the_french_reports_show_what_the_coder_is_for(french: list[Record]) -> None:
    claims = [claim for record in french for claim in record.claims]
    assert {claim.kind for claim in claims} >= {"event", "seeks", "gives", "rule", "response"}
    assert any(len(claim.sources) >= 2 for claim in claims), "no source that cites a source"
    assert any(claim.author_certainty == "reported" for claim in claims), "no reportive conditional"
    assert any("contested" in claim.flags for claim in claims), "no denial"
    assert {claim.type for claim in claims} >= {"denies", "not_confirmed", "forbids"}


def test_an_exchange_from_reading_to_law(french: list[Record], tmp_path: Path) -> None:
    """Who seeks what from whom, what meets it, and what forbids it, over a store."""
    with Store(tmp_path / "store.db") as store:
        assert [store.add(record) for record in french] == [True] * len(french)
        assert [store.add(record) for record in french] == [False] * len(french), "kept twice"
        table = exchange(store.claims(["RUS", "PRK"]), "RUS", "PRK")
    assert table.a_seeks and table.b_can_give and table.b_seeks and table.a_can_give
    assert all(row.claims for row in table.rows)
    assert {o.instrument for row in table.b_can_give for o in row.obstacles} >= {"S/RES/1874"}


def test_the_same_words_give_the_same_claims() -> None:
    """Whatever the seed of Python's hashes."""
    reports("fr")
    command = [sys.executable, "-m", "dragoman.cli", "read", "--no-store", "--format", "jsonl",
               str(EXAMPLES / "fr" / "iran-russie.txt")]  # fmt: skip
    runs = [
        subprocess.run(
            command,
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": n},
        ).stdout
        for n in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_a_report_and_its_translation_give_the_same_exchange() -> None:
    """One set of rules for every language: the table of a pair does not depend on the language."""
    tables = {}
    for language in ("fr", "en"):
        records = [code(r) for r in reports(language) if r.date == "2024-04-12"]
        assert len(records) == 1
        table = exchange(records[0].claims, "RUS", "PRK")
        tables[language] = {
            name: sorted(row.stake for row in getattr(table, name))
            for name in ("a_seeks", "b_can_give", "b_seeks", "a_can_give")
        }
    assert tables["fr"] == tables["en"]
    assert all(tables["fr"].values())
