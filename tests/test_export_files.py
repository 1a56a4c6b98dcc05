"""Exports that are no tables: networks, standoff, syntax, references, gradings, entities."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import networkx as nx
import pytest
from hypothesis import given, settings
from lxml import etree

from dragoman.export import EXPORTERS, conllu
from dragoman.export.brat import brat
from dragoman.export.ftm import ftm
from dragoman.export.grading import author_band, confirmed, credibility, letter, read_reliability
from dragoman.export.graphs import gexf, graphml
from dragoman.export.misp import misp
from dragoman.export.references import bibtex, csl_json, key
from dragoman.export.selection import Selection, select
from dragoman.record import SCORES, Claim, Parsed, Report
from dragoman.tables import TableError
from tests.conllu import parsed_from_conllu
from tests.export_cases import (
    ALL,
    CHL,
    CHOSEN,
    DENIAL,
    HELP,
    MINISTER,
    OTHER,
    PER,
    REBELS,
    REPORT,
    SEEKS,
    SHELLS,
    STRIKE,
    TALKS,
    TEXT,
    UNDATED,
    claim,
    selections,
)  # fmt: skip

# Networks


def network(pieces: Iterable[str], read: Any) -> nx.MultiDiGraph:
    return read(io.BytesIO("".join(pieces).encode()))


def read_gexf(data: io.BytesIO) -> nx.MultiDiGraph:
    graph = nx.read_gexf(data, version="1.3")
    return graph if graph.is_multigraph() else nx.MultiDiGraph(graph)


def read_graphml(data: io.BytesIO) -> nx.MultiDiGraph:
    return nx.read_graphml(data, force_multigraph=True)


@pytest.mark.parametrize(("write", "read"), [(gexf, read_gexf), (graphml, read_graphml)])
def test_networks_are_read_by_networkx(write: Any, read: Any) -> None:
    chosen = Selection((*ALL, replace(SEEKS, counterparts=(CHL,))))
    graph = network(write(chosen), read)
    edges = sorted((a, b, d["kind"], d.get("type") or "") for a, b, d in graph.edges(data=True))
    assert edges == [
        ("BOL", "CHL", "event", "CONSULT"), ("CHL", "?:rebels", "event", "AID"),
        ("CHL", "BOL", "event", "CONSULT"), ("CHL", "PER", "event", "ASSAULT"),
        ("IGO:united-nations", "PER", "event", "AID"), ("PER", "CHL", "seeks", ""),
    ]  # fmt: skip
    assert chosen.left_out == {"out_lone": 2}
    talks = graph["CHL"]["BOL"][next(iter(graph["CHL"]["BOL"]))]
    assert (talks["claims"], talks["reports"], talks["weight"]) == (2, 2, 2.0)
    assert talks["author_certainty"] == SCORES["certain"]
    assert set(talks["claim_ids"].split(";")) == {TALKS.id, UNDATED.id}
    assert (graph.nodes["CHL"]["label"], graph.nodes["CHL"]["cow"]) == ("Chile", 155)


def test_gexf_has_the_days_of_each_edge() -> None:
    graph = network(gexf(CHOSEN), read_gexf)
    (strike,) = graph["CHL"]["PER"].values()
    assert strike["spells"] == [("2019-06-01", "2019-06-30")]


def test_networks_of_actors_or_of_states() -> None:
    visit = claim("event", "Lima dément", type="CONSULT", actors=(MINISTER,), counterparts=(CHL,))
    for level, node in (("state", "PER"), ("actor", MINISTER.id)):
        graph = network(graphml(Selection((visit,), level=level)), read_graphml)
        assert set(graph) == {node, "CHL"}
    at_home = Selection((replace(visit, counterparts=(PER,)),))
    assert len(network(graphml(at_home), read_graphml)) == 0 and at_home.left_out == {"out_home": 1}


#: What we use of GEXF 1.3, closed: anything else in a file is an error.
GEXF_GRAMMAR = """
<grammar ns="http://gexf.net/1.3" xmlns="http://relaxng.org/ns/structure/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="gexf">
    <attribute name="version"><value>1.3</value></attribute>
    <element name="meta"><element name="creator"><text/></element></element>
    <element name="graph">
      <attribute name="mode"><value>dynamic</value></attribute>
      <attribute name="timeformat"><value>date</value></attribute>
      <attribute name="timerepresentation"><value>interval</value></attribute>
      <attribute name="defaultedgetype"><value>directed</value></attribute>
      <attribute name="idtype"><value>string</value></attribute>
      <oneOrMore><element name="attributes">
        <attribute name="class"><choice><value>node</value><value>edge</value></choice></attribute>
        <oneOrMore><element name="attribute">
          <attribute name="id"/><attribute name="title"/>
          <attribute name="type"><choice>
            <value>string</value><value>integer</value><value>double</value>
          </choice></attribute>
        </element></oneOrMore>
      </element></oneOrMore>
      <element name="nodes"><zeroOrMore><element name="node">
        <attribute name="id"/><attribute name="label"/><ref name="values"/>
      </element></zeroOrMore></element>
      <element name="edges"><zeroOrMore><element name="edge">
        <attribute name="id"/><attribute name="source"/><attribute name="target"/>
        <attribute name="label"><data type="token"/></attribute>
        <attribute name="kind"><data type="token"/></attribute>
        <attribute name="weight"><data type="double"/></attribute>
        <ref name="values"/>
        <optional><element name="spells"><oneOrMore><element name="spell">
          <attribute name="start"><data type="date"/></attribute>
          <attribute name="end"><data type="date"/></attribute>
        </element></oneOrMore></element></optional>
      </element></zeroOrMore></element>
    </element>
  </element></start>
  <define name="values"><element name="attvalues"><oneOrMore><element name="attvalue">
    <attribute name="for"/><attribute name="value"/>
  </element></oneOrMore></element></define>
</grammar>
"""


@settings(max_examples=40, deadline=None)
@given(selections())
def test_gexf_keeps_to_its_grammar(chosen: Selection) -> None:
    grammar = etree.RelaxNG(etree.fromstring(GEXF_GRAMMAR))
    grammar.assertValid(etree.fromstring("".join(gexf(chosen)).encode()))


@settings(max_examples=40, deadline=None)
@given(selections())
def test_both_networks_are_one(chosen: Selection) -> None:
    one, other = network(gexf(chosen), read_gexf), network(graphml(chosen), read_graphml)
    assert set(one) == set(other)
    assert sorted(one.edges()) == sorted(other.edges())
    assert all(a["label"] == (other.nodes[n].get("label") or "") for n, a in one.nodes(data=True))


# brat


def read_standoff(text: str, ann: str) -> dict[str, dict[str, Any]]:
    """Text-bound annotations by name, with their attributes and relations; strict as brat is."""
    spans: dict[str, dict[str, Any]] = {}
    for line in ann.splitlines():
        name, what, *rest = line.split("\t")
        assert re.fullmatch(r"[TAR#]\d+", name)
        words = what.split(" ")
        if name[0] == "T":
            places = [tuple(map(int, p.split(" "))) for p in what.split(" ", 1)[1].split(";")]
            assert rest == [" ".join(text[a:b] for a, b in places)]
            assert all(len(text[a:b].splitlines()) == 1 for a, b in places)
            spans[name] = {"kind": words[0], "start": places[0][0], "end": places[-1][1]}
        elif name[0] == "A":
            spans[words[1]][words[0]] = words[2] if len(words) > 2 else True
        elif name[0] == "R":
            one, other = (w.split(":")[1] for w in words[1:])
            spans[one].setdefault(words[0], []).append(other)
        else:
            spans[words[1]]["note"] = dict(pair.split("=") for pair in rest[0].split(" "))
    return spans


def test_brat_ties_claims_to_those_they_name() -> None:
    files = dict(brat(CHOSEN))
    assert files[f"{REPORT.id}.txt"] == TEXT
    found = read_standoff(TEXT, files[f"{REPORT.id}.ann"])
    shells = next(s for s in found.values() if s.get("note", {}).get("id") == SHELLS.id)
    assert (shells["kind"], shells["Certainty"], shells["Type"], shells["Contested"]) == (
        "Event", "reported", "AID", True,
    )  # fmt: skip
    named = [found[n] for n in shells["Actor"]]
    assert [(TEXT[s["start"] : s["end"]], s["kind"]) for s in named] == [("Santiago", "State")]
    assert "Counterpart" not in shells, "the evidence has another form of the mention"


@settings(max_examples=40, deadline=None)
@given(selections())
def test_brat_offsets_come_back(chosen: Selection) -> None:
    files = dict(brat(chosen))
    back = []
    for report in chosen.reports():
        ann = files[f"{report.id}.ann"]
        for span in read_standoff(files[f"{report.id}.txt"], ann).values():
            if "note" in span:
                back.append((span["note"]["id"], span["kind"].lower(), span["Certainty"]))
    assert back == [(c.id, c.kind, c.certainty) for c in chosen.claims]


def test_brat_configuration_names_all_that_is_used() -> None:
    files = dict(brat(CHOSEN))
    conf = files["annotation.conf"]
    assert [
        s for s in ("[entities]", "[relations]", "[events]", "[attributes]") if s not in conf
    ] == []
    listed = set(re.findall(r"^[\w<>]+", conf, re.M))
    for name, text in files.items():
        if name.endswith(".ann"):
            used = set(re.findall(r"^[TAR]\d+\t(\w+)", text, re.M))
            assert used and used <= listed


# Syntax

TREE = """
# lang = fr
1 Lima Lima PROPN _ 2 nsubj
2 cherche chercher VERB Mood=Ind|Tense=Pres 0 root
3 du de ADP _ 4 case
4 blé blé NOUN Gender=Masc 2 obj SpaceAfter=No
5 . . PUNCT _ 2 punct

# newpar
1 Santiago Santiago PROPN _ 2 nsubj
2 attend attendre VERB _ 0 root
"""


def test_syntax_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parsed_from_conllu(TREE)
    monkeypatch.setattr(conllu, "parse", lambda report: parsed)
    report = parsed.report
    whole = claim("seeks", "Lima cherche", report)
    text = "".join(conllu.conllu(Selection((whole,))))
    assert text.startswith(f"# newdoc id = {report.id}\n# newpar")
    again = parsed_from_conllu(re.sub(r"# newpar id = \S+", "# newpar", text))
    assert [t.text for t in again.tokens] == [t.text for t in parsed.tokens]
    assert [(t.lemma, t.upos, t.feats, t.head, t.dep) for t in again.tokens] == [
        (t.lemma, t.upos, t.feats, t.head, t.dep) for t in parsed.tokens
    ]
    assert again.report.text == report.text


def test_syntax_of_a_report() -> None:
    """With the model: ten columns, one root a sentence, words where MISC says."""
    report = Report("Pyongyang veut du pétrole. L'Iran n'a rien dit.", "fr", "2024-04-12")
    text = "".join(conllu.conllu(Selection((claim("seeks", "Pyongyang veut", report),))))
    blocks = [b for b in text.split("\n\n") if b.strip()]
    assert len(blocks) == 2
    for block in blocks:
        table = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        assert {len(row) for row in table} == {10}
        assert [row[0] for row in table] == [str(i) for i in range(1, len(table) + 1)]
        assert [row[6] for row in table].count("0") == 1
        for row in table:
            places = dict(p.split("=") for p in row[9].split("|"))
            assert report.text[int(places["start_char"]) : int(places["end_char"])] == row[1]


# References


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """A reader of entries whose values are braced, balanced stretches or months."""
    entries = {}
    for entry in re.findall(r"@article\{(.*?)\n\}\n\n", text, re.S):
        name, _, body = entry.partition(",\n")
        fields = {}
        for line in body.split(",\n"):
            field, _, value = line.strip().partition(" = ")
            assert re.fullmatch(r"\{.*\}|[a-z]{3}", value), value
            bare = re.sub(r"\\[{}]", "", value)
            assert bare.count("{") == bare.count("}")
            fields[field] = value.removeprefix("{").removesuffix("}")
        entries[name] = fields
    return entries


def test_bibtex() -> None:
    found = read_bibtex("".join(bibtex(CHOSEN)))
    assert list(found) == [f"lejournalcie2021-{REPORT.id[:8]}", f"report-{OTHER.id[:8]}"]
    one, other = found.values()
    assert (one["journal"], one["title"]) == (r"Le Journal \& Cie", r"=Blé\_100 \%")
    assert (one["year"], one["month"], one["day"]) == ("2021", "may", "4")
    assert other["url"] == "https://un.example/a%7Bb%7D" and "year" not in other


#: What we use of the Citation Style Language's schema of input data, closed.
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string"}, "type": {"const": "article-newspaper"},
            **dict.fromkeys(("title", "language", "note", "container-title", "URL"), {"type": "string"}),
            "issued": {
                "type": "object", "additionalProperties": False, "required": ["date-parts"],
                "properties": {"date-parts": {
                    "type": "array", "minItems": 1, "maxItems": 1,
                    "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
                }},
            },
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(selections())
def test_references_are_as_many_as_reports(chosen: Selection) -> None:
    items = json.loads("".join(csl_json(chosen)))
    jsonschema.validate(items, CSL)
    entries = "".join(bibtex(chosen)).count("\n}\n\n")
    assert [i["id"] for i in items] == [key(r) for r in chosen.reports()]
    assert len(items) == entries == len(chosen.reports())


def test_csl_dates_have_the_precision_of_the_report() -> None:
    for written, parts in (("2021-05-04", [2021, 5, 4]), ("2021-05", [2021, 5]), ("2021", [2021])):
        chosen = Selection((replace(SEEKS, report=replace(REPORT, date=written)),))
        assert json.loads("".join(csl_json(chosen)))[0]["issued"] == {"date-parts": [parts]}


# Gradings

GRADES = [
    (SEEKS, "2", None), (TALKS, "3", None), (SHELLS, "6", None), (HELP, "4", "unlikely"),
    (replace(SEEKS, author_certainty="very_likely"), "2", "very-likely"),
    (replace(SEEKS, author_certainty="excluded"), "5", "almost-no-chance"),
    (replace(SEEKS, author_certainty="open"), "6", None),
    (replace(SEEKS, author_certainty="likely", flags=("anonymous_source",)), "3", None),
    (replace(TALKS, author_certainty="certain"), "2", None),
]  # fmt: skip


@pytest.mark.parametrize(("graded", "figure", "band"), GRADES)
def test_grades(graded: Claim, figure: str, band: str | None) -> None:
    assert (credibility(graded, frozenset()), author_band(graded)) == (figure, band)


def test_confirmed_only_by_somebody_else() -> None:
    def answer(who: Any, kind: str = "confirms") -> Claim:
        return replace(DENIAL, type=kind, actors=(who,), refers_to=(TALKS.id,))

    for reply, expected in (
        (answer(CHL), {TALKS.id}), (answer(PER), set()), (answer(MINISTER), set()),
        (answer(CHL, "denies"), set()),
    ):  # fmt: skip
        assert confirmed(Selection((TALKS, reply))) == expected


REGISTRIES = [
    ("outlet\treliability\nLe Journal & Cie\tB\n", "B", None),
    ("outlet\treliability\nLE JOURNAL & CIE\tA\n", "A", None),
    ("outlet\treliability\nUn autre\tB\n", "F", None),
    ("outlet\treliability\nUn autre\tG\n", "", "reliability.tsv:2: reliability is 'G'"),
    ("outlet\tgrade\nUn autre\tB\n", "", "reliability.tsv:1: columns are"),
    ("outlet\treliability\nUn autre\tB\nun Autre\tC\n", "", "reliability.tsv:3: repeats"),
]


@pytest.mark.parametrize(("text", "expected", "wrong"), REGISTRIES)
def test_a_registry_says_how_reliable(
    tmp_path: Path, text: str, expected: str, wrong: str | None
) -> None:
    path = tmp_path / "reliability.tsv"
    path.write_text(text, encoding="utf-8")
    if wrong:
        with pytest.raises(TableError, match=re.escape(wrong)):
            read_reliability(path)
    else:
        assert letter(REPORT, read_reliability(path)) == expected
        assert letter(OTHER, read_reliability(path)) == "F"


def test_misp_tags() -> None:
    chosen = replace(CHOSEN, reliability={"le journal & cie": "B"})
    one, other = (r["Event"] for r in json.loads("".join(misp(chosen)))["response"])
    assert [t["name"] for t in one["Tag"]] == ['admiralty-scale:source-reliability="b"']
    assert [t["name"] for t in other["Tag"]] == ['admiralty-scale:source-reliability="f"']
    help_ = next(a for a in one["Attribute"] if HELP.id in a["comment"])
    assert [t["name"] for t in help_["Tag"]] == [
        'admiralty-scale:information-credibility="4"',
        'estimative-language:likelihood-probability="unlikely"',
    ]
    assert other["Attribute"][0]["type"] == "link" and other["Attribute"][0]["value"] == OTHER.url
    assert "date" not in other and date.fromisoformat(one["date"])
    everything = [*one["Attribute"], *other["Attribute"], one, other]
    assert len({UUID(x["uuid"]) for x in everything}) == len(everything)
    assert not any(a["to_ids"] for a in one["Attribute"] + other["Attribute"])
    assert "".join(misp(chosen)) == "".join(misp(chosen)), "the same ids each time"


# FollowTheMoney

_TEXT, _DATE, _ENTITY = "text", "date", "entity"
_LINKED = {"summary": _TEXT, "proof": "Article", "publisher": _TEXT, "sourceUrl": _TEXT, "date": _DATE,
           "startDate": _DATE, "endDate": _DATE, "recordId": _TEXT}  # fmt: skip
_NAMED = {"name": _TEXT, "country": _TEXT}
_PARTIES = ("PublicBody", "Person", "Organization", "Company", "LegalEntity")
#: What we use of FollowTheMoney 4.11's model: schema, property, what it holds.
FTM: dict[str, dict[str, str]] = {
    "Article": {"title": _TEXT, "publisher": _TEXT, "publishedAt": _DATE, "sourceUrl": _TEXT},
    **dict.fromkeys(_PARTIES, _NAMED),
    "Event": {"name": _TEXT, "organizer": _ENTITY, "involved": _ENTITY, "location": _TEXT,
              "notes": _TEXT, **_LINKED},
    "UnknownLink": {"subject": _ENTITY, "object": _ENTITY, "role": _TEXT, "description": _TEXT, **_LINKED},
    "Note": {"entity": _ENTITY, "name": _TEXT, "description": _TEXT, "notes": _TEXT, "summary": _TEXT,
             "proof": "Article", "publisher": _TEXT, "sourceUrl": _TEXT},
}  # fmt: skip
REQUIRED = {"Event": {"name"}, "UnknownLink": {"subject", "object"}}


@settings(max_examples=40, deadline=None)
@given(selections())
def test_ftm_keeps_to_its_model(chosen: Selection) -> None:
    seen: dict[str, str] = {}
    for entity in map(json.loads, ftm(chosen)):
        model = FTM[entity["schema"]]
        assert re.fullmatch(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?", entity["id"])
        assert REQUIRED.get(entity["schema"], set()) <= set(entity["properties"])
        assert entity["id"] not in seen
        for name, values in entity["properties"].items():
            assert values and all(isinstance(v, str) and v for v in values)
            if model[name] == _DATE:
                assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", v) for v in values)
            elif model[name] == _ENTITY:
                assert all(seen[v] in _PARTIES for v in values), "named before it is referred to"
            elif model[name] == "Article":
                assert all(seen[v] == "Article" for v in values)
        seen[entity["id"]] = entity["schema"]
    kept = sum(schema in ("Event", "Note") for schema in seen.values())
    assert kept + sum(s == "UnknownLink" for s in seen.values()) >= len(chosen.claims)


def test_ftm_says_who_says_so() -> None:
    chosen = select(EXPORTERS["ftm"], CHOSEN, "excluded")
    found = {e["id"]: e for e in map(json.loads, ftm(chosen))}
    talks = found[f"dragoman-{TALKS.id}"]["properties"]
    assert talks["notes"][:3] == [
        "author: likely",
        "certainty: certain",
        "says: A. Ministre (asserts)",
    ]
    assert talks["involved"] == ["dragoman-CHL", "dragoman-BOL"]
    assert found["dragoman-CHL"]["properties"] == {"name": ["Chile"], "country": ["cl"]}
    assert found[f"dragoman-{STRIKE.id}"]["properties"]["startDate"] == ["2019-06-01"]
    rebels = [e for e in found.values() if e["properties"].get("name") == [REBELS.name]]
    assert [e["id"] for e in rebels] == [f"dragoman-{REPORT.id}-rebels"], "of this report alone"
    assert not any(e["schema"] == "Sanction" for e in found.values())
    assert found[f"dragoman-{DENIAL.id}"]["schema"] == "Note"


def test_a_parse_is_a_parse() -> None:
    """The stand-in for the parser is of the type that it stands in for."""
    assert isinstance(parsed_from_conllu(TREE), Parsed)
