"""The forms of nodes and lines: how large, of which shape, with which ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.pictures import lettering, looks

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from bioclustergraph.networks import Edge
    from bioclustergraph.pictures import layout
    from bioclustergraph.pictures.svg import Point

SIZE: Final = 12.5


FOLD: Final = 118
"""Wider names are broken into lines."""


_ROOM: Final = {
    # What a shape takes more than its name, as a share of the name and in pixels: across and down.
    "ellipse": (1.24, 14, 1.3, 12),
    "hexagon": (1.0, 10, 1.0, 16),
    "octagon": (1.06, 18, 1.0, 16),
    "component": (1.0, 26, 1.0, 16),
    "cds": (1.0, 38, 1.15, 16),
    "house": (1.0, 20, 1.36, 16),
    "box3d": (1.0, 26, 1.0, 20),
    "folder": (1.0, 18, 1.0, 20),
    "tab": (1.0, 18, 1.0, 20),
    "note": (1.0, 26, 1.0, 14),
}


_BOX: Final = (1.0, 18, 1.0, 13)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is drawn as one line: all edges of a look between the same two."""

    source: str
    target: str
    look: looks.Line
    edges: tuple[Edge, ...]

    @property
    def is_certain(self) -> bool:
        """Whether one of them is."""
        return any(edge.certainty == "certain" for edge in self.edges)

    @property
    def weight(self) -> int:
        """How much the two share."""
        return max(edge.weight for edge in self.edges)


def shape(shape: str) -> str:
    """Write a shape of ours for Graphviz."""
    return "shape=box, style=rounded" if shape == "rounded" else f"shape={shape}"


def heads(look: looks.Line, *, directed: bool) -> str:
    """Give the ends of a line; two equals have the same mark at both ends."""
    if directed:
        return f"arrowhead={look.head}"
    mark = {"normal": "none", "onormal": "odot"}.get(look.head, look.head)
    return f"dir=both, arrowhead={mark}, arrowtail={mark}"


def size(look: looks.Body, name: tuple[str, ...]) -> Point:
    """Give the room that a name takes in a shape: across and down."""
    share, more, share_down, more_down = _ROOM.get(look.shape, _BOX)
    across = max(lettering.width(line, SIZE, bold=look.bold) for line in name)
    down = len(name) * SIZE * lettering.LEADING
    if look.shape == "hexagon":  # its sides come in by a quarter of its width
        return (across + more) / (1 - 0.5 * down / (down + more_down)), down + more_down
    return across * share + more, down * share_down + more_down


def draw_head(parent: Element, stroke: layout.Stroke, colour: looks.Colour) -> None:
    """Draw the end of a line, whole or hollow."""
    if stroke.filled:
        stroke.draw(parent, f"head f-{colour}")
    else:
        stroke.draw(parent, "head hollow" if stroke.form != "lines" else "head")
    parent[-1].set("stroke-width", "1.2")
