"""Who there is: states and their names, persons and their offices, organisations.

Tables of facts, one folder for all languages except `state_names/xx.tsv`, the words for states in
one language. Everything is checked when it is first asked for: an id that no table knows, a date
that is none, an office that ends before it begins raise `TableError` with file and line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.record import ACTOR_KINDS
from dragoman.tables import Row, read_table

WORLD = Path(__file__).parent
NAME_KINDS = ("name", "alias", "capital", "seat", "adjective", "people", "prefix", "city")
ORG_NAME_KINDS = ("name", "acronym", "alias", "weak", "seat", "adjective")
TRAITS = (
    "kingdom", "emirate", "sultanate", "principality", "duchy", "empire", "monarchy", "federation",
    "papacy", "island", "parliamentary",
)  # fmt: skip
ROLES = (
    "head_of_state", "head_of_government", "paramount_leader", "crown_prince", "vice_president",
    "foreign_minister", "defence_minister", "finance_minister", "security_council_secretary",
    "military_chief", "spokesperson", "un_representative", "secretary_general",
    "high_representative", "commission_president", "european_council_president",
    "commission_chair", "director_general", "executive_director", "managing_director",
    "high_commissioner", "prosecutor", "president", "group_leader", "opposition_leader",
    "legislator", "special_envoy", "other_official",
)  # fmt: skip
#: The language in which everybody has a name.
NAMED_IN = "en"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class State:
    """A state, or one of the few territories that act like one. `iso3` is its id everywhere; `cow`
    and `gw` are its numbers with Correlates of War and with Gleditsch and Ward, if it has them."""

    iso3: str
    iso2: str
    status: str
    traits: tuple[str, ...]
    cow: int | None
    gw: int | None


@dataclass(frozen=True, slots=True)
class StateName:
    """One word for a state in one language. `feats`: gender and number of the word (m, f, mp, fp,
    s, p) and `weak` where the word may mean something else and the text must settle it."""

    iso3: str
    kind: str
    form: str
    feats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Anything that acts and is neither a state nor a person; `id` as in the codebook."""

    id: str
    kind: str
    type: str
    country: str | None
    names: dict[str, str]

    def name(self, language: str) -> str:
        """Its name in a language that the table has, else in English."""
        return self.names.get(language) or self.names[NAMED_IN]


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody held a role of a state or of an organisation, `start` inclusive, `end` exclusive."""

    person: str
    role: str
    country: str | None
    org: str | None
    start: str
    end: str
    note: str

    @property
    def body(self) -> str:
        """The state or the organisation that the office belongs to."""
        return self.country or self.org or ""

    def held_on(self, date: str) -> bool:
        """Whether it was held on an ISO date, or some time in a month or a year; of the day of a
        change, the successor counts."""
        return self.start[: len(date)] <= date and (not self.end or date < self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by name. `shorts` may stand alone once the text allows it."""

    id: str
    gender: str
    names: dict[str, str]
    shorts: tuple[str, ...]
    aliases: tuple[str, ...]

    def name(self, language: str) -> str:
        """The name in a language that the table has, else in English."""
        return self.names.get(language) or self.names[NAMED_IN]


@cache
def states() -> dict[str, State]:
    """All states by ISO 3166-1 alpha-3."""
    out = {}
    columns = ("iso3", "iso2", "cow", "gw", "status", "traits", "source")
    for row in read_table(WORLD / "states.tsv", columns, unique=("iso3",)):
        _sourced(row)
        for trait in row.many("traits"):
            if trait not in TRAITS:
                raise row.error(f"unknown trait {trait!r}")
        out[row["iso3"]] = State(
            row["iso3"], row["iso2"], row["status"], tuple(row.many("traits")),
            _number(row, "cow"), _number(row, "gw"),
        )  # fmt: skip
    return out


@cache
def state_names(language: str) -> tuple[StateName, ...]:
    """The words for states in a language; empty if there is no table for it."""
    path = WORLD / "state_names" / f"{language}.tsv"
    if not path.is_file():
        return ()
    out, named = [], set()
    columns = ("iso3", "kind", "form", "feats", "source")
    for row in read_table(path, columns, unique=("iso3", "kind", "form", "feats")):
        _sourced(row)
        if row["iso3"] not in states():
            raise row.error(f"unknown state {row['iso3']!r}")
        if row["kind"] not in NAME_KINDS:
            raise row.error(f"unknown kind {row['kind']!r}")
        if row["kind"] == "name" and row["iso3"] in named:
            raise row.error(f"a second name for {row['iso3']}")
        if row["kind"] == "name":
            named.add(row["iso3"])
        out.append(StateName(row["iso3"], row["kind"], row["form"], tuple(row.many("feats"))))
    return tuple(out)


def state_name(iso3: str, language: str) -> str:
    """The usual name of a state in a language; its id where no table has one."""
    return _usual_names(language).get(iso3, iso3)


@cache
def _usual_names(language: str) -> dict[str, str]:
    return {n.iso3: n.form for n in state_names(language) if n.kind == "name"}


@cache
def organisations() -> dict[str, Organisation]:
    """All organisations by id."""
    out = {}
    columns = (
        "id", "kind", "type", "country", "name_en", "name_fr", "from", "to", "note", "source",
    )  # fmt: skip
    for row in read_table(WORLD / "organisations.tsv", columns, unique=("id",)):
        _sourced(row)
        if row["kind"] not in ACTOR_KINDS:
            raise row.error(f"unknown kind {row['kind']!r}")
        place = row["id"].partition(":")[0]
        if place not in ("IGO", "?", "HKG") and place not in states():
            raise row.error(f"unknown state in {row['id']!r}")
        out[row["id"]] = Organisation(
            row["id"], row["kind"], row["type"], row["country"] or None, _names(row)
        )
    return out


@cache
def organisation_names() -> tuple[tuple[str, str, str, str], ...]:
    """(organisation, language or *, kind, form)."""
    out = []
    columns = ("id", "lang", "kind", "form")
    for row in read_table(WORLD / "organisation_names.tsv", columns, unique=columns):
        if row["id"] not in organisations():
            raise row.error(f"unknown organisation {row['id']!r}")
        if row["kind"] not in ORG_NAME_KINDS:
            raise row.error(f"unknown kind {row['kind']!r}")
        out.append((row["id"], row["lang"], row["kind"], row["form"]))
    return tuple(out)


@cache
def persons() -> dict[str, Person]:
    """All persons by id (the part after the colon of an actor's id)."""
    out = {}
    columns = (
        "person", "gender", "name_en", "short_en", "name_fr", "short_fr", "aliases", "source",
    )  # fmt: skip
    for row in read_table(WORLD / "persons.tsv", columns, unique=("person",)):
        _sourced(row)
        if row["gender"] not in ("m", "f"):
            raise row.error(f"gender is {row['gender']!r}")
        shorts = dict.fromkeys(s for s in (row["short_en"], row["short_fr"]) if s)
        out[row["person"]] = Person(
            row["person"], row["gender"], _names(row), tuple(shorts), tuple(row.many("aliases"))
        )
    return out


@cache
def offices() -> dict[str, tuple[Office, ...]]:
    """The offices of each person, oldest first."""
    out: dict[str, list[Office]] = {}
    columns = ("person", "role", "country", "org", "from", "to", "as_of", "note", "source")
    for row in read_table(WORLD / "offices.tsv", columns, unique=columns[:5]):
        _sourced(row)
        _check_office(row)
        office = Office(
            row["person"], row["role"], row["country"] or None, row["org"] or None, row["from"],
            row["to"], row["note"],
        )  # fmt: skip
        out.setdefault(row["person"], []).append(office)
    return {p: tuple(sorted(held, key=lambda o: o.start)) for p, held in out.items()}


@cache
def offices_of(body: str) -> tuple[Office, ...]:
    """All offices of a state (iso3) or an organisation (id), oldest first."""
    return _offices_by_body().get(body, ())


@cache
def _offices_by_body() -> dict[str, tuple[Office, ...]]:
    out: dict[str, list[Office]] = {}
    for held in offices().values():
        for office in held:
            out.setdefault(office.body, []).append(office)
    return {b: tuple(sorted(held, key=lambda o: (o.start, o.person))) for b, held in out.items()}


def _check_office(row: Row) -> None:
    if row["person"] not in persons():
        raise row.error(f"unknown person {row['person']!r}")
    if row["role"] not in ROLES:
        raise row.error(f"unknown role {row['role']!r}")
    if not row["country"] and not row["org"]:
        raise row.error("an office is of a country or of an organisation")
    if row["country"] and row["country"] not in states():
        raise row.error(f"unknown state {row['country']!r}")
    if row["org"] and row["org"] not in organisations():
        raise row.error(f"unknown organisation {row['org']!r}")
    for column in ("from", "to", "as_of"):
        if row[column] and not _DATE.fullmatch(row[column]):
            raise row.error(f"{row[column]!r} is no date")
    if row["to"] and row["to"] < row["from"][: len(row["to"])]:
        raise row.error("ends before it begins")


def _number(row: Row, column: str) -> int | None:
    if row[column] and not row[column].isdigit():
        raise row.error(f"{column} is {row[column]!r}, no number")
    return int(row[column]) if row[column] else None


def _names(row: Row) -> dict[str, str]:
    """The names of a row by language: its columns name_xx."""
    found = {c.removeprefix("name_"): row[c] for c in row if c.startswith("name_") and row[c]}
    if NAMED_IN not in found:
        raise row.error(f"no name_{NAMED_IN}")
    return found


def _sourced(row: Row) -> None:
    if not row["source"]:
        raise row.error("no source")
