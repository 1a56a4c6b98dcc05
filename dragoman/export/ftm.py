"""`ftm`: FollowTheMoney entities, one JSON object a line, for Aleph and the tools around it.

A report is an Article, an actor a PublicBody, Person, Organization, Company or LegalEntity. An
event is an Event with its parties; any other claim between two parties an UnknownLink whose role
says what it claims; one without a second party a Note. FtM has no place for attribution: who says
so and how surely stands in words in `notes` or `description`. A claimed sanction is never made a
Sanction entity: screening tools would take that for a listing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from dragoman.export.event_tables import contexts
from dragoman.export.selection import NAMES_IN, Selection, when
from dragoman.naming import name_of
from dragoman.record import Actor, Claim, Report
from dragoman.world.actors import states
from dragoman.world.codes import codes_of

#: The schema of each kind of actor. A state is its government, as in the codebook.
SCHEMATA = {
    "state": "PublicBody", "organ": "PublicBody", "person": "Person", "igo": "Organization",
    "armed_group": "Organization", "media": "Organization", "company": "Company",
    "group": "LegalEntity", "unknown": "LegalEntity",
}  # fmt: skip

_Entity = dict[str, Any]


def ftm(chosen: Selection) -> Iterator[str]:
    """Reports and actors before the claims that refer to them, each once."""
    seen: set[str] = set()
    for claim in chosen.claims:
        parties = claim.actors + claim.counterparts + claim.sources + claim.joint_sources
        known = [_article(claim.report), *(_party(a, claim.report, chosen) for a in parties)]
        for entity in [*known, *_claim(claim, chosen)]:
            if entity["id"] not in seen:
                seen.add(entity["id"])
                yield json.dumps(entity, ensure_ascii=False) + "\n"


def _entity(schema: str, entity_id: str, **properties: list[str] | str | None) -> _Entity:
    """An entity with those of its properties that hold something; their values are lists in FtM."""
    kept = {
        key: value if isinstance(value, list) else [value]
        for key, value in properties.items()
        if value
    }
    return {"id": entity_id, "schema": schema, "properties": kept}


def _article(report: Report) -> _Entity:
    return _entity(
        "Article", _article_id(report), title=report.title or report.id, publisher=report.outlet,
        publishedAt=report.date, sourceUrl=report.url,
    )  # fmt: skip


def _party(actor: Actor, report: Report, chosen: Selection) -> _Entity:
    state = states().get(codes_of(actor).iso3 or "")
    return _entity(
        SCHEMATA[actor.kind], _actor_id(actor, report), name=chosen.name(actor),
        country=state.iso2.casefold() if state else None,
    )  # fmt: skip


def _claim(claim: Claim, chosen: Selection) -> Iterator[_Entity]:
    time, report = when(claim), claim.report
    about: dict[str, list[str] | str | None] = {
        "summary": claim.evidence, "proof": _article_id(report), "publisher": report.outlet,
        "sourceUrl": report.url,
    }  # fmt: skip
    told = _told(claim, chosen)
    actors, others = (
        list(dict.fromkeys(_actor_id(a, report) for a in group))
        for group in (claim.actors, claim.counterparts)
    )
    dates: dict[str, list[str] | str | None] = {}
    if time is not None:
        exact = time.start == time.end
        dates = {"date": time.start} if exact else {"startDate": time.start, "endDate": time.end}
    if claim.kind == "event":
        yield _entity(
            "Event", f"dragoman-{claim.id}", name=_heading(claim, chosen), organizer=actors,
            involved=list(dict.fromkeys(actors + others)), recordId=claim.id, notes=told,
            location=list(map(chosen.place, claim.place)), **about, **dates,
        )  # fmt: skip
    elif actors and others:
        for number, (a, b) in enumerate(((a, b) for a in actors for b in others), 1):
            yield _entity(
                "UnknownLink", f"dragoman-{claim.id}-{number}", subject=a, object=b,
                role=_role(claim), recordId=claim.id, description=told, **about, **dates,
            )  # fmt: skip
    else:
        yield _entity(
            "Note", f"dragoman-{claim.id}", entity=actors + others, description=_role(claim),
            notes=told, name=_heading(claim, chosen), **about,
        )  # fmt: skip


def _told(claim: Claim, chosen: Selection) -> list[str]:
    """What FtM has no property for, in the codebook's words: who says so, how surely."""
    out = [f"author: {claim.author_certainty}", f"certainty: {claim.certainty}"]
    if claim.sources:
        chain = " > ".join(chosen.name(a) for a in claim.sources)
        out.append(f"says: {chain} ({claim.attitude})")
    out += [f"flag: {flag}" for flag in claim.flags]
    if claim.kind == "event":
        out += [f"context: {context}" for context in contexts(claim)]
    return out


def _heading(claim: Claim, chosen: Selection) -> str:
    sides = [", ".join(dict.fromkeys(map(chosen.name, group)))
             for group in (claim.actors, claim.counterparts) if group]  # fmt: skip
    return f"{_role(claim)}: {' → '.join(sides)}"


def _role(claim: Claim) -> str:
    return " ".join(x for x in (claim.kind, claim.type, ", ".join(claim.stakes)) if x)


def _article_id(report: Report) -> str:
    return f"dragoman-report-{report.id}"


def _actor_id(actor: Actor, report: Report) -> str:
    """FtM's ids hold letters, figures, points and dashes only. Somebody whom no table knows ("a
    diplomat") is another one in another report."""
    name = re.sub(r"[^0-9A-Za-z-]+", ".", actor.id).strip(".-")
    known = name_of(actor.id, NAMES_IN) is not None
    return f"dragoman-{name}" if known else f"dragoman-{report.id}-{name}"
