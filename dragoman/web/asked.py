"""What an address asks for, checked: conditions on claims, actors, dates, relations."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any

from fastapi import HTTPException, Query

from dragoman.browse import RELATIONS
from dragoman.conditions import Conditions
from dragoman.labels import languages
from dragoman.matching.calendar_spans import from_iso
from dragoman.naming import actor_of
from dragoman.record import KINDS, SCORES
from dragoman.world.stakes import stake_ids

#: Longer texts in an address are nobody's question.
_LONGEST = 300
Text = Annotated[str, Query(max_length=_LONGEST)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]


def actor(text: str) -> str:
    """The id of a name, code or id. Raises HTTPException 404 where no table knows it."""
    try:
        return actor_of(text[:_LONGEST], languages())
    except LookupError as wrong:
        raise HTTPException(404, str(wrong.args[0])) from wrong


def iso_date(text: str) -> str | None:
    """An ISO date, or None for nothing. Raises HTTPException 422."""
    if not (text := text.strip()):
        return None
    try:
        from_iso(text)
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong
    return text


def conditions(
    about: Text = "", kind: Text = "", type: Text = "", stake: Text = "",  # noqa: A002
    source: Text = "", min_certainty: Text = "", since: Text = "", until: Text = "",
    report: Text = "", words: Text = "",
) -> Conditions:  # fmt: skip
    """The claims that an address asks for; empty values ask for nothing. `about`: names, codes or
    ids with commas between. Raises HTTPException 404 or 422."""
    _known("kind", kind, KINDS)
    _known("stake", stake, stake_ids())
    _known("min_certainty", min_certainty, tuple(SCORES))
    return Conditions(
        about=[actor(name) for name in about.split(",") if name.strip()] or None,
        kind=kind or None,
        type=type or None,
        stake=stake or None,
        source=(source if source in ("", "author") else actor(source)) or None,
        min_certainty=min_certainty or None,
        since=iso_date(since),
        until=iso_date(until),
        report=report or None,
        words=words.strip() or None,
    )


def chosen(selected: Conditions) -> dict[str, str]:
    """Conditions as the values of an address, "" where it asks for nothing."""
    told: dict[str, Any] = {f.name: getattr(selected, f.name) for f in fields(selected)}
    told["about"] = ",".join(selected.about or ())
    told.pop("reports")
    return {name: value or "" for name, value in told.items()}


def relations(asked: list[str]) -> list[str]:
    for name in asked:
        _known("relation", name, tuple(RELATIONS))
    return list(dict.fromkeys(asked)) or ["seeks", "sanctions"]


def _known(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value and value not in allowed:
        raise HTTPException(422, f"{name}: {value!r} is none of {', '.join(allowed)}")
