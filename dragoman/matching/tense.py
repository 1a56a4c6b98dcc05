"""When a claim's deed takes place: the tense of its verb, and the dates beside it."""

from __future__ import annotations

from dragoman.record import Parsed, Time


def tense_of(parsed: Parsed, i: int) -> str | None:
    """past, present or future, from the finite verb that carries token i; None for a bare noun."""
    token = parsed.tokens[i]
    carriers = [token, *(parsed.tokens[k] for k in parsed.children(i, "aux", "cop"))]
    if token.upos not in ("VERB", "AUX") and not parsed.children(i, "cop"):
        return None
    if any(t.feat("Tense") == "Fut" for t in carriers) or any(
        t.feat("Mood") == "Cnd" for t in carriers
    ):
        return "future"
    finite = [t for t in carriers if t.feat("VerbForm") == "Fin"]
    if any(t.feat("Tense") in ("Past", "Imp", "Pqp") for t in finite):
        return "past"
    if (
        token.feat("VerbForm") == "Part"
        and token.feat("Tense") == "Past"
        and not any(t.dep.startswith("cop") for t in carriers)
    ):
        return "past"
    return "present" if finite else None


def when(parsed: Parsed, i: int) -> Time | None:
    """The time of the claim at token i, or None if the text gives none."""
    tense = tense_of(parsed, i)
    return Time(tense=tense) if tense else None
