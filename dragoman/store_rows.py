"""Rows of the store and the record that they hold: nothing here asks or writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from dragoman.record import Actor, Claim, Report, Time, Zone

#: The columns of reports that `report_of` takes, in order; `r` is the table.
REPORT = "r.text, r.language, r.date, r.outlet, r.title, r.path, r.url, r.zones"


def report_of(row: Sequence[Any]) -> Report:
    """The report of a row of REPORT."""
    text, language, date, outlet, title, path, url, zones = row
    kept = tuple(Zone(*z) for z in json.loads(zones))
    return Report(text, language, date, outlet, title, path, url, kept)


class Sighting(NamedTuple):
    """A place where a text was met, as in the table sightings."""

    path: str
    url: str
    outlet: str | None
    title: str | None
    date: str | None
    language: str

    @classmethod
    def of(cls, report: Report) -> Self:
        return cls(report.path or "", report.url or "", report.outlet, report.title, report.date,
                   report.language)  # fmt: skip

    def over(self, other: Self) -> Self:
        """This, with what it leaves open taken from the other."""
        open_here = {name: value for name, value in other._asdict().items()
                     if getattr(self, name) is None}  # fmt: skip
        return self._replace(**open_here)


def first_of(sightings: Sequence[Sighting]) -> Sighting:
    """The first of some sightings, with what it leaves open taken from the next.

    By date, the earliest first (a month after its days: it says less), then by place: the order in
    which they came in plays no part, or the same reports would make another store.
    """
    ranked = sorted(sightings, key=lambda s: ((s.date or "").ljust(10, "~"), s.path, s.url))
    first = ranked[0]
    for other in ranked[1:]:
        first = first.over(other)
    return first


def parts_of(claim: Claim) -> tuple[tuple[str, tuple[Actor, ...]], ...]:
    """Who has which part in a claim, as the table parts names them."""
    return (("actor", claim.actors), ("counterpart", claim.counterparts),
            ("source", claim.sources + claim.joint_sources))  # fmt: skip


_ACTORS = ("actors", "counterparts", "sources", "joint_sources")
_LISTS = ("stakes", "flags", "context", "place", "refers_to", "rule_ids")
_PLAIN = ("kind", "type", "certainty", "author_certainty", "start", "end", "attitude", "mode")


def body_of(claim: Claim) -> str:
    """All fields but the report, as JSON; empty ones left out."""
    body: dict[str, Any] = {name: getattr(claim, name) for name in _PLAIN + _LISTS}
    for name in _ACTORS:
        body[name] = [
            [a.id, a.kind, a.country, a.name, a.mention, a.role] for a in getattr(claim, name)
        ]
    if claim.time is not None:
        body["time"] = [claim.time.start, claim.time.end, claim.time.tense, claim.time.text]
    kept = {name: value for name, value in body.items() if value not in (None, [], ())}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def claim_of(report: Report, body: str) -> Claim:
    """The claim of a body."""
    fields = json.loads(body)
    for name in _ACTORS:
        fields[name] = tuple(Actor(*a) for a in fields.get(name, ()))
    for name in _LISTS:
        fields[name] = tuple(fields.get(name, ()))
    fields["time"] = Time(*fields["time"]) if "time" in fields else None
    return Claim(report=report, **{"type": None, **fields})
