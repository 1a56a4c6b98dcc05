"""Actors for states, organisations and those who hold an office together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from dragoman.matching.gazetteer import Entry
from dragoman.record import Actor
from dragoman.stages.actors_people import known_person, slug, within
from dragoman.world import actors as world


def body_actor(body: str, text: str, language: str) -> Actor:
    """The actor for a state or an organisation of the tables; `text` as written."""
    if body in world.states():
        return Actor(body, "state", body, world.state_name(body, language), text)
    about = world.organisations()[body]
    return Actor(body, about.kind, about.country, about.name(language), text)


def known_actor(actor_id: str, date: str | None, text: str, language: str) -> Actor:
    """The actor for a codebook id that some table knows: a state, an organisation or a person."""
    if actor_id in world.states() or actor_id in world.organisations():
        return body_actor(actor_id, text, language)
    return known_person(re.split("[:/]", actor_id)[-1], date, text, language)


def office_holders(entries: list[Entry], bodies: Iterable[str], text: str) -> list[Actor]:
    """ "Les ministres des Affaires étrangères de l'Union": several of one organisation."""
    office = next((e.value.replace("_", "-") for e in entries if e.kind == "office"), None)
    if office is None:
        return []
    igos = [b for b in bodies if b.startswith("IGO:")]
    return [Actor(within(b, f"{office}s"), "group", None, text, text) for b in igos]


@lru_cache(maxsize=10_000)
def state_form(ids: tuple[str, ...], text: str, language: str) -> tuple[str | None, str]:
    """Gender and number of the word for a state."""
    for n in world.state_names(language):
        if n.iso3 in ids and n.kind in ("name", "alias") and slug(n.form) == slug(text):
            gender = "m" if "m" in n.feats else "f" if "f" in n.feats else None
            return gender, "p" if "p" in n.feats else "s"
    return None, "s"
