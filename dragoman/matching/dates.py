"""Dates in running text: a small grammar of expressions, each an interval with a precision, most of
them relative to the report's date.

The engine knows the calendar and no language; the words are in lang/xx/time.yaml. It looks for core
expressions ("20 juin", "mardi", "l'an dernier"), widest first; reads what stands before a core
("depuis", "fin", "early"); and joins two cores into a range ("entre 2015 et 2018"). Left out on
purpose: vague stretches with no number ("récemment", "in recent weeks"), durations ("pendant dix
ans"), hours, and feasts.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.matching.calendar_spans import (
    RANK,
    UNIT_PRECISION,
    Stretch,
    beside,
    day_of,
    decade,
    from_iso,
    month_of,
    part_of,
    roman,
    shifted,
    unit_around,
    years,
)
from dragoman.matching.date_words import DateWords, Form, load_date_words, plain

_PARTS = ("early", "mid", "late")
_RELATIONS = ("since", "until", "deadline", "after")
_LISTED = 12  # characters between two years of a list
_WINDOW = 80  # characters on either side of a month, unit, … that its expression may take up
_REACH = 40  # characters before a core in which words that change it are looked for
_DASH = re.compile(r"(?<=\d)[-–]")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression. `start` and `end` are character offsets (shifted by `offset` of
    find_dates); `iso_start` and `iso_end` are ISO dates of that `precision` (day, month, year),
    both included. One of them is None where the interval is open ("après 2018"), and all three
    where the report's date would be needed and is not known."""

    start: int
    end: int
    iso_start: str | None
    iso_end: str | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class _Core:
    """A core expression in the text, with what stands before it."""

    form: Form
    match: re.Match[str]
    left: int  # where the expression begins, with what stands before the core
    right: int
    part: str | None
    relation: str | None


def find_dates(
    text: str,
    language: str,
    report_date: str | None,
    offset: int = 0,
    direction: str | None = None,
) -> list[DateSpan]:
    """The date expressions of a text, in order, none overlapping another.

    Args: `report_date`, ISO of day, month or year precision; `offset` is added to the offsets;
    `direction`, "past" or "future" where the tense of the sentence is known: which July is meant by
    "en juillet". An expression finer than the report's date ("mardi" in a report of 2023-09) is
    given the report's precision. Raises ValueError on a report_date that is not ISO.
    """
    report = from_iso(report_date) if report_date else None
    if direction not in (None, "past", "future"):
        raise ValueError(f"direction is {direction!r}, not past or future")
    words = load_date_words(language)
    cores = _cores(text, words)
    reader = _Reader(words, report, direction)
    spans: list[DateSpan] = []
    k = 0
    while k < len(cores):
        core, following = cores[k], cores[k + 1] if k + 1 < len(cores) else None
        left = _range_start(text, core, following, words) if following else None
        try:
            if following is not None and left is not None:
                span = reader.range(core, following, left)
            else:
                span = reader.single(core)
        except (ValueError, OverflowError):  # 31 June, the year 0: no date after all
            span = None
        if span is not None:
            spans.append(span)
        k += 1 if left is None else 2
    return [replace(s, start=s.start + offset, end=s.end + offset) for s in spans]


def _cores(text: str, words: DateWords) -> list[_Core]:
    """The cores of a text that are dates where they stand, in order: the widest first, with what
    stands before them, and no other that overlaps it."""
    found: list[tuple[Form, re.Match[str]]] = []
    for start, end in _windows(text, words):
        here = {name for name, slot in words.slots.items() if slot.search(text, start, end)}
        for form in words.forms:
            if form.slots <= here:
                found += [(form, match) for match in form.pattern.finditer(text, start, end)]
    licensed = [core for f in found if (core := _licensed(text, *f, words)) is not None]
    licensed.sort(key=lambda c: (c.left - c.right, c.match.start() - c.match.end(), c.left))
    used = bytearray(len(text))
    taken = []
    for core in licensed:
        if not any(used[core.left : core.right]):
            used[core.left : core.right] = b"\1" * (core.right - core.left)
            taken.append(core)
    # "en 1979 et 1994": a bare year is one too if it is listed with a year.
    ends = {core.right for core in taken if "year" in core.match.groupdict()}
    for form, match in found:
        if form.needs != "year":
            continue
        start, end = match.span()
        if any(used[start:end]) or words.not_before.match(text, end):
            continue
        near = [e for e in range(max(0, start - _LISTED), start) if e in ends]
        if near and words.lists.match(text, near[-1], start):
            ends.add(end)
            taken.append(_Core(form, match, start, end, None, None))
    return sorted(taken, key=lambda c: c.match.start())


def _windows(text: str, words: DateWords) -> list[tuple[int, int]]:
    """The stretches around anchors, apart and cut at spaces: a fifth of a report, as a rule."""
    windows: list[tuple[int, int]] = []
    for anchor in words.anchor.finditer(text):
        low, high = anchor.start() - _WINDOW, anchor.end() + _WINDOW
        low = max(low, text.find(" ", low, anchor.start())) if low > 0 else 0
        high = (
            max(anchor.end(), text.rfind(" ", anchor.end(), high))
            if high < len(text)
            else len(text)
        )
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _licensed(text: str, form: Form, match: re.Match[str], words: DateWords) -> _Core | None:
    """The core with what stands before it, or None if it is no date without something there."""
    start, end = match.span()
    left, at, part, relation, any_before = start, start, None, None, False
    for step in range(5):
        found = words.before.search(text, max(0, at - _REACH), at)
        if found is None or found.lastgroup is None:
            break
        at, kind, any_before = found.start(), found.lastgroup, True
        if kind in _PARTS and part is None:
            part, left = kind, at
        elif kind in _RELATIONS:
            relation, left = kind, at
            break
        elif kind == "plain" and step == 0:
            left = at
        elif kind not in ("plain", "glue"):
            break
    if form.needs == "since" and relation != "since":
        return None
    if form.needs == "part" and part is None:
        return None
    if form.needs == "month" and not (
        match[0][0].islower() if words.bare_month_lower else any_before
    ):
        return None
    if form.needs == "year":
        bracketed = text[start - 1 : start] == "(" and text[end : end + 1] in set("),;-–")
        dashed = _DASH.match(text, start - 1) is not None
        opened = words.opened.search(text, max(0, start - _REACH), start) is not None
        if not (any_before or bracketed or dashed or opened) or words.not_before.match(text, end):
            return None
    if after := words.after.match(text, end):
        end = after.end()
    return _Core(form, match, left, end, part, relation)


def _range_start(text: str, core: _Core, following: _Core, words: DateWords) -> int | None:
    """Where the range begins that the two cores make together; None if they make none."""
    end = core.match.end()
    if following.match.start() - end > _REACH or "\n" in text[end : following.match.start()]:
        return None
    joined = words.joins.match(text, end, following.match.start())
    if joined is None:
        return None
    if joined["join"] is None:  # a dash needs no opening, but joins like with like only
        alike = set(core.match.groupdict()) == set(following.match.groupdict())
        return core.left if alike and core.relation is None else None
    opener = words.openers[plain(joined["join"])]
    for left in (core.left, core.match.start()):
        if opened := opener.search(text, max(0, left - _REACH), left):
            return opened.start()
    opened = opener.match(text, core.left, core.match.start())
    return opened.start() if opened else None


class _Reader:
    """Reads cores one after another: what each means may depend on the report's date and on the
    date mentioned last."""

    def __init__(self, words: DateWords, report: Stretch | None, direction: str | None) -> None:
        self.words, self.report, self.direction = words, report, direction
        self.anchor: Stretch | None = None
        self.dated: Stretch | None = None  # the day last mentioned with its year

    def single(self, core: _Core) -> DateSpan | None:
        """The span of one core with what stands before it; None if it leans on a date that is not
        there."""
        # A deadline is still to come, whatever the tense of the sentence.
        direction = "future" if core.relation == "deadline" else self.direction
        found = self._stretch(core, self.report, direction)
        if found is None:
            if core.form.means == "anchored" or self.report is not None:
                return None
            return DateSpan(core.left, core.right, None, None, None)
        self.anchor = found
        if found.precision == "day" and "year" in core.match.groupdict():
            self.dated = found
        start, end, now = found.start, found.end, self.report
        if core.relation == "since" and now:
            end = max(end, now.end)
        elif core.relation in ("until", "deadline") and now:
            start = min(start, now.start)
        whole = Stretch(start, end, found.precision)
        open_end = core.relation == "after" or (core.relation == "since" and not now)
        open_start = core.relation in ("until", "deadline") and start == found.start
        return DateSpan(
            core.left, core.right,
            None if open_start else whole.iso_start, None if open_end else whole.iso_end,
            found.precision,
        )  # fmt: skip

    def range(self, first: _Core, second: _Core, left: int) -> DateSpan | None:
        """The span of two cores. One that names no year lies beside the one that does."""
        if "year" in second.match.groupdict() and "year" not in first.match.groupdict():
            end = self._stretch(second, self.report, self.direction)
            start = self._stretch(first, end, "past")
        else:
            start = self._stretch(first, self.report, self.direction)
            end = self._stretch(second, start or self.report, "future")
        if start is None or end is None:
            return DateSpan(left, second.right, None, None, None) if self.report is None else None
        if end.end < start.start:
            raise ValueError("a range that runs backwards")
        self.anchor = end
        precision = max(start.precision, end.precision, key=RANK.__getitem__)
        whole = Stretch(start.start, end.end, precision)
        return DateSpan(left, second.right, whole.iso_start, whole.iso_end, precision)

    def _stretch(self, core: _Core, now: Stretch | None, direction: str | None) -> Stretch | None:
        """What a core means in a text of this date; None if that cannot be said."""
        form, slot = core.form, core.match.groupdict()
        found: Stretch | None = None
        if form.means == "date":
            found = self._date(form, slot, now, direction)
        elif form.means == "decade":
            found = decade(self._value("decade", slot["decade"].lstrip("'’")))
        elif form.means == "century":
            number = roman(slot["century"])
            found = years(100 * (number - 1) + 1, 100)
        elif form.means == "quarter":
            if self._unit(form, slot) == "quarter":
                found = month_of(
                    int(slot["year"]), 3 * self._value("ordinal", slot["ordinal"]) - 2, 3
                )
        elif form.means == "anchored":
            if self.anchor is not None:
                found = self._away(form, slot, self.anchor)
        elif now is not None:
            found = self._relative(form, slot, now)
        return part_of(found, core.part) if found and core.part else found

    def _value(self, kind: str, word: str) -> int:
        """The number that a word, or several with hyphens, stands for."""
        if word.isdigit():
            return int(word)
        table, word = self.words.values[kind], plain(word)
        return table[word] if word in table else sum(table[w] for w in word.split("-"))

    def _unit(self, form: Form, slot: dict[str, str]) -> str:
        return form.unit or self.words.units[plain(slot["unit"])]

    def _date(
        self, form: Form, slot: dict[str, str], now: Stretch | None, direction: str | None
    ) -> Stretch | None:
        """A day, month, season, weekday or year, named in full or in part."""
        year = int(slot["year"]) if "year" in slot else None
        weekday = self._value("weekday", slot["weekday"]) if "weekday" in slot else None
        if "month" in slot or "season" in slot:
            if year is not None:
                return self._in_year(slot, year)
            if now is None:
                return None
            near = [self._in_year(slot, y) for y in range(now.start.year - 4, now.start.year + 5)
                    if 0 < y < 9999 and (slot.get("day") != "29" or isleap(y))]  # fmt: skip
            if weekday is not None:
                near = [c for c in near if c.start.weekday() == weekday] or near
            if "day" in slot and form.by == 0 and direction is None and self.dated is not None:
                near = self._told(near, self.dated, now)
            return beside(near, now, form.by, direction)
        if year is not None:
            return years(year, 1)
        if now is None:
            return None
        if now.precision != "day":
            return now
        reach = 7 if "day" not in slot else 60
        around = [day_of(now.start + timedelta(k)) for k in range(-reach, reach + 1)]
        near = [d for d in around if d.start.weekday() == weekday
                and ("day" not in slot or d.start.day == int(slot["day"]))]  # fmt: skip
        if form.by == 0 and direction is None and "day" not in slot:
            direction = "past"
        return beside(near, now, form.by, direction)

    @staticmethod
    def _told(near: list[Stretch], dated: Stretch, now: Stretch) -> list[Stretch]:
        """In a story of another year, "le 4 septembre" soon after "le 28 août 2009" is of that
        year: if it lies within a month of the day last dated, and of none that is as near to the
        report."""
        month = timedelta(31)
        if any(abs(c.start - now.start) <= month for c in near):
            return near
        return [c for c in near if abs(c.start - dated.start) <= month] or near

    def _in_year(self, slot: dict[str, str], year: int) -> Stretch:
        if "season" in slot:
            return month_of(year, self._value("season", slot["season"]), 3)
        month = self._value("month", slot["month"])
        if "day" not in slot:
            return month_of(year, month)
        first = date(year, month, int(slot["day"]))
        last = date(year, month, int(slot["day2"])) if "day2" in slot else first
        if last < first:
            raise ValueError("a range that runs backwards")
        return Stretch(first, last, "day")

    def _relative(self, form: Form, slot: dict[str, str], now: Stretch) -> Stretch:
        """What is counted from the report's date, no finer than that is known."""
        if form.means == "in_year":
            return self._in_year(slot, now.start.year + form.by)
        unit = self._unit(form, slot)
        if RANK[UNIT_PRECISION[unit]] < RANK[now.precision]:
            return now
        if form.means == "unit":
            return unit_around(now.start, unit, form.by)
        count = form.by * (self._value("n", slot["n"]) if "n" in slot else 1)
        if form.means == "shift":
            there = shifted(now.start, unit, count)
            return unit_around(there, "year" if unit in ("decade", "century") else unit, 0)
        far = shifted(now.start, unit, count)
        precision = UNIT_PRECISION[unit]
        return Stretch(min(far, now.start), max(far, now.end), precision)

    def _away(self, form: Form, slot: dict[str, str], anchor: Stretch) -> Stretch:
        """What is counted from the date mentioned last, no finer than that was."""
        unit = self._unit(form, slot)
        if RANK[UNIT_PRECISION[unit]] < RANK[anchor.precision]:
            return anchor
        count = form.by * self._value("n", slot["n"]) if "n" in slot else form.by
        there = shifted(anchor.end if form.by > 0 else anchor.start, unit, count)
        return unit_around(there, "year" if unit in ("decade", "century") else unit, 0)
