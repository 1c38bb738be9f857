"""The order of the rows of a table on a page, as a link asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.describe import Relation
    from bioclustergraph.errors import Language

COLUMNS: Final = ("what", "role", "when", "source")
"""What rows can be sorted by; with ``-`` before it they stand the other way round."""

_LAST: Final = "\U0010ffff"
"""Sorts after whatever is known."""


def order(text: str) -> str | None:
    """Read an order; a form that is sent without one asks for none.

    Raises:
        Problem: there is no such order.
    """
    if not text:
        return None
    if text.removeprefix("-") in COLUMNS and not text.startswith("--"):
        return text
    names = ", ".join(COLUMNS)
    raise Problem(
        400,
        Text(
            f"sort: «{text}» er ingen kolonne. Velg en av: {names}; med - foran er det motsatt.",
            f"sort: “{text}” is no column. Choose one of: {names}; with - before it, reversed.",
        ),
    )


def ordered(
    relations: Iterable[Relation], by: str | None, language: Language
) -> tuple[Relation, ...]:
    """Put relations into an order; what has no value comes last in both directions.

    Args:
        relations: in the order of the page.
        by: a column of :data:`COLUMNS`, with ``-`` before it for the other direction.
        language: whose labels are compared.
    """
    every = tuple(relations)
    if by is None:
        return every
    column = by.removeprefix("-")
    known = [(value, r) for r in every if (value := _value(r, column, language)) is not None]
    known.sort(key=lambda it: it[0], reverse=by.startswith("-"))
    sorted_ = {id(r) for _, r in known}
    return (*(r for _, r in known), *(r for r in every if id(r) not in sorted_))


def _value(relation: Relation, column: str, language: Language) -> str | None:
    match column:
        case "what":
            if relation.name is not None:
                return relation.name.text.casefold()
            other = relation.other
            return None if other is None else other.label.in_language(language).casefold()
        case "role":
            role = relation.role
            return None if role is None else role.label.in_language(language).casefold()
        case "when":
            dates = relation.dates
            attested = dates.attested[0] if dates.attested else None
            return dates.start or dates.start_before or attested or dates.end or dates.end_before
        case _:
            first = relation.evidence[0] if relation.evidence else None
            if first is None:
                return None
            return f"{first.issued or _LAST} {first.document.label.in_language(language)}"
