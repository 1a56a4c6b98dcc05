"""The tree seen through grammar: who is the subject, the object, the owner, whatever the clause.

What is a matter of syntax and the same for every language: the passive, the participle after its
noun, control (the subject of an infinitive), subjects shared by coordination, relatives, the
partitive after a negation. Frames of the lexicon are written for the active main clause; this makes
them hold elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from dragoman.matching.lexicon import Lexicon
from dragoman.matching.negation import negated
from dragoman.record import Mentions, Parsed

_MAX_DEPTH = 6
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def once(
    method: Callable[Concatenate[Any, _Asked], _Answer],
) -> Callable[Concatenate[Any, _Asked], _Answer]:
    """For a question about a token that many rows of the lexicon ask: answered once a report, since
    the tree does not change. A list is handed out as a copy, the asker's own."""
    name = method.__name__

    @wraps(method)
    def remembered(self: Grammar, *asked: Any) -> Any:
        answers = self.answers[name]
        try:
            answer = answers[asked]
        except KeyError:
            answer = answers[asked] = method(self, *asked)  # type: ignore[call-arg]
        return answer.copy() if type(answer) is list else answer

    return cast(Callable[Concatenate[Any, _Asked], _Answer], remembered)


class Grammar:
    """Grammatical questions about the tokens of one report."""

    def __init__(self, parsed: Parsed, mentions: Mentions, lexicon: Lexicon) -> None:
        self.parsed, self.mentions, self.lexicon = parsed, mentions, lexicon
        self.tokens = parsed.tokens
        self.answers: defaultdict[str, dict[tuple[Any, ...], Any]] = defaultdict(dict)

    @once
    def passive(self, i: int) -> bool:
        """Whether token i is a verb in the passive, or a past participle after its noun."""
        if self.parsed.children(i, "nsubj:pass", "aux:pass"):
            return any(
                self.tokens[k].dep in ("nsubj:pass", "aux:pass") for k in self.parsed.children(i)
            ) and not self.reflexive(i)
        token = self.tokens[i]
        return (
            token.dep.partition(":")[0] in ("acl", "amod", "advcl")
            and token.feat("VerbForm") == "Part"
            and token.feat("Tense") != "Pres"
            and not self.parsed.children(i, "aux")
            and not self.parsed.children(i, "obj")
        )

    @once
    def negated(self, i: int) -> bool:
        """Whether the word itself is negated, or refused ("refuse de commenter")."""
        if negated(self.parsed, self.lexicon, i):
            return True
        token = self.tokens[i]
        head = self.tokens[token.head]
        if head.i == i or token.dep.partition(":")[0] not in ("xcomp", "obj", "nsubj", "obl"):
            return False
        if head.lemma.lower() in self.lexicon.words("negative_governors"):
            return True
        return token.dep != "nsubj" and head.upos in ("VERB", "AUX") and self.negated(head.i)

    def is_clause(self, i: int) -> bool:
        """Whether a filler is a clause: what is sought may lie anywhere in it."""
        return self.tokens[i].upos in ("VERB", "AUX", "ADJ")

    def wished_at(self, i: int) -> int:
        """The word to judge for a wish at token i: a purpose is not yet reached but is had ("pour
        obtenir …"), so the mark of its clause."""
        token = self.tokens[i]
        marks = self.parsed.children(i, "mark")
        purpose = token.dep.startswith("advcl") and token.feat("VerbForm") == "Inf"
        return marks[0] if purpose and marks else i

    @once
    def reflexive(self, i: int) -> bool:
        words = self.lexicon.words("reflexive")
        return any(
            self.tokens[k].lemma.lower() in words
            or self.tokens[k].text.lower() in words
            or self.tokens[k].feat("Reflex") == "Yes"
            for k in self.parsed.children(i)
            if self.tokens[k].dep.partition(":")[0] in ("expl", "obj", "iobj")
        )

    @once
    def subject(self, i: int, depth: int = 0) -> list[int]:
        """The tokens that stand as grammatical subject of i, found through control and sharing."""
        if depth > _MAX_DEPTH:
            return []
        token = self.tokens[i]
        own = [k for k in self.parsed.children(i, "nsubj", "csubj") if k != i]
        if own:
            return [self.antecedent(k) for k in own if not self._expletive(k)]
        dep, head = token.dep.partition(":")[0], token.head
        if head == i:
            return []
        governor = self.tokens[head]
        if dep in ("xcomp", "ccomp") and (dep == "xcomp" or token.feat("VerbForm") == "Inf"):
            return self._controller(head, depth)
        if dep == "advcl" and token.feat("VerbForm") in ("Inf", "Part", "Ger"):
            marks = {self.tokens[k].lemma.lower() for k in self.parsed.children(i, "mark")}
            if marks & self.lexicon.words("complement_marks"):  # "accused Y of building"
                return self._controller(head, depth)
            return self.subject(head, depth + 1)
        if dep in ("conj", "parataxis") and dep == "conj":
            if governor.upos in ("VERB", "AUX", "ADJ", "NOUN"):
                return self.subject(head, depth + 1)
            return []
        if token.dep == "acl:relcl" or dep == "acl":
            if token.feat("VerbForm") == "Inf":
                return self.possessors(head) or self.doer_of_noun(head, depth)
            return [head]
        if dep in ("amod",) and token.upos == "VERB":
            return [head]
        if dep in ("cop", "aux"):
            return self.subject(head, depth + 1)
        if governor.upos in ("AUX",) and dep in ("xcomp", "ccomp"):
            return self.subject(head, depth + 1)
        if self.copular(i):
            return self.subject(head, depth + 1)
        return []

    def copular(self, i: int) -> bool:
        """Whether a noun is what its verb says that the subject is: "s'avère une source de …"."""
        token = self.tokens[i]
        return (
            token.dep.partition(":")[0] in ("obj", "xcomp")
            and token.upos in ("NOUN", "ADJ")
            and self.tokens[token.head].lemma.lower() in self.lexicon.words("copular_verbs")
        )

    def _controller(self, head: int, depth: int) -> list[int]:
        governor = self.tokens[head]
        if governor.upos == "NOUN":
            return self.possessors(head) or self.doer_of_noun(head, depth)
        if governor.lemma.lower() in self.lexicon.words("object_control"):
            objects = list(self.parsed.children(head, "obj", "iobj"))
            if not objects:
                objects = [
                    k
                    for k in self.parsed.children(head, "obl")
                    if self.mentions.at(k) and self.tokens[k].dep != "obl:agent"
                ]
            if self.passive(head):
                objects = self.subject(head, depth + 1) or objects
            if objects:
                return [self.antecedent(k) for k in objects]
        return self.subject(head, depth + 1)

    def doer_of_noun(self, noun: int, depth: int) -> list[int]:
        """The subject of the verb that carries a noun ("a l'intention de …", "a posé son veto")."""
        if depth > _MAX_DEPTH:
            return []
        token = self.tokens[noun]
        dep = token.dep.partition(":")[0]
        if dep in ("obj", "obl", "xcomp") and token.head != noun:
            return (
                self.subject(token.head, depth + 1)
                if not self.passive(token.head)
                else self.agents(token.head)
            )
        if self.parsed.children(noun, "cop"):
            return self.subject(noun, depth + 1)
        return []

    def carrier(self, i: int) -> int:
        """The verb without which a bare noun says little: "penalties were considered", "imposed
        sanctions"; else the noun."""
        token = self.tokens[i]
        head = self.tokens[token.head]
        light = head.lemma.lower() in self.lexicon.words("light_verbs")
        carried = token.dep == "nsubj:pass" or (token.dep == "obj" and light)
        return head.i if token.upos == "NOUN" and carried else i

    def _expletive(self, k: int) -> bool:
        return self.tokens[k].dep.startswith("expl")

    def antecedent(self, k: int) -> int:
        """For a relative pronoun, the noun that its clause modifies."""
        if self.tokens[k].feat("PronType") == "Rel" and not self.mentions.at(k):
            for above in self.parsed.ancestors(k):
                token = self.tokens[above]
                if token.dep.partition(":")[0] == "acl" and token.head != above:
                    return self._first_conjunct(token.head)
        return k

    def _first_conjunct(self, k: int) -> int:
        """A plural relative clause after a list belongs to the whole list."""
        head = self.tokens[k].head
        if self.tokens[k].dep == "conj" and self.mentions.at(head):
            return head
        return k

    def agents(self, i: int) -> list[int]:
        """By whom a passive is done."""
        by = self.lexicon.words("agent")
        return [
            k
            for k in self.parsed.children(i, "obl", "nmod")
            if self.tokens[k].dep == "obl:agent" or self.preposition(k) in by
        ]

    @once
    def objects(self, i: int) -> list[int]:
        if self.passive(i):
            return self.subject(i)
        found = [self.antecedent(k) for k in self.parsed.children(i, "obj")]
        return found or self._partitive(i)

    def _partitive(self, i: int) -> list[int]:
        """An object that parsers take for an oblique because its article looks like a preposition:
        "n'a pas livré de munitions", "réclame du pétrole et des vivres"."""
        if self.tokens[i].upos not in ("VERB", "AUX"):
            return []
        articles, of = self.lexicon.words("partitive"), self.lexicon.words("possessor")
        refused = self.negated(i)
        for k in self.parsed.children(i, "obl", "nmod"):
            cases = [self.tokens[c] for c in self.parsed.children(k, "case") if c < k]
            if len(cases) != 1 or k < i:
                continue
            plain = refused and self.preposition(k) in of
            if plain or cases[0].text.lower() in articles:
                return [k]
        return []

    @once
    def possessors(self, i: int) -> list[int]:
        """Whose a noun is: possessives, "of" phrases, adjectives of nationality that are actors."""
        of = self.lexicon.words("possessor")
        found = []
        for k in self.parsed.children(i):
            mention = self.mentions.at(k)
            if not mention:
                continue
            dep = self.tokens[k].dep
            if (
                mention.how == "demonym"
                or dep in ("nmod:poss", "det", "compound")
                or (dep.startswith("nmod") and self.preposition(k) in of | {""})
            ):
                found.append(k)
        return found

    @once
    def preposition(self, k: int) -> str:
        """The preposition of token k, words joined by _ ("à_cause_de"); "" if it has none."""
        words: list[str] = []
        for c in self.parsed.children(k, "case", "mark"):
            if c > k:
                continue
            words.append(self.tokens[c].lemma.lower())
            words.extend(self.tokens[f].lemma.lower() for f in self.parsed.children(c, "fixed"))
        return "_".join(words).replace("’", "'")
