"""What the law says of the transfers of a table: one sentence for stakes that it treats alike."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.brief.grammar import Grammar, pick
from dragoman.brief.points import Point, Teller, points
from dragoman.brief.statements import Section, Statement
from dragoman.cited_law import Cited
from dragoman.exchange import Exchange, Row
from dragoman.law_words import load_law_words
from dragoman.phrases import near_by
from dragoman.record import SCORES
from dragoman.world.law import Obstacle

#: Measures that a sentence names; a footnote says what each of them says.
_NAMED = 3
#: Claims that a sentence of law points to: it rests on the tables of law more than on them.
_CLAIMS = 2
_BARRED = ("forbidden", "capped", "contested", "notification_or_exemption", "national_only")
_MOST = 6


def law_section(rows: Sequence[Row], teller: Teller) -> Section:
    """One sentence for the stakes that the same paragraphs bar, the gravest first. The day of the
    law stands beside them once, and where it is another one."""
    grammar = teller.grammar
    dated = [row for row in rows if row.on is not None and row.verdict is not None]
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in dated:
        verb = grammar.verb_for("deed", row.stake)
        named = tuple(o.measure.id for o in _named(row))
        many = len(row.obstacles)
        near = tuple(n.measure.id for n in near_by(row)[:1])
        key = (row.giver, row.receiver, verb, row.verdict, _partly(row), named, many, near)
        groups.setdefault(key, []).append(row)
    # That friendship is not forbidden goes without saying; a way expressly left open does not, nor
    # what all but forbids it.
    told = [g for g in groups.values() if g[0].verdict in _BARRED or _left_open(g)]
    told.sort(key=lambda g: (_rank(g[0]), _partly(g[0])))
    day = max(map(_day, told[:_MOST]), default="")
    said = [_statement(group, teller, _day(group) != day) for group in told]
    notes = []
    if len(said) > _MOST:
        notes.append(grammar.note("more", n=len(said) - _MOST))
    if said:
        notes.append(grammar.note("law_on", date=grammar.date(day)))
    if len(dated) < len(rows):
        notes.append(grammar.note("undated_law"))
    tidied = tuple(grammar.tidy(n) for n in notes)
    return Section("law", grammar.heading("law"), tuple(said[:_MOST]), tidied)


def _left_open(rows: list[Row]) -> bool:
    beside = rows[0].allowed or near_by(rows[0])
    return bool(beside) and any(row.claims_for for row in rows)


def _day(rows: list[Row]) -> str:
    """The last of the days on which these rows ask for the law: it is the same on all of them."""
    return max(row.on or "" for row in rows)


def _rank(row: Row) -> int:
    return _BARRED.index(row.verdict) if row.verdict in _BARRED else len(_BARRED)


def _partly(row: Row) -> bool:
    return bool(row.obstacles) and all(o.extent == "part" for o in row.obstacles)


def _named(row: Row) -> tuple[Obstacle, ...]:
    """What the sentence names: what bars, or what is expressly allowed."""
    return row.obstacles[:_NAMED] if row.verdict in _BARRED else row.allowed[:_NAMED]


def _statement(rows: list[Row], teller: Teller, dated: bool) -> Statement:
    grammar, row = teller.grammar, rows[0]
    giver, receiver = (teller.names.state(side) for side in (row.giver, row.receiver))
    things = grammar.things(dict.fromkeys(r.stake for r in rows))
    verb = grammar.verb_for("deed", row.stake)
    acts = {
        form: grammar.predicate(
            verb, "present", form, giver.many, what=things, whom=receiver.text
        )
        for form in ("unsure", "to")
    }  # fmt: skip
    allowed = [_number(o, teller) for o in row.allowed[:_NAMED]]
    text = grammar.frame(
        "law", clause=f"{giver.text} {acts['unsure']}", giver=giver.text, act=acts["to"],
        verdict=_verdict(row, teller), votes=_votes(row, teller),
        nearest=_nearest(row, grammar),
        date=grammar.frame("law_day", date=grammar.date(_day(rows))) if dated else "",
        allowed=grammar.frame("allowed", measures=grammar.listed(allowed)) if allowed else "",
    )  # fmt: skip
    claims = {c.id: c for r in rows for c in (r.claims_for or r.claims)[:1]}
    measures = _named(row) if row.verdict in _BARRED else ()
    measures += row.allowed[:_NAMED] if measures != row.allowed[:_NAMED] else ()
    return Statement(grammar.sentence(text), tuple(claims.values())[:_CLAIMS], measures)


def _nearest(row: Row, grammar: Grammar) -> str:
    """The measure that comes nearest where nothing stands in the way, and by what it misses."""
    words = load_law_words(grammar.language)
    return "".join(
        grammar.frame("nearest", number=words.number(n.measure), misses=words.misses(n))
        for n in near_by(row)[:1]
    )


def rules_told(
    table: Exchange, teller: Teller, deeds: frozenset[tuple[str, int, int]]
) -> list[Statement]:
    """The rules that the reports tell, then votes on them that the tables of law know; each with
    the law that it speaks of, and what the tables say to it."""
    known = {claim for claim, law in table.cited.items() if law.remarks}
    told = [
        c for c in table.rules
        if SCORES[c.certainty] > 0 and (c.kind == "rule" or c.id in known)
    ]  # fmt: skip
    told.sort(key=lambda c: c.kind != "rule")
    sentence, say = teller.grammar.sentence, teller.tell
    return [
        Statement(sentence(say(p) + _spoken_of(p, table, teller.grammar)), p.claims)
        for p in points(told, teller.grammar, deeds)
    ]


def _spoken_of(point: Point, table: Exchange, grammar: Grammar) -> str:
    cited = [table.cited[c.id] for c in point.claims if c.id in table.cited]
    if not cited:
        return ""
    words = load_law_words(grammar.language)
    all_ = {i.name: i for found in cited for i in found.instruments}
    ordered = sorted(all_.values(), key=lambda i: (i.adopted, i.name))
    said = dict.fromkeys(words.remark(r) for found in cited for r in found.remarks)
    law = words.cited(Cited(tuple(ordered), cited[0].way))
    return grammar.frame("spoken_of", law="; ".join((law, *said)))


def _verdict(row: Row, teller: Teller) -> str:
    """The verdict, with the measures that it rests on."""
    grammar = teller.grammar
    barred = [_measure(o, row, teller) for o in row.obstacles[:_NAMED]]
    more = len(row.obstacles) - _NAMED
    listed = grammar.listed(barred) if more <= 0 else ", ".join(barred)
    listed += grammar.frame("more_measures", n=more) if more > 0 else ""
    partly = grammar.frame("partly") if _partly(row) else ""
    read = row.ruling is None or row.ruling.verified
    probably = "" if read else grammar.frame("probably")
    template = str(grammar.data["verdicts"][row.verdict or ""])
    return template.format(measures=listed, partly=partly, probably=probably)


def _number(o: Obstacle, teller: Teller) -> str:
    """S/RES/1874 § 9."""
    where = f" {teller.grammar.labels('paragraph')} {o.paragraph}" if o.paragraph else ""
    return o.instrument + where


def _measure(o: Obstacle, row: Row, teller: Teller) -> str:
    """With its year, what is to be minded, and the votes where they differ from one to the next."""
    grammar, labels = teller.grammar, teller.grammar.labels
    notes = [labels("exempted")] if o.exempted else []
    notes += [labels("contested")] if o.contested else []
    told = "".join(f"; {note}" for note in notes)
    if not _same_votes(row):
        told += "".join(
            grammar.frame("voted", who=who, vote=vote) for who, vote in _ballots(o, row, teller)
        )
    unchecked = grammar.word("unchecked_mark") if o.paragraph and not o.measure.checked else ""
    date = grammar.date(o.measure.adopted[:4])
    return grammar.frame("measure", number=_number(o, teller), date=date, notes=told) + unchecked


def _ballots(o: Obstacle, row: Row, teller: Teller) -> list[tuple[str, str]]:
    names = ((teller.names.state(s), v) for s, v in _sides(o, row))
    words = teller.grammar.data["votes"]
    return [(name.text, pick(words[vote], name.many)) for name, vote in names if vote]


def _sides(o: Obstacle, row: Row) -> tuple[tuple[str, str | None], ...]:
    return (row.giver, o.giver_vote), (row.receiver, o.receiver_vote)


def _same_votes(row: Row) -> bool:
    named = row.obstacles[:_NAMED]
    return len(named) > 1 and len({(o.giver_vote, o.receiver_vote) for o in named}) == 1


def _votes(row: Row, teller: Teller) -> str:
    """How the two voted, said once where they voted alike on all that is named."""
    if row.verdict not in _BARRED or not _same_votes(row):
        return ""
    ballots = _ballots(row.obstacles[0], row, teller)
    return "".join(teller.grammar.frame("all_voted", who=w, vote=v) for w, v in ballots)
