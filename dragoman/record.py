"""What the record is made of: the report, its parse, who is in it, who speaks, and the claims.

Every type is frozen and slotted, so that a stage can hand its result on without fear that a later
one changes it. Token positions are counted over the whole report (not per sentence); character
offsets are into `Report.text`, the cleaned text. The meaning of every field of a claim is fixed by
the codebook (docs/codebook.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dragoman.notebook import claim_html, claims_html, report_html
from dragoman.text import Parsed, Report, Sentence, Token, Zone, content_hash

CODER_VERSION = "1"

KINDS = ("event", "seeks", "gives", "rule", "response", "assessment")
EVENT_TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
RULE_TYPES = ("forbids", "requires", "permits")
RESPONSE_TYPES = ("confirms", "denies", "not_confirmed", "no_comment")
#: The ladder of the codebook, section 4, from surely false to surely true.
SCORES = {
    "excluded": -3.0,
    "very_unlikely": -2.5,
    "unlikely": -2.0,
    "possibly_not": -1.0,
    "open": 0.0,
    "even": 0.0,
    "reported": 0.5,
    "possible": 1.0,
    "likely": 2.0,
    "very_likely": 2.5,
    "almost_certain": 2.75,
    "certain": 3.0,
}
FLAGS = (
    "unverified",
    "contested",
    "hypothetical",
    "anonymous_source",
    "collective_source",
    "headline",
    "caption",
)
ATTITUDES = (
    "asserts",
    "alleges",
    "suspects",
    "denies",
    "confirms",
    "hints",
    "predicts",
    "opines",
    "asks",
    "doubts",
    "warns",
    "promises",
    "demands",
    "proposes",
)
ACTOR_KINDS = (
    "state",
    "organ",
    "person",
    "igo",
    "armed_group",
    "media",
    "company",
    "group",
    "unknown",
)

__all__ = [
    "Zone", "Report", "Token", "Sentence", "Parsed", "Actor", "Mention", "Mentions", "Attribution",
    "Speech", "Time", "Claim", "Record", "content_hash", "CODER_VERSION", "KINDS", "EVENT_TYPES",
    "RULE_TYPES", "RESPONSE_TYPES", "SCORES", "FLAGS", "ATTITUDES", "ACTOR_KINDS",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can act. Ids as in the codebook: RUS, RUS:vladimir-putin,
    IGO:un-security-council, ?:experts. `mention` is as written in the report; `role` the office
    held on the report's date."""

    id: str
    kind: str
    country: str | None = None
    name: str = ""
    mention: str = ""
    role: str | None = None

    @property
    def state(self) -> str:
        """The id at the level of states: RUS, IGO:european-union, or the id itself if
        unresolved."""
        if self.id.startswith(("IGO:", "?")):
            return self.id.partition("/")[0]
        return self.id.partition(":")[0]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "country": self.country,
            "name": self.name,
            "mention": self.mention,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens that refer to one or more actors. `head` is the syntactic head of the stretch. `how`:
    name, metonym, demonym (adjective: "russe"), office ("le ministre russe de la Défense"),
    description ("les deux pays", "la capitale"), pronoun (also possessives), new (made from the
    text)."""

    start: int
    end: int
    head: int
    actors: tuple[Actor, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a report, in order; no two overlap unless one lies inside the other."""

    mentions: tuple[Mention, ...]
    _by_head: dict[int, Mention] = field(init=False, repr=False, compare=False)
    _by_start: dict[int, Mention] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_start = {m.start: m for m in reversed(self.mentions) if m.how != "pronoun"}
        object.__setattr__(self, "_by_start", by_start)
        by_head: dict[int, Mention] = {}
        for m in self.mentions:  # the widest of those that share a head
            if (
                m.head not in by_head
                or m.end - m.start > by_head[m.head].end - by_head[m.head].start
            ):
                by_head[m.head] = m
        object.__setattr__(self, "_by_head", by_head)

    def at(self, head: int) -> Mention | None:
        """The mention headed by this token."""
        return self._by_head.get(head)

    def starting(self, start: int) -> Mention | None:
        """The mention, no pronoun, that begins at this token."""
        return self._by_start.get(start)

    def inside(self, start: int, end: int) -> list[Mention]:
        """Mentions wholly inside these tokens."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody is made answerable for a stretch of the text (PARC/PolNeAR: source, cue, content).

    `sources` are those of this one level (more than one: a joint statement); empty when the text
    names none, with `flags` anonymous_source or collective_source. `content` are token ranges.
    `attitude` is the codebook's. `degree` is how sure the cue makes the source, a label of SCORES
    (*soupçonner*: likely; *affirmer*: certain). `stance` is what the cue says of the author:
    `endorse` (confirms, admits, reveals; factives), `neutral` (says), `distance` (claims, alleges,
    the reportive conditional), `counter` (falsely claims), `deny` (the source denies the content).
    """

    sources: tuple[Actor, ...]
    content: tuple[tuple[int, int], ...]
    attitude: str
    degree: str = "certain"
    stance: str = "neutral"
    kind: str = "indirect"  # direct, indirect, mixed, prepositional, nominal
    flags: tuple[str, ...] = ()
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    rule_id: str = ""

    def covers(self, i: int) -> bool:
        return any(start <= i < end for start, end in self.content)

    @property
    def size(self) -> int:
        return sum(end - start for start, end in self.content)


@dataclass(frozen=True, slots=True)
class Speech:
    """All attributions of a report."""

    attributions: tuple[Attribution, ...]
    _chains: dict[int, tuple[Attribution, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def chain(self, i: int) -> tuple[Attribution, ...]:
        """Who puts token i forward, outermost first; empty where it is the report's own author."""
        if i not in self._chains:
            over = [a for a in self.attributions if a.covers(i)]
            self._chains[i] = tuple(sorted(over, key=lambda a: -a.size))
        return self._chains[i]


@dataclass(frozen=True, slots=True)
class Time:
    """When: ISO dates of day, month or year precision; `tense` past, present or future."""

    start: str | None = None
    end: str | None = None
    tense: str | None = None
    text: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "tense": self.tense, "text": self.text}


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition of a report, who puts it forward, and how surely. Fields as in the
    codebook."""

    report: Report
    kind: str
    type: str | None
    actors: tuple[Actor, ...]
    counterparts: tuple[Actor, ...]
    stakes: tuple[str, ...]
    certainty: str
    author_certainty: str
    start: int  # evidence, characters of report.text
    end: int
    sources: tuple[Actor, ...] = ()
    joint_sources: tuple[Actor, ...] = ()
    attitude: str = "asserts"
    flags: tuple[str, ...] = ()
    mode: str | None = None
    context: tuple[str, ...] = ()
    time: Time | None = None
    place: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    rule_ids: tuple[str, ...] = ()
    coder: str = field(default_factory=lambda: CODER_VERSION)  # who found it: part of the id

    @property
    def evidence(self) -> str:
        return self.report.text[self.start : self.end]

    @property
    def id(self) -> str:
        """Same report text, same coder, same proposition: same id. (`refers_to` is left out, since
        it is itself made of ids.)"""
        who = [
            "+".join(a.id for a in group)
            for group in (self.actors, self.counterparts, self.sources, self.joint_sources)
        ]
        return content_hash(
            self.coder,
            self.report.id,
            str(self.start),
            str(self.end),
            self.kind,
            self.type or "",
            *who,
            "+".join(self.stakes),
            self.certainty,
            self.author_certainty,
            self.attitude,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "report": self.report.as_json(),
            "kind": self.kind,
            "type": self.type,
            "mode": self.mode,
            "context": list(self.context),
            "actors": [a.as_json() for a in self.actors],
            "counterparts": [a.as_json() for a in self.counterparts],
            "stakes": list(self.stakes),
            "certainty": self.certainty,
            "author_certainty": self.author_certainty,
            "flags": list(self.flags),
            "sources": [a.as_json() for a in self.sources],
            "joint_sources": [a.as_json() for a in self.joint_sources],
            "attitude": self.attitude,
            "time": self.time.as_json() if self.time else None,
            "place": list(self.place),
            "refers_to": list(self.refers_to),
            "evidence": {"start": self.start, "end": self.end, "text": self.evidence},
            "rule_ids": list(self.rule_ids),
        }

    def as_jsonl(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False)

    def _repr_html_(self) -> str:
        return claim_html(self)


@dataclass(frozen=True, slots=True)
class Record:
    """What one report yields."""

    report: Report
    claims: tuple[Claim, ...]
    mentions: Mentions = Mentions(())
    parsed: Parsed | None = None
    speech: Speech = Speech(())

    def _repr_html_(self) -> str:
        return report_html(self.report) + claims_html(self.claims)
