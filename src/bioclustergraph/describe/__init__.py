"""Everything known about one resource, ready to show; and its triples, ready to serialise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.asking import construct, select, shown
from bioclustergraph.describe.dates import Dates
from bioclustergraph.describe.model import (
    Description,
    Evidence,
    Group,
    Mentions,
    Passage,
    Relation,
    Statement,
    in_language,
    text_of,
)
from bioclustergraph.describe.reading import (
    grouped,
    mentions,
    passages,
    read_aloud,
    relations,
    statements,
)
from bioclustergraph.describe.refs import Ref, Value
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

__all__ = [
    "Dates",
    "Description",
    "Evidence",
    "Group",
    "Mentions",
    "Passage",
    "Ref",
    "Relation",
    "Statement",
    "Value",
    "describe",
    "in_language",
    "select",
    "shown",
    "triples",
]

MENTIONS: Final = 200
"""How many mentions a description holds at most; the question asks for one more, to know."""

_LABELS: Final = frozenset(
    {f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['dcterms']}title"}
)
_TYPE: Final = f"{PREFIXES['rdf']}type"
_NAMING: Final = f"{PREFIXES['bcg']}Naming"
_LINKS: Final = frozenset(
    {
        f"{PREFIXES['skos']}exactMatch",
        f"{PREFIXES['skos']}closeMatch",
        f"{PREFIXES['owl']}sameAs",
        f"{PREFIXES['foaf']}page",
        f"{PREFIXES['foaf']}homepage",
    }
)
_ELSEWHERE: Final = _LABELS | _LINKS | {_TYPE}


def describe(store: Store, iri: str, *, project: Project) -> Description:
    """Collect everything the store knows about ``iri``.

    Args:
        store: a release's default graph holds data, ontology and what was derived.
        iri: the resource: a thing, a relation, a term, a concept, a graph.
        project: whose ``queries/pages/`` are asked.

    Raises:
        UnknownThing: the store says nothing about ``iri``, or it is not an IRI.
        QueryError: a query file cannot be read.
        StoreError: the store did not answer.
    """
    said = statements(select(store, project, "statements", iri))
    every = relations(
        select(store, project, "relations", iri), select(store, project, "evidence", iri)
    )
    referring, truncated = mentions(select(store, project, "mentions", iri), MENTIONS)
    cited = passages(select(store, project, "passages", iri))
    if not (said or every or referring or cited):
        raise _nothing_about(iri)
    names = tuple(r for r in every if r.kind.iri == _NAMING and r.side == "subject")
    itself = next((r for r in every if r.side == "itself"), None)
    # A relation shows all there is about itself; the same again as a list is no help.
    direct = said if itself is None else ()
    return Description(
        iri=iri,
        label=_label(said, iri) if itself is None else _spoken_label(itself),
        types=_types(said),
        names=names,
        groups=grouped(r for r in every if r not in names),
        statements=tuple(s for s in _own(direct) if s.property.iri not in _ELSEWHERE),
        links=tuple(s for s in direct if s.property.iri in _LINKS),
        passages=cited,
        mentions=referring,
        mentions_truncated=truncated,
    )


def triples(store: Store, iri: str, *, project: Project) -> tuple[Triple, ...]:
    """Give the triples of one resource, each once, in a stable order.

    They are its own, those of the relations it takes part in, those of the passages of a document,
    and, if ``iri`` is a named graph, those in the graph.

    Raises:
        UnknownThing: there are none, or ``iri`` is not an IRI.
        QueryError: the query file cannot be read.
        StoreError: the store did not answer.
    """
    found = tuple(sorted(set(construct(store, project, "triples", iri)), key=str))
    if not found:
        raise _nothing_about(iri)
    return found


def _label(said: tuple[Statement, ...], iri: str) -> Text:
    found: dict[str | None, str] = {}
    for statement in said:
        if statement.property.iri in _LABELS:
            for value in statement.values:
                if isinstance(value, Value):
                    found.setdefault(value.language, value.text)
    fallback = next(iter(found.values()), None)
    return text_of(iri, found.get("nb", fallback), found.get("en", fallback))


def _spoken_label(relation: Relation) -> Text:
    sides = [side.label for side in (relation.subject, relation.object) if side is not None]
    kind = relation.kind.label
    return Text(
        read_aloud(kind.nb, [side.nb for side in sides]),
        read_aloud(kind.en, [side.en for side in sides]),
    )


def _own(said: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Leave out what is said again by a more general property that the build derived."""
    ours = {s.values for s in said if s.property.iri.startswith(PREFIXES["bcg"])}
    return tuple(
        s for s in said if s.property.iri.startswith(PREFIXES["bcg"]) or s.values not in ours
    )


def _types(said: tuple[Statement, ...]) -> tuple[Ref, ...]:
    """Give the classes, our own first: the others are derived from them."""
    types = (
        value
        for statement in said
        if statement.property.iri == _TYPE
        for value in statement.values
        if isinstance(value, Ref)
    )
    return tuple(sorted(types, key=lambda ref: not ref.iri.startswith(BASE)))


def _nothing_about(iri: str) -> UnknownThing:
    name = compact(iri)
    return UnknownThing(
        Text(f"Ingenting er sagt om {name} her.", f"Nothing is said about {name} here.")
    )
