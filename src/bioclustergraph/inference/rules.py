"""Rules: one SPARQL file, one graph of its own for what it derives.

A rule is a CONSTRUCT in ``queries/rules/<number>-<rule>.rq``; the numbers are the order. What a
rule derives and nobody has said yet goes into ``graph/derived/<rule>`` and into the default graph,
where the next rule sees it. So each derived triple tells by its graph which rule to ask why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, QuerySyntaxError, Text
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

ONTOLOGY_GRAPH = f"{PREFIXES['graph']}ontology"
"""The graph that holds the ontology; rules read it, and leave its terms alone."""

DERIVED = f"{PREFIXES['graph']}derived/"
"""How the names of the graphs begin that hold what was derived."""


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
        return f"{DERIVED}{self.name}"

    @property
    def iri(self) -> str:
        """The IRI that names the rule where a proof refers to it."""
        return f"{BASE}rule/{self.name}"

    @property
    def summary(self) -> Text:
        """What it derives, from its header.

        Raises:
            QueryError: the header is wrong.
        """
        return queries.parse(self.name, self.sparql, self.path).summary

    @property
    def unless(self) -> Text | None:
        """What would have kept it from deriving, from its header; ``None`` if nothing would.

        Raises:
            QueryError: the header is wrong.
        """
        header = queries.header_of(self.sparql, self.path)
        if "unless" not in header:
            return None
        return Text(str(header.get("unless_nb", header["unless"])), str(header["unless"]))


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


def conclusions(store: EmbeddedStore, rule: Rule) -> dict[Triple, None]:
    """Give all that a rule concludes from ``store``, once each, new or not; nothing is added.

    Raises:
        QuerySyntaxError: the rule does not parse or is no CONSTRUCT; the error names the file.
    """
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
    return dict.fromkeys(answer)


def add(store: EmbeddedStore, rule: Rule, triples: dict[Triple, None]) -> Derived:
    """Add to ``store`` those triples that it does not hold, in the graph of the rule and merged."""
    import pyoxigraph

    graph = pyoxigraph.NamedNode(rule.graph_iri)
    new = [
        triple
        for triple in triples
        if pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) not in store
    ]
    named = tuple(pyoxigraph.Quad(t.subject, t.predicate, t.object, graph) for t in new)
    store.extend(named)
    store.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in new)
    return Derived(rule, named)
