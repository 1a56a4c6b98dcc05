"""Law in words: who is bound, in which direction, from when, how a vote went.

The words are in lang/xx/law.yaml; what all outputs share is in labels.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.cited_law import Cited
from dragoman.cited_votes import Remark
from dragoman.labels import LANG, Labels, load_labels
from dragoman.tables import TableError, read_yaml
from dragoman.world.law import upwards
from dragoman.world.law_tables import (
    CONFIDENCES,
    DIRECTIONS,
    FORCES,
    MODES,
    STATUSES,
    Instrument,
    Measure,
    load_law,
)
from dragoman.world.nearest import MISSES, Near
from dragoman.world.rulings import Ruling

_REFERENCE = "en"
_SECTIONS: dict[str, tuple[str, ...]] = {
    "modes": MODES,
    "directions": DIRECTIONS,
    "forces": FORCES,
    "confidence": CONFIDENCES,
    "status": STATUSES,
    "misses": MISSES,
}
#: Names that are told one by one before the rest is counted.
_MOST = 4


@dataclass(frozen=True, slots=True)
class LawWords:
    """The words of law in one language, with the labels that all outputs share."""

    labels: Labels
    sections: dict[str, dict[str, str]]

    def __call__(self, key: str, **values: object) -> str:
        return self.sections["words"][key].format(**values)

    def of(self, section: str, key: str) -> str:
        return self.sections[section][key]

    def parties(self, names: tuple[str, ...]) -> str:
        """Who is bound or aimed at, as measures.tsv writes it: "*", "PRK", "@EU", "COD:*"."""
        told = [self._party(n) for n in names if n[0] not in "!*"]
        told = list(dict.fromkeys(told))
        if "*" in names:
            others = ", ".join(told)  # the target itself, which is bound by name too
            told = [self("everybody_and", others=others) if others else self("everybody")]
        but = [self("but_not", state=self.labels.side(n[1:])) for n in names if n.startswith("!")]
        if len(but) > _MOST:
            but = [*but[:_MOST], "…"]
        return ", ".join(told + but)

    def _party(self, name: str) -> str:
        if name == "embargoed":
            return self("embargoed")
        if name == "?":
            return self("non_state")
        if name.startswith("@"):
            return self.of("groups", name[1:])
        if name.endswith(":*"):
            return self("all_under", state=self.labels.side(name[:-2]))
        return self.labels.side(name)

    def goods(self, codes: tuple[str, ...]) -> str:
        """Kinds of goods, the narrower left out where the wider is named too."""
        law = load_law()
        widest = [c for c in codes if not set(list(upwards(law, c))[1:]) & set(codes)]
        told = [law.goods[c].label(self.labels.language) for c in widest]
        return ", ".join([*told[:_MOST], *(["…"] if len(told) > _MOST else [])])

    def number(self, m: Measure) -> str:
        """S/RES/1874 para 9."""
        where = f"{self('paragraph')} {m.paragraph}" if m.paragraph else self("no_paragraph")
        return f"{m.instrument.name} {where}"

    def direction(self, m: Measure) -> str:
        return self.of("directions", m.direction).format(target=self.parties(m.target))

    def periods(self, m: Measure) -> str:
        """ "since 2016-03-02", or from when to when, each period."""
        told = [
            self("period", start=p.start, end=p.end) if p.end else self("since", start=p.start)
            for p in m.periods
        ]
        return ", ".join(told) or self("never")

    def limits(self, m: Measure, contested: bool) -> list[str]:
        """What to mind of a measure: the limit, the exceptions, who disputes it, what goes with it,
        and whether anybody has read the paragraph."""
        language = self.labels.language
        told = [self("only_in", area=m.area(language))] if m.area_en else []
        told += [self("limit", limit=m.limit(language))] if m.limit_en else []
        if exceptions := m.exceptions(language):
            told.append(self("except", exceptions=exceptions))
        if contested:
            who = ", ".join(self.labels.side(state) for state in m.disputed_by)
            told.append(self("contested", who=who))
        if m.superseded_by:
            told.append(self("superseded", by=", ".join(map(self._later, m.superseded_by))))
        return told

    def _later(self, text: str) -> str:
        """ "2397:8" → "S/RES/2397 para 8"."""
        name, _, paragraph = text.partition(":")
        return f"S/RES/{name}" + (f" {self('paragraph')} {paragraph}" if paragraph else "")

    def standing(self, m: Measure) -> str:
        """How far a row is to be trusted."""
        return ", ".join(
            [self("verified" if m.checked else "unverified"), self.of("confidence", m.confidence)]
        )

    def vote(self, who: str, vote: str) -> str:
        return self("voted", who=self.labels.side(who), how=self.labels.of("votes", vote))

    def sides_votes(self, i: Instrument, *sides: str) -> list[str]:
        """How the state of each of these sides voted, of those that had a vote."""
        states = dict.fromkeys(side.partition(":")[0] for side in sides)
        votes = ((state, i.vote(state)) for state in states)
        return [self.vote(state, vote) for state, vote in votes if vote]

    def ballot(self, i: Instrument) -> str:
        """ "13 for, 0 against, 2 abstained (China, Russia)"."""
        if i.votes is None:
            return self("no_vote")
        yes, no, abstained = i.votes

        def names(states: tuple[str, ...]) -> str:
            return f" ({', '.join(map(self.labels.side, states))})" if states else ""

        return self("ballot", yes=yes, no=no, against=names(i.against), abstained=abstained,
                    abstainers=names(i.abstained))  # fmt: skip

    def cited(self, found: Cited) -> str:
        """The instruments that a claim speaks of: by name, or their number where they are many."""
        names = [i.name for i in found.instruments]
        if len(names) <= _MOST:
            return ", ".join(names)
        return self("cited_many", n=len(names), first=names[0], last=names[-1])

    def remark(self, r: Remark) -> str:
        """What the tables say to a claim about law."""
        i = load_law().instruments[r.instruments[0]]
        told = {"instrument": i.name, "date": i.adopted, "n": len(r.instruments), "all": r.of,
                "ballot": self.ballot(i)}  # fmt: skip
        if r.who:
            told |= {"who": self.labels.side(r.who), "how": self.labels.of("votes", r.vote)}
        key = f"remark_{r.kind}" + ("_all" if r.kind == "agrees" and r.of > 1 else "")
        return self(key, **told)

    def verdict(self, ruling: Ruling) -> str:
        """The verdict; "probably", where nobody has read the paragraphs that it rests on."""
        word = self.labels.of("verdicts", ruling.verdict)
        return word if ruling.verified else self("probably", verdict=word)

    def misses(self, n: Near) -> str:
        """By what a near measure misses the transfer."""
        m = n.measure
        known = {
            "periods": self.periods(m), "bound": self.parties(m.addressee),
            "target": self.parties(m.target), "goods": self.goods(m.goods),
            "direction": self.direction(m),
        }  # fmt: skip
        return "; ".join(self.of("misses", miss).format(**known) for miss in n.misses)


@cache
def load_law_words(language: str) -> LawWords:
    """The words of law of lang/`language`. Raises TableError if one is missing or unknown."""
    path = LANG / language / "law.yaml"
    data = read_yaml(path, (*_SECTIONS, "groups", "words"))
    reference = read_yaml(LANG / _REFERENCE / path.name, (*_SECTIONS, "groups", "words"))
    expected = {name: set(keys) for name, keys in _SECTIONS.items()}
    expected["words"] = set(reference["words"])
    expected["groups"] = set(load_law().parties)
    for section, keys in expected.items():
        for key in sorted(keys ^ set(data[section])):
            raise TableError(
                path, 1, f"{section}.{key} is {'unknown' if key not in keys else 'missing'}"
            )
    words = {name: {k: str(v) for k, v in s.items()} for name, s in data.items()}
    return LawWords(load_labels(language), words)
