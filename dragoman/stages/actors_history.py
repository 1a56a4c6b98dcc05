"""What a report has named so far, for whatever points back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from dragoman.record import Actor, Mention, Parsed
from dragoman.stages.actors_people import holders, known_person
from dragoman.stages.actors_reach import Phrase
from dragoman.world import actors as world

FAR = 3  # sentences that a pronoun looks back


@dataclass(frozen=True, slots=True)
class Ref:
    """Something named before."""

    at: int
    end: int
    actors: tuple[Actor, ...]
    gender: str | None
    number: str
    person: bool
    subject: bool
    inner: bool  # inside another noun phrase
    how: str


class History:
    """References in the order of the text; groups of those named side by side."""

    def __init__(self, parsed: Parsed, phrases: tuple[Phrase, ...]) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.language = parsed.report.language
        self.date = parsed.report.date
        self.refs: list[Ref] = []
        self.groups: list[Ref] = []
        self.found: list[Mention] = []
        self._phrases = phrases
        self._gender: dict[str, str] = {}  # of strangers, as any mention of them shows
        for p in phrases:
            told = p.gender == "f" or (p.gender is not None and p.how == "name")
            if p.person and len(p.actors) == 1 and p.gender and told:
                self._gender.setdefault(p.actors[0].id, p.gender)

    def add(
        self, start: int, end: int, head: int, actors: tuple[Actor, ...], how: str,
        phrase: Phrase | None,
    ) -> None:  # fmt: skip
        if not actors:
            return
        self.found.append(Mention(start, end, head, actors, how))
        if how in ("demonym", "place") and not (phrase and phrase.number == "p"):
            return
        token = self.tokens[head]
        gender, number, person = None, "s", False
        if phrase:
            gender, number, person = phrase.gender, phrase.number or "s", phrase.person
        elif len(actors) > 1:
            number = "p"
        person = person or (len(actors) == 1 and actors[0].kind == "person")
        if len(actors) > 1:
            number = "p"
        if person and len(actors) == 1:  # "le professeur" may be a woman, "la ministre" is one
            known = world.persons().get(actors[0].id.rpartition(":")[2].rpartition("/")[2])
            gender = known.gender if known else self._gender.get(actors[0].id)
        ref = Ref(
            head, end, actors, gender, number, person, self.is_subject(head),
            token.dep.partition(":")[0] in ("nmod", "appos", "acl") and how != "pronoun", how,
        )  # fmt: skip
        before = self.refs[-1] if self.refs else None
        self.refs.append(ref)
        if len(actors) > 1:
            self.groups.append(ref)
        elif before and how != "pronoun" and self._joined(before, ref, start):
            self._group(before, ref)

    def _joined(self, before: Ref, ref: Ref, start: int) -> bool:
        """ "X et Y": two named side by side."""
        if before.at >= ref.at or before.how == "pronoun":
            return False
        between = self.tokens[before.end : start]
        if not between or len(between) > 4:
            return False
        kinds = [t.upos for t in between]
        return "CCONJ" in kinds and all(
            k in ("CCONJ", "DET", "ADP", "PUNCT", "ADV", "PART") for k in kinds
        )

    def _group(self, first: Ref, second: Ref) -> None:
        if self.groups and self.groups[-1].at == first.at:
            first = self.groups[-1]
        actors = tuple({a.id: a for a in (*first.actors, *second.actors)}.values())
        if len(actors) < 2:
            return
        gender = "m" if "m" in (first.gender, second.gender) else first.gender
        group = Ref(first.at, second.end, actors, gender, "p", first.person and second.person,
                     first.subject, first.inner, "name")  # fmt: skip
        self.groups.append(group)
        self.refs.append(group)

    def is_subject(self, head: int) -> bool:
        token = self.tokens[head]
        while token.dep == "conj" and token.head < token.i:
            token = self.tokens[token.head]
        return token.dep.partition(":")[0] in ("nsubj", "csubj")

    def score(self, ref: Ref, i: int, person: bool) -> float:
        near = self.parsed.sentence_number(i) - self.parsed.sentence_number(ref.at)
        score = 3.0 - 2.0 * near
        score += 1.5 if ref.subject else 0.0
        score -= 0.75 if ref.inner and not self._opens(ref, near) else 0.0
        score += 0.5 if ref.person else 0.0
        if person:
            score += 2.5 if ref.person else 0.0
        return score - 0.01 * (i - ref.at)

    def several(self, i: int, count: int, loose: bool = True) -> tuple[Actor, ...]:
        """So many that were named side by side shortly before token i; else, if `loose`, the
        states most often named in one sentence up to there, of late the more."""
        here = self.parsed.sentence_number(i)
        others = self._others(i) if loose else set()
        for group in reversed(self.groups):
            near = here - self.parsed.sentence_number(group.at) <= 2 * FAR or not loose
            ids = {a.id for a in group.actors}
            if near and group.at < i and len(ids) == count and not ids & others:
                return group.actors
        return self._together(i, count) if loose else ()

    def apart(self, i: int) -> list[Ref]:
        """Two persons, or else two states, that the sentence before token i names apart, as one:
        "X a reçu Y. Ils ..."."""
        number = self.parsed.sentence_number(i) - 1
        near = [r for r in self.refs if self.parsed.sentence_number(r.at) == number]
        near = [r for r in near if len(r.actors) == 1]
        people = [r for r in near if r.person]
        first = next((r for r in people if r.subject), None)
        inside = set(self.parsed.subtree(first.at)) if first else set()
        together = [r for r in people if r.at in inside]  # "X, accompagné de Y, ..."
        for some in (people, together, [r for r in near if r.actors[0].kind == "state"]):
            actors = tuple({r.actors[0].id: r.actors[0] for r in some}.values())
            first = next((r for r in some if r.subject), None)
            if len(actors) == 2 and first is not None:
                return [replace(first, actors=actors, number="p", gender=None, subject=False)]
        return []

    def _others(self, i: int) -> set[str]:
        """The one state named after "les deux pays" in their sentence: it is hardly one of them."""
        last = self.parsed.sentence(i).end
        later = (p for p in self._phrases if i < p.start < last and p.how in ("name", "metonym"))
        named = {a.id for p in later for a in p.actors if a.kind == "state"}
        return named if len(named) == 1 else set()

    def _together(self, i: int, count: int) -> tuple[Actor, ...]:
        """The states that stand together most; those named last where none do."""
        here = self.parsed.sentence_number(i)
        states: dict[str, Actor] = {}
        named: dict[int, dict[str, Actor]] = {}
        for m in self.found:
            if m.start < i:
                own = {a.id: a for a in self.as_states(m.actors)}
                named.setdefault(self.parsed.sentence_number(m.head), {}).update(own)
                states |= own
        weight: dict[tuple[str, ...], float] = {}
        for sentence, own in sorted(named.items()):
            for some in combinations(sorted(own), count):
                weight[some] = weight.get(some, 0.0) + 0.9 ** (here - sentence)
        best = max(weight, key=lambda some: (weight[some], some), default=())
        return tuple(states[s] for s in states if s in best)

    def as_states(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        out: dict[str, Actor] = {}
        for a in actors:
            if a.country in world.states() and a.country:
                name = world.state_name(a.country, self.language)
                out.setdefault(a.country, Actor(a.country, "state", a.country, name, a.mention))
        return tuple(out.values())

    def as_leaders(self, actors: tuple[Actor, ...], role: str) -> tuple[Actor, ...]:
        out = []
        for a in actors:
            if a.kind == "person":
                out.append(a)
                continue
            who = holders(a.id, role, self.date, "present") if a.kind == "state" else []
            if len(who) != 1:
                return ()
            out.append(known_person(who[0], self.date, a.mention, self.language))
        return tuple(out)

    def salient_state(self, p: Phrase, trait: str | None = None) -> Actor | None:
        """The state that the text is about just here."""
        best: tuple[float, int, Actor] | None = None
        this = self.tokens[p.start].feat("PronType") == "Dem"
        for ref in self.refs:
            if len(ref.actors) != 1 or ref.at >= p.start:
                continue
            near = self.parsed.sentence_number(p.start) - self.parsed.sentence_number(ref.at)
            if near > 2 * FAR:
                continue
            named = ref.actors[0].kind in ("state", "organ", "person") and not (this and ref.person)
            body = ref.actors[0].state if named else ""
            state = world.states().get(body)
            if state is None or (trait and trait not in state.traits):
                continue
            score = self.score(ref, p.start, False) - (1.0 if ref.person else 0.0)
            if this:  # "ce pays": the one just named
                score = float(ref.at)
            if best is None or (score, ref.at) > best[:2]:
                text = self.parsed.slice(p.start, p.end)
                name = world.state_name(body, self.language)
                best = (score, ref.at, Actor(body, "state", body, name, text))
        return best[2] if best else None

    def _opens(self, ref: Ref, near: int) -> bool:
        """ "Dans le cas de X, ...": named in what opens the very sentence, before its verb."""
        top = next(
            (i for i in self.parsed.ancestors(ref.at) if self.tokens[i].dep == "root"), ref.at
        )
        return near == 0 and ref.at < top

    def same_clause(self, a: int, b: int) -> bool:
        """Both hang on one verb: they cannot be the same."""
        return self.tokens[a].head == self.tokens[b].head and self.tokens[a].head not in (a, b)
