"""Two clusters beside each other: the answers of the questions, and what is not known is said."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bioclustergraph.namespaces import BASE
from bioclustergraph.pages import Site
from bioclustergraph.pages.browsing.comparing import Comparison, compare
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.release import assemble
from bioclustergraph.site.asking import request_for

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.web.conftest import Axe, Shot

    from bioclustergraph.project import Project

DAYS = ("2016-06-30", "2019-04-15", "2021-06-30", "2021-12-31", "2024-05-13")
NORTH, HEIDNER, LEGASEA = "biotech-north", "heidner-biocluster", "blue-legasea"


@pytest.fixture(scope="module")
def pages(project: Project) -> Site:
    return Site(Holdings(assemble(project), project))


def html(pages: Site, address: str) -> str:
    response = pages.respond(request_for(address))
    assert response.status_code == 200, bytes(response.body)
    return bytes(response.body).decode()


def rows(pages: Site, question: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(html(pages, f"/questions/{question}&format=csv"))))


def on(pages: Site, one: str, two: str, day: str | None) -> Comparison:
    return compare(pages.held, f"{BASE}id/cluster/{one}", f"{BASE}id/cluster/{two}", day)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("cluster", [NORTH, HEIDNER])
def test_members_are_those_of_the_ready_question(pages: Site, cluster: str, day: str) -> None:
    half = on(pages, cluster, LEGASEA, day).one
    answer = rows(pages, f"members-at?cluster={cluster}&at={day}")
    sure = {row["member"] for row in answer if row["certainty"] == "certain"}
    assert half.members == (len(sure), len({row["member"] for row in answer}))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("cluster", [NORTH, HEIDNER])
def test_programme_status_is_that_of_the_ready_question(
    pages: Site, cluster: str, day: str
) -> None:
    half = on(pages, cluster, LEGASEA, day).one
    shown = {
        (kind, every[0].other.iri)
        for kind in ("ProgrammeParticipation", "ProgrammeAbsence")
        for every in half.status(kind)
        if every[0].other is not None
    }
    said = rows(pages, f"programme-status-at?cluster={cluster}&at={day}&lang=en")
    kinds = {"programme participation": "ProgrammeParticipation"}
    asked = {(kinds.get(row["status"], "ProgrammeAbsence"), row["programme"]) for row in said}
    assert shown == asked


@pytest.mark.parametrize("day", DAYS)
def test_the_figure_of_members_is_that_of_the_ready_question(pages: Site, day: str) -> None:
    measure = f"{BASE}scheme/measure/members"
    half = on(pages, NORTH, HEIDNER, day).one
    shown = {figure.value.en for figure in half.figures.get(measure, [])}
    answer = rows(pages, f"compare-clusters-at?measure=members&at={day}")
    mine = {row["value"] for row in answer if row["cluster"].endswith(f"/{NORTH}")}
    assert shown == mine


def test_shared_members_are_those_of_the_ready_question(pages: Site) -> None:
    it = on(pages, NORTH, LEGASEA, None)
    answer = rows(pages, "shared-members?lang=nb")
    pair = {f"{BASE}id/cluster/{NORTH}", f"{BASE}id/cluster/{LEGASEA}"}
    mine = {row["member"] for row in answer if {row["cluster"], row["other"]} == pair}
    assert {common.ref.iri for common in it.shared} == mine
    assert mine


def test_events_together_are_those_of_the_ready_question(pages: Site) -> None:
    it = on(pages, NORTH, LEGASEA, None)
    answer = rows(pages, f"joint-events?cluster={NORTH}&other={LEGASEA}")
    together = {common.ref.iri for common in it.together["EventParticipation"]}
    assert together == {row["event"] for row in answer}
    assert together


def test_the_order_of_the_two_changes_nothing(pages: Site) -> None:
    one, other = on(pages, NORTH, LEGASEA, "2021-06-30"), on(pages, LEGASEA, NORTH, "2021-06-30")
    assert [it.ref for it in one.shared] == [it.ref for it in other.shared]
    assert one.together.keys() == other.together.keys()
    assert one.contradictions == other.contradictions


def test_how_complete_the_lists_are_is_said_aloud(pages: Site) -> None:
    page = html(pages, f"/compare?a={NORTH}&b={HEIDNER}&at=2021-06-30&lang=en")
    assert "The list is <strong>complete</strong> for 2021" in page
    assert "No source says how complete the list is for this day." in page
    assert "There may be more: the list of NCE Heidner Biocluster" in page
    assert [half.ref.label.en for half in on(pages, NORTH, HEIDNER, "2016-06-30").incomplete] == [
        "Biotech North",
        "NCE Heidner Biocluster",
    ]


def test_contradictions_about_either_are_shown(pages: Site) -> None:
    page = html(pages, f"/compare?a={NORTH}&b={HEIDNER}&lang=en")
    shown = re.findall(r'href="/contradictions\?lang=en#([^"]+)"', page)
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [(f"a={NORTH}&b={NORTH}", 400), ("a=biotech-nroth", 404), (f"a={NORTH}&b=x&at=y", 400)],
)
def test_what_cannot_be_compared_is_said(pages: Site, query: str, status: int) -> None:
    response = pages.respond(request_for(f"/compare?{query}"))
    assert response.status_code == status
    if status == 404:
        assert "/doc/cluster/biotech-north" in bytes(response.body).decode()


# --- in a browser ---------------------------------------------------------------------------------


def test_two_are_picked_from_lists_and_held_beside_each_other(
    page: Page, shot: Shot, axe: Axe
) -> None:
    page.goto("/compare")
    shot(page, "compare-picker")
    axe(page)
    page.locator("#a").select_option(NORTH)
    page.locator("#b").select_option(HEIDNER)
    page.locator("#at").fill("2021-06-30")
    page.locator("form.compare-form").get_by_role("button").click()
    expect(page).to_have_url(re.compile(f"a={NORTH}"))
    heading = page.locator("h1").inner_text()
    assert "Biotech North" in heading
    assert "NCE Heidner Biocluster" in heading
    page.locator("#members ~ .pair details > summary").first.click()
    assert page.get_by_text("Norinnova").first.is_visible()
    axe(page)
    shot(page, "compare")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_pair_that_meets_is_one_click_away(page: Page) -> None:
    page.goto("/compare")
    page.locator("#pairs ~ ul a").first.click()
    assert page.locator("#shared").is_visible()
