"""The rows of the tables of actors: ours, and after them those of the user's own tables.

A folder of the user's ($DRAGOMAN_WORLD, else `world` in the data folder, if it is there; empty:
none) may hold tables of the same names and columns. They are checked like ours, every row names its
source and its date, and a row with the key of one of ours takes its place: so a term of office is
ended, or a name mended, without a copy of our tables. Read once a process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from dragoman.tables import Row, TableError, read_table, read_yaml

WORLD = Path(__file__).parent
#: The variable that names the folder of the user's own tables.
VARIABLE = "DRAGOMAN_WORLD"
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SOURCES = "sources.yaml"
_ABOUT = ("what", "dated", "licence", "verified")
#: The tables that a folder of the user's may hold.
EXTENSIBLE = (
    "states.tsv", "organisations.tsv", "organisation_names.tsv", "persons.tsv", "person_names.tsv",
    "offices.tsv", "sectors.tsv", "titles.tsv", "merges.tsv", "state_names", _SOURCES,
)  # fmt: skip


def own_tables() -> Path | None:
    """The folder of the user's own tables; None if there is none. Raises TableError for one that
    is named and is not there, or that holds what no table of ours is called."""
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    folder = Path(named) if named else default_own_tables()
    if not folder.is_dir():
        if named:
            raise TableError(folder, 0, "is no folder of tables")
        return None
    for path in sorted(folder.iterdir()):
        if path.name not in EXTENSIBLE and not path.name.startswith("."):
            raise TableError(path, 0, f"is no table; they are {', '.join(EXTENSIBLE)}")
    return folder


def default_own_tables() -> Path:
    """Where the user's own tables lie if nothing else is said."""
    from platformdirs import user_data_path  # costs 20 ms that --help must not pay

    return user_data_path("dragoman") / "world"


def rows(name: str, columns: Sequence[str], unique: Sequence[str]) -> Iterator[Row]:
    """The rows of a table and of the user's table of that name, in order, source and date checked;
    `unique` are the columns by which it is sorted and that together may not repeat."""
    own = own_tables()
    mine = list(_sorted(own / name, columns, unique)) if own and (own / name).is_file() else []
    replaced = {tuple(row[c] for c in unique) for row in mine}
    if (WORLD / name).is_file():
        for row in _sorted(WORLD / name, columns, unique):
            if tuple(row[c] for c in unique) not in replaced:
                yield row
    yield from mine


def keep(name: str, columns: Sequence[str], unique: Sequence[str], row: dict[str, str]) -> Path:
    """Put a row into the user's own tables, in the place of one with the same key; the folder."""
    folder = _writable()
    kept = [r for r in _kept(folder / name, columns) if any(r[c] != row[c] for c in unique)]
    _write(folder / name, columns, unique, [*kept, row])
    return folder


def drop(name: str, columns: Sequence[str], unique: Sequence[str], column: str, value: str) -> int:
    """Take the rows with a value in a column out of the user's own tables; how many there were."""
    folder = own_tables()
    if folder is None or not (folder / name).is_file():
        return 0
    found = _kept(folder / name, columns)
    kept = [r for r in found if r[column] != value]
    _write(folder / name, columns, unique, kept)
    return len(found) - len(kept)


def _writable() -> Path:
    folder = Path(os.environ.get(VARIABLE) or default_own_tables())
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _kept(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    return [dict(row) for row in read_table(path, columns)] if path.is_file() else []


def _write(
    path: Path, columns: Sequence[str], unique: Sequence[str], found: list[dict[str, str]]
) -> None:
    """The whole table, sorted, in one step: who reads it meanwhile sees the old one or the new."""
    found.sort(key=lambda row: tuple(row[c] for c in unique))
    lines = ["\t".join(columns), *("\t".join(row[c] for c in columns) for row in found)]
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)


def _sorted(path: Path, columns: Sequence[str], unique: Sequence[str]) -> Iterator[Row]:
    last: tuple[str, ...] = ()
    for row in read_table(path, columns, unique):
        _check_source(row)
        yield row
        key = tuple(row[c] for c in unique)
        if key < last:
            raise row.error(f"is out of order: {' / '.join(key)} after {' / '.join(last)}")
        last = key


def _check_source(row: Row) -> None:
    if not row["source"]:
        raise row.error("no source")
    for source in row.many("source"):
        if source not in sources():
            raise row.error(f"unknown source {source!r}: none of {_SOURCES}")
    if not is_date(row["dated"]):
        raise row.error(f"dated {row['dated']!r}, which is no date")


def is_date(text: str) -> bool:
    """Whether a cell is an ISO date of day, month or year."""
    return _DATE.fullmatch(text) is not None


def verified(row: Row) -> bool:
    """Whether every source of a row is one that was compared with something."""
    return all(sources()[source] for source in row.many("source"))


@cache
def sources() -> dict[str, bool]:
    """The ids of all sources, ours and the user's, and whether what they say is verified."""
    out: dict[str, bool] = {}
    own = own_tables()
    for folder in (WORLD, *([own] if own else [])):
        path = folder / _SOURCES
        if folder != WORLD and not path.is_file():
            continue
        for source, about in read_yaml(path, ("sources",))["sources"].items():
            if not isinstance(about, dict) or sorted(about) != sorted(_ABOUT):
                raise TableError(path, 1, f"{source} needs just {', '.join(_ABOUT)}")
            if not isinstance(about["verified"], bool):
                raise TableError(path, 1, f"{source}: verified is true or false")
            if source in out:
                raise TableError(path, 1, f"repeats {source}")
            out[source] = about["verified"]
    return out
