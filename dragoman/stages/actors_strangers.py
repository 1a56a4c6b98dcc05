"""Strangers: persons and bodies that no table knows and that only the text names."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from dragoman.record import Actor, Parsed
from dragoman.stages.actors_names import Name, Names
from dragoman.stages.actors_people import known_person, new_person, slug
from dragoman.stages.actors_reach import Phrase


class Strangers:
    """What the text says of those it names: who is whose, and which later name is who."""

    def __init__(self, parsed: Parsed, names: Names) -> None:
        self.parsed = parsed
        self.names = names
        self.standing: dict[str, tuple[int, str]] = {}  # slug of a stranger -> how sure, his body
        self.given: dict[str, str] = {}  # known person -> the body that the text puts him with
        self.called: set[str] = set()  # slugs of strangers with a title or an office
        self.made: dict[str, Actor] = {}  # slug of a name that the text made -> organisation
        self.full = self._full_names()

    def _full_names(self) -> dict[str, str]:
        """Last word of a stranger's name, and other spellings of it -> his full name as first
        written."""
        out: dict[str, str] = {}
        for name in self.names.found:
            if name.kind != "new" or name.end - name.start < 2:
                continue
            text = self.parsed.slice(name.start, name.end)
            key = slug(text)
            same = next((k for k in out if "-" in k and fuzz.ratio(k, key) >= 90), None)
            out.setdefault(key, out[same] if same else text)
            out.setdefault(key.split("-")[-1], out[key])
        return out

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

    def worth(self, name: Name) -> bool:
        """A stranger is taken for an actor if he has two names, or was named in full elsewhere."""
        key = slug(self.parsed.slice(name.start, name.end))
        if key in self.full or key in self.made:
            return self.parsed.sentence(name.start).zone != "headline" or key in self.standing
        return False

    def settle(self, phrases: list[Phrase]) -> list[Phrase]:
        """A stranger's name gets the state that any mention of him in the report gave him; failing
        that, of the unnamed office holder just before ("un ministre malien ... Moussa Keïta")."""
        out: list[Phrase] = []
        for p in phrases:
            if p.how in ("new", "name") and len(p.actors) == 1:
                actor = p.actors[0]
                key = slug(actor.name)
                if key in self.made:
                    p = replace(p, actors=(replace(self.made[key], mention=actor.mention),))
                elif actor.kind in ("person", "unknown") and key in self.full:
                    if key not in self.standing:
                        self._stand_in(key, p, out)
                    body = self.standing.get(key, (0, None))[1]
                    new = new_person(actor.name, body, actor.mention, actor.role)
                    if body is None and key not in self.called:
                        new = replace(new, kind="unknown")
                    p = replace(p, actors=(new,), person=new.kind == "person")
            out.append(p)
        return out

    def _stand_in(self, key: str, p: Phrase, before: list[Phrase]) -> None:
        here = self.parsed.sentence_number(p.head)
        for q in reversed(before):
            if here - self.parsed.sentence_number(q.head) > 1:
                return
            unnamed = q.how == "office" and q.person and len(q.actors) == 1 and bool(q.bodies)
            if unnamed and q.actors[0].kind == "person" and q.actors[0].name == q.actors[0].mention:
                self.standing[key] = (1, q.bodies[0])
                return
