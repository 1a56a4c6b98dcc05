"""What the parses must get right: constructions of news prose in sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.record import Report
from dragoman.stages.parse import parse
from dragoman.tables import read_table

HERE = Path(__file__).parent
#: Share of the relations that must come out; a little under what the shipped pipelines reach.
FLOORS = {"fr": 0.88, "en": 0.93}


@pytest.mark.parametrize("language", FLOORS)
def test_constructions_of_news(language: str) -> None:
    wrong, total = [], 0
    for row in read_table(HERE / f"parse_probes_{language}.tsv", ("text", "wants")):
        parsed = parse(Report(row["text"], language))
        at = {t.text: t for t in reversed(parsed.tokens)}
        for want in row.many("wants"):
            word, deps, heads = want.split(" ")
            total += 1
            token = at.get(word)
            got = (token.dep, parsed.tokens[token.head].text) if token else None
            if not (got and got[0] in deps.split("|") and got[1] in heads.split("|")):
                wrong.append(f"{row['text']} | {want} | {got}")
    assert total > 90
    assert 1 - len(wrong) / total >= FLOORS[language], "\n".join(wrong)
