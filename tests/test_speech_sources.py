"""Who a source is, in whole texts of our own: papers, statements, unnamed people in a place."""

from __future__ import annotations

import pytest

from dragoman.record import Report
from dragoman.stages.actors import find_actors
from dragoman.stages.parse import parse
from dragoman.stages.speech import find_speech

# text, what is said between brackets | the chain of sources by id, outermost first | flags
FRENCH = """
Selon le quotidien Le Phare de Mopti, [le pont a sauté]. | ?:le-phare-de-mopti |
Selon le quotidien Le Phare, qui cite le gouverneur, [le pont a sauté]. | ?:le-phare ?:governor |
Selon un diplomate cité par le quotidien Le Phare, [le pont a sauté]. | ?:le-phare ?:diplomat | anonymous_source
« [Le pont a été détruit lundi] », explique l'agronome Hwang Mi-rae. | ?:hwang-mi-rae |
[Rome] accuse, Oslo nie. | |
Rome a publié un communiqué. Le texte affirme que [le pont a sauté]. | ITA |
Dans un communiqué, Rome a démenti. Selon le communiqué, [le pont tient]. | ITA |
Rome a publié un communiqué. « [Le pont rouvrira lundi] », peut-on lire dans le communiqué. | ITA |
Un communiqué affirme que [le pont a sauté]. | ?:statement | anonymous_source
À Rome, on estime que [le pont a sauté]. | ITA | anonymous_source
Dans les chancelleries européennes, on est convaincu que [le pont a sauté]. | ?:europeans | collective_source
Rome a nié hier. Pour l'analyste Ruth Otieno, c'est faux. « [Le pont a été détruit lundi]. » | ?:ruth-otieno |
« Le pont tient », dit Rome. Selon Ruth Otieno, c'est faux. « [Le pont a été détruit lundi]. » | ?:ruth-otieno |
"""
ENGLISH = """
According to a diplomat quoted by the newspaper The Coast Tribune, [Rome will yield]. | ?:the-coast-tribune ?:diplomat | anonymous_source
Reuters says that Rome objects. The daily The Beacon says that [the bridge fell]. | ?:the-beacon |
Rome issued a statement. The statement said [the bridge was gone]. | ITA |
In a statement, Rome denied it. The statement said [the bridge was safe]. | ITA |
According to a statement released by Macron's office, [the bridge is safe]. | FRA:emmanuel-macron |
A statement said [the bridge was safe]. | ?:statement | anonymous_source
One of the groups, the Syrian Democratic Forces, fled and said [it had no choice]. | SYR:sdf |
Oslo would guard those fighters which, the BBC said, [Rome has refused to take]. | GBR:bbc |
The bridge [is gone], the Amur Courier newspaper reported on Monday. | ?:amur-courier |
"""


def cases(language: str, table: str) -> list[tuple[str, str, list[str], list[str]]]:
    """(language, text with brackets, ids of the sources, flags)."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(language, text, chain.split(), flags.split()) for text, chain, flags in rows]


@pytest.mark.parametrize(
    ("language", "marked", "chain", "flags"), [*cases("fr", FRENCH), *cases("en", ENGLISH)]
)
def test_who_says_so(language: str, marked: str, chain: list[str], flags: list[str]) -> None:
    at = marked.index("[")
    try:
        parsed = parse(Report(marked.replace("[", "").replace("]", ""), language, "2023-03-01"))
    except LookupError as missing:
        pytest.skip(str(missing))
    token = next(t.i for t in parsed.tokens if t.end > at)
    over = find_speech(parsed, find_actors(parsed)).chain(token)
    assert [actor.id for level in over for actor in level.sources] == chain
    assert [flag for level in over for flag in level.flags] == flags
