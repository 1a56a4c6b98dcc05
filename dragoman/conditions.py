"""Which claims of a store are meant: the conditions that a list, its counts and its views share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.store_rows import conditions as sql_of


@dataclass(frozen=True, slots=True)
class Conditions:
    """What Store.claims is asked, to be asked again in other ways; and `reports`, ids of reports of
    which it has to be one."""

    about: Sequence[str] | None = None
    kind: str | None = None
    type: str | None = None
    stake: str | None = None
    source: str | None = None
    min_certainty: str | None = None
    since: str | None = None
    until: str | None = None
    report: str | None = None
    words: str | None = None
    reports: Sequence[str] | None = None

    def where(self) -> tuple[str, list[Any]]:
        """An SQL condition over claims `c` and reports `r`, and its values."""
        where, values = sql_of(
            self.about, self.kind, self.type, self.stake, self.source, self.min_certainty,
            self.since, self.until, self.report, self.words,
        )  # fmt: skip
        if self.reports:
            where += f" AND r.id IN ({', '.join('?' * len(self.reports))})"
            values = [*values, *self.reports]
        return where, values
