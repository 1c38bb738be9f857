"""Contradictions by OWL 2 RL, each a finding that says what it follows from.

What the rules of the standard conclude to be *false* can be so in no world: something of two
disjoint classes, two values of a functional property that are known to be different. Such a
project is not built. That two of our IRIs would be the same thing is no contradiction, and still
nothing that anybody has written: it is a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.inference.closing import close
from bioclustergraph.inference.owl import owl_rules
from bioclustergraph.inference.shrinking import smallest
from bioclustergraph.inference.telling import statement, term
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import rdflib
    from pyoxigraph import Quad

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.inference.closing import Clash
    from bioclustergraph.inference.nodes import Statement
    from bioclustergraph.inference.owl import OwlRule
    from bioclustergraph.project import Project

_SAME = f"{PREFIXES['owl']}sameAs"


def check(project: Project, dataset: Dataset, ontology: rdflib.Graph) -> Report:
    """Find what contradicts itself in the data and the ontology together.

    Args:
        project: whose rules of OWL 2 RL are asked; without any, nothing is found.
        dataset: the data.
        ontology: the ontology.

    Returns:
        A violation for each contradiction, a warning for each two IRIs of ours that would be one;
        both name what they follow from, and the file and line of the thing.

    Raises:
        QuerySyntaxError: a rule does not parse.
    """
    rules = owl_rules(project)
    if not rules:
        return Report()
    quads = _quads(dataset.merged(), ontology)
    closure = close(quads, rules)
    found = [
        *(_contradiction(dataset, clash, quads, rules) for clash in closure.contradictions(rules)),
        *(_same(dataset, pair, quads, rules) for pair in _merged(closure.new())),
    ]
    return Report.of(found, axioms=len(rules))


def _contradiction(
    dataset: Dataset, clash: Clash, quads: list[Quad], rules: tuple[OwlRule, ...]
) -> Finding:
    def holds(part: Sequence[Quad]) -> bool:
        return clash in set(close(part, rules).contradictions([clash.rule]))

    because = _because(dataset, clash.terms, quads, holds)
    things = ", ".join(term(each) for each in clash.terms if each is not None)
    summary = clash.rule.summary
    return _finding(
        dataset,
        Severity.VIOLATION,
        f"owl/{clash.rule.name}",
        Text(
            f"Motsigelse: {summary.nb} ({things}). Det følger av: {because}.",
            f"Contradiction: {summary.en} ({things}). It follows from: {because}.",
        ),
        Text(
            "Rett eller fjern en av disse påstandene; sammen kan de ikke være sanne.",
            "Correct or remove one of these statements; together they cannot be true.",
        ),
        clash.terms,
    )


def _same(
    dataset: Dataset, pair: Statement, quads: list[Quad], rules: tuple[OwlRule, ...]
) -> Finding:
    def holds(part: Sequence[Quad]) -> bool:
        return pair in set(close(part, rules).new())

    one, _, other = pair
    because = _because(dataset, (one, other), quads, holds)
    return _finding(
        dataset,
        Severity.WARNING,
        "owl/same",
        Text(
            f"{term(one)} og {term(other)} ville vært én og samme. Det følger av: {because}.",
            f"{term(one)} and {term(other)} would be one and the same. It follows from: {because}.",
        ),
        Text(
            "Er de én, slå dem sammen i data/retired/; er de to, rett påstanden.",
            "If they are one, merge them in data/retired/; if two, correct the statement.",
        ),
        (one, other),
    )


def _merged(new: Iterator[Statement]) -> list[Statement]:
    """Give the pairs of our IRIs that would be the same, each once, in order."""
    import pyoxigraph

    same = pyoxigraph.NamedNode(_SAME)
    found = [
        (s, p, o)
        for s, p, o in new
        if p == same
        and isinstance(s, pyoxigraph.NamedNode)
        and isinstance(o, pyoxigraph.NamedNode)
        and s.value < o.value
        and s.value.startswith(BASE)
        and o.value.startswith(BASE)
    ]
    return sorted(found, key=lambda pair: [str(each) for each in pair])


def _because(
    dataset: Dataset,
    terms: Sequence[object],
    quads: list[Quad],
    holds: Callable[[Sequence[Quad]], bool],
) -> str:
    """Name a smallest part of what is stated from which it follows, with file and line."""
    near = _near(terms, quads)
    part = smallest(near if holds(near) else quads, holds)
    return "; ".join(sorted(_told(dataset, quad) for quad in part))


def _told(dataset: Dataset, quad: Quad) -> str:
    import pyoxigraph

    said = statement(pyoxigraph.Triple(quad.subject, quad.predicate, quad.object))
    if not isinstance(quad.subject, pyoxigraph.NamedNode):
        return said
    file, line = dataset.place(quad.subject.value, quad.predicate.value, str(quad.object))
    return f"{said} ({file}:{line or 1})" if file else said


def _near(terms: Sequence[object], quads: list[Quad]) -> list[Quad]:
    """Give the quads of these terms and of what they lead to, in two steps."""
    wanted = {term for term in terms if term is not None}
    for _ in range(2):
        wanted |= {
            each
            for quad in quads
            if quad.subject in wanted or quad.object in wanted
            for each in (quad.subject, quad.predicate)
        } | {quad.object for quad in quads if quad.subject in wanted}
    return [quad for quad in quads if quad.subject in wanted]


def _finding(  # noqa: PLR0913, PLR0917 - what a finding is made of
    dataset: Dataset,
    severity: Severity,
    rule: str,
    message: Text,
    remedy: Text,
    terms: Sequence[object],
) -> Finding:
    import pyoxigraph

    file, line, focus = None, None, None
    for each in terms:
        if isinstance(each, pyoxigraph.NamedNode):
            focus = focus or each.value
            file, line = dataset.place(each.value)
            if file is not None:
                focus = each.value
                break
    return Finding(severity, rule, message, remedy, file, line, focus)


def _quads(*graphs: rdflib.Graph) -> list[Quad]:
    """Give the triples of these graphs, once each, as quads of the default graph."""
    import pyoxigraph

    from bioclustergraph.store.embedded import quads_of

    merged = f"{PREFIXES['graph']}merged"
    found = dict.fromkeys(
        pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)
        for graph in graphs
        for quad in quads_of(graph, merged)
    )
    return list(found)
