"""The stretch of text that stands behind a claim: the clause of its word, as tight as can be."""

from __future__ import annotations

from dragoman.record import Parsed

_OUT_OF_CLAUSE = ("parataxis", "acl:relcl", "csubj", "discourse", "vocative")
#: A gap of more tokens than these, before the word, parts it from what stands before.
_ASIDE = 8
_VERBAL = ("VERB", "AUX")


def evidence(parsed: Parsed, i: int, keep: frozenset[int] = frozenset()) -> tuple[int, int]:
    """First and last+1 token of the clause (a verb's) or phrase (a noun's) headed by token i.

    `keep` are tokens that must be inside (a clause that is the content of what is sought).
    Relative, adverbial and quoted clauses are left out, unless they stand in the middle: evidence
    is one slice.
    """
    tokens = parsed.tokens
    top = i
    while _leans(parsed, top):
        top = tokens[top].head
    inside = {i}
    todo = [top]
    while todo:
        k = todo.pop()
        inside.add(k)
        for c in parsed.children(k):
            if k == top and c < k and tokens[c].dep in ("case", "cc", "mark"):
                continue
            if _belongs(parsed, k, c, keep):
                todo.append(c)
    if (
        tokens[top].dep.startswith("acl")
        and tokens[top].head < min(inside)
        and _subject_is_relative(parsed, top)
    ):
        inside.add(tokens[top].head)
    inside = {k for k in inside if tokens[k].upos != "PUNCT"} or {i}
    inside = _without_aside(inside, i)
    sentence = parsed.sentence(i)
    start, end = max(min(inside), sentence.start), min(max(inside) + 1, sentence.end)
    return start, end


def _without_aside(inside: set[int], i: int) -> set[int]:
    """What follows a long relative clause in the middle: "X, who … until December, criticized Y" is
    "criticized Y"."""
    before = sorted(k for k in inside if k <= i)
    for left, right in zip(before[-2::-1], before[:0:-1], strict=True):
        if right - left > _ASIDE:
            return {k for k in inside if k >= right}
    return inside


def _leans(parsed: Parsed, i: int) -> bool:
    """Whether a clause has its subject in the one above: an infinitive under its verb, or under the
    noun that this verb says of the subject ("est le premier ministre à se rendre …")."""
    token = parsed.tokens[i]
    if token.head == i:
        return False
    head = parsed.tokens[token.head]
    if token.dep == "xcomp":
        return head.upos in (*_VERBAL, "ADJ")
    if token.dep == "acl" and token.feat("VerbForm") == "Inf":
        return bool(parsed.children(head.i, "cop")) or head.dep == "xcomp"
    return token.dep == "xcomp"


def _subject_is_relative(parsed: Parsed, i: int) -> bool:
    """Whether the clause says nothing without the noun that it hangs on ("X, qui avait menacé
    …")."""
    subjects = parsed.children(i, "nsubj")
    return not subjects or any(parsed.tokens[k].feat("PronType") == "Rel" for k in subjects)


def _belongs(parsed: Parsed, head: int, c: int, keep: frozenset[int]) -> bool:
    token = parsed.tokens[c]
    if keep and (c in keep or keep & set(parsed.subtree(c))):
        return True
    if token.dep in _OUT_OF_CLAUSE or token.dep == "punct":
        return False
    if token.dep == "conj" and token.upos in _VERBAL:
        return False
    if token.dep in ("cc", "mark") and c < head and token.dep == "cc":
        return False
    if token.dep == "advcl":
        return token.feat("VerbForm") == "Inf" and c > head and len(parsed.subtree(c)) <= 8
    if token.dep == "ccomp":
        return token.feat("VerbForm") == "Inf"
    return True
