"""`dragoman read`: reports in, claims kept or printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import iso_date, lang_option, print_jsonl, store_option, world_option

if TYPE_CHECKING:
    from dragoman.labels import Labels
    from dragoman.reading import Done, Reading


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
@click.option(
    "--engine", type=click.Choice(["processes", "ray"]), default="processes",
    help="Where the work is done: in processes of this machine, or on a Ray cluster.",
)  # fmt: skip
@click.option("--address", help="With --engine ray: a cluster that runs; else one is started here.")
@click.option(
    "--work", metavar="FOLDER",
    help="With --engine ray: where every machine writes its parts (a shared disk, s3://…);"
    " else beside the store.",
)  # fmt: skip
@lang_option
@click.pass_context
def read(
    ctx: click.Context, paths: tuple[str, ...], date: str | None, outlet: str | None,
    title: str | None, language: str | None, store_path: Path | None, no_store: bool,
    form: str | None, out: Path | None, workers: int | None, engine: str, address: str | None,
    work: str | None, labels: Labels,
) -> None:  # fmt: skip
    """Read reports and keep what they claim.

    PATH is a text, an HTML page, a JSONL file, a folder of these, or - for standard input. In a
    folder an index.tsv (name, language, date, outlet) supplies what is known of the reports.
    """
    if no_store and store_path is not None:
        raise click.UsageError("--store and --no-store exclude each other")
    if out is not None and form != "jsonl":
        raise click.UsageError("--out goes with --format jsonl")
    on_ray = engine == "ray"
    if not on_ray and (address or work):
        raise click.UsageError("--address and --work go with --engine ray")
    if on_ray and (no_store or workers is not None or "-" in paths):
        raise click.UsageError(
            "--engine ray takes neither --no-store nor --workers nor standard input"
        )
    from dragoman.reading import Reading
    from dragoman.store import Store, StoreError

    try:
        with Reading(
            None if no_store else Store(store_path), date=date, outlet=outlet, title=title,
            language=language, workers=workers,
        ) as reading:  # fmt: skip
            try:
                runs = _on_cluster(reading, paths, address, work) if on_ray else reading.run(paths)
                _run(reading, runs, form, out, labels)
            except KeyboardInterrupt:
                raise click.ClickException("\n" + reading.stopped(labels)) from None
            if reading.failed:
                ctx.exit(1)
    except BrokenPipeError:  # the reader of the output has seen enough; click leaves in silence
        raise
    except (StoreError, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _on_cluster(
    reading: Reading, paths: Sequence[str], address: str | None, work: str | None
) -> Iterator[Done]:
    try:
        from dragoman.scale import read_on_cluster
    except ImportError as missing:
        raise click.ClickException(
            f"--engine ray needs the package {missing.name}: pip install 'dragoman[scale]'"
        ) from missing
    assert reading.store is not None
    folder = work or f"{reading.store.path.absolute()}.parts"
    return reading.take(read_on_cluster(paths, reading.given, folder, address))


def _run(
    reading: Reading, runs: Iterator[Done], form: str | None, out: Path | None, labels: Labels
) -> None:
    """Code everything; what fails is told at once, one sentence each, and the rest goes on."""
    from dragoman.cited_law import cited_law
    from dragoman.show import console, show_claims

    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    for done in runs:
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
