"""Assessments: what a source judges of an actor where no other claim says it."""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames

_PREDICATES = ("VERB", "ADJ", "NOUN", "AUX")


def assessments(frames: Frames, drafts: list[Draft]) -> list[Draft]:
    """A draft for each clause that judges an actor: the clauses that a source puts forward, and the
    author's own where their predicate is a word of evaluation (profile.yaml)."""
    parsed = frames.parsed
    used: set[int] = set()
    for d in drafts:
        used.update(range(d.start, d.end))
    cues = {k for a in frames.speech.attributions if a.cue for k in range(*a.cue)}
    out: list[Draft] = []
    for token in parsed.tokens:
        i = token.i
        if i in used or i in cues or token.upos not in _PREDICATES:
            continue
        if not parsed.children(i, "nsubj") or (token.upos == "NOUN" and not parsed.children(i, "cop")):
            continue
        judged = bool(frames.speech.chain(i))
        if not judged and not _evaluates(frames, i):
            continue
        subject = [k for k in frames.subject(i)]
        actors = frames.who(subject)
        if not actors:
            continue
        taken = {a.id for a in actors}
        start, end = evidence(parsed, i)
        others = [a for k in range(start, end) for a in frames.actors(k) if a.id not in taken]
        counterparts = list({a.id: a for a in others}.values())[:2]
        stakes = frames.stakes_in(range(start, end), sure_only=True)
        rule = "assess.said" if judged else "assess.author"
        out.append(Draft("assessment", None, actors, counterparts, stakes, i, start, end, [rule]))
    return out


def _evaluates(frames: Frames, i: int) -> bool:
    words = frames.lexicon.words("evaluative")
    near = [i, *frames.parsed.children(i, "amod", "obj", "xcomp", "advmod")]
    return any(frames.tokens[k].lemma.lower() in words for k in near)
