"""A question and its answer: "Que peut attendre X de Y ? C'est presque certainement S."

Reports ask in order to answer. Where a question seeks or gives something without naming it, the
fragment that follows names it, and says how sure it is.
"""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames
from dragoman.record import Actor


def answers(frames: Frames) -> list[Draft]:
    """A draft for each sentence that answers the question before it with a stake."""
    parsed, tokens = frames.parsed, frames.tokens
    out: list[Draft] = []
    for number in range(1, len(parsed.sentences)):
        before, here = parsed.sentences[number - 1], parsed.sentences[number]
        if tokens[before.end - 1].text != "?" or tokens[here.end - 1].text == "?":
            continue
        if frames.stakes_in(range(before.start, before.end)):
            continue
        asked = _asked(frames, before.start, before.end)
        stakes = frames.stakes_in(range(here.start, here.end))
        root = next(k for k in range(here.start, here.end) if tokens[k].dep == "root")
        if asked is None or not stakes or tokens[root].upos not in ("NOUN", "PROPN", "PRON"):
            continue
        kind, actors, counterparts, rule = asked
        start, end = evidence(parsed, root)
        start = min(start, here.start)
        out.append(
            Draft(
                kind,
                None,
                actors,
                counterparts,
                stakes,
                root,
                start,
                max(end, _clause_end(frames, root)),
                [rule, "claim.question-answered"],
            )
        )
    return out


def _asked(
    frames: Frames, start: int, end: int
) -> tuple[str, list[Actor], list[Actor], str] | None:
    """What a question asks: seeks or gives, who, from or to whom, by which row. The conditions of
    the row do not count: they are on the thing that is asked for."""
    for i in range(start, end):
        for row in frames.lexicon.predicates.get(frames.tokens[i].lemma.lower(), ()):
            if row.type not in ("seeks", "gives") or row.pos != "VERB" or len(row.words) > 1:
                continue
            actors = frames.who(frames.role(i, row, "actor"))
            counterparts = frames.who(frames.role(i, row, "counterpart"))
            if actors:
                taken = {a.id for a in actors}
                return row.type, actors, [a for a in counterparts if a.id not in taken], row.rule_id
    return None


def _clause_end(frames: Frames, root: int) -> int:
    """The end of the answer with the relative clause of a cleft ("c'est S qui …")."""
    inside = [k for k in frames.parsed.subtree(root) if frames.tokens[k].upos != "PUNCT"]
    return max(inside) + 1
