"""Who confirms, denies or does not confirm what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.brief.grammar import pick
from dragoman.brief.points import Point, Teller, points
from dragoman.brief.statements import Statement
from dragoman.record import Claim

#: A denial "of all this" is told of so many claims.
_ANSWERED = 2


def response_statements(
    responses: Iterable[Claim],
    known: Mapping[str, Claim],
    told: set[str],
    teller: Teller,
    deeds: frozenset[tuple[str, int, int]],
) -> list[Statement]:
    """One sentence for each thing that is answered: what it answers if the report says so, else what it is about.

    Args: `known`, the claims that may be answered; `told`, ids of denied claims that a sentence
    already states, whose denials would say the same again.
    """
    out: list[Statement] = []
    for claim in responses:
        answered = [known[i] for i in claim.refers_to if i in known]
        if answered and all(c.id in told for c in answered):
            continue
        what = points(answered, teller.grammar, deeds)[:_ANSWERED]
        out += [_statement(claim, point, teller) for point in what or (None,)]
    return out


def _statement(claim: Claim, answered: Point | None, teller: Teller) -> Statement:
    grammar = teller.grammar
    voice = grammar.data["responses"][claim.type or ""]
    name = teller.names.all(claim.actors, claim.report.language)
    if answered:
        said = f"{pick(voice['says'], name.many)} {teller.clause(answered, voice['mood'])}"
    elif claim.stakes:
        labels = ", ".join(grammar.labels.stake(s) for s in claim.stakes)
        said = pick(voice["about"], name.many).format(labels=labels)
    else:
        said = pick(voice["bare"], name.many)
    told = teller.by_author((claim,), f"{name.text} {said}")
    used = (claim, *(answered.claims if answered else ()))
    return Statement(grammar.sentence(told), used)
