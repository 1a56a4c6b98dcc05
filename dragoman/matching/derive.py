"""Claims that follow from claims (rules/claims.yaml), and what they say of one another."""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames
from dragoman.matching.patterns import Rule, load_rules
from dragoman.matching.readings import Reading

_OPPOSITE = {"gives": "seeks", "seeks": "gives"}
_GIVING_EVENTS = ("AID", "COOPERATE", "CONCEDE", "RETREAT", "AGREE", "SUPPORT")


def derive(frames: Frames, drafts: list[Draft], readings: list[Reading]) -> list[Draft]:
    """What follows from these drafts: twins, and the other halves of exchanges."""
    out: list[Draft] = []
    for rule in load_rules().values():
        if rule.then:
            out += [_follow(rule, d) for d in drafts if _fits(rule, d)]
    for reading in readings:
        if reading.type == "in_exchange":
            out += _other_half(frames, reading, drafts)
    return out


def _fits(rule: Rule, draft: Draft) -> bool:
    when = rule.when
    return (
        draft.kind == when.get("kind", draft.kind)
        and (not when.get("types") or draft.type in when["types"])
        and (
            not when.get("stakes")
            or any(_under(s, f) for s in draft.stakes for f in when["stakes"])
        )
        and (not when.get("content") or bool(draft.stakes or _content(draft)))
        and (not when.get("counterparts") or bool(draft.counterparts))
        and (not when.get("actors") or bool(draft.actors))
    )


def _content(draft: Draft) -> bool:
    return bool(draft.reading and draft.reading.fillers.get("content"))


def _under(stake: str, family: str) -> bool:
    return family == "any" or stake == family or stake.startswith(family + ".")


def _follow(rule: Rule, draft: Draft) -> Draft:
    then = rule.then
    actors, counterparts = list(draft.actors), list(draft.counterparts)
    if then.get("turn"):
        actors, counterparts = counterparts, actors
    stakes = [then["stake"]] if then.get("stake") else list(draft.stakes)
    return Draft(
        then["kind"],
        then.get("type"),
        actors,
        counterparts,
        stakes,
        draft.token,
        draft.start,
        draft.end,
        [*draft.rules, rule.id],
        negated=draft.negated,
        flipped=draft.flipped,
        reading=draft.reading,
    )


def _other_half(frames: Frames, reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """ "X livre S en échange de T", "X livrera S à condition que Y …": what stands after the words
    of exchange is the other half. A preposition or conjunction says so of the word that it marks;
    a verb ("échanger S contre T") says both halves itself."""
    i = reading.token
    fillers = [k for role in ("stake", "content2") for k in reading.fillers.get(role, ())]
    if reading.predicate.pos == "VERB":
        return _both_halves(frames, reading)
    if reading.predicate.pos in ("ADP", "SCONJ"):
        i = frames.tokens[i].head
        fillers = [i]
    above = list(frames.parsed.ancestors(i))
    mains = [
        d for d in drafts if d.token in above and (d.kind in _OPPOSITE or d.type in _GIVING_EVENTS)
    ]
    fillers = [k for k in fillers if k not in above]
    if not mains or not fillers:
        return []
    main = min(mains, key=lambda d: (above.index(d.token), d.kind not in _OPPOSITE))
    half = _half(frames, reading, main, fillers, _OPPOSITE.get(main.kind, "seeks"))
    if half is None:
        return []
    own = [stake for stake in main.stakes if stake not in half.stakes]
    if not own and main.stakes:
        return []
    main.stakes = own
    half.answers.append(main)
    main.answers.append(half)
    return [half]


def _both_halves(frames: Frames, reading: Reading) -> list[Draft]:
    """What is given stands in the stake role, what is wanted for it in content2."""
    if not reading.actors or not reading.fillers.get("content2"):
        return []
    found = [
        _half(frames, reading, None, reading.fillers.get(role, []), kind)
        for role, kind in (("stake", "gives"), ("content2", "seeks"))
    ]
    halves = [h for h in found if h]
    if len(halves) == 2:
        halves[0].answers.append(halves[1])
        halves[1].answers.append(halves[0])
    return halves


def _half(
    frames: Frames, reading: Reading, main: Draft | None, fillers: list[int], kind: str
) -> Draft | None:
    """One half of an exchange: between the parties of the other, or those of the reading."""
    stakes = frames.stakes_in(k for f in fillers for k in frames.parsed.subtree(f))
    if not stakes:
        return None
    start, end = evidence(frames.parsed, fillers[0])
    return Draft(
        kind,
        None,
        list(main.actors if main else reading.actors),
        list(main.counterparts if main else reading.counterparts),
        stakes,
        fillers[0] if main and reading.predicate.pos != "SCONJ" else reading.token,
        start,
        end,
        [reading.predicate.rule_id, "claim.other-half"],
    )


def link(frames: Frames, drafts: list[Draft]) -> None:
    """Ties responses to the claims that they answer, and hypotheses to their conditions."""
    parsed = frames.parsed
    for draft in drafts:
        number = parsed.sentence_number(draft.token)
        if draft.kind == "response":
            content = set()
            if draft.reading:
                for k in draft.reading.fillers.get("content", ()):
                    content.update(parsed.subtree(k))
            said = [d for d in drafts if d is not draft and d.kind != "response"]
            answered = [d for d in said if d.token in content]
            if not answered:
                answered = [d for d in said if parsed.sentence_number(d.token) == number - 1]
            draft.answers += answered
            continue
        for k in parsed.children(draft.token, "advcl"):
            clause = set(parsed.subtree(k))
            draft.answers += [
                d for d in drafts if d.token in clause and d is not draft and d.kind != "response"
            ][:2]
