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
_NEEDS_PARTNER = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip
_HEADLINE_WEIGHT = 4
#: Types of event that are about something, and stakes that say no more than the type does.
_ABOUT = ("REJECT", "REQUEST", "AGREE")
_MEASURES = ("diplomacy.sanctions", "diplomacy.sanctions_relief")
_VAGUE = ("diplomacy.agreement", "diplomacy.talks", "diplomacy.vote", "relations")
#: What speaks for a body of states where votes, resolutions or rules are spoken of.
_BODY = 8.0
#: Spoken of less than this (a share of all mentions) a party must stand near to be meant.
_SHARE = 0.08
#: A party that scores less is not what the reader has in mind: better none than a wrong one.
_LEAST = 8.0
#: A mention this many sentences back counts so much more than one anywhere.
_NEAR = {0: 8.0, 1: 5.0, 2: 2.0}


class _Salience:
    """Which states and bodies a report speaks of, where, and how often."""

    def __init__(self, frames: Frames, drafts: list[Draft]) -> None:
        self.total: Counter[str] = Counter()
        self.where: dict[str, list[int]] = defaultdict(list)
        self.actor: dict[str, Actor] = {}
        self.partners: dict[str, list[tuple[tuple[str, ...], str | None]]] = defaultdict(list)
        for draft in drafts:
            doers, others = _states(draft.actors), _states(draft.counterparts)
            for mine, theirs in ((doers, others), (others, doers)):
                for state in mine if theirs else ():
                    self.partners[state].append((theirs, draft.type or draft.kind))
        for mention in frames.mentions.mentions:
            if mention.how == "place":
                continue
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

    def best(
        self, number: int, known: set[str], type_: str | None, body: bool = False
    ) -> list[Actor]:
        """The parties that go with the known ones at a sentence: the most salient, and those that
        stand beside it elsewhere ("la Suède et la Finlande")."""
        scores: dict[str, float] = {}
        for state, numbers in self.where.items():
            near = max([_NEAR.get(number - n, 0.0) for n in numbers], default=0.0)
            if state in known or (not near and self.share[state] < _SHARE):
                continue
            scores[state] = 10 * self.share[state] + near + self._bond(known, state, type_)
            if body and state.startswith("IGO:"):
                scores[state] += _BODY
        scores = {state: score for state, score in scores.items() if score >= _LEAST}
        if not scores:
            return []
        first = min(scores, key=lambda s: (-scores[s], s))
        beside = Counter(
            group
            for k in known
            for group, _ in self.partners[k]
            if first in group and not set(group) & known
        )
        group = min(beside, key=lambda g: (-beside[g], g)) if beside else (first,)
        return [self.party(state) for state in group]

    def _bond(self, known: set[str], state: str, type_: str | None) -> float:
        """How often the report itself ties these parties, in deeds of the same type above all."""
        ties = [t for k in known for group, t in self.partners[k] if state in group]
        return min(6.0, 1.5 * len(ties)) + (4.0 if type_ in ties else 0.0)

    def pair(self) -> list[Actor]:
        """The two parties spoken of most."""
        ranked = sorted(self.share, key=lambda s: (-self.share[s], s))
        return [self.party(s) for s in ranked[:2]]


def supply_partners(frames: Frames, drafts: list[Draft]) -> None:
    """Fills the empty side of claims that have two."""
    salience = _Salience(frames, drafts)
    for draft in drafts:
        if draft.kind == "rule":
            _supply_rule(frames, draft, salience)
        elif draft.kind in ("seeks", "gives") or draft.type in _NEEDS_PARTNER:
            _supply(frames, draft, salience)


def _supply(frames: Frames, draft: Draft, salience: _Salience) -> None:
    kind = draft.type or draft.kind
    number = frames.parsed.sentence_number(draft.token)
    known = {a.state for a in [*draft.actors, *draft.counterparts]}
    body = _voted(frames, draft)
    if not known:
        own = [] if frames.speech.chain(draft.token) else list(frames.voice)
        draft.actors = own or _companions(frames, draft) or salience.pair()
        draft.rules.append("role.pair-implied")
    elif draft.kind == "seeks" and not draft.counterparts and len(set(_states(draft.actors))) > 1:
        draft.counterparts = list(draft.actors)
        draft.rules.append("role.each-other")
    elif draft.actors and not draft.counterparts and len(known) == 1:
        partners = salience.best(number, known, kind, body)
        if partners:
            draft.counterparts = partners
            draft.rules.append("role.partner-implied")
    elif not draft.actors:
        doers = _denier(frames, draft, salience)
        doers = doers or salience.best(number, known, kind, body)
        if doers and not {d.state for d in doers} & known:
            draft.actors = doers
            draft.rules.append("role.doer-implied")


def _supply_rule(frames: Frames, draft: Draft, salience: _Salience) -> None:
    """Who made a rule: the body that texts of this name come from, else the body of states that the
    report speaks of. States are not supplied: a report speaks of them for other reasons."""
    number = frames.parsed.sentence_number(draft.token)
    known = {a.state for a in [*draft.actors, *draft.counterparts]}
    if not draft.actors:
        makers = frames.lexicon.profile["makers"]
        before = frames.parsed.sentences[max(number - 1, 0)].start
        near = [*range(draft.start, draft.end), *range(draft.start - 1, before - 1, -1)]
        named = [makers.get(frames.tokens[k].lemma.lower()) for k in near]
        maker = next((salience.party(m) for m in named if m), None)
        bodies = list(salience.best(number, known, "SANCTION", True))
        maker = maker or next((a for a in bodies if a.kind == "igo"), None)
        if maker:
            draft.actors = [maker]
            draft.rules.append("role.maker-implied")
    if not draft.counterparts:
        known = {a.state for a in draft.actors}
        bound = salience.best(number, known, "SANCTION")
        draft.counterparts = [a for a in bound if a.kind == "state"]
        if draft.counterparts:
            draft.rules.append("role.partner-implied")


def supply_stakes(frames: Frames, drafts: list[Draft]) -> None:
    """What a refusal, request or agreement is about, where its clause does not say: the stake that
    the report ties most to the same parties, or speaks of most nearby."""
    said: Counter[str] = Counter(s for d in drafts for s in d.stakes if s not in _VAGUE)
    for draft in drafts:
        if draft.kind == "rule":  # it is about what it bars, not about being a sanction
            draft.stakes = [s for s in draft.stakes if s not in _MEASURES] or draft.stakes
        if draft.type not in _ABOUT or any(s not in _VAGUE for s in draft.stakes):
            continue
        if draft.reading and draft.stakes and draft.reading.fillers.get("topic"):
            continue
        parties = set(_states(draft.actors)) | set(_states(draft.counterparts))
        number = frames.parsed.sentence_number(draft.token)
        scores: Counter[str] = Counter()
        for other in drafts:
            if other is draft:
                continue
            shared = len(parties & (set(_states(other.actors)) | set(_states(other.counterparts))))
            gap = number - frames.parsed.sentence_number(other.token)
            weight = shared * (3 if gap in (0, 1) else 2 if gap == 2 else 1)
            for stake in other.stakes:
                if stake not in _VAGUE and said[stake] > 1:
                    scores[stake] += weight
        if scores:
            best = min(scores, key=lambda s: (-scores[s], s))
            draft.stakes = [*draft.stakes, best]
            draft.rules.append("role.stake-implied")


def _companions(frames: Frames, draft: Draft) -> list[Actor]:
    """The parties named in the sentence of a meeting or agreement, if there are at least two."""
    sentence = frames.parsed.sentence(draft.token)
    speakers = _speakers(frames, draft)
    named = {
        a.state: a
        for k in range(sentence.start, sentence.end)
        if (m := frames.mentions.at(k))
        for a in m.actors
        if not a.state.startswith("?") and a.state not in speakers and m.how != "place"
    }
    return list(named.values()) if len(named) > 1 else []


def _voted(frames: Frames, draft: Draft) -> bool:
    words = frames.lexicon.words("voting")
    return any(frames.tokens[k].lemma.lower() in words for k in range(draft.start, draft.end))


def _speakers(frames: Frames, draft: Draft) -> set[str]:
    return {a.state for at in frames.speech.chain(draft.token) for a in at.sources}


def _denier(frames: Frames, draft: Draft, salience: _Salience) -> list[Actor]:
    """The state of who denies or promises: what is denied is most often an own deed."""
    chain = frames.speech.chain(draft.token)
    if not chain or chain[-1].attitude not in ("denies", "promises") or not chain[-1].sources:
        return []
    state = chain[-1].sources[0].state
    return [] if state.startswith("?") else [salience.party(state)]


def _states(actors: list[Actor]) -> tuple[str, ...]:
    return tuple(
        sorted({a.state for a in actors if not a.state.startswith("?") and a.kind != "media"})
    )
