"""GEXF 1.3 with its dates, for Gephi: the writer of networkx knows neither spells nor 1.3 kinds.

The standard (https://gexf.net, version 1.3) has inclusive ends, so the last day inside is written.
An edge has a ``kind`` because Gephi lays edges of one kind between the same two nodes together:
the second of a kind is ``Membership (2)``. Certainty is a dynamic attribute: what is certain on
some days and possible on others says so for each.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from bioclustergraph.export import spans
from bioclustergraph.export.columns import EDGES, NODES
from bioclustergraph.export.heading import CREATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.export.columns import Cell, Column
    from bioclustergraph.export.flattening import Flat, Item
    from bioclustergraph.export.material import Material
    from bioclustergraph.export.spans import Span

NAMESPACE: Final = "http://gexf.net/1.3"

_ELSEWHERE: Final = {"id", "label", "source", "target", "weight"}
"""Columns that are attributes of the elements themselves."""

_NOW: Final = "certainty_at"
"""The dynamic attribute; ``certainty`` beside it is that of the chosen days."""

_NEVER: Final = spans.Span("9999-12-30", "9999-12-31")
"""The form has no way to say never but a day that nobody looks at."""


def write(material: Material) -> bytes:
    """Write the whole file."""
    flat = material.flat
    root = ET.Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    heading = flat.heading
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = CREATOR
    ET.SubElement(meta, "keywords").text = heading.view
    ET.SubElement(meta, "description").text = "\n".join(
        f"{name}: {text}" for name, text in heading.fields().items()
    )
    graph = ET.SubElement(
        root,
        "graph",
        {
            "defaultedgetype": "directed" if flat.directed else "undirected",
            "mode": "dynamic",
            "timeformat": "date",
            "timerepresentation": "interval",
            "idtype": "string",
        },
    )
    for kind, columns in (("node", NODES), ("edge", EDGES)):
        _declare(graph, kind, columns)
    nodes = ET.SubElement(graph, "nodes", {"count": str(len(flat.nodes))})
    for node in flat.nodes:
        row = node.row
        attributes = {"id": str(row["id"]), "label": str(row["label"])}
        _fill(ET.SubElement(nodes, "node", attributes), node)
    _edges(ET.SubElement(graph, "edges", {"count": str(len(flat.edges))}), flat)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _edges(edges: ET.Element, flat: Flat) -> None:
    seen: Counter[tuple[Cell, ...]] = Counter()
    for edge in flat.edges:
        row = edge.row
        alike = (row["source"], row["target"], row["label"])
        seen[alike] += 1
        again = f" ({seen[alike]})" if seen[alike] > 1 else ""
        attributes = {
            name: str(row[name]) for name in ("id", "source", "target", "label", "weight")
        }
        _fill(ET.SubElement(edges, "edge", {**attributes, "kind": f"{row['label']}{again}"}), edge)


def _declare(graph: ET.Element, kind: str, columns: Iterable[Column]) -> None:
    static = ET.SubElement(graph, "attributes", {"class": kind, "mode": "static"})
    for column in columns:
        if column.name not in _ELSEWHERE:
            type_ = "integer" if column.type == "integer" else "string"
            ET.SubElement(
                static, "attribute", {"id": column.name, "title": column.name, "type": type_}
            )
    dynamic = ET.SubElement(graph, "attributes", {"class": kind, "mode": "dynamic"})
    ET.SubElement(dynamic, "attribute", {"id": _NOW, "title": _NOW, "type": "string"})


def _fill(element: ET.Element, item: Item) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, cell in item.row.items():
        if name not in _ELSEWHERE:
            ET.SubElement(values, "attvalue", {"for": name, "value": joined(cell)})
    for certainty, days in (
        ("certain", item.sure),
        ("possible", spans.without(item.held, item.sure)),
    ):
        for span in days:
            ET.SubElement(values, "attvalue", {"for": _NOW, "value": certainty, **_interval(span)})
    # Without spells something is there always; what contradicts itself is never there.
    days = item.held or (_NEVER,)
    if days != (spans.Span(None, None),):
        spells = ET.SubElement(element, "spells")
        for span in days:
            ET.SubElement(spells, "spell", _interval(span))


def _interval(span: Span) -> dict[str, str]:
    ends = {"start": span.start, "end": span.last}
    return {name: day for name, day in ends.items() if day is not None}


def joined(cell: Cell) -> str:
    """Write a cell as one text; elements of a list, which are IRIs and spans, with `` | ``."""
    return " | ".join(cell) if isinstance(cell, tuple) else str(cell)
