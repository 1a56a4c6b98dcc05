"""What people say of claims: accepted, corrected or rejected, with the reason.

Decisions are kept beside the coding and never over it; the last one on a claim counts. A store
opened with `reviewed=True` reads with them (reviewed.sql). What was accepted or corrected can be
written as gold: one line a claim, in the form of the evaluation data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dragoman.labels import languages
from dragoman.matching.calendar_spans import from_iso
from dragoman.naming import actor_of, known_actor
from dragoman.record import (
    ATTITUDES,
    CODER_VERSION,
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
from dragoman.store import Store, StoreError
from dragoman.store_rows import body_of, claim_of, parts_of
from dragoman.world.stakes import stake_ids

DECISIONS = ("accept", "correct", "reject")
NEEDS = ("core", "optional")
TENSES = ("past", "present", "future")
LONGEST_REASON = 2000
#: The types that each kind may have; the others have none.
TYPES = {"event": EVENT_TYPES, "rule": RULE_TYPES, "response": RESPONSE_TYPES}
GOLD = (
    "id", "kind", "type", "actors", "counterparts", "stakes", "certainty", "author_certainty",
    "flags", "sources", "attitude", "time", "place", "refers_to", "need", "evidence",
)  # fmt: skip
#: What may be corrected, as a form or JSON gives it: texts, lists as words with spaces between.
FIELDS = GOLD[1:14] + ("evidence",)


class ReviewError(ValueError):
    """A decision that cannot be kept; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a claim. `corrected` is the claim as it should be, if it was corrected."""

    claim: str
    report: str
    decision: str
    reason: str
    reviewer: str
    at: str
    need: str
    corrected: Claim | None

    def as_json(self) -> dict[str, Any]:
        return {
            "claim": self.claim, "report": self.report, "decision": self.decision,
            "reason": self.reason, "reviewer": self.reviewer, "at": self.at, "need": self.need,
            "corrected": self.corrected.as_json() if self.corrected else None,
        }  # fmt: skip


def decide(
    store: Store, claim: Claim, decision: str, reason: str, *, reviewer: str = "",
    need: str = "core", fields: Mapping[str, str] | None = None, at: str | None = None,
) -> Decision:  # fmt: skip
    """Keep a decision on a claim of the store.

    Args: `fields`, with "correct": those of FIELDS that are to change. Raises ReviewError if a
    value is not the codebook's, if nothing changes, or if no reason is given (an acceptance needs
    none); StoreError if it cannot be written.
    """
    reason, reviewer = reason.strip(), reviewer.strip()
    if decision not in DECISIONS:
        raise ReviewError(f"{decision!r} is no decision; one of {', '.join(DECISIONS)}")
    if need not in NEEDS:
        raise ReviewError(f"{need!r} is no need; one of {', '.join(NEEDS)}")
    if not reason and decision != "accept":
        raise ReviewError("give the reason: whoever reads the correction wants to know it")
    if max(len(reason), len(reviewer)) > LONGEST_REASON:
        raise ReviewError(f"a reason or name has at most {LONGEST_REASON} characters")
    corrected = correct(claim, fields or {}) if decision == "correct" else None
    made = Decision(
        claim.id, claim.report.id, decision, reason, reviewer,
        at or datetime.now(UTC).isoformat(timespec="seconds"), need, corrected,
    )  # fmt: skip
    rest: tuple[Any, ...] = (None,) * 4
    if corrected is not None:
        parts = [[part, a.id, a.state] for part, group in parts_of(corrected) for a in group]
        unique = sorted(map(list, {tuple(p) for p in parts}))
        rest = (corrected.id, SCORES[corrected.certainty], body_of(corrected), json.dumps(unique))
    with store.writing() as db:
        db.execute(
            "INSERT INTO corrections (claim, report, decision, reason, reviewer, at, need, becomes,"
            " score, body, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (made.claim, made.report, decision, reason, reviewer, made.at, need, *rest),
        )
    return made


def decisions(
    store: Store, *, claim: str | None = None, report: str | None = None, all_: bool = False
) -> list[Decision]:
    """The decisions on one claim, one report or all, in the order in which they were made; the last
    one of each claim, or `all_` of them."""
    last = "" if all_ else "AND k.key IN (SELECT max(key) FROM corrections GROUP BY claim)"
    rows = list(store.rows(
        "SELECT k.claim, k.report, k.decision, k.reason, k.reviewer, k.at, k.need, k.body"
        " FROM corrections k WHERE (? IS NULL OR k.claim = ?) AND (? IS NULL OR k.report = ?)"
        f" {last} ORDER BY k.key",
        claim, claim, report, report,
    ))  # fmt: skip
    reports: dict[str, Report] = {}
    for row in rows:
        if row[7] is not None and row[1] not in reports:
            reports[row[1]] = store.report(row[1])
    return [
        Decision(
            claim, report, decision, reason, reviewer, at, need,
            claim_of(reports[report], CODER_VERSION, body) if body is not None else None,
        )
        for claim, report, decision, reason, reviewer, at, need, body in rows
    ]  # fmt: skip


def original(store: Store, prefix: str) -> str:
    """The id of the machine's claim for the id of a corrected one; any other comes back as is."""
    found = store.rows(
        "SELECT claim FROM corrections WHERE becomes BETWEEN ? AND ? || 'g'"
        " ORDER BY key DESC LIMIT 1", prefix, prefix,
    )  # fmt: skip
    row = next(found, None)
    return str(row[0]) if row else prefix


def correct(claim: Claim, fields: Mapping[str, str]) -> Claim:
    """A claim with some of FIELDS changed. Raises ReviewError if a value is not the codebook's."""
    for name in fields:
        if name not in FIELDS:
            raise ReviewError(f"{name!r} cannot be corrected; what can is {', '.join(FIELDS)}")
    known = {a.id: a for a in (*claim.actors, *claim.counterparts, *claim.sources)}
    new: dict[str, Any] = {}
    for name in ("actors", "counterparts", "sources"):
        if name in fields:
            new[name] = tuple(_actor(word, known) for word in fields[name].split())
    for name, allowed in (("stakes", stake_ids()), ("flags", FLAGS)):
        if name in fields:
            new[name] = tuple(_one_of(name, word, allowed) for word in fields[name].split())
    for name in ("place", "refers_to"):
        if name in fields:
            new[name] = tuple(fields[name].split())
    for name, allowed in (
        ("kind", KINDS), ("certainty", tuple(SCORES)), ("author_certainty", tuple(SCORES)),
        ("attitude", ATTITUDES),
    ):  # fmt: skip
        if name in fields:
            new[name] = _one_of(name, fields[name].strip(), allowed)
    kind = new.get("kind", claim.kind)
    if "type" in fields or kind != claim.kind:
        given = fields.get("type", "").strip()
        allowed = TYPES.get(kind, ("",))
        new["type"] = _one_of("type", given, allowed) or None
    if "time" in fields:
        new["time"] = _time(fields["time"].strip(), claim.time)
    if "evidence" in fields:
        new["start"], new["end"] = _slice(claim, fields["evidence"].strip())
    made = replace(claim, **new, coder=CODER_VERSION)
    if not made.sources and made.certainty != made.author_certainty:
        raise ReviewError("without a source the author speaks: give both certainties the same")
    if made == replace(claim, coder=CODER_VERSION):
        raise ReviewError("nothing was changed: accept the claim, or change a field")
    return made


def _one_of(name: str, word: str, allowed: Iterable[str]) -> str:
    if word not in allowed:
        raise ReviewError(
            f"{name}: {word!r} is none of {', '.join(a or '(empty)' for a in allowed)}"
        )
    return word


def _actor(word: str, known: Mapping[str, Actor]) -> Actor:
    """An actor by id; one that the claim names already keeps its name and office."""
    if word in known:
        return known[word]
    try:
        actor_id = actor_of(word, languages())
    except LookupError as wrong:
        raise ReviewError(str(wrong.args[0])) from wrong
    return known_actor(actor_id)


def _time(text: str, before: Time | None) -> Time | None:
    """A tense, a date, two dates (start/end), or nothing."""
    if not text:
        return None
    tense = before.tense if before else None
    if text in TENSES:
        return Time(tense=text)
    start, _, end = text.partition("/")
    try:
        from_iso(start)
        from_iso(end or start)
    except ValueError as wrong:
        raise ReviewError(f"time: {wrong}; or one of {', '.join(TENSES)}") from wrong
    return Time(start, end or None, tense)


def _slice(claim: Claim, words: str) -> tuple[int, int]:
    """Where the evidence stands: nearest to where it stood."""
    text = claim.report.text
    starts = [i for i in range(len(text)) if words and text.startswith(words, i)]
    if not starts:
        raise ReviewError("evidence: these words do not stand so in the report's text")
    start = min(starts, key=lambda i: abs(i - claim.start))
    return start, start + len(words)


def gold_rows(store: Store, report: str) -> list[dict[str, str]]:
    """What was accepted or corrected of a report, one row of GOLD a claim, in order of the text."""
    kept: list[tuple[Claim, Decision]] = []
    for d in decisions(store, report=report):
        if d.decision == "reject":
            continue
        try:
            claim = d.corrected or store.claim(d.claim)
        except StoreError:
            continue  # coded anew since, and not found again: there is nothing to accept
        kept.append((claim, d))
    kept.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[0].id))
    ids = {d.claim: f"a{n:02}" for n, (_, d) in enumerate(kept, 1)}
    return [_gold_row(ids[d.claim], claim, d.need, ids) for claim, d in kept]


def _gold_row(name: str, c: Claim, need: str, ids: Mapping[str, str]) -> dict[str, str]:
    time = (c.time.start or c.time.tense or "") if c.time else ""
    evidence = max(re.split(r"[\n\t]", c.evidence), key=len).strip()  # a cell is one line
    return {
        "id": name, "kind": c.kind, "type": c.type or "",
        "actors": " ".join(a.id for a in c.actors),
        "counterparts": " ".join(a.id for a in c.counterparts), "stakes": " ".join(c.stakes),
        "certainty": c.certainty, "author_certainty": c.author_certainty,
        "flags": " ".join(c.flags), "sources": " ".join(a.id for a in c.sources),
        "attitude": c.attitude, "time": time, "place": " ".join(p for p in c.place if " " not in p),
        "refers_to": " ".join(ids[r] for r in c.refers_to if r in ids), "need": need,
        "evidence": evidence,
    }  # fmt: skip


def gold_table(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of GOLD as tab-separated text with its header."""
    return "\n".join(["\t".join(GOLD), *("\t".join(r[c] for c in GOLD) for r in rows)]) + "\n"
