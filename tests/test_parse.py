"""The parse stage: exact offsets, valid trees, zones and paragraphs, whatever the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.record import Parsed, Report, Zone
from dragoman.stages import parse as stage
from dragoman.stages.parse import parse
from dragoman.stages.read_language import installed

LANGUAGES = installed()  # English may be in training still
PIECES = st.sampled_from([
    "Le ministre a démenti.", "« Oui »,", "aujourd’hui", "l’Iran", "\u00a0", "\n", "\n\n", "  ", "\t",
    "M. Durand", "a-t-il dit", '"', "»", "…", "\u200b", "\r\n", "e\u0301", "🛰", "\x00", "\u2028",
    "http://example.org/a?b=c", "500.000", "chercherait", "The Minister didn't", "(", "-",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join),
                  st.lists(PIECES, max_size=25).map("".join))  # fmt: skip


def check(parsed: Parsed) -> None:
    """Tokens are slices of the text in order, and every sentence is one tree of its own."""
    end = 0
    for i, t in enumerate(parsed.tokens):
        assert t.i == i
        assert end <= t.start < t.end
        assert parsed.report.text[t.start : t.end] == t.text
        assert t.text.strip() and t.lemma
        end = t.end
    place = 0
    for s in parsed.sentences:
        assert s.start == place < s.end
        place = s.end
        roots = [i for i in range(s.start, s.end) if parsed.tokens[i].head == i]
        assert len(roots) == 1 and parsed.tokens[roots[0]].dep == "root"
        for i in range(s.start, s.end):
            assert s.start <= parsed.tokens[i].head < s.end
            assert (parsed.tokens[i].dep == "root") == (i in roots)
            seen = {i}
            for above in parsed.ancestors(i):
                assert above not in seen
                seen.add(above)
    assert place == len(parsed.tokens)
    paragraphs = [s.paragraph for s in parsed.sentences]
    assert paragraphs == sorted(paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_text(language: str, text: str) -> None:
    check(parse(Report(text, language)))


@settings(max_examples=30, deadline=None)
@given(text=TEXTS, cuts=st.lists(st.integers(0, 60), min_size=2, max_size=6),
       kinds=st.lists(st.sampled_from(["headline", "caption", "credit", "dateline"]), min_size=3,
                      max_size=3))  # fmt: skip
def test_any_zones(text: str, cuts: list[int], kinds: list[str]) -> None:
    bounds = sorted({min(c, len(text)) for c in cuts})
    zones = tuple(Zone(a, b, k) for a, b, k in zip(bounds[::2], bounds[1::2], kinds, strict=False))
    parsed = parse(Report(text, "fr", zones=zones))
    check(parsed)
    for s in parsed.sentences:
        for t in parsed.tokens[s.start : s.end]:
            zone = parsed.report.zone_at(t.start)
            assert zone == s.zone and zone not in ("credit", "dateline")


def test_curly_apostrophes_are_read_as_straight_ones() -> None:
    straight = "L'accord n'engage pas l'Iran, a dit l'envoyé."
    curly = straight.replace("'", "’")
    a, b = parse(Report(straight, "fr")), parse(Report(curly, "fr"))
    assert [(t.start, t.lemma, t.upos, t.head, t.dep) for t in a.tokens] == [
        (t.start, t.lemma, t.upos, t.head, t.dep) for t in b.tokens
    ]
    assert b.tokens[0].text == "L’"


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = "Le ministre des Affaires étrangères a reçu son homologue à Minsk mardi. "
    parsed = parse(Report(sentence * 150, "fr"))
    check(parsed)
    assert len(parsed.sentences) == 150
    assert {s.paragraph for s in parsed.sentences} == {0}


def test_one_word_without_end() -> None:
    parsed = parse(Report("a" * 20_000, "fr"))
    check(parsed)
    assert sum(len(t.text) for t in parsed.tokens) == 20_000


def test_lines_of_a_broken_paragraph_are_joined() -> None:
    text = "Le ministre a reçu\nson homologue.\nIls ont parlé."
    parsed = parse(Report(text, "fr"))
    assert [s.paragraph for s in parsed.sentences] == [0, 1]


@pytest.mark.parametrize(
    ("form", "lemma", "mood"),
    [("chercherait", "chercher", "Cnd"), ("livreraient", "livrer", "Cnd"),
     ("déclarait", "déclarer", "Ind"), ("pourrait", "pouvoir", "Cnd")],
)  # fmt: skip
def test_moods_and_infinitives(form: str, lemma: str, mood: str) -> None:
    parsed = parse(Report(f"Selon lui, Minsk {form} des obus à son voisin.", "fr"))
    verb = next(t for t in parsed.tokens if t.text == form)
    assert (verb.lemma, verb.feat("Mood")) == (lemma, mood)


def test_what_cannot_hold_a_claim_is_left_out() -> None:
    report = Report("Il pleut.\nMinsk demande du blé.", "fr")
    parsed = parse(report, lambda text: "Minsk" in text)
    assert [t.text for t in parsed.tokens][0] == "Minsk"


def test_no_model_and_wrong_model(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no model for language 'xx'"):
        parse(Report("Bonjour.", "xx"))
    import spacy

    spacy.blank("fr").to_disk(tmp_path / "old")
    with pytest.raises(LookupError, match="train it again"):
        stage.parse_with(tmp_path / "old", Report("Bonjour.", "fr"))
    meta = json.loads((tmp_path / "old" / "meta.json").read_text())
    assert "dragoman_format" not in meta
