"""The questions in a browser: found by topic, filled in, answered, drawn, sorted and taken away."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.web.conftest import Axe, Setting, Shot, Visitor

BARS = "/questions/member-counts-at?at=2021"
DRAWN = {
    "bars": BARS,
    "web": "/questions/shared-members",
    "timeline": "/questions/events",
    "curve": "/questions/growth",
}


def names(page: Page) -> list[str]:
    """Give the first cell of each row that is shown."""
    rows = page.locator("table.answer tbody tr").all()
    return [row.locator("td").first.inner_text() for row in rows if row.is_visible()]


def open_(page: Page, path: str, setting: Setting) -> None:
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == setting.language
    width = page.viewport_size
    assert width is not None
    if setting.script:  # nothing but a table, in its own frame, is wider than the window
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


def test_questions_are_listed_by_topic(page: Page, setting: Setting, shot: Shot, axe: Axe) -> None:
    open_(page, "/questions", setting)
    topics = page.locator("section.topic h2").all_inner_texts()
    assert {"nb": "Medlemmer", "en": "Members"}[setting.language] in topics
    assert page.locator(".asked li").count() >= 100
    shot(page, "questions")
    axe(page)
    box = page.locator("#filter")
    box.fill({"nb": "stottet finansierer", "en": "FINANCES"}[setting.language].split()[-1])
    if not setting.script:
        box.press("Enter")
    page.wait_for_url(re.compile("filter="))
    shown = [item.inner_text() for item in page.locator(".asked li").all() if item.is_visible()]
    assert 0 < len(shown) < 10
    assert all(re.search("finansier|finance", text, re.IGNORECASE) for text in shown)
    shot(page, "questions-filtered")


@pytest.mark.parametrize("name", DRAWN)
def test_answers_are_drawn(page: Page, setting: Setting, shot: Shot, axe: Axe, name: str) -> None:
    open_(page, DRAWN[name], setting)
    picture = page.locator("details.picture-of").first
    assert picture.locator("svg").first.is_visible()
    assert page.locator("table.answer tbody tr").count()  # the same as rows
    shot(page, f"question-{name}")
    axe(page)


def test_a_question_is_filled_in_and_answered(page: Page, setting: Setting, shot: Shot) -> None:
    page.goto("/questions/members-at")
    nb = setting.language == "nb"
    page.locator("#p-cluster").fill("biotech north")
    page.locator("#p-at").fill("2021")
    page.get_by_label("vis kildene" if nb else "show the sources").check()
    page.get_by_role("button", name="Still spørsmålet" if nb else "Ask").click()
    page.wait_for_url("**at=2021**")
    text = page.locator("main").inner_text()
    assert "2021-12-31" in text
    assert len(names(page)) >= 30
    assert page.locator("ul.sources").count() >= 30
    shot(page, "question-sources")


def test_a_name_is_completed_and_mended(
    page: Page, setting: Setting, shot: Shot, visitor: Visitor
) -> None:
    page.goto("/questions/what-became-of")
    choices = page.locator("datalist option")
    held = [(c.get_attribute("value"), c.get_attribute("label") or "") for c in choices.all()]
    assert any("Genøk" in f"{value} {label}" for value, label in held)
    page.goto("/questions/members-at?cluster=biotek+nort")
    visitor.forgive("404")
    shot(page, "question-unknown")
    page.locator("section.problem").get_by_role("link", name="Biotech North").click()
    assert len(names(page)) > 10
    assert setting.language == page.locator("html").get_attribute("lang")


def test_rows_are_sorted_and_filtered(page: Page, setting: Setting) -> None:
    page.goto(BARS)
    start = names(page)
    heading = {"nb": "klynge", "en": "cluster"}[setting.language]
    page.get_by_role("columnheader").get_by_role("button", name=heading, exact=True).click()
    page.wait_for_url(re.compile("sort=cluster"))
    assert names(page) == sorted(start)
    page.get_by_role("columnheader").get_by_role("button", name=heading, exact=True).click()
    page.wait_for_url(re.compile("sort=-cluster"))
    assert names(page) == sorted(start, reverse=True)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    box = page.locator("#sieve")
    box.fill("HEIDNER")
    if not setting.script:
        box.press("Enter")
    page.wait_for_url(re.compile("filter=HEIDNER"))
    assert names(page) == ["NCE Heidner Biocluster"]
    assert re.search(r"1 (av|of) 4", page.locator("[data-count]").inner_text())
    assert parse_qs(urlsplit(page.url).query)["at"] == ["2021"]  # what was asked is kept


def test_what_is_sorted_by_the_script_is_sorted_alike_by_the_server(visitor: Visitor) -> None:
    found = []
    for script in (True, False):
        page = visitor(script=script)
        page.goto("/questions/documents")
        page.get_by_role("columnheader").get_by_role("button", name="dokument", exact=True).click()
        page.wait_for_url(re.compile("sort="))
        found.append(names(page))
    assert found[0] == found[1]


def test_answers_are_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/questions/members-at?at=2021")
    rows = len(names(page))
    taken = {}
    for label in ("CSV", "JSON", "Excel", "GEXF (Gephi)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label, exact=True).click()
        path = tmp_path / label
        waiting.value.save_as(path)
        taken[label] = path.read_bytes()
    assert len(taken["CSV"].decode().splitlines()) == rows + 1
    book = openpyxl.load_workbook(io.BytesIO(taken["Excel"]))
    assert book["members-at"].max_row == rows + 1
    assert any(cell.value == "2021-12-31" for row in book["about"].rows for cell in row)
    edges = ET.fromstring(taken["GEXF (Gephi)"]).findall(".//{http://gexf.net/1.3}edge")  # noqa: S314  # our own
    assert len(edges) >= 30


def test_the_permanent_link_gives_the_same_rows(page: Page) -> None:
    page.goto("/questions/members-at?at=2021")
    here = names(page)
    page.locator("dl.taken a[href^='/release/']").first.click()
    expect(page).to_have_url(re.compile(r"/release/[0-9a-f]+/questions/members-at\?at=2021"))
    assert names(page) == here


def test_the_query_is_opened_in_the_editor(page: Page, setting: Setting) -> None:
    page.goto("/questions/members-at?at=2021")
    page.locator("dl.taken form button").click()
    page.wait_for_url("**/sparql?**")
    held = page.locator("textarea[name=query]").input_value()
    assert "2021-12-31" in held
    assert page.locator("table.answer").count() == 0  # it is to be changed first
    assert setting.language == page.locator("html").get_attribute("lang")


def test_everything_is_reached_by_keyboard(visitor: Visitor) -> None:
    page = visitor()
    page.goto(BARS)
    page.locator("#p-at").focus()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last of them
        reached.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 40)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert {"Still spørsmålet", "klynge", "CSV", "Åpne spørringen i editoren"} <= reached
