"""What of one or several networks is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bioclustergraph.networks import Network


def together(networks: Sequence[Network]) -> Network:
    """Put networks of several views into one, which goes by the first view.

    Args:
        networks: at least one; of the same store and selection.

    Raises:
        ParameterError: lines lead from one to the other in some of them only.
    """
    first = networks[0]
    if len({network.directed for network in networks}) > 1:
        names = ", ".join(network.view.name for network in networks)
        raise ParameterError(
            Text(
                f"Disse utsnittene kan ikke tegnes sammen: {names}.",
                f"These views cannot be drawn together: {names}.",
            ),
            hint=Text(
                "I noen av dem går relasjoner fra den ene til den andre; i andre er de to like.",
                "Relations lead from one to the other in some; in others the two are equals.",
            ),
        )
    nodes = {node.iri: node for network in networks for node in network.nodes}
    edges = {
        (edge.source, edge.target, edge.kind, edge.relations): edge
        for network in networks
        for edge in network.edges
    }
    return replace(
        first,
        nodes=tuple(nodes[iri] for iri in sorted(nodes)),
        edges=tuple(edges[key] for key in sorted(edges)),
        things={iri: thing for network in networks for iri, thing in network.things.items()},
    )


def around(network: Network, iri: str) -> Network:
    """Keep the relations of one thing, and whom it has them with."""
    edges = tuple(edge for edge in network.edges if iri in {edge.source, edge.target})
    kept = {iri} | {side for edge in edges for side in (edge.source, edge.target)}
    return replace(
        network, nodes=tuple(node for node in network.nodes if node.iri in kept), edges=edges
    )
