"""Reports made from templates, as many as are wanted, for what is measured in bulk: no two texts
are the same, and number n is the same text in every run. And records of them without the coding,
for what concerns the store alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.record import EVENT_TYPES, Actor, Claim, Record, Report
from dragoman.world.stakes import stake_ids

#: States by name and capital, by language; the same ones in each.
_STATES = {
    "fr": (
        ("la Suède", "Stockholm"), ("la Norvège", "Oslo"), ("le Pérou", "Lima"),
        ("le Chili", "Santiago"), ("le Kenya", "Nairobi"), ("l'Inde", "New Delhi"),
        ("la Turquie", "Ankara"), ("la Grèce", "Athènes"), ("le Vietnam", "Hanoï"),
        ("le Maroc", "Rabat"), ("l'Algérie", "Alger"), ("le Japon", "Tokyo"),
    ),
    "en": (
        ("Sweden", "Stockholm"), ("Norway", "Oslo"), ("Peru", "Lima"),
        ("Chile", "Santiago"), ("Kenya", "Nairobi"), ("India", "New Delhi"),
        ("Turkey", "Ankara"), ("Greece", "Athens"), ("Vietnam", "Hanoi"),
        ("Morocco", "Rabat"), ("Algeria", "Algiers"), ("Japan", "Tokyo"),
    ),
}  # fmt: skip
_GOODS = {
    "fr": ("du blé", "du gaz", "des obus", "des drones", "des munitions", "du pétrole"),
    "en": ("wheat", "gas", "artillery shells", "drones", "munitions", "oil"),
}
_SENTENCES = {
    "fr": (
        "À {capital}, on cherche {goods} ; {b} en a.",
        "Selon un ministre, {b} pourrait livrer {goods} l'an prochain.",
        "« Nous n'avons rien promis », a déclaré le porte-parole à {capital}.",
        "{B} aurait déjà envoyé {n} tonnes de marchandises, ce que {capital} dément.",
        "Les deux pays ont signé un accord le {day}.",
        "Le président a visité une école de la région n° {n}.",
        "Des experts jugent peu probable que {a} obtienne {goods}.",
        "{B} a refusé de vendre {goods} à son voisin.",
        "« Il fallait s'y attendre », juge {name}, député de l'opposition.",
    ),
    "en": (
        "{A} is seeking {goods} from {b}.",
        "A minister said that {b} could deliver {goods} next year.",
        '"We have promised nothing," the spokesman said in {capital}.',
        "{B} has allegedly sent {n} tonnes of goods already, which {capital} denies.",
        "The two countries signed an agreement on {day}.",
        "The president visited a school in district {n}.",
        "Experts think it unlikely that {a} will get {goods}.",
        "{B} refused to sell {goods} to its neighbour.",
        '"It was to be expected," says {name}, an opposition MP.',
    ),
}


def report(number: int, sentences: int | None = None) -> Report:
    """The report of this number, French or English: a headline and as many sentences as are asked
    for, else six to fourteen."""
    chance = random.Random(number)
    language = chance.choice(("fr", "en"))
    one, other = chance.sample(_STATES[language], 2)
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(3000))
    said = []
    for _ in range(sentences or chance.randint(6, 14)):
        words = {
            "a": one[0], "b": other[0], "capital": other[1],
            "name": _name(chance), "goods": chance.choice(_GOODS[language]),
            "n": chance.randrange(10_000),
            "day": f"{day.day}/{day.month}/{day.year}",
        }  # fmt: skip
        words |= {"A": _capital(one[0]), "B": _capital(other[0])}
        said.append(chance.choice(_SENTENCES[language]).format(**words))
    title = f"{one[1]}, {other[1]} {number}"
    text = title + "\n\n" + "\n\n".join(" ".join(said[i : i + 3]) for i in range(0, len(said), 3))
    return Report(text, language, day.isoformat(), f"Paper {number % 50}", title, f"{number}.txt")


def _name(chance: random.Random) -> str:
    """A name that nobody has: what a long run meets again and again is words it has not seen."""
    return "".join(
        chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4)
    ).title()


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def reports(count: int, first: int = 0, sentences: int | None = None) -> Iterator[Report]:
    """The reports of these numbers."""
    return (report(number, sentences) for number in range(first, first + count))


def record(number: int, claims: int = 10) -> Record:
    """A report with as many claims as are wanted, of the kinds and shapes that coding gives, but
    made up: the store does not mind. Among 120 states, so that a pair is one of some 7,000."""
    chance = random.Random(number)
    made = report(number)
    states = [f"{a}{b}{c}" for a in "KLMNPR" for b in "AEIOU" for c in "BDGT"]
    one, other = (Actor(s, "state", s, s.title(), s) for s in chance.sample(states, 2))
    voice = Actor(f"{one.id}:minister", "person", one.id, "A Minister", "the minister", "minister")
    stakes = stake_ids()
    starts = sorted(chance.randrange(len(made.text) - 60) for _ in range(claims))
    found = []
    for n, start in enumerate(starts):
        kind = chance.choice(("event", "event", "seeks", "gives"))
        sides = ((one,), (other,)) if chance.random() < 0.6 else ((other,), (one,))
        found.append(
            Claim(
                report=made, kind=kind,
                type=chance.choice(EVENT_TYPES) if kind == "event" else None,
                actors=sides[0], counterparts=sides[1], stakes=(chance.choice(stakes),),
                certainty=chance.choice(("certain", "likely", "reported")),
                author_certainty="likely", start=start, end=start + 30 + n,
                sources=(voice,) if chance.random() < 0.4 else (), rule_ids=("made.up",),
            )
        )  # fmt: skip
    return Record(made, tuple(found))
