"""Runs of words with capitals that look like the name of somebody whom no table has."""

from __future__ import annotations

from collections.abc import Container, Sequence

from rapidfuzz import fuzz

from dragoman.matching.date_words import load_date_words
from dragoman.matching.gazetteer import Hit, Word, plain, plain_words, word_list
from dragoman.record import Parsed
from dragoman.stages.actors_people import in_office
from dragoman.world import actors as world

#: Small words inside names of persons: written small, never first.
_PARTICLES = frozenset((
    "de", "da", "das", "do", "dos", "di", "van", "von", "der", "den", "ten", "ter", "el", "al",
    "ben", "bin", "ibn", "abu", "bint", "zu",
))  # fmt: skip
_HYPHENS = ("-", "\u2010", "\u2011")
_TITLES = ("title", "office", "person", "organ", "government", "people")
#: How the words of one name hang together.
_TIES = ("compound", "flat", "nmod")
_LONG_TITLE = 4  # words
_ALIKE = 85  # of 100: two spellings of one name


def is_personal(hit: Hit) -> bool:
    """Whether a known name may be a part of a longer one: a surname, a given name that is also a
    state's."""
    personal = ("surname", "person", "city")
    return all(e.kind in personal or "given" in e.feats for e in hit.entries)


def head_words(language: str, words: tuple[Word, ...]) -> frozenset[int]:
    """The tokens of titles and offices: "President" is no given name."""
    lexicon = word_list(language)
    out: set[int] = set()
    for k in range(len(words)):
        hit = lexicon.at(words, k)
        if hit and any(e.kind in _TITLES for e in hit.entries):
            out |= {words[w].token for w in range(hit.start, hit.end)}
    return frozenset(out)


def titled_surnames(
    words: Sequence[Word], hits: Sequence[Hit], language: str, date: str | None
) -> list[str]:
    """The known persons whom a report names by office and surname ("President Kennedy"), in order:
    another bearer of the surname is then named by more."""
    lexicon = word_list(language)
    out: list[str] = []
    for hit in hits:
        surnames = [e.value for e in hit.entries if e.kind == "surname"]
        for k in range(max(0, hit.start - _LONG_TITLE), hit.start if surnames else 0):
            title = lexicon.at(tuple(words), k)
            if title is None or title.end != hit.start or not words[hit.start - 1].joined:
                continue
            roles = {e.value for e in title.entries if e.kind == "office"}
            who = in_office(surnames, roles, date)
            out += [who] if who and who not in out else []
            break
    return out


def begins_a_name(parsed: Parsed, hit: Hit, words: Sequence[Word], known: Container[int]) -> bool:
    """Whether a capital is but the first word of the name of a paper or a firm ("Manila Bulletin"):
    the tree ties it to the proper noun after it, which is no other name nor office (`known` tokens:
    "In Paris Lula", "London Mayor")."""
    if not any(e.kind == "capital" for e in hit.entries):
        return False
    tokens = parsed.tokens
    first, end = words[hit.start].token, words[hit.end - 1].token + 1
    if end >= parsed.sentence(first).end or end in known or _gap(parsed, end):
        return False
    following, last = tokens[end], end + 1
    if following.upos != "PROPN" or not following.text[0].isupper() or following.text.isupper():
        return False
    while last < len(tokens) and tokens[last].upos == "PROPN":
        last += 1
    dates = load_date_words(parsed.report.language).values  # "Moscow Tuesday accused"
    if plain(following.text) in dates["weekday"].keys() | dates["month"].keys():
        return False
    own, other = tokens[first], following
    tied = (own.head in range(end, last) and own.dep.partition(":")[0] in _TIES) or (
        other.head in range(first, end) and other.dep.partition(":")[0] in _TIES
    )
    return tied and parsed.sentence(first).zone != "headline"


def name_chunks(
    parsed: Parsed, words: Sequence[Word], hits: Sequence[Hit], heads: frozenset[int]
) -> list[tuple[int, int]]:
    """Token ranges that look like one proper name and are not one known name; `heads`, titles
    and offices, neither begin nor end one."""
    known = {words[w].token: hit for hit in hits for w in range(hit.start, hit.end)}
    tokens = parsed.tokens
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if i in heads or not _name_like(parsed, i, known, first=True):
            i += 1
            continue
        last = parsed.sentence(i).end
        j = i + 1
        while j < last and not _gap(parsed, j):
            if _name_like(parsed, j, known) or _hyphenated(parsed, j):
                j += 1
            elif (
                tokens[j].text.rstrip("-'’") in _PARTICLES
                and j + 1 < last
                and _name_like(parsed, j + 1, known)
                and j - 1 not in known
            ):
                j += 2
            else:
                break
        while j - 1 in heads:
            j -= 1
        surnames = {known[k].start for k in range(i, j) if k in known and _is_surname(known[k])}
        if len(surnames) > 1 or any(k not in known for k in range(i, j)):
            out.append((i, j))  # two surnames side by side are the name of a third
        i = j
    return out


def bare_names(parsed: Parsed, chunk: tuple[int, int]) -> tuple[int, ...]:
    """The words of a name that may stand for it alone: the last, or the first before a given name
    with a hyphen ("Hwang Mi-rae")."""
    start, end = chunk
    if end - start < 2:
        return ()
    hyphens = any(h in parsed.slice(start + 1, end) for h in _HYPHENS)
    return (start, end - 1) if hyphens else (end - 1,)


def _is_surname(hit: Hit) -> bool:
    return all(e.kind == "surname" for e in hit.entries)


def _gap(parsed: Parsed, j: int) -> bool:
    """Whether more than a blank stands before a token."""
    gap = parsed.report.text[parsed.tokens[j - 1].end : parsed.tokens[j].start]
    return bool(gap.strip()) or "\n" in gap


def _hyphenated(parsed: Parsed, j: int) -> bool:
    """The rest of a word that the tokenizer cut at its hyphen: *Mi - rae*."""
    tokens = parsed.tokens
    if tokens[j].start != tokens[j - 1].end:
        return False
    if tokens[j - 1].text in _HYPHENS:
        return tokens[j].text[0].isalpha()
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    glued = following is not None and following.start == tokens[j].end
    return tokens[j].text in _HYPHENS and glued and tokens[j + 1].text[0].isalpha()


def _name_like(parsed: Parsed, i: int, known: dict[int, Hit], first: bool = False) -> bool:
    """A capital, and a proper noun; within a run the tag counts less, as it often errs on names."""
    token = parsed.tokens[i]
    if not token.text[0].isupper():
        return False
    if i in known:
        return is_personal(known[i])
    if token.upos != "PROPN" and (first or token.upos not in ("NOUN", "ADJ", "X", "VERB")):
        return False
    return i != parsed.sentence(i).start or token.upos == "PROPN"


def other_spelling(text: str, hits: Sequence[Hit]) -> str | None:
    """The known person whose name is written otherwise here ("Anthony Blinken"); `hits` are the
    known surnames inside the text."""
    own = " ".join(plain_words(text))
    best: tuple[float, str] | None = None
    for hit in hits:
        for e in hit.entries:
            if e.kind not in ("surname", "person"):
                continue
            person = world.persons()[e.value]
            for name in (*person.names.values(), *person.aliases):
                score = _likeness(own, " ".join(plain_words(name)))
                if score >= _ALIKE and (best is None or score > best[0]):
                    best = (score, e.value)
    return best[1] if best else None


def _likeness(a: str, b: str) -> float:
    """Of two names, 0 to 100; the same first and last words count as near enough ("Choguel Maïga",
    "Choguel Kokalla Maïga")."""
    one, two = a.split(), b.split()
    ends = len(one) > 1 and len(two) > 1 and (one[0], one[-1]) == (two[0], two[-1])
    return max(fuzz.ratio(a, b), 90.0 if ends else 0.0)
