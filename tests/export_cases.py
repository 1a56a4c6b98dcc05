"""Claims to export: some written by hand, and a strategy for any others."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from dragoman.export.selection import Selection
from dragoman.record import (
    ATTITUDES,
    EVENT_TYPES,
    FLAGS,
    KINDS,
    RESPONSE_TYPES,
    RULE_TYPES,
    SCORES,
    Actor,
    Claim,
    Report,
    Time,
)

PER = Actor("PER", "state", "PER", "Pérou", "Lima")
CHL = Actor("CHL", "state", "CHL", "Chili", "Santiago")
BOL = Actor("BOL", "state", "BOL", "Bolivie", "La Paz")
UN = Actor("IGO:united-nations", "igo", None, "Nations unies", "l'ONU")
REBELS = Actor("?:rebels", "armed_group", None, "les rebelles", "les rebelles")
MINISTER = Actor(
    "PER:a-minister", "person", "PER", "A. Ministre", "la ministre", "foreign_minister"
)
TEXT = (
    "Blé\n"
    "Lima cherche du blé. Selon la ministre, Santiago et La Paz se sont parlé mardi.\n"
    "-5 % de récolte : Santiago aurait livré des obus aux rebelles en 2021. Lima dément.\n"
    "L'ONU pourrait ne pas aider Lima demain. Santiago a frappé Lima en juin 2019."
)
REPORT = Report(TEXT, "fr", "2021-05-04", "Le Journal & Cie", "=Blé_100 %", "a.txt")
OTHER = Report(
    "Santiago et La Paz se sont parlé.", "fr", None, None, None, None, "https://un.example/a{b}"
)


def claim(kind: str, words: str, report: Report = REPORT, **fields: Any) -> Claim:
    start = report.text.index(words)
    basic: dict[str, Any] = {
        "type": None, "actors": (PER,), "counterparts": (), "stakes": (), "certainty": "certain",
        "author_certainty": "certain",
    }  # fmt: skip
    return Claim(report=report, kind=kind, start=start, end=start + len(words), **basic | fields)


SEEKS = claim("seeks", "Lima cherche du blé", stakes=("aid.food",))
TALKS = claim(
    "event", "Santiago et La Paz se sont parlé mardi", type="CONSULT", actors=(CHL, BOL),
    author_certainty="likely", sources=(MINISTER,), time=Time("2021-05-04", "2021-05-04", "past", "mardi"),
)  # fmt: skip
SHELLS = claim(
    "event", "-5 % de récolte : Santiago aurait livré des obus aux rebelles en 2021", type="AID",
    actors=(CHL,), counterparts=(REBELS,), stakes=("arms.artillery_shells",), certainty="reported",
    author_certainty="reported", time=Time("2021", "2021", "past", "en 2021"), flags=("contested",),
    rule_ids=("a.rule", "another"),
)  # fmt: skip
DENIAL = claim("response", "Lima dément", type="denies", refers_to=(SHELLS.id,), attitude="denies")
HELP = claim(
    "event", "L'ONU pourrait ne pas aider Lima demain", type="AID", actors=(UN,), counterparts=(PER,),
    certainty="possibly_not", author_certainty="possibly_not",
    time=Time("2021-05-05", "2021-05-05", "future", "demain"), flags=("hypothetical",),
)  # fmt: skip
STRIKE = claim(
    "event", "Santiago a frappé Lima en juin 2019", type="ASSAULT", actors=(CHL,), counterparts=(PER,),
    time=Time("2019-06", "2019-06", "past", "en juin 2019"), place=("PER",),
)  # fmt: skip
UNDATED = claim(
    "event", "Santiago et La Paz se sont parlé", OTHER, type="CONSULT", actors=(CHL, BOL), place=("Arica",)
)  # fmt: skip
ALL = (SEEKS, TALKS, SHELLS, DENIAL, HELP, STRIKE, UNDATED)
CHOSEN = Selection(ALL)

#: Words, formulas, quotes, line breaks and signs beyond the basic plane; no half of one, which no
#: text in UTF-8 can hold.
_TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\t\r\n;,{}\\&<>|#é漢😀 ＝"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=30,
)
_NAMES = _TEXTS.map(lambda t: " ".join(t.split()).replace(";", ""))
_DATES = st.sampled_from([None, "2021", "2021-02", "2021-02-28", "1999-12-31"])
_ACTORS = st.one_of(
    st.sampled_from([PER, CHL, UN, REBELS, MINISTER]),
    st.builds(Actor, st.just("?:someone"), st.just("unknown"), st.none(), _NAMES, _NAMES),
)
_GROUPS = st.lists(_ACTORS, max_size=3, unique_by=lambda a: a.id).map(tuple)
_TYPES = {"event": EVENT_TYPES, "rule": RULE_TYPES, "response": RESPONSE_TYPES}


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """A claim of a report with a text of any kind."""
    text = "a" + draw(_TEXTS)
    report = Report(
        text, draw(st.sampled_from(["fr", "en"])), draw(_DATES), draw(st.none() | _NAMES),
        draw(st.none() | _NAMES), draw(st.none() | _NAMES),
    )  # fmt: skip
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    kind = draw(st.sampled_from(KINDS))
    labels = st.sampled_from(tuple(SCORES))
    date = draw(_DATES)
    return Claim(
        report, kind, draw(st.sampled_from(_TYPES[kind])) if kind in _TYPES else None, draw(_GROUPS),
        draw(_GROUPS), draw(st.sampled_from([(), ("aid.food",), ("aid.food", "arms")])), draw(labels),
        draw(labels), start, end, draw(_GROUPS), draw(_GROUPS), draw(st.sampled_from(ATTITUDES)),
        draw(st.sampled_from([(), FLAGS[:2], FLAGS])), None, (),
        draw(st.sampled_from([None, Time(date, date, "past", draw(st.none() | _NAMES))])),
        draw(st.sampled_from([(), ("PER", "Arica")])), (), draw(st.sampled_from([(), ("a.rule",)])),
    )  # fmt: skip


def selections() -> st.SearchStrategy[Selection]:
    """A few claims, each of a report of its own, each with a word of evidence."""
    told = claims().filter(lambda c: bool(c.evidence.strip()))
    return st.lists(told, max_size=4, unique_by=lambda c: c.report.id).map(
        lambda cs: Selection(tuple(cs))
    )
