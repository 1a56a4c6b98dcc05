"""Who wants what from whom, in news reports on relations between states; with the sentence for it.

The public names, nothing else. They are fetched when first used, so that `import dragoman` costs no
model library and `dragoman --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.pipeline import code
    from dragoman.record import Actor, Claim, Record
    from dragoman.stages.read import Failure, read
    from dragoman.store import Store
    from dragoman.text import Report

# The exchange table is `dragoman.exchange.exchange`: its module has the name already.
_HOME = {
    "Actor": "record",
    "Claim": "record",
    "Failure": "stages.read",
    "Record": "record",
    "Report": "text",
    "Store": "store",
    "code": "pipeline",
    "read": "stages.read",
}

__all__ = ["Actor", "Claim", "Failure", "Record", "Report", "Store", "code", "read"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
