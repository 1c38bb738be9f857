"""The waist of the house: something that answers SPARQL.

The answer types are pyoxigraph's, because :func:`pyoxigraph.parse_query_results` gives the same
types for an answer that came over the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples


class Store(Protocol):
    """Something that answers SPARQL 1.1 queries."""

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer one SPARQL 1.1 query (SELECT, ASK, CONSTRUCT or DESCRIBE).

        Raises:
            QuerySyntaxError: the query does not parse.
            StoreError: the engine or the service did not answer.
        """
        ...
