"""Answers from the tables of law, with the claims that they touch: what forbids a transfer, which
claimed transfers a measure in force forbids, and who voted how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.answer_claims import among, law_note, related, side
from dragoman.answer_parts import Line, Section, Words
from dragoman.questions import Question
from dragoman.record import SCORES, Claim
from dragoman.world.law import Obstacle, exemptions, latest_day, obstacles, verdict
from dragoman.world.law_tables import Instrument, Measure, load_law

#: Who stands for "anybody" at the end that a question leaves open: rules for all states bind them.
_PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
#: Events by which a stake changes hands.
_TRANSFERS = ("AID", "COOPERATE", "SUPPORT")
#: Exemptions, and paragraphs of one instrument, that are told; the law has many.
_MOST = 8
_PARAGRAPHS = 3


def forbids(
    claims: Sequence[Claim], q: Question, on: str, words: Words
) -> tuple[str, tuple[Section, ...]]:
    """(the verdict in words, the measures that stand in the way and those that allow it; the rules
    that reports tell of)."""
    sections = []
    if q.stake is None:
        lines = _regime_lines(q.counterpart or q.actor or "", on, words)
        said = words("found_forbids", n=len(lines)) if lines else ""
    else:
        pairs = _pairs(q)
        found = _unique(o for a, b in pairs for o in obstacles(a, b, q.stake, on))
        lines = tuple(_obstacle_line(o, q, words) for o in found)
        verdicts = [verdict(a, b, q.stake, on) for a, b in pairs]
        said = words.labels.of("verdicts", max(verdicts, key=verdicts.count))
        allowed = _unique(e for a, b in pairs for e in exemptions(a, b, q.stake, on))
        if allowed:
            sections.append(
                Section(
                    words("allows"), tuple(_obstacle_line(e, q, words) for e in allowed[:_MOST])
                )
            )
    if lines:
        sections.insert(0, Section(words("measures", date=on), lines))
    told = [
        c for c in claims
        if c.kind == "rule" and related(q.stake, c.stakes or (q.stake or "",))
        and (among(q.counterpart or q.actor, c.counterparts) or among(q.actor, c.actors))
    ]  # fmt: skip
    if told:
        rules = tuple(Line(words.gist(c), (c,), c.certainty, c.author_certainty) for c in told)
        sections.append(Section(words.labels("rules"), rules))
    return said, tuple(sections)


def _pairs(q: Question) -> list[tuple[str, str]]:
    """(giver, receiver): as asked; where one is left open, each permanent member in turn."""
    if q.actor and q.counterpart:
        return [(side(q.actor), side(q.counterpart))]
    if q.actor:
        return [(side(q.actor), m) for m in _PERMANENT if m != side(q.actor)]
    target = side(q.counterpart or "")
    return [(m, target) for m in _PERMANENT if m != target]


def _unique(found: Iterable[Obstacle]) -> list[Obstacle]:
    """Each measure once, binding ones first; the order of gravity within stays."""
    by_id: dict[str, Obstacle] = {}
    for o in found:
        by_id.setdefault(o.measure.id, o)
    return sorted(by_id.values(), key=lambda o: not o.strong)


def _regime_lines(target: str, on: str, words: Words) -> tuple[Line, ...]:
    """The instruments in force on a day that name the target, the oldest first, with what the
    first few of their paragraphs say."""
    day = latest_day(on)
    by_instrument: dict[str, list[Measure]] = {}
    for m in sorted(load_law().measures, key=lambda m: (m.force != "binding", m.adopted, m.id)):
        in_force = m.mode != "authorise" and any(p.holds(day) for p in m.periods)
        if in_force and {target, side(target)} & set(m.target):
            by_instrument.setdefault(m.instrument.name, []).append(m)
    language = words.labels.language
    lines = []
    for name, found in by_instrument.items():
        said = [m.summary(language) for m in found[:_PARAGRAPHS]]
        if len(found) > _PARAGRAPHS:
            said.append(words.labels("and_more", n=len(found) - _PARAGRAPHS))
        vote = _ballot(found[0].instrument, words)
        head = f"{name} ({words.labels('dated', date=found[0].instrument.adopted)}), {vote}"
        lines.append(Line(head, notes=tuple(said)))
    return tuple(lines)


def _obstacle_line(o: Obstacle, q: Question, words: Words) -> Line:
    line = _measure_line(o.measure, words)
    notes = list(line.notes)
    for party, vote in ((q.actor, o.giver_vote), (q.counterpart, o.receiver_vote)):
        if party and vote:
            notes.append(f"{words.labels.side(party)} {words.labels.of('votes', vote)}")
    if o.extent == "part":
        notes.append(words.labels("part"))
    if o.contested:
        notes.append(words.labels("contested"))
    return Line(line.text, notes=tuple(notes))


def _measure_line(m: Measure, words: Words) -> Line:
    labels = words.labels
    paragraph = f", {labels('paragraph')} {m.paragraph}" if m.paragraph else ""
    head = f"{m.instrument.name}{paragraph} ({labels('dated', date=m.adopted)})"
    mode = labels.sections["modes"].get(m.mode)  # a freeze or a travel ban has no word of its own
    text = f"{head}: {f'{mode}. ' if mode else ''}{m.summary(labels.language)}"
    notes = [force] if (force := labels.of("forces", m.force)) else []
    if m.limit:
        notes.append(f"{labels('limit')} {m.limit}")
    if m.exceptions(labels.language):
        notes.append(f"{labels('except')} {m.exceptions(labels.language)}")
    if m.instrument.votes:
        notes.append(_ballot(m.instrument, words))
    return Line(text, notes=tuple(notes))


def breaches(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """Transfers that reports claim and that a measure in force on the day forbids or caps."""
    lines = []
    for c in claims:
        if not _is_transfer(c) or not among(q.actor, c.actors):
            continue
        if not related(q.stake, c.stakes) or not _touches(q.counterpart, c):
            continue
        on = (c.time.start if c.time and c.time.start else c.report.date) or q.on
        notes = _breach_notes(c, on, words) if on else ()
        if notes:
            said = words("according_to", who=words.labels.says(c))
            lines.append(
                Line(words.gist(c), (c,), c.certainty, c.author_certainty,
                     (said, *words.flags((c,)), *notes))
            )  # fmt: skip
    lines.sort(key=lambda line: -SCORES[line.certainty or "open"])
    return (Section(words("breached"), tuple(lines)),) if lines else ()


def _touches(target: str | None, claim: Claim) -> bool:
    """Whether a target is a party: the groups in a state that is under an embargo are too."""
    everybody = claim.actors + claim.counterparts
    return among(target, everybody) or any(a.state == target for a in everybody)


def _is_transfer(claim: Claim) -> bool:
    moves = claim.kind == "gives" or (claim.kind == "event" and claim.type in _TRANSFERS)
    return moves and bool(claim.counterparts) and bool(claim.stakes) and SCORES[claim.certainty] > 0


def _breach_notes(claim: Claim, on: str, words: Words) -> tuple[str, ...]:
    notes: dict[str, None] = {}
    for giver in claim.actors:
        for receiver in claim.counterparts:
            for stake in claim.stakes:
                one, other = side(giver.id), side(receiver.id)
                if one == other:
                    continue
                found = verdict(one, other, stake, on)
                if found in ("forbidden", "capped", "contested"):
                    against = [o.instrument for o in obstacles(one, other, stake, on) if o.strong]
                    notes[law_note(found, against, on, words)] = None
    return tuple(notes)


def votes(q: Question, words: Words) -> tuple[Section, ...]:
    """How the actor (or everybody) voted on the resolutions asked about, the oldest first."""
    found = [
        i for i in _instruments(q)
        if i.votes is not None and (q.on is None or i.adopted.startswith(q.on))
    ]  # fmt: skip
    if q.actor and not q.counterpart and not q.instruments:
        # Of all that a state voted on, what it did not vote for.
        found = [i for i in found if i.vote(side(q.actor)) not in (None, "for")]
    lines = []
    for i in sorted(found, key=lambda i: (i.adopted, i.name)):
        own = ""
        if q.actor:
            vote = i.vote(side(q.actor))
            cast = words.labels.of("votes", vote) if vote else words("vote_unknown")
            own = f": {words.labels.side(q.actor)} {cast}"
        lines.append(
            Line(f"{i.name} ({words.labels('dated', date=i.adopted)}){own}",
                 notes=(_ballot(i, words), _regime(i, words)))
        )  # fmt: skip
    return (Section(words("ballots"), tuple(lines)),) if lines else ()


def _instruments(q: Question) -> list[Instrument]:
    """Those named by number; else those of the regimes that target the counterpart (and cover the
    stake); else all."""
    law = load_law()
    if q.instruments:
        return [law.instruments[name] for name in q.instruments if name in law.instruments]
    if q.counterpart is None:
        return list(law.instruments.values())
    names = {q.counterpart, side(q.counterpart)}
    aimed = [m for m in law.measures if names & set(m.target)]
    if q.stake:
        aimed = [m for m in aimed if any((code, q.stake) in law.goods_stakes for code in m.goods)]
        return list({m.instrument.name: m.instrument for m in aimed}.values())
    regimes = {m.instrument.regime for m in aimed}
    return [i for i in law.instruments.values() if i.regime in regimes and i.issuer == "UNSC"]


def _ballot(i: Instrument, words: Words) -> str:
    """Such as "13 for, 0 against, 2 abstained (China, Russia)"."""
    if i.votes is None:
        return words("no_vote")
    yes, no, abstained = i.votes

    def names(states: tuple[str, ...]) -> str:
        return f" ({', '.join(words.labels.side(s) for s in states)})" if states else ""

    return words("ballot", yes=yes, no=no, against=names(i.against), abstained=abstained,
                 abstainers=names(i.abstained))  # fmt: skip


def _regime(i: Instrument, words: Words) -> str:
    english, french = load_law().regimes[i.regime]
    return {"fr": french}.get(words.labels.language, english)
