"""The marks by which zones are known in one language: lang/xx/zones.yaml, checked and compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.tables import TableError, read_yaml

LANG = Path(__file__).parents[1] / "lang"
KEYS = ("header", "agencies", "dateline_words", "byline", "credit", "caption", "holders",
        "pictures", "links", "notices", "trailers", "openers", "articled",
        "name_leads")  # fmt: skip
_ISO_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one language, compiled."""

    header: re.Pattern[str]
    header_field: dict[str, str]
    dated_line: re.Pattern[str]
    agency: re.Pattern[str]
    agency_dateline: re.Pattern[str]
    filler: re.Pattern[str]
    byline: re.Pattern[str]
    credit: re.Pattern[str]
    caption: re.Pattern[str]
    holder: re.Pattern[str]
    bracket_credit: re.Pattern[str]
    link: re.Pattern[str]
    notice: re.Pattern[str]
    trailer: re.Pattern[str]
    run_on: re.Pattern[str]
    name_lead: re.Pattern[str]


_APOSTROPHE = re.compile(r"\[[^\]]*\]|'")


def _either(found: re.Match[str]) -> str:
    """A straight apostrophe as a pattern for both kinds, in a set of characters or out of it."""
    return found[0].replace("'", "'’") if len(found[0]) > 1 else "['’]"


@cache
def load_marks(language: str) -> Marks:
    path = LANG / language / "zones.yaml"
    data = read_yaml(path, KEYS)
    fields = ("title", "date", "outlet", "author")
    if set(data["header"]) != set(fields):
        raise TableError(path, 1, f"header has the keys {sorted(data['header'])}, not {fields}")

    for key in KEYS[1:]:
        for word in data[key]:
            if not isinstance(word, str):  # YAML takes a bare "on" for true
                raise TableError(path, 1, f"{key}: {word!r} is not a string: put it in quotes")

    def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
        try:
            return re.compile(_APOSTROPHE.sub(_either, pattern), flags)
        except re.error as error:
            raise TableError(path, 1, f"not a regular expression: {pattern!r}: {error}") from None

    def words(key: str) -> str:
        return "|".join(re.escape(w) for w in sorted(data[key], key=lambda w: (-len(w), w)))

    def patterns(key: str) -> str:
        return "|".join(f"(?:{p})" for p in data[key])

    field_of = {name.lower(): field for field in fields for name in data["header"][field]}
    names = "|".join(re.escape(n) for n in sorted(field_of, key=lambda n: (-len(n), n)))
    date_names = "|".join(re.escape(n) for n in data["header"]["date"])
    agencies = words("agencies")
    place = r"[A-ZÀ-Þ][\w'.-]{1,25}(?:[ /][A-ZÀ-Þ][\w'.-]{1,25}){0,3}"
    # An opener that ends in an apostrophe is followed by its word at once.
    bare = "|".join(re.escape(w) for w in data["openers"] if not w.endswith("'"))
    elided = "|".join(re.escape(w) for w in data["openers"] if w.endswith("'")) or "(?!)"
    return Marks(
        header=compiled(rf"^({names}) ?: ?(?=\S)", re.IGNORECASE),
        header_field=field_of,
        dated_line=compiled(
            rf"^(?:{date_names}) ?:? ?({_ISO_DATE})(?![\d-])[ .,:-]*", re.IGNORECASE
        ),
        agency=compiled(rf"(?<!\w)(?:{agencies})(?!\w)"),
        agency_dateline=compiled(
            # a place, perhaps a date, and the agency; not "the Associated Press (AP) - which …"
            rf"^(?![^(]*(?:{agencies})[^(]*\()(?:{place}(?:,[^()\n]{{2,40}})? )?\((?:{agencies})\)"
            rf" ?(?:[-–—:] ?|(?=[A-ZÀ-Þ]))"
            rf"|^[A-ZÀ-Þ][A-ZÀ-Þ' -]{{2,30}},[^()\n.]{{3,40}}(?:{agencies})[ ,]?[-–—] ?"
        ),
        filler=compiled(rf"(?<!\w)(?:{words('dateline_words')})(?!\w)", re.IGNORECASE),
        byline=compiled(rf"^(?:{patterns('byline')})$"),
        credit=compiled(patterns("credit")),
        caption=compiled(patterns("caption")),
        holder=compiled(
            rf" ?(?:{words('holders')})(?!\w)(?: ?[/,] ?(?:{words('holders')})(?!\w))*"
        ),
        bracket_credit=compiled(
            rf" ?[(\[](?:[^()\[\]]{{0,80}}\b(?i:{words('pictures')})\b[^()\[\]]{{0,80}}"
            rf"|[^()\[\]]{{0,40}}\b(?:Getty Images|Shutterstock|EPA)\b[^()\[\]]{{0,20}})[)\]]\.?$"
        ),
        link=compiled(rf"(?<!\w)(?:{patterns('links')})"),
        notice=compiled(rf"^[-–—•*►▶|] ?(?:{patterns('notices')})|^(?:{patterns('notices')})"),
        trailer=compiled(rf"(?:^|(?<=[.!?»”\"] )|(?<=[.!?»”\"]))(?:{patterns('trailers')})"),
        run_on=compiled(
            rf"(?<=[?!]) (?=[A-ZÀ-Þ])|(?<=[\w»”\")%]) (?!(?:{words('articled')})(?!\w))"
            rf"(?=(?:{bare}) \w|(?:{elided})\w)"
        ),
        name_lead=compiled(rf"(?<!\w)(?:{words('name_leads')})$"),
    )
