"""Phrases that mean an actor: a name with its office, an organ of a state, and those that must wait
for what was said before ("le président", "les deux pays").

A phrase is read along the line, word by word, since a parser errs most inside such phrases; the tree
only chooses the head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dragoman.matching.actor_words import ActorWord, forms
from dragoman.matching.gazetteer import Entry, Hit, word_list
from dragoman.record import Actor, Parsed
from dragoman.stages.actors_names import OF, Name, Names
from dragoman.stages.actors_people import (
    country_of,
    holders,
    known_person,
    new_person,
    slug,
    within,
)
from dragoman.world import actors as world

_TO = frozenset(("à", "au", "aux", "auprès", "en", "to", "at", "in", "pour", "for", "with"))
_HEAD_KINDS = (
    "office", "person", "kin", "government", "organ", "people", "class", "state", "collective",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention in the making. `actors` are known, or `waits` says what must be found: (kind, value)
    of the head word and the bodies it names. `gender` m or f, `number` s or p, where they show."""

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


class Phrases:
    """Reads the phrases of a report from its names and the words of its language."""

    def __init__(self, parsed: Parsed, names: Names) -> None:
        self.parsed = parsed
        self.names = names
        self.language = parsed.report.language
        self.date = parsed.report.date
        self.last: Phrase | None = None  # the phrase read before
        self.heads = self._find_heads()
        self.whens = words_by_form(self.language, "when")
        self.standing: dict[str, tuple[int, str]] = {}  # slug of a stranger -> how sure, his body
        self.full = self._full_names()
        self.given: dict[str, str] = {}  # known person -> the body that the text puts him with
        self.made: dict[str, Actor] = {}  # slug of a name that the text made -> organisation
        self.roles: dict[str, set[str]] = {}  # actor id -> roles the text gave him
        self.found = self._find_all()

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

    # -- words

    def _find_heads(self) -> dict[int, tuple[Hit, int, int]]:
        """Head words by first token: the hit and its tokens."""
        words = self.names.words
        lexicon = word_list(self.language)
        skip = self.names.adjective_words
        out: dict[int, tuple[Hit, int, int]] = {}
        covered = {
            i for n in self.names.found if n.kind not in ("new", "adjective", "people")
            for i in range(n.start, n.end)
        }  # fmt: skip
        i = 0
        while i < len(words):
            hit = lexicon.at(words, i, skip)
            if hit is None:
                i += 1
                continue
            start, end = words[hit.start].token, words[hit.end - 1].token + 1
            if start in covered and end - 1 in covered:
                i += 1
                continue
            if start not in out:
                out[start] = (hit, start, end)
            i = hit.end if not hit.skipped else hit.start + 1
        return out

    # -- phrases

    def _find_all(self) -> tuple[Phrase, ...]:
        out: list[Phrase] = []
        for start in sorted(self.heads):
            if any(p.start <= start < p.end for p in out):
                continue
            self.last = out[-1] if out else None
            hit, a, b = self.heads[start]
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
        return tuple(self._later_names(out))

    def _headed(self, hit: Hit, a: int, b: int) -> Phrase | None:
        entries = [e for e in hit.entries if e.kind in _HEAD_KINDS]
        if not entries:
            return self._titled(hit, a, b)
        kinds = {e.kind for e in entries}
        if self.parsed.tokens[a].upos in ("VERB", "AUX", "ADP", "ADV"):
            return None
        if b - a == 1 and self.parsed.tokens[a].upos == "ADJ" and self.parsed.tokens[a].dep in (
            "amod", "acl", "xcomp", "advcl"):  # fmt: skip
            return None
        reach = _Reach(self, a, b, [self.names.words[w].token for w in hit.skipped])
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

    def _titled(self, hit: Hit, a: int, b: int) -> Phrase | None:
        """"M. Trump": a title and a name."""
        title = next((e for e in hit.entries if e.kind == "title"), None)
        if title is None or self.parsed.tokens[a].upos in ("VERB", "AUX"):
            return None
        c = b + 1 if b < len(self.parsed.tokens) and self.parsed.tokens[b].text == "." else b
        name = self.names.by_start.get(c)
        if name is None or name.kind not in ("person", "new"):
            return None
        start = a - 1 if a and self.parsed.tokens[a - 1].upos == "DET" else a
        actor = self._name_actor(name, None, None)
        return Phrase(start, name.end, self._head(start, name.end, a), (actor,), "name",
                      title.value or self._gender(actor), "s", person=True)  # fmt: skip

    def _person_phrase(self, entries: list[Entry], reach: _Reach) -> Phrase | None:
        reach.name()
        when = reach.when()
        plural = reach.number == "p"
        role = self._role(entries, reach)
        word = next((e for e in entries if e.kind in ("person", "kin")), None)
        how = "office"
        actors: list[Actor] = []
        if reach.person is not None:
            body = reach.bodies[0] if reach.bodies else None
            sure = 1 if when == "former" else 2
            actor = self._name_actor(reach.person, body, role or (word.value if word else None), sure)
            actors, how = [actor], "name" if reach.person.kind == "person" else "new"
        elif role and reach.bodies and not reach.bare:
            for body in reach.bodies:
                actors.append(self._holder(body, role, when, reach))
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
        elif word and word.kind != "kin" and reach.definite and not plural:
            return self._phrase(reach, (), "description", ("word", word.value), person=True)
        elif word and word.kind != "kin" and not role:
            part = word.value + ("s" if plural else "")
            actors = [Actor(f"?:{part}", "group" if plural else "unknown", None, reach.text,
                            reach.text)]  # fmt: skip
        if not actors:
            return None
        for actor in actors:
            if role or word:
                self.roles.setdefault(actor.id, set()).add(role or (word.value if word else ""))
        return self._phrase(reach, tuple(actors), how, None, person=True)

    def _role(self, entries: list[Entry], reach: _Reach) -> str | None:
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
                if body is None or state is not None:
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

    def _holder(self, body: str, role: str, when: str, reach: _Reach) -> Actor:
        date = reach.year() if when == "then" else self.date
        if when != "former":
            who = holders(body, role, date, when)
            if len(who) == 1:
                return known_person(who[0], date, reach.text, self.language)
        part = role.replace("_", "-")
        part = f"former-{part}" if when == "former" else part
        return Actor(within(body, part), "person", country_of(body), reach.text, reach.text, role)

    def _body_phrase(self, entry: Entry, reach: _Reach) -> Phrase | None:
        """A government or an organ of a state."""
        reach.name(known_only=True)
        if reach.person is not None and reach.person.ids:
            actor = self._name_actor(reach.person, None, None)
            reach.bodies = (actor.state,)
        if not reach.bodies:
            return self._waiting(entry, reach) if "bound" not in entry.scope else None
        actors = []
        for body in reach.bodies:
            if entry.kind == "government":
                actors.append(self._body(body, reach.text))
            else:
                actors.append(Actor(within(body, entry.value), "organ", country_of(body),
                                    reach.text, reach.text))  # fmt: skip
        return self._phrase(reach, tuple(actors), "office", None)

    def _people_phrase(self, entry: Entry, reach: _Reach) -> Phrase | None:
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
        return self._phrase(reach, (actor,), "description", None)

    def _class_phrase(self, entry: Entry, reach: _Reach) -> Phrase | None:
        """"le tabloïd russe X", "l'alliance"."""
        reach.name(orgs=True)
        kinds = entry.value.split(";")
        if reach.org is not None:
            actor = self._org(reach.org, self.parsed.slice(reach.name_start, reach.end))
            return self._phrase(reach, (actor,), "name", None)
        if reach.person is not None:
            text = self.parsed.slice(reach.person.start, reach.person.end)
            body = reach.bodies[0] if reach.bodies else None
            if reach.person.kind == "person":
                return None
            actor = Actor(within(body, slug(text)), kinds[0], country_of(body), text, text)
            self.made[slug(text)] = actor
            return self._phrase(reach, (actor,), "new", None)
        if reach.bodies and entry.scope == ("members",):
            actors = tuple(
                Actor(within(b, "member-states"), "group", None, reach.text, reach.text)
                for b in reach.bodies
            )
            return self._phrase(reach, actors, "office", None)
        if reach.bodies and not all(b in world.states() for b in reach.bodies):
            return None
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

    def _collective(self, entry: Entry, reach: _Reach) -> Phrase | None:
        if reach.count:
            return self._waiting(Entry("state", "any"), reach)
        actor = Actor(f"?:{entry.value}", "group", None, reach.text, reach.text)
        return self._phrase(reach, (actor,), "description", None)

    def _waiting(self, entry: Entry, reach: _Reach) -> Phrase | None:
        if not (reach.definite or reach.count or reach.possessive):
            return None
        family = entry.scope[0] if entry.scope else ""
        waits = (entry.kind, f"{entry.value}:{family}" if entry.kind == "class" else entry.value)
        phrase = self._phrase(reach, (), "description", waits)
        return replace(phrase, bodies=(str(reach.count),)) if reach.count else phrase

    def _phrase(
        self, reach: _Reach, actors: tuple[Actor, ...], how: str,
        waits: tuple[str, str] | None, person: bool = False,
    ) -> Phrase:  # fmt: skip
        gender = reach.gender
        if person and len(actors) == 1 and actors[0].kind == "person" and gender is None:
            gender = self._gender(actors[0])
        return Phrase(
            reach.start, reach.end, self._head(reach.start, reach.end, reach.a), actors, how, gender,
            reach.number, waits, tuple(reach.bodies), person, tuple(reach.keep),
        )  # fmt: skip

    # -- names that stand alone

    def _named(self, name: Name) -> Phrase | None:
        text = self.parsed.slice(name.start, name.end)
        head = self._head(name.start, name.end, name.start)
        if name.kind in ("person", "new"):
            if name.kind == "new" and not self._worth(name):
                return None
            actor = self._name_actor(name, None, None)
            how = "name" if name.kind == "person" else "new"
            return Phrase(name.start, name.end, head, (actor,), how, self._gender(actor), "s",
                          person=actor.kind == "person")  # fmt: skip
        if not name.ids:
            actor = Actor(f"?:{slug(text)}", "unknown", None, text, text)
            return Phrase(name.start, name.end, head, (actor,), "name")
        if name.kind == "org":
            actor = self._org(name.ids[0], text)
            return Phrase(name.start, name.end, head, (actor,), "name", self._article(name.start))
        actors = tuple(self._body(iso, text) for iso in name.ids)
        if name.kind == "people" and not name.plural and len(actors) == 1:
            return self._compatriot(name, head)
        how = {"state": "name", "adjective": "demonym", "people": "demonym"}.get(name.kind, "metonym")
        if name.place:
            how = "place"
        number = "p" if name.kind == "people" else None
        gender = None
        if name.kind == "state":
            gender, number = self._state_form(name)
        elif name.kind == "seat":
            gender = self._article(name.start)
        return Phrase(name.start, name.end, head, actors, how, gender, number or "s")

    def _compatriot(self, name: Name, head: int) -> Phrase | None:
        """"l'Espagnol Josep Borrell", "le Russe": one person of that state."""
        tokens = self.parsed.tokens
        follows = self.names.by_start.get(name.end)
        start = name.start - 1 if name.start and tokens[name.start - 1].upos == "DET" else name.start
        if follows and follows.kind in ("person", "new"):
            actor = self._name_actor(follows, name.ids[0], None)
            return Phrase(start, follows.end, self._head(start, follows.end, head), (actor,), "name",
                          self._gender(actor), "s", person=True, bodies=name.ids)  # fmt: skip
        return Phrase(name.start, name.end, head, (), "description", self._article(name.start), "s",
                      ("compatriot", name.ids[0]), name.ids, True)  # fmt: skip

    def _worth(self, name: Name) -> bool:
        """A stranger is taken for an actor if he has two names, or was named in full elsewhere."""
        key = slug(self.parsed.slice(name.start, name.end))
        if key in self.full or key in self.made:
            return self.parsed.sentence(name.start).zone != "headline" or key in self.standing
        return False

    def _later_names(self, phrases: list[Phrase]) -> list[Phrase]:
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
                    p = replace(p, actors=(new,), person=True)
            out.append(p)
        return out

    def _stand_in(self, key: str, p: Phrase, before: list[Phrase]) -> None:
        here = self.parsed.sentence_number(p.head)
        for q in reversed(before):
            if here - self.parsed.sentence_number(q.head) > 1:
                return
            if q.how == "office" and q.person and q.number == "s" and len(q.actors) == 1:
                if q.actors[0].kind == "person" and q.bodies and q.actors[0].name == q.actors[0].mention:
                    self.standing[key] = (1, q.bodies[0])
                    return

    # -- actors

    def _name_actor(
        self, name: Name, body: str | None, role: str | None, sure: int = 2
    ) -> Actor:
        """The actor for a name. For a stranger, `sure` says how well the text puts him with `body`: 2
        for what he is now, 1 for what he was."""
        text = self.parsed.slice(name.start, name.end)
        if name.kind == "person" and name.ids:
            person = name.ids[0]
            if body:
                self.given.setdefault(person, body)
            return known_person(person, self.date, text, self.language, self.given.get(person))
        full = self.full.get(slug(text), text)
        key = slug(full)
        if body and sure > self.standing.get(key, (0, ""))[0]:
            self.standing[key] = (sure, body)
        return new_person(full, self.standing.get(key, (0, None))[1], text, role)

    def _body(self, body: str, text: str) -> Actor:
        if body in world.states():
            return Actor(body, "state", body, state_name(body, self.language), text)
        return self._org(body, text)

    def _org(self, org: str, text: str) -> Actor:
        about = world.organisations()[org]
        name = about.name_fr if self.language == "fr" else about.name_en
        return Actor(org, about.kind, about.country, name, text)

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

    def _state_form(self, name: Name) -> tuple[str | None, str | None]:
        wanted = set(name.ids)
        text = slug(self.parsed.slice(name.start, name.end))
        for n in world.state_names(self.language):
            if n.iso3 in wanted and n.kind in ("name", "alias") and slug(n.form) == text:
                gender = "m" if "m" in n.feats else "f" if "f" in n.feats else None
                return gender, "p" if "p" in n.feats else "s"
        return None, "s"


class _Reach:
    """How far a phrase reaches around its head word, and what it meets there."""

    def __init__(self, of: Phrases, a: int, b: int, skipped: list[int]) -> None:
        self.of = of
        self.parsed, self.names = of.parsed, of.names
        self.tokens = of.parsed.tokens
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
        self._whens: list[str] = []
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
        return self._whens[0] if self._whens else "present"

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
                self._meet(name)
                self._owned = True
                i = name.start - 1
                self.start = name.start
                continue
            if text in ("'s", "’s") and i - 1 >= self.first and self.names.covering.get(i - 1):
                i -= 1
                continue
            if text in self.of.whens:
                self._whens.insert(0, self.of.whens[text].value)
            elif text.rstrip("-") in _count(self.of.language):
                self.count = int(_count(self.of.language)[text.rstrip("-")])
            elif token.upos == "DET" or (token.upos == "PRON" and token.feat("Poss") == "Yes"):
                self._determiner(token)
                self.start = i
                break
            elif token.upos not in ("ADJ", "NUM") or self.names.covering.get(i):
                break
            self.start = i
            i -= 1
        if self.start > self.first:
            before = self.tokens[self.start - 1]
            contracted = before.upos == "ADP" and before.text.lower() in ("du", "au", "des", "aux")
            if not self.definite and contracted:
                self.definite = True

    def _attributive(self, name: Name, i: int) -> bool:
        """English: "Russia's minister", "US officials"; not "en Iran, ministre"."""
        after = self.tokens[i + 1].text.lower() if i + 1 < self.a else ""
        if after in ("'s", "’s", "'", "’"):
            return True
        token = self.tokens[name.end - 1]
        return token.dep in ("compound", "nmod:poss", "amod") and name.end <= token.head

    def _determiner(self, token) -> None:  # type: ignore[no-untyped-def]
        if token.feat("Poss") == "Yes" or token.text.lower() in words_by_form(
            self.of.language, "possessive"
        ):
            self.possessive = True
        elif token.feat("Definite") == "Ind":
            self.definite = False
        else:
            self.definite = token.feat("Definite") == "Def" or token.feat("PronType") in (
                "Art", "Dem") or token.text.lower() in ("le", "la", "les", "l'", "l’", "the")  # fmt: skip

    # -- rightwards: adjectives, "de la Russie", "auprès de l'ONU"

    def _right(self) -> None:
        while self.end < self.last:
            token = self.tokens[self.end]
            name = self.names.covering.get(self.end)
            if name and name.kind in ("adjective", "people") and name.ids and name.end <= self.last:
                if name.kind == "people" and token.text[0].isupper() and token.upos != "ADJ":
                    if self.names.by_start.get(name.end):
                        pass
                self._meet(name)
                self.end = name.end
                if self._and_adjective():
                    continue
                continue
            if name is not None:
                break
            if self._when_after():
                continue
            text = token.text.lower()
            if text in OF and self._complement(own=True):
                continue
            if text in _TO and self._complement(own=False):
                continue
            if token.upos == "ADJ" and token.head in range(self.start, self.end):
                self.end += 1
                continue
            break

    def _and_adjective(self) -> bool:
        """"dirigeants soudanais et israéliens"."""
        if self.end + 1 < self.last and self.tokens[self.end].upos == "CCONJ":
            name = self.names.covering.get(self.end + 1)
            if name and name.kind == "adjective" and name.ids:
                self.end += 1
                return True
        return False

    def _when_after(self) -> bool:
        for words in (2, 3):
            text = self.parsed.slice(self.end, min(self.end + words, self.last)).lower()
            if text in self.of.whens:
                self._whens.append(self.of.whens[text].value)
                self.end += words
                return True
        text = self.tokens[self.end].text.lower()
        if text in self.of.whens and self.tokens[self.end].upos == "ADJ":
            self._whens.append(self.of.whens[text].value)
            self.end += 1
            return True
        return False

    def _complement(self, own: bool) -> bool:
        """What follows a preposition: a state or an organisation that the office belongs to (`own`)
        or is sent to; or something else that merely says more."""
        i = self.end + 1
        if self.tokens[self.end].text.lower() == "auprès":
            i += 1
        while i < self.last and (
            self.tokens[i].upos == "DET"
            or (self.tokens[i].upos == "ADJ" and i + 1 in self.names.covering)
        ):
            i += 1
        if i >= self.last:
            return False
        name = self.names.covering.get(i)
        if name and name.start >= self.end and name.kind in ("state", "seat", "capital", "org", "people"):
            if name.place and not own:
                return False
            if own and name.ids:
                self._meet(name)
            elif not own:
                if not self._head_is_person():
                    return False
                self.keep.append((name.start, name.end))
                org = world.organisations().get(name.ids[0]) if name.ids else None
                if org and org.kind in ("group", "media", "company"):
                    self._meet(name)
            self.end = name.end
            if own:
                self._more_owners()
            return True
        if name and name.kind in ("person", "new"):
            return own and self._owner_person(name)
        return self._common_complement(i, own)

    def _head_is_person(self) -> bool:
        hit = self.of.heads[self.a][0]
        return any(e.kind in ("office", "person", "people") for e in hit.entries)

    def _owner_person(self, name: Name) -> bool:
        """"le gouvernement de Vladimir Poutine": the state of the person."""
        hit = self.of.heads[self.a][0]
        if any(e.kind == "government" for e in hit.entries) and name.kind == "person" and name.ids:
            actor = known_person(name.ids[0], self.parsed.report.date, "", self.of.language)
            self.bodies = (*self.bodies, actor.state)
            self.end = name.end
            return True
        self.foreign = True
        return False

    def _more_owners(self) -> None:
        """"de la Russie et de la Corée du Nord", "du Brésil, du Sénégal, et de la Syrie"."""
        while self.end + 1 < self.last:
            i = self.end
            while i < self.last and (
                self.tokens[i].upos in ("CCONJ", "DET") or self.tokens[i].text.lower() in OF
                or (self.tokens[i].text == "," and i == self.end)
            ):  # fmt: skip
                i += 1
            name = self.names.by_start.get(i)
            linked = any(
                self.tokens[k].text.lower() in OF for k in range(self.end, min(i, self.last))
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
        """"conseiller pour les affaires stratégiques", "ministère des mines": taken in if the tree
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
        for k in range(i, last + 1):
            name = self.names.covering.get(k)
            if name and name.start == k and name.ids and not self.bodies:
                if name.kind in ("adjective", "state", "org"):
                    self._meet(name)
            if name and name.kind in ("person", "new") and name.start == k:
                last = k - 1
                while last > i and tokens[last].upos in ("ADP", "DET", "CCONJ"):
                    last -= 1
                break
        if tokens[i].text[0].isupper() is False or own:
            self.foreign = self.foreign or own
        self.end = last + 1
        return True

    def _meet(self, name: Name | None) -> None:
        if name and name.ids and name.kind not in ("person", "new"):
            self.bodies = tuple(dict.fromkeys((*self.bodies, *name.ids)))

    # -- the name that goes with it

    def name(self, known_only: bool = False, orgs: bool = False) -> None:
        """Takes in a name right after the phrase, after a comma, or before it ("X, ministre ...")."""
        at = self.end
        after = self._skip_title(at)
        name = self.names.by_start.get(after)
        if name and self._fits(name, known_only, orgs, near=True):
            self._take(name)
            return
        if known_only or orgs or self.number == "p":
            return
        if at + 1 < self.last and self.tokens[at].text in (",", "("):
            after = self._skip_title(at + 1)
            name = self.names.by_start.get(after)
            if name and self._fits(name, known_only, orgs, near=after > at + 1):
                if self._agrees(name):
                    self._take(name)
                    return
        if self.start - 1 > self.first and self.tokens[self.start - 1].text == ",":
            before = self.names.covering.get(self.start - 2)
            if before and before.kind in ("person", "new") and self._agrees(before):
                if before.kind == "person" or before.end - before.start > 1:
                    self.person = before
                    self.start = before.start
                    self.a = before.start
        if self.person is None and self.start - 1 > self.first and not self.definite:
            self._joins()

    def _joins(self) -> None:
        """"X, ancien diplomate turc et chercheur à ...": one more thing that X is."""
        gap = self.tokens[self.start - 1]
        phrase = self.of.last
        if gap.upos != "CCONJ" or phrase is None or phrase.end != self.start - 1:
            return
        name = next((self.names.covering[k] for k in range(phrase.start, phrase.end)
                     if k in self.names.covering
                     and self.names.covering[k].kind in ("person", "new")), None)  # fmt: skip
        if name is not None and phrase.person and phrase.how in ("name", "new"):
            self.person = name
            self.start = phrase.start
            self.a = phrase.start

    def _skip_title(self, at: int) -> int:
        head = self.of.heads.get(at)
        if head and any(e.kind == "title" for e in head[0].entries):
            at = head[2]
            if at < self.last and self.tokens[at].text == ".":
                at += 1
        return at

    def _fits(self, name: Name, known_only: bool, orgs: bool, near: bool) -> bool:
        if orgs:
            return name.kind in ("org", "new")
        if name.kind == "person":
            return bool(name.ids)
        if name.kind != "new" or known_only:
            return False
        return near or name.end - name.start > 1

    def _agrees(self, name: Name) -> bool:
        """Not "Poutine, le président chinois": a known person of another state."""
        if name.kind != "person" or not self.bodies or "former" in self._whens:
            return True
        held = world.offices().get(name.ids[0], ())
        return not held or any(o.body in self.bodies or o.country in self.bodies for o in held)

    def _take(self, name: Name) -> None:
        if name.kind == "org":
            self.org = name.ids[0]
            self.name_start = name.start
        else:
            self.person = name
        self.end = name.end

    # -- forms

    def _number(self) -> str | None:
        for i in (self.a, self.start):
            number = {"Sing": "s", "Plur": "p"}.get(self.tokens[i].feat("Number") or "")
            if number:
                return number
        text = self.tokens[self.start].text.lower()
        if self.tokens[self.start].upos == "DET" and text in ("les", "des", "ces", "these", "those"):
            return "p"
        return "p" if self.count else "s"

    def _gender(self) -> str | None:
        for i in (self.start, self.a):
            gender = {"Masc": "m", "Fem": "f"}.get(self.tokens[i].feat("Gender") or "")
            if gender:
                return gender
        return None


def state_name(iso3: str, language: str) -> str:
    """The usual name of a state in a language; its id where no table has one."""
    for n in world.state_names(language):
        if n.iso3 == iso3 and n.kind == "name":
            return n.form
    return iso3


def words_by_form(language: str, kind: str) -> dict[str, ActorWord]:
    """The words of one kind by lower-case form; none for a language without a list."""
    try:
        return forms(language, kind)
    except LookupError:
        return {}


def _count(language: str) -> dict[str, str]:
    return {form: w.value for form, w in words_by_form(language, "number").items()}
