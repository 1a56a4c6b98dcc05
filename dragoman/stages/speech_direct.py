"""Quotations after their cue: *X ajoute : « … »*, *X a lancé « … »*, *X : « … »*."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_incises import may_quote
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Text, Voice, is_passive, subject_of, voice_of
from dragoman.stages.speech_spans import Found, Ranges, is_finite, trim

_FAR = 30  # tokens between a cue and the quotation that it announces
_NEAR = 8  # the same without a colon
_TITLE = 8  # tokens of a name before a colon


def find_announced(text: Text, hits: list[Hit], quotes: list[Quote]) -> Iterator[Found]:
    """Quotations, and what follows a colon, after a verb of saying."""
    for hit in hits:
        if hit.head in text.quoted or is_passive(text.parsed, hit.head):
            continue
        if may_quote(text, hit):
            content = _announced(text, hit, quotes)
            if content:
                voice = voice_of(text, subject_of(text.parsed, hit.tokens))
                yield Found(hit, voice, content, "speech.quote-announced", "direct")


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


def speaks(parsed: Parsed, quote: Quote) -> bool:
    """Whether a quotation says something by itself, and is no mere word in quotation marks."""
    words = [k for k in range(quote.start, quote.end) if parsed.tokens[k].upos != "PUNCT"]
    return len(words) >= 3 and any(
        is_finite(parsed, k) or parsed.tokens[k].feat("Mood") == "Imp" for k in words
    )


def _announced(text: Text, hit: Hit, quotes: list[Quote]) -> Ranges:
    parsed, last = text.parsed, max(hit.tokens)
    sentence = parsed.sentence(last)
    quote = next((q for q in quotes if q.start > last and q.open is not None), None)
    if quote is not None and quote.open is not None and quote.open - last <= _FAR:
        gap = range(last + 1, quote.open)
        adjoining = quote.open == sentence.end and parsed.tokens[quote.open - 1].text == ":"
        quiet = not any(is_finite(parsed, k) and parsed.tokens[k].dep != "acl:relcl" for k in gap)
        if quiet and (quote.open < sentence.end or adjoining):
            if parsed.tokens[quote.open - 1].text == ":":
                return trim(parsed, quote.start, quote.end)
            if _leads_to(parsed, hit, gap) and speaks(parsed, quote):
                return trim(parsed, quote.start, quote.end)
    colon = next(
        (
            k
            for k in range(last + 1, min(sentence.end, last + _NEAR))
            if parsed.tokens[k].text == ":"
        ),
        None,
    )
    if colon is not None and colon + 2 < sentence.end:
        gap = range(last + 1, colon)
        if not any(parsed.tokens[k].upos in ("VERB", "AUX", "SCONJ", "PUNCT") for k in gap):
            return trim(parsed, colon + 1, sentence.end)
    return ()


def _leads_to(parsed: Parsed, hit: Hit, gap: range) -> bool:
    """Without a colon only adverbials and the addressee may stand before the quotation."""
    if len(gap) > _NEAR or any(parsed.tokens[k].upos in ("SCONJ", "PUNCT") for k in gap):
        return False
    objects = parsed.children(hit.head, "obj", "xcomp")
    return not any(c in gap and not parsed.children(c, "case") for c in objects)
