"""From a report to sentences of Universal Dependencies. No other stage knows a language model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.matching.repair import no_start, repair
from dragoman.models import tokenizers
from dragoman.models.words import mended
from dragoman.record import Parsed, Report, Sentence, Token

MODELS = Path(tokenizers.__file__).parent
#: What a pipeline must have been trained for; raised when labels or features change their meaning.
FORMAT = "1"
#: Longest text given to the model at once, in characters (some 700 words): memory, and a paragraph
#: of a whole article is safer in pieces.
LONGEST = 4500
UNREAD = ("credit", "boilerplate", "dateline")
# Where a long paragraph may be cut: a stop after a word of at least three letters (not "M." or
# "Dr."), closing quotes, blank, then a capital or an opening quote.
_SAFE = re.compile(r"(?<=[^\W\d_]{3})[.!?…]+[\"»”’)\]]*\s+(?=[\"«“(]?\s?[^\W\d_a-z])")
# No word: the tokenizer takes the square of its length in time.
_ENDLESS = re.compile(r"\S{500}")
_FINAL = re.compile(r"[.!?:;…»\"”)\]]\s*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text that the model reads by itself."""

    start: int
    end: int
    paragraph: int
    zone: str | None


@cache
def load_model(language: str) -> Language:
    """The pipeline of a language, loaded once.

    Raises LookupError if there is none for the language, or if it was trained for another version.
    """
    folder = MODELS / language / "pipeline"
    if not (folder / "meta.json").is_file():
        raise LookupError(f"no model for language {language!r} in {MODELS}: make train-{language}")
    return _load(folder)


@cache
def _load(folder: Path) -> Language:
    nlp = spacy.load(folder)
    made_for = nlp.meta.get("dragoman_format")
    if made_for != FORMAT:
        raise LookupError(f"model {folder} is of format {made_for}, not {FORMAT}: train it again")
    return nlp


def parse(report: Report, may_hold_claim: Callable[[str], bool] | None = None) -> Parsed:
    """The report's sentences as UD trees, mended where the model is known to err.

    Paragraph by paragraph (memory, and a paragraph ends a sentence). Credits, datelines and
    boilerplate are not parsed; captions and headlines are parsed apart, since they bend the trees
    around them. Stretches for which `may_hold_claim` is false are left out of the result.

    Raises LookupError if there is no model for the report's language.
    """
    return _parse(load_model(report.language), report, may_hold_claim, mend=True)


def parse_with(pipeline: Path, report: Report, mend: bool = True) -> Parsed:
    """Like parse, with a pipeline that lies elsewhere; for the training's evaluation."""
    return _parse(_load(pipeline.resolve()), report, None, mend)


def _parse(
    nlp: Language, report: Report, wanted: Callable[[str], bool] | None, mend: bool
) -> Parsed:
    pieces = [p for p in _pieces(report) if wanted is None or wanted(report.text[p.start : p.end])]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    with nlp.memory_zone():  # what the model makes is freed after the block: copied out inside
        cut = [_cut(nlp, report.text, piece) for piece in pieces]
        docs = nlp.pipe((doc for doc, _ in cut), batch_size=32)
        for piece, doc, (_, places) in zip(pieces, docs, cut, strict=True):
            for sent in doc.sents:
                first = len(tokens)
                shift = first - sent.start
                for t in sent:
                    start, end = places[t.i]
                    top = t.head.i if sent.start <= t.head.i < sent.end else t.i
                    tokens.append(
                        Token(t.i + shift, start, end, report.text[start:end], t.lemma_ or t.text,
                              t.tag_, str(t.morph), top + shift, "root" if top == t.i else t.dep_)
                    )  # fmt: skip
                sentences.append(Sentence(first, len(tokens), piece.paragraph, piece.zone))
    if mend:
        tokens = [mended(t, report.language) for t in tokens]
    parsed = Parsed(report, tuple(tokens), tuple(sentences))
    return repair(parsed) if mend else parsed


def _cut(nlp: Language, text: str, piece: _Piece) -> tuple[Doc, list[tuple[int, int]]]:
    """The piece as words for the model, without blanks, and where each stands in the report."""
    doc = nlp.make_doc(tokenizers.plain(text[piece.start : piece.end]))
    words = [t for t in doc if not t.is_space]
    forms = [t.text for t in words]
    places = [(piece.start + t.idx, piece.start + t.idx + len(t)) for t in words]
    blank = [a.idx + len(a) < b.idx for a, b in zip(words, words[1:], strict=False)]
    blank = [*blank, False][: len(words)]
    # The parser keeps to what is said here: None leaves it free.
    barred = no_start(forms, blank, nlp.lang or "")
    starts: list[bool | int | None] = [False if no else None for no in barred]
    return Doc(nlp.vocab, words=forms, spaces=blank, sent_starts=starts), places


def _pieces(report: Report) -> Iterator[_Piece]:
    """What is to be parsed, in order. A newline ends a paragraph, unless the text was broken into
    lines: the next one goes on in small letters where this one has no stop."""
    text = report.text
    cuts = sorted({0, len(text)} | {p for z in report.zones for p in (z.start, z.end)})
    paragraph = -1
    open_line = False  # whether this line began before the last cut
    for start, end in zip(cuts, cuts[1:], strict=False):
        zone = report.zone_at(start)
        at = start
        while at < end:
            stop = _paragraph_end(text, at, end)
            if text[at:stop].strip():
                if not open_line:
                    paragraph += 1
                if zone not in UNREAD:
                    for a, b in _portions(text, at, stop):
                        yield _Piece(a, b, paragraph, zone)
            open_line = text[stop - 1] != "\n" and (open_line or bool(text[at:stop].strip()))
            at = stop


def _paragraph_end(text: str, at: int, end: int) -> int:
    while True:
        newline = text.find("\n", at, end)
        if newline < 0:
            return end
        goes_on = newline + 1 < end and text[newline + 1].islower()
        if not goes_on or _FINAL.search(text, at, newline) or not text[at:newline].strip():
            return newline + 1
        at = newline + 1


def _portions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch in portions of at most LONGEST characters: cut after a sentence if there is one
    in the second half, else at a blank, else anywhere; and in the middle of what is no word."""
    while True:
        limit = min(start + LONGEST, end)
        endless = _ENDLESS.search(text, start, limit)
        if endless and endless.end() < end:
            cut = endless.end()
        elif limit < end:
            stops = [m.end() for m in _SAFE.finditer(text, start + LONGEST // 2, limit)]
            cut = stops[-1] if stops else text.rfind(" ", start + 1, limit) + 1 or limit
        else:
            break
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end
