"""The frame of every page, the front page and the search, as visitors meet them in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.conftest import Axe, Setting, Shot, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web-frame")]

SOUGHT = [
    ("klosser", "/doc/organisation/klosser-innovasjon"),
    ("uit", "/doc/organisation/uit-norges-arktiske-universitet"),
    ("norges forskningsrad", "/doc/organisation/norges-forskningsraad"),
    ("zooca", "/doc/organisation/calanus-zooca"),
]

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("asked", "path"), SOUGHT)
def test_the_right_thing_is_suggested_first(site: str, asked: str, path: str) -> None:
    answer = httpx.get(f"{site}/suggest", params={"q": asked})
    assert answer.headers["content-type"].startswith("application/x-suggestions+json")
    echoed, names, descriptions, addresses = answer.json()
    assert echoed == asked
    assert addresses[0] == path
    assert len(names) == len(descriptions) == len(addresses)


@pytest.mark.parametrize(("asked", "path"), SOUGHT)
def test_search_leads_to_the_right_thing(page: Page, asked: str, path: str) -> None:
    """With and without JavaScript: what is written and sent with Enter."""
    page.goto("/")
    page.locator("main input[name=name]").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(path)))


def test_suggestions_are_chosen_with_the_keyboard(visitor: Visitor, shot: Shot, axe: Axe) -> None:
    page = visitor(size="phone", theme="dark")
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("forskningsrad")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Norges forskningsråd")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == option.get_attribute("id")
    shot(page, "home-suggestions", whole=False)
    axe(page)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("forskningsrad")
    page.keyboard.press("ArrowDown")  # opens it again
    expect(option).to_be_visible()
    page.keyboard.press("ArrowUp")  # from the input to the last
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/doc/organisation/norges-forskningsraad"))


def test_a_suggestion_is_chosen_with_the_mouse_on_every_page(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/contradictions")
    page.get_by_role("combobox").press_sequentially("biotech nor")
    page.get_by_role("option", name="Biotech North cluster").click()
    page.wait_for_url(re.compile("/doc/cluster/biotech-north"))


def test_several_that_match_are_listed(page: Page, shot: Shot, axe: Axe) -> None:
    page.goto("/")
    page.locator("main input[name=name]").fill("innovasjon")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/find"))
    results = page.locator("ol.results a")
    assert results.count() >= 3
    assert "Innov" in results.first.inner_text()
    shot(page, "find")
    axe(page)
    results.first.click()
    page.wait_for_url(re.compile("/doc/organisation/innovasjon-norge"))


def test_what_no_name_has_is_said_with_what_is_near(visitor: Visitor) -> None:
    page = visitor(script=False)
    page.goto("/find?name=Biotek+Nort")
    visitor.forgive("404")
    assert "Mente du" in page.inner_text("main")
    assert page.locator("main a[href*='/doc/cluster/biotech-north']").count() == 1


def test_front_page(page: Page, setting: Setting, shot: Shot, axe: Axe) -> None:
    """Figures, six questions, a picture, in the visitor's language; nothing scrolls sideways."""
    page.goto("/")
    shot(page, "home")
    axe(page)
    assert page.evaluate(SIDEWAYS) <= 0
    heading = {"nb": "Bioøkonomiklynger i Norge", "en": "Bioeconomy clusters in Norway"}
    assert page.inner_text("h1").replace("\n", " ") == heading[setting.language]
    assert page.locator(".counts li").count() >= 8
    assert page.locator(".cards a").count() == 6
    assert page.locator("figure.picture a[href*='/doc/']").count() >= 4
    page.locator(".cards a").first.click()
    page.wait_for_url(re.compile("/questions/members-at"))


def test_language_is_switched_and_kept(visitor: Visitor) -> None:
    page = visitor(script=False)
    page.goto("/contradictions")
    page.get_by_role("link", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    page.get_by_role("link", name="bioclustergraph").first.click()
    assert page.get_attribute("html", "lang") == "en"
    assert not page.context.cookies()


def test_keyboard_goes_from_the_skip_link_to_the_content(visitor: Visitor) -> None:
    """The first Tab is the way past the menu, each stop is seen, and none is a trap."""
    page = visitor()
    page.goto("/contradictions")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.outerHTML.slice(0, 80),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", name
        seen.append(name)
    assert len(set(seen)) == len(seen)
    page.goto("/contradictions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_print_leaves_out_what_paper_cannot_do(visitor: Visitor, shot: Shot) -> None:
    page = visitor(theme="dark")
    page.goto("/")
    page.emulate_media(media="print")
    shot(page, "home-print")
    for gone in ("header.site nav", "form[role=search]", ".language"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_page_stands_without_what_is_built(visitor: Visitor, shot: Shot) -> None:
    """Where nothing has been bundled the look is that of site.css alone."""
    page = visitor(size="phone")
    page.route("**/static/built/**", lambda route: route.abort())
    page.goto("/")
    shot(page, "home-unbuilt")
    assert page.evaluate(SIDEWAYS) <= 0
    page.locator("main input[name=name]").fill("zooca")
    page.get_by_role("button", name="Søk").click()
    page.wait_for_url(re.compile("/doc/organisation/calanus-zooca"))
    page.wait_for_load_state()
    visitor.forgive("/static/built/")


def test_a_front_page_is_light(site: str) -> None:
    """Transferred without scripts: at most 100 kB."""
    with httpx.Client(base_url=site, headers={"Accept-Encoding": "br"}) as client:
        page = client.get("/")
        sizes = {"/": int(page.headers["content-length"])}
        for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|svg))"', page.text):
            sizes[path] = int(client.get(path).headers["content-length"])
    assert sum(sizes.values()) <= 60_000, sizes


def test_scripts_and_styles_come_from_here_only(site: str) -> None:
    policy = httpx.get(f"{site}/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_browsers_are_told_how_to_search_here(site: str) -> None:
    answer = httpx.get(f"{site}/opensearch.xml")
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert "/find?name={searchTerms}" in answer.text
    assert "/suggest?q={searchTerms}" in answer.text
