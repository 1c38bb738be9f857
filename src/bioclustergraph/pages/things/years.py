"""The control that moves a page through time: a link for each year, the year before and after."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.pages.things.timescale import Scale, period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bioclustergraph.describe import Relation

MOST: Final = 40
"""How many years have a link at most; of more, only those with a round number have."""

_LAST_DAY: Final = (12, 31)
"""Which day a year stands for where none is chosen, as in ``?at=2021`` of the other pages."""


@dataclass(frozen=True, slots=True)
class Year:
    """One link.

    Attributes:
        year: the year.
        day: the day it leads to, ``YYYY-MM-DD``.
        address: where it leads.
        is_current: whether the page is as of this year.
    """

    year: int
    day: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Years:
    """The links.

    Attributes:
        every: one for each year, in order.
        before: to the same day of the year before, if a day is chosen.
        after: to the same day of the year after.
    """

    every: tuple[Year, ...]
    before: Year | None
    after: Year | None


def years(
    relations: Iterable[Relation], at: dt.date | None, to: Callable[[str], str]
) -> Years | None:
    """Give the years that something is known of; ``None`` if nothing has a date.

    Args:
        relations: all relations of the thing.
        at: the day that is asked about.
        to: gives the address of the page as of a day.
    """
    days = [day for relation in relations for day in named(relation)]
    if at is not None:
        days.append(at.isoformat())
    scale = Scale.of(days, room=0)
    if scale is None:
        return None
    numbers = scale.years if len(scale.years) <= MOST else scale.marked

    def year(number: int) -> Year | None:
        if not dt.MINYEAR <= number <= dt.MAXYEAR:
            return None
        month, day = (at.month, at.day) if at is not None else _LAST_DAY
        date = dt.date(number, month, min(day, monthrange(number, month)[1])).isoformat()
        return Year(number, date, to(date), at is not None and at.year == number)

    return Years(
        tuple(made for number in numbers if (made := year(number)) is not None),
        None if at is None else year(at.year - 1),
        None if at is None else year(at.year + 1),
    )


def named(relation: Relation) -> tuple[str, ...]:
    """Give the first days of the dates that the sources name for a relation."""
    dates = relation.dates
    texts = (
        dates.start,
        dates.end,
        dates.start_before,
        dates.end_before,
        dates.end_not_before,
        *dates.attested,
    )
    return tuple(
        days[0] for text in texts if text is not None and (days := period(text)) is not None
    )
