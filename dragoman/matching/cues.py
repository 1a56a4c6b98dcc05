"""The words that make somebody answerable for what is said: lang/xx/speech.tsv, speech_words.tsv.

A cue is a verb (*affirmer*), a noun (*soupçon*), an adjective (*sûr*), an adposition (*selon*) or a
fixed string of words (*laisser entendre*, *according to*). Its row says what its source does
(attitude), how sure the source is (degree), what the author lets show (stance), and in which
surroundings the word reports anything at all (frames): *conclure* reports with a quotation or a
que-clause, not with *un accord*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import dragoman
from dragoman.matching.lexicon import load_lexicon, stems
from dragoman.record import ATTITUDES, SCORES, Token
from dragoman.tables import Row, read_table

LANG = Path(dragoman.__file__).parent / "lang"

STANCES = ("endorse", "neutral", "distance", "counter", "deny")
#: What the content of a cue may be, by part of speech. Those with a colon take a preposition:
#: `obl:contre`. The meaning of each is told in `dragoman/lang/fr/speech.tsv`.
FRAMES = {
    "VERB": ("that", "wh", "inf", "quote", "np", "adj", "as", "relay", "as:", "obl:", "target:"),
    "NOUN": ("that", "selon", "inf", "is", "of:"),
    "ADJ": ("that", "wh", "inf", "obl:"),
    "ADP": ("np", "self", "own"),
}
GATES = ("reflexive", "active", "passive", "hearsay", "initial", "actor", "speaker")
ROLES = (
    "collective", "anonymous", "document", "statement", "medium", "nobody", "negator", "modal",
    "time", "reason", "that", "wh", "whether", "as", "attitude", "utterance", "seeming", "thing",
    "body",
)  # fmt: skip

_POS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}
_CUE_COLUMNS = (
    "lemma", "pos", "attitude", "degree", "stance", "frames", "negated", "gate", "example",
)  # fmt: skip
_WORD_COLUMNS = ("word", "role", "slug", "example")


#: So many forms of verbs are remembered at most.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of speech.tsv. `negated` is the degree under negation (*ne croit pas que*: unlikely),
    None where a negated cue reports nothing."""

    words: tuple[str, ...]
    pos: str
    attitude: str
    degree: str
    stance: str
    frames: tuple[str, ...]
    negated: str | None
    gates: frozenset[str]

    def prepositions(self, frame: str) -> set[str]:
        """The prepositions of a frame: of `obl:` in "obl:sur;obl:contre", {"sur", "contre"}."""
        return {f.partition(":")[2] for f in self.frames if f.startswith(frame)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the text; `tokens` are the positions of its words, its head first."""

    cue: Cue
    tokens: tuple[int, ...]

    @property
    def head(self) -> int:
        return self.tokens[0]


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, and the small words that speech hangs on."""

    by_first: dict[tuple[str, str], tuple[Cue, ...]]
    firsts: frozenset[str]  # the words that any of them begins with
    roles: dict[str, frozenset[str]]
    slugs: dict[str, str]
    endings: list[list[str]]  # of verbs that the lemmatizer does not know
    _verbs: dict[str, str] = field(default_factory=dict)

    def forms(self, token: Token) -> tuple[str, str]:
        """What a token is looked up by: its lemma (of a verb whose lemma no row has, one that its
        ending allows) and what is written."""
        lemma, text = token.lemma.lower(), token.text.lower().replace("’", "'")
        if token.upos == "VERB" and not self._is_verb(lemma):
            if text not in self._verbs:
                if len(self._verbs) >= _REMEMBERED:  # a long run meets new words for ever
                    self._verbs.clear()
                known = (s for s in stems(text, self.endings) if self._is_verb(s))
                self._verbs[text] = next(known, lemma)
            lemma = self._verbs[text]
        return lemma, text

    def _is_verb(self, lemma: str) -> bool:
        return (lemma, "VERB") in self.by_first or lemma in self.roles["attitude"]

    def at(self, tokens: Sequence[Token], i: int, end: int) -> list[Hit]:
        """The cues that begin at token i (those of the longest string of words); `end` is the end
        of the sentence."""
        lemma, text = self.forms(tokens[i])
        if lemma not in self.firsts and text not in self.firsts:
            return []
        pos = _POS.get(tokens[i].upos)
        keys = [(lemma, "ADP"), (text, "ADP")]
        if pos:
            keys += [(lemma, pos), (text, pos)] if pos == "ADJ" else [(lemma, pos)]
        hits: list[Hit] = []
        for key in dict.fromkeys(keys):
            for cue in self.by_first.get(key, ()):
                found = self._words(cue, tokens, i, end)
                if found:
                    hits.append(Hit(cue, found))
        longest = max((len(h.tokens) for h in hits), default=0)
        return [h for h in hits if len(h.tokens) == longest]

    def is_a(self, token: Token, role: str) -> bool:
        """Whether a word plays a role of speech_words.tsv, by its lemma or as written."""
        return not self.roles[role].isdisjoint(self.forms(token))

    def slug(self, token: Token) -> str | None:
        """The English name of an unnamed speaker (*diplomate*: diplomats), if the table has one."""
        return next((self.slugs[f] for f in self.forms(token) if f in self.slugs), None)

    def _words(self, cue: Cue, tokens: Sequence[Token], i: int, end: int) -> tuple[int, ...]:
        """Where the words of a cue stand from token i on, head first; empty if they do not all
        follow. Between the words of a verb may stand clitics and adverbs (*ont laissé clairement
        entendre*)."""
        found = [i]
        k = i
        for word in cue.words[1:]:
            k += 1
            gap = 0
            while cue.pos == "VERB" and k < end and gap < 3 and word not in self.forms(tokens[k]):
                if tokens[k].upos not in ("ADV", "PRON", "PART"):
                    return ()
                k, gap = k + 1, gap + 1
            if k >= end or word not in self.forms(tokens[k]):
                return ()
            found.append(k)
        return tuple(found)


@cache
def load_cues(language: str) -> Cues:
    """The cues of a language. Raises TableError, naming file and line, if a row is not sound."""
    by_first: dict[tuple[str, str], list[Cue]] = {}
    taken: dict[tuple[str, str, str, str], int] = {}
    for row in read_table(LANG / language / "speech.tsv", _CUE_COLUMNS):
        cue = _cue(row)
        for frame in cue.frames:
            key = (row["lemma"], row["pos"], frame, row["gate"])
            if key in taken:
                raise row.error(
                    f"frame {frame!r} of {row['lemma']!r} is already in line {taken[key]}"
                )
            taken[key] = row.line
        by_first.setdefault((cue.words[0], cue.pos), []).append(cue)
    roles: dict[str, set[str]] = {role: set() for role in ROLES}
    slugs: dict[str, str] = {}
    words = LANG / language / "speech_words.tsv"
    for row in read_table(words, _WORD_COLUMNS, unique=("word", "role")):
        if row["role"] not in roles:
            raise row.error(f"unknown role {row['role']!r}")
        if row["word"] != row["word"].lower().strip() or not row["word"]:
            raise row.error(f"word {row['word']!r} is not in lower case")
        roles[row["role"]].add(row["word"])
        if row["slug"]:
            slugs[row["word"]] = row["slug"]
    return Cues(
        {key: tuple(cues) for key, cues in by_first.items()},
        frozenset(word for word, _ in by_first),
        {role: frozenset(words) for role, words in roles.items()},
        slugs,
        load_lexicon(language).profile["endings"],
    )


def _cue(row: Row) -> Cue:
    words = tuple(row["lemma"].split())
    if not words or row["lemma"] != row["lemma"].lower():
        raise row.error(f"lemma {row['lemma']!r} is empty or not in lower case")
    for column, allowed in (
        ("pos", FRAMES), ("attitude", ATTITUDES), ("degree", SCORES), ("stance", STANCES),
    ):  # fmt: skip
        if row[column] not in allowed:
            raise row.error(f"unknown {column} {row[column]!r}")
    frames = tuple(row.many("frames"))
    if not frames:
        raise row.error("no frames")
    for frame in frames:
        name, colon, preposition = frame.partition(":")
        if name + colon not in FRAMES[row["pos"]] or (colon and not preposition):
            raise row.error(f"unknown frame {frame!r} of a {row['pos']}")
    gates = frozenset(row.many("gate"))
    if gates - set(GATES):
        raise row.error(f"unknown gate {sorted(gates - set(GATES))}")
    if row["negated"] != "-" and row["negated"] not in SCORES:
        raise row.error(f"unknown degree {row['negated']!r} under negation")
    if not row["example"].strip():
        raise row.error("no example")
    negated = None if row["negated"] == "-" else row["negated"]
    return Cue(
        words, row["pos"], row["attitude"], row["degree"], row["stance"], frames, negated, gates
    )
