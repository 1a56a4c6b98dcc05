"""Which rows of the lexicon a word of the text is an instance of, and who fills their roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dragoman.matching.frames import Frames
from dragoman.matching.lexicon import Predicate, load_lexicon, stems
from dragoman.record import Actor, Token
from dragoman.text import unaccented


@dataclass(frozen=True, slots=True)
class Reading:
    """A row that fits at a token, with its roles filled: tokens, and the actors that they name."""

    token: int
    predicate: Predicate
    fillers: dict[str, list[int]]
    actors: tuple[Actor, ...]
    counterparts: tuple[Actor, ...]
    weight: float

    @property
    def type(self) -> str:
        return self.predicate.type


def unvouched(frames: Frames, reading: Reading, type_: str | None) -> bool:
    """Whether nobody at all could confirm something: "the figures could not be verified"."""
    impersonal = reading.predicate.pos == "ADJ" or frames.passive(reading.token)
    return type_ == "not_confirmed" and impersonal and bool(reading.fillers.get("content"))


#: Words that the tagger, the lemmatizer or an auxiliary may hide.
_INFLECTED = ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADP")


def find_readings(frames: Frames, unmet: bool = False) -> list[Reading]:
    """The best reading as an event and the best as an exchange of every token that has one.

    `unmet`: of rows whose conditions are not met instead, for tokens that have no other reading:
    what a word mostly says, where nothing in the sentence makes it plain."""
    found: list[Reading] = []
    taken: set[int] = set()  # nouns already read as part of a predicate of several words
    order = sorted(
        range(len(frames.tokens)), key=lambda i: (frames.tokens[i].upos not in ("VERB", "AUX"), i)
    )
    for i in order:
        token = frames.tokens[i]
        rows = _rows(frames, token)
        if not rows:
            continue
        near = _near(frames, i)
        best: dict[bool, tuple[Reading, list[int]]] = {}
        for row in rows:
            if not _pos_fits(frames, i, row) or (i in taken and len(row.words) == 1):
                continue
            parts = _words(frames, i, row, near)
            if (
                parts is None
                or not _voice_fits(frames, i, row)
                or (not unmet and not frames.holds(i, row))
                or ("predicate" in row.flags and not _predicates(frames, i))
            ):
                continue
            reading = _fill(frames, i, row, parts)
            key = row.is_event
            if key not in best or reading.weight > best[key][0].weight:
                best[key] = (reading, parts)
        for reading, parts in best.values():
            found.append(reading)
            if len(reading.predicate.words) > 1:
                taken.update(p for p in parts if p != i)
    return sorted(found, key=lambda r: (r.token, not r.predicate.is_event))


def _rows(frames: Frames, token: Token) -> tuple[Predicate, ...]:
    """The rows of a lemma, and of the participle that it may be taken for ("disposé"). Where there
    is none: of the lemma that it is but for lost accents, or of what the form is without its
    ending, for words that the lemmatizer does not know. A row of several words also begins at the
    verb that its first word helps ("a fait capoter", "a hâte")."""
    lemma, text = token.lemma.lower().replace("’", "'"), token.text.lower()
    known = frames.lexicon.predicates
    rows = known.get(lemma) or known.get(text)
    if token.upos not in _INFLECTED:
        return rows or ()
    if rows is None and lemma.isascii():
        rows = frames.lexicon.unaccented.get(lemma)
    verb = _misread(frames, token.i)
    if rows is None and (token.upos in ("VERB", "NOUN") or verb):
        rows = next((known[s] for s in _stems(frames, text, "endings") if s in known), None)
    rows = rows or ()
    if verb:
        rows += tuple(r for s in _stems(frames, text, "verb_endings") for r in known.get(s, ()))
    if _participle(token):
        forms = [f for f in (text, *_stems(frames, text, "endings")) if f != lemma]
        rows += tuple(r for f in forms for r in known.get(f, ()) if r.pos == "ADJ")
    for k in frames.parsed.children(token.i, "aux"):
        helper = frames.tokens[k].lemma.lower()
        rows += tuple(r for r in known.get(helper, ()) if lemma in r.words or text in r.words)
    return rows


def _stems(frames: Frames, text: str, name: str) -> tuple[str, ...]:
    return _stemmed(frames.lexicon.language, text, name)


@lru_cache(maxsize=10_000)
def _stemmed(language: str, text: str, name: str) -> tuple[str, ...]:
    return tuple(stems(text, load_lexicon(language).profile[name]))


def _misread(frames: Frames, i: int) -> bool:
    """A word with a subject of its own but no article, preposition or copula is a verb that the
    tagger took for its homograph ("Washington taxe l'acier", "Oslo a besoin"). An auxiliary speaks
    against it, unless there is an object too ("Oslo has forbidden sales")."""
    children = frames.parsed.children
    return frames.tokens[i].upos in ("NOUN", "ADJ", "ADP") and (
        any(k < i for k in children(i, "nsubj"))
        and not children(i, "det", "case", "cop")
        and bool(children(i, "obj") or not children(i, "aux"))
    )


def _participle(token: Token) -> bool:
    """A verb's form that stands as an adjective, by the features if the tag is in doubt."""
    return token.upos == "VERB" and (token.feat("VerbForm") == "Part" or bool(token.feat("Degree")))


def _pos_fits(frames: Frames, i: int, row: Predicate) -> bool:
    token = frames.tokens[i]
    if row.pos == "VERB":
        if len(row.words) > 1 and token.lemma.lower() != row.words[0]:
            return True  # its other words prove it: "se …", "être …", "avoir …"
        return token.upos in ("VERB", "AUX") or _misread(frames, i)
    if row.pos == "NOUN":
        return token.upos in ("NOUN", "PROPN")
    if row.pos == "ADJ":
        return token.upos == "ADJ" or _participle(token)
    if row.pos in ("ADP", "SCONJ") and len(row.words) > 1:
        return True  # begins with an adverb or a noun: "tant que", "à condition que"
    return token.upos == row.pos


def _voice_fits(frames: Frames, i: int, row: Predicate) -> bool:
    """A reflexive verb is another word ("la guerre se poursuit"): only rows that say so take it."""
    if row.pos != "VERB" or len(row.words) > 1:
        return True
    if any(test.cls == "refl" for tests in row.when for test in tests):
        return True
    return not frames.reflexive(i)


def _words(frames: Frames, i: int, row: Predicate, near: list[int]) -> list[int] | None:
    """The tokens that make up a row of several words at anchor i, or None if one is missing.

    What a row may hold beside words of meaning is named in the profile's `marks`: a reflexive mark,
    a copula, an expletive subject, prepositions that must stand before a noun.
    """
    if len(row.words) == 1:
        return [i]
    tokens, parsed = frames.tokens, frames.parsed
    marks = frames.lexicon.profile["marks"]
    parts = [i]
    anchor = tokens[i].lemma.lower()
    if anchor not in row.words:  # unknown to the lemmatizer, lost accents, unknown endings
        low = tokens[i].text.lower()
        same = (w for w in row.words if w == low or unaccented(w) == anchor)
        anchor = next(same, row.words[0])
    anchored = False
    for word in row.words:
        if word == anchor and not anchored:
            anchored = True
        elif word == marks["reflexive"]:
            if not frames.reflexive(i):
                return None
        elif word == marks["copula"]:
            modifies = tokens[i].dep in ("xcomp", "amod", "acl")
            if not parsed.children(i, "cop", "aux") and not modifies:
                return None
        elif word == marks["expletive"]:
            subjects = parsed.children(i, "expl", "nsubj")
            if not any(tokens[k].lemma.lower() in marks["expletive_lemmas"] for k in subjects):
                return None
        elif word not in frames.lexicon.words("function_words") or (
            row.pos == "VERB" and word in frames.lexicon.words("particles")
        ):
            hit = next(
                (k for k in near if word in (tokens[k].lemma.lower(), tokens[k].text.lower())), None
            )
            if hit is None:
                return None
            parts.append(hit)
    first = row.words[0]
    if row.pos == "NOUN" and first in marks["cases"]:
        if not any(tokens[k].lemma.lower() == first for k in parsed.children(i, "case")):
            return None
    return parts


def _predicates(frames: Frames, i: int) -> bool:
    """Whether a noun or adjective is said of somebody: copula, apposition, "comme X"."""
    return (
        bool(frames.parsed.children(i, "cop"))
        or frames.tokens[i].dep in ("appos", "xcomp", "acl")
        or frames.copular(i)
    )


def _near(frames: Frames, i: int) -> list[int]:
    """Dependents of token i that a predicate of several words may reach: two levels down."""
    out: list[int] = []
    for k in frames.parsed.children(i):
        if frames.tokens[k].dep.partition(":")[0] in ("ccomp", "advcl", "parataxis", "punct"):
            continue
        out.append(k)
        if frames.tokens[k].dep.partition(":")[0] in (
            "obj",
            "obl",
            "nmod",
            "xcomp",
            "fixed",
            "advmod",
        ):
            out.extend(frames.parsed.children(k))
    return out


def _fill(frames: Frames, i: int, row: Predicate, parts: list[int]) -> Reading:
    fillers = {name: frames.role(i, row, name) for name in row.frame}
    for name in fillers:  # of a verb and its noun: "a l'intention de …", "reste en contact avec …"
        for part in parts[1:] if row.pos == "VERB" else ():
            found = frames.role(part, row, name, nominal=True)
            if name in ("content", "stake") and fillers[name]:
                continue
            fillers[name] += [k for k in found if k not in fillers[name] and k not in parts]
    # "la recherche de munitions coréennes": whose the thing is does not say who seeks it
    things = {k for k in fillers.get("stake", ()) if frames.has_stake(k) and not frames.actors(k)}
    actors = frames.who(k for k in fillers.get("actor", ()) if k not in things)
    counterparts = [
        a for a in frames.who(fillers.get("counterpart", ())) if a.id not in [x.id for x in actors]
    ]
    weight = (
        10 * len(parts)
        + 5 * (len(row.words) > 1)
        + 3 * len(row.when)
        + 2 * bool(actors)
        + 2 * bool(counterparts)
        + 2 * any(frames.has_stake(k) for k in fillers.get("stake", ()))
        + bool(fillers.get("content"))
        - 2 * ("weak" in row.flags)
        - 3 * ("strict" in row.flags)
    )
    return Reading(i, row, fillers, tuple(actors), tuple(counterparts), weight)
