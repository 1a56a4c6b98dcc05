"""Who says what at a word that is given as a cue, be it in the tables or not: by syntax alone.

A verb: its subject says its clause, infinitive or object. A noun: its owner, or the subject of the
verb that it completes (*faire une déclaration*), says what hangs on it. Nothing is asserted of what
kind of speech it is, so that this serves spans (attributions.py) and no record.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.matching.actor_words import forms
from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_phrases import find_by_adposition
from dragoman.stages.speech_sources import (
    Text,
    agent_of,
    can_be_speaker,
    is_passive,
    phrase_span,
    subject_of,
    voice_of,
)
from dragoman.stages.speech_spans import (
    SAYS,
    Found,
    Ranges,
    cut,
    is_finite,
    reach,
    relation,
    trim,
)

#: What a cue may be said to say, the likeliest first.
_VERBAL = ("ccomp", "csubj", "xcomp", "obj", "obl", "advcl", "iobj", "parataxis", "nmod")
#: Kinds of words of actors.tsv that name somebody, besides the persons and the names.
_BODIES = ("organ", "people", "class", "government", "collective", "kin")
_OWNERS = {"de", "of", "'s", "’s", "from", "'"}
_NOMINAL = ("acl", "ccomp", "csubj", "nmod", "xcomp", "appos", "advcl")


def find_given(text: Text, tokens: tuple[int, ...]) -> Found | None:
    """The find at these tokens (in order), None if nothing around them can be said. What hangs on
    no more than a noun (*l'avis de Rome*) is said by itself."""
    parsed = text.parsed
    head = next((k for k in tokens if parsed.tokens[k].head not in tokens), tokens[0])
    hit = Hit(SAYS, (head, *(k for k in tokens if k != head)))
    upos = parsed.tokens[head].upos
    if upos == "ADP":
        return next(iter(find_by_adposition(text, hit, author=True)), None)
    if upos in ("NOUN", "PROPN"):
        source, content = _of_noun(text, hit)
    else:
        source, content = _of_verb(text, hit)
    if not content:
        return None
    voice = voice_of(text, source)
    return Found(hit, voice, content, "spans.given")


def _of_verb(text: Text, hit: Hit) -> tuple[int | None, Ranges]:
    parsed, head = text.parsed, hit.head
    passive = is_passive(parsed, head)
    passive = passive and parsed.tokens[head].upos == "VERB"
    if text.cues.is_a(parsed.tokens[head], "seeming"):
        source = next(iter(parsed.children(head, "iobj", "obl")), None)
    elif passive:
        source = _agent(text, head)
    else:
        source = subject_of(parsed, hit.tokens)
    children = [
        c
        for t in hit.tokens
        for c in parsed.children(t)
        if c not in hit.tokens and c != source
    ]  # fmt: skip
    if text.cues.is_a(parsed.tokens[head], "seeming") and source is None:
        return None, ()
    if source is None and not passive:
        source = _causer(parsed, head)
    if source is None:
        near = [c for c in children if _may_speak(text, c)]
        source = next(iter(near), None)
    if passive:
        about = parsed.child(head, "nsubj:pass")
        if about is None and relation(parsed, head) in ("acl", "amod"):
            about = parsed.tokens[head].head
        clause = [c for c in children if relation(parsed, c) in ("ccomp", "csubj")]
        if about is not None and not clause and about != source:
            return source, _phrase(parsed, about, hit)
    for dep in _VERBAL:
        for c in children:
            if relation(parsed, c) != dep or c == source:
                continue
            if dep in ("obl", "advcl", "nmod", "parataxis") and c < head:
                continue
            if dep in ("obj", "obl", "iobj") and parsed.tokens[c].upos == "PRON" and c < head:
                continue  # *nous l'a dit*
            return source, _phrase(parsed, c, hit)
    if relation(parsed, head) in ("parataxis", "advcl") and parsed.tokens[head].head != head:
        above = parsed.tokens[head].head
        own = parsed.subtree(head)
        whole = parsed.subtree(above)
        return source, cut(parsed, (whole[0], whole[-1] + 1), [(own[0], own[-1] + 1)])
    if relation(parsed, head) == "acl":
        return source, _phrase(parsed, parsed.tokens[head].head, hit)
    clitics = [c for c in children if parsed.tokens[c].upos == "PRON" and c != source]
    return source, _phrase(parsed, clitics[0], hit) if clitics else ()


def _causer(parsed: Parsed, head: int) -> int | None:
    """Of an infinitive without subject, that of the verb that governs it or its noun (*vous prie de
    dire*: *vous*)."""
    for above in parsed.ancestors(head):
        for dep in ("obj", "iobj", "nsubj"):
            found = parsed.child(above, dep)
            if found is not None and found != head and found < head:
                return found
        if is_finite(parsed, above):
            return None
    return None


def _may_speak(text: Text, c: int) -> bool:
    token = text.parsed.tokens[c]
    return relation(text.parsed, c) in ("iobj", "obl") and token.feat("Person") in ("1", "3")


def _agent(text: Text, head: int) -> int | None:
    """Of a passive, *par X*, *by X*; else the paper in which it is said (*indiqué dans la
    notice*)."""
    parsed = text.parsed
    agent = agent_of(parsed, head)
    places = forms(parsed.report.language, "locative")
    if agent is not None:
        return agent
    for c in parsed.children(head, "obl"):
        by = {parsed.tokens[k].text.lower() for k in parsed.children(c, "case")}
        papers = (text.cues.is_a(parsed.tokens[c], r) for r in ("document", "medium"))
        if by & set(places) and any(papers):
            return c
    return None


def _of_noun(text: Text, hit: Hit) -> tuple[int | None, Ranges]:
    parsed, head = text.parsed, hit.head
    source = owner(text, head)
    children = [
        c for t in hit.tokens for c in parsed.children(t) if c not in hit.tokens and c != source
    ]
    content: Ranges = ()
    for dep in _NOMINAL:
        found = next((c for c in children if relation(parsed, c) == dep and c > head), None)
        if found is not None and not content:
            content = _phrase(parsed, found, hit)
    verb = parsed.tokens[head].head
    if source is None and parsed.tokens[verb].upos == "VERB" and verb != head:
        source = subject_of(parsed, (verb,))
        if source == head:
            source = None
    if not content and verb != head:
        beside = [c for c in parsed.children(verb, "obl", "ccomp", "xcomp", "obj") if c != head]
        beside = [c for c in beside if c > head]
        if beside:
            content = _phrase(parsed, beside[0], hit)
        elif relation(parsed, head) == "obl":
            content = _around(parsed, head, hit)
    return source, content or (phrase_span(parsed, head),)


def owner(text: Text, head: int) -> int | None:
    """*sa réponse*, *la réponse de Rome*, *la réponse russe*, *la réponse faite par Rome*."""
    parsed = text.parsed
    for c in parsed.children(head, "det", "nmod"):
        if parsed.tokens[c].feat("Poss") == "Yes":
            return c
    for c in parsed.children(head, "nmod", "acl"):
        agent = agent_of(parsed, c)
        if agent is not None:
            return agent
        by = {parsed.tokens[k].lemma.lower() for k in parsed.children(c, "case")}
        paper = text.cues.is_a(parsed.tokens[c], "document")  # *le rejet du texte*
        if relation(parsed, c) == "nmod" and by <= _OWNERS and is_somebody(text, c) and not paper:
            return c
    for c in parsed.children(head, "amod"):
        mention = text.mentions.at(c)
        if mention is not None and mention.how == "demonym":
            return c
    return None


def is_somebody(text: Text, k: int) -> bool:
    """Whether a noun phrase names a person, a body or a group."""
    token = text.parsed.tokens[k]
    known = text.mentions.at(k) is not None or can_be_speaker(text, k)
    if known or text.cues.is_a(token, "body"):
        return True
    words = {token.text.lower(), token.lemma.lower()}
    language = text.parsed.report.language
    return any(not words.isdisjoint(forms(language, kind)) for kind in _BODIES)


def _around(parsed: Parsed, head: int, hit: Hit) -> Ranges:
    """*à mon avis, P*: the clause that the phrase stands in."""
    own = parsed.subtree(head)
    whole = parsed.subtree(parsed.tokens[head].head)
    return cut(parsed, (whole[0], whole[-1] + 1), [(own[0], own[-1] + 1)])


def _phrase(parsed: Parsed, head: int, hit: Hit) -> Ranges:
    """What hangs on a token, without its conjunction and off the cue."""
    marks = [m for m in parsed.children(head, "mark") if parsed.tokens[m].upos == "SCONJ"]
    if marks and parsed.subtree(head)[0] == marks[0]:
        return reach(parsed, head, hit, start=marks[0] + 1)
    return reach(parsed, head, hit) or trim(parsed, head, head + 1)


def tokens_at(parsed: Parsed, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The tokens that share a character with one of these stretches."""
    wanted = list(spans)
    return tuple(
        k
        for k, t in enumerate(parsed.tokens)
        if any(t.start < end and start < t.end for start, end in wanted)
    )
