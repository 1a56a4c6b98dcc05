"""Where the quotations of a report begin and end, whatever marks it uses and however badly.

The marks of a paragraph are read together: each may open or close (a straight quote may do both,
and the blanks around it say which is likelier), and of all readings the cheapest is taken. So
quotes in quotes, « closed by ", a mark too many and a mark too few come out as a reader would have
them. A quotation that is never closed runs to the end of its paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.record import Parsed

_OPEN = {"«": "»", "“": "”", "„": "”", "‹": "›", "‘": "’", "``": "''", "<<": ">>", "'": "'"}
_CLOSE = {"»", "”", "›", "’", "''", ">>", "'"}
_BOTH = {'"': '"', "'": "'", "”": "”", "“": "“"}  # some papers write one curly mark at both ends
_SINGLE = {"'", "‘", "’"}
_DEPTH = 3
_JOIN = 4  # paragraphs that one quotation may run over


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens `start` to `end` (exclusive) between the marks; `open` and `close` are the marks'
    positions, None where the mark is missing."""

    start: int
    end: int
    open: int | None
    close: int | None
    paragraph: int

    @property
    def outer(self) -> tuple[int, int]:
        """The tokens with their marks."""
        return (
            self.start if self.open is None else self.open,
            self.end if self.close is None else self.close + 1,
        )


def find_quotes(parsed: Parsed) -> list[Quote]:
    """The outermost quotations, in order."""
    found: list[Quote] = []
    for paragraph, start, end in paragraphs(parsed):
        found += _in_paragraph(parsed, paragraph, start, end)
    return _over_paragraphs(parsed, found)


def paragraphs(parsed: Parsed) -> list[tuple[int, int, int]]:
    """(number, first token, end) of each paragraph."""
    out: list[tuple[int, int, int]] = []
    for s in parsed.sentences:
        if out and out[-1][0] == s.paragraph and out[-1][2] == s.start:
            out[-1] = (s.paragraph, out[-1][1], s.end)
        else:
            out.append((s.paragraph, s.start, s.end))
    return out


def _in_paragraph(parsed: Parsed, paragraph: int, start: int, end: int) -> list[Quote]:
    marks = [k for k in range(start, end) if _is_mark(parsed, k)]
    if not marks:
        return []
    found: list[Quote] = []
    depth, opened = 0, start
    for k, action in zip(marks, _best_reading(parsed, marks, start, end), strict=True):
        if action == "open":
            if depth == 0:
                opened = k
            depth += 1
        elif action == "close":
            if depth == 0:  # a lone closing mark: all before it, or since the last of its kind
                since = start
                if found and _same_style(parsed, found[-1], k):
                    since = max(found[-1].outer[1], parsed.sentence(k).start)
                found = [q for q in found if q.end <= since]
                if k > since:
                    found.append(Quote(since, k, None, k, paragraph))
                continue
            depth -= 1
            if depth == 0:
                if k > opened + 1:
                    found.append(Quote(opened + 1, k, opened, k, paragraph))
    if depth and opened + 1 < end:
        found.append(Quote(opened + 1, end, opened, None, paragraph))
    return found


def _same_style(parsed: Parsed, quote: Quote, mark: int) -> bool:
    """Whether a quotation is closed by the same mark; else it may lie inside a wider one."""
    return quote.close is not None and parsed.tokens[quote.close].text == parsed.tokens[mark].text


def _best_reading(parsed: Parsed, marks: list[int], start: int, end: int) -> list[str]:
    """open, close or skip for each mark, at the least cost (a search over what is open)."""
    states: dict[tuple[str, ...], tuple[float, list[str]]] = {(): (0.0, [])}
    for k in marks:
        mark = parsed.tokens[k].text
        towards_open, towards_close = _leaning(parsed, k, start, end)
        new: dict[tuple[str, ...], tuple[float, list[str]]] = {}

        def offer(
            stack: tuple[str, ...], cost: float, path: list[str],
            new: dict[tuple[str, ...], tuple[float, list[str]]] = new,
        ) -> None:  # fmt: skip
            if stack not in new or cost < new[stack][0]:
                new[stack] = (cost, path)

        for stack, (cost, path) in states.items():
            if (mark in _OPEN or mark in _BOTH) and len(stack) < _DEPTH:
                nested = 0.0 if not stack else 1.2 if mark in stack else 0.4
                offer((*stack, mark), cost + nested + towards_open, [*path, "open"])
            if mark in _CLOSE or mark in _BOTH:
                if stack:
                    wanted = {_OPEN.get(stack[-1]), _BOTH.get(stack[-1])}
                    other = 0.0 if mark in wanted else 1.5
                    offer(stack[:-1], cost + other + towards_close, [*path, "close"])
                elif mark not in _SINGLE:
                    offer(stack, cost + 3.0 + towards_close, [*path, "close"])
            if mark in _SINGLE:  # an apostrophe: the diplomats' view
                offer(stack, cost + 0.9, [*path, "skip"])
            elif len(stack) == _DEPTH:
                offer(stack, cost + 1.0, [*path, "skip"])
        states = new
    return min(states.items(), key=lambda item: (item[1][0] + 3.0 * len(item[0]), item[0]))[1][1]


def _leaning(parsed: Parsed, k: int, start: int, end: int) -> tuple[float, float]:
    """What it costs to read a mark as opening and as closing, from the blanks around it."""
    text = parsed.report.text
    token = parsed.tokens[k]
    before = text[token.start - 1] if token.start and k > start else " "
    after = text[token.end] if token.end < len(text) and k + 1 < end else " "
    if token.text in _OPEN and token.text not in _BOTH:
        return 0.0, 9.0
    if token.text in _CLOSE and token.text not in _BOTH:
        return 9.0, 0.0
    blank_before = before.isspace() or before in "([{—–-:'’"
    blank_after = after.isspace() or after in ")]},.;:!?—–-"
    if blank_before and not blank_after:
        return 0.0, 2.0
    if blank_after and not blank_before:
        return 2.0, 0.0
    return 0.3, 0.3


def _is_mark(parsed: Parsed, k: int) -> bool:
    text = parsed.tokens[k].text
    if text in _SINGLE:
        return parsed.tokens[k].dep != "case"  # English: the diplomats' view
    return text in _OPEN or text in _CLOSE or text in _BOTH


def _over_paragraphs(parsed: Parsed, quotes: list[Quote]) -> list[Quote]:
    """Joins an opening mark that is never closed to a lone closing mark some paragraphs on."""
    out: list[Quote] = []
    for quote in quotes:
        if out and out[-1].close is None and out[-1].open is not None:
            near = quote.paragraph - out[-1].paragraph <= _JOIN
            if near and quote.open is None and quote.close is not None:
                out[-1] = replace(out[-1], end=quote.end, close=quote.close)
                continue
        out.append(quote)
    return out
