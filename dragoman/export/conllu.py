"""`conllu`: the syntax of the reports, as the coder parses them.

The store keeps no trees, since the parse is computed again from the text, the same each time. Whole
reports are parsed, also what the gate spares when claims are looked for; credits, datelines and
boilerplate are not. Contractions (*du*, *don't*) are words as our pipelines have them, not divided
as in UD's treebanks.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.selection import Selection
from dragoman.record import Parsed, Sentence, Token
from dragoman.stages.parse import parse


def conllu(chosen: Selection) -> Iterator[str]:
    """A document a report, a block a sentence; MISC has where each word stands in the text."""
    for report in chosen.reports():
        parsed = parse(report)
        yield f"# newdoc id = {report.id}\n"
        paragraph = -1
        for number, sentence in enumerate(parsed.sentences, 1):
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                yield f"# newpar id = {report.id}-p{paragraph}\n"
            yield _block(parsed, sentence, f"{report.id}-s{number}")


def _block(parsed: Parsed, sentence: Sentence, name: str) -> str:
    tokens = parsed.tokens[sentence.start : sentence.end]
    text = parsed.slice(sentence.start, sentence.end)
    rows = [
        _row(t, after, sentence.start) for t, after in zip(tokens, [*tokens[1:], None], strict=True)
    ]
    head = [f"# sent_id = {name}", f"# text = {' '.join(text.split())}"]
    if sentence.zone:
        head.append(f"# zone = {sentence.zone}")
    return "\n".join([*head, *rows]) + "\n\n"


def _row(token: Token, after: Token | None, first: int) -> str:
    head = 0 if token.head == token.i else token.head - first + 1
    misc = [f"start_char={token.start}", f"end_char={token.end}"]
    if after is not None and after.start == token.end:
        misc.insert(0, "SpaceAfter=No")
    cells = (
        token.i - first + 1, _word(token.text), _word(token.lemma), token.upos or "_", "_",
        token.feats or "_", head, token.dep, "_", "|".join(misc),
    )  # fmt: skip
    return "\t".join(map(str, cells))


def _word(text: str) -> str:
    """A form or lemma: blanks inside it are single, and it is never empty."""
    return " ".join(text.split()) or "_"
