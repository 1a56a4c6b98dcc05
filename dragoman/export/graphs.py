"""`gexf` and `graphml`: who deals with whom, as a network with time.

A node is a state (or whoever belongs to none), or, with `level` actor, each actor by itself. An
edge holds all claims of one kind and type from one to another; the days on which it held are its
spells in GEXF 1.3, the first and the last of them in GraphML, which has no time of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from dragoman.export.selection import Selection, When, pairs, when
from dragoman.record import SCORES, Actor
from dragoman.world.actors import states
from dragoman.world.codes import codes_of

GEXF = "http://gexf.net/1.3"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
#: What nodes and edges carry: name and type (of GEXF; GraphML's are called a little otherwise).
NODE_FIELDS = {"kind": "string", "country": "string", "cow": "integer", "claims": "integer"}
EDGE_FIELDS = {
    "kind": "string", "type": "string", "claims": "integer", "reports": "integer",
    "certainty": "double", "author_certainty": "double", "denied": "integer", "stakes": "string",
    "claim_ids": "string",
}  # fmt: skip
_GRAPHML_TYPES = {"string": "string", "integer": "int", "double": "double"}

_Value = str | int | float


@dataclass(slots=True)
class _Edge:
    """The claims of one kind and type from one node to another. Certainties are the highest met,
    as scores; `denied` counts claims that their author holds to be untrue."""

    claims: dict[str, None] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    stakes: set[str] = field(default_factory=set)
    certainty: float = SCORES["excluded"]
    author: float = SCORES["excluded"]
    denied: int = 0
    spells: set[tuple[str, str]] = field(default_factory=set)

    def values(self, kind: str, type_: str) -> dict[str, _Value]:
        return {
            "kind": kind, "type": type_, "claims": len(self.claims), "reports": len(self.reports),
            "certainty": self.certainty, "author_certainty": self.author, "denied": self.denied,
            "stakes": ";".join(sorted(self.stakes)), "claim_ids": ";".join(self.claims),
        }  # fmt: skip


@dataclass(slots=True)
class _Node:
    label: str
    kind: str
    country: str
    cow: int | None
    claims: set[str] = field(default_factory=set)

    def values(self) -> dict[str, _Value]:
        known: dict[str, _Value] = {
            "kind": self.kind, "country": self.country, "claims": len(self.claims),
        }  # fmt: skip
        return known if self.cow is None else {**known, "cow": self.cow}


_Ends = tuple[str, str, str, str]  # source, target, kind, type


def _network(chosen: Selection) -> tuple[dict[str, _Node], dict[_Ends, _Edge]]:
    """Nodes and edges, each in the order of their ids. A claim with nobody, or with the same node,
    on the other side has no edge and is left out."""
    nodes: dict[str, _Node] = {}
    edges: dict[_Ends, _Edge] = {}
    for claim in chosen.claims:
        sides = [(_end(a, chosen), _end(b, chosen)) for a, b in pairs(claim) if b is not None]
        ends = [(x, y) for x, y in sides if x.id != y.id]
        if not ends:
            chosen.left_out["out_home" if sides else "out_lone"] += 1
        for x, y in ends:
            for actor in (x, y):
                nodes.setdefault(actor.id, _node(actor, chosen)).claims.add(claim.id)
            edge = edges.setdefault((x.id, y.id, claim.kind, claim.type or ""), _Edge())
            score = SCORES[claim.author_certainty]
            edge.claims[claim.id] = None
            edge.reports.add(claim.report.id)
            edge.stakes |= set(claim.stakes)
            edge.certainty = max(edge.certainty, SCORES[claim.certainty])
            edge.author = max(edge.author, score)
            edge.denied += score < 0
            if time := when(claim):
                edge.spells.add(_spell(time))
    return dict(sorted(nodes.items())), dict(sorted(edges.items()))


def _end(actor: Actor, chosen: Selection) -> Actor:
    """The actor, or the state or body that it belongs to."""
    if chosen.level == "actor" or actor.state == actor.id:
        return actor
    state = actor.state
    kind = "state" if state in states() else "igo" if state.startswith("IGO:") else actor.kind
    return Actor(state, kind, actor.country)


def _node(actor: Actor, chosen: Selection) -> _Node:
    codes = codes_of(actor)
    return _Node(chosen.name(actor), actor.kind, codes.iso3 or "", codes.cow)


def _spell(time: When) -> tuple[str, str]:
    return time.start, time.end


def gexf(chosen: Selection) -> Iterator[str]:
    """GEXF 1.3, dynamic, for Gephi."""
    nodes, edges = _network(chosen)
    root = Xml.Element("gexf", xmlns=GEXF, version="1.3")
    meta = Xml.SubElement(root, "meta")
    Xml.SubElement(meta, "creator").text = "dragoman"
    graph = Xml.SubElement(
        root, "graph", mode="dynamic", timeformat="date", timerepresentation="interval",
        defaultedgetype="directed", idtype="string",
    )  # fmt: skip
    for of, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        block = Xml.SubElement(graph, "attributes", {"class": of})
        for name, type_ in fields.items():
            Xml.SubElement(block, "attribute", id=name, title=name, type=type_)
    block = Xml.SubElement(graph, "nodes")
    for node_id, node in nodes.items():
        _values(Xml.SubElement(block, "node", id=node_id, label=_clean(node.label)), node.values())
    block = Xml.SubElement(graph, "edges")
    for number, ((x, y, kind, type_), edge) in enumerate(edges.items()):
        label = f"{kind} {type_}".strip()
        item = Xml.SubElement(
            block, "edge", id=str(number), source=x, target=y, label=label, kind=label,
            weight=str(float(len(edge.claims))),
        )  # fmt: skip
        _values(item, edge.values(kind, type_))
        if edge.spells:
            spells = Xml.SubElement(item, "spells")
            for start, end in sorted(edge.spells):
                Xml.SubElement(spells, "spell", start=start, end=end)
    return _written(root)


def _values(element: Xml.Element, values: dict[str, _Value]) -> None:
    block = Xml.SubElement(element, "attvalues")
    for name, value in values.items():
        Xml.SubElement(block, "attvalue", {"for": name, "value": _clean(str(value))})


def graphml(chosen: Selection) -> Iterator[str]:
    """GraphML: the same network; `start` and `end` are the first and last day of an edge."""
    nodes, edges = _network(chosen)
    root = Xml.Element("graphml", xmlns=GRAPHML)
    spans = {"start": "string", "end": "string"}
    edge_fields = {"label": "string", "weight": "double", **EDGE_FIELDS, **spans}
    for of, fields in (("node", {"label": "string", **NODE_FIELDS}), ("edge", edge_fields)):
        for name, type_ in fields.items():
            known = {"attr.name": name, "attr.type": _GRAPHML_TYPES[type_]}
            Xml.SubElement(root, "key", {"id": f"{of}_{name}", "for": of, **known})
    graph = Xml.SubElement(root, "graph", id="dragoman", edgedefault="directed")
    for node_id, node in nodes.items():
        item = Xml.SubElement(graph, "node", id=node_id)
        _data(item, "node", {"label": node.label, **node.values()})
    for number, ((x, y, kind, type_), edge) in enumerate(edges.items()):
        item = Xml.SubElement(graph, "edge", id=str(number), source=x, target=y)
        days = sorted(day for spell in edge.spells for day in spell)
        span: dict[str, _Value] = {"start": days[0], "end": days[-1]} if days else {}
        told: dict[str, _Value] = {
            "label": f"{kind} {type_}".strip(), "weight": float(len(edge.claims)),
        }  # fmt: skip
        _data(item, "edge", {**told, **edge.values(kind, type_), **span})
    return _written(root)


def _data(element: Xml.Element, of: str, values: dict[str, _Value]) -> None:
    for name, value in values.items():
        Xml.SubElement(element, "data", key=f"{of}_{name}").text = _clean(str(value))


def _written(root: Xml.Element) -> Iterator[str]:
    Xml.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield Xml.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " " and c not in "\ufffe\uffff"
                   and not "\ud800" <= c <= "\udfff")  # fmt: skip
