"""The JSON of a claim against its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.record import (
    ACTOR_KINDS,
    ATTITUDES,
    EVENT_TYPES,
    FLAGS,
    KINDS,
    RESPONSE_TYPES,
    RULE_TYPES,
    SCORES,
    Actor,
    Claim,
    Report,
    Time,
)

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "docs" / "claim.schema.json").read_text(encoding="utf-8")
)
REPORT = Report("Minsk demande du blé à Dakar.", "fr", date="2021-05", outlet="Essai", path="a.txt")
MINSK = Actor("BLR", "state", "BLR", "Biélorussie", "Minsk")
DAKAR = Actor("SEN", "state", "SEN", "Sénégal", "Dakar")
CLAIM = Claim(
    REPORT, "seeks", None, (MINSK,), (DAKAR,), ("aid.food",), "certain", "certain", 0, 28,
    flags=("headline",), time=Time("2021", None, "present", "en 2021"), rule_ids=("exchange.seeks",),
)  # fmt: skip


def errors(claim: dict[str, Any]) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(claim)
    return sorted(f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in found)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_claim_is_valid_and_whole() -> None:
    assert errors(CLAIM.as_json()) == []
    assert list(CLAIM.as_json()) == SCHEMA["required"] == list(SCHEMA["properties"])
    assert json.loads(CLAIM.as_jsonl()) == CLAIM.as_json()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "wish"},
        {"type": "AGREE"},  # a type of events, on a `seeks`
        {"kind": "event", "type": None},
        {"certainty": "sure"},
        {"flags": ["headline", "headline"]},
        {"stakes": ["Food aid"]},
        {"attitude": "says"},
        {"actors": [{"id": "Minsk"}]},
        {"actors": [MINSK.as_json() | {"kind": "country"}]},
        {"time": {"start": "in 2021", "end": None, "tense": None, "text": None}},
        {"evidence": {"start": 0, "end": 0, "text": ""}},
        {"joint_sources": [DAKAR.as_json()]},  # beside whom?
        {"sentiment": 1},
    ],
    ids=str,
)
def test_what_the_codebook_does_not_know_is_refused(change: dict[str, Any]) -> None:
    assert errors(CLAIM.as_json() | change)


def test_schema_and_record_know_the_same_labels() -> None:
    properties, shared = SCHEMA["properties"], SCHEMA["$defs"]
    by_kind = [rule["then"]["properties"]["type"].get("enum") for rule in SCHEMA["allOf"][:3]]
    assert properties["kind"]["enum"] == list(KINDS)
    assert by_kind == [list(EVENT_TYPES), list(RULE_TYPES), list(RESPONSE_TYPES)]
    assert properties["flags"]["items"]["enum"] == list(FLAGS)
    assert properties["attitude"]["enum"] == list(ATTITUDES)
    assert set(shared["label"]["enum"]) == set(SCORES)
    assert shared["actor"]["properties"]["kind"]["enum"] == list(ACTOR_KINDS)
