"""The codes by which the field's data sets name an actor: for exports.

`codes_of` answers for any actor of a record, known or made from the text. The place is PLOVER's
actor code, the sector PLOVER's sector primary code; COW are the state numbers of Correlates of War
(State System Membership v2016), GW those of Gleditsch and Ward (1999) with their microstates. What
no list numbers (the Holy See, Western Sahara) has no number here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dragoman.record import ACTOR_KINDS, Actor
from dragoman.world import actors as world
from dragoman.world.rows import rows

#: The kinds of key of sectors.tsv, the narrowest first.
_KEYS = ("actor", "role", "part", "type", "kind")
_NONE = "-"
#: PLOVER's actor codes for those who belong to no state.
_PLACES = {"igo": "IGO", "media": "NGO", "group": "NGO", "company": "MNC", "armed_group": "IMG"}


@dataclass(frozen=True, slots=True)
class Codes:
    """`place`: ISO3, or IGO, NGO, MNC, IMG where no state is behind it; `sector` PLOVER's, `cameo`
    the CAMEO role nearest to it. None where there is no such code."""

    place: str | None
    iso3: str | None
    cow: int | None
    gw: int | None
    sector: str | None
    cameo: str | None


def codes_of(actor: Actor) -> Codes:
    """The codes of an actor on the date of its report (`actor.role` is the office held then).

    A state stands for its government (GOV), as in the codebook. Somebody who held an office once,
    and none on that day, is of the elites (ELI); somebody of whom nothing is known has no sector.
    """
    igo = actor.kind == "igo" or actor.id.startswith("IGO:")
    state = None if igo else world.states().get(actor.country or actor.state)
    sector, cameo = _sector(actor)
    if state is None:
        return Codes("IGO" if igo else _PLACES.get(actor.kind), None, None, None, sector, cameo)
    return Codes(state.iso3, state.iso3, state.cow, state.gw, sector, cameo)


def _sector(actor: Actor) -> tuple[str | None, str | None]:
    table = sectors()
    part = re.split("[:/]", actor.id)[-1]
    bare = part.removeprefix("former-")
    org = world.organisations().get(actor.id)
    held = world.offices().get(part, ()) if actor.kind == "person" else ()
    keys = [("actor", actor.id), ("role", actor.role or ""), ("role", part.replace("-", "_"))]
    if held and actor.role:  # the leader of a group is of the group's sector
        keys += [(k, v) for o in held if o.role == actor.role for k, v in _of_body(o.org)]
    if (part != bare or held) and not actor.role:
        return "ELI", "ELI"
    keys += [("part", bare), *_of_body(org.id if org else None), ("kind", actor.kind)]
    found = next((table[key] for key in keys if key in table), (_NONE, _NONE))
    return tuple(None if code == _NONE else code for code in found)  # type: ignore[return-value]


def _of_body(org: str | None) -> list[tuple[str, str]]:
    about = world.organisations().get(org or "")
    return [("actor", about.id), ("type", about.type)] if about else []


@cache
def sectors() -> dict[tuple[str, str], tuple[str, str]]:
    """(kind of key, key) -> (PLOVER sector, CAMEO role), checked against the other tables."""
    types = {o.type for o in world.organisations().values()}
    known = {
        "actor": world.organisations(), "role": world.ROLES, "type": types, "kind": ACTOR_KINDS,
    }  # fmt: skip
    out = {}
    columns = ("of", "value", "sector", "cameo", "source", "dated")
    for row in rows("sectors.tsv", columns, columns[:2]):
        if row["of"] not in _KEYS:
            raise row.error(f"unknown kind of key {row['of']!r}")
        if row["of"] in known and row["value"] not in known[row["of"]]:
            raise row.error(f"unknown {row['of']} {row['value']!r}")
        for code in (row["sector"], row["cameo"]):
            if code != _NONE and not re.fullmatch("[A-Z]{3}", code):
                raise row.error(f"{code!r} is no code of three letters")
        out[row["of"], row["value"]] = (row["sector"], row["cameo"])
    return out
