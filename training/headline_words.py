"""The words that headlines.py draws from, and the forms of its verbs."""

from __future__ import annotations

#: Verbs by what they take. A form after "=" is the past, one after a second "=" the participle.
VERBS = {
    "thing": """
        sever back fear halt eye shell visit need want ban fund arm host seek=sought reject
        accept buy=bought cut=cut double block free seize strike=struck bomb raid summon expel
        recall praise slam condemn attack invade enter leave=left quit=quit join probe review
        extend lift renew mull weigh order demand question welcome oppose support approve veto
        freeze=froze=frozen boost slash raise ease tighten patrol shield target test fire launch
        face mark score voice fuel spark stage stall shape name shelve scrap plan reopen close
        shut=shut suspend resume restore detain jail hand release protest delay dismiss court
        finance pay=paid sponsor rent lease store stock doubt guard watch lead=led hold=held
        break=broke=broken win=won lose=lost draw=drew=drawn meet=met fight=fought hit=hit
    """,
    "to": """
        deliver sell=sold send=sent ship give=gave=given lend=lent export transfer pledge
        promise grant offer hand supply extend donate return
    """,
    "two": "offer give=gave=given lend=lent promise sell=sold send=sent grant hand owe",
    "from": """
        buy=bought import want demand seek=sought obtain expect order
        withdraw=withdrew=withdrawn request need get=got borrow lease evacuate rent
    """,
    "with": """
        sign sever trade exchange discuss share seal strike=struck break=broke=broken restore
        cut=cut conclude negotiate plan hold=held finalise swap
    """,
    "on": "impose slap place press lift tighten levy ease",
    "that": """
        say=said fear doubt warn claim deny insist believe report announce confirm admit argue
        hint hope promise vow note suggest maintain allege state estimate add stress signal
        think=thought know=knew=known expect suspect caution reply
    """,
    "act": """
        plan want refuse threaten agree pledge promise vow offer decline seek=sought hope need
        fail move prepare aim try intend struggle
    """,
    "make": """
        urge ask press order tell=told want allow permit force warn invite require push expect
        beg lobby help
    """,
    "of": "accuse suspect",
    "for": "blame praise thank condemn fault sanction jail fine",
    "bar": "bar ban prevent stop keep=kept block prohibit",
    "none": """
        resume fail collapse stall rise=rose=risen fall=fell=fallen double continue end
        begin=began=begun widen deepen drop=dropped slow mount spread=spread restart peak halt
        shrink=shrank=shrunk
    """,
}  # fmt: skip
#: Things that states give, want, forbid: singular and plural, "-" for one that the word lacks.
THINGS = """\
aid -|- arms|weapon weapons|deal deals|loan loans|truce truces|embargo embargoes
sanction sanctions|drone drones|missile missiles|troop troops|talk talks
ambassador ambassadors|prisoner prisoners|fuel -|oil -|gas -|grain -|wheat -|uranium -
export exports|import imports|tariff tariffs|treaty treaties|pact pacts|border borders
visit visits|vote votes|base bases|port ports|convoy convoys|rebel rebels
election elections|minister ministers|envoy envoys|hostage hostages|radar radars
tank tanks|shell shells|pipeline pipelines|currency currencies|credit credits|debt debts
guarantee guarantees|relation relations|tie ties|attack attacks|strike strikes|raid raids
offer offers|demand demands|claim claims|drill drills|blockade blockades
ceasefire ceasefires|resolution resolutions|account accounts|asset assets|visa visas
flight flights|bank banks|company companies|school schools|village villages|town towns
reactor reactors|satellite satellites|trade -|support -|recognition -|cash -
medicine medicines|vaccine vaccines|food -|water -|land -|power -|contract contracts
dam dams|factory factories|spy spies|official officials"""
ADJECTIVES = """
new fresh military naval nuclear economic foreign bilateral humanitarian joint secret armed heavy
modern cheap free key long-range emergency fishing frozen stolen major direct regional further
disputed strategic private public senior local
"""
#: Those who act besides states: plural ones are marked with a star.
BODIES = """
junta ministry cabinet army navy commission council alliance bloc union parliament agency court
opposition kingdom republic president king minister envoy general spokeswoman spokesman ambassador
delegation regime officials* rebels* troops* forces* diplomats* lawmakers* analysts* authorities*
soldiers* inspectors* leaders* ministers* militants* sides* allies* guards* generals*
"""
NAMED_BODIES = ["UN", "EU", "NATO", "ECOWAS", "ASEAN", "OPEC", "IMF", "WHO", "UNICEF", "IAEA"]
WHEN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
#: Plural and dual names that take an article.
THE = [("Emirates", True), ("Netherlands", False), ("Philippines", False), ("Maldives", True),
       ("Gambia", False), ("Vatican", False), ("Kremlin", False), ("Union", False),
       ("Pentagon", False), ("Hague", False), ("Taliban", True), ("Houthis", True)]  # fmt: skip


def verb_forms(row: str) -> list[tuple[str, str, str]]:
    out = []
    for item in VERBS[row].split():
        lemma, _, rest = item.partition("=")
        past, _, part = rest.partition("=")
        past = past or ending(lemma, "ed")
        out.append((lemma, past, part or past))
    return out


def ending(lemma: str, ending: str) -> str:
    """The regular form in -s, -ed or -ing."""
    vowel_before = lemma[-2] in "aeiou"
    if ending == "s":
        if lemma[-1] == "y" and not vowel_before:
            return lemma[:-1] + "ies"
        return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    if lemma[-1] == "e" and lemma[-2] != "e":
        return lemma + "d" if ending == "ed" else lemma[:-1] + ending
    if lemma.endswith("ee"):
        return lemma + ending.removeprefix("e")
    if ending == "ed" and lemma[-1] == "y" and not vowel_before:
        return lemma[:-1] + "ied"
    short = len(lemma) <= 4 and vowel_before and lemma[-3] not in "aeiou" and lemma[-1] not in "wxy"
    doubled = lemma if not (short or lemma in DOUBLED) else lemma + lemma[-1]
    return doubled + ending


DOUBLED = ("transfer", "expel", "begin", "admit", "permit", "cut")
