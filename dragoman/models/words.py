"""What the lexicon knows better than the model: moods, tenses and infinitives of verb forms, and
lemmas of common words in capitals.

The model guesses them from endings (*chercherait* became the imperfect of *chercherer*); the
lexicon lists them. Where the lexicon leaves a choice, the model's guess stands if it is among them.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.models.tokenizers import lexicon, plain
from dragoman.record import Token

_MOODS = {
    "infi": "VerbForm=Inf", "ppre": "Tense=Pres|VerbForm=Part",
    "ipre": "Mood=Ind|Tense=Pres|VerbForm=Fin", "iimp": "Mood=Ind|Tense=Imp|VerbForm=Fin",
    "ipsi": "Mood=Ind|Tense=Past|VerbForm=Fin", "ifut": "Mood=Ind|Tense=Fut|VerbForm=Fin",
    "cond": "Mood=Cnd|Tense=Pres|VerbForm=Fin", "spre": "Mood=Sub|Tense=Pres|VerbForm=Fin",
    "simp": "Mood=Sub|Tense=Imp|VerbForm=Fin", "impe": "Mood=Imp|Tense=Pres|VerbForm=Fin",
}  # fmt: skip
_KEYS = ("Mood", "Tense", "VerbForm")


def mended(token: Token, language: str) -> Token:
    """The token with mood, tense and lemma as the lexicon has them; other words as they are."""
    known = lexicon(language)
    if token.upos in ("NOUN", "ADJ") and token.lemma[:1].isupper():
        return replace(token, lemma=_common(token.lemma, known))
    if token.upos not in ("VERB", "AUX"):
        return token
    entry = known.get(plain(token.text).lower())
    if entry is None or not entry[1]:
        return token
    classes, infinitives = entry[0].split(), entry[1].split()
    lemma = token.lemma if token.lemma in infinitives else infinitives[0]
    return replace(token, lemma=lemma, feats=_features(token, classes))


def _common(lemma: str, known: dict[str, tuple[str, str]]) -> str:
    """The lemma of a common word that is written with capitals (*les Affaires*), if it is known."""
    small = lemma.lower()
    classes = known.get(small, ("", ""))[0].split()
    if not any(c.startswith(("N:", "A:")) for c in classes):
        return lemma
    plural = all(c.endswith("p") for c in classes if c.startswith(("N:", "A:")))
    return small[:-1] if plural and small[-1] in "sx" and small[:-1] in known else small


def _features(token: Token, classes: list[str]) -> str:
    """The model's features if the lexicon allows their mood and tense; else the lexicon's first."""
    allowed = [_MOODS[c[2:6]] for c in classes if c.startswith("V:")]
    if any(c.startswith("B:") for c in classes):
        allowed.append("Tense=Past|VerbForm=Part")
    have = "|".join(f"{k}={token.feat(k)}" for k in _KEYS if token.feat(k))
    if not allowed or have in allowed or (not have and len(set(allowed)) > 1):
        return token.feats
    others = [f for f in token.feats.split("|") if f and f.partition("=")[0] not in _KEYS]
    return "|".join(sorted([*others, *allowed[0].split("|")]))
