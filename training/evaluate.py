"""Score a pipeline from raw text, as the parse stage uses it.

    python -m training.evaluate fr PIPELINE --data ../shared/train/ud [--use dev] [--raw]

F of UPOS, UAS, LAS, lemmas, sentences and single relations, as in the CoNLL shared tasks: a
word counts only if it is cut like the gold's; punctuation counts like any word.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from dragoman.record import Parsed, Report
from dragoman.stages import parse as stage
from training.treebanks import Tree, sources, text_of

SHOWN = ("nsubj", "nsubj:pass", "obj", "obl", "ccomp", "xcomp", "conj", "parataxis", "acl:relcl",
         "advcl", "appos", "flat", "root")  # fmt: skip


def score(parsed: list[Parsed], gold: list[list[Tree]]) -> dict[str, float]:
    """Percentages; the keys of single relations are "F nsubj" and the like."""
    count: Counter[str] = Counter()
    for ours, group in zip(parsed, gold, strict=True):
        _count(ours, group, count)
    both = count["gold"] + count["ours"]

    def f(right: str, total: float) -> float:
        return round(200 * count[right] / total, 2) if total else 0.0

    out = {name: f(name, both) for name in ("words", "UPOS", "UAS", "LAS", "lemma")}
    out["verb lemma"] = round(100 * count["verb lemma"] / max(count["verbs"], 1), 2)
    out["conditional"] = f("cnd", count["gold cnd"] + count["our cnd"])
    out["sentences"] = f("sentence", count["gold sentences"] + count["our sentences"])
    for dep in SHOWN:
        out["F " + dep] = f("right " + dep, count["gold " + dep] + count["our " + dep])
    return out


def _count(ours: Parsed, group: list[Tree], count: Counter[str]) -> None:
    place, gold, ends, top = 0, {}, set(), 0
    starts: list[int] = []
    words = [w for tree in group for w in tree]
    for tree in group:
        starts.append(place)
        for k, w in enumerate(tree):
            gold[place, place + len(w.form)] = (top + k, w)
            end = place + len(w.form)
            place = end + (w.space or k + 1 == len(tree))
        ends.add((starts[-1], end))
        top += len(tree)
    spans = list(gold)
    base = [n for n, tree in zip(_tops(group), group, strict=True) for _ in tree]
    count["gold"] += len(words)
    count["ours"] += len(ours.tokens)
    count["gold sentences"] += len(group)
    count["our sentences"] += len(ours.sentences)
    got = {(ours.tokens[s.start].start, ours.tokens[s.end - 1].end) for s in ours.sentences}
    count["sentence"] += len(got & ends)
    for w in words:
        count["gold " + ("root" if w.dep == "ROOT" else w.dep)] += 1
        count["gold cnd"] += "Mood=Cnd" in (w.feats or "")
        count["verbs"] += w.upos == "VERB"
    for t in ours.tokens:
        count["our " + t.dep] += 1
        count["our cnd"] += t.feat("Mood") == "Cnd"
        hit = gold.get((t.start, t.end))
        if hit is None:
            continue
        n, w = hit
        count["words"] += 1
        count["UPOS"] += t.upos == w.upos
        count["lemma"] += t.lemma == w.lemma
        count["verb lemma"] += w.upos == "VERB" and t.lemma == w.lemma
        count["cnd"] += t.feat("Mood") == "Cnd" and "Mood=Cnd" in (w.feats or "")
        above = ours.tokens[t.head]
        if spans[base[n] + w.head] == (above.start, above.end):
            dep = "root" if w.dep == "ROOT" else w.dep
            count["UAS"] += 1
            count["LAS"] += t.dep == dep
            count["right " + dep] += t.dep == dep


def _tops(group: list[Tree]) -> list[int]:
    tops, n = [], 0
    for tree in group:
        tops.append(n)
        n += len(tree)
    return tops


def main() -> None:
    ask = argparse.ArgumentParser(description="Scores from raw text.")
    ask.add_argument("language")
    ask.add_argument("pipeline", type=Path)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--use", default="test", choices=("test", "dev"))
    ask.add_argument("--raw", action="store_true", help="without the repair layer")
    ask.add_argument("--json", type=Path)
    given = ask.parse_args()
    table: dict[str, dict[str, float]] = {}
    for row, groups in sources(given.language, given.data):
        if row["use"] == "tithe" and given.use == "dev":
            groups = groups[::10]
        elif row["use"] != given.use:
            continue
        reports = [Report(text_of(g), given.language) for g in groups]
        begun = time.process_time()
        parsed = [stage.parse_with(given.pipeline, r, mend=not given.raw) for r in reports]
        spent = time.process_time() - begun
        name = row["file"].removesuffix(".conllu.xz")
        table[name] = score(parsed, groups)
        table[name]["words/s"] = round(sum(len(p.tokens) for p in parsed) / spent)
    keys = list(next(iter(table.values())))
    print("\t".join(["", *table]))
    for key in keys:
        print("\t".join([key, *(f"{scores[key]:g}" for scores in table.values())]))
    if given.json:
        given.json.write_text(json.dumps(table, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
