"""How sure the author of a text is that an event came about, and how sure each source is.

This is the form of FactBank and of the corpora made after it: an event is a word at a given place
of a text, its factuality a score from -3 (surely not) to +3 (surely), here with the codebook's
label. The conditional of hearsay and its like have the label `reported`, negated or not: the label
says what kind of word it is, the score which way it points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import copysign
from typing import Any

from dragoman.jsonl import read_objects
from dragoman.matching.chains import ANONYMOUS, author_score, label_of
from dragoman.matching.tense import tense_of
from dragoman.record import SCORES, Actor, Parsed, Report, Speech
from dragoman.stages.actors import find_actors
from dragoman.stages.certainty import Judge, Judgement, weigh
from dragoman.stages.parse import parse
from dragoman.stages.speech import find_speech

#: Readers take what somebody relays without distance for nearly as sure as what the author asserts,
#: and what is merely open (wanted, asked for, supposed) for leaning one way rather than for even
#: odds: de Marneffe, Manning and Potts, "Did it happen?" (2012).
_RELAYED = SCORES["very_likely"]
_RELAYED_PAST = SCORES["almost_certain"]
_LEANING = (SCORES["possible"] + SCORES["likely"]) / 2
#: Nor do they hold for certain what is to come, or for quite excluded what is denied.
_AHEAD, _DENIED = SCORES["very_likely"], SCORES["very_unlikely"]
#: A noun with no article names a kind of deed, and not surely one that was done.
_KIND = SCORES["very_likely"]
_HEARSAY = ("certainty.conditional-past", "certainty.conditional-with-source")
#: What a line must hold; `start` and `end` are characters of `text`.
FIELDS = {"id": str, "lang": str, "text": str, "start": int, "end": int}


@dataclass(frozen=True, slots=True)
class Belief:
    """What somebody holds an event for. `who` is empty for the author of the text."""

    who: tuple[Actor, ...]
    score: float
    label: str

    def as_json(self) -> dict[str, Any]:
        return {"score": round(self.score, 2), "label": self.label}


@dataclass(frozen=True, slots=True)
class Factuality:
    """One event: the author's belief, and those of the chain of sources, outermost first."""

    author: Belief
    sources: tuple[Belief, ...]


class Text:
    """A text read once, of which any event can be asked."""

    def __init__(self, text: str, language: str) -> None:
        self.parsed: Parsed = parse(Report(text, language))
        self.speech: Speech = find_speech(self.parsed, find_actors(self.parsed))
        self.judge: Judge = weigh(self.parsed, self.speech)

    def at(self, start: int, end: int) -> Factuality:
        """The event at these characters. Raises IndexError if no word of the text is there."""
        event = self._event(start, end)
        judged, chain = self.judge(event), self.speech.chain(event)
        beliefs = []
        for k, said in enumerate(chain):
            level, _ = author_score(chain[k + 1 :], judged.score, False)
            relayed = k + 1 < len(chain)
            beliefs.append(
                self._belief(event, said.sources or (ANONYMOUS,), level, judged, relayed)
            )
        author = self._belief(event, (), judged.author_score, judged, bool(chain))
        return Factuality(author, tuple(beliefs))

    def _belief(
        self, event: int, who: tuple[Actor, ...], level: float, judged: Judgement, relayed: bool
    ) -> Belief:
        """A level of the ladder as label, and as the score that a reader concludes to."""
        hearsay = any(step in judged.steps for step in _HEARSAY)
        label = "reported" if hearsay or abs(level) == SCORES["reported"] else label_of(level)
        when = tense_of(self.parsed, event)
        score = level
        if relayed and abs(level) == SCORES["likely"] < abs(judged.score):
            score = copysign(_RELAYED_PAST if when == "past" else _RELAYED, level)
        elif abs(level) < _LEANING:
            score = copysign(_LEANING, level or judged.leaning)
        if when == "future":
            score = min(score, _AHEAD)
        elif self._bare(event):
            score = min(score, _KIND)
        return Belief(who, max(score, _DENIED), label)

    def _bare(self, i: int) -> bool:
        token = self.parsed.tokens[i]
        single = token.upos == "NOUN" and token.feat("Number") == "Sing"
        return single and not self.parsed.children(i, "det", "nmod", "nummod")

    def _event(self, start: int, end: int) -> int:
        """The word that makes the event: the head of the words there, of an auxiliary its verb."""
        tokens = self.parsed.tokens
        inside = [t for t in tokens if t.start < end and start < t.end]
        if not inside:
            raise IndexError(f"the text has no word from {start} to {end}")
        here = {t.i for t in inside}
        top = next((t for t in inside if t.head not in here or t.head == t.i), inside[0])
        while top.dep.partition(":")[0] in ("aux", "cop") and top.head != top.i:
            top = tokens[top.head]
        return top.i


def factuality(lines: Iterable[str], with_sources: bool = False) -> Iterator[dict[str, Any]]:
    """The answer to every line of a JSONL text: `id`, `score` and `label` in the author's
    judgement; `with_sources` also `sources`, outermost first, each with what it believes.

    Raises ValueError naming the line for one that is not as FIELDS say, LookupError if there is no
    model for its language.
    """
    for number, case in read_objects(lines, FIELDS):
        try:
            found = _read(case["text"], case["lang"]).at(case["start"], case["end"])
        except IndexError as wrong:
            raise ValueError(f"line {number}: {wrong}") from wrong
        answer = {"id": case["id"], **found.author.as_json()}
        if with_sources:
            answer["sources"] = [
                {"who": [a.as_json() for a in belief.who], **belief.as_json()}
                for belief in found.sources
            ]
        yield answer


@lru_cache(maxsize=4)  # lines about one text mostly follow each other
def _read(text: str, language: str) -> Text:
    return Text(text, language)
