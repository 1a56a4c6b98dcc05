"""Texts that a corpus has split into words (*l' accord*, *dit -il*, *il_y_a*), put back as they are
written, in as many characters: what is joined leaves its blank outside."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r"(?<![\w'’])((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’]) (?=\w)"
    r"|(?<=\w) (-(?:t-)?[a-zà-ÿ]{1,5}\b)|(?<=\w)_(?=\w)",
    re.IGNORECASE,
)


def join_words(text: str) -> tuple[str, list[int]]:
    """The text with its words joined, and of each of its characters the place in the text given."""
    out: list[str] = []
    places: list[int] = []
    last = 0
    for match in _SPLIT.finditer(text):
        out.append(text[last : match.start()])
        places += range(last, match.start())
        clitic, behind = match.group(1), match.group(2)
        if clitic is not None:  # "l' accord" to " l'accord"
            out.append(" " + clitic)
            places += [match.end() - 1, *range(match.start(), match.end() - 1)]
        elif behind is not None:  # "dit -il" to "dit-il "
            out.append(behind + " ")
            places += [*range(match.start() + 1, match.end()), match.start()]
        else:
            out.append(" ")
            places.append(match.start())
        last = match.end()
    out.append(text[last:])
    places += range(last, len(text))
    return "".join(out), places
