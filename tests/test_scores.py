"""Scores of a whole network: those of networkx and those of NetworKit are the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from bioclustergraph import networks, relations
from bioclustergraph.networks import scores
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.networks import Network
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


@pytest.fixture(scope="module")
def store(project: Project) -> Store:
    return assemble(project)


@pytest.fixture(scope="module", params=["everything", "co-membership", "people"])
def network(request: pytest.FixtureRequest, store: Store, project: Project) -> Network:
    return networks.of(store, project, relations.named(project, request.param))


@pytest.mark.parametrize("score", [scores.pagerank, scores.betweenness])
def test_both_engines_score_alike(network: Network, score: Callable[..., dict[str, float]]) -> None:
    slow, quick = score(network), score(network, many=0)
    assert quick == pytest.approx(slow, abs=1e-6)
    assert list(quick) == [node.iri for node in network.nodes]


def test_both_engines_divide_about_as_well(network: Network) -> None:
    graph = nx.Graph((edge.source, edge.target) for edge in network.edges)
    graph.add_nodes_from(node.iri for node in network.nodes)
    for parts in (scores.communities(network), scores.communities(network, many=0)):
        assert nx.community.is_partition(graph, parts)
        assert len(parts[0]) == max(map(len, parts))
    qualities = [
        nx.community.modularity(graph, [*map(set, scores.communities(network, many=many))])
        for many in (scores.MANY, 0)
    ]
    assert qualities[1] == pytest.approx(qualities[0], abs=0.05)


@pytest.mark.parametrize("many", [0, scores.MANY])
def test_the_same_seed_divides_the_same(network: Network, many: int) -> None:
    assert scores.communities(network, many=many) == scores.communities(network, many=many)


def test_without_networkit_it_takes_longer(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = scores.pagerank(network, many=0)
    monkeypatch.setitem(sys.modules, "networkit", None)
    assert scores.pagerank(network, many=0) == pytest.approx(with_it, abs=1e-6)
