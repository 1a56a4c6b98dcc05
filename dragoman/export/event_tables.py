"""`polecat` and `icews`: events as the tab-separated rows of the field's two large data sets.

One row for each pair of actor and recipient. Neither set has a column for who says so, nor for how
surely: only events of which the report's author is sure enough are written (Exporter.floor), and
POLECAT's Contexts say the rest (`contexts`).
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.cells import Cell, table
from dragoman.export.grading import attributed
from dragoman.export.selection import NAMES_IN, Selection, When, first_day, pairs, when
from dragoman.record import CODER_VERSION, SCORES, Actor, Claim
from dragoman.world.actors import state_name, states
from dragoman.world.codes import codes_of
from dragoman.world.event_types import event_types

#: The columns of the weekly POLECAT files, in their order.
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
#: The columns of the ICEWS Coded Event Data, in their order.
ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
#: What we add to PLOVER's contexts stands out by this beginning.
OURS = "dragoman:"
_CODER = f"dragoman, coder {CODER_VERSION}"
_ASSAULT, _FIGHT = "18", ("19", "Fight")
_ARMED_STATE = ("GOV", "MIL")


def contexts(claim: Claim) -> list[str]:
    """PLOVER's contexts of an event, its special ones too, and ours for what it has no word for.

    PLOVER's: historical (more than a year before the report: our measure, the manual gives none),
    future, hypothetical, negation. Ours: `author-LABEL` where the author is
    less than certain, `attributed` where somebody else says so, `implied` where a party or stake is
    supplied from the rest of the report, `contested`, `unverified`, `date-of-report` where the text
    gives no date, `day-unknown` where it gives no day.
    """
    time = when(claim)
    out = list(claim.context)
    if time is not None and _long_ago(claim, time):
        out.append("historical")
    if claim.time is not None and claim.time.tense == "future":
        out.append("future")
    if "hypothetical" in claim.flags:
        out.append("hypothetical")
    if SCORES[claim.author_certainty] < 0:
        out.append("negation")
    if claim.author_certainty != "certain":
        out.append(f"{OURS}author-{claim.author_certainty}")
    if attributed(claim):
        out.append(f"{OURS}attributed")
    if any(rule.endswith("-implied") for rule in claim.rule_ids):
        out.append(f"{OURS}implied")
    out += [f"{OURS}{flag}" for flag in ("contested", "unverified") if flag in claim.flags]
    if time is not None:
        out += [f"{OURS}date-of-report"] * time.of_report
        out += [f"{OURS}day-unknown"] * (not time.exact)
    return out


def _long_ago(claim: Claim, time: When) -> bool:
    """Whether something that the text dates ended more than a year before its report. (Dates are
    compared as they are written: nothing hangs on whether the day before was the 28th.)"""
    if claim.report.date is None or time.of_report:
        return False
    told = first_day(claim.report.date)
    return time.end < f"{int(told[:4]) - 1:04d}{told[4:]}"


def polecat(chosen: Selection) -> Iterator[str]:
    """The 40 columns of POLECAT, tab-separated, a row for each pair."""
    return table(POLECAT, _polecat_rows(chosen), "\t")


def _polecat_rows(chosen: Selection) -> Iterator[list[Cell]]:
    stories = _stories(chosen)
    for claim in chosen.claims:
        kind, time = event_types()[claim.type or ""], when(claim)
        report = claim.report
        for number, (actor, recipient) in enumerate(pairs(claim), 1):
            yield [
                _event_id(claim, number), time.start if time else None, kind.name, claim.mode,
                kind.score, kind.quad, ";".join(contexts(claim)),
                *_party(actor, chosen), *_party(recipient, chosen),
                *_place(claim, chosen),
                report.outlet, report.date, *stories[report.id], report.language, _CODER,
            ]  # fmt: skip


def _party(actor: Actor | None, chosen: Selection) -> list[Cell]:
    """The eight columns of an actor: name, country, COW, first sector, sectors, title, name as
    written, Wikipedia id (none: no table of ours has them)."""
    if actor is None:
        return [None] * 8
    codes = codes_of(actor)
    return [chosen.name(actor), codes.place, codes.cow, codes.sector, codes.sector,
            (actor.role or "").replace("_", " ") or None, actor.mention or None, None]  # fmt: skip


def _place(claim: Claim, chosen: Selection) -> list[Cell]:
    """The ten columns of a place, the first named: no gazetteer is consulted, so only the name, the
    state if it is one, and the words of the record."""
    if not claim.place:
        return [None] * 10
    first = claim.place[0]
    state = first.partition(":")[0]
    known = state if state in states() else None
    raw = None if state in states() else first
    return [chosen.place(first), None, None, None, known, None, None, None, raw, None]


def _stories(chosen: Selection) -> dict[str, tuple[str, str, str]]:
    """Of each report: the people, organisations and places in the events that are exported."""
    out: dict[str, tuple[dict[str, None], dict[str, None], dict[str, None]]] = {}
    for claim in chosen.claims:
        people, bodies, places = out.setdefault(claim.report.id, ({}, {}, {}))
        for actor in claim.actors + claim.counterparts + claim.sources + claim.joint_sources:
            group = {"person": people, "state": places}.get(actor.kind, bodies)
            group[chosen.name(actor)] = None
    return {
        report: (";".join(people), ";".join(bodies), ";".join(places))
        for report, (people, bodies, places) in out.items()
    }


def icews(chosen: Selection) -> Iterator[str]:
    """The 20 columns of ICEWS, tab-separated, CAMEO codes of the root only."""
    return table(ICEWS, _icews_rows(chosen), "\t")


def _icews_rows(chosen: Selection) -> Iterator[list[Cell]]:
    for claim in chosen.claims:
        kind, time = event_types()[claim.type or ""], when(claim)
        place = claim.place[0].partition(":")[0] if claim.place else ""
        for number, (actor, target) in enumerate(pairs(claim), 1):
            root, text = _cameo(kind.name, actor)
            yield [
                _event_id(claim, number), time.start if time else None, *_side(actor, chosen),
                text, f"{root}0", kind.score, *_side(target, chosen),
                claim.report.id, None, claim.report.outlet, None, None, None,
                state_name(place, NAMES_IN) if place in states() else None, None, None,
            ]  # fmt: skip


def _cameo(name: str, actor: Actor) -> tuple[str, str]:
    """The CAMEO root of a type. PLOVER's ASSAULT took in CAMEO's 18 (unconventional violence) and
    19 (conventional military force): what a government or an army does is 19."""
    kind = event_types()[name]
    if kind.cameo == _ASSAULT and codes_of(actor).sector in _ARMED_STATE:
        return _FIGHT
    return kind.cameo, kind.cameo_text


def _side(actor: Actor | None, chosen: Selection) -> list[Cell]:
    """Name, sectors and country (its English name, as ICEWS has it) of an actor."""
    if actor is None:
        return [None] * 3
    codes = codes_of(actor)
    country = state_name(codes.iso3, NAMES_IN) if codes.iso3 else None
    return [chosen.name(actor), codes.cameo, country]


def _event_id(claim: Claim, number: int) -> str:
    return f"{claim.id}-{number}"
