"""What the law says on a day, of a target and of a transfer; what changed; the nearest measures."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.law_words import load_law_words
from dragoman.world.law import VERDICTS, latest_day
from dragoman.world.law_tables import load_law
from dragoman.world.nearest import MISSES, nearest
from dragoman.world.rulings import OPEN, answer_cases, changes, measures_on, rule_on

LAW = load_law()
GIVERS = ["PRK", "RUS", "IRN", "CHN", "DEU", "SDN:rsf", "AFG:taliban", "IGO:united-nations"]
DAYS = ["1990", "2006-10-14", "2012", "2016-03-02", "2020-10-18", "2025-09-28"]


@given(
    st.sampled_from(GIVERS), st.sampled_from(GIVERS), st.sampled_from(sorted(LAW.stakes)),
    st.sampled_from(DAYS),
)  # fmt: skip
def test_a_ruling_is_whole(giver: str, receiver: str, stake: str, on: str) -> None:
    ruling = rule_on(giver, receiver, stake, on)
    assert ruling.verdict in VERDICTS
    assert bool(ruling.deciding) != (ruling.verdict in OPEN)
    day = latest_day(on)
    for o in (*ruling.obstacles, *ruling.allowed):
        assert o.measure.period_on(day), "only what is in force"
        assert o.contested == bool(o.disputed_by)
    for near in ruling.nearest:
        assert near.misses and set(near.misses) <= set(MISSES)
        assert near.measure.id not in {o.measure.id for o in ruling.obstacles if o.strong}
    told = json.loads(json.dumps(ruling.as_json()))
    assert told["verdict"] == ruling.verdict and len(told["obstacles"]) == len(ruling.obstacles)
    for language in ("fr", "en"):
        words = load_law_words(language)
        assert words.verdict(ruling)
        assert all(words.misses(n) for n in ruling.nearest)


#: giver, receiver, stake, day, and a measure among the nearest with what it misses
NEAR = [
    ("PRK", "RUS", "forces", "2024-11-01", "S/RES/2270 9", ("goods",)),
    ("CHN", "SDN", "arms", "2004-10-01", "S/RES/1556 7-8", ("party",)),
    ("PRK", "RUS", "arms.artillery_shells", "2006-10-10", "S/RES/1874 9", ("day",)),
    ("SAU", "YEM", "arms", "2016-06-01", "S/RES/2216 14", ("party",)),
    ("DEU", "PRK", "goods.machinery", "2006-10-13", "S/RES/2397 7", ("day",)),
    ("RUS", "PRK", "energy.coal", "2018-01-01", "S/RES/2371 8", ("direction",)),
    ("RUS", "IND", "energy.oil", "2023-05-01", "Reg. 833/2014 3m", ("bound",)),
    ("RUS", "IRN", "arms.small_arms", "2012-01-01", "S/RES/1929 8", ("force",)),
    ("RUS", "MLI", "arms.aircraft", "2022-08-10", "S/RES/2374 1;4", ("persons",)),
]


@pytest.mark.parametrize(("giver", "receiver", "stake", "on", "named", "misses"), NEAR)
def test_nearest(
    giver: str, receiver: str, stake: str, on: str, named: str, misses: tuple[str, ...]
) -> None:
    assert rule_on(giver, receiver, stake, on).verdict in OPEN
    found = {f"{n.measure.instrument.name} {n.measure.paragraph}": n.misses
             for n in reversed(nearest(giver, receiver, stake, on))}  # fmt: skip
    assert found[named] == misses


def test_nothing_is_near_what_no_law_deals_in() -> None:
    assert rule_on("RUS", "PRK", "relations.closer_ties", "2024").nearest == ()


def test_all_measures_of_a_target_on_a_day() -> None:
    names = {m.instrument.name for m in measures_on("PRK", "2008-01-01")}
    assert "S/RES/1718" in names and "S/RES/1874" not in names
    heads = [m.instrument.name for m in measures_on("PRK", "2018-01-01")]
    assert heads[0] == "S/RES/1695" and heads.index("S/RES/1718") < heads.index("EO 13810")
    assert measures_on("CHE", "2018-01-01") == ()
    groups = {t for m in measures_on("SOM", "2024-06-01") for t in m.target}
    assert "SOM:al-shabaab" in groups, "a group under an embargo is told of its state"


def test_a_listing_is_narrowed() -> None:
    from_it = measures_on("PRK", "2018-01-01", "energy.coal", giver="PRK")
    assert "S/RES/2371 8" in {f"{m.instrument.name} {m.paragraph}" for m in from_it}
    assert measures_on("PRK", "2018-01-01", "energy.coal", receiver="PRK") != from_it
    crude = measures_on("PRK", "2018-01-01", "energy.oil", goods="energy.crude")
    assert {m.mode for m in crude if m.force == "binding"} >= {"cap"}


def test_what_changed_between_two_days() -> None:
    change = changes("PRK", "2016-01-01", "2017-12-31")
    adopted = [i.name for i in change.adopted]
    assert [n for n in adopted if n.startswith("S/RES")] == [
        "S/RES/2270", "S/RES/2276", "S/RES/2321", "S/RES/2345", "S/RES/2356", "S/RES/2371",
        "S/RES/2375", "S/RES/2397",
    ]  # fmt: skip
    added = {f"{m.instrument.name} {m.paragraph}" for m in change.added}
    ended = {f"{m.instrument.name} {m.paragraph}" for m in change.ended}
    assert {"S/RES/2397 4", "S/RES/2371 8"} <= added and "S/RES/1718 8(b)" not in added
    assert "S/RES/2094 16" in ended
    passed = {f"{m.instrument.name} {m.paragraph}" for m in change.passed}
    assert {"S/RES/2321 26", "S/RES/2375 14"} <= passed and passed.isdisjoint(added | ended)
    assert json.loads(json.dumps(change.as_json()))["adopted"][0]["votes"]["RUS"] == "Y"


def test_a_vetoed_draft_is_among_what_changed() -> None:
    change = changes("PRK", "2022-01-01", "2022-12-31")
    assert "draft S/2022/431" in [i.name for i in change.adopted]
    (ended,) = [m for m in changes("PRK", "2024-01-01", "2024-12-31").ended if m.paragraph == "26"]
    assert "Panel" in ended.summary_en


@pytest.mark.parametrize("days", [("2017", "2016"), ("2017-05-01", "2017-05-01")])
def test_days_in_order(days: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="is not after"):
        changes("PRK", *days)


CASE = {"id": "x", "from": "PRK", "to": "RUS", "stake": "arms", "on": "2023-01-01"}


def test_cases_in_a_batch() -> None:
    lines = [json.dumps(CASE), "", json.dumps(CASE | {"id": "y", "target": "UKR", "good": None})]
    one, other = answer_cases(lines)
    assert (one["id"], one["verdict"]) == ("x", "forbidden")
    assert "9" in one["paragraphs"]["S/RES/1874"] and one["instruments"] == sorted(
        one["paragraphs"]
    )
    assert one["votes"]["S/RES/1718"] == dict.fromkeys(one["votes"]["S/RES/1718"], "Y")
    assert len(one["votes"]["S/RES/1718"]) == 15
    assert one["votes"]["draft S/2022/431"]["CHN"] == "N"
    assert other["votes"]["draft S/2022/155"]["IND"] == "A", "the target's regimes are told of too"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stake": "arms.swords"}, "no stake or good 'arms.swords'"),
        ({"good": "swords"}, "no stake or good 'swords'"),
        ({"on": "yesterday"}, "is no ISO date"),
        ({"from": "Moscow"}, "'Moscow' is no id of an actor"),
        ({"to": None}, "'to' is missing"),
    ],
)
def test_cases_that_cannot_be_read(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=f"line 1: .*{message}|line 1: {message}"):
        list(answer_cases([json.dumps(CASE | change)]))


def test_a_verdict_on_unverified_paragraphs_says_so() -> None:
    unsure = rule_on("CHN", "PRK", "goods.minerals", "2017-01-01", "min.gold")
    assert unsure.verdict == "forbidden" and not unsure.verified
    assert load_law_words("en").verdict(unsure) == "probably forbidden, paragraph unverified"
    sure = rule_on("PRK", "RUS", "arms.ammunition", "2023-09-13")
    assert sure.verified and load_law_words("fr").verdict(sure) == "interdit"


def test_the_council_of_each_year() -> None:
    """Every count adds up to fifteen, or the tables would not load; some that everybody knows."""
    votes = LAW.instruments
    assert votes["S/RES/1718"].vote("JPN") == "for" and votes["S/RES/1718"].vote("KOR") is None
    assert votes["S/RES/2397"].vote("EGY") == "for" and votes["S/RES/1929"].vote("TUR") == "against"
    assert (
        votes["S/RES/661"].vote("YEM") == "abstained" and votes["S/RES/338"].vote("CHN") == "absent"
    )
    assert votes["Reg. 833/2014"].vote("DEU") is None
    assert len(LAW.instruments["S/RES/2680"].council) == 15


def test_a_verdict_of_national_acts_rests_on_them_alone() -> None:
    ruling = rule_on("RUS", "IRN", "arms", "2025-10-19")
    assert ruling.verdict == "national_only"
    assert {o.measure.force for o in ruling.deciding} == {"national"}
    food = rule_on("USA", "CUB", "aid.food", "2010-01-01")  # let through with permission
    assert food.verdict == "national_only" and food.deciding


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_state_of_a_firm_voted_not_the_firm(language: str) -> None:
    words = load_law_words(language)
    one = words.sides_votes(LAW.instruments["S/RES/1874"], "RUS:gazprom", "RUS")
    assert len(one) == 1 and "Gazprom" not in one[0] and words.labels.side("RUS") in one[0]


def test_goods_narrow_the_measures_on_a_target_without_a_stake() -> None:
    every, luxury = measures_on("PRK", "2020"), measures_on("PRK", "2020", goods="luxury")
    assert 0 < len(luxury) < len(every)
    assert all(any(code.startswith(("luxury", "goods.all")) for code in m.goods) for m in luxury)
