"""The live door, asked over a real socket by real clients."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote_to_bytes
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph
import pytest
import rdflib
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from tests.scripts import Scripts

from bioclustergraph import inference, ontology
from bioclustergraph.answers import ROWS
from bioclustergraph.errors import ServeError, StoreError, Text
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages import Limits
from bioclustergraph.pages.endpoint.sparql import _decoded
from bioclustergraph.pages.frame.rendering import Speech
from bioclustergraph.project import Project
from bioclustergraph.server.front import Front
from bioclustergraph.server.running import address, listen
from bioclustergraph.store.base import Store
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bioclustergraph.store.base import Graphs

SMALL = Path(__file__).parent / "served" / "small.trig"
CLUSTERS = "SELECT ?c ?name { ?c a bcg:Cluster ; rdfs:label ?name FILTER(LANG(?name) = 'nb') }"
PREFIXED = f"PREFIX bcg: <{PREFIXES['bcg']}> PREFIX rdfs: <{PREFIXES['rdfs']}> {CLUSTERS}"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(STRENDS(STR(?s), '/nce-tarebukta')) }"
TAREBUKTA = f"{BASE}id/cluster/nce-tarebukta"
RDFLIB = "ignore:ConjunctiveGraph is deprecated"  # said by rdflib's own JSON-LD reader
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def small(project: Project) -> EmbeddedStore:
    terms = quads_of(ontology.load(project), f"{PREFIXES['graph']}ontology")
    store = EmbeddedStore.of(merge([*pyoxigraph.parse(path=str(SMALL)), *terms]))
    inference.derive(store, project)
    return store


App = Callable[[Store, Project], Front]


@contextmanager
def serving(application: Front) -> Iterator[str]:
    """Serve on a free port in a thread, and give the address without its last slash."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
    thread.start()
    try:
        yield address(listening).rstrip("/")
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture(scope="module")
def url(app: App, project: Project) -> Iterator[str]:
    with serving(app(small(project), project)) as address_:
        yield address_


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url) as client:
        yield client


class Checked(HTMLParser):
    """Reads a page strictly: every element that opens must close, ids are unique."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.language: str | None = None
        self.tags: set[str] = set()
        self.feed(html)
        assert not self.open
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # A block of data is no script: a browser does not run it, whatever is in it.
        is_data = values.get("type") in {"application/ld+json", "application/json"}
        # A script of ours that is fetched from here is none that is written into the page.
        is_ours = (values.get("src") or "").startswith("/static/built/")
        self.tags.add("data" if is_data else "bundle" if tag == "script" and is_ours else tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        self.language = values.get("lang") if tag == "html" else self.language
        assert "style" not in values
        assert not [name for name in values if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(response: httpx.Response, status: int = 200) -> Checked:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!DOCTYPE html>")
    read = Checked(response.text)
    assert read.language == response.headers["content-language"]
    assert "script" not in read.tags
    return read


# --- the SPARQL Protocol --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_select_in_every_form(client: httpx.Client, accept: str, content_type: str) -> None:
    response = client.get("/sparql", params={"query": PREFIXED}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert "NCE Tarebukta Klynge" in response.text
    if content_type.endswith("json"):
        (row,) = response.json()["results"]["bindings"]
        assert row["name"] == {
            "type": "literal",
            "value": "NCE Tarebukta Klynge",
            "xml:lang": "nb",
        }
    if content_type.endswith("xml"):
        assert ET.fromstring(response.text).tag.endswith("sparql")  # noqa: S314  # our own answer


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", "turtle"),
        ("*/*", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings(RDFLIB)
def test_construct_in_every_form(client: httpx.Client, accept: str, format_: str) -> None:
    response = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})
    assert response.status_code == 200
    graph = rdflib.Graph().parse(data=response.text, format=format_)
    assert (
        rdflib.URIRef(TAREBUKTA),
        rdflib.RDF.type,
        rdflib.URIRef(f"{PREFIXES['bcg']}Cluster"),
    ) in (graph)


def test_turtle_has_our_prefixes(client: httpx.Client) -> None:
    text = client.get("/sparql", params={"query": GRAPH}).text
    assert "@prefix cluster:" in text
    assert "@prefix person:" not in text
    assert "cluster:nce-tarebukta a " in text


def test_describe_and_ask(client: httpx.Client) -> None:
    described = client.get("/sparql", params={"query": f"DESCRIBE <{TAREBUKTA}>"})
    assert described.headers["content-type"].startswith("text/turtle")
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    csv = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "text/csv"})
    assert csv.text == "true"


@pytest.mark.parametrize(
    ("query", "name", "content_type"),
    [
        ("ASK {}", "json", "application/sparql-results+json"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        (PREFIXED, "csv", "text/csv; charset=utf-8"),
        (PREFIXED, "TSV", "text/tab-separated-values; charset=utf-8"),
        (GRAPH, "ttl", "text/turtle; charset=utf-8"),
        (GRAPH, "nt", "application/n-triples"),
        (GRAPH, "jsonld", "application/ld+json"),
        (GRAPH, "turtle", "text/turtle; charset=utf-8"),
        (GRAPH, "xml", "application/rdf+xml"),
        (GRAPH, "application/n-triples", "application/n-triples"),
    ],
)
def test_format_overrides_accept(
    client: httpx.Client, query: str, name: str, content_type: str
) -> None:
    response = client.get(
        "/sparql", params={"query": query, "format": name}, headers={"Accept": BROWSER}
    )
    assert response.headers["content-type"] == content_type


def test_post_in_both_ways(client: httpx.Client) -> None:
    form = client.post("/sparql", data={"query": PREFIXED}, headers={"Accept": "text/csv"})
    direct = client.post(
        "/sparql",
        content=PREFIXED.encode(),
        headers={"Content-Type": "application/sparql-query; charset=UTF-8", "Accept": "text/csv"},
    )
    assert form.status_code == direct.status_code == 200
    assert form.text == direct.text


def test_letters_beyond_ascii_travel(client: httpx.Client) -> None:
    query = 'SELECT ("Ålgård – «blåbær»" AS ?x) {}'
    for response in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
    ):
        assert response.json()["results"]["bindings"][0]["x"]["value"] == "Ålgård – «blåbær»"


@given(st.binary(max_size=60) | st.text("%=+3Dda \r\n", max_size=12).map(str.encode))
def test_what_is_percent_encoded_is_read_as_the_standard_library_does(raw: bytes) -> None:
    for encoded in (raw, quote(raw).encode(), quote_plus(raw).encode()):
        plain = unquote_to_bytes(encoded.replace(b"+", b" "))
        try:
            expected = plain.decode()
        except UnicodeDecodeError:
            with pytest.raises(UnicodeDecodeError):
                _decoded(encoded)
        else:
            assert _decoded(encoded) == expected


def test_head_has_no_body(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": "ASK {}"})
    assert response.status_code == 200
    assert response.content == b""


# --- what goes wrong ------------------------------------------------------------------------------


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.text)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert "Traceback" not in response.text
    return told


def test_a_bad_query_is_told_in_the_language_asked_for(client: httpx.Client) -> None:
    bad = {"query": "SELECT * WHERE {\n ?s ?p"}
    nb = problem(client.get("/sparql", params=bad), 400)
    en = problem(client.get("/sparql", params=bad, headers={"Accept-Language": "en"}), 400)
    assert nb["detail"].startswith("Linje 2:")
    assert en["detail"].startswith("Line 2:")


def test_no_query_and_two_queries(client: httpx.Client) -> None:
    described = client.get("/sparql")
    assert "sparql-service-description" in described.text
    assert described.headers["content-type"].startswith("text/turtle")
    assert client.get("/sparql", headers={"Accept": "application/json"}).status_code == 400
    problem(client.post("/sparql", data={"x": "y"}), 400)
    problem(client.get("/sparql?query=ASK{}&query=ASK{}"), 400)


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1/>",
        "DROP ALL",
    ],
)
def test_nothing_is_written_or_fetched(client: httpx.Client, sparql: str) -> None:
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    before = client.get("/sparql", params=count).text
    problem(client.get("/sparql", params={"query": sparql}), 400)
    problem(client.post("/sparql", data={"update": sparql}), 403)
    content_type = {"Content-Type": "application/sparql-update"}
    problem(client.post("/sparql", content=sparql, headers=content_type), 403)
    assert client.get("/sparql", params=count).text == before


def test_other_methods(client: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = client.request(method, "/sparql")
        problem(response, 405)
        assert "GET" in response.headers["allow"]
    problem(client.post("/doc/cluster/nce-tarebukta"), 405)


def test_not_acceptable_lists_what_is(client: httpx.Client) -> None:
    told = problem(
        client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"}), 406
    )
    assert "text/csv" in told["detail"]
    told = problem(client.get("/sparql", params={"query": "ASK {}", "format": "ttl"}), 400)
    assert "csv" in told["detail"]
    problem(client.get("/doc/cluster/nce-tarebukta", headers={"Accept": "image/png"}), 406)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "multipart/form-data"])
def test_unknown_body(client: httpx.Client, content_type: str) -> None:
    response = client.post("/sparql", content=b"ASK {}", headers={"Content-Type": content_type})
    problem(response, 415)
    assert "application/sparql-query" in response.headers["accept-post"]


def test_a_body_that_is_not_utf_8(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    problem(client.post("/sparql", content=b"ASK { \xff }", headers=headers), 400)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    problem(client.post("/sparql", content=b"query=%FF", headers=headers), 400)
    problem(client.post("/sparql", content=b"&".join([b"a=1"] * 99), headers=headers), 400)


def test_a_body_too_large(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    fits = b"ASK {} " + b"# " * 1000
    assert client.post("/sparql", content=fits, headers=headers).status_code == 200
    problem(client.post("/sparql", content=b"#" * (Limits().body + 1), headers=headers), 413)

    def pieces() -> Iterator[bytes]:  # without a Content-Length that could be believed
        for _ in range(40):
            yield b"#" * (Limits().body // 16)

    # The server may hang up before all is sent, which is what the bound is for.
    with suppress(httpx.WriteError):
        problem(client.post("/sparql", content=pieces(), headers=headers), 413)


def test_a_data_set_named_by_the_request(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = f"{PREFIXES['graph']}sources/2020-prove"

    def counted(fields: dict[str, str | list[str]] | None = None, query: str = count) -> int:
        response = client.get("/sparql", params={"query": query, **(fields or {})})
        return int(response.json()["results"]["bindings"][0]["n"]["value"])

    whole, one = counted(), counted({"default-graph-uri": graph})
    assert 0 < one < whole
    # The same triple in two graphs is one triple of their merge, which Oxigraph would count twice.
    assert counted({"default-graph-uri": [graph, graph + "-none"]}) == one
    ontology_graph = f"{PREFIXES['graph']}ontology"
    copies = count.replace("{", f"FROM <{graph}> FROM <{ontology_graph}> {{", 1)
    both = counted({"default-graph-uri": [graph, ontology_graph]})
    assert one < both == counted(query=copies)
    assert counted({"named-graph-uri": graph}) == 0
    problem(client.get("/sparql", params={"query": count, "default-graph-uri": "no iri"}), 400)


class Broken:
    """A store whose engine is away."""

    def query(self, sparql: str, graphs: Graphs | None = None) -> pyoxigraph.QuerySolutions:
        del graphs
        raise StoreError(Text("Motoren er borte.", f"The engine is away: {len(sparql)}."))


def test_a_store_that_fails(app: App, project: Project) -> None:
    with serving(app(Broken(), project)) as url:
        told = problem(httpx.get(f"{url}/sparql", params={"query": "ASK {}"}), 503)
        assert told["detail"] == "Motoren er borte."
        page(httpx.get(url, headers={"Accept": BROWSER}), 503)


def test_rdflib_reads_a_page_as_data(url: str) -> None:
    graph = rdflib.Graph().parse(f"{url}/id/cluster/nce-tarebukta")
    assert (rdflib.URIRef(TAREBUKTA), rdflib.RDFS.label, None) in graph


# --- pages ----------------------------------------------------------------------------------------


def get(client: httpx.Client, path: str, language: str = "nb", **more: str) -> httpx.Response:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    return client.get(path, params=more or None, headers=headers)


def test_home(client: httpx.Client) -> None:
    response = get(client, "/")
    read = page(response)
    assert "/doc/cluster/nce-tarebukta" in read.links
    assert "/questions/members-at" in read.links
    assert re.search(r"<strong>4</strong> daterte relasjoner", response.text)
    assert "NCE Kelp Bay Cluster" in get(client, "/", "en").text


def test_a_cluster_page_has_relations_with_sources(client: httpx.Client) -> None:
    response = get(client, "/doc/cluster/nce-tarebukta", "en")
    read = page(response)
    for text in (
        "NCE Kelp Bay Cluster",
        "NTK",
        "Solund Tare",
        "founding member",
        "from 2018, until 2019-11-07",
        "certainly from 2019-01-01 through 2019-11-06",
        "Annual report of the trial",
        "Tangveien 1",
        "The list was read from the top.",
    ):
        assert text in response.text
    # What is said in Norwegian is in the data of the page, and nowhere people read.
    assert "Listen er lest" not in re.sub(r"(?s)<script.*?</script>", "", response.text)
    assert "/doc/organisation/solund-tare" in read.links
    assert "/doc/document/2020-prove#char=9,31" in read.links


def test_links_lead_to_pages(client: httpx.Client) -> None:
    """Every link on the pages of the small graph leads somewhere, on this site.

    Of a page as of a year, in an order, in a language, one of each combination is enough.
    """
    seen: set[tuple[str, ...]] = set()
    waiting = ["/", "/doc/cluster/nce-tarebukta", "/doc/document/2020-prove", "/nowhere"]
    while waiting:
        path = waiting.pop().partition("#")[0]
        url = httpx.URL(path)
        sort = (url.path, *sorted(url.params.keys()))
        if sort in seen:
            continue
        seen.add(sort)
        response = get(client, path)
        assert response.status_code == (404 if path.startswith("/nowhere") else 200), path
        if path.startswith("/doc/") and response.headers["content-type"].startswith("text/html"):
            links = page(response).links
            waiting += [link for link in links if link.startswith("/doc/")]
    assert len(seen) > 12


def test_the_passage_a_link_names_is_on_the_page(client: httpx.Client) -> None:
    read = page(get(client, "/doc/document/2020-prove"))
    assert "char=9,31" in read.ids


@pytest.mark.parametrize(
    "path",
    [
        "/doc/membership/solund-tare--nce-tarebukta--2018",
        "/ns/Membership",
        "/scheme/membership-role/member",
        "/scheme/membership-role",
        "/graph/sources/2020-prove",
    ],
)
def test_every_sort_of_iri_has_a_page_and_data(client: httpx.Client, path: str) -> None:
    page(get(client, path))
    data = client.get(path, headers={"Accept": "text/turtle"})
    assert data.headers["content-type"] == "text/turtle; charset=utf-8"
    assert (
        rdflib.URIRef(BASE + path[1:].replace("doc/", "id/")),
        None,
        None,
    ) in rdflib.Graph().parse(data=data.text)


@pytest.mark.parametrize(
    ("suffix", "content_type", "format_"),
    [
        (".ttl", "text/turtle; charset=utf-8", "turtle"),
        (".nt", "application/n-triples", "nt"),
        (".jsonld", "application/ld+json", "json-ld"),
        (".rdf", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings(RDFLIB)
def test_suffixes(client: httpx.Client, suffix: str, content_type: str, format_: str) -> None:
    response = get(client, f"/doc/cluster/nce-tarebukta{suffix}")
    assert response.headers["content-type"] == content_type
    graph = rdflib.Graph().parse(data=response.text, format=format_)
    assert (rdflib.URIRef(TAREBUKTA), None, None) in graph
    page(get(client, "/doc/cluster/nce-tarebukta.html"))


def test_unknown_iri(client: httpx.Client) -> None:
    read = page(get(client, "/doc/cluster/nce-tarebukt"), 404)
    assert "/doc/cluster/nce-tarebukta" in read.links
    told = problem(client.get("/doc/cluster/nce-tarebukt"), 404)
    assert told["suggestions"][0] == TAREBUKTA
    problem(client.get("/doc/cluster/nce-tarebukt.ttl"), 404)


@pytest.mark.parametrize(
    "path",
    ["/doc/a%20b", "/%3E%20%7D", "/doc/%00", "//example.org/x", "/static/none", "/doc/%C3%A5"],
)
def test_odd_paths_are_not_found(client: httpx.Client, path: str) -> None:
    response = client.get(httpx.URL(str(client.base_url) + path), headers={"Accept": BROWSER})
    read = page(response, 404)
    assert not [link for link in read.links if link.startswith("//")]


def test_find(client: httpx.Client) -> None:
    response = get(client, "/find", name="solund tare")
    assert response.status_code == 303
    assert response.headers["location"] == "/doc/organisation/solund-tare"
    kept = get(client, "/find", name="solund tare", lang="en")
    assert kept.headers["location"] == "/doc/organisation/solund-tare?lang=en"
    assert get(client, "/find", name=" ").headers["location"] == "/"
    read = page(get(client, "/find", name="solund taer"), 404)
    assert "/doc/organisation/solund-tare" in read.links
    page(get(client, "/find", name="https://example.org/"), 404)  # never a way to anywhere


# --- questions ------------------------------------------------------------------------------------


def test_a_question_with_its_form(client: httpx.Client) -> None:
    answered = get(client, "/questions/members-at", cluster="NTK", at="2019-06-01", lang="en")
    page(answered)
    assert "Solund Tare" in answered.text
    assert "certain" in answered.text
    assert 'value="NTK"' in answered.text


def test_a_question_with_wrong_values(client: httpx.Client) -> None:
    page(get(client, "/questions/members-at", cluster="NTK", at="i fjor"), 400)
    page(get(client, "/questions/members-at", cluster="ingen slik klynge"), 404)
    page(get(client, "/questions/no-such-question"), 404)


def test_every_question_has_a_page(client: httpx.Client, project: Project) -> None:
    for path in sorted(project.queries.glob("*.rq")):
        response = get(client, f"/questions/{path.stem}")
        # The defaults name things that the small graph does not have to know.
        assert response.status_code == 200, (path.stem, response.text)
        page(response)


def test_the_sparql_page(client: httpx.Client) -> None:
    page(get(client, "/sparql"))
    answered = get(client, "/sparql", query=PREFIXED)
    page(answered)
    assert "cluster:nce-tarebukta" in answered.text
    assert "Ja" in get(client, "/sparql", query="ASK {}").text
    assert "cluster:nce-tarebukta" in get(client, "/sparql", query=GRAPH).text
    broken = get(client, "/sparql", query="SELECT * WHERE {")
    page(broken, 400)
    assert "SELECT * WHERE {" in broken.text
    blank = get(client, "/sparql", query="SELECT (BNODE() AS ?b) ?none {}")
    assert "_:" in blank.text


def test_a_long_answer_is_cut_and_it_is_said(client: httpx.Client) -> None:
    response = get(client, "/sparql", "en", query="SELECT * { ?s ?p ?o . ?x ?y ?z }")
    page(response)
    assert response.text.count("<tr>") == ROWS + 1
    assert "there are more" in response.text


# --- language -------------------------------------------------------------------------------------


def test_language_by_header_and_by_choice(client: httpx.Client) -> None:
    assert page(get(client, "/", "nn")).language == "nb"
    assert page(get(client, "/", "en-GB,en;q=0.9")).language == "en"
    chosen = page(get(client, "/", "nb", lang="en"))
    assert chosen.language == "en"
    assert "/doc/cluster/nce-tarebukta?lang=en" in chosen.links
    assert "/?lang=nb" in chosen.links
    assert page(get(client, "/", "en", lang="xx")).language == "en"


def test_a_chosen_language_is_kept_before_the_fragment() -> None:
    speech = Speech("en", chosen=True)
    assert speech.href(f"{BASE}id/document/x#char=1,2") == "/doc/document/x?lang=en#char=1,2"
    assert speech.path("/a?b=c") == "/a?b=c&lang=en"


# --- nothing that is shown can run ----------------------------------------------------------------


def test_a_label_with_markup(client: httpx.Client) -> None:
    for path in ("/doc/organisation/ond", "/doc/cluster/nce-tarebukta", "/"):
        response = get(client, path, "en")
        page(response)  # no script element but ours, which have a src
        assert not Scripts(response.text).foreign
    assert "&lt;script&gt;alert(&#39;en&#39;)" in get(client, "/doc/organisation/ond", "en").text


@pytest.mark.parametrize(
    "evil", ["</textarea><script>alert(1)</script>", '"><script>alert(1)</script>', "' onload='x"]
)
def test_echoes_are_escaped(client: httpx.Client, evil: str) -> None:
    for path, name, status in (
        ("/sparql", "query", 400),
        ("/find", "name", 404),
        ("/questions/members-at", "cluster", 404),
        ("/questions/members-at", "at", 400),
        ("/sparql", "x", 200),
        ("/", "x", 200),
    ):
        response = get(client, path, **{name: evil})
        page(response, status)
        assert "<script>" not in response.text  # ours have a src


def test_a_script_in_the_address_is_escaped(client: httpx.Client) -> None:
    page(get(client, "/doc/<script>alert(1)</script>"), 404)


def test_only_the_web_is_linked(client: httpx.Client) -> None:
    read = page(get(client, "/doc/organisation/solund-tare"))
    assert "https://ror.org/00x0x0x00" in read.links
    assert not [link for link in read.links if link.startswith("javascript:")]
    assert Speech("nb", chosen=False).href("data:text/html,x") is None
    assert Speech("nb", chosen=False).href('https://x/"><b>') == "https://x/%22%3E%3Cb%3E"


def test_headers_that_keep_a_browser_calm(client: httpx.Client) -> None:
    for path in ("/", "/sparql?query=ASK{}", "/static/site.css", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_the_style_sheet_knows_dark_and_focus(client: httpx.Client) -> None:
    css = client.get("/static/site.css")
    assert css.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in css.text
    assert ":focus-visible" in css.text


# --- listening ------------------------------------------------------------------------------------


def test_a_port_in_use() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            listen("127.0.0.1", port)
    assert caught.value.message == Text(f"Port {port} er i bruk.", f"Port {port} is in use.")
    assert caught.value.hint is not None
    assert "--port 0" in caught.value.hint.nb
    assert "--port 0" in caught.value.hint.en


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("192.0.2.1", 0), ("no host", 0)])
def test_nowhere_to_listen(host: str, port: int) -> None:
    with pytest.raises(ServeError):
        listen(host, port)


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_of_ipv6() -> None:
    try:
        listening = listen("::1", 0)
    except ServeError:
        pytest.skip("this machine has no IPv6 loopback")
    with listening:
        assert re.fullmatch(r"http://\[::1\]:\d+/", address(listening))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_told_to_stop(release_directory: Path, ending: signal.Signals) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "bioclustergraph",
            "serve",
            "--release",
            release_directory,
            "--port",
            "0",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found is not None
        assert httpx.get(f"{found[0]}sparql?query=ASK{{}}").json()["boolean"] is True
        began = time.monotonic()
        process.send_signal(ending)
        _, complaint = process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert "Traceback" not in complaint
    if ending is signal.SIGINT:
        assert process.returncode == 0


def test_what_is_asserted_and_what_is_derived_can_be_asked_apart(client: httpx.Client) -> None:
    def types(statements: str | None) -> set[str]:
        query = f"SELECT ?type {{ <{TAREBUKTA}> a ?type }}"
        asked = {"query": query} | ({} if statements is None else {"statements": statements})
        rows = client.get("/sparql", params=asked).json()["results"]["bindings"]
        return {row["type"]["value"] for row in rows}

    asserted, derived = types("asserted"), types("derived")
    assert asserted == {f"{BASE}ns/Cluster"}
    assert derived
    assert asserted | derived == types(None) == types("all")
    for wrong in ({"statements": "odd"}, {"statements": "derived", "default-graph-uri": "x:y"}):
        assert client.get("/sparql", params={"query": "ASK {}", **wrong}).status_code == 400
