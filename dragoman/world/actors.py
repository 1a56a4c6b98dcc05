"""Who there is: states and their names, persons and their offices, organisations.

Tables of facts, one folder for all languages except `state_names/xx.tsv`, the words for states in
one language; the plain names in other languages are CLDR's, by way of Babel. Everything is checked
when it is first asked for: an id that no table knows, a date that is none, an office that ends
before it begins or that two hold at once raise `TableError` with file and line. rows.py says where
rows come from and how a user adds some.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from dragoman.record import ACTOR_KINDS
from dragoman.tables import Row
from dragoman.world.rows import is_date, rows, verified

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
STATUSES = ("un_member", "un_observer", "other")
#: Roles that several hold at once; of any other, two holders on one day are a slip, unless a note
#: of one of them says how that can be.
SHARED_ROLES = (
    "spokesperson", "other_official", "legislator", "special_envoy", "group_leader",
    "opposition_leader",
)  # fmt: skip
OVERLAPS = ("acting", "interim", "rival", "joint")
#: The columns of the tables that commands write for the user.
PERSONS = (
    "person", "gender", "name_en", "short_en", "name_fr", "short_fr", "aliases", "note", "source",
    "dated",
)  # fmt: skip
OFFICES = (
    "person", "role", "country", "org", "from", "to", "as_of", "note", "source", "dated",
)  # fmt: skip
ORGANISATIONS = (
    "id", "kind", "type", "country", "name_en", "name_fr", "from", "to", "note", "source", "dated",
)  # fmt: skip
MERGES = ("new", "known", "name", "source", "dated")
#: The language in which everybody has a name.
NAMED_IN = "en"
#: Days after which a term that was open when last looked at may have ended.
STALE_DAYS = 180


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
    """Somebody held a role of a state or of an organisation, `start` inclusive, `end` exclusive.
    An empty `end`: still held when last looked at, `as_of`."""

    person: str
    role: str
    country: str | None
    org: str | None
    start: str
    end: str
    as_of: str
    note: str
    verified: bool

    @property
    def body(self) -> str:
        """The state or the organisation that the office belongs to."""
        return self.country or self.org or ""

    def held_on(self, date: str) -> bool:
        """Whether it was held on an ISO date, or some time in a month or a year; of the day of a
        change, the successor counts."""
        return self.start[: len(date)] <= date and (not self.end or date < self.end)

    def stale_on(self, date: str | None) -> bool:
        """Whether the term is open and was last looked at too long before an ISO date."""
        if date is None or self.end or not self.held_on(date):
            return False
        return (_day(date, 0) - _day(self.as_of, 1)).days > STALE_DAYS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by name. `shorts` may stand alone once the text allows it."""

    id: str
    gender: str
    names: dict[str, str]
    shorts: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way of writing the name."""
        return tuple(dict.fromkeys((*self.names.values(), *self.aliases, *self.shorts)))

    def name(self, language: str) -> str:
        """The name in a language that the table has, else in English."""
        return self.names.get(language) or self.names[NAMED_IN]


@cache
def states() -> dict[str, State]:
    """All states by ISO 3166-1 alpha-3."""
    out = {}
    columns = ("iso3", "iso2", "cow", "gw", "status", "traits", "source", "dated")
    for row in rows("states.tsv", columns, unique=("iso3",)):
        if row["status"] not in STATUSES:
            raise row.error(f"unknown status {row['status']!r}")
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
    """The words for states in a language: those of its table, and CLDR's name for a state that it
    does not name. Empty for a language that neither has."""
    out, named = [], set()
    columns = ("iso3", "kind", "form", "feats", "source", "dated")
    for row in rows(f"state_names/{language}.tsv", columns, columns[:4]):
        if row["iso3"] not in states():
            raise row.error(f"unknown state {row['iso3']!r}")
        if row["kind"] not in NAME_KINDS:
            raise row.error(f"unknown kind {row['kind']!r}")
        if row["kind"] == "name" and row["iso3"] in named:
            raise row.error(f"a second name for {row['iso3']}")
        if row["kind"] == "name":
            named.add(row["iso3"])
        out.append(StateName(row["iso3"], row["kind"], row["form"], tuple(row.many("feats"))))
    unnamed = [state for state in states().values() if state.iso2 and state.iso3 not in named]
    if unnamed:
        territories = _territories(language)
        for state in unnamed:
            if state.iso2 in territories:
                out.append(StateName(state.iso3, "name", territories[state.iso2], ()))
    return tuple(out)


def _territories(language: str) -> dict[str, str]:
    """CLDR's names of territories by ISO 3166-1 alpha-2."""
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}


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
    for row in rows("organisations.tsv", ORGANISATIONS, ORGANISATIONS[:1]):
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
    for row in rows("organisation_names.tsv", (*columns, "source", "dated"), columns):
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
    for row in rows("persons.tsv", PERSONS, PERSONS[:1]):
        if row["gender"] not in ("m", "f"):
            raise row.error(f"gender is {row['gender']!r}")
        shorts = dict.fromkeys(s for s in (row["short_en"], row["short_fr"]) if s)
        out[row["person"]] = Person(
            row["person"], row["gender"], _names(row), tuple(shorts), tuple(row.many("aliases"))
        )
    return out


@cache
def person_names() -> tuple[tuple[str, str, str], ...]:
    """(person, language, form): names in other scripts."""
    out = []
    columns = ("person", "lang", "form", "source", "dated")
    for row in rows("person_names.tsv", columns, columns[:3]):
        if row["person"] not in persons():
            raise row.error(f"unknown person {row['person']!r}")
        out.append((row["person"], row["lang"], row["form"]))
    return tuple(out)


@cache
def merges() -> dict[str, tuple[str, str]]:
    """Actors made from texts that the user knows: the id made -> the id of somebody in a table, as
    codebook ids ("RUS:ivan-petrof" -> "RUS:ivan-petrov"), and the name that the texts gave."""
    out = {}
    for row in rows("merges.tsv", MERGES, MERGES[:1]):
        part = re.split("[:/]", row["known"])[-1]
        if row["known"] not in states() and row["known"] not in organisations():
            if part not in persons():
                raise row.error(f"unknown actor {row['known']!r}")
        out[row["new"]] = (row["known"], row["name"])
    return out


@cache
def offices() -> dict[str, tuple[Office, ...]]:
    """The offices of each person, oldest first."""
    out: dict[str, list[Office]] = {}
    alone: dict[tuple[str, str], list[Office]] = {}
    for row in rows("offices.tsv", OFFICES, OFFICES[:5]):
        _check_office(row)
        office = Office(
            row["person"], row["role"], row["country"] or None, row["org"] or None, row["from"],
            row["to"], row["as_of"], row["note"], verified(row),
        )  # fmt: skip
        out.setdefault(row["person"], []).append(office)
        if office.role not in SHARED_ROLES:
            _check_overlap(row, office, alone.setdefault((office.body, office.role), []))
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
        if row[column] and not is_date(row[column]):
            raise row.error(f"{row[column]!r} is no date")
    if not row["to"] and not row["as_of"]:
        raise row.error("still held, but as_of does not say when that was last looked at")
    if row["to"] and row["to"] < row["from"][: len(row["to"])]:
        raise row.error("ends before it begins")


def _check_overlap(row: Row, office: Office, others: list[Office]) -> None:
    """Two who hold one office at once, for more than the month of a change, unless a note says
    how."""
    for other in others:
        first, second = sorted((office, other), key=lambda o: o.start)
        apart = first.end and first.end[:7] <= second.start[:7]
        noted = any(word in o.note for o in (first, second) for word in OVERLAPS)
        if not apart and not noted and first.person != second.person:
            raise row.error(
                f"{first.person} and {second.person} are both {office.role} of {office.body} from"
                f" {second.start}; a note may say {', '.join(OVERLAPS)}"
            )
    others.append(office)


def _day(date: str, at: int) -> datetime.date:
    """The first (`at` 0) or last (1) day of an ISO date of day, month or year."""
    year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
    if at and not day:
        first_after = datetime.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
        return datetime.date.fromordinal(first_after.toordinal() - 1)
    return datetime.date(year, month or 1, day or 1)


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
