"""Who confirms, denies or does not confirm what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.brief.grammar import pick
from dragoman.brief.points import Point, Teller, points
from dragoman.brief.statements import Statement
from dragoman.record import Claim


def response_statements(
    responses: Iterable[Claim],
    known: Mapping[str, Claim],
    told: set[str],
    teller: Teller,
    deeds: frozenset[tuple[str, int, int]],
) -> list[Statement]:
    """One sentence a response: what it answers if the report says so, else what it is about.

    Args: `known`, the claims that may be answered; `told`, ids of denied claims that a sentence
    already states, whose denials would say the same again.
    """
    out: list[Statement] = []
    for claim in responses:
        answered = [known[i] for i in claim.refers_to if i in known]
        if answered and all(c.id in told for c in answered):
            continue
        out.append(_statement(claim, answered, teller, deeds))
    return out


def _statement(
    claim: Claim, answered: list[Claim], teller: Teller, deeds: frozenset[tuple[str, int, int]]
) -> Statement:
    grammar = teller.grammar
    voice = grammar.data["responses"][claim.type or ""]
    name = teller.names.all(claim.actors, claim.report.language)
    what: list[Point] = points(answered, grammar, deeds)
    if what:
        said = grammar.listed(teller.clause(p, voice["mood"]) for p in what[:1])
        told = f"{name.text} {pick(voice['says'], name.many)} {said}"
    elif claim.stakes:
        labels = ", ".join(grammar.labels.stake(s) for s in claim.stakes)
        told = f"{name.text} {pick(voice['about'], name.many).format(labels=labels)}"
    else:
        told = f"{name.text} {pick(voice['bare'], name.many)}"
    told = teller.by_author((claim,), told)
    used = (claim, *(what[0].claims if what else ()))
    return Statement(grammar.sentence(told), used)
