"""Which of several bearers of a surname a sentence points to by what else it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dragoman.matching.actor_words import forms
from dragoman.matching.gazetteer import Hit, Word, plain, plain_words, word_list
from dragoman.record import Parsed
from dragoman.world import actors as world
from dragoman.world.actors import Office

_BODIES = ("state", "capital", "seat", "adjective", "org")
#: What people are who hold no office (words of kind "person" in lang/).
_TRADES = ("expert", "citizen", "journalist", "professor")
_LONG_TRADE = 4  # words
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


def of_a_trade(parsed: Parsed, words: tuple[Word, ...], hits: Sequence[Hit]) -> frozenset[str]:
    """The surnames of known persons that the text gives to somebody of another trade: "l'agronome
    Hwang", "Mr. Hwang, an agronomist" (he who holds an office may have learnt a trade too)."""
    language = parsed.report.language
    lexicon, trades = word_list(language), forms(language, "trade")
    former = {w.form for w in forms(language, "when").values() if w.value == "former"}

    def trade(k: int) -> int | None:  # where it ends, if word k begins one
        if words[k].text.lower() in trades:
            return k + 1
        hit = lexicon.at(words, k)
        kinds = {e.value for e in hit.entries if e.kind == "person"} if hit else set()
        return hit.end if hit and kinds & set(_TRADES) else None

    out = set()
    for hit in hits:
        persons = [e.value for e in hit.entries if e.kind == "surname"]
        if not persons:
            continue
        before = range(max(0, hit.start - _LONG_TRADE), hit.start)
        told = any(
            trade(k) == hit.start and words[hit.start - 1].joined
            and not (k and words[k - 1].text.lower() in former)
            for k in before
        )  # fmt: skip
        told = told or (_apposed(parsed, words, hit, trade) and not _in_office(persons, parsed))
        if told:
            out.add(plain(parsed.tokens[words[hit.end - 1].token].text))
    return frozenset(out)


def _apposed(
    parsed: Parsed, words: tuple[Word, ...], hit: Hit, trade: Callable[[int], int | None]
) -> bool:
    """Whether a comma and a trade follow a name: ", an agronomist"."""
    tokens = parsed.tokens
    comma = words[hit.end - 1].token + 1
    if comma + 1 >= len(tokens) or tokens[comma].text != ",":
        return False
    k = hit.end + (tokens[comma + 1].upos == "DET")
    return k < len(words) and trade(k) is not None


def _in_office(persons: list[str], parsed: Parsed) -> bool:
    date = parsed.report.date
    return any(date is None or _near(o, date) for p in persons for o in world.offices().get(p, ()))


def _alone(given: str, parsed: Parsed) -> bool:
    """Whether a given name stands somewhere without another name after it."""
    tokens = parsed.tokens
    return any(
        plain(t.text) == given and (t.i + 1 >= len(tokens) or not tokens[t.i + 1].text[0].isupper())
        for t in tokens
    )
