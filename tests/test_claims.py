"""What the coder makes of small texts, from the outside: text in, claims out."""

from __future__ import annotations

import pytest

from dragoman.pipeline import code
from dragoman.record import SCORES, Report

# text | kind | type | actors | counterparts | stakes | certainty | author | sources | attitude
CASES = [
    ("La Norvège réclame du gaz à l'Algérie.",
     "seeks", None, "NOR", "DZA", "energy.gas", "certain", "certain", "", "asserts"),
    ("Oslo chercherait à acheter des missiles à Séoul.",
     "seeks", None, "NOR", "KOR", "arms.missiles", "reported", "reported", "", "alleges"),
    ("Le Kenya affirme que le Soudan chercherait à acheter des missiles à l'Iran.",
     "seeks", None, "SDN", "IRN", "arms.missiles", "certain", "reported", "KEN", "asserts"),
    ("L'Algérie peut livrer du gaz à la Norvège.",
     "gives", None, "DZA", "NOR", "energy.gas", "possible", "possible", "", "asserts"),
    ("L'Algérie ne peut pas livrer de gaz à la Norvège.",
     "gives", None, "DZA", "NOR", "energy.gas", "unlikely", "unlikely", "", "asserts"),
    ("L'Algérie refuse de livrer du gaz à la Norvège.",
     "gives", None, "DZA", "NOR", "energy.gas", "excluded", "excluded", "", "asserts"),
    ("Selon Oslo, l'Algérie livrera du gaz à la Norvège.",
     "gives", None, "DZA", "NOR", "energy.gas", "certain", "likely", "NOR", "asserts"),
    ("L'Algérie a démenti la livraison de missiles au Soudan.",
     "gives", None, "DZA", "SDN", "arms.missiles", "excluded", "open", "DZA", "denies"),
    ("Le président kényan a rencontré son homologue ougandais à Nairobi.",
     "event", "CONSULT", "KEN", "UGA", "", "certain", "certain", "", "asserts"),
    ("L'Ouganda a condamné l'attaque du Rwanda contre le Burundi.",
     "event", "ACCUSE", "UGA", "RWA", "", "certain", "certain", "", "asserts"),
    ("L'Ouganda a condamné l'attaque du Rwanda contre le Burundi.",
     "event", "ASSAULT", "RWA", "BDI", "", "certain", "certain", "", "asserts"),
    ("Le Conseil de sécurité de l'ONU interdit la vente d'armes au Soudan.",
     "rule", "forbids", "IGO:un-security-council", "", "arms", "certain", "certain", "", "asserts"),
    ("Le ministre kényan n'a pas confirmé la livraison de missiles.",
     "response", "not_confirmed", "KEN", "", "", "certain", "certain", "", "asserts"),
    ("« Nous devons lever les sanctions contre le Soudan », a déclaré le ministre kényan.",
     "seeks", None, "KEN", "", "diplomacy.sanctions_relief", "certain", "likely", "KEN", "asserts"),
]  # fmt: skip


def _states(actors):
    return {a.state for a in actors}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[1]}: {c[0][:50]}")
def test_a_text_yields_the_claim(case):
    text, kind, type_, actors, counterparts, stakes, certainty, author, sources, attitude = case
    found = code(Report(text, "fr", "2023-05-10")).claims
    same = [
        c for c in found
        if (c.kind, c.type) == (kind, type_)
        and set(actors.split()) <= _states(c.actors) | _states(c.counterparts)
        and set(counterparts.split()) <= _states(c.actors) | _states(c.counterparts)
        and set(stakes.split()) <= set(c.stakes)
    ]  # fmt: skip
    assert same, [
        (c.kind, c.type, _states(c.actors), _states(c.counterparts), c.stakes) for c in found
    ]
    claim = same[0]
    assert (claim.certainty, claim.author_certainty) == (certainty, author)
    assert [a.state for a in claim.sources] == sources.split()
    assert claim.attitude == attitude


LONG = (
    "Le Kenya a proposé au Soudan du blé en échange de pétrole. Khartoum n'a pas confirmé cette offre. "
    "« Nous avons besoin de blé », a toutefois admis le ministre soudanais de la Défense. "
    "Si Nairobi tient parole, le Soudan livrera du pétrole avant l'hiver."
)


def test_evidence_is_an_exact_slice_and_claims_are_well_formed():
    report = Report(LONG, "fr", "2023-05-10")
    claims = code(report).claims
    assert claims
    for claim in claims:
        assert claim.evidence == report.text[claim.start : claim.end]
        assert claim.evidence == claim.evidence.strip()
        assert {claim.certainty, claim.author_certainty} <= set(SCORES)
        assert claim.actors or claim.counterparts
        assert claim.rule_ids


def test_the_same_text_gives_the_same_claims():
    first, second = (code(Report(LONG, "fr", "2023-05-10")).claims for _ in range(2))
    assert [c.as_json() for c in first] == [c.as_json() for c in second]


def test_both_halves_of_an_exchange_refer_to_each_other():
    claims = code(Report(LONG, "fr", "2023-05-10")).claims
    halves = [c for c in claims if "claim.other-half" in c.rule_ids]
    assert halves and all(h.kind == "seeks" and "energy.oil" in h.stakes for h in halves)
    ids = {c.id for c in claims}
    for half in halves:
        assert set(half.refers_to) <= ids and half.refers_to


def test_what_is_not_confirmed_is_flagged():
    claims = code(Report(LONG, "fr", "2023-05-10")).claims
    response = next(c for c in claims if c.type == "not_confirmed")
    answered = [c for c in claims if c.id in response.refers_to]
    assert answered and all("unverified" in c.flags for c in answered)


UNVERIFIED = [
    ("fr", "Moscou affirme avoir livré des drones à l'Iran. Ces affirmations n'ont pas pu être vérifiées."),
    ("fr", "Moscou affirme avoir livré des drones à l'Iran. Ces chiffres n'ont pu être vérifiés."),
    ("en", "Moscow said it had sold drones to Iran. These claims could not be verified."),
    ("en", "Moscow said it had sold drones to Iran. The claim remains unverified."),
    ("en", "Moscow said it had sold drones to Iran. The sale has not been confirmed."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), UNVERIFIED)
def test_what_nobody_could_verify_is_a_response_of_nobody_named(language, text):
    claims = code(Report(text, language, "2023-05-10")).claims
    [response] = [c for c in claims if c.kind == "response"]
    assert (response.type, response.actors) == ("not_confirmed", ())
    answered = [c for c in claims if c.id in response.refers_to]
    assert answered and all("unverified" in c.flags for c in answered)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Ces affirmations n'ont pas pu être vérifiées."),
        ("fr", "Moscou affirme avoir livré des drones à l'Iran. Ces affirmations ont pu être vérifiées."),
        ("en", "Moscow said it had sold drones to Iran. The claims were verified."),
    ],
)  # fmt: skip
def test_what_answers_nothing_or_is_verified_is_no_such_response(language, text):
    claims = code(Report(text, language, "2023-05-10")).claims
    assert not any(c.type == "not_confirmed" for c in claims)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Depuis 2009, le Conseil de sécurité a interdit le commerce des armes avec Asmara."),
        ("en", "Since 2009 the Security Council has forbidden the arms trade with Asmara."),
    ],
)
def test_trade_that_is_forbidden_is_a_rule_and_no_deed(language, text):
    """The English tagger takes *forbidden* for an adjective, auxiliary and object notwithstanding."""
    found = code(Report(text, language, "2015-05-10")).claims
    assert [(c.kind, c.type) for c in found if "arms" in c.stakes] == [("rule", "forbids")]


def test_a_folded_voice_leaves_no_flag():
    text = "The Peruvian minister said Chile is said to have supplied drones to Iran."
    claims = code(Report(text, "en", "2023-05-10")).claims
    assert claims and all(c.flags == () and len(c.sources) == 1 for c in claims)


def test_a_text_without_actors_yields_nothing():
    assert code(Report("Il pleut depuis ce matin sur la plaine.", "fr")).claims == ()
