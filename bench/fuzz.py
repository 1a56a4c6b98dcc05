"""Atheris, a fuzzer led by what code it reaches, on what takes in other people's bytes.

    python bench/fuzz.py read|code [--seconds N] [--folder DIR]

`read`: bytes through decoding, cleaning, the language and the layout of a text. `code`: text made
of the languages' own words through the whole coding. What must hold: no exception but the one that
says why a text cannot be read; every zone and every claim's evidence is a slice of the text; a
claim comes back from the store's form as it went in. DIR keeps what reached new code. It ends after
so many seconds with status 0, or at once with the bytes that broke something.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dragoman"]):
    from dragoman.pipeline import code
    from dragoman.record import Report
    from dragoman.stages.read_clean import UnreadableError, clean, decode
    from dragoman.stages.read_language import identify
    from dragoman.stages.read_zones import find_layout
    from dragoman.store_rows import body_of, claim_of

_WORDS = {
    "fr": (
        "la Norvège", "Oslo", "le ministre suédois", "livre", "aurait livré", "cherche",
        "refuse de", "des obus", "du gaz", "selon", "dit", "que", "n'a pas", "a démenti", "«", "»",
        "hier",
        "le 3 mars 2020", "et", "mais", "si", "peut-être", ",", ".", "!", "\n\n", "(", ")", "—",
    ),
    "en": (
        "Norway", "Oslo", "the Swedish minister", "delivers", "may have sent", "wants",
        "refuses to", "shells", "gas", "according to", "said", "that", "did not", "denied", '"',
        "yesterday",
        "on 3 March 2020", "and", "but", "if", "perhaps", ",", ".", "!", "\n\n", "(", ")", "—",
    ),
}  # fmt: skip


def read(data: bytes) -> None:
    """Any bytes as a text."""
    try:
        text = clean(decode(data)[0])
        language = identify(text)
        layout = find_layout(text, language)
    except UnreadableError:
        return
    assert clean(text) == text
    for zone in layout.zones:
        assert 0 <= zone.start < zone.end <= len(text)


def code_(data: bytes) -> None:
    """Each byte is a word, or a letter where the next is none."""
    language = "fr" if data[:1] < b"\x80" else "en"
    words = _WORDS[language]
    text = " ".join(words[b] if b < len(words) else chr(b * 7) for b in data[1:120])
    try:
        text = clean(text)
    except UnreadableError:
        return
    for claim in code(Report(text, language, "2020-03-04")).claims:
        assert claim.evidence == text[claim.start : claim.end] != ""
        assert claim_of(claim.report, claim.coder, body_of(claim)) == claim


_TARGETS: dict[str, Callable[[bytes], None]] = {"read": read, "code": code_}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", choices=sorted(_TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    target = _TARGETS[options.target]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "norway").write_bytes(bytes([0, 2, 6, 4, 8, 23, 11, 10, 12, 0, 3, 7, 23]))
        (folder / "text").write_text("Un pont\n\nPhoto : AFP\n\nOslo livre des obus. «", "utf-8")
        atheris.Setup(
            [sys.argv[0], f"-max_total_time={options.seconds}", "-timeout=20", "-max_len=600",
             "-rss_limit_mb=4000", f"-artifact_prefix={folder}/", str(folder)],
            target,
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main()
