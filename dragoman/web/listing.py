"""Shapes that several pages need: page numbers, the two directions of an exchange, decisions."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.exchange import Exchange, Row
from dragoman.review import Decision, decisions
from dragoman.store import Store


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list stands: this page of `last`."""

    page: int
    last: int
    first_row: int
    last_row: int
    total: int


def pages(page: int, total: int, size: int) -> Pages:
    last = max(1, -(-total // size))
    return Pages(page, last, min(total, (page - 1) * size + 1), min(total, page * size), total)


@dataclass(frozen=True, slots=True)
class Line:
    """One stake in one direction: what the receiver seeks, what the giver can give; either may be
    missing."""

    stake: str
    sought: Row | None
    given: Row | None

    @property
    def row(self) -> Row:
        """The law is the same for both, up to its day: that of what can be given, if it is told."""
        row = self.given or self.sought
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class Direction:
    giver: str
    receiver: str
    lines: tuple[Line, ...]


def directions(table: Exchange) -> tuple[Direction, Direction]:
    """The four lists of an exchange as two directions, a stake a line: both halves side by side.
    What is both sought and given comes first, then in the order of the lists."""
    return (
        _direction(table.b, table.a, table.a_seeks, table.b_can_give),
        _direction(table.a, table.b, table.b_seeks, table.a_can_give),
    )


def _direction(
    giver: str, receiver: str, sought: tuple[Row, ...], given: tuple[Row, ...]
) -> Direction:
    seeks, gives = ({row.stake: row for row in rows} for rows in (sought, given))
    lines = [Line(s, seeks.get(s), gives.get(s)) for s in dict.fromkeys([*seeks, *gives])]
    both = [line for line in lines if line.sought and line.given]
    return Direction(giver, receiver, (*both, *(x for x in lines if x not in both)))


def reviewed(store: Store) -> dict[str, Decision]:
    """The last decision on each claim that has one, by the claim's id, and by that of what it was
    corrected to."""
    made = decisions(store)
    return {
        **{d.claim: d for d in made},
        **{d.corrected.id: d for d in made if d.corrected is not None},
    }


def attached(name: str) -> dict[str, str]:
    """The headers of what a browser is to keep as a file."""
    return {"content-disposition": f'attachment; filename="{name}"'}
