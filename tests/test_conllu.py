"""The reader of hand-made parses itself."""

from __future__ import annotations

import pytest

from tests.conllu import parsed_from_conllu

TREE = """
# zone = headline
1 Minsk   Minsk   PROPN _            2 nsubj
2 demande demander VERB Mood=Ind     0 root
3 l'      le      DET   _            4 det  SpaceAfter=No
4 aide    aide    NOUN  _            2 obj

1 Elle    lui     PRON  _            2 nsubj
2 refuse  refuser VERB  _            0 root SpaceAfter=No
3 .       .       PUNCT _            2 punct

# newpar
1\tOui\toui\tINTJ\t_\t_\t0\troot\t_\t_
"""


def test_text_and_tree_are_rebuilt() -> None:
    parsed = parsed_from_conllu(TREE, date="2023-09-13")
    assert parsed.report.text == "Minsk demande l'aide\nElle refuse.\nOui"
    assert parsed.report.date == "2023-09-13"
    assert all(parsed.report.text[t.start : t.end] == t.text for t in parsed.tokens)
    assert [(s.start, s.end, s.paragraph, s.zone) for s in parsed.sentences] == [
        (0, 4, 0, "headline"), (4, 7, 1, None), (7, 8, 2, None),
    ]  # fmt: skip
    assert parsed.children(5, "nsubj") == (4,)
    assert parsed.tokens[5].dep == "root" and parsed.tokens[5].head == 5
    assert parsed.report.zone_at(3) == "headline" and parsed.report.zone_at(25) is None


@pytest.mark.parametrize("bad", ["1 Oui oui INTJ _ 7 obj", "1 Oui oui"])
def test_bad_rows_are_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        parsed_from_conllu(bad)
