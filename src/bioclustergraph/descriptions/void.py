"""VoID: how large the dataset is, what it holds and where it is to be had.

https://www.w3.org/TR/void/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from bioclustergraph import contradictions, inference, queries
from bioclustergraph.descriptions.parts import DATASET, counted, fixed, in_order, spoken, term
from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.descriptions.files import Dump
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_COUNTED: Final = (
    "void-counts",
    "void-classes",
    "void-properties",
    "void-vocabularies",
    "void-examples",
    "void-graphs",
    "void-data",
    "void-linksets",
)
_FORMATS: Final = "http://www.w3.org/ns/formats/"


def void(store: Store, project: Project, dumps: Iterable[Dump]) -> list[Triple]:
    """Describe what a store holds.

    A file is named as a dump of the dataset, or of the part of it, that it is the whole of; a file
    that holds nothing of what is counted is not named.

    Args:
        store: every graph by its name, and the merge of all as the default graph.
        project: whose ``queries/descriptions/`` count, and whose rules have derived.
        dumps: the files of the release.

    Raises:
        QueryError: a query or a rule cannot be read.
        StoreError: the store did not answer.
    """
    said = [*fixed(project, "void"), *counted(store, project, *_COUNTED)]
    described = {triple.object for triple in said if triple.predicate == term("void:subset")}
    said.extend(triple for triple in _derived(project, said) if triple.subject in described)
    for dump in dumps:
        if dump.content.whole_of is not None:
            syntax = NamedNode(_FORMATS + dump.form.format)
            said.append(Triple(dump.content.whole_of, term("void:dataDump"), dump.iri))
            said.append(Triple(dump.iri, term("dcterms:format"), syntax))
            said.append(Triple(DATASET, term("void:feature"), syntax))
    return in_order(said)


def _derived(project: Project, said: Iterable[Triple]) -> Iterator[Triple]:
    """Say of the graphs of the rules what no file says: whose rule it was, and the licence."""
    titles = {rule.graph_iri: queries.load(rule.path).summary for rule in inference.rules(project)}
    titles[inference.DERIVED + inference.OWL] = Text(
        "Det som følger av ontologien med OWL 2 RL", "What follows from the ontology by OWL 2 RL"
    )
    titles[contradictions.GRAPH] = Text(
        "Motsigelser mellom kildene", "Contradictions between the sources"
    )
    [licence] = (
        triple.object
        for triple in said
        if triple.subject == DATASET and triple.predicate == term("dcterms:license")
    )
    for iri, title in titles.items():
        graph = NamedNode(iri)
        it = Text(f"Utledet: {title.nb}", f"Derived: {title.en}")
        yield from spoken(graph, "dcterms:title", it)
        yield Triple(graph, term("dcterms:license"), licence)
