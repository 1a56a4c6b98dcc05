"""A small store for the tests of the pages: two reports of our own, coded by a stand-in, so that no
model is needed."""

from __future__ import annotations

from pathlib import Path

from dragoman.record import (
    Actor,
    Attribution,
    Claim,
    Mentions,
    Parsed,
    Record,
    Report,
    Sentence,
    Speech,
    Time,
    Token,
    Zone,
)
from dragoman.store import Store

RUS = Actor("RUS", "state", "RUS", "Russie", "Moscou")
PRK = Actor("PRK", "state", "PRK", "Corée du Nord", "Pyongyang")
USA = Actor("USA", "state", "USA", "États-Unis", "Washington")
OFFICIAL = Actor(
    "PRK:a-minister", "person", "PRK", "A. Minister", "la ministre", "foreign_minister"
)

TITLE = "Moscou cherche des obus"
CAPTION = "Un train de marchandises à la frontière."
TEXT = (
    f"{TITLE}\n\n{CAPTION}\n\n"
    "Moscou cherche des obus auprès de Pyongyang. Washington affirme que la Corée du Nord peut"
    " livrer des obus à la Russie. La ministre dément tout envoi.\n\n"
    "En échange, la Corée du Nord demande du pétrole à la Russie. Les deux pays se sont parlé."
)
REPORT = Report(
    TEXT, "fr", "2024-04-12", "Le Journal", TITLE, "obus.txt",
    zones=(Zone(0, len(TITLE), "headline"),
           Zone(len(TITLE) + 2, len(TITLE) + 2 + len(CAPTION), "caption")),
)  # fmt: skip
#: Claims of the report: words of the evidence, then the fields.
_CLAIMS = (
    ("Moscou cherche des obus", ("seeks", None, (RUS,), (PRK,), ("arms.artillery_shells",), "certain", "certain"), {}),
    ("Moscou cherche des obus auprès de Pyongyang", ("seeks", None, (RUS,), (PRK,), ("arms.artillery_shells",), "certain", "certain"), {}),
    ("la Corée du Nord peut livrer des obus à la Russie", ("gives", None, (PRK,), (RUS,), ("arms.artillery_shells",), "certain", "likely"), {"sources": (USA,)}),
    ("la Corée du Nord peut livrer des obus", ("event", "AID", (PRK,), (RUS,), ("arms.artillery_shells",), "possible", "possible"), {"time": Time("2024-04", None, "present", "ce mois-ci")}),
    ("tout envoi", ("gives", None, (PRK,), (RUS,), ("arms",), "excluded", "open"), {"sources": (OFFICIAL,), "attitude": "denies", "flags": ("contested",)}),
    ("La ministre dément tout envoi", ("response", "denies", (OFFICIAL,), (), ("arms",), "certain", "certain"), {}),
    ("la Corée du Nord demande du pétrole à la Russie", ("seeks", None, (PRK,), (RUS,), ("energy.oil",), "certain", "certain"), {}),
    ("Les deux pays se sont parlé", ("event", "CONSULT", (RUS, PRK), (), (), "certain", "certain"), {"time": Time("2024-04-10", None, "past", None)}),
)  # fmt: skip


def claims_of(report: Report) -> tuple[Claim, ...]:
    found = []
    for words, (kind, type_, actors, counterparts, stakes, sure, author), more in _CLAIMS:
        start = report.text.rfind(words)
        if start >= 0:
            found.append(Claim(
                report, kind, type_, actors, counterparts, stakes, sure, author, start,
                start + len(words), rule_ids=("role.partner-implied",), **more,
            ))  # fmt: skip
    return tuple(found)


def stand_in(report: Report) -> Record:
    """Finds the claims above, and parses every sentence as a row of words under its first."""
    tokens: list[Token] = []
    sentences, at = [], 0
    for line in report.text.split("\n"):
        first = len(tokens)
        for word in line.split():
            at = report.text.index(word, at)
            i = len(tokens)
            dep = "root" if i == first else "obj"
            tokens.append(Token(i, at, at + len(word), word, word.lower(), "NOUN", "", first, dep))
            at += len(word)
        if len(tokens) > first:
            sentences.append(Sentence(first, len(tokens), len(sentences)))
    parsed = Parsed(report, tuple(tokens), tuple(sentences))
    said = Attribution(
        (USA,), ((0, len(tokens)),), "asserts", cue=(0, 1), rule_id="speech.verb-that"
    )
    return Record(report, claims_of(report), Mentions(()), parsed, Speech((said,)))


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onmouseover='alert(3)'"


def hostile() -> Record:
    """Every field that quotes somebody tries to be markup."""
    text = f"{HOSTILE}\n\nRussia seeks shells {HOSTILE} from North Korea."
    report = Report(
        text,
        "en",
        "2024-05-01",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        zones=(Zone(0, len(HOSTILE), "caption"),),
    )
    start = text.index("Russia seeks")
    who = Actor(f"?:{HOSTILE}", "unknown", None, HOSTILE, HOSTILE, HOSTILE)
    rus = Actor("RUS", "state", "RUS", HOSTILE, HOSTILE, HOSTILE)
    medium = Actor("RUS:no-such-paper", "media", "RUS", HOSTILE, HOSTILE, HOSTILE)
    basic = Claim(
        report, "seeks", None, (rus, who), (PRK,), ("arms.artillery_shells",), "certain", "reported", start,
        len(text), sources=(medium,), joint_sources=(who,), place=(HOSTILE,), rule_ids=(HOSTILE,),
        time=Time("2024-05", None, "present", HOSTILE), context=(HOSTILE,), refers_to=(HOSTILE,),
    )  # fmt: skip
    response = Claim(
        report,
        "response",
        "denies",
        (who,),
        (PRK,),
        ("arms.artillery_shells",),
        "certain",
        "certain",
        0,
        len(HOSTILE),
    )
    return Record(report, (basic, response))


def on_law() -> Record:
    """A report of a delivery that is forbidden, of one that is nearly so, and of a resolution."""
    text = (
        "North Korea delivered shells to Russia. North Korea could send troops to Russia. "
        "Resolution 2397 of 2017 caps the supply of oil to North Korea."
    )
    report = Report(text, "en", "2024-04-12", "The Ledger", "Shells", "law.txt")
    council = Actor("IGO:un-security-council", "igo", None, "UN Security Council", "Resolution")
    shells = ("arms.artillery_shells",)
    told = (
        ("North Korea delivered shells to Russia", "event", "AID", (PRK,), (RUS,), shells),
        ("North Korea could send troops to Russia", "gives", None, (PRK,), (RUS,), ("forces",)),
        ("Resolution 2397 of 2017 caps the supply of oil", "rule", "forbids", (council,), (PRK,),
         ("energy.oil",)),
    )  # fmt: skip
    return Record(report, tuple(
        Claim(report, kind, type_, who, whom, stakes, "certain", "certain", text.index(words),
              text.index(words) + len(words))
        for words, kind, type_, who, whom, stakes in told
    ))  # fmt: skip


def fill(path: Path) -> None:
    with Store(path) as store:
        store.add(stand_in(REPORT))
        store.add(hostile())
