"""`plover`: one JSON object an event, with the field names of PLOVER's manual.

Here actors stay lists, so a mutual act is one record with all its parties in `source` and no
`recipient`. PLOVER invites providers to add fields of their own: what it has none for (who says so,
how surely, the words that it rests on) stands under `dragoman`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dragoman.export.event_tables import contexts
from dragoman.export.selection import Selection, when
from dragoman.record import CODER_VERSION, Actor, Claim
from dragoman.world.codes import codes_of
from dragoman.world.event_types import event_types

CODEBOOK = "plover-0.8"


def plover(chosen: Selection) -> Iterator[str]:
    """One event a line."""
    for claim in chosen.claims:
        yield json.dumps(_event(claim, chosen), ensure_ascii=False) + "\n"


def _event(claim: Claim, chosen: Selection) -> dict[str, Any]:
    kind, time, report = event_types()[claim.type or ""], when(claim), claim.report
    event: dict[str, Any] = {
        "id": claim.id,
        "has_event": True,
        "date": time.start if time else None,
        "enddate": time.end if time else None,
        "source": [_actor(a, chosen) for a in claim.actors],
        "recipient": [_actor(a, chosen) for a in claim.counterparts],
        "event": [kind.name],
        "event_loc": [{"name": place} for place in claim.place],
        "event_text": [claim.evidence],
        "quad_code": kind.quad,
        "event_scale": kind.score,
        "mode": [claim.mode] if claim.mode else [],
        "context": contexts(claim),
        "text_info": {"start": claim.start, "end": claim.end},
        "cite_info": _without_empty(
            citation=report.id, url=report.url, title=report.title, language=report.language,
            publication=report.outlet, codebook=CODEBOOK,
        ),
        "coder": f"dragoman {CODER_VERSION}",
        "dragoman": {
            "author_certainty": claim.author_certainty,
            "certainty": claim.certainty,
            "attitude": claim.attitude,
            "sources": [_actor(a, chosen) for a in claim.sources],
            "joint_sources": [_actor(a, chosen) for a in claim.joint_sources],
            "flags": list(claim.flags),
            "stakes": list(claim.stakes),
            "publication_date": report.date,
        },
    }  # fmt: skip
    return event


def _actor(actor: Actor, chosen: Selection) -> dict[str, str]:
    codes = codes_of(actor)
    return _without_empty(
        code=codes.place, sector=codes.sector, actor_text=actor.mention, identifier_id=actor.id,
        identifier_text=chosen.name(actor), office=actor.role,
    )  # fmt: skip


def _without_empty(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
