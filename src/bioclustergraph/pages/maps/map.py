"""The map of places on a day: drawn by the server, with a list beside it that has everything."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.addresses import asking, document, safe
from bioclustergraph.pages.frame.days import beside, day_of
from bioclustergraph.pages.frame.rendering import speech
from bioclustergraph.pages.maps.placing import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.pages.frame.rendering import Speech
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.kept.borders import Point
    from bioclustergraph.pages.maps.placing import Placed, Position

PATH: Final = "/map"

LEFT, TOP, WIDTH, HEIGHT = -660, -750, 1270, 1530
"""What of the plane is shown: the mainland of Norway and some sea, in kilometres."""

_LETTER: Final = 28.0
"""How wide a letter of a label is drawn on a phone, about, in kilometres."""
_LINE: Final = 56.0
_GAP: Final = 12.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of the map: the places that are drawn there.

    Attributes:
        x: kilometres east of the middle.
        y: kilometres south of it.
        radius: by how much is there.
        places: the places.
        label: what they are called, if there is room for it.
        anchor: on which side of the point the label begins (``start``, ``end``).
        reach: how far from the point.
        certain: whether anything is certainly there.
    """

    x: float
    y: float
    radius: float
    places: tuple[Placed, ...]
    label: Text | None
    anchor: str
    reach: float
    certain: bool

    @property
    def amount(self) -> int:
        """How many things are there, each once."""
        return len({it.thing.iri for place in self.places for it in place.presences})


@dataclass(frozen=True)
class Map:
    """Places on a day."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show the map and the list.

        Raises:
            Problem: the day is none.
        """
        day = day_of(request.query_params.get("at", ""))
        borders = self.held.borders
        talk = speech(request)
        every = places(self.held, borders, day)
        held = [place for place in every if place.presences]
        shown = [place for place in held if place.position is not None and _is_on(place.position)]
        marks = marked(shown, talk)
        counties, towns = borders.on("county", day), borders.on("municipality", day)

        def at(day: str | None) -> str:
            return talk.path(safe(asking(PATH, at=day)))

        return self.held.renderer.page(
            request,
            "map.html",
            day=day,
            box=f"{LEFT} {TOP} {WIDTH} {HEIGHT}",
            counties=counties,
            towns=towns,
            # Without borders of the day the land alone is drawn, from those nearest to it.
            land=None if counties is not None else borders.nearest("county", day),
            credit=borders.credit if borders.editions else None,
            areas=_areas(shown),
            marks=marks,
            groups=[
                (Text("På kartet", "On the map"), "on", shown),
                (
                    Text("Uten kjent punkt", "Without a known point"),
                    "off",
                    [place for place in held if place not in shown],
                ),
            ],
            rest=[place for place in every if not place.presences],
            how=_how,
            at=at,
            beside=beside(day),
            to=_keeping(talk, day),
        )


def marked(shown: Iterable[Placed], talk: Speech) -> list[Mark]:
    """Put places that are drawn at one point together, and label those with room for it.

    Those with most things come first, and so get their label; a county is an area and no point.
    """
    at: defaultdict[Point, list[Placed]] = defaultdict(list)
    for place in shown:
        if place.position is not None:
            at[place.position.point].append(place)
    marks = []
    boxes: list[tuple[float, float, float, float]] = []
    order = sorted(at.items(), key=lambda it: -sum(len(place.presences) for place in it[1]))
    points = [(x, y) for (x, y), _ in order]
    for (x, y), those in order:
        amount = len({it.thing.iri for place in those for it in place.presences})
        radius = 10 + 5 * sqrt(amount)
        those.sort(key=lambda place: place.position is not None and place.position.how == "within")
        more = f" +{len(those) - 1}" if len(those) > 1 else ""
        label = those[0].ref.label
        text = Text(f"{label.nb}{more}", f"{label.en}{more}")
        reach = radius + _GAP
        length = _LETTER * len(talk.say(text))
        chosen = None
        for anchor in ("start", "end"):
            left = x + reach if anchor == "start" else x - reach - length
            box = (left, y - _LINE / 2, left + length, y + _LINE / 2)
            if _fits(box, boxes, [point for point in points if point != (x, y)]):
                chosen = anchor
                boxes.append(box)
                break
        certain = any(place.certain for place in those)
        said = text if chosen else None
        marks.append(Mark(x, y, radius, tuple(those), said, chosen or "", reach, certain))
    return marks


def _fits(
    box: tuple[float, float, float, float],
    taken: Iterable[tuple[float, float, float, float]],
    points: Iterable[Point],
) -> bool:
    left, top, right, bottom = box
    if left < LEFT or right > LEFT + WIDTH:
        return False
    if any(left < x < right and top < y < bottom for x, y in points):
        return False
    return not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in taken
    )


def _is_on(position: Position) -> bool:
    x, y = position.point
    return LEFT <= x <= LEFT + WIDTH and TOP <= y <= TOP + HEIGHT


def _areas(shown: Iterable[Placed]) -> list[str]:
    """Give the outlines of the counties that are places here themselves."""
    return [
        place.position.area.outline
        for place in shown
        if place.position is not None
        and place.position.how == "county"
        and place.position.area is not None
    ]


def _how(place: Placed) -> Text | None:
    """Say how it is known where a place is; ``None`` if it is not."""
    position = place.position
    if position is None:
        return None
    if not _is_on(position):
        return Text("Utenfor kartet.", "Outside the map.")
    if position.how == "coordinates":
        return Text("Koordinater i dataene.", "Coordinates in the data.")
    since = position.edition.since if position.edition is not None else ""
    day_nb = "" if position.of_the_day else ", som ikke er av denne dagen"
    day_en = "" if position.of_the_day else ", which are not of this day"
    if position.how == "within" and position.within is not None:
        return Text(
            f"Punktet til {position.within.label.nb}, som det ligger i.",
            f"The point of {position.within.label.en}, which it lies in.",
        )
    if position.how == "county":
        return Text(
            f"Et punkt i fylket med samme navn, etter grensene fra {since}{day_nb}.",
            f"A point in the county of the same name, by the borders of {since}{day_en}.",
        )
    return Text(
        f"Et punkt i kommunen med samme navn, etter grensene fra {since}{day_nb}.",
        f"A point in the municipality of the same name, by the borders of {since}{day_en}.",
    )


def _keeping(talk: Speech, day: str | None) -> Callable[[str], str | None]:
    """Give what makes links, so that whoever has chosen a day stays on it."""

    def to(iri: str) -> str | None:
        if day is None:
            return talk.href(iri)
        return talk.path(safe(asking(document(iri), at=day)))

    return to
