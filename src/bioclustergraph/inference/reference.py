"""The reference that the rules of OWL 2 RL are held against: owlrl."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib


def closure(graph: rdflib.Graph) -> rdflib.Graph:
    """Give the OWL 2 RL closure of ``graph``, with what contradicts itself as ``err:`` messages.

    Some seconds for some thousand triples; ``graph`` is not changed.
    """
    import owlrl
    import rdflib

    closed = rdflib.Graph(bind_namespaces="none")
    closed += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed
