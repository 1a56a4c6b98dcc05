"""A claim in the making: what a reading says, before anybody has judged how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.matching.readings import Reading
from dragoman.record import Actor


@dataclass(slots=True)
class Draft:
    """A claim in the making. `token` is the word to judge; `negated` turns its certainty round."""

    kind: str
    type: str | None
    actors: list[Actor]
    counterparts: list[Actor]
    stakes: list[str]
    token: int
    start: int
    end: int
    rules: list[str]
    negated: bool = False
    flipped: bool = False  # the negation is in the type (REJECT), not in the certainty
    reading: Reading | None = None
    content_tokens: frozenset[int] = frozenset()
    place: list[str] = field(default_factory=list)
    answers: list[Draft] = field(default_factory=list)  # what it refers to
