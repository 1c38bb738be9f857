"""Where nodes and lines go: Graphviz decides, and says what it would have drawn."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph import extras
from bioclustergraph.errors import PictureError, Text
from bioclustergraph.pictures import svg

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from bioclustergraph.pictures.svg import Point

_NAME: Final = "Graphviz"

_SECONDS: Final = 120
"""How long Graphviz may take; a few hundred nodes take less than one."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One thing that Graphviz would draw, with y downwards.

    Attributes:
        form: ``polygon``, ``ellipse``, ``curve`` or ``lines``.
        filled: whether it is a surface.
        points: its corners; of an ellipse its centre and its two radii.
    """

    form: str
    filled: bool
    points: tuple[Point, ...]

    def draw(self, parent: Element, kind: str) -> None:
        """Add it to a picture."""
        if self.form == "ellipse":
            svg.ellipse(parent, self.points[0], self.points[1], kind)
        elif self.form == "curve":
            svg.path(parent, svg.curve(self.points, closed=self.filled), kind)
        else:
            svg.path(parent, svg.lines(self.points, closed=self.form == "polygon"), kind)


@dataclass(frozen=True, slots=True)
class Laid:
    """What Graphviz has laid out.

    Attributes:
        size: width and height.
        centres: of nodes, by name.
        outlines: of nodes, by name.
        routes: of edges, in the order in which they were written.
        heads: their arrowheads and tails.
    """

    size: Point
    centres: dict[str, Point]
    outlines: dict[str, tuple[Stroke, ...]]
    routes: tuple[tuple[Stroke, ...], ...]
    heads: tuple[tuple[Stroke, ...], ...]


def laid_out(dot: str, *, pinned: bool = False) -> Laid:
    """Have Graphviz lay out DOT text; the same text is laid out the same each time.

    Args:
        dot: the text; its edges have an attribute ``id``, their number from 0.
        pinned: whether the text says where nodes are.

    Raises:
        MissingLibrary: Graphviz is not installed.
        PictureError: it refused the text, or did not finish.
    """
    answer: dict[str, Any] = json.loads(_ran(dot, *(("-Kneato", "-n") if pinned else ("-Ksfdp",))))
    left, low, right, top = map(float, answer["bb"].split(","))
    nodes = [it for it in answer.get("objects", ()) if "pos" in it]
    edges = sorted(answer.get("edges", ()), key=lambda it: int(it["id"]))
    strokes = _Strokes(left, top)
    return Laid(
        size=(right - left, top - low),
        centres={
            it["name"]: strokes.point(map(float, it["pos"].rstrip("!").split(","))) for it in nodes
        },
        outlines={it["name"]: strokes.of(it.get("_draw_", ())) for it in nodes},
        routes=tuple(
            tuple(replace(stroke, filled=False) for stroke in strokes.of(it.get("_draw_", ())))
            for it in edges  # Graphviz writes the curve of a line like the surface of a node
        ),
        heads=tuple(strokes.of([*it.get("_hdraw_", ()), *it.get("_tdraw_", ())]) for it in edges),
    )


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Reads what Graphviz would draw; its y goes upwards, ours downwards."""

    left: float
    top: float

    def point(self, point: Iterable[float]) -> Point:
        x, y = list(point)[:2]
        return x - self.left, self.top - y

    def of(self, operations: Iterable[dict[str, Any]]) -> tuple[Stroke, ...]:
        found = []
        for operation in operations:
            name = operation["op"]
            if name in "pP":
                points = tuple(map(self.point, operation["points"]))
                found.append(Stroke("polygon", name == "P", points))
            elif name in "bB":
                points = tuple(map(self.point, operation["points"]))
                found.append(Stroke("curve", name == "b", points))
            elif name == "L":
                points = tuple(map(self.point, operation["points"]))
                found.append(Stroke("lines", filled=False, points=points))
            elif name in "eE":
                x, y, across, down = operation["rect"]
                found.append(Stroke("ellipse", name == "E", (self.point((x, y)), (across, down))))
        return tuple(found)


def _ran(dot: str, *options: str) -> bytes:
    try:
        run = subprocess.run(  # noqa: S603  # our own program, and no shell
            [_program(), *options, "-Tjson"],
            input=dot.encode("utf-8"),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise PictureError(
            Text(
                f"Graphviz ble ikke ferdig på {_SECONDS} sekunder.",
                f"Graphviz did not finish in {_SECONDS} seconds.",
            ),
            hint=Text(
                "Velg færre relasjoner (--at, --place), eller tegn en matrise (--as matrix).",
                "Choose fewer relations (--at, --place), or draw a matrix (--as matrix).",
            ),
        ) from error
    if run.returncode != 0 or not run.stdout:
        complaint = run.stderr.decode("utf-8", errors="replace").strip()
        raise PictureError(
            Text("Graphviz fikk ikke tegnet grafen.", "Graphviz could not draw the graph."),
            hint=Text(complaint, complaint),
        )
    return run.stdout


def _program() -> str:
    # Beside the interpreter first: a virtual environment need not be activated.
    here = Path(sys.executable).parent
    for name in ("graphviz-pure", "dot"):
        found = shutil.which(name, path=str(here)) or shutil.which(name)
        if found is not None:
            return found
    raise extras.missing(_NAME, extra="pictures")
