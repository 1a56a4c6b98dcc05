"""What another coding of the same report changed: claims added, gone, altered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.record import Claim
from dragoman.store_rows import in_text


@dataclass(frozen=True, slots=True)
class Change:
    """One claim before and after; None where there is none."""

    before: Claim | None
    after: Claim | None

    @property
    def what(self) -> str:
        """`added`, `gone` or `altered`."""
        if self.before is None:
            return "added"
        return "gone" if self.after is None else "altered"

    def as_json(self) -> dict[str, Any]:
        one = self.after or self.before
        assert one is not None
        return {
            "report": one.report.id,
            "change": self.what,
            "before": self.before.as_json() if self.before else None,
            "after": self.after.as_json() if self.after else None,
        }


def compare(before: Iterable[Claim], after: Iterable[Claim]) -> list[Change]:
    """The changes from one coding of a report to another, in order of the text.

    Claims that say the same of the same words are the same, whatever their ids (which name the
    coder) and rules. Of the others, two of one kind whose evidence overlaps are one that was
    altered: the one with the widest overlap, where there are several.
    """
    same: dict[str, list[Claim]] = {}
    for claim in sorted(after, key=in_text):
        same.setdefault(_says(claim), []).append(claim)
    left = []
    for claim in sorted(before, key=in_text):
        if twins := same.get(_says(claim)):
            twins.pop(0)
        else:
            left.append(claim)
    come = sorted((c for group in same.values() for c in group), key=in_text)
    changes = []
    for claim in left:
        near = _nearest(claim, come)
        if near is not None:
            come.remove(near)
        changes.append(Change(claim, near))
    changes += [Change(None, claim) for claim in come]
    return sorted(changes, key=_place)


def _nearest(claim: Claim, others: Sequence[Claim]) -> Claim | None:
    """The claim of the same kind that shares most words with this one; None if none does."""
    shared = [(min(claim.end, c.end) - max(claim.start, c.start), c) for c in others
              if c.kind == claim.kind]  # fmt: skip
    width, best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best if width > 0 else None


def _says(claim: Claim) -> str:
    """A claim as text, without what names the coder: ids, and the rules that fired."""
    said = claim.as_json()
    for name in ("id", "report", "refers_to", "rule_ids"):
        del said[name]
    return json.dumps(said)


def _place(change: Change) -> tuple[int, int, str]:
    one = change.after or change.before
    assert one is not None
    return in_text(one)
