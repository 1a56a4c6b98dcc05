"""The name that goes with a phrase: "le ministre Lavrov", "le ministre, Sergueï Lavrov", "Sergueï
Lavrov, ministre", "... et négociateur"."""

from __future__ import annotations

from dragoman.matching.actor_words import forms
from dragoman.stages.actors_names import Name
from dragoman.stages.actors_reach import Phrase, Reach
from dragoman.world import actors as world


def take_name(
    reach: Reach, last: Phrase | None, known_only: bool = False, orgs: bool = False
) -> None:
    """Takes in a name right after the phrase, after a comma, or before it ("X, ministre ...")."""
    at = reach.end
    after = _skip_title(reach, at)
    name = reach.names.by_start.get(after)
    if name and _fits(name, known_only, orgs, near=True):
        _take(reach, name)
        return
    if known_only or orgs or reach.number == "p":
        return
    if at + 1 < reach.last and reach.tokens[at].text in (",", "("):
        after = _skip_title(reach, at + 1)
        name = reach.names.by_start.get(after)
        near = after > at + 1
        if name and _fits(name, known_only, orgs, near) and _agrees(reach, name):
            _take(reach, name)
            return
    if reach.start - 1 > reach.first and reach.tokens[reach.start - 1].text == ",":
        before = reach.names.covering.get(reach.start - 2)
        whole = before is not None and (before.kind == "person" or before.end - before.start > 1)
        if before and whole and before.kind in ("person", "new") and _agrees(reach, before):
            titled = last is not None and last.start <= before.start < last.end
            reach.person = before
            reach.start = last.start if last is not None and titled else before.start
            reach.a = last.head if last is not None and titled else before.start
    if reach.person is None and reach.start - 1 > reach.first and not reach.definite:
        _join(reach, last)


def title_of(reach: Reach) -> tuple[int, int] | None:
    """The tokens of what a medium is called, beside "le quotidien" or "newspaper": a run of words
    with capitals, small words of belonging between them ("Le Messager du Levant")."""
    start = reach.name_start if reach.org else reach.person.start if reach.person else reach.end
    tokens = reach.tokens
    end = k = start
    while k < reach.last and (tokens[k].text[0].isupper() or (k > start and _small(reach, k))):
        k += 1
        end = end if _small(reach, k - 1) else k
    if end > start:
        return start, end
    before = reach.names.covering.get(reach.a - 1)
    named = (
        before is not None
        and before.kind == "new"
        and reach.parsed.sentence(before.start) == reach.parsed.sentence(reach.a)
    )
    return (before.start, before.end) if before and named else None


def _small(reach: Reach, k: int) -> bool:
    text = reach.tokens[k].text.lower()
    return text in forms(reach.language, "of") or text in forms(reach.language, "definite")


def _join(reach: Reach, phrase: Phrase | None) -> None:
    """ "X, ancien diplomate turc et chercheur à ...": one more thing that X is."""
    gap = reach.tokens[reach.start - 1]
    if gap.upos != "CCONJ" or phrase is None or phrase.end != reach.start - 1:
        return
    name = next((reach.names.covering[k] for k in range(phrase.start, phrase.end)
                 if k in reach.names.covering
                 and reach.names.covering[k].kind in ("person", "new")), None)  # fmt: skip
    if name is not None and phrase.person and phrase.how in ("name", "new"):
        reach.person = name
        reach.start = phrase.start
        reach.a = phrase.start


def _skip_title(reach: Reach, at: int) -> int:
    """The token after a title that stands here."""
    if reach.line.is_title(at):
        at = reach.line.heads[at][2]
        if at < reach.last and reach.tokens[at].text == ".":
            at += 1
    return at


def _fits(name: Name, known_only: bool, orgs: bool, near: bool) -> bool:
    if orgs:
        return name.kind in ("org", "new")
    if name.kind == "person":
        return bool(name.ids)
    if name.kind != "new" or known_only:
        return False
    return near or name.end - name.start > 1


def _agrees(reach: Reach, name: Name) -> bool:
    """Not "Poutine, le président chinois": a known person of another state."""
    if name.kind != "person" or not reach.bodies or "former" in reach.whens:
        return True
    held = world.offices().get(name.ids[0], ())
    return not held or any(o.body in reach.bodies or o.country in reach.bodies for o in held)


def _take(reach: Reach, name: Name) -> None:
    if name.kind == "org":
        reach.org = name.ids[0]
        reach.name_start = name.start
    else:
        reach.person = name
    reach.end = name.end
