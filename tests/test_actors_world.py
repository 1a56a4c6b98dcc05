"""The tables of who there is: what they must hold, and that a slip in them is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dragoman.matching.actor_words import actor_words, forms
from dragoman.matching.gazetteer import gazetteer, plain_words
from dragoman.tables import TableError
from dragoman.world import actors as world
from dragoman.world.codes import sectors
from dragoman.world.rows import VARIABLE, WORLD, sources

LANGUAGES = ("fr", "en")
LOADERS: tuple[Callable[[], object], ...] = (
    sources, world.states, world.organisations, world.organisation_names, world.persons,
    world.offices, sectors,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["name", "capital", "adjective", "people"])
def test_every_member_state_has_its_words(language: str, kind: str) -> None:
    have = {n.iso3 for n in world.state_names(language) if n.kind == kind}
    members = {s.iso3 for s in world.states().values() if s.status == "un_member"}
    assert members - have == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_shared_by_states_is_marked(language: str) -> None:
    """What may mean two states must be settled by the text, so one of them at most is plain."""
    plain: dict[tuple[str, ...], set[str]] = {}
    for n in world.state_names(language):
        if n.kind in ("name", "alias", "capital", "seat") and "weak" not in n.feats:
            plain.setdefault(plain_words(n.form), set()).add(n.iso3)
    shared = {" ".join(form): sorted(isos) for form, isos in plain.items() if len(isos) > 1}
    # Kingston is the capital of one state and Georgetown of one; none is shared beyond these.
    assert shared == {}


def test_ids_are_the_codebook_s() -> None:
    for org in world.organisations().values():
        place = org.id.partition(":")[0]
        assert place in ("IGO", "?", "HKG") or place in world.states(), org.id
    assert {o.kind for o in world.organisations().values()} <= {
        "igo", "media", "company", "armed_group", "organ", "group",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("offices.tsv", "nobody\thead_of_state\tRUS\t\t2000-01-01\t2001\t\t\t", "unknown person"),
        ("offices.tsv", "zz-x\tking\tRUS\t\t2000-01-01\t2001\t\t\t", "unknown role"),
        ("offices.tsv", "zz-x\thead_of_state\tXXX\t\t2000\t2001\t\t\t", "unknown state"),
        ("offices.tsv", "zz-x\thead_of_state\tRUS\t\tsoon\t2001\t\t\t", "is no date"),
        (
            "offices.tsv",
            "zz-x\tspokesperson\tRUS\t\t2001-01-01\t2000-01-01\t\t\t",
            "ends before it begins",
        ),
        ("offices.tsv", "zz-x\tspokesperson\tRUS\t\t2001-01-01\t\t\t\t", "as_of does not say"),
        (
            "offices.tsv",
            "zz-x\thead_of_state\tRUS\t\t2001-01-01\t2001-05-01\t\t\t",
            "are both head_of_state of RUS",
        ),
        ("persons.tsv", "zzz\tz\tX\t\tX\t\t\t\t", "gender"),
        ("persons.tsv", "aaa\tf\tX\t\tX\t\t\t\t", "out of order"),
        ("states.tsv", "ZZA\tXA\t\t\tother\ttropical\t", "unknown trait"),
        ("states.tsv", "ZZA\tXA\t12b\t\tother\t\t", "is no number|no number"),
        ("organisations.tsv", "ZZZ:x\ttribe\tigo\t\tX\tX\t\t\t\t", "unknown kind"),
        ("organisation_names.tsv", "ZZZ:x\tfr\tname\tX\t", "unknown organisation"),
        ("sectors.tsv", "type\tzeppelin\tGOV\tGOV\t", "unknown type"),
    ],
)
def test_a_slip_is_named(
    table: str, line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours and the user's tables go through the same checks; `zz-x` is a person of the user's."""
    persons = "\t".join(world.PERSONS) + "\nzz-x\tm\tXx Yy\t\tXx Yy\t\t\t\town\t2026-08\n"
    (tmp_path / "persons.tsv").write_text(persons, encoding="utf-8")
    ours = (WORLD / table).read_text(encoding="utf-8").splitlines()
    header = next(row for row in ours if not row.startswith("#")) + "\n"
    if table == "persons.tsv":
        header = persons
    for ending, what in (
        ("own\t2026-08", message), ("\t2026-08", "no source"), ("hearsay\t2026-08", "unknown source"),
        ("own\tlately", "which is no date"),
    ):  # fmt: skip
        (tmp_path / table).write_text(header + line + ending + "\n", encoding="utf-8")
        with (
            own_world(tmp_path, monkeypatch),
            pytest.raises(TableError, match=f"{table}:\\d+: .*({what})"),
        ):
            for load in LOADERS:
                load()


@contextmanager
def own_world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The user's own tables, read for a while."""
    monkeypatch.setenv(VARIABLE, str(folder))
    forget()
    try:
        yield
    finally:
        monkeypatch.delenv(VARIABLE)
        forget()


def forget() -> None:
    for load in (*LOADERS, world.state_names, world.offices_of, world._offices_by_body):
        load.cache_clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_every_kind(language: str) -> None:
    kinds = Counter(w.kind for w in actor_words(language))
    for kind in ("office", "person", "organ", "government", "people", "class", "pronoun", "of"):
        assert kinds[kind], f"no {kind} in {language}"
    assert gazetteer(language)
    assert forms("xx", "pronoun") == {}


def test_who_held_an_office() -> None:
    office = next(o for o in world.offices_of("FRA") if o.person == "emmanuel-macron")
    assert office.held_on("2017-05-14")
    assert not office.held_on("2017-05-13")
    assert office.held_on("2017")
