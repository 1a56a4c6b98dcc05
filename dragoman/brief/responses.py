"""Who confirms, denies or does not confirm what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.brief.grammar import pick
from dragoman.brief.points import Point, Teller, place_of, points
from dragoman.brief.statements import Statement
from dragoman.record import Claim

#: A denial "of all this" is told of so many claims.
_ANSWERED = 2


def response_statements(
    responses: Iterable[Claim],
    known: Mapping[str, Claim],
    told: Iterable[Claim],
    teller: Teller,
    deeds: frozenset[tuple[str, int, int]],
) -> list[Statement]:
    """A sentence for each thing that is answered if the report says what; else what it is about.

    Args: `known`, the claims that may be answered; `told`, claims that a sentence already denies:
    to deny them once more would say the same again.
    """
    stated = {place_of(c) for c in told}
    out: list[Statement] = []
    for claim in responses:
        answered = [known[i] for i in claim.refers_to if i in known]
        fresh = [c for c in answered if place_of(c) not in stated]
        if answered and not fresh:
            continue
        what = points(_without_twins(fresh), teller.grammar, deeds)[:_ANSWERED]
        out += [_statement(claim, point, teller) for point in what or (None,)]
    return out


def _without_twins(claims: list[Claim]) -> list[Claim]:
    """What is sought or given, without the event that the same words tell of."""
    given = {place_of(c) for c in claims if c.kind in ("seeks", "gives")}
    return [c for c in claims if c.kind != "event" or place_of(c) not in given]


def _statement(claim: Claim, answered: Point | None, teller: Teller) -> Statement:
    grammar = teller.grammar
    voice = grammar.data["responses"][claim.type or ""]
    name = teller.names.all(claim.actors, claim.report.language)
    if answered:
        own = pick(voice["self"], name.many)
        if own and {a.id for a in claim.actors} == {a.id for a in answered.who}:
            said = own.format(own=teller.predicate(answered, "own", name.many))
        else:
            said = f"{pick(voice['says'], name.many)} {teller.clause(answered, voice['mood'])}"
    elif claim.stakes:
        labels = ", ".join(grammar.labels.stake(s) for s in claim.stakes)
        said = pick(voice["about"], name.many).format(labels=labels)
    else:
        said = pick(voice["bare"], name.many)
    told = teller.by_author((claim,), f"{name.text} {said}")
    used = (claim, *(answered.claims if answered else ()))
    return Statement(grammar.sentence(told), used)
