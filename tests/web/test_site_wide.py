"""The whole site as visitors meet it: for everybody, by keyboard, light to carry, quick to see.

What a first-time visitor needs is done by following what the pages offer, and the steps counted: a
step is a click, a press of Enter, or a choice; to type a word into the field that has the focus is
part of the step that sends it. The counts are in ``build/first-time-tasks.txt``.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Response
    from tests.web.conftest import Axe, Shot, Visitor

pytestmark = [pytest.mark.xdist_group("web"), pytest.mark.slow]

PAGES: Final = {
    "home": "/",
    "cluster": "/doc/cluster/biotech-north",
    "cluster-at": "/doc/cluster/biotech-north?at=2021-06-30",
    "organisation": "/doc/organisation/genoek",
    "document": "/doc/document/2016-biotech-north-about",
    "relation": "/doc/statistic/biotech-north--members--2016",
    "term": "/ns/Membership",
    "found": "/find?name=klosser",
    "questions": "/questions",
    "question": "/questions/members-at",
    "browse": "/browse",
    "compare": "/compare?a=biotech-north&b=heidner-biocluster",
    "networks": "/network",
    "network": "/network/overview?at=2021",
    "map": "/map",
    "sparql": "/sparql",
    "answer": "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%205",
    "contradictions": "/contradictions",
    "coverage": "/coverage",
    "sources": "/sources",
    "ontology": "/ontology",
    "about": "/about",
    "privacy": "/privacy",
    "changes": "/changes",
    "catalog": "/catalog",
}
"""One page of each type."""

LIMIT: Final = 100_000
"""Bytes that a page may take over the line, but for scripts and what they fetch."""

page_type = pytest.mark.parametrize("name", PAGES)


# --- for everybody --------------------------------------------------------------------------------


@page_type
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    visitor: Visitor, axe: Axe, shot: Shot, name: str, theme: Literal["light", "dark"]
) -> None:
    size: Literal["phone", "desk"] = "desk" if theme == "light" else "phone"
    page = visitor(language="nb" if theme == "light" else "en", size=size, theme=theme)
    assert _went(page, PAGES[name]).ok
    shot(page, f"type-{name}")
    axe(page)


@page_type
def test_pages_do_not_scroll_sideways_on_a_phone(visitor: Visitor, name: str) -> None:
    page = visitor(size="phone")
    page.goto(PAGES[name])
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(too_wide) <= 0


def test_a_page_that_is_not_there_is_for_everybody_too(
    visitor: Visitor, axe: Axe, shot: Shot
) -> None:
    page = visitor()
    assert _went(page, "/doc/cluster/nowhere").status == 404
    shot(page, "type-not-found")
    axe(page)
    visitor.forgive("404")


# --- by keyboard ----------------------------------------------------------------------------------

_REACHABLE: Final = """
() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility()
    && e.getClientRects().length)
  .map((e, at) => {
    e.setAttribute('data-stop', at);
    const one = e.type === 'radio' && e.name ? `radio ${e.form?.id} ${e.name}` : `${at}`;
    return [at, one, e.outerHTML.slice(0, 120)];
  })
"""
"""What can be used, and so must be reached; of radio buttons the keyboard stops at one."""

_STOP: Final = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const on = getComputedStyle(e);
  const seen = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1)
    || s.boxShadow !== 'none';
  let shown = seen(on);
  for (let up = e.parentElement; !shown && up && up !== document.body; up = up.parentElement) {
    if (!up.matches(':focus-within')) continue;
    shown = seen(getComputedStyle(up)) && !!up.matches('.card, form');
  }
  return [e.getAttribute('data-stop'), shown, e.outerHTML.slice(0, 120)];
}
"""


@pytest.mark.parametrize(
    "name",
    ["home", "cluster", "question", "browse", "network", "map", "contradictions", "ontology"],
)
def test_keyboard_reaches_everything_and_shows_where_it_is(visitor: Visitor, name: str) -> None:
    page = visitor()
    page.goto(PAGES[name], wait_until="networkidle")  # scripts have put what they show in its place
    wanted: list[tuple[int, str, str]] = page.evaluate(_REACHABLE)
    reached: set[str] = set()
    unseen: list[str] = []
    last = None
    # A field for a date has stops of its own within.
    for _ in range(2 * len(wanted) + 20):
        page.keyboard.press("Tab")
        stop: list[Any] | None = page.evaluate(_STOP)
        if stop is None:
            break
        at, shown, html = stop
        if at is not None and at in reached and at != last:
            break
        last = at
        reached.add(str(at))
        if not shown:
            unseen.append(html)
    groups = {one for at, one, _ in wanted if str(at) in reached}
    missed = [html for at, one, html in wanted if str(at) not in reached and one not in groups]
    assert not missed
    assert not unseen


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/doc/cluster/biotech-north")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


# --- light and quick ------------------------------------------------------------------------------


@page_type
def test_pages_are_light(visitor: Visitor, name: str) -> None:
    page = visitor(script=False)
    sizes: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    asked: dict[str, str] = {}
    session.on(
        "Network.responseReceived",
        lambda said: asked.__setitem__(said["requestId"], said["response"]["url"]),
    )
    session.on(
        "Network.loadingFinished",
        lambda said: sizes.__setitem__(
            asked.get(said["requestId"], "?"), int(said["encodedDataLength"])
        ),
    )
    page.goto(PAGES[name], wait_until="networkidle")
    assert sum(sizes.values()) <= LIMIT, sizes


_PAINTED: Final = """
() => new Promise((told) => new PerformanceObserver((list) => {
  const [first] = list.getEntriesByName('first-contentful-paint');
  const [{ responseEnd }] = performance.getEntriesByType('navigation');
  if (first) told(first.startTime - responseEnd);
}).observe({ type: 'paint', buffered: true }))
"""
"""Milliseconds from the response to the first paint, when there has been one."""


@pytest.mark.parametrize("name", ["organisation", "cluster"])
def test_a_thing_is_seen_at_once(
    visitor: Visitor, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    painted = []
    for _ in range(5):
        page = visitor()
        page.goto(PAGES[name], wait_until="load")
        painted.append(page.evaluate(_PAINTED))
    # The goal is 200 ms on a quiet machine; here, beside other tests, only that it is no other
    # order of magnitude.
    with capsys.disabled():
        median, best = sorted(painted)[2], min(painted)
        sys.stdout.write(f"\n{name}: first paint {median:.0f} ms after the response, ")
        sys.stdout.write(f"the median of five; the best {best:.0f} ms\n")
    assert best <= 1000, painted


def test_nothing_is_kept_of_the_visitor(visitor: Visitor) -> None:
    page = visitor()
    for name in ("home", "cluster", "question", "network", "about"):
        page.goto(PAGES[name])
    page.goto("/?lang=en")
    # No cookie but the choice of a language, if there is one.
    assert {cookie.get("name") for cookie in page.context.cookies()} <= {"lang"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_every_page_of_the_footer_is_there(visitor: Visitor) -> None:
    for language in ("nb", "en"):
        page = visitor(script=False)
        page.goto(f"/?lang={language}")
        for target in _links(
            page.locator("footer a[href^='/'], header a[href^='/']:not([hreflang])")
        ):
            response = _went(page, target)
            assert response.ok, target
            assert page.locator("html").get_attribute("lang") == language or "/release/" in target


# --- a first visit --------------------------------------------------------------------------------

FORMS: Final = [("plain", "nb"), ("plain", "en"), ("script", "nb"), ("script", "en")]


class Visit:
    """A visit to the site: each step is counted and told.

    Attributes:
        page: what the visitor sees.
        scripted: scripts run, and take over from the plain forms when they have loaded.
        steps: what has been done.
    """

    def __init__(self, page: Page, *, scripted: bool) -> None:
        self.page = page
        self.scripted = scripted
        self.steps: list[str] = []
        page.goto("/")

    def follow(self, link: Locator | str) -> None:
        """Click a link, a button or a tab; of several that fit, the first."""
        found = self.page.get_by_role("link", name=link) if isinstance(link, str) else link
        first = found.first
        self.steps.append(" ".join(first.inner_text().split())[:50] or "button")
        first.click()
        self.page.wait_for_load_state("load")

    def search(self, name: str) -> None:
        """Type a name in the search box and press Enter."""
        box = self.page.get_by_role("search").first.locator("input[type=search], [type=text]").first
        box.fill(name)
        self.steps.append(f"search “{name}”")
        box.press("Enter")
        self.page.wait_for_load_state("load")

    def choose(self, field: Locator, value: str) -> None:
        """Fill a field in, and send its form with Enter."""
        field.fill(value)
        self.steps.append(f"fill in “{value}”")
        field.press("Enter")
        self.page.wait_for_load_state("load")


@pytest.fixture(scope="module")
def told(root: Path) -> Path:
    """The file in which the steps of each visit of this run are told."""
    file = root / "build" / "first-time-tasks.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    return file


@pytest.fixture(params=FORMS, ids="-".join)
def visit(request: pytest.FixtureRequest, visitor: Visitor, told: Path) -> Iterator[Visit]:
    script, language = request.param
    scripted = script == "script"
    visit = Visit(visitor(script=scripted, language=language), scripted=scripted)
    yield visit
    steps = f"{request.node.name}: {len(visit.steps)} steps: {' > '.join(visit.steps)}\n"
    with told.open("a", encoding="utf-8") as file:
        file.write(steps)


def test_find_who_genok_became(visit: Visit, shot: Shot) -> None:
    visit.search("Genøk")
    visit.page.wait_for_url("**/doc/organisation/genoek*")
    shot(visit.page, "task-genok")
    main = visit.page.locator("main")
    became = main.locator("li, tr", has_text=re.compile(r"gikk inn i|merged into"))
    assert became.get_by_role("link", name="Norce").first.is_visible()
    # The day, as precisely as the source has it, is in the table, with where it is said.
    row = main.locator("tr", has=visit.page.get_by_role("link", name="Norce", exact=True)).first
    assert "2021-11" in row.inner_text()
    assert len(visit.steps) == 1


def test_which_clusters_share_land_moter_hav(visit: Visit, shot: Shot) -> None:
    visit.search("Land møter Hav")
    visit.page.wait_for_url("**/doc/project/land-moeter-hav*")
    shot(visit.page, "task-land-moter-hav")
    found = _links(visit.page.locator("main tbody a[href^='/doc/cluster/']"))
    assert {urlsplit(target).path.rpartition("/")[2] for target in found} == {
        "biotech-north", "blue-legasea", "heidner-biocluster", "seafood-innovation",
    }  # fmt: skip
    assert len(visit.steps) == 1


def test_export_the_network_of_2021(visit: Visit, shot: Shot) -> None:
    page = visit.page
    visit.follow(page.locator("header a[href*='/network']"))
    visit.follow(page.locator("main a[href*='/network/']"))
    if not visit.scripted:
        page.locator("main select[name=at]").select_option("2021")
        visit.steps.append("choose 2021")
        visit.follow(page.locator("#net-submit"))
    else:
        page.locator("#net-range").fill("2021")  # waits until it is there
        visit.steps.append("move to 2021")
        page.wait_for_url("**at=2021*")
    shot(page, "task-network-2021", whole=False)
    expect(page).to_have_url(re.compile("2021"))
    link = page.locator("main a[href*='graphml'], main a[href*='gexf'], main button[value=gexf]")
    if not link.first.is_visible():
        opener = page.locator("main details:has(a[href*='gexf']) > summary")
        visit.follow(opener)
    with page.expect_download() as coming:
        visit.follow(link)
    shown = int(page.locator("#net-number").inner_text())
    gexf = ET.parse(coming.value.path()).getroot()  # noqa: S314 - our own
    assert len(gexf.findall(".//{*}edge")) == shown > 0
    assert "2021" in (gexf.findtext(".//{*}description") or "")
    assert len(visit.steps) <= 5


def test_see_which_source_says_36_members(visit: Visit, shot: Shot) -> None:
    page = visit.page
    visit.follow(page.locator("header a[href*='/contradictions']"))
    said = page.locator("article li", has_text="36").locator(".sources a")
    visit.follow(said)
    shot(page, "task-36-members")
    expect(page).to_have_url(re.compile("/doc/document/2016-biotech-north-about"))
    assert len(visit.steps) == 2


def test_see_which_source_says_36_members_from_the_cluster(visit: Visit) -> None:
    visit.search("Biotech North")
    visit.page.wait_for_url("**/doc/cluster/biotech-north*")
    row = visit.page.locator("main :is(tr, li, figure, dd)", has_text=re.compile(r"\b36\b"))
    assert row.count()
    source = row.locator("a[href*='2016-biotech-north-about']")
    if source.count() and not source.first.is_visible():
        opener = row.locator("details:has(a[href*='2016-biotech-north-about']) > summary")
        visit.follow(opener)
    visit.follow(source)
    expect(visit.page).to_have_url(re.compile("/doc/document/2016-biotech-north-about"))
    assert len(visit.steps) <= 3


# --- what helps above -----------------------------------------------------------------------------


def _went(page: Page, address: str) -> Response:
    response = page.goto(address)
    assert response is not None
    return response


def _links(found: Locator) -> list[str]:
    return [
        target
        for at in range(found.count())
        if (target := found.nth(at).get_attribute("href")) is not None
    ]
