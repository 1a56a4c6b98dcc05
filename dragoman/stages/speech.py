"""Who says which stretch of the text: source, cue and content, nested (codebook, section 3).

Quotations are read from their marks (speech_quotes.py) and given to the speaker that a
parenthetical (speech_incises.py), an announcement (speech_direct.py) or the run of the text
(speech_runs.py) names; indirect speech is read from the frames of its cues (speech_verbs.py with
speech_clauses.py, speech_phrases.py); who a source is comes from the mentions
(speech_sources.py). All this is laid together in speech_finds.py, chains of sources by
speech_chains.py, what the source does by speech_stance.py. Here the finds become attributions, and
levels that are none go.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.record import Actor, Attribution, Mentions, Parsed, Speech
from dragoman.stages.speech_finds import find_all
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import Found, Ranges, merge_ranges
from dragoman.stages.speech_stance import as_attribution


def find_speech(parsed: Parsed, mentions: Mentions) -> Speech:
    """All attributions of a report: outer ones before those inside them, in order of the text. What
    the author says in the first person is the report's own voice, and none."""
    text, found = find_all(parsed, mentions)
    made = [as_attribution(text, f) for f in found if not f.voice.author]
    return Speech(tuple(_in_order(_one_level_each(_own_words(text, made, found)))))


def _own_words(text: Text, made: list[Attribution], found: list[Found]) -> list[Attribution]:
    """*« Je pense que P »*: inside a quotation, the first person is who is quoted."""
    out = list(made)
    for f in found:
        if f.voice.author and f.hit.head in text.quoted:
            over = [a for a in out if a.covers(f.hit.head) and a.kind == "direct"]
            if over:
                quoted = min(over, key=lambda a: a.size)
                f.voice = replace(f.voice, actors=quoted.sources, flags=quoted.flags)
                out.append(as_attribution(text, f))
    return out


def _one_level_each(attributions: list[Attribution]) -> list[Attribution]:
    """Where a source says what it says or thinks itself (*X a dit qu'il craignait P*), P has one
    level, not two: the narrower stretch is cut out of the wider one."""
    out = list(attributions)
    for inner in attributions:
        for k, outer in enumerate(out):
            if outer is inner or not _same(outer, inner) or outer.size < inner.size:
                continue
            if outer.size > inner.size or (k > 0 and inner in out[:k]):
                out[k] = replace(outer, content=_minus(outer.content, inner.content))
    return [a for a in out if a.content]


def _same(a: Attribution, b: Attribution) -> bool:
    def ids(actors: tuple[Actor, ...]) -> set[str]:
        return {x.id for x in actors}

    return bool(a.sources) and ids(a.sources) == ids(b.sources)


def _minus(whole: Ranges, holes: Ranges) -> Ranges:
    taken = {i for start, end in holes for i in range(start, end)}
    kept = [i for start, end in whole for i in range(start, end) if i not in taken]
    return merge_ranges([(i, i + 1) for i in kept])


def _in_order(attributions: list[Attribution]) -> list[Attribution]:
    """In order of the text, the wider first; of two that cover the same, as found."""
    return sorted(dict.fromkeys(attributions), key=lambda a: (a.content[0][0], -a.size))
