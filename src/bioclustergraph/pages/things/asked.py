"""What is asked of the document about an IRI: in which form, as of which day, which part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import media
from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.days import date_of
from bioclustergraph.pages.frame.forms import chosen
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.pages.things.sorting import order

if TYPE_CHECKING:
    import datetime as dt

    from starlette.requests import Request

    from bioclustergraph.media import Format
    from bioclustergraph.pages.frame.addresses import Address

_DIGITS: Final = 10
"""A page number with more is of no page, and int() itself has no such bound."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        address: where.
        form: in which form.
        at: as of which day, if any.
        page: which page, if one is named.
        sort: in which order the rows of a table stand, if one is named.
    """

    address: Address
    form: Format
    at: dt.date | None
    page: int | None
    sort: str | None = None

    @property
    def iri(self) -> str:
        """What the document is about."""
        return self.address.iri

    @property
    def day(self) -> str | None:
        """The day as it stands in an address."""
        return None if self.at is None else self.at.isoformat()


def read(request: Request, where: Address) -> Asked:
    """Read what is asked for.

    Raises:
        Problem: a parameter is not in order, or no form is accepted.
    """
    given = request.query_params
    return Asked(
        where,
        chosen(request, where.form or given.get("format"), media.PAGES),
        date_of(given.get("at", "")),
        _page(given.get("page", "").strip()),
        order(given.get("sort", "").strip()),
    )


def _page(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) > 0):
        raise Problem(
            400,
            Text(
                f"page: «{text}» er ikke et sidetall. Skriv et helt tall fra 1.",
                f"page: “{text}” is not a page number. Write a whole number from 1.",
            ),
        )
    return int(text)
