"""Which words of a report name a stake (arms.ammunition, aid.food …): `lang/xx/stakes.tsv`.

A term is lemmas (content words) and surface forms (function words) separated by one space; the
longest match wins. A row of weight 1 names its stake wherever its condition holds; one of 0.5 only
supports, and counts where its condition holds and a predicate seeks, gives, forbids or moves it
(which is for the claims stage to say: `StakeMention.sure`).

Conditions (joined by `;`, alternatives by `||`): plural, singular, upper, cap, not_cap, refl,
actor, and `key:a|b` with mod, not_mod (a dependent's lemma), of, not_of, gov, not_gov (the
governor's), obj, not_obj (the object's), with, without (anywhere in the sentence), dom, not_dom (a
sure term of that stake in the same sentence). `@actor`, `@person`, `@stake` stand for any of those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.matching.lexicon import LANG
from dragoman.record import Mentions, Parsed, Token
from dragoman.tables import Row, read_table

_PLAIN = ("plural", "singular", "upper", "cap", "not_cap", "refl", "actor", "transfer")
_KEYED = (
    "mod",
    "not_mod",
    "of",
    "not_of",
    "gov",
    "not_gov",
    "obj",
    "not_obj",
    "with",
    "without",
    "dom",
    "not_dom",
)


_Piece = tuple[tuple[str, str], int, str]


@dataclass(frozen=True, slots=True)
class Term:
    stake: str
    words: tuple[str, ...]
    pos: str
    sure: bool
    condition: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]  # any of (all of)


@dataclass(frozen=True, slots=True)
class StakeMention:
    """Tokens that name a stake; `head` is the syntactic head of the stretch."""

    start: int
    end: int
    head: int
    stake: str
    sure: bool


@cache
def load_terms(language: str, stakes: tuple[str, ...] = ()) -> Mapping[str, tuple[Term, ...]]:
    """Terms by their first word, longest first. Raises TableError on an unknown stake or
    condition."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in read_table(
        LANG / language / "stakes.tsv",
        ("stake", "term", "pos", "weight", "condition", "source"),
        ("stake", "term", "pos", "condition"),
    ):
        if stakes and row["stake"] not in stakes:
            raise row.error(f"unknown stake {row['stake']!r}")
        words = tuple(row["term"].replace("-", " ").split())  # texts are cut at hyphens too
        if row["weight"] not in ("1", "0.5"):
            raise row.error(f"weight {row['weight']!r} is neither 1 nor 0.5")
        terms[words[0]].append(
            Term(
                row["stake"],
                words,
                row["pos"].removesuffix("_MWE"),
                row["weight"] == "1",
                _condition(row),
            )
        )
    return {k: tuple(sorted(v, key=lambda t: (-len(t.words), t.stake))) for k, v in terms.items()}


def _condition(row: Row) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]:
    alternatives = []
    for alternative in row["condition"].split("||"):
        parts: list[tuple[str, tuple[str, ...]]] = []
        for part in (p.strip() for p in alternative.split(";") if p.strip()):
            key, _, values = part.partition(":")
            if key not in _KEYED and key not in _PLAIN:
                raise row.error(f"unknown condition {key!r}")
            parts.append((key, tuple(v.replace("_", " ") for v in values.split("|") if v)))
        if parts:
            alternatives.append(tuple(parts))
    return tuple(alternatives)


def find_stakes(parsed: Parsed, mentions: Mentions) -> tuple[StakeMention, ...]:
    """Every stake that the report names, in order; no stretch inside a longer one counts."""
    terms = load_terms(parsed.report.language)
    found: list[StakeMention] = []
    for sentence in parsed.sentences:
        pieces = _pieces(parsed, sentence.start, sentence.end)
        waiting: list[tuple[int, int, int, list[Term]]] = []
        k = 0
        while k < len(pieces):
            hits = _longest(terms, pieces, k)
            if hits:
                length = len(hits[0][0].words) if not hits[0][1] else hits[0][1]
                last = max(pieces[k + j][1] for j in range(length))
                first = pieces[k][1]
                head = _head(parsed, first, last + 1)
                waiting.append((first, last + 1, head, [t for t, _ in hits]))
                k += length
            else:
                k += 1
        sure = {
            t.stake
            for _, _, _, ts in waiting
            for t in ts
            if t.sure and not any(key == "dom" for alt in t.condition for key, _ in alt)
        }
        for first, end, head, candidates in waiting:
            for term in candidates:
                if _holds(parsed, mentions, term, head, sentence.start, sentence.end, sure):
                    found.append(StakeMention(first, end, head, term.stake, term.sure))
                    if term.sure and not term.condition:
                        break
    return tuple(found)


def _pieces(parsed: Parsed, start: int, end: int) -> list[_Piece]:
    """The sentence as (forms that a term's word may take, token, upos), cut at hyphens."""
    out: list[_Piece] = []
    for token in parsed.tokens[start:end]:
        low, lemma = token.text.lower(), token.lemma.lower()
        if "’" in low:
            low, lemma = low.replace("’", "'"), lemma.replace("’", "'")
        if "-" not in low:
            out.append(((low, lemma), token.i, token.upos))
            continue
        parts, lemmas = low.split("-"), lemma.split("-")
        for n, part in enumerate(parts):
            if part:
                other = lemmas[n] if len(lemmas) == len(parts) else part
                out.append(((part, other), token.i, token.upos))
    return out


def _longest(
    terms: Mapping[str, tuple[Term, ...]], pieces: list[_Piece], k: int
) -> list[tuple[Term, int]]:
    best: list[tuple[Term, int]] = []
    for first in dict.fromkeys(pieces[k][0]):
        for term in terms.get(first, ()):
            length = _spans(term.words, pieces, k)
            if not length or not _class_fits(term.pos, len(term.words), pieces[k : k + length]):
                continue
            if not best or length > best[0][1]:
                best = [(term, length)]
            elif length == best[0][1] and term not in [t for t, _ in best]:
                best.append((term, length))
    return best


def _spans(words: tuple[str, ...], pieces: list[_Piece], k: int) -> int:
    """How many pieces the term takes from k on (determiners inside may be skipped), or 0."""
    at = k
    for n, word in enumerate(words):
        if n and at < len(pieces) and word not in pieces[at][0] and pieces[at][2] == "DET":
            at += 1
        if at >= len(pieces) or word not in pieces[at][0]:
            return 0
        at += 1
    return at - k


def _class_fits(pos: str, size: int, pieces: list[_Piece]) -> bool:
    tags = {tag for _, _, tag in pieces}
    if pos in ("NOUN", "PROPN"):
        return bool(tags & {"NOUN", "PROPN", "X", "SYM", "NUM"} or (size > 1 and "ADJ" in tags))
    if pos == "VERB":
        return bool(tags & {"VERB", "AUX"})
    return bool(tags & {"ADJ", "VERB", "NOUN"})


def _head(parsed: Parsed, start: int, end: int) -> int:
    return next(
        (
            i
            for i in range(start, end)
            if not start <= parsed.tokens[i].head < end or parsed.tokens[i].head == i
        ),
        start,
    )


def _holds(
    parsed: Parsed, mentions: Mentions, term: Term, head: int, start: int, end: int, sure: set[str]
) -> bool:
    if not term.condition:
        return True
    return any(
        all(
            _one(parsed, mentions, key, values, head, start, end, sure, term)
            for key, values in alternative
        )
        for alternative in term.condition
    )


def _one(
    parsed: Parsed,
    mentions: Mentions,
    key: str,
    values: tuple[str, ...],
    head: int,
    start: int,
    end: int,
    sure: set[str],
    term: Term,
) -> bool:
    token = parsed.tokens[head]
    if key in _PLAIN:
        return _plain(parsed, mentions, key, token, start)
    negative = key.startswith("not_") or key == "without"
    key = {"without": "with"}.get(key, key.removeprefix("not_"))
    if key == "dom":
        return negative != any(
            s == v or s.startswith(v + ".")
            for s in sure
            for v in values
            if s != term.stake or s == v
        )
    kids = parsed.children(head)
    pool: list[int]
    if key == "mod":
        pool = [
            k
            for k in kids
            if parsed.tokens[k].dep.partition(":")[0]
            in ("amod", "nmod", "compound", "flat", "acl", "appos")
        ]
    elif key in ("of", "gov"):
        pool = [token.head] if token.head != head else []
        if pool and parsed.tokens[pool[0]].dep == "conj":
            pool.append(parsed.tokens[pool[0]].head)
    elif key == "obj":
        pool = [
            k
            for k in kids
            if parsed.tokens[k].dep.partition(":")[0] in ("obj", "nsubj", "obl", "xcomp")
        ]
    else:
        pool = [i for i in range(start, end) if i != head]
    return negative != any(_names(parsed, mentions, i, values) for i in pool)


def _names(parsed: Parsed, mentions: Mentions, i: int, values: tuple[str, ...]) -> bool:
    token = parsed.tokens[i]
    for value in values:
        if value in ("@actor", "@person"):
            mention = mentions.at(i)
            if mention and (value == "@actor" or any(a.kind == "person" for a in mention.actors)):
                return True
        elif (
            token.lemma.lower() == value
            or token.text.lower() == value
            or value in token.text.lower().split("-")
        ):
            return True
    return False


def _plain(parsed: Parsed, mentions: Mentions, key: str, token: Token, start: int) -> bool:
    if key == "plural":  # "aucune arme", "toute arme" mean more than one
        return token.feat("Number") == "Plur" or any(
            parsed.tokens[k].feat("PronType") in ("Neg", "Ind", "Tot")
            for k in parsed.children(token.i, "det")
        )
    if key == "singular":
        return token.feat("Number") != "Plur"
    if key == "upper":
        return token.text.isupper()
    if key in ("cap", "not_cap"):
        return (token.text[:1].isupper() and token.i != start) == (key == "cap")
    if key == "refl":
        return any(
            parsed.tokens[k].dep.startswith("expl") or parsed.tokens[k].feat("Reflex")
            for k in parsed.children(token.i)
        )
    if key == "actor":
        below = [m for k in parsed.subtree(token.i) if (m := mentions.at(k))]
        beside = [m for k in parsed.children(token.head) if k != token.i and (m := mentions.at(k))]
        return bool(below or beside)
    return True  # transfer: the claims stage asks for a predicate that moves it
