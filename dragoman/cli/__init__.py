"""The commands. Thin: each turns its words into one call below, and the answer into text.

What is heavy (the models, the tables, the store) is imported inside the commands, so that `--help`
answers at once. Exit codes: 0 done, 1 something could not be read or found, 2 wrong usage.
"""

from __future__ import annotations

import sys

import click

from dragoman.cli.actors import actors
from dragoman.cli.asking import ask, claims, exchange, explain
from dragoman.cli.brief import brief
from dragoman.cli.exporting import export
from dragoman.cli.field import attributions, code_pairs, factuality
from dragoman.cli.keeping import doctor, recode, retry, search, snapshot
from dragoman.cli.reading import read
from dragoman.cli.rules import breaches, rules
from dragoman.cli.serve import serve
from dragoman.record import CODER_VERSION


class _Main(click.Group):
    """All commands. A table that says what cannot be, ours or the user's, ends any of them with its
    file and line."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ValueError as wrong:
            from dragoman.tables import TableError

            if isinstance(wrong, TableError):
                raise click.ClickException(str(wrong)) from wrong
            raise


@click.group(
    cls=_Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(
    package_name="dragoman", message=f"%(prog)s %(version)s (coder {CODER_VERSION})"
)
def main() -> None:
    """Who wants what from whom, in reports on relations between states, with the sentence."""
    # A pipe to a program of another age must not stop at the first accent.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


for _command in (
    read, claims, exchange, ask, explain, actors, rules, breaches, search, brief, serve,
    retry, recode, doctor, snapshot,
    attributions, factuality, code_pairs,
    export,
):  # fmt: skip
    main.add_command(_command)
