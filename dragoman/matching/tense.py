"""When a claim's deed takes place: the tense of its verb, and the dates beside it."""

from __future__ import annotations

from dragoman.matching.dates import DateSpan, find_dates
from dragoman.matching.lexicon import load_lexicon
from dragoman.record import Parsed, Time


def tense_of(parsed: Parsed, i: int) -> str | None:
    """past, present or future, from the finite verb that carries token i; None for a bare noun."""
    token = parsed.tokens[i]
    helpers = [parsed.tokens[k] for k in parsed.children(i, "aux", "cop")]
    carriers = [token, *helpers]
    if token.upos not in ("VERB", "AUX") and not parsed.children(i, "cop"):
        return None
    lexicon = load_lexicon(parsed.report.language)
    conditional = [t for t in carriers if t.feat("Mood") == "Cnd"]
    if any(t.dep == "aux" for t in conditional):
        return "past"  # aurait livré
    if conditional and token.lemma.lower() in lexicon.words("hearsay_verbs"):
        return "present"  # chercherait
    ahead = lexicon.words("future_auxiliaries")
    if conditional or any(
        t.feat("Tense") == "Fut" or (t.i != i and t.lemma.lower() in ahead) for t in carriers
    ):
        return "future"
    finite = [t for t in carriers if t.feat("VerbForm") == "Fin"]
    if any(t.feat("Tense") in ("Past", "Imp", "Pqp") for t in finite):
        return "past"
    participle = token.feat("VerbForm") == "Part" and token.feat("Tense") == "Past"
    perfect = any(t.dep == "aux" for t in helpers) or not finite
    if participle and perfect and not parsed.children(i, "cop"):
        return "past"
    return "present" if finite else None


class Calendar:
    """The dates of a report, read once with its whole text as context."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        report = parsed.report
        self.spans = find_dates(report.text, report.language, report.date)

    def when(self, i: int, start: int, end: int) -> Time | None:
        """The time of the claim at token i with evidence from token `start` to `end` (exclusive).

        The date inside the evidence nearest to the token, else the only one in the sentence. None
        if the text gives neither date nor tense.
        """
        parsed = self.parsed
        tense = tense_of(parsed, i)
        near = self._between(start, end)
        sentence = parsed.sentence(i)
        if not near:
            near = self._between(sentence.start, sentence.end)
            near = near if len(near) == 1 else []
        if not near:
            return Time(tense=tense) if tense else None
        at = parsed.tokens[i].start
        span = min(near, key=lambda s: (abs(s.start - at), s.start))
        if tense == "future":
            span = self._ahead(span)
        text = parsed.report.text[span.start : span.end]
        return Time(span.iso_start, span.iso_end, tense, text)

    def _between(self, start: int, end: int) -> list[DateSpan]:
        first, last = self.parsed.tokens[start].start, self.parsed.tokens[end - 1].end
        return [s for s in self.spans if first <= s.start and s.end <= last]

    def _ahead(self, span: DateSpan) -> DateSpan:
        """The same expression read as a time to come ("jeudi" of a summit that will be held)."""
        report = self.parsed.report
        text = report.text[span.start : span.end]
        found = find_dates(text, report.language, report.date, span.start, "future")
        return found[0] if found else span
