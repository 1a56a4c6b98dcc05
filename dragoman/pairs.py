"""What a named source does to a named target in a sentence: a PLOVER type, or nothing.

The two are given as they are written. They stand for themselves, whoever else they may be: they are
made actors beside those that the report names, so that the roles of the lexicon's rows are filled
with them. Of the deeds in which the source acts, that which reaches the target is the answer, the
outermost of several: who refuses to release prisoners refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from dragoman.jsonl import read_objects
from dragoman.matching.frames import Frames
from dragoman.matching.lexicon import find_cue, load_lexicon
from dragoman.matching.readings import Reading, find_readings
from dragoman.matching.stakes import find_stakes
from dragoman.matching.tense import tense_of
from dragoman.record import SCORES, Actor, Mention, Mentions, Parsed, Report
from dragoman.stages.actors import find_actors
from dragoman.stages.certainty import Judge, weigh
from dragoman.stages.parse import parse
from dragoman.stages.speech import find_speech

#: What a line must hold; `lang` may say in which language the sentence is.
FIELDS = {"id": str, "sentence": str, "source": str, "target": str}
SOURCE, TARGET = "?:source", "?:target"
_QUADS = {
    type_: quad
    for quad, types in enumerate(
        (
            ("AGREE", "CONSULT", "SUPPORT"),
            ("COOPERATE", "AID", "CONCEDE", "RETREAT"),
            ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
            ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
        )
    )
    for type_ in types
}
_FRIENDLY = ("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
_HARMFUL = ("REJECT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
#: Relations over which a deed keeps its doer: "is ready to send", "the offer to send".
_SAME_DOER = ("xcomp", "conj", "acl", "obj", "aux")
_STEPS = 4


def code_pairs(lines: Iterable[str], language: str) -> Iterator[dict[str, Any]]:
    """The answer to every line of a JSONL text: `id` and `type`, null if the sentence says nothing
    that the source does to the target. `language` is that of lines that name none in `lang`.

    Raises ValueError naming the line for one that is not as FIELDS say, LookupError if there is no
    model for its language.
    """
    for _, case in read_objects(lines, FIELDS):
        spoken = case.get("lang") or language
        found = code_pair(case["sentence"], case["source"], case["target"], spoken)
        yield {"id": case["id"], "type": found}


def code_pair(sentence: str, source: str, target: str, language: str) -> str | None:
    """The PLOVER type of what the source does to the target; None where nothing is said of it, or
    one of them is not in the sentence."""
    parsed = parse(Report(sentence, language))
    one, other = _locate(parsed, source, SOURCE), _locate(parsed, target, TARGET)
    if one is None and other is None:
        return None
    found = find_actors(parsed)
    mentions = _with(found, [m for m in (one, other) if m])
    speech = find_speech(parsed, mentions)
    lexicon = load_lexicon(language)
    frames = Frames(parsed, mentions, speech, lexicon, find_stakes(parsed, mentions))
    return _Pair(frames, weigh(parsed, speech), one, other).type()


def _locate(parsed: Parsed, name: str, id_: str) -> Mention | None:
    """The words of a name as a mention, the first time that it stands in the text."""
    name = name.strip()
    at = parsed.report.text.find(name) if name else -1
    if at < 0:
        return None
    inside = [t for t in parsed.tokens if t.start < at + len(name) and at < t.end]
    if not inside:
        return None
    here = {t.i for t in inside}
    head = next((t for t in inside if t.head not in here or t.head == t.i), inside[0])
    how = "demonym" if head.upos == "ADJ" else "name"
    actor = Actor(id_, "unknown", name=name, mention=name)
    return Mention(inside[0].i, inside[-1].i + 1, head.i, (actor,), how)


def _with(found: Mentions, given: list[Mention]) -> Mentions:
    """The given mentions, and those found that do not touch them or only contain them."""

    def apart(m: Mention) -> bool:
        return all(
            m.head != g.head
            and (m.end <= g.start or g.end <= m.start or (m.start <= g.start and g.end <= m.end))
            for g in given
        )

    kept = [*given, *(m for m in found.mentions if apart(m))]
    return Mentions(tuple(sorted(kept, key=lambda m: (m.start, -m.end))))


@dataclass(frozen=True, slots=True)
class _Deed:
    """What is done at a token, seen from the pair: how surely the source does it and the target
    undergoes it (2: it fills the role; 1: it stands where it might; 0: not at all)."""

    token: int
    type: str
    together: bool  # both do it, with each other
    done: int
    undergone: int
    plain: bool = True  # nothing that its row asks for is missing


class _Pair:
    """One sentence with its pair."""

    def __init__(
        self, frames: Frames, judge: Judge, source: Mention | None, target: Mention | None
    ) -> None:
        self.frames, self.judge, self.source, self.target = frames, judge, source, target

    def type(self) -> str | None:
        plain = [r for r in find_readings(self.frames) if r.predicate.is_event]
        known = {r.token for r in plain}
        loose = [
            r
            for r in find_readings(self.frames, unmet=True)
            if r.predicate.is_event and r.token not in known and self._is_usual(r)
        ]
        deeds = [self._deed(r) for r in plain] + self._demands()
        deeds += [replace(d, plain=False) for d in map(self._deed, loose) if d.done and d.undergone]
        best = max(deeds, key=self._rank, default=None)
        if best is None or not best.done + best.undergone:
            return None
        return self._intended(best)

    def _is_usual(self, reading: Reading) -> bool:
        """Whether this is what a verb says in most of its rows, to one of PLOVER's quads; what a
        light verb says, its noun does."""
        lemma = reading.predicate.words[0]
        rows = self.frames.lexicon.predicates.get(lemma, ())
        alone = [r for r in rows if r.is_event and r.pos == "VERB" and len(r.words) == 1]
        return (
            reading.predicate in alone
            and 2 * sum(_QUADS[r.type] == _QUADS[reading.type] for r in alone) > len(alone)
            and lemma not in self.frames.lexicon.words("light_verbs")
        )

    def _rank(self, deed: _Deed) -> tuple[int, ...]:
        """First that both take part, then that the source does it for sure; then the outermost."""
        depth = sum(1 for _ in self.frames.parsed.ancestors(deed.token))
        both = min(deed.done, 1) + min(deed.undergone, 1)
        return both, deed.plain, deed.done, -depth, deed.undergone, -deed.token

    def _deed(self, reading: Reading) -> _Deed:
        i = reading.token
        actors = {a.id for a in reading.actors}
        partners = {a.id for a in reading.counterparts}
        done = 2 * (SOURCE in actors) or int(self._does(i))
        together = {SOURCE, TARGET} <= actors and not self.frames.parsed.children(i, "xcomp")
        undergone = 2 * (TARGET in partners or {SOURCE, TARGET} <= actors)
        if not undergone and self.target:
            undergone = int(self._reaches(i, self.target.head))
        if TARGET in actors and SOURCE in partners:
            done = undergone = 0
        return _Deed(i, reading.type, together, done, undergone)

    def _demands(self) -> list[_Deed]:
        """Saying that somebody must is asking them to."""
        frames, duty = self.frames, self.frames.lexicon.words("duty")
        deeds = []
        for token in frames.tokens:
            if token.lemma.lower() not in duty or not self.target:
                continue
            clause = token.head if token.dep.startswith("aux") else token.i
            speakers = {a.id for said in frames.speech.chain(clause) for a in said.sources}
            if SOURCE in speakers and self._reaches(clause, self.target.head):
                deeds.append(_Deed(clause, "REQUEST", False, 2, 2))
        return deeds

    def _does(self, i: int) -> bool:
        """Whether the source stands in the subject of a deed, though not as its head, or in that of
        the verb that carries it ("announced a boycott"), or is who says "they will"."""
        if not self.source:
            return False
        frames, head = self.frames, self.source.head
        doers = [*frames.subject(i), *frames.subject(frames.carrier(i))]
        return any(head in frames.phrase(k) or self._speaks_of_itself(k) for k in doers)

    def _speaks_of_itself(self, k: int) -> bool:
        chain = self.frames.speech.chain(k)
        speakers = {a.id for a in chain[-1].sources} if chain else set()
        return self.frames.tokens[k].upos == "PRON" and SOURCE in speakers

    def _reaches(self, i: int, target: int) -> bool:
        """Whether the target stands below a deed, and not in a deed coordinated with it."""
        tokens = self.frames.tokens
        for k in (target, *self.frames.parsed.ancestors(target)):
            if k == i:
                return True
            if tokens[k].head == i and tokens[k].dep in ("conj", "parataxis"):
                return tokens[k].upos not in ("VERB", "AUX")
        return False

    def _intended(self, deed: _Deed) -> str:
        """As PLOVER draws its lines: to mean to cooperate is to agree, to mean harm to threaten;
        not to cooperate, by refusal or failure, is to reject; an agreement that is made, and not
        only meant, is support."""
        friendly = deed.type in _FRIENDLY
        if (friendly or deed.type == "AGREE") and self._refused(deed.token):
            return "REJECT"
        if self._is_ahead(deed.token):
            return "AGREE" if friendly else "THREATEN" if deed.type in _HARMFUL else deed.type
        return "SUPPORT" if deed.type == "AGREE" and deed.together else deed.type

    def _refused(self, i: int) -> bool:
        judged = self.judge(i)
        held_off = judged.leaning < 0 and "hypothetical" in judged.flags  # "will not, unless"
        return judged.score <= SCORES["unlikely"] or held_off

    def _is_ahead(self, i: int) -> bool:
        """Whether the deed is announced: in the future, or below a word of intention."""
        parsed, lexicon = self.frames.parsed, self.frames.lexicon
        for _ in range(_STEPS):
            token = parsed.tokens[i]
            helpers = {parsed.tokens[k].lemma.lower() for k in parsed.children(i, "aux")}
            if tense_of(parsed, i) == "future" or helpers & lexicon.words(
                "conditional_auxiliaries"
            ):
                return True
            if token.head == i or token.dep.partition(":")[0] not in _SAME_DOER:
                return False
            i = token.head
            cue = find_cue(lexicon, parsed.tokens[i], "governor")
            if cue and cue.effect == "cap" and cue.label == "likely":
                return True
        return False
