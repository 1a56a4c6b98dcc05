"""What forbids a transfer: sanctions, embargoes and treaties, as of a day.

Each row of measures.tsv is one paragraph of one instrument. Whether it stands in the way of "A
gives S to B on day D" takes five questions: was it in force, do its goods and the stake meet
(`_extent`), does it run in that direction, is the target a party to the transfer, and is the other
party bound (`_covers`)? Left out: designations of single persons and ships, and measures on a
state's own conduct, neither of which bars a transfer as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.record import Actor
from dragoman.world.law_tables import OBSTACLE_MODES, Law, Measure, load_law

VERDICTS = (
    "forbidden", "capped", "notification_or_exemption", "contested", "national_only",
    "not_in_force", "no_express_ban",
)  # fmt: skip
#: A rule that somebody must obey; what merely calls upon states or guides them comes after it.
_STRONG = ("binding", "demand", "treaty")
#: The target of a treaty that leans on embargoes of the Security Council (Arms Trade Treaty, 6).
_LEANS = ("embargoed",)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A measure in force that stands in the way of one transfer.

    `extent`: "whole" if it covers the stake, "part" if only some of it. `exempted`: the stake is
    among what the measure lets through with notice or permission. `giver_vote`, `receiver_vote` as
    in Instrument.vote.
    """

    measure: Measure
    extent: str
    exempted: bool
    contested: bool
    giver_vote: str | None
    receiver_vote: str | None

    @property
    def strong(self) -> bool:
        return self.measure.force in _STRONG

    @property
    def disputed_by(self) -> tuple[str, ...]:
        """Who holds that it is not in force on the day."""
        return self.measure.disputed_by if self.contested else ()

    @property
    def instrument(self) -> str:
        return self.measure.instrument.name

    @property
    def paragraph(self) -> str:
        return self.measure.paragraph


def latest_day(date: str) -> str:
    """The last day that an ISO date of any precision can mean: 2023-09 → 2023-09-31 (only ever
    compared, never shown)."""
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")


def obstacles(
    giver: str | Actor, receiver: str | Actor, stake: str, on: str, goods: str | None = None
) -> tuple[Obstacle, ...]:
    """What forbids, caps or conditions that `giver` gives `stake` to `receiver` on a day.

    Args: actors or their ids (`PRK`, `COD:m23`); a stake id; an ISO date, of a month or year its
    last day; `goods`, a code of goods.tsv if the kind is known more closely than the stake says.
    The gravest first. Raises KeyError for an unknown stake or kind of goods.
    """
    found = _matching(acting_id(giver), acting_id(receiver), stake, on, goods, OBSTACLE_MODES)
    return tuple(sorted(found, key=_gravity))


def exemptions(
    giver: str | Actor, receiver: str | Actor, stake: str, on: str, goods: str | None = None
) -> tuple[Obstacle, ...]:
    """What expressly allows that transfer, in the same order (humanitarian aid to a target)."""
    found = _matching(acting_id(giver), acting_id(receiver), stake, on, goods, ("authorise",))
    # One for the whole world says nothing that the target's own regime does not say better.
    return tuple(sorted((o for o in found if "*" not in o.measure.target), key=_gravity))


def verdict(
    giver: str | Actor, receiver: str | Actor, stake: str, on: str, goods: str | None = None
) -> str:
    """The upshot in one word of VERDICTS.

    What only calls upon states does not count; nor does a ban on a part, where the very kind of
    goods is known. A ban that is disputed and covers but a part comes after all others.
    """
    found = [o for o in obstacles(giver, receiver, stake, on, goods) if o.measure.force != "calls"]
    if goods is not None:
        found = [o for o in found if o.extent == "whole" or o.measure.area_en]
    whole = [o for o in found if o.extent == "whole"]
    part = [o for o in found if o.extent == "part"]
    said = _said(whole) or _said([o for o in part if not o.contested])
    if said in ("forbidden", "contested", "capped") or (said and whole):
        return said
    if any(o.measure.mode == "ban" for o in whole):
        return "national_only"
    if said := said or _said(part):
        return said
    if found:
        return "national_only"
    ever = _matching(acting_id(giver), acting_id(receiver), stake, None, goods, OBSTACLE_MODES)
    sides = {acting_id(giver)[:3], acting_id(receiver)[:3]}
    return "not_in_force" if any(_was_a_ban(o.measure, sides) for o in ever) else "no_express_ban"


def _was_a_ban(m: Measure, sides: set[str]) -> bool:
    """Whether a measure of another day is one of which the transfer can be said to be free now.

    Not a mere call; not a ban that was only ever for a part of the land (Darfur); and not an act by
    which a third state reaches for all the world (secondary sanctions), which binds neither side.
    """
    reaching = m.force == "national" and "*" in m.addressee and m.instrument.issuer not in sides
    return m.force != "calls" and not m.area_en and not reaching


def _said(found: list[Obstacle]) -> str | None:
    """What rules that must be obeyed say together; None where there is none among them."""
    strong = [o for o in found if o.strong]
    bans = [o for o in strong if o.measure.mode == "ban" and not o.exempted]
    if bans:
        return "contested" if all(o.contested for o in bans) else "forbidden"
    if any(o.measure.mode == "cap" for o in strong):
        return "capped"
    return "notification_or_exemption" if strong else None


def _matching(
    giver: str, receiver: str, stake: str, on: str | None, goods: str | None, modes: tuple[str, ...]
) -> list[Obstacle]:
    """Measures that cover the transfer; on any day whatever where `on` is None."""
    law = load_law()
    if stake not in law.stakes:
        raise KeyError(stake)
    if goods is not None and goods not in law.goods:
        raise KeyError(goods)
    day = latest_day(on) if on is not None else None
    found = []
    for m, extent, exempted in _dealing_in(stake, goods):
        if m.mode not in modes:
            continue
        period = m.period_on(day) if day is not None else next(iter(m.periods), None)
        if period is None or not _covers(law, m, giver, receiver, day or period.start):
            continue
        votes = m.instrument.vote(giver[:3]), m.instrument.vote(receiver[:3])
        found.append(Obstacle(m, extent, exempted, period.contested, *votes))
    embargo = any(
        o.measure.mode == "ban" and not o.exempted and o.measure.instrument.issuer == "UNSC"
        for o in found
        if o.measure.force == "binding"
    )
    return [o for o in found if embargo or o.measure.target != _LEANS]


@cache  # the same few stakes are asked about once for every row of every table
def _dealing_in(stake: str, goods: str | None) -> tuple[tuple[Measure, str, bool], ...]:
    """The measures on transfers that deal in a stake, whoever gives it when; with each, how far
    it covers it ("whole", "part"), and whether it lets it through with notice or permission."""
    law = load_law()
    found = []
    for m in law.measures:
        extent = goods_extent(law, m.goods, stake, goods)
        if extent is None or m.direction in ("own_conduct", "persons"):
            continue
        # A ban for all the world on one kind of thing (cluster munitions) is no obstacle to a stake
        # that merely may include it.
        if extent == "part" and "*" in m.target:
            continue
        exempted = goods_extent(law, m.exempt, stake, goods) == "whole"
        found.append((m, "part" if m.area_en else extent, exempted))
    return tuple(found)


def _covers(law: Law, m: Measure, giver: str, receiver: str, day: str) -> bool:
    """Whether the target is a party to the transfer, in that direction, and the other party (or the
    target itself) is bound."""
    ways = []
    if m.direction != "from_target":
        ways.append((receiver, giver))
    if m.direction != "to_target":
        ways.append((giver, receiver))
    return any(
        (m.target == _LEANS or is_among(law, target, m.target, day))
        and (is_among(law, other, m.addressee, day) or is_among(law, target, _own(m), day))
        for target, other in ways
    )


def _own(m: Measure) -> tuple[str, ...]:
    """Addressees named one by one: only these can be bound as the target (PRK must not export)."""
    return tuple(a for a in m.addressee if a != "*" and not a.startswith(("!", "@")))


def is_among(law: Law, actor: str, names: tuple[str, ...], day: str) -> bool:
    """Whether an actor id is among those named: see the remarks at the head of measures.tsv."""
    state = actor.partition(":")[0]
    if "!" + state in names:
        return False
    for name in names:
        if name == "*":
            if actor.startswith("?") or not state.isalpha() or len(state) != 3 or state == "IGO":
                continue
            return True
        if name.startswith("@"):
            if any(member == state and p.holds(day) for member, p in law.parties[name[1:]]):
                return True
        elif name.endswith(":*"):
            if ":" in actor and state == name[:3]:
                return True
        elif actor == name or state == name:
            return True
    return False


def goods_extent(law: Law, codes: tuple[str, ...], stake: str, goods: str | None) -> str | None:
    """How far measures on these goods cover the stake (or the goods, if they are known)."""
    if goods is not None:
        if any(code in upwards(law, goods) for code in codes):
            return "whole"
        return "part" if any(goods in upwards(law, code) for code in codes) else None
    found = {law.goods_stakes.get((code, stake)) for code in codes}
    if found & {"exact", "narrower"}:
        return "whole"
    return "part" if "broader" in found else None


def upwards(law: Law, goods: str) -> Iterator[str]:
    while goods:
        yield goods
        goods = law.goods[goods].parent


def _gravity(o: Obstacle) -> tuple[object, ...]:
    """Binding before advice, whole before part, ban before cap, named before catch-all, oldest."""
    return (
        not o.strong, o.measure.force == "calls", o.extent != "whole",
        OBSTACLE_MODES.index(o.measure.mode) if o.measure.mode in OBSTACLE_MODES else 9,
        o.exempted, any(c.endswith("catchall") for c in o.measure.goods),
        o.measure.adopted, o.measure.id,
    )  # fmt: skip


def acting_id(actor: str | Actor) -> str:
    """The id at which law looks: a state's own persons and organs act for the state, its armed
    groups and companies for themselves."""
    if isinstance(actor, str):
        return actor
    return actor.id if actor.kind in ("armed_group", "company", "group") else actor.state
