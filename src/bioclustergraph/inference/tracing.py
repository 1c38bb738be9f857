"""Which rules of OWL 2 RL lead from some triples to another, one step at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.inference.nodes import LITERALS, Nodes
from bioclustergraph.inference.owl import Kind
from bioclustergraph.inference.shrinking import smallest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from bioclustergraph.inference.nodes import Statement
    from bioclustergraph.inference.owl import OwlRule


@dataclass(frozen=True)
class Step:
    """One triple and what it follows from.

    Attributes:
        statement: the triple; a literal may stand where RDF has none.
        rule: the rule; ``None`` if it is one of the triples that were given.
        premises: what the rule derives it from.
    """

    statement: Statement
    rule: OwlRule | None
    premises: tuple[Step, ...]


def trace(goal: Statement, given: Iterable[Quad], rules: Iterable[OwlRule]) -> Step | None:
    """Find the shortest way from triples to another; ``None`` if there is none.

    Args:
        goal: what is to be derived.
        given: quads of the default graph, few.
        rules: from :func:`bioclustergraph.inference.owl.owl_rules`.
    """
    import pyoxigraph

    nodes = Nodes()
    told: list[Quad] = []
    known: list[Quad] = []
    for quad in nodes.quads(given):
        is_told = quad.graph_name == pyoxigraph.NamedNode(LITERALS)
        (told if is_told else known).append(quad)
    wanted = pyoxigraph.Quad(nodes.node(goal[0]), nodes.node(goal[1]), nodes.node(goal[2]))
    origin: dict[Quad, tuple[OwlRule, int]] = {}
    asked = [rule for rule in rules if rule.kind is not Kind.CONTRADICTION]
    seen = set(known)
    while wanted not in seen:
        new = _round([*known, *told], asked, seen)
        if not new:
            return None
        origin.update((quad, (rule, len(known))) for quad, rule in new.items())
        known += new
        seen.update(new)

    def prove(quad: Quad) -> Step:
        statement = (nodes.term(quad.subject), quad.predicate, nodes.term(quad.object))
        if quad not in origin:
            return Step(statement, None, ())
        rule, size = origin[quad]

        def derives(quads: Sequence[Quad]) -> bool:
            return quad in _concluded([*quads, *told], rule)

        premises: list[Step] = []
        for each in (prove(premise) for premise in smallest(known[:size], derives)):
            # A step of a property chain is no triple of anybody's; what it rests on is.
            is_auxiliary = each.rule is not None and each.rule.kind is Kind.AUXILIARY
            premises += each.premises if is_auxiliary else (each,)
        return Step(statement, rule, tuple(dict.fromkeys(premises)))

    return prove(wanted)


def _round(quads: list[Quad], rules: list[OwlRule], seen: set[Quad]) -> dict[Quad, OwlRule]:
    new: dict[Quad, OwlRule] = {}
    for rule in rules:
        for quad in _concluded(quads, rule):
            if quad not in seen:
                new.setdefault(quad, rule)
    return new


def _concluded(quads: list[Quad], rule: OwlRule) -> list[Quad]:
    import pyoxigraph

    store = pyoxigraph.Store()
    store.extend(quads)
    answer = store.query(rule.sparql)
    return [pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in answer]  # type: ignore[union-attr] # a CONSTRUCT
