"""The SPARQL 1.1 Protocol over HTTP: the cases of the W3C, and what they leave out."""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
from collections import Counter
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import brotli
import httpx
import pyoxigraph
import pytest
import rdflib
import zstandard
from rdflib import RDF, Namespace
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Serve

pytestmark = pytest.mark.xdist_group("protocol")

W3C: Final = Path(__file__).parents[2] / "shared" / "w3c" / "sparql" / "sparql11"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
DATA: Final = "http://kasei.us/2009/09/sparql/data/"
WRITES: Final = frozenset(
    {
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    }
)
"""Those that write: there is no way to write here, and all of them are to be refused."""

FORMATS: Final = {
    "boolean": ("application/sparql-results+json",),
    "tabular": ("application/sparql-results+json",),
    "RDF": ("text/turtle",),
}
"""What stands for the formats that cases expect, where the client likes all the same."""

SELECT: Final = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o"
CONSTRUCT: Final = "CONSTRUCT WHERE { ?s ?p ?o }"


def cases() -> list[str]:
    manifest = W3C / "protocol" / "manifest.ttl"
    if not manifest.exists():
        return []
    graph = rdflib.Graph().parse(manifest)
    return sorted(
        str(case).rpartition("#")[2] for case in graph.subjects(RDF.type, MF.ProtocolTest)
    )


@pytest.fixture(scope="module")
def client(
    serve: Serve,
    release_of: Callable[[Path, bytes], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    if not W3C.is_dir():
        pytest.skip(f"the cases of the W3C are not here: they belong in {W3C}")
    quads: list[pyoxigraph.Quad] = []
    for number in (1, 2, 3):
        name = pyoxigraph.NamedNode(f"{DATA}data{number}.rdf")
        for quad in pyoxigraph.parse(path=str(W3C / "protocol" / f"data{number}.nt")):
            quads += [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name), quad]
    directory = tmp_path_factory.mktemp("w3c") / "release"
    release_of(directory, b"".join(sorted({f"{quad} .\n".encode() for quad in quads})))
    with serve("--release", directory) as served, httpx.Client(base_url=served.url) as client:
        yield client


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Counter[str]]:
    """What came of the cases; said when all are done."""
    counted: Counter[str] = Counter()
    yield counted
    print(  # noqa: T201 - the count belongs in the output
        f"\nW3C SPARQL 1.1 Protocol: {counted['as it says']} of {len(cases())} as the manifest "
        f"says, {counted['refused']} write and are refused (403) since there is no way to write"
    )


@pytest.fixture(scope="module")
def manifest() -> rdflib.Graph:
    return rdflib.Graph().parse(W3C / "protocol" / "manifest.ttl")


def request_of(graph: rdflib.Graph, node: rdflib.term.Node) -> httpx.Request:
    """Make the request that a case describes."""
    path = str(graph.value(node, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    listed = graph.value(node, HT.headers)
    headers = (
        {
            str(graph.value(field, HT.fieldName)): str(graph.value(field, HT.fieldValue))
            for field in Collection(graph, listed)
        }
        if listed is not None
        else {}
    )
    body = graph.value(node, HT.body)
    content = b""
    if body is not None:
        encoding = str(graph.value(body, CNT.characterEncoding))
        content = str(graph.value(body, CNT.chars)).encode(encoding)
    method = str(graph.value(node, HT.methodName))
    return httpx.Request(method, f"http://x{path}", headers=headers, content=content)


@pytest.mark.parametrize("name", cases())
def test_case_of_the_w3c(
    client: httpx.Client, manifest: rdflib.Graph, outcomes: Counter[str], name: str
) -> None:
    [case] = [
        c for c in manifest.subjects(RDF.type, MF.ProtocolTest) if str(c).endswith(f"#{name}")
    ]
    requests = manifest.value(manifest.value(case, MF.action), HT.requests)
    assert requests is not None
    for node in Collection(manifest, requests):
        asked = request_of(manifest, node)
        response = client.request(
            asked.method,
            asked.url.raw_path.decode(),
            headers={k: v for k, v in asked.headers.items() if k in {"content-type", "accept"}},
            content=asked.content or None,
        )
        expected = manifest.value(node, HT.resp)
        statuses = {str(s)[-3] for s in manifest.objects(expected, MF.expectedStatus)}
        if name in WRITES:
            assert response.status_code == 403
            assert quads_held(client) == 6  # and nothing was written
            outcomes["refused"] += 1
            return  # what follows asks for what would have been written
        assert str(response.status_code)[0] in statuses, response.text
        boolean = manifest.value(expected, MF.expectedBoolean)
        if boolean is not None:
            assert response.json()["boolean"] is (str(boolean) == "true")
        kind = manifest.value(expected, MF.expectedFormat)
        if kind is not None:
            type_ = response.headers["content-type"].partition(";")[0]
            assert type_ in {*FORMATS[str(kind)], asked.headers.get("accept", "")}
    outcomes["as it says"] += 1


def quads_held(client: httpx.Client) -> int:
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    response = client.get("/sparql", params={"query": f"{count} #{time.monotonic()}"})
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_all_cases_are_run(manifest: rdflib.Graph) -> None:
    found = cases()
    assert len(found) == len(list(manifest.subjects(RDF.type, MF.ProtocolTest))) == 34
    assert set(found) > WRITES


# --- what is left out -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        (
            "application/*;q=0.1, text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
        ),
        ("image/png, */*;q=0.01", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
    ],
)
def test_what_is_liked_best_is_given(client: httpx.Client, accept: str, type_: str) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert response.headers["content-type"] == type_


@pytest.mark.parametrize("type_", ["json", "xml", "csv", "tsv"])
def test_results_are_read_by_others(client: httpx.Client, type_: str) -> None:
    response = client.get("/sparql", params={"query": SELECT, "format": type_})
    result = rdflib.query.Result.parse(BytesIO(response.content), format=type_)
    rows = client.get("/sparql", params={"query": SELECT}).json()["results"]["bindings"]
    assert len(list(result)) == len(rows) > 0


@pytest.mark.parametrize(
    ("type_", "format_"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_graphs_are_read_by_others(client: httpx.Client, type_: str, format_: str) -> None:
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": type_})
    assert response.headers["content-type"].startswith(type_)
    read = rdflib.Dataset().parse(data=response.text, format=format_)
    assert len(list(read.quads())) == 3


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_answers_are_made_smaller(client: httpx.Client, coding: str) -> None:
    query = {"query": "SELECT * { VALUES ?x { " + " ".join(map(str, range(500))) + " } }"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    with client.stream(
        "GET", "/sparql", params=query, headers={"Accept-Encoding": coding}
    ) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == coding
    assert "Accept-Encoding" in response.headers["vary"]
    assert response.headers["etag"] != plain.headers["etag"]
    decoded = {
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    }[coding](raw)
    assert decoded == plain.content
    assert len(raw) < len(plain.content) / 3


def test_a_tag_saves_the_answer(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert "content-length" not in again.headers
    other = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": '"x"'})
    assert (other.status_code, other.content) == (200, first.content)
    assert client.get("/sparql", params={"query": SELECT, "format": "csv"}).headers["etag"] != tag


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "bnode()"])
def test_what_changes_is_not_kept(client: httpx.Client, function: str) -> None:
    response = client.get("/sparql", params={"query": f"SELECT ({function} AS ?x) {{}}"})
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


@pytest.mark.parametrize("between", [" ", "\n", "#\n", " # a # b\n\t#\r", "\t"])
def test_what_changes_is_not_kept_whatever_stands_before_the_parenthesis(
    client: httpx.Client, between: str
) -> None:
    query = f"SELECT (STRUUID{between}() AS ?x) {{}}"
    answers = {client.get("/sparql", params={"query": query}).text for _ in range(3)}
    assert len(answers) == 3


def test_the_search_for_what_changes_is_quick(client: httpx.Client) -> None:
    began = time.monotonic()
    client.get("/sparql", params={"query": f"ASK {{}} # NOW {'# # ' * 8000}"})
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "POST"])
@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%20%7B%7D", "/", "/static/site.css", "/service"]
)
def test_a_kept_answer_is_for_those_who_may_ask(
    client: httpx.Client, path: str, method: str
) -> None:
    for _ in range(2):
        assert client.get(path).status_code == 200
    refused = client.request(method, path)
    if method == "POST" and path.startswith("/sparql"):
        assert refused.status_code == 415
        assert "application/sparql-query" in refused.headers["accept-post"]
    else:
        assert refused.status_code == 405
        assert "GET" in refused.headers["allow"]
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_condition_is_for_what_is_fetched(client: httpx.Client) -> None:
    for _ in range(2):
        posted = client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": "*"})
        assert posted.status_code == 200
        assert posted.json()["results"]["bindings"]


def test_conditions_of_files(client: httpx.Client) -> None:
    whole = client.get("/dumps/data.nq")
    tag = whole.headers["etag"]
    for known in (tag, f"W/{tag}", "*", f'"x", {tag}'):
        again = client.get("/dumps/data.nq", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in ('"x"', tag[:-2] + '"', f'"{tag[1:-1]}0"'):
        again = client.get("/dumps/data.nq", headers={"If-None-Match": other})
        assert (again.status_code, again.content) == (200, whole.content)
    part = client.get("/dumps/data.nq", headers={"Range": "bytes=3-9"})
    assert (part.status_code, part.content) == (206, whole.content[3:10])
    assert client.options("/dumps/data.nq").status_code == 204


def test_a_function_that_does_not_exist(client: httpx.Client) -> None:
    response = client.get(
        "/sparql",
        params={"query": "ASK { FILTER(<http://x/f>(1)) }"},
        headers={"Accept-Language": "en"},
    )
    assert response.status_code == 400
    assert "<http://x/f>" in response.json()["detail"]


@pytest.mark.parametrize("type_", ["json", "xml", "csv", "tsv", "html"])
def test_results_by_name(client: httpx.Client, type_: str) -> None:
    for query in (SELECT, "ASK {}"):
        asked = {"query": query, "format": type_}
        for response in (
            client.get("/sparql", params=asked),
            client.post("/sparql", data=asked),
            client.get("/sparql", params=asked, headers={"Accept": "image/png"}),
        ):
            assert response.status_code == 200
            # Only text has a charset: JSON and XML say it themselves, or are always UTF-8.
            content_type = response.headers["content-type"]
            assert content_type.endswith("; charset=utf-8") is content_type.startswith("text/")


@pytest.mark.parametrize("type_", ["ttl", "nt", "nq", "trig", "rdf", "jsonld", "html"])
def test_graphs_by_name(client: httpx.Client, type_: str) -> None:
    for query in (CONSTRUCT, f"DESCRIBE <{DATA}data1.rdf>"):
        response = client.get("/sparql", params={"query": query, "format": type_})
        assert response.status_code == 200
        assert client.get("/sparql", params={"query": SELECT, "format": type_}).status_code == (
            200 if type_ == "html" else 400
        )


def test_what_cannot_be_given(client: httpx.Client) -> None:
    for query, accept in ((SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "image/*")):
        response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert response.status_code == 406
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["cache-control"] == "no-store"


def test_without_a_query(client: httpx.Client) -> None:
    for type_ in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        response = client.get("/sparql", headers={"Accept": type_})
        assert response.headers["content-type"].startswith(type_)
        described = rdflib.Graph().parse(data=response.text, format=type_)
        sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert (None, RDF.type, sd.Service) in described
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<textarea" in page.text
    empty = client.post("/sparql", data={"x": "y"})
    assert empty.status_code == 400


def test_a_script_of_another_site_may_ask(client: httpx.Client) -> None:
    preflight = client.options(
        "/sparql",
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    asked = client.get(
        "/sparql", params={"query": SELECT}, headers={"Origin": "https://example.org"}
    )
    assert asked.headers["access-control-allow-origin"] == "*"
    refused = client.get(
        "/sparql", params={"query": "x"}, headers={"Origin": "https://example.org"}
    )
    assert refused.headers["access-control-allow-origin"] == "*"


def test_a_suffix_varies_by_coding_only(client: httpx.Client) -> None:
    assert client.get("/static/site.css").headers["vary"] == "Accept-Encoding"
    assert client.get("/sparql", params={"query": SELECT}).headers["vary"] == (
        "Accept, Accept-Encoding"
    )


@pytest.mark.parametrize("first", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK%7B%7D", "/", "/service", "/static/site.css", "/dumps/data.nq", "/x"]
)
def test_head_says_what_get_says(client: httpx.Client, path: str, first: str) -> None:
    headers = {"User-Agent": first, "Accept": f"*/*, x/{first}"}  # so that neither is a kept one
    client.request(first, path, headers=headers)
    get, head = (client.request(method, path, headers=headers) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert get.content
    for response in (get, head):
        del response.headers["date"]
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("folder", ["json-res", "csv-tsv-res"])
def test_results_of_the_w3c(
    folder: str,
    serve: Serve,
    release_of: Callable[[Path, bytes], str],
    tmp_path: Path,
) -> None:
    here = W3C / folder
    if not here.is_dir():
        pytest.skip(f"the cases of the W3C are not here: they belong in {here}")
    manifest = rdflib.Graph().parse(here / "manifest.ttl")
    qt = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
    by_data: dict[str, list[tuple[Path, Path]]] = {}
    for action in manifest.objects(None, MF.action):
        [case] = manifest.subjects(MF.action, action)
        data, query = manifest.value(action, qt.data), manifest.value(action, qt.query)
        expected = manifest.value(case, MF.result)
        pair = (here / str(query).rpartition("/")[2], here / str(expected).rpartition("/")[2])
        by_data.setdefault(str(data).rpartition("/")[2], []).append(pair)
    for name, pairs in by_data.items():
        triples = pyoxigraph.parse(path=str(here / name), base_iri="http://example.org/")
        quads = b"".join(f"{quad} .\n".encode() for quad in triples)
        directory = tmp_path / name
        release_of(directory, quads)
        with serve("--release", directory, "--workers", 1) as served:
            for asked, answer in pairs:
                _same(served.url, asked, answer)


def _same(url: str, query: Path, expected: Path) -> None:
    form = {".srj": "json", ".csv": "csv", ".tsv": "tsv"}[expected.suffix]
    response = httpx.post(
        f"{url}/sparql", data={"query": query.read_text(encoding="utf-8"), "format": form}
    )
    assert response.status_code == 200, response.text
    wanted = expected.read_text(encoding="utf-8")
    if form == "json":
        said = response.json()
        assert said.get("boolean") == json.loads(wanted).get("boolean")
        # The order of the columns of ``SELECT *`` is left open.
        heads = (sorted(one["head"].get("vars", ())) for one in (said, json.loads(wanted)))
        assert next(heads) == next(heads)
        assert _rows(said) == _rows(json.loads(wanted))
    else:
        assert _table(response.text, form) == _table(wanted, form)


def _rows(results: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> list[list[str]]:
    """Give the rows without the names of blank nodes, and with the datatype that is left out."""
    return sorted(
        sorted(
            f"{name}=_"
            if term["type"] == "bnode"
            else f"{name}={term['value']}@{term.get('xml:lang')}^{term.get('datatype')}"
            for name, term in row.items()
        )
        for row in results.get("results", {}).get("bindings", [])
    )


def _table(text: str, form: str) -> list[list[tuple[str, str]]]:
    """Give the rows, each by its columns."""
    lines = (
        list(csv.reader(StringIO(text, newline="")))
        if form == "csv"
        else [line.split("\t") for line in text.rstrip("\n").split("\n")]
    )
    head, *rows = lines
    return sorted(
        sorted(zip(head, (_cell(cell, form) for cell in row), strict=True)) for row in rows
    )


def _cell(cell: str, form: str) -> str:
    """Give a cell without the name of a blank node, and a number by its value.

    The engine keeps numbers so: of 1.0E6 it gives 1000000, of a negativeInteger an integer.
    """
    if cell.startswith("_:"):
        return "_"
    if form == "csv" or not cell:
        return f"{float(cell):g}" if re.fullmatch(r"[-+\d.eE]*\d[-+\d.eE]*", cell) else cell
    term = rdflib.util.from_n3(cell)  # 4 and "4"^^xsd:integer are the same
    assert isinstance(term, rdflib.term.Identifier)
    if isinstance(term, rdflib.Literal) and isinstance(term.value, int | float | Decimal):
        return f"{float(term.value):g}"
    return term.n3()
