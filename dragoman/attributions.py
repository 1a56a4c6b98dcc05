"""Attributions as stretches of characters: source, cue, content, the author's own words included.

This is the form of PARC, PolNeAR and the French FrameNet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from dragoman.jsonl import read_objects
from dragoman.matching.lexicon import load_lexicon
from dragoman.matching.tokenised import join_words
from dragoman.record import Report
from dragoman.stages.actors import find_actors
from dragoman.stages.parse import parse
from dragoman.stages.speech_drawn import Style, draw, join_runs, marked
from dragoman.stages.speech_finds import find_all
from dragoman.stages.speech_further import find_further
from dragoman.stages.speech_given import find_given, tokens_at
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
    """Those of every text of a JSONL: `doc` and `attributions`. Where a line has `cues`, a list of
    stretches `[start, end]`, then those at these words, be they known as cues or not.

    Raises ValueError naming the line for one that is not as FIELDS say, LookupError if there is no
    model for its language.
    """
    for number, case in read_objects(lines, FIELDS):
        cues = _stretches(case.get("cues"), len(case["text"]), number)
        said = spans(Report(case["text"], case["lang"]), cues=cues)
        yield {"doc": case["doc"], "attributions": [s.as_json() for s in said]}


def _stretches(given: Any, length: int, line: int) -> Spans | None:
    if given is None:
        return None
    try:
        cues = tuple((int(start), int(end)) for start, end in given)
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"line {line}: 'cues' is no list of [start, end]") from wrong
    if not all(0 <= start < end <= length for start, end in cues):
        raise ValueError(f"line {line}: a cue lies outside the text")
    return cues


def spans(report: Report, *, cues: Spans | None = None) -> list[Said]:
    """All attributions of a report, in order of the text, drawn as the corpora of its language have
    it (profile.yaml: attribution_spans). `cues`: answer for these stretches only, each a cue."""
    joined, places = join_words(report.text, report.language)
    parsed = parse(replace(report, text=joined))
    style = Style(**load_lexicon(report.language).profile["attribution_spans"])
    text, found = find_all(parsed, find_actors(parsed))
    found = join_runs(text, found)
    if cues is not None:
        moved = {place: k for k, place in enumerate(places)}
        found = _at(text, found, [(moved[s], moved[e - 1] + 1) for s, e in cues])
    else:
        found += find_further(text, found, style.nested)
        found = marked(text, found, style)
    said = [_said(text, f, style, places) for f in found]
    return sorted(said, key=lambda s: (s.content[0], s.cue))


def _at(text: Text, found: list[Found], cues: list[tuple[int, int]]) -> list[Found]:
    """For each cue the find that the tables led to, else what its syntax says."""
    out: list[Found] = []
    for cue in cues:
        tokens = tokens_at(text.parsed, [cue])
        known = [f for f in found if set(f.hit.tokens) & set(tokens)]
        given = find_given(text, tokens) if tokens else None
        if known and known[0].voice.span is None and given is not None:
            known[0].voice = given.voice
        out += known[:1] or ([] if given is None else [given])
    return out


def _said(text: Text, found: Found, style: Style, places: list[int]) -> Said:
    drawn = draw(text, found, style)

    def characters(tokens: tuple[int, int]) -> tuple[int, int]:
        within = places[text.parsed.tokens[tokens[0]].start : text.parsed.tokens[tokens[1] - 1].end]
        return min(within), max(within) + 1

    return Said(
        () if drawn.source is None else (characters(drawn.source),),
        (characters(drawn.cue),),
        tuple(characters(c) for c in drawn.content),
        found.rule_id,
    )
