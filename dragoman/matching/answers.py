"""A question and its answer: "Que peut attendre X de Y ? C'est presque certainement S."

Reports ask in order to answer. Where a question seeks or gives something without naming it, the
fragment that follows names it, and says how sure it is.
"""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames
from dragoman.matching.readings import Reading


def answers(frames: Frames, readings: list[Reading]) -> list[Draft]:
    """A draft for each sentence that answers the question before it with a stake."""
    parsed, tokens = frames.parsed, frames.tokens
    out: list[Draft] = []
    for number in range(1, len(parsed.sentences)):
        before, here = parsed.sentences[number - 1], parsed.sentences[number]
        if tokens[before.end - 1].text != "?" or tokens[here.end - 1].text == "?":
            continue
        asked = [r for r in readings if before.start <= r.token < before.end and r.type in ("seeks", "gives")]
        asked = [r for r in asked if r.actors and not frames.stakes_in(range(before.start, before.end))]
        stakes = frames.stakes_in(range(here.start, here.end))
        root = next(k for k in range(here.start, here.end) if tokens[k].dep == "root")
        if not asked or not stakes or tokens[root].upos not in ("NOUN", "PROPN", "PRON"):
            continue
        question = asked[0]
        start, end = evidence(parsed, root)
        start = min(start, here.start)
        out.append(
            Draft(question.type, None, list(question.actors), list(question.counterparts), stakes, root, start,
                  max(end, _clause_end(frames, root)), [question.predicate.rule_id, "claim.question-answered"])
        )  # fmt: skip
    return out


def _clause_end(frames: Frames, root: int) -> int:
    """The end of the answer with the relative clause of a cleft ("c'est S qui …")."""
    inside = [k for k in frames.parsed.subtree(root) if frames.tokens[k].upos != "PUNCT"]
    return max(inside) + 1
