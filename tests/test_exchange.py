"""The exchange table, on claims made by hand about a deal that nobody has struck."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange import exchange
from dragoman.labels import load_labels
from dragoman.record import SCORES, Actor, Claim, Report
from dragoman.show_exchange import show_exchange

REPORT = Report("…" * 200, "fr", "2024-03-02", "La Gazette")
LATER = Report("… " * 200, "fr", "2024-05-01", "Le Courrier")
RUS = Actor("RUS", "state", "RUS")
PRK = Actor("PRK", "state", "PRK")
LEADER = Actor("PRK:kim-jong-un", "person", "PRK")
ENVOY = Actor("RUS:sergei-lavrov", "person", "RUS")
USA = Actor("USA", "state", "USA")
GENERAL = Actor("USA:a-general", "person", "USA")
PAPER = Actor("RUS:a-paper", "media", "RUS")
MILITIA = Actor("RUS:a-militia", "armed_group", "RUS")
COUNCIL = Actor("IGO:un-security-council", "igo")
_next = iter(range(10_000))


def claim(
    kind: str, who: tuple[Actor, ...], whom: tuple[Actor, ...] = (), *stakes: str, **fields: Any
) -> Claim:
    """One claim a character of the report; certain for source and author unless said otherwise."""
    sure = fields.pop("sure", "certain")
    start = next(_next) % 190
    made = Claim(
        REPORT,
        kind,
        fields.pop("type", None),
        who,
        whom,
        stakes,
        sure,
        fields.pop("author", sure),
        start,
        start + 3,
    )
    return replace(made, **fields)


SHELLS = claim(
    "seeks",
    (RUS,),
    (PRK,),
    "arms.artillery_shells",
    "arms.ammunition",
    author="reported",
    sources=(USA,),
    flags=("unverified",),
)
SHELLS_TOO = claim("seeks", (ENVOY,), (), "arms.ammunition", sure="possible", sources=(GENERAL,))
FROM_OTHERS = claim("seeks", (RUS,), (USA,), "goods.machinery")
FACTORIES = claim("gives", (PRK,), (), "arms")
NOT_THE_STATE = claim("gives", (MILITIA,), (PRK,), "arms.drones")
GRAIN = claim("seeks", (LEADER,), (RUS,), "aid.food", sure="almost_certain")
NO_GRAIN = claim(
    "seeks", (PRK,), (RUS,), "aid.food", sure="excluded", sources=(PRK,), attitude="denies"
)
IF_GRAIN = claim("seeks", (PRK,), (RUS,), "aid.food", sure="open", flags=("hypothetical",))
SATELLITES = claim(
    "seeks",
    (PRK,),
    (RUS,),
    "technology.satellite",
    sure="reported",
    flags=("anonymous_source",),
    report=LATER,
)
SILENCE = claim("response", (RUS,), type="not_confirmed", refers_to=(SHELLS.id,))
COMMENT = claim("response", (PRK,), type="no_comment")
BAN = claim("rule", (COUNCIL,), (PRK,), "arms", type="forbids")
VOTED = claim("event", (RUS,), (COUNCIL,), "diplomacy.sanctions", type="SUPPORT")
VISIT = claim("event", (ENVOY,), (PRK,), type="CONSULT")
NO_VISIT = claim("event", (LEADER,), (RUS,), type="CONSULT", sure="excluded")
QUARREL = claim("event", (RUS,), (PRK,), type="ACCUSE")
REVOKE = claim(
    "event",
    (RUS,),
    (COUNCIL,),
    "diplomacy.vote",
    type="RETREAT",
    sure="open",
    sources=(PAPER, ENVOY),
    attitude="proposes",
)
ELSEWHERE = claim("event", (RUS,), (USA,), type="CONSULT")
ALL = [
    SHELLS, SHELLS_TOO, FROM_OTHERS, FACTORIES, NOT_THE_STATE, GRAIN, NO_GRAIN, IF_GRAIN, SATELLITES,
    SILENCE, COMMENT, BAN, VOTED, VISIT, NO_VISIT, QUARREL, REVOKE, ELSEWHERE,
]  # fmt: skip
TABLE = exchange(ALL, "RUS", "PRK")


def test_who_seeks_and_who_can_give() -> None:
    assert [r.stake for r in TABLE.a_seeks] == ["arms.ammunition", "arms.artillery_shells"]
    assert [r.stake for r in TABLE.b_can_give] == ["arms"]
    assert [r.stake for r in TABLE.b_seeks] == ["aid.food", "technology.satellite"]
    assert TABLE.a_can_give == ()


def test_certainty_of_source_and_author_stay_apart() -> None:
    ammunition = TABLE.a_seeks[0]
    assert ammunition.claims_for == tuple(sorted((SHELLS, SHELLS_TOO), key=lambda c: c.start))
    assert (ammunition.certainty, ammunition.author_certainty) == ("certain", "possible")
    assert {a.id for a in ammunition.sources} == {"USA", "USA:a-general"}
    assert ammunition.independent == 1, "a government and its general are one origin"


def test_for_against_and_undecided() -> None:
    grain = TABLE.b_seeks[0]
    assert (grain.claims_for, grain.claims_against, grain.undecided) == (
        (GRAIN,),
        (NO_GRAIN,),
        (IF_GRAIN,),
    )
    assert grain.certainty == "almost_certain"


def test_both_halves_are_paired_across_wider_and_narrower_stakes() -> None:
    assert TABLE.a_seeks[0].other_side == (FACTORIES,)
    assert set(TABLE.b_can_give[0].other_side) == {SHELLS, SHELLS_TOO}
    assert TABLE.b_seeks[0].other_side == ()


def test_responses_go_to_what_they_answer() -> None:
    assert all(r.responses == (SILENCE,) for r in TABLE.a_seeks)
    assert TABLE.b_can_give[0].responses == ()
    assert TABLE.responses == (COMMENT,)


@pytest.mark.parametrize(
    ("who", "kind", "acts"),
    [
        ("RUS:officials", "group", True), ("RUS:negotiators", "group", True),
        ("RUS:people", "group", False), ("RUS:experts", "group", False), ("RUS:group", "group", False),
        ("?:officials", "group", False), ("USA:officials", "group", False),
    ],
)  # fmt: skip
def test_unnamed_officials_answer_for_their_state(who: str, kind: str, acts: bool) -> None:
    group = Actor(who, kind, None if who.startswith("?") else who[:3])
    answer = claim("response", (group,), type="not_confirmed", refers_to=(SHELLS.id,))
    wish = claim("seeks", (group,), (PRK,), "energy.oil")
    table = exchange([SHELLS, answer, wish], "RUS", "PRK")
    placed = {c.id for row in table.rows for c in row.responses}
    assert (answer.id in placed) == acts
    assert ([r.stake for r in table.a_seeks].count("energy.oil") == 1) == acts


def test_obstacles_by_direction_and_day() -> None:
    shells, satellites = TABLE.a_seeks[1], TABLE.b_seeks[1]
    assert (shells.verdict, shells.on, shells.giver, shells.receiver) == (
        "forbidden",
        "2024-03-02",
        "PRK",
        "RUS",
    )
    first = shells.obstacles[0]
    assert (first.instrument, first.paragraph, first.receiver_vote) == ("S/RES/1874", "9", "for")
    assert (satellites.verdict, satellites.on) == ("forbidden", "2024-05-01")
    grain = TABLE.b_seeks[0]
    assert (grain.verdict, grain.obstacles) == ("no_express_ban", ()) and grain.allowed
    assert TABLE.a_seeks[0].rules == (BAN,) and grain.rules == ()


def test_as_of_a_day() -> None:
    then = exchange(ALL, "RUS", "PRK", as_of="2024-03")
    assert [r.stake for r in then.b_seeks] == ["aid.food"], "the later report was not known"
    assert then.a_seeks[0].on == "2024-03"
    before = exchange(
        [replace(c, report=replace(REPORT, date=None)) for c in ALL],
        "RUS",
        "PRK",
        as_of="2006-01-01",
    )
    assert before.a_seeks[0].verdict == "not_in_force", (
        "a report without a date counts; the law is of the day"
    )


def test_without_any_date_the_law_is_not_asked() -> None:
    row = exchange([replace(SHELLS, report=replace(REPORT, date=None))], "RUS", "PRK").a_seeks[0]
    assert (row.on, row.verdict, row.obstacles) == (None, None, ())


def test_movement_rules_and_signs_that_one_may_fall() -> None:
    assert TABLE.movement == (VISIT,)
    assert set(TABLE.rules) == {BAN, VOTED}
    assert TABLE.may_fall == (REVOKE,)
    assert [a.id for a in TABLE.may_fall[0].sources] == ["RUS:a-paper", "RUS:sergei-lavrov"]


def test_sides_are_symmetric_and_persons_stand_for_states() -> None:
    turned = exchange(ALL, "PRK:kim-jong-un", "RUS:sergei-lavrov")
    assert (turned.b_seeks, turned.a_can_give) == (TABLE.a_seeks, TABLE.b_can_give)
    with pytest.raises(ValueError, match="two sides"):
        exchange(ALL, "RUS", "RUS:sergei-lavrov")


def test_json_holds_every_claim_once() -> None:
    data = json.loads(json.dumps(TABLE.as_json()))
    told = {c["id"] for c in data["claims"]}
    assert len(told) == len(data["claims"])
    assert data["a_seeks"][0]["obstacles"][0]["paragraph"] == "9"
    assert {i for row in data["a_seeks"] for i in row["for"] + row["responses"]} <= told


@given(st.permutations(ALL))
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    assert exchange(claims, "RUS", "PRK") == TABLE


_ACTORS = st.lists(st.sampled_from([RUS, PRK, LEADER, USA, COUNCIL, PAPER]), max_size=2).map(tuple)


@given(_ACTORS, _ACTORS, st.sampled_from(["seeks", "gives"]), st.sampled_from(sorted(SCORES)))
def test_a_row_needs_a_claim_of_one_side_to_the_other_or_anybody(
    who: tuple[Actor, ...], whom: tuple[Actor, ...], kind: str, sure: str
) -> None:
    table = exchange([claim(kind, who, whom, "arms", sure=sure)], "RUS", "PRK")
    states, others = (
        {a.state for a in who if a.kind != "media"},
        {a.state for a in whom if a.kind != "media"},
    )
    rows = table.a_seeks + table.a_can_give
    assert bool(rows) == ("RUS" in states and (not whom or "PRK" in others))
    for row in rows:
        assert len(row.claims_for + row.claims_against + row.undecided) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_shown(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    from dragoman.show import console

    labels = load_labels(language)
    show_exchange(TABLE, labels, console())
    shown = capsys.readouterr().out
    for words in (
        labels.side("PRK"),
        labels.stake("arms.artillery_shells"),
        "S/RES/1874",
        "2009-06-12",
        SHELLS.id[:8],
    ):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 100
