"""The tables of actors as a whole: that all of them load, what has grown old, what is ambiguous."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.matching.foreign import titles
from dragoman.matching.gazetteer import plain_words
from dragoman.naming import names_of_bodies
from dragoman.stages.read_language import installed
from dragoman.world import actors as world
from dragoman.world.actors import Office
from dragoman.world.codes import sectors


@dataclass(frozen=True, slots=True)
class Checked:
    """What the tables hold: rows by kind, the terms of office that were last looked at too long
    before a date, and the names that more than one actor bears, with their ids."""

    counts: dict[str, int]
    stale: tuple[Office, ...]
    ambiguous: dict[str, tuple[str, ...]]


def check(date: str) -> Checked:
    """Load and check every table, ours and the user's. Raises TableError at the first mistake."""
    terms = [office for held in world.offices().values() for office in held]
    counts = {
        "states": len(world.states()), "persons": len(world.persons()), "terms": len(terms),
        "organisations": len(world.organisations()),
        "names": len(world.organisation_names()) + len(world.person_names())
        + sum(len(world.state_names(language)) for language in installed()),
        "sectors": len(sectors()), "merges": len(world.merges()),
    }  # fmt: skip
    titles(world.NAMED_IN)
    stale = sorted((o for o in terms if o.stale_on(date)), key=lambda o: (o.as_of, o.body, o.role))
    return Checked(counts, tuple(stale), ambiguous())


def ambiguous() -> dict[str, tuple[str, ...]]:
    """The names in full that mean more than one actor. Left out: surnames, which many bear, and
    names that the tables mark as weak, so that the text has to settle them."""
    bearers: dict[str, set[str]] = {}
    for form, id_ in _names():
        plus = "+" if form.endswith("+") else ""  # OPEC+ is not OPEC
        bearers.setdefault(" ".join(plain_words(form)) + plus, set()).add(id_)
    return {form: tuple(sorted(ids)) for form, ids in sorted(bearers.items()) if len(ids) > 1}


def _names() -> Iterator[tuple[str, str]]:
    yield from names_of_bodies(installed())
    for p in world.persons().values():
        yield from ((form, p.id) for form in (*p.names.values(), *p.aliases))
