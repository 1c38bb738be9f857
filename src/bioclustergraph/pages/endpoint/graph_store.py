"""The SPARQL 1.1 Graph Store HTTP Protocol, reading (https://www.w3.org/TR/sparql11-http-rdf-update/).

What writes never gets here where there is a door to write: see :mod:`bioclustergraph.server`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import Text
from bioclustergraph.pages.endpoint.sparql import READ_ONLY, Asked
from bioclustergraph.pages.frame.problems import Problem, only
from bioclustergraph.store.base import Graphs

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.pages.endpoint.sparql import Endpoint
    from bioclustergraph.pages.holdings import Holdings

PATH: Final = "/graph-store"
_READ: Final = ("GET", "HEAD")
_WRITE: Final = frozenset({"PUT", "POST", "DELETE"})


@dataclass(frozen=True)
class GraphStore:
    """``/graph-store``: one graph as it is, or the merge of all."""

    held: Holdings
    endpoint: Endpoint

    def answer(self, request: Request) -> Response:
        """Give the graph that is named, or the default graph.

        Raises:
            Problem: no graph is named, or it is not here, or the request would write.
            QueryError: the name is no IRI.
            StoreError: the store did not answer.
        """
        if request.method in _WRITE:
            raise Problem(403, READ_ONLY)
        if request.method not in _READ:
            raise only(", ".join(_READ))
        named = request.query_params.getlist("graph")
        if len(named) + ("default" in request.query_params) != 1:
            raise Problem(
                400,
                Text(
                    "Nevn én graf: ?graph=IRI, eller ?default.",
                    "Name one graph: ?graph=IRI, or ?default.",
                ),
            )
        sparql = queries.text_of(self.held.project.queries / "pages" / "graph.rq")
        graphs = Graphs((named[0],), ()) if named else None
        if named and next(iter(self.held.store.query(sparql, graphs)), None) is None:  # type: ignore[arg-type] # of a CONSTRUCT there are triples
            raise Problem(
                404, Text(f"Grafen <{named[0]}> er ikke her.", f"<{named[0]}> is no graph here.")
            )
        return self.endpoint.construct(
            request, Asked(sparql, graphs, request.query_params.get("format"))
        )
