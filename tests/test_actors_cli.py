"""`dragoman actors`, as a user types it; tables of the user's own; merges and their undoing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.cli import main
from dragoman.lookup import find
from dragoman.matching.foreign import skeleton
from dragoman.naming import OLD_TERM, by_old_term
from dragoman.record import Actor
from dragoman.stages.read_language import installed
from dragoman.world import actors as world

pytestmark = pytest.mark.skipif(not installed(), reason="no pipeline is installed")

FOUND = [
    # phrase, date, id, how
    ("le ministre russe de la Défense", "2023-07-26", "RUS:sergei-shoigu", "office"),
    ("the Russian defence minister", "2024-06-01", "RUS:andrei-belousov", "office"),
    ("secrétaire général de l'Otan", "2024-10-02", "IGO:nato/mark-rutte", "office"),
    ("Президент Украины", "2023-06-01", "UKR:volodymyr-zelensky", "office"),
    ("法国总统", "2016-06-01", "FRA:francois-hollande", "office"),
    ("وزير الخارجية الروسي", "2023-06-01", "RUS:sergei-lavrov", "office"),
    ("Шойгу", "2023-07-26", "RUS:sergei-shoigu", "name"),
    ("Sergej Schoigu", "2023-07-26", "RUS:sergei-shoigu", "name"),
    ("Shoyguu", "2023-07-26", "RUS:sergei-shoigu", "spelling"),
    ("محمد بن سلمان", "2023-07-26", "SAU:mohammed-bin-salman", "name"),
    ("习近平", "2023-07-26", "CHN:xi-jinping", "name"),
    ("Франція", "2023-07-26", "FRA", "name"),
    ("フランス", "2023-07-26", "FRA", "name"),
    ("prk", "2023-07-26", "PRK", "name"),
    ("IGO:nato", "2023-07-26", "IGO:nato", "name"),
    ("Bush", "2003-03-18", "USA:george-w-bush", "name"),
    ("the Russian foreign ministry", "2020-01-01", "RUS:ministry-of-foreign-affairs", "text"),
]


@pytest.mark.parametrize(("phrase", "date", "id_", "how"), FOUND)
def test_find(phrase: str, date: str, id_: str, how: str) -> None:
    found = find(phrase, date, "en")
    assert found is not None
    assert (found.best.actor.id, found.best.how) == (id_, how)
    scores = [rival.score for rival in found.rivals]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= found.best.score <= 1 for score in scores)
    assert id_ not in [rival.actor.id for rival in found.rivals]


@pytest.mark.parametrize("phrase", ["qwxz", "zzzz yyyy", "?", "", "12"])
def test_find_nobody(phrase: str) -> None:
    assert find(phrase, "2023-07-26", "en") is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(world.persons())), st.sampled_from(["1995-05-05", "2023-09-13"]))
def test_every_person_is_found_by_his_full_name(person: str, date: str) -> None:
    name = world.persons()[person].names["en"]
    found = find(name, date, "en")
    assert found is not None
    ids = [found.best.actor.id, *(rival.actor.id for rival in found.rivals)]
    assert any(id_.replace("/", ":").endswith(f":{person}") for id_ in ids)


def test_a_skeleton_is_the_same_for_many_spellings() -> None:
    spellings = ("Mohammed bin Salman", "Mohamed ben Selman", "Muhammad bin Salmān")
    assert {skeleton(name) for name in spellings} == {"mhmdbnslmn"}


def run(*words: str, folder: Path, world_dir: Path | None = None) -> Result:
    """A command as in a process of its own: nothing is remembered of other tables."""
    kept = dict(os.environ)
    here = Path.cwd()
    forget()
    os.environ |= {
        "LC_ALL": "C.UTF-8", "DRAGOMAN_STORE": str(folder / "store.db"),
        "DRAGOMAN_WORLD": str(world_dir or ""),
    }  # fmt: skip
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, list(words))
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ |= kept
        forget()


def forget() -> None:
    """Empties every memory but that of the loaded models."""
    for name, module in list(sys.modules.items()):
        if name.startswith("dragoman") and name != "dragoman.stages.parse":
            for thing in list(vars(module).values()):
                if hasattr(thing, "cache_clear") and getattr(thing, "__name__", "") not in (
                    "load_model",
                    "_load",
                ):
                    thing.cache_clear()


def test_what_a_user_sees(tmp_path: Path) -> None:
    found = run(
        "actors", "find", "the Russian defence minister", "--on", "2023-07-26", folder=tmp_path
    )
    assert found.exit_code == 0
    for word in ("Sergei Shoigu", "RUS:sergei-shoigu", "2012-11-06", "COW 365", "Andrei Belousov"):
        assert word in found.stdout
    nobody = run("actors", "find", "qwxz", "--on", "2023-07-26", folder=tmp_path)
    assert nobody.exit_code == 1
    assert nobody.stderr == "Error: nobody is known as “qwxz” on 2023-07-26\n"
    wrong = run("actors", "find", "x", "--on", "soon", folder=tmp_path)
    assert wrong.exit_code == 2
    shown = json.loads(
        run("actors", "show", "RUS", "--on", "2023-07-26", "--json", folder=tmp_path).stdout
    )
    assert shown["codes"]["gw"] == 365
    assert "sergei-shoigu" in [o["person"] for o in shown["offices"]]


def test_an_old_term_says_so(tmp_path: Path) -> None:
    """A term is never so fresh that it holds for ever."""
    far = f"{max(o.as_of for held in world.offices().values() for o in held)[:4]}"
    later = f"{int(far) + 2}-06-01"
    found = run("actors", "find", "the French president", "--on", later, folder=tmp_path)
    assert "it may have changed since" in found.stdout
    macron = Actor("FRA:emmanuel-macron", "person", "FRA", role="head_of_state")
    assert by_old_term(macron, later)
    assert not by_old_term(macron, "2018-06-01")
    assert not by_old_term(Actor("FRA", "state", "FRA"), later)


REPORT = (
    "Le conseiller kényan Moussa Keïta demande des munitions à la Tanzanie. "
    "« Il nous faut des fusils », dit M. Keïta."
)


def claims(folder: Path, own: Path) -> set[str]:
    shown = run("claims", "--format", "jsonl", folder=folder, world_dir=own)
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    return {a["id"] for c in lines for part in ("actors", "sources") for a in c[part]}


def test_new_actors_are_merged_and_parted(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "one.txt").write_text(REPORT, encoding="utf-8")

    def do(*words: str) -> Result:
        return run(*words, folder=tmp_path, world_dir=own)

    assert do("read", "one.txt", "--date", "2023-03-01", "--language", "fr").exit_code == 0
    assert "KEN:moussa-keita" in claims(tmp_path, own)
    listed = json.loads(do("actors", "new", "--json").stdout)
    assert [new["id"] for new in listed] == ["KEN:moussa-keita"]
    assert all(e["text"] for e in listed[0]["evidence"])
    assert "Moussa Keïta" in do("actors", "show", "KEN:moussa-keita").stdout

    merged = do("actors", "merge", "KEN:moussa-keita", "KEN:uhuru-kenyatta")
    assert merged.exit_code == 0, merged.stderr
    assert "reports read again: 1" in merged.stdout
    assert "KEN:moussa-keita" not in claims(tmp_path, own)
    assert "KEN:uhuru-kenyatta" in claims(tmp_path, own)
    assert do("actors", "unmerge", "KEN:moussa-keita").exit_code == 0
    assert "KEN:moussa-keita" in claims(tmp_path, own)

    assert do("actors", "confirm", "KEN:moussa-keita").exit_code == 2  # no gender
    assert do("actors", "confirm", "KEN:moussa-keita", "--gender", "m").exit_code == 0
    assert json.loads(do("actors", "new", "--json").stdout) == []
    found = json.loads(do("actors", "find", "Moussa Keita", "--on", "2023-03-02", "--json").stdout)
    assert found["actor"]["id"] == "KEN:moussa-keita"
    assert do("actors", "unconfirm", "KEN:moussa-keita").exit_code == 0
    assert do("actors", "unconfirm", "KEN:moussa-keita").exit_code == 1
    assert (own / "persons.tsv").read_text(encoding="utf-8").count("\n") == 1  # its header


def test_own_tables_extend_ours(tmp_path: Path) -> None:
    """A term of ours is ended, somebody follows; a slip names the file and the line."""
    own = tmp_path / "own"
    own.mkdir()
    old = next(o for o in world.offices_of("KEN") if o.role == "head_of_state" and not o.end)
    row = [old.person, old.role, "KEN", "", old.start, "2030-01-01", "", "", "diary", "2030-01-02"]
    follows = [
        "ada-odhiambo",
        "head_of_state",
        "KEN",
        "",
        "2030-01-01",
        "",
        "2030-02",
        "",
        "diary",
        "2030-01-02",
    ]
    (own / "offices.tsv").write_text(
        "\n".join("\t".join(r) for r in (world.OFFICES, *sorted((row, follows)))) + "\n"
    )
    person = [
        "ada-odhiambo",
        "f",
        "Ada Odhiambo",
        "Odhiambo",
        "Ada Odhiambo",
        "Odhiambo",
        "",
        "",
        "diary",
        "2030-01-02",
    ]
    (own / "persons.tsv").write_text(
        "\n".join("\t".join(r) for r in (world.PERSONS, person)) + "\n"
    )
    unknown = run("actors", "check", folder=tmp_path, world_dir=own)
    assert unknown.exit_code == 1
    assert "offices.tsv:2: unknown source 'diary'" in unknown.stderr
    assert unknown.stderr.count("\n") == 1
    (own / "sources.yaml").write_text(
        "sources:\n  diary: {what: My diary., dated: 2030-01, licence: mine, verified: true}\n"
    )
    found = run("actors", "find", "the Kenyan president", "--on", "2030-03-01", "--json",
                "--world", str(own), folder=tmp_path)  # fmt: skip
    assert json.loads(found.stdout)["actor"]["id"] == "KEN:ada-odhiambo"
    (tmp_path / "one.txt").write_text("The Kenyan president asks Tanzania for rifles.")
    read = run("read", "one.txt", "--date", "2030-03-01", "--language", "en", "--no-store",
               "--format", "jsonl", "--world", str(own), folder=tmp_path)  # fmt: skip
    assert "KEN:ada-odhiambo" in read.stdout
    assert OLD_TERM not in read.stdout
    (own / "kings.tsv").write_text("x\n")
    assert (
        "kings.tsv:0: is no table" in run("actors", "check", folder=tmp_path, world_dir=own).stderr
    )
    gone = run("actors", "find", "x", "--world", str(tmp_path / "no"), folder=tmp_path)
    assert gone.exit_code == 1 and "is no folder of tables" in gone.stderr


def test_resolve_lines(tmp_path: Path) -> None:
    case = {
        "id": "a",
        "lang": "en",
        "date": "2023-07-26",
        "text": "Paris agreed.",
        "start": 0,
        "end": 5,
    }
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    assert (
        run("actors", "resolve", "cases.jsonl", folder=tmp_path).stdout
        == '{"id": "a", "answer": "FRA"}\n'
    )
    (tmp_path / "cases.jsonl").write_text("{}\n")
    wrong = run("actors", "resolve", "cases.jsonl", folder=tmp_path)
    assert wrong.exit_code == 1
    assert wrong.stderr == "Error: line 1 is no case: KeyError('text')\n"


def test_an_office_without_a_known_holder_is_not_the_state_itself(tmp_path: Path) -> None:
    found = run(
        "actors", "find", "Premier ministre du Canada", "--on", "1870", "--json", folder=tmp_path
    )
    told = json.loads(found.stdout)
    assert (told["actor"]["id"], told["how"]) == ("CAN:head-of-government", "text")
