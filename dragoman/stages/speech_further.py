"""What else is said, felt or wanted, though no row of the tables tells how: for spans alone.

Corpora of attributions mark every verb, adjective and noun by which somebody is made answerable for
something (*cited the treaty*, *is wary of the plan*, *their refusal to sign*); a record would not
know what to make of most of them. What counts as one is in speech_words.tsv (roles `attitude`,
`utterance`); who and what is read from syntax (speech_given.py).
"""

from __future__ import annotations

from dragoman.matching.actor_words import forms
from dragoman.matching.lexicon import load_lexicon
from dragoman.stages.speech_given import find_given, is_somebody, owner
from dragoman.stages.speech_phrases import find_by_adposition
from dragoman.stages.speech_sources import Text, can_be_speaker
from dragoman.stages.speech_spans import Found, covers, relation

_OWN = ("1", "2")  # persons


def find_further(text: Text, found: list[Found], nested: bool) -> list[Found]:
    """Further finds, beside those of the tables. `nested`: also within what others say, by *I* and
    *you*, and where it is only thought of (*to say*)."""
    parsed = text.parsed
    taken = {k for f in found for k in range(*f.cue_span)}
    if not nested:
        taken |= text.quoted
        taken |= {k for f in found for start, end in f.content for k in range(start, end)}
    read = {"VERB": _by_verb, "ADJ": _by_adjective} | ({"NOUN": _by_noun} if nested else {})
    out: list[Found] = _own_words(text, taken) if nested else []
    for k, token in enumerate(parsed.tokens):
        if k not in taken and token.upos in read:
            further = read[token.upos](text, k, nested)
            if further is not None:
                further.rule_id = "spans.further"
                out.append(further)
    return out


def _own_words(text: Text, taken: set[int]) -> list[Found]:
    """*selon moi*, *à mon avis*."""
    parsed, out = text.parsed, []
    for sentence in parsed.sentences:
        for k in range(sentence.start, sentence.end):
            hits = text.cues.at(parsed.tokens, k, sentence.end)
            for hit in (h for h in hits if h.cue.pos == "ADP" and k not in taken):
                out += list(find_by_adposition(text, hit, author=True))[:1]
    return out


def _by_verb(text: Text, k: int, nested: bool) -> Found | None:
    if not _is_attitude(text, k) or not (nested or _is_stated(text, k)):
        return None
    given = find_given(text, (k,))
    head = None if given is None else given.voice.head
    if head is None or not (nested or text.parsed.tokens[head].feat("Person") not in _OWN):
        return None
    if given is None or (not nested and _is_circumstance(text, k, given)):
        return None
    return given if _is_speaker(text, head, k) else None


def _is_circumstance(text: Text, k: int, given: Found) -> bool:
    """*spoke at a rally*, *asked on Friday*: where and when is not what is said."""
    parsed = text.parsed
    places = forms(parsed.report.language, "locative")
    for c in parsed.children(k, "obl", "nmod"):
        by = {parsed.tokens[m].text.lower() for m in parsed.children(c, "case")}
        if covers(given.content, c) and (
            by & set(places) or text.cues.is_a(parsed.tokens[c], "time")
        ):
            return True
    return False


def _is_speaker(text: Text, head: int, verb: int) -> bool:
    """Somebody; any noun where only somebody does what the verb says, be it one that stands for
    whoever wrote it (*the letter cites the treaty*)."""
    token = text.parsed.tokens[head]
    if token.upos != "NOUN":
        return can_be_speaker(text, head)
    if text.cues.is_a(token, "time"):
        return False
    return is_somebody(text, head) or not _takes_things(text, verb)


def _takes_things(text: Text, verb: int) -> bool:
    parsed = text.parsed
    if text.cues.is_a(parsed.tokens[verb], "thing"):
        return True
    hits = text.cues.at(parsed.tokens, verb, parsed.sentence(verb).end)
    return any("speaker" in h.cue.gates for h in hits)


def _is_stated(text: Text, k: int) -> bool:
    """Whether it is said that somebody does so: not in a relative clause or participle, which tell
    of whom is spoken, nor as something thought of (*to say*, *can say*)."""
    parsed = text.parsed
    if relation(parsed, k) in ("acl", "amod", "xcomp", "csubj"):
        return False
    form = parsed.tokens[k].feat("VerbForm")
    if form == "Inf" or (form != "Fin" and relation(parsed, k) == "advcl"):
        return False
    return not any(text.cues.is_a(parsed.tokens[c], "modal") for c in parsed.children(k, "aux"))


def _is_attitude(text: Text, k: int) -> bool:
    parsed = text.parsed
    if any(text.cues.is_a(parsed.tokens[k], r) for r in ("attitude", "seeming")):
        return True
    if any(h.cue.pos == "VERB" for h in text.cues.at(parsed.tokens, k, parsed.sentence(k).end)):
        return True
    return any(
        text.cues.is_a(parsed.tokens[m], "that") and parsed.tokens[m].upos == "SCONJ"
        for c in parsed.children(k, "ccomp")
        for m in parsed.children(c, "mark")
        if c > k
    )


def _by_adjective(text: Text, k: int, nested: bool) -> Found | None:
    """*is wary of the plan*, *sont sceptiques sur P*."""
    parsed = text.parsed
    if not text.cues.is_a(parsed.tokens[k], "attitude"):
        return None
    if relation(parsed, k) in ("amod", "nsubj", "obj", "obl", "nmod"):
        return None
    given = find_given(text, (k,))
    head = None if given is None else given.voice.head
    if head is None or not (nested or parsed.tokens[head].feat("Person") not in _OWN):
        return None
    return given if is_somebody(text, head) else None


def _by_noun(text: Text, k: int, nested: bool) -> Found | None:
    """*their refusal to sign*, *la réponse de Rome*; *Rome a des doutes sur P*."""
    parsed = text.parsed
    hits = text.cues.at(parsed.tokens, k, parsed.sentence(k).end)
    if not (
        text.cues.is_a(parsed.tokens[k], "utterance")
        or any(h.cue.pos == "NOUN" and len(h.tokens) == 1 for h in hits)
    ):
        return None
    given = find_given(text, (k,))
    if given is None or given.voice.head is None:
        return None
    if owner(text, k) is None and not _is_carried(text, k):
        return None
    return given


def _is_carried(text: Text, k: int) -> bool:
    """*avoir des doutes*, *take issue*: a verb that only carries the noun lends it its subject."""
    above = text.parsed.tokens[text.parsed.tokens[k].head]
    light = load_lexicon(text.parsed.report.language).words("light_verbs")
    return relation(text.parsed, k) in ("obj", "obl") and above.lemma.lower() in light
