"""What points back: pronouns, possessives, "le pays", "les deux dirigeants", "ce dernier".

One pass from left to right over a list of what was named before. A candidate must agree in gender and
number; then nearness, being a subject and being a person speak for it, and a noun that is no actor
but a better candidate leaves the pronoun unresolved. First and second persons are left out: whose
they are depends on who speaks, which a later stage knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dragoman.matching.actor_words import ActorWord
from dragoman.matching.gazetteer import word_list
from dragoman.record import Actor, Mention, Parsed
from dragoman.stages.actors_names import Names
from dragoman.stages.actors_people import country_of, holders, known_person, within
from dragoman.stages.actors_phrases import Phrase, Phrases, state_name, words_by_form
from dragoman.world import actors as world

_FAR = 3  # sentences that a pronoun looks back
_FAMILIES = {
    "alliance": ("alliance",), "bloc": ("bloc", "igo"), "court": ("court",),
    "agency": ("news_agency", "un_body", "igo", "state_agency"), "coalition": ("coalition",),
    "party": ("party",), "press": ("newspaper", "magazine", "website", ""),
    "broadcast": ("broadcaster",), "institute": ("ngo",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ref:
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


@dataclass(frozen=True, slots=True)
class _Task:
    """Something that points back, and how to resolve it."""

    start: int
    end: int
    head: int
    solve: Callable[[], tuple[Actor, ...]]
    how: str
    phrase: Phrase | None = None


class Later:
    """Resolves what points back in one report."""

    def __init__(self, parsed: Parsed, names: Names, phrases: Phrases) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.names = names
        self.phrases = phrases
        self.language = parsed.report.language
        self.date = parsed.report.date
        self.refs: list[_Ref] = []
        self.groups: list[_Ref] = []
        self.found: list[Mention] = []
        self._gender: dict[str, str] = {}  # of strangers, as any mention of them shows
        for p in phrases.found:
            if p.person and len(p.actors) == 1 and (p.gender == "f" or p.how == "name"):
                if p.gender:
                    self._gender.setdefault(p.actors[0].id, p.gender)
        self._spanned = {i for p in phrases.found for i in range(p.start, p.end)}

    def run(self) -> list[Mention]:
        """All mentions: those already known and those resolved here."""
        steps: list[tuple[int, int, Phrase | _Task]] = []
        for phrase in self.phrases.found:
            steps.append((phrase.start, -phrase.end, phrase))
        for task in self._tasks():
            steps.append((task.start, -task.end, task))
        steps.sort(key=lambda s: s[:2])
        for _, _, step in steps:
            if isinstance(step, _Task):
                actors = step.solve()
                self._add(step.start, step.end, step.head, actors, step.how, None)
            elif step.actors:
                if step.waits and step.waits[0] == "class":
                    same = self._class(step, step.waits[1], step.bodies)
                else:
                    same = self._same_person(step)
                actors = same or step.actors
                self._add(step.start, step.end, step.head, actors, step.how, step)
            else:
                actors = self._describe(step)
                self._add(step.start, step.end, step.head, actors, step.how, step)
        return self.found

    def _add(
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
            gender = self._gender.get(actors[0].id)
        ref = _Ref(
            head, end, actors, gender, number, person, self._subject(head),
            token.dep.partition(":")[0] in ("nmod", "appos", "acl") and how != "pronoun", how,
        )  # fmt: skip
        before = self.refs[-1] if self.refs else None
        self.refs.append(ref)
        if len(actors) > 1:
            self.groups.append(ref)
        elif before and how != "pronoun" and self._joined(before, ref, start):
            self._group(before, ref)

    def _joined(self, before: _Ref, ref: _Ref, start: int) -> bool:
        """"X et Y": two named side by side."""
        if before.at >= ref.at or before.how == "pronoun":
            return False
        between = self.tokens[before.end : start]
        if not between or len(between) > 4:
            return False
        kinds = [t.upos for t in between]
        return "CCONJ" in kinds and all(
            k in ("CCONJ", "DET", "ADP", "PUNCT", "ADV", "PART") for k in kinds
        )

    def _group(self, first: _Ref, second: _Ref) -> None:
        if self.groups and self.groups[-1].at == first.at:
            first = self.groups[-1]
        actors = tuple({a.id: a for a in (*first.actors, *second.actors)}.values())
        if len(actors) < 2:
            return
        gender = "m" if "m" in (first.gender, second.gender) else first.gender
        group = _Ref(first.at, second.end, actors, gender, "p", first.person and second.person,
                     first.subject, first.inner, "name")  # fmt: skip
        self.groups.append(group)
        self.refs.append(group)

    def _subject(self, head: int) -> bool:
        token = self.tokens[head]
        while token.dep == "conj" and token.head < token.i:
            token = self.tokens[token.head]
        return token.dep.partition(":")[0] in ("nsubj", "csubj")

    # -- what points back

    def _tasks(self) -> Iterable[_Task]:
        pronouns = words_by_form(self.language, "pronoun")
        owners = words_by_form(self.language, "possessive")
        for token in self.tokens:
            i = token.i
            if i in self._spanned and token.upos != "DET" and token.feat("Poss") != "Yes":
                continue
            text = token.text.lower()
            if self._relative(i):
                yield _Task(i, i + 1, i, lambda i=i: self._antecedent(i), "pronoun")  # type: ignore[misc]
            elif self._owner_word(i, text, owners):
                word = owners[text]
                yield _Task(i, i + 1, i, lambda i=i, w=word: self._owner(i, w), "pronoun")  # type: ignore[misc]
            elif text in pronouns and token.upos == "PRON" and not self._nobody(i):
                word = pronouns[text]
                if text in ("le", "la", "l'", "l’", "les"):
                    continue
                yield _Task(i, i + 1, i, lambda i=i, w=word: self._pronoun(i, w), "pronoun")  # type: ignore[misc]
        lexicon = word_list(self.language)
        words = self.names.words
        k = 0
        while k < len(words):
            hit = lexicon.at(words, k)
            entry = next((e for e in hit.entries if e.kind in ("both", "order")), None) if hit else None
            if hit is None or entry is None:
                k += 1
                continue
            start, end = words[hit.start].token, words[hit.end - 1].token + 1
            k = hit.end
            if self._modifies(start, end) or any(i in self._spanned for i in range(start, end)):
                continue
            value = entry.value
            if entry.kind == "both":
                yield _Task(start, end, end - 1, lambda v=value: self._several(int(v)), "description")  # type: ignore[misc]
            else:
                yield _Task(start, end, end - 1, lambda s=start, v=value: self._order(s, v), "description")  # type: ignore[misc]

    def _owner_word(self, i: int, text: str, owners: dict[str, ActorWord]) -> bool:
        token = self.tokens[i]
        if text not in owners:
            return False
        return token.upos == "DET" or token.feat("Poss") == "Yes" or token.dep == "nmod:poss"

    def _modifies(self, start: int, end: int) -> bool:
        """"les deux pays", "le premier ministre": the words belong to a noun that follows."""
        if end >= len(self.tokens):
            return False
        head = self.tokens[end - 1].head
        after = self.tokens[end]
        return head >= end and after.upos in ("NOUN", "ADJ", "NUM", "PROPN") and head <= end + 2

    def _relative(self, i: int) -> bool:
        token = self.tokens[i]
        if token.upos != "PRON" or token.feat("PronType") not in (None, "Rel"):
            return False
        if token.feat("PronType") is None and token.feat("Person"):
            return False
        clause = self._clause(i)
        return clause is not None and self.tokens[clause].head < i <= clause

    def _clause(self, i: int) -> int | None:
        """The verb of the relative clause that a pronoun opens."""
        for k in (i, *self.parsed.ancestors(i)):
            if self.tokens[k].dep in ("acl:relcl", "acl"):
                return k
            if self.tokens[k].dep in ("root", "parataxis"):
                return None
        return None

    def _antecedent(self, i: int) -> tuple[Actor, ...]:
        clause = self._clause(i)
        if clause is None:
            return ()
        head = self.tokens[clause].head
        found = [m for m in self.found if m.head == head]
        if not found:
            found = [m for m in self.found if m.start <= head < m.end and m.how != "demonym"]
        if not found:
            return ()
        group = [g for g in self.groups if g.at == head and g.end <= i]
        if group and self.tokens[clause].feat("Number") == "Plur":
            return group[-1].actors
        return max(found, key=lambda m: m.end - m.start).actors

    def _nobody(self, i: int) -> bool:
        """"Il faut", "il y a", "il est clair que": a subject that is nobody."""
        token = self.tokens[i]
        if token.dep.partition(":")[0] == "expl":
            return True
        verb = self.tokens[token.head]
        if verb.lemma.lower() in words_by_form(self.language, "impersonal"):
            return True
        kids = self.parsed.children(verb.i)
        if any(self.tokens[k].lemma.lower() == "y" for k in kids) and verb.lemma.lower() == "avoir":
            return True
        if verb.upos not in ("ADJ", "VERB", "NOUN") or token.dep.partition(":")[0] != "nsubj":
            return False
        cop = any(self.tokens[k].dep == "cop" for k in kids)
        clauses = [k for k in kids if k > verb.i
                   and self.tokens[k].dep.partition(":")[0] in ("csubj", "ccomp", "xcomp", "advcl")]
        return cop and verb.upos == "ADJ" and bool(clauses)

    # -- choosing

    def _score(self, ref: _Ref, i: int, person: bool) -> float:
        near = self.parsed.sentence_number(i) - self.parsed.sentence_number(ref.at)
        score = 3.0 - 2.0 * near
        score += 1.5 if ref.subject else 0.0
        score -= 0.75 if ref.inner else 0.0
        score += 0.5 if ref.person else 0.0
        if person:
            score += 2.5 if ref.person else 0.0
        return score - 0.01 * (i - ref.at)

    def _candidates(self, i: int, feats: set[str]) -> list[_Ref]:
        out = []
        here = self.parsed.sentence_number(i)
        number = "p" if "p" in feats else "s"
        gender = next(iter(feats & {"m", "f"}), None)
        for ref in self.refs:
            group = "g" in feats and ref.actors[0].kind in ("armed_group", "organ", "group", "company")
            if ref.at >= i or (ref.number != number and not group):
                continue
            if here - self.parsed.sentence_number(ref.at) > _FAR:
                continue
            if gender and ref.gender and ref.gender != gender and ref.number == "s":
                continue
            if gender == "f" and ref.number == "p" and ref.gender == "m":
                continue
            out.append(ref)
        return out

    def _pronoun(self, i: int, word: ActorWord) -> tuple[Actor, ...]:
        feats = set(word.value.split(";"))
        token = self.tokens[i]
        verb = token.head
        inverted = verb < i and token.dep.partition(":")[0] == "nsubj"
        person = inverted and "s" in feats
        pool = [r for r in self._candidates(i, feats) if not self._same_clause(r.at, i)]
        if self.language == "en" and word.form == "it":
            pool = [r for r in pool if not r.person]
        elif self.language == "en" and "s" in feats:
            pool = [r for r in pool if r.person]
        return self._best(pool, i, feats, person)

    def _owner(self, i: int, word: ActorWord) -> tuple[Actor, ...]:
        feats = {word.value, *word.scope}
        noun = self.tokens[i].head
        pool = [r for r in self._candidates(i, feats) if r.at != noun]
        if "m" in feats or "f" in feats:
            pool = [r for r in pool if r.person]
        return self._best(pool, i, feats, False)

    def _best(self, pool: list[_Ref], i: int, feats: set[str], person: bool) -> tuple[Actor, ...]:
        if not pool:
            return ()
        score, best = max(((self._score(r, i, person), r) for r in pool), key=lambda x: (x[0], x[1].at))
        if score < -1.5:
            return ()
        rival = max((self._rival(k, i) for k in self._rivals(i, feats)), default=-9.0)
        return best.actors if score >= rival else ()

    def _rivals(self, i: int, feats: set[str]) -> Iterable[int]:
        """Subjects nearby that are no actors but agree."""
        number = "Plur" if "p" in feats else "Sing"
        gender = {"m": "Masc", "f": "Fem"}.get(next(iter(feats & {"m", "f"}), ""))
        taken = {r.at for r in self.refs} | self._spanned
        here = self.parsed.sentence_number(i)
        first = self.parsed.sentences[max(0, here - 1)].start
        for k in range(first, i):
            token = self.tokens[k]
            if token.upos != "NOUN" or k in taken or not self._subject(k):
                continue
            if token.feat("Number") not in (None, number):
                continue
            if gender and token.feat("Gender") not in (None, gender):
                continue
            if not self._same_clause(k, i):
                yield k

    def _rival(self, k: int, i: int) -> float:
        near = self.parsed.sentence_number(i) - self.parsed.sentence_number(k)
        return 4.2 - 2.0 * near - 0.01 * (i - k)

    def _same_clause(self, a: int, b: int) -> bool:
        """Both hang on one verb: they cannot be the same."""
        return self.tokens[a].head == self.tokens[b].head and self.tokens[a].head not in (a, b)

    # -- descriptions

    def _describe(self, p: Phrase) -> tuple[Actor, ...]:
        if p.waits is None:
            return ()
        kind, value = p.waits
        if kind == "compatriot":
            return self._compatriot(p, value)
        if kind == "counterpart":
            return self._counterpart(p)
        count = int(p.bodies[0]) if p.bodies and p.bodies[0].isdigit() else None
        if kind in ("role", "word"):
            return self._office(p, kind, value, count)
        if kind == "state":
            return self._state(p, value, count)
        if kind == "class" and value.endswith(":members"):
            return self._class(p, value)
        if count or p.number == "p":
            if kind == "government" and p.number == "p" and count:
                return self._as_states(self._several(count))
            return ()
        if kind == "government":
            state = self._salient_state(p, any_trait=True)
            return (state,) if state else ()
        if kind == "organ":
            state = self._salient_state(p, any_trait=True)
            if state is None:
                return ()
            text = self.parsed.slice(p.start, p.end)
            return (Actor(within(state.id, value), "organ", state.id, text, text),)
        return self._class(p, value)

    def _same_person(self, p: Phrase) -> tuple[Actor, ...]:
        """"le responsable américain" after "Mike Pompeo": not somebody new."""
        if p.how != "office" or len(p.actors) != 1 or p.actors[0].kind != "person" or not p.bodies:
            return ()
        actor = p.actors[0]
        if actor.role or actor.id.rpartition(":")[2] in world.persons() or not self._definite(p):
            return ()
        for ref in reversed(self.refs):
            if self.parsed.sentence_number(p.head) - self.parsed.sentence_number(ref.at) > 6:
                return ()
            if ref.person and ref.actors[0].state == p.bodies[0] and ref.actors[0].role:
                return ref.actors
        return ()

    def _definite(self, p: Phrase) -> bool:
        return self.tokens[p.start].feat("Definite") == "Def" or (
            self.tokens[p.start].text.lower() in ("le", "la", "l'", "l’", "the")
        )

    def _compatriot(self, p: Phrase, iso: str) -> tuple[Actor, ...]:
        for ref in reversed(self.refs):
            if not ref.person or len(ref.actors) != 1:
                continue
            actor = ref.actors[0]
            part = actor.id.rpartition(":")[2].rpartition("/")[2]
            held = world.offices().get(part, ())
            if actor.country == iso or any(o.country == iso for o in held):
                return ref.actors
        text = self.parsed.slice(p.start, p.end)
        return (Actor(within(iso, "citizen"), "person", iso, text, text),)

    def _counterpart(self, p: Phrase) -> tuple[Actor, ...]:
        body = p.bodies[0] if p.bodies else None
        for ref in reversed(self.refs):
            if not ref.person or len(ref.actors) != 1 or ref.actors[0].state == body:
                continue
            role = ref.actors[0].role or next(iter(sorted(self.phrases.roles.get(ref.actors[0].id, ()))), None)
            if role and body:
                who = holders(body, role, self.date, "present")
                text = self.parsed.slice(p.start, p.end)
                if len(who) == 1:
                    return (known_person(who[0], self.date, text, self.language),)
                part = role.replace("_", "-")
                return (Actor(within(body, part), "person", country_of(body), text, text, role),)
        if body is None:
            return ()
        text = self.parsed.slice(p.start, p.end)
        return (Actor(within(body, "counterpart"), "person", country_of(body), text, text),)

    def _office(self, p: Phrase, kind: str, value: str, count: int | None) -> tuple[Actor, ...]:
        if count or p.number == "p":
            return self._as_leaders(self._several(count or 2), value if kind == "role" else "leader")
        if self.tokens[p.start].feat("Poss") == "Yes":
            return self._owned_office(p, kind, value)
        for ref in reversed(self.refs):
            if ref.person and len(ref.actors) == 1 and self._has_role(ref.actors[0], kind, value):
                return ref.actors
        if kind != "role" or value == "group_leader":
            return ()
        state = self._salient_state(p, any_trait=True)
        if state is None:
            return ()
        who = holders(state.id, value, self.date, "present")
        text = self.parsed.slice(p.start, p.end)
        if len(who) == 1:
            return (known_person(who[0], self.date, text, self.language),)
        part = value.replace("_", "-")
        return (Actor(within(state.id, part), "person", state.id, text, text, value),)

    def _owned_office(self, p: Phrase, kind: str, value: str) -> tuple[Actor, ...]:
        owner = next((m for m in self.found if m.start == p.start and m.end == p.start + 1), None)
        if owner is None or kind != "role":
            return ()
        body = owner.actors[0].state
        who = holders(body, value, self.date, "present") if body != "?" else []
        text = self.parsed.slice(p.start, p.end)
        return (known_person(who[0], self.date, text, self.language),) if len(who) == 1 else ()

    def _has_role(self, actor: Actor, kind: str, value: str) -> bool:
        part = actor.id.rpartition(":")[2].rpartition("/")[2]
        given = self.phrases.roles.get(actor.id, set())
        held = {o.role for o in world.offices().get(part, ())
                if self.date is None or o.held_on(self.date)}  # fmt: skip
        if value in given | held:
            return True
        if value == "leader":
            return bool((given | held) & {"head_of_state", "head_of_government", "paramount_leader"})
        if value == "minister":
            return any("minister" in r for r in given | held)
        if value in ("diplomat", "ambassador"):
            return bool((given | held) & {"ambassador", "diplomat", "un_representative", "envoy"})
        if value in ("official", "head"):
            return bool(held) or bool(given)
        return False

    def _state(self, p: Phrase, value: str, count: int | None) -> tuple[Actor, ...]:
        if count:
            return self._as_states(self._several(count))
        if p.number == "p":
            return ()
        owner = next((m for m in self.found if m.start == p.start and m.end == p.start + 1), None)
        if owner is not None:
            return self._as_states(owner.actors)
        state = self._salient_state(p, trait=None if value in ("any", "capital") else value)
        return (state,) if state else ()

    def _salient_state(
        self, p: Phrase, trait: str | None = None, any_trait: bool = False
    ) -> Actor | None:
        """The state that the text is about just here."""
        best: tuple[float, int, Actor] | None = None
        for ref in self.refs:
            if len(ref.actors) != 1 or ref.at >= p.start:
                continue
            near = self.parsed.sentence_number(p.start) - self.parsed.sentence_number(ref.at)
            if near > 2 * _FAR:
                continue
            body = ref.actors[0].state if any_trait or not ref.person else ""
            state = world.states().get(body)
            if state is None or (trait and trait not in state.traits):
                continue
            score = self._score(ref, p.start, False) - (0.5 if ref.person else 0.0)
            if best is None or (score, ref.at) > best[:2]:
                text = self.parsed.slice(p.start, p.end)
                best = (score, ref.at,
                        Actor(body, "state", body, state_name(body, self.language), text))  # fmt: skip
        return best[2] if best else None

    def _class(self, p: Phrase, value: str, bodies: tuple[str, ...] = ()) -> tuple[Actor, ...]:
        """"l'alliance", "le journal", "the Russian daily": the last named of that class."""
        kinds, _, family = value.partition(":")
        types = _FAMILIES.get(family, ())
        for ref in reversed(self.refs):
            if len(ref.actors) != 1 or ref.actors[0].kind not in kinds.split(";"):
                continue
            if bodies and ref.actors[0].id.partition(":")[0] not in bodies:
                continue
            if family == "members":
                if ref.actors[0].kind != "igo":
                    continue
                text = self.parsed.slice(p.start, p.end)
                return (Actor(within(ref.actors[0].id, "member-states"), "group", None, text, text),)
            org = world.organisations().get(ref.actors[0].id)
            if types and org and org.type not in types:
                continue
            if types and org is None and "" not in types and ref.actors[0].kind == "igo":
                continue
            return ref.actors
        return ()

    def _order(self, i: int, value: str) -> tuple[Actor, ...]:
        if value in ("first", "second"):
            group = next((g for g in reversed(self.groups) if g.at < i and len(g.actors) == 2), None)
            return (group.actors[0 if value == "first" else 1],) if group else ()
        number = "p" if value == "lasts" else "s"
        gender = {"Masc": "m", "Fem": "f"}.get(self.tokens[i].feat("Gender") or "")
        refs = [r for r in self.refs if r.at < i and r.number == number
                and (not gender or r.gender in (None, gender))]  # fmt: skip
        near = [r for r in refs if self.parsed.sentence_number(i)
                - self.parsed.sentence_number(r.at) <= 1]  # fmt: skip
        people = [r for r in near if r.person]
        pool = people or near
        return pool[-1].actors if pool else ()

    def _several(self, count: int) -> tuple[Actor, ...]:
        """The last so many that were named side by side; else the last so many different states."""
        for group in reversed(self.groups):
            if len({a.id for a in group.actors}) == count:
                return group.actors
        last: dict[str, Actor] = {}
        for ref in reversed(self.refs):
            if len(ref.actors) == 1 and ref.actors[0].kind == "state":
                last.setdefault(ref.actors[0].id, ref.actors[0])
            if len(last) == count:
                return tuple(reversed(last.values()))
        return ()

    def _as_states(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        out: dict[str, Actor] = {}
        for a in actors:
            if a.country and a.country in world.states():
                out.setdefault(a.country, Actor(a.country, "state", a.country,
                                                state_name(a.country, self.language), a.mention))  # fmt: skip
        return tuple(out.values())

    def _as_leaders(self, actors: tuple[Actor, ...], role: str) -> tuple[Actor, ...]:
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
