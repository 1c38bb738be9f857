"""A network as a graph of networkx, for whoever wants to reckon with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from bioclustergraph.errors import Language
    from bioclustergraph.networks.model import Edge, Network, Node


def to_networkx(
    network: Network, *, language: Language = "nb"
) -> nx.MultiGraph[str] | nx.MultiDiGraph[str]:
    """Make a ``MultiDiGraph`` of a directed network, of any other a ``MultiGraph``.

    Nodes are IRIs. What is not known is not there as an attribute, rather than ``None``, which the
    writers of networkx do not take. Dates are ISO 8601 texts.

    Args:
        network: the network.
        language: of labels.
    """
    import networkx as nx

    graph: nx.MultiGraph[str] = nx.MultiDiGraph() if network.directed else nx.MultiGraph()
    graph.graph.update(name=network.view.title.in_language(language), view=network.view.name)
    if network.release is not None:
        graph.graph["release"] = network.release
    for node in network.nodes:
        graph.add_node(node.iri, **_of_node(node, language))
    for number, edge in enumerate(network.edges):
        graph.add_edge(edge.source, edge.target, key=number, **_of_edge(edge, network, language))
    return graph


def _of_node(node: Node, language: Language) -> dict[str, Any]:
    thing = node.thing
    return _known(
        label=thing.label.in_language(language),
        kind=thing.kind.rpartition("/")[2],
        kind_label=thing.kind_label.in_language(language),
        number=thing.number,
        places=thing.places or None,
        former=node.former or None,
    )


def _of_edge(edge: Edge, network: Network, language: Language) -> dict[str, Any]:
    return _known(
        kind=edge.kind.rpartition("/")[2],
        label=network.labels[edge.kind].in_language(language),
        role=network.labels[edge.role].in_language(language) if edge.role else None,
        start=edge.start,
        end=edge.end,
        certainty=edge.certainty,
        weight=edge.weight,
        certain_weight=edge.certain_weight,
        via=edge.via or None,
        relations=edge.relations,
        documents=tuple(source.document for source in edge.sources),
    )


def _known(**attributes: Any) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}
