"""When something held, as far as the sources let it be known: certainly, possibly, or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Certainty = Literal["certain", "possible"]
"""Whether something certainly held, or is only not ruled out by the sources."""

Span = tuple[str, str]
"""Days ``[first, end)``, each ``YYYY-MM-DD``."""

_DAY: Final = len("2018-11-07")  # a time zone may follow


@dataclass(frozen=True, slots=True)
class Bounds:
    """The four days between which something began and ended, derived by the build.

    It certainly holds on day D if ``start_latest <= D < end_earliest``, and possibly if
    ``start_earliest <= D < end_latest``, where a possible bound that is ``None`` sets no limit.
    Days are ``YYYY-MM-DD``, which sort as text; the end of a span is the first day outside it.

    Attributes:
        start_earliest: the first day it may have begun.
        start_latest: the day it had certainly begun.
        end_earliest: it certainly held through the day before.
        end_latest: the day it had certainly ended.
    """

    start_earliest: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None
    end_latest: str | None = None

    @classmethod
    def of(cls, *days: str | None) -> Bounds:
        """Make bounds of ``xsd:date`` texts, in the order of the attributes.

        >>> Bounds.of("2018-01-01Z", None, None, "2020-01-01").possible
        ('2018-01-01', '2020-01-01')
        """
        return cls(*(day[:_DAY] if day else None for day in days))

    @property
    def certain(self) -> Span | None:
        """The days on which it certainly held; ``None`` if there are none."""
        if self.start_latest is None or self.end_earliest is None:
            return None
        return (
            (self.start_latest, self.end_earliest)
            if self.start_latest < self.end_earliest
            else None
        )

    @property
    def possible(self) -> tuple[str | None, str | None]:
        """The days on which it may have held; ``None`` sets no limit."""
        return self.start_earliest, self.end_latest

    def at(self, day: str) -> Certainty | None:
        """Say how it stands on a day; ``None`` if it certainly did not hold.

        What is certain is possible as well, so that where a source contradicts itself nothing is
        certain.

        >>> Bounds("2018-01-01", "2019-01-01", "2020-01-01", None).at("2018-06-30")
        'possible'
        """
        return self.during(day, _next(day))

    def during(self, first: str, end: str) -> Certainty | None:
        """Say whether it held on any day of ``[first, end)``.

        >>> Bounds("2018-01-01", "2019-01-01", "2020-01-01", None).during(
        ...     "2018-01-01", "2022-01-01"
        ... )
        'certain'
        """
        start, stop = self.possible
        first, end = max(first, start or first), min(end, stop or end)
        if first >= end:
            return None
        sure = self.certain
        if sure is not None and max(first, sure[0]) < min(end, sure[1]):
            return "certain"
        return "possible"

    def __and__(self, other: Bounds) -> Bounds:
        """Give when both held at once: the later of the beginnings, the earlier of the ends.

        It has certainly begun only when both have, and may have ended as soon as either may.
        """
        return Bounds(
            _latest(self.start_earliest, other.start_earliest),
            _both(max, self.start_latest, other.start_latest),
            _both(min, self.end_earliest, other.end_earliest),
            _earliest(self.end_latest, other.end_latest),
        )

    @property
    def is_impossible(self) -> bool:
        """Whether there is no day on which it may have held."""
        start, stop = self.possible
        return start is not None and stop is not None and stop <= start


def _next(day: str) -> str:
    """Give a text that sorts after a day and before the next."""
    return f"{day}~"


def _latest(one: str | None, other: str | None) -> str | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earliest(one: str | None, other: str | None) -> str | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _both(choose: Callable[[str, str], str], one: str | None, other: str | None) -> str | None:
    return None if one is None or other is None else choose(one, other)
