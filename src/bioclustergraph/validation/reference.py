"""The engine that we measure by: pySHACL, slow and older than the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bioclustergraph import turtle
from bioclustergraph.validation.engine import Raw, results_of, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result


def pyshacl_engine(data: rdflib.Graph, shapes: rdflib.Graph, /) -> Iterator[Raw]:
    """Run pySHACL, without its advanced features and without inference.

    Raises:
        ProjectError: pySHACL cannot read a shape or run a query.
    """
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError

    # pySHACL adds triples of its own to the shapes, and asks them so often that the plainer store,
    # which knows no named graphs, saves a tenth of the run.
    own_shapes = rdflib.Graph(store="SimpleMemory", bind_namespaces="none")
    own_shapes += shapes
    try:
        with turtle.quiet_literals():  # pySHACL casts what it compares
            _, report, text = pyshacl.validate(_prepared(data), shacl_graph=own_shapes)
    except (ReportableRuntimeError, NotImplementedError, re.error) as error:
        raise unusable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise unusable(text)
    yield from results_of(report)


def _prepared(data: rdflib.Graph) -> rdflib.Graph:
    """Give a copy of ``data`` that parses each query once.

    pySHACL hands the text of a SPARQL constraint to the graph once for every focus node, and rdflib
    parses it each time: that was nineteen twentieths of the run.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    class Prepared(rdflib.Graph):
        """A graph that remembers the queries it has parsed."""

        def __init__(self) -> None:
            super().__init__(bind_namespaces="none")
            self._parsed: dict[str, Query] = {}

        def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
            if isinstance(query_object, str):
                if query_object not in self._parsed:
                    known = dict(self.namespaces())
                    self._parsed[query_object] = prepareQuery(query_object, initNs=known)
                query_object = self._parsed[query_object]
            return super().query(query_object, *args, **kwargs)

    copy = Prepared()
    for prefix, namespace in data.namespaces():
        copy.bind(prefix, namespace)
    for triple in data:
        copy.add(triple)
    return copy
