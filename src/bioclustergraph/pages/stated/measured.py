"""Figures that sources state of a thing, and the latest of them by a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from bioclustergraph.describe import Value
from bioclustergraph.errors import Text
from bioclustergraph.names import key_of
from bioclustergraph.pages.stated.charts import written

if TYPE_CHECKING:
    from bioclustergraph.describe import Relation


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a cluster.

    Attributes:
        relation: the statement, with its dates and sources.
        value: the number.
        unit: in what.
        qualifier: whether it is exact, about, over or under.
    """

    relation: Relation
    value: Text
    unit: Text | None
    qualifier: Text | None


def figure_of(relation: Relation) -> Figure | None:
    """Read a statement of a figure; ``None`` if it has no value."""
    said = {key_of(it.property.iri): it.values[0] for it in relation.details if it.values}
    value, unit, qualifier = said.get("value"), said.get("hasUnit"), said.get("hasQualifier")
    if not isinstance(value, Value):
        return None
    return Figure(
        relation,
        _number(value.text),
        None if unit is None or isinstance(unit, Value) else unit.label,
        None if qualifier is None or isinstance(qualifier, Value) else qualifier.label,
    )


def latest(figures: list[Figure], day: str) -> list[Figure]:
    """Give the figures of the latest date that had begun by a day."""
    by_date: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        dates = figure.relation.dates
        for said in dates.attested[:1] or ((dates.start,) if dates.start else ()):
            # A year begins with its first day: what is said of it may be known by then.
            first = f"{said}-01-01"[: len(day)]
            if first <= day:
                by_date[first].append(figure)
    return by_date[max(by_date)] if by_date else []


def _number(text: str) -> Text:
    try:
        return written(Decimal(text))
    except InvalidOperation:
        return Text(text, text)
