"""Names as they stand in a sentence: with their article, their number, and what somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dragoman.brief.grammar import Grammar, has_grammar, load_grammar
from dragoman.naming import name_of
from dragoman.record import Actor
from dragoman.world.actors import StateName, state_names

#: Kinds that are named with an article where the language asks for one.
_BODIES = ("igo", "organ", "armed_group", "group", "company", "unknown")
_NUMBERS = {"p", "fp", "mp"}


@dataclass(frozen=True, slots=True)
class Name:
    """Words for somebody, and whether their verb stands in the plural."""

    text: str
    many: bool = False


class Names:
    """The names of one brief. What somebody is (a role) is told where they are first named."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._told: set[str] = set()

    def all(self, actors: Iterable[Actor], language: str) -> Name:
        """Several as one subject. `language` is that of the report, in which mentions stand."""
        found = list({n.text: n for n in (self.one(a, language) for a in actors)}.values())
        if not found:
            return Name(self.grammar.word("somebody"))
        text = self.grammar.listed(n.text for n in found)
        return Name(text, len(found) > 1 or found[0].many)

    def bare(self, actors: Iterable[Actor], language: str) -> str:
        """For a cell: known names without their article."""
        labels = self.grammar.labels
        return self.grammar.listed(
            name_of(a.id, labels.language) or self.one(a, language).text for a in actors
        )

    def one(self, actor: Actor, language: str) -> Name:
        if len(actor.id) == 3 and actor.id.isalpha():
            return self.state(actor.id)
        known = name_of(actor.id, self.grammar.language)
        described = self._number(actor.name, language) is not None
        if actor.kind == "person" and (known or (_is_proper(actor.name) and not described)):
            return Name(self._person(actor, known or actor.name))
        if actor.kind == "media":
            return Name(known or actor.name or actor.mention)
        if known:
            return self._body(known)
        if actor.id == "?":
            return Name(self.grammar.word("unnamed"))
        return self._described(actor, language)

    def state(self, iso3: str) -> Name:
        """A state, or any side, by its id."""
        text, class_ = _state(iso3, self.grammar.language)
        data = self.grammar.data
        class_ = data["states"].get(iso3, class_)
        if not text:
            return self._body(name_of(iso3, self.grammar.language) or iso3)
        article = data["articles"].get(class_, "")
        return Name(f"{article} {text}".strip(), class_ in data["plural_classes"])

    def _person(self, actor: Actor, name: str) -> str:
        role = self.grammar.data["roles"].get(actor.role or "")
        if role is None or actor.id in self._told:
            return name
        self._told.add(actor.id)
        return self.grammar.word("with_role", name=name, role=role)

    def _body(self, name: str) -> Name:
        data = self.grammar.data
        class_ = next((c for pattern, c in data["names"] if re.search(pattern, name)), "")
        article = data["articles"].get(class_, "")
        if name.split(" ")[0].lower() in data["articles"].values():
            article = ""
        return Name(f"{article} {name}".strip(), class_ in data["plural_classes"])

    def _described(self, actor: Actor, language: str) -> Name:
        """Somebody known by what they are: by the table of posts, else as the report has it."""
        data, grammar = self.grammar.data, self.grammar
        words = actor.name or actor.mention
        first = words.split(" ")[0].lower()
        number = self._number(words, language)
        quotable = language == grammar.language and words and first not in data["pointers"]
        post = data["posts"].get(re.split("[:/]", actor.id)[-1])
        if post and (actor.kind == "organ" or not quotable or number is None):
            class_, template = post
            text = template.format(adj=self._adjective(actor, class_))
            return Name(re.sub(r"\s+", " ", text).strip(), class_ in data["plural_classes"])
        if quotable and number is not None:
            many = number == "p" or bool(re.search(data["plural_words"], words))
            return Name(words[:1].lower() + words[1:], many)
        if _is_proper(words) and number is None and actor.kind in _BODIES:
            return self._body(words)
        if quotable and actor.kind == "group":
            text = f"{data['plural_article']} {words[:1].lower()}{words[1:]}".strip()
            return Name(text, True)
        owner = self.state(actor.state).text if actor.country else ""
        quoted = grammar.word("described", name=words) if words else grammar.word("somebody")
        return Name(f"{owner} ({quoted})" if owner else quoted)

    def _number(self, words: str, language: str) -> str | None:
        """The number that a determiner of the report's language gives; None if the words begin
        with none."""
        spoken = load_grammar(language) if has_grammar(language) else self.grammar
        lower = words.lower()
        for number in ("p", "s"):
            for determiner in spoken.data["determiners"][number]:
                gap = "" if determiner.endswith(("'", "’")) else " "
                if lower.startswith(determiner + gap):
                    return str(number)
        return None

    def _adjective(self, actor: Actor, class_: str) -> str:
        """Of whom: the state's adjective in the class of what it goes with, else "of" it."""
        if actor.country:
            rows = _adjectives(actor.country, self.grammar.language)
            fits = [n.form for n in rows if class_ in n.feats] or [
                n.form for n in rows if not n.feats
            ]
            if fits:
                return fits[0]
        if actor.id.startswith("?"):
            return ""
        return self.grammar.word("of_state", state=self.state(actor.state).text)


def _is_proper(words: str) -> bool:
    return words[:1].isupper()


@cache
def _state(iso3: str, language: str) -> tuple[str, str]:
    """A state's name and its class of gender and number; two empty words if it is no state."""
    for name in state_names(language):
        if (name.iso3, name.kind) == (iso3, "name"):
            classes = [f for f in name.feats if f in {"m", "f"} | _NUMBERS]
            return name.form, classes[0] if classes else ""
    return "", ""


@cache
def _adjectives(iso3: str, language: str) -> tuple[StateName, ...]:
    """A state's adjectives that mean no other state: *nord-coréen*, not *coréen*."""
    rows = [n for n in state_names(language) if n.kind == "adjective"]
    others = {n.form for n in rows if n.iso3 != iso3}
    return tuple(n for n in rows if n.iso3 == iso3 and n.form not in others)
