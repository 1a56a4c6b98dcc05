"""The floors and limits of `floors.yaml`, read in one place: no script can lag behind its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.tables import read_yaml

FILE = Path(__file__).with_suffix(".yaml")
PARTS = ("accuracy", "field", "limits", "scale")


def pinned(part: str) -> dict[str, Any]:
    """One part of the file. Raises TableError if the file has other parts than these."""
    part_of: dict[str, Any] = read_yaml(FILE, PARTS)[part]
    return part_of
