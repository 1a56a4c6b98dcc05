"""Reading: sources, cleaning, zones, and what a text says of its own origin."""

from __future__ import annotations

import io
import json
import logging
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.record import Report
from dragoman.stages.read import Failure, read
from dragoman.stages.read_clean import UnreadableError, clean
from dragoman.stages.read_language import installed
from dragoman.stages.read_zones import find_layout
from dragoman.tables import TableError

PROSE = (
    "Le gouvernement de Sarlande a refusé de livrer les pièces que son voisin réclame depuis mai."
)
ENGLISH = "The government of Sarland refused to deliver the parts that its neighbour has sought since May."

needs_models = pytest.mark.skipif(
    not {"fr", "en"} <= set(installed()), reason="the models of fr and en are not there: make train"
)


@pytest.fixture(autouse=True)
def _log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool that other tests run in this process configures logging and so silences our logger."""
    monkeypatch.setattr(logging.getLogger("dragoman.stages.read"), "disabled", False)


def one(path: Path, **given: str) -> Report:
    (report,) = read(path, **given)
    assert isinstance(report, Report), report
    return report


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# --- zones: the text with each zone in brackets, "[kind|stretch]" ---------------------------------

ZONES = [
    ("fr", f"[headline|Deux voisins et un barrage]\n\n{PROSE}"),
    ("fr", f"[headline|Pourquoi la Sarlande hésite-t-elle ?]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n{PROSE} Rien d'autre."),  # a first line that is a sentence of prose
    ("fr", f"[headline|La Sarlande dit ne plus vouloir payer.]\n\n{PROSE}\n{PROSE}\n{PROSE}"),
    ("fr", PROSE),
    ("fr", f"[dateline|date 2021-04 ][headline|Sarlande et Ostrovie : que veulent-elles ?]\n\n{PROSE}"),
    ("fr", f"[dateline|Source : Le Courrier]\n[dateline|Date : 3 mars 2021]\n[headline|Un pont trop loin]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\n[dateline|AFP, publié le mardi 30 juin 2020 à 21h01]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\n[dateline|Publié le 3 mars 2021 à 10:04, mis à jour à 12:00]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\n[dateline|PARIS, 3 mars (Reuters) - ]{PROSE}"),
    ("fr", f"[headline|Un pont]\n\n[dateline|Genève (AFP) – ]{PROSE}"),
    ("fr", f"[headline|Un pont]\n\n[dateline|Par Jean Martin et Anne Roy]\n[dateline|Bray, 3 mars 2021]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\nPar Jean Martin, nous savons que rien n'est dit.\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[credit|Légende image,]\n\n[caption|Le pont de Bray]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[boilerplate|À LIRE AUSSI :]\n[boilerplate|- Un pont]\n[boilerplate|- Un gué]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[boilerplate|À LIRE AUSSI : Un gué]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\nLe 3 mars 2021, tout a changé.\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[headline|Les pièces]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[headline|- Un embarras certain -]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[headline|Et maintenant ?]\n\n{PROSE}"),
    ("fr", f"{PROSE}\nEt pourquoi pas ?\n{PROSE}"),  # a question among lines of prose
    ("fr", f"{PROSE}\n\nUne phrase coupée au mil"),  # the last line: cut off, not a heading
    ("fr", f"{PROSE}\n\n[credit|Crédit photo, Getty Images ][credit|Légende image, ][caption|Les deux ministres à Bray]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[credit|Crédit photo, Jean Martin]\n\n{PROSE}"),
    ("fr", f"{PROSE} [credit|Crédit photo, AFP ][credit|Légende image, ][caption|Le pont de Bray vu du sud.] {PROSE}"),
    ("fr", f"{PROSE} [credit|Copyright de l'image Getty Images ][credit|Image caption ][caption|Le pont de Bray vu du sud.] {PROSE}"),
    ("fr", f"{PROSE}\n\n[caption|Le pont de Bray, vu du sud.][credit| (Photo : Jean Martin)]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[boilerplate|A lire aussi : Un autre pont]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[boilerplate|Suivez-nous sur les réseaux sociaux]\n\n{PROSE}"),
    ("fr", f"{PROSE} [boilerplate|A surtout lire sur BBC Afrique : ]Mais rien n'est dit. {PROSE}"),
    ("fr", f"{PROSE} [boilerplate|A lire aussi ][headline|Un pont entre deux rives] [headline|Comment la Sarlande est-elle née ?] [headline|Kim Jong Un veut un pont] Les deux voisins se taisent. {PROSE}"),
    ("fr", f"{PROSE} Il lit le quotidien Le Soir et va au Caire. {PROSE}"),
    ("fr", f"{PROSE}\n\n{PROSE} [boilerplate|(Reportage de Jean Martin; édité par Anne Roy)]"),
    ("fr", f"{PROSE}\n\n[boilerplate|* * *]\n\n{PROSE}"),
    ("fr", f"{PROSE}\n\n[caption|██ Zone tenue par l'armée]\n\n{PROSE}"),
    ("fr", f"[headline|Un pont]\n\nL'Agence France-Presse (AFP) – qui a vu le texte – le dit. {PROSE}"),
    ("en", f"[headline|A bridge]\n\nThe Associated Press (AP) - which saw the text - says so. {ENGLISH}"),
    ("en", f"[headline|Two neighbours and a dam]\n\n{ENGLISH}"),
    ("en", f"[headline|A bridge]\n\n[dateline|Tuesday, October 8, 2019]\n\n{ENGLISH}"),
    ("en", f"[headline|A bridge]\n\n[dateline|LONDON, March 3 (Reuters) - ]{ENGLISH}"),
    ("en", f"[headline|A bridge]\n\n[dateline|KYIV, Ukraine (AP) — ]{ENGLISH}"),
    ("en", f"{ENGLISH}\n\n[credit|Image source, Getty Images ][credit|Image caption, ][caption|The bridge at Bray]\n\n{ENGLISH}"),
    ("en", f"{ENGLISH}\n\n[caption|The bridge at Bray, seen from the south.][credit| (Bray City Archives)]\n\n{ENGLISH}"),
    ("en", f"{ENGLISH}\n\n[boilerplate|Read more: Another bridge]\n\n{ENGLISH}"),
    ("en", f"{ENGLISH}\n\n[boilerplate|Follow us on every network]\n\n{ENGLISH}"),
    ("en", f"{ENGLISH}\n\n[headline|The missing parts]\n\n{ENGLISH}"),
    ("en", f"{ENGLISH} [boilerplate|(Reporting by John Martin; Editing by Ann Roy)]"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), ZONES)
def test_zones(language: str, marked: str) -> None:
    text, zones, position = "", [], 0
    while (start := marked.find("[", position)) >= 0:
        bar, end = marked.index("|", start), marked.index("]", start)
        text += marked[position:start]
        zones.append((len(text), len(text) + end - bar - 1, marked[start + 1 : bar]))
        text += marked[bar + 1 : end]
        position = end + 1
    text += marked[position:]
    found = find_layout(text, language).zones
    assert [(z.kind, text[z.start : z.end]) for z in found] == [(k, text[a:b]) for a, b, k in zones]


LONG = " ".join([PROSE] * 18)


@pytest.mark.parametrize(
    ("stray", "after"),
    [
        (["Compter les moutons contre le vol", "Un petit pays qui veut grandir"], "La Sarlande a proposé de payer."),
        (["Sur les collines, un éleveur inquiet"], "Le ministre a proposé de payer."),
    ],
)  # fmt: skip
def test_titles_run_into_one_long_paragraph(stray: list[str], after: str) -> None:
    text = f"{LONG} {' '.join(stray)} {after} {PROSE}"
    zones = find_layout(text, "fr").zones
    assert [(z.kind, text[z.start : z.end]) for z in zones] == [("headline", s) for s in stray]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le ministre a confié au quotidien Le Soir que son pays attendrait.",
        "Le dirigeant Kim Jong Un a visité le pont avec le général.",
        "La ministre Anne Le Drian a visité le pont avec le général.",
        'Il a lu "Les deux rives" et "Le pont" avant de partir.',
    ],
)
def test_names_are_no_titles(sentence: str) -> None:
    assert find_layout(f"{LONG} {sentence} {PROSE}", "fr").zones == ()


@pytest.mark.parametrize(
    ("text", "title", "date", "outlet"),
    [
        (f"date 2021-04 Deux voisins\n\n{PROSE}", "Deux voisins", "2021-04", None),
        (f"Titre : Deux voisins\n\n{PROSE}", "Deux voisins", None, None),
        (f"Source : Le Courrier\nDate : 3 mars 2021\n\n{PROSE}\n\n{PROSE}", None, "2021-03-03", "Le Courrier"),
        (f"Un pont\n\nAFP, publié le mardi 30 juin 2020 à 21h01\n\n{PROSE}", "Un pont", "2020-06-30", "AFP"),
        (f"Un pont\n\nPARIS, 3 mars (Reuters) - {PROSE}", "Un pont", None, "Reuters"),
        (PROSE, None, None, None),
    ],
)  # fmt: skip
def test_origin_from_the_text(
    text: str, title: str | None, date: str | None, outlet: str | None
) -> None:
    layout = find_layout(text, "fr")
    assert (layout.title, layout.date, layout.outlet) == (title, date, outlet)


def test_faults_in_zones_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.stages import read_marks

    good = (read_marks.LANG / "fr/zones.yaml").read_text(encoding="utf-8")
    monkeypatch.setattr(read_marks, "LANG", tmp_path)
    for code, fault in (("xa", good + "\nsurprise: []"), ("xc", good.replace('"© "', '"("'))):
        assert fault != good
        (tmp_path / code).mkdir()
        write(tmp_path / code / "zones.yaml", fault)
        with pytest.raises(TableError, match="zones.yaml:"):
            read_marks.load_marks(code)


# --- cleaning ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("«\xa0Non\u202f!\xa0»\tdit-il", "« Non ! » dit-il"),
        ("e\u0301te\u0301", "été"),
        ("fin\u202e \u200bdu\xad jeu\ufeff\x07", "fin du jeu"),
        ("  un  deux  \n\n\n\n  trois ", "un deux\n\ntrois"),
        ("l’État – « A » … 'b'", "l’État – « A » … 'b'"),  # quotes, dashes, apostrophes stay
        ("un\ud800deux", "un\ufffddeux"),
        (
            # wrapped at a fixed width: one paragraph again; the poem is not
            "Le gouvernement de la Sarlande a fait savoir ce matin qu'il ne\n"
            "livrerait plus aucune des pièces que son voisin attend depuis le\n"
            "printemps.\n\nUn vers\nPuis un autre\nEncore un",
            "Le gouvernement de la Sarlande a fait savoir ce matin qu'il ne "
            "livrerait plus aucune des pièces que son voisin attend depuis le "
            "printemps.\n\nUn vers\nPuis un autre\nEncore un",
        ),
    ],
)
def test_clean(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (" \n\t\u200b", "empty"), ("12 + 3 = ?", "no letters"), ("mot " * 60_000, "a line of")]
)  # fmt: skip
def test_nothing_to_read(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        clean(text)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from([" ", "\n", "\n\n", "\r\n", "\xa0", "A lire aussi ", "Crédit photo, ", "Légende image, ", "Photo : ", "(AFP) - ",
                         "date 2020-01 ", "Publié le 3 mars 2020", " Le pont a cédé.", " ? ", "- Un titre -", "e\u0301", "\u0301" * 40,
                         "\u0958", "\ufb1d", "Source : ", "© ", "* * *", "(Photo : X)"]),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean(text)
    except UnreadableError:
        return
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.splitlines() == once.split("\n")


@settings(max_examples=150, deadline=None)
@given(PIECES, st.sampled_from(["fr", "en"]))
def test_zones_are_sound(text: str, language: str) -> None:
    """In order, apart, not empty, inside the text."""
    try:
        text = clean(text)
    except UnreadableError:
        return
    last = 0
    for zone in find_layout(text, language).zones:
        assert last <= zone.start < zone.end <= len(text)
        last = zone.end


# --- sources -------------------------------------------------------------------------------------


@needs_models
def test_text_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"Un pont\n\n{PROSE}")
    report = one(path, date="2021-03-03", outlet="Le Courrier", url="https://example.org/a")
    assert report.text == f"Un pont\n\n{PROSE}"
    assert (report.language, report.title, report.path) == ("fr", "Un pont", str(path))
    assert (report.date, report.outlet, report.url) == (
        "2021-03-03",
        "Le Courrier",
        "https://example.org/a",
    )
    assert one(write(tmp_path / "b.txt", report.text)).text == report.text
    assert one(write(tmp_path / "c.txt", ENGLISH)).language == "en"
    assert one(path, title="Un gué").title == "Un gué"


@needs_models
@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_a_cleaned_text_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    try:
        text = clean(text)
    except UnreadableError:
        return
    path = write(tmp_path_factory.getbasetemp() / "cleaned.txt", text)
    assert one(path, language="fr").text == text


@needs_models
@pytest.mark.parametrize(
    ("encoding", "warned"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)],
)
def test_encodings(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, encoding: str, warned: bool
) -> None:
    text = f"{PROSE} L’été, « déjà » passé… cœur."
    with caplog.at_level(logging.WARNING):
        assert one(write(tmp_path / "a.txt", text.encode(encoding))).text == text
    assert ("Windows-1252" in caplog.text) is warned


@needs_models
def test_spoilt_utf8(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = (PROSE * 3).encode()
    with caplog.at_level(logging.WARNING):
        report = one(write(tmp_path / "a.txt", data[:30] + b"\xff" + data[30:]))
    assert report.text.count("\ufffd") == 1 and "réclame" in report.text
    assert "U+FFFD" in caplog.text


PAGE = f"""<!doctype html><html lang="fr"><head><title>Un pont - Le Courrier</title>
<meta property="og:site_name" content="Le Courrier"><meta property="og:title" content="Un pont">
<meta property="article:published_time" content="2021-03-03T10:00:00Z"></head><body>
<nav><a href="/">Accueil</a><a href="/s">Sport</a></nav><article><h1>Un pont</h1><p>{PROSE}</p>
<h2>Les pièces</h2><p>{PROSE} {PROSE}</p></article><footer>Mentions légales</footer></body></html>"""


@needs_models
def test_page(tmp_path: Path) -> None:
    report = one(write(tmp_path / "a.html", PAGE))
    assert (report.title, report.date, report.outlet) == ("Un pont", "2021-03-03", "Le Courrier")
    assert report.text == f"Un pont\n{PROSE}\nLes pièces\n{PROSE} {PROSE}"
    assert [report.text[z.start : z.end] for z in report.zones] == ["Un pont", "Les pièces"]
    assert one(write(tmp_path / "b", PAGE)).title == "Un pont"  # known by how it begins
    assert one(tmp_path / "a.html", date="2020", outlet="Autre").date == "2020"


@needs_models
def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"text": PROSE, "title": "Un pont", "date": "2021-03-03T10:00:00Z", "outlet": "Le Courrier"},
        {"html": PAGE, "url": "https://example.org/a"},
        {"text": ENGLISH, "language": "en", "title": None},
        {"text": 3}, [1], {"title": "rien"}, {"text": PROSE, "date": "hier"}, {"text": PROSE, "language": "xx"},
    ]  # fmt: skip
    lines = [json.dumps(row) for row in rows] + ["{", "", '{"text": "\\ud800\\u0000"}']
    found = list(read(write(tmp_path / "a.jsonl", "\n".join(lines))))
    reports, failures = found[:3], found[3:]
    assert [r.title for r in reports if isinstance(r, Report)] == ["Un pont", "Un pont", None]
    first, second, third = reports
    assert (
        isinstance(first, Report)
        and first.text == f"Un pont\n\n{PROSE}"
        and first.date == "2021-03-03"
    )
    assert isinstance(second, Report) and second.url == "https://example.org/a"
    assert (
        isinstance(third, Report)
        and third.language == "en"
        and third.path == f"{tmp_path}/a.jsonl:3"
    )
    assert [str(f).removeprefix(f"{tmp_path}/") for f in failures] == [
        "a.jsonl:4: has a field that is not a string: text",
        "a.jsonl:5: is JSON, but not an object",
        "a.jsonl:6: has neither text nor html",
        "a.jsonl:7: has a date 'hier' that is not YYYY, YYYY-MM or YYYY-MM-DD",
        f"a.jsonl:8: is in language 'xx', which is not installed ({', '.join(installed())} are)",
        "a.jsonl:9: is not a line of JSON",
        "a.jsonl:11: holds no letters",
    ]


@needs_models
@pytest.mark.parametrize(
    "data", [PROSE, PAGE, json.dumps({"text": PROSE}) + "\n" + json.dumps({"text": PROSE})]
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    class Stdin:
        buffer = io.BytesIO(data.encode())

    monkeypatch.setattr("sys.stdin", Stdin())
    reports = list(read("-"))
    assert len(reports) == 1 + data.startswith("{")
    for report in reports:
        assert isinstance(report, Report) and PROSE in report.text


@needs_models
def test_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "b.txt", PROSE)
    write(tmp_path / "a.txt", PROSE)
    write(tmp_path / "c.html", PAGE)
    write(tmp_path / "d.txt", b"")
    write(tmp_path / "notes.gold.tsv", "not a report")
    index = tmp_path / "index.tsv"
    write(
        index,
        "licence\tname\tlanguage\tdate\toutlet\nX\ta\tfr\t2020-03\tLe Courrier,\nX\tz\tfr\t\t\n",
    )
    with caplog.at_level(logging.WARNING):
        a, b, c, d = read(tmp_path)
    assert "names z" in caplog.text
    assert isinstance(a, Report) and (a.date, a.outlet) == ("2020-03", "Le Courrier")
    assert isinstance(b, Report) and b.date is None
    assert isinstance(c, Report) and c.date == "2021-03-03"
    assert d == Failure(str(tmp_path / "d.txt"), "is empty")
    assert isinstance(first := next(read(tmp_path, date="2019")), Report) and first.date == "2019"
    write(index, "name\toutlet\n")
    fault, *rest = read(tmp_path)
    assert isinstance(fault, Failure) and "has no column date, language" in fault.reason
    assert len(rest) == 4


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda f: f / "missing.txt", "does not exist"),
        (lambda f: f, "holds no file to read"),
        (lambda f: write(f / "a.txt", b"\x00\x01\x02"), "NUL"),
        (lambda f: write(f / "a.txt", b"%PDF-1.7 ..."), "is a PDF file"),
        (lambda f: write(f / "a.txt", bytes(range(1, 32)) * 30), "is binary"),
        (lambda f: write(f / "a.txt", bytes(range(128, 256)) * 30 + b"\xff\xfe"), "is neither"),
        (lambda f: write(f / "a.html", b" "), "is empty"),
        (lambda f: write(f / "a.html", b"<html><body></body></html>"), "no article"),
    ],
)  # fmt: skip
def test_failures(tmp_path: Path, make: object, reason: str) -> None:
    assert callable(make)
    (failure,) = read(make(tmp_path))
    assert isinstance(failure, Failure) and reason in failure.reason
    assert "\n" not in str(failure) and len(str(failure)) < 300


@needs_models
def test_languages(tmp_path: Path) -> None:
    german = "Die Regierung weigert sich, die Teile zu liefern, die ihr Nachbar seit Mai verlangt."
    (failure,) = read(write(tmp_path / "a.txt", german))
    assert isinstance(failure, Failure) and "seems to be in language 'de'" in failure.reason
    assert one(tmp_path / "a.txt", language="fr").language == "fr"  # what is given is believed


def test_wrong_date_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="13 septembre"):
        read(tmp_path, date="13 septembre")
