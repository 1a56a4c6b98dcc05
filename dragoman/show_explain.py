"""Why a claim is there, for the eye: sentence, parse, who speaks, and the rules that fired."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from dragoman.cited_law import cited_law
from dragoman.labels import Labels
from dragoman.law_words import load_law_words
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Attribution, Claim, Parsed, Record
from dragoman.show import gist, quote, remarks, sureness, told_remark

RULES = Path(__file__).parent / "rules"
#: Words that hang on another and say little by themselves: drawn on the same line.
_SMALL = ("det", "case", "fixed", "flat", "aux", "expl", "cc", "mark", "nummod")


def show_explanation(claim: Claim, record: Record, labels: Labels, out: Console) -> None:
    """Print all that led to a claim. `record` is its report, coded again."""
    grid = Table.grid(padding=(0, 2, 1, 0), expand=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(claim.id, gist(claim, labels))
    parsed = record.parsed
    inside = _inside(parsed, claim) if parsed is not None else []
    if parsed is None or not inside:
        grid.add_row(labels("sentence"), quote(claim, labels))
    else:
        grid.add_row(labels("sentence"), _in_context(claim, parsed, inside))
        sentences = {parsed.sentence_number(i): parsed.sentence(i) for i in inside}.values()
        for s in sentences:
            root = next(i for i in range(s.start, s.end) if parsed.tokens[i].head == i)
            grid.add_row(labels("parse"), _branch(parsed, root, set(inside)))
        chain = record.speech.chain(_top(parsed, inside))
        for level, attribution in enumerate(chain):
            label = labels("chain") if level == 0 else ""
            grid.add_row(label, _attribution(attribution, parsed, labels))
    grid.add_row(
        labels("says"), labels.says(claim) + f" · {labels.of('attitudes', claim.attitude)}"
    )
    grid.add_row(labels("steps"), _certainty(claim, labels))
    if found := cited_law(record.claims).get(claim.id):
        words = load_law_words(labels.language)
        told = Text(", ".join(i.name for i in found.instruments))
        for remark in found.remarks:
            told += Text("\n") + told_remark(remark, words)
        grid.add_row(words("instruments"), told)
    fired = Table.grid(padding=(0, 2, 0, 0))
    for number, rule in enumerate(claim.rule_ids, 1):
        fired.add_row(str(number), Text(rule, style="cyan"), catches(rule, claim.report.language))
    grid.add_row(labels("fired"), fired if claim.rule_ids else labels("no_rules"))
    out.print(grid)


def catches(rule: str, language: str) -> str:
    """What a rule catches, in a few words: from rules/*.yaml or from the row of the word list that
    bears its id; empty if neither knows it."""
    if rule in _rule_texts():
        return _rule_texts()[rule]
    lexicon = load_lexicon(language)
    for predicates in lexicon.predicates.values():
        for p in predicates:
            if p.rule_id == rule:
                return f"{' '.join(p.words)} ({p.pos}) → {p.type}: « {p.example} »"
    for cues in lexicon.certainty.values():
        for cue in cues:
            if cue.rule_id == rule:
                return f"{' '.join(cue.words)} ({cue.where}): {cue.effect} {cue.label}".rstrip()
    return ""


@cache
def _rule_texts() -> dict[str, str]:
    """`catches` of every rule in rules/*.yaml, by id."""
    files = (yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted(RULES.glob("*.yaml")))
    return {rule["id"]: rule["catches"] for data in files for rule in _rules_in(data)}


def _rules_in(data: Any) -> Iterator[dict[str, str]]:
    if isinstance(data, dict):
        if "id" in data and "catches" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _rules_in(item)


def _inside(parsed: Parsed, claim: Claim) -> list[int]:
    """The tokens of the evidence."""
    return [t.i for t in parsed.tokens if claim.start <= t.start and t.end <= claim.end]


def _top(parsed: Parsed, inside: list[int]) -> int:
    """The token of the evidence that governs the most of it: the one nearest to the root."""
    return min(inside, key=lambda i: (sum(1 for _ in parsed.ancestors(i)), i))


def _in_context(claim: Claim, parsed: Parsed, inside: list[int]) -> Text:
    """The sentence with the evidence in it underlined."""
    text = claim.report.text
    start = parsed.tokens[parsed.sentence(inside[0]).start].start
    end = parsed.tokens[parsed.sentence(inside[-1]).end - 1].end
    out = Text(text[start : claim.start])
    out += Text(text[claim.start : claim.end], style="bold underline")
    return out + Text(text[claim.end : end])


def _branch(parsed: Parsed, i: int, inside: set[int], tree: Tree | None = None) -> Tree:
    """The tree below a token; small words stand with their heads, as in the text."""
    token = parsed.tokens[i]
    small = [k for k in parsed.children(i, *_SMALL) if not parsed.children(k)]
    words = " ".join(parsed.tokens[k].text for k in sorted([*small, i]))
    label = Text(words, style="bold" if i in inside else "dim")
    label += Text(f"  {token.dep} {token.upos}", style="dim")
    node = Tree(label, guide_style="dim") if tree is None else tree.add(label)
    for k in parsed.children(i):
        if k not in small and parsed.tokens[k].upos != "PUNCT":
            _branch(parsed, k, inside, node)
    return node


def _attribution(a: Attribution, parsed: Parsed, labels: Labels) -> Text:
    """One level of the chain: who, by which words, how surely, at what distance."""
    out = Text(labels.actors(a.sources) or labels("unnamed"), style="bold")
    out += Text(f" · {labels.of('attributions', a.kind)} · {labels.of('attitudes', a.attitude)}")
    if a.cue is not None:
        out += Text(" · " + labels("quote", text=parsed.slice(*a.cue)), style="italic")
    out += Text(f" · {labels.of('certainty', a.degree)} · {a.stance}")
    return out + Text(f" · {a.rule_id}" if a.rule_id else "", style="cyan")


def _certainty(claim: Claim, labels: Labels) -> Text:
    """The outcome for source and author; the steps to it are among the rules below."""
    out = Text(f"{labels('source')} ") + sureness(claim.certainty, labels)
    out += Text(f"   {labels('author')} ") + sureness(claim.author_certainty, labels)
    notes = remarks(claim, labels)
    return out + Text(f"   [{notes}]" if notes else "", style="yellow")
