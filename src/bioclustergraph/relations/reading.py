"""Ask a view, and what its relations have in common with all others: dates, roles, sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.relations.bounds import Bounds
from bioclustergraph.relations.ties import Document, Source, Thing, Tie, Ties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, Triple

    from bioclustergraph.project import Project
    from bioclustergraph.relations.views import View
    from bioclustergraph.store.base import Store

    Term = NamedNode | BlankNode | Literal | Triple | None

_COLUMNS: Final = ("from", "to", "kind", "relation")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one relation, whatever view it is in."""

    role: str | None
    start: str | None
    end: str | None
    bounds: Bounds


def ties(store: Store, project: Project, view: View) -> Ties:
    """Ask a view.

    Args:
        store: what is asked; a release, or a service with the same data.
        project: whose ``queries/network/`` are asked.
        view: the view.

    Raises:
        QueryError: a query cannot be read, or the view does not give the columns it should.
        StoreError: the store did not answer.
    """
    rows = list(_view_rows(store, view))
    said = _said(store, project)
    sources = _sources(store, project)
    found = sorted(
        {
            (start, end, kind, relation)
            for start, end, kind, relation in rows
            if relation in said  # a relation always has a class with dates; this is for strangers
        }
    )
    successors = _successors(store, project)
    sides = {side for start, end, *_ in found for side in (start, end)}
    return Ties(
        view=view,
        ties=tuple(
            Tie(
                subject=start,
                object=end,
                kind=kind,
                relation=relation,
                role=said[relation].role,
                start=said[relation].start,
                end=said[relation].end,
                bounds=said[relation].bounds,
                sources=sources.get(relation, ()),
            )
            for start, end, kind, relation in found
        ),
        things=_things(store, project, sides | {successors.get(side, side) for side in sides}),
        labels=_labels(store, project),
        documents=_documents(store, project),
        successors=successors,
    )


def _view_rows(store: Store, view: View) -> Iterator[tuple[str, str, str, str]]:
    for row in _asked(store, view.sparql, view.name, _COLUMNS):
        cells = tuple(_text(row[column]) for column in _COLUMNS)
        if None in cells:
            raise _not_ties(view.name)
        yield cells  # type: ignore[misc] # four texts, as was just seen


def _said(store: Store, project: Project) -> dict[str, _Said]:
    """Give role and dates of every relation: with several of a kind the first in order stands."""
    found: dict[str, _Said] = {}
    for row in _rows(store, project, "dates"):
        relation = _text(row["relation"])
        if relation is not None:
            found[relation] = _Said(
                role=_text(row["role"]),
                start=_text(row["start"]),
                end=_text(row["end"]),
                bounds=Bounds.of(
                    *(
                        _text(row[bound])
                        for bound in ("startEarliest", "startLatest", "endEarliest", "endLatest")
                    )
                ),
            )
    return found


def _sources(store: Store, project: Project) -> dict[str, tuple[Source, ...]]:
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in _rows(store, project, "evidence"):
        relation, document = _text(row["relation"]), _text(row["document"])
        passage = _text(row["passage"])
        if relation is not None and document is not None and passage is not None:
            found[relation][document].add(passage)
    return {
        relation: tuple(
            Source(document, tuple(sorted(passages)))
            for document, passages in sorted(by_document.items())
        )
        for relation, by_document in found.items()
    }


def _things(store: Store, project: Project, wanted: set[str]) -> dict[str, Thing]:
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    kind_names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    numbers: dict[str, str] = {}
    places: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(store, project, "things"):
        iri, kind = _text(row["thing"]), _text(row["kind"])
        if iri is None or kind is None:
            continue
        # A thing of several classes is called after the first by name: the same each time.
        if kind <= kinds.get(iri, kind):
            kinds[iri] = kind
        _name(names[iri], row["label"])
        _name(kind_names[kind], row["kindLabel"])
        number, place = _text(row["number"]), _text(row["place"])
        if number is not None:
            numbers[iri] = min(number, numbers.get(iri, number))
        if place is not None:
            places[iri].add(place)
    shown = wanted.union(*(places[iri] for iri in wanted & places.keys()))
    found = {
        iri: Thing(
            iri,
            _both(names[iri], iri),
            kind,
            _both(kind_names[kind], kind),
            numbers.get(iri),
            tuple(sorted(places[iri])),
        )
        for iri, kind in sorted(kinds.items())
        if iri in shown
    }
    unknown = {
        iri: Thing(iri, _both({}, iri), "", Text("ukjent", "unknown"))
        for iri in sorted(wanted - found.keys())
    }
    return found | unknown


def _labels(store: Store, project: Project) -> dict[str, Text]:
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(store, project, "labels"):
        term = _text(row["term"])
        if term is not None:
            _name(names[term], row["label"])
    return {term: _both(by_language, term) for term, by_language in names.items()}


def _documents(store: Store, project: Project) -> dict[str, Document]:
    titles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    issued: dict[str, str | None] = {}
    addresses: dict[str, str | None] = {}
    for row in _rows(store, project, "documents"):
        iri = _text(row["document"])
        if iri is not None:
            _name(titles[iri], row["title"])
            issued[iri], addresses[iri] = _text(row["issued"]), _text(row["address"])
    return {
        iri: Document(iri, _both(titles[iri], iri), issued[iri], addresses[iri]) for iri in titles
    }


def _successors(store: Store, project: Project) -> dict[str, str]:
    """Give what organisations ended up in; one that was split into several has no one successor."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(store, project, "successors"):
        former, successor = _text(row["former"]), _text(row["successor"])
        if former is not None and successor is not None:
            found[former].add(successor)
    return {former: min(those) for former, those in found.items() if len(those) == 1}


def _rows(store: Store, project: Project, name: str) -> Iterator[QuerySolution]:
    question = queries.load(project.queries / "network" / f"{name}.rq")
    return _asked(store, question.sparql, name, ())


def _asked(
    store: Store, sparql: str, name: str, columns: tuple[str, ...]
) -> Iterator[QuerySolution]:
    from pyoxigraph import QuerySolutions

    answer = store.query(sparql)
    if not isinstance(answer, QuerySolutions):
        raise _not_ties(name)
    if not set(columns) <= {variable.value for variable in answer.variables}:
        raise _not_ties(name)
    return iter(answer)


def _text(term: Term) -> str | None:
    return getattr(term, "value", None)


def _name(names: dict[str, str], label: Term) -> None:
    """Note a name by its language; of several in one language the first by the alphabet stands."""
    text, language = _text(label), getattr(label, "language", None) or ""
    if text is not None:
        names[language] = min(text, names.get(language, text))


def _both(names: dict[str, str], iri: str) -> Text:
    other = next(iter(sorted(names.values())), iri.rstrip("/").rpartition("/")[2])
    return Text(names.get("nb", other), names.get("en", other))


def _not_ties(name: str) -> QueryError:
    return QueryError(
        Text(f"{name}.rq gir ikke relasjoner.", f"{name}.rq does not give relations."),
        hint=Text(
            f"Kolonnene er {', '.join(_COLUMNS)}; ingen av dem er tom.",
            f"The columns are {', '.join(_COLUMNS)}; none of them is empty.",
        ),
    )
