"""The record in the forms that other programs read: EXPORTERS by name, one module a form or family.

What each form means, column by column, and what it loses, is told in docs/exports.md. An exporter's
module is imported when it is asked for, so that the list of names costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Exporter:
    """One form. `where`: the module and the function in it, which takes a Selection.

    `gives`: `text` (pieces of a text), `bytes` (pieces of a file), `folder` (pairs of a file's name
    and its text). `kinds`: the kinds of claim that the form has a place for; None for all. `floor`:
    the author's certainty below which a claim is left out unless the user says otherwise; for forms
    whose readers take each row for a fact. `options`: those of the command that it minds.
    """

    where: str
    gives: str = "text"
    kinds: tuple[str, ...] | None = None
    floor: str | None = None
    options: tuple[str, ...] = ()

    def load(self) -> Callable[..., Any]:
        module, _, function = self.where.partition(":")
        found: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), function)
        return found


EXPORTERS: dict[str, Exporter] = {
    "jsonl": Exporter("lines:jsonl"),
    "csv": Exporter("long_tables:csv_table", options=("table", "reliability")),
    "parquet": Exporter("long_tables:parquet", "bytes", options=("table", "reliability")),
    "polecat": Exporter("event_tables:polecat", kinds=("event",), floor="likely"),
    "icews": Exporter("event_tables:icews", kinds=("event",), floor="likely"),
    "plover": Exporter("plover:plover", kinds=("event",), floor="likely"),
    "dyads": Exporter("dyads:dyads", options=("by", "codes", "zeros")),
    "ftm": Exporter("ftm:ftm", floor="likely"),
    "gexf": Exporter("graphs:gexf", options=("level",)),
    "graphml": Exporter("graphs:graphml", options=("level",)),
    "brat": Exporter("brat:brat", "folder"),
    "conllu": Exporter("conllu:conllu"),
    "bibtex": Exporter("references:bibtex"),
    "csl-json": Exporter("references:csl_json"),
    "misp": Exporter("misp:misp", options=("reliability",)),
}
