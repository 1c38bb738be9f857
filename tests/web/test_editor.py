"""The SPARQL page in a browser: a box that colours and completes; a plain one without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.web.conftest import Axe, Setting, Shot, Visitor

COUNT = (
    "SELECT ?cluster (COUNT(?m) AS ?statements) WHERE "
    "{ ?m a <https://w3id.org/bioclustergraph/ns/Membership> ; "
    "<http://www.w3.org/ns/org#organization> ?cluster } GROUP BY ?cluster"
)


@pytest.fixture(autouse=True)
def built(root: Path) -> None:
    if not (root / "src/bioclustergraph/pages/static/built/editor.js").is_file():
        pytest.skip("the scripts have not been built: run `make web`")


def written(page: Page) -> str:
    """Give what stands in the box."""
    text: str = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    return text


def write(page: Page, text: str) -> None:
    page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)


def test_the_page(page: Page, setting: Setting, shot: Shot, axe: Axe) -> None:
    page.goto("/sparql?example=members-at")
    if setting.script:
        page.locator(".CodeMirror").wait_for()
        assert not page.locator("textarea#query").is_visible()
        assert "Esc" in page.locator("#editor-help").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    else:
        assert "bcg:Membership" in page.locator("textarea#query").input_value()
    shot(page, "sparql")
    axe(page)


def test_a_query_is_asked(page: Page, setting: Setting, shot: Shot, axe: Axe) -> None:
    page.goto("/sparql")
    if setting.script:
        page.locator(".CodeMirror").wait_for()
        write(page, COUNT)
    else:
        page.locator("textarea#query").fill(COUNT)
    page.get_by_role(
        "button", name={"nb": "Still spørsmålet", "en": "Ask"}[setting.language]
    ).click()
    page.locator("#result table.answer").wait_for()
    expect(page).to_have_url(re.compile("query=SELECT"))  # a link to share
    assert "https://" not in page.locator("#result tbody").inner_text()  # names, not IRIs
    page.locator("#result").get_by_role("link", name="Biotech North").first.wait_for()
    assert page.locator("#result details.picture-of svg").count()
    shot(page, "sparql-answer")
    axe(page)
    page.goto(page.url)
    assert page.locator("#result table.answer").count() == 1
    heading = page.locator("#result th button").first
    heading.click()
    page.wait_for_url(re.compile("sort=cluster"))


def test_an_error_is_told_where_the_answer_would_be(
    page: Page, setting: Setting, shot: Shot, visitor: Visitor
) -> None:
    page.goto("/sparql")
    if setting.script:
        page.locator(".CodeMirror").wait_for()
        write(page, "SELECT WHERE")
    else:
        page.locator("textarea#query").fill("SELECT WHERE")
    page.get_by_role(
        "button", name={"nb": "Still spørsmålet", "en": "Ask"}[setting.language]
    ).click()
    page.locator("#result .problem").wait_for()
    visitor.forgive("400")
    shot(page, "sparql-error")


def test_examples_are_grouped_and_opened(page: Page, setting: Setting) -> None:
    page.goto("/sparql")
    groups = page.locator("#example optgroup")
    assert groups.count() > 10
    page.locator("#example").select_option("growth")
    page.get_by_role("button", name={"nb": "Hent", "en": "Open"}[setting.language]).click()
    page.wait_for_url("**example=growth**")
    assert "laterValue" in page.locator("textarea[name=query]").input_value()


def test_terms_of_the_ontology_are_completed(visitor: Visitor, shot: Shot) -> None:
    page = visitor()
    page.goto("/sparql")
    page.locator(".CodeMirror").wait_for()
    page.locator(".CodeMirror").click()
    page.keyboard.type("SELECT * WHERE { ?m a Membersh")
    page.keyboard.press("Control+Space")
    hint = page.locator(".CodeMirror-hint").first
    hint.wait_for()
    assert "bcg:Membership" in hint.inner_text()
    assert "medlemskap" in hint.inner_text()
    shot(page, "sparql-completing", whole=False)
    page.keyboard.press("Enter")
    page.locator(".CodeMirror", has_text="PREFIX bcg:").wait_for()  # declared by itself
    assert "bcg:Membership" in written(page)


def test_the_keyboard_gets_out_of_the_box(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/sparql?example=members-at")
    page.locator(".CodeMirror").wait_for()
    page.locator("#example").focus()
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")  # the box
    inside = "document.activeElement.closest('.CodeMirror') !== null"
    assert page.evaluate(inside)
    before = written(page)
    page.keyboard.press("Tab")  # indents
    assert page.evaluate(inside)
    assert written(page) != before
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)
    assert page.evaluate("document.activeElement.textContent").startswith("Still")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Control+Enter")
    page.locator("#result table.answer").wait_for()


def test_only_an_unfinished_query_is_kept(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/sparql")
    page.locator(".CodeMirror").wait_for()
    page.evaluate("localStorage.clear()")
    write(page, COUNT)
    assert page.evaluate("Object.keys(localStorage)") == ["bioclustergraph.sparql"]
    page.goto("/questions")
    page.goto("/sparql")
    page.locator(".CodeMirror").wait_for()
    assert written(page) == COUNT
    page.get_by_role("button", name="Still spørsmålet").click()
    page.locator("#result table.answer").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.context.cookies() == []


def test_the_way_back_leads_to_what_was_asked_before(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/sparql")
    page.locator(".CodeMirror").wait_for()
    for text in (COUNT, "ASK { ?s ?p ?o }"):
        write(page, text)
        page.get_by_role("button", name="Still spørsmålet").click()
        page.wait_for_url(re.compile("query=" + text[:3]))
        page.locator("#result h2").wait_for()
    assert page.locator("#result .verdict").inner_text() == "Ja"
    page.go_back()
    page.locator("#result table.answer").wait_for()
    assert written(page) == COUNT
