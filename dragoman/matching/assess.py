"""Assessments: what a source judges of an actor where no other claim says it."""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames
from dragoman.matching.lexicon import find_cue
from dragoman.matching.tense import tense_of

_PREDICATES = ("VERB", "ADJ", "NOUN", "AUX")


def assessments(frames: Frames, drafts: list[Draft]) -> list[Draft]:
    """A draft for each clause that judges an actor: the clauses that a source puts forward, and the
    author's own where their predicate is a word of evaluation (profile.yaml)."""
    parsed = frames.parsed
    used: set[int] = set()
    for d in drafts:
        used.update(range(d.start, d.end))
    cues = {
        k
        for a in frames.speech.attributions
        if a.cue
        for k in range(*a.cue)
        if not (a.covers(k) and parsed.children(k, "nsubj:pass"))
    }  # X is regarded as Y
    deeds = {d.token for d in drafts if d.kind == "event"}
    out: list[Draft] = []
    for token in parsed.tokens:
        i = token.i
        if i in used or i in cues or token.upos not in _PREDICATES:
            continue
        if not parsed.children(i, "nsubj") or (
            token.upos == "NOUN" and not parsed.children(i, "cop")
        ):
            continue
        if parsed.children(i, "csubj") or (
            token.upos == "AUX" and not parsed.children(i, "xcomp", "ccomp", "obl", "obj")
        ):
            continue  # "it is likely that …", "nothing says that it will"
        judged = bool(frames.speech.chain(i))
        evaluates = _evaluates(frames, i)
        if not evaluates and (
            not judged or tense_of(parsed, i) == "past" and not parsed.children(i, "cop")
        ):
            continue  # an act that no row of the lexicon knows is no judgement
        subject = frames.subject(i)
        actors = frames.who(subject)
        if not actors or _aside(frames, i, subject) or (not judged and deeds & set(subject)):
            continue
        taken = {a.id for a in actors}
        taken |= {s.id for said in frames.speech.chain(i) for s in said.sources}
        start, end = evidence(parsed, i)
        if any(start <= d.token < end and d.kind != "response" for d in drafts):
            continue
        others = [a for k in range(start, end) for a in frames.actors(k) if a.id not in taken]
        counterparts = list({a.id: a for a in others}.values())[:2]
        stakes = frames.stakes_in(range(start, end), sure_only=True)
        rule = "assess.said" if judged else "assess.author"
        out.append(Draft("assessment", None, actors, counterparts, stakes, i, start, end, [rule]))
    return out


def _aside(frames: Frames, i: int, subject: list[int]) -> bool:
    """A condition, what must be done, or what the speaker tells of itself ("nous avons donné …")
    judges nobody; "nous sommes …" does."""
    tokens, parsed = frames.tokens, frames.parsed
    marks = [tokens[k] for k in parsed.children(i, "mark")]
    conjunctions = frames.lexicon.words("conditional_conjunctions")
    if any(
        t.lemma.lower() in conjunctions or t.text.lower().rstrip("'’") in conjunctions
        for t in marks
    ):
        return True
    if tokens[i].lemma.lower() in frames.lexicon.words("duty"):
        return True
    first = frames.lexicon.words("first_person_singular") | frames.lexicon.words(
        "first_person_plural"
    )
    return not parsed.children(i, "cop") and any(tokens[k].text.lower() in first for k in subject)


def _evaluates(frames: Frames, i: int) -> bool:
    words = frames.lexicon.words("evaluative")
    above = frames.tokens[frames.tokens[i].head]
    weighed = above.upos == "ADJ" and find_cue(frames.lexicon, above, "governor") is not None
    if weighed and frames.tokens[i].dep in ("csubj", "ccomp"):
        return True  # "it is not certain that X has a majority"
    near = [i, *frames.parsed.children(i, "amod", "obj", "xcomp", "advmod")]
    return any(frames.tokens[k].lemma.lower() in words for k in near)
