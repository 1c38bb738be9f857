"""The one step from a network to rows of plain cells, which every form is written from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph.export import spans
from bioclustergraph.export.columns import EDGES, NODES, SOURCES, Cell, Column
from bioclustergraph.export.heading import Heading
from bioclustergraph.export.texts import clean, quotable
from bioclustergraph.relations import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.errors import Language
    from bioclustergraph.export.spans import Span
    from bioclustergraph.networks import Edge, Network, Node
    from bioclustergraph.relations import Source

Row = dict[str, Cell]
"""One node or edge by the names of its columns, in their order; what is not known is not there."""


@dataclass(frozen=True, slots=True)
class Item:
    """A node or an edge.

    Attributes:
        row: its cells.
        held: when it is in the network: what was chosen by ``certain_only`` counts here.
        sure: the part of that when it certainly is.
    """

    row: Row
    held: tuple[Span, ...]
    sure: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """A network as rows.

    Attributes:
        heading: what it is.
        directed: whether edges lead from one node to the other.
        nodes: one for each node, those without an edge too.
        edges: one for each edge; several may join the same two nodes.
        sources: one row for each document that an edge rests on.
    """

    heading: Heading
    directed: bool
    nodes: tuple[Item, ...] = field(repr=False)
    edges: tuple[Item, ...] = field(repr=False)
    sources: tuple[Row, ...] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is no node, and so no edge either."""
        return not self.nodes

    def names(self) -> dict[str, str]:
        """Give a name that no other node has, by IRI: its label, if need be with its IRI.

        For forms that know a node by its label.
        """
        labels = {str(node.row["id"]): str(node.row["label"]) for node in self.nodes}
        often = Counter(map(quotable, labels.values()))
        return {
            iri: label if often[quotable(label)] == 1 else f"{label} <{iri}>"
            for iri, label in labels.items()
        }


def flatten(network: Network, language: Language = "nb") -> Flat:
    r"""Make rows of a network.

    Characters that XML and spreadsheets cannot hold become U+FFFD, the replacement character, and
    line ends ``\n``, so that a text is the same in every form.

    Args:
        network: the network.
        language: of labels.
    """
    certain_only = network.selection.certain_only
    return Flat(
        heading=Heading.of(network, language),
        directed=network.directed,
        nodes=tuple(
            _item(_node(node, language), node.spells, NODES, certain_only=certain_only)
            for node in network.nodes
        ),
        edges=tuple(
            _item(
                _edge(number, edge, network, language),
                edge.spells,
                EDGES,
                certain_only=certain_only,
            )
            for number, edge in enumerate(network.edges, 1)
        ),
        sources=_sources(network, language),
    )


def _item(
    cells: dict[str, Cell | None],
    spells: tuple[Bounds, ...],
    columns: tuple[Column, ...],
    *,
    certain_only: bool,
) -> Item:
    possible, certain = spans.possible(spells), spans.certain(spells)
    cells |= {
        "possible": tuple(map(str, possible)),
        "certain": tuple(map(str, certain)),
    }
    return Item(_row(cells, columns), certain if certain_only else possible, certain)


def _node(node: Node, language: Language) -> dict[str, Cell | None]:
    thing = node.thing
    return {
        "id": thing.iri,
        "label": thing.label.in_language(language) or thing.iri,
        "label_nb": thing.label.nb,
        "label_en": thing.label.en,
        "kind": _local(thing.kind),
        "kind_label": thing.kind_label.in_language(language),
        "number": thing.number,
        "places": thing.places,
        "former": node.former,
    }


def _edge(number: int, edge: Edge, network: Network, language: Language) -> dict[str, Cell | None]:
    labels = network.labels
    role = edge.role or ""
    # The four bounds are those of one relation; what is shared has spans only.
    alone = edge.spells[0] if len(edge.relations) == len(edge.spells) == 1 else Bounds()
    return {
        "id": f"e{number}",
        "source": edge.source,
        "target": edge.target,
        "kind": _local(edge.kind),
        "label": labels[edge.kind].in_language(language)
        if edge.kind in labels
        else _local(edge.kind),
        "role": edge.role,
        "role_label": labels[role].in_language(language) if role in labels else None,
        "stated_start": edge.start,
        "stated_end": edge.end,
        "start_earliest": alone.start_earliest,
        "start_latest": alone.start_latest,
        "end_earliest": alone.end_earliest,
        "end_latest": alone.end_latest,
        "certainty": edge.certainty,
        "weight": edge.weight,
        "certain_weight": edge.certain_weight,
        "via": edge.via,
        "via_label": "; ".join(
            network.things[iri].label.in_language(language)
            for iri in edge.via
            if iri in network.things
        ),
        "relations": edge.relations,
        "documents": tuple(source.document for source in edge.sources),
        "passages": tuple(passage for source in edge.sources for passage in source.passages),
        "sources": "; ".join(_cited(source, network, language) for source in edge.sources),
    }


def _cited(source: Source, network: Network, language: Language) -> str:
    document = network.documents.get(source.document)
    if document is None:
        return source.document
    issued = f" ({document.issued})" if document.issued else ""
    return f"{document.title.in_language(language)}{issued}"


def _sources(network: Network, language: Language) -> tuple[Row, ...]:
    counted = Counter(
        document
        for edge in network.edges
        for document in dict.fromkeys(source.document for source in edge.sources)
    )
    rows = []
    for iri, edges in sorted(counted.items()):
        document = network.documents.get(iri)
        cells: dict[str, Cell | None] = {"id": iri, "edges": edges}
        if document is not None:
            cells["title"] = document.title.in_language(language)
            cells |= {"issued": document.issued, "address": document.address}
        rows.append(_row(cells, SOURCES))
    return tuple(rows)


def _row(cells: dict[str, Cell | None], columns: Iterable[Column]) -> Row:
    """Keep what is known, in the order of the columns, and free of what forms cannot hold."""
    row: Row = {}
    for column in columns:
        cell = cells.get(column.name)
        if isinstance(cell, str):
            cell = clean(cell)
        elif isinstance(cell, tuple):
            cell = tuple(map(clean, cell))
        if cell is not None and cell not in ("", ()):
            row[column.name] = cell
    return row


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
