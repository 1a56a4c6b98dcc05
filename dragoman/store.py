"""The system of record: one SQLite file that holds reports, their claims, and what failed.

One writer at a time, any number of readers. The file and its schema are store_file.py's matter.
Everything that can be computed from a report's text (parse, mentions) is left out: the coder is
deterministic and can run again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from dragoman.editions import is_newer, tables
from dragoman.record import CODER_VERSION, SCORES, Record, Report
from dragoman.store_file import (
    BULK_CACHE,
    StoreError,
    checkpoint,
    connect_to_read,
    connect_to_write,
    default_path,
    only_writer,
)
from dragoman.store_reader import StoreReader
from dragoman.store_rows import Sighting, body_of, first_of, parts_of

__all__ = ["Store", "StoreError", "default_path"]


class Store(StoreReader):
    """A store, opened for writing (and made if it is not there) or, with `read_only`, for reading.

    A context manager. Raises StoreError if the file is no store, is another program's, or was made
    by a later version; and when something cannot be written, in which case nothing of it is.
    """

    def __init__(
        self, path: Path | str | None = None, *, read_only: bool = False, reviewed: bool = False
    ) -> None:
        """`reviewed`: read it, with people's corrections in the place of what they correct."""
        self.path = Path(path) if path is not None else default_path()
        self.read_only, self.reviewed = read_only or reviewed, reviewed
        self._db = (
            connect_to_read(self.path, reviewed=reviewed)
            if self.read_only
            else connect_to_write(self.path)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """What was added is on the disk already; this moves it from the log into the file."""
        if self.read_only:
            self._db.close()
        else:
            with self._saying_what_fails():
                checkpoint(self._db, self.path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, as the only writer: on the disk when it ends, or not there at all."""
        if self.read_only:
            raise StoreError(f"{self.path} was opened for reading only")
        with only_writer(self.path), self._saying_what_fails():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite may have undone it by itself: a full disk
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _saying_what_fails(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise  # a mistake of ours, not of the disk
        except (sqlite3.DatabaseError, OSError) as wrong:
            raise StoreError(
                f"{self.path} cannot be written: {wrong}; what was acknowledged before is kept, and"
                " reading again takes up from there"
            ) from wrong

    def knows(self, report: Report) -> bool:
        """Whether coding this report again would change nothing: the same text, by this coder or a
        later one, for the same language and date (offices and phrases of time are resolved by the
        date: an earlier one is news, or another one at the same place)."""
        kept = self._kept(report.id)
        if kept is None:
            return False
        key, coder, language, date = kept
        first = first_of(self._sightings(key, report)[0])
        return is_newer(coder) or (
            coder == CODER_VERSION and (first.language, first.date) == (language, date)
        )

    def as_known(self, report: Report) -> Report:
        """The report as it is to be coded: with the date and language of its first sighting, if
        its text is known from elsewhere."""
        kept = self._kept(report.id)
        if kept is None:
            return report
        first = first_of(self._sightings(kept[0], report)[0])
        return replace(report, language=first.language, date=first.date)

    def _sightings(self, key: int, report: Report) -> tuple[list[Sighting], Sighting, bool]:
        """Where a text was met, now also here; what is known of it here; whether that is new."""
        known = {(s.path, s.url): s for s in self._sighted(key)}
        here = Sighting.of(report)
        before = known.get((here.path, here.url))
        here = known[here.path, here.url] = here.over(before) if before else here
        return list(known.values()), here, here != before

    def add(self, record: Record, *, seen: Report | None = None, again: bool = False) -> bool:
        """Keep a report and its claims, in one transaction. False if it was already known.

        A text that is met elsewhere is noted as a sighting; the report bears outlet and date of its
        first one. What an earlier coder found moves to former_claims. `seen`: the report as it was
        met, if it was coded as_known. `again`: put these claims in the place of those that the same
        coder found before (its tables have changed).
        """
        seen = seen or record.report
        if not again and self.knows(seen) and not self._is_anything_new(seen):
            return False
        with self.writing():
            return self._put(record, seen, again)

    def add_all(self, records: Iterable[Record]) -> int:
        """Keep many reports in one transaction, for those that were coded elsewhere and can be had
        again from there; returns how many were news. Several times as fast as one by one."""
        self._db.execute(f"PRAGMA cache_size = -{BULK_CACHE}")
        with self.writing():
            return sum(self._put(record, record.report, again=False) for record in records)

    def _put(self, record: Record, seen: Report, again: bool) -> bool:
        report = record.report
        news = again or not self.knows(seen)
        kept = self._kept(report.id)
        if kept is None:
            key = self._insert_report(report)
        else:
            key = kept[0]
            if news:
                self._make_room(key, kept[1])
        self._note_sighting(key, seen)
        if news:
            self._insert_claims(key, record)
        if seen.path:
            self._db.execute("DELETE FROM failures WHERE path = ?", (seen.path,))
        return news

    def _is_anything_new(self, seen: Report) -> bool:
        """Whether a known text was met at a new place, or where something had failed."""
        kept = self._kept(seen.id)
        failed = self._db.execute("SELECT 1 FROM failures WHERE path = ?", (seen.path,)).fetchone()
        return kept is None or failed is not None or self._sightings(kept[0], seen)[2]

    def _insert_report(self, report: Report) -> int:
        key = self._db.execute(
            "INSERT INTO reports (id, coder, language, zones, text) VALUES (?, ?, ?, ?, ?)",
            (report.id, CODER_VERSION, report.language, "[]", report.text),
        ).lastrowid
        assert key is not None
        return key

    def _make_room(self, key: int, coder: str) -> None:
        """Take out the claims of a report; those of an earlier coder are kept beside."""
        if coder != CODER_VERSION:
            self._db.execute(
                "INSERT INTO former_claims SELECT id, report, ?, body FROM claims WHERE report = ?",
                (coder, key),
            )
        self._db.execute("DELETE FROM claims WHERE report = ?", (key,))
        self._db.execute("DELETE FROM report_actors WHERE report = ?", (key,))

    def _note_sighting(self, key: int, seen: Report) -> None:
        """Write down where the text was met, and what that says of the report."""
        sightings, here, _ = self._sightings(key, seen)
        self._db.execute(
            "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?)", (key, *here)
        )
        first = first_of(sightings)
        self._db.execute(
            "UPDATE reports SET outlet = ?, title = ?, path = ?, url = ? WHERE key = ?",
            (first.outlet, first.title, first.path or None, first.url or None, key),
        )

    def _insert_claims(self, key: int, record: Record) -> None:
        report = record.report
        self._db.execute(  # date and language are those for which the claims hold
            "UPDATE reports SET coder = ?, language = ?, date = ?, zones = ? WHERE key = ?",
            (CODER_VERSION, report.language, report.date,
             json.dumps([[z.start, z.end, z.kind] for z in report.zones]), key),
        )  # fmt: skip
        self._db.execute(
            "INSERT OR REPLACE INTO codings VALUES (?, ?, ?)", (key, CODER_VERSION, tables())
        )
        at = self._db.execute("SELECT coalesce(max(key), 0) + 1 FROM claims").fetchone()[0]
        found = list(enumerate({c.id: c for c in record.claims}.items(), at))
        everybody = [
            (n, part, a.id, a.state)
            for n, (_, claim) in found for part, group in parts_of(claim) for a in group
        ]  # fmt: skip
        present = {(who, key) for _, part, *ids in everybody if part != "source" for who in ids}
        for insert, rows in (  # each at once: a statement a claim takes twice the time
            ("INTO claims (key, id, report, kind, type, certainty, body) VALUES (?,?,?,?,?,?,?)",
             [(n, i, key, c.kind, c.type, SCORES[c.certainty], body_of(c)) for n, (i, c) in found]),
            ("OR IGNORE INTO parts VALUES (?, ?, ?, ?)", everybody),
            ("OR IGNORE INTO claim_stakes VALUES (?, ?)",
             [(stake, n) for n, (_, c) in found for stake in c.stakes]),
            ("INTO evidence (rowid, words) VALUES (?, ?)",
             [(n, c.evidence) for n, (_, c) in found]),
            ("INTO report_actors VALUES (?, ?)", sorted(present)),
        ):  # fmt: skip
            self._db.executemany(f"INSERT {insert}", rows)

    def fail(
        self,
        path: str,
        reason: str,
        root: str | None = None,
        given: Mapping[str, str] | None = None,
    ) -> None:
        """Record that something could not be read or coded. `root`: what was read, if not the path
        itself; `given`: the options with which it was, so that it can be tried again."""
        with self.writing():
            self._db.execute(
                "INSERT INTO failures (path, reason, root, given) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (path) DO UPDATE SET reason = excluded.reason, root = excluded.root,"
                " given = excluded.given, tries = tries + 1",
                (path, reason, root, json.dumps(dict(given or {}), ensure_ascii=False)),
            )
