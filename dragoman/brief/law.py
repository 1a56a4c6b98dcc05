"""What the law says of the transfers of a table: one sentence for all stakes that it treats alike."""

from __future__ import annotations

from dragoman.brief.points import Teller
from dragoman.brief.statements import Statement
from dragoman.exchange import Exchange, Row
from dragoman.record import Claim
from dragoman.world.law import Obstacle

#: Measures that a sentence names; a footnote says what each of them says.
_NAMED = 3
#: Claims that a sentence of law points to: it rests on the tables of law more than on them.
_CLAIMS = 2


def law_statements(table: Exchange, teller: Teller) -> tuple[list[Statement], bool]:
    """The sentences, the barred transfers first, and whether some row has no date to judge by."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    undated = False
    for row in table.rows:
        if row.on is None or row.verdict is None:
            undated = True
            continue
        verb = teller.grammar.verb_for("deed", row.stake)
        named = tuple(o.measure.id for o in _named(row))
        # A verdict that names no measure is the same law on whatever day of these reports.
        key = (row.giver, row.receiver, verb, row.verdict, _partly(row), named, row.on)
        groups.setdefault(key, []).append(row)
    told = sorted(groups.values(), key=lambda rows: (not _bars(rows[0]), not rows[0].obstacles))
    return [_statement(rows, verb, teller) for rows in told for verb in (_verb(rows, teller),)], (
        undated
    )


def _verb(rows: list[Row], teller: Teller) -> str:
    return teller.grammar.verb_for("deed", rows[0].stake)


def _bars(row: Row) -> bool:
    return row.verdict in ("forbidden", "capped", "contested")


def _partly(row: Row) -> bool:
    return bool(row.obstacles) and all(o.extent == "part" for o in row.obstacles)


def _named(row: Row) -> tuple[Obstacle, ...]:
    return (row.obstacles or row.allowed)[:_NAMED]


def _statement(rows: list[Row], verb: str, teller: Teller) -> Statement:
    grammar, row = teller.grammar, rows[0]
    giver, receiver = (teller.names.state(side) for side in (row.giver, row.receiver))
    things = grammar.things(dict.fromkeys(r.stake for r in rows))
    acts = {
        form: grammar.predicate(
            verb, "present", form, giver.many, what=things, whom=receiver.text
        )
        for form in ("unsure", "to")
    }
    barred = ", ".join(_measure(o, row, teller) for o in row.obstacles[:_NAMED])
    more = len(row.obstacles) - _NAMED
    barred += grammar.frame("more_measures", n=more) if more > 0 else ""
    allowed = ", ".join(_number(o, teller) for o in row.allowed[:_NAMED])
    text = grammar.frame(
        "law", clause=f"{giver.text} {acts['unsure']}", giver=giver.text, act=acts["to"],
        verdict=grammar.data["verdicts"][row.verdict or ""],
        partly=grammar.frame("partly") if _partly(row) else "", date=grammar.date(row.on or ""),
        measures=grammar.frame("measures", measures=barred) if barred else "",
        allowed=grammar.frame("allowed", measures=allowed) if allowed else "",
    )  # fmt: skip
    claims = {c.id: c for r in rows for c in _best(r)}
    measures = (*row.obstacles[:_NAMED], *row.allowed[:_NAMED])
    return Statement(grammar.sentence(text), tuple(claims.values())[:_CLAIMS], measures)


def _best(row: Row) -> tuple[Claim, ...]:
    return (row.claims_for or row.claims)[:1]


def _number(o: Obstacle, teller: Teller) -> str:
    """S/RES/1874 § 9."""
    labels = teller.grammar.labels
    where = f"{labels('paragraph')} {o.paragraph}" if o.paragraph else labels("no_paragraph")
    return f"{o.instrument} {where}"


def _measure(o: Obstacle, row: Row, teller: Teller) -> str:
    """With its date, the votes of the two, and what is to be minded."""
    grammar, labels = teller.grammar, teller.grammar.labels
    notes = [
        grammar.frame("voted", who=teller.names.state(side).text, vote=labels.of("votes", vote))
        for side, vote in ((row.giver, o.giver_vote), (row.receiver, o.receiver_vote))
        if vote
    ]
    notes += [labels("exempted")] if o.exempted else []
    notes += [labels("contested")] if o.contested else []
    told = grammar.frame(
        "measure", number=_number(o, teller), date=grammar.date(o.measure.adopted),
        notes="".join(f"; {note}" for note in notes),
    )  # fmt: skip
    unchecked = o.paragraph and not o.measure.checked
    return told + (grammar.word("unchecked_mark") if unchecked else "")
