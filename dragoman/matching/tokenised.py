"""Texts that a corpus has split into words (*l' accord*, *dit -il*, *il_y_a*), put back as they are
written, in as many characters: what is joined leaves its blank outside."""

from __future__ import annotations

import re
from functools import cache

from dragoman.matching.lexicon import load_lexicon


def join_words(text: str, language: str) -> tuple[str, list[int]]:
    """The text with its words joined, and of each of its characters the place in the text given."""
    out: list[str] = []
    places: list[int] = []
    last = 0
    for match in _pattern(language).finditer(text):
        start, end = match.span()
        out.append(text[last:start])
        places += range(last, start)
        if match["before"] is not None:  # "l' accord" to " l'accord"
            out.append(" " + match["before"])
            places += [end - 1, *range(start, end - 1)]
        elif match["after"] is not None:  # "dit -il" to "dit-il "
            out.append(match["after"] + " ")
            places += [*range(start + 1, end), start]
        else:
            out.append(" ")
            places.append(start)
        last = end
    out.append(text[last:])
    places += range(last, len(text))
    return "".join(out), places


@cache
def _pattern(language: str) -> re.Pattern[str]:
    split = load_lexicon(language).profile["split_words"]
    never = "(?!)"
    return re.compile(
        rf"(?<![\w'’])(?P<before>{split['before'] or never}) (?=\w)"
        rf"|(?<=\w) (?P<after>{split['after'] or never})"
        r"|(?<=\w)_(?=\w)",
        re.IGNORECASE,
    )
