"""Answers that the claims of the store give: seeks, gives, exchange, events, and who says so, how
surely, confirmed by whom.

Each function takes what it needs of a question and gives sections; empty where nothing answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dragoman.answer_parts import Line, Section, Words
from dragoman.exchange import Exchange, Row
from dragoman.law_words import load_law_words
from dragoman.questions import Question
from dragoman.record import RESPONSE_TYPES, SCORES, Actor, Claim
from dragoman.world.actors import organisations
from dragoman.world.rulings import Ruling

#: Kinds that state something of the world; rules and responses are about statements.
PROPOSITIONS = ("event", "gives", "seeks", "assessment")
#: Events that are words about a stake, not its passing from hand to hand.
_WORDS = ("ACCUSE", "REJECT", "REQUEST", "PROTEST", "THREATEN")
#: Kinds of actor that act for their state.
_GOVERNMENT = ("state", "organ", "person", "igo")


def is_group(actor_id: str) -> bool:
    """Whether an id is of somebody who does not act for a state: an armed group, a company."""
    known = organisations().get(actor_id)
    return known is not None and known.kind not in _GOVERNMENT


def side(actor_id: str) -> str:
    """Whom a party of a question stands for: its state, or itself where it is a group."""
    return actor_id if is_group(actor_id) else Actor(actor_id, "state").state


def among(party: str | None, actors: Iterable[Actor]) -> bool:
    """Whether a party (None: anybody) is one of these actors."""
    if party is None:
        return True
    if is_group(party):
        return any(a.id == party for a in actors)
    return any(a.state == side(party) and a.kind in _GOVERNMENT for a in actors)


def related(stake: str | None, stakes: Iterable[str]) -> bool:
    """Whether a stake (None: any), one within it, or one that it lies in is among these."""
    if stake is None:
        return True
    return any(s == stake or s.startswith(stake + ".") or stake.startswith(s + ".") for s in stakes)


def seeks(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """What the actor seeks (from the counterpart, or from nobody in particular)."""
    return _wishes(claims, q, words, "seeks")


def gives(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """What the actor can give (to the counterpart, or to nobody in particular)."""
    return _wishes(claims, q, words, "gives")


def _wishes(claims: Sequence[Claim], q: Question, words: Words, kind: str) -> tuple[Section, ...]:
    held = [
        c for c in claims
        if c.kind == kind and among(q.actor, c.actors) and related(q.stake, c.stakes)
        and (not c.counterparts or among(q.counterpart, c.counterparts))
    ]  # fmt: skip
    parts = ((1, "for"), (0, "undecided"), (-1, "against"))
    sections = []
    for sign, heading in parts:
        lines = _by_stake([c for c in held if _sign(c) == sign], q, words)
        if lines:
            sections.append(Section(words(heading), lines))
    return tuple(sections)


def _sign(claim: Claim) -> int:
    score = SCORES[claim.certainty]
    return (score > 0) - (score < 0)


def _by_stake(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Line, ...]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        for stake in claim.stakes or ("",):
            groups.setdefault(stake, []).append(claim)
    if q.stake:  # a claim on arms and food answers about arms by its arms alone
        groups = {s: g for s, g in groups.items() if related(q.stake, (s,))}
    lines = [_line(stake, group, words) for stake, group in groups.items()]
    return tuple(sorted(lines, key=lambda line: (-SCORES[line.certainty or "open"], line.text)))


def _line(stake: str, group: Sequence[Claim], words: Words) -> Line:
    best = max(group, key=lambda c: abs(SCORES[c.certainty]))
    author = max((c.author_certainty for c in group), key=lambda label: SCORES[label])
    what = words.labels.stake(stake) if stake else words.labels("unstated")
    notes = (words("according_to", who=words.sources(group)), *words.flags(group))
    return Line(what, tuple(group), best.certainty, author, notes)


def exchange_sections(table: Exchange, stake: str | None, words: Words) -> tuple[Section, ...]:
    """The four lists of an exchange table, and what moves; of one stake only, if one is asked."""
    a, b = words.labels.side(table.a), words.labels.side(table.b)
    lists = (
        (words.labels("seeks_from", a=a, b=b), table.a_seeks),
        (words.labels("can_give", a=a, b=b), table.b_can_give),
        (words.labels("seeks_from", a=b, b=a), table.b_seeks),
        (words.labels("can_give", a=b, b=a), table.a_can_give),
    )
    sections = [
        Section(heading, tuple(_row(r, words) for r in rows if related(stake, (r.stake,))))
        for heading, rows in lists
    ]
    for key in ("responses", "rules", "movement", "may_fall"):
        sections.append(Section(words.labels(key), _gists(getattr(table, key), words)))
    return tuple(s for s in sections if s.lines)


def _row(row: Row, words: Words) -> Line:
    notes = [words("according_to", who=words.sources(row.claims))]
    notes += words.flags(row.claims_for)
    if row.other_side:
        notes.append(words.labels.pair(words.labels("other_side"), words.gist(row.other_side[0])))
    notes += [words.gist(response) for response in row.responses]
    if row.ruling and row.verdict in ("forbidden", "capped", "contested"):
        notes.append(law_note(row.ruling, [o.instrument for o in row.obstacles], row.on, words))
    return Line(
        words.labels.stake(row.stake), row.claims, row.certainty, row.author_certainty, tuple(notes)
    )


def law_note(found: Ruling, instruments: Sequence[str], on: str | None, words: Words) -> str:
    """Such as "law on 2023-09-13: forbidden (S/RES/1718, S/RES/2270 …)"."""
    named = list(dict.fromkeys(instruments))
    shown = ", ".join(named[:3]) + (" …" if len(named) > 3 else "")
    labels = words.labels
    said = load_law_words(labels.language).verdict(found) + (f" ({shown})" if shown else "")
    return labels.pair(labels("law_on", date=on), said)


def _gists(claims: Sequence[Claim], words: Words) -> tuple[Line, ...]:
    return tuple(_told(c, words.gist(c), words.flags((c,))) for c in claims)


def _told(claim: Claim, text: str, notes: tuple[str, ...]) -> Line:
    return Line(text, (claim,), claim.certainty, claim.author_certainty, notes)


def events(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """What happened, or is to happen, between the two (or to the one), oldest first."""
    found = [
        c for c in claims
        if c.kind == "event" and _between(c, q) and related(q.stake, c.stakes)
        and (q.on is None or _when(c).startswith(q.on) or q.on.startswith(_when(c) or "-"))
    ]  # fmt: skip
    lines = tuple(
        _told(
            c, words.labels.pair(_when(c) or words("undated"), words.gist(c)),
            (words("according_to", who=words.labels.says(c)), *words.flags((c,))),
        )
        for c in sorted(found, key=lambda c: (_when(c) or "9999", c.report.id, c.start))
    )  # fmt: skip
    return (Section(words("timeline"), lines),) if lines else ()


def _when(claim: Claim) -> str:
    """The day of the event, else of the report."""
    return (claim.time.start if claim.time and claim.time.start else claim.report.date) or ""


def _between(claim: Claim, q: Question) -> bool:
    everybody = claim.actors + claim.counterparts
    return among(q.actor, everybody) and among(q.counterpart, everybody)


def propositions(claims: Sequence[Claim], q: Question) -> list[Claim]:
    """The claims that the question is about: the actor does it, to or with the counterpart.

    Where a stake is asked for, words about it do not count, and to want it only where nobody says
    that it changed hands.
    """
    found = [
        c
        for c in claims
        if c.kind in PROPOSITIONS
        and related(q.stake, c.stakes)
        and _between(c, q)
        and (among(q.actor, c.actors) or not among(q.actor, c.counterparts))
        and (q.stake is None or c.type not in _WORDS)
    ]
    deeds = [c for c in found if c.kind != "seeks"]
    return deeds if deeds and q.stake else found


def who_says(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """Every origin with what it says, the first to say so first."""
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(propositions(claims, q), key=lambda c: (c.report.date or "9999", c.start)):
        groups.setdefault(words.labels.says(claim) + _outlet(claim), []).append(claim)
    lines = []
    for name, group in groups.items():
        best = max(group, key=lambda c: SCORES[c.certainty])
        first = group[0].report.date or words("undated")
        said = dict.fromkeys(words.labels.of("attitudes", c.attitude) for c in group)
        notes = (words("first_said", date=first), ", ".join(said), *words.flags(group))
        lines.append(Line(name, tuple(group), best.certainty, best.author_certainty, notes))
    return (Section(words("sources"), tuple(lines)),) if lines else ()


def _outlet(claim: Claim) -> str:
    """The outlet that the words were read in: what an unnamed source or the author is told by."""
    return f" ({claim.report.outlet})" if claim.report.outlet else ""


def how_sure(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """How surely it is said: the labels of the sources, those of the authors, and why."""
    found = propositions(claims, q)
    if not found:
        return ()
    sections = []
    for heading, field in (("by_source", "certainty"), ("by_author", "author_certainty")):
        groups: dict[str, list[Claim]] = {}
        for claim in found:
            groups.setdefault(getattr(claim, field), []).append(claim)
        lines = [
            Line(
                words("times", label=words.labels.of("certainty", key), n=len(groups[key])),
                tuple(groups[key]),
                notes=(words("according_to", who=words.sources(groups[key])),),
            )
            for key in sorted(groups, key=lambda key: -SCORES[key])
        ]
        sections.append(Section(words(heading), tuple(lines)))
    reasons = Counter(words.labels.of("flags", f) for c in found for f in c.flags)
    named = sum(bool(c.sources) and not c.sources[-1].id.startswith("?") for c in found)
    reasons.update({words("named_source"): named})
    why = tuple(Line(words("times", label=r, n=n)) for r, n in sorted(reasons.items()) if n)
    return (*sections, Section(words("why"), why)) if why else tuple(sections)


def confirmed(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """What the actor answered: confirmed, denied, not confirmed, no comment; and to what."""
    # Both ways: who bought may be asked to confirm what was sold.
    answered = (c for c in claims if c.kind in PROPOSITIONS and _between(c, q))
    ids = {c.id for c in answered if related(q.stake, c.stakes)}
    responses = [c for c in claims if c.kind == "response" and _answers(c, ids, q)]
    own = [c for c in responses if among(q.actor, c.actors)]
    others = [c for c in responses if not among(q.actor, c.actors)]
    sections = []
    for kind in RESPONSE_TYPES:
        found = [c for c in own if c.type == kind]
        if found:
            sections.append(Section(words.labels.of("types", kind), _gists(found, words)))
    if others:
        sections.append(Section(words("other_responses"), _gists(others, words)))
    return tuple(sections)


def _answers(response: Claim, ids: set[str], q: Question) -> bool:
    if not ids.isdisjoint(response.refers_to):
        return True
    everybody = response.actors + response.counterparts
    told = not response.refers_to and (among(q.actor, everybody) or among(q.counterpart, everybody))
    return told and (not response.stakes or related(q.stake, response.stakes))


def nearest(
    claims: Sequence[Claim], q: Question, words: Words, most: int = 3
) -> tuple[Section, ...]:
    """The claims that come closest to a question that none answers: the same parties the other way
    or about something else, then about the stake, then about one party; the surest few."""
    tests: tuple[Callable[[Claim], bool], ...] = (
        lambda c: _between(c, q) and related(q.stake, c.stakes),
        lambda c: _between(c, q),
        lambda c: q.stake is not None and related(q.stake, c.stakes),
        lambda c: among(q.actor or q.counterpart, c.actors + c.counterparts),
    )
    for test in tests:
        found = sorted(filter(test, claims), key=lambda c: -abs(SCORES[c.certainty]))
        if found:
            return (Section(words("nearest"), _gists(found[:most], words)),)
    return ()
