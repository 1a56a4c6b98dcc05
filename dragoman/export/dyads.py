"""`dyads`: counts by period and ordered pair, for panel data.

One row for each period, pair, kind and type that occurs; with `zeros`, a row also for those that do
not, over all pairs, periods and types of the selection. Every claim is counted, and the columns say
how sure its author is of it; nobody is made to take an allegation for a fact, nor to lose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from dragoman.export.cells import Cell, table
from dragoman.export.selection import Selection, pairs, when
from dragoman.record import SCORES, Actor, Claim
from dragoman.world.actors import states
from dragoman.world.codes import codes_of
from dragoman.world.event_types import event_types

COLUMNS = (
    "period", "actor", "counterpart", "actor_name", "counterpart_name", "kind", "type", "quad",
    "claims", "reports", "outlets", "asserted", "reported", "open", "denied", "author_weight",
    "source_weight", "dated_by_report",
)  # fmt: skip
#: How many figures of an ISO date name the period.
PERIODS = {"year": 4, "month": 7}
#: At least so sure is an author who states a thing; below, and above nothing, it is passed on.
_ASSERTED = SCORES["likely"]
_SURE = SCORES["certain"]

_Key = tuple[str, str, str, str, str]  # period, actor, counterpart, kind, type


@dataclass(slots=True)
class _Count:
    """What is added up in one cell of the panel."""

    claims: int = 0
    reports: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    asserted: int = 0
    reported: int = 0
    open: int = 0
    denied: int = 0
    author: float = 0.0
    source: float = 0.0
    dated_by_report: int = 0

    def add(self, claim: Claim, of_report: bool) -> None:
        score = SCORES[claim.author_certainty]
        self.claims += 1
        self.reports.add(claim.report.id)
        self.outlets.add(claim.report.outlet or claim.report.id)
        self.asserted += score >= _ASSERTED
        self.reported += 0 < score < _ASSERTED
        self.open += score == 0
        self.denied += score < 0
        self.author += score / _SURE
        self.source += SCORES[claim.certainty] / _SURE
        self.dated_by_report += of_report

    def cells(self) -> list[Cell]:
        return [
            self.claims, len(self.reports), len(self.outlets), self.asserted, self.reported,
            self.open, self.denied, round(self.author, 3), round(self.source, 3),
            self.dated_by_report,
        ]  # fmt: skip


def dyads(chosen: Selection) -> Iterator[str]:
    """The panel as CSV, in the order of its keys."""
    return table(COLUMNS, _rows(chosen))


def _rows(chosen: Selection) -> Iterator[list[Cell]]:
    counts, names = _counted(chosen)
    keys = sorted(_all(counts, chosen.by) if chosen.zeros else counts)
    empty = _Count().cells()
    for key in keys:
        period, a, b, kind, type_ = key
        quad = event_types()[type_].quad if kind == "event" else None
        yield [
            period, _number(a, chosen), _number(b, chosen), names[a], names[b], kind,
            type_ or None, quad, *(counts[key].cells() if key in counts else empty),
        ]  # fmt: skip


def _counted(chosen: Selection) -> tuple[dict[_Key, _Count], dict[str, str]]:
    """The cells that occur, and the names of the codes. A claim that finds no cell is left out, for
    the first of these reasons: no date, none of the asked precision, nobody on the other side, no
    code, both sides one."""
    counts: dict[_Key, _Count] = {}
    names: dict[str, str] = {}
    for claim in chosen.claims:
        time = when(claim)
        size = PERIODS[chosen.by]
        if time is None or time.start[:size] != time.end[:size]:
            chosen.left_out["out_undated"] += 1
            continue
        sides = [(a, b) for a, b in pairs(claim) if b is not None]
        coded = {
            (x, y): (a, b)
            for a, b in sides
            if (x := _code(a, chosen.codes)) and (y := _code(b, chosen.codes))
        }
        abroad = {key: parties for key, parties in coded.items() if key[0] != key[1]}
        if not abroad:
            reason = "out_lone" if not sides else "out_uncoded" if not coded else "out_home"
            chosen.left_out[reason] += 1
        for (x, y), (a, b) in abroad.items():
            names |= {x: _side_name(a, chosen), y: _side_name(b, chosen)}
            key = (time.start[:size], x, y, claim.kind, claim.type or "")
            counts.setdefault(key, _Count()).add(claim, time.of_report)
    return counts, names


def _code(actor: Actor, wanted: str) -> str | None:
    """The side of a panel that somebody stands for: a state, or, by ISO3, an intergovernmental body
    under its id; None for whoever has no code."""
    codes = codes_of(actor)
    number = {"iso3": codes.iso3, "cow": codes.cow, "gw": codes.gw}[wanted]
    if number is None:
        return actor.state if wanted == "iso3" and actor.id.startswith("IGO:") else None
    return str(number)


def _number(code: str, chosen: Selection) -> Cell:
    return code if chosen.codes == "iso3" else int(code)


def _side_name(actor: Actor, chosen: Selection) -> str:
    state = codes_of(actor).iso3 or actor.state
    return chosen.name(Actor(state, "state" if state in states() else "igo", name=actor.name))


def _all(counts: dict[_Key, _Count], by: str) -> Iterator[_Key]:
    """Every pair that occurs, in every period from the first to the last, for every kind and type
    that occurs."""
    if not counts:
        return
    periods = _periods(min(counts)[0], max(counts)[0], by)
    sides = {(a, b) for _, a, b, _, _ in counts}
    kinds = {(kind, type_) for *_, kind, type_ in counts}
    for period, (a, b), (kind, type_) in product(periods, sides, kinds):
        yield period, a, b, kind, type_


def _periods(first: str, last: str, by: str) -> list[str]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    if by == "year":
        return [f"{year:04d}" for year in years]
    months = [f"{year:04d}-{month:02d}" for year in years for month in range(1, 13)]
    return [month for month in months if first <= month <= last]
