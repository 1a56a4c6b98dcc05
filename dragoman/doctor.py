"""Is the store sound, and what made it? Each check says what it found, and how to mend it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.editions import HOME, editions, is_newer
from dragoman.record import CODER_VERSION, content_hash
from dragoman.store import Store
from dragoman.store_file import StoreError, schema_version

#: The first SQLite with the fault, and the fixed ones: of the two branches that were mended, and of
#: all (sqlite.org/wal.html#walresetbug).
_FAULT_SINCE = (3, 7, 0)
_FIXED_BRANCHES = ((3, 44, 6), (3, 50, 7))
_FIXED = (3, 51, 3)

#: What is amiss with rows, each counted by a question; all are 0 in a sound store.
_ORPHANS = {
    "parts": "SELECT count(*) FROM parts WHERE claim NOT IN (SELECT key FROM claims)",
    "claim_stakes": "SELECT count(*) FROM claim_stakes WHERE claim NOT IN (SELECT key FROM claims)",
    "claims": "SELECT count(*) FROM claims WHERE report NOT IN (SELECT key FROM reports)",
    "sightings": "SELECT count(*) FROM sightings WHERE report NOT IN (SELECT key FROM reports)",
    "codings": "SELECT count(*) FROM codings WHERE report NOT IN (SELECT key FROM reports)",
    "report_actors": "SELECT count(*) FROM report_actors WHERE report NOT IN"
    " (SELECT key FROM reports)",
    "former_claims": "SELECT count(*) FROM former_claims AS f WHERE NOT EXISTS"
    " (SELECT 1 FROM codings k WHERE k.report = f.report AND k.coder = f.coder)",
}
_NOT_SLICES = """
    SELECT count(*) FROM claims c JOIN reports r ON r.key = c.report
    LEFT JOIN evidence e ON e.rowid = c.key
    WHERE e.words IS NOT substr(r.text, json_extract(c.body, '$.start') + 1,
                                json_extract(c.body, '$.end') - json_extract(c.body, '$.start'))
"""
_FILL_EVIDENCE = """
    INSERT INTO evidence (rowid, words)
    SELECT c.key, substr(r.text, json_extract(c.body, '$.start') + 1,
                         json_extract(c.body, '$.end') - json_extract(c.body, '$.start'))
    FROM claims c JOIN reports r ON r.key = c.report
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `state`: `sound`; `note` (to be known, nothing is broken); `wrong`.
    `check` names the sentence among the labels, and `values` fills it in; `detail` is what SQLite
    says, if it does."""

    check: str
    state: str = "sound"
    values: dict[str, Any] = field(default_factory=dict)
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"check": self.check, "state": self.state, **self.values, "detail": self.detail}


def has_reset_fault(version: str) -> bool:
    """Whether an SQLite has the WAL-reset fault: two connections that write or checkpoint at the
    same instant may, very rarely, spoil the file."""
    number = tuple(map(int, version.split(".")))
    mended = any(number[:2] == fixed[:2] and number >= fixed for fixed in _FIXED_BRANCHES)
    return _FAULT_SINCE <= number < _FIXED and not mended


def examine(path: Path, *, mend: bool = False, quick: bool = False) -> Iterator[Finding]:
    """All checks in turn, the installation's first.

    Args: `mend`: lift an old schema, remove orphans, and build the words of the full-text search
    anew before they are checked. `quick`: leave out what takes long on a large store (the text of
    every report, the order of every index).
    """
    version = sqlite3.sqlite_version
    state = "note" if has_reset_fault(version) else "sound"
    yield Finding("sqlite", state, {"version": version})
    yield from _installed()
    try:
        if not mend:
            Store(path, read_only=True).close()  # an old schema is not lifted unasked
        elif not path.is_file():
            raise StoreError(f"there is no store at {path}; `dragoman read` makes one")
        store = Store(path)
    except StoreError as wrong:
        yield Finding("opened", "wrong", {"path": path}, str(wrong))
        return
    with store:
        yield Finding("opened", values={"path": path, "schema": schema_version()})
        if mend:
            yield from _tried("mended", lambda: _mend(store), path)
        for name, check in (
            ("file", lambda: _file(store, quick)),
            ("orphans", lambda: _orphans(store)),
            ("words", lambda: _words(store)),
            ("slices", lambda: _slices(store, quick)),
            ("coded", lambda: _coded(store)),
            ("failures", lambda: _failures(store)),
        ):
            yield from _tried(name, check, path)


def _tried(name: str, check: Callable[[], Finding], path: Path) -> Iterator[Finding]:
    """A check of a file so broken that it cannot even be asked has found something: for the file
    and the words of the search, just what it was to find."""
    try:
        yield check()
    except (sqlite3.DatabaseError, StoreError) as wrong:
        values = {"n": 1, "path": path, "asked": name}
        itself = name if name in ("file", "words", "mended") else "asked"
        yield Finding(itself, "wrong", values, str(wrong.__cause__ or wrong))


def _installed() -> Iterator[Finding]:
    yield Finding("coder", values={"version": CODER_VERSION})
    for meta in sorted((HOME / "models").glob("*/pipeline/meta.json")):
        told = json.loads(meta.read_text(encoding="utf-8"))
        values = {"language": told["lang"], "version": told["version"],
                  "format": told.get("dragoman_format")}  # fmt: skip
        yield Finding("model", values=values)
    for part, fingerprint in editions().items():
        yield Finding("edition", values={"part": part, "fingerprint": fingerprint})


def _file(store: Store, quick: bool) -> Finding:
    pragma = "quick_check" if quick else "integrity_check"
    told = [str(row[0]) for row in store.rows(f"PRAGMA {pragma}(10)")]
    if told == ["ok"]:
        return Finding("file")
    return Finding("file", "wrong", {"n": len(told), "path": store.path}, told[0])


def _orphans(store: Store) -> Finding:
    found = {name: _count(store, sql) for name, sql in _ORPHANS.items()}
    total = sum(found.values())
    detail = ", ".join(f"{name}: {n}" for name, n in found.items() if n)
    return Finding("orphans", "wrong" if total else "sound", {"n": total}, detail)


def _words(store: Store) -> Finding:
    """Both full-text indexes against what they index; SQLite raises if they differ."""
    with store.writing() as db:  # a question, but FTS5 takes it as an INSERT
        db.execute("INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)")
        db.execute("INSERT INTO evidence (evidence, rank) VALUES ('integrity-check', 1)")
    return Finding("words")


def _slices(store: Store, quick: bool) -> Finding:
    """Every claim's evidence is its slice of the text, and every text has its own id."""
    wrong = _count(store, _NOT_SLICES)
    if not quick:
        texts = store.rows("SELECT id, text FROM reports")
        wrong += sum(content_hash(text) != report_id for report_id, text in texts)
    return Finding("slices", "wrong" if wrong else "sound", {"n": wrong})


def _coded(store: Store) -> Finding:
    coders = [row[0] for row in store.rows("SELECT DISTINCT coder FROM reports ORDER BY coder")]
    newer = [coder for coder in coders if is_newer(coder)]
    stale = len(store.stale())
    values = {"n": stale, "newer": len(newer)}
    return Finding("coded", "note" if stale or newer else "sound", values, ", ".join(newer))


def _failures(store: Store) -> Finding:
    failed = len(store.failures())
    return Finding("failures", "note" if failed else "sound", {"n": failed})


def _count(store: Store, sql: str) -> int:
    return int(next(store.rows(sql))[0])


def _mend(store: Store) -> Finding:
    """What can be made again from the rest, made again."""
    with store.writing() as db:
        for sql in _ORPHANS.values():
            db.execute(sql.replace("SELECT count(*)", "DELETE", 1))
        (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'evidence'").fetchone()
        db.execute("DROP TABLE evidence")  # not emptied: of a spoilt index that may fail
        db.execute(made)
        db.execute(_FILL_EVIDENCE)
        db.execute("INSERT INTO texts (texts) VALUES ('rebuild')")
    return Finding("mended")
