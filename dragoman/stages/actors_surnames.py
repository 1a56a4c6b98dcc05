"""Which of several bearers of a surname a sentence points to by what else it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.matching.actor_words import forms
from dragoman.matching.gazetteer import Hit, Word, plain, plain_words, word_list
from dragoman.record import Parsed
from dragoman.world import actors as world
from dragoman.world.actors import Office

_BODIES = ("state", "capital", "seat", "adjective", "org")
#: A surname of no more known bearers than these is rare.
_RARE = 4
#: A term of another time counts half.
_PAST = 0.5


def pointed_at(
    candidates: list[str], named: list[str], at: int, parsed: Parsed, words: tuple[Word, ...],
    hits: Sequence[Hit],
) -> str | None:  # fmt: skip
    """The one of several bearers of a surname whose state, body or office the sentence of token
    `at` names most; None if none stands out, or if the sentence names one of them in full.

    Where the report has named several (`named`), it is one of them; where it has named just one,
    another comes before him only if the surname is rare, or if the sentence points to him twice.
    """
    met = [person for person in named if person in candidates]
    candidates = met if len(met) > 1 else candidates
    if len(candidates) < 2:
        return None
    sentence = parsed.sentence(at)
    bodies: set[str] = set()
    for hit in hits:
        if not sentence.start <= words[hit.start].token < sentence.end:
            continue
        for entry in hit.entries:
            if entry.kind == "person" and entry.value in candidates:
                return None
            if entry.kind in _BODIES and "weak" not in entry.feats:
                bodies.add(entry.value)
    roles = set(_roles(parsed, words, sentence.start, sentence.end))
    scores = {person: _score(person, bodies, roles, parsed.report.date) for person in candidates}
    best = max(scores.values())
    first = [person for person, score in scores.items() if score == best]
    enough = 1.0 if not met or first[0] in met or len(candidates) <= _RARE else 2.0
    if len(first) != 1 or best < enough:
        return None
    return first[0]


def _score(person: str, bodies: set[str], roles: set[str], date: str | None) -> float:
    """How much of what a sentence names is somebody's: a point for each body and each role, of an
    office held that year, and half for another."""
    found: dict[str, float] = {}
    for office in world.offices().get(person, ()):
        weight = 1.0 if date is None or _near(office, date) else _PAST
        for what in ({office.body} & bodies) | ({office.role} & roles):
            found[what] = max(found.get(what, 0.0), weight)
    return sum(found.values())


def _near(office: Office, date: str) -> bool:
    """Whether an office was held within a year of a date."""
    year = int(date[:4])
    return office.start <= f"{year + 1}{date[4:]}" and (
        not office.end or office.end >= f"{year - 1}{date[4:]}"
    )


def _roles(parsed: Parsed, words: tuple[Word, ...], start: int, end: int) -> Iterator[str]:
    """The roles that a sentence names, also by what they govern alone ("il tenait la Défense")."""
    language = parsed.report.language
    lexicon = word_list(language)
    tails = {
        word.form.split()[-1]: word.value
        for word in forms(language, "office").values()
        if " " in word.form and not word.scope and word.form.split()[-1][0].isupper()
    }
    for k, word in enumerate(words):
        if not start <= word.token < end:
            continue
        if word.text in tails:
            yield tails[word.text]
        hit = lexicon.at(words, k)
        for entry in hit.entries if hit else ():
            if entry.kind == "office":
                yield entry.value


def last_words(person: str) -> frozenset[str]:
    """The plain last words of somebody's names: another's surname may be a part of his
    ("Rasmussen", "Løkke Rasmussen")."""
    return frozenset(plain_words(n)[-1] for n in world.persons()[person].names.values())


def by_given_name(parsed: Parsed, hits: Sequence[Hit]) -> list[str]:
    """Bearers of a surname in the text, in office on its date, whom it names by the given name
    alone ("son fils Charles ... Michel")."""
    surnames = [e.value for hit in hits for e in hit.entries if e.kind == "surname"]
    if not surnames:
        return []
    texts = {plain(t.text) for t in parsed.tokens if t.upos == "PROPN" and t.text[0].isupper()}
    date = parsed.report.date
    out = []
    for person in dict.fromkeys(surnames):
        about = world.persons()[person]
        own = {word for short in about.shorts for word in plain_words(short)}
        given = [w for w in plain_words(about.name(parsed.report.language)) if w not in own][:1]
        now = any(date is None or o.held_on(date) for o in world.offices().get(person, ()))
        if now and given and given[0] in texts and _alone(given[0], parsed):
            out.append(person)
    return out


def _alone(given: str, parsed: Parsed) -> bool:
    """Whether a given name stands somewhere without another name after it."""
    tokens = parsed.tokens
    return any(
        plain(t.text) == given and (t.i + 1 >= len(tokens) or not tokens[t.i + 1].text[0].isupper())
        for t in tokens
    )
