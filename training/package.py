"""Take a trained pipeline into the package: renew its tokenizer, mark its format, swap it in.

python -m training.package fr build/train/fr/out/model-best dragoman/models/fr/pipeline
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import spacy

from dragoman.models import tokenizers
from dragoman.stages.parse import FORMAT

MAKERS = {"fr": tokenizers.create, "en": tokenizers.create_english}


def package(language: str, trained: Path, place: Path) -> None:
    """Write the pipeline beside its place, then move it there: no reader sees half of it."""
    nlp = spacy.load(trained)
    nlp.tokenizer = MAKERS[language]()(nlp)
    nlp.meta["dragoman_format"] = FORMAT
    nlp.meta["name"] = "dragoman"
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # of this machine alone
    nlp.meta["performance"] = {}  # the card has the scores, from raw text
    new = place.with_name(place.name + ".new")
    old = place.with_name(place.name + ".old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    nlp.to_disk(new)
    meta = json.loads((new / "meta.json").read_text(encoding="utf-8"))
    assert meta["dragoman_format"] == FORMAT
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    size = sum(f.stat().st_size for f in place.rglob("*") if f.is_file())
    print(f"{place}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    package(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
