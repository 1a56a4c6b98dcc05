"""Commands that ask the store: claims, exchange, ask, explain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dragoman.cli.options import (
    actor_id,
    claim_filters,
    filtered_claims,
    iso_date,
    json_option,
    lang_option,
    open_to_read,
    print_json,
    print_jsonl,
    reviewed_option,
    store_option,
)

if TYPE_CHECKING:
    from dragoman.labels import Labels


@click.command()
@claim_filters
@json_option
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl"]), default="table")
@store_option
@lang_option
def claims(
    as_json: bool, form: str, store_path: Path | None, labels: Labels, **filters: Any
) -> None:
    """List the claims of the store."""
    found = filtered_claims(store_path, filters)
    if as_json or form == "json":
        print_json([c.as_json() for c in found])
    elif form == "jsonl":
        print_jsonl(found)
    else:
        from dragoman.cited_law import cited_in
        from dragoman.show import console, show_claims

        with open_to_read(store_path, reviewed=filters["reviewed"]) as store:
            cited = cited_in(store, found)
        show_claims(found, labels, console(), cited)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--as-of", callback=iso_date, metavar="DATE", help="As known, and as the law, on a day."
)
@click.option("--report", metavar="ID", help="From one report only.")
@reviewed_option
@json_option
@store_option
@lang_option
def exchange(
    a: str, b: str, as_of: str | None, report: str | None, reviewed: bool, as_json: bool,
    store_path: Path | None, labels: Labels,
) -> None:  # fmt: skip
    """What A and B seek from each other, what each can give, what forbids it, what moves."""
    from dragoman.exchange import exchange as table_of
    from dragoman.record import Actor

    one, other = (Actor(actor_id(side), "state").state for side in (a, b))
    if one == other:
        raise click.UsageError(f"an exchange takes two sides; both are {one}")
    with open_to_read(store_path, reviewed=reviewed) as store:
        table = table_of(store.claims([one, other], report=report), one, other, as_of)
    if as_json:
        print_json(table.as_json())
    else:
        from dragoman.show import console
        from dragoman.show_exchange import show_exchange

        show_exchange(table, labels, console())


@click.command()
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.File(encoding="utf-8"), metavar="FILE.jsonl",
    help="Questions instead, one object with id and question a line; JSONL out.",
)  # fmt: skip
@click.option("--parse-only", is_flag=True, help="What is asked, not the answer (with --batch).")
@click.option("--lang", metavar="fr|en", help="Language of the answer; else the question's.")
@reviewed_option
@json_option
@store_option
def ask(
    question: str | None, batch: TextIO | None, parse_only: bool, lang: str | None,
    reviewed: bool, as_json: bool, store_path: Path | None,
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

        with open_to_read(store_path, reviewed=reviewed) as store:
            if batch is not None:
                for case in map(json.loads, filter(str.strip, batch)):
                    told = answer(store, case["question"], lang).as_json()
                    click.echo(json.dumps({"id": case["id"], **told}, ensure_ascii=False))
                return
            found = answer(store, question or "", lang)
    except (ValueError, LookupError, TypeError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if as_json:
        print_json(found.as_json())
    else:
        from dragoman.show import console
        from dragoman.show_answer import show_answer

        show_answer(found, load_labels(found.language), console())


@click.command()
@click.argument("claim_id")
@store_option
@lang_option
def explain(claim_id: str, store_path: Path | None, labels: Labels) -> None:
    """Why a claim stands in the store: its sentence, parse, sources, and the rules that fired."""
    from dragoman.pipeline import code
    from dragoman.show import console
    from dragoman.show_explain import show_explanation
    from dragoman.store import StoreError

    with open_to_read(store_path) as store:
        try:
            claim = store.claim(claim_id)
        except StoreError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    # Parsing is deterministic: what was found then is found again now, with all that led to it.
    record = code(claim.report)
    show_explanation(claim, record, labels, console())
    if all(c.id != claim.id for c in record.claims):
        raise click.ClickException(labels("gone"))
