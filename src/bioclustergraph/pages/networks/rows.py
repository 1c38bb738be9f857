"""The table twin of a network: one row for each edge that is shown, and one sentence about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.export import spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.export.spans import Span
    from bioclustergraph.networks import Edge, Network
    from bioclustergraph.pages.networks.asked import Asked
    from bioclustergraph.relations import Document, Thing


@dataclass(frozen=True, slots=True)
class Row:
    """One edge, to be read.

    Attributes:
        edge: the edge.
        source: the thing it begins at.
        target: the other.
        kind: what the relation is called.
        role: in which role, if in one.
        when: when it held, in words.
        sure: on which days it certainly did, where that says more.
        shared: what the two share on the chosen days.
        documents: what it rests on.
    """

    edge: Edge
    source: Thing
    target: Thing
    kind: Text
    role: Text | None
    when: Text
    sure: Text | None
    shared: tuple[Thing, ...]
    documents: tuple[Document, ...]


def rows(network: Network, edges: Iterable[Edge]) -> list[Row]:
    """Give the rows of some edges of a network, in their order."""
    nodes = {node.iri: node.thing for node in network.nodes}
    return [
        Row(
            edge,
            nodes[edge.source],
            nodes[edge.target],
            _called(network, edge.kind),
            _called(network, edge.role) if edge.role is not None else None,
            said(edge),
            sure(edge),
            tuple(network.things[via] for via in edge.via if via in network.things),
            tuple(
                network.documents[source.document]
                for source in edge.sources
                if source.document in network.documents
            ),
        )
        for edge in edges
    ]


def said(edge: Edge) -> Text:
    """Say when an edge held: as its source says it, or on which days two shared something."""
    if not edge.via:
        return _between(edge.start, edge.end)
    every = [_span(span) for span in spans.possible(edge.spells)]
    return Text("; ".join(it.nb for it in every), "; ".join(it.en for it in every))


def sure(edge: Edge) -> Text | None:
    """Say on which days a relation certainly held, where its source names no two dates for it."""
    if edge.via or (edge.start and edge.end):
        return None
    every = [_span(span) for span in spans.certain(edge.spells)]
    if not every:
        return None
    return Text(
        "sikkert " + "; ".join(it.nb for it in every),
        "certainly " + "; ".join(it.en for it in every),
    )


def summary(network: Network, asked: Asked, *, of: Thing | None = None) -> Text:
    """Say what is shown, in one sentence; the script says the same (``_words.ts``)."""
    nodes, edges = len(network.nodes), len(network.edges)
    possible = sum(edge.certainty == "possible" for edge in network.edges)
    when = Text(f"Ved utgangen av {asked.at}", f"At the end of {asked.at}")
    if not asked.at:
        when = Text("Alle år", "All years")
    elif asked.day is not None and asked.at == asked.day.isoformat():
        when = Text(asked.at, asked.at)
    about = Text(f", rundt {of.label.nb}", f", around {of.label.en}") if of else Text("", "")
    rest = Text("", "")
    if possible:
        rest = Text(f", {possible} av dem bare mulig", f", {possible} of them only possible")
        if possible > 1:
            rest = Text(f"{rest.nb}e", rest.en)
    return Text(
        f"{when.nb}{about.nb}: {nodes} ting, {edges} "
        f"{'relasjon' if edges == 1 else 'relasjoner'}{rest.nb}.",
        f"{when.en}{about.en}: {nodes} {'thing' if nodes == 1 else 'things'}, {edges} "
        f"{'relation' if edges == 1 else 'relations'}{rest.en}.",
    )


def _called(network: Network, iri: str) -> Text:
    name = iri.rpartition("/")[2]
    return network.labels.get(iri, Text(name, name))


def _between(start: str | None, end: str | None) -> Text:
    if start is None and end is None:
        return Text("uten dato", "no date")
    if end is None:
        return Text(f"fra {start}", f"from {start}")
    if start is None:
        return Text(f"til {end}", f"until {end}")
    return Text(f"{start} til {end}", f"{start} to {end}")


def _span(span: Span) -> Text:
    """Say a span by its first and last day."""
    return _between(span.start, span.last)
