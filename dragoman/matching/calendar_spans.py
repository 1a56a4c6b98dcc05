"""Stretches of the calendar that know how finely they are meant: a day, a month, a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

RANK = {"day": 0, "month": 1, "year": 2}
#: The precision with which an expression that counts in a unit is meant.
UNIT_PRECISION = {"day": "day", "week": "day", "month": "month", "quarter": "month", "year": "year",
                  "decade": "year", "century": "year"}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `start` to `end`, both included, meant to the `precision` day, month or
    year."""

    start: date
    end: date
    precision: str

    @property
    def iso_start(self) -> str:
        return _format(self.start, self.precision)

    @property
    def iso_end(self) -> str:
        return _format(self.end, self.precision)

    def holds(self, other: Stretch) -> bool:
        return self.start <= other.start and other.end <= self.end


def _format(day: date, precision: str) -> str:
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def from_iso(text: str) -> Stretch:
    """The stretch of an ISO date of day, month or year precision. Raises ValueError on anything
    else."""
    found = _ISO.match(text)
    if not found:
        raise ValueError(f"date {text!r} that is not YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        if found[3]:
            return day_of(date(int(found[1]), int(found[2]), int(found[3])))
        if found[2]:
            return month_of(date(int(found[1]), int(found[2]), 1).year, int(found[2]))
        return years(int(found[1]), 1)
    except ValueError as error:
        raise ValueError(f"date {text!r} that is none: {error}") from None


def day_of(day: date) -> Stretch:
    return Stretch(day, day, "day")


def month_of(year: int, month: int, count: int = 1) -> Stretch:
    """`count` months from this one on; `month` may lie outside 1 to 12 and then moves the year."""
    last = _first(year, month + count - 1)
    return Stretch(
        _first(year, month), last.replace(day=monthrange(last.year, last.month)[1]), "month"
    )


def years(year: int, count: int) -> Stretch:
    return Stretch(date(year, 1, 1), date(year + count - 1, 12, 31), "year")


def _first(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def unit_around(day: date, unit: str, shift: int) -> Stretch:
    """The day, week (from Monday), month … that lies `shift` units from the one that holds
    `day`."""
    if unit == "day":
        return day_of(day + timedelta(shift))
    if unit == "week":
        monday = day - timedelta(day.weekday()) + timedelta(7 * shift)
        return Stretch(monday, monday + timedelta(6), "day")
    if unit == "month":
        return month_of(day.year, day.month + shift)
    if unit == "quarter":
        return month_of(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * shift, 3)
    if unit == "year":
        return years(day.year + shift, 1)
    size = 10 if unit == "decade" else 100
    base = (day.year - (unit == "century")) // size * size + (unit == "century")
    return years(base + size * shift, size)


def shifted(day: date, unit: str, count: int) -> date:
    """The day `count` units away (negative: before); the month's last day where it is shorter."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    month = month_of(day.year, day.month + months)
    return min(month.start + timedelta(day.day - 1), month.end)


def part_of(whole: Stretch, part: str) -> Stretch:
    """The `early`, `mid` or `late` part of a month, year or decade; anything else as it is."""
    third = {"early": 0, "mid": 1, "late": 2}[part]
    year, month = whole.start.year, whole.start.month
    if whole == month_of(year, month):
        first, last = ((1, 10), (11, 20), (21, whole.end.day))[third]
        return Stretch(date(year, month, first), date(year, month, last), "day")
    if whole == years(year, 1):
        first, count = ((1, 3), (5, 4), (10, 3))[third]
        return month_of(year, first, count)
    if whole == years(year, 10):
        first, count = ((0, 4), (3, 4), (6, 4))[third]
        return years(year + first, count)
    return whole


def nearest(candidates: list[Stretch], report: Stretch, direction: str | None) -> Stretch | None:
    """Which of several stretches is meant in a text of this date.

    The one around the report if there is one; else, by direction, the last before it or the first
    after it. With no direction the last before it, unless the next lies less than half as far away:
    reports look back more than ahead, but "en octobre", written in June, is to come.
    """
    for c in candidates:
        if c.holds(report) or report.holds(c):
            return c
    before = max((c for c in candidates if c.end < report.start), key=lambda c: c.end, default=None)
    after = min(
        (c for c in candidates if c.start > report.end), key=lambda c: c.start, default=None
    )
    if before is None or after is None or direction in ("past", "future"):
        return (after or before) if direction == "future" else (before or after)
    back, ahead = (report.start - before.end).days, (after.start - report.end).days
    return after if 2 * ahead < back else before


def beside(near: list[Stretch], now: Stretch, by: int, direction: str | None) -> Stretch | None:
    """The nearest of several stretches; with `by` -1 or 1 ("dernier", "next") none that is now."""
    if by < 0:
        return max((c for c in near if c.end < now.start), key=lambda c: c.end, default=None)
    if by > 0:
        return min((c for c in near if c.start > now.end), key=lambda c: c.start, default=None)
    return nearest(near, now, direction)


def decade(number: int) -> Stretch:
    """The ten years from 1980 or, in short, from 80."""
    return years(number if number > 99 else 1900 + number, 10)


def roman(text: str) -> int:
    """The value of a number in Roman or Arabic figures."""
    if text.isdigit():
        return int(text)
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
