"""Who acts and who is at the other end in a question, from the small words around the names.

Every name of an actor gets a mark: what its preposition, its place or its form say of it. What is
asked then says how well each mark fits the two roles, and the best pair is taken; among equals, the
one named first acts. The marks are the same in every language, the words that set them are data
(`marks` in lang/xx/questions.yaml).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from dragoman.question_terms import Found, Word

#: subject: no mark; adjective: "obus iraniens"; owner: "Iran's drones"; of: "de"; by: the agent;
#: source: "selon"; on: a topic, the target of a rule; issuer: who made the rule, "US sanctions".
MARKS = ("subject", "adjective", "owner", "of", "by", "from", "to", "on", "in", "with", "source",
         "issuer")  # fmt: skip

Fit = dict[str, tuple[float, float]]  # mark → how well it fits (actor, counterpart)

#: One proposition: somebody does something to, or gives something to, somebody.
_DEED: Fit = {
    "subject": (4, 2), "owner": (4, 1), "by": (5, -3), "adjective": (3, 1), "of": (3, 2),
    "from": (2, 1), "with": (1, 3), "in": (0, 3), "on": (0, 3), "to": (-1, 4), "source": (-9, -9),
    "issuer": (-9, -9),
}  # fmt: skip
#: The two sides are equals, or all that they do is asked for: they stand as they are named.
_EVEN: Fit = dict.fromkeys(MARKS, (1.0, 1.0))
_FITS: dict[str, Fit] = {
    "gives": _DEED | {"from": (4.5, 0)},
    "seeks": _DEED | {
        "of": (2, 3.5), "from": (-3, 5), "adjective": (2, 2.5), "to": (-1, 3), "by": (5, 2),
    },
    "exchange": _EVEN | {"source": (-9, -9)},
    "events": _EVEN | {"source": (-1, -1), "by": (2, 0)},
    "forbids": _DEED | {"from": (4.5, 0), "on": (-1, 4), "of": (2, 2.5), "in": (-2, 4)},
    "breaches": _DEED | {"on": (-1, 4)},
    "votes": _DEED | {
        "on": (-1, 5), "adjective": (2.6, 2.5), "of": (4, 2), "in": (-1, 3), "issuer": (2, -9),
    },
    "confirmed": _DEED | {"source": (5, -9), "subject": (6, 2), "owner": (6, 1), "by": (3, 2)},
}  # fmt: skip
#: The verb is one of getting (buy, receive): its subject is at the receiving end.
_GETTING: Fit = _DEED | {
    "subject": (1, 4), "owner": (1, 4), "by": (1, 4), "from": (5, 1), "adjective": (5, 0),
    "to": (3, 1), "of": (4, 1), "with": (3, 1), "in": (3, 2),
}  # fmt: skip
#: Kinds that ask which way a stake moves, so that buying is giving seen from the other end.
_DIRECTED = ("gives", "forbids")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Small words of one language: mark → word sequences before a name, and word classes."""

    marks: dict[tuple[str, ...], str]
    infinitive: dict[str, frozenset[str]]  # "for" + name + one of these: the name is the subject
    transparent: frozenset[str]  # between preposition and name: articles, titles
    articles: frozenset[str]
    joins: frozenset[str]  # and
    that: frozenset[str]
    owner: frozenset[str]  # the 's after a name
    source_nouns: frozenset[str]
    rule_nouns: frozenset[str]  # embargo, sanctions: a name beside them is their target
    fillers: frozenset[str]  # what may stand between: arms, UN


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the question with all the marks that its names carry."""

    id: str
    marks: tuple[str, ...]


def find_parties(
    words: Sequence[Word], names: Sequence[Found], asks: str, small: RoleWords
) -> list[Party]:
    """The actors named, each once, in order of first mention."""
    marks: list[str] = []
    for n, name in enumerate(names):
        before = names[n - 1] if n else None
        after = names[n + 1] if n + 1 < len(names) else None
        marks.append(_mark(words, name, before, marks[-1] if marks else None, after, small))
    if asks in ("who_says", "how_sure") and len(names) > 1:
        speaker = _speaker(words, names, small)
        if speaker is not None:
            marks[speaker] = "source"
    found: dict[str, list[str]] = {}
    people = {name.value for name in names if name.how == "person"}
    for name, mark in zip(names, marks, strict=True):
        found.setdefault(_same(name.value, list(found), people), []).append(mark)
    return [Party(id_, tuple(m)) for id_, m in found.items()]


def _same(id_: str, known: list[str], people: set[str]) -> str:
    """A leader and the state of the same question are one party, by the name that came first; an
    armed group is not its state."""
    for other in known:
        leader, state = (id_, other) if id_ in people else (other, id_)
        if leader in people and state not in people and leader.partition(":")[0] == state:
            return other
    return id_


def _mark(
    words: Sequence[Word], name: Found, before: Found | None, mark_before: str | None,
    after: Found | None, small: RoleWords,
) -> str:  # fmt: skip
    following = [w.folded for w in words[name.end : name.end + 4]]
    at = name.start
    near = words[at - 1].folded if at else ""
    beside = {*following[:1], near} if name.how == "demonym" else set(following[:1])
    if beside & small.source_nouns:
        return "source"
    if following[:1] and following[0] in small.owner:
        target = after is None and any(w in small.rule_nouns for w in following[1:])
        return "on" if target else "owner"
    first = before.end if before else 0
    while at > first:  # "les rebelles du M23" is M23
        if words[at - 1].folded in small.transparent:
            at -= 1
        elif at - 1 > first and _is_of(words[at - 1], small) and _title(words[at - 2], small):
            at -= 2
        else:
            break
    preposition = _preposition(words, at, small)
    ruled = _ruled(words, name, after, near, small)
    if ruled and (name.how == "demonym" or preposition not in ("to", "on", "by", "from")):
        return ruled
    if (
        preposition and name.how != "demonym"
    ):  # of "for Iranian drones", the drones are for somebody
        verb_follows = small.infinitive.get(words[at - 1].folded, frozenset())
        return "subject" if set(following[:1]) & verb_follows else preposition
    if before and mark_before and at - 1 == before.end and words[at - 1].folded in small.joins:
        return mark_before
    return "adjective" if name.how == "demonym" else "subject"


def _is_of(word: Word, small: RoleWords) -> bool:
    return small.marks.get((word.folded,)) == "of"


def _title(word: Word, small: RoleWords) -> bool:
    return word.folded in small.transparent and word.folded not in small.articles


def _preposition(words: Sequence[Word], at: int, small: RoleWords) -> str | None:
    for size in (5, 4, 3, 2, 1):
        if at >= size:
            mark = small.marks.get(tuple(w.folded for w in words[at - size : at]))
            if mark:
                return mark
    return None


def _ruled(
    words: Sequence[Word], name: Found, after: Found | None, near: str, small: RoleWords
) -> str | None:
    """The target of a rule ("the Sudan arms embargo", "sanctions iraniennes"), or who made it ("US
    sanctions on Iran")."""
    end = after.start if after else len(words)
    stretch = [w.folded for w in words[name.end : min(name.end + 4, end)]]
    head = next((w for w in stretch if w not in small.fillers), None)
    if head not in small.rule_nouns and not (name.how == "demonym" and near in small.rule_nouns):
        return None
    return "issuer" if after else "on"


def _speaker(words: Sequence[Word], names: Sequence[Found], small: RoleWords) -> int | None:
    """The only name before "that", where more names follow: the one who says it."""
    for i, word in enumerate(words):
        if i and word.folded in small.that:
            ahead = [n for n, name in enumerate(names) if name.end <= i]
            if len(ahead) == 1 and len(names) > 1:
                return ahead[0]
    return None


def assign(
    parties: Sequence[Party], asks: str, getting: bool, single: str
) -> tuple[str | None, str | None]:
    """(actor, counterpart) among the parties.

    `getting`: the question's verb is one of buying or receiving; `single`: the role that a lone
    party without a mark has here.
    """
    fit = _GETTING if getting and asks in _DIRECTED else _FITS.get(asks, _DEED)

    def score(party: Party, role: int) -> float:
        return max(fit[m][role] for m in party.marks)

    usable = [p for p in parties if max(score(p, 0), score(p, 1)) > -5]
    if not usable:
        return None, None
    if len(usable) == 1:
        party = usable[0]
        as_actor, as_other = score(party, 0), score(party, 1)
        if set(party.marks) <= {"subject", "of"}:
            as_actor, as_other = (1, 0) if single == "actor" else (0, 1)
        return (party.id, None) if as_actor >= as_other else (None, party.id)

    def value(pair: tuple[Party, Party]) -> float:
        bodies = sum(p.id.startswith("IGO:") for p in pair) if len(usable) > 2 else 0
        return score(pair[0], 0) + score(pair[1], 1) - bodies

    # max keeps the first of equals, and permutations come in order of mention
    actor, other = max(permutations(usable, 2), key=value)
    return actor.id, other.id
