"""Descriptions that point back: "le pays", "le ministre", "les deux dirigeants", "ce dernier"."""

from __future__ import annotations

from dragoman.record import Actor
from dragoman.stages.actors_history import FAR, History
from dragoman.stages.actors_people import country_of, holders, known_person, within
from dragoman.stages.actors_reach import Phrase
from dragoman.world import actors as world

#: The types of organisation that the families of class words in lang/ mean.
_FAMILIES = {
    "alliance": ("alliance",), "bloc": ("bloc", "igo"), "court": ("court",),
    "agency": ("news_agency", "un_body", "igo", "state_agency"), "coalition": ("coalition",),
    "party": ("party",), "press": ("newspaper", "magazine", "website", ""),
    "broadcast": ("broadcaster",), "institute": ("ngo",),
}  # fmt: skip


class Descriptions:
    """Finds whom a description means among what the report has named."""

    def __init__(self, history: History, roles: dict[str, set[str]]) -> None:
        self.history = history
        self.roles = roles  # actor id -> roles the text gave him
        self.parsed = history.parsed
        self.tokens = history.tokens
        self.language = history.language
        self.date = history.date

    def describe(self, p: Phrase) -> tuple[Actor, ...]:
        if p.waits is None:
            return ()
        kind, value = p.waits
        if kind == "compatriot":
            return self._compatriot(p, value)
        if kind == "counterpart":
            return self._counterpart(p)
        count = int(p.bodies[0]) if p.bodies and p.bodies[0].isdigit() else None
        if kind in ("role", "word"):
            return self._office(p, kind, value, count)
        if kind == "state":
            return self._state(p, value, count)
        if kind == "class" and value.endswith(":members"):
            return self.of_class(p, value)
        if count or p.number == "p":
            if kind == "government" and p.number == "p" and count:
                return self.history.as_states(self.history.several(p.start, count))
            return ()
        if kind == "government":
            state = self.history.salient_state(p)
            return (state,) if state else ()
        if kind == "organ":
            return self._organ(p, value)
        return self.of_class(p, value)

    def _organ(self, p: Phrase, value: str) -> tuple[Actor, ...]:
        """ "L'armée": that of whom the text is about; where it has just spoken of others' armies
        alone, the last of these ("Kiev accuse l'armée russe. L'armée dément.")."""
        state = self.history.salient_state(p)
        if self._definite(p) and not self._placed(p):
            here = self.parsed.sentence_number(p.head)
            same = [
                ref.actors for ref in self.history.refs
                if len(ref.actors) == 1 and ref.actors[0].id.endswith(f":{value}")
                and ref.at < p.start and here - self.parsed.sentence_number(ref.at) <= FAR
            ]  # fmt: skip
            if same and not (state and any(actors[0].country == state.id for actors in same)):
                return same[-1]
        if state is None:
            return ()
        text = self.parsed.slice(p.start, p.end)
        return (Actor(within(state.id, value), "organ", state.id, text, text),)

    def _placed(self, p: Phrase) -> bool:
        """Whether its own sentence says before it where: "au Mali, l'armée ..."."""
        first = self.parsed.sentence(p.start).start
        return any(
            first <= ref.at < p.start and ref.actors[0].kind == "state"
            and self.tokens[ref.at].dep.partition(":")[0] in ("obl", "nmod")
            for ref in self.history.refs
        )  # fmt: skip

    def same_person(self, p: Phrase) -> tuple[Actor, ...]:
        """ "le responsable américain" after "Mike Pompeo": not somebody new."""
        if p.how != "office" or len(p.actors) != 1 or p.actors[0].kind != "person" or not p.bodies:
            return ()
        actor = p.actors[0]
        if actor.role or p.waits is None or not self._definite(p):
            return ()
        for ref in reversed(self.history.refs):
            if self.parsed.sentence_number(p.head) - self.parsed.sentence_number(ref.at) > 6:
                return ()
            same = ref.person and ref.actors[0].state == p.bodies[0]
            if same and self._has_role(ref.actors[0], *p.waits):
                return ref.actors
        return ()

    def same_people(self, p: Phrase, value: str) -> tuple[Actor, ...]:
        """ "Les ministres", "the officials": those of whom the text spoke shortly before."""
        here = self.parsed.sentence_number(p.head)
        for ref in reversed(self.history.refs):
            if here - self.parsed.sentence_number(ref.at) > 2 * FAR:
                return ()
            ids = [a.id.replace("/", ":").rpartition(":") for a in ref.actors]
            if all(body != "?" and f"-{part}".endswith(f"-{value}") for body, _, part in ids):
                return ref.actors
        return ()

    def _definite(self, p: Phrase) -> bool:
        return self.tokens[p.start].feat("Definite") == "Def" or (
            self.tokens[p.start].text.lower() in ("le", "la", "l'", "l’", "the")
        )

    def _compatriot(self, p: Phrase, iso: str) -> tuple[Actor, ...]:
        for ref in reversed(self.history.refs):
            if not ref.person or len(ref.actors) != 1:
                continue
            actor = ref.actors[0]
            part = actor.id.rpartition(":")[2].rpartition("/")[2]
            held = world.offices().get(part, ())
            if actor.country == iso or any(o.country == iso for o in held):
                return ref.actors
        text = self.parsed.slice(p.start, p.end)
        return (Actor(within(iso, "citizen"), "person", iso, text, text),)

    def _counterpart(self, p: Phrase) -> tuple[Actor, ...]:
        body = p.bodies[0] if p.bodies else None
        for ref in reversed(self.history.refs):
            if not ref.person or len(ref.actors) != 1 or ref.actors[0].state == body:
                continue
            role = ref.actors[0].role or next(
                iter(sorted(self.roles.get(ref.actors[0].id, ()))), None
            )
            if role and body:
                who = holders(body, role, self.date, "present")
                text = self.parsed.slice(p.start, p.end)
                if len(who) == 1:
                    return (known_person(who[0], self.date, text, self.language),)
                part = role.replace("_", "-")
                return (Actor(within(body, part), "person", country_of(body), text, text, role),)
        if body is None:
            return ()
        text = self.parsed.slice(p.start, p.end)
        return (Actor(within(body, "counterpart"), "person", country_of(body), text, text),)

    def _office(self, p: Phrase, kind: str, value: str, count: int | None) -> tuple[Actor, ...]:
        if count or p.number == "p":
            role = value if kind == "role" else "leader"
            return self.history.as_leaders(
                self.history.several(p.start, count or 2, bool(count)), role
            )
        owned = self._owned_office(p, kind, value)
        if owned is not None:
            return owned
        for ref in reversed(self.history.refs):
            if ref.person and len(ref.actors) == 1 and self._has_role(ref.actors[0], kind, value):
                return ref.actors
        text = self.parsed.slice(p.start, p.end)
        if kind == "word" and self.tokens[p.start].feat("Poss") == "Yes":
            return (Actor(f"?:{value}", "unknown", None, text, text),)
        if kind != "role" or value == "group_leader":
            return ()
        state = self.history.salient_state(p)
        if state is None:
            return ()
        who = holders(state.id, value, self.date, "present")
        text = self.parsed.slice(p.start, p.end)
        if len(who) == 1:
            return (known_person(who[0], self.date, text, self.language),)
        part = value.replace("_", "-")
        return (Actor(within(state.id, part), "person", state.id, text, text, value),)

    def _owned_office(self, p: Phrase, kind: str, value: str) -> tuple[Actor, ...] | None:
        """ "Son ministre", "dont le président": of whomever the pronoun means; None if there is no
        such pronoun."""
        owner = next(
            (
                m
                for m in reversed(self.history.found)
                if m.how == "pronoun"
                and self.tokens[m.head].head == p.head
                and self.tokens[m.head].dep.partition(":")[0] in ("det", "nmod")
            ),
            None,
        )
        if owner is None:
            return None
        body = owner.actors[0].state
        if kind == "word":
            text = self.parsed.slice(p.start, p.end)
            return (Actor(within(body, value), "person", country_of(body), text, text),)
        who = holders(body, value, self.date, "present") if body != "?" else []
        text = self.parsed.slice(p.start, p.end)
        return (known_person(who[0], self.date, text, self.language),) if len(who) == 1 else ()

    def _has_role(self, actor: Actor, kind: str, value: str) -> bool:
        part = actor.id.rpartition(":")[2].rpartition("/")[2]
        given = self.roles.get(actor.id, set())
        held = {o.role for o in world.offices().get(part, ())
                if self.date is None or o.held_on(self.date)}  # fmt: skip
        if value in given | held:
            return True
        if value == "leader":
            return bool(
                (given | held) & {"head_of_state", "head_of_government", "paramount_leader"}
            )
        if value == "minister":
            return any("minister" in r for r in given | held)
        if value in ("diplomat", "ambassador"):
            return bool((given | held) & {"ambassador", "diplomat", "un_representative", "envoy"})
        if value in ("official", "head"):
            return bool(held) or bool(given)
        return False

    def _state(self, p: Phrase, value: str, count: int | None) -> tuple[Actor, ...]:
        if count:
            return self.history.as_states(self.history.several(p.start, count))
        if p.number == "p":
            return ()
        owner = next(
            (m for m in self.history.found if m.start == p.start and m.end == p.start + 1), None
        )
        if owner is not None:
            return self.history.as_states(owner.actors)
        state = self.history.salient_state(p, trait=None if value in ("any", "capital") else value)
        return (state,) if state else ()

    def of_class(self, p: Phrase, value: str, bodies: tuple[str, ...] = ()) -> tuple[Actor, ...]:
        """ "l'alliance", "le journal", "the Russian daily": the last named of that class."""
        kinds, _, family = value.partition(":")
        types = _FAMILIES.get(family, ())
        for ref in reversed(self.history.refs):
            if len(ref.actors) != 1 or ref.actors[0].kind not in kinds.split(";"):
                continue
            if bodies and ref.actors[0].id.partition(":")[0] not in bodies:
                continue
            if family == "members":
                if ref.actors[0].kind != "igo":
                    continue
                text = self.parsed.slice(p.start, p.end)
                return (
                    Actor(within(ref.actors[0].id, "member-states"), "group", None, text, text),
                )
            org = world.organisations().get(ref.actors[0].id)
            if types and org and org.type not in types:
                continue
            if types and org is None and "" not in types and ref.actors[0].kind == "igo":
                continue
            return ref.actors
        return ()

    def order(self, i: int, value: str) -> tuple[Actor, ...]:
        if value in ("first", "second"):
            group = next(
                (g for g in reversed(self.history.groups) if g.at < i and len(g.actors) == 2), None
            )
            return (group.actors[0 if value == "first" else 1],) if group else ()
        number = "p" if value == "lasts" else "s"
        gender = {"Masc": "m", "Fem": "f"}.get(self.tokens[i].feat("Gender") or "")
        refs = [r for r in self.history.refs if r.at < i and r.number == number
                and (not gender or r.gender in (None, gender))]  # fmt: skip
        near = [r for r in refs if self.parsed.sentence_number(i)
                - self.parsed.sentence_number(r.at) <= 1]  # fmt: skip
        near = [r for r in near if r.how != "metonym"] or near  # "à Ankara. Ce dernier": a person
        near = [r for r in near if r.actors[0].kind != "media"] or near  # "cité par le journal"
        return near[-1].actors if near else ()
