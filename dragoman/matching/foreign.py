"""Names and offices in languages that have no pipeline: by their written form alone.

A word is met by its stem, so that the cases of Russian and the genders of Spanish need no table of
their own; in scripts without blanks a name is met wherever it stands. Within an office ("Президент
Украины", "ولي العهد السعودي", "中国国家主席") a title and a state stand together in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.matching.gazetteer import plain, plain_words
from dragoman.world import actors as world
from dragoman.world.rows import rows

#: Shorter stems meet too many words; of a longer form, this many letters may differ at its end.
_STEM, _ENDING = 4, 3
#: Scripts that set no blanks between words.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
#: Scripts whose languages decline the names of persons.
_DECLINED = re.compile("[\u0400-\u04ff]")
_VOWELS = re.compile("[aeiouy']")
#: The mark of names that are the same in all languages.
_ANY = "*"
_STATE_KINDS = ("name", "alias", "adjective", "capital", "seat")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stretch may mean. `kind`: state, org or person; `exact`: met as written in a table,
    and not by its stem; `size`: how many letters met."""

    id: str
    kind: str
    exact: bool
    size: int


def meanings(text: str, language: str) -> list[Meaning]:
    """All that a stretch may mean as a whole, the surest first: the exact before the inflected, the
    longer before the shorter."""
    own = plain_words(text)
    found = [
        Meaning(id_, kind, exact, len(form))
        for form, kind, id_ in _forms(language)
        if (exact := plain_words(form) == own)
        or ((kind != "person" or _DECLINED.search(form)) and _met(text, form))
    ]
    found.sort(key=lambda m: (not m.exact, -m.size, m.kind, m.id))
    return list(dict.fromkeys(found))


def office(text: str, language: str) -> tuple[str, str] | None:
    """(role, state or body) if the stretch names an office; the longest title and state count."""
    title = max((t for t in titles(language) if _inside(text, t)), key=len, default=None)
    if title is None:
        return None
    bodies = [
        (len(form), id_) for form, kind, id_ in _forms(language)
        if kind != "person" and form != title and _inside(text, form)
    ]  # fmt: skip
    longest = max((size for size, _ in bodies), default=0)
    ids = sorted({id_ for size, id_ in bodies if size == longest})
    return (titles(language)[title], ids[0]) if len(ids) == 1 else None


@cache
def titles(language: str) -> dict[str, str]:
    """Words for offices in a language without a pipeline -> role."""
    out = {}
    columns = ("lang", "form", "role", "source", "dated")
    for row in rows("titles.tsv", columns, columns[:3]):
        if row["role"] not in (*world.ROLES, "leader"):
            raise row.error(f"unknown role {row['role']!r}")
        if row["lang"] == language:
            out[row["form"]] = row["role"]
    return out


@cache
def _forms(language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(dict.fromkeys(_all_forms(language)))


def _all_forms(language: str) -> Iterator[tuple[str, str, str]]:
    for n in world.state_names(language):
        if n.kind in _STATE_KINDS:
            yield n.form, "state", n.iso3
    for org, lang, _, form in world.organisation_names():
        if lang in (language, _ANY):
            yield form, "org", org
    for person, lang, form in world.person_names():
        if lang == language:
            yield form, "person", person
    for p in world.persons().values():  # in Latin script, a name is written as elsewhere
        for form in p.forms:
            yield form, "person", p.id


def _met(text: str, form: str) -> bool:
    """Whether a stretch is a form, inflected: as many words, each with the stem of its fellow."""
    one, two = text.split(), form.split()
    return len(one) == len(two) and all(map(_inflected, one, two))


def states_inside(text: str, language: str) -> set[str]:
    """The states that a text names."""
    return {id_ for form, kind, id_ in _forms(language) if kind == "state" and _inside(text, form)}


def _inside(text: str, form: str) -> bool:
    """Whether a form stands in a stretch."""
    if _UNSPACED.search(form):
        return form in text
    words, wanted = text.split(), form.split()
    return any(
        all(map(_inflected, words[k : k + len(wanted)], wanted))
        for k in range(len(words) - len(wanted) + 1)
    )


def _inflected(word: str, form: str) -> bool:
    """Whether one word is a case or gender of the other: all but their endings is the same. An
    acronym has none."""
    a, b = _bare(word), _bare(form)
    if a == b:
        return True
    if form.isupper() and form.lower() != form:
        return False
    stem = max(_STEM, len(b) - 2)
    return len(b) >= _STEM and a[:stem] == b[:stem] and abs(len(a) - len(b)) <= _ENDING


def _bare(word: str) -> str:
    """A word without accents, marks and the article that Arabic writes on to it."""
    return re.sub(r"\W", "", word).casefold().removeprefix("ال").replace("ё", "е")


def skeleton(name: str) -> str:
    """A name without vowels, blanks and doubled letters: the same for most ways of writing a name
    of another script in ours, and for our reading of a script that writes no vowels."""
    bare = _VOWELS.sub("", "".join(plain_words(plain(name))))
    return re.sub(r"(.)\1+", r"\1", bare)
