"""Possible breaches: transfers that reports claim and that a measure in force on their day forbids.

An allegation stays one: each breach carries the claim's certainty, its source, its sentence, and
who denies it. Left out: what somebody merely has to give; what is no delivery (ties, guarantees,
votes); transfers of which the sentence names no giver, or which only the report as a whole gives a
recipient; and those that the law lets through on conditions, since no report tells whether these
were met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from dragoman.export.cells import table
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import SCORES, Actor, Claim
from dragoman.world.law import latest_day
from dragoman.world.rulings import Ruling, rule_on

#: What the law may say of a breach, the gravest first.
BREACHED = ("forbidden", "contested", "capped", "national_only")
#: Events by which a stake changes hands.
_TRANSFERS = ("AID", "COOPERATE")
#: Families of stakes that can be handed over.
_GOODS = ("arms", "technology", "forces", "aid", "energy", "goods", "money", "people")
#: How well the day of the deed is known: told by the text, that of the report in its stead, or told
#: so loosely that the law changed within it.
Day = Literal["told", "report", "uncertain"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A claimed transfer, and the ruling on it. `claim` is the surest of those that say it in one
    breath (a deed and the giving it implies), `twins` are the others; `answers` are responses to
    it, and denials."""

    claim: Claim
    giver: Actor
    receiver: Actor
    stake: str
    day: Day
    ruling: Ruling
    answers: tuple[Claim, ...]
    twins: tuple[Claim, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether a paragraph covers all of the stake, not only a part of it."""
        return any(o.extent == "whole" for o in self.ruling.deciding)

    @property
    def on(self) -> str:
        return self.ruling.on

    @property
    def denied_by(self) -> tuple[Actor, ...]:
        """Who denies it."""
        found = [
            a for c in self.answers
            for a in (c.actors if c.kind == "response" else c.sources[-1:])
            if c.kind != "response" or c.type == "denies"
        ]  # fmt: skip
        return tuple({a.id: a for a in found}.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "claim": self.claim.id, "kind": self.claim.kind, "type": self.claim.type,
            "giver": self.giver.id, "receiver": self.receiver.id, "stake": self.stake,
            "on": self.on, "day": self.day, "verdict": self.ruling.verdict,
            "whole": self.whole, "verified": self.ruling.verified,
            "paragraphs": [
                {"instrument": o.instrument, "paragraph": o.paragraph or None,
                 "paragraph_checked": o.measure.checked, "extent": o.extent,
                 "limit": o.measure.limit_en or None,
                 "exceptions": o.measure.exceptions_en or None,
                 "giver_vote": o.giver_vote, "receiver_vote": o.receiver_vote,
                 "disputed_by": list(o.disputed_by)}
                for o in self.ruling.deciding
            ],
            "certainty": self.claim.certainty, "author_certainty": self.claim.author_certainty,
            "tense": self.claim.time.tense if self.claim.time else None,
            "sources": [a.id for a in self.claim.sources], "flags": list(self.claim.flags),
            "denied_by": [a.id for a in self.denied_by],
            "answers": [c.id for c in self.answers], "twins": [c.id for c in self.twins],
            "report": self.claim.report.as_json(), "evidence": self.claim.evidence,
        }  # fmt: skip


def breaches(
    claims: Iterable[Claim],
    target: str | None = None,
    min_certainty: str = "reported",
    implied: bool = False,
) -> tuple[Breach, ...]:
    """The possible breaches among claims: by what the law says, then the surest first.

    Args: `target`, an id: transfers to or from it, or a party in that state; `min_certainty`, a
    label of SCORES, of the innermost source; `implied`, also those of which a party is not named
    in the sentence but supplied from the report.
    """
    known = sorted(claims, key=lambda c: (c.report.date or "", c.report.id, c.start, c.id))
    replies = _Replies(known)
    floor = SCORES[min_certainty]
    found: list[Breach] = []
    for claim in known:
        if not is_transfer(claim, implied) or SCORES[claim.certainty] < floor:
            continue
        for giver in claim.actors:
            for receiver in claim.counterparts:
                if giver.state != receiver.state and _concerns(target, giver, receiver):
                    found += _breaches_of(claim, giver, receiver, replies)
    return tuple(sorted(_distinct(found), key=_order))


def is_transfer(claim: Claim, implied: bool = False) -> bool:
    """Whether a claim says that something passed, passes or is to pass from one to another."""
    deed = claim.kind == "event" and claim.type in _TRANSFERS
    if not (deed or claim.kind == "gives") or SCORES[claim.certainty] <= 0:
        return False
    if not claim.counterparts or not claim.stakes or _is_capacity(claim):
        return False
    # Of a deed, the partner may stand elsewhere ("has already delivered them"); its doer may not.
    missing = {"role.doer-implied"} if deed else {"role.doer-implied", "role.partner-implied"}
    return implied or missing.isdisjoint(claim.rule_ids)


def _is_capacity(claim: Claim) -> bool:
    """Whether it was found by a word for what one has, not for what one hands over."""
    return not _capacity_rules(claim.report.language).isdisjoint(claim.rule_ids)


@cache
def _capacity_rules(language: str) -> frozenset[str]:
    """Ids of words whose every reading as giving is one of capacity (exchange.tsv, flags)."""
    givings: dict[str, bool] = {}
    for readings in load_lexicon(language).predicates.values():
        for p in readings:
            if p.type == "gives":
                givings[p.rule_id] = givings.get(p.rule_id, True) and "capacity" in p.flags
    return frozenset(rule for rule, always in givings.items() if always)


def _concerns(target: str | None, *sides: Actor) -> bool:
    return target is None or any(target in (a.id, a.state) for a in sides)


def parcels(found: Iterable[Breach]) -> list[tuple[Breach, ...]]:
    """What one claim hands over at once between the same two, together, in the given order."""
    out: dict[tuple[str, str, str], list[Breach]] = {}
    for b in found:
        out.setdefault((b.claim.id, b.giver.id, b.receiver.id), []).append(b)
    return [tuple(parcel) for parcel in out.values()]


class _Replies:
    """What may answer a transfer, by where it is looked for: else each transfer of a large store
    would be held against every claim."""

    def __init__(self, known: Iterable[Claim]) -> None:
        self.referring: dict[str, list[Claim]] = {}
        self.loose: dict[str, list[Claim]] = {}
        self.denials: dict[str, list[Claim]] = {}
        for c in known:
            if c.kind == "response":
                for told in dict.fromkeys(c.refers_to):
                    self.referring.setdefault(told, []).append(c)
                if not c.refers_to:
                    self.loose.setdefault(c.report.id, []).append(c)
            elif c.kind in ("gives", "event") and SCORES[c.certainty] < 0 and c.sources:
                for state in dict.fromkeys(a.state for a in c.actors):
                    self.denials.setdefault(state, []).append(c)

    def to(self, claim: Claim, giver: Actor, receiver: Actor, stake: str) -> tuple[Claim, ...]:
        """Responses to a claim, and denials by somebody of the same transfer."""
        sides = {giver.state, receiver.state}
        loose = (
            c for c in self.loose.get(claim.report.id, ())
            if _touches(c, stake) and not sides.isdisjoint(a.state for a in c.actors)
        )  # fmt: skip
        denials = (
            c for c in self.denials.get(giver.state, ())
            if _touches(c, stake)
            and (not c.counterparts or receiver.state in {a.state for a in c.counterparts})
        )  # fmt: skip
        return (*self.referring.get(claim.id, ()), *loose, *denials)


def _breaches_of(claim: Claim, giver: Actor, receiver: Actor, replies: _Replies) -> list[Breach]:
    on, day = _day(claim)
    if on is None:
        return []
    found = []
    for stake in claim.stakes:
        if stake.partition(".")[0] not in _GOODS:
            continue
        ruling = rule_on(giver, receiver, stake, on)
        if ruling.verdict not in BREACHED:
            continue
        if day == "told" and len(on) < 10:
            # Of a month or year, the law of its last day was asked: was it so on the first?
            first = on + {4: "-01-01", 7: "-01"}[len(on)]
            if rule_on(giver, receiver, stake, first).verdict != ruling.verdict:
                day = "uncertain"
        answers = replies.to(claim, giver, receiver, stake)
        found.append(Breach(claim, giver, receiver, stake, day, ruling, answers))
    return found


def _day(claim: Claim) -> tuple[str | None, Day]:
    """The day whose law counts, and how it is known. What goes on is judged by the day of the
    report, and nothing past by a later one."""
    told, report = claim.time, claim.report.date
    day = (told.end or told.start) if told else None
    if told is None or day is None or told.tense == "present":
        return report, "report"
    if told.tense != "future" and report is not None and latest_day(day) > latest_day(report):
        return report, "told"
    return day, "told"


def _touches(claim: Claim, stake: str) -> bool:
    """Whether one of its stakes is the same, or one within the other."""
    return any(
        s == stake or s.startswith(stake + ".") or stake.startswith(s + ".") for s in claim.stakes
    )


def _distinct(found: Sequence[Breach]) -> list[Breach]:
    """Of twins from one stretch (a delivery, and that they give it) the surer one, which takes the
    other's claim and its answers."""
    kept: list[Breach] = []
    for b in sorted(found, key=lambda b: (-SCORES[b.claim.certainty], b.claim.kind, b.claim.id)):
        at = next((i for i, k in enumerate(kept) if _twins(b, k)), None)
        if at is None:
            kept.append(b)
        else:
            answers = tuple(dict.fromkeys(kept[at].answers + b.answers))
            kept[at] = replace(kept[at], twins=(*kept[at].twins, b.claim), answers=answers)
    return kept


def _twins(a: Breach, b: Breach) -> bool:
    one, other = a.claim, b.claim
    same = (a.giver.id, a.receiver.id, a.stake) == (b.giver.id, b.receiver.id, b.stake)
    overlap = one.start < other.end and other.start < one.end
    return same and overlap and one.report.id == other.report.id


def _order(b: Breach) -> tuple[object, ...]:
    return (
        not b.whole, BREACHED.index(b.ruling.verdict), not b.ruling.verified,
        -SCORES[b.claim.certainty], -SCORES[b.claim.author_certainty], b.on, b.claim.report.id,
        b.claim.start, b.giver.id, b.receiver.id, b.stake,
    )  # fmt: skip


#: Columns of the list as a table; lists are joined by "; ".
COLUMNS = (
    "claim", "giver", "receiver", "stake", "on", "day", "verdict", "verified", "paragraphs",
    "exceptions", "giver_votes", "receiver_votes", "disputed_by", "kind", "type", "tense",
    "certainty", "author_certainty", "sources", "flags", "denied_by", "report_date", "outlet",
    "title", "where", "evidence",
)  # fmt: skip


def as_csv(found: Sequence[Breach]) -> str:
    """The list as CSV with a header line, one breach a row, safe to open in a spreadsheet."""
    rows = (tuple(_row(b)[column] for column in COLUMNS) for b in found)
    return "".join(table(COLUMNS, rows))


def _row(b: Breach) -> dict[str, str]:
    told, report, deciding = b.as_json(), b.claim.report, b.ruling.deciding

    def joined(values: Iterable[object]) -> str:
        return "; ".join(dict.fromkeys(str(v) for v in values if v))

    plain = ("claim", "giver", "receiver", "stake", "on", "day", "verdict", "kind", "type", "tense",
             "certainty", "author_certainty", "evidence")  # fmt: skip
    return {
        **{name: str(told[name] or "") for name in plain},
        "verified": "yes" if b.ruling.verified else "no",
        "paragraphs": joined(f"{o.instrument} {o.paragraph}".strip() for o in deciding),
        "exceptions": joined(o.measure.exceptions_en for o in deciding),
        "giver_votes": joined(f"{o.instrument} {o.giver_vote}" for o in deciding if o.giver_vote),
        "receiver_votes": joined(
            f"{o.instrument} {o.receiver_vote}" for o in deciding if o.receiver_vote
        ),
        "disputed_by": joined(state for o in deciding for state in o.disputed_by),
        "sources": joined(told["sources"]), "flags": joined(told["flags"]),
        "denied_by": joined(told["denied_by"]), "report_date": report.date or "",
        "outlet": report.outlet or "", "title": report.title or "",
        "where": report.url or report.path or "",
    }  # fmt: skip
