"""How complete sources say that their lists are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph.metrics.model import Degree
from bioclustergraph.metrics.spans import Days

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Statement:
    """One source's word on one of its lists.

    Attributes:
        thing: the IRI of what the relations belong to, such as a cluster.
        kind: the IRI of the class of the relations.
        degree: how complete the list is.
        period: the year, month or day on every day of which that holds.
        document: the IRI of the source.
    """

    thing: str
    kind: str
    degree: Degree
    period: str
    document: str


@dataclass(frozen=True, slots=True)
class Lists:
    """What all sources say of their lists."""

    statements: tuple[Statement, ...] = field(repr=False)

    def on(self, thing: str, kind: str, day: str) -> Degree:
        """Say how complete the best list of a day is."""
        return _best(
            statement.degree
            for statement in self._of(thing, kind)
            if day.startswith(statement.period)
        )

    def over(self, thing: str, kind: str, year: str) -> Degree:
        """Say how complete what is known of a whole year is: one day of it is a part."""
        return _best(
            statement.degree
            if year.startswith(statement.period) or statement.degree is Degree.UNKNOWN
            else Degree.PARTIAL
            for statement in self._of(thing, kind)
            if statement.period.startswith(year) or year.startswith(statement.period)
        )

    def complete(self, thing: str, kind: str) -> tuple[tuple[Days, str], ...]:
        """Give the days for which a list is complete, with the IRI of its document."""
        return tuple(
            (Days.of(statement.period), statement.document)
            for statement in self._of(thing, kind)
            if statement.degree is Degree.COMPLETE
        )

    def _of(self, thing: str, kind: str) -> Iterable[Statement]:
        return (it for it in self.statements if (it.thing, it.kind) == (thing, kind))


def _best(degrees: Iterable[Degree]) -> Degree:
    return max(degrees, key=list(Degree).index, default=Degree.UNKNOWN)
