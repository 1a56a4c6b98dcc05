"""The words that the commands print, by language, and the names of actors and stakes in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.naming import OLD_TERM, name_of
from dragoman.record import (
    ACTOR_KINDS,
    ATTITUDES,
    EVENT_TYPES,
    FLAGS,
    KINDS,
    RESPONSE_TYPES,
    RULE_TYPES,
    SCORES,
    Actor,
    Claim,
)
from dragoman.tables import TableError, read_yaml
from dragoman.world.actors import ROLES, STATUSES
from dragoman.world.law import VERDICTS
from dragoman.world.stakes import stakes

LANG = Path(__file__).parent / "lang"
#: The language whose words the others must have too, and that is spoken where none fits.
_REFERENCE = "en"
#: What every labels.yaml must name, section by section; `words` is checked against the reference.
_SECTIONS: dict[str, tuple[str, ...]] = {
    "kinds": KINDS,
    "types": EVENT_TYPES + RULE_TYPES + RESPONSE_TYPES,
    "certainty": tuple(SCORES),
    "flags": FLAGS,
    "attitudes": ATTITUDES,
    "modes": ("ban", "cap", "condition", "require", "authorise"),
    "forces": ("binding", "demand", "treaty", "national", "calls", "political"),
    "votes": ("for", "against", "abstained", "absent"),
    "verdicts": VERDICTS,
    "roles": ROLES,
    "statuses": STATUSES,
    "tables": ("states", "persons", "terms", "organisations", "names", "sectors", "merges"),
    "actor_kinds": ACTOR_KINDS,
    "hows": ("name", "office", "body", "spelling", "text"),
    "attributions": ("direct", "indirect", "mixed", "prepositional", "nominal"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """All words of one language."""

    language: str
    sections: dict[str, dict[str, str]]

    def __call__(self, key: str, **values: object) -> str:
        """One of `words`, filled in."""
        return self.sections["words"][key].format(**values)

    def pair(self, label: str, said: str) -> str:
        """A label and what is said under it, with the colon as the language sets it."""
        return f"{label}{self('colon')} {said}"

    def of(self, section: str, key: str) -> str:
        """The word for a label of the record, e.g. of("certainty", "likely")."""
        return self.sections[section][key]

    def stake(self, stake: str) -> str:
        return stakes()[stake].label(self.language)

    def actor(self, actor: Actor) -> str:
        """An actor's name in this language; as the report has it, if no table knows the actor."""
        return name_of(actor.id, self.language) or actor.name or actor.mention or actor.id

    def actors(self, group: tuple[Actor, ...]) -> str:
        return ", ".join(dict.fromkeys(self.actor(a) for a in group))

    def side(self, actor_id: str) -> str:
        return name_of(actor_id, self.language) or actor_id

    def remarks(self, claim: Claim) -> tuple[str, ...]:
        """What a reader must know of a claim: its flags, whether a party or stake is implied, and
        whether a party was found by an office whose holder may have changed.

        Implied: the sentence shown does not name it, the report elsewhere does; the claim's rule
        (`role.partner-implied` and its kin) says which.
        """
        flags = tuple(self.of("flags", flag) for flag in claim.flags)
        implied = any(rule.endswith("-implied") for rule in claim.rule_ids)
        more = [self("implied")] if implied else []
        return (*flags, *more, *([self("old_term")] if OLD_TERM in claim.rule_ids else []))

    def says(self, claim: Claim) -> str:
        """The chain of who says so, outermost first; the author if there is none."""
        if not claim.sources:
            unnamed = "anonymous_source" in claim.flags or "collective_source" in claim.flags
            return self("unnamed") if unnamed else self("author_says")
        chain = [self("unnamed") if a.id == "?" else self.actor(a) for a in claim.sources]
        joint = [self.actor(a) for a in claim.joint_sources]
        return " > ".join(chain) + "".join(f" + {name}" for name in joint)


def languages() -> tuple[str, ...]:
    """The languages that there are labels for."""
    return tuple(sorted(p.parent.name for p in LANG.glob("*/labels.yaml")))


def user_language() -> str:
    """The language of the user's environment, if there are labels for it, else the reference."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in languages() else _REFERENCE
    return _REFERENCE


@cache
def load_labels(language: str) -> Labels:
    """The labels of a language. Raises TableError if one is missing or unknown."""
    path = LANG / language / "labels.yaml"
    data = read_yaml(path, (*_SECTIONS, "words"))
    reference = read_yaml(LANG / _REFERENCE / path.name, (*_SECTIONS, "words"))
    expected = {name: set(keys) for name, keys in _SECTIONS.items()}
    expected["words"] = set(reference["words"])
    for section, keys in expected.items():
        for key in sorted(keys ^ set(data[section])):
            raise TableError(
                path, 1, f"{section}.{key} is {'unknown' if key not in keys else 'missing'}"
            )
    return Labels(language, {name: {k: str(v) for k, v in s.items()} for name, s in data.items()})
