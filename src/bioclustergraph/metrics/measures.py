"""Measures by the names that definitions call them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.metrics import of_clusters, of_members, of_money, of_networks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bioclustergraph.metrics.model import Value

MEASURES: Final[dict[str, Callable[..., Iterator[Value]]]] = {
    "members": of_members.members,
    "entries": of_members.entries,
    "exits": of_members.exits,
    "tenure": of_members.tenure,
    "shared-members": of_members.shared,
    "jaccard": of_members.jaccard,
    "member-mix": of_members.mix,
    "degree": of_networks.degree,
    "betweenness": of_networks.betweenness,
    "core": of_networks.core,
    "effective-size": of_networks.effective_size,
    "constraint": of_networks.constraint,
    "communities": of_networks.communities,
    "community": of_networks.community,
    "modularity": of_networks.modularity,
    "joint-projects": of_clusters.joint_projects,
    "facilitator-span": of_clusters.facilitator_span,
    "bridging": of_clusters.bridging,
    "programme-levels": of_clusters.programme_levels,
    "programme-level": of_clusters.programme_level,
    "amounts": of_money.amounts,
    "shares": of_money.shares,
    "unstated-amounts": of_money.unstated,
}
"""Each is called with the material, the definition, the name of a view (or ``None``) and a day."""
