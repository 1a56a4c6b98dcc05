"""The tables of who there is: what they must hold, and that a slip in them is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.matching.actor_words import actor_words, forms
from dragoman.matching.gazetteer import gazetteer, plain_words
from dragoman.tables import TableError
from dragoman.world import actors as world

LANGUAGES = ("fr", "en")


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


def test_one_holder_of_an_office_at_a_time() -> None:
    """Two heads of state on one day are a slip, unless one of them is acting."""
    twice = []
    for iso in world.states():
        for role in ("head_of_government",):
            held = [o for o in world.offices_of(iso) if o.role == role and "acting" not in o.note]
            for first, second in zip(held, held[1:], strict=False):
                if second.start < (first.end or "9999") and first.person != second.person:
                    twice.append((iso, role, first.person, second.person))
    assert len(twice) <= 12, twice


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
        ("offices.tsv", "nobody\thead_of_state\tRUS\t\t2000-01-01\t\t\t\town\n", "unknown person"),
        ("offices.tsv", "vladimir-putin\tking\tRUS\t\t2000-01-01\t\t\t\town\n", "unknown role"),
        ("offices.tsv", "vladimir-putin\thead_of_state\tXXX\t\t2000\t\t\t\town\n", "unknown state"),
        ("offices.tsv", "vladimir-putin\thead_of_state\tRUS\t\tsoon\t\t\t\town\n", "is no date"),
        (
            "offices.tsv",
            "vladimir-putin\thead_of_state\tRUS\t\t2001-01-01\t2000-01-01\t\t\town\n",
            "ends before it begins",
        ),
        ("offices.tsv", "vladimir-putin\thead_of_state\tRUS\t\t2000-01-01\t\t\t\t\n", "no source"),
        ("persons.tsv", "x\tz\tX\t\tX\t\t\town\n", "gender"),
        ("states.tsv", "XXA\tXA\t\t\tother\ttropical\town\n", "unknown trait"),
        ("organisations.tsv", "IGO:x\ttribe\tigo\t\tX\tX\t\t\t\town\n", "unknown kind"),
        ("organisation_names.tsv", "IGO:x\tfr\tname\tX\n", "unknown organisation"),
    ],
)
def test_a_slip_is_named(
    table: str, line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in world.WORLD.glob("*.tsv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    target = tmp_path / table
    target.write_text(target.read_text(encoding="utf-8") + line, encoding="utf-8")
    caches: list[Callable[[], object]] = [
        world.states, world.organisations, world.organisation_names, world.persons, world.offices,
    ]  # fmt: skip
    for load in caches:
        load.cache_clear()  # type: ignore[attr-defined]
    monkeypatch.setattr(world, "WORLD", tmp_path)
    try:
        with pytest.raises(TableError, match=f"{table}:\\d+: .*{message}"):
            for load in caches:
                load()
    finally:
        for load in caches:
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
