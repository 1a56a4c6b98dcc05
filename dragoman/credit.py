"""Sources and how they fare: how much each says, how often alone, how often later borne out.

Two claims say the same if their kind, type, parties (at the level of states) and stakes are the
same. A claim stands *alone* if nobody else says the same. It is *confirmed* if somebody of another
origin says the same on a later day, or a response confirms it, and *denied* if somebody holds the
opposite (the same with a negative certainty), or a response denies it. A source that denies is not
alone in speaking of it, and what its own state says later is no confirmation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from dragoman.store import Store


@dataclass(frozen=True, slots=True)
class Credit:
    """What one source says: the number of its claims; of those that it holds to be so, how many
    stand alone, were later confirmed, were denied. `state` is the origin that it counts as."""

    source: str
    state: str
    claims: int
    held: int
    alone: int
    confirmed: int
    denied: int
    first: str | None
    last: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source, "state": self.state, "claims": self.claims, "held": self.held,
            "alone": self.alone, "confirmed": self.confirmed, "denied": self.denied,
            "first": self.first, "last": self.last,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    key: int
    score: float
    date: str
    origins: frozenset[str]


def credits_of(store: Store, *, fewest: int = 1) -> list[Credit]:
    """Every named source with at least `fewest` claims, the most talkative first."""
    parts: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    speakers: dict[str, tuple[str, list[int]]] = {}
    for claim, part, actor, state in store.rows("SELECT claim, part, actor, state FROM parts"):
        parts[claim][part].append(state)
        if part == "source" and not actor.startswith("?"):
            speakers.setdefault(actor, (state, []))[1].append(claim)
    stakes: dict[int, list[str]] = defaultdict(list)
    for claim, stake in store.rows("SELECT claim, stake FROM claim_stakes"):
        stakes[claim].append(stake)
    same: dict[tuple[object, ...], list[_Said]] = defaultdict(list)
    place: dict[int, tuple[tuple[object, ...], _Said]] = {}
    for key, kind, type_, score, outlet, date in store.rows(
        "SELECT c.key, c.kind, c.type, c.certainty, coalesce(r.outlet, r.id), r.date"
        " FROM claims c JOIN reports r ON r.key = c.report WHERE c.kind != 'response'"
    ):
        who = parts[key]
        what = (kind, type_, *(tuple(sorted(set(who[p]))) for p in ("actor", "counterpart")),
                tuple(sorted(stakes[key])))  # fmt: skip
        said = _Said(key, score, date or "", frozenset(who["source"] or [f"outlet {outlet}"]))
        same[what].append(said)
        place[key] = (what, said)
    answered = _answered(store)
    found = []
    for source, (state, keys) in speakers.items():
        mine = [place[k] for k in keys if k in place]
        if len(mine) < fewest:
            continue
        held = [(what, said) for what, said in mine if said.score > 0]
        others = [[o for o in same[what] if state not in o.origins] for what, _ in held]
        dates = sorted(said.date for _, said in mine if said.date)
        found.append(Credit(
            source, state, len(mine), len(held),
            alone=sum(not rest for rest in others),
            confirmed=sum(
                "confirms" in answered[said.key]
                or any(o.score > 0 and said.date and o.date > said.date for o in rest)
                for (_, said), rest in zip(held, others, strict=True)
            ),
            denied=sum(
                "denies" in answered[said.key] or any(o.score < 0 for o in rest)
                for (_, said), rest in zip(held, others, strict=True)
            ),
            first=dates[0] if dates else None, last=dates[-1] if dates else None,
        ))  # fmt: skip
    return sorted(found, key=lambda c: (-c.claims, c.source))


def _answered(store: Store) -> dict[int, set[str]]:
    """Which responses each claim got, by the claim's key."""
    out: dict[int, set[str]] = defaultdict(set)
    rows = store.rows(
        "SELECT t.key, c.type FROM claims c, json_each(c.body, '$.refers_to') a"
        " JOIN claims t ON t.id = a.value WHERE c.kind = 'response'"
    )
    for key, type_ in rows:
        out[key].add(type_)
    return out
