"""The tables of cues are read strictly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.matching import cues
from dragoman.matching.cues import load_cues
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Token
from dragoman.tables import TableError

CUES = "lemma\tpos\tattitude\tdegree\tstance\tframes\tnegated\tgate\texample\n"
WORDS = "word\trole\tslug\texample\n"
SAY = "dire\tVERB\tasserts\tcertain\tneutral\tthat;obl:sur\topen\t\til dit que\n"


@pytest.fixture
def lang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "speech.tsv").write_text(CUES + SAY, encoding="utf-8")
    (tmp_path / "xx" / "speech_words.tsv").write_text(WORDS, encoding="utf-8")
    monkeypatch.setattr(cues, "LANG", tmp_path)
    monkeypatch.setattr(cues, "load_lexicon", lambda language: load_lexicon("fr"))
    load_cues.cache_clear()
    yield tmp_path / "xx"
    load_cues.cache_clear()


def token(i: int, text: str, lemma: str, upos: str = "VERB") -> Token:
    return Token(i, 0, 1, text, lemma, upos, "", 0, "root")


@pytest.mark.parametrize(
    "row, complaint",
    [
        (SAY.replace("VERB", "VERBE"), "unknown pos 'VERBE'"),
        (SAY.replace("asserts", "says"), "unknown attitude 'says'"),
        (SAY.replace("certain", "sure"), "unknown degree 'sure'"),
        (SAY.replace("neutral", "cool"), "unknown stance 'cool'"),
        (SAY.replace("that;", "those;"), "unknown frame 'those' of a VERB"),
        (SAY.replace("obl:sur", "obl:"), "unknown frame 'obl:' of a VERB"),
        (SAY.replace("that;obl:sur", ""), "no frames"),
        (SAY.replace("open", "closed"), "unknown degree 'closed' under negation"),
        (SAY.replace("\t\til", "\tnever\til"), "unknown gate ['never']"),
        (SAY.replace("il dit que", " "), "no example"),
        (SAY.replace("dire", "Dire"), "lemma 'Dire' is empty or not in lower case"),
        (SAY + SAY, "frame 'that' of 'dire' is already in line 2"),
        (SAY.replace("\t\t", "\t"), "8 cells instead of 9"),
    ],
)
def test_unsound_rows(lang: Path, row: str, complaint: str) -> None:
    (lang / "speech.tsv").write_text(CUES + row, encoding="utf-8")
    with pytest.raises(TableError) as error:
        load_cues("xx")
    assert complaint in str(error.value)
    assert "speech.tsv:" in str(error.value)


@pytest.mark.parametrize(
    "row, complaint",
    [
        ("on\tnoone\t\ton dit\n", "unknown role 'noone'"),
        ("On\tnobody\t\ton dit\n", "word 'On' is not in lower case"),
        ("on\tnobody\t\ton dit\non\tnobody\t\ton dit\n", "repeats line 2"),
    ],
)
def test_unsound_words(lang: Path, row: str, complaint: str) -> None:
    (lang / "speech_words.tsv").write_text(WORDS + row, encoding="utf-8")
    with pytest.raises(TableError, match="speech_words.tsv:") as error:
        load_cues("xx")
    assert complaint in str(error.value)


def test_the_longest_string_of_words_wins(lang: Path) -> None:
    longer = SAY.replace("dire", "laisser entendre")
    (lang / "speech.tsv").write_text(
        CUES + SAY.replace("dire", "laisser") + longer, encoding="utf-8"
    )
    words = (
        token(0, "laisse", "laisser"),
        token(1, "bien", "bien", "ADV"),
        token(2, "entendre", "entendre"),
    )
    hits = load_cues("xx").at(words, 0, 3)
    assert [h.tokens for h in hits] == [(0, 2)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_language_has_words_for_every_role(language: str) -> None:
    """An empty role would switch a rule off unseen."""
    assert [role for role, words in load_cues(language).roles.items() if not words] == []
