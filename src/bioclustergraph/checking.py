"""Everything that ``check`` and ``build`` judge, each fault said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph import contradictions, hygiene, queries, validation
from bioclustergraph.report import Report

if TYPE_CHECKING:
    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project


def check(project: Project, dataset: Dataset, ontology: rdflib.Graph) -> Report:
    """Judge a project by hygiene and by SHACL, and its resolutions by what they resolve.

    Where both see the same line of the same thing, hygiene speaks: it knows what was meant, SHACL
    only that it is not allowed.

    Raises:
        TurtleError: a shapes file cannot be read.
        QueryError: a question's header cannot be read, or a rule cannot be run.
        ProjectError: the SHACL engine cannot read the shapes.
    """
    queries.find(project)
    tidy = hygiene.check(project, dataset, ontology)
    shaped = validation.check(project, dataset, ontology)
    said = {(f.file, f.line, f.focus) for f in tidy.violations}
    rest = (f for f in shaped if (f.file, f.line, f.focus) not in said)
    judged = tidy + Report(tuple(rest), shaped.checked)
    return judged + contradictions.check(project, dataset, ontology)
