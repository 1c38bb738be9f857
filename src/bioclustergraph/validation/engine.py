"""The waist between us and a SHACL engine: graphs in, raw results out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bioclustergraph.errors import ProjectError, Text
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Raw:
    """One validation result as an engine gives it (SHACL 3.6.2).

    Attributes:
        severity: ``sh:resultSeverity``.
        focus: ``sh:focusNode``.
        path: ``sh:resultPath``; a node of the shapes graph unless it is an IRI.
        constraint: ``sh:sourceConstraintComponent``.
        shape: ``sh:sourceShape``.
        query: ``sh:sourceConstraint``: the SPARQL constraint, if it was one.
        value: ``sh:value``.
    """

    severity: Severity
    focus: Node
    path: Node | None
    constraint: Node
    shape: Node
    query: Node | None
    value: Node | None


class Engine(Protocol):
    """Something that runs SHACL Core and SHACL-SPARQL."""

    def __call__(self, data: rdflib.Graph, shapes: rdflib.Graph, /) -> Iterator[Raw]:
        """Judge ``data`` by ``shapes`` without changing either.

        Raises:
            ProjectError: the shapes cannot be read.
        """
        ...


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
        _, report, text = pyshacl.validate(_prepared(data), shacl_graph=own_shapes)
    except ReportableRuntimeError as error:
        raise _unusable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise _unusable(text)
    sh = rdflib.SH
    severities: dict[Node | None, Severity] = {
        sh.Warning: Severity.WARNING,
        sh.Info: Severity.INFO,
    }
    # Only what the report names: results of shapes inside shapes are details of another result.
    for node in set(report.objects(None, sh.result)):
        yield Raw(
            severity=severities.get(report.value(node, sh.resultSeverity), Severity.VIOLATION),
            focus=_one(report, node, sh.focusNode),
            path=report.value(node, sh.resultPath),
            constraint=_one(report, node, sh.sourceConstraintComponent),
            shape=_one(report, node, sh.sourceShape),
            query=report.value(node, sh.sourceConstraint),
            value=report.value(node, sh.value),
        )


def _one(report: rdflib.Graph, node: Node, predicate: Node) -> Node:
    return next(report.objects(node, predicate))


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
                    self._parsed[query_object] = prepareQuery(query_object)
                query_object = self._parsed[query_object]
            return super().query(query_object, *args, **kwargs)

    copy = Prepared()
    for triple in data:
        copy.add(triple)
    return copy


def _unusable(detail: str) -> ProjectError:
    return ProjectError(
        Text(
            f"SHACL-motoren kan ikke bruke formene i shapes/: {detail}",
            f"The SHACL engine cannot use the shapes in shapes/: {detail}",
        ),
        hint=Text(
            "Rett formen som nevnes, og kjør kontrollen på nytt.",
            "Correct the shape that is named, and run the check again.",
        ),
    )
