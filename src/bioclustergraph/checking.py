"""Everything that ``check`` and ``build`` judge, each fault said once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bioclustergraph import contradictions, hygiene, queries, validation
from bioclustergraph.inference import consistency
from bioclustergraph.report import Report

if TYPE_CHECKING:
    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project


def check(
    project: Project,
    dataset: Dataset,
    ontology: rdflib.Graph,
    *,
    engine: validation.Engine = validation.turbo_engine,
) -> Report:
    """Judge a project by hygiene, SHACL and OWL, and its resolutions by what they resolve.

    Where both see the same line of the same thing, hygiene speaks: it knows what was meant, SHACL
    only that it is not allowed.

    Args:
        project: where the shapes and the questions are.
        dataset: the data.
        ontology: the ontology with its concept schemes.
        engine: what runs SHACL.

    Raises:
        TurtleError: a shapes file cannot be read.
        QueryError: a question's header cannot be read, or a rule cannot be run.
        ProjectError: the SHACL engine cannot read the shapes.
    """
    queries.find(project)
    shapes = validation.load_shapes(project)
    dataset.merged()
    # The engines of SHACL and of SPARQL let go of the interpreter while they work: a fifth less.
    with ThreadPoolExecutor(1) as beside:
        judging = beside.submit(validation.check, project, dataset, ontology, engine, shapes)
        tidy = hygiene.check(project, dataset, ontology, shapes)
        consistent = consistency.check(project, dataset, ontology)
        shaped = judging.result()
    said = {(f.file, f.line, f.focus) for f in tidy.violations}
    rest = (f for f in shaped if (f.file, f.line, f.focus) not in said)
    judged = tidy + Report(tuple(rest), shaped.checked)
    return judged + consistent + contradictions.check(project, dataset, ontology)
