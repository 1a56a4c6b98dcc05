"""What the conditional mood says: hearsay, a hypothesis, a future seen from the past, or courtesy.

In the order of the codebook, section 4: verbs of wishing are courteous; beside a condition it is
hypothetical; under a modal the modal's own row holds; the compound form is hearsay; the simple form
under a verb of saying in the past is a future; beside a source, or of a verb of search, hearsay;
else hypothetical. Where a language has no mood for hearsay it says so with a passive ("is said to
have supplied"), which is read the same way; its conditional may be an auxiliary ("would").
"""

from __future__ import annotations

from dragoman.matching.lexicon import Lexicon
from dragoman.record import Attribution, Parsed, Speech, Token


def conditional(
    parsed: Parsed, lexicon: Lexicon, chain: tuple[Attribution, ...], i: int
) -> str | None:
    """What the conditional of the verb at token i says: "past" and "with-source" (both hearsay),
    "future", "hypothetical"; None if it is in no conditional, or in one that says nothing."""
    token = parsed.tokens[i]
    if _is_said_to(parsed, lexicon, i):
        return "past" if parsed.children(i, "aux") else "with-source"
    carriers = [token, *(parsed.tokens[k] for k in parsed.children(i, "aux", "cop"))]
    auxiliaries = lexicon.words("conditional_auxiliaries")
    carrier = next(
        (t for t in carriers if t.feat("Mood") == "Cnd" or t.lemma.lower() in auxiliaries), None
    )
    if carrier is None or token.lemma.lower() in lexicon.words("polite_verbs"):
        return None
    if any(t.lemma.lower() in lexicon.profile["modals"] for t in carriers):
        return None  # pourrait, devrait: rows of their own
    inflected = carrier.lemma.lower() not in auxiliaries
    compound = carrier is not token and carrier.dep.startswith("aux") and "pass" not in carrier.dep
    if inflected and compound:
        return "past"
    if _future_in_past(parsed, chain):
        return "future"
    if inflected and (chain or token.lemma.lower() in lexicon.words("hearsay_verbs")):
        return "with-source"
    return "hypothetical"


def conditioned(parsed: Parsed, lexicon: Lexicon, speech: Speech, i: int) -> bool:
    """Whether a condition stands beside the clause of token i, in the conditional or not. A threat
    is made, a promise given, whatever condition its content has: verbs of saying are never
    conditioned."""
    if any(a.cue and a.cue[0] <= i < a.cue[1] for a in speech.attributions):
        return False
    conjunctions = lexicon.words("conditional_conjunctions")
    for k in parsed.children(i, "advcl"):
        for mark in parsed.children(k, "mark")[:1]:
            token = parsed.tokens[mark]
            if {token.lemma.lower(), token.text.lower().rstrip("'’")} & conjunctions:
                return True
    return False


def _is_said_to(parsed: Parsed, lexicon: Lexicon, i: int) -> bool:
    """Whether token i is an infinitive under the passive of a verb of saying or believing."""
    token = parsed.tokens[i]
    head: Token = parsed.tokens[token.head]
    return (
        token.dep == "xcomp"
        and head.lemma.lower() in lexicon.words("hearsay_passives")
        and any(parsed.tokens[k].dep == "aux:pass" for k in parsed.children(head.i))
    )


def _future_in_past(parsed: Parsed, chain: tuple[Attribution, ...]) -> bool:
    """The simple conditional in indirect speech under a verb of saying in the past."""
    if not chain or not chain[-1].cue or chain[-1].kind not in ("indirect", "mixed"):
        return False
    cue = [parsed.tokens[k] for k in range(*chain[-1].cue)]
    return any(
        t.feat("Tense") in ("Past", "Imp")
        or any(parsed.tokens[a].dep == "aux" for a in parsed.children(t.i, "aux"))
        for t in cue
        if t.upos in ("VERB", "AUX")
    )
