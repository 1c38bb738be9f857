"""Spans of days, and the time in which something began or ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.relations import Bounds

FIRST: Final = dt.date.min.toordinal()
LAST: Final = dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the first to the last, both inside, as ordinals of the Gregorian calendar.

    >>> Days.of("2020").count
    366
    >>> Days.of("2021-02") == Days.between("2021-02-01", "2021-02-28")
    True
    """

    first: int
    last: int

    @classmethod
    def of(cls, period: str) -> Days:
        """Give the days of a year, a month or a day, as ``xsd:gYear`` and its kin are written."""
        year, month, day = (*map(int, period[:10].split("-")), 0, 0)[:3]
        if day:
            only = dt.date(year, month, day).toordinal()
            return cls(only, only)
        if month:
            after = dt.date(year + month // 12, month % 12 + 1, 1)
            return cls(dt.date(year, month, 1).toordinal(), after.toordinal() - 1)
        return cls(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal())

    @classmethod
    def between(cls, first: str, last: str) -> Days:
        """Give the days from one to another, both inside."""
        return cls(_day(first), _day(last))

    @property
    def count(self) -> int:
        """How many there are; none if they end before they begin."""
        return max(0, self.last - self.first + 1)

    def __and__(self, other: Days) -> Days:
        return Days(max(self.first, other.first), min(self.last, other.last))

    def within(self, other: Days) -> bool:
        """Whether none of them is outside other days."""
        return other.first <= self.first and self.last <= other.last

    def without(self, other: Days) -> tuple[Days, ...]:
        """Give what is left of them before and after other days.

        >>> Days(1, 9).without(Days(4, 5))
        (Days(first=1, last=3), Days(first=6, last=9))
        """
        before = Days(self.first, min(self.last, other.first - 1))
        after = Days(max(self.first, other.last + 1), self.last)
        return tuple(rest for rest in (before, after) if rest.count)

    def moved(self, days: int) -> Days:
        """Give the days so much later."""
        return Days(self.first + days, self.last + days)

    def beyond(self, spans: Iterable[Days]) -> bool:
        """Whether any of them is in none of the spans.

        >>> Days(1, 9).beyond([Days(5, 9), Days(1, 4)])
        False
        """
        reached = self.first
        for span in sorted(spans, key=lambda span: span.first):
            if span.first > reached:
                break
            reached = max(reached, span.last + 1)
        return reached <= self.last


def certain(bounds: Bounds) -> Days | None:
    """Give the days on which something certainly held."""
    span = bounds.certain
    return None if span is None else Days(_day(span[0]), _day(span[1]) - 1)


def start(bounds: Bounds) -> Days:
    """Give the days on which something may have begun.

    A bound that is the first day after a period is itself outside, as are the days after the end.
    """
    return _turn(bounds.start_earliest, bounds.start_latest) & Days(
        FIRST, LAST if bounds.end_latest is None else _day(bounds.end_latest) - 1
    )


def end(bounds: Bounds) -> Days:
    """Give the days on which something may have ended; the day it ended is the first outside it."""
    after = FIRST if bounds.start_earliest is None else _day(bounds.start_earliest) + 1
    return _turn(bounds.end_earliest, bounds.end_latest) & Days(after, LAST)


def _turn(earliest: str | None, latest: str | None) -> Days:
    first = FIRST if earliest is None else _day(earliest)
    if latest is None:
        return Days(first, LAST)
    return Days(first, first if earliest == latest else _day(latest) - 1)


def _day(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()
