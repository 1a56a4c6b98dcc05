"""Possible breaches: claimed transfers against the law of their day."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.breaches import BREACHED, COLUMNS, as_csv, breaches
from dragoman.record import SCORES, Actor, Claim, Report, Time

RUS, PRK, IRN, KOR, RWA, FRA = (
    Actor(i, "state", i) for i in ("RUS", "PRK", "IRN", "KOR", "RWA", "FRA")
)
M23 = Actor("COD:m23", "armed_group", "COD")
MINISTER = Actor("PRK:a-minister", "person", "PRK")
TEXT = "Pyongyang aurait livré des obus à Moscou. " * 3


def report(date: str | None = "2024-05-06") -> Report:
    return Report(TEXT, "fr", date, "La Gazette", "Des obus pour Moscou", "obus.txt")


def claim(
    kind: str, type_: str | None, giver: Actor, receiver: Actor | None, stake: str,
    sure: str = "certain", date: str | None = "2024-05-06", at: int = 0, time: Time | None = None,
    rules: tuple[str, ...] = (), **more: object,
) -> Claim:  # fmt: skip
    others = (receiver,) if receiver else ()
    return Claim(
        report(date), kind, type_, (giver,), others, (stake,), sure, sure, at, at + 20, time=time,
        rule_ids=rules, **more,
    )  # type: ignore[arg-type]  # fmt: skip


SHELLS = claim("event", "AID", PRK, RUS, "arms.artillery_shells")
#: claim, and the verdict on the breach; None where it is none
CASES = [
    (SHELLS, "forbidden"),
    (claim("gives", None, MINISTER, RUS, "arms"), "forbidden"),
    (claim("event", "COOPERATE", RUS, PRK, "energy.oil"), "capped"),
    (claim("event", "AID", IRN, RUS, "arms.drones", date="2022-11-01"), "contested"),
    (claim("event", "AID", IRN, RUS, "arms.drones", date="2024-11-01"), "national_only"),
    (claim("event", "AID", RWA, M23, "arms"), "forbidden"),
    (claim("event", "AID", RUS, PRK, "aid.food"), None),  # nothing forbids food
    (claim("event", "AID", RUS, PRK, "arms", date="2006-01-01"), None),  # not yet forbidden
    (claim("event", "AID", RUS, PRK, "arms.small_arms", date="2012-01-01"), None),  # with notice
    (claim("event", "SUPPORT", RUS, PRK, "arms"), None),  # words
    (claim("gives", None, PRK, RUS, "relations.military_cooperation"), None),  # no delivery
    (claim("gives", None, PRK, RUS, "arms", sure="excluded"), None),
    (claim("gives", None, PRK, RUS, "arms", sure="open"), None),
    (claim("seeks", None, RUS, PRK, "arms"), None),
    (claim("gives", None, PRK, None, "arms"), None),  # to nobody in particular
    (claim("gives", None, PRK, RUS, "arms", rules=("exchange.gives.posséder",)), None),  # capacity
    (claim("gives", None, PRK, RUS, "arms", rules=("role.partner-implied",)), None),
    (claim("event", "AID", PRK, RUS, "arms", rules=("role.partner-implied",)), "forbidden"),
    (claim("event", "AID", PRK, RUS, "arms", rules=("role.doer-implied",)), None),
    (claim("event", "AID", PRK, RUS, "arms", date=None), None),  # the law of no day
    (claim("event", "AID", PRK, PRK, "arms"), None),
]  # fmt: skip


@pytest.mark.parametrize(("made", "verdict"), CASES)
def test_what_is_a_breach(made: Claim, verdict: str | None) -> None:
    assert [b.ruling.verdict for b in breaches([made])] == ([verdict] if verdict else [])


#: when the deed was, on which day the law is asked, and how well that is known
DAYS = [
    (None, "2024-05-06", "report"),
    (Time("2023-11-02", tense="past"), "2023-11-02", "told"),
    (Time("2023", tense="past"), "2023", "told"),
    (Time("2016", tense="past"), "2016", "uncertain"),  # rifles were barred in March of that year
    (Time("2024", tense="past"), "2024-05-06", "told"),  # no later than the report
    (Time("2022", tense="present"), "2024-05-06", "report"),
    (Time("2024-07", tense="future"), "2024-07", "told"),
]


@pytest.mark.parametrize(("time", "on", "day"), DAYS)
def test_the_day_of_the_deed(time: Time | None, on: str, day: str) -> None:
    (found,) = breaches([claim("event", "AID", RUS, PRK, "arms.small_arms", time=time)])
    assert (found.on, found.day) == (on, day)


def test_a_delivery_and_the_giving_it_implies_are_one() -> None:
    twin = claim("gives", None, PRK, RUS, "arms.artillery_shells", sure="likely", at=5)
    elsewhere = claim("gives", None, PRK, RUS, "arms.artillery_shells", sure="likely", at=60)
    found = breaches([twin, SHELLS, elsewhere])
    assert [(b.claim, b.twins) for b in found] == [(SHELLS, (twin,)), (elsewhere, ())]


def test_who_denies_it() -> None:
    no = claim("response", "denies", RUS, None, "arms", at=42, refers_to=(SHELLS.id,))
    denial = claim("gives", None, PRK, RUS, "arms", sure="excluded", at=63, sources=(PRK,))
    silence = claim("response", "no_comment", KOR, None, "arms", at=42, refers_to=(SHELLS.id,))
    other = claim("response", "denies", FRA, None, "energy.oil", at=42)
    (found,) = breaches([SHELLS, no, denial, silence, other])
    assert [a.id for a in found.denied_by] == ["RUS", "PRK"]
    assert set(found.answers) == {no, denial, silence}


def test_target_certainty_and_implied_parties() -> None:
    rumour = claim(
        "event", "AID", IRN, RUS, "arms.missiles", sure="reported", date="2023-01-01", at=42
    )
    group = claim("event", "AID", RWA, M23, "arms", at=63)
    known = [SHELLS, rumour, group]
    assert [b.claim for b in breaches(known, "PRK")] == [SHELLS]
    assert (
        [b.claim for b in breaches(known, "COD")]
        == [group]
        == [b.claim for b in breaches(known, "COD:m23")]
    )
    assert rumour not in [b.claim for b in breaches(known, min_certainty="likely")]
    implied = claim("event", "AID", PRK, RUS, "arms", rules=("role.doer-implied",))
    assert len(breaches([implied], implied=True)) == 1 and not breaches([implied])


def test_each_row_has_its_paragraph_source_and_evidence() -> None:
    said = claim("event", "AID", PRK, RUS, "arms.ammunition", sources=(KOR,), flags=("unverified",))
    (found,) = breaches([said])
    told = json.loads(json.dumps(found.as_json()))
    assert (told["claim"], told["sources"], told["evidence"]) == (said.id, ["KOR"], said.evidence)
    first = told["paragraphs"][0]
    assert (first["instrument"], first["paragraph"], first["receiver_vote"]) == (
        "S/RES/1874",
        "9",
        "for",
    )
    (row,) = csv.DictReader(io.StringIO(as_csv([found])))
    assert tuple(row) == COLUMNS and row["evidence"] == said.evidence
    assert row["paragraphs"].startswith("S/RES/1874 9; ") and row["flags"] == "unverified"
    assert as_csv([]).strip() == ",".join(COLUMNS)


@given(
    st.lists(
        st.builds(
            claim,
            st.sampled_from(["gives", "event"]),
            st.sampled_from(["AID", "COOPERATE", "SUPPORT", None]),
            st.sampled_from([RUS, PRK, IRN, M23]),
            st.sampled_from([RUS, PRK, IRN, M23, None]),
            st.sampled_from(["arms", "arms.drones", "energy.oil", "aid.food", "diplomacy.vote"]),
            st.sampled_from(sorted(SCORES)),
            st.sampled_from(["2005-01-01", "2017", "2024-05-06", None]),
            st.integers(0, 100),
        ),
        max_size=6,
    )
)
def test_every_breach_rests_on_a_claim_and_a_paragraph(made: list[Claim]) -> None:
    found = breaches(made)
    assert found == breaches(list(reversed(made)))
    for b in found:
        assert b.claim in made and SCORES[b.claim.certainty] > 0
        assert b.ruling.verdict in BREACHED and b.ruling.deciding
        assert b.giver.state != b.receiver.state
