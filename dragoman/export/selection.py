"""What is exported, and how: the claims that the user chose, and the options of the command."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dragoman.export import Exporter
from dragoman.naming import name_of
from dragoman.record import SCORES, Actor, Claim, Report

#: The language of names in forms that are read by programs, where the user names none.
NAMES_IN = "en"


@dataclass(frozen=True, slots=True)
class Selection:
    """Claims in their stable order: by date of the report, its id, then as the text has them.

    `language`: of the names of actors. `table`: which of the long tables. `by`, `codes`, `zeros`:
    of the dyads. `level`: `state` or `actor`, of the networks. `reliability`: a letter A to F by
    outlet, in small letters. `left_out` is filled while the exporter runs: how many claims found no
    place in the form, by reason (a word of the labels).
    """

    claims: tuple[Claim, ...]
    language: str = NAMES_IN
    table: str = "claims"
    by: str = "month"
    codes: str = "iso3"
    zeros: bool = False
    level: str = "state"
    reliability: Mapping[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def name(self, actor: Actor) -> str:
        """An actor's name in the language of the export, else as the record has it."""
        return name_of(actor.id, self.language) or actor.name or actor.mention or actor.id

    def place(self, place: str) -> str:
        """The name of a place, which is an actor's id or a name already."""
        return name_of(place, self.language) or place

    def reports(self) -> list[Report]:
        """The reports of the claims, each once, in order."""
        return [report for report, _ in self.by_report()]

    def by_report(self) -> list[tuple[Report, list[Claim]]]:
        """Each report with its claims, in order."""
        out: dict[str, tuple[Report, list[Claim]]] = {}
        for claim in self.claims:
            out.setdefault(claim.report.id, (claim.report, []))[1].append(claim)
        return list(out.values())


def select(exporter: Exporter, chosen: Selection, author_floor: str | None) -> Selection:
    """The claims that a form has a place for and that are sure enough, to their author.

    `author_floor`: a label of SCORES; None for the form's own.
    """
    floor = author_floor or exporter.floor
    kept: list[Claim] = []
    left_out: Counter[str] = Counter()
    for claim in chosen.claims:
        if exporter.kinds is not None and claim.kind not in exporter.kinds:
            left_out["out_kind"] += 1
        elif exporter.kinds is not None and not claim.actors:  # PLOVER's events all have one
            left_out["out_actor"] += 1
        elif floor is not None and SCORES[claim.author_certainty] < SCORES[floor]:
            left_out["out_unsure"] += 1
        else:
            kept.append(claim)
    return replace(chosen, claims=tuple(kept), left_out=left_out)


def pairs(claim: Claim) -> list[tuple[Actor, Actor | None]]:
    """Who acts on whom, one pair each.

    A mutual act (more than one actor, no counterpart) gives each pair of its parties in both
    directions, as the event coders before PLOVER had it; an act on nobody gives pairs with None.
    """
    if claim.counterparts:
        return [(a, b) for a in claim.actors for b in claim.counterparts]
    if len(claim.actors) > 1:
        return [(a, b) for a in claim.actors for b in claim.actors if a.id != b.id]
    return [(a, None) for a in claim.actors]


@dataclass(frozen=True, slots=True)
class When:
    """The days between which something lies; `exact` if they are one day, `of_report` if the text
    gives no date and the report's stands in for it."""

    start: str
    end: str
    exact: bool
    of_report: bool


def when(claim: Claim) -> When | None:
    """When a claim's matter happened, is or will be; None if nothing is known, not even of the
    report."""
    time = claim.time
    if time is not None and (time.start or time.end):
        start, end, of_report = time.start or time.end, time.end or time.start, False
    else:
        start = end = claim.report.date
        of_report = True
    if start is None or end is None:
        return None
    first, last = first_day(start), _last_day(end)
    return When(first, last, first == last, of_report)


def first_day(date: str) -> str:
    """The first day of an ISO date of any precision."""
    return date + "-01-01"[len(date) - 4 :]


def _last_day(date: str) -> str:
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        year, month = map(int, date.split("-"))
        return f"{date}-{calendar.monthrange(year, month)[1]:02d}"
    return date


def ids(actors: Iterable[Actor]) -> list[str]:
    return [a.id for a in actors]
