"""The repair of parses, on trees made by hand."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.matching import repair as mending
from dragoman.matching.repair import facts, no_start, repair
from dragoman.tables import TableError
from tests.conllu import parsed_from_conllu

# Each case: what it shows, the tree as the model may give it, and "WORD dep HEAD" as it must become.
CASES = {
    "the speaker after an inserted verb is its subject": ("""
        1 Le        le        DET   _ 2 det
        2 pays      pays      NOUN  _ 7 nsubj
        3 ,         ,         PUNCT _ 4 punct
        4 estime    estimer   VERB  Mood=Ind|VerbForm=Fin 7 parataxis
        5 Novak     Novak     PROPN _ 4 obj
        6 ,         ,         PUNCT _ 4 punct
        7 hésite    hésiter   VERB  Mood=Ind|VerbForm=Fin 0 root
    """, "Novak nsubj estime"),
    "another verb in that place keeps its object": ("""
        1 Il        lui       PRON  _ 2 nsubj
        2 part      partir    VERB  Mood=Ind|VerbForm=Fin 0 root
        3 ,         ,         PUNCT _ 4 punct
        4 ferme     fermer    VERB  Mood=Ind|VerbForm=Fin 2 parataxis
        5 Novak     Novak     PROPN _ 4 obj
    """, "Novak obj ferme"),
    "after an asking object stands the subject": ("""
        1 Quelles   quel      DET   PronType=Int 2 det
        2 armes     arme      NOUN  _ 3 obj
        3 vend      vendre    VERB  Mood=Ind|VerbForm=Fin 0 root
        4 la        le        DET   _ 5 det
        5 Turquie   Turquie   PROPN _ 3 obj
        6 ?         ?         PUNCT _ 3 punct
    """, "Turquie nsubj vend; armes obj vend"),
    "who asks who keeps its order": ("""
        1 Qui       qui       PRON  PronType=Int 2 nsubj
        2 vend      vendre    VERB  Mood=Ind|VerbForm=Fin 0 root
        3 des       un        DET   _ 4 det
        4 armes     arme      NOUN  _ 2 obj
        5 ?         ?         PUNCT _ 2 punct
    """, "armes obj vend; Qui nsubj vend"),
    "a second clause that is said hangs on the first": ("""
        1 Lima      Lima      PROPN _ 2 nsubj
        2 dit       dire      VERB  _ 0 root
        3 que       que       SCONJ _ 5 mark
        4 Quito     Quito     PROPN _ 5 nsubj
        5 cède      céder     VERB  _ 2 ccomp
        6 et        et        CCONJ _ 9 cc
        7 que       que       SCONJ _ 9 mark
        8 Paris     Paris     PROPN _ 9 nsubj
        9 paie      payer     VERB  _ 2 conj
    """, "paie conj cède"),
    "a second verb of speech stays where it is": ("""
        1 Lima      Lima      PROPN _ 2 nsubj
        2 dit       dire      VERB  _ 0 root
        3 que       que       SCONJ _ 5 mark
        4 Quito     Quito     PROPN _ 5 nsubj
        5 cède      céder     VERB  _ 2 ccomp
        6 et        et        CCONJ _ 7 cc
        7 ajoute    ajouter   VERB  _ 2 conj
    """, "ajoute conj dit"),
    "the conjunction is the clause's": ("""
        1 Lima      Lima      PROPN _ 2 nsubj
        2 dit       dire      VERB  _ 0 root
        3 que       que       SCONJ _ 4 case
        4 Quito     Quito     PROPN _ 5 nsubj
        5 cède      céder     VERB  _ 2 ccomp
    """, "que mark cède"),
    "a relative clause after a comma hangs on the whole phrase": ("""
        1 dit       dire      VERB  _ 0 root
        2 le        le        DET   _ 3 det
        3 ministère ministère NOUN  _ 1 nsubj
        4 des       de        ADP   _ 5 case
        5 Finances  finance   NOUN  _ 3 nmod
        6 ,         ,         PUNCT _ 8 punct
        7 qui       qui       PRON  PronType=Rel 8 nsubj
        8 dément    démentir  VERB  _ 1 conj
    """, "dément acl:relcl ministère"),
    "the finite verb is the root": ("""
        1 chef      chef      NOUN  _ 3 nsubj
        2 ,         ,         PUNCT _ 3 punct
        3 réfugié   réfugier  VERB  VerbForm=Part 0 root
        4 là        là        ADV   _ 3 advmod
        5 ,         ,         PUNCT _ 3 punct
        6 cherche   chercher  VERB  Mood=Ind|VerbForm=Fin 3 parataxis
        7 abri      abri      NOUN  _ 6 obj
        8 .         .         PUNCT _ 3 punct
    """, "chef nsubj cherche; réfugié acl chef; là advmod réfugié; . punct cherche"),
    "a reflexive is no passive": ("""
        1 Prix      prix      NOUN  _ 4 nsubj:pass
        2 se        se        PRON  Reflex=Yes 4 expl
        3 sont      être      AUX   _ 4 aux
        4 raréfiés  raréfier  VERB  _ 0 root
    """, "Prix nsubj raréfiés"),
    "a passive auxiliary has a passive subject": ("""
        1 Obus      obus      NOUN  _ 3 nsubj
        2 sont      être      AUX   _ 3 aux:pass
        3 livrés    livrer    VERB  _ 0 root
    """, "Obus nsubj:pass livrés"),
    "what an adjective is said of hangs on it, across the words put in between": ("""
        1 Il        lui       PRON  _ 3 expl
        2 est       être      AUX   _ 3 cop
        3 probable  probable  ADJ   _ 0 root
        4 ,         ,         PUNCT _ 5 punct
        5 dit       dire      VERB  Mood=Ind|VerbForm=Fin 3 parataxis
        6 Novak     Novak     PROPN _ 5 nsubj
        7 ,         ,         PUNCT _ 10 punct
        8 que       que       SCONJ _ 10 mark
        9 Lima      Lima      PROPN _ 10 nsubj
        10 cède     céder     VERB  Mood=Sub|VerbForm=Fin 3 conj
    """, "cède csubj probable; dit parataxis probable"),
    "what a person says of itself stays what it says": ("""
        1 Novak     Novak     PROPN _ 3 nsubj
        2 est       être      AUX   _ 3 cop
        3 prudent   prudent   ADJ   _ 4 ccomp
        4 dit       dire      VERB  Mood=Ind|VerbForm=Fin 0 root
        5 que       que       SCONJ _ 7 mark
        6 Lima      Lima      PROPN _ 7 nsubj
        7 cède      céder     VERB  Mood=Ind|VerbForm=Fin 4 ccomp
    """, "cède ccomp dit"),
    "a name goes on": ("""
        1 Petra     Petra     PROPN _ 3 nsubj
        2 Novak     Novak     PROPN _ 1 appos
        3 hésite    hésiter   VERB  _ 0 root
    """, "Novak flat Petra"),
    "who is given to hangs on the verb": ("""
        1 Paris     Paris     PROPN _ 2 nsubj
        2 livre     livrer    VERB  _ 0 root
        3 des       un        DET   _ 4 det
        4 obus      obus      NOUN  _ 2 obj
        5 à         à         ADP   _ 6 case
        6 Lima      Lima      PROPN _ 4 nmod
    """, "Lima obl livre"),
    "a noun that takes the preposition itself keeps it": ("""
        1 Paris     Paris     PROPN _ 2 nsubj
        2 apporte   apporter  VERB  _ 0 root
        3 une       un        DET   _ 4 det
        4 aide      aide      NOUN  _ 2 obj
        5 à         à         ADP   _ 6 case
        6 Lima      Lima      PROPN _ 4 nmod
    """, "Lima nmod aide"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rules(name: str) -> None:
    tree, wants = CASES[name]
    parsed = parsed_from_conllu(tree)
    mended = repair(parsed)
    assert [t.text for t in mended.tokens] == [t.text for t in parsed.tokens]
    at = {t.text: t for t in mended.tokens}
    for want in wants.split("; "):
        word, dep, head = want.split()
        assert (at[word].dep, mended.tokens[at[word].head].text) == (dep, head)
    assert repair(mended) == mended  # mending twice changes nothing more


WORDS = st.sampled_from([
    ("affirme", "affirmer", "VERB"), ("que", "que", "SCONJ"), ("et", "et", "CCONJ"),
    ("Lima", "Lima", "PROPN"), ("aide", "aide", "NOUN"), ("à", "à", "ADP"), ("?", "?", "PUNCT"),
    ("livre", "livrer", "VERB"), ("est", "être", "AUX"), ("Que", "que", "PRON"), ("qui", "qui", "PRON"), (",", ",", "PUNCT"),
    ("réfugié", "réfugier", "VERB"),
])  # fmt: skip
FEATS = {"Que": "PronType=Int", "qui": "PronType=Rel", "réfugié": "VerbForm=Part",
         "livre": "VerbForm=Fin"}  # fmt: skip
DEPS = st.sampled_from(["nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj", "cc", "mark", "case",
                        "aux:pass", "ccomp", "parataxis", "appos", "xcomp"])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS, DEPS, st.integers(0, 99)), min_size=1, max_size=12), st.randoms())
def test_trees_stay_trees(words: list[tuple[tuple[str, str, str], str, int]], dice: Random) -> None:
    order = list(range(len(words)))  # each word hangs on one before it in this order: no circle
    dice.shuffle(order)
    rows = []
    for i, ((form, lemma, upos), dep, pick) in enumerate(words):
        place = order.index(i)
        head = 0 if place == 0 else order[pick % place] + 1
        feats = FEATS.get(form, "_")
        rows.append(f"{i + 1} {form} {lemma} {upos} {feats} {head} {dep if head else 'root'}")
    parsed = parsed_from_conllu("\n".join(rows))
    mended = repair(parsed)
    assert [t.i for t in mended.tokens if t.head == t.i] == [order[0]]
    for t in mended.tokens:
        assert (t.dep == "root") == (t.head == t.i)
        assert len(list(mended.ancestors(t.i))) < len(words)


@pytest.mark.parametrize(
    ("words", "may"),
    [("M. Novak est là .", [0]), ("Oui . Non .", [0, 2]), ("Un « oui » partiel .", [0, 1]),
     ("Il part , Lima reste .", [0]), ("Fin . « Oui .", [0, 2, 3])],
)  # fmt: skip
def test_where_a_sentence_may_begin(words: str, may: list[int]) -> None:
    forms = words.split()
    barred = no_start(forms, [True] * len(forms), "fr")
    assert [i for i, no in enumerate(barred) if not no] == may


def test_mistakes_in_the_facts_name_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "qq").mkdir()
    (tmp_path / "qq" / "repair.yaml").write_text("titles: []\n", encoding="utf-8")
    monkeypatch.setattr(mending, "LANGUAGES", tmp_path)
    facts.cache_clear()
    with pytest.raises(TableError, match=r"repair\.yaml:1: no key"):
        facts("qq")
    facts.cache_clear()
