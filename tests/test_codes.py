"""The codes of the field's data sets, for every actor and for some that one can check by hand."""

from __future__ import annotations

import pytest

from dragoman.record import Actor
from dragoman.stages.actors_bodies import body_actor
from dragoman.stages.actors_people import known_person
from dragoman.world import actors as world
from dragoman.world.codes import Codes, codes_of

STATES = [
    # id, COW, GW: where the two lists differ, and where one has none
    ("RUS", 365, 365), ("DEU", 255, 260), ("YEM", 679, 678), ("SRB", 345, 340), ("KIR", 946, 970),
    ("TON", 955, 972), ("TWN", 713, 713), ("XKX", 347, 347), ("PSE", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("iso3", "cow", "gw"), STATES)
def test_states(iso3: str, cow: int | None, gw: int | None) -> None:
    found = codes_of(Actor(iso3, "state", iso3))
    assert found == Codes(iso3, iso3, cow, gw, "GOV", "GOV")


def test_every_member_state_has_its_numbers() -> None:
    members = [s for s in world.states().values() if s.status == "un_member"]
    assert [s.iso3 for s in members if s.cow is None or s.gw is None] == []
    for numbers in ([s.cow for s in members], [s.gw for s in members]):
        assert len(set(numbers)) == len(members)


ACTORS = [
    # id, kind, country, role -> place, sector
    ("RUS:army", "organ", "RUS", None, "RUS", "MIL"),
    ("RUS:ministry-of-foreign-affairs", "organ", "RUS", None, "RUS", "GOV"),
    ("FRA:experts", "group", "FRA", None, "FRA", "EDU"),
    ("FRA:former-ambassador", "person", "FRA", None, "FRA", "ELI"),
    ("USA:congress", "organ", "USA", None, "USA", "LEG"),
    ("RUS:ivan-nobody", "person", "RUS", None, "RUS", None),
    ("RUS:ivan-nobody", "person", "RUS", "military_chief", "RUS", "MIL"),
    ("KOR:defence-minister", "person", "KOR", None, "KOR", "GOV"),
    ("IGO:nato", "igo", None, None, "IGO", None),
    ("IGO:icj", "igo", None, None, "IGO", "JUD"),
    ("?:islamic-state", "armed_group", None, None, "IMG", "REB"),
    ("?:experts", "group", None, None, "NGO", "EDU"),
    ("?:somebody", "unknown", None, None, None, None),
]


@pytest.mark.parametrize(("id_", "kind", "country", "role", "place", "sector"), ACTORS)
def test_sectors(
    id_: str, kind: str, country: str | None, role: str | None, place: str | None,
    sector: str | None,
) -> None:  # fmt: skip
    found = codes_of(Actor(id_, kind, country, role=role))
    assert (found.place, found.sector) == (place, sector)


@pytest.mark.parametrize(
    ("person", "date", "sector"),
    [
        ("sergei-shoigu", "2023-07-26", "GOV"),
        ("donald-trump", "2022-07-26", "ELI"),
        ("hassan-nasrallah", "2023-11-03", "REB"),
    ],
)
def test_a_person_is_what_he_is_that_day(person: str, date: str, sector: str) -> None:
    assert codes_of(known_person(person, date, "", "en")).sector == sector


def test_all_known_bodies_have_codes() -> None:
    for body in [*world.states(), *world.organisations()]:
        found = codes_of(body_actor(body, "", "en"))
        assert found.place is not None, body
        assert found.sector or found.place == "IGO", body
