"""One JSON object a line, checked as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def read_objects(
    lines: Iterable[str], fields: Mapping[str, type]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL text, with the numbers of their lines; blank lines are skipped.

    `fields`: what each must hold, of which type. Raises ValueError naming the line otherwise.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as wrong:
            raise ValueError(f"line {number}: no JSON ({wrong.msg})") from wrong
        if not isinstance(found, dict):
            raise ValueError(f"line {number}: no object")
        for name, wanted in fields.items():
            if not isinstance(found.get(name), wanted) or isinstance(found[name], bool):
                raise ValueError(f"line {number}: {name!r} is missing, or no {wanted.__name__}")
        yield number, found
