"""From the chain of sources to how sure the author is, and to the names in the record."""

from __future__ import annotations

from dragoman.record import SCORES, Actor, Attribution

ANONYMOUS = Actor("?", "unknown")


def label_of(score: float) -> str:
    """The codebook's label nearest to a score; the weaker one on a tie."""
    return min(
        SCORES, key=lambda label: (abs(SCORES[label] - score), abs(SCORES[label]), label != "open")
    )


def author_score(
    chain: tuple[Attribution, ...], certainty: float, reported: bool
) -> tuple[float, bool]:
    """The author's score of what the innermost source holds with this certainty, and whether the
    report itself contests it (codebook, section 4, rules 3 and 7).

    Each link of the chain caps the score by its stance: neutral at likely, distance at reported; an
    endorsing cue lifts the author to the source's level; a denied content is open for the author,
    one falsely claimed excluded. `reported`: in the conditional of hearsay.
    """
    score = certainty
    for attribution in reversed(chain):
        if attribution.stance == "endorse":
            continue
        if attribution.stance == "deny":
            return 0.0, True
        if attribution.stance == "counter":
            return SCORES["excluded"], True
        if score < 0 and attribution.stance == "distance":
            return 0.0, False
        limit = SCORES["reported" if attribution.stance == "distance" else "likely"]
        score = max(-limit, min(limit, score))
    if chain and reported and score > SCORES["reported"]:
        return SCORES["reported"], False
    return score, False


def voices_of(chain: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Those of a chain that count as levels: a voice that nothing stands for ("is said to, they
    add") is none where another speaks."""
    return tuple(a for a in chain if a.sources or a.source) or chain


def who_says(chain: tuple[Attribution, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The chain of who says so, outermost first, and who says the same beside the innermost.

    A source that speaks twice in a row (a quote inside "according to X, …") is one level."""
    voices = voices_of(chain)
    sources: list[Actor] = []
    for attribution in voices:
        source = attribution.sources[0] if attribution.sources else ANONYMOUS
        if not sources or sources[-1].id != source.id:
            sources.append(source)
    joint = voices[-1].sources[1:] if voices else ()
    return tuple(sources), joint
