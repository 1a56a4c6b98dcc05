"""The nearest measures where nothing forbids a transfer in so many words.

"No express ban" is an answer only with what stands beside it: the ban on training where troops were
asked about, the embargo on the rebels where the government was, the ban that came a day later. Each
such measure says by what it misses the transfer.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.record import Actor
from dragoman.world.law import acting_id, goods_extent, is_among, latest_day, obstacles, upwards
from dragoman.world.law_tables import OBSTACLE_MODES, Law, Measure, load_law

#: By what a measure misses the transfer, the least first.
MISSES = ("day", "force", "bound", "party", "goods", "direction", "conduct", "persons")
_MODES = ("ban", "cap", "condition", "require", "vigilance", "freeze", "travel")


@dataclass(frozen=True, slots=True)
class Near:
    """A measure that comes near a transfer, and all by which it misses it (of MISSES)."""

    measure: Measure
    misses: tuple[str, ...]


def nearest(
    giver: str | Actor, receiver: str | Actor, stake: str, on: str, goods: str | None = None
) -> tuple[Near, ...]:
    """Measures about either side that come near the transfer, the nearest first.

    Arguments as for `obstacles`; the measures that this one names are left out, save mere calls.
    A measure that misses by its day, or by being about a state's own conduct, and by something else
    too is too far to be told.
    """
    law, day = load_law(), latest_day(on)
    sides = acting_id(giver), acting_id(receiver)
    known = {
        o.measure.id for o in obstacles(giver, receiver, stake, on, goods)
        if o.measure.force != "calls"
    }  # fmt: skip
    near = _beside(law, stake, goods)
    if not near:  # what no law deals in: ties, guarantees of a name, votes
        return ()
    full = {
        m.instrument.regime for m in law.measures
        if m.direction != "persons" and m.mode in OBSTACLE_MODES and m.period_on(day)
    }  # fmt: skip
    found = []
    for m in law.measures:
        if m.mode not in _MODES or m.id in known or not m.periods:
            continue
        misses = _misses(law, m, sides, stake, day, goods, near)
        if misses and (len(misses) == 1 or {"day", "conduct"}.isdisjoint(misses)):
            found.append(Near(m, misses))
    # Freezes and travel bans are all there is to tell of some regimes, and beside it in others.
    told = {n.measure.instrument.regime for n in found if "persons" not in n.misses}
    kept = [
        n for n in found
        if "persons" not in n.misses or n.measure.instrument.regime not in told | full
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda n: _distance(n, day)))


def _misses(
    law: Law,
    m: Measure,
    sides: tuple[str, str],
    stake: str,
    day: str,
    goods: str | None,
    near: frozenset[str],
) -> tuple[str, ...] | None:
    """What keeps a measure from covering the transfer; None where it is about something else."""
    giver, receiver = sides
    misses = []
    if m.period_on(day) is None:
        misses.append("day")
    if m.force in ("calls", "political") or m.mode == "vigilance":
        misses.append("force")
    ends = [(receiver, "to_target"), (giver, "from_target")]
    named = [way for side, way in ends if is_among(law, side, m.target, day) and _named(m)]
    if not named:
        # The same state, another party in it: its rebels, its government.
        named = [way for side, way in ends if any(t[:3] == side[:3] for t in m.target)]
        if not named or "IGO" in sides[0][:3] + sides[1][:3]:
            return None
        misses.append("party")
    if m.direction == "persons":
        misses.append("persons")
    elif goods_extent(law, m.goods, stake, goods) is None:
        if near.isdisjoint(m.goods):
            return None
        misses.append("goods")
    if m.direction == "own_conduct":
        misses.append("conduct")
    elif m.direction not in ("both", "territory", "persons") and m.direction not in named:
        misses.append("direction")
    if not misses:
        misses.append("bound")
    return tuple(x for x in MISSES if x in misses)


def _named(m: Measure) -> bool:
    """A rule for all the world names nobody."""
    return "*" not in m.target


def _beside(law: Law, stake: str, goods: str | None) -> frozenset[str]:
    """Kinds of goods beside those asked about: the same branch, and those marked as near."""
    own = [goods] if goods else []
    for relation in ("exact", "narrower"):  # shells are no kind of their own, but arms all the same
        own = own or [
            c for (c, s), how in law.goods_stakes.items() if (s, how) == (stake, relation)
        ]  # fmt: skip
    marked = {c for (c, s), how in law.goods_stakes.items() if s == stake and how == "near"}
    branches = {list(upwards(law, code))[-1] for code in own}
    return frozenset(marked | {c for c in law.goods if [*upwards(law, c)][-1] in branches})


def _distance(n: Near, day: str) -> tuple[object, ...]:
    """What binds all first; the fewer misses the nearer, then the lesser; of two on another day,
    the one closer to it."""
    m = n.measure
    first = min(p.start for p in m.periods)
    later = first > day
    return (
        m.force in ("national", "political"), "persons" in n.misses, len(n.misses),
        [MISSES.index(x) for x in n.misses],
        any(c.endswith("catchall") for c in m.goods), later, first if later else "", m.id,
    )  # fmt: skip
