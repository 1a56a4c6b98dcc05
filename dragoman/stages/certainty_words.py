"""What each word on the way up does to a proposition's score: adverbs, modals, mood, negation.

The words are the rows of lang/xx/certainty.tsv; how they compose is the codebook's, section 4:
negation and modality as sign and magnitude.
"""

from __future__ import annotations

from dragoman.matching.lexicon import CertaintyCue, Lexicon, find_cue
from dragoman.matching.mood import conditional, conditioned
from dragoman.matching.negation import negated
from dragoman.record import SCORES, Parsed, Speech


class Words:
    """The score of one proposition, while the words that bear on it are read."""

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
        self.supposed = False  # by an adverb of the word that is read

    def _local(self, i: int) -> None:
        """Adverbs, adjectives, mood and negation of one word."""
        token = self.tokens[i]
        before = len(self.steps)
        self._adverbs(i)
        self.supposed = len(self.steps) > before and abs(self.score) == SCORES["likely"]
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
            # several words: the phrase may begin at a dependent or just before it
            low, phrase = self.parsed.subtree(k)[0], False
            for at in {k, low, max(start, k - 1)}:
                for cue in self.lexicon.certainty.get(self.tokens[at].text.lower(), ()):
                    if (
                        cue.where == "adverb"
                        and len(cue.words) > 1
                        and self._spells(at, cue.words, end)
                    ):
                        self._apply(cue)
                        phrase = True
                        break
            for cue in self.lexicon.certainty.get(
                self.tokens[k].lemma.lower(), ()
            ) + self.lexicon.certainty.get(self.tokens[k].text.lower(), ()):
                if (
                    cue.where == "adverb"
                    and len(cue.words) == 1
                    and self.tokens[k].upos in ("ADV", "ADJ")
                    and not phrase
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
        elif self.steps[-2:-1] == ["certainty.conditional-hypothetical"]:  # "wouldn't say"
            self.score = SCORES["unlikely"]
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
        if best and best.effect == "open" and self._told(i, words[0].lemma.lower()):
            return
        if best and (
            self.tokens[i].upos in ("VERB", "AUX", "ADJ")
            or best.effect == "negate"
            or best.hypothetical
        ):
            self._apply(best)

    def _told(self, i: int, mark: str) -> bool:
        """A clause of time in the past of the indicative: "until Morocco annexed it"."""
        forms = [self.tokens[k] for k in (i, *self.parsed.children(i, "aux"))]
        return mark not in self.lexicon.words("conditional_conjunctions") and any(
            t.feat("Mood") == "Ind" and t.feat("Tense") in ("Past", "Imp") for t in forms
        )

    def _mood(self, i: int) -> None:
        if conditioned(self.parsed, self.lexicon, self.speech, i):
            self.steps.append("certainty.condition")
            self.flags.append("hypothetical")
            self.score = 0.0 if abs(self.score) > SCORES["reported"] else self.score
            return
        said = conditional(self.parsed, self.lexicon, self.chain, i)
        if said == "past" and self.supposed:
            said = "hypothetical"  # "aurait sans doute permis" is the author's own guess
        if said in ("past", "with-source"):
            self.steps.append(f"certainty.conditional-{said}")
            self.reported = True
        elif said == "future":
            self.steps.append("certainty.future-in-the-past")
        elif said == "hypothetical":
            self.steps.append("certainty.conditional-hypothetical")
            self.flags.append("hypothetical")
            self.score = 0.0
