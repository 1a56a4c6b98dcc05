"""Answers on claims made by hand: what is found, what is not, and that every claim has its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dragoman.answer import answer
from dragoman.answer_parts import load_words
from dragoman.questions import ASKS, languages, parse_question
from dragoman.record import Actor, Claim, Report, Time

TEXT = (
    "Pyongyang réclame du blé à Moscou. La Corée du Nord aurait livré des obus à la Russie, selon Séoul. "
    "Moscou dément toute livraison. Les deux capitales ont ouvert des pourparlers. "
    "Le M23 attend des munitions de Kigali. La Russie ne peut pas fournir de charbon."
)
OCTOBER = Report(TEXT, "fr", "2024-10-20", "La Vigie des Deux Mers")
NOVEMBER = Report(
    "Tokyo juge probable l'envoi d'obus nord-coréens.", "fr", "2024-11-05", "L'Écho du Cap"
)
PRK, RUS, KOR, JPN, RWA = (Actor(i, "state", i, i) for i in ("PRK", "RUS", "KOR", "JPN", "RWA"))
M23 = Actor("COD:m23", "armed_group", "COD", "M23")


def at(words: str, report: Report = OCTOBER) -> dict[str, int]:
    start = report.text.index(words)
    return {"start": start, "end": start + len(words)}


def claim(words: str, kind: str, type_: str | None, actors: tuple[Actor, ...], others: tuple[Actor, ...],
          stakes: tuple[str, ...], sure: str = "certain", author: str = "certain", report: Report = OCTOBER,
          **more: object) -> Claim:  # fmt: skip
    return Claim(
        report, kind, type_, actors, others, stakes, sure, author, **at(words, report), **more
    )  # type: ignore[arg-type]


WHEAT = claim("Pyongyang réclame du blé", "seeks", None, (PRK,), (RUS,), ("aid.food",))
SHELLS = claim("aurait livré des obus", "event", "AID", (PRK,), (RUS,), ("arms.artillery_shells",), author="reported",
               sources=(KOR,), flags=("unverified",))  # fmt: skip
GIVEN = claim("La Corée du Nord aurait livré des obus", "gives", None, (PRK,), (RUS,), ("arms.artillery_shells",),
              author="reported", sources=(KOR,))  # fmt: skip
DENIED = claim(
    "Moscou dément",
    "response",
    "denies",
    (RUS,),
    (),
    ("arms.artillery_shells",),
    refers_to=(SHELLS.id,),
)
TALKS = claim(
    "ont ouvert des pourparlers",
    "event",
    "CONSULT",
    (PRK, RUS),
    (),
    (),
    time=Time("2024-10-18", tense="past"),
)
GROUP = claim(
    "Le M23 attend des munitions", "seeks", None, (M23,), (RWA,), ("arms.ammunition",), "likely"
)
COAL = claim(
    "ne peut pas fournir de charbon",
    "gives",
    None,
    (RUS,),
    (),
    ("energy.coal",),
    "unlikely",
    "unlikely",
)
LIKELY = claim("juge probable l'envoi d'obus", "event", "AID", (PRK,), (RUS,), ("arms.artillery_shells",), "likely",
               "possible", NOVEMBER, sources=(JPN,), attitude="opines")  # fmt: skip


class Shelf:
    """A store of the claims above: reports that name all of `about`, claims that any is part of."""

    def claims(self, about: Sequence[str] | None = None) -> list[Claim]:
        known = [WHEAT, GIVEN, SHELLS, DENIED, TALKS, GROUP, COAL, LIKELY]
        names = {c: {x for a in c.actors + c.counterparts for x in (a.id, a.state)} for c in known}
        together = {
            report: set().union(*(names[c] for c in known if c.report is report))
            for report in (OCTOBER, NOVEMBER)
        }
        wanted = set(about or ())
        return [c for c in known if wanted <= together[c.report] and wanted & names[c]]


@pytest.mark.parametrize(
    ("question", "claims", "words"),
    [
        ("Que veut Pyongyang de Moscou ?", {WHEAT}, ["denrées", "« Pyongyang réclame du blé »", "selon : l'auteur"]),
        ("What does Pyongyang want from Moscow?", {WHEAT}, ["“Pyongyang réclame du blé”", "Stakes sought: 1."]),
        ("Que veut Kim Jong Un ?", {WHEAT}, ["denrées"]),
        ("Qu'attend le M23 du Rwanda ?", {GROUP}, ["munitions (probable; auteur : certain)"]),
        ("Que peut donner la Corée du Nord à la Russie ?", {GIVEN}, ["auteur : rapporté", "selon : Corée du Sud"]),
        ("Moscou peut-il livrer du charbon à Pyongyang ?", {COAL}, ["Nié ou écarté", "peu probable"]),
        ("Qui affirme que Pyongyang livre des obus à Moscou ?", {SHELLS, GIVEN, LIKELY},
         ["Sources : 2", "Corée du Sud (La Vigie des Deux Mers)", "Japon (L'Écho du Cap)", "2024-10-20", "estime"]),
        ("Est-il certain que Pyongyang livre des obus à Moscou ?", {SHELLS, GIVEN, LIKELY},
         ["certain : 2", "probable : 1", "non confirmé : 1", "source nommée : 3"]),
        ("Moscou a-t-il démenti les obus nord-coréens ?", {DENIED}, ["dément", "« Moscou dément »"]),
        ("Que s'est-il passé entre Pyongyang et Moscou ?", {TALKS, SHELLS, LIKELY}, ["2024-10-18 : ", "2024-10-20 : "]),
        ("Que s'est-il passé entre Pyongyang et Moscou en novembre 2024 ?", {LIKELY}, ["2024-11-05"]),
        ("La Corée du Nord a-t-elle violé une résolution en livrant des obus à la Russie ?", {SHELLS, GIVEN, LIKELY},
         ["droit au 2024-10-20 : interdit (S/RES/1874"]),
    ],
)  # fmt: skip
def test_answers(question: str, claims: set[Claim], words: list[str]) -> None:
    got = answer(Shelf(), question)
    text = got.as_text()
    assert got.found
    assert set(got.claims) == claims
    for part in words:
        assert part in text


def test_exchange_is_the_table_and_its_lines() -> None:
    got = answer(Shelf(), "Que cherche Kim Jong Un et que peut donner Poutine en échange ?")
    assert got.table is not None
    assert {r.stake for r in got.table.a_seeks} == {"aid.food"}
    assert {r.stake for r in got.table.a_can_give} == {"arms.artillery_shells"}
    text = got.as_text()
    assert "interdit (S/RES/1874" in text
    assert "dément" in text
    assert got.as_json()["exchange"]["a"] == "PRK"


def test_exchange_with_a_group_lists_both_ways() -> None:
    got = answer(Shelf(), "M23 et Rwanda : qui donne quoi à qui ?")
    assert got.table is None
    assert got.claims == (GROUP,)


def test_a_question_with_a_date_is_answered_as_of_it() -> None:
    got = answer(
        Shelf(), "Qui affirme que Pyongyang livre des obus à Moscou au 1er novembre 2024 ?"
    )
    assert LIKELY not in got.claims
    assert SHELLS in got.claims


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Quelles résolutions interdisent la vente d'obus à la Corée du Nord en 2024 ?",
         ["Interdit.", "S/RES/1718, § 8", "15 pour, 0 contre"]),
        ("Can North Korea legally sell shells to Russia in October 2024?", ["Forbidden.", "S/RES/1874, para 9", "Russia voted for"]),
        ("What sanctions target North Korea in 2024?", ["Measures in force on 2024", "S/RES/2397"]),
        ("How did Russia vote on North Korea in March 2024?", ["Russia voted against"]),
        ("Abstentions sur la résolution 1973 ?", ["5 abstentions (Brésil, Chine, Allemagne, Inde, Russie)"]),
        ("Quels vetos de la Russie ?", ["a voté contre"]),
    ],
)  # fmt: skip
def test_law(question: str, words: list[str]) -> None:
    got = answer(Shelf(), question)
    assert got.found
    for part in words:
        assert part in got.as_text()


@pytest.mark.parametrize(
    ("question", "said", "near"),
    [
        (
            "Que veut Moscou de Pyongyang ?",
            "Rien, dans les rapports lus, ne dit que cela est recherché.",
            True,
        ),
        (
            "Que veut Pyongyang de Pékin ?",
            "Rien, dans les rapports lus, ne dit que cela est recherché.",
            True,
        ),
        (
            "Que veut Oslo de Lima ?",
            "Rien, dans les rapports lus, ne dit que cela est recherché.",
            False,
        ),
        ("Has Pyongyang confirmed the wheat from Moscow?", "No response in the reports read", True),
        ("Who abstained on resolution 9999?", "The tables know of no such vote.", False),
    ],
)
def test_nothing_found_is_said_with_the_nearest(question: str, said: str, near: bool) -> None:
    got = answer(Shelf(), question)
    assert not got.found
    assert got.summary.startswith(said)
    assert bool(got.claims) is near


@pytest.mark.parametrize("language", languages())
def test_what_can_be_asked_is_shown_with_examples_that_can(language: str) -> None:
    words = load_words(language)
    for asks, example in words.examples.items():
        assert (parse_question(example).asks, parse_question(example).language) == (asks, language)
    question = {"fr": "Quel temps fait-il ?", "en": "How is the weather?"}[language]
    got = answer(Shelf(), question)
    assert not got.found
    assert len(got.sections[0].lines) == len(ASKS)
    assert words.examples["seeks"] in got.as_text()


@pytest.mark.parametrize("language", languages())
def test_every_kind_answers_in_every_language(language: str) -> None:
    for example in load_words("fr").examples.values():
        got = answer(Shelf(), example, language)
        assert got.language == language
        assert "{" not in got.as_text()


def test_json_holds_every_claim_once_with_its_evidence() -> None:
    got = answer(Shelf(), "Qui affirme que Pyongyang livre des obus à Moscou ?").as_json()
    ids = [c["id"] for c in got["claims"]]
    assert len(ids) == len(set(ids)) == 3
    assert all(i in ids for s in got["sections"] for line in s["lines"] for i in line["claims"])
    assert all(c["evidence"]["text"] for c in got["claims"])
    assert got["question"]["asks"] == "who_says"
