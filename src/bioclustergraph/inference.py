"""Derive what the data imply: one rule, one SPARQL file, one graph of its own.

A rule is a CONSTRUCT in ``queries/rules/<number>-<rule>.rq``; the numbers are the order. What a
rule derives and nobody has said yet goes into ``graph/derived/<rule>`` and into the default graph,
where the next rule sees it. So each derived triple tells by its graph which rule to ask why.

The rules are a chosen few and run in a fraction of a second. The whole of OWL 2 RL is
:func:`closure`: the reference they are held against, too slow for every day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, QuerySyntaxError, Text
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib
    from pyoxigraph import Quad

    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

ONTOLOGY_GRAPH = f"{PREFIXES['graph']}ontology"
"""The graph that holds the ontology; rules read it, and leave its terms alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: the file's name without its number.
        path: the file.
        sparql: the CONSTRUCT query.
    """

    name: str
    path: Path
    sparql: str = field(repr=False)

    @property
    def graph_iri(self) -> str:
        """The graph that holds what it derives."""
        return f"{PREFIXES['graph']}derived/{self.name}"


@dataclass(frozen=True, slots=True)
class Derived:
    """What one rule derived.

    Attributes:
        rule: the rule.
        quads: the new triples, in the graph of the rule, in no order.
    """

    rule: Rule
    quads: tuple[Quad, ...] = field(repr=False)


def rules(project: Project) -> tuple[Rule, ...]:
    """Read the rules, in the order in which they run.

    Raises:
        QueryError: a file cannot be read, or two rules have one name.
    """
    found: dict[str, Rule] = {}
    for path in sorted(project.rules.glob("*.rq")):
        name = re.sub(r"^[0-9]+-", "", path.stem)
        if name in found:
            raise QueryError(
                Text(f"To regler heter «{name}».", f"Two rules are called “{name}”."),
                path=path,
                hint=Text("Gi den ene et annet navn.", "Give one of them another name."),
            )
        found[name] = Rule(name, path, queries.text_of(path))
    return tuple(found.values())


def derive(store: EmbeddedStore, project: Project) -> tuple[Derived, ...]:
    """Run all rules on ``store``, and add to it what they derive.

    Args:
        store: the merge of the data and the ontology in its default graph, the sources and the
            ontology also in their named graphs.
        project: the project whose rules are run.

    Returns:
        What each rule derived, in order; a rule that derived nothing is there too.

    Raises:
        QueryError: a rule cannot be read, does not parse or is no CONSTRUCT.
    """
    return tuple(_run(store, rule) for rule in rules(project))


def _run(store: EmbeddedStore, rule: Rule) -> Derived:
    import pyoxigraph

    try:
        answer = store.query(rule.sparql)
    except QuerySyntaxError as error:
        raise QuerySyntaxError(
            error.message, path=rule.path, line=error.line, hint=error.hint
        ) from error
    if not isinstance(answer, pyoxigraph.QueryTriples):
        raise QuerySyntaxError(
            Text("En regel må være en CONSTRUCT.", "A rule must be a CONSTRUCT."), path=rule.path
        )
    graph = pyoxigraph.NamedNode(rule.graph_iri)
    triples = [
        triple
        for triple in dict.fromkeys(answer)
        if pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) not in store
    ]
    named = tuple(pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    store.extend(named)
    store.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in triples)
    return Derived(rule, named)


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
