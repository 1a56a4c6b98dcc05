"""Quotations after their cue: *X ajoute : « … »*, *X a lancé « … »*, *X : « … »*."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_incises import may_quote
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Text, Voice, is_passive, subject_of, voice_of
from dragoman.stages.speech_spans import Found, Ranges, is_finite, relation, speaks, trim

_FAR = 30  # tokens between a cue and the quotation that it announces
_NEAR = 8  # the same without a colon
_TITLE = 8  # tokens of a name before a colon


def find_announced(
    text: Text, hits: list[Hit], quotes: list[Quote], reporting: set[tuple[int, ...]]
) -> Iterator[Found]:
    """Quotations, and what follows a colon, after a verb of saying. A verb that has a clause of its
    own (`reporting`) announces a quotation only by a colon. Of several verbs before one quotation
    it is the last, but not one inside what another reports (*X explique pourquoi Rome réclame de
    l'eau : « … »*), unless the colon is its own."""
    best: dict[int, tuple[Hit, Ranges]] = {}
    for hit in hits:
        if hit.head in text.quoted or is_passive(text.parsed, hit.head):
            continue
        if not (may_quote(text, hit) or _is_and_adds(text.parsed, hit)):
            continue
        content, colon = _announced(text, hit, quotes)
        if content and (colon or hit.tokens not in reporting):
            before = best.get(content[0][0])
            beside = text.parsed.tokens[max(hit.tokens) + 1].text == ":"
            if before is None or beside or not _is_within(text.parsed, hit.head, before[0].head):
                best[content[0][0]] = (hit, content)
    for hit, content in best.values():
        voice = voice_of(text, subject_of(text.parsed, hit.tokens))
        if _is_and_adds(text.parsed, hit):
            voice = Voice(pronoun=True)
        yield Found(hit, voice, content, "speech.quote-announced", "direct")


def _is_and_adds(parsed: Parsed, hit: Hit) -> bool:
    """*Et d'ajouter : « … »*: the last speaker goes on."""
    before = parsed.tokens[parsed.sentence(hit.head).start : hit.head]
    bare = parsed.tokens[hit.head].feat("VerbForm") == "Inf" and "quote" in hit.cue.frames
    return bare and [t.upos for t in before] == ["CCONJ", "ADP"]


def _is_within(parsed: Parsed, inner: int, outer: int) -> bool:
    """Whether a verb stands in a clause that is what another reports."""
    k, below = inner, inner
    while k != outer and parsed.tokens[k].head != k:
        k, below = parsed.tokens[k].head, k
    return k == outer and relation(parsed, below) in ("ccomp", "csubj", "xcomp", "obj")


def find_named(text: Text, quotes: list[Quote]) -> Iterator[tuple[Voice, Quote, int]]:
    """*X : « … »*: (who, the quotation, the colon): a name and a colon open a sentence."""
    parsed = text.parsed
    for quote in quotes:
        if quote.open is None or quote.open < 2 or parsed.tokens[quote.open - 1].text != ":":
            continue
        colon = quote.open - 1
        start = parsed.sentence(colon).start
        before = parsed.tokens[start:colon]
        if not before or len(before) > _TITLE:
            continue
        if any(t.upos in ("VERB", "AUX", "SCONJ") for t in before):
            continue
        named = [m for m in text.mentions.inside(start, colon) if m.how != "demonym"]
        if named and named[0].start <= start + 1:
            yield voice_of(text, named[0].head), quote, colon


def _announced(text: Text, hit: Hit, quotes: list[Quote]) -> tuple[Ranges, bool]:
    """What a verb announces, and whether by a colon."""
    parsed, last = text.parsed, max(hit.tokens)
    sentence = parsed.sentence(last)
    quote = next((q for q in quotes if q.start > last and q.open is not None), None)
    if quote is not None and quote.open is not None and quote.open - last <= _FAR:
        gap = range(last + 1, quote.open)
        if parsed.tokens[quote.open - 1].text == ":" and quote.open <= sentence.end:
            return trim(parsed, quote.start, quote.end), True
        quiet = not any(is_finite(parsed, k) and parsed.tokens[k].dep != "acl:relcl" for k in gap)
        if quiet and quote.open < sentence.end and _leads_to(parsed, hit, gap):
            if speaks(parsed, quote):
                return trim(parsed, quote.start, quote.end), False
    for colon in range(last + 1, min(sentence.end - 2, last + _NEAR)):
        if parsed.tokens[colon].text == ":":
            gap = range(last + 1, colon)
            if any(parsed.tokens[k].upos in ("VERB", "AUX", "SCONJ", "PUNCT") for k in gap):
                break
            return trim(parsed, colon + 1, sentence.end), True
    return (), False


def _leads_to(parsed: Parsed, hit: Hit, gap: range) -> bool:
    """Without a colon only adverbials and the addressee may stand before the quotation, and a comma
    at the end of them."""
    if gap and parsed.tokens[gap[-1]].text == ",":
        gap = gap[:-1]
    if len(gap) > _NEAR or any(parsed.tokens[k].upos in ("SCONJ", "PUNCT") for k in gap):
        return False
    objects = parsed.children(hit.head, "obj", "xcomp")
    return not any(c in gap and not parsed.children(c, "case") for c in objects)
