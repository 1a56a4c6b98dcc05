"""The journey of one report, read top to bottom."""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.gate import gate
from dragoman.naming import OLD_TERM, by_old_term
from dragoman.record import Claim, Record, Report
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
    claims = tuple(map(_looked_at, find_claims(parsed, mentions, speech, judge)))
    return Record(report, claims, mentions, parsed, speech)


def _looked_at(claim: Claim) -> Claim:
    """Says so where a party or source was taken for the holder of an office that the tables have
    not looked at for long before the report: it may be somebody else by then."""
    parties = (*claim.actors, *claim.counterparts, *claim.sources, *claim.joint_sources)
    if any(by_old_term(actor, claim.report.date) for actor in parties):
        return replace(claim, rule_ids=(*claim.rule_ids, OLD_TERM))
    return claim
