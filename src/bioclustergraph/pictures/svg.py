"""SVG as elements: the few that pictures are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from bioclustergraph.pictures import lettering

if TYPE_CHECKING:
    from collections.abc import Iterable

Point = tuple[float, float]


def number(value: float) -> str:
    """Write a length with a tenth of a pixel, which is all that is seen; ``-0.0`` is ``0``.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def group(parent: Element, kind: str = "", *, title: str = "", shift: Point = (0, 0)) -> Element:
    """Add a group, with what is said when a reader points at it."""
    made = SubElement(parent, "g", _classed(kind))
    if shift != (0, 0):
        made.set("transform", f"translate({number(shift[0])} {number(shift[1])})")
    if title:
        SubElement(made, "title").text = title
    return made


def text(  # noqa: PLR0913  # a text has as many properties
    parent: Element,
    at: Point,
    words: str,
    size: float,
    *,
    kind: str = "",
    bold: bool = False,
    anchor: str = "start",
    turned: bool = False,
) -> Element:
    """Add a line of text, drawn as wide as it was reckoned whatever face the reader has.

    Args:
        parent: what it is added to.
        at: where its baseline begins, is in the middle or ends.
        words: the text.
        size: of the face.
        kind: the class.
        bold: whether it is in bold.
        anchor: which part of it is at ``at``: ``start``, ``middle`` or ``end``.
        turned: whether it is read from below upwards.
    """
    made = SubElement(parent, "text", _classed(kind))
    made.set("x", number(at[0]))
    made.set("y", number(at[1]))
    made.set("font-size", number(size))
    if bold:
        made.set("font-weight", "bold")
    if anchor != "start":
        made.set("text-anchor", anchor)
    if turned:
        made.set("transform", f"rotate(-90 {number(at[0])} {number(at[1])})")
    made.set("textLength", number(lettering.width(words, size, bold=bold)))
    made.set("lengthAdjust", "spacingAndGlyphs")
    made.text = words
    return made


def rect(parent: Element, at: Point, size: Point, kind: str = "", *, radius: float = 0) -> Element:
    """Add a rectangle by its upper left corner."""
    made = SubElement(parent, "rect", _classed(kind))
    for name, value in zip(("x", "y", "width", "height"), (*at, *size), strict=True):
        made.set(name, number(value))
    if radius:
        made.set("rx", number(radius))
    return made


def ellipse(parent: Element, centre: Point, radii: Point, kind: str = "") -> Element:
    """Add an ellipse."""
    made = SubElement(parent, "ellipse", _classed(kind))
    for name, value in zip(("cx", "cy", "rx", "ry"), (*centre, *radii), strict=True):
        made.set(name, number(value))
    return made


def path(parent: Element, steps: str, kind: str = "") -> Element:
    """Add a path."""
    return SubElement(parent, "path", {"d": steps, **_classed(kind)})


def lines(points: Iterable[Point], *, closed: bool = False) -> str:
    """Write the steps of straight lines from point to point."""
    return "M" + "L".join(map(_point, points)) + ("Z" if closed else "")


def curve(points: Iterable[Point], *, closed: bool = False) -> str:
    """Write the steps of a cubic Bézier curve, whose points Graphviz gives in threes after one."""
    first, *others = map(_point, points)
    return f"M{first}C{' '.join(others)}" + ("Z" if closed else "")


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _classed(kind: str) -> dict[str, str]:
    return {"class": kind} if kind else {}
