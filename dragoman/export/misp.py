"""`misp`: the claims as MISP events, tagged in the estimative and Admiralty taxonomies.

One MISP event a report, one `text` attribute a claim, its value the evidence. Ids are computed from
ours, so that importing again updates and does not double. Nothing is marked for detection
(`to_ids`) or given a distribution wider than the receiving organisation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dragoman.export.grading import author_band, confirmed, credibility, letter
from dragoman.export.selection import Selection, first_day
from dragoman.record import Actor, Claim, Report

#: MISP's figures: own organisation only; analysis complete; threat level undefined.
_OWN, _COMPLETE, _UNDEFINED = "0", "2", "4"


def misp(chosen: Selection) -> Iterator[str]:
    """One document, {"response": [{"Event": …}, …]}, as MISP's import takes it."""
    sure = confirmed(chosen)
    events = [
        {"Event": _event(report, claims, chosen, sure)} for report, claims in chosen.by_report()
    ]
    yield json.dumps({"response": events}, ensure_ascii=False, indent=1) + "\n"


def _event(
    report: Report, claims: list[Claim], chosen: Selection, sure: frozenset[str]
) -> dict[str, Any]:
    told = " · ".join(x for x in (report.outlet, report.title) if x)
    reliability = letter(report, chosen.reliability).casefold()
    event: dict[str, Any] = {
        "uuid": _uuid("report", report.id),
        "info": told or report.id,
        "analysis": _COMPLETE, "threat_level_id": _UNDEFINED, "distribution": _OWN,
        "published": False,
        "Tag": [{"name": f'admiralty-scale:source-reliability="{reliability}"'}],
        "Attribute": [_attribute(claim, chosen, sure) for claim in claims],
    }  # fmt: skip
    if report.date:
        event["date"] = first_day(report.date)
    if report.url:
        event["Attribute"].insert(0, {
            "uuid": _uuid("url", report.id), "type": "link", "category": "External analysis",
            "value": report.url, "to_ids": False, "distribution": _OWN,
        })  # fmt: skip
    return event


def _attribute(claim: Claim, chosen: Selection, sure: frozenset[str]) -> dict[str, Any]:
    tags = [f'admiralty-scale:information-credibility="{credibility(claim, sure)}"']
    if band := author_band(claim):
        tags.append(f'estimative-language:likelihood-probability="{band}"')
    return {
        "uuid": _uuid("claim", claim.id), "type": "text", "category": "External analysis",
        "value": claim.evidence, "comment": _comment(claim, chosen), "to_ids": False,
        "disable_correlation": True, "distribution": _OWN,
        "Tag": [{"name": tag} for tag in tags],
    }  # fmt: skip


def _comment(claim: Claim, chosen: Selection) -> str:
    """The coding in one line, in the codebook's words."""

    def names(group: tuple[Actor, ...]) -> str:
        return ", ".join(chosen.name(a) for a in group)

    what = " ".join(x for x in (claim.kind, claim.type, "+".join(claim.stakes)) if x)
    told = [
        f"{names(claim.actors)} > {names(claim.counterparts) or '-'}: {what}",
        f"author {claim.author_certainty}",
    ]
    if claim.sources:
        told.append(f"says {names(claim.sources + claim.joint_sources)} ({claim.certainty})")
    told += claim.flags
    return f"{'; '.join(told)} [{claim.id}]"


def _uuid(kind: str, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"dragoman:{kind}:{name}"))
