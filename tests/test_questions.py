"""What a question asks: a table of cases, and what must hold of any text at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.questions import ASKS, Question, languages, load_phrasing, parse_batch, parse_question
from dragoman.tables import Row, TableError, read_table
from dragoman.world.stakes import stake_ids

COLUMNS = ("language", "asks", "actor", "counterpart", "stake", "on", "question")
CASES = list(read_table(Path(__file__).with_name("questions.tsv"), COLUMNS, ("question",)))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["question"])
def test_case(case: Row) -> None:
    got = parse_question(case["question"])
    assert (got.language, got.asks) == (case["language"], case["asks"])
    if case["asks"] == "unsupported":
        assert got.why
        return
    parties = (got.actor or "", got.counterpart or "")
    wanted = (case["actor"], case["counterpart"])
    if case["asks"] == "exchange":  # its two sides are equals
        parties, wanted = tuple(sorted(parties)), tuple(sorted(wanted))
    assert (*parties, got.stake or "", got.on or "") == (*wanted, case["stake"], case["on"])


def test_the_cases_cover_what_can_be_asked() -> None:
    for language in languages():
        asked = {c["asks"] for c in CASES if c["language"] == language}
        assert asked == {*ASKS, "unsupported"}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Que veut la Corée du Nord de la Russie ?", "que veut la coree du nord de la russie"),
        ("Qu’attend l’Éthiopie de l’Égypte ?", "QU'ATTEND L'ETHIOPIE DE L'EGYPTE ?"),
        ("Has the U.S. confirmed it?", "Has the US confirmed it"),
    ],
)
def test_accents_and_quotes_do_not_matter(text: str, same: str) -> None:
    one, other = parse_question(text), parse_question(same)
    assert one.as_json() == other.as_json()
    assert one.asks != "unsupported"


def test_resolutions_are_no_years() -> None:
    got = parse_question("Who abstained on resolution 2023?")
    assert (got.asks, got.instruments, got.on) == ("votes", ("S/RES/2023",), None)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Que veut Rabat de Madrid au 1er mars 2022 ?", "2022-03-01"),
        ("Que veut Rabat de Madrid depuis août 2021 ?", "2021-08"),
        ("What does Rabat want from Madrid as of March 2nd, 2022?", "2022-03-02"),
        ("What does Rabat want from Madrid (2022-03-02)?", "2022-03-02"),
        ("What did Rabat want from Madrid in 2019?", "2019"),
        ("What may Rabat want from Madrid?", None),
    ],
)
def test_dates(text: str, on: str | None) -> None:
    assert parse_question(text).on == on


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LookupError, match="'xx'"):
        parse_question("Que veut Pyongyang ?", "xx")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_question(text: str) -> None:
    got = parse_question(text)
    assert got == parse_question(text)
    assert got.asks in (*ASKS, "unsupported")
    assert got.stake is None or got.stake in stake_ids()
    assert got.asks == "unsupported" or got.actor or got.counterpart or got.instruments


def test_batch() -> None:
    lines = [
        '{"id": "a", "question": "Que veut Oslo de Berlin ?", "lang": "fr"}',
        "",
        '{"id": 2, "question": ""}',
    ]
    got = [json.loads(line) for line in parse_batch(lines)]
    assert got[0] == {
        "id": "a",
        "asks": "seeks",
        "actor": "NOR",
        "counterpart": "DEU",
        "stake": None,
        "on": None,
    }
    assert got[1]["asks"] == "unsupported"
    with pytest.raises(ValueError, match="line 2"):
        list(parse_batch([lines[0], "no json"]))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("cues", {"votes": {}}, "cues: 'breaches'"),
        ("marks", {"beside": ["beside"]}, "marks: unknown 'beside'"),
        ("terms", {"arms.swords": ["sword"]}, "unknown stake 'arms.swords'"),
    ],
)
def test_wrong_words_name_the_file(
    key: str, value: object, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import yaml

    from dragoman import questions

    data = yaml.safe_load((questions.LANG / "en" / "questions.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "en" / "questions.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({**data, key: value}), encoding="utf-8")
    monkeypatch.setattr(questions, "LANG", tmp_path)
    with pytest.raises(TableError, match=message) as error:
        load_phrasing.__wrapped__("en")
    assert str(path) in str(error.value)


def test_question_as_json_has_the_fixed_names() -> None:
    assert list(Question("?", "en", "votes").as_json()) == [
        "asks",
        "actor",
        "counterpart",
        "stake",
        "on",
    ]
