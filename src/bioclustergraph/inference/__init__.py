"""Inference: rules that derive, the closure by OWL 2 RL, proofs, and contradictions.

Each derived triple stands in a graph that is named after its rule, so that it can be told from
what a source says, left out of a question, and proved.
"""

from bioclustergraph.inference.closing import Closure, close
from bioclustergraph.inference.deriving import OWL, derive
from bioclustergraph.inference.owl import owl_rules
from bioclustergraph.inference.reference import closure
from bioclustergraph.inference.rules import DERIVED, ONTOLOGY_GRAPH, Derived, Rule, rules
from bioclustergraph.inference.statements import CHOICES, graphs

__all__ = [
    "CHOICES",
    "DERIVED",
    "ONTOLOGY_GRAPH",
    "OWL",
    "Closure",
    "Derived",
    "Rule",
    "close",
    "closure",
    "derive",
    "graphs",
    "owl_rules",
    "rules",
]
