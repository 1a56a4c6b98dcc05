"""Which tables and models are installed: a fingerprint each, so that a store can say what made it.

The coder's version is raised by hand when its meaning changes; the fingerprint changes with every
row of a table, and so finds what nobody thought of raising it for.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from dragoman.record import CODER_VERSION
from dragoman.world.rows import own_tables

HOME = Path(__file__).parent
#: Folders of data that decide what is found, and the endings of what counts in them.
PARTS = {"lang": (".tsv", ".yaml"), "rules": (".yaml",), "world": (".tsv", ".yaml"), "models": ()}


def age(coder: str) -> tuple[int, ...]:
    """A coder's version as numbers, to be compared: "1.10" is later than "1.9"."""
    return tuple(map(int, coder.split(".")))


def is_newer(coder: str) -> bool:
    """Whether a version of the coder is later than the installed one."""
    return age(coder) > age(CODER_VERSION)


@cache
def editions() -> dict[str, str]:
    """The fingerprint of each part: sixteen hex digits that depend on names and bytes alone."""
    return {part: _fingerprint(HOME / part, endings) for part, endings in PARTS.items()}


@cache
def tables() -> str:
    """One fingerprint for all parts, and for the user's own tables of actors, if there are any."""
    own = own_tables()
    parts = [*editions().values(), *([_fingerprint(own, PARTS["world"])] if own else [])]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _fingerprint(folder: Path, endings: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder)
        if "__pycache__" in inside.parts or path.suffix == ".py":
            continue
        if endings and path.suffix not in endings:
            continue
        found.update(f"{inside.as_posix()}\x1f{path.stat().st_size}\x1f".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
