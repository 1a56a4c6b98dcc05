"""Decisions on claims: kept beside the coding, used on request, written as gold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.cli import main
from dragoman.credit import credits_of
from dragoman.record import Claim, Record, Report
from dragoman.review import ReviewError, correct, decide, decisions, gold_rows, gold_table, original
from dragoman.store import Store
from dragoman.web.app import create_app
from tests import web_store
from tests.web_store import PRK, REPORT, RUS, USA

CHECK = Path(__file__).parent.parent.parent / "shared" / "tools" / "check_gold.py"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    web_store.fill(tmp_path / "store.db")
    return tmp_path / "store.db"


@pytest.fixture
def oil(path: Path) -> Claim:
    with Store(path, read_only=True) as store:
        return store.claims(report=REPORT.id, stake="energy.oil")[0]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "nothing was changed"),
        ({"stakes": "energy.oil"}, "nothing was changed"),
        ({"kind": "wish"}, "kind: 'wish' is none of event"),
        ({"type": "AGREE"}, "type: 'AGREE' is none of (empty)"),
        ({"kind": "event"}, "type: '' is none of AGREE"),
        ({"stakes": "energy.oil no.such"}, "stakes: 'no.such'"),
        ({"actors": "Nobody-at-all"}, "no actor is known as 'Nobody-at-all'"),
        ({"time": "soon"}, "time: date 'soon'"),
        ({"time": "2024-02-31"}, "time: date '2024-02-31'"),
        ({"evidence": "words that are not there"}, "evidence: these words"),
        ({"author_certainty": "likely"}, "without a source the author speaks"),
        ({"rule_ids": "x"}, "'rule_ids' cannot be corrected"),
    ],
)
def test_a_correction_is_the_codebooks(oil: Claim, fields: dict[str, str], told: str) -> None:
    with pytest.raises(ReviewError) as wrong:
        correct(oil, fields)
    assert told in str(wrong.value)


def test_a_correction_changes_what_it_says(oil: Claim) -> None:
    new = correct(oil, {
        "kind": "event", "type": "REQUEST", "actors": "PRK USA", "counterparts": "russie RUS:vladimir-putin",
        "stakes": "energy.oil aid.food", "sources": "IGO:european-union/josep-borrell", "certainty": "likely",
        "time": "2024-04/2024-05", "flags": "contested headline", "evidence": "du pétrole", "place": "RUS",
    })  # fmt: skip
    assert (new.kind, new.type, [a.id for a in new.actors]) == ("event", "REQUEST", ["PRK", "USA"])
    assert new.actors[0] == PRK, "who was there keeps name and mention"
    assert [(a.id, a.kind) for a in new.counterparts + new.sources] == [
        ("RUS", "state"), ("RUS:vladimir-putin", "person"), ("IGO:european-union/josep-borrell", "person"),
    ]  # fmt: skip
    assert (new.evidence, new.time and (new.time.start, new.time.end)) == (
        "du pétrole",
        ("2024-04", "2024-05"),
    )
    assert new.id != oil.id and new.report is oil.report


def test_decisions_stand_beside_the_coding(path: Path, oil: Claim) -> None:
    with Store(path) as store:
        before = store.claims()
        with pytest.raises(ReviewError, match="give the reason"):
            decide(store, oil, "reject", " ")
        decide(store, oil, "reject", "first thought", at="2024-06-01")
        made = decide(
            store,
            oil,
            "correct",
            "refined",
            reviewer="A",
            fields={"stakes": "energy.petroleum_products"},
        )
        other = next(c for c in before if c.kind == "response" and c.report == REPORT)
        decide(store, other, "reject", "not an answer")
        assert store.claims() == before, "the coding is as it was"
        assert [d.decision for d in decisions(store, claim=oil.id, all_=True)] == [
            "reject",
            "correct",
        ]
        assert [d.decision for d in decisions(store)] == ["correct", "reject"], (
            "the last one counts"
        )
        assert made.corrected and original(store, made.corrected.id[:8]) == oil.id
    with Store(path, reviewed=True) as store:
        after = {c.id for c in store.claims()}
        assert after == {c.id for c in before} - {oil.id, other.id} | {made.corrected.id}
        assert [c.id for c in store.claims(stake="energy.petroleum_products")] == [
            made.corrected.id
        ]
        assert not store.claims(stake="energy.oil") and not store.claims(
            kind="response", report=REPORT.id
        )
        assert [c.id for c in store.claims(about=["PRK", "RUS"], words="petrole")] == [
            made.corrected.id
        ]
        assert store.claim(made.corrected.id) == made.corrected


def test_the_commands_use_decisions_on_request(path: Path, oil: Claim) -> None:
    with Store(path) as store:
        decide(store, oil, "correct", "refined", fields={"stakes": "energy.petroleum_products"})
    for command in (
        ["claims"], ["exchange", "RUS", "PRK"], ["brief", "RUS", "PRK"], ["ask", "What does North Korea seek from Russia?"],
        ["export", "--format", "jsonl"],
    ):  # fmt: skip
        told = [
            CliRunner()
            .invoke(main, [*command, "--store", str(path), *more], env={"LC_ALL": "en"})
            .output
            for more in ([], ["--reviewed"])
        ]
        assert ["petroleum" in text for text in told] == [False, True], (command, told)


def test_decisions_outlive_a_new_coding(path: Path, oil: Claim) -> None:
    with Store(path) as store:
        decide(store, oil, "correct", "refined", fields={"stakes": "energy.petroleum_products"})
        store.add(web_store.stand_in(REPORT), again=True)
    with Store(path, reviewed=True) as store:
        assert store.claims(stake="energy.petroleum_products")
    with Store(path) as store:  # and one that no longer finds the claim leaves them without effect
        store.add(Record(REPORT, ()), again=True)
        assert len(decisions(store)) == 1 and gold_rows(store, REPORT.id)
    with Store(path, reviewed=True) as store:
        assert not store.claims(report=REPORT.id)


def test_gold_is_in_the_form_of_the_evaluation_data(path: Path, tmp_path: Path) -> None:
    with Store(path) as store:
        claims = store.claims(report=REPORT.id)
        for n, claim in enumerate(claims):
            if claim.kind == "response":
                decide(store, claim, "reject", "no")
            elif n % 2:
                decide(store, claim, "accept", "", need="optional")
            else:
                decide(
                    store, claim, "correct", "so", fields={"place": "PRK", "flags": "unverified"}
                )
        rows = gold_rows(store, REPORT.id)
    assert [r["id"] for r in rows] == [f"a{n:02}" for n in range(1, len(claims))]
    assert {r["need"] for r in rows} == {"core", "optional"}
    table = gold_table(rows)
    assert table.splitlines()[0].split("\t")[:3] == ["id", "kind", "type"]
    if not CHECK.exists():
        pytest.skip(f"no {CHECK.name} beside the project: the table was not checked by it")
    (tmp_path / "r.gold.tsv").write_text(table, encoding="utf-8")
    (tmp_path / "r.txt").write_text(REPORT.text, encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, CHECK, tmp_path / "r.gold.tsv", tmp_path / "r.txt"],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_review_by_form_and_by_data(
    path: Path, oil: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.pipeline.code", web_store.stand_in)
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    page = client.get(f"/claims/{oil.id}")
    assert page.status_code == 200
    refused = client.post(
        f"/claims/{oil.id}/review",
        data={"decision": "correct", "reason": "<i>why</i>", "stakes": "x"},
    )
    assert (
        refused.status_code == 422
        and "&lt;i&gt;why&lt;/i&gt;" in refused.text
        and "stakes: " in refused.text
    )
    sent = {"decision": "correct", "reason": "refined", "stakes": "energy.petroleum_products",
            "evidence": oil.evidence, "kind": oil.kind, "type": ""}  # fmt: skip
    kept = client.post(f"/claims/{oil.id}/review", data=sent, follow_redirects=False)
    assert kept.status_code == 303
    (made,) = client.get("/api/decisions").json()
    assert (made["decision"], made["corrected"]["stakes"]) == (
        "correct",
        ["energy.petroleum_products"],
    )
    assert client.get(f"/claims/{made['corrected']['id']}").status_code == 200, (
        "its own address leads there too"
    )
    assert "refined" in client.get("/review").text
    shown = {r: client.get(f"/exchange/RUS/PRK?lang=en{r}").text for r in ("", "&reviewed=1")}
    assert ["petroleum products" in text for text in shown.values()] == [False, True]
    for page_ in (
        "/claims",
        "/timeline",
        "/network",
        "/sources",
        f"/reports/{REPORT.id}",
        "/actors/PRK",
    ):
        assert client.get(page_, params={"reviewed": "1"}).status_code == 200
    assert client.get(f"/reports/{REPORT.id}/gold.tsv").text.count("\n") == 2
    by_data = client.post(
        f"/api/claims/{oil.id}/decisions", json={"decision": "reject", "reason": ""}
    )
    assert by_data.status_code == 422 and "reason" in by_data.json()["detail"]
    assert (
        client.post(f"/api/claims/{oil.id}/decisions", json={"decision": "accept"}).status_code
        == 201
    )


def said(outlet: str, date: str, source: object, certainty: str, n: int) -> Record:
    text = f"Text {n}: the shells are on their way."
    report = Report(text, "en", date, outlet, path=f"{n}.txt")
    claim = Claim(
        report, "gives", None, (PRK,), (RUS,), ("arms.artillery_shells",), certainty,
        certainty if source is None else "open", 0, len(text), sources=(source,) if source else (),
    )  # type: ignore[arg-type] # fmt: skip
    return Record(report, (claim,))


@pytest.mark.parametrize(
    ("told", "alone", "confirmed", "denied"),
    [
        ([("A", "2024-01-01", USA, "certain")], 1, 0, 0),
        ([("A", "2024-01-01", USA, "certain"), ("B", "2024-01-05", USA, "certain")], 2, 0, 0),
        ([("A", "2024-01-01", USA, "certain"), ("B", "2024-01-05", None, "certain")], 0, 1, 0),
        ([("A", "2024-01-05", USA, "certain"), ("B", "2024-01-01", None, "certain")], 0, 0, 0),
        ([("A", "2024-01-01", USA, "certain"), ("B", "2024-01-05", PRK, "excluded")], 0, 0, 1),
        ([("A", "2024-01-01", USA, "excluded"), ("B", "2024-01-05", PRK, "excluded")], 0, 0, 0),
    ],
)  # fmt: skip
def test_how_a_source_fares(
    tmp_path: Path,
    told: list[tuple[str, str, object, str]],
    alone: int,
    confirmed: int,
    denied: int,
) -> None:
    with Store(tmp_path / "s.db") as store:
        for n, case in enumerate(told):
            store.add(said(*case, n))
        credit = {c.source: c for c in credits_of(store)}["USA"]
    assert (credit.alone, credit.confirmed, credit.denied) == (alone, confirmed, denied)
