"""Indirect speech: what verbs, nouns and adpositions report, by the frames of their cues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_sources import (
    Text,
    Voice,
    agent_of,
    is_passive,
    phrase_span,
    subject_of,
    voice_of,
)

Ranges = tuple[tuple[int, int], ...]
_NEAR = 15  # tokens between a verb and its *que*, adverbials and addressees included


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


def all_hits(text: Text) -> list[Hit]:
    """Every cue of the report, whether or not its surroundings let it report anything."""
    parsed = text.parsed
    hits = []
    for sentence in parsed.sentences:
        k = sentence.start
        while k < sentence.end:
            here = text.cues.at(parsed.tokens, k, sentence.end)
            hits += here
            k += max((h.tokens[-1] - k + 1 for h in here if len(h.tokens) > 1), default=1)
    return hits


def find_indirect(text: Text, hits: list[Hit]) -> Iterator[Found]:
    """The attributions of all cues but those of quotations and parentheticals."""
    readers = {"VERB": _of_verb, "NOUN": _of_noun, "ADP": _of_adposition}
    for hit in hits:
        yield from readers[hit.cue.pos](text, hit)


def is_negated(text: Text, hit: Hit) -> bool:
    """*n'a pas dit*, *sans dire*, *did not say*."""
    near = [c for t in hit.tokens for c in text.parsed.children(t, "advmod", "mark", "case", "cc")]
    return any(text.cues.is_a(text.parsed.tokens[c], "negator") for c in near)


def is_reflexive(parsed: Parsed, hit: Hit) -> bool:
    """*se dire*, *s'indigner*: a reflexive pronoun hangs on the verb, or stands just before it."""
    for t in hit.tokens:
        for c in parsed.children(t, "obj", "iobj", "expl"):
            token = parsed.tokens[c]
            if token.upos == "PRON" and (
                token.feat("Reflex") == "Yes" or token.lemma in ("se", "soi")
            ):
                return True
    return False


def verb_voice(text: Text, hit: Hit) -> Voice:
    """Who speaks: the subject, or of a passive its agent (none: an unnamed source)."""
    parsed = text.parsed
    if is_passive(parsed, hit.head):
        agent = agent_of(parsed, hit.head)
        if agent is None:
            agent = _place_as_source(text, hit.head)
        return voice_of(text, agent)
    subject = subject_of(parsed, hit.tokens)
    if subject is not None and parsed.tokens[subject].dep.startswith("expl"):
        return voice_of(text, None)
    if subject is None:
        token = parsed.tokens[hit.head]
        if token.feat("Mood") == "Imp" or token.feat("VerbForm") in ("Inf", None):
            return Voice(author=True)  # the author's own: *rappelons que*, *il faut dire que*
    return voice_of(text, subject)


def can_speak(text: Text, hit: Hit, voice: Voice) -> bool:
    """Whether the subject is one that can say something. Some verbs take things as well (*les
    signes indiquent*): gate `speaker`. Nobody says *cela* or *vous* (in a question to him)."""
    if voice.head is None:
        return True
    token = text.parsed.tokens[voice.head]
    if token.upos == "PRON" and not voice.actors:
        if (
            token.feat("PronType") == "Dem"
            and token.feat("Number") != "Plur"
            and token.feat("Gender") != "Fem"
        ):
            return False
        if token.feat("Person") == "2":
            return False
    if "speaker" not in hit.cue.gates:
        return True
    known = any(not a.id.startswith("?") for a in voice.actors)
    named = any(text.cues.is_a(token, r) for r in ("collective", "anonymous", "document", "medium"))
    return known or named or bool(voice.flags) or token.upos in ("PRON", "PROPN")


def _is_modal(text: Text, hit: Hit) -> bool:
    """*peut dire que*, *il faut souligner que*: nobody says it."""
    token = text.parsed.tokens[hit.head]
    near = [token.head] if token.dep.partition(":")[0] in ("xcomp", "ccomp", "csubj", "obl") else []
    near += text.parsed.children(hit.head, "aux")
    return any(text.cues.is_a(text.parsed.tokens[k], "modal") for k in near)


def gate_open(text: Text, hit: Hit) -> bool:
    """Whether the conditions of the row hold."""
    gates = hit.cue.gates
    reflexive = hit.cue.pos == "VERB" and is_reflexive(text.parsed, hit)
    if hit.cue.pos == "VERB" and reflexive != ("reflexive" in gates):
        return False  # se révéler, se dire
    if "initial" in gates:
        start = text.parsed.sentence(hit.head).start
        before = text.parsed.tokens[start : hit.head]
        if any(t.upos not in ("PUNCT", "CCONJ", "ADV") for t in before):
            return False
    return True


# --- verbs


def _of_verb(text: Text, hit: Hit) -> Iterator[Found]:
    parsed, cue = text.parsed, hit.cue
    if not gate_open(text, hit) or _is_modal(text, hit):
        return
    negated = is_negated(text, hit)
    if negated and cue.negated is None:
        return
    content = next(_verb_contents(text, hit), None)  # the first frame that fits
    if content is None or not content[1]:
        return
    voice = verb_voice(text, hit)
    if not can_speak(text, hit, voice):
        return
    rule, ranges = content
    yield Found(hit, voice, ranges, f"speech.{rule}", negated=negated)


def _verb_contents(text: Text, hit: Hit) -> Iterator[tuple[str, Ranges]]:
    parsed, frames = text.parsed, hit.cue.frames
    children = [c for t in hit.tokens for c in parsed.children(t) if c not in hit.tokens]
    passive = is_passive(parsed, hit.head)
    if "that" in frames or "wh" in frames:
        for clause in children:
            opening = _clause(text, hit, clause)
            if opening is not None and opening[0] in frames:
                yield f"verb-{opening[0]}", opening[1]
        loose = _loose_that(text, hit) if "that" in frames else None
        if loose is not None:
            yield "verb-that", loose
    if "inf" in frames:
        for c in children:
            token = parsed.tokens[c]
            deps = ("xcomp", "ccomp", "csubj", "obl", "advcl")
            if token.dep.partition(":")[0] not in deps or not _infinitive(parsed, c):
                continue
            if token.dep.partition(":")[0] in ("obl", "advcl") and not _marker(parsed, c) <= {
                "de",
                "à",
                "to",
            }:
                continue
            yield "verb-inf", _range(parsed, c, hit)
    if "adj" in frames:
        for c in children:
            if parsed.tokens[c].dep.partition(":")[0] == "xcomp" and parsed.tokens[c].upos in (
                "ADJ",
                "NOUN",
                "VERB",
                "ADP",
            ):
                yield "verb-self", _range(parsed, c, hit)
    yield from _targets(text, hit, children, passive)
    yield from _judgements(text, hit, children, passive)
    for c in children:
        dep = parsed.tokens[c].dep.partition(":")[0]
        if dep in ("obl", "nmod", "advcl", "xcomp", "ccomp", "iobj") and _marker(
            parsed, c
        ) & hit.cue.prepositions("obl:"):
            if parsed.tokens[c].dep != "obl:agent":
                yield "verb-oblique", _range(parsed, c, hit)
    if "relay" in frames:
        quoted = _relayed(text, hit, children)
        if quoted is not None:
            yield "relay", trim(parsed, *phrase_span(parsed, quoted))
    if "np" in frames:
        for c in children:
            token = parsed.tokens[c]
            wanted = ("nsubj:pass",) if passive else ("obj",)
            if token.dep in wanted and token.upos in ("NOUN", "PROPN", "PRON", "VERB", "ADJ"):
                if token.upos == "PRON" and token.feat("PronType") != "Dem":
                    continue
                yield "verb-object", _range(parsed, c, hit)


def _relayed(text: Text, hit: Hit, children: list[int]) -> int | None:
    """The head of the one whose words are passed on: *cite le ministre*; the object must be one who
    can speak."""
    parsed = text.parsed
    last = max(hit.tokens)
    near = [c for c in children if c > last and parsed.tokens[c].dep.partition(":")[0] == "obj"]
    near += [
        k
        for k in range(last + 1, min(last + 4, len(parsed.tokens)))
        if parsed.tokens[k].upos in ("NOUN", "PROPN")
    ]
    for c in near:
        token = parsed.tokens[c]
        mention = text.mentions.at(c)
        speaks = (
            mention is not None
            and mention.how != "demonym"
            or any(
                text.cues.is_a(token, r) for r in ("collective", "anonymous", "document", "medium")
            )
        )
        if speaks and parsed.sentence(c) == parsed.sentence(hit.head):
            return c
    return None


def _clause(text: Text, hit: Hit, c: int) -> tuple[str, Ranges] | None:
    """("that" or "wh", content) if token c heads a clause that is content."""
    parsed, cues = text.parsed, text.cues
    token = parsed.tokens[c]
    dep = token.dep.partition(":")[0]
    if dep not in ("ccomp", "csubj", "advcl", "parataxis", "obj", "xcomp", "acl", "obl", "nsubj"):
        return None
    openers = [m for m in parsed.subtree(c) if m < c or m == c]
    first = next((m for m in openers if parsed.tokens[m].upos != "PUNCT"), c)
    marks = [m for m in parsed.children(c, "mark") if m > max(hit.tokens)]
    that = next((m for m in marks if cues.is_a(parsed.tokens[m], "that")), None)
    if that is not None and dep != "acl":
        if parsed.tokens[that - 1].upos == "ADP" and that - 1 in parsed.children(c):
            return None  # pour que, sans que
        return "that", _with_others(text, hit, _range(parsed, c, hit, start=that + 1))
    if dep not in ("ccomp", "csubj", "obj", "xcomp"):
        return None
    if _infinitive(parsed, c):
        return None
    if (
        first > max(hit.tokens)
        and cues.is_a(parsed.tokens[first], "wh")
        and dep in ("ccomp", "csubj", "xcomp", "obj")
    ):
        verbal = parsed.tokens[c].upos in ("VERB", "AUX") or parsed.children(
            c, "cop", "nsubj", "mark"
        )
        return ("wh", _range(parsed, c, hit)) if verbal else None
    finite = token.feat("VerbForm") == "Fin" or any(
        parsed.tokens[a].feat("VerbForm") == "Fin" for a in parsed.children(c, "aux", "cop")
    )
    if dep == "ccomp" and c > max(hit.tokens) and not marks and finite:
        between = parsed.tokens[max(hit.tokens) + 1 : first]
        if not any(t.upos == "PUNCT" for t in between):
            return "that", _range(parsed, c, hit)  # English leaves *that* out
    return None


def _with_others(text: Text, hit: Hit, content: Ranges) -> Ranges:
    """Further clauses of the same cue, where the parse hangs them on the cue: *et que Q*."""
    parsed, more = text.parsed, list(content)
    for t in hit.tokens:
        for c in parsed.children(t, "conj", "ccomp", "advcl"):
            mark = next(
                (m for m in parsed.children(c, "mark") if text.cues.is_a(parsed.tokens[m], "that")),
                None,
            )
            if mark is None or mark < content[0][0] or any(s <= mark < e for s, e in more):
                continue
            before = parsed.tokens[mark - 1]
            if before.upos == "CCONJ" or before.text == ",":
                more += _range(parsed, c, hit, start=mark + 1)
    return merge_ranges(more)


def _loose_that(text: Text, hit: Hit) -> Ranges | None:
    """A *que* that follows the verb, though the parse hangs its clause elsewhere: what the *que*
    opens, up to the end of what hangs on its head."""
    parsed = text.parsed
    end = min(parsed.sentence(hit.head).end, max(hit.tokens) + _NEAR)
    k = max(hit.tokens) + 1
    while (
        k < end
        and parsed.tokens[k].upos not in ("VERB", "AUX", "SCONJ", "CCONJ")
        and parsed.tokens[k].text not in (":", ";")
    ):
        k += 1
    if k >= end or parsed.tokens[k].dep != "mark" or not text.cues.is_a(parsed.tokens[k], "that"):
        return None
    if parsed.tokens[k - 1].upos == "ADP" or parsed.tokens[k - 1].lemma in (
        "plus",
        "moins",
        "more",
        "less",
    ):
        return None
    head = parsed.tokens[k].head
    if head <= k:
        return None
    last = max(t for t in parsed.subtree(head) if t >= k)
    return ((k + 1, last + 1),)


def _targets(
    text: Text, hit: Hit, children: list[int], passive: bool
) -> Iterator[tuple[str, Ranges]]:
    """*accuser X de Y*, *être soupçonné de Y*: Y."""
    parsed = text.parsed
    prepositions = hit.cue.prepositions("target:")
    if not prepositions:
        return
    there = passive or any(
        parsed.tokens[c].dep.partition(":")[0] in ("obj", "iobj", "obl", "expl") for c in children
    )
    for c in children:
        dep = parsed.tokens[c].dep.partition(":")[0]
        if (
            there
            and dep in ("xcomp", "obl", "ccomp", "advcl", "nmod")
            and _marker(parsed, c) & prepositions
        ):
            if parsed.tokens[c].dep != "obl:agent":
                yield "verb-target", _range(parsed, c, hit)
    for c in children:  # the parse may hang *de Y* on X
        if parsed.tokens[c].dep == "obj":
            for g in parsed.children(c, "acl", "nmod"):
                if _infinitive(parsed, g) and _marker(parsed, g) & prepositions:
                    yield "verb-target", _range(parsed, g, hit)


def _judgements(
    text: Text, hit: Hit, children: list[int], passive: bool
) -> Iterator[tuple[str, Ranges]]:
    """*juger X illégal*, *considérer X comme Y*, *être considéré comme Y*: X and Y."""
    parsed, frames = text.parsed, hit.cue.frames
    prepositions = hit.cue.prepositions("as:")
    if "as" not in frames and not prepositions:
        return
    wanted = ("nsubj:pass", "nsubj") if passive else ("obj",)
    objects = [c for c in children if parsed.tokens[c].dep in wanted]
    for c in children:
        token = parsed.tokens[c]
        dep = token.dep.partition(":")[0]
        marked = (_marker(parsed, c) | {token.lemma.lower()}) & prepositions
        plain = (
            "as" in frames
            and dep == "xcomp"
            and token.upos in ("ADJ", "NOUN", "PROPN")
            and not _marker(parsed, c)
        )
        if c in objects or not (
            plain
            or (marked and dep in ("obl", "xcomp", "advcl", "nmod", "obj", "iobj", "ccomp", "acl"))
        ):
            continue
        if not objects and not passive:
            continue
        parts = [_range(parsed, o, hit) for o in objects] + [_range(parsed, c, hit)]
        yield "verb-judgement", merge_ranges([r for part in parts for r in part])


def _place_as_source(text: Text, k: int) -> int | None:
    """*est considéré en Turquie comme*: the state in which it is held so."""
    for c in text.parsed.children(k, "obl"):
        mention = text.mentions.at(c)
        if mention is not None and any(a.kind == "state" for a in mention.actors):
            if text.parsed.tokens[c].upos == "PROPN" and not _marker(text.parsed, c) & {
                "par",
                "by",
            }:
                if c < k + 4:
                    return c
    return None


# --- nouns


def _of_noun(text: Text, hit: Hit) -> Iterator[Found]:
    parsed, cue = text.parsed, hit.cue
    for rule, content in _noun_contents(text, hit):
        voice = _noun_voice(text, hit, content)
        if voice is not None:
            yield Found(hit, voice, content, f"speech.{rule}", "nominal")
        return


def _noun_contents(text: Text, hit: Hit) -> Iterator[tuple[str, Ranges]]:
    parsed, frames = text.parsed, hit.cue.frames
    children = [c for t in hit.tokens for c in parsed.children(t) if c not in hit.tokens]
    for c in children:
        token = parsed.tokens[c]
        dep = token.dep.partition(":")[0]
        if dep not in (
            "acl",
            "ccomp",
            "advcl",
            "csubj",
            "parataxis",
            "xcomp",
            "conj",
            "appos",
            "dep",
        ):
            continue
        relative = _according_relative(text, c)
        if relative is not None and "selon" in frames:
            yield "noun-selon", _range(parsed, c, hit, start=relative + 1)
        that = next(
            (m for m in parsed.children(c, "mark") if text.cues.is_a(parsed.tokens[m], "that")),
            None,
        )
        if that is not None and that > hit.head and "that" in frames:
            yield "noun-that", _range(parsed, c, hit, start=that + 1)
        if (
            "inf" in frames
            and c > hit.head
            and _infinitive(parsed, c)
            and _marker(parsed, c) & {"de", "à", "to"}
        ):
            yield "noun-inf", _range(parsed, c, hit)
    if "is" in frames and parsed.tokens[hit.head].dep == "nsubj":
        above = parsed.tokens[hit.head].head
        for c in (above, *parsed.children(above, "ccomp", "csubj", "xcomp", "advcl")):
            that = next(
                (m for m in parsed.children(c, "mark") if text.cues.is_a(parsed.tokens[m], "that")),
                None,
            )
            if that is not None and that > hit.head:
                last = max(parsed.subtree(c))
                yield "noun-is", ((that + 1, last + 1),)
    prepositions = hit.cue.prepositions("of:")
    for c in children:
        if parsed.tokens[c].dep.startswith("nmod") and _marker(parsed, c) & prepositions:
            if text.mentions.at(c) is None:
                yield "noun-of", _range(parsed, c, hit)


def _according_relative(text: Text, clause: int) -> int | None:
    """The position of *lesquelles* in *selon lesquelles*, if it opens the clause."""
    parsed = text.parsed
    for k in parsed.subtree(clause):
        token = parsed.tokens[k]
        if k >= clause:
            return None
        if token.upos == "PRON" and (token.lemma == "lequel" or token.feat("PronType") == "Rel"):
            before = text.cues.at(parsed.tokens, k - 1, k)
            return k if any(h.cue.pos == "ADP" for h in before) else None
    return None


def _noun_voice(text: Text, hit: Hit, content: Ranges) -> Voice | None:
    """Whose suspicion it is: *de X*, *par X*, a possessive, a demonym, or who utters it."""
    parsed = text.parsed
    inside = lambda k: any(s <= k < e for s, e in content)  # noqa: E731
    for c in parsed.children(hit.head, "nmod", "det", "amod", "obl:agent", "obl"):
        token = parsed.tokens[c]
        if inside(c):
            continue
        if text.mentions.at(c) is not None and _marker(parsed, c) <= {
            "de",
            "par",
            "of",
            "by",
            "'s",
            "among",
            "chez",
            "en",
            "in",
        }:
            return voice_of(text, c)
        if token.dep.startswith("nmod") and _marker(parsed, c) & {"de", "of", "par", "by", "'s"}:
            if text.cues.is_a(token, "collective") or text.cues.is_a(token, "anonymous"):
                return voice_of(text, c)
    above = parsed.tokens[hit.head].head
    token = parsed.tokens[above]
    if token.upos == "VERB" and parsed.tokens[hit.head].dep in ("obj", "obl", "xcomp", "obl:arg"):
        subject = subject_of(parsed, (above,))
        if subject is not None and not parsed.tokens[subject].dep.startswith("expl"):
            voice = voice_of(text, subject)
            return voice if voice.actors or voice.flags or voice.author else voice_of(text, None)
    return voice_of(text, None)


# --- adpositions


def _of_adposition(text: Text, hit: Hit) -> Iterator[Found]:
    parsed, cue = text.parsed, hit.cue
    if not gate_open(text, hit):
        return
    if "self" in cue.frames:
        phrase = hit.tokens[-1]
        span = phrase_span(parsed, phrase)
        span = (hit.tokens[0], max(span[1], hit.tokens[-1] + 1))
        voice = Voice((), ("anonymous_source",), span)
    else:
        head = _governed(parsed, hit)
        if (
            head is None
            or parsed.tokens[head].feat("PronType") == "Rel"
            or parsed.tokens[head].lemma == "lequel"
        ):
            return
        voice = voice_of(text, head)
        known = any(not a.id.startswith("?") for a in voice.actors)
        if "actor" in cue.gates and not known:
            return
        if voice.author or voice.span is None:
            return
        span = (min(hit.tokens), max(voice.span[1], head + 1))
        if not known and not voice.flags and not voice.pronoun and not _set_off(parsed, span):
            return  # *selon la loi*, *selon le cas*
    content = _scope(parsed, span)
    if content:
        yield Found(hit, voice, content, "speech.adposition", "prepositional")


def _governed(parsed: Parsed, hit: Hit) -> int | None:
    """The noun that the adposition governs."""
    last = hit.tokens[-1]
    for k in (hit.tokens[0], last):
        head = parsed.tokens[k].head
        if parsed.tokens[k].dep in ("case", "mark") and head > last:
            return head
    end = parsed.sentence(last).end
    for k in range(last + 1, min(end, last + 8)):
        token = parsed.tokens[k]
        if token.upos in ("NOUN", "PROPN", "PRON"):
            while (
                parsed.tokens[k].dep in ("flat", "compound", "nmod")
                and last < parsed.tokens[k].head < k
            ):
                k = parsed.tokens[k].head
            return k
        if token.upos in ("VERB", "PUNCT"):
            return None
    return None


def _set_off(parsed: Parsed, span: tuple[int, int]) -> bool:
    """Whether a phrase stands at the head of its sentence or after a comma."""
    sentence = parsed.sentence(span[0])
    before = [t for t in parsed.tokens[sentence.start : span[0]] if t.upos not in ("CCONJ", "ADV")]
    return not before or before[-1].upos == "PUNCT"


def _scope(parsed: Parsed, span: tuple[int, int]) -> Ranges:
    """The clause that a prepositional source bears on: the whole sentence if the phrase opens or
    closes it, else the nearest clause above; without the phrase itself."""
    sentence = parsed.sentence(span[0])
    tokens = parsed.tokens
    start, end = sentence.start, sentence.end
    rest_before = [
        t for t in tokens[start : span[0]] if t.upos not in ("PUNCT", "CCONJ", "ADV", "SCONJ")
    ]
    rest_after = [t for t in tokens[span[1] : end] if t.upos != "PUNCT"]
    at_edge = not rest_before or (not rest_after and tokens[span[0] - 1].upos == "PUNCT")
    if not at_edge:
        for k in parsed.ancestors(_top(parsed, span)):
            dep = tokens[k].dep
            if (dep in ("root", "ccomp", "acl:relcl", "advcl", "parataxis", "csubj", "acl")
                    or (dep == "conj" and tokens[k].upos == "VERB")):  # fmt: skip
                below = parsed.subtree(k)
                start, end = below[0], below[-1] + 1
                break
    return cut(parsed, (start, end), [span])


def _top(parsed: Parsed, span: tuple[int, int]) -> int:
    """The token of a stretch whose head lies outside it."""
    for k in range(*span):
        if not span[0] <= parsed.tokens[k].head < span[1] or parsed.tokens[k].head == k:
            return k
    return span[0]


# --- stretches


def _range(parsed: Parsed, head: int, hit: Hit, start: int | None = None) -> Ranges:
    """What hangs on a token, as one stretch on its side of the cue; `start` cuts off an opening
    word. Punctuation at the ends stays out."""
    below = parsed.subtree(head)
    if start is not None:
        below = [k for k in below if k >= start]
    first, last = min(hit.tokens), max(hit.tokens)
    if head > last:
        below = [k for k in below if k > last]
    elif head < first:
        below = [k for k in below if k < first]
    below = [k for k in below if k not in hit.tokens] or [head]
    return trim(parsed, below[0], below[-1] + 1)


def trim(parsed: Parsed, start: int, end: int) -> Ranges:
    """One stretch without the punctuation at its ends (quotation marks too); () if nothing is left."""
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


def _infinitive(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    auxiliaries = [parsed.tokens[a] for a in parsed.children(k, "aux", "cop")]
    if any(a.feat("VerbForm") == "Fin" for a in auxiliaries):
        return False
    return token.feat("VerbForm") in ("Inf", "Ger") or any(
        a.feat("VerbForm") == "Inf" for a in auxiliaries
    )


def _marker(parsed: Parsed, k: int) -> set[str]:
    """The adpositions and conjunctions that introduce a phrase."""
    return {parsed.tokens[c].lemma.lower() for c in parsed.children(k, "case", "mark")} | (
        {
            parsed.tokens[c].lemma.lower()
            for c in parsed.children(k, "advmod")
            if parsed.tokens[c].upos in ("ADP", "SCONJ")
        }
    )
