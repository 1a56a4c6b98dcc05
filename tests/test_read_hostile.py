"""What is handed in by mistake or in malice: bounded time, bounded memory, one clear sentence."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.record import Report
from dragoman.stages.read import Failure, read
from dragoman.stages.read_clean import MAX_TEXT, UnreadableError, clean, decode
from dragoman.stages.read_page import MAX_PAGE, Pages
from dragoman.stages.read_zones import find_layout

PROSE = (
    "Le gouvernement de Sarlande a refusé de livrer les pièces que son voisin réclame depuis mai. "
)


def failure(path: Path) -> Failure:
    (found,) = read(path)
    assert isinstance(found, Failure)
    return found


@pytest.mark.parametrize(
    ("name", "limit"), [("a.txt", MAX_TEXT), ("a.html", MAX_PAGE), ("a", MAX_TEXT)]
)
def test_fifty_megabytes(tmp_path: Path, name: str, limit: int) -> None:
    with (tmp_path / name).open("wb") as out:
        for _ in range(50):
            out.write(PROSE.encode()[:-1].ljust(100) * 10_000)
    start = time.perf_counter()
    assert f"is larger than {limit // 1_000_000} MB" in failure(tmp_path / name).reason
    assert time.perf_counter() - start < 2


def test_a_line_of_a_megabyte(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE * 11_000, encoding="utf-8")
    assert "has a line of" in failure(tmp_path / "a.txt").reason


def test_a_json_line_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.stages.read.MAX_LINE", 5_000)
    row = '{"language": "fr", "text": "' + PROSE + '"}\n'
    (tmp_path / "a.jsonl").write_text(row + '{"text": "' + PROSE * 300 + '"}\n' + row)
    kinds = [type(found).__name__ for found in read(tmp_path / "a.jsonl")]
    assert kinds[1] == "Failure" and len(kinds) == 3


def test_deep_json(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": ' + "[" * 200_000)
    assert failure(tmp_path / "a.jsonl").reason == "is not a line of JSON"


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body><p " + b" ".join(b"a%d=1" % i for i in range(1_000_000)) + b">Oui.</p>",
        b"<html><body>" + b"<div>" * 200_000 + b"Oui." + b"</div>" * 200_000,
        b"<html><body><article>" + b"<b>" * 200_000 + b"Oui." + b"</b>" * 200_000,
    ],
    ids=["attributes", "divs", "bold"],
)
def test_pages_that_eat_time(page: bytes) -> None:
    start = time.perf_counter()
    with Pages(seconds=2) as pages:
        with pytest.raises(UnreadableError) as error:
            pages.read(page)
        assert time.perf_counter() - start < 4
        assert "\n" not in str(error.value)
        # and the next page is read by a fresh worker
        good = f"<html><body><article><h1>Un pont</h1><p>{PROSE * 3}</p></article></body></html>"
        assert PROSE.strip() in pages.read(good.encode())["text"]


def test_a_page_that_eats_memory() -> None:
    with Pages(seconds=10, memory=256 << 20) as pages, pytest.raises(UnreadableError):
        pages.read(b"<html><body><article>" + b"<p>Un mot de plus.</p>" * 400_000)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Bytes are text or are refused; nothing else is raised, and nothing unseen is left."""
    try:
        text = clean(decode(data)[0])
    except UnreadableError:
        return
    assert not set(text) & set("\x00\r\t\x85\u2028\u202e\u200b\ufeff\xad")
    text.encode()


def test_direction_overrides_do_not_deceive() -> None:
    assert (
        clean("Le ministre \u202eesufer\u202c accepte\u2066.\u2069")
        == "Le ministre esufer accepte."
    )


BOMBS = [
    "a\u0316\u0301\u0316\u0301", "A lire aussi ", "Crédit photo, ", "Légende image, ", "Photo : ", "(", "((((Photo", ". ", "? Le ",
    "- ", "Avec ", "date 2020 ", "AFP, ", "A lire aussi Le pont Le ", " \n", "\u200b \xa0", "M. Le ", "Reportage A", "« ", "…", "l'",
    "Source : ", "3 mars 2020 ", "Le Caire Le Tchad a ",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_time_is_linear(bomb: str) -> None:
    """Eight times the text takes at most some thirty times as long: nothing is quadratic."""

    def seconds(size: int) -> float:
        text = "Ab " + bomb * (size // len(bomb)) + " fin"
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            find_layout(clean(text), "fr")
            best = min(best, time.process_time() - start)
        return best

    seconds(1_000)
    assert seconds(80_000) < 30 * max(seconds(10_000), 0.001)


def test_many_lines() -> None:
    """A text of a megabyte in lines takes a few seconds at most."""
    text = clean((PROSE + "\n\nUn titre court\n\n") * 9_000)
    start = time.perf_counter()
    assert len(find_layout(text, "fr").zones) > 8_000
    assert time.perf_counter() - start < 5


def test_truncation_anywhere(tmp_path: Path) -> None:
    """Cut at any byte, even inside a character, a text is a report or a failure."""
    data = f"Un pont\n\nPublié le 3 mars 2021\n\n{PROSE}\n\nCrédit photo, AFP Légende image, Été. {PROSE}".encode()
    cuts = random.Random(7).sample(range(len(data)), 25)
    for cut in cuts:
        (tmp_path / "a.txt").write_bytes(data[:cut])
        (found,) = read(tmp_path / "a.txt", language="fr")
        assert isinstance(found, Report | Failure)
        if isinstance(found, Report):
            assert all(0 <= z.start < z.end <= len(found.text) for z in found.zones)
