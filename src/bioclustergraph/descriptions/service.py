"""The service description: what the endpoint understands, what it holds, and how much it allows.

https://www.w3.org/TR/sparql11-service-description/ has no terms for limits. They are said as
schema.org's ``PropertyValue``, each with a name, a value and a unit, which is how schema.org says
what it has no term for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from bioclustergraph.descriptions.parts import counted, fixed, in_order, term, typed
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

SERVICE: Final = NamedNode(f"{BASE}service")
_DEFAULT: Final = NamedNode(f"{BASE}service#default-graph")
_SET: Final = NamedNode(f"{BASE}service#dataset")


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that the endpoint bounds.

    Attributes:
        key: the last part of its IRI.
        name: what is bounded.
        value: the bound.
        unit: ``s``, ``byte`` or, for a count, nothing.
    """

    key: str
    name: Text
    value: float
    unit: str = ""


def service(
    store: Store, project: Project, limits: Iterable[Limit], services: Iterable[str] = ()
) -> list[Triple]:
    """Describe the endpoint.

    Args:
        store: what it answers from.
        project: whose ``queries/descriptions/`` count.
        limits: what it bounds.
        services: the services that ``SERVICE`` may name.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    said = [*fixed(project, "service"), *_graphs(store, project)]
    for limit in limits:
        said.extend(_limit(limit))
    if any(True for _ in services):
        said.append(Triple(SERVICE, term("sd:feature"), term("sd:BasicFederatedQuery")))
    return in_order(said)


def _graphs(store: Store, project: Project) -> Iterator[Triple]:
    subset, triples = term("void:subset"), term("void:triples")
    for said in counted(store, project, "void-graphs"):
        if said.predicate == subset and isinstance(said.object, NamedNode):
            graph = said.object
            yield Triple(_SET, term("sd:namedGraph"), graph)
            yield Triple(graph, term("rdf:type"), term("sd:NamedGraph"))
            yield Triple(graph, term("sd:name"), graph)
            yield Triple(graph, term("sd:graph"), graph)
            yield Triple(graph, term("rdf:type"), term("sd:Graph"))
        elif said.predicate == triples:
            yield said
    for said in counted(store, project, "void-counts"):
        if said.predicate == triples:
            yield Triple(_DEFAULT, triples, said.object)


def _limit(limit: Limit) -> Iterator[Triple]:
    it = NamedNode(f"{SERVICE.value}#{limit.key}")
    yield Triple(SERVICE, term("schema:additionalProperty"), it)
    yield Triple(it, term("rdf:type"), term("schema:PropertyValue"))
    yield Triple(it, term("schema:name"), Literal(limit.name.nb, language="nb"))
    yield Triple(it, term("schema:name"), Literal(limit.name.en, language="en"))
    yield Triple(
        it,
        term("schema:value"),
        typed(f"{limit.value:g}", "decimal")
        if limit.value % 1
        else typed(int(limit.value), "integer"),
    )
    if limit.unit:
        yield Triple(it, term("schema:unitText"), Literal(limit.unit))
