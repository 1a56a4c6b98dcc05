"""From an actor's id to its name in a language, and from a name that a user types to the id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from anyascii import anyascii

from dragoman.record import Actor
from dragoman.world.actors import (
    Office,
    offices,
    organisation_names,
    organisations,
    persons,
    state_names,
    states,
)

#: The rule that stands in a claim when a party was taken for the holder of an office that no table
#: has looked at for long.
OLD_TERM = "role.office-not-looked-at"
_ID = re.compile(r"(IGO|\?|[A-Z]{3}):[a-z0-9][a-z0-9/-]*")


@cache
def name_of(actor_id: str, language: str) -> str | None:
    """The name of a known actor; None for one that no table knows."""
    if len(actor_id) == 3:
        names = (n.form for n in state_names(language) if (n.iso3, n.kind) == (actor_id, "name"))
        return next(names, None)
    # A person's id is the last part, of a state (RUS:x) as of a body (IGO:body/x).
    known = persons().get(re.split("[:/]", actor_id)[-1]) or organisations().get(actor_id)
    if known is None:
        return None
    return known.name(language)


def known(actor_id: str) -> bool:
    """Whether a table knows the actor; if not, it was made from a text."""
    part = re.split("[:/]", actor_id)[-1]
    return actor_id in states() or actor_id in organisations() or part in persons()


def term_on(actor_id: str, role: str | None, date: str | None) -> Office | None:
    """The term by which somebody holds a role on a date; None for one who holds none."""
    part = re.split("[:/]", actor_id)[-1]
    terms = [o for o in offices().get(part, ()) if o.role == role]
    return next((o for o in reversed(terms) if date is None or o.held_on(date)), None)


def by_old_term(actor: Actor, date: str | None) -> bool:
    """Whether an actor is somebody whose office on a date is open and was last looked at long
    before."""
    term = term_on(actor.id, actor.role, date) if actor.role else None
    return term is not None and term.stale_on(date)


def known_actor(actor_id: str) -> Actor:
    """The actor of an id as far as the tables know it; of kind "unknown" where they do not."""
    home, _, rest = actor_id.partition(":")
    country = home if home in states() else None
    if not rest:
        return Actor(actor_id, "state" if country else "unknown", country)
    if (body := organisations().get(actor_id)) is not None:
        return Actor(actor_id, body.kind, body.country or country, body.name("en"))
    if (person := persons().get(re.split("[:/]", actor_id)[-1])) is not None:
        return Actor(actor_id, "person", country, person.names.get("en", ""))
    return Actor(actor_id, "unknown", country)


def actor_of(text: str, languages: tuple[str, ...]) -> str:
    """The id that a user means: an id itself, an ISO3 code in any case, or a name in any language,
    accents and capitals aside. Raises LookupError if no table knows it."""
    text = text.strip()
    if text.upper() in states():
        return text.upper()
    if _ID.fullmatch(text):
        return text
    if found := _by_name(languages).get(_fold(text)):
        return found
    raise LookupError(f"no actor is known as {text!r}; give a name, an ISO3 code or an id")


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", anyascii(text).casefold()))


@cache
def _by_name(languages: tuple[str, ...]) -> dict[str, str]:
    """Folded names; where two actors share one, the first kind of _names wins."""
    out: dict[str, str] = {}
    for form, actor_id in _names(languages):
        out.setdefault(_fold(form), actor_id)
    return out


def _names(languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    rows = [n for language in languages for n in state_names(language)]
    for kind in ("name", "alias", "capital", "seat"):
        for name in rows:
            if name.kind == kind and "weak" not in name.feats:
                yield name.form, name.iso3
    for body in organisations().values():
        yield from ((name, body.id) for name in body.names.values())
    for actor_id, _, kind, form in organisation_names():
        if kind != "weak":
            yield form, actor_id
    for person in persons().values():
        held = offices().get(person.id, ())
        if held:
            place = held[-1].country or f"{held[-1].org}/"
            actor_id = place + person.id if place.endswith("/") else f"{place}:{person.id}"
            for form in (*person.names.values(), *person.aliases, *person.shorts):
                yield form, actor_id


def names_of_bodies(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every name by which a state or an organisation may be meant by itself, with its id."""
    for language in languages:
        for n in state_names(language):
            if n.kind in ("name", "alias", "capital", "seat") and "weak" not in n.feats:
                yield n.form, n.iso3
    for body in organisations().values():
        yield from ((name, body.id) for name in body.names.values())
    for org, _, kind, form in organisation_names():
        if kind in ("name", "acronym", "alias"):
            yield form, org
