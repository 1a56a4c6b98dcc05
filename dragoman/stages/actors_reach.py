"""How far a phrase reaches around its head word, and what it meets there.

Read along the line, word by word: a parser errs most inside such phrases ("le ministre russe de la
Défense"), so that the tree is asked only where a common noun follows.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.matching.actor_words import forms
from dragoman.record import Actor, Token
from dragoman.stages.actors_line import Line
from dragoman.stages.actors_names import Name
from dragoman.stages.actors_people import known_person
from dragoman.world import actors as world


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention in the making. `actors` are known, or `waits` says what must be found: (kind,
    value) of the head word and the bodies it names. `gender` m or f, `number` s or p, where they
    show."""

    start: int
    end: int
    head: int
    actors: tuple[Actor, ...]
    how: str
    gender: str | None = None
    number: str | None = None
    waits: tuple[str, str] | None = None
    bodies: tuple[str, ...] = ()
    person: bool = False
    keep: tuple[tuple[int, int], ...] = ()  # names inside that stay mentions of their own


class Reach:
    """How far a phrase reaches around its head word, and what it meets there."""

    def __init__(self, line: Line, a: int, b: int, skipped: list[int]) -> None:
        self.line = line
        self.parsed, self.names = line.parsed, line.names
        self.tokens = line.parsed.tokens
        self.language = line.parsed.report.language
        self.a = a
        self.start, self.end = a, b
        self.bodies: tuple[str, ...] = ()
        self.keep: list[tuple[int, int]] = []
        self.person: Name | None = None
        self.org: str | None = None
        self.name_start = a
        self.foreign = False  # belongs to something that is no state and no organisation
        self.count: int | None = None
        self.definite = self.possessive = self._owned = False
        self.whens: list[str] = []
        sentence = self.parsed.sentence(a)
        self.first, self.last = sentence.start, sentence.end
        for i in skipped:
            self._meet(self.names.covering.get(i))
        self._left()
        self._right()
        self.number = self._number()
        self.gender = self._gender()

    @property
    def bare(self) -> bool:
        """One, without any article, and no "Russia's": the office rather than who holds it ("élu
        président du Mali")."""
        if self.number == "p" or self.definite or self.possessive or self._owned:
            return False
        return not any(self.tokens[k].upos == "DET" for k in range(self.start, self.a))

    @property
    def text(self) -> str:
        """The phrase as written."""
        return self.parsed.slice(self.start, self.end)

    def when(self) -> str:
        """What is said of the office; `present` if nothing."""
        return self.whens[0] if self.whens else "present"

    def year(self) -> str | None:
        """A year that the sentence names, for "de l'époque"."""
        for i in range(self.first, self.last):
            text = self.tokens[i].text
            if len(text) == 4 and text.isdigit() and text[:2] in ("18", "19", "20"):
                return text
        return self.parsed.report.date

    # -- leftwards: article, number, "ancien", adjectives, "Russia's"

    def _left(self) -> None:
        i = self.a - 1
        while i >= self.first:
            token = self.tokens[i]
            text = token.text.lower()
            name = self.names.covering.get(i)
            if name and name.kind in ("adjective", "people", "state", "seat", "capital", "org"):
                if name.kind not in ("adjective", "people") and not self._attributive(name, i):
                    break
                if name.place or not name.ids:
                    break
                self._meet(name, first=True)
                self._owned = True
                if i - 1 > self.first and self.tokens[name.start - 1].upos == "CCONJ":
                    other = self.names.covering.get(name.start - 2)
                    if other and other.kind == "adjective" and name.kind == "adjective":
                        i = name.start - 2  # "Spanish and Algerian officials"
                        self.start = i
                        continue
                i = name.start - 1
                self.start = name.start
                continue
            if text in ("'s", "’s") and i - 1 >= self.first and self.names.covering.get(i - 1):
                i -= 1
                continue
            if text in self.line.whens:
                self.whens.insert(0, self.line.whens[text].value)
            elif text in forms(self.language, "both"):
                self.count = int(forms(self.language, "both")[text].value)
                self.definite = True
            elif text.rstrip("-") in forms(self.language, "number"):
                self.count = int(forms(self.language, "number")[text.rstrip("-")].value)
            elif token.upos == "DET" or (token.upos == "PRON" and token.feat("Poss") == "Yes"):
                self._determiner(token)
                self.start = i
                break
            elif token.upos not in ("ADJ", "NUM") or self.names.covering.get(i):
                break
            self.start = i
            i -= 1
        before = self.tokens[self.start - 1].text.lower() if self.start > self.first else ""
        if before in forms(self.language, "contracted"):
            self.definite = True

    def _attributive(self, name: Name, i: int) -> bool:
        """English: "Russia's minister", "US officials"; not "en Iran, ministre"."""
        after = self.tokens[i + 1].text.lower() if i + 1 < self.a else ""
        if after in ("'s", "’s", "'", "’"):
            return True
        inside = range(name.start, name.end)
        heads = [self.tokens[k] for k in inside if self.tokens[k].head not in inside]
        return any(t.dep in ("compound", "nmod:poss", "amod") and name.end <= t.head for t in heads)

    def _determiner(self, token: Token) -> None:
        if token.feat("Poss") == "Yes" or token.text.lower() in forms(self.language, "possessive"):
            self.possessive = True
        elif token.feat("Definite") == "Ind":
            self.definite = False
        else:
            self.definite = (
                token.feat("Definite") == "Def"
                or token.feat("PronType") == "Dem"
                or token.text.lower() in forms(self.language, "definite")
            )

    # -- rightwards: adjectives, "de la Russie", "auprès de l'ONU"

    def _right(self) -> None:
        while self.end < self.last:
            token = self.tokens[self.end]
            name = self.names.covering.get(self.end)
            if name and name.kind in ("adjective", "people") and name.ids and name.end <= self.last:
                self._meet(name)
                self.end = name.end
                self._and_adjective()
                continue
            if name is not None:
                break
            if self._when_after():
                continue
            text = token.text.lower()
            if text in forms(self.language, "of") and self._complement(own=True):
                continue
            if text in forms(self.language, "to") and self._complement(own=False):
                continue
            follows = self.names.by_start.get(self.end + 1)
            if token.upos == "ADJ" and token.head in range(self.start, self.end):
                self.end += 1
                continue
            if (
                token.upos in ("ADJ", "VERB")
                and follows
                and follows.kind == "org"
                and self._is("class")
            ):
                self.end += 1  # "groupe de sécurité privée Wagner"
                continue
            break

    def _and_adjective(self) -> None:
        """ "dirigeants soudanais et israéliens"."""
        if self.end + 1 < self.last and self.tokens[self.end].upos == "CCONJ":
            name = self.names.covering.get(self.end + 1)
            if name and name.kind == "adjective" and name.ids:
                self.end += 1

    def _when_after(self) -> bool:
        for words in (2, 3):
            if self.end + words > self.last:
                break
            text = self.parsed.slice(self.end, self.end + words).lower()
            if text in self.line.whens:
                self.whens.append(self.line.whens[text].value)
                self.end += words
                return True
        text = self.tokens[self.end].text.lower()
        if text in self.line.whens and self.tokens[self.end].upos == "ADJ":
            self.whens.append(self.line.whens[text].value)
            self.end += 1
            return True
        return False

    def _complement(self, own: bool) -> bool:
        """What follows a preposition: a state or an organisation that the office belongs to (`own`)
        or is sent to; or something else that merely says more."""
        i = self.end + 1
        if i < self.last and self.tokens[i].text.lower() in forms(self.language, "of"):
            i += 1  # "auprès de"
        while i < self.last and (
            self.tokens[i].upos == "DET"
            or (self.tokens[i].upos == "ADJ" and i + 1 in self.names.covering)
        ):
            i += 1
        if i >= self.last:
            return False
        name = self.names.covering.get(i)
        if (
            name
            and name.start >= self.end
            and name.kind in ("state", "seat", "capital", "org", "people")
        ):
            if own and name.ids:
                self._meet(name)
            elif not own:
                if not self._is("office", "person", "people"):
                    return False
                self.keep.append((name.start, name.end))
                org = world.organisations().get(name.ids[0]) if name.ids else None
                member = org and org.kind in ("group", "media", "company", "armed_group")
                if member or self._speaks_for():
                    self._meet(name, first=bool(member))  # before a field: "turque", "for Asia"
            self.end = name.end
            if own:
                self._more_owners()
            return True
        if i in self.line.heads and own and self._is("government", "organ"):
            after = self.line.heads[i][2]
            titled = self.names.by_start.get(after + (self.tokens[after].text == "."))
            name = titled if titled and titled.kind == "person" else name
        if name and name.kind in ("person", "new"):
            return own and self._owner_person(name)
        if self._is("office", "person", "people") or (own and self._is("class", "organ")):
            while i + 1 < self.last and self.tokens[i].upos == "ADJ":
                i += 1  # "for the Iranian army"
            return self._common_complement(i, own)
        return False

    def _is(self, *kinds: str) -> bool:
        """Whether the head word is of one of these kinds."""
        return any(e.kind in kinds for e in self.line.heads[self.a][0].entries)

    def _speaks_for(self) -> bool:
        """ "A spokesperson for the Union": whose he is, though another preposition stands there."""
        return any(e.value == "spokesperson" for e in self.line.heads[self.a][0].entries)

    def _owner_person(self, name: Name) -> bool:
        """ "le gouvernement de Vladimir Poutine": the state of the person."""
        if self._is("government", "organ") and name.kind == "person" and name.ids:
            actor = known_person(name.ids[0], self.parsed.report.date, "", self.language)
            self.bodies = (*self.bodies, actor.state)
            self.end = name.end
            return True
        self.foreign = True
        return False

    def _more_owners(self) -> None:
        """ "de la Russie et de la Corée du Nord", "du Brésil, du Sénégal, et de la Syrie"."""
        while self.end + 1 < self.last:
            i = self.end
            while i < self.last and (
                self.tokens[i].upos in ("CCONJ", "DET")
                or self.tokens[i].text.lower() in forms(self.language, "of")
                or (self.tokens[i].text == "," and i == self.end)
            ):
                i += 1
            name = self.names.by_start.get(i)
            linked = any(
                self.tokens[k].text.lower() in forms(self.language, "of")
                for k in range(self.end, min(i, self.last))
            )
            if i == self.end or not name or name.kind not in ("state", "org") or not linked:
                return
            if self.tokens[self.end].text == "," and self.number_hint() != "p":
                return
            self._meet(name)
            self.end = name.end

    def number_hint(self) -> str | None:
        return {"Sing": "s", "Plur": "p"}.get(self.tokens[self.a].feat("Number") or "")

    def _common_complement(self, i: int, own: bool) -> bool:
        """ "conseiller pour les affaires stratégiques", "ministère des mines": taken in if the tree
        hangs it on the phrase; a state inside it still tells whose it is."""
        tokens = self.tokens
        if not (tokens[i].upos in ("NOUN", "PROPN") and self.start <= tokens[i].head < self.end):
            return False
        last = i
        for k in range(i, min(self.last, i + 10)):
            token = tokens[k]
            if token.upos in ("PUNCT", "VERB", "AUX", "PRON", "SCONJ"):
                break
            if k in self.parsed.subtree(i):
                last = k
            else:
                break
        for k in range(self.end + 1, last + 1):
            name = self.names.covering.get(k)
            owner = name is not None and name.kind in ("adjective", "state", "org")
            if owner and name and name.start == k and not self.bodies:
                self._meet(name)
            if name and name.kind in ("person", "new") and name.start == k:
                last = k - 1
                while last > i and tokens[last].upos in ("ADP", "DET", "CCONJ"):
                    last -= 1
                break
        self.foreign = self.foreign or own
        self.end = last + 1
        return True

    def _meet(self, name: Name | None, first: bool = False) -> None:
        """Takes note of whose the phrase is; `first` in the order of the text, read leftwards."""
        if name and name.ids and name.kind not in ("person", "new"):
            ids = (*name.ids, *self.bodies) if first else (*self.bodies, *name.ids)
            self.bodies = tuple(dict.fromkeys(ids))

    # -- forms

    def _number(self) -> str | None:
        for i in (self.a, self.start):
            number = {"Sing": "s", "Plur": "p"}.get(self.tokens[i].feat("Number") or "")
            if number:
                return number
        return "p" if self.count else "s"

    def _gender(self) -> str | None:
        for i in (self.start, self.a):
            gender = {"Masc": "m", "Fem": "f"}.get(self.tokens[i].feat("Gender") or "")
            if gender:
                return gender
        return None
