"""Reckon indicators, on a day or over years."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from bioclustergraph.errors import ParameterError, QueryError, Text
from bioclustergraph.metrics import definitions
from bioclustergraph.metrics.material import Material
from bioclustergraph.metrics.measures import MEASURES
from bioclustergraph.metrics.model import Named, Row
from bioclustergraph.networks import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.model import Value
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


_Asked = tuple["Definition", "str | None"]
"""An indicator, and the view to reckon it on."""


def table(
    store: Store,
    project: Project,
    selection: Selection,
    names: Iterable[str] = (),
    *,
    view: str | None = None,
) -> tuple[Row, ...]:
    """Reckon indicators on the day of a selection, or on the last day of its period.

    Args:
        store: what is asked.
        project: whose definitions and queries are used.
        selection: the day, the place, and whether successors are followed.
        names: which indicators; by default all.
        view: only what is reckoned on this view.

    Returns:
        Rows in the order of the names; none where no day is chosen, since indicators hold on a day.

    Raises:
        UnknownIndicator: there is none of that name.
        QueryError: a definition or a query cannot be read.
        StoreError: the store did not answer.
    """
    day = selection.at or (selection.until - dt.timedelta(days=1) if selection.until else None)
    if day is None:
        return ()
    asked = [
        (definition, on) for definition, on in _asked(project, names) if view is None or on == view
    ]
    return tuple(_rows(Material(store, project, selection), asked, (day,)))


def over(
    store: Store,
    project: Project,
    years: range | Sequence[int],
    names: Iterable[str] = (),
    selection: Selection | None = None,
) -> tuple[Row, ...]:
    """Reckon indicators for each of several years: on 31 December, or over the year.

    Args:
        store: what is asked.
        project: whose definitions and queries are used.
        years: which years.
        names: which indicators; by default all.
        selection: the place, and whether successors are followed.

    Raises:
        ParameterError: a year is not from 1 to 9999.
        UnknownIndicator: there is none of that name.
        QueryError: a definition or a query cannot be read.
        StoreError: the store did not answer.
    """
    if any(not dt.MINYEAR <= year < dt.MAXYEAR for year in years):
        raise ParameterError(
            Text("Årstallet finnes ikke i kalenderen.", "The year is not in the calendar."),
            hint=Text(
                "Skriv for eksempel --over 2003/2024.", "Write for example --over 2003/2024."
            ),
        )
    days = [dt.date(year, 12, 31) for year in years]
    material = Material(store, project, selection or Selection())
    return tuple(_rows(material, _asked(project, names), days))


def _asked(project: Project, names: Iterable[str]) -> list[_Asked]:
    return [
        (definition, view)
        for definition in definitions.chosen(project, names)
        for view in definition.views or (None,)
    ]


def _rows(material: Material, asked: Sequence[_Asked], days: Iterable[dt.date]) -> Iterator[Row]:
    labels = _Labels(material.store, material.project)
    found: list[list[Row]] = [[] for _ in asked]
    # Day by day, so that a network is made once for all its measures; the rows stand by indicator.
    for day in days:
        for rows, (definition, on) in zip(found, asked, strict=True):
            for value in _measure(definition)(material, definition, on, day):
                rows.append(
                    Row(
                        indicator=definition.name,
                        view=on,
                        day=day,
                        about=labels.of(definition, value.about),
                        other=labels.of(definition, value.other),
                        certain=value.certain,
                        possible=value.possible,
                        completeness=value.completeness,
                    )
                )
        material.forget()
    return (row for rows in found for row in rows)


def _measure(definition: Definition) -> Callable[..., Iterator[Value]]:
    measure = MEASURES.get(definition.measure)
    if measure is None:
        raise QueryError(
            Text(
                f"Målet «{definition.measure}» finnes ikke.",
                f"There is no measure “{definition.measure}”.",
            ),
            path=definition.path,
            hint=Text(f"Alle: {', '.join(MEASURES)}.", f"All of them: {', '.join(MEASURES)}."),
        )
    return measure


class _Labels:
    """What values are about, by what it is called."""

    def __init__(self, store: Store, project: Project) -> None:
        from bioclustergraph.names import Name, Names

        found: defaultdict[str, list[Name]] = defaultdict(list)
        for name in Names.of(store, project).names:
            found[name.iri].append(name)
        self._labels = {
            iri: label
            for iri, those in found.items()
            if (label := Names(tuple(those)).label(iri)) is not None
        }

    def of(self, definition: Definition, key: str | None) -> Named | None:
        if key is None:
            return None
        if key in definition.categories:
            return Named(key, definition.categories[key])
        # Two terms, such as a basis and a currency, are told apart together.
        words = [self._name(word) for word in key.split(" ")]
        label = Text(" ".join(it.nb for it in words), " ".join(it.en for it in words))
        return Named(key, label)

    def _name(self, key: str) -> Text:
        key_alone = key.rpartition("/")[2]
        return self._labels.get(key) or Text(key_alone, key_alone)
