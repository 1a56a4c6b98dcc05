"""Writes commands.md from the program's own help, so that the page cannot lag behind it.

    python docs/commands.py

tests/test_contracts.py fails when the page is out of date.
"""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli import main

PAGE = Path(__file__).with_name("commands.md")
HEAD = """\
<!-- Written by docs/commands.py from the program's help: change that, not this. -->
# Commands

"""


def render() -> str:
    """The page: the help of the program, then of each command."""
    top = _context(main, "dragoman")
    parts = [HEAD, _block(main.get_help(top))]
    for name in main.list_commands(top):
        command = main.commands[name]
        context = _context(command, name, top)
        parts += [f"\n## dragoman {name}\n\n", _block(command.get_help(context))]
        for part, sub in command.commands.items() if isinstance(command, click.Group) else ():
            parts += [
                f"\n### dragoman {name} {part}\n\n",
                _block(sub.get_help(_context(sub, part, context))),
            ]
    return "".join(parts)


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    """As the command runs, but of a width that does not depend on the terminal."""
    settings = dict(main.context_settings, terminal_width=88)
    return click.Context(command, parent, info_name=name, **settings)


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
