"""Accuracy against hand-made gold, and the floors that it may not fall below.

    python bench/accuracy.py [--shared DIR]

What has floors in floors.yaml is measured. DIR holds the evaluation data (`seed/`, `gold/`,
`tools/`), by default `shared` beside the project: they belong to their publishers and are no part
of it. Without them there is nothing to measure: one sentence, status 3. Status 1: a score is below
its floor, or there was nothing to score. What the coder found is left in build/bench/, for
`score_claims.py --misses`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from floors import pinned

from dragoman.lookup import resolve_lines
from dragoman.pipeline import code
from dragoman.questions import parse_question
from dragoman.record import Report
from dragoman.stages.read import read
from dragoman.world.rulings import answer_cases

HERE = Path(__file__).parent
OUT = HERE.parent / "build" / "bench"
Scores = dict[str, float | None]
Case = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    shared: Path = parser.parse_args().shared
    if not (shared / "tools" / "score_claims.py").is_file():
        print(f"no evaluation data in {shared}: accuracy was not measured", file=sys.stderr)
        return 3
    OUT.mkdir(parents=True, exist_ok=True)
    floors = pinned("accuracy")
    failed = 0
    print(f"{'':32}{'score':>8}{'floor':>8}")
    for name, wanted in floors.items():
        kind, _, language = name.partition("_")
        scores = MEASURES[kind](shared, language)
        for measure in [*scores, *(m for m in wanted if m not in scores)]:
            value, floor = scores.get(measure), wanted.get(measure)
            low = floor is not None and (value is None or value < floor)
            failed += low
            cells = [f"{v:8.3f}" if v is not None else f"{'-':>8}" for v in (value, floor)]
            print(f"{name:14}{measure:18}{''.join(cells)}{'   below' if low else ''}".rstrip(" -"))
    return 1 if failed else 0


def seed(shared: Path, _: str) -> Scores:
    """The first report, with what is known of it from outside."""
    path = shared / "seed" / "article.txt"
    reports = _reports(path, date="2023-09-13", outlet="BBC Afrique")
    return _claims(shared, [(report, shared / "seed" / "gold_claims.tsv") for report in reports])


def dev(shared: Path, language: str) -> Scores:
    """The development reports of a language, pooled."""
    folder = shared / "gold" / "dev"
    reports = [report for report in _reports(folder) if report.language == language]
    golds = [folder / f"{Path(report.path or '').stem}.gold.tsv" for report in reports]
    golden = list(zip(reports, golds, strict=True))
    with patch("dragoman.pipeline.gate", lambda _: lambda _: True):
        every = _claims(shared, golden).get("found_f1")
    scores = _claims(shared, golden)
    found = scores.get("found_f1")
    # What is lost by not parsing paragraphs that seem to hold no claim.
    return scores | {"gate_gain": found - every if found and every else None}


def actors(shared: Path, language: str) -> Scores:
    """Who is meant by marked words of single sentences, as `dragoman actors resolve` answers; of
    all languages together, those without a pipeline too, if none is given."""
    return _cases(shared, "actors", language, lambda case: next(resolve_lines([json.dumps(case)])))


def questions(shared: Path, language: str) -> Scores:
    """What a question asks, of whom, about what."""
    return _cases(
        shared, "questions", language, lambda c: parse_question(c["question"], language).as_json()
    )


def rules(shared: Path, _: str) -> Scores:
    """What the law says of a transfer on a day."""

    gold = shared / "gold" / "rules_dev.jsonl"
    answers = {a["id"]: a for a in answer_cases(gold.open(encoding="utf-8"))}
    return _cases(shared, "rules", "", lambda case: answers[case["id"]])


MEASURES = {"seed": seed, "dev": dev, "actors": actors, "questions": questions, "rules": rules}


def _reports(path: Path, **given: str) -> Iterator[Report]:
    for item in read(path, **given):
        if not isinstance(item, Report):
            sys.exit(str(item))
        yield item


def _claims(shared: Path, golden: Iterable[tuple[Report, Path]]) -> Scores:
    score = _script(shared, "score_claims")
    counts: Counter[tuple[str, str]] = Counter()
    for report, gold in golden:
        out = OUT / f"{gold.name.partition('.')[0]}.jsonl"
        out.write_text("".join(c.as_jsonl() + "\n" for c in code(report).claims), encoding="utf-8")
        score.tally(score.read_gold(gold), score.read_claims(out), counts)
    result = score.report(counts)
    if not result["found"]["gold"]:
        return {}
    plain = ("stakes", "certainty", "author_certainty", "sourced", "nested", "attitude")
    return {
        "found_p": result["found"]["p"],
        "found_r": result["found"]["r"],
        "found_f1": result["found"]["f1"],
        "coded_f1": result["coded"]["f1"],
        **{name: result[name]["accuracy"] for name in plain},
    }


def _cases(shared: Path, name: str, language: str, answer: Any) -> Scores:
    score = _script(shared, "score_cases")
    every = score.load(shared / "gold" / f"{name}_dev.jsonl")
    gold = [case for case in every if language in ("", case.get("lang", language))]
    if not gold:
        return {}
    got = {case["id"]: {"id": case["id"], **answer(case)} for case in gold}
    out = OUT / f"{name}.jsonl"
    out.write_text("".join(json.dumps(g) + "\n" for g in got.values()), encoding="utf-8")
    result = getattr(score, name)(gold, got, lambda _: None)
    del result["n"]
    # Some are told as [right, in all].
    return {k: v[0] / v[1] if isinstance(v, list) else v for k, v in result.items()}


def _script(shared: Path, name: str) -> Any:
    """One of the scorers, which are single files and no package."""
    spec = importlib.util.spec_from_file_location(name, shared / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
