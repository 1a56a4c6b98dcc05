"""What the French parse must get right: constructions of news prose in sentences of our own."""

from __future__ import annotations

from pathlib import Path

from dragoman.record import Report
from dragoman.stages.parse import parse
from dragoman.tables import read_table

PROBES = Path(__file__).with_name("parse_probes.tsv")
#: Share of the relations that must come out; what the shipped pipeline reaches, less two of them.
FLOOR = 0.88


def test_constructions_of_news_french() -> None:
    wrong, total = [], 0
    for row in read_table(PROBES, ("text", "wants")):
        parsed = parse(Report(row["text"], "fr"))
        at = {t.text: t for t in parsed.tokens}
        for want in row.many("wants"):
            word, deps, heads = want.split(" ")
            total += 1
            token = at.get(word)
            got = (token.dep, parsed.tokens[token.head].text) if token else None
            if not (got and got[0] in deps.split("|") and got[1] in heads.split("|")):
                wrong.append(f"{row['text']} | {want} | {got}")
    assert total > 90
    assert 1 - len(wrong) / total >= FLOOR, "\n".join(wrong)
