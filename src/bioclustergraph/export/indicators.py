"""The indicators of a view on a day, as the rows of a sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bioclustergraph.export.material import Table

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.metrics import Named, Row
    from bioclustergraph.networks import Network
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_COLUMNS = (
    "indicator",
    "title",
    "unit",
    "day",
    "about",
    "about_label",
    "other",
    "other_label",
    "certain",
    "possible",
    "completeness",
    "definition",
)


def table(store: Store, project: Project, network: Network, language: Language) -> Table | None:
    """Reckon what is defined on the view of a network, on its day or the last of its period.

    Returns:
        The rows; ``None`` where no day is chosen, or nothing is defined on this view.

    Raises:
        QueryError: a definition or a query cannot be read.
        StoreError: the store did not answer.
    """
    from bioclustergraph import metrics

    rows = metrics.table(store, project, network.selection, view=network.view.name)
    if not rows:
        return None
    definitions = metrics.find(project)

    def cells(row: Row) -> tuple[str | int | float | None, ...]:
        defined = definitions[row.indicator]
        return (
            row.indicator,
            defined.title.in_language(language),
            defined.unit.in_language(language),
            row.day.isoformat(),
            *_named(row.about, language),
            *_named(row.other, language),
            _number(row.certain),
            _number(row.possible),
            row.completeness.label.in_language(language),
            defined.definition.in_language(language),
        )

    return Table(_COLUMNS, tuple(map(cells, rows)))


def _named(named: Named | None, language: Language) -> tuple[str | None, str | None]:
    return (named.iri, named.label.in_language(language)) if named is not None else (None, None)


def _number(value: float | Decimal | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
