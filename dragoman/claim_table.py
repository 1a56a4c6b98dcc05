"""The claims that a store gives: a sequence that is read when it is first looked at, and a table.

One row a claim, with the columns of COLUMNS; the same names in pandas, Polars and Arrow as in the
Parquet files of a snapshot. Lists stay lists. What is heavy is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from dragoman.notebook import claims_html
from dragoman.record import SCORES, Claim

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

#: Column, what it holds ("text", "number", "whole", "texts"), and whence.
COLUMNS: tuple[tuple[str, str, Callable[[Claim], Any]], ...] = (
    ("id", "text", lambda c: c.id),
    ("report", "text", lambda c: c.report.id),
    ("date", "text", lambda c: c.report.date),
    ("outlet", "text", lambda c: c.report.outlet),
    ("title", "text", lambda c: c.report.title),
    ("language", "text", lambda c: c.report.language),
    ("kind", "text", lambda c: c.kind),
    ("type", "text", lambda c: c.type),
    ("mode", "text", lambda c: c.mode),
    ("context", "texts", lambda c: list(c.context)),
    ("actors", "texts", lambda c: [a.id for a in c.actors]),
    ("counterparts", "texts", lambda c: [a.id for a in c.counterparts]),
    ("stakes", "texts", lambda c: list(c.stakes)),
    ("certainty", "text", lambda c: c.certainty),
    ("certainty_score", "number", lambda c: SCORES[c.certainty]),
    ("author_certainty", "text", lambda c: c.author_certainty),
    ("author_score", "number", lambda c: SCORES[c.author_certainty]),
    ("sources", "texts", lambda c: [a.id for a in c.sources]),
    ("joint_sources", "texts", lambda c: [a.id for a in c.joint_sources]),
    ("attitude", "text", lambda c: c.attitude),
    ("flags", "texts", lambda c: list(c.flags)),
    ("time_start", "text", lambda c: c.time.start if c.time else None),
    ("time_end", "text", lambda c: c.time.end if c.time else None),
    ("tense", "text", lambda c: c.time.tense if c.time else None),
    ("place", "texts", lambda c: list(c.place)),
    ("refers_to", "texts", lambda c: list(c.refers_to)),
    ("start", "whole", lambda c: c.start),
    ("end", "whole", lambda c: c.end),
    ("evidence", "text", lambda c: c.evidence),
    ("rule_ids", "texts", lambda c: list(c.rule_ids)),
)


class Claims(Sequence[Claim]):
    """Claims, in order. Nothing is read before the first look; after it, all of them stand.

    A slice is Claims again. Equal to any sequence of the same claims.
    """

    def __init__(self, find: Callable[[], Sequence[Claim]]) -> None:
        self._find, self._found = find, None  # type: tuple[Callable[[], Sequence[Claim]], Any]

    def _all(self) -> Sequence[Claim]:
        if self._found is None:
            self._found = tuple(self._find())
        found: tuple[Claim, ...] = self._found
        return found

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> Claims: ...
    def __getitem__(self, at: int | slice) -> Claim | Claims:
        if isinstance(at, slice):
            return Claims(lambda: self._all()[at])
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    def __repr__(self) -> str:
        return f"<Claims: {len(self)}>" if self._found is not None else "<Claims: not yet read>"

    def _repr_html_(self) -> str:
        return claims_html(self._all())

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table. Raises ModuleNotFoundError without the extra `analytics`."""
        import pyarrow as pa

        kinds = {
            "text": pa.string(), "number": pa.float64(), "whole": pa.int64(),
            "texts": pa.list_(pa.string()),
        }  # fmt: skip
        columns = [pa.array([of(c) for c in self], kinds[kind]) for _, kind, of in COLUMNS]
        return pa.table(dict(zip((name for name, _, _ in COLUMNS), columns, strict=True)))

    def to_polars(self) -> polars.DataFrame:
        """A Polars DataFrame. Raises ModuleNotFoundError without the extra `analytics`."""
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame. Raises ModuleNotFoundError without the extra `analytics`."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame
