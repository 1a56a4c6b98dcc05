"""In whose name a report speaks: the parties behind the "we" of a statement or a treaty."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.matching.lexicon import Lexicon
from dragoman.record import Actor, Mentions, Parsed, Speech

#: How far behind "we," the first party may be named ("we, the heads of state and government of …").
_REACH = 8
_BETWEEN = ("DET", "ADP", "CCONJ", "PUNCT", "NOUN", "ADJ", "PART")


def voice(
    parsed: Parsed, mentions: Mentions, speech: Speech, lexicon: Lexicon
) -> tuple[Actor, ...]:
    """The parties that the author's own "we" stands for, as states and bodies; none in a report
    whose author is an observer. They are named beside the first such "we" ("We, the leaders of A
    and B, …"), or in a headline that calls the text a joint one."""
    words = lexicon.words("first_person_plural")
    ours = [t.i for t in parsed.tokens if t.text.lower() in words and not speech.chain(t.i)]
    if not ours:
        return ()
    first = ours[0]
    if first + 1 < len(parsed.tokens) and parsed.tokens[first + 1].text == ",":
        named = _listed(parsed, mentions, first + 2)
        if named:
            return named
    joint = lexicon.words("joint")
    for sentence in parsed.sentences:
        inside = range(sentence.start, sentence.end)
        if sentence.zone == "headline" and any(
            parsed.tokens[k].lemma.lower() in joint for k in inside
        ):
            named = _parties(a for k in inside if (m := mentions.at(k)) for a in m.actors)
            if len(named) > 1:
                return named
    return ()


def _listed(parsed: Parsed, mentions: Mentions, at: int) -> tuple[Actor, ...]:
    """The actors of a list that begins near here, to the end of the list."""
    found: list[Actor] = []
    end, gap = parsed.sentence(at).end, 0
    while at < end and gap <= _REACH:
        mention = next((m for m in mentions.mentions if m.start == at), None)
        if mention:
            found += mention.actors
            at, gap = mention.end, 0
            continue
        if parsed.tokens[at].upos not in _BETWEEN or (
            found and parsed.tokens[at].upos in ("NOUN", "ADP")
        ):
            break
        at, gap = at + 1, gap + 1
    return _parties(found)


def _parties(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The states and bodies that these actors are or speak for, each once."""
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.state.startswith("?") or actor.kind == "media":
            continue
        if actor.id == actor.state:
            found[actor.state] = actor
        else:
            igo = actor.state.startswith("IGO:")
            found.setdefault(
                actor.state,
                Actor(
                    actor.state,
                    "igo" if igo else "state",
                    None if igo else actor.state,
                    actor.state.removeprefix("IGO:"),
                    actor.mention,
                ),
            )
    return tuple(found.values())
