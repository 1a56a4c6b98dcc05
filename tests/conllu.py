"""Hand-made parses for tests: rules are tested on trees, without a model."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.record import Parsed, Report, Sentence, Token, Zone


@dataclass
class _Block:
    """One sentence as written: its remarks and its rows."""

    remarks: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)


def parsed_from_conllu(text: str, **report: str | None) -> Parsed:
    """A parse from CoNLL-U, its text rebuilt from FORM and SpaceAfter=No.

    Rows are the ten columns of CoNLL-U, or the seven that matter (ID FORM LEMMA UPOS FEATS HEAD
    DEPREL, perhaps MISC as an eighth); columns are divided by tabs or by blanks. An empty line ends
    a sentence. Remarks: `# lang = fr` (the default), `# date = 2023-09-13`, `# outlet = ...`,
    `# title = ...` hold for the report; `# zone = headline` and `# newpar` for their sentence.
    Keywords (date="2023-09-13") do the same as the remarks of the report.

    Raises ValueError if a row has another number of columns or a head that is not in its sentence.
    """
    blocks = _blocks(text)
    about: dict[str, str | None] = {"lang": "fr"}
    for block in blocks:
        about |= {
            k: v for k, v in block.remarks.items() if k in ("lang", "date", "outlet", "title")
        }
    about |= report
    out, length, paragraph = [], 0, 0
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    zones: list[Zone] = []
    for number, block in enumerate(blocks):
        zone = block.remarks.get("zone")
        if number:
            new = "newpar" in block.remarks or zone != sentences[-1].zone
            out.append("\n" if new else " ")
            length += 1
            paragraph += new
        first, start = len(tokens), length
        ids = {row[0]: first + k for k, row in enumerate(block.rows)}
        for k, row in enumerate(block.rows):
            _, form, lemma, upos, feats, head, dep, misc = row
            if head != "0" and head not in ids:
                raise ValueError(f"no head {head} for {form!r}")
            at = ids[row[0]]
            tokens.append(
                Token(at, length, length + len(form), form, lemma, upos,
                      "" if feats == "_" else feats, ids.get(head, at),
                      "root" if head == "0" else dep)
            )  # fmt: skip
            space = "" if "SpaceAfter=No" in misc or k + 1 == len(block.rows) else " "
            out.append(form + space)
            length += len(form) + len(space)
        sentences.append(Sentence(first, len(tokens), paragraph, zone))
        if zone:
            zones.append(Zone(start, length, zone))
    lang = about.pop("lang") or "fr"
    made = Report("".join(out), lang, zones=tuple(zones), **about)  # type: ignore[arg-type]
    return Parsed(made, tuple(tokens), tuple(sentences))


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block()]
    for line in map(str.strip, text.splitlines()):
        if line.startswith("# ") or line == "#":
            key, _, value = line[1:].partition("=")
            blocks[-1].remarks[key.strip()] = value.strip()
        elif line:
            blocks[-1].rows.append(_row(line))
        elif blocks[-1].rows:
            blocks.append(_Block())
    if not blocks[-1].rows:
        blocks.pop()
    return blocks


def _row(line: str) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) == 10:
        return [*cells[:4], *cells[5:8], cells[9]]
    if len(cells) == 7:
        return [*cells, "_"]
    if len(cells) == 8:
        return cells
    raise ValueError(f"{len(cells)} columns: {line}")
