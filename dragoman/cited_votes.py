"""What the tables say to a claim about law: whether the votes, years and ends that it tells agree.

    "Germany opposed the resolution"  →  yet in the tables, Germany abstained (S/RES/1973)

A vote that was cast is held against the table as it stands; a stance (backed, opposed) is not the
same as a vote, and where the two differ the remark says no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dragoman.matching.law_terms import LawTerms, load_law_terms
from dragoman.naming import actor_of
from dragoman.record import SCORES, Actor, Claim
from dragoman.world.law import latest_day
from dragoman.world.law_tables import Instrument, load_law


@dataclass(frozen=True, slots=True)
class Remark:
    """What the tables say to a claim about law.

    `kind`: agrees, some_agree, contradicts (votes), differs (a stance that is no vote); year,
    unanimous, in_force, ended, not_adopted (contradictions of these). `who` is a state, or "" where
    nobody's vote is meant; `vote` as in Instrument.vote; `of` how many votes were looked at.
    """

    kind: str
    instruments: tuple[str, ...]
    who: str = ""
    vote: str = ""
    of: int = 0

    @property
    def contradicts(self) -> bool:
        return self.kind not in ("agrees", "some_agree", "differs")

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "instruments": list(self.instruments), "who": self.who or None,
                "vote": self.vote or None, "of": self.of or None}  # fmt: skip


def remarks(claim: Claim, spoken_of: Sequence[Instrument], named: bool) -> tuple[Remark, ...]:
    """What the tables say to a claim that speaks of these instruments; `named`: by number or name,
    so that what is said of years and ends can only be said of them."""
    found = list(_on_votes(claim, spoken_of))
    if named:
        terms = load_law_terms(claim.report.language)
        for i in spoken_of:
            year = terms.year_told(claim.evidence, i.name)
            if year is not None and year != i.adopted[:4]:
                found.append(Remark("year", (i.name,)))
        found += _on_force(claim, spoken_of)
    return tuple(found)


def _on_votes(claim: Claim, spoken_of: Sequence[Instrument]) -> Iterable[Remark]:
    terms = load_law_terms(claim.report.language)
    voted = [i for i in spoken_of if i.votes is not None]
    if terms.unanimous.search(claim.evidence) and SCORES[claim.certainty] > 0:
        split = [i for i in voted if not i.rejected and (i.against or i.abstained)]
        if split and len(spoken_of) <= 2:
            yield Remark("unanimous", tuple(i.name for i in split))
    stance, holds = _vote_said(claim, terms), SCORES[claim.certainty] > 0
    voters = {a.state: stance for a in claim.actors if stance}
    if holds:
        voters |= dict.fromkeys(_told_voters(claim, terms), "for")
    for state, stance in voters.items():
        said = stance.removeprefix("stands_")
        cast = [(i, vote) for i in voted if (vote := i.vote(state)) is not None]
        if not cast:
            continue
        # "Did not vote for it" agrees with any other vote.
        agree = [i for i, vote in cast if (vote == said) == holds]
        if len(agree) == len(cast):
            told = said if holds else cast[0][1]
            yield Remark("agrees", tuple(i.name for i in agree), state, told, len(cast))
        elif agree and holds:
            yield Remark("some_agree", tuple(i.name for i in agree), state, said, len(cast))
        else:
            latest, vote = max(
                ((i, v) for i, v in cast if i not in agree), key=lambda c: c[0].adopted
            )
            kind = "contradicts" if said == stance else "differs"
            yield Remark(kind, (latest.name,), state, vote, len(cast))


def _vote_said(claim: Claim, terms: LawTerms) -> str | None:
    """How a claim has its actors vote; None where it is about no vote that was cast."""
    if claim.kind != "event" or SCORES[claim.certainty] in (0.0, 0.5):
        return None
    if claim.time is not None and claim.time.tense == "future":
        return None
    for vote in ("abstained", "against", "for", "stands_against", "stands_for"):
        if terms.votes[vote].search(claim.evidence):
            # Of those who did not vote for a thing, it is not told as their support.
            if not vote.endswith("for") or claim.type in ("SUPPORT", "AGREE", "SANCTION"):
                return vote
    return None


def _told_voters(claim: Claim, terms: LawTerms) -> Iterable[str]:
    """States that the words name as voters for it: "with the backing of Moscow"."""
    for name in terms.voted_with(claim.evidence):
        with suppress(LookupError):
            yield Actor(actor_of(name, (claim.report.language,)), "state").state


def _on_force(claim: Claim, spoken_of: Sequence[Instrument]) -> Iterable[Remark]:
    """Named instruments that the report has in force, or ended, against the tables."""
    if claim.report.date is None or SCORES[claim.certainty] < SCORES["certain"]:
        return
    terms = load_law_terms(claim.report.language)
    law, day = load_law(), latest_day(claim.report.date)
    ended = terms.ended.search(claim.evidence) and claim.type in ("CONCEDE", "RETREAT")
    for i in spoken_of:
        if i.rejected and claim.kind == "rule":
            yield Remark("not_adopted", (i.name,))
            continue
        measures = [m for m in law.measures if m.instrument.name == i.name and m.periods]
        held = [m for m in measures if m.period_on(day)]
        if measures and ended and len(held) == len(measures):
            yield Remark("in_force", (i.name,))
        elif measures and not held and claim.kind == "rule" and claim.type == "forbids":
            if claim.time is None or claim.time.tense != "past":
                yield Remark("ended", (i.name,))
