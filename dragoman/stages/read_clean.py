"""From bytes to the cleaned text that every offset of the record counts in.

Cleaning never changes a word. It settles what bytes left open: the encoding, the kind of line end,
the many kinds of space, characters that cannot be seen and (direction overrides) may be there to
deceive; and it joins the lines of text that was wrapped to a fixed width, since a sentence does not
end at column 72. Quotes, dashes and apostrophes stay as they are. Every step is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 10_000_000  # bytes; some forty times the longest report met so far
MAX_LINE = 200_000  # characters; a parser's memory grows with the paragraph


class UnreadableError(ValueError):
    """A source that cannot be read; the message is one clear sentence for the user."""


#: First bytes of what people hand in by mistake.
_KNOWN_BINARY = {
    b"%PDF-": "a PDF file", b"PK\x03\x04": "an archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document", b"\x1f\x8b": "gzip-compressed",
    b"{\\rtf": "an RTF document", b"\x89PNG": "an image", b"\xff\xd8\xff": "an image",
    b"GIF8": "an image", b"\xfd7zXZ": "xz-compressed", b"BZh": "bzip2-compressed",
    b"\x7fELF": "a program", b"SQLite format 3": "a database",
}  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of some bytes, and what had to be assumed about them (None: plain UTF-8).

    UTF-8 and, by their mark, UTF-16 and UTF-32 are recognised; anything else is taken for
    Windows-1252, which holds Latin-1, unless the bytes are plainly UTF-8 with a few spoilt ones.
    Raises UnreadableError for what is not text.
    """
    for magic, what in _KNOWN_BINARY.items():
        if data.startswith(magic):
            raise UnreadableError(f"is {what}, not text")
    for mark, encoding in ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
                           (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError:
                raise UnreadableError(f"begins like {encoding.upper()} but is not") from None
    if b"\x00" in data:
        raise UnreadableError("holds NUL bytes: it is binary, or UTF-16 without its mark")
    if len(_CONTROL.findall(data)) * 100 > len(data):
        raise UnreadableError("is binary, not text")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode("utf-8-sig"), "its last character was cut and is left out"
    spoilt = data.decode("utf-8-sig", "replace")
    broken = spoilt.count("\ufffd")
    if 2 * broken <= sum(c > "\x7f" for c in spoilt):  # what is not broken is right UTF-8
        return spoilt, f"{broken} spoilt characters in UTF-8 were replaced by U+FFFD"
    if sum(b > 0x7F for b in data) * 3 > len(data):  # more accents than any language of ours has
        raise UnreadableError("is neither UTF-8 nor Windows-1252 text")
    try:
        return data.decode("cp1252"), "not UTF-8, so taken for Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "not UTF-8, so taken for Latin-1"


#: Whatever else separates lines: str.splitlines and the model must not find lines that we did not.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
#: Unseen: controls, soft hyphen, zero-width space, word joiner, byte-order mark, direction marks
#: and overrides, tags, non-characters. The zero-width (non-)joiners stay: in some scripts they are
#: spelling.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
#: No word bears more than a few marks, and putting a long run of them in order takes time that is
#: quadratic in the run.
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f]"
)
_MARKS = re.compile(f"({_MARK}{{8}}){_MARK}+")
_MARGINS = re.compile(" *\n *")
_RUNS = re.compile("  +")
_BLANK_LINES = re.compile("\n{3,}")


def clean(text: str) -> str:
    """The cleaned text; cleaning it again changes nothing. Raises UnreadableError if nothing is
    left."""
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    text = _SURROGATES.sub("\ufffd", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub(r"\1", text))
        text = _MARKS.sub(r"\1", text)  # some letters come apart in NFC
    text = _RUNS.sub(" ", text)
    text = _BLANK_LINES.sub("\n\n", _MARGINS.sub("\n", text)).strip(" \n")
    text = _unwrap(text)
    if not text:
        raise UnreadableError("is empty")
    if not any(c.isalpha() for c in text):
        raise UnreadableError("holds no letters")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise UnreadableError(f"has a line of {longest:,} characters: running text has none over "
                         f"{MAX_LINE:,}")  # fmt: skip
    return text


_WIDTHS = range(50, 101)  # columns to which plain text is wrapped
_ENDS = ".!?:;»”\"')]…"


def _unwrap(text: str) -> str:
    """Each paragraph that was wrapped to a fixed width, on one line.

    A paragraph was wrapped if no line of it had room for the next line's first word, and most lines
    break off in mid-sentence. Decided paragraph by paragraph, so that a report with one sentence a
    line keeps its lines.
    """
    blocks = text.split("\n\n")
    for k, block in enumerate(blocks):
        lines = block.split("\n")
        body = lines[:-1]
        width = max(map(len, lines))
        if not body or width not in _WIDTHS:
            continue
        # The next line's first word would not have fitted, or this was no wrapped line.
        full = all(len(line) + 1 + len(after.split(" ", 1)[0]) >= width - 1
                   for line, after in zip(lines, lines[1:], strict=False))  # fmt: skip
        broken = sum(line[-1] not in _ENDS for line in body)
        if full and broken * 2 > len(body):
            blocks[k] = " ".join(lines)
    return "\n\n".join(blocks)
