"""What a brief is made of: statements and table lines with their claims, in sections."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.exchange import Row
from dragoman.record import Claim
from dragoman.world.law import Obstacle


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, and what it rests on: at least one claim; of the law, its measures too."""

    text: str
    claims: tuple[Claim, ...]
    measures: tuple[Obstacle, ...] = ()
    opens: bool = True  # a paragraph, where a section is running text


@dataclass(frozen=True, slots=True)
class Line:
    """One stake of the table, in one direction. `sought` and `given` are rows of the exchange."""

    stake: str
    sought: Row | None
    given: Row | None
    says: tuple[str, ...]
    verdict: str
    claims: tuple[Claim, ...]
    measures: tuple[Obstacle, ...] = ()

    @property
    def barred(self) -> bool:
        """Whether a binding measure stands in the way."""
        return any(
            row and row.verdict in ("forbidden", "capped", "contested")
            for row in (self.sought, self.given)
        )

    @property
    def verified(self) -> bool:
        """Whether somebody has read on a page what the verdict rests on."""
        return all(row.ruling.verified for row in (self.sought, self.given) if row and row.ruling)

    @property
    def partly(self) -> bool:
        """Whether whatever stands in the way covers some of the stake only."""
        rows = [row for row in (self.sought, self.given) if row]
        found = [o for row in rows for o in row.obstacles]
        return bool(found) and all(o.extent == "part" for o in found)

    @property
    def met(self) -> bool:
        """Whether what is sought can be given."""
        return bool(self.sought and self.given and self.sought.claims_for and self.given.claims_for)


@dataclass(frozen=True, slots=True)
class Way:
    """The table from one side to the other."""

    heading: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with statements. `notes` are the page's own sentences and rest on no claim."""

    key: str
    heading: str
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether its statements are running text, not a list."""
        return self.key == "bargain"

    @property
    def paragraphs(self) -> tuple[tuple[Statement, ...], ...]:
        """The statements, divided where one opens a paragraph."""
        out: list[tuple[Statement, ...]] = []
        for statement in self.statements:
            if statement.opens or not out:
                out.append((statement,))
            else:
                out[-1] = (*out[-1], statement)
        return tuple(out)
