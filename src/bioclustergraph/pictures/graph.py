"""A network as nodes and lines, laid out by Graphviz."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from bioclustergraph.errors import Text
from bioclustergraph.pictures import forms, layout, lettering, looks, signs, svg
from bioclustergraph.pictures.colouring import Colouring, colouring
from bioclustergraph.pictures.frame import Drawing
from bioclustergraph.pictures.words import capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Edge, Network, Node


_DENSE: Final = 120
"""With more lines they are drawn straight, thin and see-through."""

_STARTS: Final = (7, 1, 2, 3, 4, 5)
"""Beginnings of Graphviz's chance: always the same ones, so that a picture is too."""

_ASPECT: Final = 1.5

_HAIRBALL: Final = 400
"""With more relations single lines are not told apart; a matrix is better to read."""


def drawn(network: Network, language: Language, *, colour: str = "kind") -> Drawing:
    """Draw a network.

    Args:
        network: what is drawn; it has nodes.
        language: of names and the legend.
        colour: what colours mean: ``kind``, ``certainty``, ``role`` or ``place``.

    Raises:
        MissingLibrary: Graphviz is not installed.
        PictureError: it did not manage.
    """
    chosen = colouring(network, colour, language)
    lines = _lines(network, chosen)
    names = {
        node.iri: lettering.folded(
            node.thing.label.in_language(language),
            forms.FOLD,
            forms.SIZE,
            bold=looks.body(node.thing.kind).bold,
        )
        for node in network.nodes
    }
    laid = _best(_dot(network, lines, names), len(lines))
    body = Element("g", {"class": "graph"})
    dense = len(lines) > _DENSE
    for number, line in enumerate(lines):
        _draw_line(body, network, line, laid.routes[number], laid.heads[number], language, dense)
    for number, node in enumerate(network.nodes):
        _draw_node(body, node, chosen, laid, f"n{number}", names[node.iri], language)
    return Drawing(
        size=laid.size,
        body=body,
        legend=signs.legend(network, lines, chosen, language),
        description=_described(network, language),
    )


def _best(dot: str, lines: int) -> layout.Laid:
    """Lay out from some beginnings, and choose the one that fills a page that lies down best."""
    starts = _STARTS if lines <= _DENSE else _STARTS[:1]
    tried = (layout.laid_out(dot.replace("START", str(start))) for start in starts)
    return min(tried, key=lambda laid: max(laid.size[0], laid.size[1] * _ASPECT))


def _lines(network: Network, chosen: Colouring) -> list[forms.Bundle]:
    together: defaultdict[tuple[str, str, looks.Line], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        together[edge.source, edge.target, chosen.line(edge)].append(edge)
    return [
        forms.Bundle(source, target, look, tuple(edges))
        for (source, target, look), edges in together.items()
    ]


def _dot(network: Network, lines: list[forms.Bundle], names: dict[str, tuple[str, ...]]) -> str:
    """Write what Graphviz lays out: boxes of the right size, and what joins them."""
    numbers = {node.iri: f"n{number}" for number, node in enumerate(network.nodes)}
    dense = len(lines) > _DENSE
    written = [
        "digraph {",
        # sfdp lies down rather than stands; prism then pushes boxes apart, and pack the components.
        'graph [start=START, overlap=prism, overlap_scaling=-2.6, sep="+10", esep="+4", pack=18]',
        f"graph [splines={'false' if dense else 'true'}]",
        'node [fixedsize=true, label=""]',
        "edge [arrowsize=0.8]",
    ]
    for node in network.nodes:
        look = looks.body(node.thing.kind)
        across, down = forms.size(look, names[node.iri])
        written.append(
            f"{numbers[node.iri]} [{forms.shape(look.shape)}, "
            f"width={across / 72:.4f}, height={down / 72:.4f}]"
        )
    for number, line in enumerate(lines):
        written.append(
            f"{numbers[line.source]} -> {numbers[line.target]} "
            f"[id={number}, {forms.heads(line.look, directed=network.directed)}]"
        )
    return "\n".join([*written, "}"])


def _draw_line(  # noqa: PLR0913, PLR0917  # what a line is drawn of
    body: Element,
    network: Network,
    line: forms.Bundle,
    route: Iterable[layout.Stroke],
    heads: Iterable[layout.Stroke],
    language: Language,
    dense: bool,  # noqa: FBT001  # private
) -> None:
    made = svg.group(body, f"edge s-{line.look.colour}", title=_told(network, line, language))
    made.set("data-certainty", "certain" if line.is_certain else "possible")
    thick = min(1.5 + 1.1 * (line.weight - 1), 7) if not dense else 1.1
    made.set("stroke-width", svg.number(thick))
    if dense:
        made.set("opacity", "0.7" if len(network.edges) < _HAIRBALL else "0.3")
    for stroke in route:
        stroke.draw(made, "line" if line.is_certain else "dashed")
    for stroke in heads:
        forms.draw_head(made, stroke, line.look.colour)


def _draw_node(  # noqa: PLR0913, PLR0917  # what a node is drawn of
    body: Element,
    node: Node,
    chosen: Colouring,
    laid: layout.Laid,
    name: str,
    label: tuple[str, ...],
    language: Language,
) -> None:
    look, colour = looks.body(node.thing.kind), chosen.node(node)
    kind = node.thing.kind_label.in_language(language)
    made = svg.group(
        body, f"s-{colour}", title=f"{node.thing.label.in_language(language)} ({kind})"
    )
    for stroke in laid.outlines[name]:
        stroke.draw(made, "fold" if stroke.form == "lines" else f"node t-{colour}")
    x, y = laid.centres[name]
    y += {"folder": 2, "tab": 2, "box3d": 2}.get(look.shape, 0)
    if look.shape == "house":  # the roof takes the upper part
        y += forms.size(look, label)[1] * 0.11
    x -= 5 if look.shape == "cds" else 2 if look.shape == "box3d" else 0
    step = forms.SIZE * lettering.LEADING
    y -= step * (len(label) - 1) / 2
    for line in label:
        svg.text(
            made,
            (x, y + forms.SIZE * 0.35),
            line,
            forms.SIZE,
            kind="label",
            bold=look.bold,
            anchor="middle",
        ).set("stroke", "none")
        y += step


def _told(network: Network, line: forms.Bundle, language: Language) -> str:
    """Say what a line is to whoever points at it, with its dates and sources."""
    names = {node.iri: node.thing.label.in_language(language) for node in network.nodes}
    joined = " → " if network.directed else " – "
    told = [f"{names[line.source]}{joined}{names[line.target]}"]
    for edge in line.edges:
        role = network.labels[edge.role].in_language(language) if edge.role else ""
        said = [capital(network.labels[edge.kind].in_language(language)), role]
        if edge.start or edge.end:
            said.append(f"{edge.start or '…'}–{edge.end or '…'}")
        if edge.via:
            said.append(
                "; ".join(network.things[via].label.in_language(language) for via in edge.via)
            )
        said.append(certainty(edge.certainty).in_language(language))
        documents = [
            network.documents[source.document].title.in_language(language)
            for source in edge.sources
            if source.document in network.documents
        ]
        told.append(", ".join(filter(None, said)) + (f". {'; '.join(documents)}" * bool(documents)))
    return "\n".join(told)


def certainty(word: str) -> Text:
    """Name a certainty."""
    return Text("sikker", "certain") if word == "certain" else Text("mulig", "possible")


def _described(network: Network, language: Language) -> str:
    """Tell in words who has the most relations, to those who do not see the picture."""
    degree: defaultdict[str, int] = defaultdict(int)
    for edge in network.edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    names = {node.iri: node.thing.label.in_language(language) for node in network.nodes}
    most = sorted(degree, key=lambda iri: (-degree[iri], names[iri]))[:5]
    if not most:
        return ""
    listed = ", ".join(f"{names[iri]} ({degree[iri]})" for iri in most)
    return Text(f"Flest relasjoner har {listed}.", f"Most relations: {listed}.").in_language(
        language
    )
