"""Parentheticals that report: *« … », a-t-il dit*; *P, notent des élus*; *comme l'a dit X*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.matching.cues import Hit
from dragoman.record import Parsed
from dragoman.stages.speech_quotes import Quote
from dragoman.stages.speech_sources import Text, can_be_speaker, phrase_span, voice_of
from dragoman.stages.speech_spans import (
    SAYS,
    Found,
    Ranges,
    cut,
    is_finite,
    merge_ranges,
    relation,
    speaks,
)
from dragoman.stages.speech_verbs import contents, gate_open

_BEFORE = set(",;»\"”“’'-–—)?!…›") | {"...", "''"}
_DASHES = ("--", "–", "—")
_ASIDE = 5  # tokens between a dash and a parenthetical that bears on what follows the dash
#: What a verb may report while it is a parenthetical all the same (*a dénoncé l'ambassadeur*: the
#: parse takes the subject for an object).
_WEAK = {"verb-object", "relay", "verb-inf", "verb-oblique"}


@dataclass(frozen=True, slots=True)
class Incise:
    """A parenthetical: the cue, its subject, and the tokens that are not content."""

    hit: Hit
    subject: int
    start: int
    end: int
    as_said: bool = False


def find_incises(text: Text, hits: list[Hit], quotes: list[Quote]) -> list[Incise]:
    """All parentheticals of the report."""
    known = {t for hit in hits if hit.cue.pos == "VERB" for t in hit.tokens}
    wanted = [hit for hit in hits if may_quote(text, hit)] + _other_verbs(text, quotes, known)
    found = (_incise(text, hit, quotes) for hit in wanted)
    return [i for i in found if i is not None]


def of_incises(text: Text, incises: list[Incise], quotes: list[Quote]) -> Iterator[Found]:
    """The content of each parenthetical: its sentence, or the quotation that it breaks or follows,
    without the parenthetical itself."""
    for incise in incises:
        content = _around(text, incise, quotes, [i for i in incises if i is not incise])
        if content:
            rule = "speech.as-said" if incise.as_said else "speech.quote-incise"
            yield Found(incise.hit, voice_of(text, incise.subject), content, rule, "direct")


def may_quote(text: Text, hit: Hit) -> bool:
    """Whether a cue is a verb that goes with quotations, in a form that can; no bare infinitive."""
    if hit.cue.pos != "VERB" or "quote" not in hit.cue.frames or not gate_open(text, hit):
        return False
    token = text.parsed.tokens[hit.head]
    bare = token.feat("VerbForm") == "Inf" and not text.parsed.children(hit.head, "aux")
    return not bare or (token.dep == "xcomp" and is_finite(text.parsed, token.head))


def _other_verbs(text: Text, quotes: list[Quote], known: set[int]) -> list[Hit]:
    """Any verb with its subject behind it says what stands in quotation marks before it (*« … »,
    a-t-il lâché*), be it in the table or not."""
    parsed, out = text.parsed, []
    for quote in quotes:
        if not speaks(parsed, quote):
            continue
        k = quote.outer[1]
        end = min(k + 6, len(parsed.tokens))
        comma = {parsed.tokens[i].text for i in (k - 1, k, k - 2) if i < len(parsed.tokens)} & {
            ",",
            "!",
            "?",
        }
        verb = next((i for i in range(k, end) if _may_be_verb(parsed, i)), None)
        if (
            verb is None
            or verb in known
            or parsed.sentence(verb) != parsed.sentence(min(k, end - 1))
        ):
            continue
        first = min((verb, *parsed.children(verb, "aux")))
        clitics = range(first, verb)
        between = [
            i for i in range(k, first) if parsed.tokens[i].text != "," and not _is_clitic(parsed, i)
        ]
        finite = any(is_finite(parsed, i) for i in (first, verb))
        if between or not (finite or parsed.tokens[verb].upos != "VERB"):
            continue
        clitic = any(parsed.tokens[i].text.startswith("-") for i in (*clitics, verb + 1) if i < end)
        if clitic or (comma and _subject_behind(text, Hit(SAYS, (verb,)), first) is not None):
            out.append(Hit(SAYS, (verb,)))
    return out


def _may_be_verb(parsed: Parsed, k: int) -> bool:
    """A verb, or a word that the parse calls something else though it has a subject behind it."""
    return parsed.tokens[k].upos == "VERB" or any(s > k for s in parsed.children(k, "nsubj"))


def _incise(text: Text, hit: Hit, quotes: list[Quote]) -> Incise | None:
    parsed, tokens = text.parsed, text.parsed.tokens
    sentence = parsed.sentence(hit.head)
    first = _first_verb(parsed, hit)
    if hit.cue is not SAYS and not any(is_finite(parsed, k) for k in range(first, hit.head + 1)):
        return None
    subject = _subject_behind(text, hit, first)
    start = first
    while start > sentence.start and _is_clitic(parsed, start - 1):
        start -= 1
    if subject is None:
        plain = _subject_before(text, hit, first)
        if plain is None:
            return None
        subject, start = plain
    as_said = start > sentence.start and text.cues.is_a(tokens[start - 1], "as")
    start -= as_said
    touching = any(0 <= start - q.outer[1] <= 1 for q in quotes)
    after_mark = start > sentence.start and tokens[start - 1].text in _BEFORE
    if not (touching or after_mark or (as_said and start == sentence.start)):
        return None
    if any(rule not in _WEAK for rule, content in contents(text, hit) if content):
        return None
    end = _incise_end(text, hit, subject, quotes)
    if hit.head in text.quoted:
        if tokens[subject].upos == "PRON" and tokens[subject].feat("Person") in ("1", "2"):
            return None
    elif not touching and not any(q.start < start and q.outer[1] > sentence.start for q in quotes):
        outside = [*range(sentence.start, start), *range(end, sentence.end)]
        last = all(parsed.tokens[k].upos == "PUNCT" for k in range(end, sentence.end))
        verbs = [k for k in outside if is_finite(parsed, k) or parsed.tokens[k].upos == "VERB"]
        if not any(is_finite(parsed, k) or (last and k < start) for k in verbs):
            return None  # no clause and no quotation: nothing is said
    return Incise(hit, subject, start, end, as_said)


def _first_verb(parsed: Parsed, hit: Hit) -> int:
    """The first word of the verb group, auxiliaries and all (*peut-on lire*)."""
    head = hit.head
    chain = [head, *parsed.children(head, "aux")]
    if relation(parsed, head) == "xcomp" and 0 < head - parsed.tokens[head].head <= 3:
        chain.append(parsed.tokens[head].head)
    first = min(chain)
    return first if head - first <= 5 else head


def _is_clitic(parsed: Parsed, k: int) -> bool:
    token = parsed.tokens[k]
    if token.upos == "PRON":
        relative = token.feat("PronType") in ("Rel", "Int") or token.lemma == "où"
        return not (relative or token.dep.startswith("nsubj")) and len(token.text) <= 4
    return token.upos in ("ADV", "PART") and token.lemma == "ne"


def _subject_behind(text: Text, hit: Hit, first: int) -> int | None:
    """The subject behind the verb: -t-il, or a noun phrase, which parsers often take for an object
    or adverbial; what stands before the verb may then be the subject of what is said."""
    parsed, last = text.parsed, max(hit.tokens)
    end = parsed.sentence(hit.head).end
    for k in range(first + 1, min(last + 3, end)):
        if parsed.tokens[k].upos == "PRON" and parsed.tokens[k].text.startswith("-"):
            return k
    own = [s for holder in {*hit.tokens, first} for s in parsed.children(holder, "nsubj")]
    behind = [s for s in own if s > last and not text.cues.is_a(parsed.tokens[s], "time")]
    if behind:
        return min(behind)
    if any(s < first and not _is_cut_off(parsed, s, first) for s in own):
        return None
    named = None
    for k in range(last + 1, min(end, last + 14)):
        token = parsed.tokens[k]
        if token.upos in ("VERB", "AUX", "SCONJ") or token.text in (":", "«", '"', "“"):
            break
        if parsed.children(k, "case", "mark") or text.cues.is_a(token, "time"):
            continue
        if relation(parsed, k) in ("flat", "nmod", "compound", "appos", "fixed", "det", "amod"):
            if last < token.head:
                continue
        if token.upos not in ("NOUN", "PROPN", "PRON", "ADJ"):
            continue
        if token.upos != "PRON" and can_be_speaker(text, k) and (
            token.upos != "ADJ" or parsed.children(k, "det")
        ):  # fmt: skip
            return k
        named_here = any(parsed.tokens[c].upos == "PROPN" for c in parsed.children(k, "appos"))
        if token.upos == "NOUN" and (parsed.children(k, "det") or named_here):
            named = k  # *said tug pilot Ana Lobo*
    return named


def _is_cut_off(parsed: Parsed, subject: int, verb: int) -> bool:
    """*Rome juge le texte mort, ont confié des élus*; *Rome, affirme Oslo, cédera*: the parse gives
    Rome to the wrong verb, from which one comma or another clause parts it."""
    between = range(subject + 1, verb)
    commas = sum(parsed.tokens[k].text == "," for k in between)
    joined = any(
        parsed.tokens[k].upos == "CCONJ" and parsed.tokens[k - 1].text == "," for k in between
    )
    return parsed.tokens[verb - 1].text == "," and (commas % 2 == 1 or joined)


def _subject_before(text: Text, hit: Hit, first: int) -> tuple[int, int] | None:
    """(subject, start of its phrase) before the verb: *« … », the minister said*. Only with a
    quotation right before it, or what is said hung on it by the parse."""
    parsed, head = text.parsed, hit.head
    own = [s for s in parsed.children(head, "nsubj") if s < first]
    if not own or head in text.quoted:
        return None
    start, end = phrase_span(parsed, own[-1])
    ends = (start - 1, head + 1)
    enclosed = head + 1 < len(parsed.tokens) and all(parsed.tokens[k].text == "," for k in ends)
    if relation(parsed, head) == "acl" and not enclosed:
        return None
    if end > first or any(
        t.upos not in ("ADV", "AUX", "PUNCT", "PRON", "PART") for t in parsed.tokens[end:first]
    ):
        return None
    sentence = parsed.sentence(head)
    earlier = [c for c in parsed.children(head, "ccomp", "parataxis", "advcl") if c < start]
    earlier = [c for c in earlier if not parsed.children(c, "mark")]
    below = relation(parsed, head) in ("parataxis", "advcl", "conj")
    below = below and not parsed.children(head, "mark", "cc") and parsed.tokens[head].head < start
    below = below and hit.cue.attitude in ("asserts", "opines")  # not *Rome accuse, Oslo nie*
    said = start - sentence.start >= 3 and bool(earlier or below) and hit.cue.attitude != "denies"
    quoted = start - sentence.start >= 3 and bool(_quote_ends(text, start))
    taken_up = start > sentence.start and text.cues.is_a(parsed.tokens[start - 1], "as")
    if enclosed and end == first and start - sentence.start >= 3:
        return own[-1], start  # *which, the paper said, P*
    if quoted or taken_up or (said and not parsed.children(head, "obj")):
        return own[-1], start
    return None


def _quote_ends(text: Text, k: int) -> list[int]:
    """Ends of quoted stretches just before a token, with nothing but punctuation between."""
    ends = [e for e in range(max(k - 3, 1), k + 1) if e - 1 in text.quoted and e not in text.quoted]
    return [e for e in ends if all(text.parsed.tokens[i].upos == "PUNCT" for i in range(e, k))]


def _incise_end(text: Text, hit: Hit, subject: int, quotes: list[Quote]) -> int:
    """Where the parenthetical ends: at the punctuation behind its subject and what hangs on it, or
    at the end of the sentence unless what follows is needed to complete what is said."""
    parsed = text.parsed
    sentence = parsed.sentence(hit.head)
    stop = _full_stop(parsed, max(hit.tokens))
    end = max(hit.tokens) + 1
    if subject >= end:
        end = max(end, phrase_span(parsed, subject)[1])
    opens = {q.open for q in quotes if q.open is not None and q.open >= end}
    inside = hit.head in text.quoted
    while end < stop and end not in opens and (end in text.quoted) == inside:
        token = parsed.tokens[end]
        if token.upos == "PUNCT" and token.text not in ("-", "'", "’", "("):
            break
        end += 1
    rest = [k for k in range(end, stop) if parsed.tokens[k].upos != "PUNCT"]
    if not rest:
        return stop
    opening = min(_first_verb(parsed, hit), phrase_span(parsed, subject)[0])
    if _broken_clause(parsed, opening) is not None:
        return end
    said = range(sentence.start, _first_verb(parsed, hit))
    goes_on = any(is_finite(parsed, k) for k in rest)
    if goes_on and (inside or not any(is_finite(parsed, k) for k in said)):
        return end  # *L'Élysée, dit-il, a été surpris*
    if any(end <= o < stop for o in opens):
        return end
    clauses = [k for k in rest if relation(parsed, k) in ("ccomp", "csubj", "xcomp")]
    if any(parsed.tokens[k].head in said for k in clauses):
        return end  # *Il est exclu, dit-il, que Rome cède*
    root = next((k for k in rest if parsed.tokens[k].dep == "root"), None)
    return end if root is not None and root != hit.head else stop


def _broken_clause(parsed: Parsed, start: int) -> int | None:
    """The conjunction or relative right before a parenthetical, which breaks the clause that it has
    just opened: *au Mali où, a-t-il dit, des troupes arrivent*."""
    k = start - 1
    while k > 0 and (parsed.tokens[k].text == "," or _is_clitic(parsed, k)):
        if parsed.tokens[k].feat("PronType") == "Rel":
            break
        k -= 1
    token = parsed.tokens[k]
    opens = (
        token.upos in ("SCONJ", "CCONJ") or token.feat("PronType") == "Rel" or token.lemma == "où"
    )
    return k if opens and k < start - 1 and k > parsed.sentence(start).start else None


def _full_stop(parsed: Parsed, k: int) -> int:
    """The end of the sentence behind token k, also where the parse runs two sentences together."""
    sentence = parsed.sentence(k)
    for i in range(k + 1, sentence.end - 1):
        if parsed.tokens[i].text == "." and parsed.tokens[i + 1].text[:1].isupper():
            return i + 1
    return sentence.end


def _around(text: Text, incise: Incise, quotes: list[Quote], others: list[Incise]) -> Ranges:
    parsed = text.parsed
    sentence = parsed.sentence(incise.hit.head)
    holes = [(i.start, i.end) for i in (incise, *others)]
    holes = [h for h in holes if sentence.start <= h[0] < sentence.end]
    inside = next((q for q in quotes if q.start <= incise.hit.head < q.end), None)
    if inside is not None:  # *« A, a-t-il dit. B. »*
        return cut(parsed, (inside.start, inside.end), holes)
    start, end = sentence.start, _full_stop(parsed, incise.end - 1)
    before = [q for q in quotes if q.start < incise.start]
    broken = _broken_clause(parsed, incise.start)
    if broken is not None and end - incise.end > 2:
        return cut(parsed, (broken, end), holes)
    near = range(max(start, incise.start - _ASIDE), incise.start)
    dash = next((k for k in near if parsed.tokens[k].text in _DASHES), None)
    if dash is not None:  # *P -- in part, experts say, because Q*
        return cut(parsed, (dash, end), holes)
    stretches: list[tuple[int, int]] = []
    for q in before[-1:]:
        split_off = q.outer[1] in (start, start - 1) and incise.start <= start + 1
        split_off = split_off and incise.end >= end
        if q.start < start < q.outer[1] or split_off:
            stretches.append((q.start, q.end))  # began in a sentence before
    for q in before[:-1]:
        if start < q.outer[1] and q.start < start:
            start = q.outer[1]  # the end of another quotation
    stretches += [(q.start, q.end) for q in quotes if incise.end <= q.start < end < q.end]
    first = next((q.open for q in before if q.open is not None and q.open > start), None)
    if first is not None and parsed.tokens[first - 1].text in (":", ";"):
        start = first
    return merge_ranges([*stretches, *cut(parsed, (start, end), holes)])
