"""Every name and word by which an actor may be called, found in a text by its words.

Matching is over words, not over tokens of the parse: a word is a run of letters and digits, without
accents and case, so that *Jong-un*, *Jong Un* and *jong‑un*, *États-Unis* and *Etats Unis* are one.
Capitals still count: a form written with one (*Turkey*, *Perse*) is not found without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from dragoman.matching.actor_words import ActorWord, actor_words
from dragoman.record import Parsed
from dragoman.world import actors as world

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[ \u00a0\u202f'’ʼ\-\u2010\u2011.·]{0,3}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form may mean. `kind`: a kind of state name, org, seat_of (a city that tells which
    organisation is meant), org_adjective, person, surname, or a kind of actor_words; `value`: an
    iso3, the id of an organisation or a person, or the value of the word; `feats`: gender, number,
    weak, given (a given name, too), nickname."""

    kind: str
    value: str
    feats: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()


class Word(NamedTuple):
    """A run of letters in the text: its plain form, as written, and the token that holds it."""

    plain: str
    text: str
    token: int
    joined: bool  # nothing but a joint (blank, hyphen, apostrophe) before the next word
    plus: bool = False  # written with a plus sign after it


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `start` to `end` (exclusive) may mean one of `entries`; `skipped` are the words in
    between that belong to another name ("ministre *russe* de la Défense")."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    skipped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    shapes: tuple[str, ...]  # per word: "" any, "A" capital, "AA" all capitals
    entry: Entry
    after: frozenset[str] = frozenset()  # one of these words stands before, if any are given
    plus: bool = False  # "OPEC+" is another body than OPEC

    @property
    def size(self) -> int:
        return len(self.words) + self.plus


@lru_cache(maxsize=20_000)  # more would be names that no report has again
def plain(word: str) -> str:
    """Without accents and case: plain("Étrangères") == "etrangeres"."""
    return word.casefold() if word.isascii() else anyascii(word).casefold()


def plain_words(text: str) -> tuple[str, ...]:
    """The plain words of a name."""
    return tuple(plain(m[0]) for m in _WORD.finditer(text))


def words_of(parsed: Parsed) -> tuple[Word, ...]:
    """The words of a parse in order; the last of a sentence is joined to nothing."""
    text = parsed.report.text
    found: list[tuple[int, int, int]] = []
    for token in parsed.tokens:
        if token.text.isalpha():
            found.append((token.start, token.start + len(token.text), token.i))
            continue
        for m in _WORD.finditer(token.text):
            found.append((token.start + m.start(), token.start + m.end(), token.i))
    out = []
    for k, (start, end, i) in enumerate(found):
        joined = False
        if k + 1 < len(found):
            after, _, j = found[k + 1]
            gap = text[end:after]
            joined = (
                (gap == " " or _JOINT.fullmatch(gap) is not None)
                and ("." not in gap or end - start <= 3)
                and parsed.sentence_number(i) == parsed.sentence_number(j)
            )
        word = text[start:end]
        out.append(Word(plain(word), word, i, joined, text[end : end + 1] == "+"))
    return tuple(out)


class Gazetteer:
    """The forms of one language, by their first and second words, longest first."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        # By first word, then by the second (None: there is none), so that a common word, which
        # begins hundreds of names, leads to the few that can stand here.
        self._by_first: dict[str, dict[str | None, list[_Form]]] = {}
        for form in sorted(forms, key=lambda f: -f.size):
            if form.words:
                second = form.words[1] if len(form.words) > 1 else None
                begun = self._by_first.setdefault(form.words[0], {})
                begun.setdefault(second, []).append(form)

    @property
    def first_words(self) -> frozenset[str]:
        """The plain words with which a form may begin."""
        return frozenset(self._by_first)

    def _possible(self, words: tuple[Word, ...], i: int, skip: frozenset[int]) -> Iterable[_Form]:
        """The forms whose first two words are here, longest first."""
        begun = self._by_first.get(words[i].plain)
        if begun is None:
            return ()
        found: list[_Form] = []
        at, lists = i, 0
        while words[at].joined:
            at += 1
            if more := begun.get(words[at].plain):
                found.extend(more)
                lists += 1
            if at not in skip:
                break
        if alone := begun.get(None):
            found.extend(alone)
            lists += 1
        if lists > 1:
            found.sort(key=lambda f: -f.size)
        return found

    def at(self, words: tuple[Word, ...], i: int, skip: frozenset[int] = frozenset()) -> Hit | None:
        """The longest form that begins at word i, with all that it may mean; words of `skip` may
        stand inside it."""
        best: tuple[int, int, tuple[int, ...]] | None = None
        entries: list[Entry] = []
        for form in self._possible(words, i, skip):
            if best and form.size < best[0]:
                break
            met = _met(form, words, i, skip)
            if met is None:
                continue
            best = (form.size, *met)
            entries.append(form.entry)
        if best is None:
            return None
        return Hit(i, best[1], tuple(dict.fromkeys(entries)), best[2])


def _met(
    form: _Form, words: tuple[Word, ...], i: int, skip: frozenset[int]
) -> tuple[int, tuple[int, ...]] | None:
    """Where the form ends and what it skipped, or None if it does not stand here."""
    at, skipped = i, []
    if form.after and not (i and words[i - 1].joined and words[i - 1].plain in form.after):
        return None
    for k, (want, shape) in enumerate(zip(form.words, form.shapes, strict=True)):
        if k:
            if not words[at - 1].joined:
                return None
            while words[at].plain != want and at in skip:
                skipped.append(at)
                if not words[at].joined:
                    return None
                at += 1
        if words[at].plain != want or not _shaped(words[at].text, shape):
            return None
        at += 1
        if at == len(words) and k + 1 < len(form.words):
            return None
    if form.plus and not words[at - 1].plus:
        return None
    return at, tuple(skipped)


def _shaped(text: str, shape: str) -> bool:
    if not shape or not text[0].isalpha():
        return True
    if shape == "AA":
        return text.isupper() or (len(text) > 3 and text[0].isupper())
    return not text[0].islower()


def _form(text: str, entry: Entry, strict: bool = True) -> _Form:
    raw = [m[0] for m in _WORD.finditer(text)]
    shapes = tuple(
        "AA" if len(w) > 1 and w.isupper() and len(raw) == 1 else "A" if w[0].isupper() else ""
        for w in raw
    )
    wanted = shapes if strict else ("",) * len(raw)
    return _Form(tuple(map(plain, raw)), wanted, entry, plus=text.endswith("+"))


@cache
def gazetteer(language: str) -> Gazetteer:
    """The names of the world as a language writes them."""
    return Gazetteer(
        [*_states(language), *_organisations(language), *_persons(), *_not_actors(language)]
    )


@cache
def word_list(language: str) -> Gazetteer:
    """The words of `lang/xx/actors.tsv` that head a phrase. Capitals count in single words only:
    *Affaires étrangères* is often written small."""
    heads = (
        "office", "person", "kin", "title", "government", "organ", "people", "class", "state",
        "collective", "both", "order", "when", "number",
    )  # fmt: skip
    return Gazetteer(
        _form(w.form, Entry(w.kind, w.value, (), w.scope), strict=" " not in w.form)
        for w in _words(language)
        if w.kind in heads
    )


@cache
def sport_words(language: str) -> Gazetteer:
    """Words that tell that a state is a team."""
    return Gazetteer(
        _form(w.form, Entry("sport", "")) for w in _words(language) if w.kind == "sport"
    )


def _words(language: str) -> tuple[ActorWord, ...]:
    """Its words; none for a language that only has the names of states."""
    try:
        return actor_words(language)
    except LookupError:
        return ()


def _states(language: str) -> Iterable[_Form]:
    kinds = {"name": "state", "alias": "state"}
    for n in world.state_names(language):
        if n.kind != "prefix":
            form = _form(n.form, Entry(kinds.get(n.kind, n.kind), n.iso3, n.feats))
            yield from (form, *_without_article(form, language))


@cache
def prefixes(language: str) -> dict[str, str]:
    """What stands for a state before a hyphen: {"russo": "RUS"}."""
    return {plain(n.form): n.iso3 for n in world.state_names(language) if n.kind == "prefix"}


def _organisations(language: str) -> Iterable[_Form]:
    for org, lang, kind, form in world.organisation_names():
        if lang in (language, "*") or kind in ("name", "acronym"):
            kinds = {"seat": "seat_of", "adjective": "org_adjective"}
            entry = Entry(kinds.get(kind, "org"), org, ("weak",) if kind == "weak" else ())
            made = _form(form, entry)
            yield from (_loose(made), *_without_article(made, language))


def _without_article(form: _Form, language: str) -> Iterable[_Form]:
    """*Le Caire* after a word that holds its article: "l'avis du Caire", "a déclaré au Monde"."""
    words = _words(language)
    articles = {w.form for w in words if w.kind == "definite"}
    contracted = frozenset(plain(w.form) for w in words if w.kind == "contracted")
    if contracted and len(form.words) > 1 and form.words[0] in articles and form.shapes[0]:
        yield replace(form, words=form.words[1:], shapes=form.shapes[1:], after=contracted)


def _loose(form: _Form) -> _Form:
    """The first of several words may be written small: "agence France-Presse", "le Monde"."""
    return form if len(form.words) == 1 else replace(form, shapes=("", *form.shapes[1:]))


def _persons() -> Iterable[_Form]:
    for p in world.persons().values():
        for short in p.shorts:
            yield _form(short, Entry("surname", p.id))
        for name in dict.fromkeys((*p.names.values(), *p.aliases)):
            if name in p.shorts:
                continue
            if len(plain_words(name)) > 1:
                yield _form(name, Entry("person", p.id))
            else:
                yield _form(name, Entry("surname", p.id, ("nickname",)))


def _not_actors(language: str) -> Iterable[_Form]:
    for w in _words(language):
        if w.kind == "notactor":
            yield _form(w.form, Entry("notactor", ""))
