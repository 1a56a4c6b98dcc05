"""What a speaker says must be done is what the speaker seeks: "X : « Y doit lever … »"; so is what
a threat is to bring about: "menace de couper le gaz si Y ne paie pas". What is to stop is not
sought: "demande l'arrêt des livraisons d'armes"."""

from __future__ import annotations

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames
from dragoman.matching.negation import negated


def demands(frames: Frames) -> list[Draft]:
    """A `seeks` for every clause of duty in somebody's words: under *devoir*, *falloir*, *il est
    nécessaire que*; its doer, unless it is the speaker, is from whom it is sought."""
    parsed, tokens = frames.parsed, frames.tokens
    words = frames.lexicon.words("duty")
    out: list[Draft] = []
    for token in tokens:
        i = token.i
        if token.lemma.lower() not in words:
            continue
        chain = frames.speech.chain(i)
        if not chain or not chain[-1].sources:
            continue
        clauses = list(parsed.children(i, "xcomp", "ccomp", "csubj", "advcl", "obj"))
        if token.upos == "AUX" and token.dep.startswith("aux"):
            clauses = [token.head]
        elif frames.who(parsed.children(i, "nsubj")):
            # "X needs fuel" is a want of X; "il faut l'unanimité" is a duty
            clauses = [k for k in clauses if not tokens[k].dep.startswith("obj")]
        for clause in clauses[:1]:
            speakers = list(chain[-1].sources)
            done_by = frames.who(frames.subject(clause) or frames.subject(i))
            states = {a.state for a in speakers}
            counterparts = [a for a in done_by if a.state not in states]
            stakes = frames.stakes_in(parsed.subtree(clause)) or frames.stakes_in(
                parsed.subtree(i), sure_only=True
            )
            if not stakes:
                continue
            stretch = clause if clause == token.head else i  # an auxiliary has no clause of its own
            start, end = evidence(parsed, stretch, frozenset({clause}))
            out.append(
                Draft(
                    "seeks",
                    None,
                    speakers,
                    counterparts,
                    stakes,
                    i,
                    start,
                    end,
                    ["claim.duty-demanded"],
                )
            )
            cue = chain[-1].cue
            if counterparts and cue:
                # Saying that somebody else must is asking them to: the author vouches for that.
                verb = next((k for k in range(*cue) if tokens[k].upos in ("VERB", "AUX")), cue[0])
                first, last = min(start, cue[0]), max(end, cue[1])
                if parsed.sentence_number(first) != parsed.sentence_number(last - 1):
                    first, last = start, end
                out.append(
                    Draft(
                        "event",
                        "REQUEST",
                        speakers,
                        counterparts,
                        stakes,
                        verb,
                        first,
                        last,
                        ["claim.duty-requested"],
                    )
                )
    return out


def threats(frames: Frames, drafts: list[Draft]) -> list[Draft]:
    """A `seeks` for the condition that would avert what somebody threatens: the clause of "if Y
    does not …", "unless Y …"; Y, unless it threatens itself, is from whom it is sought."""
    parsed, tokens = frames.parsed, frames.tokens
    conjunctions = frames.lexicon.words("conditional_conjunctions")
    averting = frames.lexicon.words("averting_conjunctions")
    out: list[Draft] = []
    for draft in drafts:
        if draft.type != "THREATEN" or not draft.actors:
            continue
        for i in parsed.subtree(draft.token):
            if not tokens[i].dep.startswith(("advcl", "ccomp")):
                continue
            marks = [tokens[k] for k in parsed.children(i, "mark")[:1]]
            said = {f.lower().rstrip("'’") for t in marks for f in (t.text, t.lemma)}
            averts = said & averting or (said & conjunctions and negated(parsed, frames.lexicon, i))
            clause = parsed.subtree(i)
            stakes = frames.stakes_in(clause) if averts else []
            if not stakes:
                continue
            states = {a.state for a in draft.actors}
            others = [a for a in frames.who(frames.subject(i)) if a.state not in states]
            start, end = evidence(parsed, i, frozenset())
            out.append(
                Draft(
                    "seeks", None, list(draft.actors), others, stakes, draft.token, start, end,
                    ["claim.threat-condition"], content_tokens=frozenset(clause),
                )
            )  # fmt: skip
    return out


#: Families of stakes that are handed over: who wants their delivery stopped does not want them. An
#: end of fighting, of a claim or of a measure is itself a stake.
_HANDED_OVER = ("arms", "aid", "energy", "goods", "money", "technology")


def stopped(frames: Frames, drafts: list[Draft]) -> None:
    """Takes from every `seeks` the stakes that it wants withheld: "wants Y to stop selling drones
    to Z" is no want of drones. The claim stays, and its request keeps the stake."""
    ends = frames.lexicon.words("stopping")
    for draft in drafts:
        if draft.kind != "seeks":
            continue
        span = {*range(draft.start, draft.end), *frames.parsed.subtree(draft.token)} - {draft.token}
        withheld = {
            stake for d in drafts if d.token in span and _withholds(d) for stake in d.stakes
        }
        for k in sorted(span):
            if frames.tokens[k].lemma.lower() in ends and frames.tokens[k].upos == "NOUN":
                withheld.update(frames.stakes_in([n for n in frames.parsed.subtree(k) if n != k]))
        draft.stakes = [
            s for s in draft.stakes if s not in withheld or s.split(".")[0] not in _HANDED_OVER
        ]


def _withholds(draft: Draft) -> bool:
    return draft.reading is not None and draft.reading.predicate.type == "gives_neg"
