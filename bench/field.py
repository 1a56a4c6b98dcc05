"""The field's yardsticks: external benchmarks, and the floors that no score may fall below.

    python bench/field.py [--shared DIR] [--only NAME]

DIR holds the developers' parts (`bench/`) and their scorer (`tools/score_bench.py`), by default
`shared` beside the project; they belong to others and are no part of it. Without them: one
sentence, status 3. Status 1: a score is below its floor (of an error: above it), or there was
nothing to score. What each is, and what others reach: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from floors import pinned

from dragoman.attributions import attributions
from dragoman.factuality import factuality
from dragoman.pairs import code_pairs

HERE = Path(__file__).parent
ERRORS = ("mae",)  # the less the better


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--only", choices=MEASURES, help="one of them")
    options = parser.parse_args()
    scorer = options.shared / "tools" / "score_bench.py"
    if not scorer.is_file():
        print(f"no benchmarks in {options.shared}: nothing was measured", file=sys.stderr)
        return 3
    score = _script(scorer)
    floors = pinned("field")
    failed = 0
    print(f"{'':34}{'score':>8}{'floor':>8}")
    for name in [options.only] if options.only else MEASURES:
        file, answer, measure = MEASURES[name]
        path = options.shared / "bench" / file
        gold = score.load(path) if path.is_file() else []
        scores = measure(score, gold, list(answer(map(json.dumps, gold)))) if gold else {}
        for key, floor in floors[name].items():
            value = scores.get(key)
            low = value is None or (value > floor if key in ERRORS else value < floor)
            failed += low
            shown = f"{value:8.3f}" if value is not None else f"{'-':>8}"
            print(f"{name:18}{key:18}{shown}{floor:8.3f}{'   below' if low else ''}")
    return 1 if failed else 0


def _attributions(score: Any, gold: list[Any], got: list[Any], **how: bool) -> dict[str, float]:
    found = score.attributions(gold, got, **how)
    return {role: spans["exact_f1"] for role, spans in found.items()}


def _english(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return code_pairs(lines, "en")


def _given_cues(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Where the cues are given, they go with the text; nothing else of the labels does."""
    cases = [json.loads(line) for line in lines]
    asked = [
        {
            **{name: case[name] for name in ("doc", "lang", "text")},
            "cues": [span[:2] for a in case["attributions"] for span in a["cue"]],
        }
        for case in cases
    ]
    return attributions(map(json.dumps, asked))


def _at_cues(score: Any, gold: list[Any], got: list[Any]) -> dict[str, float]:
    return _attributions(score, gold, got, given_cues=True)


#: By name: the file, what answers its lines, and how the answers are scored.
MEASURES: dict[str, tuple[str, Any, Any]] = {
    "plv": ("plv_train.jsonl", _english, lambda s, gold, got: s.pairs(gold, got)),
    "polnear": ("polnear_dev.jsonl", attributions, _attributions),
    "framenet_fr": ("framenet_fr_train.jsonl", attributions, _at_cues),
    "framenet_fr_cues": ("framenet_fr_train.jsonl", _given_cues, _at_cues),
    "uw": ("uw_dev.jsonl", factuality, lambda s, gold, got: s.factuality(gold, got)),
    "conditional_fr": (
        "conditional_fr_dev.jsonl",
        factuality,
        lambda s, gold, got: s.conditionals(gold, got),
    ),
}


def _script(path: Path) -> Any:
    """The scorer, which is a single file and no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
