"""Who says which stretch of the text: source, cue and content, nested (codebook, section 3).

Three kinds of finds are laid over each other. Quotations are read from their marks
(speech_quotes.py) and given to the speaker that a parenthetical, an announcement or the run of the
text names (speech_direct.py, here); indirect speech is read from the frames of its cues
(speech_verbs.py, speech_phrases.py); who a source is comes from the mentions (speech_sources.py).
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.cues import Hit, load_cues
from dragoman.record import Actor, Attribution, Mentions, Parsed, Speech
from dragoman.stages.speech_chains import add_relays
from dragoman.stages.speech_direct import find_announced
from dragoman.stages.speech_incises import find_incises, of_incises
from dragoman.stages.speech_spans import Found, covers, cut, merge_ranges, width
from dragoman.stages.speech_quotes import Quote, find_quotes
from dragoman.stages.speech_runs import attribute_runs
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_stance import as_attribution
from dragoman.stages.speech_phrases import find_by_adposition, find_by_noun
from dragoman.stages.speech_verbs import find_by_verb


def find_speech(parsed: Parsed, mentions: Mentions) -> Speech:
    """All attributions of a report: outer ones before those inside them, in order of the text."""
    return Speech(tuple(_attributions(parsed, mentions)))


def _attributions(parsed: Parsed, mentions: Mentions) -> list[Attribution]:
    quotes = find_quotes(parsed)
    quoted = frozenset(k for q in quotes for k in range(q.start, q.end))
    text = Text(parsed, mentions, load_cues(parsed.report.language), quoted)
    hits = _all_hits(text)
    incises = find_incises(text, hits, quotes)
    aside = {i.hit.tokens for i in incises}
    found = list(of_incises(text, incises, quotes))
    rest = [h for h in hits if h.tokens not in aside]
    indirect = _indirect(text, rest)
    reported = {
        f.hit.tokens for f in indirect if f.rule_id in ("speech.verb-that", "speech.verb-wh")
    }
    announced = list(find_announced(text, [h for h in rest if h.tokens not in reported], quotes))
    taken = {f.hit.tokens for f in announced}
    found += announced
    indirect = [f for f in indirect if f.hit.tokens not in taken]
    _lift_participles(text, indirect)
    found += [_with_quotes(f, quotes) for f in indirect]
    found = attribute_runs(text, found, quotes)
    found = add_relays(text, found)
    made = [(f, as_attribution(text, f)) for f in found if not f.voice.author]
    return _in_order(_own_words(text, made, found))


def _all_hits(text: Text) -> list[Hit]:
    """Every cue of the report, whether or not its surroundings let it report anything."""
    parsed = text.parsed
    hits: list[Hit] = []
    for sentence in parsed.sentences:
        k = sentence.start
        while k < sentence.end:
            here = text.cues.at(parsed.tokens, k, sentence.end)
            hits += here
            k += max((h.tokens[-1] - k + 1 for h in here if len(h.tokens) > 1), default=1)
    return hits


def _indirect(text: Text, hits: list[Hit]) -> list[Found]:
    """One find a cue: of the rows of a word that fit, the one that takes in most."""
    readers = {"VERB": find_by_verb, "NOUN": find_by_noun, "ADP": find_by_adposition}
    best: dict[tuple[int, ...], Found] = {}
    for hit in hits:
        for found in readers[hit.cue.pos](text, hit):
            before = best.get(hit.tokens)
            if before is None or width(found.content) > width(before.content):
                best[hit.tokens] = found
    return list(best.values())


def _lift_participles(text: Text, found: list[Found]) -> None:
    """*X a dit que P, ajoutant que Q*: the participle goes with X, though the parse may hang it on
    P, whose subject is another."""
    for f in found:
        token = text.parsed.tokens[f.hit.head]
        before = text.parsed.tokens[f.cue_span[0] - 1].text if f.cue_span[0] else ""
        if token.feat("VerbForm") not in ("Part", "Ger") or token.feat("Tense") == "Past" or before != ",":
            continue
        outer = [o for o in found if o is not f and o.kind == "indirect" and covers(o.content, f.hit.head)]
        if outer and f.hit.head not in text.quoted:
            widest = max(outer, key=lambda o: width(o.content))
            f.voice = widest.voice
            for o in outer:
                o.content = cut(text.parsed, (o.content[0][0], f.cue_span[0]), [])


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
            if outer is not inner and _same(outer, inner) and outer.size > inner.size:
                if any(outer.covers(i) for s, e in inner.content for i in range(s, e)):
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
