"""The words of the pages in one language: lang/xx/web.yaml, beside the labels that all outputs
share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal

from dragoman.browse import RELATIONS
from dragoman.labels import LANG, Labels, languages, load_labels
from dragoman.record import SCORES
from dragoman.review import DECISIONS, FIELDS, NEEDS
from dragoman.tables import TableError, read_yaml

#: The language whose words the others must have too, and that is spoken where none fits.
REFERENCE = "en"
_SECTIONS: dict[str, Sequence[str]] = {
    "bands": tuple(SCORES),
    "relations": tuple(RELATIONS),
    "decisions": DECISIONS,
    "needs": NEEDS,
    "fields": FIELDS,
    "zones": ("headline", "caption", "credit", "dateline", "boilerplate"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """All words of the pages in one language."""

    labels: Labels
    sections: dict[str, dict[str, str]]

    @property
    def language(self) -> str:
        return self.labels.language

    def __call__(self, key: str, **values: object) -> str:
        """One of `words`, filled in."""
        return self.sections["words"][key].format(**values)

    def of(self, section: str, key: str) -> str:
        return self.sections[section][key]

    def some(self, key: str, n: int) -> str:
        """A number of things: `one_KEY` or `many_KEY`, as the language counts."""
        one = n in ((0, 1) if self("zero_is_one") == "yes" else (1,))
        return self(f"{'one' if one else 'many'}_{key}", n=self.number(n))

    def number(self, n: int) -> str:
        return format_decimal(n, locale=self.language)

    def date(self, iso: str | None) -> str:
        """An ISO date of day, month or year precision, as the language writes it."""
        if not iso:
            return self("undated")
        parts = iso.split("-")
        try:
            year, month, day, *_ = (int(part) for part in [*parts, "1", "1"])
            whole = date(year, month, day)
        except ValueError:
            return iso
        form = {1: "y", 2: "MMMM y", 3: "d MMMM y"}.get(len(parts), "d MMMM y")
        return format_date(whole, form, locale=self.language)


@cache
def load_words(language: str) -> Words:
    """The words of lang/`language`. Raises TableError where one is missing or unknown."""
    path = LANG / language / "web.yaml"
    data = read_yaml(path, (*_SECTIONS, "words"))
    model = read_yaml(LANG / REFERENCE / path.name, (*_SECTIONS, "words"))
    for section, keys in {**_SECTIONS, "words": model["words"]}.items():
        for key in sorted(set(keys) ^ set(data[section])):
            raise TableError(
                path, 1, f"{section}.{key} is {'unknown' if key not in keys else 'missing'}"
            )
    sections = {name: {k: str(v) for k, v in s.items()} for name, s in data.items()}
    return Words(load_labels(language), sections)


def wanted(asked: str | None, accepted: str) -> str:
    """The language of a page: the one asked for, else the first of an Accept-Language header that
    there are words for, by weight, else the reference."""
    known = languages()
    if asked in known:
        return str(asked)
    weighed = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        weighed.append((-rank, place, name.strip()[:2].lower()))
    return next(
        (name for rank, _, name in sorted(weighed) if name in known and rank < 0), REFERENCE
    )
