"""Direct speech with a cue of its own: *« … », a-t-il dit*; *P, notent des diplomates*; *X ajoute : « … »*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_indirect import Found, Ranges, cut, gate_open, merge_ranges, trim
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Text, Voice, phrase_span, subject_of, voice_of

_BEFORE = {",", "»", '"', "”", "“", "’", "'", "-", "–", "—", ")", "?", "!", "…", "...", "›", ";"}
_FAR = 30  # tokens between a cue and the quotation that it announces
_TITLE = 8  # tokens of a name before a colon


@dataclass(frozen=True, slots=True)
class Incise:
    """A parenthetical: the cue, its subject, and the tokens that are not content."""

    hit: Hit
    subject: int | None
    start: int
    end: int
    as_said: bool = False


def find_incises(text: Text, hits: list[Hit], quotes: list[Quote]) -> list[Incise]:
    """All parentheticals: *a-t-il dit*, *, affirme X*, *, X said*, *comme l'a dit X*."""
    out = []
    for hit in hits:
        if (
            hit.cue.pos == "VERB"
            and "quote" in hit.cue.frames
            and gate_open(text, hit)
            and _is_finite_group(text.parsed, hit)
        ):
            found = _incise(text, hit, quotes)
            if found is not None:
                out.append(found)
    return out


def of_incises(text: Text, incises: list[Incise], quotes: list[Quote]) -> Iterator[Found]:
    """The content of each parenthetical: its sentence, or the quotation that it breaks or follows,
    without the parenthetical itself."""
    for incise in incises:
        content = _around(text, incise, quotes, [i for i in incises if i is not incise])
        if content:
            voice = Voice() if incise.subject is None else voice_of(text, incise.subject)
            rule = "speech.as-said" if incise.as_said else "speech.quote-incise"
            yield Found(incise.hit, voice, content, rule, "direct")


def of_announced(text: Text, hits: list[Hit], quotes: list[Quote]) -> Iterator[Found]:
    """Quotations after their cue: *X a dit : « … »*, *X a lancé « … »*; a name and a colon."""
    for hit in hits:
        if hit.cue.pos != "VERB" or "quote" not in hit.cue.frames or hit.head in text.quoted:
            continue
        if not gate_open(text, hit) or not _is_finite_group(text.parsed, hit):
            continue
        found = _announced(text, hit, quotes)
        if found:
            yield Found(hit, voice_of(text, subject_of(text.parsed, hit.tokens)), found,
                        "speech.quote-announced", "direct")  # fmt: skip


def of_named(text: Text, quotes: list[Quote]) -> Iterator[tuple[Voice, Quote, int]]:
    """*X : « … »*: (who, the quotation, the colon), a name and a colon at the head of a sentence."""
    parsed = text.parsed
    for quote in quotes:
        if quote.open is None or quote.open < 2 or parsed.tokens[quote.open - 1].text != ":":
            continue
        colon = quote.open - 1
        start = parsed.sentence(colon).start
        before = parsed.tokens[start:colon]
        if (
            not before
            or len(before) > _TITLE
            or any(t.upos in ("VERB", "AUX", "SCONJ") for t in before)
        ):
            continue
        named = [m for m in text.mentions.inside(start, colon) if m.how != "demonym"]
        if named and named[0].start <= start + 1:
            yield voice_of(text, named[0].head), quote, colon


# --- parentheticals


def _incise(text: Text, hit: Hit, quotes: list[Quote]) -> Incise | None:
    parsed = text.parsed
    sentence = parsed.sentence(hit.head)
    first = _first_verb(parsed, hit)
    start = first
    while start > sentence.start and _is_clitic(parsed, start - 1):
        start -= 1
    as_said = start > sentence.start and text.cues.is_a(parsed.tokens[start - 1], "as")
    before = start - 1 - as_said
    inverted = _inverted_subject(text, hit, first)
    if inverted is None or as_said:
        plain = _plain_subject(text, hit, first)
        if inverted is None and plain is None:
            return None
        if plain is not None:
            subject, start = plain
            before = start - 1
            if as_said and before >= sentence.start and text.cues.is_a(parsed.tokens[before], "as"):
                before -= 1
        else:
            subject = inverted
    else:
        subject = inverted
    touching = any(0 <= start - q.outer[1] <= 1 for q in quotes)
    if before < sentence.start:
        if not (touching or as_said):
            return None
    elif parsed.tokens[before].text not in _BEFORE and not touching:
        return None
    if _has_clause(text, hit):
        return None
    if before < sentence.start + 1 and not touching and not as_said:
        return None
    end = _incise_end(text, hit, subject, quotes)
    if hit.head in text.quoted:
        if subject is None or _person(parsed, subject) in ("1", "2"):
            return None
    elif not touching and not any(q.start < start and q.outer[1] > sentence.start for q in quotes):
        outside = [*range(sentence.start, start), *range(end, sentence.end)]
        if not any(_is_finite(parsed, k) for k in outside):
            return None  # no clause, no quotation: nothing is said
    return Incise(hit, subject, start, end, as_said)


def _person(parsed: Parsed, k: int) -> str | None:
    token = parsed.tokens[k]
    return token.feat("Person") if token.upos == "PRON" else None


def _first_verb(parsed: Parsed, hit: Hit) -> int:
    """The first word of the verb group, auxiliaries and all (*peut-on lire*)."""
    head = hit.tokens[0]
    chain = [head, *parsed.children(head, "aux")]
    above = parsed.tokens[head]
    if above.dep == "xcomp" and above.head < head and head - above.head <= 3:
        chain.append(above.head)  # peut-on lire, a tenu à dire
    first = min(c for c in chain if c <= head)
    return first if head - first <= 5 else head


def _is_clitic(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    if token.upos == "PRON":
        return not token.dep.startswith("nsubj") and len(token.text) <= 4
    return token.upos == "ADV" and token.lemma == "ne"


def _inverted_subject(text: Text, hit: Hit, first: int) -> int | None:
    """The subject behind the verb: -t-il, or a noun phrase (which parsers often take for an
    object)."""
    parsed = text.parsed
    end = parsed.sentence(hit.head).end
    last = max(hit.tokens)
    for k in range(first + 1, min(last + 3, end)):
        token = parsed.tokens[k]
        if token.upos == "PRON" and (token.text.startswith("-") or token.dep.startswith("nsubj")):
            if token.text.startswith("-") or k > first:
                return k
    for holder in (*hit.tokens, first):
        for s in parsed.children(holder, "nsubj"):
            if s > last and not text.cues.is_a(parsed.tokens[s], "time"):
                return s
    if any(s < first for holder in (*hit.tokens, first) for s in parsed.children(holder, "nsubj")):
        return None
    best = None
    for k in range(last + 1, min(end, last + 14)):
        token = parsed.tokens[k]
        if token.upos in ("VERB", "AUX", "SCONJ") or token.text in (":", "«", '"', "“"):
            break
        known = text.mentions.at(k) is not None or any(
            text.cues.is_a(token, role)
            for role in ("collective", "anonymous", "document", "medium")
        )
        if token.upos not in ("NOUN", "PROPN", "PRON") and not known:
            continue
        if parsed.children(k, "case", "mark") or text.cues.is_a(token, "time"):
            continue
        if token.dep.partition(":")[0] in ("flat", "nmod", "compound", "appos", "fixed", "det"):
            if token.head > last:
                continue
        named = bool(parsed.children(k, "det")) or token.upos == "PROPN"
        if known:
            return k
        if named:
            best = k
    return best


def _plain_subject(text: Text, hit: Hit, first: int) -> tuple[int, int] | None:
    """(subject, start of its phrase) before the verb: *« … », the minister said*."""
    parsed = text.parsed
    head = hit.tokens[0]
    own = [s for s in parsed.children(head, "nsubj") if s < first]
    if not own or head in text.quoted or parsed.children(head, "obj"):
        return None
    start, end = phrase_span(parsed, own[-1])
    between = parsed.tokens[end:first]
    if any(t.upos not in ("ADV", "AUX", "PUNCT", "PRON", "PART") for t in between) or end > first:
        return None
    if _has_clause(text, hit) or parsed.tokens[head].dep == "acl:relcl":
        return None
    sentence = parsed.sentence(head)
    earlier = [c for c in parsed.children(head, "ccomp", "parataxis") if c < start]
    below = (
        parsed.tokens[head].dep.partition(":")[0] in ("parataxis",)
        and parsed.tokens[head].head < start
    )
    quote_before = start - 1 >= sentence.start and start - 1 in text.quoted
    if not (earlier or below or quote_before) or start - sentence.start < 3 and not quote_before:
        if start > sentence.start or start == 0 or start - 1 not in text.quoted:
            return None
    return own[-1], start


def _has_clause(text: Text, hit: Hit) -> bool:
    """Whether the verb has a clause of its own behind it: then it reports that one."""
    parsed = text.parsed
    last = max(hit.tokens)
    for t in hit.tokens:
        for c in parsed.children(t, "ccomp", "xcomp", "csubj"):
            if c > last and any(
                m > last and text.cues.is_a(parsed.tokens[m], "that")
                for m in parsed.children(c, "mark")
            ):
                return True
    return False


def _incise_end(text: Text, hit: Hit, subject: int | None, quotes: list[Quote]) -> int:
    """Where the parenthetical ends: at the punctuation behind its subject and what hangs on it, or
    at the end of the sentence unless what follows is needed to complete what is said."""
    parsed = text.parsed
    sentence = parsed.sentence(hit.head)
    end = max(hit.tokens) + 1
    if subject is not None and subject >= end - 1:
        end = max(end, phrase_span(parsed, subject)[1])
    opens = {q.open for q in quotes if q.open is not None and q.open >= end}
    while end < sentence.end:
        token = parsed.tokens[end]
        if end in opens or end in text.quoted != (hit.head in text.quoted):
            break
        if token.upos == "PUNCT" and token.text not in ("-", "'", "’", "("):
            break
        end += 1
    rest = [k for k in range(end, sentence.end) if parsed.tokens[k].upos != "PUNCT"]
    if not rest:
        return sentence.end
    start = _first_verb(parsed, hit)
    said = [k for k in range(sentence.start, start) if parsed.tokens[k].upos != "PUNCT"]
    if not any(_is_finite(parsed, k) for k in said) and any(_is_finite(parsed, k) for k in rest):
        return end  # L'Élysée, dit-il, a été surpris
    if any(o is not None and end <= o < sentence.end for o in opens):
        return end
    if hit.head in text.quoted and any(_is_finite(parsed, k) for k in rest):
        return end
    root = next((k for k in rest if parsed.tokens[k].dep == "root"), None)
    return end if root is not None and root != hit.head else sentence.end


def _around(text: Text, incise: Incise, quotes: list[Quote], others: list[Incise]) -> Ranges:
    parsed = text.parsed
    sentence = parsed.sentence(incise.hit.head)
    hole = (incise.start, incise.end)
    inside = next((q for q in quotes if q.start <= incise.hit.head < q.end), None)
    holes = [hole] + [(o.start, o.end) for o in others if sentence.start <= o.start < sentence.end]
    if inside is not None:  # « A, a-t-il dit. B. »
        return cut(parsed, (inside.start, inside.end), holes)
    start, end = sentence.start, sentence.end
    stretches: list[tuple[int, int]] = []
    for q in quotes:
        if q.start < start < q.outer[1] or (
            q.outer[1] in (start, start - 1) and incise.start <= start + 1
        ):
            stretches.append((q.start, q.end))  # began in an earlier sentence, or split off from it
        if incise.end <= q.start < end < q.end:
            stretches.append((q.start, q.end))
    first = next(
        (q.open for q in quotes if q.open is not None and start <= q.open < incise.start), None
    )
    if first is not None and first > start and parsed.tokens[first - 1].text in (":", ";"):
        if any(_is_finite(parsed, k) for k in range(start, first)):
            start = first
    return merge_ranges([*stretches, *cut(parsed, (start, end), holes)])


def _is_finite_group(parsed: Parsed, hit: Hit) -> bool:
    """Whether a verb is finite, or has an auxiliary or a governing verb that is; or a participle or
    gerund (*ajoutant : « … »*); no bare infinitive."""
    token = parsed.tokens[hit.head]
    if token.feat("VerbForm") != "Inf":
        return True
    return token.dep == "xcomp" and _is_finite(parsed, token.head)


def _is_finite(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    return token.upos in ("VERB", "AUX") and token.feat("VerbForm") == "Fin"


# --- quotations after their cue


def _announced(text: Text, hit: Hit, quotes: list[Quote]) -> Ranges:
    parsed = text.parsed
    sentence = parsed.sentence(hit.head)
    last = max(hit.tokens)
    colon = next(
        (
            k
            for k in range(last + 1, min(sentence.end, last + _FAR))
            if parsed.tokens[k].text == ":"
        ),
        None,
    )
    after = next((q for q in quotes if q.start > last and q.open is not None), None)
    if after is not None and after.open is not None:
        gap = parsed.tokens[last + 1 : after.open]
        same = after.open < sentence.end
        adjoining = after.open == sentence.end and parsed.tokens[sentence.end - 1].text == ":"
        quiet = not any(_is_finite(parsed, t.i) and t.dep != "acl:relcl" for t in gap)
        if (same or adjoining) and len(gap) <= _FAR and quiet:
            if parsed.tokens[after.open - 1].text == ":":
                return trim(parsed, after.start, after.end)
            bare = not any(t.upos in ("SCONJ", "PUNCT") for t in gap)
            objects = [c for c in parsed.children(hit.head, "obj", "xcomp", "obl") if last < c < after.open
                       and not parsed.children(c, "case")]  # fmt: skip
            if bare and len(gap) <= 8 and not objects and speaks(parsed, after):
                return trim(parsed, after.start, after.end)
    if colon is not None and colon + 2 < sentence.end and colon - last <= 8:
        gap = parsed.tokens[last + 1 : colon]
        if not any(t.upos in ("VERB", "AUX", "SCONJ", "PUNCT") for t in gap):
            return trim(parsed, colon + 1, sentence.end)
    return ()


def speaks(parsed: Parsed, quote: Quote) -> bool:
    """Whether a quotation says something by itself, and is no mere word in quotation marks."""
    words = [k for k in range(quote.start, quote.end) if parsed.tokens[k].upos != "PUNCT"]
    if len(words) < 3:
        return False
    return any(
        parsed.tokens[k].upos in ("VERB", "AUX")
        and (
            parsed.tokens[k].feat("VerbForm") == "Fin" or parsed.tokens[k].feat("Mood") is not None
        )
        for k in words
    )
