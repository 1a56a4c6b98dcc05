"""The stakes of the codebook: what is sought, given, forbidden or transferred."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dragoman.tables import read_table

WORLD = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Stake:
    """One kind of thing; `parent` is the wider stake, or None."""

    id: str
    label_en: str
    label_fr: str
    covers: str
    parent: str | None

    def label(self, language: str) -> str:
        """Its name; in English where the table has no column for the language."""
        return str(getattr(self, f"label_{language}", self.label_en))


def stake_ids() -> tuple[str, ...]:
    """All stakes of the codebook, in the order of the table."""
    return tuple(stakes())


def stake_label(stake: str, language: str) -> str:
    """The stake's name in "fr" or "en". Raises KeyError for an unknown stake."""
    return stakes()[stake].label(language)


@cache
def stakes(folder: Path = WORLD) -> dict[str, Stake]:
    """The stakes table by id. The part of an id before its dot is the wider stake, if that is one
    itself (there is no stake "goods" above "goods.minerals"). Raises TableError."""
    columns = ("id", "label_en", "label_fr", "covers")
    rows = list(read_table(folder / "stakes.tsv", columns, ("id",)))
    ids = {row["id"] for row in rows}
    out: dict[str, Stake] = {}
    for row in rows:
        above = row["id"].rpartition(".")[0]
        out[row["id"]] = Stake(
            row["id"],
            row["label_en"],
            row["label_fr"],
            row["covers"],
            above if above in ids else None,
        )
    return out
