"""Briefs: every sentence rests on claims, reads as it is spoken, and stands in every format."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.brief.document import write_docx
from dragoman.brief.grammar import load_grammar
from dragoman.brief.markdown import as_markdown
from dragoman.brief.notes import numbers, sentence_of
from dragoman.brief.page import as_html
from dragoman.brief.plan import Brief, brief
from dragoman.brief.points import Teller, points, transfers
from dragoman.cli import main
from dragoman.labels import LANG
from dragoman.pipeline import code
from dragoman.record import ATTITUDES, SCORES, Actor, Claim, Report, Time
from dragoman.stages.read import read
from dragoman.stages.read_language import installed
from dragoman.store import Store
from dragoman.tables import TableError
from dragoman.world.stakes import stake_ids

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fr", "en")
TEXT = (
    "Le Japon a tout dit hier. Oman veut du pétrole, et le dira encore. « Rien n'est sûr », répond "
    "le ministre. La suite au prochain numéro"
)
REPORT = Report(TEXT, "fr", "2024-03-02", "La Gazette", "Oman et les autres")
OLDER = Report("Autrefois, " + TEXT, "fr", "2023-11-20", "Le Courrier", "Avant")
_LENGTH = 12
_next = iter(range(10_000))


def state(iso3: str) -> Actor:
    return Actor(iso3, "state", iso3)


RUS, PRK, JPN, USA, IRN, OMN, NLD = map(
    state, ("RUS", "PRK", "JPN", "USA", "IRN", "OMN", "NLD")
)  # fmt: skip
MINISTER = Actor("RUS:sergei-lavrov", "person", "RUS", role="foreign_minister")
MINISTRY = Actor(
    "PRK:ministry-of-foreign-affairs", "organ", "PRK", "son ministère", "son ministère"
)
COUNCIL = Actor("IGO:un-security-council", "igo")
PAPER = Actor("?:le-phare", "media", None, "Le Phare", "Le Phare")
ANALYST = Actor("?:ana-lyste", "person", None, "Ana Lyste", "Ana Lyste")
DIPLOMATS = Actor("?:diplomats", "group", None, "deux diplomates", "deux diplomates")
UNNAMED = Actor("?", "unknown")


def claim(
    kind: str, who: tuple[Actor, ...], whom: tuple[Actor, ...] = (), *stakes: str, **fields: Any
) -> Claim:
    """Certain for source and author unless said otherwise; each at a place of its own."""
    start = next(_next) % (len(TEXT) - _LENGTH)
    sure = fields.pop("sure", "certain")
    made = Claim(
        REPORT, kind, fields.pop("type", None), who, whom, stakes, sure,
        fields.pop("author", sure), start, start + _LENGTH,
    )  # fmt: skip
    return replace(made, **fields)


def told(made: Claim, language: str, deeds: tuple[Claim, ...] = ()) -> str:
    grammar = load_grammar(language)
    point = points([made], grammar, transfers(deeds))[0]
    return grammar.sentence(Teller(grammar).tell(point)).replace("\u00a0", " ")


SOURCED = {"sources": (USA,), "author": "likely"}
#: A claim, and how it is told in French and in English.
SENTENCES: list[tuple[Claim, str, str]] = [
    (
        claim("seeks", (JPN,), (IRN,), "energy.oil"),
        "Selon La Gazette, le Japon cherche à obtenir du pétrole auprès de l'Iran.",
        "According to La Gazette, Japan is seeking oil from Iran.",
    ),
    (
        claim("seeks", (OMN,), (NLD,), "arms.ammunition", "arms.drones", sure="possible"),
        "Selon La Gazette, il est possible qu'Oman cherche à obtenir des munitions et des drones auprès des Pays-Bas.",
        "According to La Gazette, it is possible that Oman is seeking ammunition and drones from the Netherlands.",
    ),
    (
        claim("gives", (USA,), (JPN,), "energy.gas", sure="very_likely"),
        "Selon La Gazette, il est très probable que les États-Unis sont en mesure de fournir du gaz au Japon.",
        "According to La Gazette, it is very likely that the United States is able to provide gas to Japan.",
    ),
    (
        claim("seeks", (RUS,), (PRK,), "arms.artillery_shells", sources=(USA,), author="reported", flags=("unverified",)),
        "Les États-Unis affirment que la Russie chercherait à obtenir des obus d'artillerie auprès de la Corée du Nord (non confirmé).",
        "The United States asserts that Russia is seeking artillery shells from North Korea, for which the report does not vouch (unconfirmed).",
    ),
    (
        claim("seeks", (PRK,), (RUS,), "technology.satellite", sure="reported", sources=(UNNAMED,), attitude="alleges", flags=("anonymous_source",)),
        "Des sources non nommées allèguent que la Corée du Nord chercherait à obtenir des technologies spatiales auprès de la Russie.",
        "Unnamed sources allege that North Korea is seeking satellite and space technology from Russia, for which the report does not vouch.",
    ),
    (
        claim("gives", (MINISTRY,), (RUS,), "arms", sure="excluded", author="open", sources=(MINISTRY,), attitude="denies", flags=("contested",)),
        "Le ministère nord-coréen des Affaires étrangères dément fournir des armes à la Russie (contesté).",
        "The North Korean foreign ministry denies providing arms to Russia (contested).",
    ),
    (
        claim("gives", (PRK,), (RUS,), "diplomacy", sources=(PRK,), author="likely", attitude="promises"),
        "La Corée du Nord promet d'accorder un soutien diplomatique à la Russie.",
        "North Korea promises to grant diplomatic support to Russia.",
    ),
    (
        claim("seeks", (RUS,), (PRK,), "people.workers", sources=(PAPER, DIPLOMATS), author="likely"),
        "D'après Le Phare, deux diplomates affirment que la Russie cherche à obtenir des travailleurs auprès de la Corée du Nord.",
        "According to Le Phare, diplomats assert that Russia is seeking workers from North Korea.",
    ),
    (
        claim("event", (MINISTER,), (PRK,), sure="likely", type="CONSULT", time=Time("2024-05", "2024-05", None, "en mai")),
        "Selon La Gazette, il est probable que Sergueï Lavrov (ministre des Affaires étrangères) aura des contacts avec la Corée du Nord en mai 2024.",
        "According to La Gazette, it is likely that Sergei Lavrov (foreign minister) will hold talks or meetings with North Korea in May 2024.",
    ),
    (
        claim("event", (RUS, PRK), (), "diplomacy.agreement", sure="open", type="AGREE", flags=("hypothetical",)),
        "Selon La Gazette, il n'est qu'envisagé que la Russie et la Corée du Nord conviennent d'un accord.",
        "According to La Gazette, it is raised only as a hypothesis that Russia and North Korea are coming to an agreement.",
    ),
    (
        claim("rule", (COUNCIL,), (PRK,), "arms", type="forbids", time=Time("2006", "2006", "past", "en 2006")),
        "Selon La Gazette, le Conseil de sécurité des Nations unies a posé une interdiction à l'égard de la Corée du Nord (objet : armes).",
        "According to La Gazette, the United Nations Security Council laid down a ban aimed at North Korea (on: arms).",
    ),
    (
        claim("seeks", (RUS, PRK), (RUS, PRK), "relations.closer_ties", sure="excluded", sources=(ANALYST,), author="unlikely", attitude="opines"),
        "Ana Lyste estime qu'il est exclu que la Russie et la Corée du Nord cherchent à établir un rapprochement.",
        "Ana Lyste is of the opinion that it is excluded that Russia and North Korea are seeking closer ties.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("made", "french", "english"), SENTENCES, ids=lambda x: str(x)[:40])
def test_a_claim_as_a_sentence(made: Claim, french: str, english: str) -> None:
    assert told(made, "fr") == french
    assert told(made, "en") == english


@pytest.mark.parametrize(
    ("time", "attitude", "french", "english"),
    [
        ("past", "asserts", "auraient fourni", "provided"),
        ("present", "asserts", "fourniraient", "is providing"),
        ("future", "asserts", "fourniraient", "will provide"),
    ],
)
def test_the_tense_of_a_delivery(time: str, attitude: str, french: str, english: str) -> None:
    """A transfer that is told as a deed is no mere capacity; of what is only passed on, French
    takes the conditional."""
    when = Time(tense=time)
    given_ = claim("gives", (USA,), (JPN,), "arms", sources=(RUS,), author="reported", time=when)
    deed = replace(given_, kind="event", type="COOPERATE")
    assert f"les États-Unis {french} des armes" in told(given_, "fr", (deed,))
    assert f"the United States {english} arms" in told(given_, "en", (deed,))
    assert "en mesure de fournir" in told(replace(given_, time=None), "fr")


@pytest.mark.parametrize(
    ("template", "iso3", "expected"),
    [
        ("auprès de {}", "RUS", "Auprès de la Russie"),
        ("auprès de {}", "JPN", "Auprès du Japon"),
        ("auprès de {}", "USA", "Auprès des États-Unis"),
        ("auprès de {}", "IRN", "Auprès de l'Iran"),
        ("auprès de {}", "ISR", "Auprès d'Israël"),
        ("auprès de {}", "HTI", "Auprès d'Haïti"),
        ("auprès de {}", "HUN", "Auprès de la Hongrie"),
        ("auprès de {}", "CUB", "Auprès de Cuba"),
        ("à {}", "RUS", "À la Russie"),
        ("donné à {}", "JPN", "Donné au Japon"),
        ("donné à {}", "USA", "Donné aux États-Unis"),
        ("donné à {}", "YEM", "Donné au Yémen"),
        ("que {} cherche", "OMN", "Qu'Oman cherche"),
        ("que {} cherche", "ETH", "Que l'Éthiopie cherche"),
        ("auprès de {}", "ARE", "Auprès des Émirats arabes unis"),
    ],
)
def test_prepositions_of_countries(template: str, iso3: str, expected: str) -> None:
    grammar = load_grammar("fr")
    assert grammar.tidy(template.format(Teller(grammar).names.state(iso3).text)) == expected


@pytest.mark.parametrize(
    ("actor", "french", "english"),
    [
        (USA, "les États-Unis", "the United States"),
        (COUNCIL, "le Conseil de sécurité des Nations unies", "the United Nations Security Council"),
        (MINISTRY, "le ministère nord-coréen des Affaires étrangères", "the North Korean foreign ministry"),
        (DIPLOMATS, "deux diplomates", "diplomats"),
        (Actor("RUS:diplomat", "person", "RUS", "Un haut diplomate russe"), "un haut diplomate russe", "a Russian diplomat"),
        (Actor("ETH:entourage", "unknown", "ETH", "L'entourage du chef"), "l'entourage du chef", "Ethiopia (“L'entourage du chef”)"),
        (Actor("?:leur-chef", "unknown", None, "leur chef"), "« leur chef »", "“leur chef”"),
        (Actor("RUS:officials", "group", "RUS", "responsables russes"), "des responsables russes", "Russian officials"),
        (Actor("IGO:nato/leaders", "group", None, "ses dirigeants"), "des dirigeants de l'Organisation du traité de l'Atlantique nord", None),
        (UNNAMED, "une source non nommée", "an unnamed source"),
    ],
    ids=lambda x: str(x)[:25],
)  # fmt: skip
def test_names_of_actors(actor: Actor, french: str, english: str | None) -> None:
    """As a French report has them; in the other language by their post, else quoted."""
    for language, expected in (("fr", french), ("en", english)):
        grammar = load_grammar(language)
        name = grammar.tidy("de " + Teller(grammar).names.one(actor, "fr").text)
        if expected is not None:
            assert name == grammar.tidy("de " + expected)


_ACTORS = st.lists(
    st.sampled_from([RUS, PRK, JPN, USA, IRN, OMN, MINISTER, MINISTRY, COUNCIL, PAPER, ANALYST,
                     DIPLOMATS, UNNAMED]), max_size=3, unique=True).map(tuple)  # fmt: skip


@settings(deadline=None)
@given(
    kind=st.sampled_from(["seeks", "gives"]), who=_ACTORS, whom=_ACTORS, sources=_ACTORS,
    stakes=st.lists(st.sampled_from(stake_ids()), min_size=1, max_size=4, unique=True),
    sure=st.sampled_from(sorted(SCORES)), author=st.sampled_from(sorted(SCORES)),
    attitude=st.sampled_from(ATTITUDES), language=st.sampled_from(LANGUAGES),
    tense=st.sampled_from(["past", "present", "future", None]),
)  # fmt: skip
def test_whatever_is_claimed_can_be_told(
    kind: str, who: tuple[Actor, ...], whom: tuple[Actor, ...], sources: tuple[Actor, ...],
    stakes: list[str], sure: str, author: str, attitude: str, language: str, tense: str | None,
) -> None:  # fmt: skip
    made = claim(kind, who, whom, *stakes, sure=sure, author=author, sources=sources,
                 attitude=attitude, time=Time(tense=tense))  # fmt: skip
    text = told(made, language)
    assert text.endswith(".") and text[0] == text[0].upper()
    assert not re.search(r"  |[{}\0]| \.|\b(de|à) les? |\b(de|que) [aeiouéÉ](?!\b)", text)


# The whole brief, on claims made by hand

SHELLS = claim("seeks", (RUS,), (PRK,), "arms.artillery_shells", author="reported", sources=(USA,),
               flags=("unverified",))  # fmt: skip
FACTORIES = claim("gives", (PRK,), (RUS,), "arms")
FOOD = claim("seeks", (PRK,), (RUS,), "aid.food", sure="almost_certain")
NO_ARMS = claim("gives", (PRK,), (RUS,), "arms.missiles", sure="excluded", author="open",
                sources=(PRK,), attitude="denies", flags=("contested",))  # fmt: skip
OFFICIALS = Actor("RUS:officials", "group", "RUS", "responsables russes", "responsables russes")
SILENCE = claim("response", (OFFICIALS,), type="not_confirmed", refers_to=(SHELLS.id,))
VISIT = claim("event", (MINISTER,), (PRK,), type="CONSULT")
BAN = claim("rule", (COUNCIL,), (PRK,), "arms", type="forbids")
BEFORE = claim("seeks", (PRK,), (RUS,), "aid.food", sure="possible", report=OLDER)
ALL = [SHELLS, FACTORIES, FOOD, NO_ARMS, SILENCE, VISIT, BAN, BEFORE]
#: A reader of Markdown sees neither marks nor references.
_MARKS = re.compile(r"\[\^\d+\]|\\(?=[\\`*_{}\[\]<>#|~$^])")


def made(language: str = "fr", claims: list[Claim] | None = None, **options: Any) -> Brief:
    return brief(ALL if claims is None else claims, "RUS", "PRK", language, **options)


def said(found: Brief) -> dict[str, tuple[Claim, ...]]:
    return {s.text: s.claims for s in found.statements}


def check_every_sentence_rests_on_claims(found: Brief) -> None:
    """What a reader of the Markdown finds is a statement with its claims, a line of the table with
    its claims, a heading, or one of the page's own sentences; there is nothing else."""
    assert all(s.claims for s in found.statements)
    lines = [line for way in found.ways for line in way.lines]
    assert all(line.claims for line in lines)
    own = {*found.facts, *found.foot, *found.reports, found.title, found.kind,
           *(s.heading for s in found.sections), *(w.heading for w in found.ways),
           *(n for s in found.sections for n in s.notes), *(n for w in found.ways for n in w.notes),
           found.grammar.heading("table"), found.grammar.heading("reports")}  # fmt: skip
    body = as_markdown(found).split("\n[^1]: ")[0]
    for line in body.splitlines():
        if line.startswith("|"):
            continue
        rest = _MARKS.sub("", re.sub(r"^(#+|-) ", "", line)).strip("*")
        if rest in {re.sub(r"\s+", " ", o) for o in own}:
            continue
        for statement in sorted(said(found), key=len, reverse=True):
            rest = rest.replace(re.sub(r"\s+", " ", statement), "")
        assert not rest.strip(), f"no claim stands behind {rest!r}"


def check_every_note_quotes_its_report(found: Brief) -> None:
    assert [n.number for n in found.notes] == list(range(1, len(found.notes) + 1))
    for note in found.notes:
        if note.measure is None:
            text = note.claims[0].report.text
            assert note.text in text and note.evidence == note.claims[0].evidence
            assert note.before + note.evidence in text
    pointed = {n for s in found.statements for n in numbers(found.notes, s)}
    pointed |= {n for w in found.ways for line in w.lines for n in numbers(found.notes, line)}
    assert pointed == {n.number for n in found.notes}
    for statement in found.statements:
        places = {(c.report.id, c.start, c.end) for c in statement.claims}
        assert len(numbers(found.notes, statement)) == len(places) + len(
            {o.measure.id for o in statement.measures}
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("since", [None, "2024-01-01"])
def test_no_sentence_without_a_claim(language: str, since: str | None) -> None:
    found = made(language, since=since)
    assert len(found.statements) >= 8
    check_every_sentence_rests_on_claims(found)
    check_every_note_quotes_its_report(found)


def test_what_stands_where() -> None:
    found = made()
    by_key = {s.key: " ".join(t.text for t in s.statements) for s in found.sections}
    assert "obus d'artillerie" in by_key["bargain"] and "denrées" in by_key["bargain"]
    assert "Sur la seule foi des États-Unis, la Russie chercherait" in by_key["alone"]
    assert "dément fournir des missiles" in by_key["denied"]
    assert "des responsables russes ne confirment pas que la Russie cherche" in by_key["denied"]
    assert "S/RES/1874 § 9 (2009)" in by_key["law"] and "la Russie a voté pour" in by_key["law"]
    assert "Sergueï Lavrov" in by_key["moved"]
    assert "Conseil de sécurité" in by_key["told"]
    # What one can give meets what the other seeks, though the stakes are wider and narrower.
    shells = next(
        line for way in found.ways for line in way.lines if line.stake == "obus d'artillerie"
    )
    assert shells.barred and not shells.met
    assert "| certain (armes) |" in as_markdown(found)


def test_since_a_day() -> None:
    found = made(since="2024-01-01")
    section = found.sections[-1]
    assert section.key == "since" and "1er janvier 2024" in section.heading
    text = " ".join(s.text for s in section.statements)
    assert "Nouveau\u00a0: les États-Unis affirment" in text
    assert "possible avant le 1er janvier 2024, presque certain depuis" in text
    grain = next(s for s in section.statements if "presque certain depuis" in s.text)
    assert {c.id for c in grain.claims} == {FOOD.id, BEFORE.id}
    nothing = made(since="2025-01-01").sections[-1]
    assert (nothing.key, nothing.statements) == ("since", ()) and len(nothing.notes) == 1


def test_as_of_a_day() -> None:
    then = made(as_of="2023-12")
    assert {c.id for c in then.claims} == {BEFORE.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_little_or_nothing_is_said_as_little_or_nothing(language: str, tmp_path: Path) -> None:
    grammar = load_grammar(language)
    empty = made(language, [])
    assert (empty.statements, empty.notes, empty.ways) == ((), (), ())
    assert [s.notes for s in empty.sections] == [(grammar.note("nothing"),)]
    assert empty.facts == (grammar.note("basis_none"),)
    thin = made(language, [BEFORE])
    assert thin.sections[0].notes == (grammar.note("thin"),)
    undated = made(language, [replace(BEFORE, report=replace(OLDER, date=None))])
    assert grammar.note("undated_law") in undated.sections[-1].notes
    for found in (empty, thin, undated):
        check_every_sentence_rests_on_claims(found)
        check_every_note_quotes_its_report(found)
        assert lxml.html.document_fromstring(as_html(found)).findtext(".//h1") == found.title
        write_docx(found, tmp_path / "thin.docx")


def test_the_same_is_said_once() -> None:
    """Ten papers that say it in their own voice are one sentence with ten notes."""
    papers = [replace(REPORT, text=f"{TEXT} {n}", outlet=f"Journal {n}") for n in range(3)]
    again = [replace(FACTORIES, report=paper) for paper in papers]
    found = made("fr", again)
    (only,) = found.sections[0].statements
    assert re.match(r"Selon Journal \d, Journal \d et Journal \d, la Corée du Nord", only.text)
    assert len(numbers(found.notes, only)) == 3
    assert not [s for s in found.sections if s.key == "alone"]


@given(st.permutations(ALL))
@settings(deadline=None, max_examples=20)
def test_the_order_of_claims_does_not_matter(claims: list[Claim]) -> None:
    assert as_markdown(made("fr", claims)) == as_markdown(made("fr"))


def alone(claims: list[Claim]) -> list[str]:
    return [s.text for x in made("fr", claims).sections if x.key == "alone" for s in x.statements]


def test_one_source_is_one_for_that_very_thing() -> None:
    """That munitions are sought has two sources, though that they can be given has one; and two
    speakers of one government are one source."""
    sought = claim("seeks", (RUS,), (PRK,), "arms.ammunition", "arms.drones", sources=(USA,))
    also = claim("seeks", (RUS,), (PRK,), "arms.ammunition", sources=(ANALYST,))
    given_ = claim("gives", (PRK,), (RUS,), "arms.ammunition", sources=(JPN,))
    cut = "Sur la seule foi "
    assert set(alone([sought, also, given_])) == {
        cut + "des États-Unis, la Russie cherche à obtenir des drones auprès de la Corée du Nord.",
        cut + "du Japon, la Corée du Nord est en mesure de fournir des munitions à la Russie.",
    }
    general = Actor("USA:a-general", "person", "USA", "Jo Doe", "Jo Doe")
    again = claim("seeks", (RUS,), (PRK,), "arms.drones", sources=(general,))
    told_ = alone([sought, again])
    assert len(told_) == 2 and all(s.startswith(cut + "des États-Unis, la Russie") for s in told_)


def test_a_note_is_the_sentence_around_the_evidence() -> None:
    at = TEXT.index("Oman")
    start, end = sentence_of(replace(FOOD, start=at, end=at + 20))
    assert TEXT[start:end] == "Oman veut du pétrole, et le dira encore."
    last = replace(FOOD, start=TEXT.index("suite"), end=len(TEXT))
    assert TEXT[slice(*sentence_of(last))] == "La suite au prochain numéro"
    long = Report("mot " * 400, "fr")
    assert sentence_of(replace(FOOD, report=long, start=400, end=403)) == (400, 403)


# Formats

HOSTILE = '<script>alert("1")</script> & <b>|*_[x](http://e.example)'


def hostile() -> Brief:
    text = f"{HOSTILE} Oman veut du pétrole {HOSTILE}. Fin."
    report = Report(text, "fr", "2024-03-02", HOSTILE, HOSTILE, url="javascript:alert(1)")
    who = Actor("?:x", "person", None, HOSTILE, HOSTILE)
    at = {"report": report, "start": text.index("Oman"), "end": text.index(". Fin")}
    return made("fr", [replace(SHELLS, sources=(who,), **at), replace(FACTORIES, **at)])


def test_a_page_holds_itself_and_runs_nothing() -> None:
    for found in (made(), hostile()):
        page = lxml.html.document_fromstring(as_html(found))
        assert page.get("lang") == "fr"
        assert not page.xpath("//script|//b//script|//img|//link|//iframe|//@onload|//@style")
        assert all(h.startswith("#") for h in page.xpath("//@href|//@src"))
        targets = set(page.xpath("//@id"))
        assert {h[1:] for h in page.xpath("//@href")} <= targets
        assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
        assert "http" not in "".join(page.xpath("//style/text()"))
        # For who reads by ear: one h1, headings in order, headers of columns and rows.
        assert len(page.xpath("//h1")) == 1 and page.xpath("//main//h2")
        assert all(t.xpath(".//th[@scope='col']") for t in page.xpath("//table"))
        assert all(r.xpath("./th[@scope='row']") for r in page.xpath("//tbody/tr"))
    assert HOSTILE in lxml.html.document_fromstring(as_html(hostile())).text_content()


def test_a_page_says_what_the_brief_says() -> None:
    found = made(since="2024-01-01")
    text = re.sub(r"\s+", " ", lxml.html.document_fromstring(as_html(found)).text_content())
    for statement in found.statements:
        assert re.sub(r"\s+", " ", statement.text) in text
    for note in found.notes:
        assert re.sub(r"\s+", " ", note.text) in text


def test_markdown_takes_reports_as_words() -> None:
    text = as_markdown(hostile())
    assert not re.search(r"(?<!\\)<script|(?<!\\)\]\(http", text)
    for line in (row for row in text.splitlines() if row.startswith("| ")):
        assert len(re.findall(r"(?<!\\)\|", line)) == 6


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_a_document_opens_again_with_its_footnotes(which: str, tmp_path: Path) -> None:
    import docx
    from lxml import etree

    found = made(since="2024-01-01") if which == "plain" else hostile()
    path = tmp_path / "brief.docx"
    write_docx(found, path)
    opened = docx.Document(str(path))
    text = "\n".join(p.text for p in opened.paragraphs)
    assert all(s.text in text for s in found.statements)
    assert opened.core_properties.title == found.title
    assert len(opened.tables) == len(found.ways)
    with zipfile.ZipFile(path) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        body = etree.fromstring(package.read("word/document.xml"))
        assert b"footnotes+xml" in package.read("[Content_Types].xml")
    told_ = {int(n.get(f"{_W}id")): "".join(n.itertext()) for n in notes}
    assert set(told_) == {-1, 0, *(n.number for n in found.notes)}
    for note in found.notes:
        assert note.text in told_[note.number]
    # Word numbers footnotes by where they are referred to: ours are in that order, each once.
    references = [int(r.get(f"{_W}id")) for r in body.iter(f"{_W}footnoteReference")]
    assert references == [n.number for n in found.notes]


# The whole way on the reports of examples/


@pytest.fixture(scope="module", params=LANGUAGES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param not in installed():
        pytest.skip(f"there is no model for {request.param}")
    path = tmp_path_factory.mktemp(request.param) / "store.db"
    with Store(path) as kept:
        for report in read(ROOT / "examples" / request.param):
            assert isinstance(report, Report)
            kept.add(code(report))
    return path


@pytest.mark.parametrize("pair", [("RUS", "PRK"), ("IRN", "RUS"), ("ETH", "EGY"), ("SDN", "ARE")])
def test_briefs_of_the_examples(store: Path, pair: tuple[str, str]) -> None:
    with Store(store, read_only=True) as kept:
        claims = kept.claims(pair)
    for language in LANGUAGES:
        found = brief(claims, *pair, language)
        assert found.statements and found.ways
        check_every_sentence_rests_on_claims(found)
        check_every_note_quotes_its_report(found)
        assert len(as_markdown(found)) < 25_000, "more than three pages"


def test_the_command(store: Path, tmp_path: Path) -> None:
    def run(*words: object) -> Any:
        return CliRunner().invoke(main, ["brief", *map(str, words), "--store", str(store)])

    printed = run("Russie", "PRK", "--lang", "fr")
    assert printed.exit_code == 0 and printed.stdout.startswith("# Russie – Corée du Nord")
    for name in ("brief.html", "brief.md", "brief.docx"):
        done = run("RUS", "PRK", "--lang", "en", "-o", tmp_path / name)
        assert (done.exit_code, done.output) == (0, "")
        assert (tmp_path / name).stat().st_size > 5000
    assert (tmp_path / "brief.md").read_text("utf-8").startswith("# Russia – North Korea")
    assert run("RUS", "PRK", "-o", tmp_path / "brief.pdf").exit_code == 2
    assert run("RUS", "RUS").exit_code == 2
    assert run("RUS", "PRK", "-o", tmp_path / "no" / "such" / "brief.md").exit_code == 1


# The words

BROKEN = [
    (
        '  forbidden: "est{probably} interdit',
        '  forbiden: "est{probably} interdit',
        "verdicts/forbiden",
        "forbiden is unknown",
    ),
    ("  arms.drones:", "  arms.kites:", "stakes/arms.kites", "arms.kites is unknown"),
    ("inf: fournir,", "", "verbs/provides", "has no form 'inf'"),
    ('author: "selon {outlet}', 'author: "selon {paper}', "frames/author", "{paper}"),
    ("possible: [unsure,", "possible: [dreamt,", "hedges/possible", "dreamt is no mood"),
    ('{"": seeks, relations:', '{"": seeks, friends:', "uses/seeks", "friends is no stake"),
    ("omits: [aid]", "omits: [alms]", "verbs/AID", "alms is no stake"),
    ('self: ["promet de {own}"', 'self: ["promet de {it}"', "attitudes/promises", "{it}"),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), BROKEN, ids=lambda x: str(x)[:30])
def test_a_mistake_in_the_words_is_named(
    old: str, new: str, where: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dragoman.brief.grammar as home

    for language in LANGUAGES:
        text = (LANG / language / "brief.yaml").read_text("utf-8")
        if language == "fr":
            assert text.count(old) >= 1
            text = text.replace(old, new, 1)
        (tmp_path / language).mkdir()
        (tmp_path / language / "brief.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(home, "LANG", tmp_path)
    with pytest.raises(TableError) as error:
        load_grammar.__wrapped__("fr")
    place, _, message = str(error.value).partition(": ")
    assert place.startswith(f"{tmp_path / 'fr' / 'brief.yaml'}:")
    assert where in message and what in message
    line = int(place.rpartition(":")[2])
    shown = (tmp_path / "fr" / "brief.yaml").read_text("utf-8").splitlines()[line - 1]
    assert where.split("/")[-1] in shown, shown


def test_what_is_cited_can_be_looked_up() -> None:
    """By the ids that `dragoman explain` takes."""
    found = made()
    shown = set(re.findall(r"affirmation (\w{8})", as_markdown(found)))
    assert shown == {c.id[:8] for c in found.claims}
