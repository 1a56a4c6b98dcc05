"""What the project promises about itself: its public names, its walls, its documents."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import dragoman
from dragoman.cli import main
from dragoman.store_file import migrations

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dragoman"
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = sorted(p for p in (PACKAGE / "stages").glob("*.py") if p.stem != "__init__")
LANGUAGES = sorted(p for p in (PACKAGE / "lang").iterdir() if p.is_dir())


def tracked() -> list[Path]:
    """The files that git would hand to somebody else."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("not a git checkout: which files are tracked is unknown")
    return [p for name in listing.stdout.split("\0") if name and (p := ROOT / name).is_file()]


def test_public_names() -> None:
    assert dragoman.__all__ == [
        "Actor", "Claim", "Claims", "Exchange", "Failure", "Record", "Report", "Store", "code",
        "read",
    ]  # fmt: skip
    for name in dragoman.__all__:
        assert getattr(dragoman, name).__doc__, f"{name} is public and says nothing of itself"
    with pytest.raises(AttributeError):
        dragoman.no_such_name  # noqa: B018 - the look-up is the test


def test_imports_flow_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    """The contracts of pyproject.toml."""
    failed = lint_imports(str(ROOT / "pyproject.toml"), is_debug_mode=False, no_cache=True)
    assert not failed, capsys.readouterr().out


def imported(path: Path) -> set[str]:
    """The modules that a file names in its import statements."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def stage(name: str) -> str:
    """`actors_names` is a part of the stage `actors`; a page is a part of reading."""
    return {"page": "read"}.get(name, name.partition("_")[0])


#: The journey hands `claims` a judge from `certainty`; it may name the judge's types.
HANDED = {("claims", "certainty")}


@pytest.mark.parametrize("path", STAGES, ids=lambda p: p.stem)
def test_a_stage_imports_only_its_own_parts(path: Path) -> None:
    """The journey is written in pipeline.py alone."""
    here = stage(path.stem)
    used = {stage(n.split(".")[2]) for n in imported(path) if n.startswith("dragoman.stages.")}
    assert {other for other in used - {here} if (here, other) not in HANDED} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_one_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in ("utils", "util", "helpers", "common", "manager", "misc")


def test_no_language_is_named_in_code() -> None:
    """What differs by language lies in lang/; only the tokenizers are a model's own matter."""
    codes = {folder.name for folder in LANGUAGES}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        if path.parent.name != "models"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Constant) and side.value in codes
    ]
    assert not found


def test_languages_are_twins() -> None:
    """The same files in every folder of lang/."""
    assert len(LANGUAGES) >= 2
    files = {folder.name: sorted(p.name for p in folder.iterdir()) for folder in LANGUAGES}
    assert len({tuple(names) for names in files.values()}) == 1, files


def test_models_are_small_and_have_cards() -> None:
    """Those that the project ships; what somebody is training is not there yet."""
    files = [p for p in tracked() if PACKAGE / "models" in p.parents]
    shipped = sorted({p.parent.parent for p in files if p.name == "meta.json"})
    assert shipped, "no model"
    for folder in shipped:
        size = sum(p.stat().st_size for p in files if folder in p.parents)
        assert 1e6 < size < 20e6, f"{folder.name}: {size / 1e6:.1f} MB"
        assert "licence" in (folder / "card.md").read_text(encoding="utf-8").casefold()


def test_commands_are_documented() -> None:
    """`python docs/commands.py` writes the page; the README shows each command at work."""
    spec = importlib.util.spec_from_file_location("commands", ROOT / "docs" / "commands.py")
    assert spec and spec.loader
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    assert page.PAGE.read_text(encoding="utf-8") == page.render()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [c for c in main.commands if f"dragoman {c} " not in readme] == []


def test_the_store_is_documented() -> None:
    """Every table that the migrations leave has its row in docs/store.md."""
    schema = "".join(p.read_text(encoding="utf-8") for p in migrations().values())
    tables = set(re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", schema))
    tables -= set(re.findall(r"DROP TABLE (\w+)", schema))
    page = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    assert tables and [t for t in tables if f"| `{t}` |" not in page] == []


def test_bench_without_its_data_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "bench/accuracy.py", "--shared", str(tmp_path)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=env)
    assert run.returncode == 3
    assert run.stderr == f"no evaluation data in {tmp_path}: accuracy was not measured\n"


def test_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text


#: Each pattern is written so that it does not match itself.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome)/"  # a path of somebody's machine
    r"|[h]elper session|[t]ool library"
    r"|[p]ypi\.org|[p]ythonhosted|[h]uggingface\.co"  # where packages come from is pip's matter
)


def test_files_speak_of_the_project_alone() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a model's weights
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FOREIGN.finditer(text)]
    assert not found
