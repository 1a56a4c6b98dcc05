"""Exports as tables: read back with the readers that their users have, nothing lost or invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.export import EXPORTERS
from dragoman.export.cells import neutral, restored, table
from dragoman.export.dyads import dyads
from dragoman.export.event_tables import ICEWS, POLECAT, contexts, icews, polecat
from dragoman.export.lines import jsonl
from dragoman.export.long_tables import TABLES, csv_table, parquet
from dragoman.export.plover import plover
from dragoman.export.selection import Selection, select, when
from dragoman.record import Actor, Claim, Report, Time
from dragoman.world.event_types import event_types
from tests.export_cases import (
    ALL,
    CHOSEN,
    DENIAL,
    HELP,
    MINISTER,
    REPORT,
    SEEKS,
    SHELLS,
    STRIKE,
    TALKS,
    UNDATED,
    selections,
)  # fmt: skip

ROOT = Path(__file__).parent.parent
Rows = list[dict[str, Any]]


def rows(pieces: Iterable[str], delimiter: str = ",") -> Rows:
    """As any reader of CSV has it."""
    lines = io.StringIO("".join(pieces), newline="")
    return list(csv.DictReader(lines, delimiter=delimiter, strict=True))


# JSON lines


@given(selections())
def test_jsonl_gives_back_the_claims(chosen: Selection) -> None:
    lines = "".join(jsonl(chosen)).split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [c.as_json() for c in chosen.claims]


def test_jsonl_is_the_codebook() -> None:
    schema = json.loads((ROOT / "docs/claim.schema.json").read_text(encoding="utf-8"))
    for line in jsonl(CHOSEN):
        jsonschema.validate(json.loads(line), schema)


# Cells

FORMULAS = [
    ("=1+1", "'=1+1"), ("+33", "'+33"), ("-5 %", "'-5 %"), ("@A1", "'@A1"), ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"), ("＝1", "'＝1"), ("'=1", "''=1"), ("plain", "plain"), ("'quoted'", "'quoted'"),
    ("", ""), ("a=b", "a=b"), ("\n=1", "'\n=1"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "safe"), FORMULAS)
def test_formulas_are_neutral(cell: str, safe: str) -> None:
    assert (neutral(cell), restored(safe)) == (safe, cell)


@given(st.text())
def test_neutral_cells_give_back_what_they_were(cell: str) -> None:
    assert restored(neutral(cell)) == cell
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers())))
def test_tab_separated_events_stay_on_their_line(cells: list[tuple[str, int]]) -> None:
    lines = "".join(table(("a", "b"), cells, "\t")).split("\n")
    assert lines.pop() == "" and len(lines) == len(cells) + 1
    assert all(len(next(csv.reader([line], delimiter="\t"))) == 2 for line in lines)


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers())))
def test_comma_separated_cells_come_back(cells: list[tuple[str, int]]) -> None:
    found = rows(table(("a", "b"), cells))
    assert [(restored(r["a"]), int(r["b"])) for r in found] == cells


# The four long tables, put together again


def claims_of(tables: dict[str, Rows], texts: dict[str, str]) -> list[Claim]:
    """The claims that four tables hold, made anew from them alone, but for the reports' texts."""
    reports = {
        r["report_id"]: Report(
            texts[r["report_id"]], r["language"], r["date"], r["outlet"], r["title"], r["path"],
            r["url"],
        )
        for r in tables["reports"]
    }  # fmt: skip

    def many(value: str | None) -> tuple[str, ...]:
        return tuple(value.split(";")) if value else ()

    def group(claim_id: str, part: str) -> tuple[Actor, ...]:
        return tuple(
            Actor(
                p["actor_id"],
                p["kind"],
                p["country"],
                p["label"] or "",
                p["mention"] or "",
                p["role"],
            )
            for p in tables["parts"]
            if (p["claim_id"], p["part"]) == (claim_id, part)
        )

    out = []
    for c in tables["claims"]:
        at = c["claim_id"]
        timed = any(c[k] for k in ("time_start", "time_end", "tense", "time_text"))
        out.append(Claim(
            reports[c["report_id"]], c["kind"], c["type"], group(at, "actor"), group(at, "counterpart"),
            tuple(s["stake"] for s in tables["stakes"] if s["claim_id"] == at), c["certainty"],
            c["author_certainty"], int(c["evidence_start"]), int(c["evidence_end"]),
            group(at, "source"), group(at, "joint_source"), c["attitude"], many(c["flags"]), c["mode"],
            many(c["context"]),
            Time(c["time_start"], c["time_end"], c["tense"], c["time_text"]) if timed else None,
            many(c["place"]), many(c["refers_to"]), many(c["rule_ids"]),
        ))  # fmt: skip
        assert c["evidence"] == out[-1].evidence
    return out


def as_known(chosen: Selection) -> list[Claim]:
    """What a table can give back: an empty cell is nothing known; names as a table shows them."""

    def actor(a: Actor) -> Actor:
        return replace(a, name=chosen.name(a))

    def report(r: Report) -> Report:
        return replace(r, title=r.title or None, outlet=r.outlet or None, path=r.path or None)

    return [
        replace(
            c, report=report(c.report),
            time=replace(c.time, text=c.time.text or None) if c.time else None,
            actors=tuple(map(actor, c.actors)), counterparts=tuple(map(actor, c.counterparts)),
            sources=tuple(map(actor, c.sources)), joint_sources=tuple(map(actor, c.joint_sources)),
        )
        for c in chosen.claims
    ]  # fmt: skip


def read_csv(chosen: Selection, name: str) -> Rows:
    found = rows(csv_table(replace(chosen, table=name)))
    return [{k: restored(v) or None for k, v in row.items()} for row in found]


def read_parquet(chosen: Selection, name: str) -> Rows:
    (data,) = parquet(replace(chosen, table=name))
    found: Rows = pq.read_table(pa.BufferReader(data)).to_pylist()
    return [{k: None if v == "" else v for k, v in row.items()} for row in found]


@pytest.mark.parametrize("read", [read_csv, read_parquet])
@settings(max_examples=40, deadline=None)  # the first reads the tables of the world
@given(chosen=selections())
def test_four_tables_hold_everything(read: Any, chosen: Selection) -> None:
    texts = {c.report.id: c.report.text for c in chosen.claims}
    assert claims_of({n: read(chosen, n) for n in TABLES}, texts) == as_known(chosen)


def test_parquet_has_types() -> None:
    (data,) = parquet(replace(CHOSEN, table="parts"))
    schema = pq.read_schema(pa.BufferReader(data))
    assert [schema.field(c).type for c in ("position", "cow", "label")] == [
        pa.int64(), pa.int64(), pa.string(),
    ]  # fmt: skip


# Event coders


def test_types_have_the_figures_of_the_manual() -> None:
    known = event_types()
    assert (known["ASSAULT"].score, known["RETREAT"].score, known["SANCTION"].quad) == (
        -9.3,
        7.6,
        4,
    )
    assert [known[t].quad for t in ("AGREE", "AID", "REQUEST", "PROTEST")] == [1, 2, 3, 4]
    assert all((k.score > 0) == (k.quad < 3) for k in known.values())


def test_polecat_has_its_forty_columns() -> None:
    assert len(POLECAT) == 40 and len(ICEWS) == 20
    header = "".join(polecat(Selection(()))).removesuffix("\n")
    assert header.split("\t") == list(POLECAT)
    assert (POLECAT[0], POLECAT[7], POLECAT[15], POLECAT[23], POLECAT[-1]) == (
        "Event ID", "Actor Name", "Recipient Name", "Placename", "Version",
    )  # fmt: skip


def test_polecat_rows() -> None:
    chosen = select(EXPORTERS["polecat"], CHOSEN, None)
    assert chosen.claims == (TALKS, STRIKE, UNDATED), (
        "what its author passes on, denies, doubts: out"
    )
    found = rows(polecat(chosen), "\t")
    pairs = [(r["Actor Country"], r["Recipient Country"], r["Event Date"]) for r in found]
    assert pairs == [
        ("CHL", "BOL", "2021-05-04"), ("BOL", "CHL", "2021-05-04"), ("CHL", "PER", "2019-06-01"),
        ("CHL", "BOL", ""), ("BOL", "CHL", ""),
    ]  # fmt: skip
    assert len({r["Event ID"] for r in found}) == len(found)
    strike = found[2]
    assert (strike["Intensity"], strike["Quad Code"], strike["Actor COW"]) == ("-9.3", "4", "155")
    assert (strike["Placename"], strike["Country"], strike["Latitude"]) == ("Peru", "PER", "")
    assert strike["Contexts"] == "historical;dragoman:day-unknown"
    assert found[0]["Contexts"] == "dragoman:author-likely;dragoman:attributed"
    assert found[0]["Story People"] == "A. Ministre"
    assert (found[3]["Placename"], found[3]["Raw Placename"], found[3]["Country"]) == (
        "Arica",
        "Arica",
        "",
    )


CONTEXTS = [
    (SHELLS, ["dragoman:author-reported", "dragoman:contested", "dragoman:day-unknown"]),
    (HELP, ["future", "hypothetical", "negation", "dragoman:author-possibly_not"]),
    (UNDATED, []),
    (
        replace(TALKS, time=None),
        ["dragoman:author-likely", "dragoman:attributed", "dragoman:date-of-report"],
    ),
    (replace(UNDATED, rule_ids=("role.partner-implied",)), ["dragoman:implied"]),
    (
        replace(STRIKE, flags=("anonymous_source",), time=None),
        ["dragoman:attributed", "dragoman:date-of-report"],
    ),
]


@pytest.mark.parametrize(("claim", "expected"), CONTEXTS)
def test_contexts_say_how_sure(claim: Claim, expected: list[str]) -> None:
    assert contexts(claim) == expected


def test_lowering_the_floor_lets_allegations_in() -> None:
    chosen = select(EXPORTERS["polecat"], CHOSEN, "excluded")
    assert set(chosen.claims) == {TALKS, SHELLS, HELP, STRIKE, UNDATED}
    nobody = Selection((replace(TALKS, actors=()),))
    assert select(EXPORTERS["polecat"], nobody, None).left_out == {"out_actor": 1}


def test_icews_rows() -> None:
    found = rows(icews(select(EXPORTERS["icews"], CHOSEN, None)), "\t")
    told = [
        (r["Source Country"], r["Event Text"], r["CAMEO Code"], r["Target Country"]) for r in found
    ]
    assert told[:3] == [
        ("Chile", "Consult", "040", "Bolivia"), ("Bolivia", "Consult", "040", "Chile"),
        ("Chile", "Fight", "190", "Peru"),
    ]  # fmt: skip
    rebels = replace(STRIKE, actors=SHELLS.counterparts)
    assert rows(icews(Selection((rebels,))), "\t")[0]["CAMEO Code"] == "180", (
        "no government, no army"
    )


def test_plover_keeps_lists_and_says_who() -> None:
    talks, strike, _ = map(json.loads, plover(select(EXPORTERS["plover"], CHOSEN, None)))
    assert [a["code"] for a in talks["source"]] == ["CHL", "BOL"] and talks["recipient"] == []
    assert (strike["date"], strike["enddate"]) == ("2019-06-01", "2019-06-30")
    assert (strike["event"], strike["quad_code"], strike["event_scale"]) == (["ASSAULT"], 4, -9.3)
    said = talks["dragoman"]
    assert (said["author_certainty"], said["sources"][0]["identifier_id"]) == (
        "likely",
        MINISTER.id,
    )
    assert said["sources"][0]["office"] == "foreign_minister"


WHEN = [
    (None, "2021-05-04", ("2021-05-04", "2021-05-04", True, True)),
    (None, "2024-02", ("2024-02-01", "2024-02-29", False, True)),
    (None, None, None),
    (Time("2019"), "2021-05-04", ("2019-01-01", "2019-12-31", False, False)),
    (Time("2019-06-30", "2019-07"), None, ("2019-06-30", "2019-07-31", False, False)),
    (Time(None, "2019-06-30"), None, ("2019-06-30", "2019-06-30", True, False)),
    (Time(None, None, "past"), "2021", ("2021-01-01", "2021-12-31", False, True)),
]


@pytest.mark.parametrize(("time", "date", "expected"), WHEN)
def test_when(time: Time | None, date: str | None, expected: tuple[Any, ...] | None) -> None:
    found = when(replace(SEEKS, time=time, report=replace(REPORT, date=date)))
    assert (found and (found.start, found.end, found.exact, found.of_report)) == expected


# Panels


def test_dyads_count_every_claim_and_say_how_sure() -> None:
    chosen = Selection(ALL)
    found = rows(dyads(chosen))
    told = [
        (r["period"], r["actor"], r["counterpart"], r["type"], r["author_weight"]) for r in found
    ]
    assert told == [
        ("2019-06", "CHL", "PER", "ASSAULT", "1.0"),
        ("2021-05", "BOL", "CHL", "CONSULT", "0.667"),
        ("2021-05", "CHL", "BOL", "CONSULT", "0.667"),
        ("2021-05", "IGO:united-nations", "PER", "AID", "-0.333"),
    ]
    assert chosen.left_out == {"out_lone": 2, "out_undated": 2}
    assert [found[3][c] for c in ("asserted", "reported", "open", "denied")] == ["0", "0", "0", "1"]
    assert found[1]["dated_by_report"] == "0" and found[0]["actor_name"] == "Chile"


def test_dyads_by_year_and_number() -> None:
    chosen = Selection(ALL, by="year", codes="gw")
    found = rows(dyads(chosen))
    assert [(r["period"], r["actor"], r["counterpart"]) for r in found] == [
        ("2019", "155", "135"), ("2021", "145", "155"), ("2021", "155", "145"),
    ]  # fmt: skip
    assert chosen.left_out["out_uncoded"] == 2, "an IGO and rebels have no number of a state"
    home = Selection((replace(STRIKE, counterparts=(STRIKE.actors[0],)),))
    assert not rows(dyads(home)) and home.left_out == {"out_home": 1}


def test_zeros_fill_the_panel() -> None:
    found = rows(dyads(Selection(ALL, by="year", zeros=True)))
    years, pairs, kinds = ("2019", "2020", "2021"), 4, 3
    assert len(found) == len(years) * pairs * kinds
    assert {r["period"] for r in found} == set(years)
    assert sum(int(r["claims"]) for r in found) == 4
    assert rows(dyads(Selection((), zeros=True))) == []


@settings(max_examples=40, deadline=None)
@given(selections())
def test_dyads_lose_nothing_unsaid(chosen: Selection) -> None:
    told = {c.id for c in chosen.claims}
    found = rows(dyads(chosen))
    kept = len(told) - sum(chosen.left_out.values())
    assert sum(int(r["claims"]) for r in found) >= kept >= 0
    for row in found:
        parts = [int(row[c]) for c in ("asserted", "reported", "open", "denied")]
        assert sum(parts) == int(row["claims"]) and row["actor"] != row["counterpart"]


def test_denials_are_no_events() -> None:
    assert DENIAL not in select(EXPORTERS["polecat"], CHOSEN, "excluded").claims
