"""The tables of law, read and checked: instruments with votes, measures, goods, treaty parties."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.tables import Row, read_table
from dragoman.world.stakes import WORLD, Stake, stakes

FORCES = ("binding", "demand", "treaty", "national", "calls", "political")
DIRECTIONS = ("to_target", "from_target", "both", "territory", "own_conduct", "persons")
#: Those up to "require" can stand in the way of a transfer; "authorise" is an exemption.
MODES = (
    "ban", "cap", "condition", "require", "authorise", "vigilance", "pledge", "freeze", "travel",
)  # fmt: skip
OBSTACLE_MODES = MODES[:4]
RELATIONS = ("exact", "narrower", "broader", "near")
STATUSES = (
    "in_force", "in_force_contested", "partly_ended", "expired", "extended", "superseded",
    "terminated", "mostly_terminated", "lifted_for_government", "reinstated_contested",
    "ended_contested", "not_adopted", "not_in_force", "withdrawn", "renewal_not_verified",
)  # fmt: skip
CONFIDENCES = ("high", "medium", "low")
PARTY = re.compile(
    r"\*|embargoed|@[A-Z_]+|!?[A-Z]{3}|[A-Z]{3}:(\*|[a-z0-9-]+)|IGO:[a-z-]+|\?(:[a-z-]+)?"
)
#: Where it was issued by this body, states voted on it as members of the Council.
COUNCIL = "UNSC"
_PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
#: The last day that the tables know of (with a few rows of later months); what changed after it
#: is not there, and whoever asks about a later day is told so.
KNOWN_TO = "2025-12-31"
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods or services; `parent` is the kind above it, "" at the top."""

    code: str
    name_en: str
    name_fr: str
    parent: str

    def label(self, language: str) -> str:
        return getattr(self, f"name_{language}", "") or self.name_en


@dataclass(frozen=True, slots=True)
class Regime:
    """Instruments about one target, or one treaty. `targets` are ids of actors."""

    id: str
    targets: tuple[str, ...]
    label_en: str
    label_fr: str

    def label(self, language: str) -> str:
        return getattr(self, f"label_{language}", "") or self.label_en


@dataclass(frozen=True, slots=True)
class Instrument:
    """A resolution, a draft that failed, a treaty or a national act, and how states voted on it.

    `votes` are for, against, abstained; None where it was not put to a recorded vote. `council` are
    the members of the Security Council when it was put to it.
    """

    name: str
    regime: str
    issuer: str
    adopted: str
    votes: tuple[int, int, int] | None
    against: tuple[str, ...]
    abstained: tuple[str, ...]
    absent: tuple[str, ...]
    council: tuple[str, ...]
    effect: str
    status: str
    until: str
    source: str

    def vote(self, state: str) -> str | None:
        """ "for", "against", "abstained" or "absent"; None where it had no vote or the tables
        cannot tell. Members in none of the other lists voted for."""
        if self.votes is None:
            return None
        for how in ("against", "abstained", "absent"):
            if state in getattr(self, how):
                return how
        return "for" if state in self.council else None

    @property
    def rejected(self) -> bool:
        return self.status == "not_adopted"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day (inclusive) to a day (exclusive; None: without end)."""

    start: str
    end: str | None
    contested: bool

    def holds(self, day: str) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Measure:
    """One paragraph. `exempt` names goods inside `goods` that may go, with notice or permission;
    `area_*` the part of the target's land that it is limited to ("" for all of it); `superseded_by`
    later paragraphs ("2397:8"); `disputed_by` who holds that a contested period does not run."""

    id: str
    instrument: Instrument
    adopted: str
    paragraph: str
    force: str
    addressee: tuple[str, ...]
    target: tuple[str, ...]
    direction: str
    mode: str
    goods: tuple[str, ...]
    exempt: tuple[str, ...]
    limit_en: str
    limit_fr: str
    periods: tuple[Period, ...]
    superseded_by: tuple[str, ...]
    area_en: str
    area_fr: str
    disputed_by: tuple[str, ...]
    confidence: str
    source: str
    summary_en: str
    summary_fr: str
    exceptions_en: str
    exceptions_fr: str

    @property
    def checked(self) -> bool:
        """Whether somebody has read this paragraph on a page, not from memory."""
        return self.source not in ("own knowledge", "second reading") and bool(self.paragraph)

    def period_on(self, day: str) -> Period | None:
        """The period in which a day falls; None where the measure is not in force."""
        return next((p for p in self.periods if p.holds(day)), None)

    def limit(self, language: str) -> str:
        return getattr(self, f"limit_{language}", "") or self.limit_en

    def area(self, language: str) -> str:
        return getattr(self, f"area_{language}", "") or self.area_en

    def summary(self, language: str) -> str:
        return getattr(self, f"summary_{language}", "") or self.summary_en

    def exceptions(self, language: str) -> str:
        return getattr(self, f"exceptions_{language}", "") or self.exceptions_en


@dataclass(frozen=True, slots=True)
class Law:
    """The tables, checked against each other."""

    stakes: dict[str, Stake]
    instruments: dict[str, Instrument]
    measures: tuple[Measure, ...]
    goods: dict[str, Goods]
    goods_stakes: dict[tuple[str, str], str]
    parties: dict[str, tuple[tuple[str, Period], ...]]
    regimes: dict[str, Regime]


@cache
def load_law(folder: Path = WORLD) -> Law:
    """All tables of law. Raises TableError, naming file and line, for whatever cannot be."""
    known_stakes = stakes(folder)
    columns = ("id", "targets", "label_en", "label_fr")
    regimes = {
        row["id"]: Regime(row["id"], _parties(row, "targets"), row["label_en"], row["label_fr"])
        for row in read_table(folder / "regimes.tsv", columns, ("id",))
    }
    council = _read_council(folder / "council.tsv")
    instruments = {
        i.name: i for i in _read_instruments(folder / "instruments.tsv", regimes, council)
    }
    goods = _read_goods(folder / "goods.tsv")
    goods_stakes: dict[tuple[str, str], str] = {}
    path = folder / "goods_stakes.tsv"
    for row in read_table(path, ("goods", "stake", "relation", "note"), ("goods", "stake")):
        _known(row, "goods", goods)
        _known(row, "stake", known_stakes)
        goods_stakes[row["goods"], row["stake"]] = _one_of(row, "relation", RELATIONS)
    parties: dict[str, tuple[tuple[str, Period], ...]] = {}
    path = folder / "parties.tsv"
    for row in read_table(path, ("group", "member", "from", "to"), ("group", "member", "from")):
        period = Period(_day(row, row["from"]), _day(row, row["to"]) if row["to"] else None, False)
        parties[row["group"]] = (*parties.get(row["group"], ()), (row["member"], period))
    measures = _read_measures(folder / "measures.tsv", instruments, goods, parties)
    return Law(known_stakes, instruments, tuple(measures), goods, goods_stakes, parties, regimes)


def _read_council(path: Path) -> dict[str, tuple[str, ...]]:
    """All members of each year since 1990."""
    council = {}
    for row in read_table(path, ("year", "members", "source"), ("year",)):
        elected = row.many("members")
        if len(set(elected)) != 10:
            raise row.error(f"{len(set(elected))} elected members instead of 10")
        council[row["year"]] = (*_PERMANENT, *elected)
    return council


def _read_instruments(
    path: Path, regimes: dict[str, Regime], council: dict[str, tuple[str, ...]]
) -> Iterator[Instrument]:
    columns = (
        "instrument", "regime", "issuer", "adopted", "votes_for", "votes_against", "votes_abstain",
        "against", "abstained", "absent", "effect_en", "status", "until", "confidence", "source",
    )  # fmt: skip
    for row in read_table(path, columns, ("instrument",)):
        _known(row, "regime", regimes)
        _day(row, row["adopted"])
        if row["until"]:
            _day(row, row["until"])
        _one_of(row, "confidence", CONFIDENCES)
        otherwise = [tuple(row.many(column)) for column in ("against", "abstained", "absent")]
        against, abstained, absent = otherwise
        sat = council.get(row["adopted"][:4], _PERMANENT) if row["issuer"] == COUNCIL else ()
        votes = None
        if row["votes_for"]:
            votes = (int(row["votes_for"]), int(row["votes_against"]), int(row["votes_abstain"]))
            if (len(against), len(abstained)) != votes[1:]:
                raise row.error(f"votes {votes}, but {against} against and {abstained} abstained")
            for state in (*against, *abstained, *absent):
                if len(sat) == 15 and state not in sat:
                    raise row.error(f"{state} was not on the Council in {row['adopted'][:4]}")
            if len(sat) == 15 and sum(votes) + len(absent) != 15:
                raise row.error(f"votes {votes} and {len(absent)} absent make no 15")
        yield Instrument(
            row["instrument"], row["regime"], row["issuer"], row["adopted"], votes, against,
            abstained, absent, sat, row["effect_en"],
            _one_of(row, "status", STATUSES), row["until"], row["source"],
        )  # fmt: skip


def _read_goods(path: Path) -> dict[str, Goods]:
    columns = ("code", "name_en", "name_fr", "parent", "reference")
    rows = list(read_table(path, columns, ("code",)))
    goods = {
        row["code"]: Goods(row["code"], row["name_en"], row["name_fr"], row["parent"])
        for row in rows
    }
    for row in rows:
        if row["parent"]:
            _known(row, "parent", goods)
    return goods


def _read_measures(
    path: Path,
    instruments: dict[str, Instrument],
    goods: dict[str, Goods],
    parties: dict[str, tuple[tuple[str, Period], ...]],
) -> Iterator[Measure]:
    columns = (
        "id", "instrument", "adopted", "paragraph", "force", "addressee", "target", "direction",
        "mode", "goods", "exempt", "reference", "limit", "limit_fr", "periods", "superseded_by",
        "area_en", "area_fr", "disputed_by", "confidence", "source", "summary_en",
        "summary_fr", "exceptions_en", "exceptions_fr",
    )  # fmt: skip
    for row in read_table(path, columns, ("id",)):
        _known(row, "instrument", instruments)
        for column in ("goods", "exempt"):
            for code in row.many(column):
                if code not in goods:
                    raise row.error(f"unknown goods {code!r}")
        addressee, target = _parties(row, "addressee"), _parties(row, "target")
        for name in (*addressee, *target):
            if name.startswith("@") and name[1:] not in parties:
                raise row.error(f"unknown party {name!r}")
        periods = tuple(_period(row, text) for text in row.many("periods"))
        disputed_by = _parties(row, "disputed_by")
        if any(p.contested for p in periods) != bool(disputed_by):
            raise row.error("a contested period and who disputes it go together")
        yield Measure(
            row["id"], instruments[row["instrument"]], _day(row, row["adopted"]), row["paragraph"],
            _one_of(row, "force", FORCES), addressee, target,
            _one_of(row, "direction", DIRECTIONS), _one_of(row, "mode", MODES),
            tuple(row.many("goods")), tuple(row.many("exempt")), row["limit"], row["limit_fr"],
            periods, tuple(row.many("superseded_by")), row["area_en"], row["area_fr"], disputed_by,
            _one_of(row, "confidence", CONFIDENCES), row["source"], row["summary_en"],
            row["summary_fr"], row["exceptions_en"], row["exceptions_fr"],
        )  # fmt: skip


def _period(row: Row, text: str) -> Period:
    """`2006-12-23..2016-01-16`, `2025-09-28..?` (open end, contested)."""
    start, dots, end = text.removesuffix("?").partition("..")
    if not dots:
        raise row.error(f"{text!r} is no period")
    period = Period(_day(row, start), _day(row, end) if end else None, text.endswith("?"))
    if period.end is not None and period.end <= period.start:
        raise row.error(f"period {text!r} ends before it begins")
    return period


def _parties(row: Row, column: str) -> tuple[str, ...]:
    for name in row.many(column):
        if not PARTY.fullmatch(name):
            raise row.error(f"unknown party {name!r}")
    return tuple(row.many(column))


def _day(row: Row, text: str) -> str:
    if not DAY.fullmatch(text):
        raise row.error(f"{text!r} is no ISO date")
    return text


def _one_of(row: Row, column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise row.error(f"{column} {row[column]!r} is none of {', '.join(allowed)}")
    return row[column]


def _known(row: Row, column: str, table: Container[str]) -> None:
    if row[column] not in table:
        raise row.error(f"unknown {column} {row[column]!r}")
