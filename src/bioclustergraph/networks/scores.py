"""Scores of nodes over a whole network: quick enough for a hundred thousand relations.

Small networks are reckoned by networkx. Large ones, and only if it is installed (the extra
``large``), by NetworKit (Staudt, Sazonovs and Meyerhenke 2016): the same definitions, in C++.
"""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

from bioclustergraph.networks.large import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    import networkx as nx

    from bioclustergraph.networks.large import Column
    from bioclustergraph.networks.model import Network

    Scored = Network | Columns

MANY: Final = 2_000
"""From so many nodes on NetworKit is used, if it is there."""

DAMPING: Final = 0.85
"""As in the paper on PageRank (Brin and Page 1998)."""

_TOLERANCE: Final = 1e-10


def pagerank(network: Scored, *, many: int = MANY) -> dict[str, float]:
    """Give each node's PageRank by the weights of its edges; they sum to one.

    Args:
        network: edges count in both directions.
        many: from so many nodes on NetworKit is used, if it is there.
    """
    kit = _kit(network, many)
    if kit is not None:
        graph = _of_kit(network, kit)
        sinks = kit.centrality.SinkHandling.DistributeSinks
        return _run(
            kit.centrality.PageRank(graph, damp=DAMPING, tol=_TOLERANCE, distributeSinks=sinks),
            network,
        )
    import networkx as nx

    return dict(nx.pagerank(_graph(network), alpha=DAMPING, tol=_TOLERANCE, max_iter=1000))


def betweenness(network: Scored, *, many: int = MANY) -> dict[str, float]:
    """Give how many shortest paths between others lead through each node (Freeman 1977).

    Args:
        network: edges count in both directions, each as one step.
        many: from so many nodes on NetworKit is used, if it is there.
    """
    kit = _kit(network, many)
    if kit is not None:
        graph = _of_kit(network, kit, weighted=False)
        return _run(kit.centrality.Betweenness(graph, normalized=True), network)
    import networkx as nx

    return dict(nx.betweenness_centrality(_graph(network)))


def communities(network: Scored, *, seed: int = 7, many: int = MANY) -> tuple[frozenset[str], ...]:
    """Divide the nodes into parts with many edges within and few between (Blondel et al. 2008).

    The method is Louvain's, which depends on chance; the same seed gives the same parts on the same
    machine. NetworKit and networkx may divide differently, with about the same modularity.

    Args:
        network: edges count in both directions, by their weights.
        seed: where chance begins.
        many: from so many nodes on NetworKit is used, if it is there.

    Returns:
        The parts, the largest first.
    """
    kit = _kit(network, many)
    if kit is not None:
        kit.setSeed(seed, useThreadId=False)
        kit.engineering.setNumberOfThreads(1)  # several would not give the same parts each time
        found = kit.community.PLM(_of_kit(network, kit), refine=True)
        found.run()
        parts: defaultdict[int, list[str]] = defaultdict(list)
        for iri, part in zip(_names(network), found.getPartition().getVector(), strict=True):
            parts[part].append(iri)
        every = [frozenset(part) for part in parts.values()]
    else:
        import networkx as nx

        every = [
            frozenset(part) for part in nx.community.louvain_communities(_graph(network), seed=seed)
        ]
    return tuple(sorted(every, key=lambda part: (-len(part), min(part, default=""))))


def _names(network: Scored) -> list[str]:
    if isinstance(network, Columns):
        return [thing.iri for thing in network.things]
    return [node.iri for node in network.nodes]


def _weights(network: Network) -> dict[tuple[str, str], int]:
    """Add up the edges between each two nodes, whichever way they lead."""
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for edge in network.edges:
        one, other = edge.source, edge.target
        found[(one, other) if one <= other else (other, one)] += edge.weight
    return found


def _graph(network: Scored) -> nx.Graph[str]:
    import networkx as nx

    names = _names(network)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    if isinstance(network, Columns):
        rows, columns, weights = (column.tolist() for column in _coordinates(network))
        pairs = zip(rows, columns, weights, strict=True)
        graph.add_weighted_edges_from((names[one], names[two], much) for one, two, much in pairs)
    else:
        found = _weights(network)
        graph.add_weighted_edges_from((*pair, weight) for pair, weight in found.items())
    return graph


def _coordinates(network: Scored) -> tuple[Column, Column, Column]:
    """Give the edges as three columns, those between the same two nodes added up."""
    import numpy as np

    if isinstance(network, Columns):
        keys = network.one.astype(np.int64) * len(network.things) + network.other
        pairs, at = np.unique(keys, return_inverse=True)
        weights = np.bincount(at, weights=network.weight, minlength=len(pairs))
        return pairs // max(len(network.things), 1), pairs % max(len(network.things), 1), weights
    places = {node.iri: place for place, node in enumerate(network.nodes)}
    found = _weights(network)
    ends = np.array([(places[one], places[other]) for one, other in found], dtype=np.int64)
    rows, columns = ends.reshape(-1, 2).T
    return rows, columns, np.array(list(found.values()), dtype=np.int64)


def _of_kit(network: Scored, kit: ModuleType, *, weighted: bool = True) -> object:
    import numpy as np

    rows, columns, weights = _coordinates(network)
    graph: object = kit.GraphFromCoo(
        (weights.astype(np.double), (rows.astype(np.uint64), columns.astype(np.uint64))),
        n=len(_names(network)),
        weighted=weighted,
    )
    return graph


class _Algorithm(Protocol):
    def run(self) -> object: ...

    def scores(self) -> Sequence[float]: ...


def _run(algorithm: _Algorithm, network: Scored) -> dict[str, float]:
    algorithm.run()
    return dict(zip(_names(network), algorithm.scores(), strict=True))


def _kit(network: Scored, many: int) -> ModuleType | None:
    if len(_names(network)) < many:
        return None
    try:
        return import_module("networkit")
    except ModuleNotFoundError:
        return None
