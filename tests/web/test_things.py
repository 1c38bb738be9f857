"""The page of a thing, as visitors meet it in a browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.conftest import Serve
    from tests.web.conftest import Axe, Setting, Shot, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web-things")]

NORTH = "/doc/cluster/biotech-north"
PAGES = {
    "biotech-north": NORTH,
    "genoek": "/doc/organisation/genoek",
    "nce": "/doc/programme/nce",
    "land-moeter-hav": "/doc/project/land-moeter-hav",
    "person": "/doc/person/line-kjelstrup",
    "event": "/doc/event/european-cluster-conference-2024",
    "place": "/doc/place/hamar",
    "document": "/doc/document/2019-hamarregionen-heidner-biocluster",
    "relation": "/doc/membership/genoek--biotech-north--before-2021",
    "genoek-at": "/doc/organisation/genoek?at=2021-06-30",
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("name", PAGES)
def test_pages_can_be_read_by_everybody(
    page: Page, setting: Setting, axe: Axe, shot: Shot, name: str
) -> None:
    """In both languages, on a phone and a desk, light and dark, with and without JavaScript."""
    page.goto(PAGES[name])
    expect(page.locator("html")).to_have_attribute("lang", setting.language)
    assert page.evaluate(SIDEWAYS) <= 0
    shot(page, f"thing-{name}")
    axe(page)


def test_the_year_is_moved_by_links(page: Page, setting: Setting) -> None:
    page.goto(NORTH)
    time = page.get_by_role("navigation", name={"nb": "Tid", "en": "Time"}[setting.language])
    time.get_by_role("link", name="2018", exact=True).click()
    page.wait_for_url(re.compile(r"\?at=2018-12-31"))
    expect(time.locator("[aria-current]")).to_have_text("2018")
    expect(page.locator("main [role=status]").first).to_contain_text("2018-12-31")
    time.get_by_role("link", name=re.compile("2019-12-31")).click()
    page.wait_for_url(re.compile(r"\?at=2019-12-31"))
    # Links on the page stay on the day.
    page.locator("table.relations a[href*='/doc/organisation/']").first.click()
    page.wait_for_url(re.compile(r"/doc/organisation/[^?]+\?at=2019-12-31"))


def test_a_day_is_sent_without_scripts(visitor: Visitor) -> None:
    page = visitor(script=False, language="en")
    page.goto(NORTH)
    page.get_by_label("As it was on the day").fill("2021-06-30")
    page.get_by_role("button", name="Show the day").click()
    page.wait_for_url(re.compile("at=2021-06-30"))
    expect(page.locator("main")).to_contain_text("The relations are those that held on 2021-06-30")


def test_the_slider_goes_to_the_year_by_keyboard(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto(f"{NORTH}?at=2020-12-31")
    slider = page.get_by_role("slider", name="Year")
    expect(slider).to_have_attribute("aria-valuetext", "2020")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("at=2018-12-31"))


def test_rows_are_sorted_by_links(page: Page) -> None:
    page.goto(NORTH)
    table = page.locator("table.relations").filter(has_text="Akvaplan-niva").first
    names = table.locator("tbody tr td:first-child")
    before = names.all_inner_texts()
    assert len(before) > 30
    heading = table.locator("th[data-column=what]")
    heading.get_by_role("link").click()
    page.wait_for_url(re.compile("sort=what"))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("link").click()
    page.wait_for_url(re.compile("sort=-what"))
    assert names.all_inner_texts() == before[::-1]


def test_a_long_table_is_filtered(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto(NORTH)
    heading = page.get_by_role("heading", name=re.compile("^Members"))
    table = page.locator(f"[aria-labelledby={heading.get_attribute('id')}] table")
    box = page.locator(f"#filter-{heading.get_attribute('id')}")
    box.fill("akvaplan")
    expect(table.locator("tbody tr:visible")).to_have_count(1)
    box.fill("")
    assert table.locator("tbody tr:visible").count() > 30


def test_evidence_is_opened_in_place_by_keyboard(page: Page, setting: Setting, axe: Axe) -> None:
    page.goto("/doc/organisation/genoek")
    evidence = page.locator("details.evidence").first
    summary = evidence.locator("summary")
    expect(summary).to_contain_text("2021 (2022)")
    summary.focus()
    page.keyboard.press("Enter")
    expect(evidence.locator("a.characters").first).to_be_visible()
    # Nobody told this server where the documents are.
    assert page.locator("blockquote").count() == 0
    if setting.script:
        axe(page)


def test_a_citation_is_opened_and_downloaded(page: Page, tmp_path: Path) -> None:
    page.goto(NORTH)
    page.locator(".cite summary").click()
    expect(page.locator("[data-copy]")).to_contain_text("/release/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSL-JSON").click()
    path = tmp_path / "citation.json"
    waiting.value.save_as(path)
    (item,) = json.loads(path.read_text(encoding="utf-8"))
    assert item["URL"].endswith(f"{item['version']}{NORTH}")
    # It stands there for good.
    page.goto(re.sub(r"^https?://[^/]+", "", item["URL"]))
    expect(page.locator("h1")).to_have_text("Biotech North")


def test_a_contradiction_is_found_from_the_row(visitor: Visitor) -> None:
    page = visitor(language="en")
    page.goto("/doc/cluster/heidner-biocluster")
    page.get_by_role("link", name=re.compile("the sources differ: open")).first.click()
    expect(page.locator("article:target")).to_contain_text("granted 2019")


def test_the_first_paint_comes_soon(visitor: Visitor) -> None:
    page = visitor()
    page.goto(NORTH)  # scripts and styles are in the cache then, as after any first page
    took = []
    for name in ("genoek", "place", "biotech-north"):
        page.goto(PAGES[name])
        took.append(
            page.evaluate(
                """async () => {
                  const paint = await new Promise((resolve) => new PerformanceObserver((list) =>
                    resolve(list.getEntries()[0].startTime)
                  ).observe({type: 'paint', buffered: true}));
                  return paint - performance.getEntriesByType('navigation')[0].responseEnd;
                }"""
            )
        )
    assert min(took) <= 200


@pytest.fixture(scope="module")
def quoting(serve: Serve, release_directory: Path, documents: Path) -> Iterator[str]:
    """The address of a server that was told where the documents are."""
    with serve("--release", release_directory, "--documents", documents) as served:
        yield served.url


def test_the_words_of_a_passage_are_shown_where_the_documents_are(
    browser: Browser, quoting: str
) -> None:
    page = browser.new_page()
    page.goto(f"{quoting}/doc/organisation/genoek.html?lang=en")
    evidence = page.locator("details.evidence").first
    evidence.locator("summary").click()
    expect(evidence.locator("blockquote").first).to_be_visible()
    expect(evidence.locator("blockquote").first).to_contain_text("Gen")
    page.close()
