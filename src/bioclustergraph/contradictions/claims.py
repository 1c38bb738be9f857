"""Claims: what they say, of which time, and whether two of them can both be right."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.errors import Text

Bound = Decimal | dt.date
"""What values are compared by: numbers with numbers, days with days."""

_DAY: Final = dt.timedelta(days=1)
_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which a claim speaks, ``[first, end)``.

    Attributes:
        first: the first day.
        end: the day after the last.
    """

    first: dt.date
    end: dt.date

    @classmethod
    def of(cls, date: str) -> Period | None:
        """Give the days of a date as precise as a source gives it; ``None`` if it is none.

        >>> Period.of("2021-11")
        Period(first=datetime.date(2021, 11, 1), end=datetime.date(2021, 12, 1))
        """
        found = _DATE.match(date)
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            first = dt.date(year or 0, month or 1, day or 1)
            if day is not None:
                return cls(first, first + _DAY)
            last_month = month or _DECEMBER
            days = calendar.monthrange(first.year, last_month)[1]
            return cls(first, dt.date(first.year, last_month, days) + _DAY)
        except (ValueError, OverflowError):  # 2021-02-30, or the end of time
            return None

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end - _DAY

    def overlaps(self, other: Period) -> bool:
        """Say whether the two have a day in common."""
        return self.first < other.end and other.first < self.end

    def __str__(self) -> str:
        """Write the period as shortly as can be: ``2021``, ``2021-11``, ``2020–2022``."""
        first, last = self.first.isoformat(), self.last.isoformat()
        for text in (first[: len("2021")], first[: len("2021-11")], first):
            if Period.of(text) == self:
                return text
        if first.endswith("-01-01") and last.endswith("-12-31"):
            first, last = first[: len("2021")], last[: len("2021")]
        return f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says, to be compared.

    Attributes:
        value: where claims agree only if they say the very same thing: that thing.
        low: a lower bound that is itself allowed.
        high: an upper bound that is itself allowed.
        above: a lower bound that is itself not allowed.
        below: an upper bound that is itself not allowed.
    """

    value: str | None = None
    low: Bound | None = None
    high: Bound | None = None
    above: Bound | None = None
    below: Bound | None = None

    def differs(self, other: Said) -> bool:
        """Say whether the two cannot both be right.

        >>> Said(above=Decimal(66)).differs(Said(low=Decimal(70), high=Decimal(70)))
        False
        >>> Said(low=Decimal(50), high=Decimal(50)).differs(Said(low=Decimal(70), high=Decimal(70)))
        True
        """
        if self.value is not None or other.value is not None:
            return self.value != other.value
        return self._lies_under(other) or other._lies_under(self)

    def _lies_under(self, other: Said) -> bool:
        """Say whether all that this allows is less than all that the other allows."""
        for upper, strict_upper in ((self.high, False), (self.below, True)):
            for lower, strict_lower in ((other.low, False), (other.above, True)):
                if upper is None or lower is None:
                    continue
                if _less(upper, lower) or (upper == lower and (strict_upper or strict_lower)):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim on a matter.

    Attributes:
        iri: the statement.
        about: the things it is about.
        says: what it says, for people.
        said: what it says, to be compared.
        period: the days of which it speaks; ``None`` if it gives no date.
        documents: the documents it stands in, by IRI, sorted.
        issued: the day by which the last of these had been issued, if known.
    """

    iri: str
    about: str
    says: Text
    said: Said
    period: Period | None = None
    documents: tuple[str, ...] = ()
    issued: dt.date | None = field(default=None, compare=False)

    def at_the_time_of(self, other: Claim) -> bool:
        """Say whether the two may speak of the same day; one without a date may speak of any."""
        if self.period is None or other.period is None:
            return True
        return self.period.overlaps(other.period)


def period_of(
    dates: Iterable[tuple[str, str]], issued: Iterable[str], *, still: bool
) -> Period | None:
    """Give the days from the first to the last of which a statement says that it held.

    Args:
        dates: by the local name of the property, the authored dates.
        issued: when its documents were issued.
        still: the statement says that it holds still; it then speaks of the time of issue as well,
            if it names no day on which it held.
    """
    said = [(name, period) for name, date in dates if (period := Period.of(date)) is not None]
    if still and not any(name == "attestedOn" for name, _ in said):
        said += [("attestedOn", p) for date in issued if (p := Period.of(date)) is not None]
    days = [day for name, period in said if (day := _held(name, period)) is not None]
    if not days:
        return None
    return Period(min(day.first for day in days), max(day.end for day in days))


def _held(name: str, date: Period) -> Period | None:
    """Give the days around a date on which what was said held."""
    match name:
        case "start" | "attestedOn" | "validFor":
            return date
        case "end":  # [start, end): where the end is known to the day, the day itself is outside
            one_day = date.end - date.first == _DAY
            return Period(date.first - _DAY, date.first) if one_day else date
        case "startBefore" | "endNotBefore":  # it held on the day before
            return Period(date.first - _DAY, date.first)
        case _:  # endBefore: it had ended, so this is no day on which it held
            return None


def _less(one: Bound, other: Bound) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        return one < other
    return False  # a number and a day cannot be compared
