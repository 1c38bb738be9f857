"""What every picture has around it: a title, the day, a legend, and where it all comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bioclustergraph.pictures import lettering, looks, svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.pictures.svg import Point

MARGIN: Final = 28
NARROWEST: Final = 700
_TITLE: Final = 22
_SMALL: Final = 12
_NOTE: Final = 11
_SWATCH: Final = 42
_ROW: Final = 21
_GAP: Final = 30
_COLUMN: Final = 9
"""How many entries of a legend stand under each other before a new column begins."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes:
        words: what it means.
        draw: draws it into a group, with its left middle in (0, 0), 34 wide and 14 high.
    """

    words: str
    draw: Callable[[Element], object]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a legend, with its heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, before it has a frame.

    Attributes:
        size: width and height.
        body: a group with its upper left corner in (0, 0).
        legend: what its colours, shapes and lines mean.
        description: what there is to see, for those who do not see it.
        patterns: the colours whose hatching is used.
    """

    size: Point
    body: Element
    legend: tuple[Section, ...]
    description: str
    patterns: tuple[looks.Colour, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said around a picture.

    Attributes:
        language: of all words.
        title: what the picture shows.
        lines: of which day or period, and how much.
        notes: release, licence and sources.
    """

    language: str
    title: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def framed(drawing: Drawing, caption: Caption) -> bytes:
    """Put a drawing into its frame: an SVG document, the same each time.

    It is told to screen readers as one image with a title and a description (SVG-AAM 1.0), and
    turns dark where the reader's screen is, but not on paper.
    """
    room = max(drawing.size[0], NARROWEST)
    bands = _bands(drawing.legend, room)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "role": "img",
            "aria-labelledby": "title desc",
            "lang": caption.language,
            "font-family": lettering.FAMILY,
        },
    )
    SubElement(root, "title", id="title").text = caption.title
    SubElement(root, "desc", id="desc").text = " ".join(
        (*(f"{line}." for line in caption.lines), drawing.description, *caption.notes)
    )
    SubElement(root, "style").text = _style()
    _patterns(root, drawing.patterns)
    paper = svg.rect(root, (0, 0), (0, 0), "paper")
    y = float(MARGIN)
    for line in lettering.folded(caption.title, room, _TITLE, bold=True):
        y += _TITLE
        svg.text(root, (MARGIN, y - 4), line, _TITLE, bold=True, kind="ink")
    for line in caption.lines:
        for part in lettering.folded(line, room, _SMALL + 1):
            y += 18
            svg.text(root, (MARGIN, y), part, _SMALL + 1, kind="soft")
    y += 18
    drawing.body.set(
        "transform",
        f"translate({svg.number(MARGIN + (room - drawing.size[0]) / 2)} {svg.number(y)})",
    )
    root.append(drawing.body)
    y += drawing.size[1] + 16
    svg.path(root, svg.lines([(MARGIN, y), (MARGIN + room, y)]), "rule")
    y += 8
    for band in bands:
        x = float(MARGIN)
        for column in band:
            _draw_column(root, column, (x, y))
            x += column.width + _GAP
        y += max(column.height for column in band) + 10
    for note in caption.notes:
        for part in lettering.folded(note, room, _NOTE):
            y += 15
            svg.text(root, (MARGIN, y), part, _NOTE, kind="soft")
    width, height = svg.number(room + 2 * MARGIN), svg.number(y + MARGIN - 6)
    for element in (root, paper):
        element.set("width", width)
        element.set("height", height)
    root.set("viewBox", f"0 0 {width} {height}")
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a legend; only the first one of a section has the heading."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def width(self) -> float:
        return max(
            lettering.width(self.heading, _SMALL, bold=True),
            *(_SWATCH + lettering.width(entry.words, _SMALL) for entry in self.entries),
        )

    @property
    def height(self) -> float:
        return _ROW * (len(self.entries) + 1)


def _bands(legend: tuple[Section, ...], room: float) -> list[list[_Column]]:
    """Put the columns of a legend beside each other, as many as there is room for."""
    bands: list[list[_Column]] = []
    used = 0.0
    for section in legend:
        columns = -(-len(section.entries) // _COLUMN)
        tall = -(-len(section.entries) // columns) if columns else 1
        for first in range(0, len(section.entries), tall):
            column = _Column(
                "" if first else section.heading, section.entries[first : first + tall]
            )
            if bands and used + column.width <= room:
                bands[-1].append(column)
            else:
                bands.append([column])
                used = 0
            used += column.width + _GAP
    return bands


def _draw_column(root: Element, column: _Column, at: Point) -> None:
    x, y = at
    if column.heading:
        svg.text(root, (x, y + 14), column.heading, _SMALL, bold=True, kind="ink")
    for row, entry in enumerate(column.entries, 1):
        middle = y + row * _ROW + 10
        entry.draw(svg.group(root, "key", shift=(x, middle)))
        svg.text(root, (x + _SWATCH, middle + 4), entry.words, _SMALL, kind="ink")


def _patterns(root: Element, colours: tuple[looks.Colour, ...]) -> None:
    """Define the hatching of what is only possible."""
    if not colours:
        return
    definitions = SubElement(root, "defs")
    for colour in sorted(set(colours)):
        pattern = SubElement(
            definitions,
            "pattern",
            {
                "id": f"hatch-{colour}",
                "width": "5",
                "height": "5",
                "patternUnits": "userSpaceOnUse",
                "patternTransform": "rotate(45)",
            },
        )
        svg.rect(pattern, (0, 0), (1.6, 5), f"f-{colour}")


def _style() -> str:
    """Write the colours, on light and on dark: Okabe and Ito's, and tints of them."""
    light = [
        ".paper{fill:#fff}",
        ".ink{fill:#1a1a1a}",
        ".soft{fill:#555}",
        ".label{fill:#111}",
        ".rule,.grid{stroke:#d5d5d5;stroke-width:1;fill:none}",
        ".line,.head,.dashed{fill:none;stroke-linecap:round;stroke-linejoin:round}",
        ".dashed{stroke-dasharray:6 4;stroke-linecap:butt}",
        ".node{stroke-width:1.4;stroke-linejoin:round}",
        ".fold{fill:none;stroke-width:1.2}",
        ".band{fill:#f3f4f6}",
        ".head.hollow{fill:#fff}",
        ".ground,.plate{fill:#fff}",
    ]
    dark = [
        ".paper,.head.hollow{fill:#15181c}",
        ".ink{fill:#f0f0f0}",
        ".soft{fill:#b4b8bd}",
        ".rule,.grid{stroke:#3a3f45}",
        ".band{fill:#20252b}",
    ]
    for colour in looks.FULL:
        light += [
            f".f-{colour}{{fill:{looks.FULL[colour]}}}",
            f".s-{colour}{{stroke:{looks.FULL[colour]}}}",
            f".t-{colour}{{fill:{looks.TINT[colour]}}}",
            f".p-{colour}{{fill:{looks.FULL[colour]}}}",
        ]
        dark += [
            f".f-{colour}{{fill:{looks.ON_DARK[colour]}}}",
            f".s-{colour}{{stroke:{looks.ON_DARK[colour]}}}",
        ]
    return "".join([*light, "@media screen and (prefers-color-scheme:dark){", *dark, "}"])
