"""Stretches of tokens, and the find that every part of this stage hands on."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.matching.cues import Cue, Hit
from dragoman.record import Parsed
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Voice

Ranges = tuple[tuple[int, int], ...]
#: What stands for a cue where the text has none but the quotation marks, or an unknown verb.
SAYS = Cue((":",), "VERB", "asserts", "certain", "neutral", ("quote",), None, frozenset())


@dataclass(slots=True)
class Found:
    """A cue, who speaks, and what: an attribution in the making."""

    hit: Hit
    voice: Voice
    content: Ranges
    rule_id: str
    kind: str = "indirect"
    negated: bool = False

    @property
    def cue_span(self) -> tuple[int, int]:
        return min(self.hit.tokens), max(self.hit.tokens) + 1


def reach(parsed: Parsed, head: int, hit: Hit, start: int | None = None) -> Ranges:
    """What hangs on a token, as one stretch on its side of the cue; `start` cuts off an opening
    word. Punctuation at the ends stays out, and so do the adposition or conjunction in front."""
    below = parsed.subtree(head)
    if start is not None:
        below = [k for k in below if k >= start]
    first, last = min(hit.tokens), max(hit.tokens)
    if head > last:
        below = [k for k in below if k > last]
    elif head < first:
        below = [k for k in below if k < first]
    below = [k for k in below if k not in hit.tokens] or [head]
    opening = set(parsed.children(head, "case", "mark"))
    while len(below) > 1 and (below[0] in opening or parsed.tokens[below[0]].upos == "PUNCT"):
        del below[0]
    return trim(parsed, below[0], below[-1] + 1)


def trim(parsed: Parsed, start: int, end: int) -> Ranges:
    """One stretch without the punctuation at its ends, quotation marks too; () if that is all."""
    while start < end and parsed.tokens[start].upos == "PUNCT":
        start += 1
    while end > start and parsed.tokens[end - 1].upos == "PUNCT":
        end -= 1
    return ((start, end),) if start < end else ()


def cut(parsed: Parsed, whole: tuple[int, int], holes: list[tuple[int, int]]) -> Ranges:
    """A stretch without some others."""
    out: list[tuple[int, int]] = []
    start = whole[0]
    for hole_start, hole_end in sorted(holes):
        if hole_end <= start or hole_start >= whole[1]:
            continue
        out += trim(parsed, start, max(start, hole_start))
        start = max(start, hole_end)
    out += trim(parsed, start, max(start, whole[1]))
    return tuple(out)


def merge_ranges(ranges: list[tuple[int, int]]) -> Ranges:
    """Stretches in order, those that touch joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def covers(content: Ranges, k: int) -> bool:
    return any(start <= k < end for start, end in content)


def relation(parsed: Parsed, k: int) -> str:
    """The relation of a token to its head, without its subtype."""
    return parsed.tokens[k].dep.partition(":")[0]


def is_finite(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    return token.upos in ("VERB", "AUX") and token.feat("VerbForm") == "Fin"


def is_infinitive(parsed: Parsed, k: int) -> bool:
    """An infinitive or gerund, of its own or by its auxiliary (*avoir signé*)."""
    auxiliaries = parsed.children(k, "aux", "cop")
    if any(is_finite(parsed, a) for a in auxiliaries):
        return False
    forms = [parsed.tokens[a].feat("VerbForm") for a in (k, *auxiliaries)]
    return forms[0] in ("Inf", "Ger") or "Inf" in forms


def markers(parsed: Parsed, k: int) -> set[str]:
    """The lemmas of the adpositions and conjunctions that introduce a phrase."""
    return {
        parsed.tokens[c].lemma.lower()
        for c in parsed.children(k, "case", "mark", "advmod")
        if parsed.tokens[c].upos in ("ADP", "SCONJ", "PART") or parsed.tokens[c].dep != "advmod"
    }


def width(content: Ranges) -> int:
    """How many tokens."""
    return sum(end - start for start, end in content)


def speaks(parsed: Parsed, quote: Quote) -> bool:
    """Whether a quotation says something by itself, and is no mere word in quotation marks."""
    words = [k for k in range(quote.start, quote.end) if parsed.tokens[k].upos != "PUNCT"]
    return len(words) >= 3 and any(
        is_finite(parsed, k) or parsed.tokens[k].feat("Mood") == "Imp" for k in words
    )
