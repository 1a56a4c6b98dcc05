"""`brat`: a folder that the annotation tool brat opens: for each report its text and its standoff.

A claim is a span of its kind over its evidence, with its certainty, type and the rest as attributes
and its actors and sources in a note; an actor that the evidence names is a span of its own, tied to
the claim by a relation. What the sentence does not name (an implied partner) stands in the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.export.selection import Selection, ids
from dragoman.record import (
    ACTOR_KINDS,
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
)

#: What stands between tabs and line breaks, of which Unicode has several.
_LINES = re.compile("[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ROLES = ("Actor", "Counterpart", "Source")
_COLOURS = dict(
    zip(KINDS, ("#cfe2ff", "#ffe8b3", "#d1f0d1", "#e0d0f0", "#f8d0d8", "#e0e0e0"), strict=True)
)


def brat(chosen: Selection) -> Iterator[tuple[str, str]]:
    """The files by name and text: ID.txt and ID.ann for each report, and the configuration."""
    yield "annotation.conf", _annotation_conf()
    yield "visual.conf", _visual_conf()
    for report, claims in chosen.by_report():
        yield f"{report.id}.txt", report.text
        yield f"{report.id}.ann", "".join(f"{line}\n" for line in _Standoff(report).lines(claims))


class _Standoff:
    """The annotations of one report, numbered as they come."""

    def __init__(self, report: Report) -> None:
        self.text = report.text
        self.spans: dict[tuple[str, int, int], str] = {}
        self.out: list[str] = []
        self.count = {"T": 0, "A": 0, "R": 0, "#": 0}

    def lines(self, claims: list[Claim]) -> list[str]:
        for claim in claims:
            self._claim(claim)
        return self.out

    def _claim(self, claim: Claim) -> None:
        span = self._span(_title(claim.kind), claim.start, claim.end)
        for name, value in (
            ("Certainty", claim.certainty), ("AuthorCertainty", claim.author_certainty),
            ("Type", claim.type), ("Attitude", claim.attitude),
        ):  # fmt: skip
            if value:
                self._add("A", f"{name} {span} {value}")
        for flag in claim.flags:
            self._add("A", f"{_title(flag)} {span}")
        groups = (claim.actors, claim.counterparts, claim.sources + claim.joint_sources)
        for role, group in zip(_ROLES, groups, strict=True):
            for actor in group:
                if named := self._named(actor, claim):
                    self._add("R", f"{role} Arg1:{span} Arg2:{named}")
        told = {
            "id": claim.id, "actors": ",".join(ids(claim.actors)),
            "counterparts": ",".join(ids(claim.counterparts)), "stakes": ",".join(claim.stakes),
            "sources": ",".join(ids(claim.sources)), "joint": ",".join(ids(claim.joint_sources)),
        }  # fmt: skip
        note = " ".join(f"{name}={value}" for name, value in told.items() if value)
        self._add("#", f"AnnotatorNotes {span}\t{note}")

    def _named(self, actor: Actor, claim: Claim) -> str | None:
        """The span of an actor that is named in the evidence, made once."""
        words = re.escape(actor.mention)
        found = re.search(rf"(?<!\w){words}(?!\w)", claim.evidence) if words else None
        if found is None:
            return None
        start, end = claim.start + found.start(), claim.start + found.end()
        place = (actor.kind, start, end)
        if place not in self.spans:
            self.spans[place] = self._span(_title(actor.kind), start, end)
        return self.spans[place]

    def _span(self, kind: str, start: int, end: int) -> str:
        """A text-bound annotation. brat allows no line break inside one: there it is in pieces."""
        pieces = [
            (start + m.start(), start + m.end()) for m in _LINES.finditer(self.text[start:end])
        ]
        places = ";".join(f"{a} {b}" for a, b in pieces)
        words = " ".join(self.text[a:b] for a, b in pieces)
        return self._add("T", f"{kind} {places}\t{words}")

    def _add(self, letter: str, what: str) -> str:
        self.count[letter] += 1
        name = f"{letter}{self.count[letter]}"
        self.out.append(f"{name}\t{what}")
        return name


def _title(word: str) -> str:
    """A name as brat's configuration wants it: armed_group → Armed_group."""
    return word[:1].upper() + word[1:]


def _annotation_conf() -> str:
    claims = "|".join(_title(k) for k in KINDS)
    actors = "|".join(_title(k) for k in ACTOR_KINDS)
    valued = {
        "Certainty": SCORES, "AuthorCertainty": SCORES, "Attitude": ATTITUDES,
        "Type": EVENT_TYPES + RULE_TYPES + RESPONSE_TYPES,
    }  # fmt: skip
    return "\n".join([
        "[entities]", *map(_title, KINDS), *map(_title, ACTOR_KINDS), "",
        "[relations]", *(f"{role}\tArg1:{claims}, Arg2:{actors}" for role in _ROLES),
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "",
        "[events]", "",
        "[attributes]", *(f"{n}\tArg:{claims}, Value:{'|'.join(v)}" for n, v in valued.items()),
        *(f"{_title(flag)}\tArg:{claims}" for flag in FLAGS), "",
    ])  # fmt: skip


def _visual_conf() -> str:
    drawn = [f"{_title(kind)}\tbgColor:{colour}" for kind, colour in _COLOURS.items()]
    return "\n".join(["[labels]", "", "[drawing]", *drawn, ""])
