"""How sure is each source, and how sure is the author? Section 4 of the codebook.

From the word that makes a claim the tree is climbed to the end of what the innermost source says;
each negation, modal, adverb, condition and mood on the way changes the score. Scores are FactBank's
(Saurí and Pustejovsky 2009) with ICD 203's bands between; negation and modality compose as sign and
magnitude. The author's score follows from the chain of sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.matching.chains import author_score, label_of, who_says
from dragoman.matching.lexicon import CertaintyCue, Lexicon, find_cue, load_lexicon
from dragoman.matching.mood import conditional, conditioned
from dragoman.matching.negation import negated
from dragoman.record import SCORES, Actor, Attribution, Parsed, Speech

_CLIMB = (
    "xcomp",
    "ccomp",
    "csubj",
    "acl",
    "advcl",
    "nmod",
    "compound",
    "obj",
    "obl",
    "conj",
    "nsubj",
    "appos",
    "parataxis",
)
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a proposition is, for whom, and by which steps (rule ids, innermost first). The
    labels are the nearest to the scores, which keep the sign of what is reported not to be."""

    certainty: str
    author_certainty: str
    attitude: str
    flags: tuple[str, ...]
    sources: tuple[Actor, ...]
    joint_sources: tuple[Actor, ...]
    steps: tuple[str, ...]
    score: float  # of the innermost source
    author_score: float
    leaning: int  # +1, or -1 below an odd number of negations: which way what is open would go


Judge = Callable[[int], Judgement]


def weigh(parsed: Parsed, speech: Speech) -> Judge:
    """A function from the token that makes a claim to its Judgement."""
    lexicon = load_lexicon(parsed.report.language)
    done: dict[int, Judgement] = {}

    def judge(i: int) -> Judgement:
        if i not in done:
            done[i] = _Climb(parsed, speech, lexicon, i).judgement()
        return done[i]

    return judge


class _Climb:
    """One walk from a token to the edge of its source's words."""

    def __init__(self, parsed: Parsed, speech: Speech, lexicon: Lexicon, start: int) -> None:
        self.parsed, self.lexicon, self.tokens = parsed, lexicon, parsed.tokens
        self.start = start
        self.chain = speech.chain(start)
        self.speech = speech
        self.score = 3.0
        self.flags: list[str] = []
        self.steps: list[str] = []
        self.reported = False
        self.question = False
        self.refused = False
        self.leaning = 1

    # --- the walk -----------------------------------------------------------------------------

    def judgement(self) -> Judgement:
        inner = self.chain[-1] if self.chain else None
        self._climb()
        self._ask()
        certainty = self._under(inner)
        author, contested = author_score(self.chain, certainty, self.reported)
        if contested:
            self.flags.append("contested")
        sources, joint = who_says(self.chain)
        attitude = (
            inner.attitude
            if inner
            else "alleges"
            if self.reported
            else "asks"
            if self.question
            else "asserts"
        )
        for attribution in self.chain:
            self.flags.extend(attribution.flags)
        zone = self.parsed.sentence(self.start).zone
        if zone in ("headline", "caption"):
            self.flags.append(zone)
        flags = tuple(dict.fromkeys(self.flags))
        return Judgement(
            label_of(certainty),
            label_of(author),
            attitude,
            flags,
            sources,
            joint,
            tuple(dict.fromkeys(self.steps)),
            certainty,
            author,
            self.leaning,
        )

    def _climb(self) -> None:
        here = self.start
        for _ in range(_MAX_STEPS):
            self._local(here)
            token = self.tokens[here]
            if token.head == here:
                break
            above, dep = token.head, token.dep.partition(":")[0]
            if not self._inside(above):
                break
            if dep == "conj":
                here = self._conjunct(here, above)
                if here < 0:
                    break
                continue
            if dep not in _CLIMB or token.dep == "acl:relcl":
                break
            if dep == "advcl" and not self._complement(here, above):
                self._mark(here)
                break
            if dep in ("obj", "nsubj") and (self._indefinite(here) or self._copular(here, above)):
                # "un accord serait …", "s'avérer une source": the deed is no surer than its verb.
                self._governor(above)
                here = above
                continue
            if dep == "parataxis" or (
                dep in ("nmod", "obl", "nsubj", "appos", "obj", "compound")
                and not self._opaque(above, here, dep)
            ):
                # A deed named by a noun stands by itself, whatever is said of it.
                self._mark(here)
                break
            self._governor(above)
            here = above

    def _complement(self, i: int, above: int) -> bool:
        """A clause that parsers take for a circumstance, though its verb asks for it: "barred them
        from leaving"."""
        marks = self.parsed.children(i, "mark")
        return (
            bool(marks)
            and self.tokens[marks[0]].lemma.lower() in self.lexicon.words("complement_marks")
            and self.tokens[i].feat("VerbForm") != "Fin"
            and not (self.tokens[i].feat("VerbForm") == "Inf" and self.parsed.children(above, "obj"))
            and self._cue(above, "governor") is not None
        )

    def _copular(self, i: int, above: int) -> bool:
        return self.tokens[above].lemma.lower() in self.lexicon.words("copular_verbs")

    def _indefinite(self, i: int) -> bool:
        """A single deed that need not be: "un accord"."""
        return self.tokens[i].upos == "NOUN" and any(
            self.tokens[k].feat("Definite") == "Ind" and self.tokens[k].feat("Number") != "Plur"
            for k in self.parsed.children(i, "det")
        )

    def _inside(self, i: int) -> bool:
        """Still within the words of the same sources."""
        return self.speech.chain(i) == self.chain

    def _conjunct(self, here: int, above: int) -> int:
        """Where the walk goes on from a coordinated word: modals over the first one hold for it
        if it has no subject and no finite mood of its own."""
        finite = self.tokens[here].feat("VerbForm") == "Fin" or self.parsed.children(
            here, "aux", "cop"
        )
        if self.parsed.children(here, "nsubj") or finite:
            return -1
        token = self.tokens[above]
        if token.head == above or not self._inside(token.head):
            # "has not signed or paid", "may sign and pay": one auxiliary for both
            shared = self.tokens[here].upos == "VERB" and self.parsed.children(above, "aux")
            return above if shared else -1
        dep = token.dep.partition(":")[0]
        if dep in ("xcomp", "ccomp", "acl", "obj", "nmod", "obl", "csubj"):
            if dep in ("nmod", "obl", "obj") and not self._opaque(token.head, above, dep):
                return -1
            self._governor(token.head)
            return token.head
        return above if dep == "conj" else -1

    def _opaque(self, above: int, here: int, dep: str) -> bool:
        """Whether a governor's modality reaches a noun that depends on it ("réclame le
        retrait")."""
        if dep == "nsubj":
            return False
        cue = self._cue(above, "governor")
        if cue is None or cue.effect == "none":
            return False
        if dep != "obl" or cue.pos != "VERB":
            return True
        cases = [k for k in self.parsed.children(here, "case", "mark") if k < here]
        marks = self.lexicon.words("complement_marks")
        return bool(cases) and self.tokens[cases[0]].lemma.lower() in marks

    # --- what each word on the way does --------------------------------------------------------

    def _local(self, i: int) -> None:
        """Adverbs, adjectives, mood and negation of one word."""
        token = self.tokens[i]
        self._adverbs(i)
        self._mood(i)
        for k in self.parsed.children(i, "aux"):  # modals that are auxiliaries ("may", "must")
            cue = self._cue(k, "governor")
            if cue:
                self._apply(cue)
        if self._negated(i):
            self._negate("certainty.negation")
        if token.upos in ("NOUN", "PROPN"):
            for k in self.parsed.children(i, "amod", "acl"):
                cue = self._cue(k, "adjective")
                if cue:
                    self._apply(cue)

    def _governor(self, above: int) -> None:
        cue = self._cue(above, "governor")
        if cue is None:
            return
        self._apply(cue)
        degree = {self.tokens[k].lemma.lower() for k in self.parsed.children(above, "advmod")}
        if cue.label and degree & self.lexicon.words("diminishers"):  # "peu probable"
            self.score = -self.score
        if cue.label == "likely" and degree & self.lexicon.words("intensifiers"):
            self.score = SCORES["very_likely"] if self.score > 0 else SCORES["very_unlikely"]

    def _adverbs(self, i: int) -> None:
        start, end = self.parsed.sentence(i).start, self.parsed.sentence(i).end
        kids = set(self.parsed.children(i))
        for k in sorted(kids):
            for cue in self.lexicon.certainty.get(
                self.tokens[k].lemma.lower(), ()
            ) + self.lexicon.certainty.get(self.tokens[k].text.lower(), ()):
                if (
                    cue.where == "adverb"
                    and len(cue.words) == 1
                    and self.tokens[k].upos in ("ADV", "ADJ")
                ):
                    self._apply(cue)
                    break
            # several words: the phrase may begin at a dependent or just before it
            low = self.parsed.subtree(k)[0]
            for at in {k, low, max(start, k - 1)}:
                for cue in self.lexicon.certainty.get(self.tokens[at].text.lower(), ()):
                    if (
                        cue.where == "adverb"
                        and len(cue.words) > 1
                        and self._spells(at, cue.words, end)
                    ):
                        self._apply(cue)
                        break

    def _spells(self, at: int, words: tuple[str, ...], end: int) -> bool:
        return at + len(words) <= end and all(
            w
            in (
                self.tokens[at + n].text.lower().replace("’", "'"),
                self.tokens[at + n].lemma.lower(),
            )
            for n, w in enumerate(words)
        )

    def _cue(self, i: int, where: str) -> CertaintyCue | None:
        """The cue at a word; one of several words ("rule out") where the others hang on it."""
        below = {self.tokens[k].lemma.lower() for k in self.parsed.children(i)}
        for cue in self.lexicon.certainty.get(self.tokens[i].lemma.lower(), ()):
            if cue.where == where == "governor" and len(cue.words) > 1:
                if below.issuperset(cue.words[1:]):
                    return cue
        return find_cue(self.lexicon, self.tokens[i], where)

    def _apply(self, cue: CertaintyCue) -> None:
        if cue.rule_id in self.steps and cue.where == "adverb":
            return
        self.steps.append(cue.rule_id)
        if cue.effect == "negate":
            self.leaning = -self.leaning
            self.score = -self.score
            self.refused = True
        elif cue.effect == "open":
            self.score = 0.0
        elif cue.effect in ("cap", "set"):
            limit = SCORES[cue.label]
            magnitude = min(abs(self.score), abs(limit)) if cue.effect == "cap" else abs(limit)
            sign = (-1 if self.score < 0 else 1) * (-1 if limit < 0 else 1)
            self.score = sign * magnitude
        if cue.hypothetical:
            self.flags.append("hypothetical")

    def _negate(self, step: str) -> None:
        """Negation flips the sign; over a modal it is stronger than the modal: "ne peut pas" is
        -2."""
        self.steps.append(step)
        self.leaning = -self.leaning
        if self.refused and self.score < 0:  # "n'exclut pas de", "n'a pas refusé de"
            self.score = SCORES["possible"]
        elif 0.4 < self.score < 2.4:
            self.score = -2.0
        elif -2.4 < self.score < -0.4:
            self.score = 1.0
        else:
            self.score = -self.score

    def _negated(self, i: int) -> bool:
        return negated(self.parsed, self.lexicon, i)

    def _mark(self, i: int) -> None:
        """Conditions, purposes, "without": what a conjunction or preposition does to its clause."""
        words = [self.tokens[k] for k in self.parsed.children(i, "mark", "case")]
        if not words:
            return
        first = min(t.i for t in words)
        spelled = [
            self.tokens[k].text.lower().replace("’", "'") for k in range(first, min(first + 4, i))
        ]
        best: CertaintyCue | None = None
        for key in (words[0].text.lower().replace("’", "'"), words[0].lemma.lower()):
            for cue in self.lexicon.certainty.get(key, ()):
                if cue.where == "mark" and (
                    len(cue.words) == 1 or list(cue.words[1:]) == spelled[1 : len(cue.words)]
                ):
                    if best is None or len(cue.words) > len(best.words):
                        best = cue
        if best and best.words[0] in self.lexicon.words("double_negation"):
            return  # counted as a negation already
        if best and (
            self.tokens[i].upos in ("VERB", "AUX", "ADJ")
            or best.effect == "negate"
            or best.hypothetical
        ):
            self._apply(best)

    def _mood(self, i: int) -> None:
        if conditioned(self.parsed, self.lexicon, self.speech, i):
            self.steps.append("certainty.condition")
            self.flags.append("hypothetical")
            self.score = 0.0 if abs(self.score) > SCORES["reported"] else self.score
            return
        said = conditional(self.parsed, self.lexicon, self.chain, i)
        if said in ("past", "with-source"):
            self.steps.append(f"certainty.conditional-{said}")
            self.reported = True
        elif said == "future":
            self.steps.append("certainty.future-in-the-past")
        elif said == "hypothetical":
            self.steps.append("certainty.conditional-hypothetical")
            self.flags.append("hypothetical")
            self.score = 0.0

    def _ask(self) -> None:
        """A question asserts nothing."""
        sentence = self.parsed.sentence(self.start)
        tail = [
            self.tokens[k].text for k in range(max(sentence.start, sentence.end - 3), sentence.end)
        ]
        if "?" in tail and self.tokens[self.start].upos in ("VERB", "AUX", "ADJ", "NOUN"):
            if self._in_main_clause(self.start):
                self.question = True
                self.steps.append("certainty.question")
                self.score = 0.0

    def _in_main_clause(self, i: int) -> bool:
        """Not inside a relative clause or a noun phrase, whose content a question presupposes."""
        token = self.tokens[i]
        while token.head != token.i:
            if token.dep.startswith(("acl", "nmod", "nsubj", "obl", "advcl")):
                return False
            token = self.tokens[token.head]
        return True

    # --- sources and the author -----------------------------------------------------------------

    def _under(self, inner: Attribution | None) -> float:
        """The score in the innermost source's judgement."""
        if inner is None:
            if self.reported:
                return (
                    min(self.score, SCORES["reported"]) if self.score >= 0 else -SCORES["reported"]
                )
            return self.score
        score = self.score
        limit = SCORES.get(inner.degree, 3.0)
        if abs(limit) < abs(score):
            score = (1 if score > 0 else -1) * limit if limit else 0.0
        if inner.stance == "deny":
            score = -abs(score) if score > 0 else score
            self.flags.append("contested")
            self.steps.append("certainty.denial")
        if inner.cue and any(
            self._negated(k)
            for k in range(*inner.cue)
            if self.tokens[k].upos in ("VERB", "AUX", "NOUN")
        ):
            self.steps.append("certainty.negated-cue")
            if inner.stance != "deny":
                score = (
                    -2.0
                    if inner.attitude in ("opines", "predicts", "suspects") and score > 0
                    else 0.0
                )
        return score
