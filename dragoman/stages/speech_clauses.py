"""The clauses that verbs report: where they begin and end, and where the parse has lost them."""

from __future__ import annotations

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_sources import Text
from dragoman.stages.speech_spans import (
    Ranges,
    covers,
    is_finite,
    is_infinitive,
    merge_ranges,
    reach,
    relation,
    trim,
)

NEAR = 15  # tokens between a verb and its *que*, adverbials and addressees included
_CLAUSES = ("ccomp", "csubj", "advcl", "parataxis", "obj", "xcomp", "obl", "nsubj")


def clause_of(text: Text, hit: Hit, c: int) -> tuple[str, Ranges] | None:
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


def loose_that(text: Text, hit: Hit) -> Ranges:
    """A *que* that follows the verb, though the parse hangs its clause elsewhere: what the *que*
    opens, up to the end of what hangs on its head."""
    parsed, last = text.parsed, max(hit.tokens)
    end = min(parsed.sentence(last).end, last + NEAR)
    that = next((k for k in range(last + 1, end) if ends_gap(parsed, k)), None)
    relative = _behind_paper(text, hit)
    if relative:
        return relative
    if that is None or not _is_conjunction(parsed, that):
        return ()
    if not text.cues.is_a(parsed.tokens[that], "that") or parsed.tokens[that - 1].upos == "ADP":
        return ()
    if parsed.tokens[that - 1].lemma in ("plus", "moins", "more", "less"):
        return ()
    if _opens_quote(text, last, that) or _is_cut_off(parsed, last, that):
        return ()
    head = _head_of_clause(parsed, that)
    return () if head is None else trim(parsed, that + 1, max(parsed.subtree(head)) + 1)


def _behind_paper(text: Text, hit: Hit) -> Ranges:
    """*said in a statement that P*: P is what is said, though the parse takes it for a relative
    clause, if it has a subject of its own."""
    parsed = text.parsed
    for paper in parsed.children(hit.head, "obl"):
        words = ("document", "medium", "utterance")
        if paper < hit.head or not any(text.cues.is_a(parsed.tokens[paper], w) for w in words):
            continue
        for clause in parsed.children(paper, "acl"):
            below = parsed.subtree(clause)
            that = parsed.tokens[below[0]]
            subjects = parsed.children(clause, "nsubj", "expl")
            if text.cues.is_a(that, "that") and any(s != below[0] for s in subjects):
                return trim(parsed, below[0] + 1, below[-1] + 1)
    return ()


def _head_of_clause(parsed: Parsed, opening: int) -> int | None:
    """What the clause behind a conjunction or question word hangs on: its head by the parse if that
    comes after it, else the first finite verb (or what that is auxiliary to)."""
    head = parsed.tokens[opening].head
    if parsed.tokens[opening].dep in ("mark", "advmod") and head > opening:
        return head
    verbs = (k for k in range(opening + 1, parsed.sentence(opening).end) if is_finite(parsed, k))
    verb = next(verbs, None)
    if verb is None:
        return None
    auxiliary = relation(parsed, verb) in ("aux", "cop") and parsed.tokens[verb].head > opening
    return parsed.tokens[verb].head if auxiliary else verb


def loose_question(text: Text, hit: Hit) -> Ranges:
    """*décrit comment P*, though the parse hangs P elsewhere: a question word right behind the verb
    and a finite verb after it."""
    parsed, opening = text.parsed, max(hit.tokens) + 1
    end = parsed.sentence(opening - 1).end
    if opening >= end or not text.cues.is_a(parsed.tokens[opening], "wh"):
        return ()
    head = _head_of_clause(parsed, opening)
    if parsed.tokens[opening].upos not in ("ADV", "SCONJ", "ADP") or head is None:
        return ()
    finite = any(is_finite(parsed, k) for k in (head, *parsed.children(head, "aux", "cop")))
    return trim(parsed, opening, max(parsed.subtree(head)) + 1) if finite else ()


def _opens_quote(text: Text, verb: int, that: int) -> bool:
    """Whether words of a quotation stand between a verb and a *que*, which is then not its own."""
    return verb not in text.quoted and any(k in text.quoted for k in range(verb + 1, that))


def _is_cut_off(parsed: Parsed, verb: int, that: int) -> bool:
    """*soutient son pays, que l'ONU surveille*: one comma, and the clause is a relative one."""
    return sum(parsed.tokens[k].text == "," for k in range(verb + 1, that)) == 1


def ends_gap(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    ends = token.upos in ("VERB", "AUX", "CCONJ") or token.text in (":", ";")
    return ends or _is_conjunction(parsed, k)


def _is_conjunction(parsed: Parsed, k: int) -> bool:
    """*that* is no relative pronoun, whatever its tag, where it only marks a clause."""
    token = parsed.tokens[k]
    return token.upos == "SCONJ" or (token.upos == "PRON" and token.dep == "mark")


def to_the_end(text: Text, content: Ranges) -> Ranges:
    """A clause goes on to the next punctuation or verb, wherever the parse hangs its last words."""
    tokens = text.parsed.tokens
    start, end = content[-1]
    stop = text.parsed.sentence(end - 1).end
    k = end
    while k < stop and tokens[k].upos not in ("PUNCT", "VERB", "AUX", "CCONJ", "SCONJ"):
        k += 1
    ended = k >= stop or tokens[k].upos == "PUNCT"
    return (*content[:-1], (start, k)) if ended else content


def with_reasons(text: Text, hit: Hit, content: Ranges) -> Ranges:
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
