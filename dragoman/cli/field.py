"""Commands that the field's benchmarks score: attributions, factuality, code-pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

import click

_lines = click.argument("lines", type=click.File(encoding="utf-8"), default="-", metavar="[FILE]")


def _answer_lines(answers: Iterator[dict[str, Any]]) -> None:
    """Line by line, as they come; a line that cannot be read ends it."""
    try:
        for answer in answers:
            click.echo(json.dumps(answer, ensure_ascii=False))
    except (ValueError, LookupError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


@click.command()
@_lines
def attributions(lines: TextIO) -> None:
    """Who says what: source, cue and content of every attribution, as stretches of characters.

    FILE (else standard input) holds JSON objects with doc, lang and text, one a line; each is
    answered by one with doc and attributions. Measured on PolNeAR and the French FrameNet.
    """
    from dragoman.attributions import attributions as find

    _answer_lines(find(lines))


@click.command()
@_lines
@click.option("--sources", is_flag=True, help="Also what each source believes, outermost first.")
def factuality(lines: TextIO, sources: bool) -> None:
    """How sure the author of a text is that an event came about: a score, -3 to +3, and a label.

    FILE (else standard input) holds JSON objects with id, lang, text, start and end, one a line;
    the event is the word at these characters. Measured on UW factuality and on French conditionals.
    """
    from dragoman.factuality import factuality as weigh

    _answer_lines(weigh(lines, sources))


@click.command("code-pairs")
@_lines
@click.option("--language", default="en", metavar="CODE", help="Of lines without lang; else en.")
def code_pairs(lines: TextIO, language: str) -> None:
    """What a named source does to a named target in a sentence: a PLOVER type, or null.

    FILE (else standard input) holds JSON objects with id, sentence, source and target, one a line;
    source and target are words of the sentence. Measured on PLV.
    """
    from dragoman.pairs import code_pairs as code

    _answer_lines(code(lines, language))
