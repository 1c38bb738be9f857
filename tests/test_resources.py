"""The documents about IRIs: how they are found, in which forms, and that all forms say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.scripts import Scripts
from tests.sites import get

from bioclustergraph.describe import PAGE, describe
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages import Limits, Site
from bioclustergraph.pages.holdings import Holdings
from bioclustergraph.release import assemble
from bioclustergraph.store.embedded import EmbeddedStore, merge

if TYPE_CHECKING:
    from starlette.responses import Response

    from bioclustergraph.project import Project

NORTH = "/doc/cluster/biotech-north"
FORMS = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
SORTS = (
    "/doc/cluster/heidner-biocluster",
    "/doc/organisation/nofima",
    "/doc/person/kristiane-haug-berg",
    "/doc/place/hamar",
    "/doc/document/2016-biotech-north-about",
    "/doc/membership/norinnova--biotech-north--before-2021",
    "/doc/grant/biotech-north--membership-fee--2021",
    "/ns/Membership",
    "/ns/hasSubject",
    "/scheme/membership-role",
    "/scheme/membership-role/member",
    "/graph/identifiers/ror",
)


def node(name: str) -> ox.NamedNode:
    prefix, _, key = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + key)


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def site(store: EmbeddedStore, project: Project) -> Site:
    return Site(Holdings(store, project))


def text(response: Response) -> str:
    return bytes(response.body).decode()


def links(response: Response) -> list[tuple[str, set[str], str | None]]:
    """Read the header Link: target, relations and media type."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', response.headers["link"])
    return [(target, set(relations.split()), type_ or None) for target, relations, type_ in found]


def target(response: Response, relation: str) -> str:
    return next(at for at, relations, _ in links(response) if relation in relations)


def parsed(content: bytes, form: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=RDF[form])}


def embedded(response: Response) -> set[ox.Triple]:
    ((_, _, content),) = (found for found in Scripts(text(response)).found if found[0] is not None)
    return parsed(content.encode(), "jsonld")


# --- from things to documents ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thing", "location"),
    [
        ("/id/cluster/biotech-north", NORTH),
        ("/id/cluster/biotech-north?lang=en&at=2021-06-30", f"{NORTH}?lang=en&at=2021-06-30"),
        ("/id/cluster/biotech-north.ttl", f"{NORTH}.ttl"),
        ("/id//example.org/x", "/doc//example.org/x"),
    ],
)
def test_a_thing_leads_to_its_document(site: Site, thing: str, location: str) -> None:
    response = get(site, thing, accept="text/turtle")
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert response.body == b""


@pytest.mark.parametrize("path", ["/ns/Membership", "/scheme/membership-role/member"])
def test_a_term_is_its_own_document(site: Site, path: str) -> None:
    response = get(site, path, accept="text/turtle")
    assert response.status_code == 200
    assert response.headers["content-location"] == f"{path}.ttl"


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_forms_by_suffix_by_accept_and_by_name(site: Site, form: str) -> None:
    type_ = FORMS[form].partition(";")[0]
    by_suffix = get(site, f"{NORTH}.{form}", accept="text/unknown")
    by_accept = get(site, NORTH, accept=f"{type_}, */*;q=0.1")
    by_name = get(site, f"{NORTH}?format={form}", accept="text/unknown")
    for response in (by_suffix, by_accept, by_name):
        assert response.status_code == 200
        assert response.headers["content-type"] == FORMS[form]
    lang = "?lang=nb" if form == "html" else ""
    assert by_accept.headers["content-location"] == f"{NORTH}.{form}{lang}"
    spoken = ["Accept-Language"] if form == "html" else []
    assert by_accept.headers["vary"] == ", ".join(["Accept", *spoken])
    assert by_suffix.headers.get("vary", "") == ", ".join(spoken)
    if form != "html":
        assert by_suffix.body == by_accept.body == by_name.body
        assert "content-language" not in by_suffix.headers


@pytest.mark.parametrize("path", SORTS)
def test_every_form_holds_the_same_triples(site: Site, path: str) -> None:
    turtle = parsed(bytes(get(site, f"{path}.ttl").body), "ttl")
    assert turtle
    for form in RDF:
        assert parsed(bytes(get(site, f"{path}.{form}").body), form) == turtle, form
    assert embedded(get(site, f"{path}.html")) == turtle


@pytest.mark.parametrize("day", ["2016-06-01", "2021-06-30"])
def test_every_form_holds_the_same_triples_on_a_day(site: Site, day: str) -> None:
    turtle = parsed(bytes(get(site, f"{NORTH}.ttl?at={day}").body), "ttl")
    assert embedded(get(site, f"{NORTH}.html?at={day}")) == turtle
    assert turtle < parsed(bytes(get(site, f"{NORTH}.ttl").body), "ttl")


def test_what_nobody_offers_is_not_acceptable(site: Site) -> None:
    response = get(site, NORTH, accept="image/png")
    assert response.status_code == 406
    assert "text/turtle" in text(response)


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [NORTH, "/ns/Membership", "/graph/identifiers/ror"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_links_say_what_the_document_is_about_and_lead_to_it(
    site: Site, path: str, accept: str
) -> None:
    response = get(site, path, accept=accept)
    found = links(response)
    assert target(response, "cite-as") == target(response, "about")
    assert target(response, "cite-as") == BASE + path.replace("/doc/", "/id/").removeprefix("/")
    assert target(response, "canonical") == path
    relations = set().union(*(said for _, said, _ in found))
    if accept == "text/html":
        assert {"describedby", "item", "type", "alternate", "license"} <= relations
        assert "https://schema.org/AboutPage" in {at for at, said, _ in found if "type" in said}
    else:
        assert {"describes", "collection", "type", "alternate", "license"} <= relations
    for at, _, type_ in found:
        if type_ is not None:
            there = get(site, at, accept="*/*")
            assert there.status_code == 200, at
            assert there.headers["content-type"].partition(";")[0] == type_


def test_the_licence_is_that_of_the_graph(site: Site) -> None:
    ours = "https://creativecommons.org/licenses/by/4.0/"
    for accept in ("text/html", "text/turtle"):
        assert target(get(site, NORTH, accept=accept), "license") == ours
        borrowed = get(site, "/graph/identifiers/enhetsregisteret", accept=accept)
        assert target(borrowed, "license") == "https://data.norge.no/nlod/no/2.0"


def test_links_on_a_page_lead_to_documents_and_keep_language_and_day(site: Site) -> None:
    page = text(get(site, f"{NORTH}.html?lang=en&at=2021-06-30"))
    assert 'href="/id/' not in page
    hrefs = re.findall(r'href="(/doc/organisation/[^"]*)"', page)
    assert hrefs
    assert all(href.endswith("?at=2021-06-30&amp;lang=en") for href in hrefs)
    undated = text(get(site, f"{NORTH}.html"))
    assert 'href="/doc/organisation/nofima"' in undated


# --- language -------------------------------------------------------------------------------------


def test_the_language_is_asked_for_or_negotiated(site: Site) -> None:
    english = get(site, NORTH, accept="text/html", accept_language="en-GB, nb;q=0.5")
    assert english.headers["content-language"] == "en"
    assert english.headers["content-location"] == f"{NORTH}.html?lang=en"
    assert "Members" in text(english)
    chosen = get(site, f"{NORTH}?lang=nb", accept="text/html", accept_language="en")
    assert chosen.headers["content-language"] == "nb"
    assert chosen.headers["vary"] == "Accept"
    assert "Medlemmer" in text(chosen)


# --- as of a day ----------------------------------------------------------------------------------


def test_a_day_is_said_shown_and_can_be_moved_without_scripts(
    site: Site, store: EmbeddedStore, project: Project
) -> None:
    import datetime as dt

    page = text(get(site, f"{NORTH}.html?at=2021-06-30&lang=en"))
    described = describe(
        store, f"{BASE}id/cluster/biotech-north", project=project, at=dt.date(2021, 6, 30)
    )
    assert '<input id="at" name="at" type="date" value="2021-06-30"' in page
    assert '<input type="hidden" name="lang" value="en">' in page
    assert f"{described.others} others did not hold on this day." in page
    assert page.count('<span class="tag certain">certain</span>') == sum(
        relation.standing == "certain" for relation in described.relations
    )
    assert f'href="{NORTH}?at=2020-06-30&amp;lang=en"' in page
    assert f'href="{NORTH}?at=2022-06-30&amp;lang=en"' in page
    assert f'href="{NORTH}?lang=en"' in page


def test_a_form_sent_without_a_day_asks_for_none(site: Site) -> None:
    undated = text(get(site, f"{NORTH}.html"))
    assert text(get(site, f"{NORTH}.html?at=")) == undated.replace("?lang=", "?at=&amp;lang=")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2020-02-29"])
def test_days_at_the_ends_of_the_calendar(site: Site, day: str) -> None:
    assert get(site, f"{NORTH}.html?at={day}").status_code == 200
    assert get(site, f"{NORTH}.ttl?at={day}").status_code == 200


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("at=202", "Write 2021 or 2021-06-30"),
        ("at=20210630", "Write 2021 or 2021-06-30"),
        ("at=2021-W26-3", "Write 2021 or 2021-06-30"),
        ("at=2021-02-30", "Write 2021 or 2021-06-30"),
        ("at=10000-01-01", "Write 2021 or 2021-06-30"),
        ("at=%22%20.%7D", "Write 2021 or 2021-06-30"),
        ("page=0", "whole number from 1"),
        ("page=-1", "whole number from 1"),
        ("page=two", "whole number from 1"),
        ("page=%D9%A1", "whole number from 1"),
        ("page=" + "9" * 5000, "whole number from 1"),
        ("page=2", "from 1 to 1"),
        ("format=pdf", "Choose one of"),
    ],
)
def test_a_parameter_out_of_order_is_told_with_a_remedy(
    site: Site, query: str, remedy: str
) -> None:
    response = get(site, f"{NORTH}?{query}&lang=en", accept="text/html")
    assert response.status_code == 400
    assert remedy in text(response)


def test_a_year_means_its_last_day(site: Site) -> None:
    year, day = (text(get(site, f"{NORTH}.html?at={at}&lang=en")) for at in ("2021", "2021-12-31"))
    assert year.replace("?at=2021&amp;", "?at=2021-12-31&amp;") == day


# --- hubs -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hub(store: EmbeddedStore, project: Project) -> Site:
    cluster = node("cluster:hub")
    quads = [
        ox.Quad(cluster, node("rdf:type"), node("bcg:Cluster")),
        ox.Quad(cluster, node("rdfs:label"), ox.Literal("Navet", language="nb")),
    ]
    for number in range(3000):
        relation = node(f"membership:m{number:04}")
        quads += [
            ox.Quad(relation, node("rdf:type"), node("bcg:Membership")),
            ox.Quad(relation, node("bcg:hasSubject"), node(f"organisation:o{number:04}")),
            ox.Quad(relation, node("bcg:hasObject"), cluster),
            *(ox.Quad(relation, node("bcg:note"), ox.Literal(f"n{n}")) for n in range(5)),
        ]
    held = Holdings(EmbeddedStore.of([*store.quads(), *merge(quads)]), project)
    return Site(held)


def test_a_hub_is_walked_from_page_to_page(hub: Site) -> None:
    at: str | None = "/doc/cluster/hub"
    seen: list[str] = []
    visited = 0
    while at is not None and visited < 20:
        response = get(hub, at, accept="text/html")
        assert response.status_code == 200
        found = re.findall(r'href="/doc/membership/(m[0-9]{4})"', text(response))
        seen += list(dict.fromkeys(found))
        visited += 1
        # A part of the triples would be a graph that no address has.
        assert all(type_ is None for type_, _, _ in Scripts(text(response)).found)
        nexts = [to for to, relations, _ in links(response) if "next" in relations]
        at = nexts[0] if nexts else None
        assert at is None or f'<a rel="next" href="{at}">' in text(response)
    assert visited == 3000 // PAGE
    assert seen == [f"m{number:04}" for number in range(3000)]


def test_the_data_of_a_hub_are_whole(hub: Site) -> None:
    turtle = parsed(bytes(get(hub, "/doc/cluster/hub.ttl").body), "ttl")
    assert len(turtle) == 2 + 3000 * 8
    for form in ("nt", "jsonld", "rdf"):
        assert parsed(bytes(get(hub, f"/doc/cluster/hub.{form}").body), form) == turtle
    assert parsed(bytes(get(hub, "/doc/cluster/hub.ttl?page=2").body), "ttl") == turtle


@pytest.mark.parametrize("form", RDF)
def test_data_that_are_too_long_are_cut_and_it_is_said(
    hub: Site, project: Project, form: str
) -> None:
    small = Site(Holdings(hub.held.store, project, Limits(result=100_000)))
    response = get(small, f"/doc/cluster/hub.{form}")
    assert response.status_code == 200
    rows = int(response.headers["x-result-truncated"].removeprefix("rows="))
    assert 0 < rows < 24_000
    assert len(parsed(bytes(response.body), form)) == rows
    assert b"truncated" in response.body


# --- retired --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def retiring(store: EmbeddedStore, project: Project) -> Site:
    quads = []
    for name, successor in (("gammel", "biotech-north"), ("aldri-til", None)):
        old = node(f"cluster:{name}")
        quads += [
            ox.Quad(old, node("owl:deprecated"), ox.Literal(True)),  # noqa: FBT003 - a literal
            ox.Quad(old, node("dcterms:date"), ox.Literal("2026-11-24", datatype=node("xsd:date"))),
            ox.Quad(old, node("skos:changeNote"), ox.Literal("Ført to ganger.", language="nb")),
            ox.Quad(old, node("skos:changeNote"), ox.Literal("Entered twice.", language="en")),
        ]
        if successor is not None:
            quads.append(ox.Quad(old, node("dcterms:isReplacedBy"), node(f"cluster:{successor}")))
    return Site(Holdings(EmbeddedStore.of([*store.quads(), *merge(quads)]), project))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/id/cluster/gammel", "/id/cluster/biotech-north"),
        ("/id/cluster/gammel?lang=en", "/id/cluster/biotech-north?lang=en"),
        ("/doc/cluster/gammel", NORTH),
        ("/doc/cluster/gammel.ttl?at=2021-06-30", f"{NORTH}.ttl?at=2021-06-30"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_merged_iri_leads_on_and_says_why(
    retiring: Site, old: str, new: str, accept: str
) -> None:
    response = get(retiring, old, accept=accept, accept_language="en")
    assert (response.status_code, response.headers["location"]) == (301, new)
    assert "was merged into Biotech North on 2026-11-24: Entered twice." in text(response)
    if accept == "text/html":
        assert f'href="{NORTH}' in text(response)
    else:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/id/cluster/aldri-til", "/doc/cluster/aldri-til.ttl"])
def test_a_withdrawn_iri_has_a_tombstone(retiring: Site, address: str) -> None:
    page = get(retiring, address, accept="text/html", accept_language="nb")
    assert page.status_code == 410
    assert "ble trukket tilbake 2026-11-24: Ført to ganger." in text(page)
    told = get(retiring, address, accept="text/turtle", accept_language="en")
    assert (told.status_code, told.headers["content-type"]) == (410, "application/problem+json")
    assert "was withdrawn on 2026-11-24: Entered twice." in text(told)


# --- what is not there, and what is hostile -------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/doc/cluster/nobody", "/doc/", "/ns/Nothing", "/nowhere", "/doc/cluster/%zz", "/doc/a%00b"],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_what_nothing_is_known_about_is_not_found(site: Site, path: str, accept: str) -> None:
    assert get(site, path, accept=accept).status_code == 404


def test_hostile_texts_stay_texts(store: EmbeddedStore, project: Project) -> None:
    words = "</script><script>alert(1)</script><!--<script> ]]> & \u2028\u2029 \\u003c \"'"
    place = node("place:hamar")
    hostile = EmbeddedStore.of(
        [*store.quads(), ox.Quad(place, node("rdfs:label"), ox.Literal(words, language="nn"))]
    )
    site = Site(Holdings(hostile, project))
    page = get(site, "/doc/place/hamar.html")
    assert embedded(page) == parsed(bytes(get(site, "/doc/place/hamar.nt").body), "nt")
    (start,) = re.findall(r"<script type[^>]*>(.*?)</script>", text(page), re.DOTALL)
    assert not set("<>&\u2028\u2029") & set(start)


def test_nothing_on_a_page_is_run(site: Site) -> None:
    for path in SORTS:
        page = text(get(site, f"{path}.html"))
        assert not Scripts(page).foreign
        assert not re.search(r"<[^>]+\son[a-z]+=|<style|\sstyle=", page)
