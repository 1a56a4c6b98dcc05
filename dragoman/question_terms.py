"""What a question names: words, actors, stakes, dates and resolutions, without a parse.

Questions are short, often without accents, capitals or a verb; a parser trained on news has little
to hold on to. So the names and the terms are looked up over folded words (lower case, no accents;
apostrophes and hyphens part words), the longest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from dragoman.text import unaccented

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
_ISO = re.compile(r"\b((?:19|20)\d\d)(-(?:0[1-9]|1[0-2]))?(-(?:0[1-9]|[12]\d|3[01]))?\b")
_YEAR = re.compile(r"(?:19[4-9]|20)\d{2}|20\d\d")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the question: as written, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, without accents or dots: "Qu'Émirats" gives "qu'emirats", "U.S." gives "us"."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return unaccented(plain).lower().replace(".", "")


def words_of(text: str) -> tuple[Word, ...]:
    return tuple(Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))


def key_of(text: str) -> tuple[str, ...]:
    """The folded words of a name or a term: what it is looked up by."""
    return tuple(w.folded for w in words_of(text))


@dataclass(frozen=True, slots=True)
class Found:
    """Words `start` to `end` (exclusive) of the question, and what they name."""

    start: int
    end: int
    value: str
    how: str = "name"


def longest(
    words: Sequence[Word], table: Mapping[tuple[str, ...], object], size: int
) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """(start, end, key) of what the table knows, from left to right, the longest at each place."""
    at = 0
    while at < len(words):
        for n in range(min(size, len(words) - at), 0, -1):
            key = tuple(w.folded for w in words[at : at + n])
            if key in table:
                yield at, at + n, key
                at += n
                break
        else:
            at += 1


@cache
def months(language: str) -> dict[str, int]:
    """Folded names of the months, long and short, from CLDR."""
    named = Locale.parse(language).months
    return {
        fold(name): number
        for form in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in named[form][width].items()
    }


def find_date(
    words: Sequence[Word], text: str, language: str, numbered: frozenset[str]
) -> str | None:
    """The first date named: ISO, of day, month or year precision.

    `numbered` are words after which a number is no year ("résolution 2023").
    """
    named = months(language)
    for i, word in enumerate(words):
        if word.folded in named and (len(word.folded) > 3 or word.text[0].isupper()):
            year = next((w.folded for w in words[i + 1 : i + 4] if _YEAR.fullmatch(w.folded)), None)
            if year is None:
                continue
            day = _day(words[i - 1]) if i else None
            if day is None and words[i + 1].folded != year:
                day = _day(words[i + 1])
            return f"{year}-{named[word.folded]:02}" + (f"-{day:02}" if day else "")
    for i, word in enumerate(words):
        if _YEAR.fullmatch(word.folded) and not (i and words[i - 1].folded in numbered):
            match = _ISO.match(text, word.start)
            return match.group() if match else word.folded
    return None


def _day(word: Word) -> int | None:
    match = re.fullmatch(r"(\d{1,2})(?:er|st|nd|rd|th)?", word.folded)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def find_instruments(words: Sequence[Word], numbered: frozenset[str]) -> tuple[str, ...]:
    """Resolutions named by number, as the tables of law write them: S/RES/1718."""
    found = []
    for before, word in zip(words, words[1:], strict=False):
        if before.folded in numbered and re.fullmatch(r"\d{2,4}", word.folded):
            found.append(f"S/RES/{word.folded}")
    return tuple(dict.fromkeys(found))
