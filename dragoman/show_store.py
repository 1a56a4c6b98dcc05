"""What the store holds and how it fares, for the eye: hits, changes, failures, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dragoman.changes import Change
from dragoman.doctor import Finding
from dragoman.labels import Labels
from dragoman.phrases import ID_LENGTH
from dragoman.record import Report
from dragoman.search import Hit
from dragoman.show import gist, sureness
from dragoman.store_rows import Failed

_STYLES = {"sound": "green", "note": "yellow", "wrong": "bold red"}
_MARKS = {"added": ("+", "green"), "gone": ("−", "red"), "altered": ("~", "yellow")}


def show_hits(hits: Sequence[Hit], labels: Labels, out: Console) -> None:
    """A report a paragraph: date, outlet, title; the words where they stand; the claims there."""
    if not hits:
        out.print(labels("no_hits"))
    for hit in hits:
        out.print(_heading(hit.report))
        snippet = Text(hit.snippet.replace("\n", " "))
        for start, end in hit.marks:
            snippet.stylize("bold yellow", start, end)
        out.print(Padding(snippet, (0, 0, 0, 2)))
        for claim in hit.claims:
            line = Text(claim.id[:ID_LENGTH] + "  ", style="cyan") + gist(claim, labels)
            line += Text("  ") + sureness(claim.certainty, labels)
            out.print(Padding(line, (0, 0, 0, 2)))
        out.print()


def _heading(report: Report) -> Text:
    place = ", ".join(x for x in (report.date, report.outlet) if x)
    title = report.title or report.path or report.url or report.id
    return Text(place, style="dim") + Text("  " if place else "") + Text(title, style="bold")


def show_changes(report: str, changes: Iterable[Change], labels: Labels, out: Console) -> None:
    """One line a claim that was added or is gone; for one that was altered, what in it was."""
    out.print(Text(report, style="bold"))
    for change in changes:
        claim = change.after or change.before
        assert claim is not None
        mark, style = _MARKS[change.what]
        said = " ".join(claim.evidence.split())
        out.print(
            Text(f"{mark} {labels('change_' + change.what)}  ", style=style)
            + Text(claim.id[:ID_LENGTH] + "  ", style="cyan")
            + gist(claim, labels)
            + Text("  " + labels("quote", text=said), style="italic")
        )
        if change.before is not None and change.after is not None:
            old, new = (_fields(c.as_json()) for c in (change.before, change.after))
            for name in (n for n in old if old[n] != new[n]):
                out.print(Text(f"    {name}: {old[name]} → {new[name]}", style="dim"))


def _fields(claim: dict[str, Any]) -> dict[str, str]:
    """The codebook's fields that a version of the coder may see otherwise, as short text."""
    shown = {}
    for name, value in claim.items():
        if name in ("id", "report", "refers_to", "rule_ids"):
            continue
        if name == "evidence":
            value = f"{value['start']}–{value['end']}"
        elif isinstance(value, list):
            value = ", ".join(_actor(a) if isinstance(a, dict) else a for a in value)
        elif isinstance(value, dict):
            value = " ".join(str(part) for part in value.values() if part)
        shown[name] = str(value or "–")
    return shown


def _actor(actor: dict[str, Any]) -> str:
    return f"{actor['id']} ({actor['role']})" if actor["role"] else str(actor["id"])


def show_failures(failed: Sequence[Failed], labels: Labels, out: Console) -> None:
    """A line each: what, why, how often it was tried."""
    if not failed:
        out.print(labels("nothing_failed"))
    for one in failed:
        often = Text(f"  ({labels('tried', n=one.tries)})" if one.tries > 1 else "", style="dim")
        out.print(Text(one.path, style="bold") + Text(f": {one.reason}") + often)


def show_findings(findings: Iterable[Finding], labels: Labels, out: Console) -> None:
    """A line a check, as they come (some take their time), and how to mend what it found."""
    states = {state: labels(f"state_{state}") for state in _STYLES}
    width = max(map(len, states.values())) + 2
    for found in findings:
        key = f"check_{found.check}" + ("" if found.state == "sound" else f"_{found.state}")
        said = labels(key, **found.values) + (f": {found.detail}" if found.detail else "")
        line = Text(states[found.state].ljust(width), style=_STYLES[found.state]) + Text(said)
        out.print(line, soft_wrap=True)
        mend = labels.sections["words"].get(f"mend_{found.check}")
        if mend and found.state != "sound":
            out.print(Text(" " * width + "→ " + mend.format(**found.values)), soft_wrap=True)
