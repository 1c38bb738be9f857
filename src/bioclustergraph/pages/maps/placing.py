"""Where places are on the map on a day, and how that is known; nothing is placed by guessing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from bioclustergraph.describe.asking import Asker
from bioclustergraph.pages.kept.borders import Borders, project
from bioclustergraph.pages.kept.ranks import alphabetically
from bioclustergraph.relations.bounds import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bioclustergraph.describe import Ref
    from bioclustergraph.describe.asking import Row
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.kept.borders import Area, Edition, Point
    from bioclustergraph.relations.bounds import Certainty

How = Literal["coordinates", "county", "municipality", "within"]

_PARTS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_EAST, _NORTH = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place is drawn, and why there.

    Attributes:
        point: on the map.
        how: from coordinates in the data, from the border of the county or municipality of that
            name, or where the place that it lies within is.
        edition: the borders, if it is from them.
        of_the_day: whether those are the borders of the day.
        area: the county or municipality.
        within: the place it lies within, if that is why; the edition is then that place's.
    """

    point: Point
    how: How
    edition: Edition | None = None
    of_the_day: bool = True
    area: Area | None = None
    within: Ref | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """Something at a place.

    Attributes:
        relation: the IRI of the relation that says so.
        thing: what is there.
        role: in which way.
        standing: how it stands on the day; ``certain`` if none is asked about.
    """

    relation: str
    thing: Ref
    role: Ref | None
    standing: Certainty


@dataclass(frozen=True, slots=True)
class Placed:
    """One place on a day.

    Attributes:
        ref: the place.
        position: where it is on the map; ``None`` if that is not known.
        presences: what is there, the certain first.
    """

    ref: Ref
    position: Position | None
    presences: tuple[Presence, ...]

    @property
    def certain(self) -> bool:
        """Whether anything is certainly there."""
        return any(it.standing == "certain" for it in self.presences)


def places(held: Holdings, borders: Borders, day: str | None) -> tuple[Placed, ...]:
    """Give every place, by name.

    Args:
        held: what is asked.
        borders: those at hand.
        day: the day, ``YYYY-MM-DD``; ``None`` for any time.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    asker = Asker(held.store, held.project)
    refs: dict[str, Ref] = {}
    known: dict[str, Position] = {}
    for row in asker.rows("map-places", {}):
        if (ref := row.ref("place")) is not None and ref.iri not in known:
            refs[ref.iri] = ref
            position = _by_coordinates(row) or _by_borders(ref, borders, day)
            if position is not None:
                known[ref.iri] = position
    _let_in(known, refs, dict(_outer(asker, day)))
    there = _presences(asker, day)
    return tuple(
        Placed(ref, known.get(ref.iri), tuple(there.get(ref.iri, ())))
        for ref in sorted(refs.values(), key=lambda ref: (alphabetically(ref.label.nb), ref.iri))
    )


def _by_coordinates(row: Row) -> Position | None:
    try:
        latitude, longitude = float(row.text("latitude") or ""), float(row.text("longitude") or "")
    except ValueError:
        return None
    if not (abs(latitude) <= _NORTH and abs(longitude) <= _EAST):
        return None
    return Position(project(longitude, latitude), "coordinates")


def _by_borders(ref: Ref, borders: Borders, day: str | None) -> Position | None:
    """Find the county or the municipality with the name of the place.

    A municipality is taken from the borders nearest to the day, because the town it is named after
    is older than the border; a county only from those of the day.
    """
    names = {ref.label.nb, ref.label.en}
    towns = borders.nearest("municipality", day)
    if towns is not None and (area := towns.named(*names)) is not None:
        exact = day is None or towns.holds_on(day)
        return Position(area.inside, "municipality", towns, exact, area)
    editions = borders.of("county")[::-1] if day is None else (borders.on("county", day),)
    for edition in editions:
        if edition is not None and (area := edition.named(*names)) is not None:
            return Position(area.inside, "county", edition, of_the_day=True, area=area)
    return None


def _let_in(known: dict[str, Position], refs: Mapping[str, Ref], outer: Mapping[str, str]) -> None:
    """Put a place where the place is that it lies within, if only that is known.

    A county is too large for that: what lies in it may be anywhere.
    """
    for place in refs:
        passed, at = {place}, place
        while at not in known and (at := outer.get(at, "")) and at not in passed:
            passed.add(at)
        around = known.get(at)
        if at != place and around is not None and around.how != "county" and at in refs:
            known[place] = Position(
                around.point, "within", around.edition, around.of_the_day, around.area, refs[at]
            )


def _outer(asker: Asker, day: str | None) -> Iterator[tuple[str, str]]:
    for row in asker.rows("map-containments", {}):
        place, within = row.iri("place"), row.iri("within")
        if place is not None and within is not None and _standing(row, day) is not None:
            yield place, within


def _presences(asker: Asker, day: str | None) -> Mapping[str, list[Presence]]:
    found: defaultdict[str, list[Presence]] = defaultdict(list)
    for row in asker.rows("map-presences", {}, label="thing role"):
        standing, place, thing = _standing(row, day), row.iri("place"), row.ref("thing")
        if standing is not None and place is not None and thing is not None:
            relation = row.iri("relation") or ""
            found[place].append(Presence(relation, thing, row.ref("role"), standing))
    for every in found.values():
        every.sort(key=lambda it: (it.standing, alphabetically(it.thing.label.nb), it.relation))
    return found


def _standing(row: Row, day: str | None) -> Certainty | None:
    return "certain" if day is None else Bounds.of(*(row.text(part) for part in _PARTS)).at(day)
