"""The waist between us and a SHACL engine: graphs in, raw results out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bioclustergraph.errors import ProjectError, Text
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib
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


def results_of(report: rdflib.Graph) -> Iterator[Raw]:
    """Read the results of a ``sh:ValidationReport``.

    Only what the report names: results of shapes inside shapes are details of another result.
    """
    import rdflib

    sh = rdflib.SH
    severities: dict[Node | None, Severity] = {
        sh.Warning: Severity.WARNING,
        sh.Info: Severity.INFO,
    }
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


def unusable(detail: str) -> ProjectError:
    """Say that an engine cannot use the shapes, in its own words."""
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
