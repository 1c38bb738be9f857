"""The triples about one resource, as its page gives them in every RDF form."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from bioclustergraph.describe.asking import Asker
from bioclustergraph.describe.describing import nothing_about
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    import datetime as dt

    from pyoxigraph import QueryTriples, Triple

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

SORTED: Final = 20_000
"""How many triples are sorted; more are given in the order of the store, which takes no memory."""


def triples(
    store: Store, iri: str, *, project: Project, at: dt.date | None = None
) -> tuple[Triple, ...]:
    """Give the triples of one resource, each once, in a stable order.

    They are its own, those of the relations it takes part in, those of the passages of a document,
    and, if ``iri`` is a named graph, those in the graph. They say nothing of the page itself: what
    it is about, where it stands and under which licence is said by the header ``Link``, so that the
    triples are the same at whatever address they are fetched.

    Args:
        store: what is asked.
        iri: the resource.
        project: whose ``queries/pages/`` are asked.
        at: a day: of its relations only those that certainly or possibly held on it.

    Raises:
        UnknownThing: there are none, or ``iri`` is not an IRI.
        QueryError: the query file cannot be read.
        StoreError: the store did not answer.
    """
    found = tuple(sorted(set(_asked(store, iri, project, at)), key=str))
    if not found:
        raise nothing_about(iri)
    return found


def graph(
    store: Store, iri: str, *, project: Project, at: dt.date | None = None
) -> list[Triple] | QueryTriples:
    """Give the same triples, to be written at once: many of them are neither held nor sorted.

    Those of a thing with a hundred thousand relations are 1.6 million; a store in memory that was
    read from a release gives them in the same order every time.

    Raises:
        UnknownThing: there are none, or ``iri`` is not an IRI.
        QueryError: the query file cannot be read.
        StoreError: the store did not answer.
    """
    first = list(islice(_asked(store, iri, project, at), SORTED + 1))
    if not first:
        raise nothing_about(iri)
    if len(first) > SORTED:
        return _asked(store, iri, project, at)
    return sorted(set(first), key=str)


def _asked(store: Store, iri: str, project: Project, at: dt.date | None) -> QueryTriples:
    # What a graph says is the same on every day.
    if at is None or iri.startswith(PREFIXES["graph"]):
        return Asker(store, project).triples("triples", {"thing": iri})
    return Asker(store, project).triples("triples-at", {"thing": iri, "at": at.isoformat()})
