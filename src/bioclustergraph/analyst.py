"""The door for those who reckon in Python: a network as a graph, an answer as a table.

>>> import bioclustergraph as bcg
>>> graph = bcg.network("co-membership", at="2021-12-31", language="en")
>>> graph.nodes["https://w3id.org/bioclustergraph/id/organisation/nofima"]["label"]
'Nofima'
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from bioclustergraph import extras
from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.opening import opened
from bioclustergraph.project import Project

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    from pyoxigraph import BlankNode, NamedNode, Triple
    from pyoxigraph import Literal as RdfLiteral

    from bioclustergraph.errors import Language
    from bioclustergraph.store.base import Store

    Term = NamedNode | BlankNode | RdfLiteral | Triple | None

Day = dt.date | str
"""A day: a date, or ``YYYY-MM-DD``."""


def network(  # noqa: PLR0913 - each is a choice that an analyst makes by its name
    view: str,
    *,
    at: Day | None = None,
    since: Day | None = None,
    until: Day | None = None,
    certain_only: bool = False,
    place: str | None = None,
    follow: Literal["none", "successors"] = "none",
    language: Language = "nb",
    release: Path | str | None = None,
    service: str | None = None,
) -> nx.MultiGraph[str] | nx.MultiDiGraph[str]:
    """Give a view of the relations as a graph of networkx.

    Nodes are IRIs with ``label``, ``kind`` and what else is known; edges have ``kind``, ``label``,
    ``role``, ``start``, ``end``, ``certainty``, ``weight``, ``via``, ``relations`` and
    ``documents``. What is not known is not there.

    Args:
        view: a view's name, such as ``membership`` or ``co-membership``.
        at: the relations that held on this day, certainly or possibly.
        since: the ones that held on some day from this one on.
        until: … and before this one.
        certain_only: leave out what is only possible.
        place: the name or IRI of a place: relations of what is in it.
        follow: ``successors``: an organisation and what it became are one node.
        language: of labels.
        release: where releases are kept, or one of them; by default the package's own files.
        service: the address of a SPARQL service with the same data.

    Returns:
        A ``MultiDiGraph`` where relations have a direction, a ``MultiGraph`` where two share
        something.

    Raises:
        UnknownView: there is no such view.
        UnknownThing: there is no such place.
        ParameterError: a date is not one, or dates do not fit together.
        ReleaseError: there is no release there.
        StoreError: the service did not answer.
    """
    from bioclustergraph import networks, relations
    from bioclustergraph.names import resolve

    project = Project.find()
    looked_at = relations.named(project, view)
    store = _store(project, release, service)
    selection = networks.Selection(
        at=_day(at),
        since=_day(since),
        until=_day(until),
        certain_only=certain_only,
        place=resolve(store, project, place, "place") if place is not None else None,
        follow=networks.Follow(follow),
    )
    found = networks.of(store, project, looked_at, selection)
    return networks.to_networkx(found, language=language)


@overload
def table(
    question: str,
    *,
    library: Literal["pandas"] = ...,
    language: Language = ...,
    release: Path | str | None = ...,
    service: str | None = ...,
    **parameters: Day,
) -> pd.DataFrame: ...
@overload
def table(
    question: str,
    *,
    library: Literal["polars"],
    language: Language = ...,
    release: Path | str | None = ...,
    service: str | None = ...,
    **parameters: Day,
) -> pl.DataFrame: ...
def table(
    question: str,
    *,
    library: Literal["pandas", "polars"] = "pandas",
    language: Language = "nb",
    release: Path | str | None = None,
    service: str | None = None,
    **parameters: Day,
) -> pd.DataFrame | pl.DataFrame:
    """Ask a question and give its answer as a table.

    Whole numbers, decimals, truth values and days have their types; a date that is known only to
    the month or year stays the text it is. IRIs are texts.

    Args:
        question: a question's name, such as ``members-at``, or the path of a ``.rq`` file.
        library: ``pandas`` or ``polars``, which must be installed (the extra ``tables``).
        language: of labels.
        release: where releases are kept, or one of them; by default the package's own files.
        service: the address of a SPARQL service with the same data.
        **parameters: what to ask about: ``cluster="Biotech North", at="2021-06-30"``.

    Raises:
        UnknownQuestion: there is no such question.
        ParameterError: a parameter is unknown or of the wrong type, or the answer is no table.
        UnknownThing: nothing has that name.
        MissingLibrary: the library is not installed.
        ReleaseError: there is no release there.
        StoreError: the service did not answer.
    """
    from pyoxigraph import QuerySolutions

    from bioclustergraph import queries
    from bioclustergraph.names import resolve

    frames = extras.library(library, extra="tables")
    project = Project.find()
    asked = (
        queries.load(Path(question))
        if question.endswith(".rq")
        else queries.named(project, question)
    )
    store = _store(project, release, service)
    given = {name: str(value) for name, value in parameters.items()}
    if any(parameter.name == "lang" for parameter in asked.parameters):
        given.setdefault("lang", language)
    sparql = asked.bind(given, lambda text, kind: resolve(store, project, text, kind))
    answer = store.query(sparql)
    if not isinstance(answer, QuerySolutions):
        raise ParameterError(
            Text(f"{question} gir ingen tabell.", f"{question} does not give a table."),
            hint=Text("Still et spørsmål med SELECT.", "Ask a question with SELECT."),
        )
    names = [variable.value for variable in answer.variables]
    rows = [[_value(row[name]) for name in names] for row in answer]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    if library == "polars":
        made: pl.DataFrame = frames.DataFrame(columns)
        return made
    # pandas by itself makes a column of whole numbers with a gap into one of floats.
    loose: pd.DataFrame = frames.DataFrame(columns)
    return loose.convert_dtypes()


def _store(project: Project, release: Path | str | None, service: str | None) -> Store:
    return opened(project, release=Path(release) if release is not None else None, service=service)


def _day(day: Day | None) -> dt.date | None:
    if day is None or isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise ParameterError(
            Text(f"«{day}» er ikke en dag.", f"“{day}” is not a day."),
            hint=Text("Skriv ÅÅÅÅ-MM-DD.", "Write YYYY-MM-DD."),
        ) from error


def _value(term: Term) -> str | int | float | bool | dt.date | None:
    """Read a term as the type it has (XML Schema Part 2); what has no counterpart stays text."""
    from pyoxigraph import Literal as RdfLiteral

    if not isinstance(term, RdfLiteral):
        return None if term is None else getattr(term, "value", str(term))
    kind = term.datatype.value.rpartition("#")[2]
    try:
        if kind == "integer":
            return int(term.value)
        if kind in {"decimal", "double", "float"}:
            return float(term.value)
        if kind == "date":
            return dt.date.fromisoformat(term.value)
    except ValueError:  # a time zone, or no value of its type: as it is written
        return term.value
    return term.value == "true" if kind == "boolean" else term.value
