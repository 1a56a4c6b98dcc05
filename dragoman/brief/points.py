"""Points: claims that say the same thing in the same voice, and the sentence that says it once.

A point is one proposition (who, verb, whom, when), put forward by one voice with one certainty; its
claims may lie in several reports and name several stakes. Whatever would change the sentence keeps
two claims apart; whatever would not brings them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dragoman.brief.grammar import Grammar, pick
from dragoman.brief.names import Name, Names
from dragoman.record import SCORES, Actor, Claim
from dragoman.world.stakes import stakes as stake_table

#: Deeds that are transfers: the same words also yield a claim that the giver gives.
_TRANSFERS = ("COOPERATE", "AID")
#: What a source promises or denies is that something is given, not that it could be.
_OF_DEEDS = ("promises", "denies")
#: Attitudes of who says that something is so.
_TELLING = (
    "asserts", "alleges", "suspects", "confirms", "hints", "predicts", "opines", "warns",
)  # fmt: skip
_UNNAMED = ("anonymous_source", "collective_source")
_TOLD = ("unverified", "contested")
_LONGEST_LIST = 3
_UNKNOWN = Actor("?", "unknown")


@dataclass(frozen=True, slots=True)
class Point:
    """One proposition in one voice. `verb` is a key of brief.yaml; `claims` at least one."""

    verb: str
    who: tuple[Actor, ...]
    whom: tuple[Actor, ...]
    stakes: tuple[str, ...]
    tense: str
    claims: tuple[Claim, ...]

    @property
    def first(self) -> Claim:
        return self.claims[0]

    @property
    def score(self) -> tuple[float, float]:
        """How sure the author is, then the source."""
        return SCORES[self.first.author_certainty], SCORES[self.first.certainty]


def transfers(claims: Iterable[Claim]) -> frozenset[tuple[str, int, int]]:
    """The places (report, start, end) at which a report tells of a transfer as a deed."""
    return frozenset(
        place_of(c)
        for c in claims
        if c.kind == "event" and c.type in _TRANSFERS and c.stakes and not _is_ability(c)
    )


def _is_ability(claim: Claim) -> bool:
    """ "Can give" is possible, now or at no time; a deed is more, or lies before or ahead."""
    tense = claim.time.tense if claim.time else None
    return claim.certainty == "possible" and tense in (None, "present")


def points(
    claims: Iterable[Claim],
    grammar: Grammar,
    deeds: frozenset[tuple[str, int, int]],
    only: Callable[[str], bool] = lambda stake: True,
) -> list[Point]:
    """The claims as points, in their order. `only` says which stakes are told."""
    found: dict[tuple[object, ...], Point] = {}
    for claim in claims:
        for verb, told in _verbs(claim, grammar, deeds, only):
            point = _point(claim, verb, told)
            key = _key(point)
            if key in found:
                known = found[key]
                told = tuple(dict.fromkeys(known.stakes + point.stakes))
                both = tuple({c.id: c for c in (*known.claims, claim)}.values())
                point = replace(known, stakes=told, claims=both)
            found[key] = point
    return [replace(p, stakes=_narrowest(p.stakes)) for p in found.values()]


def place_of(claim: Claim) -> tuple[str, int, int]:
    """Where the evidence stands: the report and the characters."""
    return claim.report.id, claim.start, claim.end


def _verbs(
    claim: Claim,
    grammar: Grammar,
    deeds: frozenset[tuple[str, int, int]],
    only: Callable[[str], bool],
) -> list[tuple[str, tuple[str, ...]]]:
    """The verbs that a claim takes, each with its stakes: arms are provided, a vote is granted."""
    if claim.kind not in ("seeks", "gives"):
        return [(claim.type or claim.kind, tuple(s for s in claim.stakes if only(s)))]
    use = claim.kind
    if use == "gives" and (place_of(claim) in deeds or claim.attitude in _OF_DEEDS):
        use = "deed"
    found: dict[str, list[str]] = {}
    for stake in filter(only, claim.stakes):
        found.setdefault(grammar.verb_for(use, stake), []).append(stake)
    return [(verb, tuple(told)) for verb, told in found.items()]


def _point(claim: Claim, verb: str, told: tuple[str, ...]) -> Point:
    whom = claim.counterparts
    if {a.id for a in whom} & {a.id for a in claim.actors}:  # each from the other: they together
        whom = tuple(a for a in whom if a.id not in {x.id for x in claim.actors})
    return Point(verb, claim.actors, whom, told, tense_of(claim), (claim,))


def tense_of(claim: Claim) -> str:
    """The tense of the words; else by whether the time lies before or after the report's date."""
    time = claim.time
    if claim.kind == "seeks":  # a time beside a want is that of what is wanted
        return "past" if time and time.tense == "past" else "present"
    if claim.attitude == "promises":
        return "future"
    if time is None:
        return "present"
    if time.tense:
        return time.tense
    on = claim.report.date
    if time.start and on:
        start, end = time.start, time.end or time.start
        if start > on[: len(start)]:
            return "future"
        if end < on[: len(end)] or claim.kind == "event":
            return "past"
    return "present"


def _key(point: Point) -> tuple[object, ...]:
    claim = point.first
    ids = [tuple(sorted({a.id for a in g})) for g in (point.who, point.whom)]
    voice = [tuple(a.id for a in g) for g in (claim.sources, claim.joint_sources)]
    unnamed = any(flag in claim.flags for flag in _UNNAMED)
    flags = tuple(f for f in ("hypothetical", "unverified", "contested") if f in claim.flags)
    time = claim.time.start if claim.kind == "event" and claim.time else None
    return (
        point.verb, *ids, *voice, unnamed, claim.attitude, claim.certainty,
        claim.author_certainty, flags, point.tense, time,
        # An event without its stakes is another event; wants add up.
        point.stakes if claim.kind == "event" and not point.stakes else (),
    )  # fmt: skip


def _narrowest(found: tuple[str, ...]) -> tuple[str, ...]:
    """Without the stakes that only say less than another of them."""
    return tuple(s for s in found if not any(stake_table()[t].parent == s for t in found if t != s))


class Teller:
    """Puts points into words: clause, voice, certainty."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.names = grammar, Names(grammar)

    def author(self, point: Point) -> str:
        """The outlets in whose own voice the point is told; empty where a source speaks."""
        return "" if _speakers(point.first) else self.outlets(point.claims)

    def tell(self, point: Point, again: bool = False) -> str:
        """The whole sentence, with who says so (`again`: as in the sentence before); not yet
        tidied."""
        claim = point.first
        speakers = _speakers(claim)
        if not speakers:
            said = self._hedged(point, self._hedge(claim)) + self._tails(claim)
            if again:
                return self.grammar.frame("author_again", said=said)
            return self.by_author(point.claims, said)
        said = self._spoken(point, speakers)
        said += self._tails(claim)
        return self._outer(claim, said)

    def stands_alone(self, point: Point) -> bool:
        """Whether the source tells of something, and does not only promise, ask or propose it."""
        claim = point.first
        own = {a.id for a in _speakers(claim)} == {a.id for a in point.who}
        return claim.attitude in _TELLING and not own

    def alone(self, point: Point, as_state: bool = False) -> str:
        """As what one voice alone says; `as_state`, as what its state does, of which several
        speak: a government is one source."""
        claim = point.first
        speakers = _speakers(claim)
        voice = self._voice(speakers, claim).text if speakers else self.outlets(point.claims)
        if as_state and speakers:
            voice = self.names.state(speakers[0].state).text
        said = self._hedged(point, self._hedge(claim))
        return self.grammar.frame("alone", voice=voice, said=said) + self._tails(claim)

    def by_author(self, claims: Iterable[Claim], said: str) -> str:
        return self.grammar.frame("author", outlet=self.outlets(claims), said=said)

    def outlets(self, claims: Iterable[Claim]) -> str:
        named = dict.fromkeys(c.report.outlet or self.grammar.word("no_outlet") for c in claims)
        return self.grammar.listed(named)

    def clause(self, point: Point, mood: str) -> str:
        """Subject and predicate: "la Russie chercherait à obtenir des munitions …"."""
        who = self._who(point)
        return f"{who.text} {self.predicate(point, mood, who.many)}"

    def _who(self, point: Point) -> Name:
        return self.names.all(point.who[:_LONGEST_LIST], point.first.report.language)

    def predicate(self, point: Point, form: str, many: bool) -> str:
        """Verb, stakes, whom and when, without the subject."""
        claim, grammar = point.first, self.grammar
        whom = self.names.all(point.whom[:_LONGEST_LIST], claim.report.language).text
        when = ""
        dated = claim.kind == "event" and claim.time and claim.time.start
        if dated and claim.time and claim.time.start:
            when = grammar.when(claim.time.start, claim.time.end)
        silent = grammar.data["verbs"][point.verb].get("omits", ())  # the verb says these itself
        stakes = [s for s in point.stakes if s not in silent]
        return grammar.predicate(
            point.verb, point.tense, form, many,
            whom=whom if point.whom else "", what=grammar.things(stakes), when=when,
            labels=", ".join(grammar.labels.stake(s) for s in stakes),
        )  # fmt: skip

    def _hedge(self, claim: Claim) -> str:
        if claim.certainty == "reported" and _speakers(claim):
            return "relayed"  # by whom stands in the sentence already
        if SCORES[claim.certainty] == 0 and claim.sources and claim.attitude not in _TELLING:
            return "certain"  # that it is asked or proposed says already that it is open
        if "hypothetical" in claim.flags and SCORES[claim.certainty] == 0:
            return "hypothetical"
        if claim.author_certainty == "reported" and claim.certainty == "certain":
            return "relayed"
        return claim.certainty

    def _hedged(self, point: Point, hedge: str, mood: str = "") -> str:
        own, template = self.grammar.data["hedges"][hedge]
        return str(template.format(clause=self.clause(point, mood or own)))

    def _voice(self, speakers: tuple[Actor, ...], claim: Claim) -> Name:
        if all(a.id == "?" for a in speakers):
            many = "collective_source" in claim.flags or "anonymous_source" in claim.flags
            return Name(self.grammar.word("unnamed_many" if many else "unnamed"), many)
        return self.names.all(speakers, claim.report.language)

    def _spoken(self, point: Point, speakers: tuple[Actor, ...]) -> str:
        claim = point.first
        attitude = self.grammar.data["attitudes"][claim.attitude]
        name = self._voice(speakers, claim)
        # Who denies says no already: the clause stands as what is denied.
        denied = claim.attitude in ("denies", "doubts") and SCORES[claim.certainty] < 0
        hedge = "certain" if denied else self._hedge(claim)
        own = pick(attitude["self"], name.many)
        if own and {a.id for a in speakers} == {a.id for a in point.who} and hedge == "certain":
            forms = {f: self.predicate(point, f, name.many) for f in ("own", "to")}
            return f"{name.text} {own.format(**forms)}"
        says = pick(attitude["says"], name.many)
        return f"{name.text} {says} {self._hedged(point, hedge, attitude['mood'])}"

    def _outer(self, claim: Claim, said: str) -> str:
        """Those who cite the one who speaks, outermost first."""
        outer = [self.names.one(a, claim.report.language).text for a in claim.sources[:-1]]
        if not outer:
            return said
        told = outer[-1]
        for name in reversed(outer[:-1]):
            told = self.grammar.frame("outer_citing", outer=name, next=told)
        return self.grammar.frame("outer", outer=told, said=said)

    def _tails(self, claim: Claim) -> str:
        tails = self.grammar.data["tails"]
        told = ""
        if _speakers(claim) and claim.author_certainty in ("reported", "excluded"):
            if claim.attitude != "denies":
                told += tails[claim.author_certainty]
        return told + "".join(tails[flag] for flag in _TOLD if flag in claim.flags)


def _speakers(claim: Claim) -> tuple[Actor, ...]:
    """Those who say it at the innermost level; empty where the author does."""
    if claim.sources:
        return (claim.sources[-1], *claim.joint_sources)
    return (_UNKNOWN,) if any(flag in claim.flags for flag in _UNNAMED) else ()
