"""Which stake a question names: the terms of lang/xx/stakes.tsv over words without a parse.

What a term asks of its tree (its governor, its object) is here asked of the question as a whole:
questions are one clause. Word forms are brought back to their lemma by the endings of the language
(`endings` in lang/xx/questions.yaml), several guesses a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.matching.stakes import Term, load_terms
from dragoman.question_terms import Found, Word, key_of

_TALKED_OF = ("diplomacy", "relations", "governance")
_SHORTEST = 3  # letters that must be left of a word for it to have lost an ending


@dataclass(frozen=True, slots=True)
class Inflection:
    """How the words of a language change: (ending, what it stands for), and words that do not."""

    endings: tuple[tuple[str, str], ...]
    fixed: frozenset[str]

    def bases(self, word: str) -> frozenset[str]:
        """The word itself and what it may be a form of."""
        found = {word}
        if word not in self.fixed:
            for ending, base in self.endings:
                if word.endswith(ending) and (
                    len(word) - len(ending) + len(base) >= _SHORTEST or word[0].isdigit()
                ):
                    found.add(word.removesuffix(ending) + base)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class StakeWords:
    """What the stakes table cannot know: `terms`, words that name a stake in a question though not
    in a report ("financer"); `idle`, words that look like a term and are none ("prêt à")."""

    terms: Mapping[tuple[str, ...], str]
    idle: frozenset[tuple[str, ...]]


@cache
def _terms(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], Term], ...]]:
    """(folded words, term) by first word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
    for terms in load_terms(language).values():
        for term in terms:
            key = key_of(" ".join(term.words))
            if key:
                table[key[0]].append((key, term))
    return {k: tuple(sorted(v, key=lambda x: (-len(x[0]), x[1].stake))) for k, v in table.items()}


def find_stake(
    words: Sequence[Word], names: Sequence[Found], language: str, inflection: Inflection,
    also: StakeWords, articles: frozenset[str], without: frozenset[str],
) -> str | None:  # fmt: skip
    """The stake that the question is about, or None.

    Sure terms go before supporting ones, nouns before verbs, kinds before whole families, goods
    before diplomacy, then the longest, then the first. `without`: stakes that are only the words of
    asking ("vote"); a term inside theirs counts ("embargo sur les armes").
    """
    named = {i for name in names for i in range(name.start, name.end)}
    forms = [inflection.bases(w.folded) for w in words]
    everything = frozenset(b for f in forms for b in f)
    best: tuple[tuple[float, ...], str] | None = None
    i = 0
    while i < len(words):
        size, found = 1, list[tuple[bool, bool, str]]()
        if i not in named:
            idle = _longest_key(also.idle, forms, i, articles)
            own = _longest_key(also.terms, forms, i, articles)
            size, terms = _longest(
                _terms(language), words, forms, everything, i, bool(names), articles, without
            )
            found = [(t.sure, t.pos != "VERB", t.stake) for t in terms if _tells(t)]
            if own and own[0] >= size:
                size, found = own[0], [(True, True, also.terms[own[1]])]
            if idle and idle[0] >= size:
                size, found = idle[0], []
        for sure, noun, stake in found:
            rank = (sure, noun, _weight(stake), size, -i)
            if best is None or rank > best[0]:
                best = (rank, stake)
        i += max(size, 1)
    return best[1] if best else None


def _tells(term: Term) -> bool:
    """A verb that only supports, or names a mere family (to aid, to back), is what is done, not
    what is at stake."""
    return term.pos != "VERB" or (term.sure and "." in term.stake)


def _weight(stake: str) -> int:
    """What moves goes before what is talked of, a kind before its family."""
    talked_of = stake.partition(".")[0] in _TALKED_OF
    return 2 * (not talked_of) + ("." in stake)


def _longest_key(
    keys: Iterable[tuple[str, ...]], forms: Sequence[frozenset[str]], at: int,
    articles: frozenset[str],
) -> tuple[int, tuple[str, ...]] | None:  # fmt: skip
    return max(((size, k) for k in keys if (size := _span(k, forms, at, articles))), default=None)


def _longest(
    table: Mapping[str, tuple[tuple[tuple[str, ...], Term], ...]], words: Sequence[Word],
    forms: Sequence[frozenset[str]], everything: frozenset[str], at: int, actors: bool,
    articles: frozenset[str], without: frozenset[str],
) -> tuple[int, list[Term]]:  # fmt: skip
    """The longest terms that hold here, all of one length, and that length."""
    size, found = 0, list[Term]()
    for first in sorted(forms[at]):
        for key, term in table.get(first, ()):
            length = _span(key, forms, at, articles)
            if length < max(size, 1) or term.stake in without:
                continue
            if _holds(term, words[at : at + length], everything, actors, at):
                found = [term] if length > size else [*found, term]
                size = length
    return size, found


def _span(
    key: tuple[str, ...], forms: Sequence[frozenset[str]], at: int, articles: frozenset[str]
) -> int:
    """How many words the term takes from `at` on, articles inside it skipped; 0 if not there."""
    here = at
    for n, part in enumerate(key):
        if n and here < len(forms) and part not in forms[here] and forms[here] & articles:
            here += 1
        if here >= len(forms) or part not in forms[here]:
            return 0
        here += 1
    return here - at


def _holds(
    term: Term, words: Sequence[Word], everything: frozenset[str], actors: bool, at: int
) -> bool:
    return not term.condition or any(
        all(_one(key, values, words, everything, actors, at) for key, values in alternative)
        for alternative in term.condition
    )


def _one(
    key: str, values: tuple[str, ...], words: Sequence[Word], everything: frozenset[str],
    actors: bool, at: int,
) -> bool:  # fmt: skip
    if key == "plural":
        return any(w.folded.endswith(("s", "x")) for w in words)
    if key == "singular":
        return not words[0].folded.endswith(("s", "x"))
    if key == "upper":
        return all(w.text.isupper() or not w.text.isalpha() for w in words)
    if key in ("cap", "not_cap"):
        return (words[0].text[0].isupper() and at > 0) == (key == "cap")
    if key in ("actor", "dom"):  # a question that names an actor is about states
        return actors
    if key in ("not_dom", "transfer", "refl"):
        return True
    hit = any(set(key_of(v)) <= everything for v in values if not v.startswith("@"))
    if key.startswith("not_") or key == "without":
        return not hit
    return hit or (actors and "@actor" in values) or "@stake" in values
