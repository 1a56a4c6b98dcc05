"""Persons: which of the known one is meant, what office he holds on a date, and new ones."""

from __future__ import annotations

import datetime

from dragoman.matching.gazetteer import plain_words
from dragoman.record import Actor
from dragoman.world import actors as world
from dragoman.world.actors import Office

#: For "leader": the first of these roles that somebody holds. In a parliamentary state the head of
#: government comes first.
_LEADERS = ("paramount_leader", "head_of_state", "head_of_government", "group_leader")
_PARLIAMENTARY = ("head_of_government", "head_of_state", "paramount_leader", "group_leader")
#: How telling an office is when a bare surname could mean several of its holders.
_RANK = (
    "paramount_leader", "head_of_state", "head_of_government", "foreign_minister",
    "defence_minister", "crown_prince", "secretary_general", "high_representative",
)  # fmt: skip

#: Days for which an office that nobody is known to have taken is still spoken of as that of the
#: last holder.
_VACANT = 14
#: Days after which "the former president" may be any of several.
_LATELY = 60


def slug(name: str) -> str:
    """The last part of an id: slug("Andreï Kozyrev") == "andrei-kozyrev"."""
    return "-".join(plain_words(name)) or "unnamed"


def office_at(person: str, date: str | None) -> Office | None:
    """The office that says whose person somebody is on a date: the one then held, else the last
    before it, else the first after it; without a date, the latest."""
    held = world.offices().get(person, ())
    if not held:
        return None
    if date is None:
        return held[-1]
    now = [o for o in held if o.held_on(date)]
    if now:
        return min(now, key=lambda o: (rank(o.role), o.start))
    before = [o for o in held if o.start <= date]
    return before[-1] if before else held[0]


def known_person(
    person: str, date: str | None, mention: str, language: str, body: str | None = None
) -> Actor:
    """The actor for a person of the tables; his id tells the body that he stands for on the date,
    or that the text gives him (`body`) where he holds no office then."""
    about = world.persons()[person]
    office = office_at(person, date)
    if body and office and not (date and office.held_on(date)):
        own = [o for o in world.offices()[person] if o.body == body]
        office = own[-1] if own else office
    name = about.name(language)
    role = office.role if office and (date is None or office.held_on(date)) else None
    if office is None:
        return Actor(f"?:{person}", "person", None, name, mention, role)
    if office.org and (office.org.startswith("IGO:") or not office.country):
        return Actor(f"{office.org}/{person}", "person", office.country, name, mention, role)
    return Actor(f"{office.country}:{person}", "person", office.country, name, mention, role)


def new_person(name: str, body: str | None, mention: str, role: str | None) -> Actor:
    """The actor for somebody whom only the text names; `body` is the state or organisation that it
    puts him with."""
    return Actor(within(body, slug(name)), "person", country_of(body), name, mention, role)


def within(body: str | None, part: str) -> str:
    """The id of a part of a state or of an organisation; somebody of a firm or an institute of a
    state is of that state."""
    if body is None:
        return f"?:{part}"
    body = country_of(body) or body
    return f"{body}/{part}" if ":" in body else f"{body}:{part}"


def country_of(body: str | None) -> str | None:
    """The state to which a body belongs: itself, or its own state; none for IGOs."""
    if body is None or body.startswith(("IGO:", "?")):
        return None
    return body.partition(":")[0]


def holders(body: str, role: str, date: str | None, when: str) -> list[str]:
    """The persons who hold a role of a state or organisation on a date (`when` present, acting,
    then), or who are the next to hold it (`future`)."""
    if role == "leader":
        state = world.states().get(body)
        order = _PARLIAMENTARY if state and "parliamentary" in state.traits else _LEADERS
        for one in order:
            found = holders(body, one, date, when)
            if found:
                return found
        return []
    held = [o for o in world.offices_of(body) if o.role == role]
    if when == "future" and date:
        later = [o for o in held if o.start > date]
        return [later[0].person] if later else []
    if date is None:
        return [held[-1].person] if held else []
    now = [o for o in held if o.held_on(date)]
    if not now and when == "present":  # he resigned today, and who follows is not known yet
        now = _left(held, date, _VACANT)[-1:]
    if when == "acting":
        now = [o for o in now if "acting" in o.note] or now
    if (
        len(now) > 1 and role not in world.SHARED_ROLES
    ):  # in the month or year of a change: the successor, but of "the then", who went
        now = [now[0]] if when == "then" else [o for o in now if o.start == now[-1].start]
    return list(dict.fromkeys(o.person for o in now))


def lately(body: str, role: str, date: str | None) -> str | None:
    """Whom "the former" holder of a role means where only one left it shortly before a date."""
    if date is None:
        return None
    held = [o for o in world.offices_of(body) if o.role == role]
    now = {o.person for o in held if o.held_on(date)}
    left = {o.person for o in _left(held, date, _LATELY)} - now
    return left.pop() if len(left) == 1 else None


def _left(held: list[Office], date: str, days: int) -> list[Office]:
    """The terms that ended so many days before a date or fewer, in order of their end; none for a
    date that is no day."""
    if len(date) < 10:
        return []
    first = (datetime.date.fromisoformat(date) - datetime.timedelta(days)).isoformat()
    return sorted((o for o in held if first <= o.end <= date), key=lambda o: o.end)


def by_surname(
    candidates: list[str], introduced: list[str], bodies: set[str], date: str | None,
    nickname: bool = False,
) -> str | None:  # fmt: skip
    """Whom a bare surname means.

    Somebody already named in the report (one in office before one who no longer is); else the one
    holder of an office who was in it on the date or shortly before, and whose state or body the
    report names; else the one who led a state just then. A nickname needs no such state.
    """
    named = [p for p in reversed(introduced) if p in candidates]
    now = [p for p in named if _current(p, date)]
    ranked = []
    for person in candidates:
        office = office_at(person, date)
        if office is None:
            continue
        current = _current(person, date)
        recent = date is not None and office.end >= str(int(date[:4]) - 12)
        led = current and office.role in _LEADERS[:3]
        if (current or recent) and (office.body in bodies or led or nickname):
            ranked.append((not current, office.body not in bodies, rank(office.role), person))
    ranked.sort()
    clear = bool(ranked) and (len(ranked) == 1 or ranked[0][:3] < ranked[1][:3])
    if named and not now and clear and not ranked[0][0] and not ranked[0][1]:
        return ranked[0][3]
    if named:
        return (now or named)[0]
    return ranked[0][3] if clear else None


def in_office(candidates: list[str], roles: set[str], date: str | None) -> str | None:
    """The one of some persons who held one of the roles on a date, or else ever before it."""
    led = set(_LEADERS) if "leader" in roles else set()
    held = [(p, o) for p in candidates for o in world.offices().get(p, ()) if o.role in roles | led]
    now = {p for p, o in held if date is None or o.held_on(date)}
    found = now or {p for p, o in held if date is None or o.start <= date}
    return found.pop() if len(found) == 1 else None


def _current(person: str, date: str | None) -> bool:
    held = world.offices().get(person, ())
    return any(not o.end if date is None else o.held_on(date) for o in held)


def rank(role: str) -> int:
    """How telling an office is, 0 the most, when a bare surname could mean several holders."""
    return _RANK.index(role) if role in _RANK else len(_RANK)
