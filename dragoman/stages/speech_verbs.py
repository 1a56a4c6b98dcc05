"""Indirect speech by verbs and adjectives: what they report, by the frames of their cues."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.matching.cues import Hit
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Parsed
from dragoman.stages.speech_clauses import (
    NEAR,
    clause_of,
    ends_gap,
    loose_question,
    loose_that,
    to_the_end,
    with_reasons,
)
from dragoman.stages.speech_issuers import lost_subject
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
    is_infinitive,
    markers,
    merge_ranges,
    reach,
    relation,
    trim,
)

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
        if "hearsay" in hit.cue.gates:
            rule = "verb-hearsay"
        if rule == "verb-that":
            ranges = to_the_end(text, ranges)
        ranges = with_reasons(text, hit, ranges)
        yield Found(hit, voice, ranges, f"speech.{rule}", negated=negated)


def verb_voice(text: Text, hit: Hit) -> Voice:
    """Who speaks: the subject, or of a passive its agent (none: an unnamed source)."""
    parsed = text.parsed
    if "passive" in hit.cue.gates:  # *est convaincu que P*
        about = parsed.child(hit.head, "nsubj:pass")
        return voice_of(text, subject_of(parsed, hit.tokens) if about is None else about)
    if "hearsay" in hit.cue.gates:
        return voice_of(text, None)
    if hit.cue.pos == "VERB" and is_passive(parsed, hit.head):  # also *il est dit que*
        agent = agent_of(parsed, hit.head)
        if agent is None:
            agent = _place_as_source(text, hit.head)
        return voice_of(text, agent)
    subject = _asked_to(text, hit.head)
    if subject is None:
        subject = subject_of(parsed, hit.tokens)
    if subject is not None and text.cues.is_a(parsed.tokens[subject], "time"):
        above = (k for k in parsed.ancestors(subject) if parsed.tokens[k].upos in ("VERB", "AUX"))
        verb = next(above, None)  # *a une nouvelle fois nié*: the parse hangs the verb on *fois*
        subject = None if verb is None else subject_of(parsed, (verb,))
    if subject is None:
        token = parsed.tokens[hit.head]
        if token.feat("Mood") == "Imp" or token.feat("VerbForm") in ("Inf", None):
            return Voice(author=True)  # the author's own: *rappelons que*, *il faut dire que*
        subject = lost_subject(text, hit.head)
    return voice_of(text, subject)


def _asked_to(text: Text, verb: int) -> int | None:
    """*X a demandé à Y de dire que P*, *X made Y say that P*: it is Y who says P."""
    parsed = text.parsed
    above = parsed.tokens[verb].head
    controls = load_lexicon(parsed.report.language).words("object_control")
    if relation(parsed, verb) not in ("xcomp", "ccomp", "obl", "advcl"):
        return None
    if not is_infinitive(parsed, verb) or parsed.tokens[above].lemma.lower() not in controls:
        return None
    near = [c for c in parsed.children(above, "obj", "iobj", "obl") if c < verb]
    near = [c for c in near if text.mentions.at(c) is not None or can_be_speaker(text, c)]
    if is_passive(parsed, above):
        near = list(parsed.children(above, "nsubj:pass"))
    return near[-1] if near else None


def gate_open(text: Text, hit: Hit) -> bool:
    """Whether the conditions of the row hold."""
    gates, parsed = hit.cue.gates, text.parsed
    if hit.cue.pos == "VERB":
        if _is_reflexive(parsed, hit) != ("reflexive" in gates):
            return False  # *se révéler* is not *révéler*
        passive = is_passive(parsed, hit.head)
        if gates & {"active", "passive", "hearsay"} and passive == ("active" in gates):
            return False
        if "hearsay" in gates and agent_of(parsed, hit.head) is not None:
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
    if hit.cue.pos == "ADJ" and _is_expletive(text, voice.head):
        return False  # *il n'est pas sûr que P*
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


def _is_expletive(text: Text, k: int) -> bool:
    marks = load_lexicon(text.parsed.report.language).profile["marks"]
    return bool(text.parsed.tokens[k].text.lower() == marks["expletive"])


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
        opening = clause_of(text, hit, clause)
        if opening is not None and opening[0] in frames:
            yield f"verb-{opening[0]}", opening[1]
    if "that" in frames:
        yield "verb-that", loose_that(text, hit)
    if "wh" in frames:
        yield "verb-wh", loose_question(text, hit)
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
    end = min(parsed.sentence(last).end, last + NEAR)
    for k in range(last + 1, end):  # the parse may hang it on a noun between
        if is_infinitive(parsed, k) and markers(parsed, k) & {"de", "à", "to"}:
            if relation(parsed, k) in ("acl", "advcl", "xcomp") and parsed.tokens[k].head > last:
                yield "verb-inf", reach(parsed, k, hit)
            return
        if ends_gap(parsed, k):
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
        and not parsed.children(hit.head, "aux")
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
