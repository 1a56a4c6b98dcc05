"""What our pipelines need beside spaCy: how text is cut into words, what the model sees of a word.

The tokenizers cut as the UD treebanks do, with merged contractions (du, au stay one token). spaCy's
stock French tokenizer loses about 0.7 F against the treebanks: it keeps hyphenated clitics and
splits too few elisions.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.attrs import LOWER, PREFIX
from spacy.lang.char_classes import (
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    CONCAT_QUOTES,
    CURRENCY,
    LIST_ELLIPSES,
    LIST_PUNCT,
    LIST_QUOTES,
    UNITS,
)
from spacy.lang.en import English
from spacy.lang.punctuation import TOKENIZER_PREFIXES
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.language import BaseDefaults, Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    update_exc,
)

_CLITIC = (
    r"(?:t[-‐'’](?:il|elle|on)s?|je|tu|ils?|elles?|on|nous|vous|ce|la|les?|lui|leur|moi|toi|y|en)"
)
_ELISION = r"(?:(?i:[ldjmtscn]|qu|lorsqu|puisqu|quoiqu|jusqu|quelqu))['’]"
_ENGLISH_PREFIXES = (
    "anti", "co", "counter", "e", "ex", "inter", "mid", "multi", "non", "post", "pre", "pro", "re",
    "self", "semi", "sub", "un", "vice",
)  # fmt: skip
_WHOLE = (
    "N'Djamena", "N'Djaména", "aujourd'hui", "aujourd’hui", "c'est-à-dire", "prud'hommes",
    "quelqu'un", "quelqu’un", "presqu'île", "rendez-vous", "quelques-uns", "celle-ci", "celui-ci",
    "celles-ci", "ceux-ci", "celui-là", "celle-là", "ceux-là", "celles-là", "peut-être", "là-bas",
    "lui-même", "elle-même", "eux-mêmes", "elles-mêmes", "soi-disant", "vis-à-vis", "ci-dessus",
    "va-et-vient", "arrière-plan",
)  # fmt: skip

# Characters that say the same to the parser, each for one, so that offsets stay exact: -7 LAS on
# curly apostrophes otherwise. The same table is applied to the treebanks before training.
_PLAIN = str.maketrans({
    **dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4\u201b", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2008\u200a\u2002\u2003\ufeff\u200b\t", " "),
})  # fmt: skip


def plain(text: str) -> str:
    """The text as the models know it, of the same length."""
    return text.translate(_PLAIN)


@cache
def lexicon(language: str) -> dict[str, tuple[str, str]]:
    """Form → what it can be ("N:ms V:ipre3s", or a cluster of words like it) and, for forms of
    verbs, the infinitives.

    Empty for a language that has no lexicon.tsv.gz.
    """
    path = Path(__file__).parent / language / "lexicon.tsv.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        cells = (line.rstrip("\n").split("\t") for line in lines)
        return {form: (classes, verbs) for form, classes, verbs in cells}


def _classes(language: str) -> Callable[[str], str]:
    """What a language's lexicon says a word can be, sentence-initial capitals aside."""

    def look_up(form: str) -> str:
        known = lexicon(language)
        entry = known.get(form) or known.get(form.lower())
        return "?" if entry is None else entry[0]

    return look_up


_AFTER_HYPHEN = "ce|clés|elle|en|il|ils|je|là|moi|nous|on|t|vous"
_AFTER_HYPHEN += "|" + _AFTER_HYPHEN.upper()
_ABBREVIATIONS = (
    "av.", "janv.", "févr.", "avr.", "juill.", "sept.", "oct.", "nov.", "déc.", "apr.", "Dr.", "M.",
    "MM.", "Mr.", "Mme.", "Mlle.", "n°", "d°", "St.", "Ste.", "No.", "Vol.", "cf.", "etc.", "pp.",
)  # fmt: skip


class French(Language):  # type: ignore[no-untyped-call]
    """What is left of spaCy's own French after ours is laid over it. The original is not imported:
    it compiles a pattern of 1.4 MB that we do not use, for two seconds, each time."""

    lang = "fr"

    class Defaults(BaseDefaults):
        tokenizer_exceptions = update_exc(
            BASE_EXCEPTIONS, {word: [{ORTH: word}] for word in _ABBREVIATIONS}
        )
        prefixes = [*TOKENIZER_PREFIXES, rf"(?:(d|l|n|D|L|N)['’])(?=[{ALPHA}])"]
        suffixes = [
            *LIST_PUNCT, *LIST_ELLIPSES, *LIST_QUOTES, r"(?<=[0-9])\+", r"(?<=°[FfCcKk])\.",
            r"(?<=[0-9])%", rf"(?<=[0-9])(?:{CURRENCY})", rf"(?<=[0-9])(?:{UNITS})",
            rf"(?<=[0-9{ALPHA_LOWER}%²\-\+(?:{CONCAT_QUOTES})])\.",
            rf"(?<=[{ALPHA_UPPER}][{ALPHA_UPPER}])\.", rf"(?<=[{ALPHA}])[-–—‐‑]({_AFTER_HYPHEN})",
        ]  # fmt: skip


spacy.registry.languages("fr")(French)

# spaCy's tables give the model NORM, PREFIX, SUFFIX and SHAPE of a word. Ours carry in PREFIX the
# last five characters, since French inflection (-erait, -aient, -eront) is longer than the three
# that SUFFIX sees, and in LOWER, of which NORM says the same, the classes of the lexicon: many
# words are not in 130,000 words of trees. Set for the class: the trained pipelines expect it.
French.Defaults.lex_attr_getters = dict(French.Defaults.lex_attr_getters) | {
    PREFIX: lambda s: "5:" + s[-5:].lower(),
    LOWER: _classes("fr"),
}
English.Defaults.lex_attr_getters = dict(English.Defaults.lex_attr_getters) | {
    LOWER: _classes("en"),
}


def _french(nlp: Language) -> Tokenizer:
    defaults = nlp.Defaults
    rules: dict[str, list[dict[int, Any]]] = {
        k: v for k, v in (defaults.tokenizer_exceptions or {}).items()
        if "-" not in k and k != "h." and not re.match(_ELISION, k)
    }  # fmt: skip
    for word in _WHOLE:
        for form in (word, word[0].upper() + word[1:]):
            rules[form] = [{ORTH: form}]
    prefixes = [
        _ELISION + r"(?=.)", r"[-–](?=[^\W\d])", r"\d\d?(?=[hH]\d\d$)", r"[hH](?=\d\d$)", r"°(?=C)",
        *(defaults.prefixes or []),
    ]  # fmt: skip
    suffixes = [
        r"(?<=[a-zA-ZéèêëàâîïôûùçÉ])[-‐]" + _CLITIC, r"(?<=[a-zé])[-‐](?:ci|là)",
        r"(?<=[\])%°])\.", r"(?<=^h)\.", r"(?<=\w)-", r"(?<=\d)[hH]", *(defaults.suffixes or []),
    ]  # fmt: skip
    infixes = [
        r"(?<=[a-zA-Z0-9éèêàâîïôûùç])[–—](?=\w)", r"(?<=[^\W\d_])/(?=[^\W\d_])",
        r"(?<=\d)°(?=C)", r"(?<=[a-zé]),(?=\d)", r"\.\.+", "…", r"--+",
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


def _english(nlp: Language) -> Tokenizer:
    """spaCy's own, with hyphenated prefixes whole and a few marks cut, as in EWT and GUM."""
    defaults = nlp.Defaults
    stock = [i if isinstance(i, str) else i.pattern for i in defaults.infixes or []]
    hyphen = next(i for i in stock if "(?:-|" in i)
    whole = "".join(rf"(?<!\b{p})(?<!\b{p.capitalize()})" for p in _ENGLISH_PREFIXES)
    infixes = [whole + i if i is hyphen else i for i in stock]
    suffixes = [r"!+", r"\?+", r"[.?!]*[?!][.?!]*", *(defaults.suffixes or [])]
    rules = dict(defaults.tokenizer_exceptions or {}) | {w: [{ORTH: w}] for w in ("etc.", "al.")}
    return Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(defaults.prefixes or []).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex([*infixes, r"(?<=[a-z]{2})/(?=[a-z]{2})"]).finditer,
        url_match=defaults.url_match,
    )


@spacy.registry.tokenizers("dragoman.FrTokenizer.v1")
def create() -> Callable[[Language], Tokenizer]:
    """The factory that the French pipeline's config names."""
    return _french


@spacy.registry.tokenizers("dragoman.EnTokenizer.v1")
def create_english() -> Callable[[Language], Tokenizer]:
    """The factory that the English pipeline's config names."""
    return _english
