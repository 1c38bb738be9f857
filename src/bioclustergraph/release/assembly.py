"""From files to graphs: read, merge, derive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph import contradictions, dataset, inference, ontology
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.project import Project


@dataclass(frozen=True)
class Assembly:
    """All graphs of a project, as a release holds them.

    Attributes:
        store: every graph by its name, and the deduplicated merge of all as the default graph.
        stated: what the files say: the data and the ontology, in their named graphs.
        derived: what each rule derived, in the order of the rules; the contradictions last.
    """

    store: EmbeddedStore = field(repr=False)
    stated: tuple[Quad, ...] = field(repr=False)
    derived: tuple[inference.Derived, ...] = field(repr=False)

    @classmethod
    def of(cls, project: Project, data: Dataset, terms: rdflib.Graph) -> Assembly:
        """Merge the data and the ontology, derive, and find the contradictions.

        Raises:
            QueryError: a rule cannot be read or run.
        """
        stated = _labelled(
            (
                *(quad for file in data.files for quad in quads_of(file.graph, file.graph_iri)),
                *quads_of(terms, inference.ONTOLOGY_GRAPH),
            )
        )
        store = EmbeddedStore.of(merge(stated))
        derived = inference.derive(store, project)
        return cls(store, stated, (*derived, contradictions.derive(store, project)))

    def quads(self) -> tuple[Quad, ...]:
        """Give all quads, the default graph included, as the files write them.

        The engine rewrites some literals (``18.50`` becomes ``18.5``); what is stated is therefore
        taken from the files and not from the store.
        """
        derived = (quad for step in self.derived for quad in step.quads)
        return tuple(dict.fromkeys(merge((*self.stated, *derived))))


def read(project: Project) -> tuple[Dataset, rdflib.Graph]:
    """Read the data and the ontology.

    Raises:
        TurtleError: a file cannot be read.
        ProjectError: a file has a name that the build needs.
    """
    return dataset.load(project), ontology.load(project)


def assemble(project: Project) -> EmbeddedStore:
    """Make the store of the files as they are now: nothing is judged and nothing is written.

    Raises:
        TurtleError: a file cannot be read.
        ProjectError: a file has a name that the build needs.
        QueryError: a rule cannot be read or run.
    """
    return Assembly.of(project, *read(project)).store


def _labelled(quads: tuple[Quad, ...]) -> tuple[Quad, ...]:
    """Give the blank nodes of the ontology labels that are the same in every run (RDFC-1.0)."""
    import pyoxigraph

    if not any(
        isinstance(term, pyoxigraph.BlankNode)
        for quad in quads
        for term in (quad.subject, quad.object)
    ):
        return quads
    labelled = pyoxigraph.Dataset(quads)
    labelled.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(labelled)
