"""Nodes in the place of literals and blank nodes, while a closure is made.

OWL 2 RL reasons about literals as about everything else: ``"5"^^xsd:integer`` has a type, and may
be the same as another. RDF allows no literal as a subject and no blank node as a predicate, so
for the time of the reasoning both get an IRI, and the graph ``graph:literals`` says which datatype
and which text a literal has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

    Term = NamedNode | BlankNode | Literal | Triple
    Statement = tuple[Term, Term, Term]

LITERALS: Final = f"{PREFIXES['graph']}literals"
"""The graph that says of each node of a literal its datatype and its text."""

_STRING: Final = f"{PREFIXES['xsd']}string"
"""The datatype of which no text is unfit, so that the text need not be told."""


class Nodes:
    """Which node stands for which literal or blank node."""

    def __init__(self) -> None:
        self._node: dict[Term, NamedNode] = {}
        self._term: dict[Term, Term] = {}

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Give quads of the default graph with nodes in the place of literals and blank nodes.

        What a literal is, is told with the first quad that has it.
        """
        import pyoxigraph

        node, literal, blank = self._node, pyoxigraph.Literal, pyoxigraph.BlankNode
        for quad in quads:
            subject, value = quad.subject, quad.object
            kind = type(value)
            if kind is literal or kind is blank:
                known = node.get(value)
                if known is None:
                    known = self._new(value)
                    # A literal with a language has no other datatype than that.
                    if isinstance(value, literal) and value.language is None:
                        yield from self._told(value, known)
                value = known
            elif type(subject) is not blank:
                yield quad  # as it is: most have neither
                continue
            if type(subject) is blank:
                subject = node.get(subject) or self._new(subject)
            yield pyoxigraph.Quad(subject, quad.predicate, value)

    def node(self, term: Term) -> NamedNode:
        """Give the node of a term; an IRI is its own."""
        import pyoxigraph

        if isinstance(term, pyoxigraph.NamedNode):
            return term
        return self._node.get(term) or self._new(term)

    def term(self, node: Term) -> Term:
        """Give what a node stands for."""
        return self._term.get(node, node)

    def _new(self, term: Term) -> NamedNode:
        import pyoxigraph

        made = pyoxigraph.NamedNode(f"urn:node:{len(self._node)}")
        self._node[term] = made
        self._term[made] = term
        return made

    def _told(self, literal: Literal, node: NamedNode) -> Iterator[Quad]:
        import pyoxigraph

        graph = pyoxigraph.NamedNode(LITERALS)
        yield pyoxigraph.Quad(
            node, pyoxigraph.NamedNode(f"{PREFIXES['owl']}onDatatype"), literal.datatype, graph
        )
        if literal.datatype.value != _STRING:
            yield pyoxigraph.Quad(
                node,
                pyoxigraph.NamedNode(f"{PREFIXES['rdf']}value"),
                pyoxigraph.Literal(literal.value),
                graph,
            )
