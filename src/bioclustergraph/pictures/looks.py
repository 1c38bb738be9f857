"""How things and relations look: never told apart by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Colour = Literal[
    "black", "orange", "sky", "green", "yellow", "blue", "vermillion", "purple", "grey"
]
"""Okabe and Ito's colours, which people with colour blindness can tell apart, and grey."""

FULL: Final[dict[Colour, str]] = {
    "black": "#222222",
    "orange": "#c98500",
    "sky": "#3a9bdc",
    "green": "#009e73",
    "yellow": "#a59a00",
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "purple": "#b5588e",
    "grey": "#808080",
}
"""Of lines, on white; orange, sky, yellow and purple a little darker than the published ones,
because a thin line needs more contrast than a surface."""

ON_DARK: Final[dict[Colour, str]] = {
    "black": "#f2f2f2",
    "orange": "#f0b63c",
    "sky": "#7cc8f4",
    "green": "#2fc79a",
    "yellow": "#f0e442",
    "blue": "#4da6e0",
    "vermillion": "#ff8a3d",
    "purple": "#e29cc4",
    "grey": "#a6a6a6",
}
"""Of lines, where the reader's screen is dark."""

TINT: Final[dict[Colour, str]] = {
    "black": "#d9d9d9",
    "orange": "#fbe3ad",
    "sky": "#c5e6f9",
    "green": "#bfe6d8",
    "yellow": "#f9f4b0",
    "blue": "#bcd7ee",
    "vermillion": "#f8cfb1",
    "purple": "#edd3e3",
    "grey": "#ececec",
}
"""Of surfaces with dark letters on them, on white and on black."""

SERIES: Final[tuple[Colour, ...]] = (
    "blue",
    "orange",
    "green",
    "vermillion",
    "purple",
    "sky",
    "yellow",
    "black",
)
"""The order in which colours are given to what has none of its own, such as roles and places."""


@dataclass(frozen=True, slots=True)
class Body:
    """How a kind of thing looks: a shape of Graphviz, a colour, and how weighty its name is."""

    shape: str
    colour: Colour
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """How a kind of relation looks: a colour and an arrowhead of Graphviz."""

    colour: Colour
    head: str = "normal"


BODIES: Final = {
    "Cluster": Body("ellipse", "sky", bold=True),
    "ClusterOrganisation": Body("box3d", "orange"),
    "Organisation": Body("box", "orange"),
    "Network": Body("hexagon", "purple", bold=True),
    "Programme": Body("octagon", "green", bold=True),
    "AcceleratorProgramme": Body("octagon", "sky"),
    "JointProject": Body("component", "vermillion"),
    "Project": Body("tab", "vermillion"),
    "Person": Body("rounded", "yellow"),
    "Event": Body("cds", "blue"),
    "EventSeries": Body("folder", "blue"),
    "Course": Body("tab", "blue"),
    "Place": Body("house", "green"),
    "Application": Body("note", "purple"),
    "SourceDocument": Body("note", "grey"),
}
"""By kind of thing; no two are alike in shape and colour."""

OTHER: Final = Body("box", "grey")
"""Of a kind that has no look of its own."""

LINES: Final = {
    "Membership": Line("blue"),
    "Partnership": Line("sky", "onormal"),
    "Facilitation": Line("vermillion"),
    "Incorporation": Line("vermillion", "diamond"),
    "ProgrammeParticipation": Line("green"),
    "ProgrammeEngagement": Line("green", "odiamond"),
    "ProgrammeAbsence": Line("grey", "tee"),
    "ProjectParticipation": Line("purple"),
    "ApplicationParticipation": Line("purple", "obox"),
    "Submission": Line("purple", "diamond"),
    "EventParticipation": Line("orange", "dot"),
    "Occurrence": Line("orange", "odot"),
    "Position": Line("black"),
    "Association": Line("black", "onormal"),
    "Merger": Line("black", "box"),
    "Grant": Line("yellow", "dot"),
    "MarketOrientation": Line("sky", "dot"),
    "Presence": Line("grey", "odot"),
    "PlaceContainment": Line("grey", "diamond"),
    "Depiction": Line("grey", "obox"),
    "Contribution": Line("grey", "onormal"),
}
"""By kind of relation; no two are alike in colour and head."""

PLAIN: Final = Line("grey")
"""Of a kind that has no look of its own."""


def body(kind: str) -> Body:
    """Give the look of a kind of thing, by the IRI of its class."""
    return BODIES.get(_name(kind), OTHER)


def line(kind: str) -> Line:
    """Give the look of a kind of relation, by the IRI of its class."""
    return LINES.get(_name(kind), PLAIN)


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]
