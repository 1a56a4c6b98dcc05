"""Where corpora of attributions draw the stretches of a find: source, cue and content.

A record needs only who speaks; PARC, PolNeAR and the French FrameNet mark every word that belongs
to the source (relative clause and apposition too) and to the cue (*has also said in an interview*).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.matching.actor_words import forms
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Parsed
from dragoman.stages.speech_given import owner
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import Found, Ranges, covers, is_infinitive, relation

_GROUP = ("AUX", "ADV", "PART")
_STOPS = ("PUNCT", "CCONJ")


@dataclass(frozen=True, slots=True)
class Style:
    """How the corpora of a language draw. `opening`: *that* belongs to the content; `group`: the
    whole verb group to the cue; `relative`: of *X, who says*, the source is *who*, not *X, who*;
    `nested`: what is said within quotations, and the author's own words (*I think*), are marked
    too; `issuer`: of *selon la lettre de X*, the source is X."""

    opening: bool
    group: bool
    relative: bool
    nested: bool
    issuer: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """Stretches of tokens; `source` None if the text names none."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: Ranges


def draw(text: Text, found: Found, style: Style) -> Drawn:
    """The stretches of one find."""
    content = _content(text, found, style)
    head = found.voice.head
    source = found.voice.span
    if style.issuer and head is not None and found.hit.cue.pos == "ADP":
        head = _issuer(text, head)
    if head is not None and source is not None and found.hit.cue.pos in ("VERB", "ADP"):
        source = whole_source(text.parsed, head, found.cue_span, content, style.relative)
    cue = found.cue_span
    if style.group and found.hit.cue.pos != "ADP":
        cue, content = _carried(text, found, cue, content)
    if style.group and found.hit.cue.pos == "VERB" and _is_word(text.parsed, found.hit.head):
        cue = _verb_group(text, found, cue, content, source)
    return Drawn(source, cue, content)


def _issuer(text: Text, head: int) -> int:
    words = (text.cues.is_a(text.parsed.tokens[head], r) for r in ("document", "utterance"))
    issuer = owner(text, head) if any(words) else None
    return head if issuer is None else issuer


def _carried(
    text: Text, found: Found, cue: tuple[int, int], content: Ranges
) -> tuple[tuple[int, int], Ranges]:
    """*has raised questions about P*: a noun of speech with a complement of its own is part of the
    cue, and the complement is what is said."""
    parsed = text.parsed
    light = load_lexicon(parsed.report.language).words("light_verbs")
    if parsed.tokens[found.hit.head].lemma.lower() not in light:
        return cue, content
    for noun in parsed.children(found.hit.head, "obj"):
        if noun < cue[1] or not text.cues.is_a(parsed.tokens[noun], "utterance"):
            continue
        for c in parsed.children(noun, "acl", "ccomp", "nmod"):
            below = parsed.subtree(c)
            own = parsed.tokens[c].feat("Poss") == "Yes" or relation(parsed, c) == "acl:relcl"
            if below[0] == noun + 1 and not own and covers(content, noun):
                start = below[0]
                if start in parsed.children(c, "case"):
                    start += 1
                return (cue[0], start), ((start, below[-1] + 1),)
    return cue, content


def whole_source(
    parsed: Parsed, head: int, cue: tuple[int, int], content: Ranges, relative: bool
) -> tuple[int, int]:
    """The noun phrase of a source with all that hangs on it, up to the cue and the content."""
    pronoun = _relative_pronoun(parsed, head, cue[0]) if head < cue[0] else None
    below = set(parsed.subtree(head))
    if pronoun is not None:
        return (pronoun, pronoun + 1) if relative else (_start(parsed, head, below), pronoun + 1)
    end = head + 1
    start = _start(parsed, head, below)
    while start and _is_same_subject(parsed, start - 1, head):
        start -= 1  # *l'on*
    stop = cue[0] if head < cue[0] else len(parsed.tokens)
    while end < stop and end in below and not covers(content, end):
        end += 1
    while end - 1 > head and parsed.tokens[end - 1].upos in ("PUNCT", "CCONJ"):
        end -= 1
    floor = cue[1] if head >= cue[1] else 0
    return max(start, floor), end


def _is_same_subject(parsed: Parsed, k: int, head: int) -> bool:
    token, subject = parsed.tokens[k], parsed.tokens[head]
    pronouns = token.upos == subject.upos == "PRON"
    return pronouns and token.dep == subject.dep == "nsubj" and token.head == subject.head


def _start(parsed: Parsed, head: int, below: set[int]) -> int:
    start = head
    while start - 1 in below:
        start -= 1
    own = set(parsed.children(head, "case", "mark", "cc", "advmod", "punct"))
    own |= {f for c in own for f in parsed.children(c, "fixed")}
    while start < head and (start in own or parsed.tokens[start].upos in ("PUNCT", "CCONJ")):
        start += 1
    return start


def _relative_pronoun(parsed: Parsed, head: int, cue: int) -> int | None:
    """*who* of *X, who says*, where the cue stands in the clause that it opens."""
    for c in parsed.children(head, "acl"):
        for k in parsed.subtree(c):
            token = parsed.tokens[k]
            if head < k < cue and cue - k <= 4 and token.upos == "PRON" and "nsubj" in token.dep:
                if token.feat("PronType") == "Rel" or token.lemma in ("who", "which", "qui"):
                    return k
    return None


def _is_word(parsed: Parsed, k: int) -> bool:
    return parsed.tokens[k].upos != "PUNCT"


def _verb_group(
    text: Text, found: Found, cue: tuple[int, int], content: Ranges, source: tuple[int, int] | None
) -> tuple[int, int]:
    """*has also said Friday*: auxiliaries and adverbs before the verb; particle, when, where and
    the word that brings in agent or content behind it (*pointed out*, *was backed by*, *called
    on*)."""
    parsed = text.parsed
    taken = set() if source is None else set(range(*source))
    taken |= {k for s, e in content for k in range(s, e)}
    head = found.hit.head
    start, end = cue
    sentence = parsed.sentence(head)
    free = range(sentence.start, sentence.end)
    while start - 1 in free and start - 1 not in taken and _helps(parsed, start - 1, head):
        start -= 1
    start = _governor(parsed, head, start)
    while end in free and end not in taken and _is_particle(parsed, end, head):
        end += 1
    if end in free and end not in taken and _brings_in(parsed, end, head, content, source):
        return start, end + 1
    after = {k for c in parsed.children(head) if c >= end and _is_when(text, c)
             for k in parsed.subtree(c)}  # fmt: skip
    while end in after and end not in taken and parsed.tokens[end].upos != "PUNCT":
        end += 1
    return start, _with_occasion(text, head, end, taken)


def _helps(parsed: Parsed, k: int, head: int) -> bool:
    """An auxiliary or adverb of a verb, or an adverb of such an adverb (*once again*)."""
    above = parsed.tokens[k].head
    own = above == head and relation(parsed, k) in ("aux", "cop", "advmod")
    deeper = relation(parsed, k) == "advmod" and k < above < head
    return parsed.tokens[k].upos in _GROUP and (own or deeper)


def _is_particle(parsed: Parsed, k: int, head: int) -> bool:
    token = parsed.tokens[k]
    return token.head == head and relation(parsed, k) == "compound" and token.upos in ("ADP", "ADV")


def _brings_in(
    parsed: Parsed, k: int, head: int, content: Ranges, source: tuple[int, int] | None
) -> bool:
    """*called on X to yield*, *talked about leaving*, *was backed by X*."""
    token = parsed.tokens[k]
    bare = token.dep == "mark" and token.upos == "SCONJ" and is_infinitive(parsed, token.head)
    if token.dep != "case" and not bare:
        return False
    starts = {s for s, _ in content} | ({source[0]} if source else set())
    return parsed.tokens[token.head].head == head and k + 1 in starts


def _is_when(text: Text, c: int) -> bool:
    """*now*, *Friday*, *last week*, and not *in an interview*."""
    if text.parsed.children(c, "case", "nsubj"):
        return False
    adverb = text.parsed.tokens[c].upos == "ADV" and relation(text.parsed, c) == "advmod"
    return adverb or text.cues.is_a(text.parsed.tokens[c], "time")


def _with_occasion(text: Text, head: int, end: int, taken: set[int]) -> int:
    """*said in an interview*, *wrote in a letter*: what it was said in, up to its noun."""
    parsed = text.parsed
    places = forms(parsed.report.language, "locative")
    for c in parsed.children(head, "obl"):
        cases = [k for k in parsed.children(c, "case") if parsed.tokens[k].text.lower() in places]
        words = (text.cues.is_a(parsed.tokens[c], r) for r in ("document", "utterance"))
        if end in cases and any(words) and not taken & set(range(end, c + 1)):
            return c + 1
    return end


def _governor(parsed: Parsed, head: int, start: int) -> int:
    """*seemed to think*, *has yet to explain*: what the verb completes belongs to it."""
    above = parsed.tokens[head].head
    while relation(parsed, head) == "xcomp" and above < start:
        if any(parsed.tokens[k].upos not in _GROUP for k in range(above + 1, start)):
            break
        start, head = above, above
        own = set(parsed.children(head, "aux", "cop", "advmod"))
        while start - 1 in own and parsed.tokens[start - 1].upos in _GROUP:
            start -= 1
        above = parsed.tokens[head].head
    return start


def _content(text: Text, found: Found, style: Style) -> Ranges:
    """The content with its opening word; without the cue, which a record may need beside it."""
    parsed = text.parsed
    first, last = found.cue_span
    content: list[tuple[int, int]] = []
    for start, end in found.content:
        if start == first and end > last:
            start = last
        if start < end and (start, end) != (first, last):
            content.append((start, end))
    if not content:
        return found.content
    if style.opening and found.rule_id in ("speech.verb-judgement", "speech.verb-target"):
        for c in parsed.children(found.hit.head, "obj"):
            below = parsed.subtree(c)
            if last <= below[0] < content[0][0]:
                content[0] = (below[0], content[0][1])
    if style.opening and found.kind != "direct":
        start, end = content[0]
        k = start - 1
        while k > last and parsed.tokens[k].upos == "PUNCT":
            k -= 1
        if k >= last and (
            any(text.cues.is_a(parsed.tokens[k], w) for w in ("that", "whether"))
            or (relation(parsed, k) == "mark" and parsed.tokens[k].upos == "PART")
        ):
            content[0] = (_controlled(parsed, found, k), end)
    if style.group:
        content[-1] = (content[-1][0], _to_the_stop(text, found, *content[-1]))
    return tuple(content)


def _to_the_stop(text: Text, found: Found, start: int, end: int) -> int:
    """Where a stretch behind its cue ends: at the next punctuation or conjunction, wherever the
    parse hangs its last words; a quotation with the mark that asks or exclaims."""
    tokens, stop = text.parsed.tokens, text.parsed.sentence(end - 1).end
    if found.kind == "direct":
        asks = end < len(tokens) and tokens[end].text in ("?", "!")
        return end + asks
    if start < found.cue_span[1] or found.kind != "indirect":
        return end
    source = range(*found.voice.span) if found.voice.span else range(0)
    last = end
    while last < stop and last not in source and tokens[last].upos not in _STOPS:
        last += 1
    return last


def _controlled(parsed: Parsed, found: Found, to: int) -> int:
    """*urging Oslo to yield*: who is to do it belongs to what is asked."""
    if parsed.tokens[to].upos != "PART":
        return to
    for c in parsed.children(found.hit.head, "obj", "obl"):
        below = parsed.subtree(c)
        if below[0] >= found.cue_span[1] and below[-1] == to - 1:
            return below[0] + (below[0] in parsed.children(c, "case"))
    return to


def marked(text: Text, found: list[Found], style: Style) -> list[Found]:
    """Those that the corpora of the language mark."""
    if style.nested:
        return found
    return [f for f in found if f.hit.head not in text.quoted and not f.voice.author]


def join_runs(text: Text, found: list[Found]) -> list[Found]:
    """*"P," X said. "Q."* is one attribution: a quotation without cue of its own goes with the
    one of its paragraph before it."""
    parsed = text.parsed
    out: list[Found] = []
    for f in sorted(found, key=lambda f: (f.content[0], f.cue_span)):
        bare = f.kind == "direct" and not _is_word(parsed, f.hit.head)
        host = next((o for o in reversed(out) if o.kind == "direct"), None) if bare else None
        if host is not None and _paragraph(parsed, host) == _paragraph(parsed, f):
            out[out.index(host)] = replace(host, content=(*host.content, *f.content))
        elif not (bare and f.voice.span is None):
            out.append(f)
    return out


def _paragraph(parsed: Parsed, found: Found) -> int:
    return parsed.sentence(found.content[-1][0]).paragraph
