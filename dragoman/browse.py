"""Lists and counts over a store, page by page: what there is, how much of it, between whom.

Everything is counted by SQLite, so that a page of fifty claims costs the same whether the store
holds a thousand or a million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from dragoman.conditions import Conditions
from dragoman.naming import known_actor
from dragoman.record import SCORES, Claim, Report
from dragoman.store import Store
from dragoman.store_rows import REPORT, claim_of, report_of
from dragoman.world.actors import states

#: Values of one facet that are listed.
MOST_VALUES = 12
#: Reports of which the pairs are counted: what is told now, at a cost that does not grow.
_LATEST = 500
#: What an edge of the network can be, as a condition on claims `c`.
RELATIONS = {
    "seeks": "c.kind = 'seeks'",
    "gives": "c.kind = 'gives'",
    "sanctions": "c.type = 'SANCTION'",
    "forbids": "c.type = 'forbids'",
    "talks": "c.type IN ('CONSULT', 'AGREE', 'COOPERATE')",
    "attacks": "c.type = 'ASSAULT'",
}


class Value(NamedTuple):
    """One value of a facet, and how many of the claims have it."""

    value: str
    claims: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How the claims that meet some conditions divide. `min_certainty` counts those that are at
    least so sure; `about` and `source` count at the level of states."""

    kind: tuple[Value, ...]
    type: tuple[Value, ...]
    about: tuple[Value, ...]
    stake: tuple[Value, ...]
    source: tuple[Value, ...]
    min_certainty: tuple[Value, ...]


class Listed(NamedTuple):
    """A report in a list."""

    id: str
    title: str | None
    outlet: str | None
    date: str | None
    language: str
    claims: int


class Pair(NamedTuple):
    """Two states or bodies, and the claims in which one seeks from, or gives to, the other."""

    a: str
    b: str
    claims: int


class Edge(NamedTuple):
    """Who does something to whom: claims, in how many reports, the best certainty as a score, and
    the latest date of a report."""

    relation: str
    actor: str
    counterpart: str
    claims: int
    reports: int
    certainty: float
    latest: str | None


def _from(where: str) -> str:
    """The tables that a condition needs."""
    return "claims c JOIN reports r ON r.key = c.report" if "r." in where else "claims c"


def count(store: Store, conditions: Conditions) -> int:
    where, values = conditions.where()
    return int(next(store.rows(f"SELECT count(*) FROM {_from(where)} WHERE {where}", *values))[0])


def page(store: Store, conditions: Conditions, limit: int, offset: int = 0) -> list[Claim]:
    """Some claims that meet conditions, the latest reports first, each in order of its text."""
    where, values = conditions.where()
    # Without a condition that picks few claims it is best to walk the reports by date and stop at
    # the limit; with one, to take what it picks and sort. SQLite cannot know which it is.
    c = conditions
    few = c.about or c.stake or c.source or c.words
    tables = "claims c JOIN reports r" if few else "reports r CROSS JOIN claims c"
    rows = store.rows(
        f"SELECT c.key FROM {tables} ON c.report = r.key"
        f" WHERE {where} ORDER BY r.date DESC, r.key, abs(c.key) LIMIT ? OFFSET ?",
        *values, limit, offset,
    )  # fmt: skip
    return _claims_at(store, [key for (key,) in rows])


def select(store: Store, conditions: Conditions) -> list[Claim]:
    """All claims that meet some conditions, by date of the report, then in order of the text."""
    where, values = conditions.where()
    rows = store.rows(
        "SELECT c.key FROM claims c JOIN reports r ON r.key = c.report"
        f" WHERE {where} ORDER BY r.date IS NULL, r.date, r.id, abs(c.key)",
        *values,
    )
    return _claims_at(store, [key for (key,) in rows])


def _claims_at(store: Store, keys: Sequence[int]) -> list[Claim]:
    """The claims with these keys, in this order; one Report object a report."""
    bodies: dict[int, tuple[int, str]] = {}
    for batch in _batches(keys):
        some = ", ".join("?" * len(batch))
        for key, report, body in store.rows(
            f"SELECT key, report, body FROM claims WHERE key IN ({some})", *batch
        ):
            bodies[key] = (report, body)
    found: dict[int, tuple[Report, str]] = {}
    for batch in _batches(sorted({report for report, _ in bodies.values()})):
        some = ", ".join("?" * len(batch))
        for key, coder, *row in store.rows(
            f"SELECT r.key, r.coder, {REPORT} FROM reports r WHERE r.key IN ({some})", *batch
        ):
            found[key] = (report_of(row), coder)
    made = []
    for key in keys:
        report, body = bodies[key]
        made.append(claim_of(*found[report], body))
    return made


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many values at once as every build of SQLite takes."""
    return (keys[at : at + 500] for at in range(0, len(keys), 500))


def facets(store: Store, conditions: Conditions) -> Facets:
    where, values = conditions.where()
    chosen = f"SELECT c.key FROM {_from(where)} WHERE {where}"
    all_of_them = where == "1"

    def values_of(column: str, table: str, limit: int = MOST_VALUES) -> tuple[Value, ...]:
        rows = store.rows(
            f"SELECT {column}, count(*) AS n FROM {table} GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?",
            *([] if all_of_them else values),
            limit,
        )
        return tuple(Value(str(value), n) for value, n in rows if value is not None)

    def within(table: str, key: str, more: str = "1") -> str:
        return f"{table} WHERE {more}" + ("" if all_of_them else f" AND {key} IN ({chosen})")

    by_score = values_of("certainty", within("claims", "key"), len(SCORES))
    least = [label for label, score in sorted(SCORES.items(), key=lambda s: -s[1]) if score > 0]
    return Facets(
        kind=values_of("kind", within("claims", "key")),
        type=values_of("type", within("claims", "key", "type IS NOT NULL")),
        about=values_of("state", within("parts", "claim", "part != 'source'")),
        stake=values_of("stake", within("claim_stakes", "claim")),
        source=values_of("state", within("parts", "claim", "part = 'source'")),
        min_certainty=tuple(
            Value(label, sum(n for score, n in by_score if float(score) >= SCORES[label]))
            for label in least
        ),
    )


def overview(store: Store) -> dict[str, Any]:
    """How many reports and claims, of which kinds, from when to when."""
    kinds = list(store.rows("SELECT kind, count(*) FROM claims GROUP BY kind ORDER BY 2 DESC, 1"))
    ((reports, first, last),) = store.rows("SELECT count(*), min(date), max(date) FROM reports")
    return {
        "reports": reports, "claims": sum(n for _, n in kinds), "kinds": dict(kinds),
        "first": first, "last": last,
    }  # fmt: skip


def reports(
    store: Store, limit: int, offset: int = 0, about: Sequence[str] = ()
) -> tuple[list[Listed], int]:
    """Reports, the latest first, and how many there are; `about`: those in which all of these act
    or are acted on."""
    each = "r.key IN (SELECT report FROM report_actors WHERE actor = ?)"
    where, values = " AND ".join(["1", *[each] * len(about)]), about
    rows = store.rows(
        "SELECT r.id, r.title, r.outlet, r.date, r.language,"
        " (SELECT count(*) FROM claims c WHERE c.report = r.key)"
        f" FROM reports r WHERE {where} ORDER BY r.date DESC, r.key LIMIT ? OFFSET ?",
        *values, limit, offset,
    )  # fmt: skip
    ((total,),) = store.rows(f"SELECT count(*) FROM reports r WHERE {where}", *values)
    return [Listed(*row) for row in rows], int(total)


def pairs(store: Store, limit: int) -> list[Pair]:
    """Between whom most is sought and given, in the latest reports."""
    rows = store.rows(
        "SELECT min(p.state, q.state) AS a, max(p.state, q.state) AS b,"
        " count(DISTINCT c.key) AS n"
        " FROM (SELECT key FROM reports ORDER BY date DESC, key LIMIT ?) r"
        " CROSS JOIN claims c ON c.report = r.key"
        " CROSS JOIN parts p ON p.claim = c.key AND p.part = 'actor'"
        " CROSS JOIN parts q ON q.claim = c.key AND q.part = 'counterpart'"
        " WHERE c.kind IN ('seeks', 'gives') AND p.state != q.state"
        " AND substr(p.state, 1, 1) != '?' AND substr(q.state, 1, 1) != '?'"
        " GROUP BY a, b ORDER BY n DESC, a, b LIMIT ?",
        _LATEST, limit,
    )  # fmt: skip
    return [Pair(*row) for row in rows]


def edges(store: Store, conditions: Conditions, relations: Sequence[str], limit: int) -> list[Edge]:
    """Who seeks from whom, who sanctions whom …: between states and bodies, the most told first."""
    where, values = conditions.where()
    found: list[Edge] = []
    for relation in relations:
        chosen = (
            f"claims c JOIN reports r ON r.key = c.report WHERE {RELATIONS[relation]} AND {where}"
        )
        claims = store.rows(f"SELECT c.key, c.report, c.certainty, r.date FROM {chosen}", *values)
        sides: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for claim, part, state in store.rows(
            "SELECT claim, part, state FROM parts WHERE part != 'source' AND claim IN"
            f" (SELECT c.key FROM {chosen})", *values,
        ):  # fmt: skip
            sides[claim][part].add(state)
        told: dict[tuple[str, str], list[tuple[int, float, str]]] = defaultdict(list)
        for claim, report, certainty, date in claims:
            for pair in product(sides[claim]["actor"], sides[claim]["counterpart"]):
                if pair[0] != pair[1]:
                    told[pair].append((report, certainty, date or ""))
        for (actor, counterpart), rows in told.items():
            reports_of = len({report for report, _, _ in rows})
            best, latest = max(sure for _, sure, _ in rows), max(date for _, _, date in rows)
            found.append(
                Edge(relation, actor, counterpart, len(rows), reports_of, best, latest or None)
            )
    return sorted(found, key=lambda e: (-e.claims, e.relation, e.actor, e.counterpart))[:limit]


def parts_of_actor(store: Store, actor: str) -> dict[str, int]:
    """In how many claims an actor (with all that belongs to it) acts, is acted on, speaks."""
    rows = store.rows(
        "SELECT part, count(DISTINCT claim) FROM parts WHERE state = ? OR actor = ? GROUP BY part",
        actor, actor,
    )  # fmt: skip
    return {"actor": 0, "counterpart": 0, "source": 0, **dict(rows)}


def members(store: Store, state: str, limit: int) -> list[Value]:
    """The persons, organs and bodies under a state that the claims name, by number of claims."""
    rows = store.rows(
        "SELECT actor, count(DISTINCT claim) AS n FROM parts WHERE state = ? AND actor != ?"
        " GROUP BY actor ORDER BY n DESC, actor LIMIT ?",
        state, state, limit,
    )  # fmt: skip
    return [Value(*row) for row in rows]


def stakes_of(store: Store, actor: str, kind: str, limit: int) -> list[Value]:
    """What an actor seeks or can give most."""
    rows = store.rows(
        "SELECT s.stake, count(DISTINCT c.key) AS n FROM parts p JOIN claims c ON c.key = p.claim"
        " JOIN claim_stakes s ON s.claim = c.key"
        " WHERE p.part = 'actor' AND (p.state = ? OR p.actor = ?) AND c.kind = ?"
        " AND c.certainty > 0 GROUP BY s.stake ORDER BY n DESC, s.stake LIMIT ?",
        actor, actor, kind, limit,
    )  # fmt: skip
    return [Value(*row) for row in rows]


def names(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """What the reports call the actors that no table knows, as one of their claims has it."""
    found = {}
    for actor in sorted({i for i in ids if not known_actor(i).name and i not in states()}):
        rows = store.rows(
            "SELECT a.value ->> 3 FROM parts p JOIN claims c ON c.key = p.claim, json_each(c.body,"
            " CASE p.part WHEN 'actor' THEN '$.actors' WHEN 'source' THEN '$.sources'"
            " ELSE '$.counterparts' END) a"
            " WHERE p.actor = ? AND a.value ->> 0 = ? ORDER BY c.key LIMIT 1",
            actor, actor,
        )  # fmt: skip
        if (row := next(rows, None)) and row[0]:
            found[actor] = str(row[0])
    return found
