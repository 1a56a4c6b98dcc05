"""One mention at a time: who is meant by these characters of this text, on this date?

For checks against lists of cases and for asking by hand; the pipeline uses find_actors.
"""

from __future__ import annotations

from dragoman.matching.foreign import meanings, office, states_inside
from dragoman.record import Mention, Parsed, Report
from dragoman.stages.actors import find_actors
from dragoman.stages.actors_names import Name, Names
from dragoman.stages.actors_people import by_surname, holders, known_person, within


def resolve(parsed: Parsed, start: int, end: int) -> str | None:
    """The id of the actor that characters `start` to `end` of the report mean; None if they mean
    none (a city as a place, part of another name).

    The narrowest mention that holds them answers, or the name itself where it stands inside a
    longer mention ("russe" in "le ministre russe").
    """
    tokens = [t.i for t in parsed.tokens if t.end > start and t.start < end]
    if not tokens:
        return None
    first, last = tokens[0], tokens[-1] + 1
    size = last - first
    while first + 1 < last and parsed.tokens[first].upos == "DET":
        first += 1  # "the" of "the Court's prosecutor" tells nothing
    names = Names(parsed)
    exact = [n for n in names.found if n.start <= first and n.end >= last]
    mentions = [m for m in find_actors(parsed).mentions if m.start <= first and m.end >= last]
    best = min(mentions, key=lambda m: m.end - m.start, default=None)
    if best is None:
        inside = [m for m in find_actors(parsed).mentions if first <= m.start and m.end <= last]
        best = max(inside, key=lambda m: m.end - m.start, default=None)
    if best is not None and best.how == "new" and best.end - best.start > size:
        return None  # a piece of a stranger's name
    if best is not None and not (exact and _narrower(exact[-1], best)):
        return None if best.how == "place" else best.actors[0].id
    if exact and exact[-1].ids and not exact[-1].place:
        return _name_id(exact[-1], parsed)
    return None


def resolve_name(report: Report, start: int, end: int) -> str | None:
    """As `resolve`, from the written form alone, where there is no pipeline for the language."""
    piece = report.text[start:end]
    held = office(piece, report.language)
    if held is not None:
        role, body = held
        who = holders(body, role, report.date, "present")
        if len(who) == 1:
            return known_person(who[0], report.date, piece, report.language).id
        return within(body, role.replace("_", "-"))
    found = meanings(piece, report.language)
    best = [m for m in found if (m.exact, m.size) == (found[0].exact, found[0].size)]
    ids = list(dict.fromkeys(m.id for m in best))
    if ids and best[0].kind == "person":
        around = states_inside(report.text, report.language) if len(ids) > 1 else set()
        meant = ids[0] if len(ids) == 1 else by_surname(ids, [], around, report.date)
        return known_person(meant, report.date, piece, report.language).id if meant else None
    return ids[0] if len(ids) == 1 else None


def _narrower(name: Name, mention: Mention) -> bool:
    return name.end - name.start < mention.end - mention.start and name.kind not in (
        "person",
        "new",
    )


def _name_id(name: Name, parsed: Parsed) -> str:
    if name.kind == "person":
        return known_person(name.ids[0], parsed.report.date, "", parsed.report.language).id
    return name.ids[0]
