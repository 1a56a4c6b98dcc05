"""A report as text and as trees: what the stages read, before anybody is found in it.

Token positions are counted over the whole report (not per sentence); character offsets are into
`Report.text`, the cleaned text.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dragoman.notebook import report_html


def content_hash(*parts: str) -> str:
    """Sixteen hex digits that depend on the parts alone."""
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


#: Every claim asks for its report's.
_text_id = lru_cache(maxsize=16)(content_hash)


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text that is not the author's running prose: `headline`, `caption`, `credit`
    (photo credits, dropped from claims), `dateline`, `boilerplate` (links, "read also")."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """One article: its cleaned text and what is known about it. `id` is the hash of the text."""

    text: str
    language: str
    date: str | None = None  # ISO, of day, month or year precision
    outlet: str | None = None
    title: str | None = None
    path: str | None = None
    url: str | None = None
    zones: tuple[Zone, ...] = ()

    @property
    def id(self) -> str:
        return _text_id(self.text)

    def zone_at(self, offset: int) -> str | None:
        """The kind of the zone that holds this character, or None in running prose."""
        return next((z.kind for z in self.zones if z.start <= offset < z.end), None)

    def as_json(self) -> dict[str, Any]:
        where = {"url": self.url} if self.url else {"path": self.path}
        return {
            "id": self.id,
            **where,
            "title": self.title,
            "outlet": self.outlet,
            "date": self.date,
            "language": self.language,
        }

    def _repr_html_(self) -> str:
        return report_html(self)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the parse. `i` and `head` count over the report; the root of a sentence is its
    own head and has `dep` "root". `feats` is UD's "Mood=Cnd|Tense=Pres"."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    dep: str

    def feat(self, name: str) -> str | None:
        """The value of one morphological feature, e.g. feat("Mood") == "Cnd"."""
        return _features(self.feats).get(name) if self.feats else None


@lru_cache(maxsize=10_000)  # some hundred combinations make up a language
def _features(feats: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in reversed(feats.split("|")))
    return {name: value for name, _, value in pairs}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `start` to `end` (exclusive); `zone` as in Zone.kind; paragraphs are numbered from
    0."""

    start: int
    end: int
    paragraph: int
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report as sentences of Universal Dependencies, the same labels whatever the language."""

    report: Report
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    _related: tuple[tuple[tuple[int, str, str], ...], ...] = field(
        init=False, repr=False, compare=False
    )
    _sentence_of: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _asked: dict[tuple[int, tuple[str, ...]], tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # the same few questions come from many rules

    def __post_init__(self) -> None:
        kids: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                kids[token.head].append(token.i)
        related = tuple(
            tuple((k, self.tokens[k].dep, self.tokens[k].dep.partition(":")[0]) for k in group)
            for group in kids
        )
        object.__setattr__(self, "_related", related)
        sentence_of = [0] * len(self.tokens)
        for number, sentence in enumerate(self.sentences):
            for i in range(sentence.start, sentence.end):
                sentence_of[i] = number
        object.__setattr__(self, "_children", tuple(map(tuple, kids)))
        object.__setattr__(self, "_sentence_of", tuple(sentence_of))

    def children(self, i: int, *deps: str) -> tuple[int, ...]:
        """Dependents of token i in order of the text; of these relations only, if any are given
        ("nsubj" also takes "nsubj:pass")."""
        if not deps:
            return self._children[i]
        if not (related := self._related[i]):
            return ()
        found = self._asked.get((i, deps))
        if found is None:
            found = tuple([k for k, dep, base in related if dep in deps or base in deps])
            self._asked[i, deps] = found
        return found

    def child(self, i: int, *deps: str) -> int | None:
        found = self.children(i, *deps)
        return found[0] if found else None

    def subtree(self, i: int) -> list[int]:
        """Token i and all below it, in order of the text."""
        found, todo = [], [i]
        while todo:
            k = todo.pop()
            found.append(k)
            todo.extend(self._children[k])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above token i, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def sentence(self, i: int) -> Sentence:
        """The sentence that holds token i."""
        return self.sentences[self._sentence_of[i]]

    def sentence_number(self, i: int) -> int:
        return self._sentence_of[i]

    def slice(self, start: int, end: int) -> str:
        """The exact text from token `start` to token `end` (exclusive)."""
        return self.report.text[self.tokens[start].start : self.tokens[end - 1].end]


def unaccented(text: str) -> str:
    """A text without its accents: unaccented("Étrangères") == "Etrangeres"."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))
