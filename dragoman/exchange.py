"""The exchange table of a pair: who seeks what, who can give what, what forbids it, what moves.

A pure function over claims (codebook, section 5). How claims are placed:

- A state's government stands for it: the state itself, its organs and its persons count as one
  side, and so do its unnamed officials, ministers or negotiators. Its media, companies, armed
  groups and people at large do not, since they may act against it.
- A claim that names no counterpart ("Moscow needs shells") holds for anybody, so it counts for this
  pair too; one that names only others does not.
- A claim is for a row if its source holds it for more likely than nothing is known, against it if
  for less, and undecided between (hypotheses, questions).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dragoman.cited_law import Cited, cited_json, cited_law
from dragoman.exchange_html import exchange_html
from dragoman.record import SCORES, Actor, Claim
from dragoman.world.codes import codes_of
from dragoman.world.law import Obstacle, latest_day
from dragoman.world.rulings import Ruling, measure_json, obstacle_json, rule_on

#: Kinds of actor that act for their state.
_GOVERNMENT = ("state", "organ", "person", "igo")
_MOVEMENT = ("CONSULT", "AGREE", "COOPERATE", "AID", "SUPPORT")
_YIELDING = ("RETREAT", "CONCEDE", "REJECT")
#: Stakes that are rules themselves, or votes on them.
_OF_RULES = ("diplomacy.sanctions", "diplomacy.sanctions_relief", "diplomacy.vote")


@dataclass(frozen=True, slots=True)
class Row:
    """One stake that one side seeks or can give.

    `certainty` is the best that any source of `claims_for` gives it, `author_certainty` the best
    that any author does; both "open" if nothing speaks for it. `sources` are the named ones;
    `independent` counts origins: the innermost named state, body or person's state, each outlet
    that speaks for itself, each outlet's unnamed sources. `other_side` holds the claims that pair
    with it: capacity for what is sought, want for what can be given. `ruling` is the law's on the
    day `on` (None where no report is dated); `rules` are rules that the reports themselves mention.
    """

    stake: str
    giver: str
    receiver: str
    claims_for: tuple[Claim, ...]
    claims_against: tuple[Claim, ...]
    undecided: tuple[Claim, ...]
    certainty: str
    author_certainty: str
    sources: tuple[Actor, ...]
    independent: int
    other_side: tuple[Claim, ...]
    responses: tuple[Claim, ...]
    on: str | None
    ruling: Ruling | None
    rules: tuple[Claim, ...]

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        return self.ruling.obstacles if self.ruling else ()

    @property
    def allowed(self) -> tuple[Obstacle, ...]:
        return self.ruling.allowed if self.ruling else ()

    @property
    def verdict(self) -> str | None:
        return self.ruling.verdict if self.ruling else None

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.claims_for + self.claims_against + self.undecided


@dataclass(frozen=True, slots=True)
class Exchange:
    """The table of the pair (a, b). `rules` are what the reports say of rules on either side;
    `may_fall` the signs that one may give way; `movement` the pair's talks, visits and deals;
    `responses` those of either side that answer no row; `cited` the law that claims speak of, by
    the claim's id."""

    a: str
    b: str
    as_of: str | None
    a_seeks: tuple[Row, ...]
    b_can_give: tuple[Row, ...]
    b_seeks: tuple[Row, ...]
    a_can_give: tuple[Row, ...]
    responses: tuple[Claim, ...]
    rules: tuple[Claim, ...]
    movement: tuple[Claim, ...]
    may_fall: tuple[Claim, ...]
    cited: dict[str, Cited]

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.a_seeks + self.b_can_give + self.b_seeks + self.a_can_give

    def as_json(self) -> dict[str, Any]:
        """Rows name claims by their ids; `claims` holds each of them once, in full."""
        lists = ("a_seeks", "b_can_give", "b_seeks", "a_can_give")
        said = ("responses", "rules", "movement", "may_fall")
        used = [c for name in said for c in getattr(self, name)]
        for row in self.rows:
            used += [*row.claims, *row.other_side, *row.responses, *row.rules]
        shown = {c.id for c in used}
        cited = {claim: found for claim, found in self.cited.items() if claim in shown}
        return {
            "a": self.a, "b": self.b, "as_of": self.as_of,
            **{name: [_row_json(row) for row in getattr(self, name)] for name in lists},
            **{name: _ids(getattr(self, name)) for name in said},
            "law_cited": cited_json(cited),
            "claims": [c.as_json() for c in _ordered({c.id: c for c in used}.values())],
        }  # fmt: skip

    def _repr_html_(self) -> str:
        return exchange_html(self)


def exchange(claims: Iterable[Claim], a: str, b: str, as_of: str | None = None) -> Exchange:
    """The exchange table of two sides.

    Args: the claims of a store or of one report; ids of two states or bodies (a person's or organ's
    id counts as its state's); an ISO date: only reports up to that day are looked at (those without
    a date too), and the law is that of the day. Without `as_of` the law is that of the latest
    report behind a row. Raises ValueError if both sides are the same.
    """
    a, b = _side(a), _side(b)
    if a == b:
        raise ValueError(f"an exchange takes two sides; {a} is one")
    known = _ordered(
        {
            c.id: c for c in claims if as_of is None or (c.report.date or "") <= latest_day(as_of)
        }.values()
    )
    table = _Table(known, a, b, as_of)
    rows = {
        "a_seeks": table.rows("seeks", a, b),
        "b_can_give": table.rows("gives", b, a),
        "b_seeks": table.rows("seeks", b, a),
        "a_can_give": table.rows("gives", a, b),
    }
    placed = {c.id for group in rows.values() for row in group for c in row.responses}
    return Exchange(
        a, b, as_of, **rows,
        responses=tuple(c for c in table.responses if c.id not in placed),
        rules=tuple(c for c in known if _is_rule(c, a, b)),
        movement=tuple(c for c in known if _is_movement(c, a, b)),
        may_fall=tuple(c for c in known if _may_fall(c, a, b)),
        cited=cited_law(known),
    )  # fmt: skip


class _Table:
    """What all rows of one exchange draw on."""

    def __init__(self, known: list[Claim], a: str, b: str, as_of: str | None) -> None:
        self.known, self.as_of = known, as_of
        self.responses = [c for c in known if c.kind == "response" and _takes_part(c, a, b)]
        self.rules = [c for c in known if c.kind == "rule" and _takes_part(c, a, b)]

    def held(self, kind: str, who: str, other: str) -> list[Claim]:
        """Claims that `who` seeks from or gives to `other`, or anybody."""
        return [
            c
            for c in self.known
            if c.kind == kind
            and _in(who, c.actors)
            and (not c.counterparts or _in(other, c.counterparts))
        ]

    def rows(self, kind: str, who: str, other: str) -> tuple[Row, ...]:
        by_stake: dict[str, list[Claim]] = {}
        for claim in self.held(kind, who, other):
            for stake in claim.stakes:
                by_stake.setdefault(stake, []).append(claim)
        twins = self.held({"seeks": "gives", "gives": "seeks"}[kind], other, who)
        giver, receiver = (other, who) if kind == "seeks" else (who, other)
        rows = [
            self._row(stake, group, twins, giver, receiver) for stake, group in by_stake.items()
        ]
        # A family of stakes stands together: first those in which the other side is named, then the
        # surest; within a family the wider stake before what it contains.
        best: dict[str, tuple[bool, float, float]] = {}
        for row in rows:
            named = any(c.counterparts for c in row.claims)
            score = named, SCORES[row.certainty], SCORES[row.author_certainty]
            best[_family(row.stake)] = max(best.get(_family(row.stake), score), score)

        def place(row: Row) -> tuple[bool, float, float, str, str]:
            named, sure, author = best[_family(row.stake)]
            return not named, -sure, -author, _family(row.stake), row.stake

        return tuple(sorted(rows, key=place))

    def _row(
        self, stake: str, group: list[Claim], twins: list[Claim], giver: str, receiver: str
    ) -> Row:
        speaks: dict[int, list[Claim]] = {1: [], -1: [], 0: []}
        for claim in group:
            score = SCORES[claim.certainty]
            speaks[(score > 0) - (score < 0)].append(claim)
        holding = speaks[1]
        ids = {c.id for c in group}
        dates = [c.report.date for c in holding or group if c.report.date]
        on = self.as_of or max(dates, default=None)
        return Row(
            stake, giver, receiver, tuple(holding), tuple(speaks[-1]), tuple(speaks[0]),
            certainty=_best(c.certainty for c in holding),
            author_certainty=_best(c.author_certainty for c in holding),
            sources=_named(holding),
            independent=len({_origin(c) for c in holding}),
            other_side=tuple(c for c in twins if SCORES[c.certainty] > 0 and _touches(c, stake)),
            responses=tuple(c for c in self.responses if _answers(c, ids, stake)),
            on=on,
            ruling=rule_on(giver, receiver, stake, on) if on else None,
            rules=tuple(c for c in self.rules if _touches(c, stake)),
        )  # fmt: skip


def _side(actor: str) -> str:
    return Actor(actor, "state").state


def _in(side: str, actors: Iterable[Actor]) -> bool:
    return any(a.state == side and (a.kind in _GOVERNMENT or _officials(a)) for a in actors)


def _officials(actor: Actor) -> bool:
    """Whether an unnamed group is of the government ("Russian officials"), by its sector."""
    return actor.kind == "group" and codes_of(actor).sector == "GOV"


def _takes_part(claim: Claim, *sides: str) -> bool:
    """Whether any of the sides acts or is acted on."""
    return any(_in(side, claim.actors + claim.counterparts) for side in sides)


def _ordered(claims: Iterable[Claim]) -> list[Claim]:
    """By date of the report, then in order of the text."""
    return sorted(
        claims, key=lambda c: (c.report.date or "9999", c.report.id, c.start, c.end, c.id)
    )


def _family(stake: str) -> str:
    return stake.partition(".")[0]


def _touches(claim: Claim, stake: str) -> bool:
    """Whether one of its stakes is the same, or one within the other."""
    return any(
        s == stake or s.startswith(stake + ".") or stake.startswith(s + ".") for s in claim.stakes
    )


def _best(labels: Iterable[str]) -> str:
    return max(labels, key=SCORES.__getitem__, default="open")


def _named(claims: Iterable[Claim]) -> tuple[Actor, ...]:
    """Every named source once, in order of first speaking."""
    named = (a for c in claims for a in c.sources + c.joint_sources if not a.id.startswith("?"))
    return tuple({a.id: a for a in reversed(list(named))}.values())[::-1]


def _origin(claim: Claim) -> str:
    """Who first said it: two ministers of one state are one origin, two outlets are two."""
    if claim.sources and not claim.sources[-1].id.startswith("?"):
        return claim.sources[-1].state
    outlet = claim.report.outlet or claim.report.id
    return f"{outlet}: unnamed" if claim.sources or "anonymous_source" in claim.flags else outlet


def _answers(response: Claim, ids: set[str], stake: str) -> bool:
    """A response says what it answers; only where it does not, its stakes do."""
    if response.refers_to:
        return not ids.isdisjoint(response.refers_to)
    return _touches(response, stake)


def _is_rule(claim: Claim, a: str, b: str) -> bool:
    """A rule on either side, the imposing of one, or support for one."""
    if claim.kind == "rule":
        return _takes_part(claim, a, b)
    if claim.kind != "event" or SCORES[claim.certainty] <= 0:
        return False
    if claim.type == "SANCTION":
        return _in(a, claim.counterparts) or _in(b, claim.counterparts)
    upholds = claim.type in ("SUPPORT", "AGREE") and not _between(claim, a, b)
    return upholds and _takes_part(claim, a, b) and _of_rules(claim, _OF_RULES[0], _OF_RULES[2])


def _is_movement(claim: Claim, a: str, b: str) -> bool:
    """Talks, visits, deals, help between the two, done or in sight; not what is merely supposed."""
    return (
        claim.kind == "event"
        and claim.type in _MOVEMENT
        and SCORES[claim.certainty] > 0
        and _between(claim, a, b)
    )


def _may_fall(claim: Claim, a: str, b: str) -> bool:
    """A step back from a rule by either side, or what is said of its vote; open questions too,
    since to ask aloud why one keeps a rule is a sign."""
    if SCORES[claim.certainty] < 0 or not _takes_part(claim, a, b):
        return False
    if claim.kind == "assessment":
        return _of_rules(claim, *_OF_RULES)
    if claim.kind == "event":
        return (claim.type in _YIELDING and _of_rules(claim, *_OF_RULES)) or (
            claim.type in _MOVEMENT and _of_rules(claim, "diplomacy.sanctions_relief")
        )
    return claim.kind == "rule" and claim.type == "permits"


def _between(claim: Claim, a: str, b: str) -> bool:
    everybody = claim.actors + claim.counterparts
    return _in(a, everybody) and _in(b, everybody)


def _of_rules(claim: Claim, *stakes: str) -> bool:
    return any(stake in stakes for stake in claim.stakes)


def _ids(claims: Iterable[Claim]) -> list[str]:
    return [c.id for c in claims]


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "stake": row.stake, "giver": row.giver, "receiver": row.receiver,
        "for": _ids(row.claims_for), "against": _ids(row.claims_against),
        "undecided": _ids(row.undecided), "certainty": row.certainty,
        "author_certainty": row.author_certainty, "sources": [a.id for a in row.sources],
        "independent": row.independent, "other_side": _ids(row.other_side),
        "responses": _ids(row.responses), "on": row.on, "verdict": row.verdict,
        "obstacles": [obstacle_json(o) for o in row.obstacles],
        "allowed": [obstacle_json(o) for o in row.allowed],
        "verified": row.ruling.verified if row.ruling else None,
        "nearest": [
            {**measure_json(n.measure, latest_day(row.on or "")), "misses": list(n.misses)}
            for n in (row.ruling.nearest if row.ruling else ())
        ],
        "rules": _ids(row.rules),
    }  # fmt: skip
