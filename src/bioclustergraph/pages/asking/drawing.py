"""Pictures of answers, as numbers that a template writes as SVG.

Nothing of them is in a style attribute: the policy of the site would not let it through.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bioclustergraph.errors import Text

WIDTH: Final = 640
HEIGHT: Final = 220
LEFT: Final = 44
BOTTOM: Final = 24
ROW: Final = 26
_TICKS: Final = 5
_SWEEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``sure`` is the part of it that is certain, where that is told."""

    name: str
    value: float
    sure: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Bars:
    """How much each thing has."""

    heading: Text
    bars: tuple[Bar, ...]
    more: int
    kind: str = "bars"

    @property
    def has_doubt(self) -> bool:
        """Whether certain and possible are told apart."""
        return any(bar.sure is not None for bar in self.bars)

    def width(self, value: float | None) -> str:
        """Give the width of a bar in percent of the longest."""
        most = max((bar.value for bar in self.bars), default=0.0)
        return f"{100 * (value or 0.0) / most:.2f}" if most else "0"


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure at a time, in years, and the date as it is written."""

    at: float
    value: float
    date: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Figures of one thing, and which of them are joined."""

    name: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """How figures changed over time; upwards from 0."""

    heading: Text
    curves: tuple[Curve, ...]
    kind: str = "curves"

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are written below, the first and the last among them."""
        dots = [dot.at for curve in self.curves for dot in curve.dots]
        return ticks(min(dots), max(dots))

    @property
    def values(self) -> tuple[float, ...]:
        """The figures that are written at the side, from 0."""
        most = max((dot.value for curve in self.curves for dot in curve.dots), default=1.0)
        step = _round(max(most, 1.0) / (_TICKS - 1))
        return tuple(step * number for number in range(math.ceil(max(most, 1.0) / step) + 1))

    def x(self, at: float) -> str:
        """Give where a time is."""
        first, last = self.years[0], self.years[-1]
        return f"{LEFT + (WIDTH - LEFT - 24) * (at - first) / max(last - first, 1):.1f}"

    def y(self, value: float) -> str:
        """Give where a figure is."""
        return f"{HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 16) * value / self.values[-1]:.1f}"


@dataclass(frozen=True, slots=True)
class Span:
    """When something began, was seen and ended, in years; ``first`` and ``last`` are known."""

    name: str
    begins: float | None
    seen: float | None
    ends: float | None
    first: float
    last: float
    dates: str


@dataclass(frozen=True, slots=True)
class Spans:
    """When each thing held."""

    spans: tuple[Span, ...]
    more: int
    kind: str = "spans"

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are written below, the first and the last among them."""
        return ticks(min(s.first for s in self.spans), max(s.last for s in self.spans))

    def x(self, at: float) -> str:
        """Give where a time is, in percent of the width."""
        return f"{self._x(at):.2f}"

    def width(self, first: float, last: float) -> str:
        """Give how wide a time is; never so narrow that it is not seen."""
        return f"{min(max(self._x(last) - self._x(first), 0.6), 100):.2f}"

    def _x(self, at: float) -> float:
        first, last = self.years[0], self.years[-1]
        return 100 * (at - first) / max(last - first, 1)


@dataclass(frozen=True, slots=True)
class Web:
    """Who is joined to whom: one kind on the left, the other on the right.

    Attributes:
        left: names and how far down they stand.
        right: likewise.
        ties: from how far down on the left to how far down on the right, and how many.
        height: of the picture.
    """

    left: tuple[tuple[str, float], ...]
    right: tuple[tuple[str, float], ...]
    ties: tuple[tuple[float, float, int], ...]
    height: int
    kind: str = "web"


def web(pairs: Mapping[tuple[str, str], int]) -> Web:
    """Place names in two columns, each near to those that it is joined to.

    Args:
        pairs: how many ties there are between a name on the left and one on the right.
    """
    left = sorted({one for one, _ in pairs})
    right = sorted({two for _, two in pairs})
    back = {(two, one): number for (one, two), number in pairs.items()}
    for _ in range(_SWEEPS):  # barycentres: each to the middle of its neighbours
        right = _nearest(right, left, back)
        left = _nearest(left, right, pairs)
    height = ROW * max(len(left), len(right)) + 16
    at_left, at_right = _places(left, height), _places(right, height)
    ties = tuple(
        (at_left[one], at_right[two], number) for (one, two), number in sorted(pairs.items())
    )
    return Web(tuple(at_left.items()), tuple(at_right.items()), ties, height)


def _nearest(
    these: list[str], others: list[str], pairs: Mapping[tuple[str, str], int]
) -> list[str]:
    place = {name: at / max(len(others) - 1, 1) for at, name in enumerate(others)}
    mine: dict[str, list[float]] = {name: [] for name in these}
    for one, two in pairs:
        mine[one].append(place[two])
    return sorted(these, key=lambda name: (sum(mine[name]) / len(mine[name]), name))


def _places(names: list[str], height: int) -> dict[str, float]:
    step = (height - 16) / len(names)
    return {name: round(8 + step * (at + 0.5), 1) for at, name in enumerate(names)}


def ticks(first: float, last: float) -> tuple[int, ...]:
    """Give a few years, evenly apart, so that all lies between the first and the last of them.

    >>> ticks(2009.5, 2022.2), ticks(2021.0, 2021.2)
    ((2009, 2012, 2015, 2018, 2021, 2024), (2021, 2022))
    """
    start = math.floor(first)
    step = max(1, math.ceil((last - start) / _TICKS))
    count = max(1, math.ceil((last - start) / step))
    return tuple(start + step * number for number in range(count + 1))


def _round(step: float) -> float:
    """Give the next step that is easily counted in: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(f * power for f in (1.0, 2.0, 2.5, 5.0, 10.0) if f * power >= step - 1e-9)
