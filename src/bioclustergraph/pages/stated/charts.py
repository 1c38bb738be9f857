"""The figures of a thing as small charts: one for each measure and unit, a bar for each value.

A bar begins at nought, so that its length is the figure. A figure that is «about» or «over» is
hatched where it is not known, and one alone has no bar, unless it is a share of a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import Ref, Value
from bioclustergraph.errors import Text
from bioclustergraph.names import key_of, kind_of
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.describe import Relation

_BCG: Final = PREFIXES["bcg"]
_PERCENT: Final = "percent"
_HATCHED: Final = 8.0
"""How much of the width stands for what is not known of a figure, in percent."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One value.

    Attributes:
        relation: the statement.
        text: the number as it is written.
        qualifier: how closely it is known, unless it is exact.
        width: how long the bar is, in percent of the width.
        loose: how long the hatched part after it is.
    """

    relation: Relation
    text: Text
    qualifier: Ref | None
    width: float
    loose: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The values of one measure in one unit, by date.

    Attributes:
        measure: what is measured.
        unit: in what, unless the measure or the numbers say it already.
        bars: the values.
        is_drawn: whether there is something to compare.
    """

    measure: Ref
    unit: Ref | None
    bars: tuple[Bar, ...]
    is_drawn: bool


def charts(relations: Iterable[Relation]) -> tuple[Chart, ...]:
    """Give a chart for each measure of a thing; those with something to compare first.

    Args:
        relations: its relations, on whatever day; what is no figure is left out.
    """
    found: dict[tuple[str, str], list[tuple[Decimal, Relation]]] = {}
    for relation in relations:
        value = _value(relation)
        if kind_of(relation.iri) == "statistic" and relation.role is not None and value is not None:
            unit = _said(relation, "hasUnit")
            found.setdefault((relation.role.iri, unit.iri if unit else ""), []).append(
                (value, relation)
            )
    made = [_chart(values) for values in found.values()]
    return tuple(sorted(made, key=lambda c: (not c.is_drawn, c.measure.label.nb.casefold())))


def _chart(values: list[tuple[Decimal, Relation]]) -> Chart:
    first = values[0][1]
    unit = _said(first, "hasUnit")
    is_share = unit is not None and key_of(unit.iri) == _PERCENT
    is_loose = any(not _is_exact(_said(relation, "hasQualifier")) for _, relation in values)
    full = 100.0 - _HATCHED if is_loose else 100.0
    most = max([abs(value) for value, _ in values] + ([Decimal(100)] if is_share else []))
    measure = first.role
    if measure is None:
        raise LookupError(first.iri)
    return Chart(
        measure,
        None if is_share or (unit is not None and _says(measure, unit)) else unit,
        tuple(
            _bar(value, relation, full / float(most or 1), is_share=is_share)
            for value, relation in sorted(values, key=_by_date)
        ),
        is_drawn=len(values) > 1 or is_share,
    )


def _bar(value: Decimal, relation: Relation, scale: float, *, is_share: bool) -> Bar:
    qualifier = _said(relation, "hasQualifier")
    exact = _is_exact(qualifier)
    number = written(value)
    return Bar(
        relation,
        Text(f"{number.nb}\xa0%", f"{number.en}%") if is_share else number,
        None if exact else qualifier,
        round(float(abs(value)) * scale, 2),
        0.0 if exact else _HATCHED,
    )


def _is_exact(qualifier: Ref | None) -> bool:
    return qualifier is None or key_of(qualifier.iri) == "exact"


def written(value: Decimal) -> Text:
    r"""Write a number as it is written in each language.

    >>> written(Decimal("15000.5"))
    Text(nb='15\xa0000,5', en='15,000.5')
    """
    text = f"{value.normalize():,f}"
    return Text(text.replace(",", "\xa0").replace(".", ","), text)


def _says(measure: Ref, unit: Ref) -> bool:
    """Say whether the name of a measure holds that of its unit: board meetings, meeting."""
    return unit.label.nb.casefold() in measure.label.nb.casefold()


def _by_date(found: tuple[Decimal, Relation]) -> tuple[str, str]:
    dates = found[1].dates
    return (dates.start or (dates.attested[0] if dates.attested else ""), found[1].iri)


def _value(relation: Relation) -> Decimal | None:
    for statement in relation.details:
        if statement.property.iri == f"{_BCG}value":
            for value in statement.values:
                if isinstance(value, Value):
                    try:
                        number = Decimal(value.text)
                    except InvalidOperation:
                        continue
                    if number.is_finite():
                        return number
    return None


def _said(relation: Relation, name: str) -> Ref | None:
    for statement in relation.details:
        if statement.property.iri == f"{_BCG}{name}":
            return next((value for value in statement.values if isinstance(value, Ref)), None)
    return None
