"""A small picture of the whole network, for the front page: laid out once, the same every time.

The many are dots; the few that most have to do with are named and lead to their pages. Dates and
kinds of tie are left to the page of the network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.names import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bioclustergraph.errors import Text
    from bioclustergraph.names import Names

WIDTH: Final = 560
HEIGHT: Final = 430
"""The size of the picture, in its own units."""

_MARGIN: Final = 20
_MOST: Final = 150
"""How many are drawn at most: those with the most ties."""

_NAMED: Final = 9
"""How many are named at most."""

_ROUNDS: Final = 90
_LETTER: Final = 8.0
"""How wide a letter of a name is, about."""

_LINE: Final = 16
_LARGE: Final = 1.5
"""How much larger the first names are on a phone, where the others are not shown."""

_LARGEST: Final = 3
_MARK: Final = 9
_DOT: Final = 4

Tie = tuple[str, str, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the few.

    Attributes:
        iri: what it is.
        label: its name.
        x, y: its middle.
        radius: the more ties, the larger.
        text_x, text_y: where its name stands.
        anchor: which end of the name stands there (SVG ``text-anchor``); empty where there is no
            room for the name.
    """

    iri: str
    label: Text
    x: float
    y: float
    radius: float
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """The picture.

    Attributes:
        ties: all lines, as the data of one SVG path.
        dots: the many that have one tie, as a path of lines without length.
        shared: those with several.
        marks: the few that are named.
        things: how many are drawn.
        width, height: of the picture.
    """

    ties: str = ""
    dots: str = ""
    shared: str = ""
    marks: tuple[Mark, ...] = ()
    things: int = 0
    width: int = WIDTH
    height: int = HEIGHT


def sketch(ties: Iterable[Tie], names: Names) -> Sketch:
    """Draw a network.

    Args:
        ties: who has to do with whom, and by how many relations.
        names: what they are called.
    """
    around: dict[str, dict[str, int]] = {}
    for one, other, relations in ties:
        around.setdefault(one, {})[other] = relations
        around.setdefault(other, {})[one] = relations
    drawn = _largest(around)
    by_ties = sorted(drawn, key=lambda it: (-len(around[it]), it))[:_MOST]
    drawn = set(by_ties)
    near = {it: sorted(drawn & around[it].keys()) for it in by_ties}
    if not near:
        return Sketch()
    at = _fitted(_settled(near, _seeded(near)))
    # An organisation is one of the many, however many it has to do with.
    few = [it for it in by_ties if kind_of(it) != "organisation" and len(near[it]) > 1][:_NAMED]
    pairs = [(one, other) for one in by_ties for other in near[one] if one < other]
    rest = [it for it in by_ties if it not in few]
    return Sketch(
        "".join(f"M{_at(at[one])}L{_at(at[other])}" for one, other in pairs),
        "".join(f"M{_at(at[it])}h0" for it in rest if len(near[it]) == 1),
        "".join(f"M{_at(at[it])}h0" for it in rest if len(near[it]) > 1),
        _marks(few, near, at, names),
        len(by_ties),
    )


def _largest(around: Mapping[str, Mapping[str, int]]) -> set[str]:
    """Give the most that hang together: the rest would be lost in the corners."""
    largest: set[str] = set()
    left = set(around)
    while left:
        part, queue = set[str](), [min(left)]
        while queue:
            it = queue.pop()
            if it not in part:
                part.add(it)
                queue.extend(around[it].keys() - part)
        left -= part
        largest = max(largest, part, key=len)
    return largest


def _at(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def _seeded(near: Mapping[str, list[str]]) -> dict[str, Point]:
    """Put everything on circles around what has the most ties, by how far from it it is."""
    order: list[str] = []
    depth: dict[str, int] = {}
    for root in near:
        if root in depth:
            continue
        depth[root] = 0 if not order else 3
        queue = [root]
        for it in queue:
            order.append(it)
            for other in sorted(near[it], key=lambda other: (len(near[other]), other)):
                if other not in depth:
                    depth[other] = depth[it] + 1
                    queue.append(other)
    # The golden angle spreads any number evenly.
    turn = math.pi * (3 - math.sqrt(5))
    return {
        it: (depth[it] * math.cos(number * turn), depth[it] * math.sin(number * turn))
        for number, it in enumerate(order)
    }


def _settled(near: Mapping[str, list[str]], at: dict[str, Point]) -> dict[str, Point]:
    """Let all push each other away and ties pull (Fruchterman and Reingold 1991)."""
    nodes = list(near)
    index = {it: number for number, it in enumerate(nodes)}
    xs, ys = [at[it][0] for it in nodes], [at[it][1] for it in nodes]
    ties = [(index[one], index[other]) for one in nodes for other in near[one] if one < other]
    ideal = 1.0
    for round_ in range(_ROUNDS):
        dx, dy = [0.0] * len(nodes), [0.0] * len(nodes)
        for i in range(len(nodes)):
            xi, yi, sx, sy = xs[i], ys[i], 0.0, 0.0
            for j in range(i):
                x, y = xi - xs[j], yi - ys[j]
                force = ideal / (x * x + y * y + 0.01)
                sx += x * force
                sy += y * force
                dx[j] -= x * force
                dy[j] -= y * force
            dx[i] += sx
            dy[i] += sy
        for one, other in ties:
            x, y = xs[one] - xs[other], ys[one] - ys[other]
            force = math.hypot(x, y) / ideal
            dx[one] -= x * force
            dy[one] -= y * force
            dx[other] += x * force
            dy[other] += y * force
        most = 0.6 * (1 - round_ / _ROUNDS) + 0.01
        for i in range(len(nodes)):
            # A little pull to the middle keeps what hangs together with nothing in sight.
            dx[i] -= 0.25 * xs[i]
            dy[i] -= 0.25 * ys[i]
            length = math.hypot(dx[i], dy[i]) or 1.0
            step = min(length, most) / length
            xs[i] += dx[i] * step
            ys[i] += dy[i] * step
    return {it: (xs[i], ys[i]) for it, i in index.items()}


def _fitted(at: Mapping[str, Point]) -> dict[str, Point]:
    """Stretch it to the size of the picture."""
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    across, down = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {
        it: (
            _MARGIN + (x - min(xs)) / across * (WIDTH - 2 * _MARGIN),
            _MARGIN + (y - min(ys)) / down * (HEIGHT - 2 * _MARGIN),
        )
        for it, (x, y) in at.items()
    }


def _marks(
    few: list[str], near: Mapping[str, list[str]], at: Mapping[str, Point], names: Names
) -> tuple[Mark, ...]:
    taken = [_around(at[it], _MARK) for it in few]
    dots = [_around(point, _DOT) for it, point in at.items() if it not in few]
    marks: list[Mark] = []
    for it in few:
        label = names.label(it)
        if label is None:
            continue
        (x, y), radius = at[it], 5 + 1.3 * math.sqrt(len(near[it]))
        size = _LARGE if len(marks) < _LARGEST else 1.0
        width = size * _LETTER * max(len(label.nb), len(label.en))
        free = [
            (sum(_meet(box, dot) for dot in dots), number, place, box)
            for number, (place, box) in enumerate(_places(x, y, radius, width, size * _LINE))
            if _inside(box) and not any(_meet(box, other) for other in taken)
        ]
        text_x, text_y, anchor = x, y, ""
        if free:
            _, _, (text_x, text_y, anchor), box = min(free, key=lambda it: it[:2])
            taken.append(box)
        mark = Mark(
            it, label, round(x), round(y), round(radius, 1), round(text_x), round(text_y), anchor
        )
        marks.append(mark)
    return tuple(marks)


def _places(
    x: float, y: float, radius: float, width: float, line: float
) -> Iterable[tuple[tuple[float, float, str], Box]]:
    """Give where a name may stand and the room it takes: under, over, right of and left of it."""
    below, above, level = y + radius + line, y - radius - 6, y + line / 3
    half, gap = width / 2, radius + 6
    high, low = line * 0.8, line * 0.25
    yield (x, below, "middle"), (x - half, below - high, x + half, below + low)
    yield (x, above, "middle"), (x - half, above - high, x + half, above + low)
    yield (x + gap, level, "start"), (x + gap, level - high, x + gap + width, level + low)
    yield (x - gap, level, "end"), (x - gap - width, level - high, x - gap, level + low)


def _around(point: Point, reach: float) -> Box:
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach


def _inside(box: Box) -> bool:
    return box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
