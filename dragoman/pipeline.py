"""The journey of one report, read top to bottom."""

from __future__ import annotations

from dragoman.matching.gate import gate
from dragoman.record import Record, Report
from dragoman.stages.actors import find_actors
from dragoman.stages.certainty import weigh
from dragoman.stages.claims import find_claims
from dragoman.stages.parse import parse
from dragoman.stages.speech import find_speech


def code(report: Report) -> Record:
    """Everything that the coder finds in a report, ready for the store."""
    parsed = parse(report, gate(report.language))
    mentions = find_actors(parsed)
    speech = find_speech(parsed, mentions)
    judge = weigh(parsed, speech)
    claims = find_claims(parsed, mentions, speech, judge)
    return Record(report, claims, mentions, parsed, speech)
