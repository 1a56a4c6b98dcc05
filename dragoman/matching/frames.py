"""Who fills which role of a predicate: walks a role frame over a UD tree.

What is a matter of grammar is in grammar.py; here are the paths and conditions of the lexicon's
rows, and which actors the tokens at the end of a path stand for (a first person is the speaker).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from dragoman.matching.grammar import Grammar, once
from dragoman.matching.lexicon import Lexicon, PathSpec, Predicate, Step, Test, load_lexicon
from dragoman.matching.stakes import StakeMention
from dragoman.matching.voice import voice
from dragoman.record import Actor, Mentions, Parsed, Speech

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "ADJ", "DET")


#: What may hang on the noun of a predicate of several words instead of on its verb.
_UNDER_A_NOUN = ("obl", "nmod", "acl", "xcomp", "ccomp")


class Frames(Grammar):
    """Everything needed to read roles off one report."""

    def __init__(
        self,
        parsed: Parsed,
        mentions: Mentions,
        speech: Speech,
        lexicon: Lexicon,
        stakes: Sequence[StakeMention],
    ) -> None:
        super().__init__(parsed, mentions, lexicon)
        self.speech = speech
        self.stakes = stakes
        self.voice = voice(parsed, mentions, speech, lexicon)
        self.stake_heads = {s.head for s in stakes}
        self._complex = _complex_prepositions(lexicon.language)

    # --- paths --------------------------------------------------------------------------------

    def follow(self, i: int, path: PathSpec) -> list[int]:
        """The tokens at the end of a path from token i, in order of the text."""
        here = [i]
        for step in path:
            here = [found for k in here for found in self._step(k, step)]
        return here

    def _step(self, i: int, step: Step) -> list[int]:
        relation, preposition = step
        if relation == "nsubj":
            return self.agents(i) if self.passive(i) else self.subject(i)
        if relation == "obj":
            return self.objects(i)
        if relation in ("obl", "nmod"):
            if preposition == "poss":
                return [
                    k
                    for k in self.parsed.children(i)
                    if self._possessive(i, k) and (self.mentions.at(k) or self.actors(k))
                ]
            if preposition == "agent":
                return self.agents(i)
            return self._with_preposition(i, preposition)
        if relation == "amod":
            if preposition != "demonym":  # a bare participle is an adjective ("des tirs conjoints")
                return [
                    k
                    for k in self.parsed.children(i, "amod", "acl")
                    if self.tokens[k].dep == "amod" or not self.parsed.children(k)
                ]
            return [
                k
                for k in self.parsed.children(i)
                if (m := self.mentions.at(k)) and m.how == "demonym" and not self.preposition(k)
            ]
        if relation == "advcl":
            return [
                k
                for k in self.parsed.children(i, "advcl")
                if not preposition or self.preposition(k) == preposition
            ]
        if relation == "acl":
            return [
                k
                for k in self.parsed.children(i, "acl")
                if preposition != "inf" or self.tokens[k].feat("VerbForm") == "Inf"
            ] + (list(self.parsed.children(i, "xcomp", "ccomp")) if preposition == "inf" else [])
        if relation == "gov":
            return [self.tokens[i].head] if self.tokens[i].head != i else []
        if relation == "amodof":
            ok = self.tokens[i].dep.partition(":")[0] in ("amod", "acl", "nmod", "appos")
            return [self.tokens[i].head] if ok else []
        if relation == "self":
            return [i]
        if relation in ("speaker", "prevclause", "head"):
            return []  # who speaks the chain says; how clauses hang together, derive.py
        return list(self.parsed.children(i, relation))

    def _possessive(self, i: int, k: int) -> bool:
        """Whether dependent k says whose i is: "its", "Morocco's"."""
        dep = self.tokens[k].dep
        return dep in ("nmod:poss", "det") or (dep == "nmod" and k < i and not self.preposition(k))

    @once
    def _with_preposition(self, i: int, preposition: str) -> list[int]:
        """Dependents under this preposition; obl and nmod alike, since parsers mix them up. A
        complex preposition whose noun the parser took for a dependent ("à l'encontre de X")
        counts."""
        found = []
        for k in self.parsed.children(i, "obl", "nmod", "advmod"):
            if self.tokens[k].dep == "nmod:poss":
                continue
            own = self.preposition(k)
            if not preposition or own == preposition:
                found.append(k)
            elif "_" in preposition and self.tokens[k].lemma.lower() in self._complex:
                for inner in self.parsed.children(k, "nmod", "obl"):
                    joined = f"{own}_{self.tokens[k].lemma.lower()}_{self.preposition(inner)}"
                    if joined == _bare(preposition, self.lexicon.words("articles")):
                        found.append(inner)
        return found or self._attached_higher(i, preposition)

    def _attached_higher(self, i: int, preposition: str) -> list[int]:
        """A noun's complement that hangs on the noun's verb or on the noun before it: "a imposé un
        embargo sur les armes à X", "s'avère une source de munitions pour X". Parsers choose freely
        there. "de" is left out: it nearly always belongs to the word before it."""
        token = self.tokens[i]
        if (
            token.upos not in ("NOUN", "PROPN")
            or not preposition
            or preposition in self.lexicon.words("possessor")
        ):
            return []
        near: list[int] = []
        if token.dep.partition(":")[0] in ("obj", "xcomp", "obl", "nsubj") and token.head != i:
            near += [k for k in self.parsed.children(token.head, "obl", "nmod") if k > i]
        for k in self.parsed.children(i, "nmod"):
            near += self.parsed.children(k, "nmod", "obl")
        return [k for k in near if self.preposition(k) == preposition]

    # --- conditions ---------------------------------------------------------------------------

    def holds(self, i: int, predicate: Predicate) -> bool:
        """Whether every condition of a row is met at token i."""
        return all(any(self._test(i, t) for t in alternatives) for alternatives in predicate.when)

    def _test(self, i: int, test: Test) -> bool:
        if test.cls == "refl":
            return self.reflexive(i) == test.wanted
        if test.cls == "neg":
            return self.negated(i) == test.wanted
        if test.cls in ("inf", "finite"):
            return (self.tokens[i].feat("VerbForm") == "Inf") == (
                (test.cls == "inf") == test.wanted
            )
        if test.cls == "plural":
            return (self.tokens[i].feat("Number") == "Plur") == test.wanted
        fillers = self.follow(i, test.path)
        if test.cls == "+":
            return bool(fillers) == test.wanted
        return any(self._is(k, test) for k in self._spread(fillers)) == test.wanted

    def _is(self, k: int, test: Test) -> bool:
        if test.cls in ("@actor", "@igo"):
            actors = self.actors(k) or self.owners(k)
            return bool(actors) and (test.cls == "@actor" or any(a.kind == "igo" for a in actors))
        if test.cls == "@stake":
            return self.has_stake(k)
        if test.cls.startswith("@stake."):
            family, phrase = test.cls.removeprefix("@stake."), set(self.phrase(k))
            return any(
                s.head in phrase and (s.stake == family or s.stake.startswith(family + "."))
                for s in self.stakes
            )
        if test.cls == "@name":
            return self.tokens[k].upos == "PROPN"
        if test.cls in ("@get", "@give"):
            name = "acquiring" if test.cls == "@get" else "giving"
            return self.tokens[k].lemma.lower() in self.lexicon.words(name)
        if test.cls in ("@rule", "@agreement"):
            return self.tokens[k].lemma.lower() in self.lexicon.words("norm_nouns")
        lemma, text = self.tokens[k].lemma.lower(), self.tokens[k].text.lower()
        if test.cls:
            words = self.lexicon.profile["classes"][test.cls.removeprefix("@")]
            return lemma in words or text in words
        for value in test.values:
            parts = value.split("_")
            if len(parts) == 1 and value in (lemma, text):
                return True
            if len(parts) > 1 and lemma in parts:
                below = {self.tokens[j].lemma.lower() for j in self.parsed.subtree(k)}
                if all(p in below for p in parts if len(p) > 2):
                    return True
        return False

    @once
    def has_stake(self, k: int) -> bool:
        """Whether the phrase headed by k names a stake (in itself or in what it is made of)."""
        if k in self.stake_heads:
            return True
        return any(j in self.stake_heads for j in self.phrase(k))

    def stakes_in(self, tokens: Iterable[int], sure_only: bool = False) -> list[str]:
        """The stakes named by these tokens, in order of the text."""
        inside = set(tokens)
        out: list[str] = []
        for s in self.stakes:
            if s.head in inside and (s.sure or not sure_only) and s.stake not in out:
                out.append(s.stake)
        return out

    @once
    def phrase(self, k: int) -> list[int]:
        """The noun phrase of k without clauses that hang on it."""
        out, todo = [], [k]
        while todo:
            i = todo.pop()
            out.append(i)
            for c in self.parsed.children(i):
                dep = self.tokens[c].dep
                if dep in ("acl:relcl", "punct") or dep in ("advcl", "parataxis", "ccomp", "csubj"):
                    continue
                todo.append(c)
        return sorted(out)

    def uses(self, tokens: Iterable[int]) -> set[int]:
        """Of these tokens, those that say what a thing is for by what its owner has: "du carburant
        pour ses tracteurs" is fuel."""
        out: set[int] = set()
        for k in tokens:
            token = self.tokens[k]
            owned = any(
                self.tokens[d].feat("Poss") == "Yes" for d in self.parsed.children(k, "det", "nmod")
            )
            if owned and token.dep.startswith(("nmod", "obl", "conj")):
                out.update(self.parsed.subtree(k))
        return out

    # --- actors -------------------------------------------------------------------------------

    def _spread(self, fillers: Iterable[int]) -> list[int]:
        """These tokens and what is coordinated with them."""
        out: list[int] = []
        todo = list(fillers)
        while todo:
            k = todo.pop(0)
            if k not in out:
                out.append(k)
                todo.extend(self.parsed.children(k, "conj"))
                todo.extend(self._listed(k))
                todo.extend(self._stranded(k))
        return out

    def _stranded(self, k: int) -> list[int]:
        """The actors of a list before its last one, where the parse took only that one for the
        subject and left the first as a root of its own: "Japan, Korea, and China agree"."""
        mention = self.mentions.at(k)
        if not mention or self.tokens[k].dep.partition(":")[0] != "nsubj":
            return []
        at = mention.start - 1
        while at > 0 and self.tokens[at].upos in ("DET", "CCONJ", "PUNCT"):
            at -= 1
        joined = any(self.tokens[j].upos == "CCONJ" for j in range(at + 1, mention.start))
        before = self.mentions.at(at) if joined and at >= 0 else None
        if not before or before.how != "name":
            return []
        top = before.head
        while self.tokens[top].dep in ("conj", "appos") and self.tokens[top].head != top:
            top = self.tokens[top].head
        if self.tokens[top].dep != "root" or not self.mentions.at(top):
            return []
        return [j for j in range(top, at + 1) if self.mentions.at(j)]

    def _listed(self, k: int) -> list[int]:
        """The next actor of a list, where the parse lost the coordination: two mentions with
        nothing between them but commas, conjunctions, articles and prepositions."""
        mention = self.mentions.at(k)
        if not mention or mention.how in ("pronoun", "demonym"):
            return []
        at = mention.end
        joined = False
        while at < len(self.tokens) and at < mention.end + 5:
            token = self.tokens[at]
            following = self.mentions.starting(at)
            if following:
                return [following.head] if joined and following.how != "demonym" else []
            if token.upos == "CCONJ" or token.text == ",":
                joined = True
            elif token.upos not in ("DET", "ADP"):
                return []
            at += 1
        return []

    def speaks(self, k: int) -> bool:
        """Whether token k names a source of what is said at it or above it."""
        return any(a.source and a.source[0] <= k < a.source[1] for a in self.speech.attributions)

    @once
    def actors(self, k: int) -> list[Actor]:
        """The actors that token k itself refers to; a first person is the speaker."""
        mention = self.mentions.at(k)
        if mention:
            return list(mention.actors)
        token = self.tokens[k]
        low = token.lemma.lower()
        if token.upos in ("PRON", "DET"):
            chain = self.speech.chain(k)
            plural = bool({low, token.text.lower()} & self.lexicon.words("first_person_plural"))
            if plural and not chain:
                return list(self.voice)
            if chain and chain[-1].sources:
                if plural:
                    return [state_of(a) for a in chain[-1].sources[:1]]
                if low in self.lexicon.words("first_person_singular"):
                    return list(chain[-1].sources[:1])
        return []

    @once
    def owners(self, k: int, depth: int = 0) -> list[Actor]:
        """The actors inside the phrase of k: whose it is, whom it is made of ("la décision de
        …")."""
        out: list[Actor] = []
        for c in self.parsed.children(k):
            dep = self.tokens[c].dep.partition(":")[0]
            if dep not in ("nmod", "amod", "det", "appos", "compound", "flat", "nsubj"):
                continue
            here = self.actors(c)
            if not here and depth < 2 and dep in ("nmod", "appos"):
                here = self.owners(c, depth + 1)
            for conj in self.parsed.children(c, "conj") if here else ():
                here = here + self.actors(conj)
            out.extend(a for a in here if a.id not in [o.id for o in out])
        return out

    def who(self, fillers: Iterable[int], own_only: bool = False) -> list[Actor]:
        """The actors meant by these tokens and by those coordinated with them."""
        out: list[Actor] = []
        for k in self._spread(fillers):
            for actor in self.actors(k) or ([] if own_only else self.owners(k)):
                if actor.id not in [a.id for a in out]:
                    out.append(actor)
        return out

    def said_at(self, i: int, fillers: Mapping[str, list[int]]) -> int:
        """The word to judge for what is given at i: what is promised or offered is as sure as who
        promises makes it."""
        given = (fillers.get("content") or fillers.get("stake") or [i])[0]
        return given if len(self.speech.chain(given)) > len(self.speech.chain(i)) else i

    def role(self, i: int, predicate: Predicate, name: str, nominal: bool = False) -> list[int]:
        """The tokens that fill a role; a path that leads to an actor wins over one that does
        not."""
        found: list[int] = []
        for path in predicate.frame.get(name, ()):
            if nominal and path[0][0] not in _UNDER_A_NOUN:
                continue
            for k in self.follow(i, path):
                if k not in found:
                    found.append(k)
        return found


def _bare(preposition: str, articles: frozenset[str]) -> str:
    """A preposition of several words without the articles inside it ("à_l'encontre_de")."""
    for elided in sorted(a for a in articles if a.endswith("'")):
        preposition = preposition.replace(elided, "")
    return "_".join(p for p in preposition.split("_") if p not in articles)


@cache
def _complex_prepositions(language: str) -> frozenset[str]:
    """The nouns inside prepositions of several words, as the frames name them."""
    lexicon = load_lexicon(language)
    articles = lexicon.words("articles")
    named = (
        preposition
        for predicates in lexicon.predicates.values()
        for predicate in predicates
        for paths in predicate.frame.values()
        for path in paths
        for _, preposition in path
    )
    return frozenset(word for p in named for word in _bare(p, articles).split("_")[1:-1])


def state_of(actor: Actor) -> Actor:
    """ "We" in a person's mouth is the state or body that the person speaks for."""
    if actor.kind != "person" or actor.id.startswith("?"):
        return actor
    if actor.state.startswith("IGO:"):
        return Actor(actor.state, "igo", None, actor.state.removeprefix("IGO:"), actor.mention)
    return Actor(actor.state, "state", actor.state, actor.state, actor.mention)
