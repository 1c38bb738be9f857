"""Which triples a rule may have derived a triple from: those near by first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.inference.rules import DERIVED, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode, Quad, Triple

    from bioclustergraph.store.embedded import EmbeddedStore

_STEPS: Final = 3
"""How far to look before everything is looked at; the rules of the project reach two steps."""


def growing(
    store: EmbeddedStore, triple: Triple, graph: str, known: frozenset[str]
) -> Iterator[list[tuple[Quad, ...]]]:
    """Give ever larger sets of what may have derived ``triple``; the last is all there is.

    Args:
        store: what holds everything.
        triple: what was derived.
        graph: the graph of its rule. What the rule derived is no premise, but what it derived of
            the same thing leads to the premises of an IRI that it has made.
        known: the graphs of the rules that ran before; what they derived may be a premise.

    Returns:
        Each premise as the quads of one triple, one for each named graph that holds it.
    """
    import pyoxigraph

    made = pyoxigraph.NamedNode(graph)
    ontology = pyoxigraph.NamedNode(ONTOLOGY_GRAPH)
    found = _Found(known)
    seen: set[object] = set()
    # Most often what is said of the subject is enough, or that and what is said of its classes.
    own = found.add(store.matching(triple.subject, None, None))
    yield found.premises()
    for term in dict.fromkeys((*own, triple.predicate)):
        if isinstance(term, pyoxigraph.NamedNode):
            found.add(store.matching(term, None, None, ontology))
    yield found.premises()
    frontier: list[object] = [*own, triple.subject, triple.object, triple.predicate]
    for quad in (
        *store.matching(triple.subject, None, None, made),
        *store.matching(None, None, triple.subject, made),
    ):
        frontier += [quad.subject, quad.object]
    for _step in range(_STEPS):
        reached: list[object] = []
        for term in dict.fromkeys(frontier):
            if term not in seen and isinstance(term, pyoxigraph.NamedNode):
                seen.add(term)
                reached += found.add(_around(store, term, ontology))
        frontier = reached
        yield found.premises()
    found.add(store.matching(None, None, None))
    yield found.premises()


class _Found:
    """Possible premises, in the order in which they were found."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._quads: dict[Triple, list[Quad]] = {}

    def add(self, quads: Iterable[Quad]) -> list[object]:
        """Add those that may be a premise, and give the terms of those that are new."""
        import pyoxigraph

        reached: list[object] = []
        for quad in quads:
            name: str = quad.graph_name.value  # type: ignore[union-attr] # matching() gives named graphs
            if name.startswith(DERIVED) and name not in self._known:
                continue
            key = pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
            held = self._quads.setdefault(key, [])
            if quad not in held:
                held.append(quad)
                reached += [quad.subject, quad.predicate, quad.object]
        return reached

    def premises(self) -> list[tuple[Quad, ...]]:
        """Give the premises, each as its quads."""
        return [tuple(quads) for quads in self._quads.values()]


def _around(store: EmbeddedStore, term: NamedNode, ontology: NamedNode) -> Iterator[Quad]:
    """Give what is said of a term; if it is no term of the ontology, what is said to it too.

    A class or a concept has a relation to a great many things, and none of them tells about it.
    """
    yield from store.matching(term, None, None)
    if not any(True for _ in store.matching(term, None, None, ontology)):
        yield from store.matching(None, None, term)
