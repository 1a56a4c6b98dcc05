"""Reading our own data tables strictly: data is code, and a mistake in it names its file and line.

A table is tab-separated with a header line; lines that begin with # are remarks. Cells are never
quoted. Used by every lexicon of lang/ and every table of world/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml


class TableError(ValueError):
    """A data file says something that cannot be. The message begins with FILE:LINE."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}")


class Row(dict[str, str]):
    """One row of a table; knows where it stands, so that later checks can name it too."""

    def __init__(self, cells: dict[str, str], path: Path, line: int) -> None:
        super().__init__(cells)
        self.path, self.line = path, line

    def error(self, what: str) -> TableError:
        return TableError(self.path, self.line, what)

    def many(self, column: str, separator: str = ";") -> list[str]:
        """A cell as a list; empty cells give an empty list."""
        return [part.strip() for part in self[column].split(separator) if part.strip()]


def read_table(path: Path, columns: Sequence[str], unique: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table.

    Args: `columns`, the header that the file must have, in order; `unique`, columns that together
    may not repeat. Raises TableError on another header, a row of another width, or a duplicate.
    """
    seen: dict[tuple[str, ...], int] = {}
    head: list[str] | None = None
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if head is None:
                if cells != list(columns):
                    raise TableError(path, number, f"columns are {cells}, expected {list(columns)}")
                head = cells
                continue
            if len(cells) != len(head):
                raise TableError(path, number, f"{len(cells)} cells instead of {len(head)}")
            row = Row(dict(zip(head, cells, strict=True)), path, number)
            if unique:
                key = tuple(row[c] for c in unique)
                if key in seen:
                    raise row.error(f"repeats line {seen[key]}: {' / '.join(key)}")
                seen[key] = number
            yield row


class _Loader(yaml.SafeLoader):
    """As YAML 1.2 has it: *no*, *on* and *off* are words, of which our lists are made. No key may
    stand twice, where plain YAML keeps the last one and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key, _ in node.value:
            name = self.construct_object(key)
            if name in seen:
                raise _RepeatedKeyError(name, key.start_mark.line + 1)
            seen.add(name)
        return super().construct_mapping(node, deep)


class _RepeatedKeyError(Exception):
    """A key that stands twice: its name and line."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


def read_yaml(path: Path, keys: Sequence[str]) -> dict[str, Any]:
    """A YAML mapping with just these top-level keys, all present. Raises TableError otherwise."""
    with path.open(encoding="utf-8") as stream:
        try:
            data = yaml.load(stream, _Loader)
        except _RepeatedKeyError as error:
            name, line = error.args
            raise TableError(path, line, f"repeats key {name!r}") from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise TableError(path, line, f"is not YAML: {error.problem}") from None
    if not isinstance(data, dict):
        raise TableError(path, 1, "is not a mapping")
    for wrong in sorted(set(data) ^ set(keys)):
        raise TableError(
            path, 1, f"unknown key {wrong!r}" if wrong in data else f"no key {wrong!r}"
        )
    return data
