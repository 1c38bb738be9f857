"""VoID: how large the dataset is, what it holds and where it is to be had.

https://www.w3.org/TR/void/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from bioclustergraph.descriptions.parts import DATASET, counted, fixed, in_order, term
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.descriptions.catalog import Dump
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_COUNTED: Final = (
    "void-counts",
    "void-classes",
    "void-properties",
    "void-graphs",
    "void-linksets",
)


def void(store: Store, project: Project, dumps: Iterable[Dump]) -> list[Triple]:
    """Describe what a store holds.

    Args:
        store: every graph by its name, and the merge of all as the default graph.
        project: whose ``queries/descriptions/`` count.
        dumps: the files that all of it can be had in.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    said = [*fixed(project, "void"), *counted(store, project, *_COUNTED)]
    said.extend(
        Triple(DATASET, term("void:dataDump"), NamedNode(f"{BASE}{dump.path}"))
        for dump in dumps
        if dump.is_rdf
    )
    return in_order(said)
