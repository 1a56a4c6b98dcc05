"""Where a name stands, and what that makes of it: a mere place, a tongue, a team, another place of
the same name, a part of some person's name."""

from __future__ import annotations

from functools import cached_property

from dragoman.matching.actor_words import forms
from dragoman.matching.gazetteer import Word, sport_words
from dragoman.record import Parsed


class Standing:
    """Answers for one parse."""

    def __init__(self, parsed: Parsed, words: tuple[Word, ...]) -> None:
        self.parsed = parsed
        self.words = words
        self.language = parsed.report.language

    def elsewhere(self, start: int, end: int, isos: set[str]) -> bool:
        """Whether the name of a state is none here: that of a team, a street, a person, or of
        another place."""
        return (
            self._sport(start)
            or self._region_follows(end)
            or self._street(start, end)
            or self._of_a_person(start)
            or self._cued_elsewhere(start, isos)
        )

    def _street(self, start: int, end: int) -> bool:
        """ "Cuba Street", "rue de Chine"; not "la rue de la Chine", which is no name."""
        tokens = self.parsed.tokens
        streets = {word.form for word in forms(self.language, "street").values()}
        if end < len(tokens) and tokens[end].text in streets:
            return True
        of = start > 1 and tokens[start - 1].text.lower() in forms(self.language, "of")
        return of and tokens[start - 2].text in streets

    def _of_a_person(self, start: int) -> bool:
        """ "Florian Suisse": the parser hangs it flat on a name that begins before it."""
        tokens = self.parsed.tokens
        token = tokens[start]
        before = tokens[start - 1] if start else token
        return (
            token.dep.startswith("flat")
            and before.upos == "PROPN"
            and token.head in (before.i, before.head)
            and before.text[0].isupper()
            and not before.text.isupper()
        )

    def _cued_elsewhere(self, start: int, isos: set[str]) -> bool:
        """ "Georgia" beside "Atlanta"."""
        cues = [w for w in forms(self.language, "elsewhere").values() if w.value in isos]
        sentence = self.parsed.sentence(start)
        text = self.parsed.slice(sentence.start, sentence.end)
        return any(cue.form in text for cue in cues)

    def is_place(self, start: int, end: int) -> bool:
        """Whether a city is named as a place: "à Paris", "l'aéroport de Kaboul", "le traité de
        Rome", but not "vendre à Paris", "la demande de Paris"."""
        tokens = self.parsed.tokens
        i = start - 1
        while i >= 0 and tokens[i].upos == "DET":
            i -= 1
        if i < 0 or tokens[i].text.lower() in forms(self.language, "placenoun"):
            return i >= 0
        head = tokens[start]
        if head.dep == "conj" and head.head < start and head.head in range(start - 4, start):
            return self.is_place(head.head, head.head + 1)
        if tokens[i].upos != "ADP" and tokens[i].lemma.lower() not in forms(
            self.language, "locative"
        ):
            return False
        word = tokens[i].text.lower()
        noun = tokens[i - 1].text.lower() if i else ""
        if noun in forms(self.language, "placenoun"):
            return word in forms(self.language, "of")
        places = forms(self.language, "locative")
        if word not in places and f"{noun} {word}" not in places:
            return False
        governor = tokens[head.head]
        return governor.lemma.lower() not in forms(self.language, "dative")

    def is_language(self, start: int) -> bool:
        """ "In Russian", "en russe": the tongue."""
        tokens = self.parsed.tokens
        token = tokens[start]
        if start == 0 or token.dep in ("amod", "compound", "nmod", "nsubj", "flat", "acl"):
            return False
        before = tokens[start - 1]
        after = tokens[start + 1] if start + 1 < len(tokens) else None
        if after and after.upos in ("NOUN", "PROPN", "ADJ"):
            return False
        return before.upos == "ADP" and before.text.lower() in forms(self.language, "locative")

    def _sport(self, start: int) -> bool:
        return self.parsed.sentence_number(start) in self._sport_sentences

    @cached_property
    def _sport_sentences(self) -> frozenset[int]:
        cues = sport_words(self.language)
        return frozenset(
            self.parsed.sentence_number(w.token)
            for k, w in enumerate(self.words)
            if cues.at(self.words, k)
        )

    def _region_follows(self, end: int) -> bool:
        """ "Moscow, Idaho": another place of that name."""
        tokens = self.parsed.tokens
        if end + 1 >= len(tokens) or tokens[end].text != ",":
            return False
        regions = forms(self.language, "region")
        two = " ".join(t.text.lower() for t in tokens[end + 1 : end + 3])
        three = " ".join(t.text.lower() for t in tokens[end + 2 : end + 3])
        return two.split(" ")[0] in regions or two in regions or three in regions

    def is_tongue(self, start: int) -> bool:
        """ "She studied Japanese": an object with no article, and no name after it."""
        tokens = self.parsed.tokens
        before = tokens[start - 1] if start else None
        after = tokens[start + 1] if start + 1 < len(tokens) else None
        bare = before is None or before.upos not in ("DET", "NUM", "ADJ", "PRON")
        named = after is not None and after.upos == "PROPN"
        return bare and not named and tokens[start].dep.partition(":")[0] in ("obj", "obl")

    def as_name(self, i: int) -> bool:
        """A capital tells nothing at the start of a sentence, nor does "May" after a number."""
        tokens = self.parsed.tokens
        if i and tokens[i - 1].upos == "NUM":
            return False
        return tokens[i].upos in ("PROPN", "NOUN", "X") or i != self.parsed.sentence(i).start
