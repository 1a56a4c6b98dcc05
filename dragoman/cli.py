"""The commands. Thin: each turns its words into one call below, and the answer into text.

What is heavy (the models, the tables, the store) is imported inside the commands, so that `--help`
answers at once. Exit codes: 0 done, 1 something could not be read or found, 2 wrong usage.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dragoman.record import CODER_VERSION, KINDS, SCORES

if TYPE_CHECKING:
    from dragoman.labels import Labels
    from dragoman.record import Claim
    from dragoman.store import Store

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
Command = Callable[..., Any]


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no ISO date (2023-09-13, 2023-09 or 2023)")
    return value


def _stake(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dragoman.world.stakes import stake_ids

    if value is not None and value not in stake_ids():
        raise click.BadParameter(f"no stake {value!r}; the stakes are {', '.join(stake_ids())}")
    return value


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> Labels:
    from dragoman.labels import languages, load_labels, user_language

    if value is not None and value not in languages():
        raise click.BadParameter(f"no output in {value!r}; one of {', '.join(languages())}")
    return load_labels(value or user_language())


def _actor(text: str) -> str:
    from dragoman.labels import languages
    from dragoman.naming import actor_of

    try:
        return actor_of(text, languages())
    except LookupError as wrong:
        raise click.UsageError(str(wrong.args[0])) from wrong


_store_option = click.option(
    "--store", "store_path", type=click.Path(path_type=Path, dir_okay=False),
    help="The store's file; else $DRAGOMAN_STORE, else one in your data folder.",
)  # fmt: skip
_lang_option = click.option(
    "--lang", "labels", metavar="fr|en", callback=_language,
    help="Language of the output; else that of your environment.",
)  # fmt: skip
_json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")


def _reading(store_path: Path | None) -> Store:
    from dragoman.store import Store, StoreError

    try:
        return Store(store_path, read_only=True)
    except StoreError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print_jsonl(claims: Iterable[Claim]) -> None:
    for claim in claims:
        click.echo(claim.as_jsonl())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    package_name="dragoman", message=f"%(prog)s %(version)s (coder {CODER_VERSION})"
)
def main() -> None:
    """Who wants what from whom, in reports on relations between states, with the sentence."""
    # A pipe to a program of another age must not stop at the first accent.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--date", callback=_date, help="The report's date, ISO (of day, month or year).")
@click.option("--outlet", help="Who published it.")
@click.option("--title", help="Its title.")
@click.option("--language", metavar="CODE", help="Its language (fr, en); else found out.")
@_store_option
@click.option("--no-store", is_flag=True, help="Keep nothing.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Print the claims.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="With --format jsonl: a folder that gets NAME.jsonl for each NAME.txt.",
)  # fmt: skip
@_lang_option
@click.pass_context
def read(
    ctx: click.Context, paths: tuple[str, ...], date: str | None, outlet: str | None,
    title: str | None, language: str | None, store_path: Path | None, no_store: bool,
    form: str | None, out: Path | None, labels: Labels,
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
            language=language,
        ) as reading:  # fmt: skip
            _run(reading, paths, form, out, labels)
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
            _print_jsonl(done.claims)
        elif form == "table":
            show_claims(done.claims, labels, console())
        reading.progress(sys.stderr)
    click.echo(reading.summary(labels), err=True)


@main.command()
@click.option("--about", metavar="A,B", help="Names, ISO3 codes or ids; reports that name all.")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--type", "type_", metavar="TYPE", help="CONSULT, AGREE …, forbids …, denies …")
@click.option("--stake", callback=_stake, metavar="STAKE", help="With the stakes below it.")
@click.option("--source", metavar="WHO", help="Who says so: a name, code or id, or 'author'.")
@click.option("--min-certainty", type=click.Choice(tuple(SCORES)), metavar="LABEL",
              help=f"Of the source: {', '.join(SCORES)}.")  # fmt: skip
@click.option("--since", callback=_date, metavar="DATE")
@click.option("--until", callback=_date, metavar="DATE")
@click.option("--report", metavar="ID", help="A report's id, or how it begins.")
@click.option("--words", metavar="TEXT", help="Words that the evidence must hold.")
@_json_option
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl"]), default="table")
@_store_option
@_lang_option
def claims(
    about: str | None, kind: str | None, type_: str | None, stake: str | None, source: str | None,
    min_certainty: str | None, since: str | None, until: str | None, report: str | None,
    words: str | None, as_json: bool, form: str, store_path: Path | None, labels: Labels,
) -> None:  # fmt: skip
    """List the claims of the store."""
    who = [_actor(name) for name in about.split(",")] if about else None
    said_by = source if source in (None, "author") else _actor(source or "")
    with _reading(store_path) as store:
        found = store.claims(
            who, kind, type_, stake, said_by, min_certainty, since, until, report, words
        )
    if as_json or form == "json":
        _print_json([c.as_json() for c in found])
    elif form == "jsonl":
        _print_jsonl(found)
    else:
        from dragoman.show import console, show_claims

        show_claims(found, labels, console())


@main.command()
@click.argument("a")
@click.argument("b")
@click.option("--as-of", callback=_date, metavar="DATE", help="As known, and as the law, on a day.")
@click.option("--report", metavar="ID", help="From one report only.")
@_json_option
@_store_option
@_lang_option
def exchange(
    a: str, b: str, as_of: str | None, report: str | None, as_json: bool, store_path: Path | None,
    labels: Labels,
) -> None:  # fmt: skip
    """What A and B seek from each other, what each can give, what forbids it, what moves."""
    from dragoman.exchange import exchange as table_of
    from dragoman.record import Actor

    one, other = (Actor(_actor(side), "state").state for side in (a, b))
    if one == other:
        raise click.UsageError(f"an exchange takes two sides; both are {one}")
    with _reading(store_path) as store:
        table = table_of(store.claims([one, other], report=report), one, other, as_of)
    if as_json:
        _print_json(table.as_json())
    else:
        from dragoman.show import console
        from dragoman.show_exchange import show_exchange

        show_exchange(table, labels, console())


@main.command()
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.File(encoding="utf-8"), metavar="FILE.jsonl",
    help="Questions instead, one object with id and question a line; JSONL out.",
)  # fmt: skip
@click.option("--parse-only", is_flag=True, help="What is asked, not the answer (with --batch).")
@click.option("--lang", metavar="fr|en", help="Language of the answer; else the question's.")
@_json_option
@_store_option
def ask(
    question: str | None, batch: TextIO | None, parse_only: bool, lang: str | None, as_json: bool,
    store_path: Path | None,
) -> None:  # fmt: skip
    """Answer a question in plain words, in the language in which it is asked."""
    if (question is None) == (batch is None):
        raise click.UsageError("give a question, or --batch FILE.jsonl")
    if parse_only and batch is None:
        raise click.UsageError("--parse-only goes with --batch")
    from dragoman.labels import languages, load_labels
    from dragoman.questions import parse_batch

    if lang is not None and lang not in languages():
        raise click.UsageError(f"no answer in {lang!r}; one of {', '.join(languages())}")
    try:
        if batch is not None and parse_only:
            for line in parse_batch(batch):
                click.echo(line)
            return
        from dragoman.answer import answer

        with _reading(store_path) as store:
            if batch is not None:
                for case in map(json.loads, filter(str.strip, batch)):
                    told = answer(store, case["question"], lang).as_json()
                    click.echo(json.dumps({"id": case["id"], **told}, ensure_ascii=False))
                return
            found = answer(store, question or "", lang)
    except (ValueError, LookupError, TypeError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if as_json:
        _print_json(found.as_json())
    else:
        from dragoman.show import console
        from dragoman.show_answer import show_answer

        show_answer(found, load_labels(found.language), console())


@main.command()
@click.argument("claim_id")
@_store_option
@_lang_option
def explain(claim_id: str, store_path: Path | None, labels: Labels) -> None:
    """Why a claim stands in the store: its sentence, parse, sources, and the rules that fired."""
    from dragoman.pipeline import code
    from dragoman.show import console
    from dragoman.show_explain import show_explanation
    from dragoman.store import StoreError

    with _reading(store_path) as store:
        try:
            claim = store.claim(claim_id)
        except StoreError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    # Parsing is deterministic: what was found then is found again now, with all that led to it.
    record = code(claim.report)
    show_explanation(claim, record, labels, console())
    if all(c.id != claim.id for c in record.claims):
        raise click.ClickException(labels("gone"))


_lines = click.argument("lines", type=click.File(encoding="utf-8"), default="-", metavar="[FILE]")


def _answer_lines(answers: Iterator[dict[str, Any]]) -> None:
    """Line by line, as they come; a line that cannot be read ends it."""
    try:
        for answer in answers:
            click.echo(json.dumps(answer, ensure_ascii=False))
    except (ValueError, LookupError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


@main.command()
@_lines
def attributions(lines: TextIO) -> None:
    """Who says what: source, cue and content of every attribution, as stretches of characters.

    FILE (else standard input) holds JSON objects with doc, lang and text, one a line; each is
    answered by one with doc and attributions. Measured on PolNeAR and the French FrameNet.
    """
    from dragoman.attributions import attributions as find

    _answer_lines(find(lines))


@main.command()
@_lines
@click.option("--sources", is_flag=True, help="Also what each source believes, outermost first.")
def factuality(lines: TextIO, sources: bool) -> None:
    """How sure the author of a text is that an event came about: a score, -3 to +3, and a label.

    FILE (else standard input) holds JSON objects with id, lang, text, start and end, one a line;
    the event is the word at these characters. Measured on UW factuality and on French conditionals.
    """
    from dragoman.factuality import factuality as weigh

    _answer_lines(weigh(lines, sources))


@main.command("code-pairs")
@_lines
@click.option("--language", default="en", metavar="CODE", help="Of lines without lang; else en.")
def code_pairs(lines: TextIO, language: str) -> None:
    """What a named source does to a named target in a sentence: a PLOVER type, or null.

    FILE (else standard input) holds JSON objects with id, sentence, source and target, one a line;
    source and target are words of the sentence. Measured on PLV.
    """
    from dragoman.pairs import code_pairs as code

    _answer_lines(code(lines, language))


if __name__ == "__main__":
    main()
