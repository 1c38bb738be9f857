"""Measures of who is a member of what."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from bioclustergraph.metrics.memberships import Roll
from bioclustergraph.metrics.model import Degree, Value
from bioclustergraph.namespaces import BCG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.material import Material
    from bioclustergraph.metrics.memberships import Members


def members(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count the members of each cluster, and those of any."""
    del definition
    yield from _counted(
        material, view, lambda roll, cluster: roll.on(cluster, day), day, year=False
    )


def entries(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count those who became members of each cluster in the year."""
    del definition
    year = day.isoformat()[:4]
    yield from _counted(
        material, view, lambda roll, cluster: roll.entered(cluster, year), day, year=True
    )


def exits(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count those who ceased to be members of each cluster in the year."""
    del definition
    year = day.isoformat()[:4]
    yield from _counted(
        material, view, lambda roll, cluster: roll.left(cluster, year), day, year=True
    )


def tenure(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Give how long the members of each cluster have been members, in the mean."""
    del definition
    roll = Roll.of(material, view)
    for cluster in roll.ties:
        found = roll.tenures(cluster, day).values()
        most = [tenure.most for tenure in found if tenure.most is not None]
        yield Value(
            cluster,
            None,
            sum(tenure.least for tenure in found) / len(found) if found else None,
            sum(most) / len(most) if found and len(most) == len(found) else None,
            _degree(material, cluster, day),
        )


def shared(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count the members that each pair of clusters has in common."""
    del definition
    for one, other, some, others, degree in _pairs(material, view, day):
        yield Value(
            one,
            other,
            len(_certain(some) & _certain(others)),
            len(some.keys() & others.keys()),
            degree,
        )


def jaccard(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Give which part of the members of two clusters is members of both."""
    del definition
    for one, other, some, others, degree in _pairs(material, view, day):
        yield Value(one, other, *jaccard_range(some, others), degree)


def jaccard_range(some: Members, others: Members) -> tuple[float | None, float | None]:
    """Give the least and the most that any choice among what is possible attains.

    The least is attained when those who may be members of both are members of one only and those
    who may be members of one are; the most when the former are of both and the latter of none.

    >>> jaccard_range({"a": "certain", "b": "possible"}, {"a": "certain", "c": "certain"})
    (0.3333333333333333, 0.5)
    """
    every = some.keys() | others.keys()
    if not every:
        return None, None
    both = some.keys() & others.keys()
    needed = _certain(some) | _certain(others) | both
    least = len(_certain(some) & _certain(others)) / len(every)
    # Where nobody need be a member, the measure is 0 as soon as anybody is.
    return least, len(both) / len(needed) if needed else 0.0


def mix(material: Material, definition: Definition, view: str, day: dt.date) -> Iterator[Value]:
    """Count the members of each cluster by the kind of thing that they are."""
    del definition
    roll, things = Roll.of(material, view), material.ties(view).things
    for cluster in roll.ties:
        held = roll.on(cluster, day)
        possible = Counter(things[member].kind for member in held)
        certain = Counter(things[member].kind for member in _certain(held))
        for kind, count in sorted(possible.items()):
            yield Value(cluster, kind, certain[kind], count, _degree(material, cluster, day))


def _counted(
    material: Material,
    view: str,
    find: Callable[[Roll, str], Members],
    day: dt.date,
    *,
    year: bool,
) -> Iterator[Value]:
    roll = Roll.of(material, view)
    certain: set[str] = set()
    possible: set[str] = set()
    degrees = []
    for cluster in roll.ties:
        found = find(roll, cluster)
        certain |= _certain(found)
        possible |= found.keys()
        degree = _over(material, cluster, day) if year else _degree(material, cluster, day)
        degrees.append(degree)
        yield Value(cluster, None, len(_certain(found)), len(found), degree)
    yield Value(None, None, len(certain), len(possible), Degree.weakest(degrees))


def _pairs(
    material: Material, view: str, day: dt.date
) -> Iterator[tuple[str, str, Members, Members, Degree]]:
    """Give each two clusters that may both have a member."""
    roll = Roll.of(material, view)
    held = {cluster: found for cluster in roll.ties if (found := roll.on(cluster, day))}
    for one, other in combinations(held, 2):
        degree = Degree.weakest(_degree(material, cluster, day) for cluster in (one, other))
        yield one, other, held[one], held[other], degree


def _certain(found: Members) -> set[str]:
    return {member for member, standing in found.items() if standing == "certain"}


def _degree(material: Material, cluster: str, day: dt.date) -> Degree:
    return material.lists.on(cluster, BCG.Membership, day.isoformat())


def _over(material: Material, cluster: str, day: dt.date) -> Degree:
    return material.lists.over(cluster, BCG.Membership, day.isoformat()[:4])
