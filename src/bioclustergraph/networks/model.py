"""A network: nodes and edges with dates, certainty and sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bioclustergraph.errors import Text
    from bioclustergraph.networks.selection import Selection
    from bioclustergraph.relations import Bounds, Certainty, Document, Source, Thing, View


@dataclass(frozen=True, slots=True)
class Node:
    """One thing in a network.

    Attributes:
        thing: what it is, its name and kind.
        former: the IRIs of the things that it stands for as well, where successors are followed.
        spells: when it has a tie that is looked at, whether or not that gives an edge.
    """

    thing: Thing
    former: tuple[str, ...] = ()
    spells: tuple[Bounds, ...] = ()

    @property
    def iri(self) -> str:
        """By which edges name it."""
        return self.thing.iri


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a network.

    Attributes:
        source: the IRI of the node it begins at; of an undirected edge the first of the two.
        target: the IRI of the other.
        kind: the IRI of the class of the relations it is made of.
        role: the IRI of the role, of an edge that is one relation with a role.
        start: when the relation began, as its source says it (``YYYY``, ``YYYY-MM`` or
            ``YYYY-MM-DD``); only of an edge that is one relation.
        end: when it ended, likewise.
        spells: when it held: one for each relation, or for each pair of relations that meet.
        certainty: how it stands on the chosen days, or on any day where none are chosen.
        weight: how many things the two share on those days, certainly or possibly; else 1.
        certain_weight: how many of them certainly.
        via: the IRIs of what the two share; none where the edge is a relation itself.
        relations: the IRIs of the relations.
        sources: what they rest on.
        shared: when they shared each of ``via``, in that order: one spell for each pair of
            relations that meet in it, so that the weight on any other day can be counted.
    """

    source: str
    target: str
    kind: str
    role: str | None
    start: str | None
    end: str | None
    spells: tuple[Bounds, ...]
    certainty: Certainty
    weight: int
    certain_weight: int
    via: tuple[str, ...]
    relations: tuple[str, ...]
    sources: tuple[Source, ...]
    shared: tuple[tuple[Bounds, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """A network, in a stable order.

    Attributes:
        view: what was asked.
        selection: for which days and things.
        nodes: sorted by IRI; those without an edge are there too.
        edges: sorted by their ends, kind and relations; several may join the same two nodes.
        labels: by IRI: what kinds of relation and roles are called.
        documents: by IRI: the documents of the sources.
        things: by IRI: what edges go via, and the places that nodes are in.
        release: the digest of the release that was asked, if it was one.
    """

    view: View
    selection: Selection
    nodes: tuple[Node, ...] = field(repr=False)
    edges: tuple[Edge, ...] = field(repr=False)
    labels: Mapping[str, Text] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    things: Mapping[str, Thing] = field(repr=False)
    release: str | None = None

    @property
    def directed(self) -> bool:
        """Whether edges lead from one node to the other: two that share something are equals."""
        from bioclustergraph.relations import Mode

        return self.view.mode is not Mode.PROJECTED
