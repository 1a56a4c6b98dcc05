"""Why a claim is there: its sentence, the parse, who is made answerable, the rules that fired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Attribution, Claim, Parsed, Record

RULES = Path(__file__).parent / "rules"
#: Words that hang on another and say little by themselves: told together with it.
_SMALL = ("det", "case", "fixed", "flat", "aux", "expl", "cc", "mark", "nummod")


@dataclass(frozen=True, slots=True)
class Node:
    """A token with its small words, its relation and part of speech in UD, and what hangs on it.
    `inside`: whether it belongs to the evidence."""

    words: str
    dep: str
    upos: str
    inside: bool
    below: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the chain of sources; `cue`, the words that attribute, "" where none do."""

    attribution: Attribution
    cue: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`before`, `evidence`, `after` make up the sentence(s); `trees`, one a sentence, and `chain`
    are empty where the parse does not hold the evidence. `rules`: (id, what it catches) in order.
    `found`: whether this version of the coder finds the claim."""

    before: str
    evidence: str
    after: str
    trees: tuple[Node, ...]
    chain: tuple[Level, ...]
    rules: tuple[tuple[str, str], ...]
    found: bool


def explain(claim: Claim, record: Record) -> Explanation:
    """All that led to a claim. `record` is its report, coded again."""
    rules = tuple((rule, catches(rule, claim.report.language)) for rule in claim.rule_ids)
    found = any(c.id == claim.id for c in record.claims)
    parsed = record.parsed
    inside = _inside(parsed, claim) if parsed is not None else []
    if parsed is None or not inside:
        return Explanation("", claim.evidence, "", (), (), rules, found)
    text = claim.report.text
    start = parsed.tokens[parsed.sentence(inside[0]).start].start
    end = parsed.tokens[parsed.sentence(inside[-1]).end - 1].end
    sentences = {parsed.sentence_number(i): parsed.sentence(i) for i in inside}.values()
    roots = [
        next(i for i in range(s.start, s.end) if parsed.tokens[i].head == i) for s in sentences
    ]
    chain = record.speech.chain(_top(parsed, inside))
    return Explanation(
        before=text[start : claim.start],
        evidence=claim.evidence,
        after=text[claim.end : end],
        trees=tuple(_node(parsed, root, set(inside)) for root in roots),
        chain=tuple(Level(a, parsed.slice(*a.cue) if a.cue else "") for a in chain),
        rules=rules,
        found=found,
    )


def catches(rule: str, language: str) -> str:
    """What a rule catches, in a few words: from rules/*.yaml or from the row of the word list that
    bears its id; empty if neither knows it."""
    if rule in _rule_texts():
        return _rule_texts()[rule]
    lexicon = load_lexicon(language)
    for predicates in lexicon.predicates.values():
        for p in predicates:
            if p.rule_id == rule:
                return f"{' '.join(p.words)} ({p.pos}) → {p.type}: « {p.example} »"
    for cues in lexicon.certainty.values():
        for cue in cues:
            if cue.rule_id == rule:
                return f"{' '.join(cue.words)} ({cue.where}): {cue.effect} {cue.label}".rstrip()
    return ""


@cache
def _rule_texts() -> dict[str, str]:
    """`catches` of every rule in rules/*.yaml, by id."""
    files = (yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted(RULES.glob("*.yaml")))
    return {rule["id"]: rule["catches"] for data in files for rule in _rules_in(data)}


def _rules_in(data: Any) -> Iterator[dict[str, str]]:
    if isinstance(data, dict):
        if "id" in data and "catches" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _rules_in(item)


def _inside(parsed: Parsed, claim: Claim) -> list[int]:
    """The tokens of the evidence."""
    return [t.i for t in parsed.tokens if claim.start <= t.start and t.end <= claim.end]


def _top(parsed: Parsed, inside: list[int]) -> int:
    """The token of the evidence that governs the most of it: the one nearest to the root."""
    return min(inside, key=lambda i: (sum(1 for _ in parsed.ancestors(i)), i))


def _node(parsed: Parsed, i: int, inside: set[int]) -> Node:
    """The tree below a token; small words stand with their heads, as in the text."""
    token = parsed.tokens[i]
    small = [k for k in parsed.children(i, *_SMALL) if not parsed.children(k)]
    words = " ".join(parsed.tokens[k].text for k in sorted([*small, i]))
    below = (
        _node(parsed, k, inside)
        for k in parsed.children(i)
        if k not in small and parsed.tokens[k].upos != "PUNCT"
    )
    return Node(words, token.dep, token.upos, i in inside, tuple(below))
