"""Who is in a report: every stretch of it that means an actor, and which."""

from __future__ import annotations

from dataclasses import replace

from dragoman.record import Mention, Mentions, Parsed
from dragoman.stages.actors_bodies import known_actor
from dragoman.stages.actors_later import Later
from dragoman.stages.actors_names import Names
from dragoman.stages.actors_phrases import Phrases
from dragoman.world.actors import merges


def find_actors(parsed: Parsed) -> Mentions:
    """All mentions of actors.

    Three steps: names (states in every form, organisations, persons) are found by their words and
    settled; phrases put names and offices together ("l'ancien président américain Donald Trump");
    then descriptions and pronouns are led back to what was named before.
    """
    names = Names(parsed)
    phrases = Phrases(parsed, names)
    found = Later(parsed, names, phrases).run()
    found.sort(key=lambda m: (m.start, -m.end))
    return Mentions(tuple(_merged(m, parsed) for m in found))


def _merged(mention: Mention, parsed: Parsed) -> Mention:
    """Whom the user knows under another name is that one."""
    known = merges()
    if not any(a.id in known for a in mention.actors):
        return mention
    report = parsed.report
    actors = tuple(
        known_actor(known[a.id][0], report.date, a.mention, report.language) if a.id in known else a
        for a in mention.actors
    )
    return replace(mention, actors=actors)
