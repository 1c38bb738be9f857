"""Run a change on a copy of the graphs, and say what it adds and removes.

The copy holds all that a question sees, so that ``WHERE`` finds the derived and the merge too; but
only the graphs of ``data/`` are stated, and only what happens to them counts. The engine rewrites
some literals (``18.50`` becomes ``18.5``): what is removed is therefore told in the words of the
files, and what an operation on a graph adds in the words of its body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph import turtle
from bioclustergraph.editing import changes
from bioclustergraph.editing.changes import GraphOperation, Update
from bioclustergraph.errors import ChangeError, Text, UnknownGraph
from bioclustergraph.release.reading import GRAPHS
from bioclustergraph.store.embedded import quads_of
from bioclustergraph.store.updating import updated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Store

    from bioclustergraph.dataset import Dataset
    from bioclustergraph.editing.changes import Change
    from bioclustergraph.release import Release


@dataclass(frozen=True)
class Difference:
    """What a change does to the graphs of ``data/``.

    Attributes:
        added: quads that are new, in no order.
        removed: quads that were there, as the files write them, in no order.
    """

    added: frozenset[Quad]
    removed: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    @property
    def graphs(self) -> frozenset[str]:
        """The graphs that change."""
        return frozenset(graph_of(quad) for quad in (*self.added, *self.removed))


def difference(data: Dataset, release: Release, change: Change) -> Difference:
    """Say what a change would add and remove.

    Args:
        data: what the release states.
        release: the release.
        change: what is asked.

    Raises:
        QuerySyntaxError: the update does not parse, is too large, or calls elsewhere.
        TurtleError: the body does not parse.
        ChangeError: it touches a graph that cannot be changed, or names a blank node.
        UnknownGraph: a graph is to be deleted that is not there.
        StoreError: the engine failed.
    """
    stated = {quad for file in data.files for quad in quads_of(file.graph, file.graph_iri)}
    if isinstance(change, Update):
        found = _updated(data, release, change, stated)
    else:
        found = _operated(data, change, stated)
    _refuse_blank(found.added)
    return found


def _operated(data: Dataset, change: GraphOperation, stated: set[Quad]) -> Difference:
    changes.refuse_unchangeable(data.project, change.graph)
    if len(change.turtle) > changes.MAX_CHARACTERS:
        raise too_large()
    here = {quad for quad in stated if graph_of(quad) == change.graph}
    if change.kind == "delete":
        if not here:
            raise UnknownGraph(
                Text(
                    f"Grafen <{change.graph}> finnes ikke.",
                    f"There is no graph <{change.graph}>.",
                )
            )
        return Difference(frozenset(), frozenset(here))
    body = turtle.parse(change.turtle, change.graph)
    new = set(quads_of(body, change.graph))
    return Difference(frozenset(new - here), frozenset(here - new if change.kind == "put" else ()))


def _updated(data: Dataset, release: Release, change: Update, stated: set[Quad]) -> Difference:
    import pyoxigraph

    if len(change.sparql) > changes.MAX_CHARACTERS:
        raise too_large()
    before = pyoxigraph.Store()
    before.bulk_extend(pyoxigraph.parse(path=str(release.directory / GRAPHS)))
    held = set(before)
    after = updated(before, change.sparql, change.using, change.using_named)
    now = set(after)
    added = now - held
    for quad in added:
        changes.refuse_unchangeable(data.project, graph_of(quad))
    gone = held - now
    _refuse_unstated(data, after, gone)
    return Difference(frozenset(added), frozenset(quad for quad in stated if quad not in after))


def _refuse_unstated(data: Dataset, after: Store, gone: set[Quad]) -> None:
    """Refuse to remove what the build makes; only all of it at once is ``CLEAR ALL``.

    That clears what can be cleared, and the build makes the rest anew.

    Raises:
        ChangeError: something was to be removed from a graph that cannot be changed.
    """

    def unstated(quads: Iterable[Quad]) -> set[str]:
        graphs = {graph_of(quad) for quad in quads}
        return {graph for graph in graphs if changes.path_of(data.project, graph) is None}

    touched = unstated(gone)
    if touched and unstated(after):
        raise changes.unchangeable(min(touched))


def graph_of(quad: Quad) -> str:
    """Give the IRI of the graph of a quad; that of the default graph is empty."""
    return str(getattr(quad.graph_name, "value", ""))


def _refuse_blank(quads: Iterable[Quad]) -> None:
    import pyoxigraph

    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, pyoxigraph.Triple):
                raise ChangeError(
                    Text("Tripler som ledd (RDF 1.2) tas ikke imot.", "No triples as terms here."),
                    hint=Text(
                        "Gi påstanden en egen node (en bcg:DatedRelation) i stedet.",
                        "Give the statement a node of its own (a bcg:DatedRelation) instead.",
                    ),
                )
            if isinstance(term, pyoxigraph.BlankNode):
                raise ChangeError(
                    Text(
                        f"Noder uten navn ([ … ] eller _:x) tas ikke imot (<{graph_of(quad)}>).",
                        f"Nodes without a name ([ … ] or _:x) are refused (<{graph_of(quad)}>).",
                    ),
                    hint=Text(
                        "Gi noden en IRI med prefikset for sitt slag: membership:<nøkkel>.",
                        "Give the node an IRI with the prefix of its kind: membership:<key>.",
                    ),
                )


def too_large() -> ChangeError:
    """Say that a change is too large to be looked at."""
    most = changes.MAX_CHARACTERS
    return ChangeError(
        Text(f"Endringen er lengre enn {most} tegn.", f"The change is over {most} characters."),
        hint=Text("Del den opp, én graf om gangen.", "Split it up, one graph at a time."),
    )
