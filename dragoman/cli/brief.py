"""`dragoman brief`: a brief on two sides, as a page, Markdown or a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import (
    actor_id,
    iso_date,
    lang_option,
    open_to_read,
    reviewed_option,
    store_option,
)

if TYPE_CHECKING:
    from dragoman.brief import Brief
    from dragoman.labels import Labels

FORMS = (".html", ".md", ".docx")


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="brief.html, brief.md or brief.docx; else Markdown is printed.",
)  # fmt: skip
@click.option("--since", callback=iso_date, metavar="DATE", help="Tell apart what is new since.")
@click.option(
    "--as-of", callback=iso_date, metavar="DATE", help="As known, and as the law, on a day."
)
@click.option("--report", metavar="ID", help="From one report only.")
@reviewed_option
@store_option
@lang_option
def brief(
    a: str, b: str, out: Path | None, since: str | None, as_of: str | None, report: str | None,
    reviewed: bool, store_path: Path | None, labels: Labels,
) -> None:  # fmt: skip
    """A brief on A and B for somebody who must decide: one to three pages, every sentence with its
    footnote.

    The bargain, the exchange table, what one source alone says, what is denied, what the law says,
    what has moved.
    """
    if out is not None and out.suffix.lower() not in FORMS:
        raise click.UsageError(f"{out} must end in {', '.join(FORMS)}")
    from dragoman.record import Actor

    one, other = (Actor(actor_id(side), "state").state for side in (a, b))
    if one == other:
        raise click.UsageError(f"a brief takes two sides; both are {one}")
    from dragoman.brief import brief as plan

    with open_to_read(store_path, reviewed=reviewed) as store:
        claims = store.claims([one, other], report=report)
        made = plan(claims, one, other, labels.language, as_of, since)
    if out is None:
        from dragoman.brief.markdown import as_markdown

        click.echo(as_markdown(made), nl=False)
        return
    try:
        _write(made, out)
    except (OSError, ModuleNotFoundError) as wrong:
        raise click.ClickException(f"{out} cannot be written: {wrong}") from wrong


def _write(made: Brief, out: Path) -> None:
    form = out.suffix.lower()
    if form == ".docx":
        from dragoman.brief.document import write_docx

        write_docx(made, out)
    elif form == ".html":
        from dragoman.brief.page import as_html

        out.write_text(as_html(made), encoding="utf-8")
    else:
        from dragoman.brief.markdown import as_markdown

        out.write_text(as_markdown(made), encoding="utf-8")
