"""`csv` and `parquet`: four long tables, to be joined on `claim_id` and `report_id`.

`claims` has one row a claim, with lists of ids joined by ";", and is enough by itself for most
work; `parts` has one row for each actor of a claim, `stakes` one for each stake, `reports` one a
report. Together they hold every field of the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dragoman.export.cells import Cell, table
from dragoman.export.grading import BANDS, author_band, confirmed, credibility, letter
from dragoman.export.selection import Selection, ids
from dragoman.record import SCORES, Actor
from dragoman.world.codes import codes_of

_Rows = Iterator[list[Cell]]


@dataclass(frozen=True, slots=True)
class _Table:
    """`columns`: name and type of each, `text`, `int` or `float`."""

    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Selection], _Rows]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    """Columns as written: "id n:int score:float"; text where no type is named."""
    cut = [name.partition(":") for name in text.split()]
    return tuple((name, type_ or "text") for name, _, type_ in cut)


def _claims(chosen: Selection) -> _Rows:
    sure = confirmed(chosen)
    for c in chosen.claims:
        time = c.time.as_json() if c.time else {}
        yield [
            c.id, c.report.id, c.report.date, c.report.outlet, c.report.title, c.report.language,
            c.kind, c.type, c.mode, _list(c.context),
            _list(ids(c.actors)), _list(ids(c.counterparts)), _list(c.stakes),
            c.certainty, SCORES[c.certainty], c.author_certainty, SCORES[c.author_certainty],
            BANDS.get(c.certainty), author_band(c),
            letter(c.report, chosen.reliability) + credibility(c, sure),
            _list(c.flags), _list(ids(c.sources)), _list(ids(c.joint_sources)), c.attitude,
            time.get("start"), time.get("end"), time.get("tense"), time.get("text"),
            _list(c.place), _list(c.refers_to), c.start, c.end, c.evidence, _list(c.rule_ids),
        ]  # fmt: skip


def _parts(chosen: Selection) -> _Rows:
    for c in chosen.claims:
        groups: tuple[tuple[str, tuple[Actor, ...]], ...] = (
            ("actor", c.actors), ("counterpart", c.counterparts),
            ("source", c.sources), ("joint_source", c.joint_sources),
        )  # fmt: skip
        for part, group in groups:
            for position, actor in enumerate(group, 1):
                codes = codes_of(actor)
                yield [
                    c.id, c.report.id, part, position, actor.id, actor.state, actor.kind,
                    actor.country, chosen.name(actor), actor.name, actor.mention, actor.role,
                    codes.iso3, codes.cow, codes.gw, codes.sector, codes.cameo,
                ]  # fmt: skip


def _stakes(chosen: Selection) -> _Rows:
    for c in chosen.claims:
        for position, stake in enumerate(c.stakes, 1):
            yield [c.id, c.report.id, position, stake]


def _reports(chosen: Selection) -> _Rows:
    for r, claims in chosen.by_report():
        yield [
            r.id, r.date, r.outlet, r.title, r.language, r.path, r.url,
            letter(r, chosen.reliability), len(claims),
        ]  # fmt: skip


TABLES: dict[str, _Table] = {
    "claims": _Table(
        _columns(
            "claim_id report_id report_date outlet title language kind type mode context actors"
            " counterparts stakes certainty certainty_score:float author_certainty"
            " author_score:float icd203 author_icd203 admiralty flags sources joint_sources"
            " attitude time_start time_end tense time_text place refers_to evidence_start:int"
            " evidence_end:int evidence rule_ids"
        ),
        _claims,
    ),
    "parts": _Table(
        _columns(
            "claim_id report_id part position:int actor_id state kind country label name mention"
            " role iso3 cow:int gw:int sector cameo"
        ),
        _parts,
    ),
    "stakes": _Table(_columns("claim_id report_id position:int stake"), _stakes),
    "reports": _Table(
        _columns("report_id date outlet title language path url reliability claims:int"), _reports
    ),
}


def csv_table(chosen: Selection) -> Iterator[str]:
    """One of the tables as CSV: UTF-8, comma, header, cells safe for spreadsheets."""
    shape = TABLES[chosen.table]
    return table(shape.names, shape.rows(chosen))


def parquet(chosen: Selection) -> Iterator[bytes]:
    """One of the tables as Parquet, with its types; cells are as they are, since no spreadsheet
    reads them. Raises ModuleNotFoundError without pyarrow (the extra `analytics`)."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError("parquet needs pyarrow: install dragoman[analytics]") from missing

    types = {"text": pa.string(), "int": pa.int64(), "float": pa.float64()}
    shape = TABLES[chosen.table]
    schema = pa.schema([(name, types[type_]) for name, type_ in shape.columns])
    rows = (dict(zip(shape.names, row, strict=True)) for row in shape.rows(chosen))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink)
    yield sink.getvalue().to_pybytes()


def _list(values: tuple[str, ...] | list[str]) -> str | None:
    return ";".join(values) or None
