"""Who is in a report: every stretch of it that means an actor, and which."""

from __future__ import annotations

from dragoman.record import Mention, Mentions, Parsed
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
    found = [
        Mention(p.start, p.end, p.head, p.actors, p.how) for p in phrases.found if p.actors
    ]
    return Mentions(tuple(found))
