"""Every page there is: for the sitemap, and for whoever writes them all down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.describe import select
from bioclustergraph.pages.frame.addresses import document
from bioclustergraph.pages.networks import page as network

if TYPE_CHECKING:
    from bioclustergraph.pages.holdings import Holdings

OWN: Final = (
    "/browse",
    "/map",
    "/contradictions",
    "/sources",
    "/coverage",
    "/ontology",
    "/about",
    "/privacy",
    "/catalog",
)
"""Pages that are about the graph, and about nothing that has an IRI."""


def listed(held: Holdings) -> list[str]:
    """Give the path of every page, without suffix and query, each once, in a stable order.

    Raises:
        QueryError: a query file cannot be read.
        StoreError: the store did not answer.
    """
    rows = select(held.store, held.project, "documents")
    about = [document(thing.iri) for row in rows if (thing := row.ref("thing")) is not None]
    asked = [f"/questions/{name}" for name in sorted(held.questions)]
    return ["/", *OWN, "/questions", *asked, *network.paths(held), *about]
