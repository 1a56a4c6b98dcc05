"""Who is meant by a phrase that a user types, on a day: the actor, how it was resolved, the rivals.

Three ways, the surest first: a name as some table has it; an office or description, read as in a
report of that day; a name that is nearly as a table has it. A score is between 0 and 1 and is made
of how alike the names are and, of persons, of whether they held an office just then (`_fit`) and,
where several bear the name, how high a one (`_prominence`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as day_of
from functools import cache
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process

from dragoman.matching import foreign
from dragoman.matching.actor_words import forms
from dragoman.matching.gazetteer import plain_words
from dragoman.naming import known, names_of_bodies, term_on
from dragoman.record import Actor, Parsed, Report
from dragoman.stages.actors_bodies import body_actor, known_actor
from dragoman.stages.actors_people import by_surname, holders, known_person, office_at, rank
from dragoman.stages.actors_resolve import resolve, resolve_name
from dragoman.stages.read_language import installed
from dragoman.world import actors as world
from dragoman.world.actors import Office

#: Languages besides those installed in which the names of states are looked up (CLDR has them).
WIDER = ("ru", "ar", "zh", "es", "de", "uk", "fa", "he", "tr", "pt", "it", "ja", "ko", "zh_Hant")
#: Names less alike than this are not offered.
_ALIKE = 0.8
#: A phrase that is a name, written otherwise, and not the name of an office.
_NAMED = 0.6
_RIVALS = 4
_YEAR = 365.25  # days
#: Of a person who held no office that day: in office within a year of it; longer ago or later.
_NEAR, _FAR = 0.8, 0.6
#: From one rank of office to the next, where several bear a name.
_STEP = 0.03


@dataclass(frozen=True, slots=True)
class Meant:
    """One who may be meant. `how`: name, office, spelling, body (that of which the phrase
    speaks), text (no table knows it); `term`: the office that says why."""

    actor: Actor
    how: str
    score: float
    term: Office | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a phrase: who is meant, and who else might be, best first."""

    phrase: str
    date: str
    best: Meant
    rivals: tuple[Meant, ...]


def find(phrase: str, date: str, language: str) -> Found | None:
    """Who is meant by a phrase on an ISO date; None if nobody is. `language`: that of the names in
    the answer, and the first in which the phrase is tried."""
    named = _by_name(phrase, date, language, _exact(phrase))
    if named:
        return Found(phrase, date, named[0], tuple(named[1 : _RIVALS + 1]))
    if read := _by_phrase(phrase, date, language):
        return Found(phrase, date, read, tuple(_others(read, date, language)[:_RIVALS]))
    spelt = _by_name(phrase, date, language, _alike(phrase))
    if spelt:
        return Found(phrase, date, spelt[0], tuple(spelt[1 : _RIVALS + 1]))
    return None


def known_by_id(who: str, date: str, language: str) -> Actor | None:
    """The known actor with this id, or ISO3 code in any case; None if there is none."""
    who = who.upper() if who.upper() in world.states() else who
    return known_actor(who, date, "", language) if known(who) and (_whole(who)) else None


def by_name(phrase: str) -> str | None:
    """The id of the one actor that some table has under just this name, in any of the scripts."""
    ids = list(_exact(phrase))
    if len(ids) != 1:
        return None
    return known_person(ids[0], None, phrase, "en").id if ids[0] in world.persons() else ids[0]


def _whole(who: str) -> bool:
    return ":" in who or who in world.states()


def resolve_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Who is meant by marked characters of texts: JSON objects with id, lang, date, text, start and
    end, one a line; an object with id and answer (a codebook id, or null) for each.

    Raises ValueError for a line that is no such object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            report = Report(case["text"], case["lang"], date=case.get("date"))
            start, end, name = int(case["start"]), int(case["end"]), case["id"]
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as wrong:
            raise ValueError(f"line {number} is no case: {wrong!r}") from wrong
        if report.language in installed():
            answer = resolve(_parse(report), start, end)
        else:
            answer = resolve_name(report, start, end)
        yield {"id": name, "answer": answer}


def _parse(report: Report) -> Parsed:
    from dragoman.stages.parse import parse  # the models' library: a name is found without it

    return parse(report)


# -- names


def _exact(phrase: str) -> dict[str, float]:
    """The ids that some table has under just this name, in any of the scripts."""
    own = _fold(phrase)
    found = dict.fromkeys(_names().get(own, ()), 1.0)
    if phrase.strip() in world.organisations():
        found = {phrase.strip(): 1.0}
    if not found and not phrase.isascii():
        for language in WIDER:
            for m in foreign.meanings(phrase, language):
                found.setdefault(m.id, 1.0 if m.exact else 0.9)
    if not found and (code := phrase.strip().upper()) in world.states():
        return {code: 1.0}
    return found


def _alike(phrase: str) -> dict[str, float]:
    """The ids with names that are nearly this one: by letters, or by consonants where the phrase
    is in another script."""
    own = _fold(phrase)
    if len(own) < 4:
        return {}
    out: dict[str, float] = {}
    for form, score, _ in process.extract(
        own, _names().keys(), scorer=fuzz.ratio, score_cutoff=100 * _ALIKE, limit=40
    ):
        for id_ in _names()[form]:
            out[id_] = max(out.get(id_, 0.0), score / 100)
    if not phrase.isascii() and len(bones := foreign.skeleton(phrase)) >= 4:
        for id_ in _skeletons().get(bones, ()):
            out[id_] = max(out.get(id_, 0.0), 0.9)
    return out


def _fold(text: str) -> str:
    return " ".join(plain_words(anyascii(text)))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Folded names -> the ids (of persons: the part after the colon) that bear them."""
    out: dict[str, dict[str, None]] = {}
    for form, id_ in _all_names():
        out.setdefault(_fold(form), {})[id_] = None
    out.pop("", None)
    return {form: tuple(ids) for form, ids in out.items()}


@cache
def _skeletons() -> dict[str, tuple[str, ...]]:
    out: dict[str, dict[str, None]] = {}
    for form, ids in _names().items():
        if " " in form:
            out.setdefault(foreign.skeleton(form), {}).update(dict.fromkeys(ids))
    return {form: tuple(ids) for form, ids in out.items()}


def _all_names() -> Iterator[tuple[str, str]]:
    yield from names_of_bodies(installed())
    for p in world.persons().values():
        yield from ((form, p.id) for form in p.forms)
    yield from ((form, person) for person, _, form in world.person_names())


def _by_name(phrase: str, date: str, language: str, ids: dict[str, float]) -> list[Meant]:
    """Those who bear a name, best first; of several persons, the one whom a report of that day
    would mean."""
    out = []
    for id_, likeness in ids.items():
        how = "name" if likeness == 1.0 else "spelling"
        if id_ in world.persons():
            actor = known_person(id_, date, phrase, language)
            fit = _fit(id_, date) * (_prominence(actor.role) if len(ids) > 1 else 1.0)
            out.append(Meant(actor, how, round(likeness * fit, 2), office_at(id_, date)))
        else:
            out.append(Meant(body_actor(id_, phrase, language), how, round(likeness, 2)))
    persons = [id_ for id_ in ids if id_ in world.persons()]
    meant = by_surname(persons, [], set(), date) if len(persons) > 1 else None
    out.sort(key=lambda m: (-m.score, not (meant and m.actor.id.endswith(meant)), m.actor.id))
    return out


def _fit(person: str, date: str) -> float:
    term = office_at(person, date)
    if term is None:
        return _FAR
    away = _days_away(term, date)
    return 1.0 if away == 0 else _NEAR if away <= _YEAR else _FAR


def _prominence(role: str | None) -> float:
    """How telling an office is where several bear a name: from 1 for who leads a state down."""
    return 1.0 - _STEP * rank(role or "")


def _days_away(term: Office, date: str) -> float:
    """Days between a day and the nearest day of a term; 0 within it."""
    if term.held_on(date):
        return 0.0
    edge = term.start if term.start > date else term.end
    return float(abs((_day(edge) - _day(date)).days))


def _day(date: str) -> day_of:
    year, month, day = (date.split("-") + ["01", "01"])[:3]
    return day_of(int(year), int(month), int(day))


# -- offices and descriptions


def _by_phrase(phrase: str, date: str, language: str) -> Meant | None:
    """The phrase as a report of that day would mean it, in the first language that it makes sense
    in: a person before a part of a state, and that before the state itself, which the phrase names
    only on the way ("Premier ministre du Canada", of a day when no holder is known)."""
    answers: list[str] = []
    for lang in sorted(installed(), key=lambda code: code != language):
        # "Secrétaire général de l'Otan" is an office; with an article, whoever holds it.
        for article in ("", *(f"{word} " for word in list(forms(lang, "definite"))[:1])):
            report = Report(article + phrase, lang, date=date)
            answer = resolve(_parse(report), len(article), len(report.text))
            answers += [answer] if answer else []
    for lang in WIDER:
        held = foreign.office(phrase, lang)
        who = holders(held[1], held[0], date, "present") if held else []
        answers += [known_person(p, date, phrase, language).id for p in who]
    whole = [id_ for id_ in answers if known(id_) or id_.partition(":")[0] in world.states()]
    best = min(whole, key=lambda id_: (not _person(id_), id_ in world.states()), default=None)
    if best is None:
        return None
    if person := _person(best):
        actor = known_person(person, date, phrase, language)
        alike = max(
            fuzz.ratio(_fold(name), _fold(phrase)) for name in world.persons()[person].forms
        )
        term = term_on(actor.id, actor.role, date) or office_at(person, date)
        return Meant(actor, "spelling" if alike > 100 * _NAMED else "office", 1.0, term)
    if known(best):
        return Meant(body_actor(best, phrase, language), "body", 1.0)
    state, _, part = best.partition(":")
    kind = "person" if part in _people(language) else "organ"
    return Meant(Actor(best, kind, state, phrase, phrase), "text", 1.0)


@cache
def _people(language: str) -> frozenset[str]:
    """The parts of a state that are somebody: spokesperson, head-of-government."""
    kinds = (forms(language, kind).values() for kind in ("office", "person"))
    return frozenset(word.value.replace("_", "-") for words in kinds for word in words)


def _person(id_: str) -> str | None:
    """The known person whom an id names."""
    part = id_.replace("/", ":").rpartition(":")[2]
    return part if part in world.persons() else None


def _others(best: Meant, date: str, language: str) -> list[Meant]:
    """Those who held the same office before and after, the nearest first; the score falls from 1 to
    0 over the years between."""
    term = best.term
    if term is None:
        return []
    nearest: dict[str, tuple[float, Office]] = {}
    for other in world.offices_of(term.body):
        if other.role == term.role and other.person != term.person:
            away = _days_away(other, date)
            if other.person not in nearest or away < nearest[other.person][0]:
                nearest[other.person] = (away, other)
    out = [
        Meant(
            known_person(person, date, best.actor.mention, language), "office",
            round(1 / (1 + away / _YEAR), 2), held,
        )
        for person, (away, held) in nearest.items()
    ]  # fmt: skip
    return sorted(out, key=lambda m: (-m.score, m.actor.id))
