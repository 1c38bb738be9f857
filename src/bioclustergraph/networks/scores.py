"""Scores of nodes over a whole network: quick enough for a hundred thousand relations.

Small networks are reckoned by networkx. Large ones, and only if it is installed (the extra
``large``), by NetworKit (Staudt, Sazonovs and Meyerhenke 2016): the same definitions, in C++.
"""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    import networkx as nx

    from bioclustergraph.networks.model import Network

MANY: Final = 2_000
"""From so many nodes on NetworKit is used, if it is there."""

DAMPING: Final = 0.85
"""As in the paper on PageRank (Brin and Page 1998)."""

_TOLERANCE: Final = 1e-10


def pagerank(network: Network, *, many: int = MANY) -> dict[str, float]:
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


def betweenness(network: Network, *, many: int = MANY) -> dict[str, float]:
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


def communities(network: Network, *, seed: int = 7, many: int = MANY) -> tuple[frozenset[str], ...]:
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
        for node, part in zip(network.nodes, found.getPartition().getVector(), strict=True):
            parts[part].append(node.iri)
        every = [frozenset(part) for part in parts.values()]
    else:
        import networkx as nx

        every = [
            frozenset(part) for part in nx.community.louvain_communities(_graph(network), seed=seed)
        ]
    return tuple(sorted(every, key=lambda part: (-len(part), min(part, default=""))))


def _weights(network: Network) -> dict[tuple[str, str], int]:
    """Add up the edges between each two nodes, whichever way they lead."""
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for edge in network.edges:
        one, other = edge.source, edge.target
        found[(one, other) if one <= other else (other, one)] += edge.weight
    return found


def _graph(network: Network) -> nx.Graph[str]:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.iri for node in network.nodes)
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in _weights(network).items())
    return graph


def _of_kit(network: Network, kit: ModuleType, *, weighted: bool = True) -> object:
    import numpy as np

    places = {node.iri: place for place, node in enumerate(network.nodes)}
    pairs = _weights(network)
    ends = np.array([(places[one], places[other]) for one, other in pairs], dtype=np.uint64)
    rows, columns = ends.reshape(-1, 2).T
    weights = np.array(list(pairs.values()), dtype=np.double)
    graph: object = kit.GraphFromCoo((weights, (rows, columns)), n=len(places), weighted=weighted)
    return graph


class _Algorithm(Protocol):
    def run(self) -> object: ...

    def scores(self) -> Sequence[float]: ...


def _run(algorithm: _Algorithm, network: Network) -> dict[str, float]:
    algorithm.run()
    return {node.iri: score for node, score in zip(network.nodes, algorithm.scores(), strict=True)}


def _kit(network: Network, many: int) -> ModuleType | None:
    if len(network.nodes) < many:
        return None
    try:
        return import_module("networkit")
    except ModuleNotFoundError:
        return None
