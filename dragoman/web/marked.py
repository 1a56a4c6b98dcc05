"""A report's text with its claims marked in place.

Claims overlap and lie within each other. The text is cut wherever one begins or ends; each piece
bears the claims that cover it, the narrowest first. Every claim is *named* once, where it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.record import Claim, Report

#: Kinds of zone that stand apart from the running text, each in a block of its own.
APART = ("headline", "caption", "credit", "dateline", "boilerplate")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `claims` cover it, narrowest first; `begin` are those that start here,
    widest first."""

    text: str
    claims: tuple[Claim, ...]
    begin: tuple[Claim, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the claims that cover it, each once, narrowest first."""
        return tuple(dict.fromkeys(c.kind for c in self.claims))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the part of one that lies in a zone; `zone` as in Zone.kind, None in running
    prose."""

    zone: str | None
    pieces: tuple[Piece, ...]


def blocks(report: Report, claims: Sequence[Claim]) -> list[Block]:
    """The whole text, in order; blank lines are what separates the blocks."""
    cuts = sorted({0, len(report.text), *_line_ends(report.text), *_zone_ends(report)})
    made = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        words = report.text[start:end]
        if not words.strip():
            continue
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        inside = [c for c in claims if c.start < end and c.end > start]
        zone = report.zone_at(start)
        made.append(Block(zone if zone in APART else None, _pieces(report, start, end, inside)))
    return made


def _line_ends(text: str) -> list[int]:
    return [i + 1 for i, letter in enumerate(text) if letter == "\n"]


def _zone_ends(report: Report) -> list[int]:
    return [at for zone in report.zones for at in (zone.start, zone.end)]


def _pieces(report: Report, start: int, end: int, inside: Sequence[Claim]) -> tuple[Piece, ...]:
    within = {at for c in inside for at in (c.start, c.end) if start < at < end}
    cuts = sorted({start, end, *within})
    made = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        over = [c for c in inside if c.start <= a and c.end >= b]
        over.sort(key=lambda c: (c.end - c.start, c.id))
        # A claim that began in an earlier block has been named there.
        begin = [c for c in over if c.start == a or (a == start and _began_in_blank(c, report, a))]
        made.append(Piece(report.text[a:b], tuple(over), tuple(reversed(begin))))
    return tuple(made)


def _began_in_blank(claim: Claim, report: Report, at: int) -> bool:
    """Whether only blanks lie between a claim's beginning and this place."""
    return claim.start < at and not report.text[claim.start : at].strip()
