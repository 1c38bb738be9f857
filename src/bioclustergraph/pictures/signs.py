"""The legend of a network: its signs are drawn like what they explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.pictures import forms, layout, looks, svg
from bioclustergraph.pictures.frame import Entry, Section
from bioclustergraph.pictures.words import capital

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Network
    from bioclustergraph.pictures.colouring import Colouring
    from bioclustergraph.pictures.svg import Point


def legend(
    network: Network, lines: list[forms.Bundle], chosen: Colouring, language: Language
) -> tuple[Section, ...]:
    """Explain shapes, colours, lines and their ends: what is drawn, and nothing else."""
    kinds: dict[str, str] = {}
    for node in network.nodes:
        kinds[node.thing.kind] = capital(node.thing.kind_label.in_language(language))
    icons = _icons(list(kinds), [look for look, _ in chosen.lines], directed=network.directed)
    sections = [
        Section(
            Text("Ting", "Things").in_language(language),
            tuple(
                Entry(words, icons.of_node(kind, chosen.by_kind(kind)))
                for kind, words in sorted(kinds.items(), key=lambda it: it[1])
            ),
        )
    ]
    if chosen.nodes:
        sections.append(
            Section(
                chosen.heading,
                tuple(Entry(words, _patch(colour)) for colour, words in chosen.nodes),
            )
        )
    if chosen.lines:
        sections.append(
            Section(
                chosen.lines_heading,
                tuple(Entry(words, icons.of_line(look)) for look, words in chosen.lines),
            )
        )
    sections.append(_certainties(lines, network, language))
    return tuple(section for section in sections if section.entries)


def _patch(colour: looks.Colour) -> Callable[[Element], None]:
    def draw(parent: Element) -> None:
        made = svg.group(parent, f"s-{colour}")
        svg.rect(made, (4, -7), (26, 14), f"node t-{colour}", radius=2)

    return draw


def _certainties(lines: list[forms.Bundle], network: Network, language: Language) -> Section:
    """Explain whole and broken lines, and thick ones where there are any."""

    def sample(kind: str, thick: float) -> Callable[[Element], None]:
        def draw(parent: Element) -> None:
            svg.path(parent, svg.lines([(0, 0), (34, 0)]), f"{kind} s-black").set(
                "stroke-width", svg.number(thick)
            )

        return draw

    entries = []
    dated = network.selection.is_dated
    if any(line.is_certain for line in lines):
        words = (
            Text("Sikker i den valgte tiden", "Certain at the chosen time")
            if dated
            else Text("Sikker en eller annen gang", "Certain at some time")
        )
        entries.append(Entry(words.in_language(language), sample("line", 1.6)))
    if not all(line.is_certain for line in lines):
        words = Text(
            "Mulig: kildene utelukker den ikke", "Possible: the sources do not rule it out"
        )
        entries.append(Entry(words.in_language(language), sample("dashed", 1.6)))
    if not network.directed and len({line.weight for line in lines}) > 1:
        words = Text("Tykkere: de deler mer", "Thicker: they share more")
        entries.append(Entry(words.in_language(language), sample("line", 5)))
    return Section(Text("Sikkerhet", "Certainty").in_language(language), tuple(entries))


@dataclass(frozen=True, slots=True)
class _Icons:
    """The signs of a legend, drawn by Graphviz like what they explain."""

    laid: layout.Laid
    kinds: list[str]
    lines: list[looks.Line]

    def of_node(self, kind: str, colour: looks.Colour) -> Callable[[Element], None]:
        name = f"k{self.kinds.index(kind)}"

        def draw(parent: Element) -> None:
            made = self._moved(svg.group(parent, f"s-{colour}"), self.laid.centres[name], 17)
            for stroke in self.laid.outlines[name]:
                stroke.draw(made, "fold" if stroke.form == "lines" else f"node t-{colour}")

        return draw

    def of_line(self, look: looks.Line) -> Callable[[Element], None]:
        number = self.lines.index(look)

        def draw(parent: Element) -> None:
            made = svg.group(parent, f"s-{look.colour}")
            made.set("stroke-width", "1.6")
            made = self._moved(made, self.laid.centres[f"a{number}"], 0)
            for stroke in self.laid.routes[number]:
                stroke.draw(made, "line")
            for stroke in self.laid.heads[number]:
                forms.draw_head(made, stroke, look.colour)

        return draw

    @staticmethod
    def _moved(parent: Element, centre: Point, x: float) -> Element:
        return svg.group(parent, shift=(x - centre[0], -centre[1]))


def _icons(kinds: list[str], lines: list[looks.Line], *, directed: bool) -> _Icons:
    written = ["digraph {", 'node [fixedsize=true, label=""]', "edge [arrowsize=0.8]"]
    for number, kind in enumerate(kinds):
        form = looks.body(kind).shape
        written.append(
            f'k{number} [{forms.shape(form)}, width=0.42, height=0.21, pos="20,{number * 40}"]'
        )
    for number, look in enumerate(lines):
        y = number * 40
        written += [
            f'a{number} [shape=point, width=0.001, pos="100,{y}"]',
            f'b{number} [shape=point, width=0.001, pos="134,{y}"]',
            f"a{number} -> b{number} [id={number}, {forms.heads(look, directed=directed)}]",
        ]
    return _Icons(layout.laid_out("\n".join([*written, "}"]), pinned=True), kinds, lines)
