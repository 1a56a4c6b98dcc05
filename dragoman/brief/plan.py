"""What a brief says, and in what order; every statement with the claims that it rests on.

The exchange table decides what belongs where; this module chooses what is worth a sentence on one
to three pages, and counts what it leaves out. Nothing here writes for a medium: see `page`,
`markdown`, `document`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.brief.grammar import Grammar, load_grammar
from dragoman.brief.law import law_section, rules_told
from dragoman.brief.notes import Note, notes_of
from dragoman.brief.points import Point, Teller, points, transfers
from dragoman.brief.responses import response_statements
from dragoman.brief.statements import Line, Section, Statement, Way
from dragoman.exchange import Exchange, Row, exchange
from dragoman.record import SCORES, Claim, Report
from dragoman.world.law import latest_day

#: How many sentences a part may have: three pages in all.
_SHORT, _ALONE, _DENIED, _TOLD, _MOVED, _SINCE, _ROWS = 3, 5, 6, 3, 5, 6, 8
_LISTS = ("a_seeks", "b_can_give", "b_seeks", "a_can_give")
#: The stuff of bargains before the climate between the parties.
_SOFT = ("relations", "diplomacy", "security")
#: A sentence or two are no brief.
_THIN = 3


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, in one language. `facts` and every section's `notes` are sentences of the page
    itself (lang/xx/brief.yaml, notes); everything else that is said is in `statements`."""

    language: str
    title: str
    kind: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    ways: tuple[Way, ...]
    foot: tuple[str, ...]
    reports: tuple[str, ...]
    grammar: Grammar
    table: Exchange

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(s for section in self.sections for s in section.statements)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes, in order of first mention on the page: the table follows the bargain."""
        lines = [line for way in self.ways for line in way.lines]
        first = self.sections[0].statements
        return notes_of([*first, *lines, *self.statements[len(first) :]])

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim that is cited, once."""
        used = (c for note in self.notes for c in note.claims)
        return tuple({c.id: c for c in used}.values())


def brief(
    claims: Iterable[Claim], a: str, b: str, language: str,
    as_of: str | None = None, since: str | None = None,
) -> Brief:  # fmt: skip
    """The brief on two sides.

    Args: the claims of a store; ids of two states or bodies; a language that has a brief.yaml; an
    ISO date up to which reports count (as for `exchange`); an ISO date from which on what is new is
    told apart. Raises ValueError if both sides are the same.
    """
    known = [c for c in claims if as_of is None or (c.report.date or "") <= latest_day(as_of)]
    return _Plan(known, exchange(known, a, b, as_of), load_grammar(language), since).brief()


class _Plan:
    """One brief in the making."""

    def __init__(
        self, known: Sequence[Claim], table: Exchange, grammar: Grammar, since: str | None
    ) -> None:
        self.known, self.table, self.grammar, self.since = known, table, grammar, since
        self.teller = Teller(grammar)
        self.deeds = transfers(known)
        self.lists = {name: _told_rows(getattr(table, name)) for name in _LISTS}

    @property
    def rows(self) -> list[Row]:
        return [row for rows in self.lists.values() for row in rows]

    def brief(self) -> Brief:
        grammar, table = self.grammar, self.table
        sections = [
            self._bargain(),
            self._section("alone", *self._alone()),
            self._section("denied", *self._denied()),
            self._section("confirmed", self._responses(("confirms",), ()), _TOLD),
            law_section(self.rows, self.teller),
            self._section("told", rules_told(self.table, self.teller, self.deeds), _TOLD),
            self._section("moved", *self._moved()),
        ]
        if self.since:
            sections.append(self._since(self.since))
        kept = tuple(s for s in sections if s.statements or s.notes)
        names = (grammar.labels.side(table.a), grammar.labels.side(table.b))
        ways = tuple(
            way
            for giver, receiver in ((table.b, table.a), (table.a, table.b))
            if (way := self._way(giver, receiver)).lines
        )
        made = Brief(
            grammar.language, grammar.heading("title", a=names[0], b=names[1]),
            grammar.heading("kind"), (), kept, ways, (), (), grammar, table,
        )  # fmt: skip
        return _with_facts(made, self.known)

    def _section(
        self, key: str, statements: Sequence[Statement], most: int, **values: object
    ) -> Section:
        notes: tuple[str, ...] = ()
        if len(statements) > most:
            notes = (self.grammar.note("more", n=len(statements) - most),)
        heading = self.grammar.heading(key, **values)
        return Section(key, heading, tuple(statements[:most]), notes)

    def _bargain(self) -> Section:
        """The best of each of the four lists: what is met by the other side before what is not. A
        paragraph a direction: what one seeks and the other can give."""
        found: list[Statement] = []
        seen: set[tuple[str, ...]] = set()
        for direction in (_LISTS[:2], _LISTS[2:]):
            opens, author = True, ""
            for name in direction:
                told = sorted(self._points(self.lists[name]), key=self._weight)[:_SHORT]
                for point in told:
                    key = (point.verb, *point.stakes, *sorted(c.id for c in point.claims))
                    if key in seen:
                        continue  # what both seek of each other is said once
                    seen.add(key)
                    here = self.teller.author(point)
                    said = self.teller.tell(point, again=bool(here) and here == author)
                    text = self.grammar.sentence(said)
                    found.append(Statement(text, point.claims, opens=opens))
                    opens, author = False, here
        notes: tuple[str, ...] = () if found else (self.grammar.note("nothing"),)
        if 0 < len(found) < _THIN:
            notes = (self.grammar.note("thin"),)
        return Section("bargain", self.grammar.heading("bargain"), tuple(_merged(found)), notes)

    def _points(self, rows: Sequence[Row]) -> list[Point]:
        """What speaks for the rows, as points; each claim tells only the stakes that are rows."""
        wanted = {row.stake for row in rows}
        claims = {c.id: c for row in rows for c in row.claims_for}
        return points(claims.values(), self.grammar, self.deeds, wanted.__contains__)

    def _weight(self, point: Point) -> tuple[object, ...]:
        met = any(
            row.other_side and row.stake in point.stakes and point.first.id in _ids(row.claims)
            for row in self.table.rows
        )
        soft = all(stake.startswith(_SOFT) for stake in point.stakes)
        author, source = point.score
        reports = len({c.report.id for c in point.claims})
        return soft, not met, not point.whom, -author, -source, -reports, point.first.id

    def _say(self, point: Point) -> Statement:
        return Statement(self.grammar.sentence(self.teller.tell(point)), point.claims)

    def _alone(self) -> tuple[list[Statement], int]:
        """What one origin alone says, list by list: that somebody seeks a stake may rest on one
        source where that it can be given rests on two."""
        told: list[tuple[Point, bool]] = []
        for rows in self.lists.values():
            single = [row for row in rows if row.claims_for and row.independent == 1]
            several = {row.stake for row in single if _voices(row) > 1}
            for point in filter(self.teller.stands_alone, self._points(single)):
                told.append((point, not several.isdisjoint(point.stakes)))
        # One outlet alone says nothing that its own name at the head of the page does not say.
        if len({c.report.outlet for c in self.known}) == 1:
            told = [(p, s) for p, s in told if not self.teller.author(p)]
        told.sort(key=lambda each: self._weight(each[0]))
        say = self.grammar.sentence
        said = [Statement(say(self.teller.alone(p, state)), p.claims) for p, state in told]
        return _merged(said), _ALONE

    def _denied(self) -> tuple[list[Statement], int]:
        against = {c.id: c for row in self.table.rows for c in row.claims_against}
        told = points(against.values(), self.grammar, self.deeds)
        said = [self._say(p) for p in told]
        said += self._responses(("denies", "not_confirmed", "no_comment"), against.values())
        return _merged(said), _DENIED

    def _responses(self, types: Sequence[str], told: Iterable[Claim]) -> list[Statement]:
        """Those of either side; and those of anybody else, if what they answer is in the table."""
        used = {c.id for row in self.table.rows for c in row.claims}
        placed = {c.id for row in self.table.rows for c in row.responses}
        placed |= {c.id for c in self.table.responses}
        found = [
            c
            for c in self.known
            if c.kind == "response"
            and c.type in types
            and (c.id in placed or not used.isdisjoint(c.refers_to))
        ]
        return self._answers(found, told)

    def _answers(self, responses: Iterable[Claim], told: Iterable[Claim]) -> list[Statement]:
        """Responses to what concerns the two; those whose object is open come last."""
        sides = {self.table.a, self.table.b}
        ours = {
            c.id: c
            for c in self.known
            if sides <= {a.state for a in c.actors + c.counterparts}
            or (c.kind in ("seeks", "gives") and not c.counterparts)
        }
        kept = [c for c in responses if not c.refers_to or not ours.keys().isdisjoint(c.refers_to)]
        kept.sort(key=lambda c: (not c.refers_to, not c.stakes))
        return response_statements(kept, ours, told, self.teller, self.deeds)

    def _movement(self, claims: Iterable[Claim]) -> list[Point]:
        """Events of the pair that no row above tells already; the surest first, then by date."""
        rows = {(c.report.id, c.start, c.end) for row in self.table.rows for c in row.claims}
        fresh = [
            c for c in claims
            if c.kind == "event" and (c.report.id, c.start, c.end) not in rows
        ]  # fmt: skip
        told = points(fresh, self.grammar, self.deeds)
        return sorted(told, key=lambda p: tuple(-s for s in p.score))

    def _moved(self) -> tuple[list[Statement], int]:
        signs = {c.id: c for c in (*self.table.movement, *self.table.may_fall)}
        return [self._say(p) for p in self._movement(signs.values())], _MOVED

    def _since(self, since: str) -> Section:
        """Rows that are new or surer than before the day, and what was answered or done since."""
        grammar = self.grammar
        heading = grammar.heading("since", date=grammar.date(since))
        older = [c for c in self.known if c.report.date and c.report.date < since]
        newer = {c.id for c in self.known if c.report.date and c.report.date >= since}
        if not newer:
            return Section("since", heading, (), (grammar.note("nothing_since"),))
        if not older:
            return Section("since", heading, (), (grammar.note("no_since_before"),))
        before = exchange(older, self.table.a, self.table.b)
        said: list[Statement] = []
        for name in _LISTS:
            then = {row.stake: row for row in getattr(before, name) if row.claims_for}
            fresh = [r for r in getattr(self.table, name) if r.claims_for and r.stake not in then]
            for point in sorted(self._points(fresh), key=self._weight):
                told = grammar.frame("new_row", said=self.teller.tell(point))
                said.append(Statement(grammar.sentence(told), point.claims))
            for row in getattr(self.table, name):
                if row.claims_for and row.stake in then:
                    said += self._changed(name, then[row.stake], row, since)
        events = [c for c in self.table.movement if c.id in newer]
        said += [self._say(p) for p in self._movement(events)]
        answers = [c for c in self.known if c.kind == "response" and c.id in newer]
        said += self._answers(answers, ())
        unique = _merged(said)
        made = self._section("since", unique, _SINCE, date=grammar.date(since))
        if not unique:
            return Section("since", heading, (), (grammar.note("nothing_since"),))
        return made

    def _changed(self, name: str, then: Row, now: Row, since: str) -> list[Statement]:
        if then.author_certainty == now.author_certainty:
            return []
        grammar = self.grammar
        key = "side_seeks" if name.endswith("seeks") else "side_gives"
        who = now.receiver if name.endswith("seeks") else now.giver
        told = grammar.frame(
            "changed", stake=grammar.labels.stake(now.stake), date=grammar.date(since),
            side=grammar.frame(key, who=self.teller.names.state(who).text),
            before=grammar.labels.of("certainty", then.author_certainty),
            after=grammar.labels.of("certainty", now.author_certainty),
        )  # fmt: skip
        best = max(now.claims_for, key=lambda c: SCORES[c.author_certainty])
        first = max(then.claims_for, key=lambda c: SCORES[c.author_certainty])
        return [Statement(grammar.sentence(told), (first, best))]

    def _way(self, giver: str, receiver: str) -> Way:
        """One direction of the table: what is sought beside what can be given, stake by stake."""
        first = receiver == self.table.a
        seeks, gives = (self.lists[name] for name in (_LISTS[:2] if first else _LISTS[2:]))
        sought = {row.stake: row for row in seeks}
        given = {row.stake: row for row in gives}
        lines = [
            self._line(stake, sought.get(stake), given.get(stake))
            for stake in dict.fromkeys([*sought, *given])
        ]
        lines.sort(key=lambda line: not line.met)
        names = (self.teller.names.state(side).text for side in (giver, receiver))
        heading = self.grammar.heading("direction", giver=next(names), receiver=next(names))
        more = len(lines) - _ROWS
        notes = (self.grammar.note("more_rows", n=more),) if more > 0 else ()
        return Way(heading, tuple(lines[:_ROWS]), notes)

    def _line(self, stake: str, sought: Row | None, given: Row | None) -> Line:
        rows = [row for row in (sought, given) if row]
        claims = tuple({c.id: c for row in rows for c in row.claims}.values())
        labels = self.grammar.labels
        says = dict.fromkeys(self._who_says(c) for c in claims)
        verdicts = [row.verdict for row in rows if row.verdict]
        return Line(
            labels.stake(stake), sought, given, tuple(says),
            labels.of("verdicts", verdicts[-1]) if verdicts else "", claims,
        )  # fmt: skip

    def _who_says(self, claim: Claim) -> str:
        if claim.sources:
            speakers = (claim.sources[-1], *claim.joint_sources)
            return self.teller.names.bare(speakers, claim.report.language)
        return claim.report.outlet or self.grammar.word("no_outlet")


def _told_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Without the rows whose claims all name something narrower too."""
    return tuple(
        row
        for row in rows
        if not any(
            other.stake.startswith(row.stake + ".") and _ids(row.claims) <= _ids(other.claims)
            for other in rows
        )
    )


def _voices(row: Row) -> int:
    """How many speak for a row, though they may speak for one state."""
    return len({tuple(a.id for a in c.sources[-1:]) for c in row.claims_for})


def _merged(said: Sequence[Statement]) -> list[Statement]:
    """Each sentence once, with the claims of all that would read the same."""
    found: dict[str, Statement] = {}
    for each in said:
        if known := found.get(each.text):
            both = {c.id: c for c in (*known.claims, *each.claims)}
            each = replace(each, claims=tuple(both.values()), opens=known.opens)
        found[each.text] = each
    return list(found.values())


def _ids(claims: Iterable[Claim]) -> set[str]:
    return {c.id for c in claims}


def _with_facts(made: Brief, known: Sequence[Claim]) -> Brief:
    """The head and the foot, which count what the brief rests on."""
    grammar = made.grammar
    reports = {c.report.id: c.report for c in known}.values()
    outlets = sorted({r.outlet for r in reports if r.outlet})
    dates = sorted(r.date for r in reports if r.date)
    counts = {"reports": len(reports), "outlets": len(outlets), "claims": len(made.claims)}
    if dates:
        span = {"first": grammar.date(dates[0]), "last": grammar.date(dates[-1])}
        facts = [grammar.note("basis" if len(set(dates)) > 1 else "basis_day", **counts, **span)]
    else:
        facts = [grammar.note("basis_undated" if reports else "basis_none", **counts)]
    if made.table.as_of:
        facts.append(grammar.note("as_of", date=grammar.date(made.table.as_of)))
    if len(outlets) == 1:
        facts.append(grammar.note("one_outlet"))
    foot = (grammar.note("method"), *((grammar.note("scale"),) if made.claims else ()))
    cited = {c.report.id: c.report for c in made.claims}
    listed = sorted(cited.values(), key=lambda r: (r.date or "9999", r.outlet or "", r.id))
    return replace(
        made,
        facts=tuple(grammar.tidy(f) for f in facts),
        foot=tuple(map(grammar.tidy, foot)),
        reports=tuple(_reference(r, grammar) for r in listed),
    )


def _reference(report: Report, grammar: Grammar) -> str:
    """Outlet, title, date, and where it was read."""
    title = grammar.labels("quote", text=report.title) if report.title else ""
    date = grammar.date(report.date) if report.date else ""
    named = (report.outlet or grammar.word("no_outlet"), title, date, report.url or "")
    return ", ".join(part for part in named if part)
