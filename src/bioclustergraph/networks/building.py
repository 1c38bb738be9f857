"""From the ties of a view to the nodes and edges of a network."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from bioclustergraph import relations
from bioclustergraph.networks.model import Edge, Network, Node
from bioclustergraph.networks.selection import Follow, Selection
from bioclustergraph.relations import Mode, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.project import Project
    from bioclustergraph.relations import Bounds, Certainty, Tie, Ties, View
    from bioclustergraph.store.base import Store

Held = tuple["Tie", "Certainty"]
"""A tie that is looked at, and how it stands on the chosen days."""


def of(
    store: Store,
    project: Project,
    view: View,
    selection: Selection | None = None,
    *,
    release: str | None = None,
) -> Network:
    """Ask a view and make a network of it.

    Args:
        store: what is asked.
        project: whose queries are used.
        view: which relations.
        selection: on which days, and of which things; by default all.
        release: the digest of the release behind ``store``, to be written down.

    Raises:
        QueryError: a query cannot be read, or the view gives no ties.
        StoreError: the store did not answer.
    """
    return made(relations.ties(store, project, view), selection or Selection(), release=release)


def made(ties: Ties, selection: Selection, *, release: str | None = None) -> Network:
    """Make a network of ties that have been read.

    Args:
        ties: of one view.
        selection: on which days, and of which things.
        release: the digest of the release they come from.
    """
    one = ties.successors if selection.follow is Follow.SUCCESSORS else {}
    held = list(_held(ties, selection))
    if ties.view.mode is Mode.PROJECTED:
        edges = sorted(_projected(held, selection), key=_order)
    else:
        edges = sorted(
            (_direct(tie, certainty) for tie, certainty in held if tie.subject != tie.object),
            key=_order,
        )
    shown: defaultdict[str, dict[Bounds, None]] = defaultdict(dict)
    for tie, _ in held:
        for side in _sides(tie, ties.view):
            shown[side][tie.bounds] = None
    former: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in sorted(one.items()):
        if before in ties.things:
            former[after].append(before)
    return Network(
        view=ties.view,
        selection=selection,
        nodes=tuple(
            Node(ties.things[iri], tuple(former.get(iri, ())), tuple(shown[iri]))
            for iri in sorted(shown)
        ),
        edges=tuple(edges),
        labels=ties.labels,
        documents=ties.documents,
        things=ties.things,
        release=release,
    )


def within(ties: Ties, selection: Selection) -> Iterator[Tie]:
    """Give the ties of the place and sector, whenever they held, between what sides became."""
    from dataclasses import replace

    one = ties.successors if selection.follow is Follow.SUCCESSORS else {}
    for tie in ties.ties:
        if not _is_chosen(tie, ties, selection):
            continue
        subject, object_ = one.get(tie.subject, tie.subject), one.get(tie.object, tie.object)
        if (subject, object_) == (tie.subject, tie.object):
            yield tie
        else:
            yield replace(tie, subject=subject, object=object_)


def _held(ties: Ties, selection: Selection) -> Iterator[Held]:
    """Give the ties that are looked at."""
    for tie in within(ties, selection):
        certainty = selection.certainty(tie.bounds)
        if certainty is not None:
            yield tie, certainty


def _is_chosen(tie: Tie, ties: Ties, selection: Selection) -> bool:
    place, sector = selection.place, selection.sector
    sides = _sides(tie, ties.view)
    return (
        place is None or any(side == place or place in ties.things[side].places for side in sides)
    ) and (sector is None or any(side in sector.things for side in sides))


def _sides(tie: Tie, view: View) -> tuple[str, ...]:
    """Give the sides that become nodes: what is shared does not, where ties are projected."""
    return (tie.subject,) if view.mode is Mode.PROJECTED else (tie.subject, tie.object)


def _direct(tie: Tie, certainty: Certainty) -> Edge:
    return Edge(
        source=tie.subject,
        target=tie.object,
        kind=tie.kind,
        role=tie.role,
        start=tie.start,
        end=tie.end,
        spells=(tie.bounds,),
        certainty=certainty,
        weight=1,
        certain_weight=1 if certainty == "certain" else 0,
        via=(),
        relations=(tie.relation,),
        sources=tie.sources,
    )


def _projected(held: Iterable[Held], selection: Selection) -> Iterator[Edge]:
    """Join any two that have a tie of one kind to the same third at the same time."""
    around: defaultdict[tuple[str, str], defaultdict[str, list[Tie]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for tie, _ in held:
        around[tie.object, tie.kind][tie.subject].append(tie)
    together = _Together(selection)
    meetings: defaultdict[tuple[str, str, str], list[_Meeting]] = defaultdict(list)
    for (via, kind), by_subject in around.items():
        for (one, some), (other, others) in combinations(sorted(by_subject.items()), 2):
            met = _meeting(via, some, others, together)
            if met is not None:
                meetings[one, other, kind].append(met)
    for (one, other, kind), every in meetings.items():
        yield _shared(one, other, kind, every)


class _Together:
    """When two ties hold at once, each pair of bounds looked at once: the same years come again."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._known: dict[tuple[Bounds, Bounds], tuple[Bounds, Certainty | None]] = {}

    def __call__(self, one: Bounds, other: Bounds) -> tuple[Bounds, Certainty | None]:
        known = self._known.get((one, other))
        if known is None:
            both = one & other
            known = both, None if both.is_impossible else self._selection.certainty(both)
            self._known[one, other] = known
        return known


_Meeting = tuple[str, "Certainty", tuple["Bounds", ...], tuple["Tie", ...]]
"""What two share, how that stands on the chosen days, when they share it, and by which ties."""


def _meeting(via: str, some: list[Tie], others: list[Tie], together: _Together) -> _Meeting | None:
    spells: list[Bounds] = []
    ties: list[Tie] = []
    best: Certainty | None = None
    for tie in some:
        for other in others:
            both, certainty = together(tie.bounds, other.bounds)
            if certainty is None:
                continue
            best = certainty if best != "certain" else best
            spells.append(both)
            ties += (tie, other)
    return None if best is None else (via, best, tuple(spells), tuple(ties))


def _shared(one: str, other: str, kind: str, every: list[_Meeting]) -> Edge:
    certain = sum(certainty == "certain" for _, certainty, _, _ in every)
    ties = {tie.relation: tie for _, _, _, meeting in every for tie in meeting}
    by_via = sorted(every, key=lambda meeting: meeting[0])
    return Edge(
        source=one,
        target=other,
        kind=kind,
        role=None,
        start=None,
        end=None,
        spells=tuple(dict.fromkeys(spell for _, _, spells, _ in every for spell in spells)),
        certainty="certain" if certain else "possible",
        weight=len(every),
        certain_weight=certain,
        via=tuple(via for via, *_ in by_via),
        relations=tuple(sorted(ties)),
        sources=_joined([tie.sources for tie in ties.values()]),
        shared=tuple(tuple(dict.fromkeys(spells)) for _, _, spells, _ in by_via),
    )


def _joined(sources: list[tuple[Source, ...]]) -> tuple[Source, ...]:
    """Name each document once, with all its passages."""
    every = [source for those in sources for source in those]
    if len({source.document for source in every}) == len(every):
        return tuple(sorted(every, key=lambda source: source.document))
    passages: defaultdict[str, set[str]] = defaultdict(set)
    for source in every:
        passages[source.document].update(source.passages)
    return tuple(
        Source(document, tuple(sorted(those))) for document, those in sorted(passages.items())
    )


def _order(edge: Edge) -> tuple[str, str, str, tuple[str, ...]]:
    return edge.source, edge.target, edge.kind, edge.relations
