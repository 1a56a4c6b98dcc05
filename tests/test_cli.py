"""The commands as a user types them. The coder is a stand-in, so that no model is needed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.explanation import catches
from dragoman.labels import languages, load_labels
from dragoman.naming import actor_of, name_of
from dragoman.record import Actor, Claim, Mentions, Parsed, Record, Report, Sentence, Speech, Token

RUS = Actor("RUS", "state", "RUS")
PRK = Actor("PRK", "state", "PRK")
TEXT = "Moscou cherche des munitions auprès de Pyongyang. Le Kremlin dément tout achat de ce genre."


def stand_in(report: Report) -> Record:
    """Finds one claim in the first sentence; breaks on a text that asks for it."""
    if "panne" in report.text:
        raise RuntimeError("as asked")
    start = report.text.index("Moscou")
    end = report.text.index(".", start)
    words = report.text[start:end].split()
    tokens, at = [], start
    for i, word in enumerate(words):
        at = report.text.index(word, at)
        dep = "root" if i == 1 else "obj"
        tokens.append(Token(i, at, at + len(word), word, word.lower(), "NOUN", "", 1, dep))
    parsed = Parsed(report, tuple(tokens), (Sentence(0, len(tokens), 0),))
    claim = Claim(
        report, "seeks", None, (RUS,), (PRK,), ("arms.ammunition",), "likely", "likely", start, end,
        rule_ids=("no.such-rule",),
    )  # fmt: skip
    return Record(report, (claim,), Mentions(()), parsed, Speech(()))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs a command with a store of its own, in French."""
    monkeypatch.setattr("dragoman.workers.cores", lambda: 0)  # no process that would not know it
    monkeypatch.setattr("dragoman.pipeline.code", stand_in)
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "store.db"))
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)

    def runner(*words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, list(words), input=stdin)

    return runner


@pytest.fixture
def read(run: Any, tmp_path: Path) -> Any:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    result = run(
        "read", "one.txt", "--date", "2023-09-13", "--outlet", "La Gazette", "--language", "fr"
    )
    assert result.exit_code == 0, result.output
    return run


def test_reading_twice_keeps_one(read: Any) -> None:
    again = read("read", "one.txt", "--date", "2023-09-13", "--language", "fr")
    assert again.exit_code == 0 and "déjà connus : 1" in again.stderr and again.stdout == ""
    assert len(read("claims", "--format", "jsonl").stdout.splitlines()) == 1


def test_jsonl_to_standard_output_keeps_nothing(run: Any, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    result = run("read", "one.txt", "--no-store", "--format", "jsonl", "--language", "fr")
    line = json.loads(result.stdout)
    assert (line["kind"], line["stakes"], line["evidence"]["text"]) == (
        "seeks", ["arms.ammunition"], TEXT[: TEXT.index(".")],
    )  # fmt: skip
    assert not (tmp_path / "store.db").exists()


def test_a_folder_to_a_folder(run: Any, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("a", "b"):
        (texts / f"{name}.txt").write_text(f"{TEXT} Fin {name}.", encoding="utf-8")
    (texts / "index.tsv").write_text(
        "name\tlanguage\tdate\toutlet\na\tfr\t2023-09-13\tLe Soir\n", encoding="utf-8"
    )
    (texts / "empty.txt").write_text("", encoding="utf-8")
    (texts / "panne.txt").write_text(f"{TEXT} Une panne est survenue.", encoding="utf-8")
    result = run("read", "texts", "--out", "out", "--format", "jsonl")
    assert result.exit_code == 1, "some failed"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.jsonl", "b.jsonl"]
    report = json.loads((tmp_path / "out/a.jsonl").read_text(encoding="utf-8"))["report"]
    assert (report["date"], report["outlet"]) == ("2023-09-13", "Le Soir")
    told = [line for line in result.stderr.splitlines() if ".txt: " in line]
    assert len(told) == 2 and "empty.txt" in told[0] and "could not be coded" in told[1]


def test_standard_input(run: Any) -> None:
    result = run("read", "-", "--no-store", "--format", "jsonl", "--language", "fr", stdin=TEXT)
    assert result.exit_code == 0 and json.loads(result.stdout)["report"]["language"] == "fr"


def test_claims_by_names_codes_and_conditions(read: Any) -> None:
    for about in ("RUS,PRK", "Russie,Corée du Nord", "russia, pyongyang", "RUS:vladimir-putin"):
        found = read("claims", "--about", about, "--kind", "seeks", "--json")
        assert found.exit_code == 0, found.output
        assert len(json.loads(found.stdout)) == (0 if ":" in about else 1)
    table = read("claims", "--stake", "arms", "--source", "author")
    assert "munitions" in table.stdout and "probable" in table.stdout
    assert "aucune affirmation" in read("claims", "--kind", "rule").stdout
    assert "no claim" in read("claims", "--kind", "rule", "--lang", "en").stdout


def test_exchange(read: Any) -> None:
    shown = read("exchange", "RUS", "PRK").stdout
    for words in ("Russie", "munitions", "interdit", "S/RES/1874", "a voté pour", "La Gazette"):
        assert words in shown
    data = json.loads(
        read("exchange", "Moscou", "Corée du Nord", "--json", "--as-of", "2005").stdout
    )
    assert data["a_seeks"] == [], "the report came later"
    one = json.loads(read("claims", "--json").stdout)[0]["report"]["id"]
    assert json.loads(read("exchange", "RUS", "PRK", "--report", one, "--json").stdout)["a_seeks"]


def test_ask(read: Any, tmp_path: Path) -> None:
    shown = read("ask", "Que cherche la Russie auprès de la Corée du Nord ?").stdout
    assert "munitions" in shown and "Moscou cherche" in shown
    told = json.loads(read("ask", "What does Russia seek from North Korea?", "--json").stdout)
    assert told["language"] == "en" and told["found"]
    (tmp_path / "q.jsonl").write_text(
        '{"id": "q1", "question": "Que cherche la Russie ?"}\n', encoding="utf-8"
    )
    parsed = json.loads(read("ask", "--batch", "q.jsonl", "--parse-only").stdout)
    assert (parsed["id"], parsed["asks"], parsed["actor"]) == ("q1", "seeks", "RUS")
    answered = json.loads(read("ask", "--batch", "q.jsonl").stdout)
    assert answered["id"] == "q1" and answered["found"]


def test_explain(read: Any) -> None:
    claim = json.loads(read("claims", "--json").stdout)[0]
    shown = read("explain", claim["id"][:8]).stdout
    for words in ("Moscou cherche des munitions", "cherche  root", "no.such-rule", "probable"):
        assert words in shown


# words typed, exit code, what standard error says
MISTAKES = [
    (["read"], 2, "Missing argument"),
    (["read", "missing.txt"], 1, "missing.txt: does not exist"),
    (["read", "one.txt", "--date", "yesterday"], 2, "no ISO date"),
    (["read", "one.txt", "--date", "2023-13"], 2, "no ISO date"),
    (["read", "one.txt", "--no-store", "--store", "x.db"], 2, "exclude each other"),
    (["read", "one.txt", "--out", "o"], 2, "--out goes with"),
    (["read", "one.txt", "--address", "auto"], 2, "go with --engine ray"),
    (["read", "one.txt", "--engine", "ray", "--no-store"], 2, "neither --no-store"),
    (["read", "one.txt", "--workers", "-1"], 2, "not in the range"),
    (["read", "one.txt", "--store", "one.txt"], 1, "cannot be opened as a store"),
    (["claims", "--about", "Atlantide"], 2, "no actor is known as 'Atlantide'"),
    (["claims", "--stake", "arms.swords"], 2, "no stake 'arms.swords'"),
    (["claims", "--kind", "wishes"], 2, "Invalid value"),
    (["claims", "--store", "nowhere.db"], 1, "there is no store"),
    (["exchange", "RUS"], 2, "Missing argument"),
    (["exchange", "RUS", "Moscou"], 2, "takes two sides"),
    (["explain", "0123456789"], 1, "no claim in"),
    (["explain", "01"], 1, "at least 4"),
    (["ask"], 2, "give a question"),
    (["ask", "Qui ?", "--parse-only"], 2, "goes with --batch"),
    (["ask", "--batch", "one.txt", "--parse-only"], 1, "line 1"),
    (["ask", "Qui ?", "--lang", "tlh"], 2, "no answer in"),
    (["claims", "--lang", "tlh"], 2, "no output in 'tlh'"),
    (["dance"], 2, "No such command"),
]


@pytest.mark.parametrize(("words", "code", "message"), MISTAKES)
def test_mistakes_get_one_sentence_and_a_code(
    read: Any, words: list[str], code: int, message: str
) -> None:
    result = read(*words)
    assert result.exit_code == code, result.output
    assert message in result.stderr and "Traceback" not in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_as_a_program(tmp_path: Path) -> None:
    """Exit codes reach the shell, and --help answers at once."""
    env = {
        **os.environ,
        "DRAGOMAN_STORE": str(tmp_path / "s.db"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dragoman.cli", *words], env=env, capture_output=True, text=True
        )

    began = time.perf_counter()
    helped = call("--help")
    assert helped.returncode == 0 and "exchange" in helped.stdout
    assert time.perf_counter() - began < 3, (
        "the budget is 0.3 s; this only catches a model loaded for it"
    )
    assert call("claims").returncode == 1
    assert call("claims", "--kind", "x").returncode == 2


def test_a_reader_who_stops_reading_is_no_error() -> None:
    text = "Le Pérou livre des drones au Chili. " * 300
    program = subprocess.Popen(
        [sys.executable, "-m", "dragoman.cli", "read", "-", "--no-store", "--format", "jsonl"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdin and program.stdout and program.stderr
    program.stdin.write(text)
    program.stdin.close()
    assert program.stdout.readline().startswith("{")
    program.stdout.close()
    assert "Broken pipe" not in program.stderr.read()
    program.stderr.close()
    program.wait()


def test_labels_are_the_same_in_every_language() -> None:
    assert {"fr", "en"} <= set(languages())
    for language in languages():
        assert load_labels(language).of("certainty", "certain")


@pytest.mark.parametrize(
    ("typed", "actor"),
    [("rus", "RUS"), ("Corée du Nord", "PRK"), ("coree du nord", "PRK"), ("Pyongyang", "PRK"),
     ("Vladimir Poutine", "RUS:vladimir-putin"), ("IGO:un-security-council", "IGO:un-security-council"),
     ("Conseil de sécurité des Nations unies", "IGO:un-security-council"), ("RUS:nobody-known", "RUS:nobody-known")],
)  # fmt: skip
def test_what_a_user_types_for_an_actor(typed: str, actor: str) -> None:
    assert actor_of(typed, languages()) == actor


def test_names() -> None:
    assert (name_of("PRK", "fr"), name_of("PRK", "en")) == ("Corée du Nord", "North Korea")
    assert name_of("RUS:vladimir-putin", "fr") == "Vladimir Poutine"
    assert name_of("RUS:nobody-known", "fr") is None


def test_what_rules_catch() -> None:
    assert "seeks" in catches("derive.request-seeks", "fr")
    assert catches("no.such-rule", "fr") == ""
