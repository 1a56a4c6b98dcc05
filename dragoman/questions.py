"""From a question in plain words to what is asked, of whom, about what, and as of when.

    "Que cherche Kim Jong Un et que peut donner Poutine en échange ?"
    → exchange, PRK:kim-jong-un, RUS:vladimir-putin

No parser: questions are short and often malformed. What is asked is read off cue words (the
heaviest cue decides, the first among equals), who and what by looking names and terms up, and who
acts on whom from the small words around the names. All words are data (lang/xx/questions.yaml), the
way is the same in every language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.matching.lexicon import LANG
from dragoman.question_actors import find_names
from dragoman.question_roles import MARKS, RoleWords, assign, find_parties
from dragoman.question_stakes import Inflection, StakeWords, find_stake
from dragoman.question_terms import (
    Found,
    Word,
    find_date,
    find_instruments,
    key_of,
    months,
    words_of,
)
from dragoman.tables import TableError, read_yaml
from dragoman.world.stakes import stake_ids

#: What can be asked, in the order in which it is listed to the user.
ASKS = ("exchange", "seeks", "gives", "forbids", "breaches", "votes", "events", "who_says",
        "how_sure", "confirmed")  # fmt: skip
#: Stakes whose words are only those of the question itself.
_RULES = frozenset({"diplomacy.sanctions", "diplomacy.agreement"})
_OWN_STAKES = {
    "votes": _RULES | {"diplomacy.vote", "governance.elections"},
    "forbids": _RULES,
    "breaches": _RULES,
    "events": frozenset({"diplomacy.talks", "diplomacy.prestige"}),
}
_WORD_LISTS = (
    "function_words", "numbered", "transparent", "articles", "joins", "that", "owner",
    "source_nouns", "rule_nouns", "fillers", "not_names", "fixed",
)  # fmt: skip
_KEYS = (
    *_WORD_LISTS, "openings", "sets", "cues", "marks", "infinitive", "endings", "terms", "idle",
)  # fmt: skip
#: Bodies that make the rules or keep the count: the place of a vote, not a party to the question.
_VENUES = (
    "IGO:united-nations", "IGO:un-security-council", "IGO:un-general-assembly", "IGO:poe",
    "IGO:1718-sanctions-committee",
)  # fmt: skip
_ROLE_LISTS = (
    "transparent", "articles", "joins", "that", "owner", "source_nouns", "rule_nouns", "fillers",
)  # fmt: skip
_ABOUT_RULES = ("forbids", "breaches", "votes")


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks. `asks` is one of ASKS, or "unsupported" with the reason in `why`.

    `actor` and `counterpart` are ids of the record (codebook), `stake` an id of the stakes table,
    `on` an ISO date of day, month or year precision, `instruments` resolutions named by number.
    """

    text: str
    language: str
    asks: str
    actor: str | None = None
    counterpart: str | None = None
    stake: str | None = None
    on: str | None = None
    instruments: tuple[str, ...] = ()
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"asks": self.asks, "actor": self.actor, "counterpart": self.counterpart,
                "stake": self.stake, "on": self.on}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The words of asking in one language."""

    function_words: frozenset[str]
    opening: re.Pattern[str]
    cues: tuple[tuple[str, float, re.Pattern[str]], ...]
    getting: re.Pattern[str]
    giving: re.Pattern[str]
    numbered: frozenset[str]
    articles: frozenset[str]
    not_names: frozenset[str]
    inflection: Inflection
    stakes: StakeWords
    small: RoleWords


def languages() -> tuple[str, ...]:
    """The languages in which questions can be asked."""
    return tuple(sorted(p.parent.name for p in LANG.glob("*/questions.yaml")))


@cache
def load_phrasing(language: str) -> Phrasing:
    """The words of asking of lang/`language`. Raises TableError naming the file."""
    path = LANG / language / "questions.yaml"
    data = read_yaml(path, _KEYS)
    for wrong in sorted(set(data["cues"]) ^ {*ASKS, "unsupported"}):
        raise TableError(path, 1, f"cues: {wrong!r} unknown or missing")
    for wrong in sorted(set(data["marks"]) - set(MARKS)):
        raise TableError(path, 1, f"marks: unknown {wrong!r}")

    def pattern(text: str) -> re.Pattern[str]:
        for name, words in data["sets"].items():
            text = text.replace("{" + name + "}", f"(?:{'|'.join(words)})")
        try:
            return re.compile(rf"(?<!\S)(?:{text})(?!\S)")
        except re.error as error:
            raise TableError(path, 1, f"{error}: {text[:60]}") from error

    for wrong in sorted(set(data["terms"]) - set(stake_ids())):
        raise TableError(path, 1, f"terms: unknown stake {wrong!r}")

    words = {key: frozenset(data[key]) for key in _WORD_LISTS}
    marks = {key_of(text): mark for mark, texts in data["marks"].items() for text in texts}
    small = RoleWords(
        marks,
        {k: frozenset(v) for k, v in data["infinitive"].items()},
        **{field: words[field] for field in _ROLE_LISTS},
    )
    cues = tuple(
        (asks, float(weight), pattern("|".join(texts)))
        for asks in ("unsupported", *ASKS)
        for weight, texts in data["cues"][asks].items()
    )
    openings = "|".join(data["openings"])
    return Phrasing(
        words["function_words"], re.compile(rf"^(?:(?:{openings})(?:\s+|$))+"), cues,
        pattern("{get}"), pattern("{give}"),
        words["numbered"], words["articles"], words["not_names"],
        Inflection(tuple((a, b) for a, b in data["endings"]), words["fixed"]),
        StakeWords(
            {key_of(t): stake for stake, texts in data["terms"].items() for t in texts},
            frozenset(key_of(t) for t in data["idle"]),
        ),
        small,
    )  # fmt: skip


def parse_question(text: str, language: str | None = None) -> Question:
    """What `text` asks; its language is found out unless given (ISO 639-1).

    Raises LookupError for a language without questions.yaml.
    """
    words = words_of(text)
    if language is None:
        language = detect(words)
    elif language not in languages():
        raise LookupError(f"no questions in language {language!r}: one of {', '.join(languages())}")
    phrasing = load_phrasing(language)
    names = find_names(words, languages(), phrasing.not_names, phrasing.articles)
    asks = _asks(_masked(words, names), phrasing)
    instruments = find_instruments(words, phrasing.numbered)
    on = find_date(words, text, language, phrasing.numbered)
    if asks is None:
        return Question(text, language, "unsupported", on=on, why="no_cue")
    if asks in _ABOUT_RULES:
        names = [n for n in names if n.value not in _VENUES]
    stake = find_stake(
        words, names, language, phrasing.inflection, phrasing.stakes, phrasing.articles,
        _OWN_STAKES.get(asks, frozenset()),
    )  # fmt: skip
    folded = " ".join(w.folded for w in words)
    getting = bool(phrasing.getting.search(folded)) and not phrasing.giving.search(folded)
    moves = bool(phrasing.giving.search(folded))
    single = "counterpart" if asks == "forbids" and not moves else "actor"
    parties = find_parties(words, names, asks, phrasing.small)
    actor, counterpart = assign(parties, asks, getting, single)
    if asks != "unsupported" and not (actor or counterpart or instruments):
        return Question(text, language, "unsupported", stake=stake, on=on, why="no_actor")
    why = "other" if asks == "unsupported" else None
    return Question(text, language, asks, actor, counterpart, stake, on, instruments, why)


def detect(words: tuple[Word, ...]) -> str:
    """The language with the most function words and names of months; among equals, the one that
    finds the heaviest cue."""
    masked = _masked(words, [])

    def score(language: str) -> tuple[float, float]:
        phrasing = load_phrasing(language)
        own = phrasing.function_words | months(language).keys()
        cued = (weight for _, weight, cue in phrasing.cues if cue.search(masked))
        return sum(w.folded in own for w in words), max(cued, default=0)

    return max(languages(), key=score)


def _masked(words: tuple[Word, ...], names: list[Found]) -> str:
    """The folded question with every actor as @: what the cues are tried on."""
    starts = {n.start for n in names}
    inside = {i for n in names for i in range(n.start, n.end)}
    kept = (i for i in range(len(words)) if i in starts or i not in inside)
    return " ".join("@" if i in starts else words[i].folded for i in kept)


def _asks(masked: str, phrasing: Phrasing) -> str | None:
    """The heaviest cue, the first in the question among equals, then in the order of ASKS."""
    opening = phrasing.opening.match(masked)
    said = masked[opening.end() :] if opening and opening.end() < len(masked) else masked
    best: tuple[float, int] | None = None
    asks = None
    for kind, weight, cue in phrasing.cues:
        match = cue.search(said)
        if match and (best is None or (weight, -match.start()) > best):
            best, asks = (weight, -match.start()), kind
    return asks


def parse_batch(lines: Iterable[str]) -> Iterator[str]:
    """JSONL of {"id", "question", "lang"?} to JSONL of {"id", "asks", "actor", …}, line by line.

    Raises ValueError naming the line that is not such an object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            text, id_ = case["question"], case["id"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f'line {number}: not an object with "id" and "question"') from error
        question = parse_question(text, case.get("lang"))
        yield json.dumps({"id": id_, **question.as_json()}, ensure_ascii=False)
