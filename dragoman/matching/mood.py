"""What the conditional mood says: hearsay, a hypothesis, a future seen from the past, or courtesy.

In the order of the codebook, section 4: verbs of wishing are courteous; beside a condition it is
hypothetical; under a modal the modal's own row holds; the compound form is hearsay; the simple form
under a verb of saying in the past is a future; beside a source, or of a verb of search, hearsay;
else hypothetical.
"""

from __future__ import annotations

from dragoman.matching.lexicon import Lexicon
from dragoman.record import Attribution, Parsed, Speech


def conditional(
    parsed: Parsed, lexicon: Lexicon, chain: tuple[Attribution, ...], i: int
) -> str | None:
    """What the conditional of the verb at token i says: "past" and "with-source" (both hearsay),
    "future", "hypothetical"; None if it is in no conditional, or in one that says nothing."""
    token = parsed.tokens[i]
    carriers = [token, *(parsed.tokens[k] for k in parsed.children(i, "aux", "cop"))]
    carrier = next((t for t in carriers if t.feat("Mood") == "Cnd"), None)
    modals = lexicon.profile["modals"]
    if carrier is None or token.lemma.lower() in lexicon.words("polite_verbs"):
        return None
    if any(t.lemma.lower() in modals for t in carriers):
        return None  # pourrait, devrait: rows of their own
    if carrier is not token and carrier.dep.startswith("aux") and "pass" not in carrier.dep:
        return "past"
    if _future_in_past(parsed, chain):
        return "future"
    if chain or token.lemma.lower() in lexicon.words("hearsay_verbs"):
        return "with-source"
    return "hypothetical"


def conditioned(parsed: Parsed, lexicon: Lexicon, speech: Speech, i: int) -> bool:
    """Whether a condition stands beside the clause of token i, in the conditional or not. A
    threat is made, a promise given, whatever condition its content has: verbs of saying are
    never conditioned."""
    if any(a.cue and a.cue[0] <= i < a.cue[1] for a in speech.attributions):
        return False
    conjunctions = lexicon.words("conditional_conjunctions")
    for k in parsed.children(i, "advcl"):
        for mark in parsed.children(k, "mark")[:1]:
            token = parsed.tokens[mark]
            if (
                token.lemma.lower() in conjunctions
                or token.text.lower().rstrip("'’") in conjunctions
            ):
                return True
    return False


def _future_in_past(parsed: Parsed, chain: tuple[Attribution, ...]) -> bool:
    """The simple conditional in indirect speech under a verb of saying in the past."""
    if not chain or not chain[-1].cue or chain[-1].kind not in ("indirect", "mixed"):
        return False
    verbs = [
        parsed.tokens[k] for k in range(*chain[-1].cue) if parsed.tokens[k].upos in ("VERB", "AUX")
    ]
    return any(
        t.feat("Tense") in ("Past", "Imp")
        or any(parsed.tokens[a].dep == "aux" for a in parsed.children(t.i, "aux"))
        for t in verbs
    )
