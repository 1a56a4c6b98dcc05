"""Chains of sources beyond simple nesting: who quotes whom, who was told."""

from __future__ import annotations

from dragoman.record import Actor
from dragoman.stages.speech_sources import Text, Voice, is_passive, voice_of
from dragoman.stages.speech_spans import Found, covers, cut, merge_ranges


def add_relays(text: Text, found: list[Found]) -> list[Found]:
    """The finds, with what stands above them: the journal that quotes (*Le journal cite X, qui
    dit P*), the agency that was told (*a déclaré à Reuters*)."""
    out: list[Found] = []
    named = [f.voice.span for f in found if f.kind == "prepositional" and f.voice.span]
    for f in found:
        media = _told(text, f, named)
        if media is not None:
            out.append(Found(f.hit, media, f.content, "speech.told-media", f.kind))
        out.append(f)
    relays = [f for f in out if f.rule_id == "speech.relay"]
    for relay in relays:
        speakers = {a.id for a in voice_of(text, _inner(text, relay)).actors}
        told: list[Found] = []
        for f in sorted(out, key=lambda f: f.hit.head):
            if f is not relay and _speaks_there(text, relay, f, speakers):
                told.append(f)
                speakers |= {a.id for a in f.voice.actors}
        if told:
            relay.content = merge_ranges([r for f in (relay, *told) for r in f.content])
        out.remove(relay)
        if told:
            out.insert(min(out.index(f) for f in told), relay)
        else:
            _add_cited(text, relay, out)
    return out


def _add_cited(text: Text, relay: Found, found: list[Found]) -> None:
    """*P, rapporte l'agence, citant X*: P comes from X, by way of the agency; *selon X, cité par
    l'agence, P*: the other way round."""
    parsed, head = text.parsed, relay.hit.head
    if _add_cited_within(text, relay, found):
        return
    if parsed.tokens[head].feat("VerbForm") not in ("Part", "Ger"):
        return
    outer = is_passive(parsed, head)
    sentence = parsed.sentence(head)
    near = [
        f
        for f in found
        if sentence.start <= f.hit.head < (sentence.end if outer else head)
        and not covers(f.content, head)
        and f.voice.span is not None
    ]
    if not near:
        return
    said = min(near, key=lambda f: abs(f.hit.head - head))
    voice = relay.voice if outer else voice_of(text, _inner(text, relay))
    if voice.actors or voice.flags:
        cited = Found(relay.hit, voice, said.content, "speech.relay-cited", said.kind)
        found.insert(found.index(said) + (not outer), cited)


def _add_cited_within(text: Text, relay: Found, found: list[Found]) -> bool:
    """*Selon le journal, qui cite X, P*; *P, selon le journal, citant X*."""
    parsed, start = text.parsed, relay.cue_span[0]
    if is_passive(parsed, relay.hit.head):
        return False
    for n, f in enumerate(found):
        after = f.voice.span[1] if f.kind == "prepositional" and f.voice.span else start + 1
        between = parsed.tokens[after:start]
        if after <= start <= after + 3 and all(t.upos in ("PUNCT", "PRON") for t in between):
            hole = (after, relay.content[-1][1])
            f.content = tuple(r for part in f.content for r in cut(parsed, part, [hole]))
            voice = voice_of(text, _inner(text, relay))
            if f.content and (voice.actors or voice.flags):
                cited = Found(relay.hit, voice, f.content, "speech.relay-cited", f.kind)
                found.insert(n + 1, cited)
            return True
    return False


def _inner(text: Text, relay: Found) -> int | None:
    """The head of the one who is quoted: the object, which `content` begins as."""
    start, end = relay.content[0]
    inside = [m.head for m in text.mentions.inside(start, end) if m.how != "demonym"]
    heads = [k for k in range(start, end) if not start <= text.parsed.tokens[k].head < end]
    return next((h for h in heads if h in inside), inside[0] if inside else next(iter(heads), None))


def _speaks_there(text: Text, relay: Found, found: Found, speakers: set[str]) -> bool:
    """Whether a find gives the words of the one who is quoted: its source stands in the object of
    the relay, or it continues a run of his quotations."""
    start, end = relay.content[0]
    sentence = text.parsed.sentence(relay.hit.head)
    same = bool(speakers & {a.id for a in found.voice.actors})
    if sentence.start <= found.hit.head < sentence.end:
        head = found.voice.head
        return same or (head is not None and start <= head < end)
    after = text.parsed.sentence(found.hit.head).paragraph - sentence.paragraph
    return (
        same and 0 <= after <= 2 and found.rule_id in ("speech.quote-run", "speech.quote-continued")
    )


def _told(text: Text, found: Found, named: list[tuple[int, int]]) -> Voice | None:
    """The medium that a source spoke to (*a déclaré à Reuters*), unless it is this report's own, or
    a source itself (*selon Reuters*)."""
    parsed = text.parsed
    if found.hit.cue.pos != "VERB" or found.voice.span is None:
        return None
    for t in found.hit.tokens:
        for c in parsed.children(t, "obl", "iobj", "obj"):
            mention = text.mentions.at(c)
            spans = (found.voice.span, *named)
            if mention is None or not mention.actors or any(a <= c < b for a, b in spans):
                continue
            if not covers(found.content, c) and all(a.kind == "media" for a in mention.actors):
                return None if _is_outlet(text, c, mention.actors) else voice_of(text, c)
    return None


def _is_outlet(text: Text, head: int, actors: tuple[Actor, ...]) -> bool:
    """Whether a medium is the one that prints the report, by a word of its name."""
    outlet = set((text.parsed.report.outlet or "").casefold().replace(",", " ").split())
    names = [text.parsed.tokens[head].text, *(a.name for a in actors), *(a.mention for a in actors)]
    return any(set(name.casefold().split()) & outlet for name in names if name)
