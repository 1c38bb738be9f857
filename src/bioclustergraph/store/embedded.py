"""Our own store: Oxigraph in memory.

The default graph holds the deduplicated merge of all named graphs, because Oxigraph counts a triple
twice that stands in two named graphs when it is asked for their union.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import QuerySyntaxError, StoreError, Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.store import bounds
from bioclustergraph.store.clauses import named_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph
    import rdflib
    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        Literal,
        NamedNode,
        Quad,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
        Triple,
    )
    from rdflib.term import Node

    from bioclustergraph.store.base import Graphs

    Term = NamedNode | BlankNode | Literal | Triple

ENDPOINT: Final = f"{BASE}sparql"
"""What a relative IRI in a question is relative to (SPARQL 1.1, 4.1.1.2: the service's address)."""


class EmbeddedStore:
    """Oxigraph in memory; answers questions, and is never changed by one."""

    def __init__(self, store: pyoxigraph.Store, services: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._services = services

    def allowing(self, services: frozenset[str]) -> EmbeddedStore:
        """Give the same store, of which questions may call these services (``SERVICE``)."""
        return EmbeddedStore(self._store, services)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> EmbeddedStore:
        """Hold ``quads`` as they are; see :func:`merge` for the default graph."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend(quads)
        return cls(store)

    @classmethod
    def load(cls, path: Path) -> EmbeddedStore:
        """Read a dump of quads (``.nq`` or ``.trig``) with its graphs as they are.

        Raises:
            StoreError: the file cannot be read, or is not such a dump.
        """
        import pyoxigraph

        store = pyoxigraph.Store()
        try:
            # Not bulk_load(): it gives the blank nodes new labels in every run.
            store.bulk_extend(pyoxigraph.parse(path=str(path)))
        except (OSError, ValueError, SyntaxError) as error:
            raise StoreError(
                Text(
                    f"Grafene kan ikke leses: {error}.",
                    f"The graphs cannot be read: {error}.",
                ),
                path=path,
                hint=Text("Bygg utgaven på nytt.", "Build the release again."),
            ) from error
        return cls(store)

    @classmethod
    def of_turtle(cls, paths: Iterable[Path], base: str) -> EmbeddedStore:
        """Read Turtle files into the default graph, with ``base`` as the base of them all.

        For what does not depend on which file says a thing; it is much quicker than to assemble.

        Raises:
            StoreError: a file cannot be read, or is not Turtle.
        """
        import pyoxigraph

        store = pyoxigraph.Store()
        for path in paths:
            try:
                store.bulk_extend(
                    pyoxigraph.parse(
                        path=str(path), format=pyoxigraph.RdfFormat.TURTLE, base_iri=base
                    )
                )
            except (OSError, ValueError, SyntaxError) as error:
                raise StoreError(
                    Text(f"Filen kan ikke leses: {error}.", f"The file cannot be read: {error}."),
                    path=path,
                    hint=Text(
                        "«bioclustergraph check» sier hva som er galt.",
                        "“bioclustergraph check” says what is wrong.",
                    ),
                ) from error
        return cls(store)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._store

    def __len__(self) -> int:
        return len(self._store)

    def quads(self) -> Iterator[Quad]:
        """Give all that is held, in no order."""
        yield from self._store

    def graph_names(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs())

    def matching(
        self,
        subject: Term | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None = None,
    ) -> list[Quad]:
        """Give the quads of the named graphs, or of ``graph``, that have these terms.

        A subject that is a literal has none.
        """
        import pyoxigraph

        if isinstance(subject, pyoxigraph.Literal):
            return []
        default = pyoxigraph.DefaultGraph()
        found = self._store.quads_for_pattern(subject, predicate, value, graph)
        return [quad for quad in found if quad.graph_name != default]

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads; for the build, which derives more from what it has."""
        self._store.extend(quads)

    def query(
        self, sparql: str, graphs: Graphs | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer one SPARQL 1.1 query; there is no time limit, see the server for that.

        Several default graphs are merged before they are asked, as RDF has it: Oxigraph by itself
        counts a triple twice that stands in two of them.

        Raises:
            QuerySyntaxError: the query does not parse, is too large or calls another service.
            StoreError: the engine failed.
        """
        bounds.check(sparql, self._services)
        graphs = graphs or named_in(sparql)
        try:
            if graphs is None:
                return self._store.query(sparql, base_iri=ENDPOINT)
            return self._query_graphs(sparql, graphs)
        except SyntaxError as error:
            raise translated(error, sparql) from error
        except (OSError, ValueError, RuntimeError) as error:
            if str(error).startswith("The custom function "):
                raise unknown_function(error) from error
            raise StoreError(
                Text(f"Spørsmålet kunne ikke besvares: {error}.", f"The question failed: {error}.")
            ) from error

    def _query_graphs(
        self, sparql: str, graphs: Graphs
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        import pyoxigraph

        default: list[NamedNode | BlankNode | DefaultGraph] = [
            graph_name(iri) for iri in dict.fromkeys(graphs.default)
        ]
        named: list[NamedNode | BlankNode] = [
            graph_name(iri) for iri in dict.fromkeys(graphs.named)
        ]
        if len(default) < len(("one", "another")):
            return self._store.query(
                sparql, base_iri=ENDPOINT, default_graph=default, named_graphs=named
            )
        merged = pyoxigraph.Store()
        for name in default:
            held = self._store.quads_for_pattern(None, None, None, name)
            merged.bulk_extend(pyoxigraph.Quad(q.subject, q.predicate, q.object) for q in held)
        for name in named:
            merged.bulk_extend(self._store.quads_for_pattern(None, None, None, name))
        return merged.query(
            sparql,
            base_iri=ENDPOINT,
            default_graph=[pyoxigraph.DefaultGraph()],
            named_graphs=named,
        )


def graph_name(iri: str) -> pyoxigraph.NamedNode:
    """Make a graph name.

    Raises:
        QuerySyntaxError: it is not an IRI.
    """
    import pyoxigraph

    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise QuerySyntaxError(
            Text(f"Grafen «{iri}» er ikke en IRI.", f"The graph “{iri}” is not an IRI."),
            hint=Text("Skriv hele IRI-en.", "Write the whole IRI."),
        ) from error


def quads_of(graph: rdflib.Graph, graph_iri: str) -> Iterator[Quad]:
    """Give the triples of an rdflib graph as quads of the graph ``graph_iri``."""
    import pyoxigraph

    name = pyoxigraph.NamedNode(graph_iri)
    for subject, predicate, value in graph:
        yield pyoxigraph.Quad(
            _resource(subject), pyoxigraph.NamedNode(str(predicate)), _term(value), name
        )


def merge(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give ``quads`` and, once each, their triples in the default graph."""
    import pyoxigraph

    merged: dict[Quad, None] = {}
    for quad in quads:
        yield quad
        merged[pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)] = None
    yield from merged


def _resource(node: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    import pyoxigraph
    import rdflib

    if isinstance(node, rdflib.BNode):
        return pyoxigraph.BlankNode(str(node))
    return pyoxigraph.NamedNode(str(node))


def _term(node: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    import pyoxigraph
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return _resource(node)
    if node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    if node.datatype is None:
        return pyoxigraph.Literal(str(node))
    return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(str(node.datatype)))


def unknown_function(error: Exception) -> QuerySyntaxError:
    """Say that a function does not exist here; its IRI stands between the first ``<`` and ``>``."""
    name = str(error).partition("<")[2].partition(">")[0]
    return QuerySyntaxError(
        Text(f"Funksjonen <{name}> finnes ikke her.", f"There is no function <{name}> here."),
        hint=Text(
            "Bruk funksjonene i SPARQL 1.1 og typene i XML Schema.",
            "Use the functions of SPARQL 1.1 and the types of XML Schema.",
        ),
    )


def translated(error: SyntaxError, sparql: str) -> QuerySyntaxError:
    """Say what is wrong in plain words; the engine lists all that it would have taken instead."""
    undeclared = bounds.undeclared_prefix(sparql)
    if undeclared is not None:
        prefix, line = undeclared
        known = PREFIXES.get(prefix, "https://…")
        return QuerySyntaxError(
            Text(
                f"Prefikset «{prefix}:» er ikke erklært i spørsmålet.",
                f"The prefix “{prefix}:” is not declared in the question.",
            ),
            line=line,
            hint=Text(
                f"Sett «PREFIX {prefix}: <{known}>» først.",
                f"Put “PREFIX {prefix}: <{known}>” first.",
            ),
        )
    found = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    if found is None:
        return QuerySyntaxError(
            Text(f"Spørsmålet er ikke SPARQL: {error}.", f"The question is not SPARQL: {error}.")
        )
    line, column = int(found[1]), int(found[2])
    reason = re.search(r"The SELECT [a-z ]+", found[3])
    return QuerySyntaxError(
        Text(
            f"Spørsmålet er ikke gyldig SPARQL 1.1; det stanser ved tegn {column} på linjen"
            + (f" ({reason[0]})." if reason else "."),
            f"The question is not valid SPARQL 1.1; it stops at character {column} of the line"
            + (f" ({reason[0]})." if reason else "."),
        ),
        line=line,
        hint=Text(
            "Feilen står her eller like foran: se etter en parentes, et punktum eller en variabel.",
            "The fault is here or just before: look for a bracket, a dot or a variable.",
        ),
    )
