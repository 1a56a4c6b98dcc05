"""What an answer is made of: a title, one sentence, sections of lines, each line with its claims.

Answers are data; how they look on a terminal is for others. `as_text` is the plain form. The words
are in lang/xx/answers.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman import phrases
from dragoman.exchange import Exchange
from dragoman.labels import LANG, Labels, load_labels
from dragoman.questions import ASKS, Question, languages
from dragoman.record import Claim
from dragoman.tables import TableError, read_yaml

#: Evidence printed under one line; all of it is in the JSON.
_QUOTES = 3
_LONGEST_QUOTE = 280
_ARROWS = {"exchange": "↔", "events": "↔", "seeks": "←"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is so, as far as `claims` say; `certainty` of the best source, and `author`,
    labels of SCORES or None where it is no claim (law); `notes`, what else must be known of it."""

    text: str
    claims: tuple[Claim, ...] = ()
    certainty: str | None = None
    author: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, in `language`. `summary` is one sentence; `found` is False where
    nothing in the store or the tables answers, and the sections then hold the nearest that there
    is. `table` is there where the question asked for an exchange."""

    question: Question
    language: str
    title: str
    summary: str
    found: bool
    sections: tuple[Section, ...] = ()
    table: Exchange | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim behind the answer, once, in order of mention."""
        used = (c for s in self.sections for line in s.lines for c in line.claims)
        return tuple({c.id: c for c in used}.values())

    def as_json(self) -> dict[str, Any]:
        """Lines name claims by their ids; `claims` holds each of them once, in full."""
        return {
            "question": {"text": self.question.text, **self.question.as_json()},
            "language": self.language, "title": self.title, "summary": self.summary,
            "found": self.found,
            "sections": [
                {"heading": s.heading, "lines": [
                    {"text": line.text, "certainty": line.certainty,
                     "author_certainty": line.author, "claims": [c.id for c in line.claims],
                     "notes": list(line.notes)} for line in s.lines]}
                for s in self.sections
            ],
            "exchange": self.table.as_json() if self.table else None,
            "claims": [c.as_json() for c in self.claims],
        }  # fmt: skip

    def as_text(self) -> str:
        """Plain text, a sentence of evidence under each line."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        words = load_words(self.language)
        yield self.title
        yield self.summary
        for section in self.sections:
            yield ""
            yield section.heading
            for line in section.lines:
                yield f"- {line.text}{words.sure(line)}"
                yield from (f"    {note}" for note in line.notes)
                quoted = {(c.report.id, c.start, c.end): c for c in line.claims}.values()
                yield from (f"    {words.quote(claim)}" for claim in list(quoted)[:_QUOTES])
                if len(quoted) > _QUOTES:
                    yield f"    {words.labels('and_more', n=len(quoted) - _QUOTES)}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of answers in one language, with the labels that all outputs share."""

    labels: Labels
    examples: dict[str, str]
    phrases: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        return self.phrases[key].format(**values)

    def title(self, q: Question) -> str:
        """What is asked, of whom, about what, as of when."""
        one, other = (self.labels.side(p) if p else "" for p in (q.actor, q.counterpart))
        arrow = _ARROWS.get(q.asks, "→")
        parties = f"{one or '…'} {arrow} {other}" if other else one
        stake = self.labels.stake(q.stake) if q.stake else ""
        what = self(q.asks)
        named = (what[:1].upper() + what[1:], parties, stake, *q.instruments, q.on)
        return " · ".join(part for part in named if part)

    def sure(self, line: Line) -> str:
        """How sure the source and the author are, in brackets; nothing where it is law."""
        if line.certainty is None:
            return ""
        said = self.labels.of("certainty", line.certainty)
        if line.author is not None and line.author != line.certainty:
            author = self.labels.of("certainty", line.author)
            return f" ({said}; {self.labels.pair(self.labels('author'), author)})"
        return f" ({said})"

    def quote(self, claim: Claim) -> str:
        words = phrases.short(claim.evidence, _LONGEST_QUOTE)
        where = (claim.report.outlet, claim.report.date, claim.id[: phrases.ID_LENGTH])
        return f"{self('quote', text=words)} {', '.join(x for x in where if x)}"

    def gist(self, claim: Claim) -> str:
        """Who · what · which stakes → whom."""
        return str(phrases.gist(claim, self.labels))

    def sources(self, claims: Iterable[Claim]) -> str:
        """Who says so, each once, in order."""
        return ", ".join(dict.fromkeys(self.labels.says(c) for c in claims))

    def flags(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """The remarks on these claims, each once, as one note."""
        notes = dict.fromkeys(note for c in claims for note in self.labels.remarks(c))
        return (", ".join(notes),) if notes else ()


@cache
def load_words(language: str) -> Words:
    """The words of lang/`language`. Raises TableError where a phrase is missing or unknown."""
    path = LANG / language / "answers.yaml"
    data = read_yaml(path, ("examples", "phrases"))
    model = min(languages())  # the phrases of one language are those of all
    phrases = set(data["phrases"] if language == model else load_words(model).phrases)
    expected = {"examples": set(ASKS), "phrases": phrases}
    for part, keys in expected.items():
        for key in sorted(keys ^ set(data[part])):
            known = "missing" if key in keys else "unknown"
            raise TableError(path, 1, f"{part}.{key} is {known}")
    return Words(load_labels(language), data["examples"], data["phrases"])
