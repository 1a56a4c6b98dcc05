"""Tokenizers that cut as the UD treebanks do, with merged contractions (du, au stay one token).

spaCy's stock French tokenizer loses about 0.7 F against the treebanks: it keeps hyphenated clitics
and splits too few elisions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import spacy
from spacy.attrs import PREFIX
from spacy.lang.fr import French
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_CLITIC = (
    r"(?:t[-‐'’](?:il|elle|on)s?|je|tu|ils?|elles?|on|nous|vous|ce|la|les?|lui|leur|moi|toi|y|en)"
)
_ELISION = r"(?:[ldjmtscnLDJMTSCN]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Jj]usqu|[Qq]uelqu)['’]"
_WHOLE = (
    "aujourd'hui", "aujourd’hui", "c'est-à-dire", "prud'hommes", "quelqu'un", "quelqu’un",
    "presqu'île", "rendez-vous", "quelques-uns", "celle-ci", "celui-ci", "celles-ci", "ceux-ci",
    "celui-là", "celle-là", "ceux-là", "celles-là", "peut-être", "là-bas", "lui-même", "elle-même",
    "eux-mêmes", "elles-mêmes", "soi-disant", "vis-à-vis", "ci-dessus", "va-et-vient",
    "arrière-plan",
)  # fmt: skip

# The PREFIX feature carries the last five characters: French inflection (-erait, -aient, -eront) is
# longer than the three that SUFFIX sees. Set for the class, since the trained pipelines expect it.
French.Defaults.lex_attr_getters = dict(French.Defaults.lex_attr_getters) | {
    PREFIX: lambda s: "5:" + s[-5:].lower()
}


def _french(nlp: Language) -> Tokenizer:
    defaults = nlp.Defaults
    rules: dict[str, list[dict[int, Any]]] = {
        k: v for k, v in (defaults.tokenizer_exceptions or {}).items()
        if "-" not in k and not re.match(_ELISION, k)
    }  # fmt: skip
    for word in _WHOLE:
        for form in (word, word[0].upper() + word[1:]):
            rules[form] = [{ORTH: form}]
    prefixes = [_ELISION + r"(?=.)", *(defaults.prefixes or [])]
    suffixes = [
        r"(?<=[a-zA-ZéèêëàâîïôûùçÉ])[-‐]" + _CLITIC, r"(?<=[a-zé])[-‐](?:ci|là)",
        *(defaults.suffixes or []),
    ]  # fmt: skip
    infixes = [
        r"(?<=[a-zA-Z0-9éèêàâîïôûùç])[–—](?=\w)", r"(?<=\w)/(?=\w)", r"\.\.+", "…", r"--+",
        r"(?<=[a-zàâéèêîôûç])[.](?=[A-ZÉÀ«\"])", r"(?<=[a-zé]),(?=[^\W\d])",
        r"(?<=[a-zé])[;:!?](?=[^\W\d])", r"(?<=[^\W\d])[\"«»“”()\[\]](?=\w)",
    ]  # fmt: skip
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        url_match=defaults.url_match,
    )


@spacy.registry.tokenizers("dragoman.FrTokenizer.v1")
def create() -> Callable[[Language], Tokenizer]:
    """The factory that the pipelines' config names."""
    return _french
