"""Reads exports with the programs that they are made for, where these are installed.

    python bench/export_readers.py [--store FILE]

Without a store, the examples are read first. Each reader has to take everything without complaint.
Exit codes: 0 all did, 1 one did not, 3 none is installed. The readers are no parts of the project
(followthemoney needs ICU, which must be compiled), so this is no test.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from dragoman.export import EXPORTERS
from dragoman.export.selection import Selection, select
from dragoman.labels import load_labels
from dragoman.reading import Reading
from dragoman.store import Store

ROOT = Path(__file__).parent.parent


def read_ftm(text: str) -> int:
    """Every property is known to its schema and keeps its value when cleaned."""
    model = import_module("followthemoney").model
    proxy = import_module("followthemoney.proxy")
    lines = [json.loads(line) for line in text.splitlines()]
    for entity in lines:
        schema = model.get(entity["schema"])
        if complaint := schema.validate(entity):
            raise ValueError(f"{entity['id']}: {complaint}")
        cleaned = proxy.EntityProxy.from_dict(entity, cleaned=False)
        for name, values in entity["properties"].items():
            if set(cleaned.get(name, quiet=True)) != set(values):
                raise ValueError(f"{entity['id']}: {name} does not take {values}")
    return len(lines)


def read_misp(text: str) -> int:
    pymisp = import_module("pymisp")
    count = 0
    for wrapped in json.loads(text)["response"]:
        event = pymisp.MISPEvent()
        event.load(json.dumps(wrapped))
        count += len(event.attributes)
    return count


def read_conllu(text: str) -> int:
    return len(import_module("conllu").parse(text))


def read_bibtex(text: str) -> int:
    library = import_module("bibtexparser").parse_string(text)
    if library.failed_blocks:
        raise ValueError(f"{len(library.failed_blocks)} entries cannot be read")
    return len(library.entries)


READERS: dict[str, tuple[str, Callable[[str], int]]] = {
    "ftm": ("followthemoney", read_ftm),
    "misp": ("pymisp", read_misp),
    "conllu": ("conllu", read_conllu),
    "bibtex": ("bibtexparser", read_bibtex),
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", type=Path)
    given = options.parse_args().store
    with tempfile.TemporaryDirectory() as folder:
        path = given or Path(folder) / "store.db"
        if given is None:
            with Reading(Store(path)) as reading:
                list(reading.run([str(ROOT / "examples/fr"), str(ROOT / "examples/en")]))
                print(reading.summary(load_labels("en")))
        with Store(path, read_only=True) as store:
            claims = tuple(store.claims())
    seen, failed = 0, 0
    for form, (program, read) in READERS.items():
        exporter = EXPORTERS[form]
        text = "".join(exporter.load()(select(exporter, Selection(claims), "excluded")))
        try:
            count = read(text)
        except ImportError as missing:
            print(f"{form}: {program} is not installed ({missing})")
            continue
        except Exception as wrong:  # noqa: BLE001 - whatever a reader says, the others are asked too
            print(f"{form}: {program} refuses it: {wrong}")
            failed += 1
        else:
            print(f"{form}: {program} reads {count}")
            failed += count == 0
        seen += 1
    return 1 if failed else 0 if seen else 3


if __name__ == "__main__":
    sys.exit(main())
