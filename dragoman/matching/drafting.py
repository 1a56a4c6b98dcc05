"""From readings to drafts: which claim a reading makes, who is in it, and about what."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.matching.draft import Draft
from dragoman.matching.evidence import evidence
from dragoman.matching.frames import Frames, state_of
from dragoman.matching.lexicon import find_cue
from dragoman.matching.negation import negated
from dragoman.matching.readings import Reading, unvouched
from dragoman.record import Actor

#: A stake that an event of this type implies where the text names none.
IMPLIED = {"SANCTION": "diplomacy.sanctions"}
#: Events whose partner is where they happen: "se rendre à Pyongyang".
_PLACED = ("CONSULT", "ASSAULT", "MOBILIZE", "AID", "COERCE")
#: Deeds whose verbs have many other senses.
_FORCE = ("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID")
#: Evidence of so few words is stretched to what the word governs.
_BARE = 2
#: What is done away with is given as relief.
_RELIEVING = ("CONCEDE", "RETREAT")
_RELIEF = {"diplomacy.sanctions": "diplomacy.sanctions_relief"}
_SPEAKER = (("speaker", ""),)  # the path of a row whose doer is who says it ("c'est faux")
_KIND_OF = {
    "seeks": ("seeks", None),
    "gives": ("gives", None),
    "gives_neg": ("gives", None),
    "rule_forbids": ("rule", "forbids"),
    "rule_requires": ("rule", "requires"),
    "rule_permits": ("rule", "permits"),
    "rule_ended": ("gives", None),
    "response_confirms": ("response", "confirms"),
    "response_denies": ("response", "denies"),
    "response_not_confirmed": ("response", "not_confirmed"),
    "response_no_comment": ("response", "no_comment"),
    "assessment": ("assessment", None),
}


class Drafting:
    """From readings to drafts."""

    def __init__(self, frames: Frames, readings: Iterable[Reading]) -> None:
        self.frames = frames
        self.readings = list(readings)
        self.events = {r.token: r for r in self.readings if r.predicate.is_event}
        self.exchanges = {r.token: r for r in self.readings if not r.predicate.is_event}

    def drafts(self) -> list[Draft]:
        """One draft or none from each reading, in order of the text."""
        out: list[Draft] = []
        for reading in self.readings:
            draft = self._event(reading) if reading.predicate.is_event else self._exchange(reading)
            if draft:
                out.append(draft)
        return out

    # --- events ---------------------------------------------------------------------------------

    def _event(self, reading: Reading) -> Draft | None:
        frames, i = self.frames, reading.token
        if (
            self._repeated(reading)
            or self._points_back(reading)
            or self._declines_to_answer(reading)
        ):
            return None
        actors, counterparts = list(reading.actors), list(reading.counterparts)
        if "strict" in reading.predicate.flags and not (
            self._partnered(reading) or self._meeting(reading)
        ):
            return None
        rules = [reading.predicate.rule_id]
        noun = reading.predicate.pos in ("NOUN", "ADJ")
        mutual = "mutual" in reading.predicate.flags
        if noun and (not actors or (mutual and len(actors) == 1)):
            taken = {a.id for a in [*actors, *counterparts]}
            carried = [a for a in self._carried(i) if a.id not in taken]
            if carried:
                actors = [*carried, *actors]
                rules.append("role.light-verb")
        if noun and actors and not counterparts and not mutual:
            counterparts = self._beside(i, actors)
        if not counterparts:
            counterparts = self._nearby(reading, actors)
            if counterparts:
                rules.append("role.partner-inside")
        if not actors and reading.predicate.pos == "VERB":
            actors = self._speaker_acts(i)
            rules += ["role.speaker-acts"] if actors else []
        named = actors or counterparts
        if not (named or self._meeting(reading) or self._concrete(reading)):
            return None
        if mutual and not actors and len(counterparts) > 1:  # "between X and Y"
            actors = counterparts
        if mutual and len(actors) > 1:
            counterparts = []
        draft = self._new("event", reading.type, reading, actors, counterparts, rules)
        if not draft.stakes and reading.type in IMPLIED:
            draft.stakes = [IMPLIED[reading.type]]
        if reading.type in _RELIEVING:
            draft.stakes = [_RELIEF.get(stake, stake) for stake in draft.stakes]
        # "No contract was signed" is nobody's refusal: with no doer the deed only did not happen.
        if reading.predicate.negated and actors and negated(frames.parsed, frames.lexicon, i):
            draft.type, draft.flipped = reading.predicate.negated, True
            draft.rules.append("claim.negation-turns-type")
        return draft

    def _speaker_acts(self, i: int) -> list[Actor]:
        """Who is to do what a quotation says without a subject: "Pourquoi ne pas lever … ?" is said
        of the speaker's own side."""
        frames, token = self.frames, self.frames.tokens[i]
        chain = frames.speech.chain(i)
        if not chain or chain[-1].kind == "indirect" or not chain[-1].sources:
            return []
        if token.feat("VerbForm") != "Inf" or token.dep not in ("root", "parataxis", "conj"):
            return []
        return [state_of(chain[-1].sources[0])]

    def _partnered(self, reading: Reading) -> bool:
        """Whether more than its doer is said: a partner; for words (not for force, whose verbs have
        many senses) a content or a stake will do."""
        row = reading.predicate
        if row.pos == "NOUN" or len(row.words) > 1:  # these have few other senses
            return bool(reading.actors or reading.counterparts)
        if not reading.actors:
            return bool(reading.counterparts) and self.frames.passive(reading.token)
        if reading.counterparts:
            return True
        if "mutual" in reading.predicate.flags and len(reading.actors) > 1:
            return True
        if reading.type in _FORCE:
            return bool(self.frames.who(reading.fillers.get("place", ())))
        fillers = [k for name in ("stake", "topic") for k in reading.fillers.get(name, ())]
        return bool(
            len(reading.actors) > 1
            or reading.fillers.get("content")
            or any(self.frames.has_stake(k) for k in fillers)
        )

    def _meeting(self, reading: Reading) -> bool:
        """A noun for what parties do together, with an article: "les négociations", "cet accord".
        Whose it is the main pair of the report says."""
        kids = self.frames.parsed.children(reading.token)
        words = self.frames.lexicon.words("joint")
        return (
            reading.predicate.pos == "NOUN"
            and "mutual" in reading.predicate.flags
            and (
                any(self.frames.tokens[k].lemma.lower() in words for k in kids)
                or (
                    reading.type in ("CONSULT", "AGREE")
                    and bool(self.frames.parsed.children(reading.token, "det"))
                )
            )
        )

    def _concrete(self, reading: Reading) -> bool:
        """A deed with its object but no doer: "la levée de l'embargo", "leurs avoirs ont été
        gelés". Who did it the report says elsewhere."""
        frames = self.frames
        if not any(frames.has_stake(k) for k in reading.fillers.get("stake", ())):
            return False
        if reading.predicate.pos == "NOUN":
            return bool(frames.parsed.children(reading.token, "det"))
        return reading.predicate.pos == "VERB" and frames.passive(reading.token)

    def _repeated(self, reading: Reading) -> bool:
        """A noun that only names what its verb says already ("a signé un accord")."""
        token = self.frames.tokens[reading.token]
        if reading.predicate.pos != "NOUN" or token.head == reading.token:
            return False
        above = self.events.get(token.head)
        return (
            above is not None
            and above.type == reading.type
            and ("strict" not in above.predicate.flags or self._partnered(above))
            and token.dep.partition(":")[0] in ("obj", "nsubj", "obl", "nmod", "conj", "appos")
        )

    def _points_back(self, reading: Reading) -> bool:
        """ "Ces accusations", "cette proposition": named before, and no second deed."""
        frames, i = self.frames, reading.token
        return (
            reading.predicate.pos == "NOUN"
            and not reading.actors
            and not reading.counterparts
            and any(
                frames.tokens[k].feat("PronType") == "Dem" for k in frames.parsed.children(i, "det")
            )
        )

    def _declines_to_answer(self, reading: Reading) -> bool:
        """ "A refusé de commenter" is a response, and no refusal of a deed."""
        content = reading.fillers.get("content", ())
        below = [self.exchanges[c].type for c in content if c in self.exchanges]
        here = self.exchanges.get(reading.token)
        return any(t.startswith("response") for t in below) or (
            here is not None and here.type.startswith("response") and reading.type == "REJECT"
        )

    def _carried(self, i: int) -> list[Actor]:
        """Who does what a noun names, through the verb that carries it; not who asks for it."""
        frames, token = self.frames, self.frames.tokens[i]
        head = frames.tokens[token.head]
        cue = find_cue(frames.lexicon, head, "governor")
        if token.head == i or (cue and cue.effect == "open"):
            return []
        bare = not frames.parsed.children(i, "det")
        dep = token.dep.partition(":")[0]
        if (dep in ("obj", "xcomp") or (dep == "obl" and not bare)) and head.upos in (
            "VERB",
            "AUX",
        ):
            return frames.who(
                frames.agents(head.i) if frames.passive(head.i) else frames.subject(head.i)
            )
        if token.dep == "nsubj:pass" or (token.dep == "nsubj" and frames.passive(head.i)):
            return frames.who(frames.agents(head.i))
        if token.dep.startswith("nmod") and head.upos == "NOUN" and not bare:
            return frames.owners(head.i)
        return []

    def _beside(self, i: int, actors: list[Actor]) -> list[Actor]:
        """The partner of a noun that stands beside its verb ("a posé son veto à l'adhésion de
        X")."""
        frames, token = self.frames, self.frames.tokens[i]
        head = frames.tokens[token.head]
        if token.dep.partition(":")[0] != "obj" or head.lemma.lower() not in frames.lexicon.words(
            "light_verbs"
        ):
            return []
        taken = {a.id for a in actors}
        return [
            a
            for a in frames.who(frames.parsed.children(head.i, "obl", "iobj"))
            if a.id not in taken
        ]

    def _nearby(self, reading: Reading, actors: list[Actor]) -> list[Actor]:
        """A partner that the frame did not reach: whose the objects are, where it happens."""
        frames, i = self.frames, reading.token
        taken = {a.id for a in actors}
        states = {a.state for a in actors}
        fillers: list[int] = []
        for name in ("stake", "topic", "content"):
            fillers += reading.fillers.get(name, [])
        if reading.type in _PLACED:
            fillers = reading.fillers.get("place", []) + fillers
        found = [a for a in frames.who(fillers) if a.id not in taken and a.state not in states]
        if not found and reading.predicate.pos == "VERB":
            arguments = frames.parsed.children(i, "obj", "iobj", "obl", "xcomp")
            arguments = tuple(k for k in arguments if not frames.speaks(k))  # "according to X"
            found = [
                a for a in frames.who(arguments) if a.id not in taken and a.state not in states
            ]
        if not found and fillers:
            inside = [k for f in fillers for k in frames.phrase(f) if not frames.speaks(k)]
            found = [
                a
                for a in frames.who(inside, own_only=True)
                if a.id not in taken and a.state not in states
            ]
        return found[:3]

    # --- exchanges, rules, responses --------------------------------------------------------------

    def _exchange(self, reading: Reading) -> Draft | None:
        said = reading.type
        if reading.predicate.negated and negated(
            self.frames.parsed, self.frames.lexicon, reading.token
        ):
            said = reading.predicate.negated
        kind, type_ = _KIND_OF.get(said, (None, None))
        if kind is None:
            return None
        i = reading.token
        actors, counterparts = list(reading.actors), list(reading.counterparts)
        rules = [reading.predicate.rule_id]
        if reading.predicate.pos in ("NOUN", "ADJ") and not actors and kind != "rule":
            actors = [a for a in self._carried(i) if a.id not in [c.id for c in counterparts]]
            if actors:
                rules.append("role.light-verb")
        if kind == "seeks":
            return self._seeks(reading, actors, counterparts, rules)
        if kind == "response" and not actors and _SPEAKER in reading.predicate.frame["actor"]:
            actors = [a for at in self.frames.speech.chain(i)[-1:] for a in at.sources[:1]]
        draft = self._new(kind, type_, reading, actors, counterparts, rules)
        if kind == "gives":
            draft.token = self.frames.said_at(i, reading.fillers)
            if reading.type == "rule_ended":
                draft.stakes = ["diplomacy.sanctions_relief"]
            undone = reading.predicate.pos == "VERB" and self._concrete(reading)
            if not draft.stakes or not (actors or counterparts or undone):
                return None
            draft.negated = reading.type == "gives_neg"
        elif kind == "rule":
            draft.content_tokens = frozenset(
                k
                for name in ("content", "stake")
                for f in reading.fillers.get(name, ())
                for k in self.frames.parsed.subtree(f)
            )
            named = reading.fillers.get("stake") or actors or counterparts
            if not named or not (draft.stakes or counterparts):
                return None
        elif kind == "response" and not actors and not unvouched(self.frames, reading, type_):
            return None
        if kind in ("gives", "rule") and not draft.counterparts:
            draft.counterparts = self._nearby(reading, draft.actors)
        return draft

    def _seeks(
        self, reading: Reading, actors: list[Actor], counterparts: list[Actor], rules: list[str]
    ) -> Draft | None:
        """Somebody wants something; what is wanted may be a clause ("veut que X lève …")."""
        if not actors:
            return None
        frames = self.frames
        content = reading.fillers.get("content", [])
        taken = {a.id for a in actors}
        for c in content:
            giver = self.exchanges.get(c)
            gives = giver is not None and giver.type in ("gives", "rule_ended")
            if giver and gives and {a.id for a in giver.actors} & taken:
                return None  # "veut livrer": what is said is that they give
            done_by = [a for a in frames.who(frames.subject(c)) if a.id not in taken]
            if done_by and not counterparts:
                counterparts = done_by
                rules.append("role.content-subject")
        draft = self._new("seeks", None, reading, actors, counterparts, rules)
        draft.token = frames.wished_at(reading.token)
        draft.content_tokens = frozenset(k for c in content for k in frames.parsed.subtree(c))
        if not draft.stakes:
            return None
        if not draft.counterparts:
            draft.counterparts = self._nearby(reading, actors)
        return draft

    # --- the common part ------------------------------------------------------------------------

    def _new(
        self,
        kind: str,
        type_: str | None,
        reading: Reading,
        actors: list[Actor],
        counterparts: list[Actor],
        rules: list[str],
    ) -> Draft:
        frames, i = self.frames, reading.token
        keep = frozenset(reading.fillers.get("content", ()))
        start, end = evidence(frames.parsed, i, keep if kind == "seeks" else frozenset())
        if end - start <= _BARE:  # "demanded" says nothing without what is demanded
            top = frames.carrier(i) if kind == "event" else i
            start, end = evidence(frames.parsed, top, keep)
        place = [a.id for a in frames.who(reading.fillers.get("place", ()))]
        return Draft(
            kind,
            type_,
            actors,
            counterparts,
            self._stakes(reading, start, end),
            i,
            start,
            end,
            rules,
            reading=reading,
            place=place,
            flipped=any(
                t.cls == "neg" and t.wanted for tests in reading.predicate.when for t in tests
            ),
        )

    def _stakes(self, reading: Reading, start: int, end: int) -> list[str]:
        """Stakes named by the fillers of the stake role, else by the other arguments, else
        nearby."""
        frames = self.frames
        fillers = [
            k for name in ("stake", "content", "topic") for k in reading.fillers.get(name, ())
        ]
        inside = [
            k
            for f in fillers
            for k in (frames.parsed.subtree(f) if frames.is_clause(f) else frames.phrase(f))
        ]
        beside = frames.uses(inside)
        stakes = frames.stakes_in(k for k in inside if k not in beside) or frames.stakes_in(inside)
        if reading.predicate.implies:
            return list(dict.fromkeys([reading.predicate.implies, *stakes]))
        if not stakes:
            subject = {k for f in reading.fillers.get("actor", ()) for k in frames.phrase(f)}
            stakes = frames.stakes_in(
                (k for k in range(start, end) if k not in subject), sure_only=True
            )
        return stakes
