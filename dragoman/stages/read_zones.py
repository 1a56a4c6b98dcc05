"""What in a text is not its author's running prose: headline, datelines, captions, credits, links.

What marks them is data (lang/xx/zones.yaml). The rule of the house is caution: a stretch is set
apart only where its shape and its mark agree; when in doubt it stays prose, since a claim lost is
worse than a link parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.matching.dates import find_dates
from dragoman.record import Zone
from dragoman.stages.read_marks import Marks, load_marks

_TOP = 8  # lines (blank ones apart) among which a dateline is looked for
_HEADLINE = 220  # characters at most, as are the next five
_CROSSHEAD = 60
_NOTICE = 250
_SHORT_PARAGRAPH = 220
_CAPTION = 300
_LONG = 1500  # a line that may be a whole article which lost its paragraphs
_RUN = 1500  # how far titles run into the text are followed
_ENDS = ".!?…:;,"
#: A full stop that ends a sentence: not after an initial or a short abbreviation ("M.", "Gén.").
_SENTENCE_END = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=[a-zà-ÿ]{3})|(?<=\b[a-zà-ÿ]{2})|(?<=\b[A-Z]{3})|(?<=[\d%)»”\"]))"
    r"[.!?…]+[\"»”)]*(?= |$)"
)
_LEGEND = re.compile("^[\u2580-\u25ff]{1,4} ?\\w")  # the key of a map: a block of colour, a name
_DASHED = re.compile(r"^(?:([-–—*]) [^\n]{2,80} \1|#{1,4} [^\n]{2,120})$")
#: "Les deux", "L'accord", "Le Tchad a": how a sentence begins, rather than a name.
_OPENING = re.compile(r"\b\w+(?: |['’]|['’][A-ZÀ-Þ]\w+ | [A-ZÀ-Þ]\w+ )[a-zà-ÿ]")
_BULLET = re.compile("[-–—•*►▶■●] ?\\w")
_HOUR = re.compile(r"\b\d{1,2} ?(?:[h:]|heures?) ?\d{0,2}(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of a text, in order and apart, and what the text itself says of its origin."""

    zones: tuple[Zone, ...]
    title: str | None = None
    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    apart: bool  # blank lines, or the ends of the text, on both sides


def find_layout(text: str, language: str, title: str | None = None) -> Layout:
    """The zones of a cleaned text. `title` is the headline where it is known: the first line, if it
    says just that. Raises TableError if lang/xx/zones.yaml is at fault."""
    marks = load_marks(language)
    lines = list(_lines(text))
    zones: list[Zone] = []
    known: dict[str, str] = {}
    lines = _header(lines, marks, language, zones, known)
    if lines and _is_headline(lines, title or known.get("title")):
        zones.append(Zone(lines[0].start, lines[0].end, "headline"))
        known.setdefault("title", lines[0].text)
        lines = lines[1:]
    lines = _datelines(lines, marks, language, zones, known)
    under: str | None = None
    for number, line in enumerate(lines):
        before, after = lines[number - 1 : number], lines[number + 1 : number + 2]
        kind = _kind_under(line, under)
        if kind:
            zones.append(Zone(line.start, line.end, kind))
        else:
            zones.extend(_line_zones(line, before, after, marks))
        under = under if kind == "boilerplate" else _opened(line, marks)
    zones.sort(key=lambda z: z.start)
    return Layout(tuple(zones), known.get("title"), known.get("date"), known.get("outlet"))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something."""
    start = 0
    for paragraph in text.split("\n\n"):
        rows = paragraph.split("\n")
        for row in rows:
            if row:
                yield _Line(start, start + len(row), row, len(rows) == 1)
            start += len(row) + 1
        start += 1


def _header(
    lines: list[_Line], marks: Marks, language: str, zones: list[Zone], known: dict[str, str]
) -> list[_Line]:
    """Reads lines such as "Source : Le Courrier" at the top, and a date put before the headline
    ("date 2023-09 Two neighbours …"). Returns the lines left, the first of them cut where it was
    opened."""
    for number, line in enumerate(lines):
        if dated := marks.dated_line.match(line.text):
            known.setdefault("date", dated[1])
            zones.append(Zone(line.start, line.start + dated.end(), "dateline"))
            if dated.end() < len(line.text):
                return [_after(line, dated.end()), *lines[number + 1 :]]
            continue
        if not (named := marks.header.match(line.text)):
            return lines[number:]
        field, value = marks.header_field[named[1].lower()], line.text[named.end() :]
        if len(value) > _SHORT_PARAGRAPH:
            return lines[number:]
        if field == "title":
            known.setdefault("title", value)
            zones.append(Zone(line.start, line.start + named.end(), "dateline"))
            return [_after(line, named.end()), *lines[number + 1 :]]
        dates = [d for d in find_dates(value, language, None) if d.iso_start == d.iso_end]
        if field == "date" and not dates:
            return lines[number:]
        if field == "date" and dates[0].iso_start:
            known.setdefault("date", dates[0].iso_start)
        elif field == "outlet":
            known.setdefault("outlet", value)
        zones.append(Zone(line.start, line.end, "dateline"))
    return []


def _after(line: _Line, cut: int) -> _Line:
    return _Line(line.start + cut, line.end, line.text[cut:], line.apart)


def _is_headline(lines: list[_Line], title: str | None) -> bool:
    """The first line is one if the title is known to say so; if it has no full stop; or if it is
    one sentence and the only line of the text that is set apart from the next."""
    first, rest = lines[0], lines[1:]
    if title is not None and first.text == title:
        return True
    if not rest or len(first.text) > _HEADLINE or _SENTENCE_END.search(first.text[:-1]):
        return False
    if first.text[-1] not in ".:;,":
        return True
    return (
        first.text[-1] == "." and first.apart and len(rest) > 1 and not any(r.apart for r in rest)
    )


def _datelines(
    lines: list[_Line], marks: Marks, language: str, zones: list[Zone], known: dict[str, str]
) -> list[_Line]:
    """Reads lines that only date the report ("AFP, publié le …"), and an agency's opening ("PARIS,
    3 mars (Reuters) -"), whose paragraph goes on after it."""
    left = []
    for line in lines[:_TOP]:
        opening = marks.agency_dateline.match(line.text[:_NOTICE])
        stretch = line.text[: opening.end()] if opening else line.text
        short = len(stretch) <= _SHORT_PARAGRAPH
        if not opening and short and marks.byline.match(stretch):
            zones.append(Zone(line.start, line.end, "dateline"))
            continue
        if not opening and not (short and _only_dates(stretch, marks, language)):
            left.append(line)
            continue
        zones.append(Zone(line.start, line.start + len(stretch), "dateline"))
        dates = [d for d in find_dates(stretch, language, None) if d.iso_start]
        if dates and dates[0].iso_start == dates[0].iso_end:
            known.setdefault("date", dates[0].iso_start or "")
        if agency := marks.agency.search(stretch):
            known.setdefault("outlet", agency[0])
        if len(stretch) < len(line.text):
            left.append(_after(line, len(stretch)))
    return left + lines[_TOP:]


def _only_dates(line: str, marks: Marks, language: str) -> bool:
    """Whether a line holds a full date and next to nothing else (a name, an hour, an agency)."""
    dates = [d for d in find_dates(line, language, None) if d.iso_start]
    if not dates or line[-1] in ".!?" and line[-2:] != "m.":
        return False
    rest = line
    for d in reversed(dates):
        rest = rest[: d.start] + " " + rest[d.end :]
    signed = marks.agency.search(rest) is not None or marks.filler.search(rest) is not None
    rest = marks.filler.sub("", marks.agency.sub("", _HOUR.sub("", rest)))
    words = re.findall(r"\w+", rest)
    placed = dates[0].precision == "day" and all(w[0].isupper() for w in words)  # "Bray, 3 mars"
    return len(words) <= (4 if signed else 2 if placed else 0)


def _opened(line: _Line, marks: Marks) -> str | None:
    """The kind of the lines that come under this one, if it is a mark and no more."""
    bare = line.text.rstrip(" ,:")
    for mark, kind in ((marks.caption, "caption"), (marks.link, "boilerplate")):
        if (found := mark.match(line.text)) and found.end() >= len(bare):
            return kind
    return None


def _kind_under(line: _Line, under: str | None) -> str | None:
    """What a line under a mark is: the caption, or one of the links if it has a bullet."""
    if under == "caption" and len(line.text) <= _CAPTION:
        return under
    if under == "boilerplate" and len(line.text) <= _NOTICE and _BULLET.match(line.text):
        return under
    return None


def _line_zones(line: _Line, before: list[_Line], after: list[_Line], marks: Marks) -> list[Zone]:
    """The zones of one line: the whole of it, or stretches of it, or none."""
    text = line.text
    whole = _kind_of_line(line, before, after, marks)
    if whole:
        return [Zone(line.start, line.end, whole)]
    zones = []
    end = len(text)
    if trailer := marks.trailer.search(text, max(0, end - 400)):
        zones.append((trailer.start(), end, "boilerplate"))
        end = trailer.start()
    elif bracket := marks.bracket_credit.search(text, max(0, end - _SHORT_PARAGRAPH), end):
        zones.append((bracket.start(), end, "credit"))
        end = bracket.start()
        if end <= _SHORT_PARAGRAPH and after:
            zones.append((0, end, "caption"))
            end = 0
    position = 0
    found = [m for pattern in (marks.credit, marks.caption, marks.link)
             for m in pattern.finditer(text, 0, end)]  # fmt: skip
    for mark in sorted(found, key=lambda m: m.start()):
        if mark.start() < position:
            continue
        if mark.re is marks.link:
            stretches = _linked(text, mark.start(), mark.end(), end, marks)
        elif mark.re is marks.caption:
            stretches = _captioned(text, mark.start(), mark.end(), end)
        else:
            stretches = _credited(text, mark.start(), mark.end(), end, marks)
        zones.extend(stretches)
        position = stretches[-1][1]
    if len(text) >= _LONG:
        zones.extend(_stray_titles(text, zones, end, marks))
    return [Zone(line.start + a, line.start + b, kind) for a, b, kind in zones if a < b]


def _kind_of_line(line: _Line, before: list[_Line], after: list[_Line], marks: Marks) -> str | None:
    text = line.text
    if not any(c.isalpha() for c in text):
        return "boilerplate"  # rules of asterisks
    if _LEGEND.match(text) and len(text) <= _CROSSHEAD * 2:
        return "caption"
    if _DASHED.match(text):
        return "headline"
    if len(text) <= _NOTICE:
        if marks.notice.match(text):
            return "boilerplate"
        link = marks.link.match(text)
        if link and _SENTENCE_END.search(text[:-1], link.end()) is None:
            return "boilerplate"
    marked = marks.credit.match(text) or marks.caption.match(text) or marks.link.match(text)
    if not marked and _is_crosshead(line, before, after):
        return "headline"
    return None


def _is_crosshead(line: _Line, before: list[_Line], after: list[_Line]) -> bool:
    """A short line with no stop, between a finished paragraph and a longer one."""
    text = line.text
    words = len(text.split(" "))
    if len(text) > _CROSSHEAD or words > 9 or not after or not text[0].isupper():
        return False
    if len(after[0].text) <= _CROSSHEAD or (before and before[0].text[-1] in ",;–-"):
        return False
    if text[-1] in "?!":
        return line.apart and words <= 7
    finished = not before or before[0].text[-1] in '.!?…"»”)' or before[0].apart
    return text[-1] not in _ENDS and finished and "(" not in text


def _credited(
    text: str, start: int, opened: int, end: int, marks: Marks
) -> list[tuple[int, int, str]]:
    """The credit that a mark opens: up to its caption if one follows; else the holder named; else,
    on a line of its own, all of it; else the mark alone."""
    caption = marks.caption.search(text, opened, min(end, opened + 100))
    if caption:
        return [(start, caption.start(), "credit"),
                *_captioned(text, caption.start(), caption.end(), end)]  # fmt: skip
    if start == 0 and end - opened <= 80:
        return [(start, end, "credit")]
    holder = marks.holder.match(text, opened, end)
    return [(start, holder.end() if holder else opened, "credit")]


def _captioned(text: str, start: int, opened: int, end: int) -> list[tuple[int, int, str]]:
    """The mark, which is as good as a credit, and the caption: to the end of its sentence, since
    what follows on the same line is prose; a line without a stop is caption to its end."""
    while opened < end and text[opened] in " ,:":
        opened += 1
    stop = _SENTENCE_END.search(text, opened, min(end, opened + _CAPTION))
    if stop:
        close = stop.end()
    else:
        close = end if end - opened <= _CAPTION else opened
    return [(start, opened, "credit"), (opened, close, "caption")]


def _linked(
    text: str, start: int, opened: int, end: int, marks: Marks
) -> list[tuple[int, int, str]]:
    """What introduces links, and the titles that run on after it. They have no stops; they end
    where, before the next full stop, a capitalised article or the like stands for the last time
    with no stop before it. Titles are kept as headlines: they may hold claims."""
    while opened < end and text[opened] in " :":
        opened += 1
    stretches = [(start, opened, "boilerplate")]
    stop = text.find(". ", opened, min(end, opened + _RUN))
    if stop < 0:
        stop = min(end, opened + _RUN)
    title = opened
    for cut in marks.run_on.finditer(text, opened, stop):
        if cut.start() - title >= 12 and not _may_be_name(text, cut.start(), marks):
            stretches.append((title, cut.start(), "headline"))
            title = cut.end()
    return stretches


def _may_be_name(text: str, at: int, marks: Marks) -> bool:
    """Whether the word before is one after which a name follows ("le quotidien Le Soir")."""
    return marks.name_lead.search(text, max(0, at - 30), at) is not None


def _stray_titles(
    text: str, zones: list[tuple[int, int, str]], end: int, marks: Marks
) -> list[tuple[int, int, str]]:
    """Titles of other articles that ran into a text which lost its paragraphs, with nothing to
    announce them: from a full stop to a capitalised article that no stop precedes, unless a name
    may begin there. Kept as headlines, apart from the sentence that they would spoil."""
    found: list[tuple[int, int, str]] = []
    after_last = 0
    for cut in marks.run_on.finditer(text, 0, end):
        if text[cut.start() - 1] in "?!" or not _OPENING.match(text, cut.end()):
            continue
        if _may_be_name(text, cut.start(), marks):
            continue
        start = after_last
        for stop in _SENTENCE_END.finditer(text, max(0, cut.start() - _CAPTION), cut.start()):
            start = max(start, stop.end() + 1)
        stretch = text[start : cut.start()]
        inside = any(a < cut.start() and start < b for a, b, _ in zones)
        if start and len(stretch) >= 20 and not inside and not set(stretch) & set('"«“(:'):
            found.append((start, cut.start(), "headline"))
            after_last = cut.end()
    return found
