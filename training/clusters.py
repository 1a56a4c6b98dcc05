"""Make dragoman/models/en/lexicon.tsv.gz from the Brown clusters of spacy-lookups-data (MIT).

    python -m training.clusters OUT.tsv.gz

A cluster gathers words that stand among the same neighbours (Moscow with Israel and Japan); to the
parser it says of a word that the treebanks lack what others like it do. Only words that are common
enough are kept, and the commoner of two spellings that differ in case alone if they agree.
"""

from __future__ import annotations

import gzip
import json
import sys
from importlib.resources import files
from pathlib import Path

from training.lexicon import write

#: Log probability below which a word is left out; some 130,000 words stay.
RARE = -19.5


def clusters() -> dict[str, tuple[set[str], set[str]]]:
    """Form → its cluster, in the shape of the lexicon's entries."""
    data = files("spacy_lookups_data") / "data"

    def table(name: str) -> dict[str, float]:
        packed = (data / f"en_lexeme_{name}.json.gz").read_bytes()
        return json.loads(gzip.decompress(packed))  # type: ignore[no-any-return]

    common, number = table("prob"), table("cluster")
    kept = {w: int(k) for w, k in number.items() if k and common.get(w, -99) > RARE}
    return {
        word: ({f"c{k}"}, set())
        for word, k in kept.items()
        if not any(c in word for c in "\t\n\r") and word.strip()
        and (word == word.lower() or kept.get(word.lower()) != k)
    }  # fmt: skip


if __name__ == "__main__":
    write(clusters(), Path(sys.argv[1]))
