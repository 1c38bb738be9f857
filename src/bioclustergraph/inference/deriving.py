"""Derive what the data imply: the rules of ours, and what is left of OWL 2 RL.

Our rules are a chosen few and run in a fraction of a second. After them everything follows that
OWL 2 RL has to say of the things of the data, so that a property chain or an inverse that somebody
adds to the ontology does its work; what is trivial is left out (decision 0013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.inference.closing import close
from bioclustergraph.inference.owl import owl_rules
from bioclustergraph.inference.rules import ONTOLOGY_GRAPH, Derived, Rule, add, conclusions, rules
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

OWL: Final = "owl-rl"
"""The name that OWL 2 RL has as a rule: what it alone derives is in ``graph/derived/owl-rl``."""

NOT_DELIVERED: Final = frozenset({"equality", "datatypes"})
"""Tables whose conclusions no release holds: that two things of ours would be one is for a curator
to look at (:mod:`bioclustergraph.inference.consistency`), and a literal shows its type itself."""


def derive(store: EmbeddedStore, project: Project) -> tuple[Derived, ...]:
    """Run all rules on ``store``, and add to it what they derive.

    Args:
        store: the merge of the data and the ontology in its default graph, the sources and the
            ontology also in their named graphs.
        project: the project whose rules are run.

    Returns:
        What each rule derived, in order; a rule that derived nothing is there too. If OWL 2 RL has
        more to say, that is the last.

    Raises:
        QueryError: a rule cannot be read, does not parse or is no CONSTRUCT.
    """
    steps = [add(store, rule, conclusions(store, rule)) for rule in rules(project)]
    whole = owl(project)
    rest = add(store, whole, consequences(store, project))
    return (*steps, rest) if rest.quads else tuple(steps)


def owl(project: Project) -> Rule:
    """Give OWL 2 RL as if it were one rule; it has a folder and no text."""
    return Rule(OWL, project.queries / "owl", "")


def consequences(store: EmbeddedStore, project: Project) -> dict[Triple, None]:
    """Give what OWL 2 RL says of the things of the data and is worth delivering, new or not.

    Left out: everything about terms, concepts and literals; that a thing is an ``owl:Thing``.

    Raises:
        QueryError: a rule cannot be read or does not parse.
    """
    import pyoxigraph

    asked = owl_rules(project, without=NOT_DELIVERED)
    if not asked:
        return {}
    ontology = pyoxigraph.NamedNode(ONTOLOGY_GRAPH)
    default = pyoxigraph.DefaultGraph()
    terms: set[object] = set()
    things: set[object] = set()
    merged = []
    for quad in store.quads():
        if quad.graph_name == default:
            merged.append(quad)
        else:
            (terms if quad.graph_name == ontology else things).add(quad.subject)
    things -= terms
    everything = pyoxigraph.NamedNode(f"{PREFIXES['owl']}Thing")
    return {
        pyoxigraph.Triple(s, p, o): None  # type: ignore[arg-type] # a thing of the data is no literal
        for s, p, o in close(merged, asked).new()
        if s in things and o != everything
    }
