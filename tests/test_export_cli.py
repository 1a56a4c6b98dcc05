"""`dragoman export` as a user types it: what is written, refused, left as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.export import EXPORTERS
from dragoman.export.writing import write_file, write_folder
from dragoman.record import Record
from dragoman.store import Store
from tests.export_cases import ALL, OTHER, REPORT


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "store.db"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    with Store() as store:
        for report in (REPORT, OTHER):
            store.add(Record(report, tuple(c for c in ALL if c.report is report)))

    def runner(*words: str) -> Result:
        return CliRunner().invoke(main, ["export", *words])

    return runner


TEXTS = [name for name, e in EXPORTERS.items() if e.gives == "text" and name != "conllu"]


@pytest.mark.parametrize("form", TEXTS)
def test_a_file_holds_what_standard_output_shows(run: Any, tmp_path: Path, form: str) -> None:
    shown = run("--format", form)
    assert shown.exit_code == 0, shown.output
    kept = run("--format", form, "-o", "out")
    assert kept.exit_code == 0 and kept.stdout == ""
    assert (tmp_path / "out").read_bytes() == shown.stdout_bytes
    assert f"as {form}, in out" in kept.stderr
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".out")] == [], "nothing half"


def test_the_record_is_the_whole_store(run: Any, tmp_path: Path) -> None:
    with Store() as store:
        whole = "".join(store.export_lines())
    assert '"text"' in whole and run("--format", "record").stdout == whole
    assert run("--format", "record", "-o", "out").exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == whole
    assert run("--format", "record", "-o", "out").exit_code == 2, "it is not overwritten"
    for words in (("--kind", "seeks"), ("--reviewed",), ("--by", "year")):
        refused = run("--format", "record", *words)
        assert refused.exit_code == 2 and "takes no conditions" in refused.stderr, words


def test_what_is_left_out_is_told(run: Any) -> None:
    told = run("--format", "polecat").stderr
    assert (
        "left out: 2 claims of a kind" in told and "left out: 2 claims of which the author" in told
    )
    assert "of which the author" not in run("--format", "jsonl").stderr
    everything = run("--format", "polecat", "--min-author-certainty", "excluded").stderr
    assert "of which the author" not in everything


def test_conditions_are_those_of_claims(run: Any) -> None:
    for words, n in (
        (["--kind", "seeks"], 1), (["--about", "Chile"], 4), (["--until", "2020"], 0),
        (["--source", "author"], 6), (["--min-certainty", "certain"], 5), (["--words", "juin"], 1),
    ):  # fmt: skip
        result = run("--format", "jsonl", *words)
        assert len(result.stdout.splitlines()) == n, words
        assert ("no claim meets" in result.stderr) == (n == 0)


def test_names_in_a_language(run: Any) -> None:
    assert "\tChili\t" in run("--format", "polecat", "--names", "fr").stdout
    assert "\tChile\t" in run("--format", "polecat").stdout


def test_folders_and_files(run: Any, tmp_path: Path) -> None:
    assert run("--format", "brat", "-o", "b").exit_code == 0
    assert {p.suffix for p in (tmp_path / "b").iterdir()} == {".ann", ".txt", ".conf"}
    assert run("--format", "brat", "-o", "b", "--force").exit_code == 0
    assert run("--format", "parquet", "-o", "p").exit_code == 0
    assert (tmp_path / "p").read_bytes()[:4] == b"PAR1"
    (tmp_path / "b" / "thesis.docx").touch()
    refused = run("--format", "brat", "-o", "b", "--force")
    assert refused.exit_code == 1 and "holds thesis.docx" in refused.stderr
    assert (tmp_path / "b" / "thesis.docx").exists()


MISTAKES = [
    (["--format", "csv", "-o", "taken"], 2, "taken exists; --force overwrites it"),
    (["--format", "brat", "-o", "taken", "--force"], 1, "taken holds a file"),
    (["--format", "csv", "-o", "no/such/x"], 2, "there is no folder"),
    (["--format", "parquet"], 2, "parquet is no text: name a file with -o"),
    (["--format", "brat"], 2, "name a folder with -o"),
    (["--format", "csv", "--by", "year"], 2, "--by goes with --format dyads"),
    (["--format", "gexf", "--zeros"], 2, "--zeros goes with --format dyads"),
    (
        ["--format", "jsonl", "--reliability", "taken"],
        2,
        "--reliability goes with --format csv, parquet, misp",
    ),
    (["--format", "misp", "--reliability", "taken"], 1, "taken:1: columns are"),
    (["--format", "misp", "--reliability", "latin"], 1, "latin is no text in UTF-8"),
    (["--format", "jsonl", "--names", "xx"], 2, "no names in 'xx'"),
    (["--format", "jsonl", "--store", "none.db"], 1, "there is no store"),
    (["--format", "jsonl", "--about", "Atlantide"], 2, "no actor is known"),
    (["--format", "wav"], 2, "Invalid value"),
    ([], 2, "Missing option '--format'"),
]


@pytest.mark.parametrize(("words", "code", "told"), MISTAKES, ids=lambda x: str(x)[:50])
def test_mistakes(run: Any, tmp_path: Path, words: list[str], code: int, told: str) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    (tmp_path / "latin").write_bytes("outlet\tété".encode("latin-1"))
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def breaks(*pieces: Any) -> Any:
    yield from pieces
    raise RuntimeError("in the middle")


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    write_file(file, ["one"])
    write_folder(folder, [("a.txt", "one")])
    for write, pieces in ((write_file, breaks("two")), (write_folder, breaks(("a.txt", "two")))):
        with pytest.raises(RuntimeError):
            write(file if write is write_file else folder, pieces)
    assert file.read_text() == (folder / "a.txt").read_text() == "one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_every_exporter_is_there_and_documented() -> None:
    page = (Path(__file__).parent.parent / "docs/exports.md").read_text(encoding="utf-8")
    for name, exporter in EXPORTERS.items():
        assert exporter.load().__doc__, name
        assert f"`{name}`" in page, f"docs/exports.md says nothing of {name}"


def test_order_does_not_depend_on_the_order_of_reading(run: Any, tmp_path: Path) -> None:
    one = run("--format", "jsonl").stdout
    with Store(tmp_path / "other.db") as store:
        for report in (OTHER, REPORT):
            store.add(Record(report, tuple(c for c in ALL if c.report is report)))
    assert run("--format", "jsonl", "--store", "other.db").stdout == one
    assert len({json.loads(line)["id"] for line in one.splitlines()}) == len(ALL)
