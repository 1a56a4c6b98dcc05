"""Indirect speech without a verb: nouns (*les soupçons de X selon lesquels*) and adpositions
(*selon X*)."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.matching.cues import Hit
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Parsed
from dragoman.stages.speech_sources import (
    Text,
    Voice,
    can_be_speaker,
    phrase_span,
    subject_of,
    voice_of,
)
from dragoman.stages.speech_spans import (
    Found,
    Ranges,
    covers,
    cut,
    is_finite,
    is_infinitive,
    markers,
    reach,
    relation,
    trim,
)
from dragoman.stages.speech_verbs import gate_open

_OWNERS = {"de", "par", "of", "by", "from", "'s", "’s", "among", "chez", "en", "in"}
_CLAUSES = ("acl", "ccomp", "advcl", "csubj", "parataxis", "xcomp", "conj", "appos", "dep")


def find_by_noun(text: Text, hit: Hit) -> Iterator[Found]:
    """*des spéculations selon lesquelles P*, *l'idée que P*, *la promesse de P*, *la croyance est
    que P*."""
    found = next((c for c in _noun_contents(text, hit) if c[1]), None)
    if found is not None:
        voice = _noun_voice(text, hit, found[1])
        yield Found(hit, voice, found[1], f"speech.{found[0]}", "nominal")


def find_by_adposition(text: Text, hit: Hit, *, author: bool = False) -> Iterator[Found]:
    """*selon X*, *aux yeux de X*, *à son avis*, *de source sûre*; `author`: also *selon moi*."""
    parsed, cue = text.parsed, hit.cue
    if not gate_open(text, hit):
        return
    if "self" in cue.frames:
        end = hit.tokens[-1] + 1
        if parsed.tokens[end - 1].upos == "NOUN":
            end = max(end, phrase_span(parsed, end - 1)[1])
        span = (hit.tokens[0], end)
        if not _set_off(parsed, span) and parsed.tokens[span[0] - 1].upos != "PRON":
            return  # *sans citer de source*
        voice = Voice((), ("anonymous_source",), span)
    elif "own" in cue.frames:
        owner = next((k for k in hit.tokens if parsed.tokens[k].feat("Poss") == "Yes"), None)
        span = (min(hit.tokens), max(hit.tokens) + 1)
        if owner is None or span[1] < len(parsed.tokens) and _goes_on(parsed, span[1]):
            return  # *à son avis favorable*
        voice = voice_of(text, owner)
        if (voice.author or _is_first_person(text, owner)) and not author:
            return
    else:
        head = _governed(parsed, hit)
        if head is None or parsed.tokens[head].lemma in ("lequel", "which"):
            return
        voice = voice_of(text, head)
        known = any(not a.id.startswith("?") for a in voice.actors)
        somebody = known or bool(voice.flags) or any(a.kind == "person" for a in voice.actors)
        if voice.span is None or ("actor" in cue.gates and not somebody):
            return
        if voice.author and not author:
            return
        span = (min(hit.tokens), max(voice.span[1], head + 1))
        if not (known or voice.flags or voice.pronoun or can_be_speaker(text, head)):
            if not _set_off(parsed, span):
                return  # *selon la loi*, *selon le cas*
    content = _scope(parsed, span, _with_relative(parsed, span))
    if content:
        yield Found(hit, voice, content, "speech.adposition", "prepositional")


# --- nouns


def _noun_contents(text: Text, hit: Hit) -> Iterator[tuple[str, Ranges]]:
    parsed, frames, head = text.parsed, hit.cue.frames, hit.head
    children = [
        c for t in hit.tokens for c in parsed.children(t) if c not in hit.tokens and c > head
    ]
    for c in children:
        if relation(parsed, c) not in _CLAUSES:
            continue
        relative = _according_relative(text, c)
        if relative is not None and "selon" in frames:
            yield "noun-selon", reach(parsed, c, hit, start=relative + 1)
        that = _that(text, c)
        if that is not None and that > head and "that" in frames:
            yield "noun-that", reach(parsed, c, hit, start=that + 1)
        if "inf" in frames and is_infinitive(parsed, c) and markers(parsed, c) & {"de", "à", "to"}:
            yield "noun-inf", reach(parsed, c, hit)
    if "is" in frames and parsed.tokens[head].dep == "nsubj":
        above = parsed.tokens[head].head
        cues = text.cues.at(parsed.tokens, above, parsed.sentence(above).end)
        says = any(h.cue.pos == "VERB" for h in cues)  # *the statement said that P*: the verb's own
        below = () if says else parsed.children(above, "ccomp", "csubj", "xcomp", "advcl")
        for c in (above, *below):
            that = _that(text, c)
            if that is not None and that > head:
                yield "noun-is", trim(parsed, that + 1, max(parsed.subtree(c)) + 1)
    for c in children:
        if relation(parsed, c) == "nmod" and markers(parsed, c) & hit.cue.prepositions("of:"):
            if text.mentions.at(c) is None:
                yield "noun-of", reach(parsed, c, hit)


def _that(text: Text, clause: int) -> int | None:
    """The *que* that opens a clause; parsers may take it for a relative pronoun (*fears that the
    truce will not hold*), but not call it a pronoun."""
    parsed = text.parsed
    marks = parsed.children(clause, "mark")
    if parsed.tokens[clause].dep == "acl:relcl" and parsed.children(clause, "nsubj"):
        below = parsed.subtree(clause)
        marks += tuple(k for k in below[:1] if parsed.tokens[k].upos == "SCONJ")
    return next((m for m in marks if text.cues.is_a(parsed.tokens[m], "that")), None)


def _according_relative(text: Text, clause: int) -> int | None:
    """The position of *lesquelles* in *selon lesquelles*, if it opens the clause."""
    parsed = text.parsed
    for k in parsed.subtree(clause):
        token = parsed.tokens[k]
        if k >= clause:
            return None
        if token.lemma in ("lequel", "which") or token.feat("PronType") == "Rel":
            before = [h for i in (k - 1, k - 2) for h in text.cues.at(parsed.tokens, i, k)]
            return k if any(h.cue.pos == "ADP" and h.tokens[-1] == k - 1 for h in before) else None
    return None


def _noun_voice(text: Text, hit: Hit, content: Ranges) -> Voice:
    """Whose suspicion it is: *de X*, *par X*, a possessive, a demonym, or who utters it."""
    parsed = text.parsed
    for c in parsed.children(hit.head, "nmod", "det", "amod", "obl"):
        if covers(content, c) or not markers(parsed, c) <= _OWNERS:
            continue
        unnamed = any(text.cues.is_a(parsed.tokens[c], r) for r in ("collective", "anonymous"))
        if text.mentions.at(c) is not None or (unnamed and relation(parsed, c) == "nmod"):
            return voice_of(text, c)
    above = parsed.tokens[hit.head].head
    if parsed.tokens[above].upos == "VERB" and relation(parsed, hit.head) in (
        "obj",
        "obl",
        "xcomp",
    ):
        subject = subject_of(parsed, (above,))
        if subject is not None and not parsed.tokens[subject].dep.startswith("expl"):
            voice = voice_of(text, subject)
            if voice.actors or voice.flags or voice.author:
                return voice
    return voice_of(text, None)


# --- adpositions


def _governed(parsed: Parsed, hit: Hit) -> int | None:
    """The noun that the adposition governs."""
    last = hit.tokens[-1]
    for k in (hit.tokens[0], last):
        head = parsed.tokens[k].head
        if parsed.tokens[k].dep in ("case", "mark") and head > last:
            return head
    end = parsed.sentence(last).end
    for k in range(last + 1, min(end, last + 8)):
        if parsed.tokens[k].upos in ("NOUN", "PROPN", "PRON"):
            head = parsed.tokens[k].head
            inner = relation(parsed, k) in ("flat", "compound", "nmod")
            return head if inner and last < head < k else k
        if parsed.tokens[k].upos in ("VERB", "PUNCT"):
            return None
    return None


def _goes_on(parsed: Parsed, k: int) -> bool:
    """Whether a phrase does not end before token k."""
    return parsed.tokens[k].upos in ("ADJ", "NOUN") or parsed.tokens[k].dep == "case"


def _is_first_person(text: Text, k: int) -> bool:
    lexicon = load_lexicon(text.parsed.report.language)
    own = lexicon.words("first_person_singular") | lexicon.words("first_person_plural")
    return text.parsed.tokens[k].text.lower() in own


def _set_off(parsed: Parsed, span: tuple[int, int]) -> bool:
    """Whether a phrase stands at the head of its sentence or after a comma."""
    sentence = parsed.sentence(span[0])
    before = [t for t in parsed.tokens[sentence.start : span[0]] if t.upos not in ("CCONJ", "ADV")]
    return not before or before[-1].upos == "PUNCT"


def _with_relative(parsed: Parsed, span: tuple[int, int]) -> int:
    """The end of a phrase with the relative clause or apposition that follows its comma (*Pour
    Rome, qui achète le gaz, P*)."""
    end = span[1]
    below = set(parsed.subtree(_top(parsed, span)))
    comma = next(
        (k for k in range(end, parsed.sentence(end - 1).end) if parsed.tokens[k].text == ","), end
    )
    if _set_off(parsed, span) and all(k in below for k in range(end, comma)):
        end = comma  # *D'après un texte remis à Rome, P*
    if comma == end and end + 1 < len(parsed.tokens) and _is_relative(parsed, end + 1):
        stop = parsed.sentence(span[0]).end
        verb = next((k for k in range(end + 1, stop) if is_finite(parsed, k)), stop)
        closing = next((k for k in range(verb, stop) if parsed.tokens[k].text == ","), end)
        end = max(end, closing)
    for k in range(*span):
        for c in parsed.children(k, "acl", "appos"):
            tree = parsed.subtree(c)
            after = tree[-1] + 1
            closed = after < parsed.sentence(k).end - 1 and parsed.tokens[after].text == ","
            if closed and tree[0] in (span[1], span[1] + 1):
                end = max(end, after)
    return end


def _is_relative(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    return token.feat("PronType") == "Rel" or token.lemma in ("qui", "dont", "who", "which")


def _scope(parsed: Parsed, span: tuple[int, int], hole_end: int) -> Ranges:
    """The clause that a prepositional source bears on: the whole sentence if the phrase opens or
    closes it, else the nearest clause above; without the phrase itself."""
    sentence, tokens = parsed.sentence(span[0]), parsed.tokens
    start, end = _opening(parsed, span[0]), sentence.end
    loose = ("PUNCT", "CCONJ", "ADV", "SCONJ")
    before = [t for t in tokens[start : span[0]] if t.upos not in loose]
    after = [t for t in tokens[hole_end:end] if t.upos != "PUNCT"]
    if before and (after or tokens[span[0] - 1].upos != "PUNCT"):
        for k in parsed.ancestors(_top(parsed, span)):
            whole = ("root", "ccomp", "acl:relcl", "advcl", "parataxis", "csubj", "acl")
            if tokens[k].dep in whole or (tokens[k].dep == "conj" and tokens[k].upos == "VERB"):
                below = parsed.subtree(k)
                start, end = below[0], below[-1] + 1
                break
    return cut(parsed, (start, end), [(span[0], hole_end)])


def _opening(parsed: Parsed, k: int) -> int:
    """The start of the sentence of a phrase, which may have been run together with a quotation
    before it: *Elle dit : « Non. » Selon Rome, P*."""
    first = parsed.sentence(k).start
    loose = k - 1 > first and parsed.tokens[k - 1].upos == "PUNCT"
    ended = loose and any(t.text in (".", "!", "?") for t in parsed.tokens[k - 2 : k])
    return k if ended and parsed.tokens[k].text[0].isupper() else first


def _top(parsed: Parsed, span: tuple[int, int]) -> int:
    """The token of a stretch whose head lies outside it."""
    for k in range(*span):
        head = parsed.tokens[k].head
        if not span[0] <= head < span[1] or head == k:
            return k
    return span[0]
