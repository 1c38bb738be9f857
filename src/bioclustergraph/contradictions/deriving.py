"""Write what was found as nodes of ``graph/derived/contradictions``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bioclustergraph.contradictions.asking import asked
from bioclustergraph.contradictions.finding import find
from bioclustergraph.contradictions.labels import Labels
from bioclustergraph.contradictions.wording import explanation, title
from bioclustergraph.inference import Derived, Rule
from bioclustergraph.namespaces import BCG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal, NamedNode, Quad

    from bioclustergraph.contradictions.finding import Contradiction
    from bioclustergraph.errors import Text
    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

GRAPH: Final = f"{PREFIXES['graph']}derived/contradictions"
"""The graph that holds the ledger."""

_TYPE: Final = f"{PREFIXES['rdf']}type"
_LABEL: Final = f"{PREFIXES['rdfs']}label"
_COMMENT: Final = f"{PREFIXES['rdfs']}comment"


def derive(store: EmbeddedStore, project: Project) -> Derived:
    """Find the contradictions of ``store``, and add them to it.

    Args:
        store: what the other rules have left; see :func:`bioclustergraph.inference.derive`.
        project: the project whose rules are run. Its resolutions are in the store; they are read
            and never written.

    Returns:
        What was written, as if by one rule more; nothing where the project has no such rules.

    Raises:
        QueryError: a rule cannot be read or asked.
    """
    import pyoxigraph

    folder = project.queries / "contradictions"
    quads: list[Quad] = []
    found = find(store, project)
    if found:
        labels = Labels.of(store, project)
        wider = _wider(store, project)
        graph = pyoxigraph.NamedNode(GRAPH)
        for contradiction in found:
            subject = pyoxigraph.NamedNode(contradiction.iri)
            for name, value in _said(contradiction, labels):
                # Instances carry the wider types as well; here nothing runs after us to add them.
                if name == _TYPE:
                    pairs = [(name, value), *((name, w) for w in wider[BCG.Contradiction])]
                else:
                    pairs = [(name, value), *((w.value, value) for w in wider[name])]
                quads += [
                    pyoxigraph.Quad(subject, pyoxigraph.NamedNode(n), v, graph) for n, v in pairs
                ]
        for rule in dict.fromkeys(contradiction.rule for contradiction in found):
            subject = pyoxigraph.NamedNode(rule.iri)
            for name, text in ((_LABEL, rule.summary), (_COMMENT, rule.functional)):
                predicate = pyoxigraph.NamedNode(name)
                quads += [pyoxigraph.Quad(subject, predicate, t, graph) for t in _both(text)]
    store.extend(quads)
    store.extend(pyoxigraph.Quad(q.subject, q.predicate, q.object) for q in quads)
    return Derived(Rule("contradictions", folder, ""), tuple(dict.fromkeys(quads)))


def _said(
    contradiction: Contradiction, labels: Labels
) -> Iterator[tuple[str, NamedNode | Literal]]:
    from pyoxigraph import NamedNode

    state = f"{PREFIXES['contradiction-state']}{contradiction.state}"
    yield _TYPE, NamedNode(BCG.Contradiction)
    for label in _both(title(contradiction, labels)):
        yield _LABEL, label
    for about in contradiction.about:
        yield BCG.about, NamedNode(about)
    yield BCG.hasContradictionAspect, NamedNode(contradiction.rule.aspect_iri)
    yield BCG.hasContradictionState, NamedNode(state)
    for claim in contradiction.claims:
        yield BCG.hasClaim, NamedNode(claim.iri)
    yield BCG.foundBy, NamedNode(contradiction.rule.iri)
    for text in _both(explanation(contradiction, labels)):
        yield BCG.explanation, text


def _both(text: Text) -> tuple[Literal, Literal]:
    from pyoxigraph import Literal

    return Literal(text.nb, language="nb"), Literal(text.en, language="en")


def _wider(store: EmbeddedStore, project: Project) -> dict[str, list[NamedNode]]:
    found: dict[str, list[NamedNode]] = defaultdict(list)
    for row in asked(store, project, "wider"):
        found[row["narrow"].value].append(row["wider"])
    return found
