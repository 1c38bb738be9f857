"""Which ties of a view are looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from bioclustergraph.networks.sectors import Sector
    from bioclustergraph.relations import Bounds, Certainty


class Follow(Enum):
    """Whether an organisation and what it became are one."""

    NONE = "none"
    SUCCESSORS = "successors"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which ties are looked at; by default all of them, whenever they held.

    Attributes:
        at: the ones that held on this day.
        since: the ones that held on some day from this one on.
        until: … and before this one, which is itself outside.
        certain_only: leave out what is only possible on those days.
        place: the IRI of a place: the ones of things in it, at any time.
        sector: the ones of things that a source says work with something, at any time.
        follow: whether an organisation and what it became are one node.
    """

    at: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    certain_only: bool = False
    place: str | None = None
    sector: Sector | None = None
    follow: Follow = Follow.NONE

    def __post_init__(self) -> None:
        if self.at is not None and (self.since is not None or self.until is not None):
            raise ParameterError(
                Text(
                    "En dag og et tidsrom kan ikke velges samtidig.",
                    "A day and a period cannot both be chosen.",
                ),
                hint=Text("Gi --at, eller --from og --to.", "Give --at, or --from and --to."),
            )
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ParameterError(
                Text(
                    f"Tidsrommet slutter ({self.until}) før det har begynt ({self.since}).",
                    f"The period ends ({self.until}) before it has begun ({self.since}).",
                ),
                hint=Text(
                    "Den siste dagen er selv utenfor: et år er fra 1. januar til 1. januar.",
                    "The last day is itself outside: a year is from 1 January to 1 January.",
                ),
            )

    @property
    def is_dated(self) -> bool:
        """Whether a day or a period is chosen."""
        return (self.at, self.since, self.until) != (None, None, None)

    def certainty(self, bounds: Bounds) -> Certainty | None:
        """Say how something stands on the chosen days; ``None`` if it is not looked at.

        Where no days are chosen, it is certain if it certainly held on any day.
        """
        first, end = self._days
        found = bounds.at(first) if self.at is not None else bounds.during(first, end)
        return None if found == "possible" and self.certain_only else found

    @property
    def _days(self) -> tuple[str, str]:
        if self.at is not None:
            return self.at.isoformat(), self.at.isoformat()
        return (self.since or dt.date.min).isoformat(), (self.until or dt.date.max).isoformat()
