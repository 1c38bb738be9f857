"""Judge what SHACL cannot: closed vocabularies, one graph for each source, files and their names.

Each rule is a function from the material to findings; its name is what the findings carry. What a
shape can say is said there and not again here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.hygiene import files, judgements, retired, sources, things, vocabulary
from bioclustergraph.hygiene.material import Material, Rule
from bioclustergraph.report import Report

if TYPE_CHECKING:
    import rdflib

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project

__all__ = ["RULES", "Material", "Rule", "check"]

RULES: Final[dict[str, Rule]] = {
    "file-name": files.file_name,
    "graph-header": files.graph_header,
    "no-blank-nodes": files.no_blank_nodes,
    "literal-type": files.literal_type,
    "known-terms": vocabulary.in_data,
    "known-terms-in-shapes": vocabulary.in_shapes,
    "known-terms-in-queries": vocabulary.in_queries,
    "relations-in-sources": sources.relations_in_sources,
    "own-document": sources.own_document,
    "judgements-in-place": judgements.in_place,
    "described-once": sources.described_once,
    "declared-things": things.declared,
    "iri-agrees": things.iri_agrees,
    "mentioned-things": things.mentioned,
    "retired-in-place": retired.in_place,
    "retired-unused": retired.unused,
}
"""Every rule by its name, in the order in which they are run."""


def check(
    project: Project,
    dataset: Dataset,
    ontology: rdflib.Graph,
    shapes: rdflib.Graph | None = None,
) -> Report:
    """Judge the project by every rule.

    Args:
        project: where the shapes and the queries are.
        dataset: the data.
        ontology: the ontology with its concept schemes.
        shapes: the shapes, if they have been read already.

    Raises:
        TurtleError: a shapes file or a query cannot be read.
        ProjectError: the ontology or its list of foreign terms is not in order.
    """
    material = Material.of(project, dataset, ontology, shapes)
    findings = [finding.finding(name) for name, rule in RULES.items() for finding in rule(material)]
    return Report.of(findings, files=len(dataset.files), rules=len(RULES))
