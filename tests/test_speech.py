"""Who says what, on hand-made parses: no model, and mentions that stand for themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.matching.patterns import Rule, load_rules
from dragoman.record import Actor, Attribution, Mention, Mentions, Parsed
from dragoman.stages.speech import find_speech
from tests.conllu import parsed_from_conllu

HERE = Path(__file__).parent
CASES = HERE / "cases" / "speech"
STAGE = HERE.parent / "dragoman" / "stages"
RULES = [rule for rule in load_rules().values() if rule.id.startswith("speech.")]
MEDIA = {"Reuters"}


def mentions_of(parsed: Parsed) -> Mentions:
    """Every name is somebody; nothing else is."""
    found = []
    for token in parsed.tokens:
        if token.upos == "PROPN" and token.dep != "flat":
            kind = "media" if token.text in MEDIA else "person"
            actor = Actor(f"XXX:{token.text.lower()}", kind, "XXX", token.text, token.text)
            found.append(Mention(token.i, token.i + 1, token.i, (actor,), "name"))
    return Mentions(tuple(found))


def marked(example: str) -> tuple[str, str | None, str]:
    """(text, source, content) of an example in which the source stands in <> and the content in {}."""
    source = re.search(r"<(.*?)>", example)
    content = " … ".join(re.sub(r"[<>]", "", part) for part in re.findall(r"\{(.*?)\}", example))
    return re.sub(r"[<>{}]", "", example), source and source[1], content


def shown(parsed: Parsed, found: Attribution) -> tuple[str, str]:
    """(source, content) as an example would mark them."""
    source = parsed.slice(*found.source) if found.source else ""
    return source, " … ".join(parsed.slice(*c) for c in found.content)


def plain(text: str) -> str:
    """Without punctuation, which an attribution may or may not take along at its edges."""
    return " ".join(re.findall(r"\w+|…", text))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("rule", RULES, ids=lambda r: getattr(r, "id", r))
def test_each_rule_finds_its_example(rule: Rule, language: str) -> None:
    name = rule.id.partition(".")[2]
    parsed = parsed_from_conllu((CASES / language / f"{name}.conllu").read_text(encoding="utf-8"))
    text, source, content = marked(rule.example[language])
    assert parsed.report.text == text.replace("¶", "\n")
    found = [
        a for a in find_speech(parsed, mentions_of(parsed)).attributions if a.rule_id == rule.id
    ]
    assert len(found) == 1
    got_source, got_content = shown(parsed, found[0])
    assert plain(got_content) == plain(content)
    if source and found[0].source:
        assert got_source == source
    elif source:  # a quotation without a cue: the speaker stands elsewhere
        assert [a.name for a in found[0].sources] == [source]


def more() -> list[Path]:
    return sorted(CASES.glob("*/more-*.conllu"))


@pytest.mark.parametrize("path", more(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_cases(path: Path) -> None:
    """Beside the rules' own examples: `expect` is rule, attitude, degree, stance, flags."""
    text = path.read_text(encoding="utf-8")
    expect = re.search(r"^# expect = (.*)$", text, re.MULTILINE)
    example = re.search(r"^# example = (.*)$", text, re.MULTILINE)
    assert expect and example
    parsed = parsed_from_conllu(text)
    found = find_speech(parsed, mentions_of(parsed)).attributions
    if expect[1] == "nothing":
        assert not found
        return
    rule, attitude, degree, stance, *flags = expect[1].split()
    _, source, content = marked(example[1])
    got = [
        a
        for a in found
        if a.rule_id == f"speech.{rule}" and plain(shown(parsed, a)[1]) == plain(content)
    ]
    assert len(got) == 1, [(a.rule_id, shown(parsed, a)) for a in found]
    assert (got[0].attitude, got[0].degree, got[0].stance) == (attitude, degree, stance)
    assert list(got[0].flags) == flags
    if source and got[0].source and parsed.tokens[got[0].source[0]].upos != "PRON":
        assert shown(parsed, got[0])[0] == source


def test_every_rule_is_in_the_table() -> None:
    """No attribution carries a rule id that dragoman/rules/speech.yaml does not explain."""
    code = "".join(p.read_text(encoding="utf-8") for p in STAGE.glob("speech*.py"))
    used = {
        f"speech.{name}"
        for name in re.findall(r'"(?:speech\.)?((?:verb|noun|quote)-[a-z]+)"', code)
    }
    used |= {f"speech.{name}" for name in re.findall(r'"speech\.([a-z-]+)"', code)} | {
        "speech.relay"
    }
    assert used == {r.id for r in RULES}


def test_chain_is_nested_outermost_first() -> None:
    text = (CASES / "fr" / "told-media.conllu").read_text(encoding="utf-8")
    parsed = parsed_from_conllu(text)
    bridge = next(t.i for t in parsed.tokens if t.text == "pont")
    chain = find_speech(parsed, mentions_of(parsed)).chain(bridge)
    assert [a.sources[0].name for a in chain] == ["Reuters", "Durand"]


def test_the_report_s_own_outlet_is_no_source() -> None:
    text = (CASES / "fr" / "told-media.conllu").read_text(encoding="utf-8")
    parsed = parsed_from_conllu(text, outlet="Reuters")
    bridge = next(t.i for t in parsed.tokens if t.text == "pont")
    chain = find_speech(parsed, mentions_of(parsed)).chain(bridge)
    assert [a.sources[0].name for a in chain] == ["Durand"]
