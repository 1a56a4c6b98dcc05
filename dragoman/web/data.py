"""The same as data: JSON objects as the commands print them with --json."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from dragoman import browse
from dragoman.answer import answer
from dragoman.conditions import Conditions
from dragoman.credit import credits_of
from dragoman.exchange import exchange
from dragoman.lookup import known_by_id
from dragoman.record import KINDS, Actor
from dragoman.review import LONGEST_REASON, ReviewError, decide, decisions
from dragoman.show_actors import actor_json
from dragoman.store import Store
from dragoman.web import asked, figures
from dragoman.web.claims import Selected, claim_of
from dragoman.web.pages import Viewed, report_of

router = APIRouter(prefix="/api", tags=["data"], default_response_class=JSONResponse)
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("/claims")
def claims(view: Viewed, selected: Selected, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Claims that meet some conditions, the latest reports first."""
    with view.store() as store:
        found = browse.page(store, selected, limit, offset)
        return {"total": browse.count(store, selected), "claims": [c.as_json() for c in found]}


@router.get("/claims/{claim_id}")
def claim(view: Viewed, claim_id: str) -> Any:
    """A claim, and the decisions on it."""
    with view.site.open() as store:
        found = claim_of(store, claim_id)
        made = decisions(store, claim=found.id, all_=True)
    return {**found.as_json(), "decisions": [d.as_json() for d in made]}


class Verdict(BaseModel):
    """A decision on a claim. `fields`: with `correct`, what is to change; lists as words with
    spaces between, as in the evaluation data."""

    decision: Literal["accept", "correct", "reject"]
    reason: str = Field("", max_length=LONGEST_REASON)
    reviewer: str = Field("", max_length=LONGEST_REASON)
    need: Literal["core", "optional"] = "core"
    fields: dict[str, str] = {}


@router.post("/claims/{claim_id}/decisions", status_code=201)
def review(view: Viewed, claim_id: str, verdict: Annotated[Verdict, Body()]) -> Any:
    """Accept, correct or reject a claim."""
    if view.site.read_only:
        raise HTTPException(403, view.words("read_only"))
    with view.site.open() as store:
        found = claim_of(store, claim_id)
    try:
        with Store(view.site.store) as store:
            return decide(
                store, found, verdict.decision, verdict.reason, reviewer=verdict.reviewer,
                need=verdict.need, fields=verdict.fields,
            ).as_json()  # fmt: skip
    except ReviewError as wrong:
        raise HTTPException(422, str(wrong)) from wrong


@router.get("/decisions")
def all_decisions(view: Viewed, report: asked.Text = "") -> Any:
    """The last decision on each claim that has one."""
    with view.site.open() as store:
        return [d.as_json() for d in decisions(store, report=report or None)]


@router.get("/exchange/{a}/{b}")
def exchange_of(
    view: Viewed, a: str, b: str, as_of: asked.Text = "",
    report: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006 - FastAPI copies it
) -> Any:  # fmt: skip
    """The exchange table of a pair."""
    one, other = (Actor(asked.actor(name), "state").state for name in (a, b))
    with view.store() as store:
        found = browse.select(store, Conditions(about=[one, other], reports=report or None))
    try:
        return exchange(found, one, other, asked.iso_date(as_of)).as_json()
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong


@router.get("/reports")
def reports(view: Viewed, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Reports, the latest first."""
    with view.store() as store:
        found, total = browse.reports(store, limit, offset)
    return {"total": total, "reports": [r._asdict() for r in found]}


@router.get("/reports/{report_id}")
def report(view: Viewed, report_id: str) -> Any:
    """A report: its text, its zones, its claims."""
    with view.store() as store:
        found = report_of(store, report_id)
        told = browse.select(store, Conditions(reports=[found.id]))
    return {
        **found.as_json(), "text": found.text,
        "zones": [{"start": z.start, "end": z.end, "kind": z.kind} for z in found.zones],
        "claims": [c.as_json() for c in told],
    }  # fmt: skip


@router.get("/actors/{actor_id:path}")
def actor(view: Viewed, actor_id: str, on: asked.Text = "") -> Any:
    """In how many claims an actor acts, is acted on, speaks; what it seeks and gives; and as
    `known` what `dragoman actors show --json` tells, null for one whom only texts name."""
    found, day = asked.actor(actor_id), asked.iso_date(on) or date.today().isoformat()
    named = known_by_id(found, day, view.words.language)
    with view.store() as store:
        return {
            "id": found, "claims": browse.parts_of_actor(store, found),
            **{kind: [v._asdict() for v in browse.stakes_of(store, found, kind, 100)]
               for kind in ("seeks", "gives")},
            "members": [v._asdict() for v in browse.members(store, found, 100)],
            "known": actor_json(named, day) if named else None,
        }  # fmt: skip


@router.get("/sources")
def sources(view: Viewed) -> Any:
    """Who says what, how often alone, how often later confirmed or denied."""
    with view.store() as store:
        found = view.site.lately(("credits", view.reviewed), lambda: credits_of(store))
    return [c.as_json() for c in found]


@router.get("/facets")
def facets(view: Viewed, selected: Selected) -> Any:
    """How the claims that meet some conditions divide."""
    with view.store() as store:
        found = browse.facets(store, selected)
    return {name: [v._asdict() for v in values] for name, values in _named(found).items()}


def _named(found: browse.Facets) -> dict[str, tuple[browse.Value, ...]]:
    return {name: getattr(found, name) for name in found.__slots__}


@router.get("/timeline")
def timeline(view: Viewed, selected: Selected) -> Any:
    """One mark a claim, as the timeline draws them; words in the language of the request."""
    with view.store() as store:
        found, total = figures.dated(store, selected)
    kinds = [view.labels.of("kinds", kind) for kind in KINDS]
    return {"total": total, "kinds": kinds, "marks": figures.marks(figures.near(found), view)}


@router.get("/network")
def network(
    view: Viewed, selected: Selected,
    relation: Annotated[list[str], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
) -> Any:  # fmt: skip
    """Who seeks from whom, who sanctions whom, as the network draws it."""
    asked_for = asked.relations(relation)
    with view.store() as store:
        found = browse.edges(store, selected, asked_for, figures.MOST_EDGES)
        view.learn(store, (i for e in found for i in (e.actor, e.counterpart)))
    return figures.graph(found, view)


@router.get("/ask")
def ask(view: Viewed, q: Annotated[str, Query(min_length=1, max_length=300)]) -> Any:
    """The answer to a question in plain words."""
    with view.store() as store:
        return answer(store, q, view.kept.get("lang")).as_json()
