"""What points back: pronouns, possessives, "le pays", "les deux dirigeants", "ce dernier".

One pass from left to right over a list of what was named before. A candidate must agree in gender
and number; then nearness, being a subject and being a person speak for it, and a noun that is no
actor but a better candidate leaves the pronoun unresolved. First and second persons are left out:
whose they are depends on who speaks, which a later stage knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from dragoman.matching.actor_words import ActorWord, forms
from dragoman.matching.gazetteer import word_list
from dragoman.record import Actor, Mention, Parsed
from dragoman.stages.actors_descriptions import Descriptions
from dragoman.stages.actors_history import FAR, History, Ref
from dragoman.stages.actors_names import Names
from dragoman.stages.actors_phrases import Phrases
from dragoman.stages.actors_reach import Phrase

#: Marks that open (True), close (False) or do either in turn.
_QUOTES = {"«": True, "»": False, "“": True, "”": False, '"': None}


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
        self.history = History(parsed, phrases.found)
        self.descriptions = Descriptions(self.history, phrases.roles)
        self._quotes: list[bool] = []
        self._nobodies: set[int] = set()  # pronouns that stand for what is no actor
        self._spanned = {i for p in phrases.found for i in range(p.start, p.end)}

    def run(self) -> list[Mention]:
        """All mentions: those already known and those resolved here."""
        steps: list[tuple[int, int, Phrase | _Task]] = []
        for phrase in self.phrases.found:
            steps.append((phrase.start, -phrase.end, phrase))
        for task in self._tasks():  # "son pays" needs to know whose
            steps.append((task.start, -len(self.tokens), task))
        steps.sort(key=lambda s: s[:2])
        for _, _, step in steps:
            if isinstance(step, _Task):
                actors = step.solve()
                self.history.add(step.start, step.end, step.head, actors, step.how, None)
            elif step.actors:
                if step.waits and step.waits[0] == "class":
                    same = self.descriptions.of_class(step, step.waits[1], step.bodies)
                elif step.waits and step.waits[0] == "people":
                    same = self.descriptions.same_people(step, step.waits[1])
                else:
                    same = self.descriptions.same_person(step)
                actors = same or step.actors
                self.history.add(step.start, step.end, step.head, actors, step.how, step)
            else:
                actors = self.descriptions.describe(step)
                self.history.add(step.start, step.end, step.head, actors, step.how, step)
        return self.history.found

    # -- what points back

    def _tasks(self) -> Iterable[_Task]:
        pronouns = forms(self.language, "pronoun")
        owners = forms(self.language, "possessive")
        for token in self.tokens:
            i = token.i
            if i in self._spanned and token.upos != "DET" and token.feat("Poss") != "Yes":
                continue
            text = token.text.lower()
            if self._relative(i):
                yield _Task(i, i + 1, i, partial(self._antecedent, i), "pronoun")
            elif self._owner_word(i, text, owners):
                yield _Task(i, i + 1, i, partial(self._owner, i, owners[text]), "pronoun")
            elif text in pronouns and token.upos == "PRON" and not self._nobody(i):
                yield _Task(i, i + 1, i, partial(self._pronoun, i, pronouns[text]), "pronoun")
        lexicon = word_list(self.language)
        words = self.names.words
        k = 0
        while k < len(words):
            hit = lexicon.at(words, k)
            entries = hit.entries if hit else ()
            entry = next((e for e in entries if e.kind in ("both", "order")), None)
            if hit is None or entry is None:
                k += 1
                continue
            start, end = words[hit.start].token, words[hit.end - 1].token + 1
            k = hit.end
            if self._modifies(start, end) or any(i in self._spanned for i in range(start, end)):
                continue
            if entry.kind == "both":
                solve = partial(self.history.several, start, int(entry.value))
            else:
                solve = partial(self.descriptions.order, start, entry.value)
            yield _Task(start, end, end - 1, solve, "description")

    def _owner_word(self, i: int, text: str, owners: dict[str, ActorWord]) -> bool:
        token = self.tokens[i]
        if text not in owners:
            return False
        return token.upos == "DET" or token.feat("Poss") == "Yes" or token.dep == "nmod:poss"

    def _modifies(self, start: int, end: int) -> bool:
        """ "les deux pays", "le premier ministre": the words belong to a noun that follows."""
        if end >= len(self.tokens):
            return False
        head = self.tokens[end - 1].head
        after = self.tokens[end]
        if self.tokens[end - 1].upos == "CCONJ" or (after.upos == "DET" and head > end):
            return True
        return head >= end and after.upos in ("NOUN", "ADJ", "NUM", "PROPN") and head <= end + 2

    def _relative(self, i: int) -> bool:
        token = self.tokens[i]
        if token.upos != "PRON" or token.feat("PronType") not in (None, "Rel"):
            return False
        dep = token.dep.partition(":")[0]
        if dep not in ("nsubj", "obj", "iobj", "nmod") and not self.parsed.children(i, "case"):
            return False  # "où", "when": no actor
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
        found = [m for m in self.history.found if m.head == head]
        if not found:
            found = [
                m for m in self.history.found if m.start <= head < m.end and m.how != "demonym"
            ]
        if not found:
            return ()
        group = [g for g in self.history.groups if g.at == head and g.end <= i]
        if group and self.tokens[clause].feat("Number") == "Plur":
            return group[-1].actors
        return max(found, key=lambda m: m.end - m.start).actors

    def _nobody(self, i: int) -> bool:
        """ "Il faut", "il y a", "il est clair que": a subject that is nobody."""
        token = self.tokens[i]
        if token.dep.partition(":")[0] == "expl":
            return True
        verb = self.tokens[token.head]
        nobody = {form: word.value for form, word in forms(self.language, "impersonal").items()}
        kids = [self.tokens[k] for k in self.parsed.children(verb.i)]
        if any(nobody.get(k.lemma.lower()) == "child" for k in kids):
            return True
        if token.dep.partition(":")[0] != "nsubj":
            return False
        clause = any(k.i > verb.i and k.dep in ("csubj", "ccomp", "xcomp", "advcl") for k in kids)
        how = nobody.get(verb.lemma.lower())
        adjective = verb.upos == "ADJ" and any(k.dep == "cop" for k in kids)
        return how == "" or (clause and (how == "clause" or adjective))

    # -- choosing

    def _quoted(self, i: int) -> bool:
        """Whether a token stands between quotation marks of its paragraph."""
        if not self._quotes:
            paragraph, inside = -1, False
            for sentence in self.parsed.sentences:
                if sentence.paragraph != paragraph:
                    paragraph, inside = sentence.paragraph, False
                for token in self.tokens[sentence.start : sentence.end]:
                    for mark in (_QUOTES[c] for c in token.text if c in _QUOTES):
                        inside = not inside if mark is None else mark
                    self._quotes.append(inside)
        return self._quotes[i]

    def _candidates(self, i: int, feats: set[str], far: int = FAR) -> list[Ref]:
        out = []
        here = self.parsed.sentence_number(i)
        number = "p" if "p" in feats else "s"
        gender = next(iter(feats & {"m", "f"}), None)
        for ref in self.history.refs:
            group = "g" in feats and ref.actors[0].kind in (
                "armed_group",
                "organ",
                "group",
                "company",
            )
            if ref.at >= i or (ref.number != number and not group):
                continue
            if here - self.parsed.sentence_number(ref.at) > far:
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
        before = self.tokens[i - 1] if i else token
        inverted = (
            token.dep.partition(":")[0] == "nsubj"
            and before.upos in ("AUX", "VERB")
            and token.head in (before.i, before.head)
        )
        person = inverted and "s" in feats
        pool = [r for r in self._candidates(i, feats) if not self.history.same_clause(r.at, i)]
        if inverted:  # "ajoute-t-il": one of those who speak, and not in what is quoted
            speakers = [r for r in self._candidates(i, feats, 2 * FAR) if not self._quoted(r.at)]
            own = [r for r in speakers if r.person or r.actors[0].kind in ("media", "group")]
            pool = own or pool
        if "person" in word.scope or "thing" in word.scope:
            pool = [r for r in pool if r.person == ("person" in word.scope)]
        if "p" in feats and not inverted and not pool:
            pool = self.history.apart(i)
        return self._best(pool, i, feats, person)

    def _owner(self, i: int, word: ActorWord) -> tuple[Actor, ...]:
        feats = {word.value, *word.scope}
        noun = self.tokens[i].head
        pool = [r for r in self._candidates(i, feats) if r.at != noun]
        if "m" in feats or "f" in feats:
            pool = [r for r in pool if r.person]
        return self._best(pool, i, feats, False)

    def _best(self, pool: list[Ref], i: int, feats: set[str], person: bool) -> tuple[Actor, ...]:
        if not pool:
            return ()
        score, best = max(
            ((self.history.score(r, i, person), r) for r in pool), key=lambda x: (x[0], x[1].at)
        )
        if score < -1.5:
            return ()
        if person:
            return best.actors
        rival = max((self._rival(k, i) for k in self._rivals(i, feats)), default=-9.0)
        if score < rival:
            self._nobodies.add(i)
            return ()
        return best.actors

    def _rivals(self, i: int, feats: set[str]) -> Iterable[int]:
        """Subjects nearby that are no actors but agree."""
        number = "Plur" if "p" in feats else "Sing"
        gender = {"m": "Masc", "f": "Fem"}.get(next(iter(feats & {"m", "f"}), ""))
        taken = {r.at for r in self.history.refs} | self._spanned
        here = self.parsed.sentence_number(i)
        first = self.parsed.sentences[max(0, here - 1)].start
        for k in range(first, i):
            token = self.tokens[k]
            noun = token.upos == "NOUN" and k not in taken
            if not (noun or k in self._nobodies) or not self.history.is_subject(k):
                continue
            if token.feat("Number") not in (None, number):
                continue
            if gender and token.feat("Gender") not in (None, gender):
                continue
            if not self.history.same_clause(k, i):
                yield k

    def _rival(self, k: int, i: int) -> float:
        near = self.parsed.sentence_number(i) - self.parsed.sentence_number(k)
        return 4.2 - 2.0 * near - 0.01 * (i - k)

    # -- descriptions
