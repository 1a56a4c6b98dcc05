"""The rules that hold for every language: `rules/*.yaml`, loaded once and checked.

Each rule has an `id`, says what it `catches`, and has an `example` in every language with the claim
that it must give. A rule of `rules/claims.yaml` also says from which claims (`when`) which claim
follows (`then`); those of the other files are carried out where their id stands in the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.record import EVENT_TYPES, KINDS
from dragoman.tables import TableError

RULES = Path(__file__).parent.parent / "rules"
_KEYS = {"id", "catches", "example", "when", "then"}
_WHEN_KEYS = {"kind", "types", "stakes", "counterparts", "actors", "content"}
_THEN_KEYS = {"kind", "type", "turn", "stake"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it catches, its examples by language, and for a derivation its two sides."""

    id: str
    catches: str
    example: Mapping[str, str]
    when: Mapping[str, Any]
    then: Mapping[str, Any]


@cache
def load_rules() -> Mapping[str, Rule]:
    """All rules by id. Raises TableError on an unknown key, kind or type, or a repeated id."""
    rules: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.yaml")):
        with path.open(encoding="utf-8") as stream:
            entries = yaml.safe_load(stream)
        for number, entry in enumerate(entries, 1):
            rule = _rule(path, number, entry)
            if rule.id in rules:
                raise TableError(path, number, f"repeats the id {rule.id!r}")
            rules[rule.id] = rule
    return rules


def _rule(path: Path, number: int, entry: dict[str, Any]) -> Rule:
    for key in sorted(set(entry) - _KEYS):
        raise TableError(path, number, f"unknown key {key!r} (rule {number})")
    for key in ("id", "catches", "example"):
        if not entry.get(key):
            raise TableError(path, number, f"rule {number} has no {key!r}")
    for language in ("fr", "en"):
        if language not in entry["example"]:
            raise TableError(path, number, f"{entry['id']} has no example in {language!r}")
    when, then = entry.get("when", {}), entry.get("then", {})
    for key in sorted((set(when) - _WHEN_KEYS) | (set(then) - _THEN_KEYS)):
        raise TableError(path, number, f"{entry['id']}: unknown key {key!r}")
    for kind in [k for k in (when.get("kind"), then.get("kind")) if k]:
        if kind not in KINDS:
            raise TableError(path, number, f"{entry['id']}: unknown kind {kind!r}")
    for type_ in when.get("types", []):
        if type_ not in EVENT_TYPES:
            raise TableError(path, number, f"{entry['id']}: unknown type {type_!r}")
    return Rule(entry["id"], entry["catches"], entry["example"], when, then)
