"""Who is meant, over our own cases (actor_cases.tsv): how many, and that it does not get worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.lookup import resolve_lines
from dragoman.record import Actor
from dragoman.stages.read_language import installed
from dragoman.tables import read_table
from dragoman.world_check import ambiguous

HERE = Path(__file__).parent
COLUMNS = ("kind", "lang", "date", "text", "answer")
#: What is asked of each kind: (exactly right, right at the level of states). Of "none", names that
#: are no actor, seven in twenty still fool it; so does a parse that breaks a name in two.
FLOORS = {
    "metonym": (0.97, 0.97), "office": (0.94, 0.97), "alias": (0.94, 0.94),
    "demonym": (0.97, 0.97), "none": (0.65, 0.65), "organisation": (0.94, 0.94),
    "state": (0.97, 0.97),
}  # fmt: skip


def state(answer: str | None) -> str | None:
    return Actor(answer, "").state if answer else None


@pytest.mark.parametrize("kind", FLOORS)
def test_who_is_meant(kind: str) -> None:
    if not installed():
        pytest.skip("no pipeline is installed")
    cases, wanted = [], []
    for row in read_table(HERE / "actor_cases.tsv", COLUMNS, unique=("date", "text")):
        if row["kind"] != kind:
            continue
        start = row["text"].index("[[")
        end = row["text"].index("]]") - 2
        text = row["text"].replace("[[", "").replace("]]", "")
        cases.append(
            {"id": row.line, "lang": row["lang"], "date": row["date"], "text": text,
             "start": start, "end": end}
        )  # fmt: skip
        wanted.append([None if a == "-" else a for a in row["answer"].split("|")])
    found = [answer["answer"] for answer in resolve_lines(map(json.dumps, cases))]
    assert len(found) == len(wanted) >= 20
    exact = sum(one in want for one, want in zip(found, wanted, strict=True))
    level = sum(
        state(one) in [state(w) for w in want] for one, want in zip(found, wanted, strict=True)
    )
    missed = [
        (case["text"], want, one)
        for case, want, one in zip(cases, wanted, found, strict=True)
        if one not in want
    ]
    assert exact / len(found) >= FLOORS[kind][0], missed
    assert level / len(found) >= FLOORS[kind][1], missed


def test_ambiguous_names_are_known() -> None:
    """A name that comes to mean a second actor is looked at before it is listed here."""
    columns = ("name", "ids")
    pinned = {
        r["name"]: tuple(r.many("ids")) for r in read_table(HERE / "ambiguous_names.tsv", columns)
    }
    assert ambiguous() == pinned
