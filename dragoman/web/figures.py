"""What timeline and network draw: rows of JSON; the same rows stand in the pages as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from dragoman import browse, phrases
from dragoman.browse import Edge
from dragoman.conditions import Conditions
from dragoman.record import SCORES, Claim
from dragoman.store import Store
from dragoman.web.site import View

#: Claims of one timeline, and edges of one network: more than these nobody can read.
MOST_MARKS, MOST_EDGES = 1000, 150
#: One mark in so many may lie before what the timeline shows: a war recalled in one sentence would
#: else press the rest into a corner. The tables have it.
_EARLY = 12
#: Marks of one month and certainty that are stacked apart.
_LANES = 10


def when(claim: Claim) -> str | None:
    """The date of what a claim tells; where it tells none, the report's."""
    return (claim.time.start if claim.time else None) or claim.report.date


def dated(store: Store, conditions: Conditions) -> tuple[list[Claim], int]:
    """The claims that have a date, by it, and how many there are in all; of many, those of the
    latest reports."""
    found = browse.page(store, conditions, MOST_MARKS)
    total = len(found) if len(found) < MOST_MARKS else browse.count(store, conditions)
    known = [c for c in found if when(c)]
    return sorted(known, key=lambda c: (when(c) or "", c.report.id, c.start, c.id)), total


def by_month(claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Claims by month (or year, where no more is known), the latest first."""
    months = [(m, list(g)) for m, g in groupby(claims, key=lambda c: (when(c) or "")[:7])]
    return months[::-1]


def near(claims: list[Claim]) -> list[Claim]:
    """Claims by date, without the earliest few, unless nobody would miss the room."""
    return claims[len(claims) // _EARLY :]


def marks(claims: Iterable[Claim], view: View) -> list[dict[str, Any]]:
    """One mark a claim: when, how sure, of which kind, and what to say of it."""
    stacked: dict[tuple[str, str], int] = defaultdict(int)
    rows = []
    for claim in claims:
        day = when(claim) or ""
        lane = stacked[day[:7], claim.certainty]
        stacked[day[:7], claim.certainty] += 1
        sure = view.labels.of("certainty", claim.certainty)
        rows.append({
            "when": day, "sure": sure, "score": SCORES[claim.certainty], "lane": lane % _LANES,
            "kind": view.labels.of("kinds", claim.kind),
            "told": f"{day}  {phrases.gist(claim, view.labels)}  ({sure})",
            "href": view.url(f"/claims/{claim.id}"),
        })  # fmt: skip
    return rows


def graph(edges: Iterable[Edge], view: View) -> dict[str, Any]:
    """Nodes and edges, as Cytoscape takes them."""
    edges = list(edges)
    weight: dict[str, int] = defaultdict(int)
    for e in edges:
        weight[e.actor] += e.claims
        weight[e.counterpart] += e.claims
    nodes = [
        {"data": {"id": i, "name": view.name(i), "weight": n,
                  "href": view.url(f"/actors/{i}")}}
        for i, n in sorted(weight.items())
    ]  # fmt: skip
    lines = [
        {"data": {"id": f"{e.relation} {e.actor} {e.counterpart}", "source": e.actor,
                  "target": e.counterpart, "relation": e.relation, "claims": e.claims,
                  "certainty": e.certainty, "name": view.words.of("relations", e.relation),
                  "href": view.url(f"/exchange/{e.actor}/{e.counterpart}")}}
        for e in edges
    ]  # fmt: skip
    return {"nodes": nodes, "edges": lines}
