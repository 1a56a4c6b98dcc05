"""The words of a brief in one language: articles, verbs and frames of lang/xx/brief.yaml.

A phrase is put together plainly ("de" + "le Japon") and a short list of contractions makes of it
what is said ("du Japon"), so that no template needs to know what will stand in it. Everything in
the file is tried on loading: a verb that lacks a form, a frame with an unknown slot or a stake
without words is an error that names the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from dragoman.labels import LANG, Labels, load_labels
from dragoman.record import ATTITUDES, EVENT_TYPES, RESPONSE_TYPES, RULE_TYPES, SCORES
from dragoman.tables import TableError, read_yaml
from dragoman.world.actors import state_names
from dragoman.world.law import VERDICTS
from dragoman.world.stakes import stake_ids

#: The language whose posts and roles the others must have too.
_REFERENCE = "en"
MOODS = ("plain", "hearsay", "unsure")
_FORMS = (*MOODS, "own", "to")
TENSES = ("past", "present", "future")
_LINKS = ("what", "whom")
#: The slots that each frame may use.
_FRAMES: dict[str, tuple[str, ...]] = {
    "author": ("outlet", "said"),
    "author_again": ("said",),
    "outer": ("outer", "said"),
    "outer_citing": ("outer", "next"),
    "alone": ("voice", "said"),
    "day": ("date",),
    "month": ("date",),
    "year": ("date",),
    "range": ("start", "end"),
    "range_days": ("start", "end"),
    "both": ("author", "source"),
    "against": (),
    "law": ("clause", "giver", "act", "verdict", "date", "votes", "allowed", "nearest"),
    "probably": (),
    "nearest": ("number", "misses"),
    "spoken_of": ("law",),
    "law_day": ("date",),
    "partly": (),
    "measure": ("number", "date", "notes"),
    "allowed": ("measures",),
    "voted": ("who", "vote"),
    "all_voted": ("who", "vote"),
    "more_measures": ("n",),
    "new_row": ("said",),
    "changed": ("stake", "side", "before", "date", "after"),
    "side_seeks": ("who",),
    "side_gives": ("who",),
}
_HEADINGS = (
    "title", "kind", "bargain", "table", "direction", "alone", "denied", "confirmed", "law", "told",
    "moved", "since", "notes", "reports", "stake", "sought", "given", "who", "verdict",
)  # fmt: skip
_NOTES = (
    "basis", "basis_day", "basis_none", "basis_undated", "as_of", "method", "scale", "nothing",
    "thin", "nothing_since", "no_since_before", "one_outlet", "more_rows", "more", "law_on",
    "undated_law", "footnote", "part_of",
)  # fmt: skip
_PLAIN = (
    "plural_article", "described", "of_state", "with_role", "unnamed", "unnamed_many", "somebody",
    "no_outlet", "unchecked_mark", "plural_words",
)  # fmt: skip
#: What each mapping of the file must hold, no more and no less.
_SECTIONS: dict[str, tuple[str, ...]] = {
    "determiners": ("s", "p"),
    "stakes": stake_ids(),
    "uses": ("seeks", "gives", "deed"),
    "tenses": TENSES,
    "hedges": (*SCORES, "hypothetical", "relayed"),
    "attitudes": ATTITUDES,
    "tails": ("reported", "excluded", "unverified", "contested"),
    "responses": RESPONSE_TYPES,
    "verdicts": VERDICTS,
    "votes": ("for", "against", "abstained", "absent"),
    "frames": tuple(_FRAMES),
    "date_formats": ("day", "month", "year"),
    "headings": _HEADINGS,
    "notes": _NOTES,
}
_OPEN = ("articles", "states", "posts", "roles", "verbs", "auxiliaries")
_LISTS = ("contractions", "names", "plural_classes", "pointers", "list")
_KEYS = (*_PLAIN, *_SECTIONS, *_OPEN, *_LISTS)

Forms = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The sentences of one language; `data` is brief.yaml, checked."""

    labels: Labels
    data: Mapping[str, Any]

    @property
    def language(self) -> str:
        return self.labels.language

    def word(self, key: str, **values: object) -> str:
        """A plain phrase of the file, filled in."""
        return str(self.data[key]).format(**values)

    def frame(self, key: str, **values: object) -> str:
        return str(self.data["frames"][key]).format(**values)

    def heading(self, key: str, **values: object) -> str:
        return self.tidy(str(self.data["headings"][key]).format(**values))

    def note(self, key: str, **values: object) -> str:
        """A sentence of the page itself, which claims nothing of the world."""
        return str(self.data["notes"][key]).format(**values)

    def tidy(self, text: str) -> str:
        """Articles and prepositions run together as they are spoken; capital first letter."""
        text = re.sub(r"\s+", " ", text).strip()
        for pattern, by in self.data["contractions"]:
            text = re.sub(str(pattern), str(by), text)
        return text[:1].upper() + text[1:]

    def sentence(self, text: str) -> str:
        text = self.tidy(text)
        return text if text.endswith((".", "!", "?", "…")) else text + "."

    def listed(self, words: Iterable[str]) -> str:
        """A, B and C."""
        each = list(dict.fromkeys(words))
        between, last = self.data["list"]
        return str(last.join(filter(None, (between.join(each[:-1]), *each[-1:]))))

    def things(self, stakes: Iterable[str]) -> str:
        """Stakes as the object of a verb."""
        return self.listed(self.data["stakes"][s] for s in stakes)

    def date(self, iso: str) -> str:
        """12 June 2009; a month or year as that."""
        from babel.dates import format_date

        from dragoman.matching.calendar_spans import from_iso

        shape = self.data["date_formats"][_precision(iso)]
        return str(format_date(from_iso(iso).start, shape, locale=self.language))

    def when(self, start: str, end: str | None) -> str:
        """The time of an act: "in July 2023"."""
        if end is None or end == start:
            return self.frame(_precision(start), date=self.date(start))
        days = _precision(start) == _precision(end) == "day"
        key = "range_days" if days else "range"
        return self.frame(key, start=self.date(start), end=self.date(end))

    def verb_for(self, use: str, stake: str) -> str:
        """The verb that goes with a stake in a use ("seeks", "gives", "deed")."""
        table: Mapping[str, str] = self.data["uses"][use]
        fits = [key for key in table if _within(stake, key)]
        return table[max(fits, key=len)]

    def verb(self, verb: str, tense: str, form: str, many: bool) -> str:
        """One form of a verb, with its auxiliaries."""
        forms = {**self.data["auxiliaries"], **self.data["verbs"][verb]}
        chosen = {k: pick(v, many) for k, v in forms.items() if k not in (*_LINKS, "omits")}
        return str(self.data["tenses"][tense][form]).format(**chosen)

    def predicate(
        self, verb: str, tense: str, form: str, many: bool, *,
        whom: str = "", what: str = "", labels: str = "", when: str = "",
    ) -> str:  # fmt: skip
        """The verb with what follows it, each part only if there is something to put in it."""
        parts = [self.verb(verb, tense, form, many)]
        for link, template in self.data["verbs"][verb].items():
            if link in _LINKS and (whom if link == "whom" else what):
                parts.append(template.format(whom=whom, what=what, labels=labels))
        return " ".join([*parts, when]).strip()


def pick(forms: Forms, many: bool) -> str:
    """One form for all numbers, or the one of [one, many]."""
    return forms if isinstance(forms, str) else forms[1 if many else 0]


def _precision(iso: str) -> str:
    return {4: "year", 7: "month"}.get(len(iso), "day")


def _within(stake: str, wider: str) -> bool:
    return not wider or stake == wider or stake.startswith(wider + ".")


def has_grammar(language: str) -> bool:
    """Whether there are sentences for a language."""
    return (LANG / language / "brief.yaml").is_file()


@cache
def load_grammar(language: str) -> Grammar:
    """The grammar of lang/`language`. Raises TableError where something is missing or unknown."""
    path = LANG / language / "brief.yaml"
    data = read_yaml(path, _KEYS)
    _Check(path, data).all()
    return Grammar(load_labels(language), data)


class _Check:
    """Every word of the file, tried."""

    def __init__(self, path: Path, data: dict[str, Any]) -> None:
        self.path, self.data = path, data
        self.lines = path.read_text(encoding="utf-8").splitlines()

    def error(self, where: str, what: str) -> TableError:
        """`where` is the dotted path of keys; the line is that of its last key below the first."""
        line = 0
        for key in where.split("/"):
            at = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?:")
            line = next((i for i in range(line, len(self.lines)) if at.match(self.lines[i])), line)
        return TableError(self.path, line + 1, f"{where}: {what}")

    def all(self) -> None:
        data = self.data
        for section, keys in _SECTIONS.items():
            self._keys(section, data[section], keys)
        for key in _PLAIN:
            if not isinstance(data[key], str):
                raise self.error(key, "is not a phrase")
        for key, slots in _FRAMES.items():
            self._slots(f"frames/{key}", data["frames"][key], slots)
        for key, template in data["verdicts"].items():
            self._slots(f"verdicts/{key}", template, ("partly", "measures", "probably"))
        for section in ("roles", "posts"):  # those of one language are those of all
            self._keys(
                section,
                data[section],
                read_yaml(LANG / _REFERENCE / self.path.name, _KEYS)[section],
            )
        known = {s.iso3 for s in state_names(self.path.parent.name)}
        for key in sorted(set(data["states"]) - known):
            raise self.error(f"states/{key}", "is no state")
        for name, (_, words) in data["posts"].items():
            self._slots(f"posts/{name}", words, ("adj",))
        for section in ("contractions", "names"):
            for pattern, _ in data[section]:
                self._regex(section, pattern)
        self._regex("plural_words", data["plural_words"])
        self._verbs()
        self._voices()

    def _keys(self, section: str, found: object, keys: Iterable[str]) -> None:
        if not isinstance(found, dict):
            raise self.error(section, "is not a mapping")
        for key in sorted(set(found) - set(keys)):
            raise self.error(f"{section}/{key}", f"{key} is unknown")
        for key in sorted(set(keys) - set(found)):
            raise self.error(section, f"{key} is missing")

    def _slots(self, where: str, template: str, slots: Iterable[str]) -> None:
        try:
            used = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        except (ValueError, TypeError) as wrong:
            raise self.error(where, f"is no template: {wrong}") from None
        for slot in sorted(used - set(slots)):
            raise self.error(where, f"has an unknown slot {{{slot}}}")

    def _regex(self, where: str, pattern: str) -> None:
        try:
            re.compile(pattern)
        except re.error as wrong:
            raise self.error(where, f"{pattern!r} is no pattern: {wrong}") from None

    def _verbs(self) -> None:
        data = self.data
        needed = {verb for table in data["uses"].values() for verb in table.values()}
        self._keys("verbs", data["verbs"], {*needed, *EVENT_TYPES, *RULE_TYPES})
        for use, table in data["uses"].items():
            if "" not in table:
                raise self.error(f"uses/{use}", "names no verb for other stakes")
            for key in sorted(table):
                if not any(_within(stake, key) for stake in stake_ids()):
                    raise self.error(f"uses/{use}", f"{key} is no stake nor family of stakes")
        for tense, forms in data["tenses"].items():
            self._keys(f"tenses/{tense}", forms, _FORMS)
        trial = Grammar(Labels(self.path.parent.name, {}), data)
        for verb, forms in data["verbs"].items():
            for stake in set(forms.get("omits", ())) - set(stake_ids()):
                raise self.error(f"verbs/{verb}", f"{stake} is no stake")
            for link in _LINKS:
                self._slots(f"verbs/{verb}", forms.get(link, ""), (*_LINKS, "labels"))
            for tense in TENSES:
                for form in _FORMS:
                    try:
                        trial.verb(verb, tense, form, True), trial.verb(verb, tense, form, False)
                    except (KeyError, IndexError) as wrong:
                        raise self.error(f"verbs/{verb}", f"has no form {wrong}") from None

    def _voices(self) -> None:
        data = self.data
        for label, (mood, template) in data["hedges"].items():
            if mood not in MOODS:
                raise self.error(f"hedges/{label}", f"{mood} is no mood")
            self._slots(f"hedges/{label}", template, ("clause",))
        for name, voice in data["attitudes"].items():
            self._keys(f"attitudes/{name}", voice, ("says", "self", "mood"))
            if voice["mood"] not in ("", *MOODS):
                raise self.error(f"attitudes/{name}", f"{voice['mood']} is no mood")
            for template in voice["self"]:
                self._slots(f"attitudes/{name}", template, ("own", "to"))
        for name, voice in data["responses"].items():
            self._keys(f"responses/{name}", voice, ("says", "self", "about", "bare", "mood"))
            for template in voice["self"]:
                self._slots(f"responses/{name}", template, ("own",))
            for template in voice["about"]:
                self._slots(f"responses/{name}", template, ("labels",))
