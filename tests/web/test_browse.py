"""Browsing: counts right under each combination, links that combine, pages, data, and the looks."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from bioclustergraph.names import expand
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages import Site
from bioclustergraph.pages.frame.addresses import asking
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.release import assemble
from bioclustergraph.site.asking import request_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page
    from starlette.responses import Response
    from tests.web.conftest import Axe, Shot, Visitor

    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

DAYS = (None, "2008-06-30", "2016-06-30", "2021-06-30", "2021-12-31", "2024-05-13")
CHOICES = {
    "kind": (None, "cluster", "organisation", "event"),
    "place": (None, "place:tromsoe", "place:nord-norge"),
    "role": (None, "membership-role:member", "event-role:organiser"),
    "level": (None, "programme-level:arena"),
}

PATTERNS = {
    # Written anew here, and not as the page has it: nothing of it is shared with what is tested.
    "place": """
      {{ ?where (^bcg:hasContainedPlace/bcg:inPlace)* {value} . }}
      {{ ?at_ bcg:hasLocatedThing ?thing ; bcg:atPlace ?where }}
      UNION {{ ?at_ bcg:hasOccurringEvent ?thing ; bcg:tookPlaceAt ?where }}
      UNION {{ ?at_ bcg:hasContainedPlace ?thing ; bcg:inPlace ?where }}
    """,
    "role": "?at_ bcg:hasRole {value} ; bcg:hasSubject ?thing .",
    "level": "?at_ bcg:concernsCluster ?thing ; bcg:hasLevel {value} .",
}
HOLDS = """
  OPTIONAL {{ ?at_ bcg:startEarliest ?a_ }} OPTIONAL {{ ?at_ bcg:endLatest ?b_ }}
  FILTER(!BOUND(?a_) || ?a_ <= "{day}"^^xsd:date) FILTER(!BOUND(?b_) || "{day}"^^xsd:date < ?b_)
"""
SURE = """
  ?at_ bcg:startLatest ?c_ ; bcg:endEarliest ?d_ .
  FILTER(?c_ <= "{day}"^^xsd:date && "{day}"^^xsd:date < ?d_)
"""


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def pages(store: EmbeddedStore, project: Project) -> Site:
    return Site(Holdings(store, project))


def get(pages: Site, address: str) -> Response:
    return pages.respond(request_for(address))


def data(pages: Site, **chosen: str | None) -> dict[str, Any]:
    response = get(pages, asking("/browse", **chosen, format="json"))
    assert response.status_code == 200, bytes(response.body)
    said: dict[str, Any] = json.loads(bytes(response.body))
    return said


def asked(
    store: EmbeddedStore,
    day: str | None,
    chosen: Mapping[str, str | None],
    *,
    sure: bool = False,
) -> set[str]:
    """Ask the store itself which things there are under a choice."""
    parts = [f"?thing rdfs:label|dcterms:title ?label FILTER(STRSTARTS(STR(?thing), '{BASE}id/'))"]
    if chosen.get("kind"):
        parts.append(f"FILTER(STRSTARTS(STR(?thing), '{BASE}id/{chosen['kind']}/'))")
    for number, (facet, pattern) in enumerate(PATTERNS.items()):
        if value := chosen.get(facet):
            part = pattern.format(value=f"<{expand(value)}>")
            if day is not None:
                part += (SURE if sure else HOLDS).format(day=day)
            # Each facet has variables of its own.
            parts.append(
                part.replace("_ ", f"{number} ")
                .replace("_)", f"{number})")
                .replace("?where", f"?w{number}")
            )
    used = ("bcg", "rdfs", "dcterms", "xsd")
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)
    answer = store.query(f"{prefixes}SELECT DISTINCT ?thing WHERE {{ {' '.join(parts)} }}")
    assert isinstance(answer, ox.QuerySolutions)
    kinds = (
        "cluster",
        "organisation",
        "network",
        "person",
        "project",
        "programme",
        "event",
        "application",
        "place",
        "document",
    )
    found = {row["thing"].value for row in answer if isinstance(row["thing"], ox.NamedNode)}
    return {iri for iri in found if iri.removeprefix(f"{BASE}id/").partition("/")[0] in kinds}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_things_under_each_combination_are_those_that_sparql_finds(
    pages: Site, store: EmbeddedStore, day: str | None
) -> None:
    tried = 0
    for values in itertools.product(*CHOICES.values()):
        chosen = dict(zip(CHOICES, values, strict=True))
        found = data(pages, at=day, **chosen)
        assert {it["thing"] for it in found["things"]} == asked(store, day, chosen), (day, chosen)
        assert found["total"] == len(found["things"])
        tried += 1
    assert tried == 72


@pytest.mark.parametrize("day", ["2016-06-30", "2021-06-30"])
@pytest.mark.parametrize("facet", ["role", "level"])
def test_certain_is_what_holds_whatever_the_unknown_parts_are(
    pages: Site, store: EmbeddedStore, day: str, facet: str
) -> None:
    for choice in data(pages, at=day)["facets"][facet]:
        chosen = {facet: choice["value"]}
        found = data(pages, at=day, certainty="certain", **chosen)
        assert {it["thing"] for it in found["things"]} == asked(store, day, chosen, sure=True)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"at": "2021-06-30"},
        {"at": "2021-06-30", "kind": "organisation"},
        {"at": "2021-06-30", "kind": "organisation", "role": "membership-role:member"},
        {"at": "2021-06-30", "certainty": "certain"},
        {"at": "2021-06-30", "role": "membership-role:member", "certainty": "possible"},
        {"kind": "cluster", "place": "place:nord-norge"},
        {"q": "bio"},
        {"q": "bio", "sector": "bioteknologi", "at": "2016-06-30"},
    ],
    ids=str,
)
def test_each_count_is_what_following_its_link_gives(pages: Site, chosen: dict[str, str]) -> None:
    followed = 0
    for facet, choices in data(pages, **chosen)["facets"].items():
        for choice in choices:
            found = data(pages, **(chosen | {facet: choice["value"]}))
            assert found["total"] == choice["count"], (facet, choice)
            followed += 1
    assert followed > 5


def test_the_classes_of_certainty_share_out_all_things(pages: Site) -> None:
    found = data(pages, at="2021-06-30")
    assert (
        sum(it["count"] for it in found["facets"]["certainty"])
        == found["total"]
        == data(pages)["total"]
    )


def test_members_on_a_day_are_those_of_the_ready_question(pages: Site) -> None:
    found = data(pages, at="2021-06-30", role="membership-role:member")
    answer = get(pages, "/questions/members-at?cluster=biotech-north&at=2021-06-30&format=csv")
    rows = list(csv.DictReader(io.StringIO(bytes(answer.body).decode())))
    assert {row["member"] for row in rows} <= {it["thing"] for it in found["things"]}
    sure = {row["member"] for row in rows if row["certainty"] == "certain"}
    assert sure <= {it["thing"] for it in found["things"] if it["certainty"] == "certain"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("klosser", "organisation/klosser-innovasjon"),
        ("tromso", "place/tromsoe"),
        ("land hav", "project/land-moeter-hav"),
    ],
)
def test_words_of_any_name_find_a_thing_whatever_the_letters(
    pages: Site, words: str, first: str
) -> None:
    assert f"{BASE}id/{first}" in {it["thing"] for it in data(pages, q=words)["things"]}


def test_csv_has_all_rows_and_the_page_fifty_of_them(pages: Site) -> None:
    rows = list(csv.DictReader(io.StringIO(bytes(get(pages, "/browse?format=csv").body).decode())))
    assert len(rows) == data(pages)["total"]
    assert {row["certainty"] for row in rows} == {""}, (
        "without a day nothing is more or less certain"
    )
    seen: list[str] = []
    page, more = 1, True
    while more:
        response = get(pages, f"/browse?page={page}")
        more = 'rel="next"' in response.headers.get("link", "")
        seen += [
            part.partition('"')[0]
            for part in bytes(response.body).decode().split('<td><a href="')[1:]
        ]
        page += 1
    assert len(seen) == len(set(seen)) == len(rows)
    assert get(pages, f"/browse?page={page}").status_code == 404


def test_most_relations_first(pages: Site) -> None:
    counts = [it["relations"] for it in data(pages, sort="relations")["things"]]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    "query", ["kind=x", "place=nowhere", "role=x:y", "at=today", "page=0", "sort=x", "certainty=x"]
)
def test_what_there_is_not_is_said(pages: Site, query: str) -> None:
    response = get(pages, f"/browse?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in bytes(response.body).decode()


# --- in a browser ---------------------------------------------------------------------------------


def test_choices_combine_by_links_and_can_be_taken_back(page: Page, shot: Shot, axe: Axe) -> None:
    page.goto("/browse")
    shot(page, "browse")
    axe(page)
    facets = page.locator("nav.facets")
    choice = facets.locator("section").first.get_by_role("link").first
    count = int(choice.locator(".number").inner_text())
    choice.click()
    assert page.locator("#results").inner_text().startswith(str(count))
    page.locator("#at").fill("2021-06-30")
    page.locator("form.parameters").get_by_role("button").click()
    expect(page).to_have_url(re.compile("kind="))
    expect(page).to_have_url(re.compile("at=2021-06-30"))
    shot(page, "browse-day")
    axe(page)
    page.locator("ul.active a").first.click()
    expect(page).not_to_have_url(re.compile("kind="))
    expect(page).to_have_url(re.compile("at=2021-06-30"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_it_can_be_used_by_keyboard(visitor: Visitor) -> None:
    page = visitor(script=False)
    page.goto("/browse?kind=cluster")
    link = page.locator("nav.facets li.chosen a")
    link.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse")
