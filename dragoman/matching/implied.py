"""Partners that the text implies without naming them in the clause.

A report is about a relation: where a clause says that one party seeks, gives, refuses, and not from
or to whom, the other party is meant ("Moscou cherche à se ravitailler" in a report on Moscow and
Pyongyang). Only the two parties of the report's main pair are supplied, and only to each other; a
claim so completed names the rule `role.partner-implied`, so that a reader can leave it out.
"""

from __future__ import annotations

from collections import Counter

from dragoman.matching.draft import Draft
from dragoman.matching.frames import Frames
from dragoman.record import Actor

_NEEDS_PARTNER = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID REQUEST ACCUSE REJECT THREATEN SANCTION COERCE".split()
)
_HEADLINE_WEIGHT = 5
#: A party of the main pair must make up this share of all mentions of states and bodies.
_SHARE = 0.12


def main_pair(frames: Frames) -> tuple[Actor, ...]:
    """The two states or bodies that the report speaks of most, as state-level actors; fewer if no
    other is spoken of enough."""
    counts: Counter[str] = Counter()
    names: dict[str, Actor] = {}
    for mention in frames.mentions.mentions:
        zone = frames.parsed.sentence(mention.head).zone
        for actor in mention.actors:
            if actor.state.startswith("?") or actor.kind == "media":
                continue
            counts[actor.state] += _HEADLINE_WEIGHT if zone == "headline" else 1
            if actor.kind in ("state", "igo"):
                names.setdefault(actor.state, actor)
    total = sum(counts.values())
    ranked = sorted(counts, key=lambda s: (-counts[s], s))
    chosen = [s for s in ranked[:2] if counts[s] >= _SHARE * total]
    return tuple(names.get(s) or Actor(s, "igo" if s.startswith("IGO:") else "state",
                                       None if s.startswith("IGO:") else s, s) for s in chosen)  # fmt: skip


def supply_partners(frames: Frames, drafts: list[Draft]) -> None:
    """Fills empty counterparts (or empty actors of an event with one) from the sentence, then from
    the main pair."""
    pair = main_pair(frames)
    for draft in drafts:
        if draft.kind not in ("seeks", "gives") and draft.type not in _NEEDS_PARTNER:
            continue
        mutual = draft.reading is not None and "mutual" in draft.reading.predicate.flags
        if not draft.actors and not draft.counterparts:
            draft.actors = _companions(frames, draft) or list(pair)
            draft.rules.append("role.pair-implied")
            continue
        if draft.actors and not draft.counterparts and not (mutual and len({a.state for a in draft.actors}) > 1):
            partner = _in_sentence(frames, draft) or _other(pair, draft.actors)
            if partner:
                draft.counterparts = [partner]
                draft.rules.append("role.partner-implied")
        elif draft.counterparts and not draft.actors and (mutual or draft.kind == "gives"):
            doer = _speaker(frames, draft) or _other(pair, draft.counterparts)
            if doer:
                draft.actors = [doer]
                draft.rules.append("role.partner-implied")


def _companions(frames: Frames, draft: Draft) -> list[Actor]:
    """The parties named in the sentence of a meeting or agreement, if there are at least two."""
    sentence = frames.parsed.sentence(draft.token)
    speakers = {a.state for at in frames.speech.chain(draft.token) for a in at.sources}
    named = {
        a.state: a for k in range(sentence.start, sentence.end) if (m := frames.mentions.at(k))
        for a in m.actors if not a.state.startswith("?") and a.state not in speakers and m.how != "place"
    }  # fmt: skip
    return list(named.values()) if len(named) > 1 else []


def _in_sentence(frames: Frames, draft: Draft) -> Actor | None:
    """The only other party named in the same sentence, if there is just one."""
    sentence = frames.parsed.sentence(draft.token)
    states = {a.state for a in draft.actors}
    speakers = {a.state for at in frames.speech.chain(draft.token) for a in at.sources}
    others = {
        a.state: a for k in range(sentence.start, sentence.end) if (m := frames.mentions.at(k))
        for a in m.actors if a.state not in states | speakers and not a.state.startswith("?")
    }  # fmt: skip
    return next(iter(others.values())) if len(others) == 1 else None


def _speaker(frames: Frames, draft: Draft) -> Actor | None:
    """The state of who denies or promises: what is denied is most often an own deed."""
    chain = frames.speech.chain(draft.token)
    if not chain or chain[-1].attitude not in ("denies", "promises") or not chain[-1].sources:
        return None
    state = chain[-1].sources[0].state
    if state.startswith("?") or state in {a.state for a in draft.counterparts}:
        return None
    return Actor(state, "igo" if state.startswith("IGO:") else "state", None if state.startswith("IGO:") else state, state)


def _other(pair: tuple[Actor, ...], known: list[Actor]) -> Actor | None:
    if len(pair) < 2:
        return None
    states = {a.state for a in known}
    left = [a for a in pair if a.state not in states]
    return left[0] if len(left) == 1 else None
