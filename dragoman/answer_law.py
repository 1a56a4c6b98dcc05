"""Answers from the tables of law, with the claims that they touch: what forbids a transfer, which
claimed transfers a measure in force forbids, and who voted how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.answer_claims import among, law_note, related, side
from dragoman.answer_parts import Line, Section, Words
from dragoman.breaches import Breach
from dragoman.breaches import breaches as find_breaches
from dragoman.law_words import load_law_words
from dragoman.questions import Question
from dragoman.record import SCORES, Claim
from dragoman.world.law import Obstacle, latest_day
from dragoman.world.law_tables import Instrument, Measure, load_law
from dragoman.world.rulings import Ruling, rule_on

#: Who stands for "anybody" at the end that a question leaves open: rules for all states bind them.
_PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
#: Exemptions, and paragraphs of one instrument, that are told; the law has many.
_MOST = 8
_PARAGRAPHS = 3
_NEAREST = 3


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
        rulings = [rule_on(a, b, q.stake, on) for a, b in _pairs(q)]
        found = _unique(o for r in rulings for o in r.obstacles)
        lines = tuple(_obstacle_line(o, q, words) for o in found)
        said = _most_said(rulings, words)
        allowed = _unique(e for r in rulings for e in r.allowed)
        if allowed:
            heading = words("allows")
            told = tuple(_obstacle_line(e, q, words) for e in allowed[:_MOST])
            sections.append(Section(heading, told))
        if not lines and (near := _near_lines(rulings, words)):
            sections.append(Section(load_law_words(words.labels.language)("nearest"), near))
    if lines:
        sections.insert(0, Section(words("measures", date=on), lines))
    rules = [
        c for c in claims
        if c.kind == "rule" and related(q.stake, c.stakes or (q.stake or "",))
        and (among(q.counterpart or q.actor, c.counterparts) or among(q.actor, c.actors))
    ]  # fmt: skip
    if rules:
        said_so = tuple(Line(words.gist(c), (c,), c.certainty, c.author_certainty) for c in rules)
        sections.append(Section(words.labels("rules"), said_so))
    return said, tuple(sections)


def _most_said(rulings: Sequence[Ruling], words: Words) -> str:
    """The verdict of most of the transfers that a question stands for."""
    said = [load_law_words(words.labels.language).verdict(r) for r in rulings]
    return max(said, key=said.count)


def _near_lines(rulings: Sequence[Ruling], words: Words) -> tuple[Line, ...]:
    """The measures that come nearest where nothing forbids, and by what they miss it."""
    law_words = load_law_words(words.labels.language)
    near = {n.measure.id: n for r in rulings for n in reversed(r.nearest[:_NEAREST])}
    lines = []
    for n in list(near.values())[::-1][:_NEAREST]:
        line = _measure_line(n.measure, words)
        lines.append(Line(line.text, notes=(law_words.misses(n), *line.notes)))
    return tuple(lines)


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
    lines = []
    for name, found in by_instrument.items():
        said = [_told(m, words) for m in found[:_PARAGRAPHS]]
        if len(found) > _PARAGRAPHS:
            said.append(words.labels("and_more", n=len(found) - _PARAGRAPHS))
        vote = _ballot(found[0].instrument, words)
        head = f"{name} ({words.labels('dated', date=found[0].instrument.adopted)}), {vote}"
        lines.append(Line(head, notes=tuple(said)))
    return tuple(lines)


def _told(m: Measure, words: Words) -> str:
    """What a paragraph says, and whether anybody has read it on a page."""
    unread = "" if m.checked else f" ({words.labels('unchecked')})"
    return m.summary(words.labels.language) + unread


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
    if m.limit_en:
        notes.append(f"{labels('limit')} {m.limit(labels.language)}")
    if m.exceptions(labels.language):
        notes.append(f"{labels('except')} {m.exceptions(labels.language)}")
    if m.instrument.votes:
        notes.append(_ballot(m.instrument, words))
    if not m.checked:
        notes.append(words.labels("unchecked"))
    return Line(text, notes=tuple(notes))


def breaches(claims: Sequence[Claim], q: Question, words: Words) -> tuple[Section, ...]:
    """Transfers that reports claim and that a measure in force on the day forbids or caps."""
    by_claim: dict[str, list[Breach]] = {}
    for b in find_breaches(claims, min_certainty="reported"):
        if b.ruling.verdict == "national_only" or not related(q.stake, (b.stake,)):
            continue
        if among(q.actor, b.claim.actors) and _touches(q.counterpart, b.claim):
            by_claim.setdefault(b.claim.id, []).append(b)
    lines = []
    for found in by_claim.values():
        claim = found[0].claim
        notes = [words("according_to", who=words.labels.says(claim)), *words.flags((claim,))]
        for b in found:
            against = [o.instrument for o in b.ruling.obstacles if o.strong]
            notes.append(law_note(b.ruling, against, b.on, words))
        lines.append(
            Line(words.gist(claim), (claim, *found[0].twins), claim.certainty,
                 claim.author_certainty, tuple(dict.fromkeys(notes)))
        )  # fmt: skip
    lines.sort(key=lambda line: -SCORES[line.certainty or "open"])
    return (Section(words("breached"), tuple(lines)),) if lines else ()


def _touches(target: str | None, claim: Claim) -> bool:
    """Whether a target is a party: the groups in a state that is under an embargo are too."""
    everybody = claim.actors + claim.counterparts
    return among(target, everybody) or any(a.state == target for a in everybody)


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
    return load_law().regimes[i.regime].label(words.labels.language)
