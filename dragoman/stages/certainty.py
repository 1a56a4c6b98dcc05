"""How sure is each source, and how sure is the author? Section 4 of the codebook.

From the word that makes a claim the tree is climbed to the end of what the innermost source says;
each negation, modal, adverb, condition and mood on the way changes the score. Scores are FactBank's
(Saurí and Pustejovsky 2009) with ICD 203's bands between; negation and modality compose as sign and
magnitude. The author's score follows from the chain of sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.matching.chains import author_score, label_of, voices_of, who_says
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import SCORES, Actor, Attribution, Parsed, Speech
from dragoman.stages.certainty_words import Words

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


class _Climb(Words):
    """One walk from a token to the edge of its source's words."""

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
        for attribution in voices_of(self.chain):
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
                self._mark(here)
                break
            above, dep = token.head, token.dep.partition(":")[0]
            self._judged(here, above)
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
            if dep == "acl" and self._describes(here):
                if self._negated(above):  # "no flags flying"
                    self._negate("certainty.negation")
                break
            if dep == "parataxis" or (
                dep in ("nmod", "obl", "nsubj", "appos", "obj", "compound")
                and not self._opaque(above, here, dep)
            ):
                # A deed named by a noun stands by itself, whatever is said of it.
                self._mark(here)
                break
            if dep == "ccomp" and self._asked(here):
                break
            if self._unsettled(here, above):
                self.steps.append("certainty.unsettled")
                self.score = 0.0
            self._governor(above)
            here = above

    def _judged(self, i: int, above: int) -> None:
        """An adjective that a verb says of the clause: "juge probable que …", "considers it likely
        that …", be it part of what the source says or not."""
        if self.tokens[i].dep.partition(":")[0] not in ("ccomp", "csubj"):
            return
        if self.tokens[above].upos == "VERB":
            for k in self.parsed.children(above, "xcomp"):
                if self.tokens[k].upos == "ADJ":
                    self._governor(k)
        elif not self._inside(above) and (
            self.tokens[above].dep == "xcomp" or self.tokens[above].upos == "ADJ"
        ):
            self._governor(above)
            if self._negated(above):
                self._negate("certainty.negation")

    def _asked(self, i: int) -> bool:
        """Whether the clause is an indirect question, which a governor leaves as it is: open after
        "whether", presupposed after "what" or "why"."""
        self._mark(i)
        return any(
            (self.tokens[k].feat("PronType") or "").startswith("Int")
            for k in self.parsed.children(i, "nsubj", "obj", "obl", "advmod", "mark")
        ) or any(
            self.tokens[k].lemma.lower() in self.lexicon.words("interrogative_marks")
            for k in self.parsed.children(i, "mark")
        )

    def _describes(self, i: int) -> bool:
        """A participle that says something of its noun, whatever that noun makes of a clause: "the
        right granted in May"."""
        token = self.tokens[i]
        return token.feat("VerbForm") in ("Part", "Ger") and not self.parsed.children(i, "mark")

    def _unsettled(self, i: int, above: int) -> bool:
        """An infinitive that its governor neither makes true nor false: "the right to sell"; not
        after an ordinal: "the first to sell"."""
        token = self.tokens[i]
        between = range(min(above, *self.parsed.children(above)), i)
        if any(self.tokens[k].feat("NumType") == "Ord" for k in between):
            return False
        return (
            token.dep.partition(":")[0] in ("xcomp", "acl")
            and token.feat("VerbForm") == "Inf"
            and bool(self.parsed.children(i, "mark"))
            and self._cue(above, "governor") is None
        )

    def _complement(self, i: int, above: int) -> bool:
        """A clause that parsers take for a circumstance, though its verb asks for it: "barred them
        from leaving"."""
        marks, form = self.parsed.children(i, "mark"), self.tokens[i].feat("VerbForm")
        return (
            bool(marks)
            and self.tokens[marks[0]].lemma.lower() in self.lexicon.words("complement_marks")
            and form != "Fin"
            and not (form == "Inf" and self.parsed.children(above, "obj"))
            and self._cue(above, "governor") is not None
        )

    def _copular(self, i: int, above: int) -> bool:
        return self.tokens[above].lemma.lower() in self.lexicon.words("copular_verbs")

    def _indefinite(self, i: int) -> bool:
        """A single deed that need not be: "un accord"."""
        if self.tokens[i].upos != "NOUN" or self.tokens[i].feat("Number") == "Plur":
            return False
        kids = self.parsed.children(i, "det", "nmod", "compound", "nummod")
        return not kids or any(
            self.tokens[k].feat("Definite") == "Ind" and self.tokens[k].feat("Number") != "Plur"
            for k in kids
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
        token = self.tokens[above]
        if token.dep == "advcl" and not self.parsed.children(here, "mark", "nsubj"):
            self._mark(above)  # "if she comes and signs"
            return -1
        if self.parsed.children(here, "nsubj") or finite:
            return -1
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
        if dep == "nsubj" and self.tokens[here].dep != "nsubj:pass":
            return False
        cue = self._cue(above, "governor")
        if cue is None or cue.effect == "none":
            return False
        if dep != "obl" or cue.pos != "VERB":
            return True
        cases = [k for k in self.parsed.children(here, "case", "mark") if k < here]
        marks = self.lexicon.words("complement_marks")
        return bool(cases) and self.tokens[cases[0]].lemma.lower() in marks

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

    def _presupposed(self, inner: Attribution) -> bool:
        """What an indirect question takes for granted: "did not say when the envoy left"."""
        first = inner.content[0][0]
        opening = self.tokens[max(first - 1, 0) : first + 1]
        return not any(
            t.lemma.lower() in self.lexicon.words("interrogative_marks") for t in opening
        ) and any((t.feat("PronType") or "").startswith("Int") for t in opening)

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
        if (
            inner.cue
            and not self._presupposed(inner)
            and any(
                self._negated(k)
                for k in range(*inner.cue)
                if self.tokens[k].upos in ("VERB", "AUX", "NOUN")
            )
        ):
            self.steps.append("certainty.negated-cue")
            if inner.degree == "certain" and inner.stance not in ("deny", "endorse"):
                score = 0.0  # else the cue's own degree under negation has been counted
        return score
