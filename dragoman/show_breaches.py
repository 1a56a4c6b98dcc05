"""The list of possible breaches, for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman import phrases
from dragoman.breaches import Breach, parcels
from dragoman.law_words import LawWords
from dragoman.show import quote, remarks, sureness
from dragoman.world.law import Obstacle

#: Paragraphs that are told of each breach; --json has all.
_PARAGRAPHS = 3


def show_breaches(
    target: str | None, found: Sequence[Breach], words: LawWords, out: Console
) -> None:
    """Print the breaches, by what the law says, the surest first. What one claim hands over at once
    stands together; a paragraph is told in full where it first stands."""
    labels = words.labels
    title = words("breaches", target=labels.side(target) if target else words("everybody"))
    out.print(Text(title, style="bold"))
    if not found:
        out.print(words("no_breach"))
    shown: set[str] = set()

    for text, group in groupby(found, key=lambda b: phrases.breach_verdict(b, labels)):
        out.print()
        out.print(Rule(Text(text, style="bold"), align="left", style="dim"))
        for parcel in parcels(group):
            _show_parcel(parcel, words, out, shown)


def _show_parcel(parcel: Sequence[Breach], words: LawWords, out: Console, shown: set[str]) -> None:
    """Breaches of one claim between the same two."""
    labels, b = words.labels, parcel[0]
    head = Text(f" {labels.actor(b.giver)} → {labels.actor(b.receiver)}", style="bold")
    stakes = ", ".join(labels.stake(p.stake) for p in parcel)
    head += Text(f" · {stakes}", style="bold cyan") + Text("   ")
    head += sureness(b.claim.certainty, labels)
    if b.claim.author_certainty != b.claim.certainty:
        head += Text(f"   {labels('author')} ") + sureness(b.claim.author_certainty, labels)
    out.print(head)
    notes = [remarks(b.claim, labels), *phrases.breach_notes(parcel, labels)]
    told = " · ".join(n for n in notes if n)
    says = Text(f"{words('claim_says')} {labels.says(b.claim)}")
    lines = [says + Text(f"  [{told}]" if told else "", style="yellow"), quote(b.claim, labels)]
    law = Text(words("breach_law", date=b.on), style="bold")
    if b.day != "told":
        law += Text(f" ({words(f'{b.day}_day')})", style="dim")
    lines.append(law)
    deciding = phrases.breached(parcel)
    for o in deciding[:_PARAGRAPHS]:
        number = Text("  " + words.number(o.measure), style="bold")
        if o.measure.id in shown:
            votes = words.sides_votes(o.measure.instrument, b.ruling.giver, b.ruling.receiver)
            lines.append(number + Text(" · ".join([" ↑", *votes]), style="dim"))
        else:
            lines.append(number + _paragraph(o, b, words))
        shown.add(o.measure.id)
    if len(deciding) > _PARAGRAPHS:
        lines.append(Text("  " + labels("and_more", n=len(deciding) - _PARAGRAPHS), style="dim"))
    for line in lines:
        out.print(Padding(line, (0, 0, 0, 3)))
    out.print()


def _paragraph(o: Obstacle, b: Breach, words: LawWords) -> Text:
    """What it says, what to mind of it, and how giver and receiver voted."""
    more = phrases.measure_notes(o, b.ruling.giver, b.ruling.receiver, words.labels)
    text = Text(words.labels.pair("", o.measure.summary(words.labels.language)))
    return text + Text(f" · {' · '.join(more)}" if more else "", style="dim")
