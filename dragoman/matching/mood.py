"""What the conditional mood says: hearsay, a hypothesis, a future seen from the past, or courtesy.

In the order of the codebook, section 4: verbs of wishing are courteous; beside a condition it is
hypothetical; under a modal the modal's own row holds; the compound form is hearsay; the simple form
under a verb of saying in the past is a future; beside a source, or of a verb of search, hearsay;
else hypothetical. Where a language has no mood for hearsay it says so with a passive ("is said to
have supplied"; speech.tsv, gate `hearsay`), which is read the same way; its conditional may be an
auxiliary ("would").
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
    if _is_said_to(parsed, chain, i):
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
    if _future_in_past(parsed, chain, i):
        return "future"
    relayed = bool(chain) and _by_hearsay(chain[-1])
    searching = token.lemma.lower() in lexicon.words("hearsay_verbs") and not _asks(parsed, i)
    if inflected and (relayed or searching or _identifies(parsed, lexicon, i)):
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


def _is_said_to(parsed: Parsed, chain: tuple[Attribution, ...], i: int) -> bool:
    """Whether token i is what somebody is said to do or to have done."""
    said = chain[-1] if chain else None
    if said is None or said.cue is None or said.rule_id != "speech.verb-hearsay":
        return False
    return said.cue[0] <= parsed.tokens[i].head < said.cue[1]


def _by_hearsay(said: Attribution) -> bool:
    """Not in a quotation, where who is quoted supposes for himself, nor where only a thing speaks
    ("des données suggérant que …")."""
    named = bool(said.sources or said.flags)
    return said.kind != "direct" and (named or said.kind != "indirect")


def _asks(parsed: Parsed, i: int) -> bool:
    sentence = parsed.sentence(i)
    return any(t.text == "?" for t in parsed.tokens[max(i, sentence.end - 3) : sentence.end])


def _identifies(parsed: Parsed, lexicon: Lexicon, i: int) -> bool:
    """Who or what somebody is, which nobody supposes without having heard it: "le tireur serait un
    ancien soldat"; not what something would be worth ("ce serait une erreur")."""
    top = i
    while not parsed.children(top, "nsubj") and parsed.tokens[top].dep == "conj":
        top = parsed.tokens[top].head
    subjects = parsed.children(top, "nsubj")
    return (
        parsed.tokens[i].upos in ("NOUN", "PROPN")
        and bool(parsed.children(i, "cop"))
        and bool(parsed.children(i, "det"))
        and not parsed.children(i, "case", "mark")
        and parsed.tokens[i].lemma.lower() not in lexicon.words("evaluative")
        and parsed.tokens[i].dep in ("root", "conj")
        and bool(subjects)
        and all(parsed.tokens[k].upos in ("NOUN", "PROPN", "ADJ") for k in subjects)
    )


def _future_in_past(parsed: Parsed, chain: tuple[Attribution, ...], i: int) -> bool:
    """The simple conditional under a verb in the past, of saying or of any other that takes a
    clause ("il comprit que …")."""
    above = next((a for a in parsed.ancestors(i) if _governs(parsed, a, i)), None)
    if above is not None and _is_past(parsed, above):
        return True
    if not chain or not chain[-1].cue:
        return False
    if chain[-1].kind == "nominal":  # *gave assurances that P*
        verbs = (k for k in parsed.ancestors(chain[-1].cue[0]) if parsed.tokens[k].upos == "VERB")
        carrier = next(verbs, None)
        return carrier is not None and _is_past(parsed, carrier)
    if chain[-1].kind not in ("indirect", "mixed"):
        return False
    cue = [parsed.tokens[k] for k in range(*chain[-1].cue)]
    return any(_is_past(parsed, t.i) for t in cue if t.upos in ("VERB", "AUX"))


def _governs(parsed: Parsed, above: int, i: int) -> bool:
    """Whether token i stands in the clause that a verb takes: itself or coordinated with it."""
    while parsed.tokens[i].dep == "conj":
        i = parsed.tokens[i].head
    return parsed.tokens[i].head == above and parsed.tokens[i].dep == "ccomp"


def _is_past(parsed: Parsed, i: int) -> bool:
    token = parsed.tokens[i]
    return token.feat("Tense") in ("Past", "Imp") or any(
        parsed.tokens[a].dep == "aux" for a in parsed.children(i, "aux")
    )
