"""What an indicator gives: rows with a range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

Number = int | float | Decimal
"""A value: counts are whole, amounts of money are exact, measures of graphs are not."""


class Degree(Enum):
    """How complete the list is that a value is made of, from the least to the most."""

    UNKNOWN = "unknown"
    """No source says how complete its list is."""

    PARTIAL = "partial"
    """A source says that there are more than it names, or speaks of a part of the time only."""

    COMPLETE = "complete"
    """A source says that it names them all."""

    @property
    def label(self) -> Text:
        """What it is called."""
        return _DEGREES[self]

    @staticmethod
    def weakest(degrees: Iterable[Degree]) -> Degree:
        """Give the least of several; a whole of no parts is unknown.

        >>> Degree.weakest([Degree.COMPLETE, Degree.PARTIAL]).value
        'partial'
        """
        return min(degrees, key=list(Degree).index, default=Degree.UNKNOWN)


_DEGREES = {
    Degree.UNKNOWN: Text("ukjent", "unknown"),
    Degree.PARTIAL: Text("delvis", "partial"),
    Degree.COMPLETE: Text("fullstendig", "complete"),
}


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """Something that a value is about.

    Attributes:
        iri: its IRI; of a category that has none, its key in the definition.
        label: what it is called.
    """

    iri: str
    label: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One value of an indicator.

    Attributes:
        indicator: the name of the definition.
        view: the name of the view it was reckoned on, if on one.
        day: the day it holds for, or the last day of the year.
        about: what it is about; ``None`` for the whole network.
        other: the other of a pair, or a category; ``None`` where there is neither.
        certain: the value at what is certain, or the least that is attainable: the definition says
            which. ``None`` if it is not known or not defined.
        possible: the value with what is possible as well, or the most that is attainable. ``None``
            if it is not known, not defined or without limit.
        completeness: how complete the lists are that the value is made of.
    """

    indicator: str
    view: str | None
    day: dt.date
    about: Named | None
    other: Named | None
    certain: Number | None
    possible: Number | None
    completeness: Degree


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure gives: a row that does not know yet which indicator asked.

    Attributes:
        about: the IRI of what it is about.
        other: the IRI of the other of a pair, or the key of a category.
        certain: as of :class:`Row`.
        possible: as of :class:`Row`.
        completeness: as of :class:`Row`.
    """

    about: str | None
    other: str | None
    certain: Number | None
    possible: Number | None
    completeness: Degree
