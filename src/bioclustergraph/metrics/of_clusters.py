"""Measures of what clusters do together, who runs them, and which programmes they are in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from bioclustergraph.metrics.model import Degree, Value
from bioclustergraph.namespaces import BCG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bioclustergraph.metrics.definitions import Definition
    from bioclustergraph.metrics.material import Material, Status
    from bioclustergraph.relations import Certainty

NO_LEVEL: Final = "no-level"
"""The category of those of whom no source states a level."""


def joint_projects(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Count the projects and applications of each cluster that another cluster is in as well."""
    del definition
    inside = _standings(material, view, day)
    certain: defaultdict[str, int] = defaultdict(int)
    possible: defaultdict[str, int] = defaultdict(int)
    for clusters in inside.values():
        sure = [cluster for cluster, standing in clusters.items() if standing == "certain"]
        for cluster, standing in clusters.items():
            possible[cluster] += len(clusters) > 1
            certain[cluster] += standing == "certain" and len(sure) > 1
    for cluster in sorted({tie.subject for tie in material.held(view)}):
        degree = material.lists.on(cluster, BCG.ProjectParticipation, day.isoformat())
        yield Value(cluster, None, certain[cluster], possible[cluster], degree)


def facilitator_span(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Count the clusters that each facilitator runs."""
    del definition
    certain: defaultdict[str, set[str]] = defaultdict(set)
    possible: defaultdict[str, set[str]] = defaultdict(set)
    every = set()
    for tie in material.held(view):
        if tie.kind != BCG.Facilitation:
            continue  # a legal entity that bears a cluster does not run it
        every.add(tie.subject)
        standing = material.seen(tie.bounds.at(day.isoformat()))
        if standing is not None:
            possible[tie.subject].add(tie.object)
        if standing == "certain":
            certain[tie.subject].add(tie.object)
    for facilitator in sorted(every):
        yield Value(
            facilitator,
            None,
            len(certain[facilitator]),
            len(possible[facilitator]),
            Degree.UNKNOWN,
        )


def bridging(
    material: Material, definition: Definition, view: str, day: dt.date
) -> Iterator[Value]:
    """Count the pairs of related clusters on different sides, on one side, and on no known side."""
    sides = material.sides(definition)
    certain: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    possible: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for edge in material.network(view, day).edges:
        one, other = sides.get(edge.source), sides.get(edge.target)
        part = "unclassified" if None in {one, other} else "within" if one == other else "across"
        possible[part].add((edge.source, edge.target))
        if edge.certain_weight:
            certain[part].add((edge.source, edge.target))
    for part in definition.categories:
        # Not all that is related is classified: then more pairs than those counted may lead across.
        degree = Degree.PARTIAL if possible["unclassified"] else Degree.UNKNOWN
        yield Value(None, part, len(certain[part]), len(possible[part]), degree)


def programme_levels(
    material: Material, definition: Definition, view: str | None, day: dt.date
) -> Iterator[Value]:
    """Count the clusters that are in a programme at each level."""
    del definition, view
    certain: defaultdict[str, set[str]] = defaultdict(set)
    possible: defaultdict[str, set[str]] = defaultdict(set)
    for status, standing in _inside(material, day):
        level = status.level or NO_LEVEL
        possible[level].add(status.cluster)
        if standing == "certain":
            certain[level].add(status.cluster)
    for level in sorted(
        {status.level or NO_LEVEL for status in material.statuses if status.inside}
    ):
        yield Value(None, level, len(certain[level]), len(possible[level]), Degree.UNKNOWN)


def programme_level(
    material: Material, definition: Definition, view: str | None, day: dt.date
) -> Iterator[Value]:
    """Say of each cluster and level whether the cluster is at it: 1, or 0."""
    del definition, view
    found: dict[tuple[str, str], bool] = {}
    for status, standing in _inside(material, day):
        key = status.cluster, status.level or NO_LEVEL
        found[key] = found.get(key, False) or standing == "certain"
    for cluster, level in sorted(
        {
            (status.cluster, status.level or NO_LEVEL)
            for status in material.statuses
            if status.inside
        }
    ):
        is_certain = found.get((cluster, level))
        yield Value(
            cluster, level, int(is_certain or False), int(is_certain is not None), Degree.UNKNOWN
        )


def _inside(material: Material, day: dt.date) -> Iterator[tuple[Status, Certainty]]:
    """Give what says that a cluster is in a programme on a day.

    What is only possible gives way to the opposite if a source attests that for the year of the
    day, as in the question ``programme-status-at``.
    """
    year = day.isoformat()[:4]
    attested = {
        (status.cluster, status.programme, status.inside)
        for status in material.statuses
        if status.attested == year
    }
    for status in material.statuses:
        standing = material.seen(status.bounds.at(day.isoformat()))
        if standing is None or not status.inside:
            continue
        opposed = (status.cluster, status.programme, False) in attested
        if standing == "certain" or status.attested == year or not opposed:
            yield status, standing


def _standings(material: Material, view: str, day: dt.date) -> dict[str, dict[str, Certainty]]:
    """Give, by the object of ties, how each subject stands on a day."""
    found: defaultdict[str, dict[str, Certainty]] = defaultdict(dict)
    for tie in material.held(view):
        standing = material.seen(tie.bounds.at(day.isoformat()))
        if standing is not None and found[tie.object].get(tie.subject) != "certain":
            found[tie.object][tie.subject] = standing
    return dict(sorted(found.items()))
