"""Indirect speech by verbs: what they report, by the frames of their cues."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_sources import (
    Text,
    Voice,
    agent_of,
    can_be_speaker,
    is_passive,
    phrase_span,
    subject_of,
    voice_of,
)
from dragoman.stages.speech_spans import (
    Found,
    Ranges,
    covers,
    is_finite,
    is_infinitive,
    markers,
    merge_ranges,
    reach,
    relation,
    trim,
)

_NEAR = 15  # tokens between a verb and its *que*, adverbials and addressees included
_CLAUSES = ("ccomp", "csubj", "advcl", "parataxis", "obj", "xcomp", "obl", "nsubj")
_PHRASES = ("obl", "nmod", "advcl", "xcomp", "ccomp", "iobj", "obj", "acl")


def find_by_verb(text: Text, hit: Hit) -> Iterator[Found]:
    """What a verb reports otherwise than as a quotation or parenthetical."""
    if not gate_open(text, hit) or _is_modal(text, hit):
        return
    negated = is_negated(text, hit)
    if negated and hit.cue.negated is None:
        return
    content = next((c for c in contents(text, hit) if c[1]), None)  # the first frame that fits
    if content is None:
        return
    voice = verb_voice(text, hit)
    if can_speak(text, hit, voice):
        rule, ranges = content
        if rule == "verb-that":
            ranges = _to_the_end(text, ranges)
        ranges = _with_reasons(text, hit, ranges)
        yield Found(hit, voice, ranges, f"speech.{rule}", negated=negated)


def verb_voice(text: Text, hit: Hit) -> Voice:
    """Who speaks: the subject, or of a passive its agent (none: an unnamed source)."""
    parsed = text.parsed
    if is_passive(parsed, hit.head):  # also *il est dit que*
        agent = agent_of(parsed, hit.head)
        if agent is None:
            agent = _place_as_source(text, hit.head)
        return voice_of(text, agent)
    subject = subject_of(parsed, hit.tokens)
    if subject is not None and text.cues.is_a(parsed.tokens[subject], "time"):
        above = (k for k in parsed.ancestors(subject) if parsed.tokens[k].upos in ("VERB", "AUX"))
        verb = next(above, None)  # *a une nouvelle fois nié*: the parse hangs the verb on *fois*
        subject = None if verb is None else subject_of(parsed, (verb,))
    if subject is None:
        token = parsed.tokens[hit.head]
        if token.feat("Mood") == "Imp" or token.feat("VerbForm") in ("Inf", None):
            return Voice(author=True)  # the author's own: *rappelons que*, *il faut dire que*
    return voice_of(text, subject)


def gate_open(text: Text, hit: Hit) -> bool:
    """Whether the conditions of the row hold."""
    gates, parsed = hit.cue.gates, text.parsed
    if hit.cue.pos == "VERB":
        if _is_reflexive(parsed, hit) != ("reflexive" in gates):
            return False  # *se révéler* is not *révéler*
        if "active" in gates and is_passive(parsed, hit.head):
            return False
    if "initial" in gates:
        before = parsed.tokens[parsed.sentence(hit.head).start : hit.head]
        return all(t.upos in ("PUNCT", "CCONJ", "ADV") for t in before)
    return True


def can_speak(text: Text, hit: Hit, voice: Voice) -> bool:
    """Whether the subject is one that can say something. Some verbs take things as well (*les
    signes indiquent*): gate `speaker`. Nobody says *cela*, nor *vous* where he is asked."""
    if voice.head is None:
        return True
    token = text.parsed.tokens[voice.head]
    if token.feat("PronType") == "Dem" and text.parsed.children(voice.head, "acl:relcl"):
        return False  # *ceux qui pensent que*
    if token.upos == "PRON" and not voice.actors:
        thing = token.feat("PronType") == "Dem" and token.feat("Number") != "Plur"
        if thing and token.feat("Gender") != "Fem":
            return False
        sentence = text.parsed.sentence(hit.head)
        asked = any(t.text == "?" for t in text.parsed.tokens[hit.head : sentence.end])
        if token.feat("Person") == "2" and asked:
            return False
    if "speaker" not in hit.cue.gates:
        return True
    known = any(not a.id.startswith("?") for a in voice.actors)
    return known or bool(voice.flags) or can_be_speaker(text, voice.head)


def is_negated(text: Text, hit: Hit) -> bool:
    """*n'a pas dit*, *sans dire*, *did not say*."""
    near = [c for t in hit.tokens for c in text.parsed.children(t, "advmod", "mark", "case", "cc")]
    return any(text.cues.is_a(text.parsed.tokens[c], "negator") for c in near)


def _is_reflexive(parsed: Parsed, hit: Hit) -> bool:
    return any(
        parsed.tokens[c].feat("Reflex") == "Yes" or parsed.tokens[c].lemma in ("se", "soi")
        for t in hit.tokens
        for c in parsed.children(t, "obj", "iobj", "expl")
        if parsed.tokens[c].upos == "PRON"
    )


def _is_modal(text: Text, hit: Hit) -> bool:
    """*peut dire que*, *il faut souligner que*: nobody says it."""
    near = list(text.parsed.children(hit.head, "aux"))
    if relation(text.parsed, hit.head) in ("xcomp", "ccomp", "csubj", "obl"):
        near.append(text.parsed.tokens[hit.head].head)
    return any(text.cues.is_a(text.parsed.tokens[k], "modal") for k in near)


def _place_as_source(text: Text, k: int) -> int | None:
    """*est considéré en Turquie comme*: the state in which it is held so."""
    for c in text.parsed.children(k, "obl"):
        mention = text.mentions.at(c)
        if mention is None or c >= k + 4 or markers(text.parsed, c) & {"par", "by"}:
            continue
        if text.parsed.tokens[c].upos == "PROPN" and any(a.kind == "state" for a in mention.actors):
            return c
    return None


# --- the frames, in the order in which they are tried


def contents(text: Text, hit: Hit) -> Iterator[tuple[str, Ranges]]:
    """(rule, content) for each frame of the cue that fits its surroundings."""
    parsed, frames = text.parsed, hit.cue.frames
    children = [c for t in hit.tokens for c in parsed.children(t) if c not in hit.tokens]
    passive = is_passive(parsed, hit.head)
    for clause in children:
        opening = _clause(text, hit, clause)
        if opening is not None and opening[0] in frames:
            yield f"verb-{opening[0]}", opening[1]
    if "that" in frames:
        yield "verb-that", _loose_that(text, hit)
    if "wh" in frames:
        yield "verb-wh", _loose_wh(text, hit)
    if "inf" in frames:
        yield from _infinitives(text, hit, children)
    if "adj" in frames:
        for c in children:
            if relation(parsed, c) == "xcomp":
                yield "verb-self", reach(parsed, c, hit)
    yield from _targets(text, hit, children, passive)
    yield from _judgements(text, hit, children, passive)
    yield from _obliques(text, hit, children)
    if "relay" in frames:
        quoted = _relayed(text, hit, children)
        if quoted is not None:
            yield "relay", trim(parsed, *phrase_span(parsed, quoted))
    if "np" in frames:
        yield from _objects(text, hit, children, passive)


def _clause(text: Text, hit: Hit, c: int) -> tuple[str, Ranges] | None:
    """("that" or "wh", content) if token c heads a clause that is content."""
    parsed, cues, last = text.parsed, text.cues, max(hit.tokens)
    if relation(parsed, c) not in _CLAUSES:
        return None
    marks = [m for m in parsed.children(c, "mark") if m > last]
    that = next((m for m in marks if cues.is_a(parsed.tokens[m], "that")), None)
    if that is not None:
        if parsed.tokens[that - 1].upos == "ADP" and that - 1 in parsed.children(c):
            return None  # pour que, sans que
        if _opens_quote(text, last, that) or _is_cut_off(parsed, last, that):
            return None
        return "that", _with_others(text, hit, reach(parsed, c, hit, start=that + 1))
    if relation(parsed, c) not in ("ccomp", "csubj", "obj", "xcomp") or is_infinitive(parsed, c):
        return None
    first = next(k for k in parsed.subtree(c) if parsed.tokens[k].upos != "PUNCT" or k == c)
    if first > last and cues.is_a(parsed.tokens[first], "wh"):
        verbal = parsed.tokens[c].upos in ("VERB", "AUX") or parsed.children(c, "cop", "nsubj")
        return ("wh", reach(parsed, c, hit)) if verbal else None
    finite = any(is_finite(parsed, k) for k in (c, *parsed.children(c, "aux", "cop")))
    if relation(parsed, c) == "ccomp" and first > last and not marks and finite:
        if all(t.upos != "PUNCT" for t in parsed.tokens[last + 1 : first]):
            return "that", reach(parsed, c, hit)  # English leaves *that* out
    return None


def _with_others(text: Text, hit: Hit, content: Ranges) -> Ranges:
    """Further clauses of the same cue, where the parse hangs them on the cue: *et que Q*."""
    parsed, more = text.parsed, list(content)
    for t in hit.tokens:
        for c in parsed.children(t, "conj", "ccomp", "advcl"):
            marks = parsed.children(c, "mark")
            mark = next((m for m in marks if text.cues.is_a(parsed.tokens[m], "that")), None)
            if mark is None or not content or mark < content[0][0] or covers(tuple(more), mark):
                continue
            before = parsed.tokens[mark - 1]
            if before.upos == "CCONJ" or before.text == ",":
                more += reach(parsed, c, hit, start=mark + 1)
    return merge_ranges(more)


def _loose_that(text: Text, hit: Hit) -> Ranges:
    """A *que* that follows the verb, though the parse hangs its clause elsewhere: what the *que*
    opens, up to the end of what hangs on its head."""
    parsed, last = text.parsed, max(hit.tokens)
    end = min(parsed.sentence(last).end, last + _NEAR)
    that = next((k for k in range(last + 1, end) if _ends_gap(parsed, k)), None)
    if that is None or parsed.tokens[that].upos != "SCONJ":
        return ()
    if not text.cues.is_a(parsed.tokens[that], "that") or parsed.tokens[that - 1].upos == "ADP":
        return ()
    if parsed.tokens[that - 1].lemma in ("plus", "moins", "more", "less"):
        return ()
    if _opens_quote(text, last, that) or _is_cut_off(parsed, last, that):
        return ()
    head = parsed.tokens[that].head
    if parsed.tokens[that].dep != "mark" or head <= that:
        verbs = (k for k in range(that + 1, parsed.sentence(that).end) if is_finite(parsed, k))
        verb = next(verbs, None)
        if verb is None:
            return ()
        auxiliary = relation(parsed, verb) in ("aux", "cop") and parsed.tokens[verb].head > that
        head = parsed.tokens[verb].head if auxiliary else verb
    return trim(parsed, that + 1, max(parsed.subtree(head)) + 1)


def _loose_wh(text: Text, hit: Hit) -> Ranges:
    """*décrit comment P*, though the parse hangs P elsewhere: a question word right behind the verb
    and a finite verb after it."""
    parsed, opening = text.parsed, max(hit.tokens) + 1
    end = parsed.sentence(opening - 1).end
    if opening >= end or not text.cues.is_a(parsed.tokens[opening], "wh"):
        return ()
    head = parsed.tokens[opening].head
    if parsed.tokens[opening].upos not in ("ADV", "SCONJ", "ADP") or head <= opening:
        return ()
    finite = any(is_finite(parsed, k) for k in (head, *parsed.children(head, "aux", "cop")))
    return trim(parsed, opening, max(parsed.subtree(head)) + 1) if finite else ()


def _opens_quote(text: Text, verb: int, that: int) -> bool:
    """Whether words of a quotation stand between a verb and a *que*, which is then not its own."""
    return verb not in text.quoted and any(k in text.quoted for k in range(verb + 1, that))


def _is_cut_off(parsed: Parsed, verb: int, that: int) -> bool:
    """*soutient son pays, que l'ONU surveille*: one comma, and the clause is a relative one."""
    return sum(parsed.tokens[k].text == "," for k in range(verb + 1, that)) == 1


def _ends_gap(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    return token.upos in ("VERB", "AUX", "SCONJ", "CCONJ") or token.text in (":", ";")


def _infinitives(text: Text, hit: Hit, children: list[int]) -> Iterator[tuple[str, Ranges]]:
    parsed, last = text.parsed, max(hit.tokens)
    for c in children:
        dep = relation(parsed, c)
        if dep in ("xcomp", "ccomp", "csubj") or (
            dep in ("obl", "advcl", "conj", "nmod", "acl")
            and markers(parsed, c)
            and markers(parsed, c) <= {"de", "à", "to"}
        ):
            if is_infinitive(parsed, c):
                conditions = [
                    r
                    for s in children
                    if s < c and _is_condition(text, s)
                    for r in reach(parsed, s, hit)
                ]
                yield "verb-inf", merge_ranges([*conditions, *reach(parsed, c, hit)])
    if any(relation(parsed, c) == "obj" and parsed.tokens[c].upos == "NOUN" for c in children):
        return
    end = min(parsed.sentence(last).end, last + _NEAR)
    for k in range(last + 1, end):  # the parse may hang it on a noun between
        if is_infinitive(parsed, k) and markers(parsed, k) & {"de", "à", "to"}:
            if relation(parsed, k) in ("acl", "advcl", "xcomp") and parsed.tokens[k].head > last:
                yield "verb-inf", reach(parsed, k, hit)
            return
        if _ends_gap(parsed, k):
            return


def _is_condition(text: Text, c: int) -> bool:
    """*menace, si l'accord échoue, de partir*: the condition is part of what is said."""
    marks = text.parsed.children(c, "mark")
    reason = any(text.cues.is_a(text.parsed.tokens[m], "reason") for m in marks)
    return relation(text.parsed, c) == "advcl" and reason


def _targets(
    text: Text, hit: Hit, children: list[int], passive: bool
) -> Iterator[tuple[str, Ranges]]:
    """*accuser X de Y*, *être soupçonné de Y*: Y."""
    parsed = text.parsed
    prepositions = hit.cue.prepositions("target:")
    if not prepositions:
        return
    deps = {relation(parsed, c) for c in children}
    if passive or deps & {"obj", "iobj", "obl", "expl"}:
        for c in children:
            if parsed.tokens[c].dep == "obl:agent" or not markers(parsed, c) & prepositions:
                continue
            if c > hit.head and relation(parsed, c) in ("xcomp", "obl", "ccomp", "advcl", "nmod"):
                yield "verb-target", reach(parsed, c, hit)
    for c in children:  # the parse may hang *de Y* on X
        if relation(parsed, c) in ("obj", "obl", "nsubj"):
            mention = text.mentions.at(c)
            for g in parsed.children(c, "acl", "nmod"):
                beyond = mention is not None and g >= mention.end
                if markers(parsed, g) & prepositions and (beyond or is_infinitive(parsed, g)):
                    yield "verb-target", reach(parsed, g, hit)


def _judgements(
    text: Text, hit: Hit, children: list[int], passive: bool
) -> Iterator[tuple[str, Ranges]]:
    """*juger X illégal*, *considérer X comme Y*, *être considéré comme Y*: the verb and Y. (X is
    mostly known to all: *ce projet*, *la visite*.)"""
    parsed, frames = text.parsed, hit.cue.frames
    prepositions = hit.cue.prepositions("as:")
    if "as" not in frames and not prepositions:
        return
    if (
        passive
        and relation(parsed, hit.head) in ("acl", "amod")
        and agent_of(parsed, hit.head) is None
    ):
        return  # *un homme considéré comme dangereux*: no more than an adjective
    objects = [c for c in children if relation(parsed, c) == "obj"]
    inner = [g for o in objects for g in parsed.children(o, "amod", "nmod", "acl")]
    inner = [g for g in inner if markers(parsed, g) & prepositions]
    for c in [*children, *inner]:
        token, dep = parsed.tokens[c], relation(parsed, c)
        if c in objects and len(objects) < 2 and not prepositions & {token.lemma.lower()}:
            continue
        plain = "as" in frames and dep == "xcomp" and not markers(parsed, c)
        plain = plain and token.upos in ("ADJ", "NOUN", "PROPN")
        clitic = token.lemma.lower() in prepositions
        marked = markers(parsed, c) & prepositions and (dep in _PHRASES or c in inner)
        if not (plain or clitic or marked):
            continue
        if not objects and not passive:
            continue
        judged = reach(parsed, objects[0] if clitic else c, hit)
        yield "verb-judgement", merge_ranges([*judged, (hit.tokens[0], hit.tokens[0] + 1)])


def _obliques(text: Text, hit: Hit, children: list[int]) -> Iterator[tuple[str, Ranges]]:
    """*mettre en garde contre Y*, *insister pour que Y*: Y."""
    parsed = text.parsed
    prepositions = hit.cue.prepositions("obl:")
    for c in children:
        if relation(parsed, c) in _PHRASES and markers(parsed, c) & prepositions:
            if parsed.tokens[c].dep != "obl:agent" and c > hit.head:
                yield "verb-oblique", reach(parsed, c, hit)


def _objects(
    text: Text, hit: Hit, children: list[int], passive: bool
) -> Iterator[tuple[str, Ranges]]:
    """*démentir une vente*, *l'achat a été confirmé*: the noun phrase. After a comma parsers miss
    the object (*a démenti mardi, à Rome, l'achat*): then a phrase without adposition."""
    parsed = text.parsed
    wanted = ("nsubj:pass",) if passive else ("obj", "obl")
    for c in sorted(
        children,
        key=lambda c: wanted.index(parsed.tokens[c].dep) if parsed.tokens[c].dep in wanted else 9,
    ):
        token = parsed.tokens[c]
        nominal = token.upos in ("NOUN", "PROPN", "PRON", "ADJ") or parsed.children(c, "det")
        if token.dep not in wanted or not nominal:
            continue
        if token.upos == "PRON" and token.feat("PronType") != "Dem":
            continue
        if token.dep == "obl" and (
            c < hit.head or markers(parsed, c) or not parsed.children(c, "det")
            or text.cues.is_a(token, "time")
        ):  # fmt: skip
            continue
        yield "verb-object", reach(parsed, c, hit)


def _relayed(text: Text, hit: Hit, children: list[int]) -> int | None:
    """The head of the one whose words are passed on: *cite le ministre*; one who can speak."""
    parsed, last = text.parsed, max(hit.tokens)
    end = min(parsed.sentence(last).end, last + 4)
    near = [c for c in children if c > last and relation(parsed, c) == "obj"]
    near += [k for k in range(last + 1, end) if parsed.tokens[k].upos in ("NOUN", "PROPN")]
    return next((c for c in near if can_be_speaker(text, c)), None)


def _to_the_end(text: Text, content: Ranges) -> Ranges:
    """A clause goes on to the next punctuation or verb, wherever the parse hangs its last words."""
    tokens = text.parsed.tokens
    start, end = content[-1]
    stop = text.parsed.sentence(end - 1).end
    k = end
    while k < stop and tokens[k].upos not in ("PUNCT", "VERB", "AUX", "CCONJ", "SCONJ"):
        k += 1
    ended = k >= stop or tokens[k].upos == "PUNCT"
    return (*content[:-1], (start, k)) if ended else content


def _with_reasons(text: Text, hit: Hit, content: Ranges) -> Ranges:
    """A reason or condition that follows is still the source's own (*dit ne pas pouvoir venir, car
    ...*), where the parse hangs it on the cue or on nothing near."""
    parsed = text.parsed
    end = content[-1][1]
    stop = parsed.sentence(hit.head).end
    k = end
    while (
        k < stop
        and parsed.tokens[k].upos == "PUNCT"
        and parsed.tokens[k].text not in (".", ";", ":")
    ):
        k += 1
    if k >= stop or k == 0 or hit.head > end or not text.cues.is_a(parsed.tokens[k], "reason"):
        return content
    head = parsed.tokens[k].head
    below = [t for t in parsed.subtree(head) if t >= k] if head > k else [k]
    if hit.head in below:
        below = [k]
    return merge_ranges([*content, (end, below[-1] + 1)])
