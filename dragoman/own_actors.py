"""The user's own knowledge of actors: who was found that no table knows, and what to make of them.

What the user says is kept as rows of the user's own tables (world/rows.py), never in ours, and can
be taken back. A merge holds from the next reading on; reports of a store that name the actor are
read again at once, so that the store says the same as a fresh one would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as day_of

from dragoman.matching.actor_words import unnamed_parts
from dragoman.naming import known
from dragoman.record import Actor, Claim
from dragoman.stages.actors_people import slug
from dragoman.store import Store
from dragoman.world import actors as world
from dragoman.world.rows import drop, keep

_SOURCE = "user"


@dataclass(frozen=True, slots=True)
class NewActor:
    """Somebody whom only texts name: as first met, the names and roles that texts give, and the
    claims that rest on it, oldest first."""

    actor: Actor
    names: tuple[str, ...]
    roles: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def reports(self) -> int:
        return len({claim.report.id for claim in self.claims})


def is_new(actor: Actor) -> bool:
    """Whether a name made the actor that no table has; what has no name at all ("the experts", "a
    minister") is nobody new."""
    part = re.split("[:/]", actor.id)[-1]
    named = part == slug(actor.name) and actor.name[:1].isupper()
    return named and not known(actor.id) and part not in unnamed_parts()


def new_actors(store: Store) -> list[NewActor]:
    """The new actors of a store, those in most reports first."""
    met: dict[str, list[tuple[Actor, Claim]]] = {}
    for claim in store.claims():
        parts = (*claim.actors, *claim.counterparts, *claim.sources, *claim.joint_sources)
        for actor in {a.id: a for a in parts}.values():
            if is_new(actor):
                met.setdefault(actor.id, []).append((actor, claim))
    out = [
        NewActor(
            found[0][0],
            tuple(dict.fromkeys(a.name for a, _ in found)),
            tuple(dict.fromkeys(a.role for a, _ in found if a.role)),
            tuple(claim for _, claim in found),
        )
        for found in met.values()
    ]
    return sorted(out, key=lambda n: (-n.reports, n.actor.id))


def new_actor(store: Store, actor_id: str) -> NewActor | None:
    """The new actor of this id; None if the store has none."""
    return next((n for n in new_actors(store) if n.actor.id == actor_id), None)


def merge(store: Store, new: str, into: str) -> int:
    """From now on, a new actor is read as a known one; how many reports were read again.

    Raises LookupError if the store has no such new actor, or no table knows the other.
    """
    found = new_actor(store, new)
    if found is None:
        raise LookupError(f"no new actor {new!r} in {store.path}: see dragoman actors new")
    if not known(into):
        raise LookupError(f"no table knows {into!r}")
    row = {"new": new, "known": into, "name": found.names[0], "source": _SOURCE, "dated": _today()}
    keep("merges.tsv", world.MERGES, world.MERGES[:1], row)
    return _read_again(store, [claim.report.id for claim in found.claims], "")


def unmerge(store: Store, new: str) -> int:
    """Take a merge back; how many reports were read again. Raises LookupError if there is none."""
    _, name = world.merges().get(new, ("", ""))
    if not drop("merges.tsv", world.MERGES, world.MERGES[:1], "new", new):
        raise LookupError(f"{new!r} is merged with nobody")
    return _read_again(store, None, name)


def _read_again(store: Store, ids: list[str] | None, words: str) -> int:
    from dragoman.pipeline import code  # the models' library: listing and confirming do without

    world.merges.cache_clear()
    chosen = [r for r in store.reports() if words in r.text and (ids is None or r.id in ids)]
    for report in chosen:
        store.add(code(report), again=True)
    return len(chosen)


def confirm(
    store: Store, new: str, *, name: str | None = None, role: str | None = None,
    gender: str | None = None,
) -> str:  # fmt: skip
    """Make a new actor one of the user's own tables; the folder that they are in.

    A person gets a term of office (`role`, else what the texts say, else an official) from the
    first report on; it stays open as of the last. Raises LookupError if the store has no such new
    actor, ValueError for a person whose gender is neither m nor f.
    """
    found = new_actor(store, new)
    if found is None:
        raise LookupError(f"no new actor {new!r} in {store.path}: see dragoman actors new")
    place, _, part = new.rpartition(":")
    if "/" in part:
        place, part = f"{place}:{part.partition('/')[0]}", part.rpartition("/")[2]
    called = name or max(found.names, key=len)
    seen = sorted(claim.report.date for claim in found.claims if claim.report.date)
    note = f"confirmed from report {found.claims[0].report.id}"
    about = {"note": note, "source": _SOURCE, "dated": _today()}
    if found.actor.kind not in ("person", "unknown"):
        row = {
            "id": new, "kind": found.actor.kind, "type": found.actor.kind, "from": "", "to": "",
            "country": found.actor.country or "", "name_en": called, "name_fr": called, **about,
        }  # fmt: skip
        return str(keep("organisations.tsv", world.ORGANISATIONS, world.ORGANISATIONS[:1], row))
    if gender not in ("m", "f"):
        raise ValueError("a person needs a gender, m or f: pronouns are resolved by it")
    short = called.split()[-1] if " " in called else ""
    aliases = ";".join(other for other in found.names if other not in (called, short))
    folder = keep("persons.tsv", world.PERSONS, world.PERSONS[:1], {
        "person": part, "gender": gender, "name_en": called, "short_en": short, "name_fr": called,
        "short_fr": short, "aliases": aliases, **about,
    })  # fmt: skip
    if place != "?" and seen:
        roles = [r for r in (role, *found.roles) if r in world.ROLES]
        keep("offices.tsv", world.OFFICES, world.OFFICES[:5], {
            "person": part, "role": roles[0] if roles else "other_official",
            "country": place if place in world.states() else "",
            "org": "" if place in world.states() else place,
            "from": seen[0], "to": "", "as_of": seen[-1], **about,
        })  # fmt: skip
    return str(folder)


def unconfirm(actor_id: str) -> None:
    """Take somebody out of the user's own tables. Raises LookupError if nobody is there."""
    part = re.split("[:/]", actor_id)[-1]
    gone = [
        drop("offices.tsv", world.OFFICES, world.OFFICES[:5], "person", part),
        drop("persons.tsv", world.PERSONS, world.PERSONS[:1], "person", part),
        drop("organisations.tsv", world.ORGANISATIONS, world.ORGANISATIONS[:1], "id", actor_id),
    ]
    if not any(gone):
        raise LookupError(f"{actor_id!r} is not in your own tables")


def _today() -> str:
    return day_of.today().isoformat()
