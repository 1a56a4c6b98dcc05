"""Pages to read: the first one, a report, the exchange of a pair, actors, sources, a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dragoman import browse
from dragoman.answer import answer
from dragoman.cited_law import cited_in
from dragoman.conditions import Conditions
from dragoman.credit import credits_of
from dragoman.exchange import exchange
from dragoman.lookup import known_by_id
from dragoman.naming import known_actor
from dragoman.record import Actor, Report
from dragoman.show_actors import (
    codes,
    in_office,
    names_of,
    organisations_of,
    term,
    terms_of,
)
from dragoman.stages.actors_people import known_person
from dragoman.store import Store, StoreError
from dragoman.web import asked, listing
from dragoman.web.marked import blocks
from dragoman.web.site import View
from dragoman.world.actors import states

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse)
Viewed = Annotated[View, Depends(View.of)]

#: Rows of a page, and reports among which an exchange table can choose.
PAGE, CHOICE = 40, 60
#: Sentences of a row of the exchange table that open with it; the list of claims has the rest.
SENTENCES = 8


@router.get("/")
def home(view: Viewed) -> Response:
    """What there is: reports, the pairs most told of, ways to ask."""
    with view.store() as store:
        told = view.site.lately("overview", lambda: browse.overview(store))
        pairs = view.site.lately("pairs", lambda: browse.pairs(store, 12))
        latest, _ = browse.reports(store, 8)
    return view.page("home.html", told=told, pairs=pairs, reports=latest)


@router.get("/reports")
def reports(view: Viewed, page: asked.Page = 1, about: asked.Text = "") -> Response:
    """All reports, the latest first."""
    who = [asked.actor(name) for name in about.split(",") if name.strip()]
    with view.store() as store:
        found, total = browse.reports(store, PAGE, (page - 1) * PAGE, who)
    return view.page("reports.html", reports=found, total=total, who=who,
                     pages=listing.pages(page, total, PAGE))  # fmt: skip


def report_of(store: Store, report_id: str) -> Report:
    try:
        return store.report(report_id)
    except StoreError as wrong:
        raise HTTPException(404, str(wrong)) from wrong


@router.get("/reports/{report_id}")
def report(view: Viewed, report_id: str) -> Response:
    """A report's text, with its claims marked in place."""
    with view.store() as store:
        found = report_of(store, report_id)
        claims = browse.select(store, Conditions(reports=[found.id]))
        rows = store.rows(
            "SELECT s.outlet, s.date, s.url, s.path FROM sightings s JOIN reports r"
            " ON r.key = s.report WHERE r.id = ? ORDER BY s.date, s.path, s.url", found.id,
        )  # fmt: skip
        sightings = list(rows)
    numbers = {c.id: n for n, c in enumerate(sorted(claims, key=lambda c: (c.start, -c.end)), 1)}
    return view.page("report.html", report=found, claims=claims, numbers=numbers,
                     blocks=blocks(found, claims), sightings=sightings)  # fmt: skip


@router.get("/exchange")
def choose_pair(view: Viewed, a: asked.Text = "", b: asked.Text = "") -> Response:
    """Choose two sides."""
    if a.strip() and b.strip():
        one, other = (Actor(asked.actor(name), "state").state for name in (a, b))
        if one == other:
            raise HTTPException(422, f"an exchange takes two sides; both are {one}")
        return RedirectResponse(view.url(f"/exchange/{one}/{other}"), 303)
    with view.store() as store:
        pairs = view.site.lately("pairs of all", lambda: browse.pairs(store, 60))
    names = sorted(view.labels.side(iso3) for iso3 in states())
    return view.page("pairs.html", pairs=pairs, names=names, a=a, b=b)


@router.get("/exchange/{a}/{b}")
def exchange_of(
    view: Viewed, a: str, b: str, as_of: asked.Text = "",
    report: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:  # fmt: skip
    """The exchange table of a pair: of all reports, of some, as known on a day."""
    one, other = (Actor(asked.actor(name), "state").state for name in (a, b))
    if (a, b) != (one, other):
        return RedirectResponse(view.url(f"/exchange/{one}/{other}", as_of=as_of), 303)
    day = asked.iso_date(as_of)
    selected = Conditions(about=[one, other], reports=report or None)
    with view.store() as store:
        choice, total = browse.reports(store, CHOICE, about=[one, other])
        votes = listing.reviewed(store)
        key = ("exchange", view.reviewed, one, other, day, *report)
        try:
            table = view.site.lately(
                key, lambda: exchange(browse.select(store, selected), one, other, day)
            )
        except ValueError as wrong:
            raise HTTPException(422, str(wrong)) from wrong
    sides = listing.directions(table)
    return view.page("exchange.html", table=table, sides=sides, choice=choice, total=total,
                     reports=report, decided=votes, most=SENTENCES)  # fmt: skip


@router.get("/actors")
def find_actor(view: Viewed, name: asked.Text = "") -> Response:
    """An actor by name."""
    if name.strip():
        return RedirectResponse(view.url(f"/actors/{asked.actor(name)}"), 303)
    names = sorted(view.labels.side(iso3) for iso3 in states())
    return view.page("find_actor.html", names=names)


@router.get("/actors/{actor_id:path}")
def actor(view: Viewed, actor_id: str, on: asked.Text = "") -> Response:
    """What the store holds on an actor: what it seeks and gives, with whom, who belongs to it; and
    what the tables know of it on a day, else today."""
    found, day = asked.actor(actor_id), asked.iso_date(on) or date.today().isoformat()
    if found != actor_id:
        return RedirectResponse(view.url(f"/actors/{found}", on=on), 303)
    with view.store() as store:
        told = browse.parts_of_actor(store, found)
        latest = browse.page(store, Conditions(about=[found]), 10)
        named = known_actor(found)
        if not named.name:  # no table knows it: as the reports have it
            said = [a for c in latest for a in c.actors + c.counterparts + c.sources]
            named = next((a for a in said if a.id == found), named)
        edges = view.site.lately(
            ("with", view.reviewed, found),
            lambda: browse.edges(
                store, Conditions(about=[found]), ["seeks", "gives", "sanctions"], 500
            ),
        )
        edges = [e for e in edges if named.state in (e.actor, e.counterpart)][:16]
        members = browse.members(store, found, 16) if named.state == found else []
        view.learn(store, [i for e in edges for i in (e.actor, e.counterpart)])
        view.learn(store, [m.value for m in members])
        return view.page(
            "actor.html", actor=named, told=told, latest=latest, edges=edges, members=members,
            seeks=browse.stakes_of(store, found, "seeks", 8),
            gives=browse.stakes_of(store, found, "gives", 8),
            cited=cited_in(store, latest), tables=_of_tables(view, named, day),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfTables:
    """What the tables know of an actor, as `dragoman actors show` tells it. `offices` are of the
    day `on`: an office with the id and name of its holder."""

    on: str
    names: dict[str, str]
    codes: str
    terms: tuple[str, ...]
    offices: tuple[tuple[str, str, str], ...]
    organisations: tuple[tuple[str, str], ...]


def _of_tables(view: View, actor: Actor, on: str) -> OfTables | None:
    """None for an actor that only texts name."""
    labels = view.labels
    found = known_by_id(actor.id, on, labels.language)
    if found is None:
        return None
    held = [(o, known_person(o.person, on, "", labels.language)) for o in in_office(actor.id, on)]
    return OfTables(
        on, names_of(actor.id), codes(found),
        tuple(term(o, on, labels).plain for o in terms_of(actor.id)),
        tuple((p.id, labels.actor(p), term(o, on, labels, where=False).plain) for o, p in held),
        tuple((o.id, o.name(labels.language)) for o in organisations_of(actor.id)),
    )  # fmt: skip


@router.get("/sources")
def sources(view: Viewed, page: asked.Page = 1) -> Response:
    """Who says what: how often alone, how often later confirmed or denied."""
    with view.store() as store:
        found = view.site.lately(("credits", view.reviewed), lambda: credits_of(store))
        shown = found[(page - 1) * PAGE : page * PAGE]
        view.learn(store, (c.source for c in shown))
    return view.page("sources.html", sources=shown, total=len(found),
                     pages=listing.pages(page, len(found), PAGE))  # fmt: skip


@router.get("/ask")
def ask(view: Viewed, q: asked.Text = "") -> Response:
    """A question in plain words, and its answer."""
    found = None
    if q.strip():
        with view.store() as store:
            found = answer(store, q, view.kept.get("lang"))
    return view.page("ask.html", q=q, found=found)


@router.get("/about")
def about(request: Request, view: Viewed) -> Response:
    """What the marks, the scale and the words mean."""
    return view.page("about.html")
