"""The system of record: one SQLite file that holds reports, their claims, and what failed.

One writer, any number of readers. The schema stands in schema.sql. Everything that can be computed
from a report's text (parse, mentions) is left out: the coder is deterministic and can run again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from dragoman.record import CODER_VERSION, SCORES, Actor, Claim, Record, Report, Time, Zone

SCHEMA = Path(__file__).with_name("schema.sql")
APPLICATION_ID = 0x4452474E
SCHEMA_VERSION = 1
#: Fewer hex digits than these cannot name a claim: they would be likely to name several.
SHORTEST_PREFIX = 4


class StoreError(Exception):
    """The store cannot be opened or asked; the message is one sentence for the user."""


def default_path() -> Path:
    """$DRAGOMAN_STORE, else a file in the user's data folder."""
    if given := os.environ.get("DRAGOMAN_STORE"):
        return Path(given)
    from platformdirs import user_data_path  # costs 20 ms that --help must not pay

    return user_data_path("dragoman") / "store.db"


class Store:
    """A store, opened for writing (and made if it is not there) or, with `read_only`, for reading.

    A context manager. Raises StoreError if the file is no store, is another program's, or was made
    by a later version.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        self.path = Path(path) if path is not None else default_path()
        try:
            self._db = self._open_to_read() if read_only else self._open_to_write()
        except (sqlite3.DatabaseError, OSError) as wrong:
            raise StoreError(f"{self.path} cannot be opened as a store: {wrong}") from wrong

    def _open_to_read(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise StoreError(f"there is no store at {self.path}; `dragoman read` makes one")
        db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)
        self._check(db)
        return db

    def _open_to_write(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are begun by hand: `add` is one, whatever the driver's habits.
        db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        db.execute("PRAGMA foreign_keys = ON")
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._check(db)
        else:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(f"BEGIN IMMEDIATE;\n{SCHEMA.read_text(encoding='utf-8')}\nCOMMIT;")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def _check(self, db: sqlite3.Connection) -> None:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError(f"{self.path} is a database, but no dragoman store")
        if (version := db.execute("PRAGMA user_version").fetchone()[0]) != SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} has schema {version}; this version reads {SCHEMA_VERSION}"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    # Writing

    def knows(self, report: Report) -> bool:
        """Whether coding this report again would change nothing: the same text, coder, language and
        date (offices and phrases of time are resolved by the date, so another one is news)."""
        return self._same(report) is not None

    def _same(self, report: Report) -> int | None:
        row = self._db.execute(
            "SELECT key FROM reports WHERE id = ? AND coder = ? AND language = ?"
            " AND (? IS NULL OR date IS ?)",
            (report.id, CODER_VERSION, report.language, report.date, report.date),
        ).fetchone()
        return int(row[0]) if row else None

    def add(self, record: Record, again: bool = False) -> bool:
        """Keep a report and its claims, in one transaction. False if it was already known.

        A known text from another outlet, file or address is noted as a copy. A known text with
        another date or language, or from an older coder, replaces what was there, and so does any
        with `again` (the tables that it was coded with have changed).
        """
        report = record.report
        self._db.execute("BEGIN IMMEDIATE")
        try:
            key = None if again else self._same(report)
            if key is not None:
                self._note_copy(key, report)
            else:
                self._insert(record)
            if report.path:
                self._db.execute("DELETE FROM failures WHERE path = ?", (report.path,))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return key is None

    def _note_copy(self, key: int, report: Report) -> None:
        """Fill in what was unknown of the report; whatever differs makes a row in copies."""
        self._db.execute(
            "UPDATE reports SET outlet = coalesce(outlet, :outlet),"
            " title = coalesce(title, :title), path = coalesce(path, :path),"
            " url = coalesce(url, :url) WHERE key = :key",
            {"outlet": report.outlet, "title": report.title, "path": report.path,
             "url": report.url, "key": key},
        )  # fmt: skip
        kept = self._db.execute("SELECT outlet, path, url FROM reports WHERE key = ?", (key,))
        here = (report.outlet, report.path, report.url)
        if any(
            new is not None and new != old for new, old in zip(here, kept.fetchone(), strict=True)
        ):
            self._db.execute(
                "INSERT OR IGNORE INTO copies VALUES (?, ?, ?, ?)", (key, *(x or "" for x in here))
            )

    def _insert(self, record: Record) -> None:
        report = record.report
        self._db.execute("DELETE FROM reports WHERE id = ?", (report.id,))
        key = self._db.execute(
            "INSERT INTO reports (id, coder, language, date, outlet, title, path, url, zones, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (report.id, CODER_VERSION, report.language, report.date, report.outlet, report.title,
             report.path, report.url, json.dumps([[z.start, z.end, z.kind] for z in report.zones]),
             report.text),
        ).lastrowid  # fmt: skip
        for claim in {c.id: c for c in record.claims}.values():
            at = self._db.execute(
                "INSERT INTO claims (id, report, kind, type, certainty, body) VALUES (?,?,?,?,?,?)",
                (claim.id, key, claim.kind, claim.type, SCORES[claim.certainty], _body(claim)),
            ).lastrowid
            self._db.executemany(
                "INSERT OR IGNORE INTO parts VALUES (?, ?, ?, ?)",
                [(at, part, a.id, a.state) for part, group in _parts(claim) for a in group],
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO claim_stakes VALUES (?, ?)", [(s, at) for s in claim.stakes]
            )
            self._db.execute(
                "INSERT INTO evidence (rowid, words) VALUES (?, ?)", (at, claim.evidence)
            )

    def fail(self, path: str, reason: str) -> None:
        """Record that something could not be read or coded."""
        self._db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?)", (path, reason))

    # Reading

    def failures(self) -> list[tuple[str, str]]:
        """(path, reason), by path."""
        return list(self._db.execute("SELECT path, reason FROM failures ORDER BY path"))

    def reports(self, holding: str = "") -> list[Report]:
        """All reports whose text holds some words as written, oldest first; those without a date
        last."""
        rows = self._db.execute(
            f"SELECT {_REPORT} FROM reports r WHERE instr(text, ?) ORDER BY date IS NULL, date, id",
            (holding,),
        ).fetchall()
        return [_report(row) for row in rows]

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
    ) -> list[Claim]:
        """Claims that meet all conditions, by date of the report, then in order of the text.

        Args: `about`, ids of states, bodies or persons: claims in which at least one of them acts
        or is acted on, in reports in which all of them do (so that what Russia seeks "from anyone"
        in a report on Russia and North Korea is there, and its other affairs are not). `stake`
        takes in the stakes below it. `source`, an id or state, or "author" for claims that name no
        source. `min_certainty`, a label of SCORES, of the innermost source. `since` and `until`,
        ISO dates of the report. `report`, its id or the beginning of it. `words`, a search in the
        evidence.
        """
        where, values = ["1"], []  # type: list[str], list[Any]

        def must(condition: str, *given: Any) -> None:
            where.append(condition)
            values.extend(given)

        if about:
            some = ", ".join("?" * len(about))
            must(
                f"c.key IN (SELECT claim FROM parts WHERE part != 'source' AND (state IN ({some})"
                f" OR actor IN ({some})))", *about, *about,
            )  # fmt: skip
            for actor in about if len(about) > 1 else ():
                must(
                    "c.report IN (SELECT k.report FROM parts p JOIN claims k ON k.key = p.claim"
                    " WHERE p.part != 'source' AND (p.state = ? OR p.actor = ?))", actor, actor,
                )  # fmt: skip
        if kind is not None:
            must("c.kind = ?", kind)
        if type is not None:
            must("c.type = ?", type)
        if stake is not None:
            must(
                "c.key IN (SELECT claim FROM claim_stakes WHERE stake = ?"
                " OR stake BETWEEN ? || '.' AND ? || '/')", stake, stake, stake,
            )  # fmt: skip
        if source == "author":
            must("c.key NOT IN (SELECT claim FROM parts WHERE part = 'source')")
        elif source is not None:
            must("c.key IN (SELECT claim FROM parts WHERE part = 'source'"
                " AND (state = ? OR actor = ?))",
                 source, source)  # fmt: skip
        if min_certainty is not None:
            must("c.certainty >= ?", SCORES[min_certainty])
        if since is not None:
            must("r.date >= ?", since)
        if until is not None:  # a month or year takes in its days
            must("(r.date <= ? OR r.date LIKE ? || '-%')", until, until)
        if report is not None:
            must("substr(r.id, 1, length(?)) = ?", report, report)
        if words is not None:
            quoted = " ".join('"' + w.replace('"', '""') + '"' for w in words.split())
            must("c.key IN (SELECT rowid FROM evidence WHERE evidence MATCH ?)", quoted or '""')
        rows = self._db.execute(
            f"SELECT c.report, c.body FROM claims c JOIN reports r ON r.key = c.report"
            f" WHERE {' AND '.join(where)} ORDER BY r.date IS NULL, r.date, r.id, c.key",
            values,
        ).fetchall()
        return self._claims(rows)

    def claim(self, prefix: str) -> Claim:
        """The claim whose id begins so. Raises StoreError if there is none, or more than one."""
        if len(prefix) < SHORTEST_PREFIX:
            raise StoreError(f"give at least {SHORTEST_PREFIX} characters of a claim's id")
        rows = self._db.execute(
            "SELECT report, body FROM claims WHERE id BETWEEN ? AND ? || 'g' LIMIT 2",
            (prefix, prefix),
        ).fetchall()
        if not rows:
            raise StoreError(f"no claim in {self.path} has an id that begins with {prefix!r}")
        if len(rows) > 1:
            raise StoreError(f"more than one claim has an id that begins with {prefix!r}")
        return self._claims(rows)[0]

    def _claims(self, rows: Iterable[tuple[int, str]]) -> list[Claim]:
        """Claims with their reports; one Report object a report."""
        rows = list(rows)
        reports: dict[int, Report] = {}
        for key in sorted({key for key, _ in rows}):
            row = self._db.execute(
                f"SELECT {_REPORT} FROM reports r WHERE key = ?", (key,)
            ).fetchone()
            reports[key] = _report(row)
        return [_claim(reports[key], body) for key, body in rows]


_REPORT = "r.text, r.language, r.date, r.outlet, r.title, r.path, r.url, r.zones"


def _report(row: Sequence[Any]) -> Report:
    text, language, date, outlet, title, path, url, zones = row
    kept = tuple(Zone(*z) for z in json.loads(zones))
    return Report(text, language, date, outlet, title, path, url, kept)


def _parts(claim: Claim) -> tuple[tuple[str, tuple[Actor, ...]], ...]:
    return (("actor", claim.actors), ("counterpart", claim.counterparts),
            ("source", claim.sources + claim.joint_sources))  # fmt: skip


_ACTORS = ("actors", "counterparts", "sources", "joint_sources")
_LISTS = ("stakes", "flags", "context", "place", "refers_to", "rule_ids")
_PLAIN = ("kind", "type", "certainty", "author_certainty", "start", "end", "attitude", "mode")


def _body(claim: Claim) -> str:
    """All fields but the report, as JSON; empty ones left out."""
    body: dict[str, Any] = {name: getattr(claim, name) for name in _PLAIN + _LISTS}
    for name in _ACTORS:
        body[name] = [
            [a.id, a.kind, a.country, a.name, a.mention, a.role] for a in getattr(claim, name)
        ]
    if claim.time is not None:
        body["time"] = [claim.time.start, claim.time.end, claim.time.tense, claim.time.text]
    kept = {name: value for name, value in body.items() if value not in (None, [], ())}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _claim(report: Report, body: str) -> Claim:
    fields = json.loads(body)
    for name in _ACTORS:
        fields[name] = tuple(Actor(*a) for a in fields.get(name, ()))
    for name in _LISTS:
        fields[name] = tuple(fields.get(name, ()))
    fields["time"] = Time(*fields["time"]) if "time" in fields else None
    return Claim(report=report, **{"type": None, **fields})
