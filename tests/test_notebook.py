"""Claims as a lazy sequence and as tables; what a notebook shows of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import lxml.html
import pyarrow as pa
import pytest

import dragoman
from dragoman.claim_table import COLUMNS, Claims
from dragoman.exchange import exchange
from dragoman.record import SCORES, Actor, Claim, Record, Report, Time
from dragoman.store import Store, StoreError

HOSTILE = "<script>alert(1)</script>\"'&"
TEXT = f"{HOSTILE} Oman veut du pétrole. Le Japon peut en livrer. {HOSTILE}"
REPORT = Report(TEXT, "fr", "2024-03-02", HOSTILE, HOSTILE)
OMAN, JAPAN = Actor("OMN", "state", "OMN", "Oman"), Actor("JPN", "state", "JPN", "Japon")
SOMEBODY = Actor("?:x", "person", None, HOSTILE, HOSTILE)
WANTS = Claim(REPORT, "seeks", None, (OMAN,), (JAPAN,), ("energy.oil", "energy.gas"), "certain",
              "likely", TEXT.index("Oman"), TEXT.index(". Le"), sources=(SOMEBODY,),
              flags=("unverified",), time=Time("2024-03", "2024-03", "present", "en mars"))  # fmt: skip
GIVES = Claim(REPORT, "gives", None, (JAPAN,), (), ("energy.oil",), "possible", "possible",
              TEXT.index("Le Japon"), TEXT.index(". " + HOSTILE))  # fmt: skip
CLAIMS = [WANTS, GIVES]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db") as kept:
        kept.add(Record(REPORT, tuple(CLAIMS)))
        yield kept


def test_claims_are_a_sequence(store: Store) -> None:
    found = store.claims()
    assert isinstance(found, Sequence) and len(found) == 2 and found
    assert found == CLAIMS and list(found) == CLAIMS and found == CLAIMS
    assert (found[0], found[-1], found.index(GIVES)) == (WANTS, GIVES, 1)
    assert isinstance(found[1:], Claims) and found[1:] == [GIVES]
    assert WANTS in found and found != CLAIMS[:1] and found != "claims"
    assert not store.claims(kind="rule")


def test_nothing_is_read_before_the_first_look(store: Store) -> None:
    found = store.claims(kind="seeks")
    assert repr(found) == "<Claims: not yet read>"
    other = Report("Une autre dépêche.", "fr", "2024-05-01")
    late = Claim(other, "seeks", None, (JAPAN,), (), ("energy.gas",), "certain", "certain", 0, 3)
    store.add(Record(other, (late,)))
    assert found == [WANTS, late], "what was added before the look is there"
    store.add(Record(Report("Encore une.", "fr"), ()))
    assert repr(found) == "<Claims: 2>" and len(found) == 2


def test_a_closed_store_is_opened_for_the_first_look(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path) as kept:
        kept.add(Record(REPORT, tuple(CLAIMS)))
        later, never = kept.claims(), kept.claims(kind="gives")
    assert later == CLAIMS
    path.unlink()
    assert later == CLAIMS, "what was read is kept"
    with pytest.raises(StoreError, match="no store at"):
        len(never)


def test_one_row_a_claim_in_every_library(store: Store) -> None:
    found = store.claims()
    names = [name for name, _, _ in COLUMNS]
    arrow, polars, pandas = found.to_arrow(), found.to_polars(), found.to_pandas()
    assert arrow.column_names == names == polars.columns == list(pandas.columns)
    assert arrow.num_rows == len(polars) == len(pandas) == 2
    first = arrow.to_pylist()[0]
    assert first == polars.to_dicts()[0]
    assert first["id"] == WANTS.id and first["stakes"] == ["energy.oil", "energy.gas"]
    assert (first["certainty_score"], first["author_score"]) == (
        SCORES["certain"],
        SCORES["likely"],
    )
    assert (first["actors"], first["counterparts"], first["sources"]) == (["OMN"], ["JPN"], ["?:x"])
    assert first["evidence"] == TEXT[first["start"] : first["end"]]
    assert arrow.to_pylist()[1]["time_start"] is None
    assert list(pandas[pandas.kind == "gives"].id) == [GIVES.id]
    wider = polars.explode("stakes").group_by("stakes").len().sort("stakes")
    assert wider.rows() == [("energy.gas", 1), ("energy.oil", 2)]


def test_a_table_of_nothing_has_its_columns_and_their_types(store: Store) -> None:
    nothing = store.claims(kind="rule")
    assert nothing.to_arrow().schema == store.claims().to_arrow().schema
    assert nothing.to_arrow().schema.field("stakes").type == pa.list_(pa.string())
    assert len(nothing.to_pandas()) == len(nothing.to_polars()) == 0


def test_columns_are_those_of_a_snapshot_where_they_mean_the_same() -> None:
    from dragoman.snapshot import SCHEMAS

    ours = {name for name, _, _ in COLUMNS}
    assert set(SCHEMAS["claims"]) - ours == {"time_text"}


@pytest.mark.parametrize(
    "shown",
    [REPORT, WANTS, GIVES, Record(REPORT, tuple(CLAIMS)), Claims(lambda: CLAIMS),
     exchange(CLAIMS, "OMN", "JPN"), exchange([], "OMN", "JPN")],
    ids=lambda x: type(x).__name__,
)  # fmt: skip
def test_a_notebook_shows_it(shown: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaped, with no colours but greys that show on light and dark, and nothing from outside."""
    for language in ("fr_FR.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        text = shown._repr_html_()  # type: ignore[attr-defined]
        page = lxml.html.fromstring(f"<div>{text}</div>")
        assert not page.xpath("//script|//@href|//@src|//@onclick|//style")
        assert "color:" not in text and "background" not in text
        if not isinstance(shown, dragoman.Exchange) or shown.rows:
            assert re.search("Oman|Japon", page.text_content())


def test_many_claims_are_counted(store: Store) -> None:
    many = Claims(lambda: CLAIMS * 15)
    page = lxml.html.fromstring(many._repr_html_())
    assert "30 claims, 10 not shown" in page.text_content()
    assert len(page.xpath("//tbody/tr")) == 20


def test_the_package_is_typed() -> None:
    assert (Path(dragoman.__file__).parent / "py.typed").is_file()
