"""How sure, in the scales of others: ICD 203's bands and the Admiralty (NATO) grading.

Both grade what the *author* of a report makes of it. The bands are the codebook's, section 4; what
an author passes on as said by another has none, since its author's certainty follows from the cue
and is nobody's estimate. The Admiralty letter is of the outlet and is F (cannot be judged) unless
the user supplies a registry: nothing in a text says how reliable its outlet is. The figure grades
the information: 1 (confirmed by other sources) only where another than the one who says it confirms
it, in a `response` that refers to the claim; that two reports agree is no confirmation, since one
may have copied the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dragoman.export.selection import Selection
from dragoman.record import Claim, Report
from dragoman.tables import read_table

#: Labels that ICD 203 has a band for, in the words of MISP's taxonomy `estimative-language`. Those
#: left out are asserted (certain), or say nothing of a likelihood (possible, reported, open).
BANDS = {
    "almost_certain": "almost-certain",
    "very_likely": "very-likely",
    "likely": "likely",
    "even": "roughly-even-chance",
    "possibly_not": "unlikely",
    "unlikely": "unlikely",
    "very_unlikely": "very-unlikely",
    "excluded": "almost-no-chance",
}
CONFIRMED, POSSIBLY_TRUE, CANNOT_BE_JUDGED = "1", "3", "6"
#: The author's certainty as a figure of credibility. Hearsay (`reported`) and what is left open
#: cannot be judged.
_CREDIBILITY = {
    "certain": "2", "almost_certain": "2", "very_likely": "2", "likely": "2",
    "possible": "3",
    "possibly_not": "4", "unlikely": "4",
    "very_unlikely": "5", "excluded": "5",
    "reported": CANNOT_BE_JUDGED, "even": CANNOT_BE_JUDGED, "open": CANNOT_BE_JUDGED,
}  # fmt: skip
_UNJUDGED = "F"
#: The flags of a claim whose source the text does not name.
UNNAMED = frozenset({"anonymous_source", "collective_source"})


def read_reliability(path: Path) -> Mapping[str, str]:
    """A registry: a table with the columns outlet and reliability (A to F), tab-separated.

    Outlets are compared without regard to capitals. Raises TableError, which names file and line,
    on another header, an unknown letter or an outlet that stands twice.
    """
    out: dict[str, str] = {}
    for row in read_table(path, ("outlet", "reliability"), unique=("outlet",)):
        if row["reliability"] not in tuple("ABCDEF"):
            raise row.error(f"reliability is {row['reliability']!r}, no letter from A to F")
        if row["outlet"].casefold() in out:
            raise row.error(f"repeats {row['outlet']!r}")
        out[row["outlet"].casefold()] = row["reliability"]
    return out


def letter(report: Report, registry: Mapping[str, str]) -> str:
    """How reliable the outlet is to the user's registry, A to F."""
    return registry.get((report.outlet or "").casefold(), _UNJUDGED)


def confirmed(chosen: Selection) -> frozenset[str]:
    """The claims that somebody else than their own source confirms."""
    said = {c.id: {a.state for a in c.sources + c.joint_sources} for c in chosen.claims}
    return frozenset(
        claim_id
        for answer in chosen.claims
        if answer.type == "confirms"
        for claim_id in answer.refers_to
        if claim_id in said and not {a.state for a in answer.actors} & said[claim_id]
    )


def credibility(claim: Claim, confirmed_ids: frozenset[str]) -> str:
    """How credible the information is, 1 to 6. What is passed on without a word for or against it
    (attributed, and likely to the author by that alone) is possibly true, no more."""
    if claim.id in confirmed_ids:
        return CONFIRMED
    if attributed(claim) and claim.author_certainty == "likely":
        return POSSIBLY_TRUE
    return _CREDIBILITY[claim.author_certainty]


def author_band(claim: Claim) -> str | None:
    """ICD 203's band of what the author says in the author's own voice, if there is one."""
    return None if attributed(claim) else BANDS.get(claim.author_certainty)


def attributed(claim: Claim) -> bool:
    """Whether somebody else than the author says so, named or not."""
    return bool(claim.sources) or not UNNAMED.isdisjoint(claim.flags)
