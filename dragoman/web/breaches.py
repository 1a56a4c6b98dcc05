"""Claimed transfers that a measure in force on their day forbids: a page, data, a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dragoman import browse, phrases
from dragoman.breaches import Breach, as_csv, parcels
from dragoman.breaches import breaches as find
from dragoman.conditions import Conditions
from dragoman.record import SCORES
from dragoman.web import asked, listing
from dragoman.web.pages import PAGE, Viewed

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which breaches an address asks for, as `dragoman breaches` does."""

    target: str | None
    since: str | None
    until: str | None
    min_certainty: str
    implied: bool

    def query(self) -> dict[str, str]:
        """As the values of an address, "" where it asks for nothing."""
        sure = "" if self.min_certainty == "reported" else self.min_certainty
        return {
            "target": self.target or "", "since": self.since or "", "until": self.until or "",
            "min_certainty": sure, "implied": "1" if self.implied else "",
        }  # fmt: skip


def wanted(
    target: asked.Text = "", since: asked.Text = "", until: asked.Text = "",
    min_certainty: asked.Text = "", implied: Annotated[str, Query(max_length=5)] = "",
) -> Wanted:  # fmt: skip
    """Checked; raises HTTPException 404 or 422."""
    if min_certainty and min_certainty not in SCORES:
        raise HTTPException(422, f"min_certainty: {min_certainty!r} is none of {', '.join(SCORES)}")
    return Wanted(
        asked.actor(target) if target.strip() else None, asked.iso_date(since),
        asked.iso_date(until), min_certainty or "reported", implied == "1",
    )  # fmt: skip


Sought = Annotated[Wanted, Depends(wanted)]


def _found(view: Viewed, sought: Wanted) -> tuple[Breach, ...]:
    def look() -> tuple[Breach, ...]:
        about = [sought.target] if sought.target else None
        with view.store() as store:
            claims = browse.select(
                store, Conditions(about=about, since=sought.since, until=sought.until)
            )
        return find(claims, sought.target, sought.min_certainty, sought.implied)

    return view.site.lately(("breaches", view.reviewed, sought), look)


@router.get("/breaches", tags=["pages"], response_class=HTMLResponse)
def breaches(view: Viewed, sought: Sought, page: asked.Page = 1) -> Response:
    """Who is said to have given what to whom against which paragraph, the gravest first."""
    told = parcels(_found(view, sought))
    here = told[(page - 1) * PAGE : page * PAGE]
    groups = groupby(here, key=lambda parcel: phrases.breach_verdict(parcel[0], view.labels))
    return view.page("breaches.html", groups=[(head, list(group)) for head, group in groups],
                     chosen=sought.query(), pages=listing.pages(page, len(told), PAGE))  # fmt: skip


@router.get("/breaches.csv", tags=["data"])
def breaches_as_csv(view: Viewed, sought: Sought) -> Response:
    """The same as `dragoman breaches --format csv`."""
    return Response(as_csv(_found(view, sought)), media_type="text/csv; charset=utf-8",
                    headers=listing.attached("breaches.csv"))  # fmt: skip


@router.get("/api/breaches", tags=["data"], response_class=JSONResponse)
def breaches_as_data(view: Viewed, sought: Sought) -> Any:
    """The same as `dragoman breaches --json`."""
    return [b.as_json() for b in _found(view, sought)]
