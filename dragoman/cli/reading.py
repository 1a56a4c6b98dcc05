"""`dragoman read`: reports in, claims kept or printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.options import iso_date, lang_option, print_jsonl, store_option, world_option

if TYPE_CHECKING:
    from dragoman.labels import Labels


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--date", callback=iso_date, help="The report's date, ISO (of day, month or year).")
@click.option("--outlet", help="Who published it.")
@click.option("--title", help="Its title.")
@click.option("--language", metavar="CODE", help="Its language (fr, en); else found out.")
@store_option
@click.option("--no-store", is_flag=True, help="Keep nothing.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Print the claims.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="With --format jsonl: a folder that gets NAME.jsonl for each NAME.txt.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(min=0), metavar="N",
    help="Processes at most that read and code; else one a core. 0: none but this one.",
)  # fmt: skip
@world_option
@lang_option
@click.pass_context
def read(
    ctx: click.Context, paths: tuple[str, ...], date: str | None, outlet: str | None,
    title: str | None, language: str | None, store_path: Path | None, no_store: bool,
    form: str | None, out: Path | None, workers: int | None, labels: Labels,
) -> None:  # fmt: skip
    """Read reports and keep what they claim.

    PATH is a text, an HTML page, a JSONL file, a folder of these, or - for standard input. In a
    folder an index.tsv (name, language, date, outlet) supplies what is known of the reports.
    """
    if no_store and store_path is not None:
        raise click.UsageError("--store and --no-store exclude each other")
    if out is not None and form != "jsonl":
        raise click.UsageError("--out goes with --format jsonl")
    from dragoman.reading import Reading
    from dragoman.store import Store, StoreError

    try:
        with Reading(
            None if no_store else Store(store_path), date=date, outlet=outlet, title=title,
            language=language, workers=workers,
        ) as reading:  # fmt: skip
            try:
                _run(reading, paths, form, out, labels)
            except KeyboardInterrupt:
                raise click.ClickException("\n" + reading.stopped(labels)) from None
            if reading.failed:
                ctx.exit(1)
    except BrokenPipeError:  # the reader of the output has seen enough; click leaves in silence
        raise
    except (StoreError, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _run(
    reading: Any, paths: Sequence[str], form: str | None, out: Path | None, labels: Labels
) -> None:
    """Code everything; what fails is told at once, one sentence each, and the rest goes on."""
    from dragoman.cited_law import cited_law
    from dragoman.show import console, show_claims

    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    for done in reading.run(paths):
        if done.reason is not None:
            click.echo(f"{done.path}: {done.reason}", err=True)
        elif out is not None:
            target = out / f"{Path(done.path).stem or done.path}.jsonl"
            with target.open("a" if target in written else "w", encoding="utf-8") as stream:
                stream.writelines(c.as_jsonl() + "\n" for c in done.claims)
            written.add(target)
        elif form == "jsonl":
            print_jsonl(done.claims)
        elif form == "table":
            show_claims(done.claims, labels, console(), cited_law(done.claims))
        reading.progress(sys.stderr, labels)
    click.echo(reading.summary(labels), err=True)
