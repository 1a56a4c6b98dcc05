"""The names in a report: states, capitals, adjectives, organisations, persons; each settled or not.

Nothing here looks at phrases: "le président russe Vladimir Poutine" gives *russe* and *Vladimir
Poutine*; actors_phrases.py puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dragoman.matching.actor_words import forms
from dragoman.matching.gazetteer import (
    Entry,
    Hit,
    Word,
    gazetteer,
    plain,
    prefixes,
    words_of,
)
from dragoman.record import Parsed
from dragoman.stages.actors_chunks import (
    bare_names,
    begins_a_name,
    head_words,
    is_personal,
    name_chunks,
    other_spelling,
    titled_surnames,
)
from dragoman.stages.actors_people import by_surname
from dragoman.stages.actors_standing import Standing
from dragoman.stages.actors_surnames import by_given_name, last_words, of_a_trade, pointed_at

_STATE_KINDS = ("state", "capital", "seat", "adjective", "people", "city")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` name `ids` (iso3, organisation, person). `kind`: state, capital,
    seat, adjective, people, org, person, new (somebody or something unknown), or one of these with
    no ids: it could not be settled. `plural` of a people: "les Russes"."""

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    plural: bool = False
    place: bool = False


class Names:
    """All names of a parse, in order, and what they tell of the report as a whole."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.language = parsed.report.language
        self.date = parsed.report.date
        self.words = words_of(parsed)
        self.standing = Standing(parsed, self.words)
        self._heads = head_words(self.language, self.words)
        hits = self._find_hits()
        known = self._heads | {self.words[hit.start].token for hit, _ in hits}
        self._hits = [h for h in hits if not begins_a_name(parsed, h[0], self.words, known)]
        self._strong = self._strong_states()
        self.introduced: list[str] = []
        self.found: tuple[Name, ...] = tuple(self._settle_all())

    @cached_property
    def by_start(self) -> dict[int, Name]:
        """The widest name that begins at a token."""
        out: dict[int, Name] = {}
        for name in self.found:
            if name.start not in out or name.end > out[name.start].end:
                out[name.start] = name
        return out

    @cached_property
    def covering(self) -> dict[int, Name]:
        """The name that holds a token."""
        return {i: name for name in self.found for i in range(name.start, name.end)}

    @cached_property
    def adjective_words(self) -> frozenset[int]:
        """The words that are adjectives of states, which may stand inside other phrases."""
        return frozenset(
            w for hit, _ in self._hits for w in range(hit.start, hit.end)
            if any(e.kind in ("adjective", "people", "org_adjective") for e in hit.entries)
        )  # fmt: skip

    # -- finding

    def _find_hits(self) -> list[tuple[Hit, tuple[str, ...]]]:
        """Longest matches from left to right; with each, the states of compound prefixes before it
        in the same word group ("russo-" in "russo-ukrainien")."""
        names = gazetteer(self.language)
        before = prefixes(self.language)
        articles = forms(self.language, "definite")
        out: list[tuple[Hit, tuple[str, ...]]] = []
        i, first = 0, 0
        pending: tuple[str, ...] = ()
        while i < len(self.words):
            word = self.words[i]
            if word.plain in before and word.joined and self._hyphen_after(word):
                first = i if not pending else first
                pending = (*pending, before[word.plain])
                i += 1
                continue
            hit = names.at(self.words, i)
            later = names.at(self.words, i + 1) if hit and word.plain in articles else None
            if hit is None or (later and later.end > hit.end and word.joined):  # the North Korean
                pending = ()
                i += 1
                continue
            if pending:
                hit = Hit(first, hit.end, hit.entries)
            out.append((hit, pending))
            pending = ()
            i = hit.end
        return out

    def _hyphen_after(self, word: Word) -> bool:
        token = self.parsed.tokens[word.token]
        text = self.parsed.report.text
        at = token.start + token.text.find(word.text) + len(word.text)
        return text[at : at + 1] in ("-", "\u2010", "\u2011")

    def _strong_states(self) -> list[tuple[int, str]]:
        """(token, state) where a state is named beyond doubt."""
        out = []
        for hit, _ in self._hits:
            ids = {e.value for e in hit.entries if e.kind in _STATE_KINDS and "weak" not in e.feats}
            if len(ids) == 1 and all(e.kind in _STATE_KINDS for e in hit.entries):
                out.append((self.words[hit.start].token, ids.pop()))
        return out

    @cached_property
    def bodies(self) -> set[str]:
        """The states and organisations that the report names."""
        found = {iso for _, iso in self._strong}
        for hit, _ in self._hits:
            found |= {e.value for e in hit.entries if e.kind == "org" and "weak" not in e.feats}
        return found

    # -- settling

    def _settle_all(self) -> list[Name]:
        self._introduce()
        out: list[Name] = []
        taken: set[int] = set()
        hits = [hit for hit, _ in self._hits]
        chunks = name_chunks(self.parsed, self.words, hits, self._heads)
        self._strangers = frozenset(
            plain(self.parsed.tokens[k].text) for c in chunks for k in bare_names(self.parsed, c)
        ) | of_a_trade(self.parsed, self.words, hits)
        in_chunk = {i: c for c in chunks for i in range(*c)}
        for hit, extra in self._hits:
            start, end = self.words[hit.start].token, self.words[hit.end - 1].token + 1
            chunk = in_chunk.get(start)
            if chunk and not start <= chunk[0] < chunk[1] <= end and is_personal(hit):
                continue
            name = self._settle(hit, extra, start, end)
            if name:
                out.append(name)
                taken.update(range(start, end))
            elif any(e.kind == "notactor" for e in hit.entries):
                taken.update(range(start, end))
        for a, b in chunks:
            if not taken & set(range(a, b)):
                out.append(self._chunk_name(a, b))
        out.sort(key=lambda n: (n.start, -n.end))
        return out

    def _introduce(self) -> None:
        """Who is named in full, those last that a bare surname most likely takes up again: the
        subject of a sentence after others."""
        subjects: list[str] = []
        for hit, _ in self._hits:
            for e in hit.entries:
                if e.kind != "person" or e.value in self.introduced:
                    continue
                named = subjects if self._subject(self.words[hit.start].token) else self.introduced
                if e.value not in named:
                    named.append(e.value)
        self.introduced.extend(subjects)
        titled = titled_surnames(self.words, [h for h, _ in self._hits], self.language, self.date)
        given = by_given_name(self.parsed, [h for h, _ in self._hits])
        for person in (*titled, *given):
            if person not in self.introduced:
                self.introduced.append(person)

    def _subject(self, i: int) -> bool:
        """Whether a name is, or stands beside, the subject of a sentence."""
        tokens = self.parsed.tokens
        while (
            tokens[i].dep.partition(":")[0] in ("flat", "appos", "compound") and tokens[i].head != i
        ):
            i = tokens[i].head
        return tokens[i].dep.partition(":")[0] == "nsubj"

    def _settle(self, hit: Hit, extra: tuple[str, ...], start: int, end: int) -> Name | None:
        entries = hit.entries
        if any(e.kind == "notactor" for e in entries):
            return None
        orgs = [e for e in entries if e.kind == "org"]
        persons = [e for e in entries if e.kind == "person"]
        states = [e for e in entries if e.kind in _STATE_KINDS]
        common = not states and all("weak" in e.feats for e in orgs)
        if common and self._said_more(start, end):
            orgs = []
        if any(e.kind == "org_adjective" for e in entries):
            body = entries[0].value
            return Name(start, end, "adjective", (body,)) if body in self.bodies else None
        if persons:
            return Name(start, end, "person", (persons[0].value,))
        if orgs and not (states and all("weak" in e.feats for e in orgs) and self._home(states)):
            org = self._which_org(orgs, start)
            if org:
                return Name(
                    start,
                    end,
                    "org",
                    (org,),
                    False,
                    bool(states) and self.standing.is_place(start, end),
                )
            if not states:
                return None
        if states:
            return self._settle_state(states, extra, start, end)
        text = plain(self.parsed.tokens[end - 1].text)
        bearers = (p for p in self.introduced if text in last_words(p))
        surnames = [e.value for e in entries if e.kind == "surname"]
        surnames = list(dict.fromkeys((*surnames, *bearers))) if surnames else []
        if not surnames or not self.standing.as_name(start):
            return None
        nickname = len(surnames) == 1 and all("nickname" in e.feats for e in entries)
        if text in self._strangers and not set(surnames) & set(self.introduced):
            return Name(start, end, "new", ())
        hits = [hit for hit, _ in self._hits]
        who = pointed_at(
            surnames, self.introduced, start, self.parsed, self.words, hits
        ) or by_surname(surnames, self.introduced, self.bodies, self.date, nickname)
        return Name(start, end, "person", (who,)) if who else Name(start, end, "new", ())

    def _settle_state(
        self, entries: list[Entry], extra: tuple[str, ...], start: int, end: int
    ) -> Name | None:
        if self.standing.elsewhere(start, end, {e.value for e in entries}):
            return None
        entries = [e for e in entries if e.kind != "city"]
        if not entries:
            return None
        kind = self._kind(entries, start)
        several = any(f in ("mp", "fp", "p") for e in entries for f in e.feats)
        if kind in ("adjective", "people") and not several and self.standing.is_language(start):
            return None
        strong = dict.fromkeys(e.value for e in entries if "weak" not in e.feats)
        ids = list(strong) or list(dict.fromkeys(e.value for e in entries))
        if len(ids) > 1:
            near = self._nearest(ids, start)
            ids = [near] if near else []
        elif not strong and kind in ("seat", "state") and not self._nearest(ids, start):
            return None
        plural = kind == "people" and self._plural(entries, start)
        if kind == "people" and not plural and self.standing.is_tongue(start):
            return None
        place = kind == "capital" and self.standing.is_place(start, end)
        return Name(start, end, kind, (*extra, *ids), plural, place)

    def _kind(self, entries: list[Entry], start: int) -> str:
        kinds = {e.kind for e in entries}
        for kind in ("state", "seat", "capital"):
            if kind in kinds:
                return kind
        token = self.parsed.tokens[start]
        if kinds == {"adjective", "people"}:
            noun = token.upos in ("NOUN", "PROPN") and token.dep not in ("amod", "compound")
            return "people" if noun else "adjective"
        return "people" if "people" in kinds else "adjective"

    def _plural(self, entries: list[Entry], start: int) -> bool:
        feats = {f for e in entries if e.kind == "people" for f in e.feats}
        if feats and feats <= {"mp", "fp", "p"}:
            return True
        if feats & {"mp", "fp", "p"}:
            before = self.parsed.tokens[start - 1] if start else None
            return bool(before and before.upos == "DET" and before.feat("Number") != "Sing")
        return False

    def _nearest(self, ids: list[str], at: int) -> str | None:
        """Of these states, the one that the text names beyond doubt nearest to a token."""
        near = [(abs(at - i), iso) for i, iso in self._strong if iso in ids and i != at]
        return min(near)[1] if near else None

    def _home(self, states: list[Entry]) -> bool:
        """Whether the text is about the state itself, where its capital more often stands for an
        organisation that sits there (Brussels)."""
        return any(iso == e.value for e in states for _, iso in self._strong)

    def _which_org(self, orgs: list[Entry], at: int) -> str | None:
        strong = [e.value for e in orgs if "weak" not in e.feats]
        if len(strong) == 1:
            return strong[0]
        ids = strong or [e.value for e in orgs]
        named = [
            (self.words[h.start].token, e.value)
            for h, _ in self._hits
            for e in h.entries
            if e.kind == "org" and e.value in ids and len({x.value for x in h.entries}) == 1
            and "weak" not in e.feats
        ]  # fmt: skip
        earlier = [n for n in named if n[0] < at] or named
        if earlier:
            return max(earlier)[1] if earlier[0][0] < at else min(earlier)[1]
        seats = {e.value for h, _ in self._hits for e in h.entries if e.kind == "seat_of"}
        here = [i for i in ids if i in seats]
        if len(here) == 1:
            return here[0]
        states = {iso for _, iso in self._strong}
        home = [i for i in ids if i.partition(":")[0] in states]
        if len(home) == 1:
            return home[0]
        return ids[0] if len(ids) == 1 and not self.parsed.tokens[at].text[0].islower() else None

    def _said_more(self, start: int, end: int) -> bool:
        """ "Conseil russe", "Union de jeunes": a common word with a capital, part of another name.
        Only one with an article, and nothing after it, points back to a body."""
        tokens = self.parsed.tokens
        before = tokens[start - 1] if start else None
        if before is None or before.upos not in ("DET", "ADP"):
            return True
        if end >= len(tokens):
            return False
        after = tokens[end]
        if tokens[start].text.isdigit() and after.upos in ("NOUN", "NUM", "PROPN", "SYM"):
            return True
        return after.upos in ("ADJ", "PROPN") or after.text.lower() in forms(self.language, "of")

    def _chunk_name(self, a: int, b: int) -> Name:
        """A name that no table has: perhaps another spelling of a known person's."""
        inside = [hit for hit, _ in self._hits if a <= self.words[hit.start].token < b]
        person = other_spelling(self.parsed.slice(a, b), inside)
        if person is None:
            return Name(a, b, "new", ())
        if person not in self.introduced:
            self.introduced.append(person)
        return Name(a, b, "person", (person,))
