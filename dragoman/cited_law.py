"""The law that claims speak of: which instruments "these sanctions" are, and what the tables say.

    "Moscou avait signé ces résolutions"  →  S/RES/1718 … 2397; the tables: Russia voted for

Computed over the claims of a report, never stored: the tables of law may grow, and the claims stay
as they were found. What names an instrument (number, name, year) is taken as it stands; else the
noun (sanctions, embargo) is read with whom it is against, who made it, and the report's date; and
where it points back ("these", no target) with what was last spoken of before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - reports have a date of their own
from datetime import timedelta
from typing import Any, Literal

from dragoman.cited_votes import Remark, remarks
from dragoman.matching.law_terms import LawTerms, load_law_terms
from dragoman.record import Claim
from dragoman.store import Store
from dragoman.world.law import goods_extent, latest_day
from dragoman.world.law_tables import COUNCIL, Instrument, load_law

#: How the instruments were found.
Way = Literal["named", "year", "target", "back"]
#: Events that can be votes, lifts, expiries, breaches or the making of rules.
_OF_LAW = ("SUPPORT", "AGREE", "REJECT", "SANCTION", "CONCEDE", "RETREAT", "COERCE",
           "ACCUSE")  # fmt: skip
_RULE_STAKES = ("diplomacy.sanctions", "diplomacy.sanctions_relief", "diplomacy.vote")
#: Who makes rules, by the id of the maker.
_MAKERS = {
    "IGO:un-security-council": COUNCIL, "IGO:united-nations": COUNCIL, "IGO:european-union": "EU",
    "USA": "USA", "GBR": "GBR",
}  # fmt: skip
#: Days within which a veto is news, and a rule that has ended is still spoken of.
_RECENT, _LAPSED = 120, 366
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True)
class Cited:
    """The instruments that a claim speaks of, in order of adoption, and how they were found."""

    instruments: tuple[Instrument, ...]
    way: Way
    remarks: tuple[Remark, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"instruments": [i.name for i in self.instruments], "way": self.way,
                "remarks": [r.as_json() for r in self.remarks]}  # fmt: skip


def speaks_of_law(claim: Claim) -> bool:
    """Whether a claim is of a kind that can speak of law."""
    if claim.kind == "rule":
        return True
    if claim.kind == "event":
        return claim.type in _OF_LAW
    return claim.kind in ("gives", "assessment") and any(s in _RULE_STAKES for s in claim.stakes)


def cited_law(claims: Iterable[Claim]) -> dict[str, Cited]:
    """The law that each claim speaks of, by the claim's id; those that speak of none are left out.

    Args: all claims of each report that matters, of any number of reports.
    """
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report.id, []).append(claim)
    found: dict[str, Cited] = {}
    for group in by_report.values():
        found |= _OfReport(group).cited()
    return found


def cited_in(store: Store, shown: Iterable[Claim]) -> dict[str, Cited]:
    """The law that some claims of a store speak of, read with all that their reports say."""
    found = list(shown)
    reports = dict.fromkeys(c.report.id for c in found if speaks_of_law(c))
    ids = {c.id for c in found}
    cited = cited_law(c for report in reports for c in store.claims(report=report))
    return {claim: law for claim, law in cited.items() if claim in ids}


class _OfReport:
    """What the claims of one report draw on."""

    def __init__(self, claims: list[Claim]) -> None:
        self.claims = sorted(claims, key=lambda c: (c.start, c.end, c.id))
        self.report = claims[0].report
        self.terms: LawTerms = load_law_terms(self.report.language)
        law = load_law()
        #: Instruments named anywhere, with their places: what "this resolution" may point back to.
        self.named = [
            (at, law.instruments[name]) for at, name in self.terms.named(self.report.text)
        ]

    def cited(self) -> dict[str, Cited]:
        found: dict[str, Cited] = {}
        last: list[tuple[int, tuple[Instrument, ...]]] = []
        for claim in self.claims:
            if not speaks_of_law(claim):
                continue
            cited = self._own(claim) or self._back(claim, last)
            if cited is None:
                continue
            found[claim.id] = Cited(
                cited.instruments,
                cited.way,
                remarks(claim, cited.instruments, cited.way == "named"),
            )
            last.append((claim.start, cited.instruments))
        return found

    # --- which instruments --------------------------------------------------------------------

    def _own(self, claim: Claim) -> Cited | None:
        """What the claim says by itself: a number or name, a year, a target."""
        start, end = claim.start, claim.end
        named = [i for at, i in self.named if start <= at < end]
        if named:
            return Cited(tuple(dict.fromkeys(named)), "named")
        if vetoed := self._vetoed(claim):
            return Cited((vetoed,), "target")
        noun = self.terms.noun(claim.evidence)
        if noun is None and claim.kind == "rule" and _on_goods(claim):
            if any(a.state in _MAKERS for a in claim.actors):
                noun = "embargo"  # "the Council forbids": the verb says it
        if noun is None or self.terms.drafts.search(claim.evidence):
            return None
        named = [i for at, i in self.named if self._sentence(claim)[0] <= at < end]
        if noun == "one" and len(set(named)) == 1:
            return Cited((named[0],), "named")
        targets = self._targets(claim)
        # "This resolution" is one that was spoken of before, whomever it is against.
        if not targets or (noun == "one" and self.named and self.named[0][0] < start
                           and self.terms.points_back(claim.evidence)):  # fmt: skip
            return None
        pool = self._pool(claim, targets)
        years = self.terms.years(claim.evidence)
        if years and self.terms.since.search(claim.evidence):
            pool = [i for i in pool if i.adopted[:4] >= min(years)]
        elif years and (of_year := [i for i in pool if i.adopted[:4] in years]):
            on_stake = self._held(claim, of_year, "embargo", None)
            return Cited(_ordered(on_stake or of_year), "year")
        elif years and noun == "one":
            return None  # the resolution of a year of which the tables know none
        chosen = self._in_force(claim, pool, noun)
        return Cited(_ordered(chosen), "target") if chosen else None

    def _vetoed(self, claim: Claim) -> Instrument | None:
        """The draft that was voted down not long before the report: by a veto of one who acts,
        about one who is acted on."""
        date = self.report.date
        if claim.type != "REJECT" or not date or not self.terms.veto.search(claim.evidence):
            return None
        states = {a.state for a in claim.actors}
        about = {a.state for a in claim.counterparts} - _MAKERS.keys() or set(self._beside(claim))
        law = load_law()
        drafts = [
            i for i in law.instruments.values()
            if i.rejected and states & set(i.against)
            and about & set(law.regimes[i.regime].targets)
            and _before(date, _RECENT) <= i.adopted <= latest_day(date)
        ]  # fmt: skip
        return max(drafts, key=lambda i: i.adopted, default=None)

    def _back(self, claim: Claim, last: list[tuple[int, tuple[Instrument, ...]]]) -> Cited | None:
        """What was last spoken of before, where a noun for rules points back to it."""
        drafted = self.terms.drafts.search(claim.evidence)
        if drafted or not self.terms.points_back(claim.evidence) or self._foreign(claim):
            return None
        before = [
            *((at, (i,)) for at, i in self.named if at < claim.start),
            *((at, found) for at, found in last if at <= claim.start),
        ]
        if not before:
            return None
        nearest = max(at for at, _ in before)
        # Of numbers in one sentence ("resolutions 1718 and 1874"), all.
        found = [i for at, group in before if at > nearest - 40 for i in group]
        years = self.terms.years(claim.evidence)
        if years and (of_year := [i for i in found if i.adopted[:4] in years]):
            found = of_year
        return Cited(_ordered(found), "back")

    def _foreign(self, claim: Claim) -> bool:
        """Whether the rule is made by a state or body of whose rules the tables know nothing."""
        makers = claim.actors if claim.kind == "rule" or claim.type == "SANCTION" else ()
        known = {i.issuer for i in load_law().instruments.values()}
        return bool(makers) and not any(_MAKERS.get(a.state, a.state) in known for a in makers)

    def _targets(self, claim: Claim) -> tuple[str, ...]:
        """Whom the rules that it speaks of are against."""
        law = load_law()
        aimed = {t.partition(":")[0] for r in law.regimes.values() for t in r.targets} - {"?"}
        parties = [a.id if ":" in a.id else a.state for a in claim.counterparts]
        if claim.kind != "rule" and claim.type in ("CONCEDE", "RETREAT", "SUPPORT", "AGREE"):
            # "The sanctions were lifted": of Pyongyang, which the record may have as a party.
            parties += [a.state for a in claim.actors if claim.type in ("CONCEDE", "RETREAT")]
        own = [p for p in parties if p.partition(":")[0] in aimed and p not in _MAKERS]
        if own:
            return tuple(dict.fromkeys(own))
        return tuple(p for p in self._beside(claim) if p in aimed and p not in _MAKERS)

    def _beside(self, claim: Claim) -> tuple[str, ...]:
        """Against whom other claims of the sentence have rules: "backed the sanctions … against
        Pyongyang"."""
        first, end = self._sentence(claim)
        beside = [
            a.state for c in self.claims
            if c.id != claim.id and first <= c.start < end and "rule" in (c.kind, _made(c))
            for a in c.counterparts
        ]  # fmt: skip
        return tuple(dict.fromkeys(beside))

    def _pool(self, claim: Claim, targets: tuple[str, ...]) -> list[Instrument]:
        """Instruments about the targets, by the makers that the text or the claim names."""
        law = load_law()
        states = {t.partition(":")[0] for t in targets}
        regimes = {
            r.id for r in law.regimes.values()
            if states & {t.partition(":")[0] for t in r.targets}
        }  # fmt: skip
        day = latest_day(self.report.date or "9999")
        known = [
            i for i in law.instruments.values()
            if i.regime in regimes and i.adopted <= day and i.issuer not in ("treaty", "political")
            and not i.rejected
        ]  # fmt: skip
        first, end = self._sentence(claim)
        makers: set[str] = set()
        if claim.kind == "rule" or claim.type == "SANCTION":
            makers = {_MAKERS.get(a.state, a.state) for a in claim.actors}
        for told in (
            self.terms.makers(claim.evidence), makers,
            self.terms.makers(self.report.text[first:end]),
        ):  # fmt: skip
            if found := [i for i in known if i.issuer in told]:
                return found
        if self._foreign(claim):
            return []
        return [i for i in known if i.issuer == COUNCIL] or known

    def _in_force(self, claim: Claim, pool: list[Instrument], noun: str) -> list[Instrument]:
        """Those in force on the report's day; if there are none, those of the year before it."""
        day = latest_day(self.report.date or "9999")
        for when in (day, _before(day, _LAPSED)):  # "the embargo has expired"
            if found := self._held(claim, pool, noun, when):
                return found
        return []

    def _held(
        self, claim: Claim, pool: list[Instrument], noun: str, day: str | None
    ) -> list[Instrument]:
        """Those with a measure in force on a day (None: on any), on the goods of an embargo."""
        law = load_law()
        stakes = _on_goods(claim)
        names = {i.name for i in pool}
        held = [
            m for m in law.measures
            if m.instrument.name in names and (day is None or m.period_on(day))
        ]  # fmt: skip
        if stakes and (noun == "embargo" or claim.kind == "rule"):
            held = [
                m for m in held
                if m.mode in ("ban", "cap", "condition")
                and any(goods_extent(law, m.goods, s, None) for s in stakes)
            ]  # fmt: skip
            # An embargo on arms is the one on arms, before one on all goods.
            held = [m for m in held if "goods.all" not in m.goods] or held
        wanted = {m.instrument.name for m in held}
        return [i for i in pool if i.name in wanted]

    def _sentence(self, claim: Claim) -> tuple[int, int]:
        """The stretch from the sentence's beginning to its end, by its marks."""
        text = self.report.text
        ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, claim.start)]
        after = _SENTENCE_END.search(text, claim.end)
        return (ends[-1] if ends else 0), (after.start() + 1 if after else len(text))


def _before(date: str, days: int) -> str:
    """The day so many days before a date of any precision."""
    first = date[:10] + {4: "-01-01", 7: "-01"}.get(len(date), "")
    try:
        return (Day.fromisoformat(first) - timedelta(days)).isoformat()
    except ValueError:  # 2023-02-31, the last day that a month can mean
        return _before(date[:7], days)


def _on_goods(claim: Claim) -> list[str]:
    """Its stakes, save those that are rules and votes themselves."""
    return [s for s in claim.stakes if not s.startswith("diplomacy.")]


def _made(claim: Claim) -> str:
    """ "rule" for the event of making one."""
    return "rule" if claim.type == "SANCTION" else ""


def _ordered(found: Iterable[Instrument]) -> tuple[Instrument, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda i: (i.adopted, i.name)))


def cited_json(cited: Mapping[str, Cited]) -> dict[str, dict[str, Any]]:
    return {claim: found.as_json() for claim, found in sorted(cited.items())}
