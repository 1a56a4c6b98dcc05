"""Attributions as stretches of characters: source, cue, content, the author's own words included.

This is the form of PARC, PolNeAR and the French FrameNet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.jsonl import read_objects
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Parsed, Report
from dragoman.stages.actors import find_actors
from dragoman.stages.parse import parse
from dragoman.stages.speech_drawn import Style, draw, join_runs
from dragoman.stages.speech_finds import find_all
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import Found

#: What a line must hold.
FIELDS = {"doc": str, "lang": str, "text": str}
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Characters of the text: `source` (empty if the text names none), `cue`, `content`."""

    source: Spans
    cue: Spans
    content: Spans
    rule_id: str

    def as_json(self) -> dict[str, list[list[int]]]:
        pairs = {"source": self.source, "cue": self.cue, "content": self.content}
        return {name: [list(span) for span in spans] for name, spans in pairs.items()}


def attributions(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Those of every text of a JSONL: `doc` and `attributions`.

    Raises ValueError naming the line for one that is not as FIELDS say, LookupError if there is no
    model for its language.
    """
    for _, case in read_objects(lines, FIELDS):
        said = spans(Report(case["text"], case["lang"]))
        yield {"doc": case["doc"], "attributions": [s.as_json() for s in said]}


def spans(report: Report, *, opening: bool | None = None) -> list[Said]:
    """All attributions of a report, in order of the text. `opening`: whether the word that opens a
    clause (*that*) belongs to the content; by default as the corpora of the language have it."""
    parsed = parse(report)
    profile = load_lexicon(report.language).profile
    if opening is None:
        opening = profile["content_with_conjunction"]
    text, found = find_all(parsed, find_actors(parsed))
    style = Style(opening, group=opening, relative=opening)
    said = [_said(text, f, style) for f in join_runs(text, found)]
    return sorted(said, key=lambda s: (s.content[0], s.cue))


def _said(text: Text, found: Found, style: Style) -> Said:
    drawn = draw(text, found, style)
    return Said(
        () if drawn.source is None else (_characters(text.parsed, drawn.source),),
        (_characters(text.parsed, drawn.cue),),
        tuple(_characters(text.parsed, c) for c in drawn.content),
        found.rule_id,
    )


def _characters(parsed: Parsed, tokens: tuple[int, int]) -> tuple[int, int]:
    return parsed.tokens[tokens[0]].start, parsed.tokens[tokens[1] - 1].end
