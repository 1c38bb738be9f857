"""The day that a page is asked about, and the days beside it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Final

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import Problem

_DAY: Final = len("2021-06-30")
_YEAR: Final = len("2021")


def date_of(text: str) -> dt.date | None:
    """Read the day of ``?at=``; a form that is sent without one asks for no day.

    Args:
        text: ``YYYY-MM-DD``, or ``YYYY`` for the last day of a year (ISO 8601).

    Raises:
        Problem: it is neither.

    >>> date_of("2021"), date_of(" ")
    (datetime.date(2021, 12, 31), None)
    """
    written = text.strip()
    if not written:
        return None
    if len(written) == _YEAR and written.isascii() and written.isdigit() and int(written) > 0:
        written = f"{written}-12-31"
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        day = None
    # fromisoformat also takes 20210630 and 2021-W26-3, which are other addresses of the same.
    if day is None or len(written) != _DAY or day.isoformat() != written:
        raise Problem(
            400,
            Text(
                f"at: «{text}» er verken et år eller en dag. Skriv 2021 eller 2021-06-30.",
                f"at: “{text}” is neither a year nor a day. Write 2021 or 2021-06-30.",
            ),
        )
    return day


def day_of(text: str) -> str | None:
    """Read the day of ``?at=`` as :func:`date_of` does, to be written in an address.

    Raises:
        Problem: it is neither a year nor a day.

    >>> day_of("2021-06-30"), day_of("2021"), day_of("")
    ('2021-06-30', '2021-12-31', None)
    """
    day = date_of(text)
    return None if day is None else day.isoformat()


def beside(day: str | None) -> tuple[str, ...]:
    """Give the same day of the year before and of the year after.

    >>> beside("2020-02-29"), beside(None)
    (('2019-02-28', '2021-02-28'), ())
    """
    if day is None:
        return ()
    at = dt.date.fromisoformat(day)
    return tuple(
        dt.date(year, at.month, min(at.day, monthrange(year, at.month)[1])).isoformat()
        for year in (at.year - 1, at.year + 1)
        if dt.MINYEAR <= year <= dt.MAXYEAR
    )
