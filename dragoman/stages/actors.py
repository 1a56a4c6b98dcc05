"""Who is in a report: every stretch of it that means an actor, and which."""

from __future__ import annotations

from dragoman.record import Mentions, Parsed
from dragoman.stages.actors_later import Later
from dragoman.stages.actors_names import Names
from dragoman.stages.actors_phrases import Phrases


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
    return Mentions(tuple(found))
