"""Whether a word is negated in its own clause."""

from __future__ import annotations

from dragoman.matching.lexicon import Lexicon
from dragoman.record import Parsed

_ARGUMENTS = ("obj", "nsubj", "obl")


def negated(parsed: Parsed, lexicon: Lexicon, i: int) -> bool:
    """Negated by an adverb, a determiner ("aucune confirmation"), a conjunction or preposition
    ("ni", "sans"), or by a negative argument ("personne ne …", "n'a livré aucune arme").

    Some words negate only beside a particle (*plus*, *personne*: `negation_with_particle`); the
    particle alone does so only of `negated_by_particle` ("n'a pu livrer"; not "ne … que", expletive
    "ne"), nor does what is not alone ("not only sold").
    """
    tokens = parsed.tokens
    head = tokens[tokens[i].head]
    if (  # "n'a pas l'intention de …": the verb only carries the noun
        tokens[i].dep == "obj"
        and head.lemma.lower() in lexicon.words("light_verbs")
        and parsed.children(i, "acl", "xcomp")
        and negated(parsed, lexicon, head.i)
    ):
        return True
    words, paired = lexicon.words("negation"), lexicon.words("negation_with_particle")
    clausal = tokens[i].upos in ("VERB", "AUX", "ADJ") or bool(parsed.children(i, "cop"))
    kids = parsed.children(i)
    particle = any(tokens[k].text.lower() in lexicon.words("not_negation") for k in kids)
    if particle and tokens[i].lemma.lower() in lexicon.words("negated_by_particle"):
        behind = {t.lemma.lower() for t in tokens[i + 1 : i + 2]}
        if not behind & lexicon.words("restriction"):
            return True
    for k in kids:
        token = tokens[k]
        dep = token.dep.partition(":")[0]
        said = {token.text.lower(), token.lemma.lower()}
        if k + 1 < len(tokens) and tokens[k + 1].lemma.lower() in lexicon.words("not_only"):
            continue
        if said & words and (particle or not said & paired):
            if dep == "advmod" and (clausal or k < i):
                return True
            if dep in ("det", "cc") or (dep in _ARGUMENTS and clausal):
                return True
        if said & lexicon.words("double_negation") and dep in ("case", "mark", "cc", "advmod"):
            return True
        without = any(  # "sans aucun doute": what is not there negates nothing
            tokens[d].lemma.lower() in lexicon.words("double_negation")
            for d in parsed.children(k, "case")
        )
        if (
            clausal
            and not without
            and dep in _ARGUMENTS
            and (dep != "obl" or particle or k < i)  # "left with no answer" is left
            and any(
                tokens[d].lemma.lower() in words - paired
                for d in parsed.children(k, "det", "advmod")
                if d < k
            )
        ):
            return True
    return False
