"""Dirt for the training texts, drawn afresh every time a text is seen.

News text loses its accents, shouts in capitals, opens quotes that it never closes, changes its
quote marks, comes without a final stop, is cut in the middle of a sentence, or stands as a sentence
alone. The trees stay true: only words' forms change, leaves are dropped, or a text is cut where no
arc crosses the cut.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from training.treebanks import ATTRIBUTES

_KEPT = [a for a in ATTRIBUTES if a not in ("ORTH", "SPACY", "SENT_START")]
_QUOTES = [("«", "»"), ('"', '"'), ('"', '"'), ("«", '"'), ('"', "»")]


@spacy.registry.augmenters("dragoman.noise.v1")  # type: ignore[untyped-decorator]
def create(seed: int) -> Callable[[Language, Example], Iterator[Example]]:
    """The augmenter that the training configs name."""
    dice = random.Random(seed)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        parts = [example.reference]
        if dice.random() < 0.3:
            parts = list(_chunks(example.reference, dice))
        for doc in parts:
            dirty = _dirty(doc, dice)
            yield Example(nlp.make_doc(dirty.text), dirty)

    return augment


def _dirty(doc: Doc, dice: random.Random) -> Doc:
    draw = dice.random()
    if draw < 0.03:
        return _reformed(doc, _unaccented)
    if draw < 0.06:
        return _reformed(doc, lambda s: _unaccented(s) if dice.random() < 0.3 else s)
    if draw < 0.12:
        loud = {s.start for s in doc.sents if dice.random() < 0.4}
        return _reformed(doc, str.upper, loud)
    if draw < 0.22:
        return _requoted(doc, dice)
    if draw < 0.30:
        marks = {t.i for t in doc if t.text in '«»"' and dice.random() < 0.4 and _leaf(t)}
        return _without(doc, marks)
    if draw < 0.38:
        stops = {s.end - 1 for s in doc.sents if s[-1].text == "." and _leaf(s[-1])}
        ends = {len(doc) - 1} & stops if dice.random() < 0.7 else stops
        return _without(doc, ends)
    if draw < 0.44:
        return _cut(doc, dice)
    return doc


def _leaf(token: spacy.tokens.Token) -> bool:
    return token.n_lefts + token.n_rights == 0 and token.head.i != token.i


def _unaccented(word: str) -> str:
    plain = unicodedata.normalize("NFD", word)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _rebuilt(doc: Doc, keep: list[int], words: list[str], spaces: list[bool]) -> Doc:
    """A new text from these tokens of the old one; heads must be among them."""
    new = {old: k for k, old in enumerate(keep)}
    out = Doc(doc.vocab, words=words, spaces=spaces,
              heads=[new[doc[i].head.i] for i in keep],
              deps=[doc[i].dep_ for i in keep])  # fmt: skip
    attrs: list[int | str] = [a for a in _KEPT if a not in ("HEAD", "DEP")]
    values = doc.to_array(attrs)[keep]
    for k, i in enumerate(keep):  # a lemma is learnt as an edit of the form: not of a spoilt form
        if words[k] != doc[i].text:
            values[k, attrs.index("LEMMA")] = 0
    return out.from_array(attrs, values)  # type: ignore[arg-type]


def _all(doc: Doc, words: list[str] | None = None, spaces: list[bool] | None = None) -> Doc:
    return _rebuilt(doc, list(range(len(doc))), words or [t.text for t in doc],
                    spaces or [bool(t.whitespace_) for t in doc])  # fmt: skip


def _reformed(doc: Doc, change: Callable[[str], str], only: set[int] | None = None) -> Doc:
    """Forms changed, in the sentences that begin at `only` or in all; never their length."""
    words = []
    for sent in doc.sents:
        for t in sent:
            form = change(t.text) if only is None or sent.start in only else t.text
            words.append(form if len(form) == len(t.text) else t.text)
    return _all(doc, words)


def _requoted(doc: Doc, dice: random.Random) -> Doc:
    words = [t.text for t in doc]
    spaces = [bool(t.whitespace_) for t in doc]
    left, right = dice.choice(_QUOTES)
    tight = dice.random() < 0.7
    straight_opens = True
    for i, word in enumerate(words):
        if word not in ('"', "«", "»"):
            continue
        opens = word == "«" or (word == '"' and straight_opens)
        if word == '"':
            straight_opens = not straight_opens
        words[i] = left if opens else right
        if tight and opens:
            spaces[i] = False
        elif tight and i:
            spaces[i - 1] = False
    return _all(doc, words, spaces)


def _without(doc: Doc, gone: set[int]) -> Doc:
    keep = [t.i for t in doc if t.i not in gone]
    if len(keep) == len(doc) or not keep:
        return doc
    spaces = [bool(doc[i].whitespace_) or i + 1 in gone for i in keep]
    return _rebuilt(doc, keep, [doc[i].text for i in keep], spaces)


def _cut(doc: Doc, dice: random.Random) -> Doc:
    """The text up to a word of its last sentence, where no arc crosses the cut."""
    last = list(doc.sents)[-1]
    reach, ends = last.start, []
    for t in last:
        reach = max(reach, t.head.i, *(c.i for c in t.children), t.i)
        if reach == t.i and any(x.head.i == x.i for x in doc[last.start : t.i + 1]):
            ends.append(t.i + 1)
    if not ends:
        return doc
    keep = list(range(dice.choice(ends)))
    return _rebuilt(
        doc, keep, [doc[i].text for i in keep], [bool(doc[i].whitespace_) for i in keep]
    )


def _chunks(doc: Doc, dice: random.Random) -> Iterator[Doc]:
    """The text in pieces of one to four sentences."""
    sents = list(doc.sents)
    i = 0
    while i < len(sents):
        k = dice.randint(1, 4)
        start, end = sents[i].start, sents[min(i + k, len(sents)) - 1].end
        keep = list(range(start, end))
        yield _rebuilt(doc, keep, [doc[j].text for j in keep],
                       [bool(doc[j].whitespace_) for j in keep])  # fmt: skip
        i += k
