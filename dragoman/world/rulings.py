"""What the law says on a day: of one transfer, of a target, and what changed between two days.

A ruling gathers all that the tables hold on "A gives S to B on day D": the verdict, what stands in
the way, what is expressly allowed, the nearest measures where nothing does, and how states voted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dragoman.jsonl import read_objects
from dragoman.record import Actor
from dragoman.world.law import (
    Obstacle,
    acting_id,
    exemptions,
    goods_extent,
    is_among,
    latest_day,
    obstacles,
    verdict,
)
from dragoman.world.law_tables import DAY, KNOWN_TO, PARTY, Instrument, Measure, load_law
from dragoman.world.nearest import Near, nearest

#: Verdicts that rest on nothing that forbids: then the nearest measures are told.
OPEN = ("not_in_force", "no_express_ban")
#: Verdicts that also rest on what lets the stake through with notice or permission.
_EXEMPTED_TOO = ("notification_or_exemption", "national_only")
#: How votes are written in answers to cases.
_LETTERS = {"for": "Y", "against": "N", "abstained": "A", "absent": "absent"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the law says of one transfer on a day. `verdict` is one of law.VERDICTS; `verified` is
    False where it rests on paragraphs that nobody has read on a page; `nearest` is filled where
    nothing forbids; `ballots` are the votes on all instruments of the regimes concerned."""

    giver: str
    receiver: str
    stake: str
    goods: str | None
    on: str
    verdict: str
    obstacles: tuple[Obstacle, ...]
    allowed: tuple[Obstacle, ...]
    nearest: tuple[Near, ...]
    ballots: tuple[Instrument, ...]

    @property
    def deciding(self) -> tuple[Obstacle, ...]:
        """The obstacles on which the verdict rests."""
        if self.verdict in OPEN:
            return ()
        against = [o for o in self.obstacles if o.measure.force != "calls"]
        binds = self.verdict != "national_only"  # else what must be obeyed does not decide
        strong = [o for o in against if o.strong == binds] or against
        whole = [o for o in strong if o.extent == "whole"] or strong
        modes = {"forbidden": ("ban",), "contested": ("ban",), "capped": ("cap",)}
        chosen = [
            o for o in whole
            if o.measure.mode in modes.get(self.verdict, (o.measure.mode,))
            and (self.verdict in _EXEMPTED_TOO or not o.exempted)
        ]  # fmt: skip
        return tuple(chosen)

    @property
    def verified(self) -> bool:
        """Whether somebody has read on a page at least one paragraph on which the verdict rests."""
        return not self.deciding or any(o.measure.checked for o in self.deciding)

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.giver, "to": self.receiver, "stake": self.stake, "good": self.goods,
            "on": self.on, "verdict": self.verdict, "verified": self.verified,
            "known_to": KNOWN_TO,
            "obstacles": [obstacle_json(o) for o in self.obstacles],
            "allowed": [obstacle_json(o) for o in self.allowed],
            "nearest": [
                {**measure_json(n.measure, latest_day(self.on)), "misses": list(n.misses)}
                for n in self.nearest
            ],
            "votes": {i.name: ballot_json(i) for i in self.ballots},
        }  # fmt: skip


def rule_on(
    giver: str | Actor,
    receiver: str | Actor,
    stake: str,
    on: str,
    goods: str | None = None,
    about: str | None = None,
) -> Ruling:
    """The ruling on a transfer.

    Args as for law.obstacles; `about`, an actor whose regimes' votes are told too. Raises KeyError
    for an unknown stake or kind of goods.
    """
    return _rule_on(acting_id(giver), acting_id(receiver), stake, on, goods, about)


@lru_cache(maxsize=8192)  # one table, and the next, asks the same of many claims
def _rule_on(
    giver: str, receiver: str, stake: str, on: str, goods: str | None, about: str | None
) -> Ruling:
    asked = giver, receiver, stake, on, goods
    found, said = obstacles(*asked), verdict(*asked)
    allowed = exemptions(*asked)
    sides = [s for s in (about, *asked[:2]) if s]
    return Ruling(
        giver, receiver, stake, goods, on, said, found, allowed,
        nearest(*asked) if said in OPEN else (),
        _ballots(sides, [o.measure.instrument for o in (*found, *allowed)]),
    )  # fmt: skip


def _ballots(sides: Iterable[str], named: Iterable[Instrument]) -> tuple[Instrument, ...]:
    """Instruments put to a vote, in order: those named, and all of the regimes about the sides."""
    law = load_law()
    states = {side.partition(":")[0] for side in sides}
    regimes = {i.regime for i in named if i.votes is not None}
    regimes |= {
        r.id for r in law.regimes.values() if states & {t.partition(":")[0] for t in r.targets}
    }
    found = [i for i in law.instruments.values() if i.votes is not None and i.regime in regimes]
    return tuple(sorted(found, key=lambda i: (i.adopted, i.name)))


def measures_on(
    target: str,
    on: str,
    stake: str | None = None,
    giver: str | None = None,
    receiver: str | None = None,
    goods: str | None = None,
) -> tuple[Measure, ...]:
    """Measures in force on a day that name a target, by day of adoption and paragraph.

    `stake` and `goods`: those that cover it, in whole or in part. `giver` or `receiver`, where it
    is the target: those that run in that direction.
    """
    day = latest_day(on)
    found = [
        m for m in load_law().measures
        if m.period_on(day) and _about(m, target, day) and _fits(m, stake, goods)
        and _runs(m, target, giver, receiver)
    ]  # fmt: skip
    return tuple(sorted(found, key=_in_order))


def _about(m: Measure, target: str, day: str) -> bool:
    """Whether a measure names the target, or a party or place in that state."""
    if "*" in m.target:
        return False
    inside = ":" not in target and any(t.startswith(target + ":") for t in m.target)
    return inside or is_among(load_law(), target, m.target, day)


def _fits(m: Measure, stake: str | None, goods: str | None) -> bool:
    if stake is None and goods is None:
        return True
    return goods_extent(load_law(), m.goods, stake or "", goods) is not None


def _runs(m: Measure, target: str, giver: str | None, receiver: str | None) -> bool:
    state = target.partition(":")[0]
    if giver is not None and giver.partition(":")[0] == state:
        return m.direction != "to_target"
    if receiver is not None and receiver.partition(":")[0] == state:
        return m.direction != "from_target"
    return True


def _in_order(m: Measure) -> tuple[object, ...]:
    """UN before treaties before national acts; then by day and number of the paragraph."""
    digits = "".join(c if c.isdigit() else " " for c in m.paragraph).split()
    return (
        m.force in ("national", "political"), m.instrument.issuer, m.adopted, m.instrument.name,
        [int(d) for d in digits], m.paragraph, m.id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for a target from one day to another: instruments adopted, or put to the vote
    in vain, between the two; measures that came into force, those that ended, and those that came
    and went in between."""

    target: str
    since: str
    until: str
    adopted: tuple[Instrument, ...]
    added: tuple[Measure, ...]
    ended: tuple[Measure, ...]
    passed: tuple[Measure, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "target": self.target, "since": self.since, "until": self.until, "known_to": KNOWN_TO,
            "adopted": [instrument_json(i) for i in self.adopted],
            "added": [measure_json(m, latest_day(self.until)) for m in self.added],
            "ended": [measure_json(m, latest_day(self.since)) for m in self.ended],
            "passed": [measure_json(m, latest_day(self.until)) for m in self.passed],
        }  # fmt: skip


def changes(
    target: str,
    since: str,
    until: str,
    stake: str | None = None,
    giver: str | None = None,
    receiver: str | None = None,
    goods: str | None = None,
) -> Change:
    """What came into force and what ended between two days, the latter's law against the former's.

    Both days count whole, and of a month or year the last day. Other args as for measures_on.
    Raises ValueError where the second day is not after the first.
    """
    first, last = latest_day(since), latest_day(until)
    if last <= first:
        raise ValueError(f"{until} is not after {since}")
    law = load_law()
    starts = {p.start for m in law.measures for p in m.periods if first < p.start <= last}
    before, after, *between = (
        measures_on(target, day, stake, giver, receiver, goods)
        for day in (first, last, *sorted(starts))
    )
    passed = {m.id: m for found in between for m in found if m not in before and m not in after}
    regimes = {m.instrument.regime for m in (*before, *after)}
    regimes |= {r.id for r in law.regimes.values() if target in r.targets}
    adopted = [
        i for i in law.instruments.values() if i.regime in regimes and first < i.adopted <= last
    ]
    return Change(
        target, since, until,
        tuple(sorted(adopted, key=lambda i: (i.adopted, i.name))),
        tuple(m for m in after if m not in before), tuple(m for m in before if m not in after),
        tuple(sorted(passed.values(), key=_in_order)),
    )  # fmt: skip


def answer_cases(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer a case, in order, as they come.

    A case is a JSON object with id, from, to, stake, on, and target and good if known. Raises
    ValueError naming the line for what is no such case, and for unknown stakes and goods.
    """
    fields = {"id": str, "from": str, "to": str, "stake": str, "on": str}
    for number, case in read_objects(lines, fields):
        asked = case["from"], case["to"], case["stake"], case["on"], case.get("good")
        if not DAY.fullmatch(case["on"]):
            raise ValueError(f"line {number}: {case['on']!r} is no ISO date")
        for side in asked[:2]:
            if not PARTY.fullmatch(side):
                raise ValueError(f"line {number}: {side!r} is no id of an actor")
        try:
            ruling = rule_on(*asked, about=case.get("target"))
        except KeyError as wrong:
            raise ValueError(f"line {number}: no stake or good {wrong.args[0]!r}") from wrong
        paragraphs: dict[str, list[str]] = {}
        for o in (*ruling.obstacles, *ruling.allowed):
            known = paragraphs.setdefault(o.instrument, [])
            if o.paragraph and o.paragraph not in known:
                known.append(o.paragraph)
        yield {
            "id": case["id"], "verdict": ruling.verdict, "verified": ruling.verified,
            "instruments": sorted(paragraphs), "paragraphs": paragraphs,
            "votes": {i.name: ballot_json(i) for i in ruling.ballots},
        }  # fmt: skip


def ballot_json(i: Instrument) -> dict[str, str]:
    """Y, N, A or absent, for each state that is known to have had a vote."""
    votes = {state: i.vote(state) for state in (*i.council, *i.against, *i.abstained, *i.absent)}
    return {state: _LETTERS[vote] for state, vote in votes.items() if vote}


def instrument_json(i: Instrument) -> dict[str, Any]:
    return {
        "instrument": i.name, "regime": i.regime, "issuer": i.issuer, "adopted": i.adopted,
        "status": i.status, "until": i.until or None, "effect": i.effect,
        "votes": ballot_json(i) if i.votes else None, "source": i.source,
    }  # fmt: skip


def measure_json(m: Measure, day: str) -> dict[str, Any]:
    """A measure; `contested` as of a day."""
    period = m.period_on(day)
    return {
        "measure": m.id, "instrument": m.instrument.name, "regime": m.instrument.regime,
        "paragraph": m.paragraph or None, "paragraph_checked": m.checked, "adopted": m.adopted,
        "force": m.force, "mode": m.mode, "direction": m.direction,
        "bound": list(m.addressee), "target": list(m.target), "area": m.area_en or None,
        "goods": list(m.goods), "limit": m.limit_en or None, "summary": m.summary_en,
        "exceptions": m.exceptions_en or None,
        "periods": [[p.start, p.end] for p in m.periods],
        "contested": period is not None and period.contested,
        "disputed_by": list(m.disputed_by), "superseded_by": list(m.superseded_by),
        "confidence": m.confidence, "source": m.source,
    }  # fmt: skip


def obstacle_json(o: Obstacle) -> dict[str, Any]:
    """A measure with what it is to one transfer."""
    return {
        "measure": o.measure.id, "instrument": o.instrument, "paragraph": o.paragraph or None,
        "adopted": o.measure.adopted, "force": o.measure.force, "mode": o.measure.mode,
        "direction": o.measure.direction, "bound": list(o.measure.addressee),
        "extent": o.extent, "area": o.measure.area_en or None, "exempted": o.exempted,
        "contested": o.contested, "disputed_by": list(o.disputed_by),
        "summary": o.measure.summary_en, "limit": o.measure.limit_en or None,
        "exceptions": o.measure.exceptions_en or None,
        "periods": [[p.start, p.end] for p in o.measure.periods],
        "superseded_by": list(o.measure.superseded_by),
        "giver_vote": o.giver_vote, "receiver_vote": o.receiver_vote,
        "paragraph_checked": o.measure.checked, "confidence": o.measure.confidence,
    }  # fmt: skip
