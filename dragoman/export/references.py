"""`bibtex` and `csl-json`: the reports, to be cited. Claims play no part beyond choosing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from anyascii import anyascii

from dragoman.export.selection import Selection
from dragoman.record import Report

#: What TeX would take for a command. The braces are done first, in one pass with the rest.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: An address is read word by word by BibTeX's styles; only what would end the field is encoded.
_IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def key(report: Report) -> str:
    """A key that one can read and that no two reports share: outlet, year, hash."""
    outlet = re.sub(r"[^a-z0-9]+", "", anyascii(report.outlet or "report").casefold())
    return f"{outlet or 'report'}{(report.date or '')[:4]}-{report.id[:8]}"


def bibtex(chosen: Selection) -> Iterator[str]:
    """One @article an entry, UTF-8."""
    for report in chosen.reports():
        fields = {
            "title": _braced(report.title or report.id),
            "journal": _braced(report.outlet),
            "year": _braced((report.date or "")[:4]),
            "month": _month(report.date),
            "day": _braced(str(int(report.date[8:])) if report.date and report.date[8:] else None),
            "url": "{" + _address(report.url) + "}" if report.url else None,
            "langid": _braced(report.language),
            "note": _braced(f"dragoman report {report.id}"),
        }
        told = ",\n".join(f"  {name} = {value}" for name, value in fields.items() if value)
        yield f"@article{{{key(report)},\n{told}\n}}\n\n"


def _braced(text: str | None) -> str | None:
    if not text:
        return None
    return "{" + "".join(_TEX.get(c, c) for c in " ".join(text.split())) + "}"


def _month(date: str | None) -> str | None:
    return _MONTHS[int(date[5:7]) - 1] if date and len(date) >= 7 else None


def _address(url: str) -> str:
    return "".join(_IN_ADDRESS.get(c, c) for c in url)


def csl_json(chosen: Selection) -> Iterator[str]:
    """An array of items of the Citation Style Language."""
    items = [_item(report) for report in chosen.reports()]
    yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(report: Report) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key(report),
        "type": "article-newspaper",
        "title": report.title or report.id,
        "language": report.language,
        "note": f"dragoman report {report.id}",
    }
    if report.outlet:
        item["container-title"] = report.outlet
    if report.url:
        item["URL"] = report.url
    if report.date:
        item["issued"] = {"date-parts": [[int(part) for part in report.date.split("-")]]}
    return item
