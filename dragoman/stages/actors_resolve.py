"""One mention at a time: who is meant by these characters of this text, on this date?

For checks against lists of cases and for asking by hand; the pipeline uses find_actors.
"""

from __future__ import annotations

from dragoman.matching.gazetteer import gazetteer, words_of
from dragoman.record import Mention, Parsed, Report, Sentence, Token
from dragoman.stages.actors import find_actors
from dragoman.stages.actors_names import Name, Names
from dragoman.stages.actors_people import known_person


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
    names = Names(parsed)
    exact = [n for n in names.found if n.start <= first and n.end >= last]
    mentions = [m for m in find_actors(parsed).mentions if m.start <= first and m.end >= last]
    best = min(mentions, key=lambda m: m.end - m.start, default=None)
    if best is None:
        inside = [m for m in find_actors(parsed).mentions if first <= m.start and m.end <= last]
        best = max(inside, key=lambda m: m.end - m.start, default=None)
    if best is not None and best.how == "new" and best.end - best.start > last - first:
        return None  # a piece of a stranger's name
    if best is not None and not (exact and _narrower(exact[-1], best)):
        return None if best.how == "place" else best.actors[0].id
    if exact and exact[-1].ids and not exact[-1].place:
        return _name_id(exact[-1], parsed)
    return None


def plain_parse(report: Report) -> Parsed:
    """A parse without a model: one sentence, every word hanging on the first. Names are still found
    by their words; for languages that have the names of states and no pipeline."""
    tokens: list[Token] = []
    at = 0
    for word in report.text.split():
        begin = report.text.index(word, at)
        at = begin + len(word)
        tokens.append(Token(len(tokens), begin, at, word, word, "X", "", 0, "dep"))
    return Parsed(report, tuple(tokens), (Sentence(0, len(tokens), 0),))


def resolve_name(report: Report, start: int, end: int) -> str | None:
    """As `resolve`, from the written form alone, where there is no pipeline for the language."""
    piece = report.text[start:end]
    parsed = plain_parse(Report(piece, report.language, report.date))
    words = words_of(parsed)
    hit = gazetteer(report.language).at(words, 0) if words else None
    if hit is None or hit.end != len(words):
        return None
    ids = list(dict.fromkeys(e.value for e in hit.entries))
    if len(ids) != 1:
        return None
    if hit.entries[0].kind in ("person", "surname"):
        return known_person(ids[0], report.date, piece, report.language).id
    return ids[0]


def _narrower(name: Name, mention: Mention) -> bool:
    return name.end - name.start < mention.end - mention.start and name.kind not in (
        "person",
        "new",
    )


def _name_id(name: Name, parsed: Parsed) -> str:
    if name.kind == "person":
        return known_person(name.ids[0], parsed.report.date, "", parsed.report.language).id
    return name.ids[0]
