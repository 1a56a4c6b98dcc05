"""The answer to a question, for the eye."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.answer_parts import Answer, Line
from dragoman.labels import Labels
from dragoman.show import quote, sureness

#: Sentences printed under a line; --json has all.
_QUOTES = 3


def show_answer(answer: Answer, labels: Labels, out: Console) -> None:
    """Print title, summary, and the sections with the sentences behind each line."""
    out.print(Text(answer.title, style="dim"))
    out.print(Text(answer.summary, style="bold"))
    for section in answer.sections:
        out.print()
        out.print(Rule(Text(section.heading, style="bold"), align="left", style="dim"))
        for line in section.lines:
            _show_line(line, labels, out)


def _show_line(line: Line, labels: Labels, out: Console) -> None:
    head = Table.grid(padding=(0, 2, 0, 0), expand=True)
    head.add_column(ratio=1)
    head.add_column(justify="left", no_wrap=True)
    sure = Text()
    if line.certainty is not None:
        sure = sureness(line.certainty, labels)
        if line.author not in (None, line.certainty):
            said = labels.of("certainty", line.author or "")
            sure += Text(f" ({labels.pair(labels('author'), said)})", style="dim")
    head.add_row(Text(f" {line.text}", style="bold cyan"), sure)
    out.print(head)
    told = [Text(note) for note in line.notes]
    quoted = list({(c.report.id, c.start, c.end): c for c in line.claims}.values())
    told += [quote(claim, labels) for claim in quoted[:_QUOTES]]
    if len(quoted) > _QUOTES:
        told.append(Text(labels("and_more", n=len(quoted) - _QUOTES), style="dim"))
    for text in told:
        out.print(Padding(text, (0, 0, 0, 3)))
