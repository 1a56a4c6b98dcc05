"""Sources that stand for somebody else: a statement for its issuer, *on* for those who are in the
place that is named beside it."""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.actor_words import forms
from dragoman.record import Actor, Parsed
from dragoman.stages.speech_sources import (
    Text,
    agent_of,
    is_definite,
    mention_of,
    owner_of,
    subject_of,
)
from dragoman.stages.speech_spans import Found, is_finite, relation

_FREE = ("nsubj", "obl", "conj", "appos", "parataxis", "dislocated", "root", "dep")
_BACK = 6  # sentences between a statement and what takes it up


def settle_source(text: Text, found: Found) -> None:
    """Gives a find its true source, where the text tells: *la Maison-Blanche a publié un
    communiqué. Le texte affirme que P*; *à Rome, on pense que P*. A statement of nobody known is an
    anonymous source."""
    verb = found.hit.head
    subjects = text.parsed.children(verb, "nsubj", "nsubj:pass")
    head = found.voice.head if found.voice.head is not None else next(iter(subjects), None)
    if head is None:
        return
    token = text.parsed.tokens[head]
    if text.cues.is_a(token, "nobody") and not found.voice.actors:
        here, flags = _who_is_there(text, verb)
        if here:
            found.voice = replace(found.voice, actors=here, flags=flags)
    elif text.cues.is_a(token, "statement") and all(a.id[0] == "?" for a in found.voice.actors):
        issuers = _issuers(text, head)
        if issuers:
            found.voice = replace(found.voice, actors=issuers, flags=(), pronoun=False)
        elif not is_definite(text.parsed, head):
            found.voice = replace(found.voice, flags=("anonymous_source",))


def lost_subject(text: Text, verb: int) -> int | None:
    """The subject of a finite verb that the parse gives none: the last actor before it that no
    adposition governs (*Late on Sunday, President X, in a letter, announced P*)."""
    parsed, tokens = text.parsed, text.parsed.tokens
    while relation(parsed, verb) == "conj" and tokens[tokens[verb].head].upos == "VERB":
        verb = tokens[verb].head
    above = text.mentions.at(tokens[verb].head)
    if relation(parsed, verb) == "conj" and above is not None and above.how == "name":
        return above.head  # joined to its own subject
    start = parsed.sentence(verb).start
    finite = [k for k in range(start, verb + 1) if is_finite(parsed, k)]
    if not finite or verb in text.quoted or finite[-1] not in (verb, *parsed.children(verb, "aux")):
        return None
    since = finite[-2] + 1 if len(finite) > 1 else start
    for m in reversed(text.mentions.inside(since, finite[-1])):
        free = relation(parsed, m.head) in _FREE and not parsed.children(m.head, "case")
        if free and m.how in ("name", "new", "office", "metonym"):
            return m.head
    return None


def _who_is_there(text: Text, verb: int) -> tuple[tuple[Actor, ...], tuple[str, ...]]:
    """The actors (and flags) whose place or statement a verb without a real subject names: *dans
    les chancelleries européennes, on est convaincu que P*; not all who live in a state."""
    parsed = text.parsed
    places = forms(parsed.report.language, "locative")
    verbs = (verb, *parsed.children(verb, "xcomp"))
    for c in (c for v in verbs for c in parsed.children(v, "obl", "nmod", "dislocated")):
        by = {parsed.tokens[k].text.lower() for k in parsed.children(c, "case")}
        if text.cues.is_a(parsed.tokens[c], "statement"):
            return _issuers(text, c), ()  # *peut-on lire dans le communiqué*
        mention = mention_of(text, c)
        if mention is not None and by & set(places) and mention.how not in ("name", "demonym"):
            group = all(a.kind == "group" for a in mention.actors)
            return mention.actors, ("collective_source" if group else "anonymous_source",)
    return (), ()


def _issuers(text: Text, head: int) -> tuple[Actor, ...]:
    """Who issued a statement: as its own words tell, else as those tell that a definite one takes
    up."""
    own = _issued_by(text, head)
    if own or not is_definite(text.parsed, head):
        return own
    here = text.parsed.sentence_number(head)
    first = text.parsed.sentences[max(0, here - _BACK)].start
    for k in range(head - 1, first - 1, -1):
        token = text.parsed.tokens[k]
        if text.cues.is_a(token, "statement"):
            issuers = _issued_by(text, k) or _issued_above(text, k)
            if issuers:
                return issuers
        elif text.cues.is_a(token, "document") and token.upos == "NOUN":
            return ()
    return ()


def _issued_by(text: Text, head: int) -> tuple[Actor, ...]:
    """*A statement released by X's office*, *un communiqué de X*."""
    parsed = text.parsed
    agents = [agent_of(parsed, c) for c in parsed.children(head, "acl")]
    agents += [o for c in parsed.children(head, "acl") for o in parsed.children(c, "obl")
               if _is_agent(parsed, o)]  # fmt: skip
    for agent in agents:
        mention = None if agent is None else mention_of(text, agent) or owner_of(text, agent)
        if mention is not None:
            return mention.actors
    owner = owner_of(text, head)
    return owner.actors if owner is not None else ()


def _is_agent(parsed: Parsed, k: int) -> bool:
    return any(parsed.tokens[c].lemma in ("par", "by") for c in parsed.children(k, "case"))


def _issued_above(text: Text, head: int) -> tuple[Actor, ...]:
    """*X said in a statement*, *X a publié un communiqué*."""
    parsed = text.parsed
    verb = next((a for a in parsed.ancestors(head) if parsed.tokens[a].upos == "VERB"), None)
    if verb is None or relation(parsed, head) == "nsubj":
        return ()
    subject = subject_of(parsed, (verb,))
    subject = lost_subject(text, verb) if subject is None else subject
    mention = None if subject is None else mention_of(text, subject)
    known = mention is not None and mention.how != "demonym"
    return mention.actors if mention is not None and known else ()
