"""Who the source of a cue is: the noun phrase that speaks, and the actors it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anyascii import anyascii

from dragoman.matching.actor_words import forms
from dragoman.matching.cues import Cues
from dragoman.record import Actor, Mention, Mentions, Parsed

#: What may hang on the head of a noun phrase and still be part of the name of who speaks.
_PHRASE = (
    "det", "amod", "nmod", "flat", "appos", "compound", "nummod", "case", "fixed", "name", "advmod",
    "punct", "cc", "conj",
)  # fmt: skip


_OBLIQUE = ("se", "soi", "y", "en")  # French clitics that are no subject


@dataclass(frozen=True, slots=True)
class Text:
    """What every part of this stage looks at: the parse, who is in it, the cues of its language."""

    parsed: Parsed
    mentions: Mentions
    cues: Cues
    quoted: frozenset[int]  # tokens inside quotation marks


@dataclass(slots=True)
class Voice:
    """Who speaks, as far as the text tells. `author`: the report's own voice (*je*, *nous*), or,
    inside a quotation, whoever is quoted."""

    actors: tuple[Actor, ...] = ()
    flags: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    author: bool = False
    pronoun: bool = False  # a pronoun or *le ministre*, not resolved
    head: int | None = None


def can_be_speaker(text: Text, k: int) -> bool:
    """Whether a noun phrase names somebody who can say something: a known actor, a proper name, a
    pronoun, or a word of speech_words.tsv."""
    token = text.parsed.tokens[k]
    if token.upos in ("PROPN", "PRON"):
        return True
    if any(text.cues.is_a(token, r) for r in ("collective", "anonymous", "document", "medium")):
        return True
    mention = text.mentions.at(k)
    return _calling(text, k) is not None or (mention is not None and mention.how != "demonym")


def _calling(text: Text, k: int) -> str | None:
    """The English word for somebody who is called by what he does (*le gouverneur*)."""
    token = text.parsed.tokens[k]
    called = forms(text.parsed.report.language, "person")
    word = called.get(token.text.lower()) or called.get(token.lemma.lower())
    return word.value if word is not None and token.upos == "NOUN" else None


def voice_of(text: Text, head: int | None) -> Voice:
    """The voice of the noun phrase headed by this token; of None, an unnamed one."""
    if head is None:
        return Voice(flags=("anonymous_source",))
    head = _antecedent(text.parsed, head)
    token = text.parsed.tokens[head]
    span = phrase_span(text.parsed, head)
    while span[0] < head and (
        text.parsed.tokens[span[0]].upos in ("ADP", "ADV")
        or text.parsed.tokens[span[0]].dep in ("case", "fixed", "mark")
    ):
        span = (span[0] + 1, span[1])
    if token.upos == "PRON" and token.feat("Person") == "1":
        return Voice(span=span, author=True, head=head)
    heads = [head, *_joined(text.parsed, head)]
    actors: list[Actor] = []
    flags: list[str] = []
    for h in heads:
        found, new = _actors(text, h)
        actors += [a for a in found if a not in actors]
        flags += [f for f in new if f not in flags]
    unresolved = not flags and all(a.id.startswith("?:") for a in actors)
    pronoun = unresolved and (token.upos == "PRON" or _is_back_reference(text, head))
    return Voice(tuple(actors), tuple(flags), span, pronoun=pronoun, head=head)


def _is_back_reference(text: Text, head: int) -> bool:
    """*le ministre*, *ce responsable*, *le journal*: a definite noun that no actor was found for
    takes up a speaker named before; not *le journal Le Jour*."""
    token = text.parsed.tokens[head]
    roles = ("anonymous", "document", "medium")
    mention = text.mentions.at(head)
    known = mention is not None and (
        mention.how == "new" or any(not a.id.startswith("?:") for a in mention.actors)
    )
    if known or token.feat("Number") == "Plur":
        return False
    return any(text.cues.is_a(token, r) for r in roles) and is_definite(text.parsed, head)


def is_definite(parsed: Parsed, head: int) -> bool:
    """*le*, *ce*, *the*, *this*."""
    dets = [parsed.tokens[d] for d in parsed.children(head, "det")]
    return any(d.feat("Definite") == "Def" or d.feat("PronType") == "Dem" for d in dets)


def phrase_span(parsed: Parsed, head: int) -> tuple[int, int]:
    """The tokens of a noun phrase: what hangs on its head, up to the first break.

    Relative clauses are left out, and so is a *conj* without *and*: parsers often take the subject
    of the clause that follows a comma for one (*Selon le maire, Rome cédera*).
    """
    keep = {head}
    todo = [head]
    while todo:
        k = todo.pop()
        for child in parsed.children(k):
            dep = parsed.tokens[child].dep.partition(":")[0]
            if dep not in _PHRASE or (dep == "conj" and not parsed.children(child, "cc")):
                continue
            if dep == "conj" and any(
                parsed.tokens[c].text in (",", ";") for c in parsed.children(child, "punct")
            ):
                continue
            if dep == "appos" and _is_next_subject(parsed, child):
                continue
            keep.add(child)
            todo.append(child)
    start = head
    while start - 1 in keep:
        start -= 1
    end = head + 1
    while end in keep:
        end += 1
    while end - 1 > head and parsed.tokens[end - 1].upos == "PUNCT":
        end -= 1
    while start < head and parsed.tokens[start].upos in ("PUNCT", "CCONJ"):
        start += 1
    return start, end


def _is_next_subject(parsed: Parsed, apposed: int) -> bool:
    """*D'après l'agence, Rome a cédé*: what a parser takes for an apposition stands after a comma
    and right before a finite verb."""
    below = parsed.subtree(apposed)
    after = below[-1] + 1
    if below[0] == 0 or after >= parsed.sentence(apposed).end:
        return False
    comma = parsed.tokens[below[0]].text == "," or parsed.tokens[below[0] - 1].text == ","
    return comma and parsed.tokens[after].feat("VerbForm") == "Fin"


def subject_of(parsed: Parsed, tokens: tuple[int, ...]) -> int | None:
    """The head of the subject of a verb (or of a string of words), also if a verb above lends it:
    *X a tenu à dire*, *X part en affirmant*, *X a dit et répété*."""
    seen: set[int] = set()
    todo = list(tokens)
    while todo:
        k = todo.pop(0)
        if k in seen:
            continue
        seen.add(k)
        token = parsed.tokens[k]
        own = [s for s in parsed.children(k, "nsubj", "expl:subj") if s not in tokens]
        own = [s for s in own if not _is_passive(parsed, k) or parsed.tokens[s].dep == "nsubj"]
        if own:
            return _without_adposition(parsed, own[0], k)
        passive = parsed.child(k, "nsubj:pass")
        if passive is not None and k not in tokens:
            return passive
        dummy = [c for c in parsed.children(k, "expl") if parsed.tokens[c].feat("Person") == "3"]
        dummy = [c for c in dummy if c < k and parsed.tokens[c].lemma not in _OBLIQUE]
        if dummy:
            return dummy[0]  # *il a admis que*: parsers are fond of impersonal subjects
        fronted = [c for c in parsed.children(k, "obj", "dislocated", "vocative") if c < k]
        fronted = [c for c in fronted if parsed.tokens[c].upos in ("NOUN", "PROPN")]
        if fronted and not any(parsed.children(c, "case") for c in fronted):
            return fronted[0]  # *Rome, elle, nie*
        beside = _beside(parsed, k)
        if beside is not None:
            return beside
        nearer = _beside_participle(parsed, k)
        if nearer is not None:
            return nearer
        if token.dep == "acl" and k not in tokens[1:]:
            noun = token.head
            loose = parsed.children(noun, "case") and parsed.tokens[k - 1].text == ","
            if not (loose or parsed.tokens[noun].dep == "obj"):
                return noun
            above = next(
                (a for a in parsed.ancestors(noun) if parsed.tokens[a].upos == "VERB"), None
            )
            return noun if above is None else subject_of(parsed, (above,))  # P à X, affirmant que
        if token.dep.partition(":")[0] in ("conj", "advcl", "xcomp", "ccomp", "obl") or (
            k in tokens[1:] and token.head not in tokens
        ):
            if token.dep == "ccomp" and token.feat("VerbForm") == "Fin":
                return None
            todo.append(token.head)
        elif token.dep == "parataxis" and (k not in tokens or token.feat("VerbForm") == "Fin"):
            todo.append(token.head)
    return None


def _beside_participle(parsed: Parsed, k: int) -> int | None:
    """Whose doing a participle tells that the parse hangs on the verb: *quoted X as saying P*,
    *was met by X saying P* (right behind X, with no comma)."""
    token, above = parsed.tokens[k], parsed.tokens[k].head
    if token.feat("VerbForm") not in ("Part", "Ger") or token.dep != "advcl" or above > k:
        return None
    by = {parsed.tokens[c].lemma for c in parsed.children(k, "mark", "case")}
    beside = parsed.child(above, "obj") if by & {"as", "comme"} else agent_of(parsed, above)
    if beside is None or beside > k:
        return None
    return beside if by or parsed.subtree(beside)[-1] == k - 1 else None


def _beside(parsed: Parsed, verb: int) -> int | None:
    """A noun phrase right before a finite verb that has no subject: *Rome nie et Oslo a promis*,
    where the parse joins Oslo to what precedes."""
    first = min((verb, *parsed.children(verb, "aux")))
    if parsed.tokens[first].feat("VerbForm") != "Fin":
        return None
    k = first - 1
    start = parsed.sentence(verb).start
    while k > start and (
        parsed.tokens[k].upos in ("ADV", "PRON") and len(parsed.tokens[k].text) < 4
    ):
        k -= 1
    if k < start or parsed.tokens[k].upos not in ("NOUN", "PROPN"):
        return None
    while parsed.tokens[k].dep in ("flat", "appos", "nmod") and start <= parsed.tokens[k].head < k:
        k = parsed.tokens[k].head
    misjoined = parsed.tokens[k].dep == "conj" and bool(parsed.children(k, "cc"))
    return k if misjoined and not parsed.children(k, "case") else None


def _without_adposition(parsed: Parsed, subject: int, verb: int) -> int:
    """A subject has no adposition: in *Malgré l'avis de Rome, des élus pensent* parsers may take
    *l'avis* for it, and the true subject for its second member."""
    if any(parsed.tokens[c].upos == "ADP" for c in parsed.children(subject, "case")):
        for c in reversed(parsed.subtree(subject)):
            token = parsed.tokens[c]
            if c < verb and token.dep == "conj" and not parsed.children(c, "cc", "case"):
                return c
    return subject


def agent_of(parsed: Parsed, k: int) -> int | None:
    """The head of *par X*, *by X* beside a passive verb."""
    return parsed.child(k, "obl:agent")


def _is_passive(parsed: Parsed, k: int) -> bool:
    return bool(parsed.children(k, "aux:pass") or parsed.children(k, "nsubj:pass"))


def is_passive(parsed: Parsed, k: int) -> bool:
    """Whether a verb is passive: *est accusé*, *was accused*, *accusé par X* on a noun."""
    token = parsed.tokens[k]
    if _is_passive(parsed, k):
        return True
    if token.dep == "conj" and _shares_auxiliary(parsed, k):
        return False
    past = token.feat("VerbForm") == "Part" and token.feat("Tense") != "Pres"
    bare = not parsed.children(k, "aux", "nsubj", "obj")
    return bare and past and token.dep.partition(":")[0] in ("acl", "advcl", "amod", "conj")


def _shares_auxiliary(parsed: Parsed, k: int) -> bool:
    """*a exhorté Rome à céder et mis en garde Oslo*: the second participle is active too."""
    start = parsed.sentence(k).start
    for above in parsed.ancestors(k):
        if above < start or parsed.tokens[above].dep.startswith("acl"):
            return False
        if parsed.children(above, "aux:pass"):
            return False
        if any(parsed.tokens[a].dep == "aux" for a in parsed.children(above, "aux")):
            return True
    return False


def _antecedent(parsed: Parsed, head: int) -> int:
    """Of a relative pronoun, the noun that its clause hangs on; else the token itself."""
    token = parsed.tokens[head]
    if token.upos == "PRON" and (token.feat("PronType") == "Rel" or token.lemma in ("qui", "who")):
        for above in parsed.ancestors(head):
            if parsed.tokens[above].dep == "acl:relcl":
                return parsed.tokens[above].head
    return head


def _joined(parsed: Parsed, head: int) -> list[int]:
    """Further heads joined to the first by *et*, *and*."""
    return [
        c for c in parsed.children(head, "conj")
        if parsed.children(c, "cc") and parsed.tokens[c].upos in ("NOUN", "PROPN", "PRON")
    ]  # fmt: skip


def _actors(text: Text, head: int) -> tuple[tuple[Actor, ...], tuple[str, ...]]:
    """The actors and flags of one noun phrase."""
    parsed, cues = text.parsed, text.cues
    token = parsed.tokens[head]
    if cues.is_a(token, "nobody") and not parsed.children(head, "nmod", "appos"):
        return (), ("anonymous_source",)
    mention = mention_of(text, head)
    flags = _flags(text, head, mention)
    if mention is not None and any(not a.id.startswith("?") for a in mention.actors):
        return mention.actors, flags
    if token.upos == "PRON":
        if mention is not None:
            return mention.actors, flags
        collective = cues.is_a(token, "collective")
        return (), ("collective_source",) if collective else flags
    owner = owner_of(text, head)
    slug = cues.slug(token) or _calling(text, head) or _slug(token.lemma)
    kind = "group" if flags else "media" if cues.is_a(token, "medium") else "unknown"
    name = parsed.slice(*phrase_span(parsed, head))
    if owner is not None:
        if cues.is_a(token, "document"):
            return owner.actors, flags
        first = owner.actors[0]
        if not first.state.startswith("?"):
            between = "/" if first.state.startswith("IGO:") else ":"
            return (Actor(first.state + between + slug, kind, first.country, name, name),), flags
    if mention is not None:
        return mention.actors, flags
    return (Actor(f"?:{slug}", kind, None, name, name),), flags


def mention_of(text: Text, head: int) -> Mention | None:
    """The mention that a noun phrase is: headed by its head, or by a name in apposition to it."""
    found = text.mentions.at(head)
    if found is not None and found.actors:
        return found
    for child in text.parsed.children(head, "flat", "appos", "compound"):
        found = text.mentions.at(child)
        if found is not None and found.actors and found.how != "demonym":
            return found
    for child in text.parsed.children(head, "nmod"):  # *l'agronome Hwang Mi-rae*
        found = text.mentions.at(child)
        beside = found is not None and found.start == head + 1 and found.how in ("name", "new")
        if found is not None and beside and not text.parsed.children(child, "case"):
            return found
    last = max((head, *text.parsed.children(head, "flat")))
    around = [m for m in text.mentions.mentions if m.start <= head and last < m.end and m.actors]
    part = text.parsed.tokens[head].dep in ("flat", "appos", "compound") or last > head
    around = [m for m in around if m.how != "demonym" and (part or not m.head < head)]
    return min(around, key=lambda m: m.end - m.start, default=None)


def _flags(text: Text, head: int, mention: Mention | None) -> tuple[str, ...]:
    """anonymous_source or collective_source, for speakers that are not named."""
    parsed, cues = text.parsed, text.cues
    token = parsed.tokens[head]
    if mention is not None and mention.how in ("name", "new", "pronoun"):
        return ()
    if cues.is_a(token, "collective"):
        return ("collective_source",) if token.feat("Number") != "Sing" else ("anonymous_source",)
    if cues.is_a(token, "anonymous"):
        return () if is_definite(parsed, head) else ("anonymous_source",)
    if token.upos == "PRON" and token.feat("PronType") in ("Ind", "Tot"):
        return ("anonymous_source",)
    if token.lemma in ("un", "one") and token.upos in ("PRON", "NUM"):
        return ("anonymous_source",)
    return ()


def owner_of(text: Text, head: int) -> Mention | None:
    """The actor that a speaker belongs to: *des responsables américains*, *les experts de l'ONU*,
    *ses conseillers*; of a document, its issuer."""
    for child in text.parsed.children(head, "amod", "nmod", "det", "compound"):
        by = {text.parsed.tokens[c].lemma for c in text.parsed.children(child, "case")}
        if not by <= {"de", "of", "'s", "’s"}:
            continue  # *l'ambassade à Paris* is not of Paris
        found = text.mentions.at(child)
        if found is not None and found.actors:
            return found
        if text.parsed.tokens[child].dep.startswith("nmod"):
            deeper = owner_of(text, child)
            if deeper is not None:
                return deeper
    return None


def _slug(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", anyascii(word).lower()).strip("-") or "unnamed"
