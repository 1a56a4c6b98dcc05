"""From the UD treebanks to spaCy's training files.

    python -m training.treebanks fr --data ../shared/train/ud --out build/train/fr

writes train/*.spacy, dev/*.spacy and test/*.spacy. Two choices make the languages alike:

- Multiword tokens whose words spell the surface (do+n't) stay words; the others (du = de+le) become
  one token that carries the annotation of the span's syntactic head. 2.8 % of French words vanish
  this way, all of them function words, and every token is a slice of the text.
- One set of labels: UD's core relations, and of the subtypes only nsubj:pass csubj:pass aux:pass
  obl:agent acl:relcl.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.attrs import MORPH
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from dragoman.models.tokenizers import plain
from dragoman.tables import Row, read_table

SUBTYPES = {"nsubj:pass", "csubj:pass", "aux:pass", "obl:agent", "acl:relcl"}
FEATURES = {
    "Gender", "Number", "Person", "Tense", "Mood", "VerbForm", "Voice", "PronType", "Definite",
    "Polarity", "Degree", "NumType", "Poss", "Reflex", "Case",
}  # fmt: skip
ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]
DATA = Path(__file__).with_name("data.tsv")
COLUMNS = ("language", "file", "use", "group", "feats", "sha256")


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a tree; `head` is a position in the tree, the root's is its own. `feats` is None
    where the treebank has no features (not the same as a word without any)."""

    form: str
    lemma: str
    upos: str
    feats: str | None
    head: int
    dep: str
    space: bool = True


Tree = list[Word]


def sources(language: str, data: Path) -> Iterator[tuple[Row, list[list[Tree]]]]:
    """Each treebank of a language as groups of consecutive sentences.

    Raises ValueError if a file is not the one whose hash data.tsv pins.
    """
    for row in read_table(DATA, COLUMNS, unique=("file",)):
        if row["language"] != language:
            continue
        packed = (data / row["file"]).read_bytes()
        if hashlib.sha256(packed).hexdigest() != row["sha256"]:
            raise row.error(f"{data / row['file']} has another hash than this table says")
        text = lzma.decompress(packed).decode("utf-8")
        yield row, list(_groups(text, int(row["group"]), row["feats"] == "yes"))


def _groups(text: str, size: int, feats: bool) -> Iterator[list[Tree]]:
    group: list[Tree] = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if line and line[0] != "#"]
        if not rows:
            continue
        if group and (len(group) >= size or any(x.startswith("# newdoc") for x in lines)):
            yield group
            group = []
        group.append(_tree(rows, feats))
    if group:
        yield group


def _tree(rows: list[list[str]], feats: bool) -> Tree:
    words = {int(r[0]): r for r in rows if r[0].isdigit()}
    spans = {int(r[0].split("-")[0]): r for r in rows if "-" in r[0]}
    at: dict[int, int] = {}  # word number → token
    kept: list[tuple[list[str], str, bool]] = []  # its annotation, form, space
    number = 1
    while number <= len(words):
        span = spans.get(number)
        last = int(span[0].split("-")[1]) if span else number
        members = range(number, last + 1)
        if span and "".join(words[k][1] for k in members) != span[1]:
            top = next(k for k in members if not number <= int(words[k][6]) <= last)
            at |= dict.fromkeys(members, len(kept))
            kept.append((words[top], span[1], _spaced(span)))
        else:
            for k in members:
                at[k] = len(kept)
                glued = span is not None and k < last
                kept.append((words[k], words[k][1], not glued and _spaced(span or words[k])))
        number = last + 1
    tree = []
    for k, (row, form, space) in enumerate(kept):
        head = int(row[6])
        lemma = row[2] if row[2] != "_" or row[1] == "_" else row[1]
        dep = "ROOT" if head == 0 else _relation(row[7])
        tree.append(Word(plain(form), plain(lemma), row[3], _features(row[5]) if feats else None,
                         k if head == 0 else at[head], dep, space))  # fmt: skip
    return tree


def _spaced(row: list[str]) -> bool:
    return "SpaceAfter=No" not in row[9]


def _relation(label: str) -> str:
    """Our label; empty for `dep`, which says nothing and is not learnt."""
    if label in SUBTYPES:
        return label
    core = label.partition(":")[0]
    return "" if core == "dep" else core


def _features(feats: str) -> str:
    kept = [f for f in feats.split("|") if f.partition("=")[0] in FEATURES]
    return "|".join(sorted(kept))


def text_of(group: list[Tree]) -> str:
    """The raw text; a blank between sentences."""
    sentences = ("".join(w.form + " " * w.space for w in tree).rstrip() for tree in group)
    return " ".join(sentences)


def as_doc(group: list[Tree], vocab: Vocab) -> Doc:
    """The sentences as one annotated text. UPOS goes to TAG, which the tagger learns; POS is set
    only beside features, since the morphologizer takes "POS and no features" for an annotation."""
    words = [
        replace(w, head=w.head + start, space=w.space or k + 1 == len(tree))
        for start, tree in zip(_starts(group), group, strict=True)
        for k, w in enumerate(tree)
    ]
    doc = Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words],
        tags=[w.upos for w in words],
        pos=["" if w.feats is None else w.upos for w in words],
        morphs=[w.feats or "" for w in words],
        lemmas=[w.lemma for w in words],
        heads=[w.head for w in words],
        deps=[w.dep for w in words],
    )
    morphs = doc.to_array([MORPH])
    morphs[[w.feats is None for w in words]] = 0  # missing, not empty
    return doc.from_array([MORPH], morphs)  # type: ignore[arg-type]


def _starts(group: list[Tree]) -> Iterator[int]:
    start = 0
    for tree in group:
        yield start
        start += len(tree)


def write(groups: list[list[Tree]], vocab: Vocab, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=ATTRIBUTES, docs=[as_doc(g, vocab) for g in groups]).to_disk(path)
    words = sum(len(tree) for g in groups for tree in g)
    print(f"{path}: {len(groups)} texts, {sum(map(len, groups))} sentences, {words} words")


def main() -> None:
    ask = argparse.ArgumentParser(description="Treebanks to training files.")
    ask.add_argument("language")
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    given = ask.parse_args()
    vocab = spacy.blank(given.language).vocab
    pool: list[list[Tree]] = []
    for row, groups in sources(given.language, given.data):
        name = row["file"].removesuffix(".conllu.xz") + ".spacy"
        if row["use"] == "tithe":
            dev, groups = groups[::10], [g for i, g in enumerate(groups) if i % 10]
            write(dev, vocab, given.out / "dev" / name)
        use = "train" if row["use"] == "tithe" else row["use"]
        write(groups, vocab, given.out / use / name)
        if use == "train":
            pool += groups
    from training.augment import augmented  # needs Tree from here

    for name, made in augmented(given.language, pool).items():
        write(made, vocab, given.out / "train" / f"{name}.spacy")


if __name__ == "__main__":
    main()
