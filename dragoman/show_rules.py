"""What the law says, for the eye: of a transfer, of a target on a day, between two days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dragoman.law_words import LawWords
from dragoman.world.law import Obstacle, latest_day
from dragoman.world.law_tables import KNOWN_TO, Instrument, Measure, load_law
from dragoman.world.rulings import OPEN, Change, Ruling

#: Nearest measures that are told; --json has all.
_NEAREST = 5


def show_ruling(ruling: Ruling, words: LawWords, out: Console) -> None:
    """Print the verdict, what is in the way, what is allowed, and what comes nearest."""
    labels = words.labels
    what = labels.stake(ruling.stake)
    if ruling.goods:
        what += f" ({words.goods((ruling.goods,))})"
    title = words("transfer", giver=labels.side(ruling.giver),
                  receiver=labels.side(ruling.receiver), what=what)  # fmt: skip
    _title(title, ruling.on, words, out)
    style = "bold yellow" if ruling.verdict != "forbidden" else "bold red"
    out.print(Text(words.verdict(ruling), style="bold" if ruling.verdict in OPEN else style))
    for heading, found in (("against", ruling.obstacles), ("allows", ruling.allowed)):
        if found:
            _heading(words(heading), out)
            for o in found:
                _show_obstacle(o, ruling, words, out)
    if ruling.verdict in OPEN:
        _heading(words("nearest"), out)
        if not ruling.nearest:
            out.print(Padding(words("nothing_near"), (0, 0, 0, 2)))
        for near in ruling.nearest[:_NEAREST]:
            _show_measure(near.measure, ruling, words, out, [words.misses(near)])
        if len(ruling.nearest) > _NEAREST:
            more = labels("and_more", n=len(ruling.nearest) - _NEAREST)
            out.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
    _known_to(ruling.on, words, out)


def _show_obstacle(o: Obstacle, ruling: Ruling, words: LawWords, out: Console) -> None:
    first = [words.of("modes", o.measure.mode)]
    first += [words("part")] if o.extent == "part" and not o.measure.area_en else []
    first += [words("exempted")] if o.exempted else []
    _show_measure(o.measure, ruling, words, out, first)


def _show_measure(
    m: Measure, ruling: Ruling, words: LawWords, out: Console, first: Sequence[str]
) -> None:
    """Number and date; what it says; whom it binds, in which direction, since when; what to mind;
    how they voted; how far the row is to be trusted."""
    head = Text(words.number(m), style="bold cyan") + Text(f"  {m.adopted}", style="dim")
    head += Text("  " + " · ".join(first), style="bold")
    out.print(Padding(head, (0, 0, 0, 1)))
    out.print(Padding(Text(m.summary(words.labels.language)), (0, 0, 0, 3)))
    scope = [words.of("forces", m.force), words("binds", bound=words.parties(m.addressee)),
             words.direction(m), words.periods(m)]  # fmt: skip
    out.print(Padding(Text(" · ".join(scope), style="dim"), (0, 0, 0, 3)))
    period = m.period_on(latest_day(ruling.on))
    notes = words.limits(m, period is not None and period.contested)
    if notes:
        out.print(Padding(Text(" · ".join(notes)), (0, 0, 0, 3)))
    told = words.sides_votes(m.instrument, ruling.giver, ruling.receiver)
    told += [words.ballot(m.instrument)] if m.instrument.votes else []
    trust = Text(words.standing(m), style="dim" if m.checked else "yellow")
    out.print(Padding(Text(" · ".join([*told, ""]), style="dim") + trust, (0, 0, 0, 3)))


def show_listing(
    target: str, on: str, what: str | None, found: Sequence[Measure], words: LawWords, out: Console
) -> None:
    """Print the measures in force on a day, instrument by instrument, the regime above them."""
    title = words("listing", target=words.labels.side(target))
    _title(title + (f" · {what}" if what else ""), on, words, out)
    if not found:
        out.print(words("nothing_in_force", target=words.labels.side(target)))
    _show_measures(found, latest_day(on), words, out)
    if found:
        unverified = sum(not m.checked for m in found)
        out.print()
        out.print(Text(words("summary", n=len(found), unverified=unverified), style="dim"))
    _known_to(on, words, out)


def _show_measures(found: Iterable[Measure], day: str, words: LawWords, out: Console) -> None:
    """One line a measure, under its instrument, under its regime."""
    regime = ""
    for name, group in groupby(found, key=lambda m: m.instrument.name):
        measures = list(group)
        instrument = measures[0].instrument
        if instrument.regime != regime:
            regime = instrument.regime
            _heading(load_law().regimes[regime].label(words.labels.language), out)
        _show_instrument(name, instrument, words, out)
        for m in measures:
            _show_line(m, day, words, out)


def _show_instrument(
    name: str, i: Instrument, words: LawWords, out: Console, lasting: bool = False
) -> None:
    """Name, day and votes; where `lasting`, what has become of it as the tables know it."""
    head = Text(f" {name}", style="bold cyan") + Text(f"  {i.adopted}", style="dim")
    told = [words.ballot(i)] if i.votes else []
    if lasting and i.status != "in_force":
        told.append(words.of("status", i.status) + (f" {i.until}" if i.until else ""))
    out.print(head + Text("  " + " · ".join(told), style="dim"))


def _show_line(m: Measure, day: str, words: LawWords, out: Console) -> None:
    where = f"{words('paragraph')} {m.paragraph}" if m.paragraph else words("no_paragraph")
    line = Text(where, style="bold") + Text(f"  {words.of('modes', m.mode)}", style="yellow")
    soft = [words.of("forces", m.force)] if m.force in ("calls", "political") else []
    line += Text(" · " + " · ".join([*soft, words.direction(m)]), style="dim")
    line += Text(words.labels.pair("", m.summary(words.labels.language)))
    period = m.period_on(day)
    notes = words.limits(m, period is not None and period.contested)
    if m.periods and m.periods[-1].end is not None:
        notes.insert(0, words.periods(m))
    if not m.checked:
        notes.append(words("unverified"))
    line += Text(f" · {' · '.join(notes)}" if notes else "", style="dim")
    out.print(Padding(line, (0, 0, 0, 3)))


def show_changes(change: Change, words: LawWords, out: Console) -> None:
    """Print what was adopted between the days, what came into force, what ended."""
    side = words.labels.side(change.target)
    title = words("changes", target=side, since=change.since, until=change.until)
    out.print(Text(title, style="bold"))
    if change.adopted:
        _heading(words("adopted"), out)
        for i in change.adopted:
            _show_instrument(i.name, i, words, out, lasting=True)
    days = {"since": change.since, "until": change.until}
    for key, found, day in (
        ("added", change.added, change.until),
        ("passed", change.passed, change.until),
        ("ended", change.ended, change.since),
    ):
        if found:
            out.print()
            out.print(Text(words(key, **days), style="bold"))
            _show_measures(found, latest_day(day), words, out)
    if not (change.adopted or change.added or change.ended):
        out.print(words("no_change", target=side))
    _known_to(change.until, words, out)


def _title(text: str, on: str, words: LawWords, out: Console) -> None:
    out.print(Text(text, style="bold") + Text("   " + words("law_on", date=on), style="dim"))


def _heading(text: str, out: Console) -> None:
    out.print()
    out.print(Rule(Text(text, style="bold"), align="left", style="dim"))


def _known_to(on: str, words: LawWords, out: Console) -> None:
    """A warning where the day lies beyond what the tables know."""
    if latest_day(on) > KNOWN_TO:
        out.print()
        out.print(Text(words("known_to", date=KNOWN_TO), style="yellow"))
