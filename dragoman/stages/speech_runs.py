"""Quotations without a cue of their own, and pronouns that speak: both belong to a run of speech.

A run is a string of quotations of one speaker. In its paragraph a quotation without a cue goes with
the one just before it, else with the one just after; else with whoever the sentence before made
speak; else, paragraphs on, with the last speaker of the run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_direct import find_named
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Text, Voice, is_definite, voice_of
from dragoman.stages.speech_spans import SAYS, Found, covers, cut, speaks, trim, width

_REACH = 5  # paragraphs over which a run stays open
_SOON = 3  # sentences over which a pronoun takes up the last speaker


@dataclass(slots=True)
class _Said:
    """A quotation and who is quoted: a chain of finds' voices, outermost first."""

    quote: Quote
    found: Found | None = None


def attribute_runs(text: Text, found: list[Found], quotes: list[Quote]) -> list[Found]:
    """The finds, with speaking pronouns resolved by the run, and with finds for the quotations that
    had none."""
    parsed = text.parsed
    found = sorted(found, key=lambda f: f.content[0])
    _resolve_pronouns(text, found)
    for voice, quote, colon in find_named(text, quotes):
        if not _owner(found, quote):
            hit = Hit(SAYS, (colon,))
            found.append(
                Found(
                    hit, voice, trim(parsed, quote.start, quote.end), "speech.quote-named", "direct"
                )
            )
    said = [_Said(q, _owner(found, q)) for q in quotes]
    for n, item in enumerate(said):
        if item.found is not None or not speaks(parsed, item.quote):
            continue
        speaker, rule = _voice_of_run(text, said, n, found)
        if speaker is None:
            continue
        hit = Hit(
            SAYS, (max(item.quote.start - 1, 0) if item.quote.open is None else item.quote.open,)
        )
        item.found = Found(
            hit, replace(speaker, span=None), _content(text, item.quote), rule, "direct"
        )
        found.append(item.found)
    return found


def _owner(found: list[Found], quote: Quote) -> Found | None:
    """The innermost find that makes most of a quotation its content, from a cue outside it."""
    best = None
    size = quote.end - quote.start
    for f in found:
        inside = quote.start <= f.hit.head < quote.end
        if inside and f.kind != "direct":
            continue
        shared = sum(max(0, min(e, quote.end) - max(s, quote.start)) for s, e in f.content)
        if shared > size / 2 and (best is None or width(f.content) < width(best.content)):
            best = f
    return best


def _voice_of_run(
    text: Text, said: list[_Said], n: int, found: list[Found]
) -> tuple[Voice | None, str]:
    parsed, quote = text.parsed, said[n].quote
    here = parsed.sentence_number(quote.start)
    before = next(
        (s for s in reversed(said[:n]) if s.found is not None and s.found.kind == "direct"), None
    )
    after = next((s for s in said[n + 1 :] if s.found is not None), None)
    last = parsed.sentence_number(quote.end - 1)
    new = _introduced(text, quote, found)
    if before is not None and new is not None and new.hit.head > before.quote.end:
        if parsed.sentence(new.hit.head).paragraph == quote.paragraph:
            return new.voice, "speech.quote-introduced"
    if (
        before is not None
        and before.quote.paragraph == quote.paragraph
        and before.found is not None
    ):
        if here - parsed.sentence_number(before.quote.end - 1) <= 1:
            return before.found.voice, "speech.quote-continued"
    if after is not None and after.quote.paragraph == quote.paragraph and after.found is not None:
        if parsed.sentence_number(after.quote.start) - last <= 1 and after.found.kind == "direct":
            return after.found.voice, "speech.quote-anticipated"
    introduced = new.voice if new is not None else _led_up_to(text, quote)
    if introduced is not None:
        return introduced, "speech.quote-introduced"
    if (
        before is not None
        and quote.paragraph - before.quote.paragraph <= _REACH
        and before.found is not None
    ):
        return before.found.voice, "speech.quote-run"
    whole = (
        quote.start == parsed.sentence(quote.start).start + 1
        and len(range(quote.start, quote.end)) > 5
    )
    if whole or parsed.sentence(quote.start).zone == "headline":
        return Voice(flags=("anonymous_source",)), "speech.quote-unknown"
    return None, ""


def _introduced(text: Text, quote: Quote, found: list[Found]) -> Found | None:
    """Whoever spoke in the sentence just before, indirectly (*X a démenti. « Jamais ... »*)."""
    parsed = text.parsed
    number = parsed.sentence_number(quote.start)
    if number == 0:
        return None
    before = parsed.sentences[number - 1]
    if before.paragraph != quote.paragraph and quote.paragraph - before.paragraph > 2:
        return None
    speakers = [
        f for f in found
        if before.start <= f.hit.head < quote.start and f.voice.actors
        and f.hit.head not in text.quoted and _introduces(parsed, f)
    ]  # fmt: skip
    return speakers[0] if speakers else None


def _introduces(parsed: Parsed, found: Found) -> bool:
    """Indirect speech, or *selon X* with a person: things and papers are seldom quoted further."""
    head = found.voice.head
    name = head is not None and parsed.tokens[head].upos == "PROPN"
    kinds = {a.kind for a in found.voice.actors}
    person = "person" in kinds or (name and "unknown" in kinds)
    return found.kind == "indirect" or (found.kind == "prepositional" and person)


def _led_up_to(text: Text, quote: Quote) -> Voice | None:
    """Whoever is the subject of the words before the quotation in its sentence, or of the sentence
    before it in its paragraph (*X a réagi mardi. « Jamais ... »*)."""
    parsed = text.parsed
    number = parsed.sentence_number(quote.start)
    here = parsed.sentences[number]
    for sentence, end in ((here, quote.outer[0]), (parsed.sentences[number - 1], here.start)):
        if (
            sentence.start >= here.end
            or sentence.paragraph != quote.paragraph
            or sentence.start >= end
        ):
            continue
        subjects = [
            k for k in range(sentence.start, end)
            if parsed.tokens[k].dep in ("nsubj", "nsubj:pass") and k not in text.quoted
            and parsed.tokens[parsed.tokens[k].head].dep == "root"
        ]  # fmt: skip
        for k in subjects[:1]:
            voice = voice_of(text, k)
            if any(a.kind in ("person", "organ", "media", "igo") for a in voice.actors):
                return voice
    return None


def _content(text: Text, quote: Quote) -> tuple[tuple[int, int], ...]:
    """The quotation; with its sentence, if that has its main verb or most words in quotation
    marks."""
    parsed = text.parsed
    sentence = parsed.sentence(quote.start)
    if parsed.sentence_number(quote.end - 1) == parsed.sentence_number(quote.start):
        root = next(
            (k for k in range(sentence.start, sentence.end) if parsed.tokens[k].dep == "root"), None
        )
        words = [k for k in range(sentence.start, sentence.end) if parsed.tokens[k].upos != "PUNCT"]
        most = 2 * sum(k in text.quoted for k in words) > len(words)
        if most or (root is not None and root in text.quoted):
            return cut(parsed, (sentence.start, sentence.end), [])
    return trim(parsed, quote.start, quote.end)


def _resolve_pronouns(text: Text, found: list[Found]) -> None:
    """A pronoun that speaks takes up the last speaker, if that was shortly before and fits in
    number and gender; so does *le ministre* if no actor was found for it."""
    parsed = text.parsed
    spoken: list[Found] = []
    ordered = [f for f in sorted(found, key=lambda f: f.hit.head) if f.kind != "nominal"]
    ordered = [f for f in ordered if not _is_nested(text, f, found)]
    for n, f in enumerate(ordered):
        if f.voice.head is not None or f.voice.pronoun:
            later = ordered[:n:-1]
            last: Found | None = spoken[-1] if spoken else None
            near = _SOON + 1
            if last is not None:
                near = parsed.sentence_number(f.hit.head) - parsed.sentence_number(last.hit.head)
            head = f.voice.head
            pronoun = head is None or parsed.tokens[head].upos == "PRON"
            pronoun = pronoun and not f.voice.author
            if not pronoun:
                last = _taken_up(text, f.voice, spoken, later)
            elif last is not None and not f.voice.pronoun:
                if near > _SOON or not _fits(parsed, last.voice, f):
                    last = None
            elif near > 2 * _SOON:
                last = None
            if last is not None:
                f.voice = replace(
                    f.voice, actors=last.voice.actors, flags=last.voice.flags, pronoun=False
                )
        if f.voice.actors or f.voice.flags:
            spoken.append(f)
    for f in found:
        if f.voice.pronoun and f not in ordered:
            _resolve_within(parsed, f, found)


def _resolve_within(parsed: Parsed, inner: Found, found: list[Found]) -> None:
    """*Des élus disent qu'ils craignent P*: a pronoun that nothing was found for is who says it."""
    over = [f for f in found if f is not inner and covers(f.content, inner.hit.head)]
    outer = min(over, key=lambda f: width(f.content), default=None)
    if outer is not None and outer.voice.span is not None and _fits(parsed, outer.voice, inner):
        actors, flags = outer.voice.actors, outer.voice.flags
        inner.voice = replace(inner.voice, actors=actors, flags=flags, pronoun=False)


def _taken_up(text: Text, voice: Voice, spoken: list[Found], later: list[Found]) -> Found | None:
    """The earlier speaker that a definite noun without an actor takes up: one called by the same
    noun (*l'ambassade américaine ... l'ambassade*), for *le journal* the last medium, for *le
    document* the last document, for *le ministre* the last person."""
    if voice.head is None or any(not a.id.startswith("?:") for a in voice.actors):
        return None
    tokens = text.parsed.tokens
    noun = tokens[voice.head]
    if not is_definite(text.parsed, voice.head):
        return None
    here = text.parsed.sentence_number(voice.head)
    if text.cues.is_a(noun, "medium") and voice.pronoun:
        spoken = [*later, *spoken]  # named further on: *le quotidien ... le journal « Le Jour »*
    for f in reversed(spoken):
        if any(a.id.startswith("?:") for a in f.voice.actors) or f.voice.head is None:
            continue
        kinds = {a.kind for a in f.voice.actors}
        medium = "media" in kinds or text.cues.is_a(tokens[f.voice.head], "medium")
        document = text.cues.is_a(tokens[f.voice.head], "document")
        if tokens[f.voice.head].lemma == noun.lemma:
            return f
        if voice.pronoun and (
            (text.cues.is_a(noun, "medium") and medium)
            or (text.cues.is_a(noun, "document") and document)
            or (
                text.cues.is_a(noun, "anonymous")
                and "person" in kinds
                and here - text.parsed.sentence_number(f.hit.head) <= _SOON
            )
        ):
            return f
    return None


def _is_nested(text: Text, found: Found, others: list[Found]) -> bool:
    """Whether a cue stands inside what somebody else says (a parenthetical may, and is not)."""
    if found.rule_id == "speech.quote-incise":
        return False
    return found.hit.head in text.quoted or any(
        covers(o.content, found.hit.head) for o in others if o is not found
    )


def _fits(parsed: Parsed, speaker: Voice, found: Found) -> bool:
    """Whether the personal pronoun of a find may stand for a speaker, rather than for what the
    mentions say. Genders count less in a parenthetical, whose subject is the one just quoted (*le
    professeur Martin ... ajoute-t-elle*), if the mentions have nobody but a state for it."""
    pronoun = found.voice
    if speaker.head is None or pronoun.head is None:
        return False
    it, name = parsed.tokens[pronoun.head], parsed.tokens[speaker.head]
    if it.feat("PronType") in ("Dem", "Rel", "Int", "Ind") or it.lemma in ("qui", "who"):
        return False
    many = len(speaker.actors) > 1 or name.feat("Number") == "Plur"
    if (it.feat("Number") == "Plur" or it.text.lower() in ("-ils", "-elles")) != many:
        return False
    person = any(a.kind == "person" for a in pronoun.actors)
    if found.kind == "prepositional" and person:
        return False  # *X a dénoncé un texte qui est, selon lui, nul*
    lax = found.rule_id == "speech.quote-incise" and not person
    return lax or {it.feat("Gender"), name.feat("Gender")} != {"Masc", "Fem"}
