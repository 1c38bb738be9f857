"""The map: points where they can be known and nowhere else, and a list that has all of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from bioclustergraph.errors import ServeError
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages import Site
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.pages.kept import borders
from bioclustergraph.pages.maps.placing import places
from bioclustergraph.release import assemble
from bioclustergraph.site.asking import request_for
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.conftest import Serve
    from tests.web.conftest import Axe, Setting, Shot

    from bioclustergraph.pages.maps.placing import Placed
    from bioclustergraph.project import Project

pytest.importorskip("shapely", reason="borders need shapely: pip install -e '.[maps]'")


def area(name: str, west: float, south: float, *, key: str) -> dict[str, Any]:
    east, north = west + 2, south + 1
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [corners]}
    return {"type": "Feature", "properties": {key: name}, "geometry": geometry}


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Borders as they are in no year: squares, two editions of counties, one of others."""
    folder = tmp_path_factory.mktemp("borders")
    files = {
        "fylker-2018.geojson": [
            area("Hedmark", 10, 61, key="navn"),
            area("Oppland", 8, 61, key="navn"),
        ],
        "fylker-2020.geojson": [area("Innlandet", 10, 61, key="navn")],
        "kommuner-2020.geojson": [
            area("Tromsø", 18, 69, key="name"),
            area("Hamar", 10, 61, key="name"),
            area("Våler", 10, 59, key="name"),
            area("Våler", 12, 60, key="name"),
        ],
        "readme.txt": [],
    }
    for name, features in files.items():
        said = {"type": "FeatureCollection", "features": features}
        (folder / name).write_text(json.dumps(said), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


def by_key(placed: tuple[Placed, ...]) -> dict[str, Placed]:
    return {place.ref.iri.rpartition("/")[2]: place for place in placed}


def test_an_edition_holds_until_the_next(directory: Path) -> None:
    read = borders.read(directory)
    assert [(it.level, it.since, it.until) for it in read.editions] == [
        ("county", 2018, 2020),
        ("county", 2020, None),
        ("municipality", 2020, None),
    ]
    assert read.on("county", "2017-12-31") is None
    on = read.on("county", "2019-12-31")
    assert on is not None
    assert on.since == 2018
    latest = read.on("county", None)
    assert latest is not None
    assert latest.since == 2020


def test_a_name_that_two_areas_have_places_nothing(directory: Path) -> None:
    towns = borders.read(directory).on("municipality", None)
    assert towns is not None
    assert towns.named("Våler") is None
    assert towns.named("tromso") is not None


def test_neighbours_still_share_their_border(directory: Path) -> None:
    hedmark, oppland = (corners(it.outline) for it in borders.read(directory).of("county")[0].areas)
    assert len(hedmark & oppland) == 2, "the corners between two squares"


def corners(outline: str) -> set[tuple[int, int]]:
    """Read path data of the form M x y l dx dy … z."""
    numbers = [int(number) for number in re.findall(r"-?[0-9]+", outline)]
    x = y = 0
    found = set()
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.add((x, y))
    return found


def test_a_town_is_placed_by_its_municipality_and_a_county_only_on_its_days(
    store: EmbeddedStore, project: Project, directory: Path
) -> None:
    held = Holdings(store, project, borders=borders.read(directory))
    then = by_key(places(held, held.borders, "2019-06-30"))
    now = by_key(places(held, held.borders, "2021-06-30"))
    assert then["hedmark"].position is not None
    assert then["hedmark"].position.how == "county"
    assert now["hedmark"].position is None, "Hedmark was no county in 2021"
    assert then["tromsoe"].position is not None
    assert not then["tromsoe"].position.of_the_day, "the border is of 2020, and that is said"
    assert now["tromsoe"].position is not None
    assert now["tromsoe"].position.of_the_day
    assert now["the-edge"].position is not None
    assert now["the-edge"].position.how == "within"
    assert now["the-edge"].position.point == now["tromsoe"].position.point
    for nowhere in ("finland", "norge", "nord-norge", "gardermoen", "biohuset"):
        assert now[nowhere].position is None


def test_without_borders_only_coordinates_in_the_data_place_a_point(
    store: EmbeddedStore, project: Project
) -> None:
    bare = by_key(places(Holdings(store, project), borders.Borders(), None))
    assert not [key for key, place in bare.items() if place.position is not None]
    hamar, wgs84 = ox.NamedNode(f"{BASE}id/place/hamar"), "http://www.w3.org/2003/01/geo/wgs84_pos#"
    degrees = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    more = [
        ox.Quad(hamar, ox.NamedNode(f"{wgs84}{name}"), ox.Literal(value, datatype=degrees))
        for name, value in (("lat", "60.79"), ("long", "11.07"))
    ]
    held = Holdings(EmbeddedStore.of([*store.quads(), *more]), project)
    with_one = by_key(places(held, borders.Borders(), None))
    assert with_one["hamar"].position is not None
    assert with_one["hamar"].position.how == "coordinates"
    page = bytes(Site(held).respond(request_for("/map?lang=en")).body).decode()
    assert page.count('class="mark"') == 1
    assert "Coordinates in the data." in page
    assert "No borders are at hand" in page


@pytest.mark.parametrize("day", [None, "2016-06-30", "2021-06-30", "2024-05-13"])
def test_the_list_has_all_that_sparql_finds(
    store: EmbeddedStore, project: Project, directory: Path, day: str | None
) -> None:
    held = Holdings(store, project, borders=borders.read(directory))
    when = (
        ""
        if day is None
        else f"""
        OPTIONAL {{ ?r bcg:startEarliest ?a }} OPTIONAL {{ ?r bcg:endLatest ?b }}
        FILTER(!BOUND(?a) || ?a <= "{day}"^^xsd:date)
        FILTER(!BOUND(?b) || "{day}"^^xsd:date < ?b)"""
    )
    answer = store.query(f"""
        PREFIX bcg: <{BASE}ns/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT DISTINCT ?r ?place ?thing WHERE {{
          {{ ?r bcg:atPlace ?place ; bcg:hasLocatedThing ?thing }}
          UNION {{ ?r bcg:tookPlaceAt ?place ; bcg:hasOccurringEvent ?thing }} {when} }}""")
    assert isinstance(answer, ox.QuerySolutions)
    asked = {tuple(getattr(term, "value", "") for term in row) for row in answer}
    listed = {
        (it.relation, place.ref.iri, it.thing.iri)
        for place in places(held, held.borders, day)
        for it in place.presences
    }
    assert listed == asked
    page = bytes(Site(held).respond(request_for("/map" + (f"?at={day}" if day else ""))).body)
    assert all(place.encode().rpartition(b"/")[2] in page for _, place, _ in asked)


@pytest.mark.parametrize(
    ("name", "text"),
    [("fylker-2024.geojson", "{"), ("fylker-2024.geojson", '{"features": [{}]}'), ("x.txt", "")],
)
def test_borders_that_cannot_be_read_are_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ServeError) as raised:
        borders.read(tmp_path)
    assert raised.value.path in {tmp_path, tmp_path / name}
    assert raised.value.hint is not None


def test_whose_the_borders_are_can_be_said(tmp_path: Path, directory: Path) -> None:
    assert borders.read(directory).credit.en == "Borders: Kartverket, CC BY 4.0, simplified"
    for path in directory.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ATTRIBUTION.txt").write_text("Somebody, CC0\n", encoding="utf-8")
    assert borders.read(tmp_path).credit.nb == "Grenser: Somebody, CC0, forenklet"


# --- in a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(root: Path, directory: Path) -> Path:
    """The borders of the mapping authority where they are at hand, else squares."""
    found = root.parent / "shared" / "reference" / "geo"
    return found if found.is_dir() else directory


@pytest.fixture(scope="module")
def site(serve: Serve, release_directory: Path, real: Path) -> Iterator[str]:
    """A server that was told where the borders are."""
    with serve("--release", release_directory, "--borders", real) as served:
        yield served.url


@pytest.mark.parametrize("day", ["", "?at=2021-06-30", "?at=2024-05-13"])
def test_the_map_and_its_list_say_the_same(page: Page, shot: Shot, axe: Axe, day: str) -> None:
    page.goto(f"/map{day}")
    shot(page, f"map{day.replace('?at=', '-')}")
    axe(page)
    marks = page.locator("svg a.mark")
    assert marks.count() == 2
    assert "Kartverket" in page.locator("figcaption").inner_text()
    target = marks.last.get_attribute("href") or ""
    marks.last.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{re.escape(target)}$"))
    assert page.locator(target.replace(":", r"\:")).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_day_is_kept_by_the_form_and_by_links(page: Page) -> None:
    page.goto("/map")
    page.locator("#at").fill("2021-06-30")
    page.locator("form.parameters").get_by_role("button").click()
    expect(page).to_have_url(re.compile("at=2021-06-30"))
    page.locator(".places a[href*='/doc/place/']").first.click()
    expect(page).to_have_url(re.compile("at=2021-06-30"))


def test_it_zooms_by_buttons_and_moves_by_keys(page: Page, setting: Setting) -> None:
    page.goto("/map")
    tools = page.locator(".map .tools button")
    if not setting.script:
        assert tools.count() == 0
        return
    if tools.count() == 0:
        pytest.skip("web/src/map.ts has not been built: run `make web`")
    svg = page.locator("figure.map > svg")
    whole = svg.get_attribute("viewBox")
    tools.first.click()
    near = svg.get_attribute("viewBox")
    assert near != whole
    page.keyboard.press("ArrowDown")
    assert svg.get_attribute("viewBox") != near
    tools.last.click()
    assert svg.get_attribute("viewBox") == whole


def test_no_page_of_the_map_is_heavy(browser: Browser, site: str) -> None:
    context = browser.new_context()
    for day in ("", "?at=2021-06-30", "?at=2024-05-13"):
        response = context.request.get(f"{site}/map{day}", headers={"Accept-Encoding": "identity"})
        assert response.ok
        assert len(response.body()) < 100_000
    context.close()
