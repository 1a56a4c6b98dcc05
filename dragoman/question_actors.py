"""Who a question names: states, capitals, demonyms, leaders, organisations, over folded words.

Questions mix languages and drop capitals and accents, so the names of all languages are known at
once, and an acronym counts in lower case unless it is an ordinary word (`not_names`). Offices
("le président turc") are left to the state they belong to: a question has no date of its own by
which to tell who held them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.question_terms import Found, Word, key_of, longest
from dragoman.world import actors as world

#: Organisations that report or are reported on, but are no party to a bargain.
_NO_PARTY = ("media",)
#: Who is meant by a surname that several share: the one who leads, then the latest in office.
_LEADING = ("paramount_leader", "head_of_state", "head_of_government", "crown_prince",
            "secretary_general", "foreign_minister", "defence_minister")  # fmt: skip
_ARTICLES = ("le ", "la ", "les ", "l'", "the ")
#: How a name of a state in state_names is written; what is not listed here is a plain name.
_FORMS = {"adjective": "demonym", "prefix": "demonym", "people": "people"}
#: Which name is meant where two things share it: Bruxelles is the Union before it is Belgium.
_RANKS = ("name", "person", "demonym", "people", "weak")


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that a name may mean: `form` of _RANKS; `weight`, the smaller the likelier."""

    id: str
    form: str
    weight: tuple[int, ...]
    acronym: bool = False


@cache
def _names(languages: tuple[str, ...]) -> tuple[Mapping[tuple[str, ...], tuple[Name, ...]], int]:
    """All names by their folded words, the likeliest first, and the length of the longest."""
    table: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for text, name in (*_states(languages), *_organisations(languages), *_persons()):
        low = text.lower().replace("’", "'")
        article = next((a for a in _ARTICLES if low.startswith(a)), "")
        key = key_of(text[len(article) :])
        # "the Council", "le Nord": without a text around it the short form says nothing
        if key and not (article and name.form == "weak"):
            table[key].append(name)
    ordered = {key: tuple(sorted(set(names), key=_likely)) for key, names in table.items()}
    return ordered, max(map(len, ordered))


def _likely(name: Name) -> tuple[object, ...]:
    return (_RANKS.index(name.form), name.weight, name.id)


def _states(languages: tuple[str, ...]) -> Iterator[tuple[str, Name]]:
    for language in languages:
        for word in world.state_names(language):
            form = "weak" if "weak" in word.feats else _FORMS.get(word.kind, "name")
            weight = (1 if word.kind == "capital" else 0,)
            yield word.form, Name(word.iso3, form, weight, word.form.isupper())


def _organisations(languages: tuple[str, ...]) -> Iterator[tuple[str, Name]]:
    known = world.organisations()
    for id_, language, kind, form in world.organisation_names():
        if known[id_].kind in _NO_PARTY or language not in ("*", *languages):
            continue
        seat = kind == "weak" and " " not in form and "'" not in form
        as_form = "name" if seat or kind != "weak" else "weak"
        yield form, Name(id_, as_form, (0 if seat else 2,), form.isupper())


def _persons() -> Iterator[tuple[str, Name]]:
    for id_, person in world.persons().items():
        held = world.offices().get(id_)
        if not held:
            continue
        last = held[-1]
        leads = min(_LEADING.index(o.role) if o.role in _LEADING else 9 for o in held)
        day = int((last.start + "-01-01")[:10].replace("-", "")[:8])
        place = world.organisations()[last.org] if last.org and not last.country else None
        if place and place.id.startswith("IGO:"):
            actor = f"{place.id}/{id_}"
        else:
            actor = f"{last.country or (place.country if place else None) or '?'}:{id_}"
        texts = (*person.names.values(), *person.aliases, *person.shorts)
        for text in dict.fromkeys(texts):
            yield text, Name(actor, "person", (leads, -day))


def find_names(
    words: Sequence[Word], languages: tuple[str, ...], not_names: frozenset[str],
    articles: frozenset[str],
) -> list[Found]:  # fmt: skip
    """Every name in the question, in order: what it means most likely; `how` is name, demonym or
    person. What may be two states alike ("Congo") is not guessed."""
    table, size = _names(languages)
    all_low = not any(w.text[0].isupper() for w in words[1:])
    phrases = {key: None for name in not_names if len(key := key_of(name)) > 1}
    elsewhere = {
        i for start, end, _ in longest(words, phrases, max(map(len, phrases), default=0))
        for i in range(start, end)
    }  # fmt: skip
    found = []
    for start, end, key in longest(words, table, size):
        if start in elsewhere:
            continue
        options = table[key]
        best, word = options[0], words[start]
        if len(key) == 1:
            if word.folded in not_names and not (word.text.isupper() and len(word.text) > 1):
                continue
            if (best.form == "person" or best.acronym) and not (all_low or word.text[0].isupper()):
                continue
        if best.form == "weak" and len({n.id for n in options}) > 1:
            continue
        how = best.form
        if how in ("demonym", "people", "weak"):
            forms = {n.form for n in options}
            noun = "demonym" not in forms or start and words[start - 1].folded in articles
            how = "name" if noun and ("people" in forms or "demonym" not in forms) else "demonym"
        found.append(Found(start, end, best.id, how))
    return found
