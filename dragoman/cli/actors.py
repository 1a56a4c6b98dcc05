"""`dragoman actors`: who is who on a day, and what the user knows better."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from dragoman.cli.options import (
    day_or_today,
    json_option,
    lang_option,
    open_to_read,
    open_to_write,
    print_json,
    store_option,
    world_option,
)

if TYPE_CHECKING:
    from dragoman.labels import Labels

_on = click.option(
    "--on", "date", callback=day_or_today, metavar="DATE", help="The day that counts; else today."
)


@click.group()
def actors() -> None:
    """Who is who on a day: names, offices, codes; and actors that no table knows.

    Your own tables (--world DIR, else $DRAGOMAN_WORLD, else `world` in your data folder) extend
    ours: persons.tsv, offices.tsv and so on, with the same columns and the same checks.
    """


@actors.command("find")
@click.argument("phrase")
@_on
@json_option
@world_option
@lang_option
def find_(phrase: str, date: str, as_json: bool, labels: Labels) -> None:
    """Who is meant by a name or phrase, in any script: actor, office, how it was found, rivals."""
    from dragoman.lookup import find
    from dragoman.show import console
    from dragoman.show_actors import found_json, show_found

    found = find(phrase, date, labels.language)
    if found is None:
        raise click.ClickException(labels("nobody", phrase=phrase, date=date))
    if as_json:
        print_json(found_json(found))
    else:
        show_found(found, labels, console())


@actors.command("show")
@click.argument("who")
@_on
@json_option
@store_option
@world_option
@lang_option
def show_(who: str, date: str, as_json: bool, store_path: Path | None, labels: Labels) -> None:
    """What is known of a state, person or body: names, codes, who holds which office that day.

    WHO is an id, a code or a name. An actor made from the text is looked up in the store.
    """
    from dragoman.lookup import find, known_by_id
    from dragoman.show import console
    from dragoman.show_actors import actor_json, new_json, show_actor, show_new

    actor = known_by_id(who, date, labels.language)
    if actor is None and (":" not in who and (found := find(who, date, labels.language))):
        actor = found.best.actor
    if actor is None:
        from dragoman.own_actors import new_actor

        with open_to_read(store_path) as store:
            new = new_actor(store, who)
        if new is None:
            raise click.ClickException(labels("nobody", phrase=who, date=date))
        if as_json:
            print_json(new_json(new))
        else:
            show_new([new], labels, console())
        return
    if as_json:
        print_json(actor_json(actor, date))
    else:
        show_actor(actor, date, labels, console())


@actors.command("resolve")
@click.argument("lines", type=click.File(encoding="utf-8"), default="-", metavar="[FILE]")
@world_option
def resolve_(lines: TextIO) -> None:
    """Who is meant by marked words of texts, one JSON object a line in, one out.

    FILE (else standard input) holds objects with id, lang, date, text, start and end; each is
    answered by one with id and answer: an id of the codebook, or null where no actor is meant.
    """
    from dragoman.lookup import resolve_lines

    try:
        for answer in resolve_lines(lines):
            click.echo(json.dumps(answer, ensure_ascii=False))
    except (ValueError, LookupError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


@actors.command("new")
@json_option
@store_option
@world_option
@lang_option
def new_(as_json: bool, store_path: Path | None, labels: Labels) -> None:
    """List the actors of the store that no table knows: made from the text, with their evidence."""
    from dragoman.own_actors import new_actors
    from dragoman.show import console
    from dragoman.show_actors import new_json, show_new

    with open_to_read(store_path) as store:
        found = new_actors(store)
    if as_json:
        print_json([new_json(new) for new in found])
    else:
        show_new(found, labels, console())


@actors.command()
@click.argument("new")
@click.argument("known")
@store_option
@world_option
@lang_option
def merge(new: str, known: str, store_path: Path | None, labels: Labels) -> None:
    """Read NEW, made from the text, as KNOWN from now on; the store's reports are read again.

    NEW is an id that `dragoman actors new` lists, KNOWN an id or a name.
    """
    from dragoman.cli.options import actor_id
    from dragoman.own_actors import merge as do

    into = actor_id(known)
    with open_to_write(store_path) as store:
        try:
            n = do(store, new, into)
        except LookupError as wrong:
            raise click.ClickException(str(wrong.args[0])) from wrong
    click.echo(labels("kept_as", new=new, known=into, n=n))


@actors.command()
@click.argument("new")
@store_option
@world_option
@lang_option
def unmerge(new: str, store_path: Path | None, labels: Labels) -> None:
    """Take a merge back."""
    from dragoman.own_actors import unmerge as do

    with open_to_write(store_path) as store:
        try:
            n = do(store, new)
        except LookupError as wrong:
            raise click.ClickException(str(wrong.args[0])) from wrong
    click.echo(labels("parted", new=new, n=n))


@actors.command()
@click.argument("new")
@click.option("--name", help="The name in full; else the longest that the texts give.")
@click.option("--role", metavar="ROLE", help="The office, as in offices.tsv (defence_minister …).")
@click.option("--gender", type=click.Choice(["m", "f"]), help="Of a person: needed.")
@store_option
@world_option
@lang_option
def confirm(
    new: str, name: str | None, role: str | None, gender: str | None, store_path: Path | None,
    labels: Labels,
) -> None:  # fmt: skip
    """Put NEW, made from the text, into your own tables, as somebody known."""
    from dragoman.own_actors import confirm as do
    from dragoman.world.actors import ROLES

    if role is not None and role not in ROLES:
        raise click.UsageError(f"no role {role!r}; one of {', '.join(ROLES)}")
    with open_to_read(store_path) as store:
        try:
            folder = do(store, new, name=name, role=role, gender=gender)
        except LookupError as wrong:
            raise click.ClickException(str(wrong.args[0])) from wrong
        except ValueError as wrong:
            raise click.UsageError(str(wrong)) from wrong
    click.echo(labels("confirmed", new=new, folder=folder))


@actors.command()
@click.argument("who")
@world_option
@lang_option
def unconfirm(who: str, labels: Labels) -> None:
    """Take somebody out of your own tables again."""
    from dragoman.own_actors import unconfirm as do
    from dragoman.world.rows import own_tables

    folder = own_tables()
    try:
        do(who)
    except LookupError as wrong:
        raise click.ClickException(str(wrong.args[0])) from wrong
    click.echo(labels("unconfirmed", new=who, folder=folder))


@actors.command()
@_on
@json_option
@world_option
@lang_option
def check(date: str, as_json: bool, labels: Labels) -> None:
    """Check all tables of actors, ours and yours; list old terms of office and ambiguous names."""
    from dragoman.show import console
    from dragoman.show_actors import checked_json, show_checked
    from dragoman.world_check import check as do

    found = do(date)
    if as_json:
        print_json(checked_json(found, date))
    else:
        show_checked(found, date, labels, console())
