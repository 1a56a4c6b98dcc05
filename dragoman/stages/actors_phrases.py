"""Phrases that mean an actor: a name with its office, an organ of a state, and those that must wait
for what was said before ("le président", "les deux pays").

A phrase is read along the line, word by word, since a parser errs most inside such phrases; the
tree only chooses the head.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.matching.gazetteer import Entry, Hit
from dragoman.record import Actor, Parsed
from dragoman.stages.actors_apposition import take_name, title_of
from dragoman.stages.actors_bodies import body_actor, office_holders, state_form
from dragoman.stages.actors_line import read_line
from dragoman.stages.actors_names import Name, Names
from dragoman.stages.actors_people import (
    country_of,
    holders,
    known_person,
    lately,
    slug,
    within,
)
from dragoman.stages.actors_reach import Phrase, Reach
from dragoman.stages.actors_strangers import Strangers
from dragoman.world import actors as world

_HEAD_KINDS = (
    "office", "person", "kin", "government", "organ", "people", "class", "state", "collective",
)  # fmt: skip


class Phrases:
    """Reads the phrases of a report from its names and the words of its language."""

    def __init__(self, parsed: Parsed, names: Names) -> None:
        self.parsed = parsed
        self.names = names
        self.language = parsed.report.language
        self.date = parsed.report.date
        self.line = read_line(parsed, names)
        self.strangers = Strangers(parsed, names)
        self.roles: dict[str, set[str]] = {}  # actor id -> roles the text gave him
        self.last: Phrase | None = None  # the phrase read before
        self.found = self._find_all()

    # -- phrases

    def _find_all(self) -> tuple[Phrase, ...]:
        out: list[Phrase] = []
        for start in sorted(self.line.heads):
            if any(p.start <= start < p.end for p in out):
                continue
            self.last = out[-1] if out else None
            hit, a, b = self.line.heads[start]
            phrase = self._headed(hit, a, b)
            if phrase:
                out = [p for p in out if not phrase.start <= p.start < phrase.end]
                out.append(phrase)
        taken = {i for p in out for i in range(p.start, p.end)}
        keep = {span for p in out for span in p.keep}
        for name in self.names.found:
            if name.start in taken and (name.start, name.end) not in keep:
                continue
            phrase = self._named(name)
            if phrase:
                out.append(phrase)
        out.sort(key=lambda p: (p.start, -p.end))
        return tuple(self.strangers.settle(_nested(out)))

    def _headed(self, hit: Hit, a: int, b: int) -> Phrase | None:
        entries = [e for e in hit.entries if e.kind in _HEAD_KINDS]
        if not entries:
            return self._titled(hit, a, b)
        kinds = {e.kind for e in entries}
        if self.parsed.tokens[a].upos in ("VERB", "AUX", "ADP", "ADV"):
            return None
        if b - a == 1 and kinds == {"people"} and self._adjectival(a):
            return None
        reach = Reach(self.line, a, b, [self.names.words[w].token for w in hit.skipped])
        if kinds & {"office", "person", "kin"}:
            return self._person_phrase(entries, reach)
        entry = entries[0]
        if entry.kind == "government":
            return self._body_phrase(entry, reach)
        if entry.kind == "organ":
            return self._body_phrase(entry, reach)
        if entry.kind == "people":
            return self._people_phrase(entry, reach)
        if entry.kind == "class":
            return self._class_phrase(entry, reach)
        if entry.kind == "collective":
            return self._collective(entry, reach)
        return self._waiting(entry, reach) if not reach.bodies else None

    def _adjectival(self, i: int) -> bool:
        """ "Jugés responsables": no officials."""
        token = self.parsed.tokens[i]
        before = self.parsed.tokens[i - 1] if i else None
        return token.upos == "ADJ" and (before is None or before.upos not in ("DET", "ADJ"))

    def _titled(self, hit: Hit, a: int, b: int) -> Phrase | None:
        """ "M. Trump": a title and a name."""
        title = next((e for e in hit.entries if e.kind == "title"), None)
        if title is None or self.parsed.tokens[a].upos in ("VERB", "AUX"):
            return None
        c = b + 1 if b < len(self.parsed.tokens) and self.parsed.tokens[b].text == "." else b
        name = self.names.by_start.get(c)
        if name is None or name.kind not in ("person", "new"):
            return None
        start = a - 1 if a and self.parsed.tokens[a - 1].upos == "DET" else a
        actor = self.strangers.actor(name, None, None)
        self.strangers.called.add(slug(actor.name))
        return Phrase(start, name.end, self._head(start, name.end, a), (actor,), "name",
                      title.value or self._gender(actor), "s", person=True)  # fmt: skip

    def _person_phrase(self, entries: list[Entry], reach: Reach) -> Phrase | None:
        take_name(reach, self.last)
        when = reach.when()
        plural = reach.number == "p"
        role = self._role(entries, reach)
        word = next((e for e in entries if e.kind in ("person", "kin")), None)
        how = "office"
        actors: list[Actor] = []
        if reach.person is not None:
            body = reach.bodies[0] if reach.bodies else None
            sure = 1 if when == "former" else 2
            actor = self.strangers.actor(
                reach.person, body, role or (word.value if word else None), sure
            )
            self.strangers.called.add(slug(actor.name))
            if when != "former" and not reach.foreign:
                self.strangers.take_office(actor, role or (word.value if word else ""))
            actors, how = [actor], "name" if reach.person.kind == "person" else "new"
        elif role and reach.bodies and not reach.bare:
            for body in reach.bodies:
                actors.append(self._holder(body, role, when, reach))
        elif plural and reach.bodies and not word and not role:
            actors = office_holders(entries, reach.bodies, reach.text) if not reach.foreign else []
        elif word and word.value == "counterpart":
            return self._phrase(reach, (), "description", ("counterpart", ""), person=True)
        elif role and (reach.definite or reach.possessive):
            phrase = self._phrase(reach, (), "description", ("role", role), person=True)
            return replace(phrase, bodies=(str(reach.count),)) if reach.count else phrase
        elif word and reach.bodies:
            part = word.value + ("s" if plural else "")
            if when == "former":
                part = f"former-{part}"
            actors = [
                Actor(within(b, part), "group" if plural else "person", country_of(b),
                      reach.text, reach.text)
                for b in reach.bodies
            ]  # fmt: skip
        elif word and word.kind != "kin" and (reach.definite or reach.possessive) and not plural:
            return self._phrase(reach, (), "description", ("word", word.value), person=True)
        elif word and word.kind != "kin" and not role and not reach.bare:
            part = word.value + ("s" if plural else "")
            actors = [Actor(f"?:{part}", "group" if plural else "unknown", None, reach.text,
                            reach.text)]  # fmt: skip
        if not actors:
            return None
        for actor in actors:
            if role or word:
                self.roles.setdefault(actor.id, set()).add(role or (word.value if word else ""))
        waits = ("word", word.value) if word and reach.bodies and when == "present" else None
        return self._phrase(reach, tuple(actors), how, waits, person=True)

    def _role(self, entries: list[Entry], reach: Reach) -> str | None:
        """The role that the words name for these bodies; none where "président" is followed by what
        is no state ("président du club")."""
        if reach.foreign:
            return None
        body = reach.bodies[0] if reach.bodies else None
        state = world.states().get(body or "")
        for e in entries:
            if e.kind != "office":
                continue
            if not e.scope:
                if body is None or state is not None or e.value == "spokesperson":
                    return e.value
                continue
            if body is None:
                continue
            org = world.organisations().get(body)
            if (
                body in e.scope
                or (state and set(e.scope) & set(state.traits))
                or (org and org.kind == "igo" and "igo" in e.scope and ":" in body)
                or (org and org.kind in ("armed_group", "group", "organ") and "group" in e.scope)
            ):
                return e.value
        if body is None:
            scoped = [e for e in entries if e.kind == "office"]
            owners = {s for e in scoped for s in e.scope if s in world.states() or ":" in s}
            if len(scoped) >= 1 and len(owners) == 1:
                reach.bodies = (owners.pop(),)
                return scoped[0].value
        return None

    def _holder(self, body: str, role: str, when: str, reach: Reach) -> Actor:
        date = reach.year() if when == "then" else self.date
        if when != "former":
            who = holders(body, role, date, when)
            if len(who) == 1:
                return known_person(who[0], date, reach.text, self.language)
        else:
            left = lately(body, role, date)
            if left:
                return known_person(left, date, reach.text, self.language)
        part = role.replace("_", "-")
        part = f"former-{part}" if when == "former" else part
        return Actor(within(body, part), "person", country_of(body), reach.text, reach.text, role)

    def _body_phrase(self, entry: Entry, reach: Reach) -> Phrase | None:
        """A government or an organ of a state."""
        take_name(reach, self.last, known_only=True)
        if reach.person is not None and reach.person.ids:
            actor = self.strangers.actor(reach.person, None, None)
            reach.bodies = (actor.state,)
        if not reach.bodies:
            return self._waiting(entry, reach) if "bound" not in entry.scope else None
        actors = []
        for body in reach.bodies:
            if entry.kind == "government":
                actors.append(body_actor(body, reach.text, self.language))
            else:
                actors.append(Actor(within(body, entry.value), "organ", country_of(body),
                                    reach.text, reach.text))  # fmt: skip
        return self._phrase(reach, tuple(actors), "office", None)

    def _people_phrase(self, entry: Entry, reach: Reach) -> Phrase | None:
        if reach.number == "s" and not reach.bodies:
            return None
        if reach.bodies:
            actors = tuple(
                Actor(within(b, entry.value), "group", country_of(b), reach.text, reach.text)
                for b in reach.bodies
            )
            return self._phrase(reach, actors, "office", None)
        if reach.possessive:
            return None
        actor = Actor(f"?:{entry.value}", "group", None, reach.text, reach.text)
        waits = ("people", entry.value) if reach.definite else None
        return self._phrase(reach, (actor,), "description", waits)

    def _class_phrase(self, entry: Entry, reach: Reach) -> Phrase | None:
        """ "le tabloïd russe X", "l'alliance"."""
        take_name(reach, self.last, orgs=True)
        kinds = entry.value.split(";")
        if reach.org is not None:
            text = self.parsed.slice(reach.name_start, reach.end)
            actor = body_actor(reach.org, text, self.language)
            return self._phrase(reach, (actor,), "name", None)
        if reach.person is not None and reach.person.kind == "person":
            return None
        new = (reach.person.start, reach.person.end) if reach.person else None
        called = title_of(reach) if kinds == ["media"] and reach.number == "s" else new
        if called:
            text = self.parsed.slice(*called)
            body = reach.bodies[0] if reach.bodies else None
            actor = Actor(within(body, slug(text)), kinds[0], country_of(body), text, text)
            self.strangers.made[slug(text)] = actor
            reach.start, reach.end = min(called[0], reach.start), max(called[1], reach.end)
            return self._phrase(reach, (actor,), "new", None)
        if reach.bodies and entry.scope == ("members",):
            actors = tuple(
                Actor(within(b, "member-states"), "group", None, reach.text, reach.text)
                for b in reach.bodies
            )
            return self._phrase(reach, actors, "office", None)
        if reach.bodies and not all(b in world.states() for b in reach.bodies):
            return None
        if reach.bodies and kinds[0] == "igo":  # "l'agence de Vienne" is nobody's but sits there
            reach.bodies = ()
            return self._waiting(entry, reach)
        if reach.bodies:
            actors = tuple(
                Actor(within(b, kinds[0].replace("_", "-")), kinds[0], country_of(b), reach.text,
                      reach.text)
                for b in reach.bodies
            )  # fmt: skip
            family = entry.scope[0] if entry.scope else ""
            waits = ("class", f"{entry.value}:{family}") if reach.definite else None
            return self._phrase(reach, actors, "office", waits)
        if entry.scope == ("members",):
            return self._waiting(entry, reach)
        return self._waiting(entry, reach) if reach.definite and reach.number == "s" else None

    def _collective(self, entry: Entry, reach: Reach) -> Phrase | None:
        if reach.count:
            return self._waiting(Entry("state", "any"), reach)
        actor = Actor(f"?:{entry.value}", "group", None, reach.text, reach.text)
        return self._phrase(reach, (actor,), "description", None)

    def _waiting(self, entry: Entry, reach: Reach) -> Phrase | None:
        if not (reach.definite or reach.possessive):
            return None
        family = entry.scope[0] if entry.scope else ""
        waits = (entry.kind, f"{entry.value}:{family}" if entry.kind == "class" else entry.value)
        phrase = self._phrase(reach, (), "description", waits)
        return replace(phrase, bodies=(str(reach.count),)) if reach.count else phrase

    def _phrase(
        self, reach: Reach, actors: tuple[Actor, ...], how: str,
        waits: tuple[str, str] | None, person: bool = False,
    ) -> Phrase:  # fmt: skip
        gender = reach.gender
        if person and len(actors) == 1 and actors[0].kind == "person" and gender is None:
            gender = self._gender(actors[0])
        head = self._head(reach.start, reach.end, reach.a)
        return Phrase(
            reach.start, reach.end, head, actors, how, gender, reach.number, waits,
            tuple(reach.bodies), person, tuple(reach.keep),
        )  # fmt: skip

    # -- names that stand alone

    def _named(self, name: Name) -> Phrase | None:
        text = self.parsed.slice(name.start, name.end)
        head = self._head(name.start, name.end, name.start)
        if name.kind in ("person", "new"):
            if name.kind == "new" and not self.strangers.worth(name):
                return None
            actor = self.strangers.actor(name, None, None)
            how = "name" if name.kind == "person" else "new"
            return Phrase(name.start, name.end, head, (actor,), how, self._gender(actor), "s",
                          person=actor.kind == "person")  # fmt: skip
        if not name.ids:
            actor = Actor(f"?:{slug(text)}", "unknown", None, text, text)
            return Phrase(name.start, name.end, head, (actor,), "name")
        if name.kind == "org":
            actor = body_actor(name.ids[0], text, self.language)
            how = "place" if name.place else "name"
            return Phrase(name.start, name.end, head, (actor,), how, self._article(name.start))
        actors = tuple(body_actor(iso, text, self.language) for iso in name.ids)
        if name.kind == "people" and not name.plural and len(actors) == 1:
            return self._compatriot(name, head)
        how = {"state": "name", "adjective": "demonym", "people": "demonym"}.get(
            name.kind, "metonym"
        )
        if name.place:
            how = "place"
        number = "p" if name.kind == "people" else None
        gender = None
        if name.kind == "state":
            gender, number = state_form(name.ids, text, self.language)
        elif name.kind == "seat":
            gender = self._article(name.start)
        return Phrase(name.start, name.end, head, actors, how, gender, number or "s")

    def _compatriot(self, name: Name, head: int) -> Phrase | None:
        """ "l'Espagnol Josep Borrell", "le Russe": one person of that state."""
        tokens = self.parsed.tokens
        follows = self.names.by_start.get(name.end)
        start = (
            name.start - 1 if name.start and tokens[name.start - 1].upos == "DET" else name.start
        )
        if follows and follows.kind in ("person", "new"):
            actor = self.strangers.actor(follows, name.ids[0], None)
            head = self._head(start, follows.end, head)
            return Phrase(start, follows.end, head, (actor,), "name", self._gender(actor), "s",
                          person=True, bodies=name.ids)  # fmt: skip
        return Phrase(name.start, name.end, head, (), "description", self._article(name.start), "s",
                      ("compatriot", name.ids[0]), name.ids, True)  # fmt: skip

    # -- the tree and the forms

    def _head(self, start: int, end: int, wanted: int) -> int:
        """The token of the span that hangs outside it; `wanted` if it is one of several."""
        tokens = self.parsed.tokens
        outer = [i for i in range(start, end)
                 if (tokens[i].head < start or tokens[i].head >= end or tokens[i].head == i)
                 and tokens[i].upos not in ("PUNCT", "DET", "ADP")]  # fmt: skip
        if wanted in outer or not outer:
            return wanted
        return outer[0]

    def _gender(self, actor: Actor) -> str | None:
        person = world.persons().get(actor.id.rpartition(":")[2].rpartition("/")[2])
        return person.gender if person else None

    def _article(self, i: int) -> str | None:
        token = self.parsed.tokens[i - 1] if i else None
        if token is None or token.upos not in ("DET", "ADP"):
            return None
        return {"Masc": "m", "Fem": "f"}.get(token.feat("Gender") or "")


def _nested(phrases: list[Phrase]) -> list[Phrase]:
    """Without those that overlap one before them and do not lie inside it."""
    out: list[Phrase] = []
    for p in phrases:
        if not any(q.start < p.start < q.end < p.end for q in out):
            out.append(p)
    return out
