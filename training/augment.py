"""Trees that the treebanks lack, grown from their own sentences by templates.

Newspapers put the speaker after the verb (« ... », a déclaré X), ask by inversion (Que peut donner
A à B ?), chain clauses (affirme que ... et que ...) and report in the conditional; the treebanks
hold few of these. A template takes a statement and a noun phrase from the training trees and builds
the new tree around them. In a first trial 700 such trees took the subjects of inverted speech verbs
from 22 to 40 of 43 found.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from dragoman.models.tokenizers import lexicon
from training.headlines import News
from training.treebanks import Tree, Word

SEED = 7
FINITE = "Mood={}|Number={}|Person=3|Tense={}|VerbForm=Fin"
PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
OFFICES = """
président ministre porte-parole directeur maire chef responsable source association journal député
secrétaire ambassadeur analyste premier militant avocat professeur juge général diplomate commission
gouvernement agence quotidien dirigeant pays état ministère armée
"""
#: Speech verbs: infinitive, third person of the present, past participle.
SAY = [row.split() for row in """
dire dit dit|déclarer déclare déclaré|affirmer affirme affirmé|estimer estime estimé
ajouter ajoute ajouté|expliquer explique expliqué|indiquer indique indiqué|annoncer annonce annoncé
souligner souligne souligné|préciser précise précisé|assurer assure assuré|rappeler rappelle rappelé
juger juge jugé|confirmer confirme confirmé|prévenir prévient prévenu|conclure conclut conclu
poursuivre poursuit poursuivi|regretter regrette regretté|écrire écrit écrit|noter note noté
répondre répond répondu|prédire prédit prédit|marteler martèle martelé|dénoncer dénonce dénoncé
admettre admet admis|insister insiste insisté|soutenir soutient soutenu|avertir avertit averti
menacer menace menacé|promettre promet promis|confier confie confié|nuancer nuance nuancé
""".replace("\n", "|").split("|") if row]  # fmt: skip
THAT = [r for r in SAY if r[0] not in ("poursuivre", "menacer", "insister", "confier", "nuancer")]
#: What may be asked for or given: infinitive, third persons singular and plural of the present.
GIVE = [row.split() for row in """
donner donne donnent|offrir offre offrent|fournir fournit fournissent|livrer livre livrent
vendre vend vendent|obtenir obtient obtiennent|apporter apporte apportent|accorder accorde accordent
proposer propose proposent|demander demande demandent|recevoir reçoit reçoivent
chercher cherche cherchent|exiger exige exigent|attendre attend attendent|acheter achète achètent
céder cède cèdent|réclamer réclame réclament|vouloir veut veulent|promettre promet promettent
""".replace("\n", "|").split("|") if row]  # fmt: skip
#: What is asked for in "quelles armes cherche NP": determiner, noun, lemma, features.
ASKED = [
    ("quelles", "armes", "arme", "Gender=Fem|Number=Plur"),
    ("quelle", "aide", "aide", "Gender=Fem|Number=Sing"),
    ("quels", "moyens", "moyen", "Gender=Masc|Number=Plur"),
    ("quel", "soutien", "soutien", "Gender=Masc|Number=Sing"),
    ("quelles", "garanties", "garantie", "Gender=Fem|Number=Plur"),
]  # fmt: skip
#: Verbs that make another act: infinitive, present, participle, prepositions of the other, the act.
MAKE = [tuple(row.split()) for row in """
demander demande demandé à de|interdire interdit interdit à de|proposer propose proposé à de
ordonner ordonne ordonné à de|permettre permet permis à de|recommander recommande recommandé à de
conseiller conseille conseillé à de|reprocher reproche reproché à de|promettre promet promis à de
accuser accuse accusé - de|soupçonner soupçonne soupçonné - de|menacer menace menacé - de
appeler appelle appelé - à|exhorter exhorte exhorté - à|inviter invite invité - à
empêcher empêche empêché - de|presser presse pressé - de|obliger oblige obligé - à
""".replace("\n", "|").split("|") if row]  # fmt: skip
MODALS = [
    ("pouvoir", "peut", "Ind", "Pres"), ("vouloir", "veut", "Ind", "Pres"),
    ("pouvoir", "pourrait", "Cnd", "Pres"), ("devoir", "doit", "Ind", "Pres"),
    ("espérer", "espère", "Ind", "Pres"), ("souhaiter", "souhaite", "Ind", "Pres"),
    ("compter", "compte", "Ind", "Pres"), ("vouloir", "voudrait", "Cnd", "Pres"),
]  # fmt: skip
#: Opening mark, closing mark, whether blanks stand inside; unclosed and mixed ones too.
QUOTES = [
    ("«", "»", True), ("«", "»", False), ("«", "»", True), ('"', '"', False), ('"', '"', False),
    ('"', '"', True), ("", "", False), ('"', "", False), ("«", '"', False), ("", "»", True),
]  # fmt: skip
#: First words of noun phrases that are plural or ask.
NOT_ONE = "les des ces ses leurs nos vos mes tes deux trois plusieurs quel quelle qui que"
WHEN = ["hier", "mardi", "dimanche", "lundi", "vendredi", "jeudi"]


def augmented(language: str, groups: list[list[Tree]]) -> dict[str, list[list[Tree]]]:
    """Name of the template → new training texts, each among sentences of the treebanks."""
    if language == "en":
        return {"headlines": News([tree for group in groups for tree in group]).texts(2600)}
    if language != "fr":
        return {}
    pool = _Pool([tree for group in groups for tree in group])
    recipes: list[tuple[str, Callable[[], Tree | None], int]] = [
        ("speech", pool.quoted, 1100), ("questions", pool.question, 450),
        ("that", pool.coordinated, 350), ("conditional", pool.conditional, 900),
        ("inserted", pool.inserted, 500), ("making", pool.making, 350),
    ]  # fmt: skip
    out = {}
    for name, recipe, count in recipes:
        made: list[Tree] = []
        while len(made) < count:
            tree = recipe()
            if tree:
                made.append(tree)
        out[name] = pool.mixed(made)
    return out


class _Pool:
    """Statements and noun phrases to build from, and the dice."""

    def __init__(self, trees: list[Tree]) -> None:
        self.dice = random.Random(SEED)
        self.trees = trees
        self.names: list[Tree] = []  # noun phrases that can speak; the head is its own head
        self.things: list[Tree] = []  # short noun phrases that are objects
        self.statements: list[Tree] = []
        for tree in trees:
            self._collect(tree)
        known = lexicon("fr")
        self.would: dict[tuple[str, str], str] = {}
        for form, (classes, verbs) in sorted(known.items()):
            for person in ("3s", "3p"):
                if f"V:cond{person}" in classes.split():
                    for verb in verbs.split():
                        self.would[verb, person] = form

    def _collect(self, tree: Tree) -> None:
        below = _subtrees(tree)
        for k, w in enumerate(tree):
            if w.dep == "obj" and w.upos == "NOUN" and 2 <= len(below[k]) <= 5:
                span = below[k]
                if span[-1] - span[0] + 1 == len(span) and tree[span[0]].upos == "DET":
                    self.things.append(_phrase(tree, span, k))
            if w.dep not in ("nsubj", "nsubj:pass"):
                continue
            if w.upos == "PROPN" or w.lemma.lower() in OFFICES.split():
                span = below[k]
                tidy = all(
                    tree[j].dep not in ("acl:relcl", "cc", "parataxis", "punct") for j in span
                )
                tidy &= tree[span[0]].form.lower() not in NOT_ONE.split()
                if tidy and len(span) <= 9 and span[-1] - span[0] + 1 == len(span):
                    self.names.append(_phrase(tree, span, k))
        root = _root(tree)
        if (
            5 <= len(tree) <= 32 and tree[-1].form == "." and tree[-1].head == root
            and tree[root].upos in ("VERB", "NOUN", "ADJ", "AUX")
            and not any(w.form in '"«»' for w in tree)
            and any(w.head == root and w.dep in ("nsubj", "nsubj:pass", "expl") for w in tree)
        ):  # fmt: skip
            self.statements.append(tree)

    def mixed(self, made: list[Tree]) -> list[list[Tree]]:
        """Texts of one to three new trees among up to as many natural ones."""
        groups, i = [], 0
        while i < len(made):
            k = self.dice.randint(1, 3)
            group = []
            for tree in made[i : i + k]:
                group.append(tree)
                group += self.dice.sample(self.trees, self.dice.randint(0, 2))
            self.dice.shuffle(group)
            groups.append(group)
            i += k
        return groups

    def name(self, out: Tree, head: int, dep: str, inside: bool = True) -> None:
        """Append a noun phrase; inside a sentence its article loses the capital."""
        self.phrase(out, self.dice.choice(self.names), head, dep, inside)

    def phrase(self, out: Tree, words: Tree, head: int, dep: str, inside: bool = True) -> None:
        """Append these words below `head`."""
        start = len(out)
        for w in words:
            form = w.form
            own = w.head + start
            top = own == len(out)
            if inside and w.upos not in ("PROPN", "X") and len(out) == start:
                form = form[0].lower() + form[1:]
            out.append(replace(w, form=form, head=head if top else own, dep=dep if top else w.dep,
                               space=True))  # fmt: skip
            if form.endswith("'"):
                out[-1] = replace(out[-1], space=False)

    def quoted(self) -> Tree | None:
        """« S », a déclaré NP."""
        dice = self.dice
        body = dice.choice(self.statements)[:-1]
        before, after, blanks = dice.choice(QUOTES)
        out: Tree = []
        shift = 1 if before else 0
        root = _root(body) + shift
        if before:
            out.append(Word(before, before, "PUNCT", "", root, "punct", blanks))
        out += [replace(w, head=w.head + shift) for w in body]
        out[-1] = replace(out[-1], space=bool(after) and blanks)
        if after:
            out.append(Word(after, after, "PUNCT", "", root, "punct", False))
        comma = len(out)
        if after and dice.random() < 0.1:
            out[-1] = replace(out[-1], space=True)
            comma = -1
        else:
            out.append(Word(",", ",", "PUNCT", "", 0, "punct"))
        lemma, present, past = dice.choice(SAY)
        compound, clitic = dice.random() < 0.45, dice.random() < 0.3
        pronoun = dice.choice(["il", "il", "elle"])
        person = Word("", "il", "PRON", "Gender={}|Number=Sing|Person=3|PronType=Prs".format(
            "Masc" if pronoun == "il" else "Fem"), 0, "nsubj")  # fmt: skip
        if compound:
            verb = len(out) + 1 + clitic
            out.append(Word("a", "avoir", "AUX", FINITE.format("Ind", "Sing", "Pres"), verb, "aux",
                            not clitic))  # fmt: skip
            if clitic:
                out.append(replace(person, form="-t-" + pronoun, head=verb))
            out.append(Word(past, lemma, "VERB", PARTICIPLE, root, "parataxis"))
        else:
            verb = len(out)
            out.append(Word(present, lemma, "VERB", FINITE.format("Ind", "Sing", "Pres"), root,
                            "parataxis", not clitic))  # fmt: skip
            if clitic:
                hiatus = "-t-" if present[-1] in "aec" else "-"
                out.append(replace(person, form=hiatus + pronoun, head=verb))
        if comma >= 0:
            out[comma] = replace(out[comma], head=verb)
        if dice.random() < 0.25:
            day = dice.choice(WHEN)
            adverb = day == "hier"
            out.append(Word(day, day, "ADV" if adverb else "NOUN",
                            "" if adverb else "Gender=Masc|Number=Sing", verb,
                            "advmod" if adverb else "obl"))  # fmt: skip
        if not clitic:
            self.name(out, verb, "nsubj")
        return self._closed(out, root, ".")

    def question(self) -> Tree | None:
        """Que cherche NP ?  Que peut donner NP à NP ?  Que cherche NP et que peut donner NP ?"""
        dice = self.dice
        out: Tree = []
        root = self._asked(out, None)
        if dice.random() < 0.3:
            joint = len(out)
            out.append(Word("et", "et", "CCONJ", "", 0, "cc"))
            second = self._asked(out, root)
            out[joint] = replace(out[joint], head=second)
        if dice.random() < 0.25:
            at = len(out) + 1
            out.append(Word("en", "en", "ADP", "", at, "case"))
            out.append(Word("échange", "échange", "NOUN", "Gender=Masc|Number=Sing", root, "obl"))
        return self._closed(out, root, "?")

    def _asked(self, out: Tree, above: int | None) -> int:
        """One question by inversion; returns where its verb stands."""
        dice = self.dice
        what = len(out)
        verb = what + 1
        if dice.random() < 0.5:
            lemma, form, mood, tense = dice.choice(MODALS)
            goal = dice.choice([g for g in GIVE if g[0] != lemma])[0]
            feats = FINITE.format(mood, "Sing", tense)
        else:
            lemma, form, _ = dice.choice(GIVE)
            goal, feats = "", FINITE.format("Ind", "Sing", "Pres")
        vowel = form[0] in "aeiouéèêh"
        que = "qu'" if vowel else "que"
        if dice.random() < 0.25:
            which, noun, noun_lemma, shape = dice.choice(ASKED)
            que, vowel = which, False
            verb += 1
            out.append(Word(which, "quel", "DET", shape + "|PronType=Int", what + 1, "det"))
            out.append(Word(noun, noun_lemma, "NOUN", shape, verb, "obj"))
        else:
            out.append(Word(que, "que", "PRON", "PronType=Int", verb, "obj", not vowel))
        main = verb if above is None else above
        if above is None:
            out[what] = replace(out[what], form=que.capitalize())
        out.append(Word(form, lemma, "VERB", feats, main, "ROOT" if above is None else "conj"))
        given = verb
        middle = dice.random() < 0.4  # Que peut NP donner is rare but written
        if goal and middle:
            self.name(out, verb, "nsubj")
        if goal:
            given = len(out)
            out.append(Word(goal, goal, "VERB", "VerbForm=Inf", verb, "xcomp"))
            out[verb - 1] = replace(out[verb - 1], head=given)
        if not (goal and middle):
            self.name(out, verb, "nsubj")
        if dice.random() < 0.5:
            self._to(out, given, "à")
        return verb

    def coordinated(self) -> Tree | None:
        """NP affirme que S(, que S) et que S."""
        dice = self.dice
        out: Tree = []
        lemma, present, past = dice.choice(THAT)
        self.name(out, 0, "nsubj", inside=False)
        out[0] = replace(out[0], form=out[0].form[0].upper() + out[0].form[1:])
        top = next(k for k, w in enumerate(out) if w.head == k or w.head == 0 and w.dep == "nsubj")
        compound = dice.random() < 0.4
        verb = len(out) + compound
        out[top] = replace(out[top], head=verb)
        if compound:
            out.append(Word("a", "avoir", "AUX", FINITE.format("Ind", "Sing", "Pres"), verb, "aux"))
        out.append(Word(past if compound else present, lemma, "VERB",
                        PARTICIPLE if compound else FINITE.format("Ind", "Sing", "Pres"), verb,
                        "ROOT"))  # fmt: skip
        short = [s for s in self.statements if len(s) <= 18]
        count = dice.choice([2, 2, 2, 3])
        first = -1
        for n in range(count):
            body = dice.choice(short)[:-1]
            lead = []
            if n:
                out[-1] = replace(out[-1], space=True)
            if n and n == count - 1:
                lead.append(Word("et", "et", "CCONJ", "", 0, "cc"))
            elif n:
                out[-1] = replace(out[-1], space=False)
                lead.append(Word(",", ",", "PUNCT", "", 0, "punct"))
            start = len(out) + len(lead) + 1
            root = _root(body) + start
            opening = body[0].form
            if body[0].upos != "PROPN":
                opening = opening[0].lower() + opening[1:]
            vowel = opening[0].lower() in "aeiouéêy" or opening.startswith("h")
            lead.append(
                Word("qu'" if vowel else "que", "que", "SCONJ", "", root, "mark", not vowel)
            )
            out += [replace(w, head=root) for w in lead]
            above, dep = (verb, "ccomp") if first < 0 else (first, "conj")
            for k, w in enumerate(body):
                at_root = k + start == root
                out.append(replace(w, form=opening if k == 0 else w.form,
                                   head=above if at_root else w.head + start,
                                   dep=dep if at_root else w.dep))  # fmt: skip
            if first < 0:
                first = root
        return self._closed(out, verb, ".")

    def inserted(self) -> Tree | None:
        """S, affirme NP, S: the speaker named in the middle of what is said."""
        dice = self.dice
        body = dice.choice(self.statements)
        root = _root(body)
        places = [
            k for k in range(1, len(body) - 2)
            if body[k - 1].upos in ("NOUN", "PROPN", "ADV", "VERB", "ADJ", "PRON")
            and body[k - 1].dep not in ("det", "case", "mark", "aux", "cop", "expl", "advmod")
            and body[k].dep not in ("flat", "fixed", "punct", "amod", "advmod", "expl", "aux")
            and body[k - 1].space
            and (_whole(body, k) or k - 1 == root)
        ]  # fmt: skip
        if not places:
            return None
        cut = dice.choice(places)
        middle: Tree = [Word(",", ",", "PUNCT", "", 0, "punct")]
        lemma, present, past = dice.choice(SAY)
        compound = dice.random() < 0.4
        if compound:
            middle.append(Word("a", "avoir", "AUX", FINITE.format("Ind", "Sing", "Pres"), 2, "aux"))
        verb = len(middle)
        middle.append(Word(past if compound else present, lemma, "VERB",
                           PARTICIPLE if compound else FINITE.format("Ind", "Sing", "Pres"),
                           verb, "parataxis", True))  # fmt: skip
        self.name(middle, verb, "nsubj")
        middle[-1] = replace(middle[-1], space=False)
        middle.append(Word(",", ",", "PUNCT", "", verb, "punct"))
        middle[0] = replace(middle[0], head=verb)
        size = len(middle)

        def moved(k: int) -> int:
            return k if k < cut else k + size

        out = [replace(w, head=moved(w.head)) for w in body[:cut]]
        out[-1] = replace(out[-1], space=False)
        for w in middle:
            at_root = w.dep == "parataxis" and len(out) == cut + verb
            out.append(replace(w, head=moved(root) if at_root else w.head + cut))
        return out + [replace(w, head=moved(w.head)) for w in body[cut:]]

    def making(self) -> Tree | None:
        """NP demande à NP de livrer des armes (à NP)."""
        dice = self.dice
        out: Tree = []
        lemma, present, past, to_whom, of = dice.choice(MAKE)
        compound = dice.random() < 0.4
        self.name(out, 0, "nsubj", inside=False)
        top = next(k for k, w in enumerate(out) if w.dep == "nsubj" and w.head == 0)
        verb = len(out) + compound
        out[0] = replace(out[0], form=out[0].form[0].upper() + out[0].form[1:])
        out[top] = replace(out[top], head=verb)
        if compound:
            out.append(Word("a", "avoir", "AUX", FINITE.format("Ind", "Sing", "Pres"), verb, "aux"))
        out.append(Word(past if compound else present, lemma, "VERB",
                        PARTICIPLE if compound else FINITE.format("Ind", "Sing", "Pres"), verb,
                        "ROOT"))  # fmt: skip
        self._to(out, verb, to_whom)
        goal = dice.choice(GIVE)[0]
        vowel = of == "de" and goal[0] in "aeiouéo"
        act = len(out) + 1
        out.append(Word("d'" if vowel else of, of, "ADP", "", act, "mark", not vowel))
        out.append(Word(goal, goal, "VERB", "VerbForm=Inf", verb, "xcomp"))
        self.phrase(out, dice.choice(self.things), act, "obj")
        if dice.random() < 0.3:
            self._to(out, act, "à")
        return self._closed(out, verb, ".")

    def _to(self, out: Tree, head: int, preposition: str) -> None:
        """Append "à NP" below head, or NP as its object where the preposition is "-"."""
        bare = [n for n in self.names if n[0].form.lower() != "le"]
        words = self.dice.choice(bare)
        if preposition == "-":
            self.phrase(out, words, head, "obj")
            return
        start = len(out)
        out.append(Word(preposition, preposition, "ADP", "", head, "case"))
        self.phrase(out, words, head, "obl")
        top = next(
            k for k in range(start + 1, len(out)) if out[k].dep == "obl" and out[k].head == head
        )
        out[start] = replace(out[start], head=top)

    def conditional(self) -> Tree | None:
        """S with its finite verbs of the third person in the conditional."""
        out = list(self.dice.choice(self.trees))
        changed = False
        for k, w in enumerate(out):
            if w.upos not in ("VERB", "AUX") or "Mood=Ind" not in (w.feats or "Mood=Ind"):
                continue
            entry = lexicon("fr").get(w.form.lower())
            classes = entry[0].split() if entry else []
            person = next((p for p in ("3s", "3p") for c in classes if c in (
                f"V:ipre{p}", f"V:ipre1s{p}", f"V:iimp{p}", f"V:ifut{p}")), None)  # fmt: skip
            form = self.would.get((w.lemma, person or ""))
            if not form or w.feats is None and len(classes) > 1:
                continue
            glued = k and out[k - 1].form.endswith("'")
            if glued and (w.form[0].lower() in "aeiouéê") != (form[0] in "aeiouéê"):
                continue
            if w.form[0].isupper():
                form = form[0].upper() + form[1:]
            number = "Sing" if person == "3s" else "Plur"
            out[k] = replace(w, form=form, feats=FINITE.format("Cnd", number, "Pres"))
            changed = True
        return out if changed else None

    def _closed(self, out: Tree, root: int, mark: str) -> Tree:
        """The tree with its final mark and its root."""
        out[-1] = replace(out[-1], space=mark != ".")
        if mark == "?" and self.dice.random() < 0.3:
            out[-1] = replace(out[-1], space=False)
        out.append(Word(mark, mark, "PUNCT", "", root, "punct"))
        out[root] = replace(out[root], head=root, dep="ROOT")
        return out


def _phrase(tree: Tree, span: list[int], head: int) -> Tree:
    """The words of a span by themselves; the head is its own head."""
    return [replace(tree[j], head=(head if j == head else tree[j].head) - span[0]) for j in span]


def _root(tree: Tree) -> int:
    return next(k for k, w in enumerate(tree) if w.head == k)


def _whole(tree: Tree, cut: int) -> bool:
    """Whether the words before the cut are whole phrases: only the root reaches over it."""
    root = _root(tree)
    return all((w.head < cut) or w.head == root for k, w in enumerate(tree) if k < cut) and all(
        w.head >= cut or w.head == root for k, w in enumerate(tree) if k >= cut
    )


def _subtrees(tree: Tree) -> list[list[int]]:
    below: list[list[int]] = [[] for _ in tree]
    for k in range(len(tree)):
        at = k
        below[at].append(k)
        while tree[at].head != at:
            at = tree[at].head
            below[at].append(k)
    return below
