"""Which quads two states differ in, and whose they are."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DERIVED: Final = f"{PREFIXES['graph']}derived/"
_SOURCES: Final = f"{PREFIXES['graph']}sources/"
_SOURCE: Final = f"{PREFIXES['dcterms']}source"

Resource = NamedNode | BlankNode


def stated(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Give what is said and not derived, with blank nodes named by what is said of them.

    The label of a blank node says nothing and may be another in the next release; two that say the
    same are the same here.
    """
    said = [
        quad
        for quad in quads
        if not isinstance(quad.graph_name, DefaultGraph)
        and not quad.graph_name.value.startswith(DERIVED)
    ]
    names = _names(said)
    if not names:
        return frozenset(said)
    return frozenset(
        Quad(
            names.get(quad.subject, quad.subject),
            quad.predicate,
            names.get(quad.object, quad.object) if _is_blank(quad.object) else quad.object,
            quad.graph_name,
        )
        for quad in said
    )


def owners(quads: Iterable[Quad]) -> Mapping[Resource, str]:
    """Say for each subject whose it is: itself, or what leads to it if it has no name.

    The graph of a source is its document's: both are the one source.
    """
    incoming: dict[Resource, set[Resource]] = defaultdict(set)
    found: dict[Resource, str] = {}
    for quad in quads:
        subject, value = subject_of(quad), quad.object
        if isinstance(subject, BlankNode):
            incoming.setdefault(subject, set())
        if isinstance(value, BlankNode):
            incoming[value].add(subject)
        if isinstance(subject, NamedNode):
            owner = found.setdefault(subject, subject.value)
            is_document = quad.predicate.value == _SOURCE and owner.startswith(_SOURCES)
            if is_document and isinstance(value, NamedNode):
                found[subject] = value.value
    for node in incoming:
        found[node] = min(_roots(node, incoming, found), default=str(node))
    return found


def subject_of(quad: Quad) -> Resource:
    """Give the subject, which is no triple: nothing of ours is said of one (RDF 1.2)."""
    subject = quad.subject
    return subject if isinstance(subject, NamedNode | BlankNode) else BlankNode("triple")


def _roots(
    node: Resource, incoming: Mapping[Resource, set[Resource]], found: Mapping[Resource, str]
) -> set[str]:
    roots, seen, waiting = set(), {node}, [node]
    while waiting:
        for subject in incoming.get(waiting.pop(), ()):
            if isinstance(subject, NamedNode):
                roots.add(found[subject])
            elif subject not in seen:
                seen.add(subject)
                waiting.append(subject)
    return roots


def _is_blank(term: object) -> bool:
    return isinstance(term, BlankNode)


def _names(quads: Iterable[Quad]) -> dict[object, BlankNode]:
    said: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            said[quad.subject].append(quad)
        if isinstance(quad.object, BlankNode):
            said.setdefault(quad.object, [])
    known: dict[BlankNode, str] = {}

    def digest(node: BlankNode, above: tuple[BlankNode, ...]) -> str:
        if node in known:
            return known[node]
        if node in above:  # a ring of nameless nodes; the ontology has none
            return "ring"
        lines = sorted(
            f"{quad.predicate} {_text(quad.object, (*above, node))} {quad.graph_name}"
            for quad in said[node]
        )
        name = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]
        if not above:
            known[node] = name
        return name

    def _text(term: object, above: tuple[BlankNode, ...]) -> str:
        return digest(term, above) if isinstance(term, BlankNode) else str(term)

    return {node: BlankNode(f"b{digest(node, ())}") for node in said}
