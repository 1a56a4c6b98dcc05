"""Where quotations begin and end, whatever marks are used and however badly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record import Parsed, Report, Sentence, Token
from dragoman.stages.speech_quotes import find_quotes

MARKS = "«»“”„‹›‘’\"'"


def flat(text: str) -> Parsed:
    """Words and marks without a tree: each paragraph is one sentence."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    offset = 0
    for number, line in enumerate(text.split("\n")):
        first = len(tokens)
        for found in re.finditer(rf"[{MARKS}]|[.,:;!?]|[^\s{MARKS}.,:;!?]+", line):
            i = len(tokens)
            kind = "PUNCT" if found[0] in MARKS + ".,:;!?" else "X"
            tokens.append(Token(i, offset + found.start(), offset + found.end(), found[0],
                                found[0], kind, "", first, "root" if i == first else "dep"))  # fmt: skip
        if len(tokens) > first:
            sentences.append(Sentence(first, len(tokens), number))
        offset += len(line) + 1
    return Parsed(Report(text, "fr"), tuple(tokens), tuple(sentences))


def quoted(text: str) -> list[str]:
    parsed = flat(text)
    return [parsed.slice(q.start, q.end) for q in find_quotes(parsed)]


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("il dit « oui » et « non »", ["oui", "non"]),
        ('il dit "oui" et "non"', ["oui", "non"]),
        ("il dit “oui” et “non”", ["oui", "non"]),
        ("il dit ‹ oui › et ‘ non ’", ["oui", "non"]),
        ("il dit 'oui' et 'non'", ["oui", "non"]),
        ('" oui ", dit-il', ["oui"]),  # blanks inside the marks
        ("« il dit “non” à tous », dit-il", ["il dit “non” à tous"]),
        ('"il dit " non" à tous", dit-il', ['il dit " non" à tous']),  # the same mark inside
        ('« oui ", dit-il', ["oui"]),  # another mark closes
        ("”oui”, dit-il", ["oui"]),  # one curly mark at both ends
        ("il dit « oui et non", ["oui et non"]),  # never closed
        ("oui et non », dit-il", ["oui et non"]),  # never opened
        ("les alliés d ' hier", []),  # a lone apostrophe
        ("« un\ndeux\ntrois » et quatre", ["un\ndeux\ntrois"]),  # over paragraphs
        ("« un\n« deux\n« trois » et quatre", ["un", "deux", "trois"]),  # opened again in each
        ('s’opposant à "la fin" ».', ['s’opposant à "la fin"']),  # the end of a wider one
        ("« » vide", []),
        ("", []),
    ],
)  # fmt: skip
def test_quotations(text: str, wanted: list[str]) -> None:
    assert quoted(text) == wanted


@given(st.text(alphabet=MARKS + "ab .,\n", max_size=60))
def test_any_marks_give_ordered_stretches(text: str) -> None:
    parsed = flat(text)
    last = 0
    for quote in find_quotes(parsed):
        start, end = quote.outer
        assert last <= start <= quote.start < quote.end <= end <= len(parsed.tokens)
        last = end
