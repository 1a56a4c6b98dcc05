"""Which paragraphs need no parse: those that can hold no claim.

A claim needs an actor, and every actor begins with a name of the world tables, a word that heads a
phrase for one ("ministre", "pays"), a pronoun that stands for one, or a capital letter inside a
sentence (an unknown person); or the paragraph goes on with somebody's quotation. Cheap: words
looked up in a set, no grammar. Left out: gating sentence by sentence, since sentences are what the
parser finds, and half a paragraph parses worse than a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from dragoman.matching.gazetteer import gazetteer, plain_words, word_list
from dragoman.matching.lexicon import load_lexicon

_QUOTES = re.compile(r"[\"«»“”„‹›]")
#: A capital after a small letter, not after a stop: a name that no table need know.
_NAME_INSIDE = re.compile(r"[^\W\d_A-ZÀ-Þ][\s,;:’'(-]+[A-ZÀ-Þ][^\W\d_]")


def gate(language: str) -> Callable[[str], bool]:
    """A predicate for `parse`: whether a stretch of text may hold a claim."""
    words = _actor_words(language)

    def may_hold_claim(text: str) -> bool:
        if _QUOTES.search(text) or _NAME_INSIDE.search(text):
            return True
        return any(word in words for word in plain_words(text))

    return may_hold_claim


@cache
def _actor_words(language: str) -> frozenset[str]:
    pronouns = frozenset(load_lexicon(language).words("standing_for"))
    return gazetteer(language).first_words | word_list(language).first_words | pronouns
