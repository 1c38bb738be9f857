"""Judge the data by SHACL: what the files under ``shapes/`` demand, so that a curator can act.

The standard is SHACL Core and SHACL-SPARQL (W3C, 2017). A shape's ``sh:message`` says what to do
and is the remedy of a finding; what is wrong is worded from the constraint (see ``wording``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph import turtle
from bioclustergraph.errors import TurtleError
from bioclustergraph.namespaces import BASE
from bioclustergraph.report import Finding, Report
from bioclustergraph.validation.engine import Engine, Raw
from bioclustergraph.validation.engines import ENGINES
from bioclustergraph.validation.lint import lint_shapes
from bioclustergraph.validation.places import Place, Places, first_of
from bioclustergraph.validation.reference import pyshacl_engine
from bioclustergraph.validation.swift import turbo_engine
from bioclustergraph.validation.wording import Result, Wording

if TYPE_CHECKING:
    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project

__all__ = [
    "ENGINES",
    "Engine",
    "Place",
    "Raw",
    "Result",
    "check",
    "lint_shapes",
    "load_shapes",
    "pyshacl_engine",
    "turbo_engine",
    "validate",
]


def load_shapes(project: Project) -> rdflib.Graph:
    """Read every file under ``shapes/`` into one graph.

    Raises:
        TurtleError: one file or more cannot be read; all of them are named in the one error.
    """
    graphs: list[rdflib.Graph] = []
    errors: list[TurtleError] = []
    for path in turtle.files_under(project.shapes):
        try:
            graphs.append(turtle.read(path, BASE))
        except TurtleError as error:
            errors.append(error)
    if errors:
        raise turtle.together(errors)
    return turtle.merged(graphs)


def validate(
    data: rdflib.Graph,
    shapes: rdflib.Graph,
    ontology: rdflib.Graph,
    engine: Engine = turbo_engine,
) -> list[Result]:
    """Judge ``data`` by ``shapes``; none of the three graphs is changed.

    Args:
        data: what the files under ``data/`` say, before anything is derived from it.
        shapes: the shapes.
        ontology: classes and concepts; they are judged as well, and ``sh:class`` follows their
            ``rdfs:subClassOf``.
        engine: what runs SHACL.

    Returns:
        One result for each broken constraint, in the order of focus, shape and value.

    Raises:
        ProjectError: the engine cannot read the shapes.
    """
    merged = turtle.merged((data, ontology))
    wording = Wording(merged, shapes)
    results = {wording.result(raw) for raw in engine(merged, shapes)}
    return sorted(results, key=lambda r: (r.focus, r.shape, r.value or "", r.constraint))


def check(
    project: Project,
    dataset: Dataset,
    ontology: rdflib.Graph,
    engine: Engine = turbo_engine,
    shapes: rdflib.Graph | None = None,
) -> Report:
    """Judge the project: first its shapes and, if they are sound, its data and concepts by them.

    Args:
        project: where the shapes and the ontology are.
        dataset: the data.
        ontology: the ontology with its concept schemes.
        engine: what runs SHACL.
        shapes: the shapes, if they have been read already.

    Raises:
        TurtleError: a shapes file cannot be read.
        ProjectError: the engine cannot read the shapes.
    """
    import rdflib

    shapes = load_shapes(project) if shapes is None else shapes
    place = first_of(dataset.place, Places(project, project.ontology))
    findings = lint_shapes(shapes, Places(project, project.shapes))
    if not findings:  # shapes that an engine would read otherwise than we judge nothing
        results = validate(dataset.merged(), shapes, ontology, engine)
        findings = [_finding(result, place) for result in results]
    node_shapes = set(shapes.subjects(rdflib.RDF.type, rdflib.SH.NodeShape))
    return Report.of(findings, shapes=len(node_shapes), triples=len(dataset.merged()))


def _finding(result: Result, place: Place) -> Finding:
    file, line = place(result.focus, result.predicate, result.value)
    return Finding(
        severity=result.severity,
        rule=result.shape,
        message=result.message,
        remedy=result.remedy,
        file=file,
        line=line,
        focus=result.focus,
        path=result.path,
        constraint=result.constraint,
        value=result.value,
    )
