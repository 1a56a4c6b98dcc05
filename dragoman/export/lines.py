"""`jsonl`: one claim of the codebook a line, all fields."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.export.selection import Selection


def jsonl(chosen: Selection) -> Iterator[str]:
    """The same lines for the same claims, in whatever order the reports were read."""
    for claim in chosen.claims:
        yield claim.as_jsonl() + "\n"
