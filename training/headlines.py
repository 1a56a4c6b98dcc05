"""English news sentences that the treebanks lack, grown by templates.

EWT and GUM are web pages, letters, talk: few states act in them, and fewer headlines. So a parser
that learnt from them alone reads the verb of "Lima backs sanctions", "Bamako severed relations",
"Officials fear that ..." as a noun. A template here draws a party, a verb and what the verb takes,
and lays the tree out at once; whole statements that it needs inside come from the treebanks.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from dragoman.world.actors import state_names
from training.headline_words import (
    ADJECTIVES,
    BODIES,
    NAMED_BODIES,
    THE,
    THINGS,
    VERBS,
    WHEN,
    ending,
    verb_forms,
)
from training.treebanks import Tree, Word

SEED = 11
FINITE = "Mood=Ind|Number={}|Person=3|Tense={}|VerbForm=Fin"


@dataclass(frozen=True, slots=True)
class Node:
    """A word with what hangs on it, before and after; or a phrase cut from a treebank (`words`)."""

    form: str
    lemma: str
    upos: str
    feats: str
    dep: str
    before: tuple[Node, ...] = ()
    after: tuple[Node, ...] = ()
    words: tuple[Word, ...] = ()
    space: bool = True


def _flat(node: Node, out: Tree) -> int:
    """Append the node and all below it; returns where its word stands."""
    if node.words:
        start = len(out)
        out += [replace(w, head=w.head + start) for w in node.words]
        top = next(start + k for k, w in enumerate(node.words) if w.head == k)
        out[top] = replace(out[top], dep=node.dep)
        return top
    hung = [_flat(child, out) for child in node.before]
    here = len(out)
    out.append(Word(node.form, node.lemma, node.upos, node.feats, here, node.dep, node.space))
    hung += [_flat(child, out) for child in node.after]
    for child in hung:
        out[child] = replace(out[child], head=here)
    return here


class News:
    """The dice and what they choose from. `statements` are clauses of the treebanks, without their
    final stop; `groups` the natural texts among which the new trees are mixed."""

    def __init__(self, trees: list[Tree]) -> None:
        self.dice = random.Random(SEED)
        self.trees = trees
        self.verbs = {row: verb_forms(row) for row in VERBS}
        self.states = sorted(
            {
                n.form
                for n in state_names("en")
                if n.kind in ("name", "capital") and " " not in n.form
            }
        )
        self.adjectives = sorted(
            {n.form for n in state_names("en") if n.kind == "adjective" and " " not in n.form}
        )
        self.peoples = sorted(
            {n.form for n in state_names("en") if n.kind == "people" and n.feats == ("p",)
             and " " not in n.form}
        )  # fmt: skip
        self.things = [
            tuple(pair.split()) for line in THINGS.split("\n") for pair in line.split("|")
        ]
        self.statements = [
            tuple(t[:-1]) for t in trees
            if 5 <= len(t) <= 22 and t[-1].form == "." and t[-1].head == _root(t)
            and t[_root(t)].upos in ("VERB", "ADJ", "NOUN")
            and t[0].upos in ("PRON", "DET", "PROPN", "NOUN")
            and any(w.head == _root(t) and w.dep in ("nsubj", "nsubj:pass") for w in t)
            and not any(w.form in '"?!' for w in t)
        ]  # fmt: skip

    def texts(self, count: int) -> list[list[Tree]]:
        """New training texts: one to three new sentences among up to as many natural ones."""
        recipes: list[tuple[Callable[[bool], Node], int]] = [
            (self.deed, 8), (self.saying, 3), (self.meaning, 3), (self.making, 3),
            (self.blaming, 3), (self.asking, 2), (self.joined, 2), (self.hearsay, 1),
            (self.noun, 1),
        ]  # fmt: skip
        makers = [maker for maker, weight in recipes for _ in range(weight)]
        groups: list[list[Tree]] = []
        made = 0
        while made < count:
            group: list[Tree] = []
            for _ in range(self.dice.randint(1, 3)):
                headline = self.dice.random() < 0.45
                group.append(self._sentence(self.dice.choice(makers), headline))
                group += self.dice.sample(self.trees, self.dice.randint(0, 2))
                made += 1
            if self.dice.random() < 0.7:
                self.dice.shuffle(group)
            groups.append(group)
        return groups

    def _sentence(self, recipe: Callable[[bool], Node], headline: bool) -> Tree:
        node = recipe(headline)
        out: Tree = []
        root = _flat(node, out)
        out[0] = replace(out[0], form=out[0].form[0].upper() + out[0].form[1:])
        question = out[0].form in ("What", "Which") and not headline
        if not headline or question:
            out[-1] = replace(out[-1], space=False)
            mark = "?" if question else "."
            out.append(Word(mark, mark, "PUNCT", "", root, "punct"))
        out[root] = replace(out[root], head=root, dep="ROOT")
        return out

    # Noun phrases

    def party(self, dep: str, headline: bool) -> tuple[Node, bool]:
        """Somebody who acts, and whether the verb is plural."""
        dice, draw = self.dice, self.dice.random()
        if draw < 0.42:
            return Node(s := dice.choice(self.states), s, "PROPN", "Number=Sing", dep), False
        if draw < 0.5:
            s = dice.choice(NAMED_BODIES)
            the = (
                () if headline or s in ("NATO", "OPEC", "UNICEF", "ECOWAS", "ASEAN") else (_the(),)
            )
            return Node(s, s, "PROPN", "Number=Sing", dep, the), False
        if draw < 0.56:
            s, plural = dice.choice(THE)
            return Node(
                s, s, "PROPN", "Number=Plur" if plural else "Number=Sing", dep, (_the(),)
            ), plural
        if draw < 0.6:
            s = dice.choice(self.peoples)
            return Node(s, s, "PROPN", "Number=Plur", dep), True
        if draw < 0.68:
            left, _ = self.party(dep, headline) if dice.random() < 0.3 else (self.state(dep), False)
            both = self.state("conj", before=(Node("and", "and", "CCONJ", "", "cc"),))
            return replace(left, after=(*left.after, both)), True
        body = dice.choice(BODIES.split())
        plural = body.endswith("*")
        body = body.rstrip("*")
        before: list[Node] = []
        after: list[Node] = []
        shape = dice.random()
        if shape < 0.3:
            s = dice.choice(self.adjectives)
            before.append(Node(s, s, "ADJ", "Degree=Pos", "amod"))
        elif shape < 0.55 and headline:
            before.append(replace(self.state("compound")))
        elif shape < 0.55:
            state = self.state("nmod", before=(Node("of", "of", "ADP", "", "case"),))
            after.append(state)
        elif shape < 0.68:
            s = dice.choice(self.states)
            before.append(Node(s, s, "PROPN", "Number=Sing", "nmod", space=False,
                               after=(Node("'s", "'s", "PART", "", "case"),)))  # fmt: skip
        owned = any(n.dep == "nmod" for n in before)
        if not headline and not owned and (not plural or dice.random() < 0.5):
            before.insert(
                0,
                _the() if dice.random() < 0.8 or plural else _a(before[0].form if before else body),
            )
        form = body
        lemma = body[:-1] if plural and body.endswith("s") else body
        number = "Number=Plur" if plural else "Number=Sing"
        return Node(form, lemma, "NOUN", number, dep, tuple(before), tuple(after)), plural

    def state(self, dep: str, before: tuple[Node, ...] = ()) -> Node:
        name = self.dice.choice(self.states)
        return Node(name, name, "PROPN", "Number=Sing", dep, before)

    def other(self, dep: str, headline: bool, case: str | None = None) -> Node:
        """Somebody who is acted on; after a preposition."""
        node, _ = self.party(dep, headline)
        if case:
            node = replace(node, before=(Node(case, case, "ADP", "", "case"), *node.before))
        return node

    def thing(self, dep: str, headline: bool, case: str | None = None) -> Node:
        """Something given, wanted, forbidden."""
        dice = self.dice
        pair = dice.choice(self.things)
        one, many = pair
        plural = one == "-" or (many != "-" and dice.random() < 0.6)
        before: list[Node] = []
        if case:
            before.append(Node(case, case, "ADP", "", "case"))
        article = len(before)
        if dice.random() < 0.35:
            word = dice.choice(ADJECTIVES.split())
            before.append(Node(word, word, "ADJ", "Degree=Pos", "amod"))
        if dice.random() < 0.2:
            word = dice.choice(self.adjectives)
            before.append(Node(word, word, "ADJ", "Degree=Pos", "amod"))
        if dice.random() < 0.3:
            single, several = dice.choice(self.things)
            alone = single == "-"  # arms deals, but loan deals
            form = several if alone else single
            lemma = several[:-1] if alone else single
            number = "Number=Plur" if alone else "Number=Sing"
            before.append(Node(form, lemma, "NOUN", number, "compound"))
        first = before[article].form if len(before) > article else (many if plural else one)
        if not headline:
            draw = dice.random()
            if not plural and many != "-":
                before.insert(article, _the() if draw < 0.35 else _a(first))
            elif draw < 0.25:
                before.insert(article, _the())
            elif draw < 0.35 and plural:
                count = dice.choice(["two", "three", "several", "five"])
                shape = ("ADJ", "Degree=Pos", "amod")
                if count != "several":
                    shape = ("NUM", "NumType=Card", "nummod")
                before.insert(article, Node(count, count, *shape))
        form = many if plural else one
        return Node(
            form,
            many[:-1] if one == "-" else one,
            "NOUN",
            f"Number={'Plur' if plural else 'Sing'}",
            dep,
            tuple(before),
        )

    def when(self, headline: bool) -> tuple[Node, ...]:
        draw = self.dice.random()
        if draw < 0.12 and not headline:
            day = self.dice.choice(WHEN)
            return (
                Node(
                    day, day, "PROPN", "Number=Sing", "obl", (Node("on", "on", "ADP", "", "case"),)
                ),
            )
        if draw < 0.2:
            return (
                self.thing(
                    "obl",
                    headline,
                    self.dice.choice(["despite", "after", "over", "amid", "before"]),
                ),
            )
        return ()

    # Verbs

    def finite(self, row: str, plural: bool, dep: str = "ROOT") -> Node:
        lemma, past, _ = self.dice.choice(self.verbs[row])
        number = "Plur" if plural else "Sing"
        if self.dice.random() < 0.45:
            return Node(past, lemma, "VERB", FINITE.format(number, "Past"), dep)
        form = lemma if plural else ending(lemma, "s")
        return Node(form, lemma, "VERB", FINITE.format(number, "Pres"), dep)

    def clause(self, row: str, subject: Node, plural: bool, after: tuple[Node, ...]) -> Node:
        """Subject, verb in one of its tenses, and what follows."""
        dice = self.dice
        draw = dice.random()
        lemma, past, part = dice.choice(self.verbs[row])
        if draw < 0.68:
            verb = self.finite(row, plural)
            return replace(verb, before=(subject,), after=after)
        if draw < 0.8:
            word, mood = dice.choice(
                [("will", ""), ("may", ""), ("could", ""), ("would", ""), ("must", "")]
            )
            aux = Node(word, word, "AUX", "VerbForm=Fin", "aux")
            return Node(lemma, lemma, "VERB", "VerbForm=Inf", "ROOT", (subject, aux), after)
        if draw < 0.9:
            have = "have" if plural else "has"
            aux = Node(
                have, "have", "AUX", FINITE.format("Plur" if plural else "Sing", "Pres"), "aux"
            )
            return Node(
                part, lemma, "VERB", "Tense=Past|VerbForm=Part", "ROOT", (subject, aux), after
            )
        be = "are" if plural else "is"
        aux = Node(be, "be", "AUX", FINITE.format("Plur" if plural else "Sing", "Pres"), "aux")
        return Node(ending(lemma, "ing"), lemma, "VERB", "Tense=Pres|VerbForm=Part", "ROOT",
                    (subject, aux), after)  # fmt: skip

    def infinitive(self, headline: bool, dep: str, to: bool = True) -> Node:
        """(to) deliver weapons to Lima."""
        row, after = self._object(headline)
        lemma = self.dice.choice(self.verbs[row])[0]
        before = (Node("to", "to", "PART", "", "mark"),) if to else ()
        return Node(lemma, lemma, "VERB", "VerbForm=Inf", dep, before, after)

    def gerund(self, headline: bool, case: str) -> Node:
        row, after = self._object(headline)
        lemma = self.dice.choice(self.verbs[row])[0]
        return Node(ending(lemma, "ing"), lemma, "VERB", "VerbForm=Ger", "advcl",
                    (Node(case, case, "SCONJ", "", "mark"),), after)  # fmt: skip

    def _object(self, headline: bool) -> tuple[str, tuple[Node, ...]]:
        """A row of VERBS and what its verb takes."""
        dice = self.dice
        row = dice.choice(["thing", "thing", "thing", "to", "two", "from", "with", "on"])
        if row == "thing":
            who = dice.random() < 0.25
            return row, (self.other("obj", headline) if who else self.thing("obj", headline),)
        if row == "two":
            return row, (self.other("iobj", headline), self.thing("obj", headline))
        if dice.random() < 0.25:
            return row, (self.thing("obj", headline),)
        return row, (self.thing("obj", headline), self.other("obl", headline, row))

    # Sentences

    def deed(self, headline: bool) -> Node:
        """Lima backs sanctions against the junta. Truce talks resume."""
        if self.dice.random() < 0.12:
            subject = self.thing("nsubj", headline)
            return self.clause("none", subject, subject.feats == "Number=Plur", self.when(headline))
        subject, plural = self.party("nsubj", headline)
        row, after = self._object(headline)
        if headline and self.dice.random() < 0.12:  # Lima to buy radars
            lemma = self.dice.choice(self.verbs[row])[0]
            mark = Node("to", "to", "PART", "", "mark")
            return Node(lemma, lemma, "VERB", "VerbForm=Inf", "ROOT", (subject, mark), after)
        return self.clause(row, subject, plural, (*after, *self.when(headline)))

    def saying(self, headline: bool) -> Node:
        """Officials fear that S."""
        subject, plural = self.party("nsubj", headline)
        inner = self.deed(headline)
        if self.dice.random() < 0.4 and self.statements:
            words = [replace(w) for w in self.dice.choice(self.statements)]
            if words[0].upos not in ("PROPN",) and words[0].form != "I":
                words[0] = replace(words[0], form=words[0].form[0].lower() + words[0].form[1:])
            words[-1] = replace(words[-1], space=True)
            that = Word("that", "that", "SCONJ", "", 0, "mark")
            root = _root(words)
            body = [replace(that, head=root + 1), *(replace(w, head=w.head + 1) for w in words)]
            inner = Node("", "", "", "", "ccomp", words=tuple(body))
        elif inner.form and not any(n.form == "to" for n in inner.before):
            that_node = (
                () if self.dice.random() < 0.3 else (Node("that", "that", "SCONJ", "", "mark"),)
            )
            inner = replace(inner, dep="ccomp", before=(*that_node, *inner.before))
        inner = replace(inner, dep="ccomp")
        return self.clause("that", subject, plural, (inner,))

    def meaning(self, headline: bool) -> Node:
        """The junta refuses to free prisoners."""
        subject, plural = self.party("nsubj", headline)
        return self.clause("act", subject, plural, (self.infinitive(headline, "xcomp"),))

    def making(self, headline: bool) -> Node:
        """Lima urges Quito to free prisoners."""
        subject, plural = self.party("nsubj", headline)
        acts = self.infinitive(headline, "xcomp")
        return self.clause("make", subject, plural, (self.other("obj", headline), acts))

    def blaming(self, headline: bool) -> Node:
        """Lima accuses Quito of arming rebels; the pact bars states from selling arms."""
        subject, plural = self.party("nsubj", headline)
        row, case = self.dice.choice([("of", "of"), ("of", "of"), ("for", "for"), ("bar", "from")])
        if row == "for" and self.dice.random() < 0.5:
            return self.clause(
                row,
                subject,
                plural,
                (self.other("obj", headline), self.thing("obl", headline, "for")),
            )
        return self.clause(
            row, subject, plural, (self.other("obj", headline), self.gerund(headline, case))
        )

    def asking(self, headline: bool) -> Node:
        """What does Lima want from Quito? Which arms can Quito offer (in return)?"""
        dice = self.dice
        subject, plural = self.party("nsubj", False)
        if dice.random() < 0.5:
            aux = Node(
                "do" if plural else "does",
                "do",
                "AUX",
                FINITE.format("Plur" if plural else "Sing", "Pres"),
                "aux",
            )
        else:
            word = dice.choice(["can", "could", "will", "would", "might"])
            aux = Node(word, word, "AUX", "VerbForm=Fin", "aux")
        row = dice.choice(["to", "two", "from", "thing"])
        lemma = dice.choice(self.verbs[row])[0]
        if dice.random() < 0.6:
            asked = Node("what", "what", "PRON", "PronType=Int", "obj")
        else:
            asked = self.thing("obj", True)
            asked = replace(
                asked, before=(Node("which", "which", "DET", "PronType=Int", "det"), *asked.before)
            )
        after: list[Node] = []
        if row == "two":
            after.append(self.other("iobj", False))
        elif row in ("to", "from") and dice.random() < 0.7:
            after.append(self.other("obl", False, row))
        if dice.random() < 0.2:
            after.append(
                Node(
                    "return",
                    "return",
                    "NOUN",
                    "Number=Sing",
                    "obl",
                    (Node("in", "in", "ADP", "", "case"),),
                )
            )
        return Node(
            lemma, lemma, "VERB", "VerbForm=Inf", "ROOT", (asked, aux, subject), tuple(after)
        )

    def joined(self, headline: bool) -> Node:
        """Lima needs oil and wants guarantees from Quito."""
        subject, plural = self.party("nsubj", headline)
        row, after = self._object(headline)
        second, goods = self._object(headline)
        verb = self.finite(second, plural, "conj")
        verb = replace(verb, before=(Node("and", "and", "CCONJ", "", "cc"),), after=goods)
        first = self.finite(row, plural)
        return replace(first, before=(subject,), after=(*after, verb))

    def hearsay(self, headline: bool) -> Node:
        """Lima is said to have bought radars."""
        subject, plural = self.party("nsubj:pass", headline)
        row, after = self._object(headline)
        lemma, _, part = self.dice.choice(self.verbs[row])
        past = self.dice.random() < 0.6
        to = Node("to", "to", "PART", "", "mark")
        if past:
            have = Node("have", "have", "AUX", "VerbForm=Inf", "aux")
            act = Node(part, lemma, "VERB", "Tense=Past|VerbForm=Part", "xcomp", (to, have), after)
        else:
            act = Node(lemma, lemma, "VERB", "VerbForm=Inf", "xcomp", (to,), after)
        said, base = self.dice.choice(
            [("said", "say"), ("believed", "believe"), ("reported", "report"), ("thought", "think"),
             ("expected", "expect"), ("known", "know"), ("alleged", "allege"),
             ("suspected", "suspect")]
        )  # fmt: skip
        be = Node(
            "are" if plural else "is",
            "be",
            "AUX",
            FINITE.format("Plur" if plural else "Sing", "Pres"),
            "aux:pass",
        )
        return Node(
            said, base, "VERB", "Tense=Past|VerbForm=Part|Voice=Pass", "ROOT", (subject, be), (act,)
        )

    def noun(self, headline: bool) -> Node:
        """Noun phrases that look like deeds: the talks with Lima; grain exports to Quito double."""
        subject = self.thing("nsubj", headline)
        case = self.dice.choice(["to", "from", "with", "between", "against"])
        subject = replace(subject, after=(self.other("nmod", headline, case),))
        plural = subject.feats == "Number=Plur"
        row, after = self._object(headline)
        if self.dice.random() < 0.5:
            return self.clause("none", subject, plural, self.when(headline))
        return self.clause(row, subject, plural, after)


def _the() -> Node:
    return Node("the", "the", "DET", "Definite=Def|PronType=Art", "det")


def _a(following: str) -> Node:
    form = "an" if following[0].lower() in "aeiou" else "a"
    return Node(form, "a", "DET", "Definite=Ind|PronType=Art", "det")


def _root(tree: list[Word] | Tree) -> int:
    return next(k for k, w in enumerate(tree) if w.head == k)
