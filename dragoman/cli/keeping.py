"""Commands that look after the store: search, retry, recode, doctor, snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import (
    json_option,
    lang_option,
    open_to_read,
    print_json,
    store_option,
)

if TYPE_CHECKING:
    from dragoman.labels import Labels
    from dragoman.reading import Reading
    from dragoman.store import Store


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Reports.")
@json_option
@store_option
@lang_option
def search(
    words: tuple[str, ...], limit: int, as_json: bool, store_path: Path | None, labels: Labels
) -> None:
    """Find the reports that hold all WORDS, and the claims that rest on them.

    Case and accents do not matter. '"two words"' stand together; munition* finds all that begins
    so.
    """
    from dragoman.search import search as find

    with open_to_read(store_path) as store:
        hits = find(store, " ".join(words), limit + 1)
    if as_json:
        print_json([hit.as_json() for hit in hits[:limit]])
        return
    from dragoman.show import console
    from dragoman.show_store import show_hits

    show_hits(hits[:limit], labels, console())
    if len(hits) > limit:
        click.echo(labels("more_hits", n=limit), err=True)


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Say what failed and why; read nothing.")
@json_option
@store_option
@lang_option
@click.pass_context
def retry(
    ctx: click.Context, only_list: bool, as_json: bool, store_path: Path | None, labels: Labels
) -> None:
    """Read again what could not be read or coded.

    Each source with the options that it had then. Run it where `dragoman read` was run, if the
    paths were relative.
    """
    if as_json and not only_list:
        raise click.UsageError("--json goes with --list")
    with open_to_read(store_path) as store:
        failed = store.failed()
    if only_list and as_json:
        print_json([one._asdict() for one in failed])
    elif only_list or not failed:
        from dragoman.show import console
        from dragoman.show_store import show_failures

        show_failures(failed, labels, console())
    else:
        with _reading(store_path) as reading:
            for done in reading.retry():
                if done.reason is not None:
                    click.echo(f"{done.path}: {done.reason}", err=True)
            click.echo(reading.summary(labels), err=True)
            if reading.failed:
                ctx.exit(1)


@click.command()
@json_option
@store_option
@lang_option
@click.pass_context
def recode(ctx: click.Context, as_json: bool, store_path: Path | None, labels: Labels) -> None:
    """Code anew what an earlier version coded, and say what changed.

    From the texts that the store keeps: those coded by an earlier version of the coder, whose
    claims are kept beside the new ones, and those coded with other tables or models, whose claims
    are replaced.
    """
    from dragoman.show import console
    from dragoman.show_store import show_changes

    open_to_read(store_path).close()  # a store that is not there is not to be made
    changes = []
    with _reading(store_path) as reading:
        for done in reading.recode():
            if done.reason is not None:
                click.echo(f"{done.path}: {done.reason}", err=True)
            elif as_json:
                changes += [change.as_json() for change in done.changes]
            elif done.changes:
                show_changes(done.path, done.changes, labels, console())
        if as_json:
            print_json(changes)
        counts = {"n": reading.recoded, **reading.changed}
        told = labels("recoded", **counts) if reading.recoded else labels("nothing_stale")
        click.echo(told, err=True)
        if reading.failed:
            ctx.exit(1)


@click.command()
@click.option("--mend", is_flag=True, help="Lift an old schema, remove orphans, rebuild the words.")
@click.option("--quick", is_flag=True, help="Leave out what takes long on a large store.")
@json_option
@store_option
@lang_option
@click.pass_context
def doctor(
    ctx: click.Context, mend: bool, quick: bool, as_json: bool, store_path: Path | None,
    labels: Labels,
) -> None:  # fmt: skip
    """Check the store's file, what made it, and what is installed; say how to mend what is wrong.

    Exit code 1 if something is wrong.
    """
    from dragoman.doctor import Finding, examine
    from dragoman.show import console
    from dragoman.show_store import show_findings
    from dragoman.store import default_path

    found: list[Finding] = []

    def noted() -> Iterator[Finding]:
        for finding in examine(store_path or default_path(), mend=mend, quick=quick):
            found.append(finding)
            yield finding

    if as_json:
        print_json([finding.as_json() for finding in noted()])
    else:
        show_findings(noted(), labels, console())
    if any(finding.state == "wrong" for finding in found):
        ctx.exit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@store_option
@lang_option
def snapshot(folder: Path, store_path: Path | None, labels: Labels) -> None:
    """Publish the store as Parquet files in FOLDER/current.

    For DuckDB, Polars, pandas, R and Spark: docs/store.md has a query for each. Whoever is reading
    the last snapshot goes on reading it.
    """
    from dragoman.store import StoreError

    try:
        from dragoman.snapshot import publish
    except ImportError as wrong:
        raise click.ClickException(
            "Parquet needs pyarrow: pip install 'dragoman[analytics]'"
        ) from wrong
    with open_to_read(store_path) as store:
        try:
            made = publish(store, folder)
        except StoreError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    click.echo(labels("snapshot", folder=made.folder, **made.rows), err=True)


def _open_to_write(store_path: Path | None) -> Store:
    from dragoman.store import Store, StoreError

    try:
        return Store(store_path)
    except StoreError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _reading(store_path: Path | None) -> Reading:
    from dragoman.reading import Reading

    return Reading(_open_to_write(store_path))
