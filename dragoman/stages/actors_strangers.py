"""Strangers: persons and bodies that no table knows and that only the text names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from rapidfuzz import fuzz

from dragoman.record import Actor, Parsed
from dragoman.stages.actors_names import Name, Names
from dragoman.stages.actors_people import known_person, new_person, slug
from dragoman.stages.actors_reach import Phrase

_STATE_OFFICES = ("head_of_state", "head_of_government", "vice_president", "attorney-general")
_BESIDE = 4  # tokens between a name and what tells whose he is


class Strangers:
    """What the text says of those it names: who is whose, and which later name is who."""

    def __init__(self, parsed: Parsed, names: Names) -> None:
        self.parsed = parsed
        self.names = names
        self.standing: dict[str, tuple[int, str]] = {}  # slug of a stranger -> how sure, his body
        self.given: dict[str, str] = {}  # known person -> the body that the text puts him with
        self.called: set[str] = set()  # slugs of strangers with a title or an office
        self.officers: set[str] = set()  # slugs of those who hold an office of some state
        self.made: dict[str, Actor] = {}  # slug of a name that the text made -> organisation
        self.full = self._full_names()

    def _full_names(self) -> dict[str, str]:
        """Last word of a stranger's name, failing that the first ("Hwang Mi-rae"), and other
        spellings of it -> his full name as first written."""
        out: dict[str, str] = {}
        first: dict[str, str] = {}
        for name in self.names.found:
            if name.kind != "new" or name.end - name.start < 2:
                continue
            text = self.parsed.slice(name.start, name.end)
            key = slug(text)
            same = next((k for k in out if "-" in k and fuzz.ratio(k, key) >= 90), None)
            out.setdefault(key, out[same] if same else text)
            out.setdefault(key.split("-")[-1], out[key])
            out.setdefault(slug(text.split()[-1]), out[key])
            first.setdefault(slug(text.split()[0]), out[key])
        return first | out

    def actor(self, name: Name, body: str | None, role: str | None, sure: int = 2) -> Actor:
        """The actor for a name. For a stranger, `sure` says how well the text puts him with
        `body`: 2 for what he is now, 1 for what he was."""
        text = self.parsed.slice(name.start, name.end)
        if name.kind == "person" and name.ids:
            person = name.ids[0]
            if body:
                self.given.setdefault(person, body)
            return known_person(
                person, self.names.date, text, self.names.language, self.given.get(person)
            )
        full = self.full.get(slug(text), text)
        key = slug(full)
        if body and sure > self.standing.get(key, (0, ""))[0]:
            self.standing[key] = (sure, body)
        return new_person(full, self.standing.get(key, (0, None))[1], text, role)

    def take_office(self, actor: Actor, role: str) -> None:
        """Notes who holds an office that only states have."""
        if role in _STATE_OFFICES or role.endswith("minister"):
            self.officers.add(slug(actor.name))

    def worth(self, name: Name) -> bool:
        """A stranger is taken for an actor if he has two names, or was named in full elsewhere."""
        key = slug(self.parsed.slice(name.start, name.end))
        if key in self.full or key in self.made:
            return self.parsed.sentence(name.start).zone != "headline" or key in self.standing
        return False

    def settle(self, phrases: list[Phrase]) -> list[Phrase]:
        """A stranger's name gets the state that any mention of him in the report gave him; failing
        that, what the words around his name say, of the unnamed office holder whom it names ("un
        ministre malien ... Moussa Keïta"), and of an officer the state that acts most here."""
        for n, p in enumerate(phrases):
            key = self._stranger(p)
            if key and key not in self.standing:
                self._stand_in(key, p, phrases[:n])
        home = self._home(phrases)
        for key in self.officers if home else ():
            self.standing.setdefault(key, (0, home or ""))
        return [self._settled(p) for p in phrases]

    def _stranger(self, p: Phrase) -> str | None:
        """The slug of the stranger whom a phrase names."""
        if p.how not in ("new", "name") or len(p.actors) != 1:
            return None
        key = slug(p.actors[0].name)
        return key if p.actors[0].kind in ("person", "unknown") and key in self.full else None

    def _settled(self, p: Phrase) -> Phrase:
        actor = p.actors[0] if len(p.actors) == 1 and p.how in ("new", "name") else None
        made = self.made.get(slug(actor.name)) if actor else None
        if actor and made:
            return replace(p, actors=(replace(made, mention=actor.mention),))
        key = self._stranger(p)
        if actor is None or key is None:
            return p
        body = self.standing.get(key, (0, None))[1]
        new = new_person(actor.name, body, actor.mention, actor.role)
        if body is None and key not in self.called:
            new = replace(new, kind="unknown")
        return replace(p, actors=(new,), person=new.kind == "person")

    def _stand_in(self, key: str, p: Phrase, before: list[Phrase]) -> None:
        body = self._described(p)
        if body:
            self.standing[key] = (1, body)
            return
        tokens = self.parsed.tokens
        here = self.parsed.sentence_number(p.head)
        named = False
        for q in reversed(before):
            if here - self.parsed.sentence_number(q.head) > 1:
                return
            named = named or self._stranger(q) == key
            unnamed = q.how == "office" and q.person and len(q.actors) == 1 and bool(q.bodies)
            acts = self._acts(p) and tokens[q.head].dep in ("nsubj", "root")
            group = q.actors[0] if len(q.actors) == 1 and q.how == "name" else None
            beside = tokens[q.head].dep.partition(":")[0] not in ("obl", "obj", "nmod", "iobj")
            spoke = beside and self._acts(p) and not named
            if spoke and group and group.kind in ("armed_group", "group"):
                self.standing[key] = (0, group.id)  # "the front denied it. X said ..."
                return
            new = not named and tokens[q.start].feat("Definite") == "Ind"
            if unnamed and (acts or new) and q.actors[0].name == q.actors[0].mention:
                self.standing[key] = (1, q.bodies[0])
                return

    def _acts(self, p: Phrase) -> bool:
        """Whether a name is a subject: by the parse, or since a finite verb follows it."""
        tokens = self.parsed.tokens
        after = tokens[p.end] if p.end < len(tokens) else None
        verb = after is not None and after.feat("VerbForm") == "Fin"
        return verb or tokens[p.head].dep == "nsubj"

    def _described(self, p: Phrase) -> str | None:
        """The state of a noun beside a name: "l'agronome kényane X", "X, an agronomist from
        Kenya,"."""
        tokens = self.parsed.tokens
        sentence = self.parsed.sentence(p.head)
        k = p.start - 1
        while k >= sentence.start and tokens[k].upos in ("NOUN", "ADJ", "PROPN"):
            name = self.names.covering.get(k)
            if name is not None:
                own = name.kind == "adjective" and bool(name.ids) and p.start - k <= _BESIDE
                return name.ids[0] if own and name.end < p.end else None
            k -= 1
        if p.end + 1 >= sentence.end or tokens[p.end].text != ",":
            return None
        noun = False
        for k in range(p.end + 1, min(sentence.end, p.end + 2 + 2 * _BESIDE)):
            name = self.names.covering.get(k)
            if tokens[k].upos in ("VERB", "AUX", "PUNCT", "PRON", "SCONJ", "CCONJ"):
                return None
            if name is not None and name.ids and name.kind in ("adjective", "state"):
                apposed = self._closed(name.end, sentence.end)
                return name.ids[0] if apposed and (noun or name.kind == "adjective") else None
            noun = noun or tokens[k].upos == "NOUN"
        return None

    def _closed(self, k: int, end: int) -> bool:
        """Whether no verb stands between a token and the next punctuation."""
        tokens = self.parsed.tokens
        while k < end and tokens[k].upos != "PUNCT":
            if tokens[k].upos in ("VERB", "AUX"):
                return False
            k += 1
        return k < end

    def _home(self, phrases: list[Phrase]) -> str | None:
        """The state that acts most in the report, if one clearly does."""
        acts: Counter[str] = Counter()
        for p in phrases:
            one = p.actors[0] if len(p.actors) == 1 and p.how not in ("demonym", "place") else None
            if one and one.country and self.parsed.tokens[p.head].dep.startswith("nsubj"):
                acts[one.country] += 1
        first = acts.most_common(2)
        clear = first and first[0][1] > 1 and (len(first) < 2 or first[0][1] > first[1][1])
        return first[0][0] if clear else None
