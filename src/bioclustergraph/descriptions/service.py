"""The service description: what the endpoint understands, what it holds, and how much it allows.

https://www.w3.org/TR/sparql11-service-description/ has no terms for limits. They are said as
schema.org's ``PropertyValue``, each with a name, a value and a unit, which is how schema.org says
what it has no term for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from bioclustergraph.descriptions.parts import counted, fixed, in_order, spoken, term, typed
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

SERVICE: Final = NamedNode(f"{BASE}service")


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

    That the default graph is the merge of the named ones (``sd:UnionDefaultGraph``) is said only if
    it is so in this store. No IRI is dereferenced, so that ``sd:DereferencesURIs`` is never said.

    Args:
        store: what it answers from.
        project: whose ``queries/descriptions/`` count.
        limits: what it bounds.
        services: the services that ``SERVICE`` may name.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    said = [
        *fixed(project, "service"),
        *counted(store, project, "service-graphs", "service-merge"),
    ]
    for limit in limits:
        said.extend(_limit(limit))
    if any(True for _ in services):
        said.append(Triple(SERVICE, term("sd:feature"), term("sd:BasicFederatedQuery")))
    return in_order(said)


def _limit(limit: Limit) -> Iterator[Triple]:
    it = NamedNode(f"{SERVICE.value}#{limit.key}")
    yield Triple(SERVICE, term("schema:additionalProperty"), it)
    yield Triple(it, term("rdf:type"), term("schema:PropertyValue"))
    yield from spoken(it, "schema:name", limit.name)
    yield Triple(
        it,
        term("schema:value"),
        typed(f"{limit.value:g}", "decimal")
        if limit.value % 1
        else typed(int(limit.value), "integer"),
    )
    if limit.unit:
        yield Triple(it, term("schema:unitText"), Literal(limit.unit))
