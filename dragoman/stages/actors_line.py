"""The head words of a report: offices, persons known by what they do, organs, "le pays"."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.matching.actor_words import ActorWord, forms
from dragoman.matching.gazetteer import Gazetteer, Hit, Word, word_list
from dragoman.record import Parsed
from dragoman.stages.actors_names import Names


@dataclass(frozen=True, slots=True)
class Line:
    """What phrases are read from: names, and head words by their first token (the hit, first and
    last token)."""

    parsed: Parsed
    names: Names
    heads: dict[int, tuple[Hit, int, int]]

    @property
    def whens(self) -> dict[str, ActorWord]:
        """ "Former", "acting" and the like."""
        return forms(self.names.language, "when")

    def is_title(self, i: int) -> bool:
        """Whether a title (Mr, general) begins at a token."""
        return i in self.heads and any(e.kind == "title" for e in self.heads[i][0].entries)


def read_line(parsed: Parsed, names: Names) -> Line:
    """Finds the head words of a report: longest first, none inside a name."""
    words = names.words
    lexicon = word_list(names.language)
    skip = names.adjective_words
    out: dict[int, tuple[Hit, int, int]] = {}
    covered = {
        i for n in names.found if n.kind not in ("new", "adjective", "people")
        for i in range(n.start, n.end)
    }  # fmt: skip
    i = 0
    while i < len(words):
        hit = lexicon.at(words, i, skip)
        if hit is None or _cuts(hit, lexicon, words, skip):
            i += 1
            continue
        start, end = words[hit.start].token, words[hit.end - 1].token + 1
        if start in covered and end - 1 in covered:
            i += 1
            continue
        if start not in out:
            out[start] = (hit, start, end)
        i = hit.end if not hit.skipped else hit.start + 1
    return Line(parsed, names, out)


def _cuts(
    hit: Hit, lexicon: Gazetteer, words: tuple[Word, ...], skip: frozenset[int]
) -> bool:  # fmt: skip
    """Whether a hit ends within a longer one: "le premier" in "le Premier ministre"."""
    inside = (lexicon.at(words, k, skip) for k in range(hit.start + 1, hit.end))
    return any(other is not None and other.end > hit.end for other in inside)
