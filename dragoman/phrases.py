"""What is said of a claim, a row of an exchange table, or a measure: in words, without a form.

The terminal and the pages say the same; each adds its own bold, colour and links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.breaches import Breach
from dragoman.exchange import Row
from dragoman.labels import Labels
from dragoman.law_words import load_law_words
from dragoman.record import SCORES, Claim
from dragoman.world.law import Obstacle
from dragoman.world.nearest import Near

#: Enough of an id to name a claim among millions; what `explain` takes.
ID_LENGTH = 8
_LONGEST_QUOTE = 240
_STEPS = (0.0, 0.5, 1.0, 2.0, 2.5)


@dataclass(frozen=True, slots=True)
class Steps:
    """The codebook's ladder as five steps: how many are taken, and whether for or against."""

    taken: int
    holds: bool
    of: int = len(_STEPS)


def steps(label: str) -> Steps:
    score = SCORES[label]
    return Steps(sum(abs(score) > step for step in _STEPS), score > 0)


def short(words: str, longest: int = _LONGEST_QUOTE) -> str:
    """A text on one line, cut after a word."""
    words = re.sub(r"\s+", " ", words).strip()
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Gist:
    """Who · what · which stakes → whom. `arrow` is "" where there is nobody on the other side."""

    who: str
    what: str
    stakes: str
    arrow: str
    whom: str

    def __str__(self) -> str:
        told = " · ".join(part for part in (self.who, self.what, self.stakes) if part)
        return f"{told} {self.arrow} {self.whom}" if self.arrow else told


def gist(claim: Claim, labels: Labels) -> Gist:
    what = labels.of("types", claim.type) if claim.type else labels.of("kinds", claim.kind)
    arrow = ("←" if claim.kind == "seeks" else "→") if claim.counterparts else ""
    return Gist(
        labels.actors(claim.actors) or labels("unstated"),
        what,
        ", ".join(labels.stake(s) for s in claim.stakes),
        arrow,
        labels.actors(claim.counterparts),
    )


def place(claim: Claim) -> str:
    """Outlet and date, as far as they are known."""
    return ", ".join(x for x in (claim.report.outlet, claim.report.date) if x)


def voices(row: Row, labels: Labels) -> tuple[str, ...]:
    """Each voice for a row once, with its certainty, and the author's where that is another."""
    told: dict[str, None] = {}
    for claim in row.claims_for:
        how = labels.of("certainty", claim.certainty)
        if claim.author_certainty != claim.certainty:
            author = labels.of("certainty", claim.author_certainty)
            how += f"; {labels.pair(labels('author'), author)}"
        told[f"{labels.says(claim)} ({how})"] = None
    return tuple(told)


def other_side(row: Row, labels: Labels) -> str:
    """Whether anybody claims that the other can give it, or wants it."""
    if not row.other_side:
        return labels("not_claimed")
    best = max(row.other_side, key=lambda c: SCORES[c.certainty])
    gives = best.kind == "gives"
    who = labels.side(row.giver if gives else row.receiver)
    how = labels.of("certainty", best.certainty)
    return labels("can_give_it" if gives else "wants_it", who=who, how=how)


def law_verdict(row: Row, labels: Labels) -> str | None:
    """What the law says of the transfer, in a few words; None where no day is known."""
    if row.ruling is None:
        return None
    return load_law_words(labels.language).verdict(row.ruling)


def near_by(row: Row) -> tuple[Near, ...]:
    """The measures that come nearest where nothing stands in the way. What only others are bound by
    is far off here; `rules` tells it."""
    if row.ruling is None or row.obstacles:
        return ()
    far = ("national", "political")
    return tuple(n for n in row.ruling.nearest if n.measure.force not in far)


def measure_number(o: Obstacle, labels: Labels) -> str:
    """S/RES/1874 § 9."""
    where = f"{labels('paragraph')} {o.paragraph}" if o.paragraph else labels("no_paragraph")
    return f"{o.instrument} {where}"


def measure_notes(o: Obstacle, giver: str, receiver: str, labels: Labels) -> tuple[str, ...]:
    """Its force and mode, its limits and exceptions, how the two voted, what to mind."""
    m, words = o.measure, load_law_words(labels.language)
    notes: Sequence[str] = (
        labels.of("forces", m.force),
        labels.of("modes", m.mode) if m.mode != "ban" else "",
        labels("part") if o.extent == "part" else "",
        labels("exempted") if o.exempted else "",
        *words.limits(m, o.contested),
        *words.sides_votes(m.instrument, giver, receiver),
        words("unverified") if m.paragraph and not m.checked else "",
    )
    return tuple(note for note in notes if note)


def breach_verdict(b: Breach, labels: Labels) -> str:
    """What the law says of a claimed transfer, and whether of a part of it only."""
    words = load_law_words(labels.language)
    return words.verdict(b.ruling) + ("" if b.whole else f" ({words('part')})")


def breach_notes(parcel: Sequence[Breach], labels: Labels) -> tuple[str, ...]:
    """Of what one claim hands over: whether it is to come, and who denies it."""
    words, claim = load_law_words(labels.language), parcel[0].claim
    denied_by = tuple(dict.fromkeys(a for b in parcel for a in b.denied_by))
    return (
        *([words("to_come")] if claim.time and claim.time.tense == "future" else []),
        *([words("denied", who=labels.actors(denied_by))] if denied_by else []),
    )


def breached(parcel: Sequence[Breach]) -> tuple[Obstacle, ...]:
    """The paragraphs that stand against what one claim hands over, each once."""
    return tuple({o.measure.id: o for b in parcel for o in b.ruling.deciding}.values())
