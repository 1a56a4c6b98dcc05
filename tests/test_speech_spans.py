"""The stretches that `dragoman attributions` answers with, and the words that it puts back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.attributions import attributions
from dragoman.matching.tokenised import join_words
from dragoman.stages.parse import MODELS


def needs(language: str) -> pytest.MarkDecorator:
    there = (MODELS / language / "pipeline").is_dir()
    return pytest.mark.skipif(not there, reason=f"no model for {language}")


def answer(language: str, text: str, cue: str | None = None) -> list[dict[str, str]]:
    case: dict[str, object] = {"doc": "1", "lang": language, "text": text}
    if cue is not None:
        case["cues"] = [[text.index(cue), text.index(cue) + len(cue)]]
    [got] = attributions([json.dumps(case)])
    return [
        {role: text[spans[0][0] : spans[-1][1]] if spans else "" for role, spans in said.items()}
        for said in got["attributions"]
    ]


# text | source | cue | content
DRAWN = [
    (
        "The minister has also said that Malta will close the port.",
        ("The minister", "has also said", "that Malta will close the port"),
    ),
    (
        "The envoy, who led the talks, said Malta will pay.",
        ("The envoy, who led the talks", "said", "Malta will pay"),
    ),
    (
        '"Malta will pay," the minister said. "Gabon knows it."',
        ("the minister", "said", 'Malta will pay," the minister said. "Gabon knows it'),
    ),
    (
        "The minister attacked the plan.",
        ("The minister", "attacked", "the plan"),
    ),
]  # fmt: skip


@needs("en")
@pytest.mark.parametrize(("text", "expected"), DRAWN)
def test_spans_are_drawn_as_the_corpora_do(text: str, expected: tuple[str, str, str]) -> None:
    [said] = answer("en", text)
    trimmed = tuple(said[role].strip(' ".') for role in ("source", "cue", "content"))
    assert trimmed == expected


# language | text | what must be among the answers: source | cue | content
FURTHER = [
    ("en", "The crowd mocked the offer.", ("The crowd", "mocked", "the offer")),
    ("en", "Voters are wary of the plan.", ("Voters", "are wary of", "the plan")),
    ("en", "The plan was backed by the union.", ("the union", "was backed by", "The plan")),
    ("en", "The envoy pointed out that Malta paid.", ("The envoy", "pointed out", "that Malta paid")),
    ("en", "The envoy has raised questions about the deal.",
     ("The envoy", "has raised questions about", "the deal")),
    ("en", "The envoy said in an interview that Malta paid.",
     ("The envoy", "said in an interview", "that Malta paid")),
    ("en", "Nine percent indicated that they would pay.",
     ("Nine percent", "indicated", "that they would pay")),
    ("fr", "Le visiteur découvre la salle.", ("Le visiteur", "découvre", "la salle")),
    ("fr", "Il me semble que le pont tiendra.", ("me", "semble", "le pont tiendra")),
    ("fr", "Selon moi, le pont tiendra.", ("moi", "Selon", "le pont tiendra")),
    ("fr", "Nous attendons la réponse du comité.", ("comité", "réponse", "la réponse du comité")),
    ("fr", "Le maire a des doutes sur la digue.", ("Le maire", "doutes", "la digue")),
    ("fr", "Selon la lettre du maire, le pont tiendra.", ("maire", "Selon", "le pont tiendra")),
    ("fr", "La date est indiquée dans la notice.", ("la notice", "indiquée", "La date")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), FURTHER)
def test_what_no_row_tells_is_read_from_syntax(
    language: str, text: str, expected: tuple[str, str, str]
) -> None:
    if not (MODELS / language / "pipeline").is_dir():
        pytest.skip(f"no model for {language}")
    got = [
        tuple(said[role].strip(" .,") for role in ("source", "cue", "content"))
        for said in answer(language, text)
    ]
    assert expected in got


@needs("en")
@pytest.mark.parametrize(
    "text", ["The envoy spoke at a rally.", "The dam helped the town.", "The tanker seeking a port left."]
)  # fmt: skip
def test_what_attributes_nothing_is_left_out(text: str) -> None:
    assert answer("en", text) == []


# text | cue given | source | content
GIVEN = [
    ("Le ministre a fredonné que la paix viendrait .", "fredonné", "Le ministre",
     "la paix viendrait"),
    ("L' accord , précise l' ambassadeur , n' existe plus .", "précise", "l' ambassadeur",
     "L' accord , précise l' ambassadeur , n' existe plus"),
    ("Leur réponse à la lettre tarde .", "réponse", "Leur", "la lettre"),
]  # fmt: skip


@needs("fr")
@pytest.mark.parametrize(("text", "cue", "source", "content"), GIVEN)
def test_a_given_cue_is_answered(text: str, cue: str, source: str, content: str) -> None:
    [said] = answer("fr", text, cue)
    assert (said["source"], said["content"].strip(" .")) == (source, content)


@pytest.mark.parametrize("cues", [[[3]], 7, [[0, 99]], [[4, 4]]])
def test_a_bad_cue_is_named(cues: object) -> None:
    case = {"doc": "1", "lang": "en", "text": "He said no.", "cues": cues}
    with pytest.raises(ValueError, match="line 1: .*cue"):
        list(attributions([json.dumps(case)]))


def test_words_are_joined_in_place() -> None:
    text, places = join_words("c' est l' ami , dit -il", "fr")
    assert text == " c'est  l'ami , dit-il "
    assert places[text.index("l'ami")] == len("c' est ")


@given(st.text(alphabet="l' -_dquist", max_size=30))
def test_every_character_keeps_its_place(text: str) -> None:
    joined, places = join_words(text, "fr")
    assert len(joined) == len(text) and sorted(places) == list(range(len(text)))
    assert all(joined[k] in (text[p], " ") for k, p in enumerate(places))
