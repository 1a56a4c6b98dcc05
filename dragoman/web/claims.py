"""Pages of claims: the list with its facets, one claim with what led to it, timeline and network,
and the review."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from dragoman import browse
from dragoman.cited_law import cited_in
from dragoman.conditions import Conditions
from dragoman.explanation import explain
from dragoman.export.long_tables import csv_table
from dragoman.export.selection import Selection as Chosen
from dragoman.record import ATTITUDES, FLAGS, KINDS, SCORES, Claim
from dragoman.review import (
    DECISIONS,
    FIELDS,
    NEEDS,
    TYPES,
    ReviewError,
    decide,
    decisions,
    gold_rows,
    gold_table,
    original,
)
from dragoman.store import Store, StoreError
from dragoman.web import asked, figures, listing
from dragoman.web.pages import PAGE, Viewed, report_of
from dragoman.web.site import View

router = APIRouter(tags=["pages"])
#: Claims that a download makes at once.
_BATCH = 1000
Selected = Annotated[Conditions, Depends(asked.conditions)]


@router.get("/claims")
def claims(view: Viewed, selected: Selected, page: asked.Page = 1) -> Response:
    """The claims that meet some conditions, how they divide, and what was decided on them."""
    with view.store() as store:
        key = ("facets", view.reviewed, str(selected))
        facets = view.site.lately(key, lambda: browse.facets(store, selected))
        total = view.site.lately(("count", *key), lambda: browse.count(store, selected))
        found = browse.page(store, selected, PAGE, (page - 1) * PAGE)
        made = listing.reviewed(store)
        cited = cited_in(store, found)
        view.learn(store, (v.value for v in facets.about + facets.source))
    return view.page("claims.html", claims=found, facets=facets, chosen=asked.chosen(selected),
                     pages=listing.pages(page, total, PAGE), decided=made,
                     cited=cited)  # fmt: skip


@router.get("/claims.jsonl", tags=["data"])
def claims_as_jsonl(view: Viewed, selected: Selected) -> Response:
    """All claims that meet some conditions, one JSON object a line, in the order of the pages."""

    lines = (c.as_jsonl() + "\n" for c in _all_pages(view, selected))
    return StreamingResponse(lines, media_type="application/x-ndjson",
                             headers=listing.attached("claims.jsonl"))  # fmt: skip


@router.get("/claims.csv", tags=["data"])
def claims_as_csv(view: Viewed, selected: Selected) -> Response:
    """The same as `dragoman export --format csv`: a row a claim, cells safe for spreadsheets."""
    found = Chosen(tuple(_all_pages(view, selected)), view.words.language)
    return StreamingResponse(csv_table(found), media_type="text/csv; charset=utf-8",
                             headers=listing.attached("claims.csv"))  # fmt: skip


def _all_pages(view: View, selected: Conditions) -> Iterator[Claim]:
    """All claims, in the order of the pages. A connection belongs to one thread, and each batch of
    a download may be made in another."""
    for start in count(0, _BATCH):
        with view.store() as store:
            found = browse.page(store, selected, _BATCH, start)
        yield from found
        if len(found) < _BATCH:
            return


def claim_of(store: Store, claim_id: str) -> Claim:
    """The machine's claim of an id, or of the id of what it was corrected to."""
    try:
        return store.claim(original(store, claim_id))
    except StoreError as wrong:
        raise HTTPException(404, str(wrong)) from wrong


@router.get("/claims/{claim_id}")
def claim(view: Viewed, claim_id: str) -> Response:
    """A claim: its coding, and all that led to it."""
    return _claim_page(view, claim_id)


def _claim_page(
    view: View, claim_id: str, wrong: str = "", form: dict[str, str] | None = None
) -> Response:
    with view.site.open() as store:
        found = claim_of(store, claim_id)
        made = decisions(store, claim=found.id, all_=True)
        cited = cited_in(store, [found]).get(found.id)
    why = explain(found, view.site.record(found.report))
    last = made[-1] if made else None
    row = last.corrected if last and last.corrected else found
    return view.page(
        "claim.html", 422 if wrong else 200, claim=found, why=why, decisions=made, cited=cited,
        wrong=wrong,
        form=form or {"decision": last.decision if last else ""}, now=_as_fields(row),
        choices={"kind": KINDS, "certainty": tuple(SCORES), "author_certainty": tuple(SCORES),
                 "attitude": ATTITUDES}, types=TYPES, flags=FLAGS, needs=NEEDS, ways=DECISIONS,
    )  # fmt: skip


def _as_fields(claim: Claim) -> dict[str, str]:
    """A claim as the values of the form: lists as words with spaces between."""
    told = claim.as_json()
    out = {}
    for name in FIELDS:
        value = told[name]
        if name == "evidence":
            value = value["text"]
        elif name == "time":
            value = (value["start"] or value["tense"] or "") if value else ""
            if claim.time and claim.time.start and claim.time.end not in (None, claim.time.start):
                value += f"/{claim.time.end}"
        elif isinstance(value, list):
            value = " ".join(v["id"] if isinstance(v, dict) else str(v) for v in value)
        out[name] = value or ""
    return out


@router.post("/claims/{claim_id}/review")
async def review(request: Request, view: Viewed, claim_id: str) -> Response:
    """Accept, correct or reject a claim, by a form."""
    if view.site.read_only:
        raise HTTPException(403, view.words("read_only"))
    sent = await request.form(max_files=0, max_fields=40)
    form = {k: v for k, v in sent.items() if isinstance(v, str)}
    return await run_in_threadpool(_review, view, claim_id, form)


def _review(view: View, claim_id: str, form: dict[str, str]) -> Response:
    with view.site.open() as store:
        found = claim_of(store, claim_id)
    before = _as_fields(found)
    # A browser ends the lines of a text box its own way.
    changed = {k: v for k, v in ((k, form[k].replace("\r\n", "\n")) for k in FIELDS if k in form)
               if v.strip() != before[k]}  # fmt: skip
    try:
        with Store(view.site.store) as store:
            decide(
                store, found, form.get("decision", ""), form.get("reason", ""),
                reviewer=form.get("reviewer", ""), need=form.get("need", "core"), fields=changed,
            )  # fmt: skip
    except ReviewError as wrong:
        return _claim_page(view, claim_id, str(wrong), form)
    return RedirectResponse(view.url(f"/claims/{found.id}") + "#review", 303)


@router.get("/review")
def reviews(view: Viewed, page: asked.Page = 1) -> Response:
    """Every decision, the latest first."""
    with view.site.open() as store:
        made = decisions(store)[::-1]
        shown = made[(page - 1) * PAGE : page * PAGE]
        rows = [(d, _claim_or_none(store, d.claim)) for d in shown]
        titles = {d.report: report_of(store, d.report).title for d in shown}
    counts = {way: sum(d.decision == way for d in made) for way in DECISIONS}
    return view.page("review.html", rows=rows, counts=counts, titles=titles,
                     pages=listing.pages(page, len(made), PAGE))  # fmt: skip


def _claim_or_none(store: Store, claim_id: str) -> Claim | None:
    """A claim that was decided on may be gone: coded anew, and not found again."""
    try:
        return store.claim(claim_id)
    except StoreError:
        return None


@router.get("/reports/{report_id}/gold.tsv", tags=["data"])
def gold(view: Viewed, report_id: str) -> Response:
    """What was accepted or corrected of a report, in the form of the evaluation data."""
    with view.site.open() as store:
        found = report_of(store, report_id)
        table = gold_table(gold_rows(store, found.id))
    return PlainTextResponse(table, media_type="text/tab-separated-values; charset=utf-8",
                             headers=listing.attached(f"{found.id}.gold.tsv"))  # fmt: skip


@router.get("/reports/{report_id}/text.txt", tags=["data"])
def text(view: Viewed, report_id: str) -> Response:
    """A report's cleaned text, into which the offsets of the evidence point."""
    with view.site.open() as store:
        found = report_of(store, report_id)
    return PlainTextResponse(found.text, headers=listing.attached(f"{found.id}.txt"))


@router.get("/timeline")
def timeline(view: Viewed, selected: Selected) -> Response:
    """Claims by the date of what they tell, and by certainty."""
    with view.store() as store:
        found, total = figures.dated(store, selected)
    return view.page("timeline.html", months=figures.by_month(found), shown=len(found), total=total,
                     early=len(found) - len(figures.near(found)),
                     chosen=asked.chosen(selected))  # fmt: skip


@router.get("/network")
def network(
    view: Viewed, selected: Selected, relation: Annotated[list[str], Query(max_length=20)] = [],  # noqa: B006
) -> Response:  # fmt: skip
    """Who seeks from whom, who sanctions whom."""
    asked_for = asked.relations(relation)
    with view.store() as store:
        key = ("edges", view.reviewed, str(selected), *asked_for)
        edges = view.site.lately(
            key, lambda: browse.edges(store, selected, asked_for, figures.MOST_EDGES)
        )
        view.learn(store, (i for e in edges for i in (e.actor, e.counterpart)))
    return view.page("network.html", edges=edges, relations=asked_for,
                     chosen=asked.chosen(selected))  # fmt: skip
