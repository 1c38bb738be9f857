"""A scale of days for drawings on a page: where a day lies, as a share of the width.

Positions are percentages, so that a drawing is as wide as there is room for and its letters stay as
large as those around it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY: Final = len("2021-06-30")
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)
_MOST: Final = 7
"""How many years have their number beside them at most; a phone has no room for more."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Years ``[first, end)`` from left to right.

    Attributes:
        first: the first year.
        end: the first year after the last.
    """

    first: int
    end: int

    @classmethod
    def of(cls, days: Iterable[str], room: int = 1) -> Scale | None:
        """Make a scale on which all of these days lie; ``None`` if there are none.

        Args:
            days: ``YYYY-MM-DD``, or the year or month that begins with it.
            room: years left empty before and after, for what has no known beginning or end.
        """
        years = [year for day in days if (year := _year(day)) is not None]
        if not years:
            return None
        return cls(max(min(years) - room, dt.MINYEAR), min(max(years) + room, dt.MAXYEAR) + 1)

    @property
    def years(self) -> range:
        """Every year of it."""
        return range(self.first, self.end)

    @property
    def marked(self) -> range:
        """The years that have their number beside them."""
        step = next((s for s in _STEPS if (self.end - self.first) / s <= _MOST), _STEPS[-1])
        begin = -(-self.first // step) * step
        return range(begin, self.end, step)

    def at(self, day: str) -> float:
        """Say where a day begins, in percent of the width; what lies outside is at the edge."""
        return min(max(_share(day, self), 0.0), 100.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the width.

    Attributes:
        x: where it begins, in percent.
        width: how wide it is, in percent.
    """

    x: float
    width: float

    @classmethod
    def between(cls, scale: Scale, first: str | None, end: str | None) -> Stretch:
        """Give days ``[first, end)``; ``None`` is the edge of the scale."""
        x = 0.0 if first is None else scale.at(first)
        to = 100.0 if end is None else scale.at(end)
        return cls(round(x, 2), round(max(to - x, 0.0), 2))

    @property
    def middle(self) -> float:
        """Where its middle lies, in percent."""
        return round(self.x + self.width / 2, 2)


def period(text: str) -> tuple[str, str] | None:
    """Give the days ``[first, end)`` of a year, month or day; ``None`` if it is none of them.

    >>> period("2021"), period("2021-12"), period("2021-12-31")
    (('2021-01-01', '2022-01-01'), ('2021-12-01', '2022-01-01'), ('2021-12-31', '2022-01-01'))
    """
    parts = text.removesuffix("Z").split("-")
    try:
        numbers = [int(part) for part in parts]
        first = dt.date(*[*numbers, 1, 1][:3])
        match len(numbers):
            case 1:
                end = first.replace(year=first.year + 1)
            case 2:
                end = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
            case _:
                end = first + dt.timedelta(days=1)
    except (ValueError, OverflowError, TypeError):  # before the year 1, or no date at all
        return None
    return first.isoformat(), end.isoformat()


def _year(day: str) -> int | None:
    head = day.partition("-")[0]
    return int(head) if head.isascii() and head.isdigit() else None


def _share(day: str, scale: Scale) -> float:
    try:
        date = dt.date.fromisoformat(day[:_DAY])
    except ValueError:
        return 0.0
    along = date.year + (date.timetuple().tm_yday - 1) / 366 - scale.first
    return along / (scale.end - scale.first) * 100
