"""The waist of the house: something that answers SPARQL.

The answer types are pyoxigraph's, because :func:`pyoxigraph.parse_query_results` gives the same
types for an answer that came over the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples


@dataclass(frozen=True, slots=True)
class Graphs:
    """A data set named from outside a query (SPARQL 1.1 Protocol, 2.1.4); it decides over FROM.

    Attributes:
        default: the IRIs of the graphs whose merge is the default graph; none: it is empty.
        named: the IRIs of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Store(Protocol):
    """Something that answers SPARQL 1.1 queries."""

    def query(
        self, sparql: str, graphs: Graphs | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer one SPARQL 1.1 query (SELECT, ASK, CONSTRUCT or DESCRIBE).

        Args:
            sparql: the query.
            graphs: the data set it is asked of, if not its own or that of the store.

        Raises:
            QuerySyntaxError: the query does not parse.
            StoreError: the engine or the service did not answer.
        """
        ...
