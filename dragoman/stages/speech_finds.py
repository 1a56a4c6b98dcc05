"""Everything in a report that somebody says, as finds; the author's own words are among them."""

from __future__ import annotations

from dragoman.matching.cues import Hit, load_cues
from dragoman.record import Mentions, Parsed
from dragoman.stages.speech_chains import add_relays
from dragoman.stages.speech_direct import find_announced
from dragoman.stages.speech_incises import find_incises, of_incises
from dragoman.stages.speech_issuers import settle_source
from dragoman.stages.speech_phrases import find_by_adposition, find_by_noun
from dragoman.stages.speech_quotes import Quote, find_quotes
from dragoman.stages.speech_runs import attribute_runs
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import Found, Ranges, covers, cut, is_finite, merge_ranges, width
from dragoman.stages.speech_verbs import find_by_verb


def find_all(parsed: Parsed, mentions: Mentions) -> tuple[Text, list[Found]]:
    """The finds of a report, the author's own (*je pense que*) among them, and what they were read
    from."""
    quotes = find_quotes(parsed)
    quoted = frozenset(k for q in quotes for k in range(q.start, q.end))
    text = Text(parsed, mentions, load_cues(parsed.report.language), quoted)
    hits = _all_hits(text)
    incises = find_incises(text, hits, quotes)
    aside = {i.hit.tokens for i in incises}
    rest = [h for h in hits if h.tokens not in aside]
    indirect = _indirect(text, rest)
    clauses = ("speech.verb-that", "speech.verb-wh")
    reported = {f.hit.tokens for f in indirect if f.rule_id in clauses}
    announced = list(find_announced(text, rest, quotes, reported))
    taken = {f.hit.tokens for f in announced} - reported
    indirect = [f for f in indirect if f.hit.tokens not in taken]
    for f in indirect:
        _stop_at_announced(text, f, announced)
    _lift_participles(text, [*indirect, *announced])
    found = [
        *of_incises(text, incises, quotes),
        *announced,
        *(_with_quotes(f, quotes) for f in indirect),
    ]
    for f in found:
        f.content = _without_asides(text, f)
        settle_source(text, f)
    found = [f for f in found if f.content]
    return text, add_relays(text, attribute_runs(text, found, quotes))


def _all_hits(text: Text) -> list[Hit]:
    """Every cue of the report, whether or not its surroundings let it report anything."""
    parsed = text.parsed
    hits: list[Hit] = []
    for sentence in parsed.sentences:
        k = sentence.start
        while k < sentence.end:
            here = text.cues.at(parsed.tokens, k, sentence.end)
            if not here:
                k += 1
                continue
            hits += here
            k += max((h.tokens[-1] - k + 1 for h in here if len(h.tokens) > 1), default=1)
    return hits


def _indirect(text: Text, hits: list[Hit]) -> list[Found]:
    """One find a cue: of the rows of a word that fit, the one that takes in most; of those that
    take in the same, the one that asks for most."""
    readers = {
        "VERB": find_by_verb,
        "ADJ": find_by_verb,
        "NOUN": find_by_noun,
        "ADP": find_by_adposition,
    }
    best: dict[tuple[int, ...], Found] = {}
    for hit in hits:
        for found in readers[hit.cue.pos](text, hit):
            before = best.get(hit.tokens)
            if before is None or _weight(found) > _weight(before):
                best[hit.tokens] = found
    return [f for f in best.values() if not _is_repeated(text, f, list(best.values()))]


def _is_repeated(text: Text, noun: Found, found: list[Found]) -> bool:
    """*said in a statement that P*: P is said once, by the verb."""
    return noun.kind == "nominal" and any(
        f.kind == "indirect"
        and f.content[0][0] == noun.content[0][0]
        and f.hit.head in text.parsed.ancestors(noun.hit.head)
        for f in found
    )


def _weight(found: Found) -> tuple[int, int]:
    return width(found.content), len(found.hit.cue.gates)


def _without_asides(text: Text, found: Found) -> Ranges:
    """What stands in brackets in the middle of indirect speech, with a verb of its own, is the
    author's aside: *que la visite (qui aura lieu en mai) coûtera cher*."""
    tokens = text.parsed.tokens
    out: list[tuple[int, int]] = []
    for start, end in found.content:
        holes, opened = [], None
        for k in range(start, end):
            if k in text.quoted:
                continue
            if tokens[k].text == "(":
                opened = k
            elif tokens[k].text == ")" and opened is not None:
                if any(is_finite(text.parsed, i) for i in range(opened, k)):
                    holes.append((opened, k + 1))
                opened = None
        out += cut(text.parsed, (start, end), holes) if holes else [(start, end)]
    return tuple(out)


def _stop_at_announced(text: Text, found: Found, announced: list[Found]) -> None:
    """*X explique pourquoi P : « Q »*: the clause of the verb ends before the quotation."""
    for other in announced:
        start = other.content[0][0]
        if covers(found.content, start) and found.hit.head < start:
            content = [
                cut(text.parsed, (s, min(e, start)), []) for s, e in found.content if s < start
            ]
            found.content = tuple(r for part in content for r in part)


def _lift_participles(text: Text, found: list[Found]) -> None:
    """*X a dit que P, ajoutant que Q*: the participle goes with X, though the parse may hang it on
    P, whose subject is another."""
    for f in found:
        token = text.parsed.tokens[f.hit.head]
        first = f.cue_span[0]
        while first and text.parsed.tokens[first - 1].upos in ("ADP", "ADV", "SCONJ", "PRON"):
            first -= 1  # tout en disant, s'inquiétant
        before = text.parsed.tokens[first - 1].text if first else ""
        if (
            token.feat("VerbForm") not in ("Part", "Ger")
            or token.feat("Tense") == "Past"
            or before != ","
        ):
            continue
        outer = [
            o
            for o in found
            if o is not f and o.kind == "indirect" and covers(o.content, f.hit.head)
        ]
        if outer and f.hit.head not in text.quoted:
            widest = max(outer, key=lambda o: width(o.content))
            f.voice = widest.voice
            for o in outer:
                o.content = cut(text.parsed, (o.content[0][0], first), [])


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
