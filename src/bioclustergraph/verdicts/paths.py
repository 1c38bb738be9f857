"""Property paths as people write them (SPARQL 1.1, 9) and as SHACL says them (SHACL 2.3.1).

Findings name a path with prefixed names: ``^bcg:atEvent``, ``bcg:start|bcg:end``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.names import compact, expand

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def path_of(graph: rdflib.Graph, path: str, label: str) -> Node:
    """Give the node of a path, and add to the graph what describes it.

    Args:
        graph: where the description goes.
        path: an IRI, or a path of prefixed names with ``|``, ``/``, ``^`` and ``+``.
        label: begins the labels of the blank nodes.
    """
    from rdflib import SH, BNode, URIRef

    if path.startswith(("http://", "https://", "urn:")):
        return URIRef(path)
    if "|" in path:
        node = BNode(f"{label}-path")
        steps = [path_of(graph, part, f"{label}-{n}") for n, part in enumerate(path.split("|"))]
        graph.add((node, SH.alternativePath, _listed(graph, steps, f"{label}-choice")))
        return node
    if "/" in path:
        steps = [path_of(graph, part, f"{label}-{n}") for n, part in enumerate(path.split("/"))]
        return _listed(graph, steps, f"{label}-step")
    for mark, predicate in (("^", SH.inversePath), ("+", SH.oneOrMorePath)):
        rest = path.strip(mark)
        if rest != path:
            node = BNode(f"{label}-path")
            graph.add((node, predicate, path_of(graph, rest, f"{label}-of")))
            return node
    return URIRef(expand(path) or path)


def written_path(graph: rdflib.Graph, path: Node) -> str:
    """Write a path the way findings do; one property is given as its IRI."""
    import rdflib

    return str(path) if isinstance(path, rdflib.URIRef) else _written(graph, path)


def _written(graph: rdflib.Graph, path: Node) -> str:
    from rdflib import SH, URIRef

    if isinstance(path, URIRef):
        return compact(str(path))
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_written(graph, inverse)}"
    more = graph.value(path, SH.oneOrMorePath)
    if more is not None:
        return f"{_written(graph, more)}+"
    choices = graph.value(path, SH.alternativePath)
    steps = graph.items(choices if choices is not None else path)
    return ("|" if choices is not None else "/").join(_written(graph, step) for step in steps)


def _listed(graph: rdflib.Graph, members: list[Node], label: str) -> Node:
    from rdflib import RDF, BNode

    rest: Node = RDF.nil
    for number, member in reversed(list(enumerate(members))):
        node = BNode(f"{label}{number}")
        graph.add((node, RDF.first, member))
        graph.add((node, RDF.rest, rest))
        rest = node
    return rest
