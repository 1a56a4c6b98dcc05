"""What a store is asked: its claims and reports, what failed, and all of it at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dragoman.claim_table import Claims
from dragoman.editions import age, is_newer, tables
from dragoman.record import CODER_VERSION, Claim, Report
from dragoman.store_file import StoreError, connect_to_read
from dragoman.store_rows import (
    REPORT,
    Failed,
    Kept,
    Sighting,
    claim_of,
    conditions,
    failure_line,
    in_text,
    place,
    report_line,
    report_of,
)

#: Fewer hex digits than these cannot name a claim: they would be likely to name several.
SHORTEST_PREFIX = 4


class StoreReader:
    """The half of a store that changes nothing. Store is what to open."""

    path: Path
    reviewed: bool
    _db: sqlite3.Connection

    def failures(self) -> list[tuple[str, str]]:
        """(path, reason), by path."""
        return [(f.path, f.reason) for f in self.failed()]

    def failed(self) -> list[Failed]:
        """What could not be read or coded, with what it takes to try again; by path."""
        rows = self._db.execute(
            "SELECT path, reason, root, given, tries FROM failures ORDER BY path"
        )
        return [Failed(path, reason, root or path, json.loads(given), tries)
                for path, reason, root, given, tries in rows]  # fmt: skip

    def reports(self) -> list[Report]:
        """All reports, oldest first; those without a date last."""
        rows = self._db.execute(
            f"SELECT {REPORT} FROM reports r ORDER BY date IS NULL, date, id"
        ).fetchall()
        return [report_of(row) for row in rows]

    def has(self, report: Report) -> bool:
        """Whether the text is known, whoever coded it."""
        return self._kept(report.id) is not None

    def report(self, report_id: str) -> Report:
        """The report with this id. Raises StoreError if there is none."""
        kept = self._kept(report_id)
        if kept is None:
            raise StoreError(f"no report in {self.path} has the id {report_id!r}")
        return self._report(kept[0])

    def claims(
        self,
        about: Sequence[str] | None = None,
        kind: str | None = None,
        type: str | None = None,  # noqa: A002 (the field's name in the record)
        stake: str | None = None,
        source: str | None = None,
        min_certainty: str | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        words: str | None = None,
    ) -> Claims:
        """Claims that meet all conditions, by date of the report, then in order of the text: a
        sequence, read when it is first looked at, that pandas, Polars and Arrow take as a table.

        Args: `about`, ids of states, bodies or persons: claims in which at least one of them acts
        or is acted on, in reports in which all of them do (so that what Russia seeks "from anyone"
        in a report on Russia and North Korea is there, and its other affairs are not). `stake`
        takes in the stakes below it. `source`, an id or state, or "author" for claims that name no
        source. `min_certainty`, a label of SCORES, of the innermost source. `since` and `until`,
        ISO dates of the report. `report`, its id or the beginning of it. `words`, a search in the
        evidence.
        """
        where, values = conditions(
            about, kind, type, stake, source, min_certainty, since, until, report, words
        )

        def find() -> list[Claim]:
            with self._awake() as store:
                rows = store._db.execute(
                    "SELECT c.report, r.coder, c.body FROM claims c"
                    f" JOIN reports r ON r.key = c.report WHERE {where}"
                    " ORDER BY r.date IS NULL, r.date, r.id, c.key",
                    values,
                )
                return store._claims(rows)

        return Claims(find)

    @contextmanager
    def _awake(self) -> Iterator[StoreReader]:
        """This store; if it was closed meanwhile, its file, opened again for this once."""
        try:
            _ = self._db.total_changes  # the driver knows no plainer way to ask
        except sqlite3.ProgrammingError:
            again = StoreReader()
            again.path, again.reviewed = self.path, self.reviewed
            again._db = connect_to_read(self.path, reviewed=self.reviewed)
            try:
                yield again
            finally:
                again._db.close()
        else:
            yield self

    def claim(self, prefix: str) -> Claim:
        """The claim whose id begins so, be it of the newest coding or of a former one. Raises
        StoreError if there is none, or more than one."""
        if len(prefix) < SHORTEST_PREFIX:
            raise StoreError(f"give at least {SHORTEST_PREFIX} characters of a claim's id")
        rows = self._db.execute(
            "SELECT c.report, r.coder, c.body FROM claims c JOIN reports r ON r.key = c.report"
            " WHERE c.id BETWEEN :id AND :id || 'g'"
            " UNION ALL SELECT report, coder, body FROM former_claims"
            " WHERE id BETWEEN :id AND :id || 'g' LIMIT 2",
            {"id": prefix},
        ).fetchall()
        if not rows:
            raise StoreError(f"no claim in {self.path} has an id that begins with {prefix!r}")
        if len(rows) > 1:
            raise StoreError(f"more than one claim has an id that begins with {prefix!r}")
        return self._claims(rows)[0]

    def stale(self) -> list[str]:
        """The ids of the reports that were coded by an earlier coder, or with other tables and
        models than those installed; in order."""
        rows = self._db.execute(
            "SELECT r.id, r.coder FROM reports r JOIN codings k ON k.report = r.key"
            " AND k.coder = r.coder WHERE r.coder != ? OR k.tables IS NOT ? ORDER BY r.id",
            (CODER_VERSION, tables()),
        )
        return [report_id for report_id, coder in rows if not is_newer(coder)]

    def former_claims(self, report_id: str) -> list[Claim]:
        """What the last version of the coder before the present one found in a report."""
        rows = self._db.execute(
            "SELECT f.report, f.coder, f.body FROM former_claims f JOIN reports r"
            " ON r.key = f.report WHERE r.id = ? ORDER BY f.id",
            (report_id,),
        ).fetchall()
        last = max((coder for _, coder, _ in rows), key=age, default=None)
        return self._claims(row for row in rows if row[1] == last)

    def _claims(self, rows: Iterable[tuple[int, str, str]]) -> list[Claim]:
        """Claims with their reports; one Report object a report."""
        rows = list(rows)
        reports: dict[int, Report] = {}
        for key in sorted({key for key, _, _ in rows}):
            reports[key] = self._report(key)
        return [claim_of(reports[key], coder, body) for key, coder, body in rows]

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that answer a question in SQL; docs/store.md says what the tables hold."""
        yield from self._db.execute(sql, values)

    @contextmanager
    def still(self) -> Iterator[Self]:
        """Several questions to the store as it is now, whatever is written meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield self
        finally:
            self._db.execute("ROLLBACK")  # nothing was written

    def export_lines(self) -> Iterator[str]:
        """All that the store holds but former codings, one JSON object a line, each with its
        newline: the same bytes for the same reports, in whatever order they were read.

        By the report's id: a line with `text`, `zones`, `coder` and `sightings` for the report,
        then the codebook's line for each of its claims, in order of the text; in the end a line
        with `failure` for each of those.
        """
        for kept in self.whole():
            yield report_line(kept)
            yield from (claim.as_jsonl() + "\n" for claim in kept.claims)
        for path, reason in self.failures():
            yield failure_line(path, reason)

    def whole(self) -> Iterator[Kept]:
        """Every report with what is kept of it, by id, as the store is now."""
        with self.still():
            for key, coder in self.rows("SELECT key, coder FROM reports ORDER BY id"):
                report = self._report(key)
                bodies = self.rows("SELECT body FROM claims WHERE report = ?", key)
                claims = sorted((claim_of(report, coder, body) for (body,) in bodies), key=in_text)
                yield Kept(report, coder, sorted(self._sighted(key), key=place), claims)

    def _report(self, key: int) -> Report:
        row = self._db.execute(f"SELECT {REPORT} FROM reports r WHERE key = ?", (key,)).fetchone()
        return report_of(row)

    def _kept(self, report_id: str) -> tuple[int, str, str, str | None] | None:
        """Key, coder, language and date of a known text."""
        row: tuple[int, str, str, str | None] | None = self._db.execute(
            "SELECT key, coder, language, date FROM reports WHERE id = ?", (report_id,)
        ).fetchone()
        return row

    def _sighted(self, key: int) -> list[Sighting]:
        rows = self.rows(
            "SELECT path, url, outlet, title, date, language FROM sightings WHERE report = ?", key
        )
        return [Sighting(*row) for row in rows]
