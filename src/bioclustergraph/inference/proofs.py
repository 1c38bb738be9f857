"""Why a triple holds: the rule that derived it, what the rule rests on, down to what is stated.

A justification is a smallest set of triples from which the rule alone derives the triple again. It
is found by running the very rule (the same ``.rq`` file) on fewer and fewer triples, so that no
second copy of what a rule means can go wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import StoreError, Text
from bioclustergraph.inference.closing import close
from bioclustergraph.inference.deriving import OWL, owl
from bioclustergraph.inference.neighbourhood import growing
from bioclustergraph.inference.owl import owl_rules
from bioclustergraph.inference.rules import DERIVED, Rule, rules
from bioclustergraph.inference.shrinking import smallest
from bioclustergraph.inference.tracing import trace
from bioclustergraph.namespaces import BCG, PREFIXES
from bioclustergraph.store.embedded import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyoxigraph import Quad, Triple

    from bioclustergraph.inference.nodes import Statement
    from bioclustergraph.inference.tracing import Step
    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

CONTRADICTIONS: Final = "contradictions"
"""The graph of :mod:`bioclustergraph.contradictions`, which are found and not derived by a rule."""


@dataclass(frozen=True)
class Proof:
    """Why one triple holds.

    Attributes:
        triple: the triple.
        graphs: the graphs that state it; empty if it is derived.
        evidence: the passages that the sources give for it, as IRIs, if it is stated.
        rule: the rule that derives it; ``None`` if it is stated.
        premises: what the rule derives it from; each is needed, and together they are enough.
    """

    triple: Triple
    graphs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    rule: Rule | None = None
    premises: tuple[Proof, ...] = field(default=(), repr=False)

    def steps(self) -> Iterable[Proof]:
        """Give this proof and those of its premises, from the end to the sources."""
        yield self
        for premise in self.premises:
            yield from premise.steps()


class Proofs:
    """Proofs of what one store holds."""

    def __init__(self, store: EmbeddedStore, project: Project) -> None:
        """Prove from a store that holds stated and derived triples in their graphs.

        Args:
            store: a release, or the files put together.
            project: whose rules have derived.

        Raises:
            QueryError: a rule cannot be read.
        """
        self._store = store
        self._project = project
        self._rules = rules(project)
        self._owl = owl_rules(project)
        self._found: dict[Triple, Proof] = {}

    def why(self, triple: Triple) -> Proof | None:
        """Prove a triple; ``None`` if it is neither stated nor derived.

        Raises:
            QueryError: a rule cannot be read or does not parse.
            StoreError: a rule does not derive it any more; the store is older than the rule.
        """
        if triple not in self._found:
            proof = self._why(triple)
            if proof is None:
                return None
            self._found[triple] = proof
        return self._found[triple]

    def _why(self, triple: Triple) -> Proof | None:
        stated, derived = _split(
            self._store.matching(triple.subject, triple.predicate, triple.object)
        )
        if stated:
            return Proof(triple, graphs=stated, evidence=self._evidence(triple, stated))
        if not derived:
            return self._by_owl(triple)
        name = derived[0].removeprefix(DERIVED)
        if name == CONTRADICTIONS:
            return self._of_contradiction(triple)
        if name == OWL:
            return self._by_owl(triple)
        order = self._rules
        places = [place for place, rule in enumerate(order) if rule.name == name]
        if not places:
            raise _gone(derived[0])
        rule = order[places[0]]
        known = frozenset(earlier.graph_iri for earlier in order[: places[0]])

        def derives(quads: Sequence[Sequence[Quad]]) -> bool:
            return triple in _concluded(quads, rule)

        return self._justified(triple, rule, known, derives)

    def _by_owl(self, triple: Triple) -> Proof | None:
        """Prove what follows by OWL 2 RL, delivered or not; ``None`` if it does not."""
        import pyoxigraph

        asked = self._owl
        known = frozenset(rule.graph_iri for rule in self._rules)
        goal: Statement = (triple.subject, triple.predicate, triple.object)

        def merged(quads: Iterable[Sequence[Quad]]) -> list[Quad]:
            return [pyoxigraph.Quad(q[0].subject, q[0].predicate, q[0].object) for q in quads]

        def derives(quads: Sequence[Sequence[Quad]]) -> bool:
            return goal in set(close(merged(quads), asked).new())

        graph = owl(self._project).graph_iri
        for candidates in growing(self._store, triple, graph, known):
            if derives(candidates):
                given = merged(smallest(candidates, derives))
                step = trace(goal, given, asked)
                return None if step is None else self._traced(step)
        return None

    def _traced(self, step: Step) -> Proof:
        import pyoxigraph

        triple = pyoxigraph.Triple(*step.statement)  # type: ignore[arg-type] # none has a literal in front
        if step.rule is None:
            return self.why(triple) or Proof(triple)
        return Proof(
            triple, rule=step.rule, premises=tuple(self._traced(each) for each in step.premises)
        )

    def _justified(
        self,
        triple: Triple,
        rule: Rule,
        known: frozenset[str],
        derives: Callable[[Sequence[Sequence[Quad]]], bool],
    ) -> Proof:
        for candidates in growing(self._store, triple, rule.graph_iri, known):
            if derives(candidates):
                premises = smallest(candidates, derives)
                proofs = (
                    self.why(_triple(quads[0]))
                    for quads in sorted(premises, key=lambda quads: str(quads[0]))
                )
                return Proof(triple, rule=rule, premises=tuple(p for p in proofs if p is not None))
        raise _gone(rule.graph_iri)

    def _of_contradiction(self, triple: Triple) -> Proof:
        """Tell what a contradiction rests on: the claims that it names."""
        import pyoxigraph

        found = self._store.matching(triple.subject, pyoxigraph.NamedNode(BCG.foundBy), None)
        name = (found[0].object.value if found else triple.subject.value).rpartition("/")[2]  # type: ignore[union-attr] # IRIs
        path = self._project.queries / CONTRADICTIONS / f"{name}.rq"
        text = queries.text_of(path) if path.exists() else ""
        claims = self._store.matching(triple.subject, pyoxigraph.NamedNode(BCG.hasClaim), None)
        kind = pyoxigraph.NamedNode(f"{PREFIXES['rdf']}type")
        proofs = (
            self.why(_triple(quad))
            for claim in dict.fromkeys(quad.object for quad in claims)
            for quad in self._store.matching(claim, kind, None)
            if not quad.graph_name.value.startswith(DERIVED)  # type: ignore[union-attr] # matching() gives named graphs
        )
        return Proof(
            triple,
            rule=Rule(f"{CONTRADICTIONS}/{name}", path, text),
            premises=tuple(p for p in proofs if p is not None),
        )

    def _evidence(self, triple: Triple, graphs: tuple[str, ...]) -> tuple[str, ...]:
        import pyoxigraph

        found = {
            quad.object.value  # type: ignore[union-attr] # a passage is an IRI
            for quad in self._store.matching(
                triple.subject, pyoxigraph.NamedNode(BCG.hasEvidence), None
            )
            if quad.graph_name.value in graphs  # type: ignore[union-attr] # matching() gives named graphs
        }
        return tuple(sorted(found))


def _concluded(premises: Iterable[Sequence[Quad]], rule: Rule) -> set[Triple]:
    """Run a rule on these quads alone; asked a hundred times, so without the store's own checks."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.extend(merge(quad for quads in premises for quad in quads))
    return set(store.query(rule.sparql))  # type: ignore[arg-type] # a rule is a CONSTRUCT: it has derived


def _split(quads: Iterable[Quad]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the graphs that state from those that hold what was derived."""
    names = sorted(quad.graph_name.value for quad in quads)  # type: ignore[union-attr] # matching() gives named graphs
    stated = tuple(name for name in names if not name.startswith(DERIVED))
    return stated, tuple(name for name in names if name.startswith(DERIVED))


def _triple(quad: Quad) -> Triple:
    import pyoxigraph

    return pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)


def _gone(graph: str) -> StoreError:
    return StoreError(
        Text(
            f"Regelen til <{graph}> utleder ikke dette lenger.",
            f"The rule of <{graph}> does not derive this any more.",
        ),
        hint=Text(
            "Utgaven er eldre enn regelen: bygg den på nytt.",
            "The release is older than the rule: build it again.",
        ),
    )
