"""From a question to its answer: the store, the exchange table and the law, asked in turn.

    answer(store, "Que cherche Kim Jong Un et que peut donner Poutine en échange ?").as_text()

What nothing answers is said in one sentence, with the nearest that there is; a question that cannot
be placed gets the list of those that can, each with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from dragoman import answer_claims, answer_law
from dragoman.answer_claims import is_group, side
from dragoman.answer_parts import Answer, Line, Section, Words, load_words
from dragoman.exchange import Exchange, exchange
from dragoman.questions import ASKS, Question, parse_question
from dragoman.record import Claim
from dragoman.world.law import latest_day


class Claims(Protocol):
    """What is asked of a store."""

    def claims(self, about: Sequence[str] | None = None) -> Sequence[Claim]:
        """Claims about any of these actors, in reports that name all of them."""


def answer(store: Claims, question: Question | str, language: str | None = None) -> Answer:
    """The answer to a question, in `language` (else the question's own).

    A question's date is the day as of which it is answered: reports after it are not looked at, and
    the law is that of the day. Raises LookupError for a language without words of its own.
    """
    q = parse_question(question) if isinstance(question, str) else question
    words = load_words(language or q.language)
    if q.asks == "unsupported":
        return _unsupported(q, words)
    return _Asked(store, q, words).answer()


def _unsupported(q: Question, words: Words) -> Answer:
    lines = tuple(Line(words("can_ask", what=words(a), example=words.examples[a])) for a in ASKS)
    summary = words(q.why if q.why in ("no_actor", "no_cue") else "not_placed")
    help_ = (Section(words("possible_questions"), lines),)
    return Answer(q, words.labels.language, words("unsupported"), summary, False, help_)


class _Asked:
    """One question with the claims that bear on it."""

    def __init__(self, store: Claims, q: Question, words: Words) -> None:
        self.q, self.words = q, words
        parties = [side(p) for p in (q.actor, q.counterpart) if p]
        known = store.claims(parties) if parties else []
        if not known and len(parties) > 1:  # no report names both: each by itself, for the nearest
            known = [c for p in parties for c in store.claims([p])]
        until = latest_day(q.on) if q.on else None
        self.claims = [c for c in known if until is None or (c.report.date or "") <= until]
        self.day = q.on or max((c.report.date or "" for c in self.claims), default="")
        # A question of law needs a day; without one of its own or of a report, it is today's.
        self.day = self.day or date.today().isoformat()

    def answer(self) -> Answer:
        q, words = self.q, self.words
        table: Exchange | None = None
        said = ""
        sections: tuple[Section, ...]
        match q.asks:
            case "exchange":
                table, sections = self._exchange()
            case "forbids":
                said, sections = answer_law.forbids(self.claims, q, self.day, words)
            case "breaches":
                sections = answer_law.breaches(self.claims, q, words)
            case "votes":
                sections = answer_law.votes(q, words)
            case _:
                sections = getattr(answer_claims, q.asks)(self.claims, q, words)
        lines = sum(len(s.lines) for s in sections)
        if lines:
            summary = said or words(f"found_{q.asks}", n=lines)
            return self._made(summary, True, sections, table)
        near = answer_claims.nearest(self.claims, q, words)
        return self._made(said or words(f"no_{q.asks}"), bool(said), near, table)

    def _made(
        self, summary: str, found: bool, sections: tuple[Section, ...], table: Exchange | None
    ) -> Answer:
        summary = summary[:1].upper() + summary[1:] + ("" if summary.endswith(".") else ".")
        language = self.words.labels.language
        title = self.words.title(self.q)
        return Answer(self.q, language, title, summary, found, sections, table)

    def _exchange(self) -> tuple[Exchange | None, tuple[Section, ...]]:
        """The table of two states; lists of both ways where a party is a group, which no state's
        table counts; of one party, what it seeks and gives."""
        q, words = self.q, self.words
        if q.actor and q.counterpart and not (is_group(q.actor) or is_group(q.counterpart)):
            a, b = side(q.actor), side(q.counterpart)
            if a != b:
                table = exchange(self.claims, a, b, q.on)
                return table, answer_claims.exchange_sections(table, q.stake, words)
        sections = []
        for one, other in ((q.actor, q.counterpart), (q.counterpart, q.actor)):
            if one is None:
                continue
            turned = replace(q, actor=one, counterpart=other)
            for kind in ("seeks", "gives"):
                for section in getattr(answer_claims, kind)(self.claims, turned, words):
                    heading = words.title(replace(turned, asks=kind))
                    sections.append(Section(f"{heading} · {section.heading}", section.lines))
        return None, tuple(sections)
