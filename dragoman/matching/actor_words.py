"""The words of a language for those who act: `lang/xx/actors.tsv`, loaded and checked.

Kinds of rows, and what `value` then is:

- `office`  president, foreign minister: the role of world/offices.tsv, or `leader` (whoever leads)
- `person`, `kin`  diplomat, expert: an English slug for one who is known by what he does
- `title`   Mr, general: what stands before a name; value its gender, if it tells
- `when`    former, future, present, acting, then: what is said of an office
- `government`  words that stand for the state itself
- `organ`   ministry, army: an English slug for a part of a state
- `people`  officials, experts: an English slug for several who are not named
- `class`   alliance, newspaper, company: the kinds of actor that "the ..." may mean; scope its
family - `state`   country, kingdom, island, capital: the trait of the state that "the ..." means
- `collective`  the West: an English slug for many at once
- `number`, `both`  two; the two of them: how many
- `order`   the latter, the former: last, lasts, first, second
- `pronoun` gender and number (m, f, s, p; g: may take a group), scope `person` or `thing`;
  `possessive` the number of owners, scope their gender
- `impersonal`  lemmas of verbs whose pronoun is nobody, or of words beside it (`child`), or where a
  clause follows (`clause`)
- `dative`  lemmas of verbs that make "à X" no place
- `of`, `to`  prepositions: whose something is, where it is sent; `definite` articles; `contracted`
  prepositions that hold one
- `locative` prepositions of place; `placenoun` nouns that make a city after them a mere place
- `region`  parts of states: "Moscow, Idaho" is no capital
- `trade`   what somebody is who holds no office: tells him from one who does ("l'agronome Hwang")
- `street`  what makes a name that of a street ("rue de Chine")
- `elsewhere` words that tell that a name is that of another place than the state `value`
- `sport`   words that tell that states are teams; `notactor` names that merely hold a state's name
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.record import ACTOR_KINDS
from dragoman.tables import Row, TableError, read_table
from dragoman.world.actors import ROLES, TRAITS, organisations, states

LANG = Path(__file__).parent.parent / "lang"
KINDS = (
    "office", "person", "kin", "title", "when", "government", "organ", "people", "class", "state",
    "collective", "number", "both", "order", "pronoun", "possessive", "impersonal", "dative",
    "locative", "of", "to", "definite", "contracted", "placenoun", "region",
    "trade", "street", "elsewhere", "sport", "notactor",
)  # fmt: skip
WHENS = ("former", "future", "present", "acting", "then")
ORDERS = ("first", "second", "last", "lasts")
_VALUES = {
    "office": (*ROLES, "leader"), "when": WHENS, "order": ORDERS, "title": ("m", "f", ""),
    "state": (*TRAITS, "any", "capital"), "possessive": ("s", "p"), "number": ("2", "3", "4"),
    "both": ("2", "3"), "impersonal": ("", "child", "clause"),
}  # fmt: skip
_SLUGS = ("person", "kin", "organ", "people", "collective")


@dataclass(frozen=True, slots=True)
class ActorWord:
    """One inflected form, what it is (`kind`), what it means (`value`) and for whom (`scope`)."""

    form: str
    kind: str
    value: str
    scope: tuple[str, ...]


@cache
def actor_words(language: str) -> tuple[ActorWord, ...]:
    """The words of a language, checked. Raises TableError; LookupError if there is no such file."""
    path = LANG / language / "actors.tsv"
    if not path.is_file():
        raise LookupError(f"no words for actors in language {language!r}")
    out: list[ActorWord] = []
    seen: set[tuple[str, str, str, str]] = set()
    for row in read_table(path, ("forms", "kind", "value", "scope")):
        _check(row)
        for form in row.many("forms"):
            key = (form, row["kind"], row["value"], row["scope"])
            if key in seen:
                raise row.error(f"{form!r} stands here twice")
            seen.add(key)
            out.append(ActorWord(form, row["kind"], row["value"], tuple(row.many("scope"))))
    if not out:
        raise TableError(path, 1, "holds no words")
    return tuple(out)


@cache
def forms(language: str, kind: str) -> dict[str, ActorWord]:
    """The words of one kind by lower-case form; none for a language without a list."""
    if not (LANG / language / "actors.tsv").is_file():
        return {}
    return {w.form.lower(): w for w in actor_words(language) if w.kind == kind}


@cache
def unnamed_parts() -> frozenset[str]:
    """The last parts of ids that no name made, in any language: "minister", "experts",
    "head-of-state"."""
    words = [w for path in sorted(LANG.glob("*/actors.tsv")) for w in actor_words(path.parent.name)]
    parts = {w.value for w in words if w.kind in _SLUGS} | {"member-states", "unnamed"}
    parts |= {name.replace("_", "-") for name in (*ROLES, *ACTOR_KINDS)}
    return frozenset(parts | {f"{part}s" for part in parts})


def _check(row: Row) -> None:
    kind, value = row["kind"], row["value"]
    if kind not in KINDS:
        raise row.error(f"unknown kind {kind!r}")
    if kind in _VALUES and value not in _VALUES[kind]:
        raise row.error(f"unknown value {value!r} of {kind}")
    if kind == "elsewhere" and value not in states():
        raise row.error(f"unknown state {value!r}")
    if kind in _SLUGS and not value.replace("-", "").isalpha():
        raise row.error(f"{value!r} is no slug")
    if kind == "class":
        for part in row.many("value"):
            if part not in ACTOR_KINDS:
                raise row.error(f"unknown kind of actor {part!r}")
    if kind == "office":
        for part in row.many("scope"):
            known = part in states() or part in organisations() or part in TRAITS
            if not known and part not in ("igo", "group"):
                raise row.error(f"unknown scope {part!r}")
