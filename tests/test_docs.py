"""The examples of the documentation, run; and that a newcomer finds every page.

In README.md and docs/*.md: a `console` block holds commands after "$ " with what they print; a `python`
block is run after those before it on the page. A `text` block right after either is what it prints, a `json`
block the same, laid out for reading. `…` stands for whatever is left out: of a line, or, alone on a line,
of lines. `bash` and `r` blocks are not run.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dragoman.claim_table import COLUMNS
from dragoman.cli import main
from dragoman.snapshot import SCHEMAS
from dragoman.stages.read_language import installed

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
#: Pages whose examples are run.
PAGES = ("README.md", "docs/tutorial.md", "docs/briefs.md", "docs/notebooks.md", "docs/r.md")


@dataclass(frozen=True)
class Example:
    """Something to run, and what it is said to print."""

    line: int
    kind: str  # console or python
    code: str
    expected: str


def examples(page: Path) -> Iterator[Example]:
    text = page.read_text(encoding="utf-8")
    blocks = list(_BLOCK.finditer(text))
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        kind, body = block.groups()
        line = text[: block.start()].count("\n") + 2
        apart = not following or text[block.end() : following.start()].strip()
        shown = "" if apart else _shown(*following.groups())
        if kind == "python":
            yield Example(line, kind, body, shown)
        elif kind == "console":
            *earlier, last = re.split(r"^\$ ", body, flags=re.M)[1:]
            for command in (*earlier, last + shown):
                first, _, rest = command.partition("\n")
                yield Example(line, kind, first, rest)


def _shown(kind: str, body: str) -> str:
    """What a block says that the one before it prints; nothing, if it is of another kind."""
    if kind == "json":
        return json.dumps(json.loads(body), ensure_ascii=False)
    return body if kind == "text" else ""


def as_shown(expected: str, found: str) -> bool:
    """Whether the output is as the page shows it, spaces aside."""
    if not expected.strip():
        return True
    lines = [re.sub(r"\s+", " ", part).strip() for part in expected.strip().splitlines()]
    pattern = "".join(
        "(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in lines
        if line
    )
    told = [re.sub(r"\s+", " ", part).strip() for part in found.splitlines()]
    return re.fullmatch(pattern, "".join(f"{t}\n" for t in told if t)) is not None


@pytest.mark.parametrize(
    ("expected", "found", "holds"),
    [
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a …", "a  b\n", True),
        ("a\nd", "a\nb\nd\n", False),
        ("a\n…", "b\na\n", False),
        ("a (…) b", "a (x) b", True),
        ("", "anything", True),
    ],
)
def test_what_a_page_leaves_out(expected: str, found: str, holds: bool) -> None:
    assert as_shown(expected, found) is holds


def run(example: Example, names: dict[str, object]) -> str:
    if example.kind == "python":
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.code, f"line {example.line}", "exec"), names)  # noqa: S102
        return out.getvalue()
    words = shlex.split(example.code, comments=True)
    assert words[0] == "dragoman", f"line {example.line}: only dragoman is run"
    done = CliRunner().invoke(main, words[1:])
    assert done.exit_code == 0, f"line {example.line}: {example.code}\n{done.output}"
    return done.output


@pytest.mark.parametrize("page", PAGES)
def test_examples_do_what_the_page_shows(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not {"fr", "en"} <= set(installed()):
        pytest.skip("the examples are in French and English; a model is missing")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("DRAGOMAN_STORE", "store.db")
    names: dict[str, object] = {}
    found = list(examples(ROOT / page))
    assert found, "a page without examples has no place in PAGES"
    for example in found:
        printed = run(example, names)
        if not as_shown(example.expected, printed):
            pytest.fail(
                f"{page}:{example.line} shows\n{example.expected}\nbut this was printed:\n"
                f"{printed[:4000]}",
                pytrace=False,
            )


def test_recipes_for_r_name_what_there_is() -> None:
    """R is not run here: its files, columns and fields are held to what we write."""
    text = (DOCS / "r.md").read_text(encoding="utf-8")
    code = "\n".join(body for kind, body in _BLOCK.findall(text) if kind == "r")
    tables = set(re.findall(r"current/(\w+)\.parquet", code))
    assert tables and tables <= set(SCHEMAS)
    known = {column for table in SCHEMAS.values() for column in table}
    used = set(re.findall(r"\b(kind|certainty|author_score|certainty_score|part|state|stake|outlet|"
                          r"date|type|report|claim)\b", code))  # fmt: skip
    assert len(used) >= 8 and used <= known | {name for name, _, _ in COLUMNS}


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {p.stem for p in DOCS.glob("*.md")} - {"index"}
    listed = set(re.findall(r"^(\w+)$", index, re.M))
    assert pages - listed == set(), "a page that no list leads to"
    for page in DOCS.glob("*.md"):
        links = re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8"))
        assert [k for k in links if not (DOCS / k).resolve().is_file()] == [], page.name


def test_the_map_of_the_tree_has_every_module() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    drawn = text.partition("    dragoman/\n")[2].partition("    training/")[0]
    patterns = re.findall(r"[\w*]+(?:\.py|/)", drawn)
    package = [p for p in (ROOT / "dragoman").iterdir() if not p.name.startswith(("_", "."))]
    there = [p.name + "/" * p.is_dir() for p in package if p.is_dir() or p.suffix == ".py"]
    assert there and [n for n in there if not any(fnmatch(n, k) for k in patterns)] == []


def test_the_glossary_is_in_order() -> None:
    words = re.findall(r"^\| \*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.M)
    assert len(words) > 50 and words == sorted(set(words), key=str.casefold)


#: Of the Citation File Format 1.2.0: what must be there, and what may be.
_MUST = {"cff-version", "message", "title", "authors"}
_MAY = {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license",
    "license-url", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "type", "url", "version",
}  # fmt: skip


def test_the_citation_file_can_be_cited() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(cited) >= _MUST and set(cited) <= _MUST | _MAY
    assert cited["cff-version"] == "1.2.0" and cited["type"] in ("software", "dataset")
    assert all(set(a) & {"name", "family-names", "alias"} for a in cited["authors"])
    assert all(isinstance(word, str) for word in cited["keywords"])
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])
    page = (DOCS / "cite.md").read_text(encoding="utf-8")
    assert f"version {cited['version']}" in re.sub(r"\s+>?\s*", " ", page)
    assert cited["title"] in re.sub(r"[*>]|\s+", lambda m: " " if m[0].isspace() else "", page)
