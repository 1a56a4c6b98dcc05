"""Our own tables: every one is read by a loader that checks it, and says where it comes from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.tables import Row, TableError, read_table, read_yaml

PACKAGE = Path(__file__).parent.parent / "dragoman"
LANGUAGES = sorted(p.name for p in (PACKAGE / "lang").iterdir() if p.is_dir())
DATA = sorted(
    path
    for folder in ("lang", "world", "rules")
    for path in (PACKAGE / folder).rglob("*")
    if path.suffix in (".tsv", ".yaml")
)
TABLES = [path for path in DATA if path.suffix == ".tsv"]

#: Loads all that the program knows, and prints which of its files were opened for it.
LOAD_ALL = """
import sys
opened = set()
sys.addaudithook(lambda event, args: event == "open" and opened.add(str(args[0])))

from dragoman.answer_parts import load_words
from dragoman.brief.grammar import load_grammar
from dragoman.labels import load_labels
from dragoman.law_words import load_law_words
from dragoman.matching.actor_words import actor_words
from dragoman.matching.cues import load_cues
from dragoman.matching.date_words import load_date_words
from dragoman.matching.law_terms import load_law_terms
from dragoman.matching.lexicon import load_lexicon
from dragoman.matching.patterns import load_rules
from dragoman.matching.repair import facts
from dragoman.matching.stakes import load_terms
from dragoman.questions import load_phrasing
from dragoman.stages.read_marks import load_marks
from dragoman.matching import foreign
from dragoman.web.words import load_words as load_web_words
from dragoman.world import actors, codes, event_types, law_tables, stakes

for load in (load_rules, law_tables.load_law, stakes.stakes, event_types.event_types, actors.states, actors.organisations,
             actors.organisation_names, actors.persons, actors.offices, actors.person_names,
             codes.sectors):
    load()
languages = sys.argv[1].split(",")
for language in languages:
    for load in (load_words, load_labels, actor_words, load_cues, load_date_words, load_lexicon,
                 facts, load_terms, load_phrasing, load_marks, load_grammar, load_law_words,
                 load_law_terms, load_web_words):
        load(language)
for language in sys.argv[2].split(","):
    foreign.titles(language)
    actors.state_names(language)
print(*opened, sep="\\n")
"""


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        head = next(line for line in lines if line.strip() and not line.startswith("#"))
    return list(read_table(path, head.rstrip("\n").split("\t")))


def test_every_table_has_a_loader() -> None:
    """And each loader accepts what lies there: a mistake in a table would stop it."""
    names = [path.stem for path in TABLES if path.parent.name == "state_names"]
    command = [sys.executable, "-c", LOAD_ALL, ",".join(LANGUAGES), ",".join(names)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=PACKAGE.parent)
    assert run.returncode == 0, run.stderr
    opened = {Path(line) for line in run.stdout.splitlines()}
    assert [name(path) for path in DATA if path not in opened] == []


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_rows_say_where_they_come_from(path: Path) -> None:
    """A column `source` is filled in every row, and so is `example`."""
    found = rows(path)
    assert found, "a table with no row"
    for column in {"source", "example"} & found[0].keys():
        assert [f"line {row.line}" for row in found if not row[column].strip()] == []


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_cells_are_trimmed(path: Path) -> None:
    """A blank at the end of a word would keep it from ever matching."""
    found = rows(path)
    assert [f"line {r.line}" for r in found if any(v != v.strip() for v in r.values())] == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\tb\n1\t2\n3\n", 3, "1 cells instead of 2"),
        ("# a remark\na\tc\n", 2, "columns are"),
        ("a\tb\n1\t2\n\n1\t3\n", 4, "repeats line 2"),
    ],
)
def test_a_bad_table_names_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as error:
        list(read_table(path, ("a", "b"), unique=("a",)))
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert what in str(error.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\nb: 2\nc: 3\n", "unknown key 'c'"),
        ("a: 1\n", "no key 'b'"),
        ("- a\n", "mapping"),
        ("a: 1\na: 2\nb: 3\n", "repeats key 'a'"),
        ("a: [\n", "is not YAML"),
    ],
)
def test_a_bad_mapping_names_its_key(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=what):
        read_yaml(path, ("a", "b"))


def test_short_words_stay_words(tmp_path: Path) -> None:
    """YAML's older rules take *no*, *on* and *off* for truth values."""
    path = tmp_path / "profile.yaml"
    path.write_text("words: [no, On, off, y, yes]\nflag: true\n", encoding="utf-8")
    found = read_yaml(path, ("words", "flag"))
    assert found == {"words": ["no", "On", "off", "y", "yes"], "flag": True}
