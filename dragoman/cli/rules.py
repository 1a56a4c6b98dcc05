"""Commands on what the law says: rules, breaches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from dragoman.cli.options import (
    ISO_DATE,
    actor_id,
    iso_date,
    json_option,
    lang_option,
    open_to_read,
    print_json,
    stake_id,
    store_option,
)
from dragoman.record import SCORES

if TYPE_CHECKING:
    from dragoman.labels import Labels

_DIFF = "diff"


class _Rules(click.Command):
    """Three ways to call it: the usage line of one would hide the others."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for number, words in enumerate((
            "TARGET [OPTIONS]", f"{_DIFF} TARGET SINCE UNTIL [OPTIONS]", "--batch FILE.jsonl",
        )):  # fmt: skip
            formatter.write_usage(ctx.command_path, words, None if not number else " " * 7)


def _goods(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dragoman.world.law_tables import load_law

    if value is not None and value not in load_law().goods:
        known = ", ".join(load_law().goods)
        raise click.BadParameter(f"no kind of goods {value!r}; they are {known}")
    return value


@click.command(cls=_Rules)
@click.argument("words", nargs=-1, metavar="")
@click.option(
    "--stake", callback=stake_id, metavar="STAKE", help="What is given: arms.ammunition …"
)
@click.option("--goods", callback=_goods, metavar="CODE", help="Its kind, if known more closely.")
@click.option("--from", "giver", metavar="A", help="Who gives it.")
@click.option("--to", "receiver", metavar="B", help="Who gets it.")
@click.option("--on", callback=iso_date, metavar="DATE",
              help="The law of that day; else of the last day that the tables know.")  # fmt: skip
@click.option("--batch", type=click.File(encoding="utf-8"), metavar="FILE.jsonl",
              help="Transfers instead, one a line: id, from, to, stake, good, on.")  # fmt: skip
@json_option
@lang_option
def rules(
    words: tuple[str, ...], stake: str | None, goods: str | None, giver: str | None,
    receiver: str | None, on: str | None, batch: TextIO | None, as_json: bool, labels: Labels,
) -> None:  # fmt: skip
    """What forbids a transfer on a day, and how they voted; or all rules on a TARGET.

    With --stake, --from and --to: what stands in the way of that transfer on that day, what allows
    it, what comes nearest where nothing forbids it. With less: the measures in force on TARGET,
    narrowed by what is given. `diff` shows what was added and what ended from one day to another.
    A, B and TARGET are names, ISO3 codes or ids (COD:m23).
    """
    if batch is not None:
        if words or any((stake, goods, giver, receiver, on)):
            raise click.UsageError("--batch takes all that it needs from FILE.jsonl")
        _answer(batch)
        return
    from dragoman.law_words import load_law_words
    from dragoman.show import console
    from dragoman.show_rules import show_changes, show_listing, show_ruling
    from dragoman.world.law_tables import KNOWN_TO
    from dragoman.world.rulings import changes, measure_json, measures_on, rule_on

    said = load_law_words(labels.language)
    one, other = (actor_id(side) if side else None for side in (giver, receiver))
    if words[:1] == (_DIFF,):
        if on is not None:
            raise click.UsageError(f"{_DIFF} takes two days after TARGET, and no --on")
        target, since, until = _diff_words(words[1:])
        try:
            change = changes(target, since, until, stake, one, other, goods)
        except ValueError as wrong:
            raise click.UsageError(str(wrong)) from wrong
        print_json(change.as_json()) if as_json else show_changes(change, said, console())
        return
    if len(words) > 1:
        raise click.UsageError(f"one TARGET, please: {' '.join(words)!r} are {len(words)}")
    on = on or KNOWN_TO
    asked = actor_id(words[0]) if words else None
    if stake and one and other:
        if one == other:
            raise click.UsageError(f"a transfer takes two sides; both are {one}")
        ruling = rule_on(one, other, stake, on, goods, asked)
        print_json(ruling.as_json()) if as_json else show_ruling(ruling, said, console())
        return
    about = asked or one or other
    if about is None:
        raise click.UsageError("name a TARGET, or a transfer by --stake, --from and --to")
    found = measures_on(about, on, stake, one, other, goods)
    if as_json:
        print_json([measure_json(m, on) for m in found])
    else:
        what = labels.stake(stake) if stake else None
        show_listing(about, on, what, found, said, console())


def _diff_words(words: tuple[str, ...]) -> tuple[str, str, str]:
    if len(words) != 3:
        raise click.UsageError(f"{_DIFF} takes TARGET SINCE UNTIL")
    for day in words[1:]:
        if not ISO_DATE.fullmatch(day):
            raise click.UsageError(f"{day!r} is no ISO date (2023-09-13, 2023-09 or 2023)")
    return actor_id(words[0]), words[1], words[2]


def _answer(batch: TextIO) -> None:
    from dragoman.world.rulings import answer_cases

    try:
        for answer in answer_cases(batch):
            click.echo(json.dumps(answer, ensure_ascii=False))
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


@click.command()
@click.option("--target", metavar="WHO", help="A state or group under sanctions; else all.")
@click.option("--since", callback=iso_date, metavar="DATE", help="Reports from that day on.")
@click.option("--until", callback=iso_date, metavar="DATE", help="Reports up to that day.")
@click.option("--min-certainty", type=click.Choice(tuple(SCORES)), metavar="LABEL",
              default="reported", help="Of the source; else reported.")  # fmt: skip
@click.option(
    "--implied",
    is_flag=True,
    help="Also where the sentence names no giver or recipient, but the report does.",
)
@json_option
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]),
              default="table")  # fmt: skip
@store_option
@lang_option
def breaches(
    target: str | None, since: str | None, until: str | None, min_certainty: str, implied: bool,
    as_json: bool, form: str, store_path: Path | None, labels: Labels,
) -> None:  # fmt: skip
    """Claimed transfers that a measure in force on their day forbids, with the paragraph.

    The sanctions monitor's list: who gave what to whom, on which day, against which paragraph, how
    sure the source is, who denies it, and the sentence.
    """
    from dragoman.breaches import as_csv
    from dragoman.breaches import breaches as find

    who = actor_id(target) if target else None
    with open_to_read(store_path) as store:
        found = find(
            store.claims([who] if who else None, since=since, until=until),
            who, min_certainty, implied,
        )  # fmt: skip
    if as_json or form == "json":
        print_json([b.as_json() for b in found])
    elif form == "jsonl":
        for breach in found:
            click.echo(json.dumps(breach.as_json(), ensure_ascii=False))
    elif form == "csv":
        click.echo(as_csv(found), nl=False)
    else:
        from dragoman.law_words import load_law_words
        from dragoman.show import console
        from dragoman.show_breaches import show_breaches

        show_breaches(who, found, load_law_words(labels.language), console())
