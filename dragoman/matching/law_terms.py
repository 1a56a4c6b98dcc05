"""Words by which reports speak of law: `lang/xx/law_terms.yaml`, loaded and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.tables import TableError, read_yaml
from dragoman.text import unaccented
from dragoman.world.law_tables import load_law

LANG = Path(__file__).parent.parent / "lang"
#: How many a noun means; who makes rules; how one votes.
NUMBERS = ("one", "many", "embargo")
ISSUERS = ("UNSC", "EU", "USA", "GBR")
VOTES = ("for", "against", "abstained", "stands_for", "stands_against")
_KEYS = (
    "resolution", "order", "drafts", "nouns", "back", "voted_on", "issuers", "votes", "veto",
    "voters", "unanimous", "since", "joins", "dated", "ended", "names",
)  # fmt: skip
_YEAR = r"(?:19[4-9]\d|20\d\d)"


@dataclass(frozen=True, slots=True)
class LawTerms:
    """The patterns of one language; see the head of its law_terms.yaml."""

    numbered: re.Pattern[str]
    ordered: re.Pattern[str]
    drafts: re.Pattern[str]
    nouns: dict[str, re.Pattern[str]]
    back: re.Pattern[str]
    voted_on: re.Pattern[str]
    issuers: dict[str, re.Pattern[str]]
    votes: dict[str, re.Pattern[str]]
    veto: re.Pattern[str]
    voters: tuple[re.Pattern[str], ...]
    joins: re.Pattern[str]
    unanimous: re.Pattern[str]
    since: re.Pattern[str]
    dated: re.Pattern[str]
    ended: re.Pattern[str]
    names: tuple[tuple[str, re.Pattern[str]], ...]

    def noun(self, text: str) -> str | None:
        """Which kind of noun for rules a stretch holds, the most telling first."""
        for number in ("embargo", "many", "one"):
            if self.nouns[number].search(text):
                return number
        return None

    def makers(self, text: str) -> set[str]:
        """Who makes rules of those that a text names (ISSUERS)."""
        return {name for name, pattern in self.issuers.items() if pattern.search(text)}

    def points_back(self, text: str) -> bool:
        """Whether a noun for rules stands with a word that points back ("these sanctions"), or a
        pronoun is voted on ("voted for them")."""
        return bool(self.back.search(text) or self.voted_on.search(text))

    def named(self, text: str) -> Iterator[tuple[int, str]]:
        """(place, instrument) of all that a text names by number or name, in order of the text."""
        law = load_law()
        found = []
        for m in self.numbered.finditer(text):
            # A year in brackets is no number of its own: "resolution 2231 (2015)".
            for number in re.finditer(r"(?<![(\d])\d{2,4}(?!\d|\))", m["numbers"]):
                found.append((m.start("numbers") + number.start(), f"S/RES/{number[0]}"))
        for m in self.ordered.finditer(text):
            found.append((m.start(), f"EO {m['number']}"))
        for m in re.finditer(r"(?<![\d/])\d{3,4}/\d{3,4}(?![\d/])", text):
            found += [
                (m.start(), name) for name in law.instruments
                if name.endswith(" " + m[0]) or f" {m[0]} " in name
            ]  # fmt: skip
        for name, pattern in self.names:
            found += [(m.start(), name) for m in pattern.finditer(text)]
        yield from sorted(pair for pair in set(found) if pair[1] in law.instruments)

    def year_told(self, text: str, instrument: str) -> str | None:
        """The year that a text gives a numbered resolution: "resolution 1718 (2006)", "resolution
        1718, adopted in 2006"."""
        number = instrument.rpartition("/")[2]
        m = re.search(
            rf"(?<!\d){number}(?!\d)\s*(?:\((?P<bare>{_YEAR})\)|,?\s*(?:{self.dated.pattern})"
            rf"(?:[^.,;\d]{{0,20}}?)(?P<told>{_YEAR}))",
            text,
            re.IGNORECASE,
        )
        return (m["bare"] or m["told"]) if m else None

    def voted_with(self, text: str) -> Iterator[str]:
        """Names of those with whose vote something came about, as written ("with the backing of
        Moscow and Beijing")."""
        for pattern in self.voters:
            for m in pattern.finditer(text):
                yield from filter(None, self.joins.split(next(filter(None, m.groups()))))

    def years(self, text: str) -> tuple[str, ...]:
        """Years that stand by a noun for rules, and are no numbers of resolutions."""
        if self.noun(text) is None:
            return ()
        numbers = " ".join(m["numbers"] for m in self.numbered.finditer(text))
        return tuple(
            dict.fromkeys(y for y in re.findall(rf"\b{_YEAR}\b", text) if y not in numbers)
        )


def _bare_too(pattern: str) -> str:
    """A pattern that also fits text without accents: é → [ée]; not in classes of its own."""
    parts = re.split(r"(\[[^]]*\])", pattern)
    return "".join(
        part if part.startswith("[")
        else "".join(c if (bare := unaccented(c)) == c else f"[{c}{bare}]" for c in part)
        for part in parts
    )  # fmt: skip


@cache
def load_law_terms(language: str) -> LawTerms:
    """The words of lang/`language`. Raises TableError for whatever cannot be."""
    path = LANG / language / "law_terms.yaml"
    data = read_yaml(path, _KEYS)
    for section, keys in (("nouns", NUMBERS), ("issuers", ISSUERS), ("votes", VOTES)):
        for wrong in sorted(set(data[section]) ^ set(keys)):
            raise TableError(path, 1, f"{section}: {wrong!r} unknown or missing")
    law = load_law()
    for name in data["names"]:
        if name not in law.instruments:
            raise TableError(path, 1, f"names: unknown instrument {name!r}")

    def words(patterns: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
        text = _bare_too("|".join(patterns))
        try:
            return re.compile(rf"(?<!\w)(?:{text})(?!\w)", flags)
        except re.error as error:
            raise TableError(path, 1, f"{text!r} is no pattern: {error}") from error

    def many(section: str, flags: int = re.IGNORECASE) -> dict[str, re.Pattern[str]]:
        return {key: words(patterns, flags) for key, patterns in data[section].items()}

    name = r"[A-ZÀ-Ý][\w-]*(?: [A-ZÀ-Ý][\w-]*| (?:of|du|de) [A-ZÀ-Ý][\w-]*)*"
    who = rf"{name}(?:(?:{'|'.join(map(re.escape, data['joins']))}){name})*"
    nouns = "|".join(p for patterns in data["nouns"].values() for p in patterns)
    lead = _bare_too("|".join(data["resolution"]))
    return LawTerms(
        re.compile(
            rf"(?<!\w)(?:{lead})\s*(?P<numbers>\d{{2,4}}(?!\d)(?:\s*\({_YEAR}\))?"
            rf"(?:(?:\s*,\s*|\s+\w{{1,3}}\s+)\d{{3,4}}(?!\d|\s*%)(?:\s*\({_YEAR}\))?)*)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<!\w)(?:{'|'.join(data['order'])})\s*(?P<number>\d{{5}})(?!\d)", re.IGNORECASE
        ),
        words(data["drafts"]),
        many("nouns"),
        words([rf"(?:{'|'.join(data['back'])})\s+(?:\w+\s+)?(?:{nouns})"]),
        words(data["voted_on"]),
        # Case tells "US" from "us" and "UN" from French "un".
        many("issuers", 0),
        many("votes"),
        words(data["veto"]),
        tuple(words([p.replace("{who}", who)], 0) for p in data["voters"]),
        re.compile("|".join(map(re.escape, data["joins"]))), words(data["unanimous"]),
        words([rf"(?:{'|'.join(data['since'])})\s+{_YEAR}"]), words(data["dated"]),
        words(data["ended"]),
        tuple((name, words(patterns))
              for name, patterns in data["names"].items()),
    )  # fmt: skip
