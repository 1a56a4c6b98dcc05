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
RELATIONS = ("exact", "narrower", "broader")
CONFIDENCES = ("high", "medium", "low")
_PARTY = re.compile(
    r"\*|embargoed|@[A-Z_]+|!?[A-Z]{3}|[A-Z]{3}:(\*|[a-z0-9-]+)|IGO:[a-z-]+|\?(:[a-z-]+)?"
)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A resolution, a draft that failed, a treaty or a national act, and how states voted on it."""

    name: str
    regime: str
    issuer: str
    adopted: str
    votes: tuple[int, int, int] | None  # for, against, abstained; None: not put to a recorded vote
    against: tuple[str, ...]
    abstained: tuple[str, ...]
    absent: tuple[str, ...]
    effect: str
    status: str
    source: str

    def vote(self, state: str) -> str | None:
        """ "for", "against", "abstained" or "absent"; None where the tables cannot tell.

        Only the permanent members are on the Council at every vote, so only they can be known to
        have voted for from their absence from the other lists.
        """
        if self.votes is None:
            return None
        for how in ("against", "abstained", "absent"):
            if state in getattr(self, how):
                return how
        return "for" if state in _PERMANENT else None


_PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")


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
    """One paragraph. `exempt` names goods inside `goods` that may go, with notice or permission."""

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
    limit: str
    periods: tuple[Period, ...]
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
    goods_parent: dict[str, str]
    goods_stakes: dict[tuple[str, str], str]
    parties: dict[str, tuple[tuple[str, Period], ...]]
    regimes: dict[str, tuple[str, str]]


@cache
def load_law(folder: Path = WORLD) -> Law:
    """All tables of law. Raises TableError, naming file and line, for whatever cannot be."""
    known_stakes = stakes(folder)
    regimes = {
        row["id"]: (row["label_en"], row["label_fr"])
        for row in read_table(folder / "regimes.tsv", ("id", "label_en", "label_fr"), ("id",))
    }
    instruments = {i.name: i for i in _read_instruments(folder / "instruments.tsv", regimes)}
    goods_parent = _read_goods(folder / "goods.tsv")
    goods_stakes: dict[tuple[str, str], str] = {}
    path = folder / "goods_stakes.tsv"
    for row in read_table(path, ("goods", "stake", "relation", "note"), ("goods", "stake")):
        _known(row, "goods", goods_parent)
        _known(row, "stake", known_stakes)
        goods_stakes[row["goods"], row["stake"]] = _one_of(row, "relation", RELATIONS)
    parties: dict[str, tuple[tuple[str, Period], ...]] = {}
    path = folder / "parties.tsv"
    for row in read_table(path, ("group", "member", "from", "to"), ("group", "member", "from")):
        period = Period(_day(row, row["from"]), _day(row, row["to"]) if row["to"] else None, False)
        parties[row["group"]] = (*parties.get(row["group"], ()), (row["member"], period))
    measures = _read_measures(folder / "measures.tsv", instruments, goods_parent, parties)
    return Law(
        known_stakes, instruments, tuple(measures), goods_parent, goods_stakes, parties, regimes
    )


def _read_instruments(path: Path, regimes: dict[str, tuple[str, str]]) -> Iterator[Instrument]:
    columns = (
        "instrument", "regime", "issuer", "adopted", "votes_for", "votes_against", "votes_abstain",
        "against", "abstained", "absent", "effect_en", "status", "until", "confidence", "source",
    )  # fmt: skip
    for row in read_table(path, columns, ("instrument",)):
        _known(row, "regime", regimes)
        _day(row, row["adopted"])
        _one_of(row, "confidence", CONFIDENCES)
        against, abstained = tuple(row.many("against")), tuple(row.many("abstained"))
        votes = None
        if row["votes_for"]:
            votes = (int(row["votes_for"]), int(row["votes_against"]), int(row["votes_abstain"]))
            if (len(against), len(abstained)) != votes[1:]:
                raise row.error(f"votes {votes}, but {against} against and {abstained} abstained")
        yield Instrument(
            row["instrument"], row["regime"], row["issuer"], row["adopted"], votes, against,
            abstained, tuple(row.many("absent")), row["effect_en"], row["status"], row["source"],
        )  # fmt: skip


def _read_goods(path: Path) -> dict[str, str]:
    """Each kind of goods with the kind above it ("" at the top)."""
    columns = ("code", "name_en", "name_fr", "parent", "reference")
    rows = list(read_table(path, columns, ("code",)))
    parent = {row["code"]: row["parent"] for row in rows}
    for row in rows:
        if row["parent"]:
            _known(row, "parent", parent)
    return parent


def _read_measures(
    path: Path,
    instruments: dict[str, Instrument],
    goods: dict[str, str],
    parties: dict[str, tuple[tuple[str, Period], ...]],
) -> Iterator[Measure]:
    columns = (
        "id", "instrument", "adopted", "paragraph", "force", "addressee", "target", "direction",
        "mode", "goods", "exempt", "reference", "limit", "periods", "superseded_by", "confidence",
        "source", "summary_en", "summary_fr", "exceptions_en", "exceptions_fr",
    )  # fmt: skip
    for row in read_table(path, columns, ("id",)):
        _known(row, "instrument", instruments)
        for column in ("goods", "exempt"):
            for code in row.many(column):
                if code not in goods:
                    raise row.error(f"unknown goods {code!r}")
        for name in (*row.many("addressee"), *row.many("target")):
            if not _PARTY.fullmatch(name) or (name.startswith("@") and name[1:] not in parties):
                raise row.error(f"unknown party {name!r}")
        yield Measure(
            row["id"], instruments[row["instrument"]], _day(row, row["adopted"]), row["paragraph"],
            _one_of(row, "force", FORCES), tuple(row.many("addressee")), tuple(row.many("target")),
            _one_of(row, "direction", DIRECTIONS), _one_of(row, "mode", MODES),
            tuple(row.many("goods")), tuple(row.many("exempt")), row["limit"],
            tuple(_period(row, text) for text in row.many("periods")),
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


def _day(row: Row, text: str) -> str:
    if not _DAY.fullmatch(text):
        raise row.error(f"{text!r} is no ISO date")
    return text


def _one_of(row: Row, column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise row.error(f"{column} {row[column]!r} is none of {', '.join(allowed)}")
    return row[column]


def _known(row: Row, column: str, table: Container[str]) -> None:
    if row[column] not in table:
        raise row.error(f"unknown {column} {row[column]!r}")
