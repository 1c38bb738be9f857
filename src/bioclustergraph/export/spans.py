"""Spans of days: when something was, as the forms of files can say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.relations import Bounds

_BEFORE_ALL: Final = ""
_AFTER_ALL: Final = "~"  # sorts after every digit
_OPEN: Final = ".."


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days ``[start, end)``, each ``YYYY-MM-DD``; ``None`` sets no limit.

    Attributes:
        start: the first day.
        end: the first day after.
    """

    start: str | None
    end: str | None

    def __str__(self) -> str:
        """Write it as ISO 8601-2 does, with ``..`` for what sets no limit; the end is outside.

        >>> str(Span("2018-01-01", None))
        '2018-01-01/..'
        """
        return f"{self.start or _OPEN}/{self.end or _OPEN}"

    @property
    def last(self) -> str | None:
        """The last day inside, for forms whose ends are inclusive.

        >>> Span("2018-01-01", "2019-01-01").last
        '2018-12-31'
        """
        import datetime as dt

        if self.end is None:
            return None
        return (dt.date.fromisoformat(self.end) - dt.timedelta(days=1)).isoformat()


def possible(spells: Iterable[Bounds]) -> tuple[Span, ...]:
    """Give the days on which something may have held, in order, none twice."""
    return merged(Span(*spell.possible) for spell in spells)


def certain(spells: Iterable[Bounds]) -> tuple[Span, ...]:
    """Give the days on which something certainly held, in order, none twice.

    What is certain is possible as well: a source that contradicts itself makes nothing certain.
    """
    return merged(
        span
        for spell in spells
        if spell.certain is not None
        for span in common((Span(*spell.certain),), (Span(*spell.possible),))
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or meet; empty ones go.

    >>> [str(span) for span in merged([Span("2018-01-01", "2019-01-01"), Span("2018-06-01", None)])]
    ['2018-01-01/..']
    """
    found: list[Span] = []
    for span in sorted((s for s in spans if _start(s) < _end(s)), key=_start):
        if found and _start(span) <= _end(found[-1]):
            found[-1] = Span(found[-1].start, max(found[-1], span, key=_end).end)
        else:
            found.append(span)
    return tuple(found)


def common(some: Iterable[Span], others: tuple[Span, ...]) -> tuple[Span, ...]:
    """Give the days that are in both."""
    return merged(
        Span(max(one, other, key=_start).start, min(one, other, key=_end).end)
        for one in some
        for other in others
    )


def without(some: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    """Give the days of the one that are not in the other; both are merged.

    >>> whole, middle = Span("2018-01-01", None), Span("2019-01-01", "2020-01-01")
    >>> [str(span) for span in without((whole,), (middle,))]
    ['2018-01-01/2019-01-01', '2020-01-01/..']
    """
    gaps = zip(
        (None, *(span.end for span in others)),
        (*(span.start for span in others), None),
        strict=True,
    )
    first_open = bool(others) and others[0].start is None
    last_open = bool(others) and others[-1].end is None
    outside = tuple(Span(start, end) for start, end in gaps)
    return common(some, outside[first_open : len(outside) - last_open])


def _start(span: Span) -> str:
    return _BEFORE_ALL if span.start is None else span.start


def _end(span: Span) -> str:
    return _AFTER_ALL if span.end is None else span.end
