"""Standard measures of networks, reckoned by networkx, and by NetworKit where there is much to do.

Each is reckoned on two simple graphs over the same nodes: one with the certain relations, one with
the possible ones as well. Several relations between the same two are one edge.
"""

from __future__ import annotations

import math
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bioclustergraph.metrics.model import Degree, Value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    import networkx as nx

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.material import Material
    from bioclustergraph.metrics.model import Number
    from bioclustergraph.networks import Network

    Graph = nx.Graph[int]

MANY: Final = 500
"""From so many nodes on NetworKit finds shortest paths, if it is there: the same values, sooner."""


def degree(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count the neighbours of each node."""
    del definition
    yield from _each(material.network(view, day), lambda graph: dict(graph.degree()))


def betweenness(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Give the part of the shortest paths between others that lead through each node."""
    del definition
    yield from _each(material.network(view, day), paths_through)


def core(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Give the largest k for which each node is in the k-core."""
    import networkx as nx

    del definition
    yield from _each(material.network(view, day), nx.core_number)


def effective_size(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Give how many of the neighbours of each node are not reached through one another."""
    import networkx as nx

    del definition
    # Nodes are named so that the same code runs whether scipy is there or not.
    yield from _each(material.network(view, day), lambda graph: nx.effective_size(graph, [*graph]))


def constraint(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Give how far each node depends on neighbours that know one another."""
    import networkx as nx

    del definition
    yield from _each(material.network(view, day), lambda graph: nx.constraint(graph, [*graph]))


def communities(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Count the communities among the nodes that have a neighbour."""
    certain, possible = (
        len(_parts(graph, definition)) for graph in graphs(material.network(view, day))
    )
    yield Value(None, None, certain, possible, Degree.UNKNOWN)


def modularity(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Give how much denser the communities are inside than chance would make them."""
    import networkx as nx

    values = [
        nx.community.modularity(graph, [set(part) for part in parts], weight="weight")
        if parts
        else None
        for graph in map(_joined, graphs(material.network(view, day)))
        for parts in [_parts(graph, definition)]
    ]
    yield Value(None, None, values[0], values[1], Degree.UNKNOWN)


def community(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Give the number of the community of each node that has a neighbour, from 1, the largest."""
    yield from _each(
        material.network(view, day),
        lambda graph: {
            node: number
            for number, part in enumerate(_parts(graph, definition), start=1)
            for node in part
        },
    )


def graphs(network: Network) -> tuple[Graph, Graph]:
    """Make the certain and the possible graph; a node is its place in the network."""
    import networkx as nx

    places = {node.iri: place for place, node in enumerate(network.nodes)}
    certain: Graph = nx.Graph()
    possible: Graph = nx.Graph()
    for graph in (certain, possible):
        graph.add_nodes_from(range(len(places)))
    for edge in network.edges:
        one, other = sorted((places[edge.source], places[edge.target]))
        for graph, weight in ((certain, edge.certain_weight), (possible, edge.weight)):
            if weight:
                before = graph.get_edge_data(one, other, {"weight": 0})["weight"]
                # What two share adds up over kinds; a relation that two sources tell of is one.
                graph.add_edge(one, other, weight=1 if network.directed else before + weight)
    return certain, possible


def paths_through(graph: Graph, *, many: int = MANY) -> dict[int, float]:
    """Give the betweenness of each node, as a part of all pairs of others.

    Args:
        graph: nodes are counted from 0.
        many: from so many nodes on, NetworKit is used if it is there.
    """
    import networkx as nx

    count = len(graph)
    if count >= many:
        try:
            kit = import_module("networkit")
        except ModuleNotFoundError:
            pass
        else:
            # Nodes are numbers from 0, and so are those of the graph that is made of it.
            algorithm = kit.centrality.Betweenness(kit.nxadapter.nx2nk(graph), normalized=True)
            algorithm.run()
            return dict(enumerate(algorithm.scores()))
    return dict(nx.betweenness_centrality(graph, normalized=True))


def _each(network: Network, measure: Callable[[Graph], Mapping[int, float]]) -> Iterator[Value]:
    if not network.nodes:
        return
    certain, possible = (measure(graph) for graph in graphs(network))
    for place, node in enumerate(network.nodes):
        yield Value(
            node.iri,
            None,
            _defined(certain.get(place)),
            _defined(possible.get(place)),
            Degree.UNKNOWN,
        )


def _parts(graph: Graph, definition: Definition) -> list[list[int]]:
    """Find communities, the largest first.

    A seeded run gives the same each time, because nodes are numbers in a stable order.
    """
    import networkx as nx

    joined = _joined(graph)
    if not joined:
        return []
    found = nx.community.louvain_communities(
        joined,
        weight="weight",
        resolution=float(definition.settings["resolution"]),
        seed=int(definition.settings["seed"]),
    )
    return sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))


def _joined(graph: Graph) -> Graph:
    """Give the graph without the nodes that have no neighbour."""
    joined: Graph = graph.subgraph([node for node, count in graph.degree() if count]).copy()
    return joined


def _defined(value: float | None) -> Number | None:
    return None if value is None or math.isnan(value) else value
