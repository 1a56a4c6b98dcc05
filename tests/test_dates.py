"""Dates in running text: cases by language, then what holds for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.matching.calendar_spans import from_iso
from dragoman.matching.dates import DateSpan, find_dates
from dragoman.tables import TableError

# The text with the expression in brackets, and what it means in a report of Wednesday 2023-09-13:
# "start..end" where the two differ, "" before or after the dots where it is open.
FRENCH = [
    ("Les deux ministres se sont vus [le 20 juin].", "2023-06-20"),
    ("Ils se reverront [le 18 mai 2024] à Rome.", "2024-05-18"),
    ("L'accord date du [mardi 3 mars 2015].", "2015-03-03"),
    ("Le convoi est parti [le 1er août].", "2023-08-01"),
    ("La trêve conclue [en juillet] n'a pas tenu.", "2023-07"),
    ("La trêve conclue [en octobre dernier] n'a pas tenu.", "2022-10"),
    ("Le sommet prévu [en novembre] est maintenu.", "2023-11"),
    ("Le scrutin d'[avril prochain] inquiète.", "2024-04"),
    ("Il a quitté Oslo [mardi].", "2023-09-12"),
    ("[Mercredi], il était encore là.", "2023-09-13"),
    ("Il a quitté Oslo [mardi dernier].", "2023-09-12"),
    ("Il a quitté Oslo [mercredi dernier].", "2023-09-06"),
    ("Il part [jeudi prochain].", "2023-09-14"),
    ("Il a été reçu [vendredi matin] à Oslo.", "2023-09-08"),
    ("Le port a rouvert [la semaine dernière].", "2023-09-04..2023-09-10"),
    ("Le port rouvrira [la semaine prochaine].", "2023-09-18..2023-09-24"),
    ("Il se rendra à Bakou [le mois prochain].", "2023-10"),
    ("[Ce mois-ci], les prix ont doublé.", "2023-09"),
    ("[L'an dernier], la dette a doublé.", "2022"),
    ("La dette a doublé [l’année dernière].", "2022"),
    ("Aucun visa n'a été délivré [cette année].", "2023"),
    ("Le traité fut signé [en 2019].", "2019"),
    ("Le traité de paix de [1994] tient encore.", "1994"),
    ("Ils sont alliés [depuis 2006].", "2006..2023"),
    ("Ils discutent [depuis mai 2018].", "2018-05..2023-09"),
    ("Ils discutent [depuis trois ans].", "2020..2023"),
    ("Ils discutent [depuis une dizaine d’années].", "2013..2023"),
    ("Les livraisons ont repris [à partir de novembre 2019].", "2019-11..2023-09"),
    ("[Entre 2015 et 2018], rien n'a bougé.", "2015..2018"),
    ("[De juillet 2009 à mai 2010], il fut détenu.", "2009-07..2010-05"),
    ("[De juillet à septembre 2022], il fut détenu.", "2022-07..2022-09"),
    ("La foire se tient du [3 au 5 mai 2024].", "2024-05-03..2024-05-05"),
    ("Ils ont siégé les [3 et 4 juin].", "2023-06-03..2023-06-04"),
    ("La guerre ([1950-1953]) a tout détruit.", "1950..1953"),
    ("Le vote aura lieu [à la mi-juin].", "2023-06-11..2023-06-20"),
    ("Le cargo a accosté [début mars].", "2023-03-01..2023-03-10"),
    ("Le cargo accostera [à la fin du mois de mai 2024].", "2024-05-21..2024-05-31"),
    ("Le gazoduc a fermé [fin 2022].", "2022-10..2022-12"),
    ("Le gazoduc a fermé [au début de 2021].", "2021-01..2021-03"),
    ("Le budget sera voté [avant la fin de l'année].", "2023-09..2023-12"),
    ("L'embargo fut levé [il y a trois ans].", "2020"),
    ("L'embargo fut levé [il y a deux mois].", "2023-07"),
    ("L'embargo fut levé [il y a dix jours].", "2023-09-03"),
    ("L'embargo sera levé [dans deux ans].", "2025"),
    ("Il a parlé [hier] devant la chambre.", "2023-09-12"),
    ("Il a parlé [avant-hier].", "2023-09-11"),
    ("Il parlera [demain].", "2023-09-14"),
    ("Les négociations reprennent [aujourd'hui].", "2023-09-13"),
    ("Ils se sont vus trois fois [au cours des cinq derniers mois].", "2023-04..2023-09"),
    ("Le réservoir sera rempli [dans les deux prochaines semaines].", "2023-09-13..2023-09-27"),
    ("Il fut ministre dans [les années 1980].", "1980..1989"),
    ("Il fut ministre dans [les années 80].", "1980..1989"),
    ("Une frontière tracée [au XIXe siècle].", "1801..1900"),
    ("Les ventes ont chuté [au troisième trimestre 2022].", "2022-07..2022-09"),
    ("L'offensive de [l'été 2022] a échoué.", "2022-06..2022-08"),
    ("L'offensive [au printemps] a échoué.", "2023-03..2023-05"),
    ("Faute d'accord [d'ici le 30 novembre], tout s'arrête.", "2023-09-13..2023-11-30"),
    ("[Jusqu'au mois dernier], personne ne l'avait reconnu.", "..2023-08"),
    ("[Jusqu'en 2025], rien ne changera.", "2023..2025"),
    ("[Après mai 2018], tout a changé.", "2018-05.."),
    ("[A partir de decembre 2021], on ne vote plus.", "2021-12..2023-09"),
    ("[L'annee derniere], on a voté.", "2022"),
    ("Le relevé du [12/03/2020] fait foi.", "2020-03-12"),
    ("Le relevé du [2020-03-12] fait foi.", "2020-03-12"),
]
ENGLISH = [
    ("The two ministers met [on June 20].", "2023-06-20"),
    ("They will meet again [on May 18, 2024] in Rome.", "2024-05-18"),
    ("They will meet again [on 18 May 2024] in Rome.", "2024-05-18"),
    ("The pact of [Tuesday, March 3, 2015] holds.", "2015-03-03"),
    ("The convoy left [on Aug. 1].", "2023-08-01"),
    ("The convoy left [on the 3rd of August].", "2023-08-03"),
    ("The truce agreed [in July] did not hold.", "2023-07"),
    ("The truce agreed [last October] did not hold.", "2022-10"),
    ("The summit planned [in November] stands.", "2023-11"),
    ("The vote [next April] worries them.", "2024-04"),
    ("He left Oslo [on Tuesday].", "2023-09-12"),
    ("He left Oslo [Tuesday].", "2023-09-12"),
    ("[On Wednesday] he was still there.", "2023-09-13"),
    ("He left Oslo [last Wednesday].", "2023-09-06"),
    ("He leaves [next Thursday].", "2023-09-14"),
    ("He was received [on Friday morning] in Oslo.", "2023-09-08"),
    ("He was received [late Friday] in Oslo.", "2023-09-08"),
    ("The port reopened [last week].", "2023-09-04..2023-09-10"),
    ("The port reopens [next week].", "2023-09-18..2023-09-24"),
    ("He travels to Baku [next month].", "2023-10"),
    ("Prices doubled [this month].", "2023-09"),
    ("He said so [early this month].", "2023-09-01..2023-09-10"),
    ("The debt doubled [last year].", "2022"),
    ("The debt doubled [late last year].", "2022-10..2022-12"),
    ("No visa was issued [this year].", "2023"),
    ("The treaty was signed [in 2019].", "2019"),
    ("The peace treaty of [1994] holds.", "1994"),
    ("The [2015] nuclear deal is dead.", "2015"),
    ("They have been allies [since 2006].", "2006..2023"),
    ("They have talked [since May 2018].", "2018-05..2023-09"),
    ("[Between 2015 and 2018], nothing moved.", "2015..2018"),
    ("[From July 2009 to May 2010], he was held.", "2009-07..2010-05"),
    ("[From July to September 2022], he was held.", "2022-07..2022-09"),
    ("The fair is [on May 3-5, 2024].", "2024-05-03..2024-05-05"),
    ("They sat [on June 3 and 4].", "2023-06-03..2023-06-04"),
    ("The war ([1950-1953]) left ruins.", "1950..1953"),
    ("The vote will be held in [mid-June].", "2023-06-11..2023-06-20"),
    ("The ship docked in [early March].", "2023-03-01..2023-03-10"),
    ("The ship docks [at the end of May 2024].", "2024-05-21..2024-05-31"),
    ("The pipeline closed in [late 2022].", "2022-10..2022-12"),
    ("The pipeline closed [at the beginning of 2021].", "2021-01..2021-03"),
    ("The budget is due [before the end of the year].", "2023-09..2023-12"),
    ("The embargo was lifted [three years ago].", "2020"),
    ("The embargo was lifted [nearly two months ago].", "2023-07"),
    ("The embargo was lifted [ten days ago].", "2023-09-03"),
    ("The embargo ends [in two years' time].", "2025"),
    ("He spoke [yesterday] in the house.", "2023-09-12"),
    ("He spoke [the day before yesterday].", "2023-09-11"),
    ("He speaks [tomorrow].", "2023-09-14"),
    ("Talks resume [today].", "2023-09-13"),
    ("They met three times [over the past five months].", "2023-04..2023-09"),
    ("The reservoir will be filled [in the next two weeks].", "2023-09-13..2023-09-27"),
    ("It will train thousands [over the next decade].", "2023..2033"),
    ("He was a minister [in the 1980s].", "1980..1989"),
    ("A border drawn [in the 19th century].", "1801..1900"),
    ("Sales fell [in the third quarter of 2022].", "2022-07..2022-09"),
    ("The offensive of [summer 2022] failed.", "2022-06..2022-08"),
    ("The offensive [in the spring] failed.", "2023-03..2023-05"),
    ("All ends if there is no deal [by November 30].", "2023-09-13..2023-11-30"),
    ("[Until last month] nobody had recognised it.", "..2023-08"),
    ("[Until 2025] nothing will change.", "2023..2025"),
    ("[After May 2018] all changed.", "2018-05.."),
    ("The entry of [03/12/2020] is binding.", "2020-03-12"),
    ("The entry of [2020-03-12] is binding.", "2020-03-12"),
]
NOT_DATES = [
    ("fr", "Sept pays ont voté, dix se sont abstenus."),
    ("fr", "La sonde se posera sur Mars."),
    ("fr", "La résolution 1718 et la résolution 2231 restent en vigueur."),
    ("fr", "Ils ont livré 2000 obus et 1 800 fusils, soit un quota de 2000 tonnes."),
    ("fr", "Il y a trois pays autour de la table."),
    ("fr", "La guerre a duré dix ans, puis deux jours de trêve."),
    ("fr", "Un avion F-16, un Boeing 737, 6.695 kilomètres, 50 %."),
    ("fr", "Le lendemain, il est parti."),  # no date before it
    ("fr", "Il s'est rendu le 31 juin à Rome."),
    ("en", "You may march on; the second seven sat down."),
    ("en", "May I speak? Theresa May said no."),
    ("en", "Resolution 1718 and Resolution 2231 remain in force."),
    ("en", "They sent 2000 shells and 1,800 rifles."),
    ("en", "The war lasted ten years, then two days of truce."),
    ("en", "He left on June 31."),
    ("en", "The next day he left."),
]


def expected(span: DateSpan) -> str:
    start, end = span.iso_start or "", span.iso_end or ""
    return start if start == end else f"{start}..{end}"


@pytest.mark.parametrize(
    ("language", "marked", "meaning"),
    [("fr", *case) for case in FRENCH] + [("en", *case) for case in ENGLISH],
)
def test_date(language: str, marked: str, meaning: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    spans = find_dates(text, language, "2023-09-13", direction=None)
    assert [(text[s.start : s.end], expected(s)) for s in spans] == [(text[start:end], meaning)]


@pytest.mark.parametrize(("language", "text"), NOT_DATES)
def test_no_date(language: str, text: str) -> None:
    assert find_dates(text, language, "2023-09-13") == []


@pytest.mark.parametrize(
    ("language", "text", "report", "direction", "meanings"),
    [
        # the date last mentioned
        ("fr", "Reconnu en 1999, il fut désavoué dix ans plus tard.", "2020", None, ["1999", "2009"]),
        ("fr", "Arrivé le 3 mai, il est reparti le lendemain.", "2020-06", None, ["2020-05-03", "2020-05-04"]),
        ("en", "He came on May 3 and left the next day.", "2020-06", None, ["2020-05-03", "2020-05-04"]),
        ("en", "Recognised in 1999, he was disowned ten years later.", "2020", None, ["1999", "2009"]),
        # a list of years, and a story told in another year
        ("fr", "Des traités signés en 1979 et 1994 tiennent.", "2020", None, ["1979", "1994"]),
        ("fr", "Le 28 août 2009 il est pris. Le 4 septembre il sort.", "2011-02-01", None, ["2009-08-28", "2009-09-04"]),
        # the tense decides
        ("fr", "Leur sommet de jeudi y pourvoira.", "2020-09-21", "future", ["2020-09-24"]),
        ("fr", "Leur sommet de jeudi y a pourvu.", "2020-09-21", "past", ["2020-09-17"]),
        ("fr", "La mesure entre en vigueur en mars.", "2020-06", "future", ["2021-03"]),
        ("en", "The measure took effect in October.", "2020-06", "past", ["2019-10"]),
        # no finer than the report's date
        ("fr", "Il est parti mardi, après la réunion de la semaine dernière.", "2023-09", None, ["2023-09", "2023-09"]),
        ("fr", "Il est parti en juillet.", "2023", None, ["2023-07"]),
        # the report's date unknown
        ("fr", "Parti mardi, il était arrivé en 2019.", None, None, ["", "2019"]),
        ("en", "He left last week after the war of 1967.", None, None, ["", "1967"]),
    ],
)  # fmt: skip
def test_context(
    language: str, text: str, report: str | None, direction: str | None, meanings: list[str]
) -> None:
    assert [expected(s) for s in find_dates(text, language, report, 0, direction)] == meanings


def test_faults_are_named() -> None:
    with pytest.raises(ValueError, match="2023-13"):
        find_dates("mardi", "fr", "2023-13")
    with pytest.raises(ValueError, match="direction"):
        find_dates("mardi", "fr", None, direction="sideways")
    with pytest.raises((OSError, TableError)):
        find_dates("mardi", "xx", None)


WORDS = st.sampled_from(
    ["le", "la", "en", "du", "de", "depuis", "entre", "et", "à", "au", "fin", "début", "mi-", "jusqu'en", "d'ici", "avant", "3", "31", "1er", "1999", "2015", "2031", "janvier", "mars", "juin", "mardi", "dernier", "prochain", "il", "y", "a", "trois", "ans", "mois", "jours", "plus", "tard", "lendemain", "années", "XXe", "siècle", "été", "trimestre", "on", "in", "the", "since", "between", "and", "by", "late", "early", "mid-", "May", "March", "Tuesday", "last", "next", "ago", "years", "later", "1980s", ".", ",", "(", ")", "-", "\n", "ſ", "İ"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)),
    st.sampled_from(["fr", "en"]),
    st.sampled_from([None, "2023-09-13", "2023-09", "2023", "0001", "9999-12-31"]),
    st.integers(0, 9),
    st.sampled_from([None, "past", "future"]),
)
def test_spans_are_sound(
    text: str, language: str, report: str | None, offset: int, direction: str | None
) -> None:
    """Never raises; spans lie in order inside the text; dates are dates, the first not after the last."""
    last = offset
    for span in find_dates(text, language, report, offset, direction):
        assert last <= span.start < span.end <= len(text) + offset
        assert text[span.start - offset : span.end - offset].strip()
        last = span.end
        for iso in filter(None, (span.iso_start, span.iso_end)):
            assert from_iso(iso).precision == span.precision
        if span.iso_start and span.iso_end:
            assert span.iso_start <= span.iso_end


@pytest.mark.parametrize(
    "unit",
    [
        "le 3 mai ",
        "de 1999 et ",
        "mi-",
        "depuis le ",
        "1-2-",
        "à la fin du mois de ",
        "12/",
        "cent-",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Ten times the text takes at most some thirty times as long."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        spent = []
        for _ in range(3):  # of this process, and the least: other work on the machine is no fault
            start = time.process_time()
            find_dates(text, "fr", "2023-09-13")
            spent.append(time.process_time() - start)
        return min(spent)

    seconds(2_000)
    assert seconds(40_000) < 30 * max(seconds(4_000), 0.002)
