"""Forms that networkx writes: GraphML and GML."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bioclustergraph.export.gexf import joined

if TYPE_CHECKING:
    import networkx as nx

    from bioclustergraph.export.columns import Cell
    from bioclustergraph.export.flattening import Flat
    from bioclustergraph.export.material import Material


def graphml(material: Material) -> bytes:
    """Write GraphML; nodes are IRIs, a list is one text."""
    import networkx as nx

    target = io.BytesIO()
    nx.write_graphml_xml(_graph(material.flat), target, named_key_ids=True)
    return target.getvalue() + b"\n"


def gml(material: Material) -> bytes:
    """Write GML, in ASCII with entities as the standard says; a node is known by its name."""
    import networkx as nx

    flat = material.flat
    target = io.BytesIO()
    nx.write_gml(_graph(flat, names=flat.names()), target)
    return target.getvalue()


def _graph(
    flat: Flat, *, names: dict[str, str] | None = None
) -> nx.MultiDiGraph[str] | nx.MultiGraph[str]:
    import networkx as nx

    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if flat.directed else nx.MultiGraph()
    graph.graph.update(flat.heading.fields())
    for node in flat.nodes:
        iri = str(node.row["id"])
        cells = _cells(node.row, "id")
        if names is None:
            graph.add_node(iri, **cells)
        else:
            graph.add_node(names[iri], iri=iri, **cells)
    for edge in flat.edges:
        ends = (str(edge.row["source"]), str(edge.row["target"]))
        start, end = ends if names is None else (names[ends[0]], names[ends[1]])
        graph.add_edge(start, end, key=edge.row["id"], **_cells(edge.row, "id", "source", "target"))
    return graph


def _cells(row: dict[str, Cell], *elsewhere: str) -> dict[str, str | int]:
    return {
        name: cell if isinstance(cell, int) else joined(cell)
        for name, cell in row.items()
        if name not in elsewhere
    }
