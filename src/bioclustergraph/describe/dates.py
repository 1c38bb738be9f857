"""When a relation held: what the source says, and what certainly or possibly follows from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.relations.bounds import Bounds

if TYPE_CHECKING:
    from bioclustergraph.describe.refs import Ref
    from bioclustergraph.relations.bounds import Certainty, Span

_DATE_ENDS: Final = 10  # len("2018-11-07"); a time zone may follow


@dataclass(frozen=True, slots=True)
class Dates:
    """When a relation held.

    The authored dates are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as the source. The
    bounds are days (``YYYY-MM-DD``) that the build derives: the relation certainly holds on day D
    if ``start_latest <= D < end_earliest``, and possibly if ``start_earliest <= D < end_latest``,
    where a possible bound that is ``None`` sets no limit.

    Attributes:
        start: when it began.
        end: when it ended.
        start_before: it had begun before the first day of this.
        end_not_before: it had not ended before the first day of this.
        end_before: it had ended before the first day of this.
        attested: periods on some day of which a source says it held.
        end_state: what is known where there is no end.
    """

    start: str | None = None
    end: str | None = None
    start_before: str | None = None
    end_not_before: str | None = None
    end_before: str | None = None
    attested: tuple[str, ...] = ()
    end_state: Ref | None = None
    start_earliest: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None
    end_latest: str | None = None

    @property
    def said(self) -> Text:
        """What the source says, in a few words: ``from 2013-05, until 2018``."""
        named = self.named
        if self.end_state is None:
            return named
        state = self.end_state.label
        return Text(
            ", ".join(filter(None, (named.nb, f"slutt: {state.nb}"))),
            ", ".join(filter(None, (named.en, f"end: {state.en}"))),
        )

    @property
    def named(self) -> Text:
        """Give the dates that the source names, and nothing of what it leaves out."""
        parts = [
            (self.start, "fra {}", "from {}"),
            (self.start_before, "begynte før {}", "began before {}"),
            (" / ".join(self.attested), "gjaldt {}", "held in {}"),
            (self.end, "til {}", "until {}"),
            (self.end_before, "slutt før {}", "ended before {}"),
            (self.end_not_before, "ikke slutt før {}", "not ended before {}"),
        ]
        nb = [form.format(value) for value, form, _ in parts if value]
        en = [form.format(value) for value, _, form in parts if value]
        return Text(", ".join(nb), ", ".join(en))

    @property
    def short(self) -> Text:
        """Give the same in the fewest words, for what is beside a number: ``2021``."""
        if self.attested:
            plain = " / ".join(self.attested)
            return Text(plain, plain)
        if self.start and self.start == self.end:
            return Text(self.start, self.start)
        return self.named

    @property
    def certain(self) -> Span | None:
        """The days on which it certainly held, ``[first, end)``, or ``None`` if there are none."""
        return self._bounds.certain

    @property
    def possible(self) -> tuple[str | None, str | None]:
        """The days on which it may have held, ``[first, end)``; ``None`` sets no limit."""
        return self._bounds.possible

    def standing(self, day: str) -> Certainty | None:
        """Say how it stands on a day (``YYYY-MM-DD``); ``None`` if it certainly did not hold."""
        return self._bounds.at(day)

    @property
    def _bounds(self) -> Bounds:
        return Bounds.of(self.start_earliest, self.start_latest, self.end_earliest, self.end_latest)

    @property
    def bounds(self) -> Text:
        """The certain and the possible days, in words; the last day named is included."""
        nb: list[str] = []
        en: list[str] = []
        if self.certain is not None:
            first, last = self.certain[0], _day_before(self.certain[1])
            nb.append(f"sikkert {_span(first, last, 'fra', 'til og med')}")
            en.append(f"certainly {_span(first, last, 'from', 'through')}")
        if any(self.possible):
            first_possible, end_possible = self.possible
            last_possible = _day_before(end_possible) if end_possible else None
            nb.append(f"mulig {_span(first_possible, last_possible, 'fra', 'til og med')}")
            en.append(f"possibly {_span(first_possible, last_possible, 'from', 'through')}")
        return Text("; ".join(nb), "; ".join(en))


def _day_before(end: str) -> str:
    """Turn the end of a half-open interval into its last day."""
    try:
        return str(dt.date.fromisoformat(end[:_DATE_ENDS]) - dt.timedelta(days=1))
    except (ValueError, OverflowError):  # before the year 1, or not a day: say it as it stands
        return end


def _span(first: str | None, last: str | None, since: str, through: str) -> str:
    if first == last and first is not None:
        return first
    return " ".join([*([since, first] if first else []), *([through, last] if last else [])])
