"""The pages of networks: what is drawn, what is in the table, and what is answered are the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect
from tests.web.conftest import setting_of

from bioclustergraph import networks, relations, release
from bioclustergraph.pages import Holdings, Site
from bioclustergraph.pages.frame import bundles
from bioclustergraph.pages.frame.addresses import document, safe
from bioclustergraph.pages.networks.page import PAGE
from bioclustergraph.pictures import looks
from bioclustergraph.site.asking import ask, request_for
from bioclustergraph.site.contents import Contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Route
    from tests.web.conftest import Axe, Shot, Visitor

    from bioclustergraph.networks import Network
    from bioclustergraph.project import Project
    from bioclustergraph.relations import Ties
    from bioclustergraph.store.base import Store

YEARS: Final = ("1999", "2004", "2012", "2016", "2018", "2019", "2020", "2021", "2022", "2024")
VIEWS: Final = ("membership", "overview", "co-membership", "joint-events")

BASE: Final = "https://w3id.org/bioclustergraph/"


@pytest.fixture(scope="module")
def store(release_directory: Path) -> Store:
    """What the site shows."""
    found = release.current(release_directory)
    assert found is not None
    return found.open_store()


@pytest.fixture(scope="module")
def pages(store: Store, project: Project) -> Site:
    """The site, without a server."""
    return Site(Holdings(store, project))


@pytest.fixture(scope="module")
def answered(store: Store, project: Project) -> Callable[[str, str], Network]:
    """Answers what a view is at a year."""
    known: dict[str, Ties] = {}

    def answer(view: str, at: str) -> Network:
        if view not in known:
            known[view] = relations.ties(store, project, relations.named(project, view))
        day = dt.date(int(at), 12, 31) if at else None
        return networks.made(known[view], networks.Selection(at=day))

    return answer


def ready(page: Page, address: str) -> None:
    """Open a network and wait until it is drawn."""
    page.goto(address)
    page.wait_for_selector("#net[data-ready='1']")


def drawn(page: Page) -> dict[str, list[str]]:
    """What Sigma draws, by the keys of the JSON."""
    found: dict[str, list[str]] = page.evaluate(
        "() => document.getElementById('net').network.drawn()"
    )
    return found


def cells(page: Page) -> list[list[str]]:
    """The links of each row of the table, cell by cell, as paths without day and language."""
    found: list[list[list[str]]] = page.eval_on_selector_all(
        "#net-rows tr",
        "rows => rows.map(r => [...r.cells].map(c => [...c.querySelectorAll('a')].map(a => a.pathname)))",  # noqa: E501 - one expression
    )
    return [[" ".join(sorted(cell)) for cell in row] for row in found]


def rows_of(network: Network) -> list[list[str]]:
    """What the table is to hold, in the same form."""

    def path(iri: str) -> str:
        return safe(document(iri))

    found = []
    for edge in network.edges:
        if network.directed:
            documents = " ".join(sorted(path(source.document) for source in edge.sources))
            found.append(
                [path(edge.source), path(edge.relations[0]), path(edge.target), "", documents]
            )
        else:
            shared = " ".join(sorted(map(path, edge.via)))
            found.append([path(edge.source), path(edge.target), shared, ""])
    return found


def test_what_is_drawn_is_what_is_in_the_table_is_what_is_answered(
    visitor: Visitor, answered: Callable[[str, str], Network]
) -> None:
    """For ten years and all of them, with one load of the page: the slider asks nothing more."""
    with_script, without = visitor(), visitor(script=False)
    asked: list[str] = []
    with_script.on("request", lambda request: asked.append(request.url))
    for view in VIEWS:
        ready(with_script, f"/network/{view}")
        keys = edges_by_key(with_script, view)
        for at in ("", *YEARS):
            if at:
                with_script.evaluate(SLIDE, at)
            network = answered(view, at)
            wanted = rows_of(network)
            assert len(drawn(with_script)["edges"]) == len(wanted), (view, at)
            assert sorted(keys[key] for key in drawn(with_script)["edges"]) == sorted(
                (edge.source, edge.target, edge.kind, safe(document(edge.relations[0])))
                if network.directed
                else (edge.source, edge.target, edge.kind)
                for edge in network.edges
            ), (view, at)
            assert len(drawn(with_script)["nodes"]) == len(network.nodes), (view, at)
            while with_script.is_visible("#net-more button"):
                with_script.click("#net-more button")
            assert cells(with_script) == wanted, (view, at)
            without.goto(f"/network/{view}" + (f"?at={at}" if at else ""))
            assert cells(without) == wanted[:PAGE], (view, at)
            said = without.inner_text("#net-summary")
            assert said == with_script.inner_text("#net-summary")
        # The page, what its script fetches, and what this test did.
        assert sum(f"/network/{view}" in url for url in asked) == 3


SLIDE: Final = """year => {
  const range = document.getElementById('net-range');
  range.value = year;
  range.dispatchEvent(new Event('input', {bubbles: true}));
  range.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def edges_by_key(page: Page, view: str) -> dict[str, tuple[str, ...]]:
    """What each key of the JSON stands for."""
    whole: dict[str, Any] = page.evaluate(
        f"async () => (await fetch('/network/{view}.json')).json()"
    )
    found: dict[str, tuple[str, ...]] = {}
    for edge in whole["edges"]:
        about = edge["attributes"]
        ends = f"{BASE}id/{edge['source']}", f"{BASE}id/{edge['target']}"
        relation = (about["href"],) if "href" in about else ()
        found[edge["key"]] = (*ends, f"{BASE}ns/{about['kind']}", *relation)
    return found


def test_the_page_in_every_setting(page: Page, shot: Shot, axe: Axe) -> None:
    """It reads well, nothing of it bars anybody, and it is small."""
    for name, address in (
        ("networks", "/network"),
        ("network-membership-2021", "/network/membership?at=2021"),
        ("network-overview", "/network/overview"),
        ("network-joint-events-2018", "/network/joint-events?at=2018"),
    ):
        answer = page.goto(address)
        assert answer is not None
        assert len(answer.body()) < 100_000
        if setting_of(page).script and name != "networks":
            page.wait_for_selector("#net[data-ready='1']")
        shot(page, name)
        axe(page)


def test_a_link_restores_what_was_chosen(visitor: Visitor) -> None:
    """With a script and without, and the browser's own way back goes one choice back."""
    address = "/network/overview?at=2020&kinds=Cluster,Organisation,Membership&certain=1"
    plain = visitor(script=False)
    plain.goto(address)
    page = visitor()
    ready(page, address)
    for it in (plain, page):
        assert it.is_checked("input[name=certain]")
        assert it.is_checked("input[value=Membership]")
        assert not it.is_checked("input[value=Facilitation]")
    assert page.input_value("#net-range") == plain.input_value("#net-at") == "2020"
    assert cells(page) == cells(plain)
    page.uncheck("input[name=certain]")
    page.wait_for_url(lambda url: "certain" not in url)
    more = cells(page)
    assert len(more) > len(cells(plain))
    page.goto(page.url)
    page.wait_for_selector("#net[data-ready='1']")
    assert cells(page) == more
    page.go_back()
    page.wait_for_selector("#net[data-ready='1']")
    assert page.is_checked("input[name=certain]")
    assert cells(page) == cells(plain)


def test_around_one_thing(visitor: Visitor, answered: Callable[[str, str], Network]) -> None:
    """By name, with a script and without; every row has it, and none is left out."""
    of = f"{BASE}id/cluster/biotech-north"
    wanted = [e for e in answered("overview", "2021").edges if of in {e.source, e.target}]
    plain = visitor(script=False)
    plain.goto("/network/overview?at=2021")
    plain.fill("#net-of", "biotech north")
    plain.click("#net-submit")
    page = visitor()
    ready(page, "/network/overview?at=2021")
    page.fill("#net-of", "biotech north")
    page.keyboard.press("Enter")
    page.wait_for_url("**of=cluster/biotech-north*")
    assert len(cells(page)) == len(cells(plain)) == len(wanted) > 0
    assert "Biotech North" in page.inner_text("#net-summary")
    page.click("#net-reset")
    page.wait_for_url("**/network/overview")


WIDTH = """
() => {
  const { sigma, shown } = document.getElementById('net').network.picture;
  const at = [...shown.nodes]
    .map((key) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(key)));
  const { width, height } = sigma.getDimensions();
  const share = (all, whole) => (Math.max(...all) - Math.min(...all)) / whole;
  const inside = at.every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
  const [across, down] = [share(at.map(({ x }) => x), width), share(at.map(({ y }) => y), height)];
  return [inside, Math.max(across, down)];
}"""
"""Whether all that is shown is in the picture, and how much of it is filled, of its longer way."""


@pytest.mark.parametrize(
    "address",
    ["/network/everything?of=cluster/heidner-biocluster&at=2021", "/network/membership?at=2021"],
)
def test_what_is_shown_fills_the_picture(visitor: Visitor, address: str) -> None:
    page = visitor()
    ready(page, address)
    page.wait_for_timeout(500)  # the camera moves
    inside, share = page.evaluate(WIDTH)
    assert inside
    assert 0.5 < share < 1
    page.locator("#net-in").click()
    page.locator("#net-in").click()
    page.locator("#net-fit").click()
    page.wait_for_timeout(500)
    assert page.evaluate(WIDTH) == [True, pytest.approx(share, abs=0.02)]


def test_so_many_kinds_that_they_hide_the_picture_are_folded_away(visitor: Visitor) -> None:
    for script in (False, True):
        page = visitor(script=script)
        page.goto("/network/everything")
        box = page.locator("input[name=kinds][value=Membership]")
        assert not box.is_visible()
        page.locator(".net-legend summary").click()
        assert box.is_visible()
        page.goto("/network/overview")
        assert page.locator("input[name=kinds]").first.is_visible()
        # Whoever has chosen sees what.
        page.goto("/network/everything?kinds=Membership")
        assert box.is_checked()
        assert box.is_visible()


def test_by_keyboard_alone(visitor: Visitor) -> None:
    """Year, play, toggles, finding, pinning and the picture itself."""
    page = visitor(language="en")
    ready(page, "/network/membership?at=2020")
    page.focus("#net-range")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**at=2021*")
    assert "2021" in page.inner_text("#net-summary")
    page.focus("#net-find")
    page.keyboard.type("zooca")
    assert page.inner_text("#net-told") == "1 match"
    page.keyboard.press("Enter")
    assert "Calanus Zooca" in page.inner_text("#net-card")
    page.focus("#net-picture")
    for key in ("ArrowLeft", "+", "-", "0"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    assert page.is_hidden("#net-card")
    page.focus("input[value=Cluster]")
    page.keyboard.press("Space")
    page.wait_for_url("**kinds=*")
    assert page.is_visible("#net-none")  # members without clusters have no relations here
    page.focus("#net-play")
    page.keyboard.press("Enter")
    assert page.inner_text("#net-play") == "Stop"
    page.keyboard.press("Enter")
    assert page.inner_text("#net-play") == "Play"


def test_play_goes_through_the_years(visitor: Visitor) -> None:
    """One by one to the end, where it stops by itself."""
    page = visitor()
    page.clock.install()
    ready(page, "/network/overview?at=2019")
    page.click("#net-play")
    seen = []
    last = int(page.get_attribute("#net-range", "max") or 0)
    for _ in range(2020, last + 1):
        seen.append(page.inner_text("#net-said"))
        page.clock.run_for(1600)
    assert seen == [str(year) for year in range(2020, last + 1)]
    assert page.inner_text("#net-play") == "Spill av"


def test_hover_and_pin_with_the_mouse(visitor: Visitor, shot: Shot) -> None:
    """A click pins: its neighbours stand out, and its page is one click on."""
    page = visitor()
    ready(page, "/network/overview?at=2021")
    page.locator("#net-picture").scroll_into_view_if_needed()
    x, y = page.evaluate(
        """() => {
          const sigma = document.getElementById('net').network.picture.sigma;
          const at = sigma.framedGraphToViewport(sigma.getNodeDisplayData('cluster/biotech-north'));
          const box = document.getElementById('net-picture').getBoundingClientRect();
          return [box.x + at.x, box.y + at.y];
        }"""
    )
    page.mouse.move(x, y)
    page.wait_for_selector("#net-card h2")
    page.mouse.click(x, y)
    page.wait_for_selector("#net-card .net-acts")
    shot(page, "network-pinned")
    page.click("#net-card a")
    expect(page).to_have_url(re.compile(r"/doc/cluster/biotech-north\?at=2021-12-31"))


def test_the_picture_of_the_server_where_there_is_no_script(visitor: Visitor) -> None:
    """It loads, and is said in words too."""
    page = visitor(script=False)
    page.goto("/network/overview?at=2021")
    image = page.locator(".net-still img")
    assert image.get_attribute("alt")
    assert image.evaluate("it => it.complete && it.naturalWidth > 100")


def test_what_is_shown_can_be_taken_along(
    pages: Site, visitor: Visitor, answered: Callable[[str, str], Network]
) -> None:
    """Each file holds the edges of the table, and a link follows what is chosen."""
    edges = len(answered("membership", "2021").edges)
    gexf = bytes(ask(pages, "/network/membership.gexf?at=2021").body)
    assert len(ET.fromstring(gexf).findall(".//{*}edge")) == edges  # noqa: S314 - ours
    rows = list(
        csv.DictReader(
            io.StringIO(bytes(ask(pages, "/network/membership.csv?at=2021").body).decode())
        )
    )
    assert len(rows) == edges
    archive = zipfile.ZipFile(io.BytesIO(ask(pages, "/network/membership.csv.zip?at=2021").body))
    assert set(archive.namelist()) == {"nodes.csv", "edges.csv", "csv-metadata.json"}
    one = ask(pages, "/network/membership?format=graphml&at=2021&of=organisation/bryn-aarflot")
    assert one.headers["content-disposition"] == 'attachment; filename="membership-2021.graphml"'
    page = visitor()
    ready(page, "/network/membership")
    page.evaluate(SLIDE, "2021")
    with page.expect_download() as got:
        page.click("a[data-format=xlsx]")
    assert got.value.suggested_filename == "membership-2021.xlsx"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/network/nothing", 404),
        ("/network/membership?at=21", 400),
        ("/network/membership?at=2021-02-30", 400),
        ("/network/membership?of=nobody", 404),
        ("/network/membership.pdf", 400),
        ("/network/co-membership.svg", 413),
    ],
)
def test_what_cannot_be_answered_is_said(pages: Site, address: str, status: int) -> None:
    assert pages.respond(request_for(address)).status_code == status


def test_the_colours_of_signs_are_those_of_pictures() -> None:
    css = (bundles.DIRECTORY / "network.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    for palette, part in ((looks.FULL, light), (looks.ON_DARK, dark)):
        found = dict(re.findall(r"\.net-(\w+) \{ color: (#\w+); \}", part))
        assert found == palette


def test_the_still_site_has_it_too(pages: Site, release_directory: Path) -> None:
    """The page, its data with links of files, and what people take along."""
    current = release.current(release_directory)
    assert current is not None
    contents = Contents(pages, current)
    files = dict(contents.at("/network/facilitation"))
    assert {
        f"network/facilitation{suffix}"
        for suffix in (".html", ".en.html", ".json", ".en.json", ".svg", ".gexf", ".csv.zip")
    } <= files.keys()
    assert b"<form" not in files["network/facilitation.html"].partition(b"<main")[2]
    assert b'"href":"../doc/' in files["network/facilitation.json"]
    assert files["network/facilitation.json"].count(b".html") > 0


NODES: Final = 5000


def generated() -> dict[str, Any]:
    """A network of five thousand things with twice as many relations, over 25 years."""
    spells = [
        [f"{y}-01-01", f"{y}-12-31", f"{y + 6}-01-01", f"{y + 8}-01-01"] for y in range(1998, 2023)
    ]
    looks_ = {"light": "#0072b2", "dark": "#4da6e0"}
    nodes = [
        {
            "key": f"n/{n}",
            "attributes": {
                "label": f"Thing {n}",
                "kind": "Organisation",
                "href": None,
                "spells": [n % 25, (n * 7) % 25],
            },
        }
        for n in range(NODES)
    ]
    edges = [
        {
            "key": str(e),
            "source": f"n/{e % NODES}",
            "target": f"n/{(e * e + 7 * e + 1) % (50 if e % 3 else NODES)}",
            "undirected": False,
            "attributes": {
                "kind": "Membership",
                "when": "",
                "href": None,
                "spells": [e % 25],
                "documents": [],
            },
        }
        for e in range(2 * NODES)
    ]
    return {
        "options": {"type": "directed", "multi": True, "allowSelfLoops": True},
        "attributes": {
            "view": "membership",
            "title": "Generated",
            "release": None,
            "years": [1998, 2024],
            "things": {
                "Organisation": {
                    **looks_,
                    "label": "organisation",
                    "shape": "square",
                    "bold": False,
                }
            },
            "relations": {"Membership": {**looks_, "label": "membership"}},
            "spells": spells,
            "documents": [],
            "vias": [],
        },
        "nodes": nodes,
        "edges": edges,
    }


FRAMES: Final = """async () => {
  const range = document.getElementById('net-range');
  const {sigma} = document.getElementById('net').network.picture;
  const frame = () => new Promise(requestAnimationFrame);
  const middle = times => times.sort((a, b) => a - b)[times.length >> 1];
  const measured = async step => {
    const script = [], whole = [];
    let begun = 0;
    const before = () => { begun = performance.now(); };
    const after = () => { script.push(performance.now() - begun); };
    sigma.on('beforeProcess', before);
    sigma.on('beforeRender', () => { begun ||= performance.now(); });
    sigma.on('afterRender', after);
    for (let i = 0; i < 25; i += 1) {
      begun = 0;
      const start = performance.now();
      step(i);
      await frame();
      await frame();
      whole.push((performance.now() - start) / 2);
    }
    sigma.removeAllListeners('beforeProcess');
    sigma.removeAllListeners('beforeRender');
    sigma.removeAllListeners('afterRender');
    return {script: middle(script), whole: middle(whole)};
  };
  const years = await measured(i => {
    range.value = String(1998 + i);
    range.dispatchEvent(new Event('input', {bubbles: true}));
  });
  const camera = await measured(i => {
    sigma.getCamera().setState({x: 0.5 + 0.003 * i, ratio: 1 - 0.01 * i});
  });
  return {years, camera};
}"""


def test_five_thousand_things_move_smoothly(
    visitor: Visitor, shot: Shot, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the script takes of each frame, while the camera moves and while the years go by.

    The rest of a frame is the GPU's; here there is none, and the processor draws in its stead.
    """
    page = visitor()
    whole = generated()

    def answer(route: Route) -> None:
        route.fulfill(json=whole)

    page.route("**/network/membership?format=json*", answer)
    ready(page, "/network/membership")
    page.wait_for_selector("#net-picture[data-placed='1']", timeout=60_000)
    took: dict[str, dict[str, float]] = page.evaluate(FRAMES)
    told = ", ".join(
        f"{what}: script {times['script']:.0f} ms of {times['whole']:.0f} ms"
        for what, times in took.items()
    )
    shot(page, "network-5000", whole=False)
    with capsys.disabled():
        sys.stdout.write(f"\n{NODES} things, {told}\n")
    assert took["camera"]["script"] < FRAME, told
    assert took["years"]["script"] < STEP, told


FRAME: Final = 16
"""Milliseconds between two frames of a screen: while the camera moves, none may be missed."""

STEP: Final = 200
"""Milliseconds that the step to another year may take: well under the time that it stays there."""
