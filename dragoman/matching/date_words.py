"""The words of dates in one language: lang/xx/time.yaml, checked and compiled.

A `form` is a core expression: words (regular expressions without groups of their own), and slots in
braces. What a form `means` is one of MEANINGS; `by` is its direction or distance, `unit` its unit
where no slot gives one, `needs` what must stand before it. `before` lists what may stand before a
core: words that change the interval (since, until, after, early, mid, late; deadline is an until
that is still to come), words that belong to the expression and say nothing (plain), and words that
may stand between the two (glue).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.tables import TableError, read_yaml
from dragoman.text import unaccented

LANG = Path(__file__).parents[1] / "lang"
KEYS = ("months", "month_abbreviations", "bare_month", "weekdays", "weekday_case", "seasons",
        "units", "periods", "numbers", "ordinals", "decades", "day_suffix", "century_suffix",
        "numeric", "forms", "before", "parts_of_day", "ranges", "lists", "not_before")  # fmt: skip
#: date: a day, month, year, weekday or season; in_year: a month of the report's year or of one
#: beside it; unit: the week, month … at that distance from the report; shift: so many units from
#: the report; window: the last or next so many units; anchored: so many units from the date last
#: mentioned.
MEANINGS = (
    "date",
    "in_year",
    "unit",
    "shift",
    "window",
    "anchored",
    "quarter",
    "decade",
    "century",
)
BEFORE = ("since", "until", "deadline", "after", "early", "mid", "late", "plain", "glue")
NEEDS = ("month", "year", "part", "since")
#: Slots that few stretches have a word for, and that are soon looked for.
_TELLING = frozenset({"day", "month", "weekday", "year", "unit", "period", "season"})
_BARE = "bare"  # of a form without slots: any of such forms
_SLOT = re.compile(r"\{(\w+)\}")
_YEAR = r"(?:1[6-9]\d\d|20\d\d|2100)(?!\w)(?![.,]\d)(?! ?[%$€£°])"


@dataclass(frozen=True, slots=True)
class Form:
    pattern: re.Pattern[str]
    means: str
    by: int
    unit: str | None
    needs: str | None
    slots: frozenset[str]  # a stretch that lacks a word for one of them need not be looked at


@dataclass(frozen=True, slots=True)
class DateWords:
    """All that is known of dates in a language. Words are looked up as plain() makes them."""

    forms: tuple[Form, ...]
    anchor: re.Pattern[str]  # what every expression holds one of: only around it are forms tried
    slots: dict[str, re.Pattern[str]]  # the words that a slot of a form may hold
    values: dict[str, dict[str, int]]  # months, weekdays, seasons, numbers, ordinals, decades
    units: dict[str, str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    joins: re.Pattern[str]
    openers: dict[str, re.Pattern[str]]  # join → what must stand before the first half
    opened: re.Pattern[str]  # any of them
    lists: re.Pattern[str]
    not_before: re.Pattern[str]
    bare_month_lower: bool


@cache
def load_date_words(language: str) -> DateWords:
    """Reads lang/xx/time.yaml. Raises TableError if it says what cannot be, OSError if it is not
    there."""
    path = LANG / language / "time.yaml"
    data = read_yaml(path, KEYS)
    _check(path, data)
    slots = _slots(data)
    forms = [_form(path, f, slots) for f in data["forms"]]
    forms.extend(_numeric(data["numeric"]))
    named = frozenset[str]().union(*(f.slots for f in forms))
    joins = sorted({j for r in data["ranges"] for j in r["join"]})
    glue = _phrases(data["before"]["glue"])
    listed = _alternatives(data["lists"])

    def openers(*joined: str) -> re.Pattern[str]:
        words = [w for r in data["ranges"] if set(joined) & set(r["join"]) for w in r["open"]]
        return _compile(path, rf"(?<!\w)(?:{_phrases(words)})$")

    before = "|".join(f"(?P<{kind}>{_phrases(data['before'][kind])})" for kind in BEFORE)
    tables = {
        "month": data["months"] | data["month_abbreviations"], "weekday": data["weekdays"],
        "season": data["seasons"], "n": data["numbers"], "ordinal": data["ordinals"],
        "decade": data["decades"],
    }  # fmt: skip
    units = {plain(w): unit for unit, words in data["units"].items() for w in words}
    periods = {plain(w): unit for w, unit in data["periods"].items()}
    return DateWords(
        forms=tuple(forms),
        anchor=_compile(path, rf"(?<!\w)(?:{_anchors(data)})(?!\w)"),
        slots={name: _compile(path, slots[name]) for name in sorted(named - {_BARE})}
        | {_BARE: _compile(path, "|".join(f.pattern.pattern for f in forms if _BARE in f.slots))},
        values={k: {plain(w): n for w, n in table.items()} for k, table in tables.items()},
        units=units | periods,
        before=_compile(path, rf"(?<!\w)(?:{before})$"),
        after=_compile(path, rf" (?:{_alternatives(data['parts_of_day'])})(?!\w)"),
        joins=_compile(
            path,
            rf" ?[-–—] ?$|,? (?P<join>{_alternatives(joins)})(?:(?<=['’])| )(?:{glue}){{0,2}}$",
        ),
        openers={plain(j): openers(j) for j in joins},
        opened=openers(*joins),
        lists=_compile(path, rf",? (?:{listed}) (?:{glue})?$|, $"),
        not_before=_compile(path, rf" (?:{_alternatives(data['not_before'])})(?!\w)"),
        bare_month_lower=data["bare_month"] == "lower",
    )


def _anchors(data: dict[str, Any]) -> str:
    """Months, weekdays, units, seasons, years and dates in figures; and the forms with no slot."""
    slots = ("months", "month_abbreviations", "weekdays", "seasons", "decades", "periods")
    words = [w for key in slots for w in data[key]]
    words += [w for of_unit in data["units"].values() for w in of_unit]
    bare = [f["form"] for f in data["forms"] if "{" not in f["form"]]
    literal = "|".join(_loose(form) for form in bare)
    return rf"(?i:{_alternatives(words)}|{literal})|\d{{4}}|\d{{2,4}}s|\d{{1,2}}[/.]\d[\d/.]*"


def _numeric(order: str) -> list[Form]:
    """2020-06-30, 30/06/2020 and 30.06.2020, by the language's order of day and month."""
    day, month = r"(?P<day>3[01]|[12]\d|0?[1-9])", r"(?P<month>1[0-2]|0?[1-9])"
    first, second = (day, month) if order == "dmy" else (month, day)
    iso = r"(?P<year>(?:1[6-9]|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>3[01]|[12]\d|0[1-9])"
    local = rf"{first}(?P<sep>[/.]){second}(?P=sep)(?P<year>(?:19|20)\d\d)"
    patterns = (re.compile(rf"(?<![\w/.-]){p}(?![\w/-])") for p in (iso, local))
    return [Form(pattern, "date", 0, None, None, frozenset({"day"})) for pattern in patterns]


def _check(path: Path, data: dict[str, Any]) -> None:
    """What read_yaml cannot know. Every fault names the file."""

    def fault(what: str) -> TableError:
        return TableError(path, 1, what)

    if data["numeric"] not in ("dmy", "mdy"):
        raise fault(f"numeric is {data['numeric']!r}, not dmy or mdy")
    if data["bare_month"] not in ("lower", "licensed"):
        raise fault(f"bare_month is {data['bare_month']!r}, not lower or licensed")
    if data["weekday_case"] not in ("any", "title"):
        raise fault(f"weekday_case is {data['weekday_case']!r}, not any or title")
    if set(data["before"]) != set(BEFORE):
        raise fault(f"before has the keys {sorted(data['before'])}, not {sorted(BEFORE)}")
    for table, highest in (("months", 12), ("weekdays", 6), ("seasons", 12), ("ordinals", 4)):
        for word, number in data[table].items():
            if not isinstance(number, int) or not 0 <= number <= highest:
                raise fault(f"{table}: {word} is {number!r}, not a number up to {highest}")
    for r in data["ranges"]:
        if set(r) != {"open", "join"}:
            raise fault(f"a range has the keys {sorted(r)}, not open and join")
    for f in data["forms"]:
        if unknown := set(f) - {"form", "means", "by", "unit", "needs"}:
            raise fault(f"form {f.get('form')!r} has unknown keys {sorted(unknown)}")
        if f["means"] not in MEANINGS or f.get("needs") not in (None, *NEEDS):
            raise fault(f"form {f['form']!r}: means {f['means']!r}, needs {f.get('needs')!r}")


def _slots(data: dict[str, Any]) -> dict[str, str]:
    any_case, any_day = data["bare_month"] == "lower", data["weekday_case"] == "any"
    full = _alternatives(list(data["months"]))
    months = _alternatives([*data["months"], *data["month_abbreviations"]])
    days = _alternatives(list(data["weekdays"]))
    n = _alternatives(list(data["numbers"]))
    decades = _alternatives(list(data["decades"]))
    day = r"3[01]|[12]\d|0?[1-9]"
    return {
        "day": rf"(?P<day>{day})(?:{data['day_suffix']})?(?!\d)",
        "day2": rf"(?P<day2>{day})(?:{data['day_suffix']})?(?!\d)",
        "month": f"(?P<month>(?i:{months}))" if any_case else f"(?P<month>{months})",
        "lone month": f"(?P<month>(?i:{full}))" if any_case else f"(?P<month>{full})",
        "weekday": f"(?P<weekday>(?i:{days}))" if any_day else f"(?P<weekday>{days})",
        "year": f"(?P<year>{_YEAR})",
        "n": rf"(?P<n>\d{{1,3}}|(?i:{n})(?:-(?i:{n})){{0,2}})",
        "unit": f"(?P<unit>(?i:{_alternatives([w for ws in data['units'].values() for w in ws])}))",
        "period": f"(?P<unit>(?i:{_alternatives(list(data['periods']))}))",
        "season": f"(?P<season>(?i:{_alternatives(list(data['seasons']))}))",
        "ordinal": f"(?P<ordinal>(?i:{_alternatives(list(data['ordinals']))}))",
        "decade": rf"(?P<decade>['’]?(?:1[6-9]|20)?\d0|(?i:{decades}))",
        "century": rf"(?P<century>[IVX]{{1,5}}|\d{{1,2}})(?:{data['century_suffix']})",
    }  # fmt: skip


def _form(path: Path, f: dict[str, Any], slots: dict[str, str]) -> Form:
    pieces = _SLOT.split(f["form"])
    out = []
    for k, piece in enumerate(pieces):
        if k % 2 == 0:
            literal = _loose(re.sub(r"\((?!\?)", "(?:", piece))
            # "une dizaine d'années": an elided number has no space after it
            if k and pieces[k - 1] == "n" and literal.startswith(" "):
                literal = "(?: |(?<=['’]))" + literal[1:]
            out.append(f"(?i:{literal})" if literal else "")
        elif piece not in slots:
            raise TableError(path, 1, f"form {f['form']!r} has the unknown slot {piece!r}")
        else:
            out.append(slots["lone month" if f["form"] == "{month}" else piece])
    pattern = _compile(path, rf"(?<!\w)(?<!\d[.,/])(?:{''.join(out)})(?!\w)")
    filled = _TELLING & set(pieces[1::2]) if pieces[1:] else frozenset({_BARE})
    return Form(pattern, f["means"], f.get("by", 0), f.get("unit"), f.get("needs"), filled)


def plain(word: str) -> str:
    """A word as it is looked up: no case, no accents, straight apostrophes."""
    return unaccented(word.casefold().replace("’", "'"))


def _loose(pattern: str) -> str:
    """A pattern that also takes the other apostrophe, and letters whose accents were left out, as
    capitals often are ("A la fin", "DECEMBRE"). A lone "à" keeps its accent: "a" is a verb."""
    if pattern == "à":
        return pattern

    def loose(c: str) -> str:
        if c == "'":
            return "['’]"
        return c if plain(c) == c.casefold() else f"[{c}{plain(c)}]"

    return "".join(map(loose, pattern))


def _alternatives(words: list[str]) -> str:
    """Longest first, so that "quatre-vingts" is not read as "quatre"."""
    return "|".join(_loose(re.escape(w)) for w in sorted(words, key=lambda w: (-len(w), w)))


def _phrases(words: list[str]) -> str:
    """Words with the space that follows them; none after an apostrophe or a hyphen."""
    out = []
    for w in sorted(words, key=lambda w: (-len(w), w)):
        end = "" if w[-1] in "'-" else " "
        out.append(_loose(re.escape(w)) + end)
    return "(?i:" + "|".join(out) + ")"


def _compile(path: Path, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise TableError(path, 1, f"not a regular expression: {pattern!r}: {error}") from None
