"""The law that claims speak of, and what the tables say to it."""

from __future__ import annotations

import pytest

from dragoman.cited_law import Cited, cited_law
from dragoman.law_words import load_law_words
from dragoman.matching.law_terms import load_law_terms
from dragoman.pipeline import code
from dragoman.record import Actor, Claim, Report, Time

COUNCIL = Actor("IGO:un-security-council", "igo")
EUROPE = Actor("IGO:european-union", "igo")
PAST = Time(tense="past")


def state(code: str) -> Actor:
    return {"UNSC": COUNCIL, "EU": EUROPE}.get(code) or Actor(code, "state", code)


def claims(language: str, date: str, *told: tuple[str, ...]) -> list[Claim]:
    """A report made of the evidence of its claims, each "words", kind, type, actors, counterparts,
    stakes, certainty."""
    text = " ".join(words + "." for words, *_ in told)
    report = Report(text, language, date, "Essai")
    made, at = [], 0
    for words, kind, type_, who, whom, stakes, sure in told:
        start = text.index(words, at)
        at = start + len(words)
        made.append(
            Claim(
                report, kind, type_ or None, tuple(map(state, who.split())),
                tuple(map(state, whom.split())), tuple(stakes.split()), sure, sure, start, at,
                time=PAST,
            )
        )  # fmt: skip
    return made


def read(language: str, date: str, *told: tuple[str, ...]) -> list[Cited | None]:
    made = claims(language, date, *told)
    found = cited_law(made)
    return [found.get(c.id) for c in made]


def names(cited: Cited | None) -> list[str]:
    return [i.name for i in cited.instruments] if cited else []


EMBARGO = (
    "L'embargo sur les armes interdit d'en livrer à Juba",
    "rule",
    "forbids",
    "",
    "SSD",
    "arms",
    "certain",
)
BANS = (
    "These sanctions forbid the sale of coal",
    "rule",
    "forbids",
    "UNSC",
    "PRK",
    "energy.coal",
    "certain",
)
CAPS = (
    "Resolution 2397 caps oil for Pyongyang",
    "rule",
    "forbids",
    "UNSC",
    "PRK",
    "energy.oil",
    "certain",
)

#: language, date, claims, and of the last one: how it was found, and its instruments
SPOKEN = [
    ("en", "2020-03-01", [CAPS], "named", ["S/RES/2397"]),
    ("fr", "2021-01-01", [("Les résolutions 1718 (2006) et 1874 le défendent", "rule", "forbids", "UNSC", "PRK", "arms", "certain")],
     "named", ["S/RES/1718", "S/RES/1874"]),
    ("fr", "2019-04-01", [("La résolution de 2017 plafonne le pétrole", "rule", "forbids", "UNSC", "PRK", "energy.oil", "certain")],
     "year", ["S/RES/2375", "S/RES/2397"]),
    ("en", "2019-04-01", [("the 2016 resolutions on North Korea", "event", "SANCTION", "UNSC", "PRK", "diplomacy.sanctions", "certain")],
     "year", ["S/RES/2270", "S/RES/2321"]),
    ("fr", "2019-01-01", [EMBARGO], "target", ["S/RES/2428"]),
    ("fr", "2017-01-01", [EMBARGO], None, []),
    ("en", "2018-06-01", [BANS], "target", ["S/RES/2371"]),
    ("en", "2018-06-01", [CAPS, ("Beijing signed that resolution", "event", "AGREE", "CHN", "UNSC", "diplomacy.vote", "certain")],
     "back", ["S/RES/2397"]),
    ("fr", "2018-06-01", [EMBARGO, ("La Russie a voté pour lui", "event", "SUPPORT", "RUS", "UNSC", "", "certain")],
     None, []),
    ("fr", "2019-06-01", [EMBARGO, ("La Russie s'est abstenue", "event", "REJECT", "RUS", "UNSC", "", "certain")],
     "back", ["S/RES/2428"]),
    ("en", "2023-01-01", [("European sanctions on Russia", "event", "SANCTION", "EU", "RUS", "diplomacy.sanctions", "certain")],
     "target", ["Reg. 269/2014", "Reg. 692/2014", "Decision 2014/512", "Reg. 833/2014"]),
    ("en", "2024-04-02", [("Russia vetoed the work of the panel", "event", "REJECT", "RUS", "PRK", "", "certain")],
     "target", ["draft S/2024/255"]),
    ("en", "2023-10-20", [("the embargo on Iranian missiles has expired", "rule", "forbids", "UNSC", "IRN", "arms.missiles", "certain")],
     "target", ["S/RES/2231"]),
    ("fr", "2019-09-01", [("Moscou a dénoncé le traité FNI", "event", "REJECT", "RUS", "USA", "", "certain")], "named", ["INF Treaty"]),
    # what is no law yet, somebody else's rules, and what is about no law
    ("fr", "2020-06-01", [("un projet de résolution sur l'embargo", "rule", "forbids", "UNSC", "IRN", "arms", "certain")], None, []),
    ("en", "2020-06-01", [("Finland imposed an embargo on Iran", "event", "SANCTION", "FIN", "IRN", "arms", "certain")], None, []),
    ("en", "2020-06-01", [("Russia backed a cease-fire", "event", "SUPPORT", "RUS", "SYR", "security.ceasefire", "certain")], None, []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "date", "told", "way", "expected"), SPOKEN)
def test_what_is_spoken_of(
    language: str, date: str, told: list[tuple[str, ...]], way: str | None, expected: list[str]
) -> None:
    last = read(language, date, *told)[-1]
    assert (last.way if last else None, names(last)) == (way, expected)


def vote(words: str, who: str, type_: str = "SUPPORT", sure: str = "certain") -> tuple[str, ...]:
    return (words, "event", type_, who, "UNSC", "diplomacy.vote", sure)


#: language, date, claims, and of the last one: each remark's kind, who, and vote
REMARKS = [
    ("en", "2012-01-01", [vote("Turkey voted for resolution 1929", "TUR")], [("contradicts", "TUR", "against")]),
    ("en", "2012-01-01", [vote("Turkey did not vote for resolution 1929", "TUR", sure="excluded")], [("agrees", "TUR", "against")]),
    ("fr", "2012-01-01", [vote("La Russie a voté pour la résolution 1929", "RUS")], [("agrees", "RUS", "for")]),
    ("fr", "2012-01-01", [vote("Le Liban a voté contre la résolution 1929", "LBN", "REJECT")], [("contradicts", "LBN", "abstained")]),
    ("en", "2012-01-01", [vote("Norway voted for resolution 1929", "NOR")], []),  # not on the Council
    ("en", "2011-04-01", [vote("Germany opposed resolution 1973", "DEU", "REJECT")], [("differs", "DEU", "abstained")]),
    ("fr", "2024-01-01", [CAPS, vote("Moscou et Pékin avaient signé cette résolution", "RUS CHN", "AGREE")],
     [("agrees", "RUS", "for"), ("agrees", "CHN", "for")]),
    ("en", "2020-03-01", [("Resolution 2428, adopted with the backing of Moscow and London, bans arms", "rule", "forbids", "UNSC", "SSD", "arms", "certain")],
     [("contradicts", "RUS", "abstained"), ("agrees", "GBR", "for")]),
    ("fr", "2020-03-01", [("La résolution 2428, adoptée à l'unanimité, interdit les armes", "rule", "forbids", "UNSC", "SSD", "arms", "certain")],
     [("unanimous", "", "")]),
    ("fr", "2020-03-01", [("La résolution 2397, adoptée à l'unanimité, plafonne le pétrole", "rule", "forbids", "UNSC", "PRK", "energy.oil", "certain")], []),
    ("en", "2020-03-01", [("Resolution 1718 (2009) bans luxury goods", "rule", "forbids", "UNSC", "PRK", "goods.other", "certain")], [("year", "", "")]),
    ("en", "2020-03-01", [("Resolution 1718, adopted in 2006, bans luxury goods", "rule", "forbids", "UNSC", "PRK", "goods.other", "certain")], []),
    ("fr", "2020-03-01", [("Le Conseil a levé la résolution 2397, caduque", "event", "CONCEDE", "UNSC", "PRK", "diplomacy.sanctions_relief", "certain")],
     [("in_force", "", "")]),
    ("fr", "2012-01-01", [vote("La Russie voterait pour la résolution 1929", "RUS", sure="open")], []),
    ("fr", "2024-05-01", [("Moscou a soutenu les sanctions contre Juba", "event", "SUPPORT", "RUS", "SSD", "diplomacy.sanctions", "certain")],
     [("some_agree", "RUS", "for")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "date", "told", "expected"), REMARKS)
def test_what_the_tables_say(
    language: str, date: str, told: list[tuple[str, ...]], expected: list[tuple[str, str, str]]
) -> None:
    last = read(language, date, *told)[-1]
    assert last is not None
    assert [(r.kind, r.who, r.vote) for r in last.remarks] == expected
    for output in ("en", "fr"):  # every remark has its words
        words = load_law_words(output)
        assert words.cited(last) and all(words.remark(r) for r in last.remarks)


def test_a_ban_that_had_ended() -> None:
    told = ("Resolution 1929 forbids tanks for Iran", "rule", "forbids", "UNSC", "IRN", "arms.armour", "certain")  # fmt: skip
    made = [Claim(c.report, c.kind, c.type, c.actors, c.counterparts, c.stakes, c.certainty,
                  c.author_certainty, c.start, c.end) for c in claims("en", "2017-06-01", told)]  # fmt: skip
    (found,) = cited_law(made).values()
    assert [r.kind for r in found.remarks] == ["ended"]
    assert "not in force" in load_law_words("en").remark(found.remarks[0])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "resolutions 1718, 1874 and 2270 and UNSCR 2397", ["1718", "1874", "2270", "2397"]),
        ("fr", "la résolution 2231 (2015) et la résolution no 1929", ["2231", "1929"]),
        ("fr", "S/RES/1970 (2011)", ["1970"]),
        ("en", "in 2270 days, 1718 tonnes", []),
        ("fr", "le règlement 833/2014 et le TNP", ["Reg. 833/2014", "Treaty on the Non-Proliferation of Nuclear Weapons"]),
        ("en", "Executive Order 13949", ["EO 13949"]),
        ("en", "resolution 9999", []),
    ],
)  # fmt: skip
def test_names_and_numbers(language: str, text: str, expected: list[str]) -> None:
    found = [name.removeprefix("S/RES/") for _, name in load_law_terms(language).named(text)]
    assert found == expected


#: whole texts, and which remarks the tables make on them: words of the evidence, kind, who
TEXTS = [
    ("fr", "2019-03-11", "Le Conseil de sécurité a imposé des sanctions à la Corée du Nord. La Chine s'est opposée à "
     "ces sanctions. La Russie avait pourtant voté pour elles.",
     {("ces sanctions", "differs", "CHN"), ("pour elles", "agrees", "RUS")}),
    ("en", "2012-05-04", "The Security Council forbids the sale of heavy weapons to Iran under resolution 1929 "
     "of 2011. Turkey voted for it. Russia vetoed the resolution.",
     {("forbids", "year", ""), ("Turkey", "contradicts", "TUR"), ("vetoed", "contradicts", "RUS")}),
    ("en", "2024-04-02", "Russia vetoed the renewal of the panel that watches over the sanctions against North Korea.",
     {("renewal", "agrees", "RUS")}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "date", "text", "expected"), TEXTS)
def test_whole_texts(
    language: str, date: str, text: str, expected: set[tuple[str, str, str]]
) -> None:
    record = code(Report(text, language, date, "Essai"))
    found = cited_law(record.claims)
    told = {
        (c.evidence, r.kind, r.who)
        for c in record.claims if c.id in found for r in found[c.id].remarks
    }  # fmt: skip
    for words, kind, who in expected:
        assert any(words in e and (k, w) == (kind, who) for e, k, w in told), (words, told)
    assert {(k, w) for _, k, w in told} == {(kind, who) for _, kind, who in expected}


def test_order_does_not_matter_and_reports_stay_apart() -> None:
    one = claims("en", "2018-06-01", CAPS)
    other = claims("en", "2018-06-02", vote("China abstained", "CHN", "REJECT"))
    assert list(cited_law(other + one)) == [one[0].id], "nothing points into another report"
