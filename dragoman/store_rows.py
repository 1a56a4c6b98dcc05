"""Rows of the store and the record that they hold: nothing here asks or writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from dragoman.record import SCORES, Actor, Claim, Report, Time, Zone

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


class Failed(NamedTuple):
    """Something that could not be read or coded: `root` is what was read when it failed (a folder,
    say), `given` the options with which it was."""

    path: str
    reason: str
    root: str
    given: dict[str, str]
    tries: int


def conditions(
    about: Sequence[str] | None, kind: str | None, type_: str | None, stake: str | None,
    source: str | None, min_certainty: str | None, since: str | None, until: str | None,
    report: str | None, words: str | None,
) -> tuple[str, list[Any]]:  # fmt: skip
    """What Store.claims is asked, as a condition on claims c and reports r, and its values."""
    where: list[str] = ["1"]
    values: list[Any] = []

    def must(condition: str, *given: Any) -> None:
        where.append(condition)
        values.extend(given)

    some = ", ".join("?" * len(about or ()))
    if about and len(about) == 1:
        must(
            "c.key IN (SELECT claim FROM parts WHERE part != 'source'"
            " AND (state = ? OR actor = ?))", *about, *about,
        )  # fmt: skip
    elif about:  # the reports are few, where each actor's claims may be many
        each = " INTERSECT ".join(["SELECT report FROM report_actors WHERE actor = ?"] * len(about))
        must(f"c.report IN ({each})", *about)
        must(
            "EXISTS (SELECT 1 FROM parts p WHERE p.claim = c.key AND p.part != 'source'"
            f" AND (p.state IN ({some}) OR p.actor IN ({some})))", *about, *about,
        )  # fmt: skip
    if kind is not None:
        must("c.kind = ?", kind)
    if type_ is not None:
        must("c.type = ?", type_)
    if stake is not None:
        must(
            "c.key IN (SELECT claim FROM claim_stakes WHERE stake = ?"
            " OR stake BETWEEN ? || '.' AND ? || '/')", stake, stake, stake,
        )  # fmt: skip
    if source == "author":
        must("c.key NOT IN (SELECT claim FROM parts WHERE part = 'source')")
    elif source is not None:
        must("c.key IN (SELECT claim FROM parts WHERE part = 'source'"
            " AND (state = ? OR actor = ?))",
             source, source)  # fmt: skip
    if min_certainty is not None:
        must("c.certainty >= ?", SCORES[min_certainty])
    if since is not None:
        must("r.date >= ?", since)
    if until is not None:  # a month or year takes in its days
        must("(r.date <= ? OR r.date LIKE ? || '-%')", until, until)
    if report is not None:
        must("r.id BETWEEN ? AND ? || 'g'", report, report)
    if words is not None:
        known = words.replace("\0", " ").split()  # at a NUL the query would end
        quoted = " ".join('"' + w.replace('"', '""') + '"' for w in known) or '""'
        # A claim that was corrected (reviewed.sql) is found by its original's words.
        must(
            "(c.key IN (SELECT rowid FROM evidence WHERE evidence MATCH ?)"
            " OR c.key < 0 AND -c.key IN (SELECT rowid FROM evidence WHERE evidence MATCH ?))",
            quoted, quoted,
        )  # fmt: skip
    return " AND ".join(where), values


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
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
    return _ENCODER.encode(kept)


def claim_of(report: Report, coder: str, body: str) -> Claim:
    """The claim of a body, as this version of the coder found it."""
    fields = json.loads(body)
    for name in _ACTORS:
        fields[name] = tuple(Actor(*a) for a in fields.get(name, ()))
    for name in _LISTS:
        fields[name] = tuple(fields.get(name, ()))
    fields["time"] = Time(*fields["time"]) if "time" in fields else None
    return Claim(report=report, coder=coder, **{"type": None, **fields})


def in_text(claim: Claim) -> tuple[int, int, str]:
    """The order of claims in their text; the id decides between those of one place."""
    return claim.start, claim.end, claim.id


def place(sighting: Sighting) -> tuple[str, str]:
    """The order of a text's sightings."""
    return sighting.path, sighting.url


class Kept(NamedTuple):
    """A report with all that is kept of it: sightings by place, claims in order of the text."""

    report: Report
    coder: str
    sightings: list[Sighting]
    claims: list[Claim]


def report_line(kept: Kept) -> str:
    """A report as a line of the whole export."""
    line = kept.report.as_json() | {
        "coder": kept.coder,
        "sightings": [s._asdict() for s in kept.sightings],
        "zones": [[z.start, z.end, z.kind] for z in kept.report.zones],
        "text": kept.report.text,
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def failure_line(path: str, reason: str) -> str:
    return json.dumps({"failure": {"path": path, "reason": reason}}, ensure_ascii=False) + "\n"
