"""What several commands share: options, how an answer is opened and printed."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dragoman.record import KINDS, SCORES

if TYPE_CHECKING:
    from dragoman.labels import Labels
    from dragoman.record import Claim
    from dragoman.store import Store

_Command = TypeVar("_Command", bound=Callable[..., Any])

ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def iso_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not ISO_DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no ISO date (2023-09-13, 2023-09 or 2023)")
    return value


def day_or_today(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if value is None:
        return datetime.date.today().isoformat()
    return iso_date(ctx, param, value) or value


def own_world(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    """The user's own tables hold for the whole process, its workers included."""
    if value is not None:
        from dragoman.world.rows import VARIABLE

        os.environ[VARIABLE] = str(value)


def stake_id(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dragoman.world.stakes import stake_ids

    if value is not None and value not in stake_ids():
        raise click.BadParameter(f"no stake {value!r}; the stakes are {', '.join(stake_ids())}")
    return value


def output_language(ctx: click.Context, param: click.Parameter, value: str | None) -> Labels:
    from dragoman.labels import languages, load_labels, user_language

    if value is not None and value not in languages():
        raise click.BadParameter(f"no output in {value!r}; one of {', '.join(languages())}")
    return load_labels(value or user_language())


def actor_id(text: str) -> str:
    from dragoman.labels import languages
    from dragoman.naming import actor_of

    try:
        return actor_of(text, languages())
    except LookupError as wrong:
        from dragoman.lookup import by_name  # in scripts that no installed language writes

        if not text.isascii() and (id_ := by_name(text)):
            return id_
        raise click.UsageError(str(wrong.args[0])) from wrong


store_option = click.option(
    "--store", "store_path", type=click.Path(path_type=Path, dir_okay=False),
    help="The store's file; else $DRAGOMAN_STORE, else one in your data folder.",
)  # fmt: skip
lang_option = click.option(
    "--lang", "labels", metavar="fr|en", callback=output_language,
    help="Language of the output; else that of your environment.",
)  # fmt: skip
reviewed_option = click.option(
    "--reviewed", is_flag=True, help="With people's corrections in the place of what they correct."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


def claim_filters(command: _Command) -> _Command:
    """The conditions that choose claims; `filtered_claims` takes what they hold."""
    for option in reversed((
        click.option("--about", metavar="A,B",
                     help="Names, ISO3 codes or ids; reports that name all."),
        click.option("--kind", type=click.Choice(KINDS)),
        click.option("--type", metavar="TYPE", help="CONSULT, AGREE …, forbids …, denies …"),
        click.option("--stake", callback=stake_id, metavar="STAKE",
                     help="With the stakes below it."),
        click.option("--source", metavar="WHO",
                     help="Who says so: a name, code or id, or 'author'."),
        click.option("--min-certainty", type=click.Choice(tuple(SCORES)), metavar="LABEL",
                     help=f"Of the source: {', '.join(SCORES)}."),
        click.option("--since", callback=iso_date, metavar="DATE"),
        click.option("--until", callback=iso_date, metavar="DATE"),
        click.option("--report", metavar="ID", help="A report's id, or how it begins."),
        click.option("--words", metavar="TEXT", help="Words that the evidence must hold."),
        reviewed_option,
    )):  # fmt: skip
        command = option(command)
    return command


def filtered_claims(store_path: Path | None, filters: Mapping[str, Any]) -> Sequence[Claim]:
    """The claims of the store that meet the conditions of `claim_filters`."""
    about, source = filters["about"], filters["source"]
    known = {
        **{name: value for name, value in filters.items() if name != "reviewed"},
        "about": [actor_id(name) for name in about.split(",")] if about else None,
        "source": source if source in (None, "author") else actor_id(source),
    }
    with open_to_read(store_path, reviewed=filters["reviewed"]) as store:
        return store.claims(**known)


world_option = click.option(
    "--world", type=click.Path(path_type=Path, file_okay=False), expose_value=False,
    is_eager=True, callback=own_world, metavar="DIR",
    help="Your own tables of actors, beside ours; else $DRAGOMAN_WORLD.",
)  # fmt: skip


def open_to_write(store_path: Path | None) -> Store:
    from dragoman.store import Store, StoreError

    try:
        return Store(store_path)
    except StoreError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def open_to_read(store_path: Path | None, *, reviewed: bool = False) -> Store:
    from dragoman.store import Store, StoreError

    try:
        return Store(store_path, read_only=True, reviewed=reviewed)
    except StoreError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_jsonl(claims: Iterable[Claim]) -> None:
    for claim in claims:
        click.echo(claim.as_jsonl())
