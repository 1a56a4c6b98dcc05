"""Claims: what happened, who seeks and gives what, what forbids it, who answers, what is judged.

A claim begins with a reading: a row of the lexicon that fits at a word, its roles filled. From each
come one claim and those that follow from it (rules/claims.yaml says which and why); then each is
judged, responses are tied to what they answer, and halves of an exchange to each other.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.answers import answers
from dragoman.matching.assess import assessments
from dragoman.matching.demands import demands, stopped, threats
from dragoman.matching.derive import derive, link
from dragoman.matching.draft import Draft
from dragoman.matching.drafting import Drafting
from dragoman.matching.frames import Frames
from dragoman.matching.implied import supply_partners, supply_stakes
from dragoman.matching.lexicon import load_lexicon
from dragoman.matching.readings import find_readings
from dragoman.matching.stakes import find_stakes
from dragoman.matching.tense import Calendar
from dragoman.record import SCORES, Claim, Mentions, Parsed, Speech
from dragoman.stages.certainty import Judge, Judgement

_SURE = ("certain", "almost_certain", "very_likely")


def find_claims(
    parsed: Parsed, mentions: Mentions, speech: Speech, judge: Judge
) -> tuple[Claim, ...]:
    """All claims of a report, in order of the text.

    `judge` gives the certainty of the proposition at a token (stages/certainty.py).
    """
    lexicon = load_lexicon(parsed.report.language)
    frames = Frames(parsed, mentions, speech, lexicon, find_stakes(parsed, mentions))
    readings = find_readings(frames)
    drafts = Drafting(frames, readings).drafts()
    drafts += derive(frames, drafts, readings)
    drafts += demands(frames) + threats(frames, drafts) + answers(frames)
    stopped(frames, drafts)
    drafts = [d for d in drafts if not _idle(d, drafts, judge)]
    drafts += assessments(frames, drafts)
    supply_partners(frames, drafts)
    supply_stakes(frames, drafts)
    drafts = [d for d in drafts if d.actors or d.counterparts or d.kind == "response"]
    drafts = _distinct(drafts)
    link(frames, drafts)
    drafts = [d for d in drafts if d.actors or d.counterparts or d.answers]
    return _claims(parsed, drafts, judge)


def _idle(draft: Draft, drafts: list[Draft], judge: Judge) -> bool:
    """A deed that is only the content of a wish, a demand or a rule says no more than these do; one
    that a question asks for says nothing."""
    over = [
        d for d in drafts
        if d is not draft and d.start <= draft.token < d.end and d.token != draft.token
    ]  # fmt: skip
    judged = judge(draft.token)
    if draft.kind in ("event", "gives") and any(
        d.kind == "rule" and draft.token in d.content_tokens for d in over
    ):
        return True
    if judged.attitude == "asks" and not judged.sources and not draft.stakes:
        return draft.kind in ("seeks", "gives") or draft.type == "REQUEST"
    if (
        draft.kind not in ("event", "gives")
        or judged.certainty in _SURE
        or "hypothetical" in judged.flags
    ):
        return False
    if draft.kind == "gives":  # what somebody offers is given; what is asked of another is not
        givers = {a.state for a in draft.actors}
        over = [d for d in over if not givers & {a.state for a in d.actors}]
    if judged.certainty in ("open", "likely") and any(
        d.kind == "seeks" and draft.token in d.content_tokens for d in over
    ):
        return True
    return judged.certainty == "open" and any(
        d.kind == "seeks" or d.type in ("REQUEST", "REJECT", "THREATEN", "CONSULT") for d in over
    )


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """Of drafts that say the same of the same stretch, the one that says most."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, d.token, d.end)):
        twin = next((k for k in kept if _same(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif _says(draft) > _says(twin):
            kept[kept.index(twin)] = draft
    return kept


def _same(a: Draft, b: Draft) -> bool:
    overlap = a.start < b.end and b.start < a.end
    if not overlap or (a.kind, a.type) != (b.kind, b.type):
        return False
    mine, other = {x.state for x in a.actors}, {x.state for x in b.actors}
    if a.token == b.token:
        return mine == other
    if a.kind == "seeks":
        return mine == other and bool(set(a.stakes) & set(b.stakes))
    return (
        bool(mine)
        and mine <= other | {x.state for x in b.counterparts}
        and (
            {x.state for x in a.counterparts} == {x.state for x in b.counterparts}
            or not a.counterparts
            or not b.counterparts
        )
    )


def _says(draft: Draft) -> tuple[int, int, int]:
    return len(draft.actors), len(draft.counterparts), len(draft.stakes)


def _claims(parsed: Parsed, drafts: list[Draft], judge: Judge) -> tuple[Claim, ...]:
    made: list[Claim] = []
    calendar = Calendar(parsed)
    unverified = {
        id(a) for d in drafts if d.type in ("not_confirmed", "no_comment") for a in d.answers
    }
    for draft in drafts:
        made.append(_claim(parsed, calendar, draft, judge(draft.token), id(draft) in unverified))
    ids = {id(d): c.id for d, c in zip(drafts, made, strict=True)}
    linked = [
        replace(c, refers_to=tuple(dict.fromkeys(ids[id(a)] for a in d.answers if id(a) in ids)))
        for d, c in zip(drafts, made, strict=True)
    ]
    return tuple(
        {c.id: c for c in sorted(linked, key=lambda c: (c.start, c.end, c.kind, c.id))}.values()
    )


def _claim(
    parsed: Parsed, calendar: Calendar, draft: Draft, judged: Judgement, unverified: bool
) -> Claim:
    certainty, author = judged.certainty, judged.author_certainty
    if draft.negated != draft.flipped:
        certainty, author = _turned(certainty), _turned(author)
    rules = list(draft.rules)
    if _offered(draft, judged):  # who offers a thing gives it, as far as words go
        certainty, author = "certain", "likely"
        rules.append("claim.offer")
    if draft.kind == "response":
        certainty, author = "certain", "certain" if not judged.sources else author
    flags = judged.flags + (
        ("unverified",) if unverified and "unverified" not in judged.flags else ()
    )
    tokens = parsed.tokens
    return Claim(
        report=parsed.report,
        kind=draft.kind,
        type=draft.type,
        actors=tuple(draft.actors),
        counterparts=tuple(draft.counterparts),
        stakes=tuple(draft.stakes),
        certainty=certainty,
        author_certainty=author,
        start=tokens[draft.start].start,
        end=tokens[draft.end - 1].end,
        sources=judged.sources,
        joint_sources=judged.joint_sources,
        attitude=judged.attitude,
        flags=flags,
        time=calendar.when(draft.token, draft.start, draft.end),
        place=tuple(draft.place),
        rule_ids=(*rules, *judged.steps),
    )


def _offered(draft: Draft, judged: Judgement) -> bool:
    """Whether a `gives` is what the giver itself offers or promises, with no condition."""
    return (
        draft.kind == "gives"
        and judged.certainty == "open"
        and judged.attitude in ("promises", "proposes")
        and "hypothetical" not in judged.flags
        and bool(judged.sources)
        and judged.sources[-1].state in {a.state for a in draft.actors}
    )


def _turned(label: str) -> str:
    """The label on the other side of open; those with no counterpart take the nearest."""
    score = -SCORES[label]
    if not score:
        return label
    return min(SCORES, key=lambda other: (abs(SCORES[other] - score), other))
