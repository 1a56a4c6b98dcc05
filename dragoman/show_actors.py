"""Actors for the eye: who is meant, who holds which office, who was made from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.labels import Labels
from dragoman.naming import known, name_of
from dragoman.record import Actor
from dragoman.show import quote
from dragoman.world import actors as world
from dragoman.world.actors import Office
from dragoman.world.codes import codes_of
from dragoman.world_check import Checked

if TYPE_CHECKING:  # what is shown; to load it takes the models' library
    from dragoman.lookup import Found, Meant
    from dragoman.own_actors import NewActor

#: Languages in which a state's name is shown beside that of the output.
_SCRIPTS = ("en", "fr", "ru", "ar", "zh")
#: The roles of a state that are shown first, in this order.
_FIRST = ("head_of_state", "paramount_leader", "head_of_government", "foreign_minister",
          "defence_minister")  # fmt: skip


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    return grid


def term(office: Office, date: str | None, labels: Labels, where: bool = True) -> Text:
    """A term of office: what, of whom, from when to when, and what is doubtful of it on a date."""
    what = labels.of("roles", office.role)
    body = name_of(office.body, labels.language) or office.body
    text = Text(f"{what} · {body}" if where else what)
    span = (
        labels("from_to", start=office.start, end=office.end)
        if office.end
        else labels("since", start=office.start)
    )
    text += Text(f", {span}", "dim")
    if not office.verified:
        text += Text(f" · {labels('unverified_date')}", "yellow")
    if office.stale_on(date):
        text += Text(f" · {labels('stale_short', as_of=office.as_of)}", "yellow")
    return text


def codes(actor: Actor) -> str:
    """ISO3, COW, GW and sectors in one line; what there is none of is left out."""
    found = codes_of(actor)
    parts = {"ISO3": found.iso3, "COW": found.cow, "GW": found.gw, "PLOVER": found.sector,
             "CAMEO": found.cameo}  # fmt: skip
    return " · ".join(f"{name} {code}" for name, code in parts.items() if code is not None)


def show_found(found: Found, labels: Labels, out: Console) -> None:
    """Who is meant by a phrase, how that was found, and who else might be."""
    best = found.best
    grid = _grid()
    kind = labels.of("actor_kinds", best.actor.kind)
    grid.add_row(
        labels("actor"),
        Text(labels.actor(best.actor), "bold") + Text(f"  {best.actor.id}", "cyan")
        + Text(f"  {kind}", "dim"),
    )  # fmt: skip
    if best.term is not None:
        grid.add_row(labels("office"), term(best.term, found.date, labels))
    how = labels.of("hows", best.how).format(date=found.date)
    grid.add_row(labels("resolved"), f"{how} · {best.score:.2f}")
    if line := codes(best.actor):
        grid.add_row(labels("codes"), line)
    for n, rival in enumerate(found.rivals):
        line_of = Text(f"{rival.score:.2f}  ") + Text(labels.actor(rival.actor), "bold")
        if rival.term is not None:
            line_of += Text("  ") + term(rival.term, found.date, labels)
        grid.add_row("" if n else labels("rivals"), line_of)
    if best.term is not None and best.term.stale_on(found.date):
        grid.add_row("!", Text(labels("stale", as_of=best.term.as_of), "yellow"))
    out.print(grid)


def found_json(found: Found) -> dict[str, Any]:
    """A Found for machines."""
    return {
        "phrase": found.phrase, "date": found.date, **_meant_json(found.best, found.date),
        "rivals": [_meant_json(rival, found.date) for rival in found.rivals],
    }  # fmt: skip


def _meant_json(meant: Meant, date: str) -> dict[str, Any]:
    return {
        "actor": meant.actor.as_json(), "how": meant.how, "score": meant.score,
        "office": term_json(meant.term, date) if meant.term else None,
    }  # fmt: skip


def term_json(office: Office, date: str | None) -> dict[str, Any]:
    """A term of office for machines."""
    return {
        "person": office.person, "role": office.role, "body": office.body, "from": office.start,
        "to": office.end or None, "as_of": office.as_of or None, "note": office.note or None,
        "verified": office.verified, "stale": office.stale_on(date),
    }  # fmt: skip


def actor_json(actor: Actor, date: str) -> dict[str, Any]:
    """All that the tables say of a known actor, for machines."""
    found = codes_of(actor)
    return {
        **actor.as_json(),
        "codes": {name: getattr(found, name) for name in found.__dataclass_fields__},
        "names": names_of(actor.id),
        "terms": [term_json(o, date) for o in terms_of(actor.id)],
        "offices": [term_json(o, date) for o in in_office(actor.id, date)],
        "organisations": [o.id for o in organisations_of(actor.id)],
    }


def show_actor(actor: Actor, date: str, labels: Labels, out: Console) -> None:
    """A state, a person or an organisation of the tables, on a date."""
    grid = _grid()
    kind = labels.of("actor_kinds", actor.kind)
    grid.add_row(
        labels("actor"),
        Text(labels.actor(actor), "bold")
        + Text(f"  {actor.id}", "cyan")
        + Text(f"  {kind}", "dim"),
    )
    state = world.states().get(actor.id)
    if state is not None:
        grid.add_row(labels("status"), labels.of("statuses", state.status))
    for language, forms in names_of(actor.id).items():
        grid.add_row(labels("names") if language == _SCRIPTS[0] else "", f"{language}  {forms}")
    if line := codes(actor):
        grid.add_row(labels("codes"), line)
    for n, office in enumerate(terms_of(actor.id)):
        grid.add_row("" if n else labels("terms"), term(office, date, labels))
    for n, office in enumerate(in_office(actor.id, date)):
        who = world.persons()[office.person].name(labels.language)
        line_of = Text(who, "bold") + Text("  ") + term(office, date, labels, where=False)
        grid.add_row("" if n else f"{labels('offices')} {date}", line_of)
    bodies = [f"{o.name(labels.language)}  [cyan]{o.id}[/]" for o in organisations_of(actor.id)]
    for n, line in enumerate(bodies):
        grid.add_row("" if n else labels("organisations"), line)
    out.print(grid)


def names_of(actor_id: str) -> dict[str, str]:
    """The names of a known actor by language, those of one language divided by commas."""
    person = world.persons().get(re.split("[:/]", actor_id)[-1])
    out: dict[str, list[str]] = {}
    if actor_id in world.states():
        for language in _SCRIPTS:
            for kind in ("name", "alias", "capital"):
                out.setdefault(language, []).extend(
                    n.form for n in world.state_names(language)
                    if (n.iso3, n.kind) == (actor_id, kind)
                )  # fmt: skip
    elif actor_id in world.organisations():
        for language, name in world.organisations()[actor_id].names.items():
            out[language] = [name]
        for org, language, kind, form in world.organisation_names():
            if org == actor_id and kind in ("name", "acronym", "alias"):
                out.setdefault(language, []).append(form)
    elif person is not None:
        out = {language: [name] for language, name in person.names.items()}
        out["*"] = [*person.aliases]
        for one, language, form in world.person_names():
            if one == person.id:
                out.setdefault(language, []).append(form)
    return {language: ", ".join(dict.fromkeys(forms)) for language, forms in out.items() if forms}


def terms_of(actor_id: str) -> tuple[Office, ...]:
    """A person's terms of office."""
    return world.offices().get(re.split("[:/]", actor_id)[-1], ())


def in_office(body: str, date: str) -> list[Office]:
    """The terms held in a state or body on a date, its head first."""
    held = [o for o in world.offices_of(body) if o.held_on(date)]
    rank = {role: n for n, role in enumerate(_FIRST)}
    return sorted(held, key=lambda o: (rank.get(o.role, len(rank)), o.role, o.start, o.person))


def organisations_of(body: str) -> list[world.Organisation]:
    """The organisations of a state that the tables know."""
    return [
        o for o in world.organisations().values() if body in world.states() and o.country == body
    ]


def show_new(found: Sequence[NewActor], labels: Labels, out: Console) -> None:
    """The actors that only texts name: id, names, roles, in how many reports, and one sentence."""
    if not found:
        out.print(labels("none_new"))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("id", style="cyan", max_width=32, overflow="fold")  # to be copied whole
    table.add_column(labels("who"), ratio=1)
    table.add_column(labels("in_reports"), justify="right")
    for new in found:
        kind = labels.of("actor_kinds", new.actor.kind)
        roles = [labels.of("roles", r) if r in world.ROLES else r for r in new.roles]
        text = Text(", ".join(new.names), "bold")
        text += Text(f"  {', '.join((kind, *roles, labels('made_new')))}\n", "dim")
        text += quote(new.claims[0], labels)
        table.add_row(new.actor.id, text, str(new.reports))
    out.print(table)


def new_json(new: NewActor) -> dict[str, Any]:
    """A NewActor for machines."""
    return {
        **new.actor.as_json(), "names": list(new.names), "roles": list(new.roles),
        "reports": new.reports, "known": known(new.actor.id),
        "evidence": [
            {"claim": c.id, "report": c.report.id, "text": c.evidence} for c in new.claims
        ],
    }  # fmt: skip


def show_checked(found: Checked, date: str, labels: Labels, out: Console) -> None:
    """How many rows, which terms of office are old, and which names are ambiguous."""
    grid = _grid()
    for kind, n in found.counts.items():
        grid.add_row(labels.of("tables", kind), str(n))
    for n, office in enumerate(found.stale):
        who = world.persons()[office.person].name(labels.language)
        line = Text(who, "bold") + Text("  ") + term(office, date, labels)
        grid.add_row("" if n else labels("old_terms", n=len(found.stale), date=date), line)
    for n, (form, ids) in enumerate(found.ambiguous.items()):
        line = Text(form, "bold") + Text(f"  {', '.join(ids)}", "cyan")
        grid.add_row("" if n else labels("ambiguous", n=len(found.ambiguous)), line)
    out.print(grid)


def checked_json(found: Checked, date: str) -> dict[str, Any]:
    """A Checked for machines."""
    return {
        "counts": found.counts, "date": date, "stale": [term_json(o, date) for o in found.stale],
        "ambiguous": {form: list(ids) for form, ids in found.ambiguous.items()},
    }  # fmt: skip
