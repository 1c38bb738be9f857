"""What a timeline shows of a relation: days that are certain, possible, or somewhere among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.relations import Bounds

EVER: Final = "0001-01-01"
"""Stands for no limit backwards; sorts before every day."""

NEVER: Final = "9999-12-31"
"""Stands for no limit forwards; sorts after every day."""

Days = tuple[str, str]
"""Days ``[first, end)``, ``YYYY-MM-DD``."""


@dataclass(frozen=True, slots=True)
class Spans:
    """When something held, as several sources let it be known together.

    It may have held on a day if one of the sources lets it, and certainly held if one says so.

    Attributes:
        possible: when it may have held; ``EVER`` and ``NEVER`` are no limit.
        certain: when it certainly held.
        somewhere: periods in which it held at some time, though no day of them is certain.
    """

    possible: tuple[Days, ...]
    certain: tuple[Days, ...]
    somewhere: tuple[Days, ...]

    @classmethod
    def of(cls, spells: Iterable[Bounds]) -> Spans:
        """Put the spells of all sources together."""
        possible, certain, somewhere = [], [], []
        for spell in spells:
            if spell.is_impossible:
                continue
            first, end = spell.possible
            possible.append((first or EVER, end or NEVER))
            if spell.certain is not None:
                certain.append(
                    (max(spell.certain[0], first or EVER), min(spell.certain[1], end or NEVER))
                )
            elif spell.end_earliest and spell.start_latest:
                # It had begun before the one day and had not ended before the other.
                somewhere.append((spell.end_earliest, spell.start_latest))
        certain = _joined(certain)
        return cls(
            tuple(_joined(possible)),
            tuple(certain),
            tuple(
                days
                for days in _joined(somewhere)
                if not any(first < days[1] and days[0] < end for first, end in certain)
            ),
        )

    @property
    def days(self) -> set[str]:
        """The days between which something changes, without those that are no limit."""
        every = {day for days in (*self.possible, *self.certain, *self.somewhere) for day in days}
        return every - {EVER, NEVER}

    @property
    def begins(self) -> str:
        """By when it is first known to hold; what sorts the rows of a timeline."""
        known = [first for first, _ in (*self.certain, *self.somewhere)]
        return min(known or [first for first, _ in self.possible], default=NEVER)


def _joined(spans: list[Days]) -> list[Days]:
    """Join those that meet.

    >>> _joined([("2020-01-01", "2021-01-01"), ("2018-01-01", "2020-01-01")])
    [('2018-01-01', '2021-01-01')]
    """
    joined: list[Days] = []
    for first, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((first, end))
    return joined


@dataclass(frozen=True, slots=True)
class Axis:
    """Years from left to right.

    Attributes:
        first: the first year.
        end: the first year outside.
        step: pixels of a year.
    """

    first: int
    end: int
    step: float

    @classmethod
    def of(
        cls, days: Iterable[str], *, since: dt.date | None, until: dt.date | None, room: float
    ) -> Axis:
        """Make an axis that has room before and after the days, and ends where it is told to.

        It depends on the data only: the same release gives the same picture next year.
        """
        every = sorted(days)
        years = [int(day[:4]) for day in every] or [(since or until or dt.date.max).year]
        last = years[-1] if every and every[-1].endswith("-01-01") else years[-1] + 1
        first = since.year if since else min(years[0] - 1, last - 3)
        end = (until - dt.timedelta(days=1)).year + 1 if until else last + 1
        end = max(end, first + 1)
        return cls(first, end, room / (end - first))

    @property
    def width(self) -> float:
        """In pixels."""
        return self.step * (self.end - self.first)

    def x(self, day: str) -> float:
        """Give where a day begins, held inside the axis."""
        if day <= f"{self.first:04}":
            return 0
        if day >= f"{self.end:04}":
            return self.width
        date = dt.date.fromisoformat(day)
        new_year = dt.date(date.year, 1, 1)
        days = (dt.date(date.year + 1, 1, 1) - new_year).days
        return (date.year - self.first + (date - new_year).days / days) * self.step

    def has(self, day: str) -> bool:
        """Whether a day is on the axis, so that what begins or ends on it can be seen to."""
        return f"{self.first:04}-01-01" <= day <= f"{self.end:04}-01-01"
