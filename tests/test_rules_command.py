"""`dragoman rules` and `dragoman breaches`, as a user types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.record import Actor, Claim, Record, Report
from dragoman.store import Store


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "store.db"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def runner(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return runner


@pytest.fixture
def store(tmp_path: Path) -> None:
    prk, rus = Actor("PRK", "state", "PRK"), Actor("RUS", "state", "RUS")
    council = Actor("IGO:un-security-council", "igo")
    text = (
        "Pyongyang livre des obus à Moscou. La Russie avait voté contre la résolution 1874. "
        "Moscou donne du pain à Pyongyang."
    )
    report = Report(text, "fr", "2024-05-06", "La Gazette")

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    deed, vote, bread = (
        at("Pyongyang livre des obus à Moscou"),
        at("La Russie avait voté contre la résolution 1874"),
        at("Moscou donne du pain à Pyongyang"),
    )
    claims = (
        Claim(report, "event", "AID", (prk,), (rus,), ("arms.artillery_shells",), "certain", "certain", *deed),
        Claim(report, "event", "REJECT", (rus,), (council,), ("diplomacy.vote",), "certain", "certain", *vote),
        Claim(report, "event", "AID", (rus,), (prk,), ("aid.food",), "certain", "certain", *bread),
    )  # fmt: skip
    with Store(tmp_path / "store.db") as kept:
        kept.add(Record(report, claims))


#: what is typed, and what must be read on the screen
SAID = [
    ("rules PRK --stake arms.ammunition --from PRK --to RUS --on 2023-09-13",
     ["North Korea → Russia · ammunition", "forbidden", "S/RES/1874 para 9", "binds all states, North Korea included",
      "from North Korea", "since 2009-06-12", "Russia voted for", "15 for", "paragraph verified"]),
    ("rules PRK --stake arms.ammunition --from Pyongyang --to moscou --on 2023-09-13 --lang fr",
     ["Corée du Nord → Russie · munitions", "interdit", "§ 9", "lie : tous les États", "Russie a voté pour"]),
    ("rules --stake forces --from PRK --to RUS --on 2024-11-01",
     ["no express ban", "The nearest measures", "S/RES/2270 para 9", "covers other things: military training"]),
    ("rules --stake energy.oil --from RUS --to PRK --on 2020 --lang fr", ["plafonné", "4 000 000 barils", "sauf : Comité"]),
    ("rules --stake arms.aircraft --from RUS --to IRN --on 2025-10-20",
     ["a contested ban", "contested by China, Iran, Russia", "2 against (Brazil, Turkey)"]),
    ("rules --stake arms.aircraft --from RUS --to IRN --on 2026-05-01", ["know the law up to 2025-12-31"]),
    ("rules --stake goods.minerals --goods min.gold --from PRK --to CHN --on 2017-01-01", ["probably forbidden, paragraph unverified"]),
    ("rules --stake arms --from CHN --to SDN --on 2010 --lang fr", ["seulement : Darfour"]),
    ("rules --stake relations.closer_ties --from RUS --to PRK --on 2024", ["no express ban", "no measure of the tables"]),
    ("rules PRK --on 2008-01-01", ["Rules on North Korea", "S/RES/1718", "para 8(a)(iii)", "mere call", "unverified paragraph"]),
    ("rules PRK", ["law on 2025-12-31", "S/RES/2397"]),
    ("rules COD:m23 --on 2020", ["S/RES/1807"]),
    ("rules CHE --on 2020", ["nothing in force on that day names Switzerland"]),
    ("rules IRN --stake arms --on 2017", ["annex B 5", "· arms"]),
    ("rules --to IRN --stake arms --on 2017", ["annex B 5"]),
    ("rules diff PRK 2016-01-01 2017-12-31",
     ["Adopted, or put to the vote", "S/RES/2397", "In force on 2017-12-31, and not on 2016-01-01",
      "In force for a time between", "no longer on 2017-12-31"]),
    ("rules diff PRK 2019-01-01 2019-12-31 --lang fr", ["S/RES/2464"]),
    ("rules diff CHE 2016 2017", ["nothing changed for Switzerland"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "words"), SAID)
def test_what_is_read(run: Any, typed: str, words: list[str]) -> None:
    result = run(*typed.split())
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert [w for w in words if w not in shown] == [], result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


#: what is typed wrong, and the sentence that says so
WRONG = [
    ("rules", "name a TARGET"),
    ("rules PRK IRN", "one TARGET, please"),
    ("rules diff PRK 2016", "diff takes TARGET SINCE UNTIL"),
    ("rules diff PRK 2017 2016", "2016 is not after 2017"),
    ("rules diff PRK 2016 soon", "'soon' is no ISO date"),
    ("rules diff PRK 2016 2017 --on 2016", "and no --on"),
    ("rules Atlantis", "no actor is known as 'Atlantis'"),
    ("rules PRK --stake arms.swords", "no stake 'arms.swords'"),
    ("rules PRK --stake arms --goods swords", "no kind of goods 'swords'"),
    ("rules PRK --on tomorrow", "is no ISO date"),
    ("rules --stake arms --from PRK --to PRK", "a transfer takes two sides"),
    ("breaches --target Atlantis", "no actor is known as 'Atlantis'"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_wrong_usage(run: Any, typed: str, sentence: str) -> None:
    result = run(*typed.split())
    assert result.exit_code == 2 and sentence in result.stderr, result.output


def test_help_shows_all_three_ways(run: Any) -> None:
    shown = run("rules", "--help").stdout
    assert all(way in shown for way in ("rules TARGET", "rules diff TARGET", "rules --batch FILE"))


def test_json_of_a_transfer_a_listing_and_a_diff(run: Any) -> None:
    def told(typed: str) -> Any:
        return json.loads(run(*typed.split(), "--json").stdout)

    one = told("rules PRK --stake arms --from PRK --to RUS --on 2023")
    assert (one["verdict"], one["obstacles"][0]["paragraph_checked"]) == ("forbidden", True)
    listed = told("rules PRK --on 2023")
    assert {"S/RES/1718", "S/RES/2397"} <= {m["instrument"] for m in listed}
    change = told("rules diff PRK 2016 2017")
    assert change["since"] == "2016" and change["added"] and change["passed"]


def test_a_batch(run: Any, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    case = {"id": "a", "on": "2016-03-02", "target": "PRK", "from": "RUS", "to": "PRK", "stake": "arms.small_arms", "good": None}  # fmt: skip
    cases.write_text(json.dumps(case) + "\n", encoding="utf-8")
    (line,) = run("rules", "--batch", str(cases)).stdout.splitlines()
    answer = json.loads(line)
    assert (answer["id"], answer["verdict"]) == ("a", "forbidden")
    assert answer["paragraphs"]["S/RES/2270"] and answer["votes"]["S/RES/2270"]["RUS"] == "Y"
    cases.write_text('{"id": "a"}\n', encoding="utf-8")
    wrong = run("rules", "--batch", str(cases))
    assert wrong.exit_code == 1 and "line 1: 'from' is missing" in wrong.stderr
    assert run("rules", "PRK", "--batch", str(cases)).exit_code == 2


@pytest.mark.usefixtures("store")
def test_breaches(run: Any) -> None:
    shown = " ".join(run("breaches", "--target", "PRK").stdout.split())
    for words in ("Possible breaches · North Korea", "North Korea → Russia · artillery shells",
                  "“Pyongyang livre des obus à Moscou”", "S/RES/1874 para 9", "law on 2024-05-06"):  # fmt: skip
        assert words in shown
    assert "pain" not in shown
    (row,) = csv.DictReader(io.StringIO(run("breaches", "--format", "csv").stdout))
    assert (row["giver"], row["verdict"], row["certainty"]) == ("PRK", "forbidden", "certain")
    assert len(json.loads(run("breaches", "--json").stdout)) == 1
    assert len(run("breaches", "--format", "jsonl").stdout.splitlines()) == 1
    assert json.loads(run("breaches", "--until", "2023", "--json").stdout) == []
    assert "no claimed transfer" in run("breaches", "--target", "IRN").stdout


@pytest.mark.usefixtures("store")
def test_a_vote_in_the_text_meets_the_one_in_the_table(run: Any) -> None:
    shown = " ".join(run("claims", "--type", "REJECT").stdout.split())
    assert "law spoken of: S/RES/1874" in shown
    assert "contradiction: in the tables, Russia voted for (S/RES/1874, 2009-06-12)" in shown
    table = json.loads(run("exchange", "RUS", "PRK", "--json").stdout)
    (cited,) = table["law_cited"].values()
    assert cited["instruments"] == ["S/RES/1874"]
    assert [r["kind"] for r in cited["remarks"]] == ["contradicts"]
