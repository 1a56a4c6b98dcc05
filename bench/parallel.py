"""Whether the languages read alike: the claims that both versions of the same news give.

    python bench/parallel.py [--shared DIR] [--show]

The news of the parallel treebanks (PUD: sentences of newspapers in professional translation, one to
five a report), read in French and in English. Claims are alike in as much as the two versions give
one of the same kind and type from the same sentence; then with the same parties; then with the same
stakes and certainty. `--show` prints where they part. Status 3 without the treebanks; 1 below the
floor of `bench/floors.yaml`, or with nothing to compare.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from floors import pinned

from dragoman.pipeline import code
from dragoman.record import Claim, Report

HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")
#: PUD's sentences are from before 2017.
DATE = "2016-12"
#: A sentence of the news: its report, and its text, with other remarks between.
SENTENCE = re.compile(r"# sent_id = (n\d{5})\d+\n(?:# (?!text = ).*\n)*# text = (.*)\n")
Key = tuple[object, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--show", action="store_true", help="where the two versions part")
    options = parser.parse_args()
    files = [options.shared / "train" / "ud" / f"{x}_pud-test.conllu.xz" for x in LANGUAGES]
    if not all(file.is_file() for file in files):
        print(f"no parallel treebanks in {options.shared}: nothing was measured", file=sys.stderr)
        return 3
    floor = pinned("field")["parallel"]
    french, english = (
        {name: _claims(text, language) for name, text in _news(file)}
        for file, language in zip(files, LANGUAGES, strict=True)
    )
    count: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for name in sorted(french):
        for level, keys in LEVELS.items():
            here, there = (Counter(map(keys, side[name])) for side in (french, english))
            count[level] += (here & there).total()
            if level == "kind and type":
                for side, rest in (("fr", here - there), ("en", there - here)):
                    for key, number in rest.items():
                        apart[f"{side} alone: {key[0]} {key[1] or ''}"] += number
                        if options.show:
                            print(f"{name} {side} alone {key[:2]}")
    sizes = [sum(map(len, side.values())) for side in (french, english)]
    print(f"{len(french)} reports; claims: French {sizes[0]}, English {sizes[1]}")
    shares = {level: 2 * number / max(sum(sizes), 1) for level, number in count.items()}
    for level, share in shares.items():
        print(f"alike in {level:40}{count[level]:5}  F1 {share:.3f}")
    for what, number in apart.most_common(12):
        print(f"  {what:40}{number:4}")
    return 0 if shares.get("kind and type", 0.0) >= floor["kind_and_type"] else 1


def _news(file: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each report of a treebank's news part."""
    reports: dict[str, list[str]] = {}
    text = lzma.decompress(file.read_bytes()).decode("utf-8")
    for found in SENTENCE.finditer(text):
        reports.setdefault(found[1], []).append(found[2])
    for name, sentences in reports.items():
        yield name, " ".join(sentences)


def _claims(text: str, language: str) -> tuple[Claim, ...]:
    return code(Report(text, language, DATE)).claims


def _type(claim: Claim) -> Key:
    return claim.kind, claim.type


def _parties(claim: Claim) -> Key:
    sides = (claim.actors, claim.counterparts)
    return (*_type(claim), *(tuple(sorted({a.state for a in side})) for side in sides))


def _whole(claim: Claim) -> Key:
    return (*_parties(claim), tuple(sorted(claim.stakes)), claim.certainty)


LEVELS = {
    "kind and type": _type,
    "kind, type and parties": _parties,
    "kind, type, parties, stakes, certainty": _whole,
}

if __name__ == "__main__":
    sys.exit(main())
