"""From a report to sentences of Universal Dependencies. The only stage that knows a language model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from dragoman.models import tokenizers
from dragoman.record import Parsed, Report, Sentence, Token

MODELS = Path(tokenizers.__file__).parent


@cache
def load_model(language: str) -> Language:
    """The pipeline of a language, loaded once. Raises LookupError if there is none."""
    folder = MODELS / language / "pipeline"
    if not folder.is_dir():
        raise LookupError(f"no model for language {language!r} in {MODELS}")
    return spacy.load(folder)


def parse(report: Report) -> Parsed:
    """The report's sentences as UD trees.

    Paragraph by paragraph (memory, and a paragraph ends a sentence); credits and boilerplate are not
    parsed; captions and headlines are parsed apart, since they bend the trees around them.
    """
    nlp = load_model(report.language)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    pieces = list(_pieces(report))
    for (start, paragraph, zone), doc in zip(
        pieces_starts(pieces), nlp.pipe(p[3] for p in pieces), strict=True
    ):
        for sent in doc.sents:
            words = [t for t in sent if not t.is_space]
            if not words:
                continue
            position = {t.i: len(tokens) + k for k, t in enumerate(words)}
            first = len(tokens)
            for t in words:
                head = t.head
                while head.is_space and head.head.i != head.i:
                    head = head.head
                at = position[t.i]
                top = position.get(head.i, at)
                tokens.append(
                    Token(at, start + t.idx, start + t.idx + len(t.text), t.text, t.lemma_ or t.text,
                          t.pos_, str(t.morph), top, "root" if top == at else t.dep_)
                )  # fmt: skip
            sentences.append(Sentence(first, len(tokens), paragraph, zone))
    return Parsed(report, tuple(tokens), tuple(sentences))


def pieces_starts(pieces: list[tuple[int, int, str | None, str]]) -> list[tuple[int, int, str | None]]:
    return [(start, paragraph, zone) for start, paragraph, zone, _ in pieces]


def _pieces(report: Report) -> list[tuple[int, int, str | None, str]]:
    """(offset, paragraph number, zone, text) of what is to be parsed, in order."""
    cuts = {0, len(report.text)}
    for z in report.zones:
        cuts |= {z.start, z.end}
    out: list[tuple[int, int, str | None, str]] = []
    paragraph = 0
    bounds = sorted(cuts)
    for a, b in zip(bounds, bounds[1:], strict=False):
        zone = report.zone_at(a)
        offset = a
        for line in report.text[a:b].splitlines(keepends=True):
            if line.strip() and zone not in ("credit", "boilerplate", "dateline"):
                out.append((offset, paragraph, zone, line.rstrip("\n")))
            if line.endswith("\n"):
                paragraph += 1
            offset += len(line)
    return out
