"""The word lists of a language, loaded once and checked: predicates with their role frames.

`lang/xx/events.tsv` and `lang/xx/exchange.tsv` hold one reading of a predicate a row:

- `lemma`: one or more lemmas, the head first where it is a verb; `se` marks a reflexive verb.
- `pos`: VERB, NOUN, ADJ, ADP, SCONJ, with `_MWE` for several words.
- `type`: a PLOVER type (events) or one of EXCHANGE_TYPES (exchange).
- `frame`: `role=path+path;…`, the roles of ROLES, the paths of `frames.py`.
- `when`: conditions, all joined by ` & `, alternatives by ` | `, `!` in front negates:
  `obj=offre|plan` (lemma of the filler), `obj=+` (there is one), `obj=@actor`, `@igo`, `@stake`,
  `@stake.arms` (a stake of that family), `@name` (a proper noun), `@force` (a word of the profile's
  `classes`), `refl`, `plural`, `inf`, `finite` (the form of the predicate).
- `negated`: the type that the predicate takes under negation (REJECT for *accepter*), if any.
- `flags`: `mutual`, `predicate` (counts only as a predicate noun or adjective), `capacity`,
  `weak`, `strict` (counts only between two named parties), `implies:STAKE`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.record import EVENT_TYPES, SCORES, Token
from dragoman.tables import Row, read_table, read_yaml
from dragoman.text import unaccented

LANG = Path(__file__).parent.parent / "lang"
SOURCES = ("own",)
ROLES = ("actor", "counterpart", "stake", "place", "content", "content2", "topic", "speaker")
EXCHANGE_TYPES = (
    "seeks",
    "gives",
    "gives_neg",
    "in_exchange",
    "rule_forbids",
    "rule_requires",
    "rule_permits",
    "rule_ended",
    "response_confirms",
    "response_denies",
    "response_not_confirmed",
    "response_no_comment",
    "assessment",
)
_FLAGS = ("mutual", "predicate", "capacity", "weak", "strict")
_POS = ("VERB", "NOUN", "ADJ", "ADV", "ADP", "SCONJ", "AUX")
_RELATIONS = frozenset(
    (
        "nsubj", "obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "csubj", "advcl", "acl", "amod",
        "compound", "appos", "nummod", "det", "advmod", "conj",
        # not of UD: governor, modified noun, the word itself, the speaker, the clause before
        "gov", "amodof", "self", "speaker", "prevclause", "head",
    )
)  # fmt: skip
_CLASSES = ("@actor", "@igo", "@name", "@stake", "@rule", "@agreement", "@get", "@give")
_STAKE_FAMILY = "@stake."
_FORMS = ("refl", "plural", "inf", "finite", "neg")
_PREDICATE_COLUMNS = (
    "lemma",
    "pos",
    "type",
    "frame",
    "when",
    "negated",
    "flags",
    "example",
    "source",
)

Step = tuple[str, str]  # a relation and its preposition, or "" for none
PathSpec = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a row: what stands at `path`. `values` empty and `cls` "+": anything."""

    path: PathSpec
    values: tuple[str, ...]
    cls: str  # "", "+", one of _CLASSES or of the profile's classes, or one of _FORMS
    wanted: bool


@dataclass(frozen=True, slots=True)
class Predicate:
    """One reading of a word that can make a claim."""

    words: tuple[str, ...]
    pos: str
    type: str
    frame: Mapping[str, tuple[PathSpec, ...]]
    when: tuple[tuple[Test, ...], ...]
    negated: str
    flags: frozenset[str]
    implies: str
    rule_id: str
    example: str

    @property
    def is_event(self) -> bool:
        return self.type in EVENT_TYPES


@dataclass(frozen=True, slots=True)
class CertaintyCue:
    """A word that changes how sure a proposition is. `where`: adverb, governor (of a clause or a
    noun), adjective, noun, mark. `effect`: cap, set, negate, open, none, exchange."""

    words: tuple[str, ...]
    pos: str
    where: str
    effect: str
    label: str
    hypothetical: bool
    rule_id: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the claims and certainty stages know of one language."""

    language: str
    predicates: Mapping[str, tuple[Predicate, ...]]  # by first word that must be there
    unaccented: Mapping[str, tuple[Predicate, ...]]  # the same by that word without its accents
    certainty: Mapping[str, tuple[CertaintyCue, ...]]  # by first word
    profile: Mapping[str, Any]
    _lists: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def words(self, name: str) -> frozenset[str]:
        """A word list of the profile."""
        if name not in self._lists:
            self._lists[name] = frozenset(self.profile[name])
        return self._lists[name]


#: The tags that a certainty cue may have: parsers take participles for verbs and nouns.
_TAGS = {"VERB": ("VERB", "AUX"), "ADJ": ("ADJ", "VERB", "NOUN")} | {
    pos: (pos,) for pos in ("ADV", "NOUN", "AUX", "SCONJ", "ADP", "PART")
}
_PROFILE_KEYS = (
    "agent",
    "conditional_conjunctions",
    "averting_conjunctions",
    "double_negation",
    "first_person_plural",
    "first_person_singular",
    "light_verbs",
    "negation",
    "not_negation",
    "object_control",
    "polite_verbs",
    "possessor",
    "reflexive",
    "evaluative",
    "norm_nouns",
    "negative_governors",
    "stopping",
    "modals",
    "function_words",
    "marks",
    "diminishers",
    "intensifiers",
    "particles",
    "partitive",
    "makers",
    "interrogative_marks",
    "complement_marks",
    "attribution_spans",
    "split_words",
    "conditional_auxiliaries",
    "future_auxiliaries",
    "head_last",
    "standing_for",
    "articles",
    "endings",
    "verb_endings",
    "hearsay_verbs",
    "duty",
    "acquiring",
    "classes",
    "giving",
    "joint",
    "copular_verbs",
    "voting",
    "negation_with_particle",
    "negated_by_particle",
    "restriction",
    "not_only",
)


@cache
def load_lexicon(language: str) -> Lexicon:
    """The word lists of lang/`language`. Raises TableError naming file and line."""
    folder = LANG / language
    profile = read_yaml(folder / "profile.yaml", _PROFILE_KEYS)
    light, last = frozenset(profile["function_words"]), bool(profile["head_last"])
    classes = frozenset(f"@{name}" for name in profile["classes"]) | frozenset(_CLASSES)
    predicates: dict[str, list[Predicate]] = defaultdict(list)
    for name, types in (("events", EVENT_TYPES), ("exchange", EXCHANGE_TYPES)):
        for row in read_table(
            folder / f"{name}.tsv", _PREDICATE_COLUMNS, ("lemma", "pos", "type", "frame", "when")
        ):
            predicate = _predicate(row, name, types, classes)
            predicates[_anchor(predicate, light, last)].append(predicate)
    cues: dict[str, list[CertaintyCue]] = defaultdict(list)
    for row in read_table(
        folder / "certainty.tsv",
        ("cue", "pos", "where", "effect", "label", "hypothetical", "example", "source"),
        ("cue", "pos", "where"),
    ):
        cue = _certainty_cue(row)
        cues[cue.words[0]].append(cue)
    return Lexicon(
        language,
        {k: tuple(v) for k, v in predicates.items()},
        {unaccented(k): tuple(v) for k, v in predicates.items() if unaccented(k) not in predicates},
        {k: tuple(v) for k, v in cues.items()},
        profile,
    )


def stems(text: str, endings: list[list[str]]) -> list[str]:
    """What a form may be the form of, by the profile's endings, and undoubled ("stopped")."""
    out: list[str] = []
    for ending, instead in endings:
        if text.endswith(ending):
            stem = text.removesuffix(ending) + instead
            out += [stem, stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem]
    return out


def find_cue(lexicon: Lexicon, token: Token, where: str) -> CertaintyCue | None:
    """The certainty cue of one word that this token is, in this place."""
    text = token.text.lower()
    keys = [token.lemma.lower(), text]
    if token.upos == "VERB" and not any(k in lexicon.certainty for k in keys):
        keys += stems(text, lexicon.profile["endings"])  # unknown to the lemmatizer
    for key in keys:
        for cue in lexicon.certainty.get(key, ()):
            if cue.where == where and len(cue.words) == 1 and token.upos in _TAGS[cue.pos]:
                return cue
    return None


def _anchor(predicate: Predicate, light: frozenset[str], last: bool) -> str:
    """The word that the matcher looks for: the first that says something by itself; of a compound
    noun in a language that puts its head last, the last before any preposition."""
    meaning = [w for w in predicate.words if w not in light]
    if predicate.pos == "NOUN" and last:
        until = next((k for k, w in enumerate(predicate.words) if k and w in light), None)
        meaning = [w for w in predicate.words[:until] if w not in light][-1:] or meaning
    return meaning[0] if meaning else predicate.words[0]


def _predicate(row: Row, table: str, types: tuple[str, ...], classes: frozenset[str]) -> Predicate:
    pos = row["pos"].removesuffix("_MWE")
    if pos not in _POS:
        raise row.error(f"unknown pos {row['pos']!r}")
    if row["type"] not in types:
        raise row.error(f"unknown type {row['type']!r}")
    if row["source"] not in SOURCES:
        raise row.error(f"unknown source {row['source']!r}")
    if row["negated"] and row["negated"] not in (*types, *EVENT_TYPES):
        raise row.error(f"unknown type {row['negated']!r} under negation")
    flags = row["flags"].split()
    implies = next((f.removeprefix("implies:") for f in flags if f.startswith("implies:")), "")
    plain = frozenset(f for f in flags if not f.startswith("implies:"))
    for unknown in sorted(plain - set(_FLAGS)):
        raise row.error(f"unknown flag {unknown!r}")
    frame: dict[str, tuple[PathSpec, ...]] = {}
    for part in row.many("frame"):
        role, _, paths = part.partition("=")
        if role not in ROLES:
            raise row.error(f"unknown role {role!r}")
        frame[role] = tuple(_path(p, row) for p in paths.split("+"))
    when = tuple(
        tuple(_test(alternative.strip(), row, classes) for alternative in part.split(" | "))
        for part in row["when"].split(" & ")
        if part.strip()
    )
    words = tuple(w for w in row["lemma"].split())
    return Predicate(
        words,
        pos,
        row["type"],
        frame,
        when,
        row["negated"],
        plain,
        implies,
        f"{table}.{row['type']}.{row['lemma'].replace(' ', '_')}",
        row["example"],
    )


def _path(text: str, row: Row) -> PathSpec:
    steps = []
    for step in text.strip().split(">"):
        relation, _, preposition = step.partition(":")
        if relation not in _RELATIONS:
            raise row.error(f"unknown relation {relation!r} in {text!r}")
        steps.append((relation, preposition))
    return tuple(steps)


def _test(text: str, row: Row, classes: frozenset[str]) -> Test:
    wanted = not text.startswith("!")
    text = text.removeprefix("!")
    if text in _FORMS:
        return Test((), (), text, wanted)
    path, _, value = text.partition("=")
    if not value:
        raise row.error(f"condition {text!r} says nothing")
    if value == "+" or value.startswith("@"):
        if value != "+" and value not in classes and not value.startswith(_STAKE_FAMILY):
            raise row.error(f"unknown class {value!r}")
        return Test(_path(path, row), (), value, wanted)
    return Test(_path(path, row), tuple(value.split("|")), "", wanted)


def _certainty_cue(row: Row) -> CertaintyCue:
    if row["pos"] not in _TAGS:
        raise row.error(f"unknown pos {row['pos']!r}")
    if row["where"] not in ("adverb", "governor", "adjective", "noun", "mark"):
        raise row.error(f"unknown place {row['where']!r}")
    if row["effect"] not in ("cap", "set", "negate", "open", "none", "exchange"):
        raise row.error(f"unknown effect {row['effect']!r}")
    if row["label"] and row["label"] not in SCORES:
        raise row.error(f"unknown label {row['label']!r}")
    if row["effect"] in ("cap", "set") and not row["label"]:
        raise row.error("an effect without a label")
    if row["source"] not in SOURCES:
        raise row.error(f"unknown source {row['source']!r}")
    return CertaintyCue(
        tuple(row["cue"].split()),
        row["pos"],
        row["where"],
        row["effect"],
        row["label"],
        row["hypothetical"] == "yes",
        f"certainty.{row['cue'].replace(' ', '_')}",
    )
