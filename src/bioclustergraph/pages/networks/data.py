"""A network as the script of its page reads it: all of it, with the days on which it held.

It is a serialised graph of graphology. What comes again and again (spells, documents, kinds) is
written once and named by its number, so that a network of thousands is no longer than need be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph.pages.networks.asked import local, short
from bioclustergraph.pages.networks.rows import said, sure
from bioclustergraph.pictures import looks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.networks import Edge, Network
    from bioclustergraph.pages.frame.rendering import Speech
    from bioclustergraph.relations import Bounds, Thing

FIRST_YEAR: Final = 1998
"""Where the slider begins."""

_SHAPES: Final = {
    "ellipse": "circle",
    "rounded": "circle",
    "box": "square",
    "tab": "square",
    "box3d": "diamond",
    "octagon": "diamond",
    "cds": "diamond",
    "hexagon": "triangle",
    "house": "triangle",
    "component": "wedge",
    "folder": "wedge",
    "note": "wedge",
}
"""What stands in the browser for a shape of Graphviz; with the colour, no two kinds are alike."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing or of relation in a network.

    Attributes:
        name: of the class, as the address has it.
        label: what it is called.
        colour: the name of its colour.
        shape: of a thing: its shape; of a relation: ``line``.
        number: how many there are.
    """

    name: str
    label: str
    colour: str
    shape: str
    number: int


def shape(kind: str) -> str:
    """Give the shape of a kind of thing in the browser."""
    return _SHAPES.get(looks.body(kind).shape, "square")


def kinds_of_things(network: Network, talk: Speech) -> list[Kind]:
    """Give the kinds of thing in a network, those that there are most of first."""
    found: dict[str, list[Thing]] = {}
    for node in network.nodes:
        found.setdefault(node.thing.kind, []).append(node.thing)
    return _sorted(
        Kind(
            local(kind),
            talk.say(things[0].kind_label),
            looks.body(kind).colour,
            shape(kind),
            len(things),
        )
        for kind, things in found.items()
    )


def kinds_of_relations(network: Network, talk: Speech) -> list[Kind]:
    """Give the kinds of relation in a network, those that there are most of first."""
    found: dict[str, int] = {}
    for edge in network.edges:
        found[edge.kind] = found.get(edge.kind, 0) + 1
    return _sorted(
        Kind(
            local(kind),
            talk.say(network.labels[kind]) if kind in network.labels else local(kind),
            looks.line(kind).colour,
            "line",
            number,
        )
        for kind, number in found.items()
    )


def years(network: Network) -> tuple[int, int]:
    """Give the first and the last year that the slider has.

    The last one is that of the newest source or of the latest beginning: what is shown is the same
    whenever it is asked. (The browser, which knows what day it is, goes on to this year.)
    """
    issued = {it.issued[:4] for it in network.documents.values() if it.issued}
    begun = {
        spell.start_earliest[:4]
        for edge in network.edges
        for spell in edge.spells
        if spell.start_earliest
    }
    last = max((int(year) for year in issued | begun if year.isdigit()), default=FIRST_YEAR)
    return FIRST_YEAR, max(last, FIRST_YEAR)


def data(network: Network, talk: Speech) -> bytes:
    """Write a whole network for the script.

    Args:
        network: for no days: the script chooses among all of it.
        talk: in which language, and how links are written.
    """
    return _Writer(network, talk).written()


@dataclass(frozen=True, slots=True)
class _Writer:
    network: Network
    talk: Speech
    _spells: dict[Bounds, int] = field(default_factory=dict)
    _documents: dict[str, int] = field(default_factory=dict)
    _vias: dict[str, int] = field(default_factory=dict)

    def written(self) -> bytes:
        network, talk = self.network, self.talk
        nodes = [
            {
                "key": short(node.iri),
                "attributes": {
                    "label": talk.say(node.thing.label),
                    "kind": local(node.thing.kind),
                    "href": talk.href(node.iri),
                    "spells": [self._spell(spell) for spell in node.spells],
                },
            }
            for node in network.nodes
        ]
        edges = [self._edge(str(number), edge) for number, edge in enumerate(network.edges)]
        first, last = years(network)
        whole = {
            "options": {
                "type": "directed" if network.directed else "undirected",
                "multi": True,
                "allowSelfLoops": True,
            },
            "attributes": {
                "view": network.view.name,
                "title": talk.say(network.view.title),
                "release": network.release,
                "years": [first, last],
                "things": self._looks(),
                "relations": {
                    local(kind): {
                        "label": talk.say(network.labels[kind])
                        if kind in network.labels
                        else local(kind),
                        "light": looks.FULL[looks.line(kind).colour],
                        "dark": looks.ON_DARK[looks.line(kind).colour],
                    }
                    for kind in dict.fromkeys(edge.kind for edge in network.edges)
                },
                "spells": [
                    [it.start_earliest, it.start_latest, it.end_earliest, it.end_latest]
                    for it in self._spells
                ],
                "documents": [self._document(iri) for iri in self._documents],
                "vias": [self._via(iri) for iri in self._vias],
            },
            "nodes": nodes,
            "edges": edges,
        }
        return (json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    def _edge(self, key: str, edge: Edge) -> dict[str, Any]:
        network, talk = self.network, self.talk
        attributes: dict[str, Any] = {"kind": local(edge.kind), "when": talk.say(said(edge))}
        certainly = sure(edge)
        if certainly is not None:
            attributes["sure"] = talk.say(certainly)
        if edge.role is not None:
            role = network.labels.get(edge.role)
            attributes["role"] = talk.say(role) if role else local(edge.role)
        if edge.via:
            attributes["shared"] = [
                [self._number(self._vias, via), [self._spell(spell) for spell in spells]]
                for via, spells in zip(edge.via, edge.shared, strict=True)
            ]
        else:
            attributes["spells"] = [self._spell(spell) for spell in edge.spells]
            attributes["href"] = talk.href(edge.relations[0])
            attributes["documents"] = [
                self._number(self._documents, source.document) for source in edge.sources
            ]
        return {
            "key": key,
            "source": short(edge.source),
            "target": short(edge.target),
            "undirected": not network.directed,
            "attributes": attributes,
        }

    def _looks(self) -> dict[str, Any]:
        found = {}
        for node in self.network.nodes:
            thing = node.thing
            if local(thing.kind) not in found:
                body = looks.body(thing.kind)
                found[local(thing.kind)] = {
                    "label": self.talk.say(thing.kind_label),
                    "light": looks.FULL[body.colour],
                    "dark": looks.ON_DARK[body.colour],
                    "shape": shape(thing.kind),
                    "bold": body.bold,
                }
        return found

    def _document(self, iri: str) -> list[str | None]:
        known = self.network.documents.get(iri)
        title = self.talk.say(known.title) if known else iri
        return [title, known.issued if known else None, self.talk.href(iri)]

    def _via(self, iri: str) -> list[str | None]:
        known = self.network.things.get(iri)
        return [self.talk.say(known.label) if known else short(iri), self.talk.href(iri)]

    def _spell(self, spell: Bounds) -> int:
        return self._spells.setdefault(spell, len(self._spells))

    @staticmethod
    def _number(table: dict[str, int], iri: str) -> int:
        return table.setdefault(iri, len(table))


def _sorted(kinds: Iterable[Kind]) -> list[Kind]:
    return sorted(kinds, key=lambda kind: (-kind.number, kind.label.casefold()))
