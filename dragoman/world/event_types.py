"""PLOVER's event types in the numbers of the field: quad, score, CAMEO root."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.record import EVENT_TYPES
from dragoman.tables import read_table

WORLD = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class EventType:
    """One type. `quad`: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
    conflict. `score`: from conflict (-10) to cooperation (+10). `cameo`: the root of two digits."""

    name: str
    quad: int
    score: float
    cameo: str
    cameo_text: str


@cache
def event_types(folder: Path = WORLD) -> dict[str, EventType]:
    """All types of the codebook by name. Raises TableError on an unknown or missing one, or on a
    figure out of its range."""
    out: dict[str, EventType] = {}
    columns = ("type", "quad", "score", "cameo", "cameo_text", "source")
    path = folder / "event_types.tsv"
    for row in read_table(path, columns, unique=("type",)):
        if row["type"] not in EVENT_TYPES:
            raise row.error(f"unknown type {row['type']!r}")
        if row["quad"] not in ("1", "2", "3", "4"):
            raise row.error(f"quad is {row['quad']!r}")
        if not -10 <= float(row["score"]) <= 10:
            raise row.error(f"score is {row['score']!r}")
        if not row["source"]:
            raise row.error("no source")
        out[row["type"]] = EventType(
            row["type"], int(row["quad"]), float(row["score"]), row["cameo"], row["cameo_text"]
        )
    if missing := sorted(set(EVENT_TYPES) - set(out)):
        raise row.error(f"missing after this line: {', '.join(missing)}")
    return out
