"""Parties that the text implies without naming them in the clause.

A report is about a relation: where a clause says that one party seeks, refuses, accuses, and not
from or to whom, the other party is the one that the reader has in mind: named in the sentence, or
just before, or spoken of throughout ("Moscou cherche à se ravitailler" in a report on Moscow and
Pyongyang). Salience is the count of mentions, weighed by how near they are. A claim so completed
names the rule (`role.partner-implied`, `role.doer-implied`, `role.pair-implied`), so that a reader
can leave it out. Persons, media and unresolved groups are never supplied, only states and bodies.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from dragoman.matching.draft import Draft
from dragoman.matching.frames import Frames
from dragoman.record import Actor

#: Types of event that are done to, with or against somebody.
_NEEDS_PARTNER = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID REQUEST ACCUSE REJECT THREATEN SANCTION COERCE ASSAULT".split()
)
_HEADLINE_WEIGHT = 4
#: A mention this many sentences back counts so much more than one anywhere.
_NEAR = {0: 8.0, 1: 5.0, 2: 2.0}


class _Salience:
    """Which states and bodies a report speaks of, where, and how often."""

    def __init__(self, frames: Frames) -> None:
        self.total: Counter[str] = Counter()
        self.where: dict[str, list[int]] = defaultdict(list)
        self.actor: dict[str, Actor] = {}
        for mention in frames.mentions.mentions:
            number = frames.parsed.sentence_number(mention.head)
            zone = frames.parsed.sentences[number].zone
            for actor in mention.actors:
                if actor.state.startswith("?") or actor.kind == "media":
                    continue
                self.total[actor.state] += _HEADLINE_WEIGHT if zone == "headline" else 1
                self.where[actor.state].append(number)
                if actor.kind in ("state", "igo") and actor.id == actor.state:
                    self.actor.setdefault(actor.state, actor)
        everything = sum(self.total.values()) or 1
        self.share = {s: n / everything for s, n in self.total.items()}

    def party(self, state: str) -> Actor:
        """The state or body itself, named as elsewhere in the report if it is."""
        known = self.actor.get(state)
        if known:
            return known
        igo = state.startswith("IGO:")
        return Actor(state, "igo" if igo else "state", None if igo else state, state)

    def best(self, number: int, without: set[str]) -> Actor | None:
        """The most salient party at a sentence."""
        scores = {
            state: 10 * self.share[state]
            + max((w for n in numbers for gap, w in _NEAR.items() if number - n == gap), default=0.0)
            for state, numbers in self.where.items()
            if state not in without
        }
        return self.party(min(scores, key=lambda s: (-scores[s], s))) if scores else None

    def pair(self) -> list[Actor]:
        """The two parties spoken of most."""
        ranked = sorted(self.share, key=lambda s: (-self.share[s], s))
        return [self.party(s) for s in ranked[:2]]


def supply_partners(frames: Frames, drafts: list[Draft]) -> None:
    """Fills the empty side of claims that have two."""
    salience = _Salience(frames)
    for draft in drafts:
        if draft.kind not in ("seeks", "gives", "rule") and draft.type not in _NEEDS_PARTNER:
            continue
        mutual = draft.reading is not None and "mutual" in draft.reading.predicate.flags
        number = frames.parsed.sentence_number(draft.token)
        known = {a.state for a in [*draft.actors, *draft.counterparts]}
        if not known:
            draft.actors = _companions(frames, draft) or salience.pair()
            draft.rules.append("role.pair-implied")
        elif draft.kind == "seeks" and len({a.state for a in draft.actors}) > 1 and not draft.counterparts:
            draft.counterparts = list(draft.actors)
            draft.rules.append("role.each-other")
        elif draft.actors and not draft.counterparts and not (mutual and len(known) > 1):
            partner = salience.best(number, known | _speakers(frames, draft)) or salience.best(number, known)
            if partner:
                draft.counterparts = [partner]
                draft.rules.append("role.partner-implied")
        elif not draft.actors:
            doer = _denier(frames, draft, salience) or salience.best(number, known)
            if doer and doer.state not in known:
                draft.actors = [doer]
                draft.rules.append("role.doer-implied")


def _companions(frames: Frames, draft: Draft) -> list[Actor]:
    """The parties named in the sentence of a meeting or agreement, if there are at least two."""
    sentence = frames.parsed.sentence(draft.token)
    speakers = _speakers(frames, draft)
    named = {
        a.state: a for k in range(sentence.start, sentence.end) if (m := frames.mentions.at(k))
        for a in m.actors if not a.state.startswith("?") and a.state not in speakers and m.how != "place"
    }  # fmt: skip
    return list(named.values()) if len(named) > 1 else []


def _speakers(frames: Frames, draft: Draft) -> set[str]:
    return {a.state for at in frames.speech.chain(draft.token) for a in at.sources}


def _denier(frames: Frames, draft: Draft, salience: _Salience) -> Actor | None:
    """The state of who denies or promises: what is denied is most often an own deed."""
    chain = frames.speech.chain(draft.token)
    if not chain or chain[-1].attitude not in ("denies", "promises") or not chain[-1].sources:
        return None
    state = chain[-1].sources[0].state
    return None if state.startswith("?") else salience.party(state)
