"""Relations as a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text

if TYPE_CHECKING:
    import networkx as nx

    from bioclustergraph.errors import Language
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store


def overview(store: Store, project: Project, *, language: Language) -> nx.MultiDiGraph[str]:
    """Ask ``queries/relations/overview.rq`` and give its rows as a graph.

    Nodes are IRIs with ``label`` and ``kind`` (the local name of the class); edges are keyed by the
    IRI of the kind of relation, with ``label``.

    Raises:
        QueryError: the question cannot be read, or does not give the columns it should.
        StoreError: the store did not answer.
    """
    import networkx as nx
    from pyoxigraph import Literal, NamedNode, QuerySolutions

    path = project.queries / "relations" / "overview.rq"
    answer = store.query(queries.load(path).bind({"lang": language}, lambda text, _: text))
    if not isinstance(answer, QuerySolutions):
        raise _not_edges(path.name)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in answer:
        ends: list[str] = []
        for side in ("from", "to"):
            node, label, kind = (row[f"{side}{part}"] for part in ("", "Name", "Class"))
            if not isinstance(node, NamedNode) or not isinstance(label, Literal):
                raise _not_edges(path.name)
            local = kind.value.rpartition("/")[2] if isinstance(kind, NamedNode) else ""
            graph.add_node(node.value, label=label.value, kind=local)
            ends.append(node.value)
        kind, label = row["kind"], row["kindName"]
        if not isinstance(kind, NamedNode) or not isinstance(label, Literal):
            raise _not_edges(path.name)
        start, end = ends
        graph.add_edge(start, end, key=kind.value, label=label.value)
    return graph


def _not_edges(name: str) -> QueryError:
    return QueryError(
        Text(f"{name} gir ikke relasjoner.", f"{name} does not give relations."),
        hint=Text(
            "Kolonnene er from, fromName, fromClass, to, toName, toClass, kind og kindName.",
            "The columns are from, fromName, fromClass, to, toName, toClass, kind and kindName.",
        ),
    )
