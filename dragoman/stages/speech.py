"""Who says which stretch of the text: source, cue and content, nested (codebook, section 3).

Three kinds of finds are laid over each other. Quotations are read from their marks
(speech_quotes.py) and given to the speaker that a parenthetical, an announcement or the run of the
text names (speech_direct.py, here); indirect speech is read from the frames of its cues
(speech_indirect.py); who a source is comes from the mentions (speech_sources.py).
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.cues import load_cues
from dragoman.record import Actor, Attribution, Mentions, Parsed, Speech
from dragoman.stages.speech_chains import add_relays
from dragoman.stages.speech_direct import find_incises, of_announced, of_incises
from dragoman.stages.speech_indirect import Found, all_hits, find_indirect, merge_ranges
from dragoman.stages.speech_quotes import Quote, find_quotes
from dragoman.stages.speech_runs import attribute_runs
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_stance import as_attribution


def find_speech(parsed: Parsed, mentions: Mentions) -> Speech:
    """All attributions of a report: outer ones before those inside them, in order of the text."""
    return Speech(tuple(_attributions(parsed, mentions)))


def _attributions(parsed: Parsed, mentions: Mentions) -> list[Attribution]:
    quotes = find_quotes(parsed)
    quoted = frozenset(k for q in quotes for k in range(q.start, q.end))
    text = Text(parsed, mentions, load_cues(parsed.report.language), quoted)
    hits = all_hits(text)
    incises = find_incises(text, hits, quotes)
    aside = {i.hit.tokens for i in incises}
    found = list(of_incises(text, incises, quotes))
    rest = [h for h in hits if h.tokens not in aside]
    indirect = list(find_indirect(text, rest))
    reported = {
        f.hit.tokens for f in indirect if f.rule_id in ("speech.verb-that", "speech.verb-wh")
    }
    announced = list(of_announced(text, [h for h in rest if h.tokens not in reported], quotes))
    taken = {f.hit.tokens for f in announced}
    found += announced
    found += [_with_quotes(f, quotes) for f in indirect if f.hit.tokens not in taken]
    found = attribute_runs(text, found, quotes)
    found = add_relays(text, found)
    made = [(f, as_attribution(text, f)) for f in found if not f.voice.author]
    return _in_order(_own_words(text, made, found))


def _with_quotes(found: Found, quotes: list[Quote]) -> Found:
    """Indirect speech whose content ends in the middle of a quotation takes in the whole of it; a
    cue inside a quotation does not reach beyond it."""
    ranges = []
    cue = found.cue_span[0]
    for start, end in found.content:
        for q in quotes:
            if q.start <= cue < q.end:
                start, end = max(start, q.start), min(end, q.end)
            elif start <= q.start < end < q.end:
                end = q.end
        if start < end:
            ranges.append((start, end))
    found.content = merge_ranges(ranges)
    return found


def _own_words(
    text: Text, made: list[tuple[Found, Attribution]], found: list[Found]
) -> list[Attribution]:
    """*« Je pense que P »*: inside a quotation, the first person is who is quoted. And where a source
    says what it thinks itself (*X a dit qu'il craignait P*), P has one level, not two: the inner
    stretch is cut out of the outer one."""
    out = [a for _, a in made]
    for f in found:
        if not f.voice.author or f.hit.tokens[0] not in text.quoted:
            continue
        over = [a for a in out if a.covers(f.hit.tokens[0]) and a.kind == "direct"]
        if over:
            outer = min(over, key=lambda a: a.size)
            f.voice.author, f.voice.actors, f.voice.flags = False, outer.sources, outer.flags
            out.append(as_attribution(text, f))
    for inner in list(out):
        for k, outer in enumerate(out):
            if outer is inner or not _same(outer, inner) or outer.size <= inner.size:
                continue
            if all(outer.covers(i) for s, e in inner.content for i in range(s, e)):
                out[k] = replace(outer, content=_minus(outer.content, inner.content))
    return [a for a in out if a.content]


def _same(a: Attribution, b: Attribution) -> bool:
    def ids(actors: tuple[Actor, ...]) -> set[str]:
        return {x.id for x in actors}

    return bool(a.sources) and ids(a.sources) == ids(b.sources)


def _minus(
    whole: tuple[tuple[int, int], ...], holes: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    keep = sorted(
        {i for s, e in whole for i in range(s, e)} - {i for s, e in holes for i in range(s, e)}
    )
    return merge_ranges([(i, i + 1) for i in keep])


def _in_order(attributions: list[Attribution]) -> list[Attribution]:
    """In order of the text, the wider first; of two that cover the same, as found."""
    unique = list(dict.fromkeys(attributions))
    return sorted(unique, key=lambda a: (a.content[0][0], -a.size))
