"""Projected networks of many hundred thousand edges, as columns: who, how much, and when.

The same edges as :func:`bioclustergraph.networks.made` makes, without what makes them heavy:
relations and sources stay behind. Reckoned with numpy, which the extra ``large`` installs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bioclustergraph import extras
from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.networks.building import within
from bioclustergraph.relations import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from bioclustergraph.errors import Language
    from bioclustergraph.networks.selection import Selection
    from bioclustergraph.relations import Bounds, Thing, Tie, Ties, View

    Column = np.ndarray[tuple[int], np.dtype[np.signedinteger]]
    Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

NEVER: Final = 0
"""Before every day: a beginning that sets no limit, or an end that is never certain."""

ALWAYS: Final = dt.date.max.toordinal() + 1
"""After every day, likewise."""


@dataclass(frozen=True)
class Columns:
    """A projected network. Nodes are places in ``things``; days are :meth:`date.toordinal`.

    Attributes:
        view: what was asked.
        selection: on which days, and of which things.
        things: the nodes, sorted by IRI; those without an edge are there too.
        kinds: the IRIs of the kinds of relation that edges are made of.
        one: the first node of each edge.
        other: the second, which is after the first.
        kind: the place of the kind in ``kinds``.
        weight: how many things the two share, certainly or possibly.
        certain_weight: how many of them certainly.
        spell_edge: to which edge each spell belongs; in the order of the edges.
        spell_start: the first day of the spell on which the two may share something.
        spell_end: the first day after it.
    """

    view: View
    selection: Selection
    things: tuple[Thing, ...] = field(repr=False)
    kinds: tuple[str, ...]
    one: Column = field(repr=False)
    other: Column = field(repr=False)
    kind: Column = field(repr=False)
    weight: Column = field(repr=False)
    certain_weight: Column = field(repr=False)
    spell_edge: Column = field(repr=False)
    spell_start: Column = field(repr=False)
    spell_end: Column = field(repr=False)

    def labels(self, language: Language) -> list[str]:
        """Give the names of the nodes."""
        return [thing.label.in_language(language) for thing in self.things]


def projected(ties: Ties, selection: Selection) -> Columns:
    """Join any two that have a tie of one kind to the same third at the same time.

    Args:
        ties: of a projected view.
        selection: on which days, and of which things.

    Raises:
        ParameterError: the view is not a projected one.
        MissingLibrary: numpy is not installed.
    """
    np = extras.library("numpy", extra="large")
    if ties.view.mode is not Mode.PROJECTED:
        raise ParameterError(
            Text(
                f"Utsnittet {ties.view.name} er ikke en projeksjon.",
                f"The view {ties.view.name} is not a projection.",
            ),
            hint=Text("Velg et der to deler noe.", "Choose one where two share something."),
        )
    held = [tie for tie in within(ties, selection) if selection.certainty(tie.bounds) is not None]
    iris = sorted({tie.subject for tie in held})
    places = {iri: place for place, iri in enumerate(iris)}
    kinds = tuple(sorted({tie.kind for tie in held}))
    bounds = _bounds(held)
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, tie in enumerate(held):
        groups[tie.object, tie.kind].append(number)
    left, right, via = _pairs(groups.values())
    subject = np.array([places[tie.subject] for tie in held], dtype=np.int64)
    kind = np.array([kinds.index(tie.kind) for tie in held], dtype=np.int64)
    # One side's later beginnings and earlier ends; see Bounds.__and__.
    both = [np.maximum(c[left], c[right]) for c in bounds[:2]]
    both += [np.minimum(c[left], c[right]) for c in bounds[2:]]
    possible, certain = _standing(both, selection)
    kept = (possible if not selection.certain_only else certain) & (subject[left] != subject[right])
    left, right, via, certain = left[kept], right[kept], via[kept], certain[kept]
    ends = np.sort(np.stack([subject[left], subject[right]]), axis=0)
    edge = (ends[0] * len(iris) + ends[1]) * max(len(kinds), 1) + kind[left]
    keys, number = np.unique(edge, return_inverse=True)
    # What two share counts once, however many sources tell of it.
    shared, first = np.unique(number * (int(via.max(initial=0)) + 1) + via, return_inverse=True)
    sure = np.zeros(len(shared), dtype=bool)
    np.logical_or.at(sure, first, certain)
    of_edge = shared // (int(via.max(initial=0)) + 1)
    spells = _spells(number, both[0][kept], both[3][kept])
    pair = keys // max(len(kinds), 1)
    return Columns(
        view=ties.view,
        selection=selection,
        things=tuple(ties.things[iri] for iri in iris),
        kinds=kinds,
        one=(pair // max(len(iris), 1)).astype(np.int32),
        other=(pair % max(len(iris), 1)).astype(np.int32),
        kind=(keys % max(len(kinds), 1)).astype(np.int32),
        weight=np.bincount(of_edge, minlength=len(keys)).astype(np.int32),
        certain_weight=np.bincount(of_edge[sure], minlength=len(keys)).astype(np.int32),
        spell_edge=spells[0],
        spell_start=spells[1],
        spell_end=spells[2],
    )


def _bounds(held: list[Tie]) -> list[Column]:
    """Give the four days of each tie; what is not known sets no limit, or is never certain."""
    import numpy as np

    known: dict[Bounds, tuple[int, int, int, int]] = {}
    rows = []
    for tie in held:
        row = known.get(tie.bounds)
        if row is None:
            of = tie.bounds
            row = known[of] = (
                _ordinal(of.start_earliest, NEVER),
                _ordinal(of.start_latest, ALWAYS),
                _ordinal(of.end_earliest, NEVER),
                _ordinal(of.end_latest, ALWAYS),
            )
        rows.append(row)
    return list(np.array(rows, dtype=np.int32).reshape(-1, 4).T)


def _ordinal(day: str | None, unknown: int) -> int:
    return unknown if day is None else dt.date.fromisoformat(day).toordinal()


def _pairs(groups: Iterable[list[int]]) -> tuple[Column, Column, Column]:
    """Give any two of each group, and the number of the group."""
    import numpy as np

    corners: dict[int, tuple[Column, Column]] = {}
    some, others, numbers = [], [], []
    for number, group in enumerate(groups):
        size = len(group)
        if size not in corners:
            corners[size] = np.triu_indices(size, 1)
        members = np.array(group, dtype=np.int64)
        rows, columns = corners[size]
        some.append(members[rows])
        others.append(members[columns])
        numbers.append(np.full(len(rows), number, dtype=np.int64))
    none = [np.empty(0, dtype=np.int64)]
    return (
        np.concatenate(some or none),
        np.concatenate(others or none),
        np.concatenate(numbers or none),
    )


def _standing(both: list[Column], selection: Selection) -> tuple[Flags, Flags]:
    """Say of each pair whether it may be, and whether it certainly is, on the chosen days."""
    import numpy as np

    if selection.at is not None:
        first, end = selection.at.toordinal(), selection.at.toordinal() + 1
    else:
        first = (selection.since or dt.date.min).toordinal()
        end = (selection.until or dt.date.max).toordinal()
    first_possible, end_possible = np.maximum(both[0], first), np.minimum(both[3], end)
    possible = first_possible < end_possible
    certain = np.maximum(first_possible, both[1]) < np.minimum(end_possible, both[2])
    return possible, certain


def _spells(number: Column, start: Column, end: Column) -> tuple[Column, Column, Column]:
    """Join the spells of each edge that overlap or meet."""
    import numpy as np

    order = np.lexsort((end, start, number))
    number, start, end = number[order], start[order], end[order]
    if not len(number):
        return number, start, end
    # Days of one edge are lifted above all those of the edges before, so that one pass does.
    lift = number.astype(np.int64) * (ALWAYS + 1)
    reached = np.maximum.accumulate(end + lift)
    begins = np.concatenate([[True], (start + lift)[1:] > reached[:-1]])
    at = np.flatnonzero(begins)
    last = np.concatenate([at[1:], [len(number)]]) - 1
    return number[at], start[at], reached[last] - lift[last]
