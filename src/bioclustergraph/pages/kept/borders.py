"""Borders of counties and municipalities, from GeoJSON files that whoever runs the site has.

None is ours to pass on, so none is in the package. A file is named by what it holds and the year
from which that was so: ``fylker-2020*.geojson``, ``kommuner-2024*.geojson`` (RFC 7946: WGS 84).
They are simplified when they are read, so that neighbours still share their border.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from bioclustergraph.errors import ServeError, Text
from bioclustergraph.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy import ndarray

Level = Literal["county", "municipality"]

Point = tuple[float, float]
"""A place on the map, in kilometres east and south of its middle."""

_FILES: Final[dict[str, Level]] = {
    "fylke": "county",
    "county": "county",
    "counties": "county",
    "kommune": "municipality",
    "municipalit": "municipality",
}
_YEAR: Final = re.compile(r"(?<![0-9])(1[89][0-9]{2}|2[01][0-9]{2})(?![0-9])")
_NAMES: Final = ("fylkesnavn", "kommunenavn", "navn", "name")

CREDIT: Final = "ATTRIBUTION.txt"
"""A file beside the borders that says whose they are, if it is not the mapping authority's."""

_KARTVERKET: Final = Text(
    "Grenser: Kartverket, CC BY 4.0, forenklet", "Borders: Kartverket, CC BY 4.0, simplified"
)

# Equidistant conic, with the two parallels in the south and in the north of the mainland.
_RADIUS: Final = 6371.0
_SOUTH, _NORTH, _MIDDLE, _MERIDIAN = (math.radians(angle) for angle in (60, 69, 65, 16))
_CONE: Final = (math.cos(_SOUTH) - math.cos(_NORTH)) / (_NORTH - _SOUTH)
_APEX: Final = math.cos(_SOUTH) / _CONE + _SOUTH

_TOLERANCE: Final[dict[Level, float]] = {"county": 3.0, "municipality": 3.0}
"""How small what is left out may be, in kilometres: about a pixel."""

_SPECK: Final = 12.0
"""The smallest island that is drawn, in square kilometres."""


def project(longitude: float, latitude: float) -> Point:
    """Put a point of the globe on the map (equidistant conic projection, a sphere).

    >>> [round(value) for value in project(16, 65)]
    [0, 0]
    """
    turned = _CONE * (math.radians(longitude) - _MERIDIAN)
    out = _APEX - math.radians(latitude)
    return (
        _RADIUS * out * math.sin(turned),
        _RADIUS * (out * math.cos(turned) - (_APEX - _MIDDLE)),
    )


@dataclass(frozen=True, slots=True)
class Area:
    """One county or municipality.

    Attributes:
        name: its name, in all its languages.
        outline: its border as path data of SVG.
        inside: a point within it (not a town, and not a middle of anything).
    """

    name: str
    outline: str
    inside: Point

    @property
    def names(self) -> frozenset[str]:
        """Each of its names, folded: «Troms – Romsa – Tromssa» has three."""
        parts = re.split(r"\s+[-–/]\s+|/", self.name)
        return frozenset(fold(part) for part in (*parts, self.name) if fold(part))


@dataclass(frozen=True, slots=True)
class Edition:
    """The borders of one level as they were from a year on.

    Attributes:
        level: counties or municipalities.
        since: the first year.
        until: the first year of the next edition at hand; ``None`` for the latest.
        areas: in the order of the file.
    """

    level: Level
    since: int
    until: int | None
    areas: tuple[Area, ...]

    def holds_on(self, day: str) -> bool:
        """Say whether it is the edition of a day."""
        year = int(day[:4])
        return self.since <= year and (self.until is None or year < self.until)

    def named(self, *names: str) -> Area | None:
        """Find the one area with one of these names; none where two have it."""
        wanted = {fold(name) for name in names}
        found = [area for area in self.areas if wanted & area.names]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Borders:
    """All editions at hand.

    Attributes:
        editions: by level and year.
        credit: whose they are and under which licence.
    """

    editions: tuple[Edition, ...] = ()
    credit: Text = _KARTVERKET

    def of(self, level: Level) -> tuple[Edition, ...]:
        """Give the editions of a level, the oldest first."""
        return tuple(edition for edition in self.editions if edition.level == level)

    def on(self, level: Level, day: str | None) -> Edition | None:
        """Give the edition of a day, or the latest if none is named; ``None`` if none is there."""
        every = self.of(level)
        if day is None:
            return every[-1] if every else None
        return next((edition for edition in every if edition.holds_on(day)), None)

    def nearest(self, level: Level, day: str | None) -> Edition | None:
        """Give the edition of a day, or the first after it."""
        return self.on(level, day) or next(iter(self.of(level)), None)


def read(directory: Path) -> Borders:
    """Read and simplify all borders in a directory.

    Args:
        directory: holds ``fylker-<year>….geojson`` and ``kommuner-<year>….geojson``; other
            files are passed over.

    Raises:
        ServeError: it has none, one cannot be read, or the library for them is not installed.
    """
    try:
        import shapely  # noqa: F401 - to say at once what is missing
    except ModuleNotFoundError as error:
        raise ServeError(
            Text("Grenser på kartet trenger «shapely».", "Borders on the map need “shapely”."),
            hint=Text(
                "Installer tillegget: pip install 'bioclustergraph[maps]'.",
                "Install the extra: pip install 'bioclustergraph[maps]'.",
            ),
        ) from error
    files = sorted(_named(directory))
    if not files:
        raise ServeError(
            Text("Det er ingen grenser i mappen.", "There are no borders in the directory."),
            path=directory,
            hint=Text(
                "Legg filer som fylker-2024.geojson og kommuner-2024.geojson i den.",
                "Put files like fylker-2024.geojson and kommuner-2024.geojson there.",
            ),
        )
    editions = []
    for at, (level, since, path) in enumerate(files):
        later = [year for other, year, _ in files[at + 1 :] if other == level and year > since]
        areas = tuple(_areas(path, level))
        editions.append(Edition(level, since, later[0] if later else None, areas))
    return Borders(tuple(editions), _credit(directory))


def _named(directory: Path) -> Iterator[tuple[Level, int, Path]]:
    try:
        paths = [path for path in directory.iterdir() if path.suffix in {".geojson", ".json"}]
    except OSError as error:
        raise ServeError(
            Text("Får ikke lest mappen med grenser.", "Cannot read the directory of borders."),
            path=directory,
        ) from error
    for path in paths:
        level = next((it for word, it in _FILES.items() if word in path.name.lower()), None)
        year = _YEAR.search(path.name)
        if level is not None and year is not None:
            yield level, int(year[1]), path


def _areas(path: Path, level: Level) -> Iterator[Area]:
    import shapely

    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        names = [_name(feature["properties"]) for feature in features]
        shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise ServeError(
            Text("Filen er ikke GeoJSON med grenser.", "The file is not GeoJSON with borders."),
            path=path,
            hint=Text(
                "Den skal være en FeatureCollection av flater med navn (RFC 7946).",
                "It has to be a FeatureCollection of areas with names (RFC 7946).",
            ),
        ) from error
    flat = shapely.transform(shapes, _all_projected)
    drawn = shapely.coverage_simplify(flat, _TOLERANCE[level])
    inside = shapely.point_on_surface(flat)
    for name, shape, point in zip(names, drawn, inside, strict=True):
        yield Area(name, _outline(shape), (round(point.x, 1), round(point.y, 1)))


def _all_projected(points: ndarray[Any, Any]) -> ndarray[Any, Any]:
    import numpy as np

    return np.array([project(longitude, latitude) for longitude, latitude in points])


def _name(properties: dict[str, Any]) -> str:
    return str(next(properties[key] for key in _NAMES if properties.get(key)))


def _outline(shape: Any) -> str:  # noqa: ANN401 - shapely has no types
    """Write an area as path data, in whole kilometres, without islands that would not be seen."""
    polygons = [part for part in getattr(shape, "geoms", (shape,)) if not part.is_empty]
    largest = max(polygons, key=lambda part: part.area, default=None)
    return "".join(
        _ring(ring.coords)
        for part in polygons
        if part is largest or part.area >= _SPECK
        for ring in (part.exterior, *part.interiors)
    )


def _ring(points: Iterable[tuple[float, ...]]) -> str:
    steps: list[str] = []
    last = (0, 0)
    for longitude, latitude, *_ in points:
        here = round(longitude), round(latitude)
        step = here[0] - last[0], here[1] - last[1]
        if step != (0, 0) or not steps:
            steps.append(f"{step[0]} {step[1]}")
        last = here
    # After the first pair of `m`, more pairs are lines, each from where the last one ended.
    return f"M{steps[0]}l{' '.join(steps[1:])}z".replace(" -", "-") if steps[1:] else ""


def _credit(directory: Path) -> Text:
    try:
        said = (directory / CREDIT).read_text(encoding="utf-8").strip()
    except OSError:
        return _KARTVERKET
    return Text(f"Grenser: {said}, forenklet", f"Borders: {said}, simplified")
