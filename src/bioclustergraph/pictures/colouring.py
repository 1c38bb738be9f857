"""What colours mean in a picture of a network: kinds, certainty, roles or places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.pictures import looks
from bioclustergraph.pictures.words import capital

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Edge, Network, Node

CHOICES: Final = ("kind", "certainty", "role", "place")


@dataclass(frozen=True, slots=True)
class Colouring:
    """What colours mean.

    Attributes:
        node: gives the colour of a node.
        line: gives the look of an edge.
        by_kind: gives the colour of a kind of thing in the legend.
        lines: the looks of edges and what they mean, as the legend lists them.
        lines_heading: what is said above them.
        nodes: colours of nodes that are not those of their kinds, and what they mean.
        heading: what is said above them.
    """

    node: Callable[[Node], looks.Colour]
    line: Callable[[Edge], looks.Line]
    by_kind: Callable[[str], looks.Colour]
    lines: tuple[tuple[looks.Line, str], ...]
    lines_heading: str
    nodes: tuple[tuple[looks.Colour, str], ...] = ()
    heading: str = ""


def colouring(network: Network, choice: str, language: Language) -> Colouring:
    """Decide what colours mean.

    Args:
        network: what is drawn.
        choice: one of :data:`CHOICES`.
        language: of the legend.

    Raises:
        ParameterError: there is no such choice.
    """
    if choice == "kind":
        return _of_kinds(network, language)
    if choice == "certainty":
        return _of_certainty(network, language)
    if choice == "role":
        return _of_roles(network, language)
    if choice == "place":
        return _of_places(network, language)
    every = ", ".join(CHOICES)
    raise ParameterError(
        Text(f"Farger kan ikke bety «{choice}».", f"Colours cannot mean “{choice}”."),
        hint=Text(f"Velg en av {every}.", f"Choose one of {every}."),
    )


def _of_kinds(network: Network, language: Language) -> Colouring:
    return Colouring(
        node=lambda node: looks.body(node.thing.kind).colour,
        line=lambda edge: looks.line(edge.kind),
        by_kind=lambda kind: looks.body(kind).colour,
        lines=_kinds(network, language),
        lines_heading=_relations(language),
    )


def _kinds(network: Network, language: Language) -> tuple[tuple[looks.Line, str], ...]:
    """Name the kinds of relation; those that share a look share a line of the legend."""
    named: dict[looks.Line, list[str]] = {}
    for kind in sorted({edge.kind for edge in network.edges}):
        label = capital(network.labels[kind].in_language(language))
        named.setdefault(looks.line(kind), []).append(label)
    return tuple(
        sorted(((look, ", ".join(words)) for look, words in named.items()), key=lambda it: it[1])
    )


def _of_certainty(network: Network, language: Language) -> Colouring:
    sure = {
        side
        for edge in network.edges
        if edge.certainty == "certain"
        for side in (edge.source, edge.target)
    }
    words = {
        True: Text("Noe er sikkert om den", "Something about it is certain"),
        False: Text("Alt om den er bare mulig", "Everything about it is only possible"),
    }
    colours: dict[bool, looks.Colour] = {True: "blue", False: "orange"}
    seen = {node.iri in sure for node in network.nodes}
    lines = {edge.certainty for edge in network.edges}
    heads = {"certain": looks.Line("blue"), "possible": looks.Line("orange", "onormal")}
    told = {
        "certain": Text("Sikker relasjon", "Certain relation"),
        "possible": Text("Mulig relasjon", "Possible relation"),
    }
    return Colouring(
        node=lambda node: colours[node.iri in sure],
        line=lambda edge: heads[edge.certainty],
        by_kind=lambda _kind: "grey",
        lines=tuple((heads[it], told[it].in_language(language)) for it in sorted(lines)),
        lines_heading=_relations(language),
        nodes=tuple(
            (colours[it], words[it].in_language(language)) for it in (True, False) if it in seen
        ),
        heading=Text("Farger", "Colours").in_language(language),
    )


def _of_roles(network: Network, language: Language) -> Colouring:
    counted = Counter(edge.role for edge in network.edges if edge.role)
    first = sorted(counted, key=lambda role: (-counted[role], role))[: len(looks.SERIES)]
    heads = ("normal", "onormal", "diamond", "odiamond", "dot", "odot", "box", "obox")
    given = {
        role: looks.Line(colour, head)
        for role, colour, head in zip(first, looks.SERIES, heads, strict=False)
    }
    listed = [(given[role], capital(network.labels[role].in_language(language))) for role in first]
    if len(counted) > len(first):
        listed.append((looks.PLAIN, Text("Andre roller", "Other roles").in_language(language)))
    elif any(edge.role is None for edge in network.edges):
        listed.append((looks.PLAIN, Text("Uten rolle", "Without a role").in_language(language)))
    return Colouring(
        node=lambda _node: "grey",
        line=lambda edge: given.get(edge.role or "", looks.PLAIN),
        by_kind=lambda _kind: "grey",
        lines=tuple(listed),
        lines_heading=Text("Roller", "Roles").in_language(language),
    )


def _of_places(network: Network, language: Language) -> Colouring:
    """Colour by the place that most of those in a network have; a place in it comes before it."""
    counted = Counter(place for node in network.nodes for place in node.thing.places)
    own = Counter(place for node in network.nodes if (place := _own(node, counted)) is not None)
    first = sorted(own, key=lambda place: (-own[place], place))[: len(looks.SERIES) - 1]
    given = dict(zip(first, looks.SERIES, strict=False))
    names = {place: _name(network, place, language) for place in first}
    listed = [(given[place], names[place]) for place in first]
    if len(own) > len(first):
        listed.append(("black", Text("Andre steder", "Other places").in_language(language)))
    if any(not node.thing.places for node in network.nodes):
        listed.append(("grey", Text("Sted ikke kjent", "Place not known").in_language(language)))
    return Colouring(
        node=lambda node: (
            given.get(_own(node, counted) or "", "black") if node.thing.places else "grey"
        ),
        line=lambda edge: looks.line(edge.kind),
        by_kind=lambda _kind: "grey",
        lines=_kinds(network, language),
        lines_heading=_relations(language),
        nodes=tuple(listed),
        heading=Text("Steder", "Places").in_language(language),
    )


def _own(node: Node, counted: Counter[str]) -> str | None:
    """Choose one place of a thing: the narrowest, which the fewest others have."""
    return min(node.thing.places, key=lambda place: (counted[place], place), default=None)


def _name(network: Network, place: str, language: Language) -> str:
    thing = network.things.get(place)
    return thing.label.in_language(language) if thing else place.rpartition("/")[2]


def _relations(language: Language) -> str:
    return Text("Relasjoner", "Relations").in_language(language)
