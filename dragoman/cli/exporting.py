"""`dragoman export`: the claims in the forms that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.options import (
    claim_filters,
    filtered_claims,
    lang_option,
    open_to_read,
    store_option,
)
from dragoman.export import EXPORTERS, Exporter
from dragoman.record import SCORES

if TYPE_CHECKING:
    from dragoman.export.selection import Selection
    from dragoman.labels import Labels

_TABLES = ("claims", "parts", "stakes", "reports")
_STDOUT = "-"
#: Not claims in another form, but the store: texts, claims, failures.
_RECORD = "record"
_PLACES = {"bytes": "file", "folder": "folder"}


def _spoken(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from dragoman.labels import languages

    if value not in languages():
        raise click.BadParameter(f"no names in {value!r}; one of {', '.join(languages())}")
    return value


@click.command()
@click.option("--format", "form", type=click.Choice((*EXPORTERS, _RECORD)), required=True)
@click.option("-o", "--out", default=_STDOUT, metavar="PATH",
              help="A file, or a folder for brat; - (the default) is standard output.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@claim_filters
@click.option(
    "--min-author-certainty", "floor", type=click.Choice(tuple(SCORES)), metavar="LABEL",
    help="Of the report's author; for polecat, icews, plover and ftm else likely.",
)  # fmt: skip
@click.option("--table", type=click.Choice(_TABLES), help="csv, parquet: which; else claims.")
@click.option("--by", type=click.Choice(["month", "year"]), help="dyads: the period; else month.")
@click.option("--codes", type=click.Choice(["iso3", "cow", "gw"]),
              help="dyads: ISO 3166, Correlates of War, Gleditsch-Ward; else iso3.")  # fmt: skip
@click.option("--zeros", is_flag=True, default=None,
              help="dyads: also pairs and periods without claims.")  # fmt: skip
@click.option("--level", type=click.Choice(["state", "actor"]),
              help="gexf, graphml: what a node is; else state.")  # fmt: skip
@click.option("--reliability", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="FILE.tsv",
              help="csv, parquet, misp: a table of outlet and reliability, A to F.")  # fmt: skip
@click.option("--names", default="en", callback=_spoken, metavar="fr|en",
              help="Language of actors' names; else en.")  # fmt: skip
@store_option
@lang_option
def export(
    form: str, out: str, force: bool, floor: str | None, store_path: Path | None, labels: Labels,
    table: str | None, by: str | None, codes: str | None, zeros: bool | None, level: str | None,
    reliability: Path | None, names: str, **filters: Any,
) -> None:  # fmt: skip
    """Write claims in a form that other programs read.

    The conditions are those of `claims`. docs/exports.md says what each format means and loses.
    `record` is the whole store, texts included, and takes no conditions.
    """
    given = {
        "table": table, "by": by, "codes": codes, "zeros": zeros, "level": level,
        "reliability": reliability,
    }  # fmt: skip
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if form == _RECORD:
        if options or floor or any(filters.values()):
            raise click.UsageError(f"{_RECORD} is the whole store: it takes no conditions")
        _check_place(out, force)
        _write_record(out, store_path)
        return
    exporter = EXPORTERS[form]
    _check(form, out, force, options)
    from dragoman.export.selection import Selection, select

    if reliability is not None:
        options["reliability"] = _registry(reliability)
    claims = tuple(filtered_claims(store_path, filters))
    chosen = select(exporter, Selection(claims, names, **options), floor)
    try:
        _write(exporter, out, exporter.load()(chosen))
    except BrokenPipeError:  # the reader of the output has seen enough; click leaves in silence
        raise
    except (OSError, LookupError, ModuleNotFoundError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    _tell(chosen, form, out, labels)


def _check(form: str, out: str, force: bool, options: Mapping[str, Any]) -> None:
    """Raises UsageError for an option that the format does not mind, for standard output where
    there can be none, and for a path that is taken."""
    for name in options:
        if name not in EXPORTERS[form].options:
            fitting = ", ".join(n for n, e in EXPORTERS.items() if name in e.options)
            raise click.UsageError(f"--{name} goes with --format {fitting}")
    gives = EXPORTERS[form].gives
    if out == _STDOUT and gives != "text":
        raise click.UsageError(f"{form} is no text: name a {_PLACES[gives]} with -o")
    _check_place(out, force)


def _check_place(out: str, force: bool) -> None:
    if out != _STDOUT and Path(out).exists() and not force:
        raise click.UsageError(f"{out} exists; --force overwrites it")
    if out != _STDOUT and not Path(out).absolute().parent.is_dir():
        raise click.UsageError(f"there is no folder {Path(out).absolute().parent}")


def _registry(path: Path) -> Mapping[str, str]:
    from dragoman.export.grading import read_reliability
    from dragoman.tables import TableError

    try:
        return read_reliability(path)
    except TableError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{path} is no text in UTF-8") from wrong


def _write_record(out: str, store_path: Path | None) -> None:
    """All that the store holds, as Store.export_lines gives it."""
    from dragoman.export.writing import write_file

    with open_to_read(store_path) as store:
        if out == _STDOUT:
            for line in store.export_lines():
                click.echo(line, nl=False)
            return
        try:
            write_file(Path(out), store.export_lines())
        except OSError as wrong:
            raise click.ClickException(str(wrong)) from wrong


def _write(exporter: Exporter, out: str, pieces: Iterable[Any]) -> None:
    from dragoman.export.writing import write_file, write_folder

    if out == _STDOUT:
        for piece in pieces:
            click.echo(piece, nl=False)
    elif exporter.gives == "folder":
        write_folder(Path(out), pieces)
    else:
        write_file(Path(out), pieces)


def _tell(chosen: Selection, form: str, out: str, labels: Labels) -> None:
    """On standard error: what was written, and what was not, and why."""
    for reason, n in sorted(chosen.left_out.items()):
        click.echo(labels(reason, n=n), err=True)
    if not chosen.claims:
        click.echo(labels("no_claims"), err=True)
    if out != _STDOUT:
        counts = {"claims": len(chosen.claims), "reports": len(chosen.reports())}
        click.echo(labels("exported", form=form, path=out, **counts), err=True)
