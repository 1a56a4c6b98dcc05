"""The commands that answer line by line: attributions, factuality, code-pairs."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from dragoman.cli import main
from dragoman.factuality import factuality
from dragoman.jsonl import read_objects
from dragoman.pairs import code_pair
from dragoman.stages.parse import MODELS


def needs(language: str) -> pytest.MarkDecorator:
    there = (MODELS / language / "pipeline").is_dir()
    return pytest.mark.skipif(not there, reason=f"no model for {language}")


EN, FR = needs("en"), needs("fr")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "line 2: no JSON"),
        ("[]", "line 2: no object"),
        ('{"id": 3}', "line 2: 'id' is missing, or no str"),
        ("{}", "line 2: 'id' is missing, or no str"),
    ],
)
def test_a_bad_line_is_named(line: str, what: str) -> None:
    lines = read_objects(['{"id": "a", "more": 1}', line], {"id": str})
    assert next(lines) == (1, {"id": "a", "more": 1})
    with pytest.raises(ValueError, match=what):
        next(lines)


# language | text, the event in brackets | score | label
EVENTS = [
    ("en", "Malta [sold] two boats to Gabon.", 3.0, "certain"),
    ("en", "Malta has not [sold] boats to Gabon.", -2.5, "excluded"),
    ("en", "No envoy [signed] the letter.", -2.5, "excluded"),
    ("en", "Malta [will] sell boats to Gabon.", 2.5, "certain"),
    ("en", "Malta may [sell] boats to Gabon.", 1.5, "possible"),
    ("en", "Malta wants to [sell] boats to Gabon.", 1.5, "open"),
    ("en", "Malta barred the crew from [leaving] the port.", -2.5, "excluded"),
    ("en", "The minister said that Malta [sold] boats to Gabon.", 2.75, "likely"),
    ("en", "The minister would not [comment].", -2.0, "unlikely"),
    ("fr", "Malte a [vendu] des bateaux au Gabon.", 3.0, "certain"),
    ("fr", "Malte [aurait] vendu des bateaux au Gabon.", 1.5, "reported"),
    ("fr", "Malte n'[aurait] pas vendu de bateaux au Gabon.", -1.5, "reported"),
    ("fr", "Malte [vendrait] des bateaux au Gabon s'il payait.", 1.5, "open"),
    ("fr", "Le port [serait] une base gabonaise.", 1.5, "reported"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "score", "label"),
    [pytest.param(*case, marks=needs(case[0])) for case in EVENTS],
)
def test_how_sure_the_author_is(language: str, text: str, score: float, label: str) -> None:
    start = text.index("[")
    case = {
        "id": "1", "lang": language, "text": text.replace("[", "").replace("]", ""),
        "start": start, "end": text.index("]") - 1,
    }  # fmt: skip
    assert list(factuality([json.dumps(case)])) == [{"id": "1", "score": score, "label": label}]


@EN
def test_how_sure_each_source_is() -> None:
    text = "The minister denied that Malta sold boats."
    case = {"id": "1", "lang": "en", "text": text, "start": 31, "end": 35}
    [answer] = factuality([json.dumps(case)], with_sources=True)
    assert [s["label"] for s in answer["sources"]] == ["excluded"]
    assert answer["label"] == "open"


# language | sentence | source | target | type
PAIRS = [
    ("en", "Gabon accused Malta of selling boats to rebels.", "Gabon", "Malta", "ACCUSE"),
    ("en", "Malta's ministers were arrested by Gabon.", "Gabon", "Malta's ministers", "COERCE"),
    (
        "en",
        "Malta refused to release the Gabonese sailors.",
        "Malta",
        "the Gabonese sailors",
        "REJECT",
    ),
    ("en", "Malta is ready to send medicine to Gabon.", "Malta", "Gabon", "AGREE"),
    ("en", "Malta threatened to attack Gabon.", "Malta", "Gabon", "THREATEN"),
    ("en", "Malta and Gabon signed an agreement on fishing.", "Malta", "Gabon", "SUPPORT"),
    ("en", "Malta said Gabon must leave the island.", "Malta", "Gabon", "REQUEST"),
    ("en", "The sea is calm between Malta and Gabon.", "Malta", "Gabon", None),
    ("en", "Malta attacked Gabon.", "Peru", "Chile", None),
    ("fr", "Malte a attaqué le Gabon.", "Malte", "Gabon", "ASSAULT"),
    ("fr", "Malte a condamné l'attaque du Gabon contre le Togo.", "Gabon", "Togo", "ASSAULT"),
]


@pytest.mark.parametrize(
    ("language", "sentence", "source", "target", "type_"),
    [pytest.param(*case, marks=needs(case[0])) for case in PAIRS],
)
def test_what_one_does_to_the_other(
    language: str, sentence: str, source: str, target: str, type_: str | None
) -> None:
    assert code_pair(sentence, source, target, language) == type_


@FR
def test_attributions_are_stretches_of_characters() -> None:
    text = "Selon le ministre, Malte vendra ses bateaux."
    case = json.dumps({"doc": "d", "lang": "fr", "text": text})
    run = CliRunner().invoke(main, ["attributions"], input=case + "\n")
    [said] = json.loads(run.output)["attributions"]
    found = {role: [text[a:b] for a, b in spans] for role, spans in said.items()}
    assert found["source"] == ["le ministre"]
    assert found["cue"] == ["Selon"]
    assert found["content"] == ["Malte vendra ses bateaux"]


@pytest.mark.parametrize(
    ("command", "line", "what"),
    [
        ("attributions", {"doc": "d", "lang": "fr"}, "line 1: 'text' is missing"),
        ("factuality", {"id": "1", "lang": "xx", "text": "a", "start": 0, "end": 1}, "no model"),
        ("code-pairs", {"id": "1", "sentence": "a"}, "line 1: 'source' is missing"),
    ],
)
def test_one_sentence_says_what_is_wrong(command: str, line: dict[str, object], what: str) -> None:
    run = CliRunner().invoke(main, [command], input=json.dumps(line))
    assert run.exit_code == 1
    assert run.output.startswith("Error: ")
    assert what in run.output
