"""Forms in JSON: Cytoscape, networkx's node-link, D3 and graphology (Sigma); lists stay lists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bioclustergraph.export.flattening import Row
    from bioclustergraph.export.material import Material


def cytoscape(material: Material) -> bytes:
    """Write what Cytoscape and Cytoscape.js read; ``name`` is what Cytoscape shows."""
    flat = material.flat
    return _dumped(
        {
            "format_version": "1.0",
            "generated_by": "bioclustergraph",
            "target_cytoscapejs_version": "~3",
            "directed": flat.directed,
            "multigraph": True,
            "data": {"name": flat.heading.title, **flat.heading.fields()},
            "elements": {
                # `value` is what networkx takes the node to be.
                "nodes": [
                    {"data": {**it.row, "name": it.row["label"], "value": it.row["id"]}}
                    for it in flat.nodes
                ],
                "edges": [{"data": {**it.row, "key": it.row["id"]}} for it in flat.edges],
            },
        }
    )


def node_link(material: Material) -> bytes:
    """Write what ``networkx.node_link_graph`` reads."""
    flat = material.flat
    return _dumped(
        {
            "directed": flat.directed,
            "multigraph": True,
            "graph": flat.heading.fields(),
            "nodes": [it.row for it in flat.nodes],
            "edges": [{**_but(it.row, "id"), "key": it.row["id"]} for it in flat.edges],
        }
    )


def d3(material: Material) -> bytes:
    """Write what ``d3-force`` takes: ``nodes`` with ``id``, ``links`` between them."""
    flat = material.flat
    return _dumped(
        {
            "directed": flat.directed,
            "multigraph": True,
            "graph": flat.heading.fields(),
            "nodes": [it.row for it in flat.nodes],
            "links": [{**it.row, "key": it.row["id"]} for it in flat.edges],
        }
    )


def sigma(material: Material) -> bytes:
    """Write a serialised graph of graphology, which Sigma shows."""
    flat = material.flat
    return _dumped(
        {
            "options": {
                "type": "directed" if flat.directed else "undirected",
                "multi": True,
                "allowSelfLoops": True,
            },
            "attributes": flat.heading.fields(),
            "nodes": [{"key": it.row["id"], "attributes": _but(it.row, "id")} for it in flat.nodes],
            "edges": [
                {
                    "key": it.row["id"],
                    "source": it.row["source"],
                    "target": it.row["target"],
                    "undirected": not flat.directed,
                    "attributes": _but(it.row, "id", "source", "target"),
                }
                for it in flat.edges
            ],
        }
    )


def _but(row: Row, *names: str) -> Row:
    return {name: cell for name, cell in row.items() if name not in names}


def _dumped(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
