"""From a find to an attribution: what the source does, refined by what it says."""

from __future__ import annotations

from dragoman.record import Attribution, Parsed
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import Found


def as_attribution(text: Text, found: Found) -> Attribution:
    """The attribution of a find. Under negation the cue's own degree for that holds, and no stance
    but a neutral one."""
    cue = found.hit.cue
    degree, stance, attitude = cue.degree, cue.stance, cue.attitude
    if found.negated:
        degree = cue.negated or cue.degree
        if cue.negated != cue.degree:  # the same: a factive, whose content stands
            stance = "neutral"
        if attitude in ("denies", "confirms"):
            attitude = "asserts"
    if found.rule_id == "speech.as-said":
        stance = "endorse"
    if found.rule_id == "speech.verb-wh" and _is_open(text, found):
        degree = "open"
    if found.kind == "direct":
        attitude = _refined(text.parsed, found, attitude)
    return Attribution(
        sources=found.voice.actors,
        content=found.content,
        attitude=attitude,
        degree=degree,
        stance=stance,
        kind=found.kind,
        flags=found.voice.flags,
        cue=found.cue_span,
        source=found.voice.span,
        rule_id=found.rule_id,
    )


def _is_open(text: Text, found: Found) -> bool:
    """*dit si P*, *said whether P*: P may or may not be."""
    first = found.content[0][0]
    near = text.parsed.tokens[max(first - 1, 0) : first + 1]
    return any(text.cues.is_a(t, "whether") for t in near)


def _refined(parsed: Parsed, found: Found, attitude: str) -> str:
    """A plain cue of a quotation tells little; the quotation tells whether it asks."""
    if attitude not in ("asserts", "opines"):
        return attitude
    first, end = found.content[0][0], found.content[-1][1]
    single = parsed.sentence_number(first) == parsed.sentence_number(end - 1)
    if single and end < len(parsed.tokens) and parsed.tokens[end].text == "?":
        return "asks"
    return attitude
