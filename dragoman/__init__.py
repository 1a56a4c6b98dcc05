"""Who wants what from whom, in news reports on relations between states; with the sentence for it.

The public names, nothing else. They are fetched when first used, so that `import dragoman` costs no
model library and `dragoman --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.claim_table import Claims
    from dragoman.exchange import Exchange
    from dragoman.pipeline import code
    from dragoman.record import Actor, Claim, Record
    from dragoman.stages.read import Failure, read
    from dragoman.store import Store
    from dragoman.text import Report

# `dragoman.exchange.exchange` and `dragoman.brief.brief` stay there: their modules have the names.
_HOME = {
    "Actor": "record",
    "Claim": "record",
    "Claims": "claim_table",
    "Exchange": "exchange",
    "Failure": "stages.read",
    "Record": "record",
    "Report": "text",
    "Store": "store",
    "code": "pipeline",
    "read": "stages.read",
}

__all__ = [
    "Actor", "Claim", "Claims", "Exchange", "Failure", "Record", "Report", "Store", "code", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
