"""What a stranger may send: each is refused or answered rightly, and nobody else notices."""

from __future__ import annotations

import asyncio
import csv
import os
import random
import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph
import pytest
import rdflib

from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Serve, Served

    from bioclustergraph.project import Project

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.slow]

SECONDS: Final = 3
MEMORY: Final = 512
"""MiB that a query may take here."""

CROSS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUERY: Final = {"Content-Type": "application/sparql-query"}
MUTATIONS: Final = 1000


@pytest.fixture(scope="module")
def served(serve: Serve, release_directory: Path) -> Iterator[Served]:
    options = ["--timeout", SECONDS, "--memory", MEMORY, "--result-size", 4, "--workers", 4]
    with serve("--release", release_directory, *options) as served:
        yield served


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=30) as client:
        yield client


@pytest.fixture(autouse=True)
def nobody_else_notices(client: httpx.Client) -> Iterator[None]:
    """After each of these, the next visitor is answered at once."""
    yield
    began = time.monotonic()
    assert client.get("/sparql", params={"query": "ASK {} #after"}).json()["boolean"] is True
    assert time.monotonic() - began < 1


def ask(client: httpx.Client, sparql: str, **headers: str) -> httpx.Response:
    return client.post("/sparql", content=sparql.encode(), headers=QUERY | headers)


def raw(served: Served, sent: bytes, *, wait: float = 5) -> bytes:
    """Send bytes as they are, and give all that comes back."""
    with socket.create_connection(served.address, timeout=wait) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(sent)
        answer = b""
        with suppress(TimeoutError, ConnectionResetError):
            while piece := line.recv(65536):
                answer += piece
        return answer


def memory(pid: int) -> int:
    """Give how many bytes a process and its children hold, what they share counted once."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            status = (path / "status").read_text()
            if int(path.name) == pid or f"\nPPid:\t{pid}\n" in status:
                proportional = re.search(
                    r"^Pss:\s+(\d+)", (path / "smaps_rollup").read_text(), re.MULTILINE
                )
                total += int(proportional[1]) * 1024 if proportional else 0
                if int(path.name) != pid:
                    total += memory(int(path.name))
    return total


def ticks(pid: int) -> int:
    """Give how long a process and its children that are alive have been at work."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            child, _, rest = path.read_text().partition(" ")
            fields = rest.rpartition(") ")[2].split()
            if int(child) == pid:
                total += int(fields[11]) + int(fields[12])
            elif int(fields[1]) == pid:
                total += ticks(int(child))
    return total


# --- too much -------------------------------------------------------------------------------------


def test_a_cross_product_is_ended_and_it_is_said_why(client: httpx.Client, served: Served) -> None:
    before = memory(served.pid)
    began = time.monotonic()
    response = ask(client, CROSS, **{"Accept-Language": "en"})
    took = time.monotonic() - began
    assert response.status_code == 503
    assert SECONDS <= took < SECONDS + 1
    assert f"after {SECONDS} seconds" in response.json()["detail"]
    began = time.monotonic()
    assert ask(client, "ASK {}").json()["boolean"] is True
    assert time.monotonic() - began < 1
    assert memory(served.pid) < before + 64 * 1024 * 1024


TOO_MUCH: Final = {
    "a sort of 65 million rows": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        "memory|seconds",
    ),
    "a growing string": (
        "SELECT (STRLEN(?x9) AS ?n) { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 30)}) AS ?x{n + 1})" for n in range(9))
        + " }",
        "memory|seconds",
    ),
    "a group of strings": (
        "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
        "seconds|memory",
    ),
    "a doubling replacement": (
        "SELECT (STRLEN("
        + "REPLACE(" * 5
        + "'aaaaaaaa'"
        + f", 'a', '{'a' * 5000}')" * 5
        + ") AS ?n) {}",
        "memory|stack|seconds",
    ),
    "a path of 1,400 steps": ("SELECT * { ?s " + "/".join(["<p:p>"] * 1400) + " ?o }", "seconds"),
    "nested stars": (
        f"SELECT (COUNT(*) AS ?n) {{ ?s {'(' * 20}!<a:a>{')*' * 20} ?o . ?x ?y ?z }}",
        ".",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_takes_too_much_is_ended(client: httpx.Client, served: Served, name: str) -> None:
    sparql, why = TOO_MUCH[name]
    before = memory(served.pid)
    began = time.monotonic()
    response = ask(client, sparql, **{"Accept-Language": "en"})
    assert time.monotonic() - began < SECONDS + 1
    assert response.status_code == 503 or (why == "." and response.status_code == 200)
    assert re.search(why, response.json().get("detail", "."))
    assert ask(client, "ASK {}").status_code == 200
    assert memory(served.pid) < before + 128 * 1024 * 1024


HARMLESS: Final = {
    "catastrophic regex": f"ASK {{ FILTER(REGEX('{'a' * 50_000}!', '^(a+)+$')) }}",
    "a regex of a billion": "ASK { FILTER(REGEX('aaaa', '((a{1000}){1000}){1000}')) }",
    "a division by nothing": "SELECT (1/0 AS ?x) {}",
    "the largest number": "SELECT (9223372036854775807 + 1 AS ?x) {}",
    "a day that is none": f'ASK {{ FILTER("2021-02-30"^^<{PREFIXES["xsd"]}date> > 1) }}',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_terrible_is_answered(client: httpx.Client, name: str) -> None:
    began = time.monotonic()
    assert ask(client, HARMLESS[name]).status_code == 200
    assert time.monotonic() - began < 1


FLAT: Final[dict[str, Callable[[int], str]]] = {
    "sums": lambda n: f"ASK {{ FILTER(1{'+1' * n} > 1) }}",
    "alternatives": lambda n: f"ASK {{ FILTER(true{'||true' * n}) }}",
    "negations": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "minus signs": lambda n: f"ASK {{ FILTER({'- ' * n}1 > 0) }}",
    "patterns": lambda n: f"ASK {{ {' '.join(f'?s{i} ?p{i} ?o{i} .' for i in range(n))} }}",
    "objects": lambda n: f"ASK {{ ?s <p:p> 1 {', 1' * n} }}",
    "predicates": lambda n: f"ASK {{ ?s <p:p> 1 {'; <p:p> 1' * n} }}",
    "unions": lambda n: f"ASK {{ {{}} {'UNION {} ' * n} }}",
    "options": lambda n: f"ASK {{ {'OPTIONAL { ?a ?b ?c } ' * n} }}",
    "bindings": lambda n: f"ASK {{ {' '.join(f'BIND(1 AS ?x{i})' for i in range(n))} }}",
    "filters": lambda n: f"ASK {{ ?s ?p ?o {'FILTER(?s != ?o) ' * n} }}",
    "values": lambda n: f"ASK {{ ?s ?p ?o VALUES ?x {{ {'1 ' * n} }} }}",
    "members of a list": lambda n: f"ASK {{ FILTER(1 IN ({'2, ' * n}3)) }}",
    "arguments": lambda n: f"ASK {{ FILTER(COALESCE({'1/0, ' * n}1)) }}",
    "columns": lambda n: f"SELECT {' '.join(f'(1 AS ?v{i})' for i in range(n))} {{}}",
    "keys": lambda n: f"SELECT (1 AS ?x) {{}} GROUP BY {' '.join(f'?v{i}' for i in range(n))}",
    "orders": lambda n: f"SELECT * {{ ?s a ?o }} ORDER BY {'?s ' * n}",
    "prefixes": lambda n: f"{'PREFIX a: <a:a> ' * n} ASK {{}}",
    "graphs": lambda n: f"ASK {' '.join(f'FROM <a:{i}>' for i in range(n))} {{ ?s ?p ?o }}",
    "templates": lambda n: f"CONSTRUCT {{ {'[] a 1 . ' * n} }} {{ ?s a ?o }}",
    "descriptions": lambda n: f"DESCRIBE {' '.join(f'<a:{i}>' for i in range(n))}",
    "letters of a name": lambda n: f"SELECT * {{ ?s {'a' * n}:b ?o }}",
    "letters of a variable": lambda n: f"SELECT ?{'a' * n} {{}}",
    "colons": lambda n: f"SELECT * {{ ?s {':' * n} ?o }}",
    "digits": lambda n: f"SELECT ({'9' * n} AS ?x) {{}}",
    "comments": lambda n: "#\n" * n + "ASK {}",
    "quotes": lambda n: f"ASK {{ FILTER('{chr(39) * n}",
    "backslashes": lambda n: f"ASK {{ FILTER('{chr(92) * n}",
}


@pytest.mark.parametrize("name", FLAT)
def test_ten_thousand_of_what_is_not_nested(client: httpx.Client, name: str) -> None:
    for number in (400, 10_000):
        began = time.monotonic()
        response = ask(client, FLAT[name](number), **{"Accept-Language": "en"})
        assert time.monotonic() - began < SECONDS + 1
        assert response.status_code in {200, 400, 503}
        if response.status_code == 503:
            assert re.search("seconds|memory", response.json()["detail"])


def test_ten_thousand_brackets_of_many_kinds(client: httpx.Client) -> None:
    chance = random.Random(4)  # noqa: S311 - the same each time
    for _ in range(20):
        kinds = " ".join(chance.choices(BRACKETS, k=10_000))
        assert ask(client, f"SELECT * {{ {kinds} }}").status_code == 400


BRACKETS: Final = (
    "(", ")", "{", "}", "[", "]", "<<", ">>", "<<(", "IF(", "EXISTS {", "NOT EXISTS {",
    "{ SELECT * {", "OPTIONAL {", "MINUS {", "GRAPH ?g {", "COALESCE(", "!(", "-(", "[ <p:p> ",
    "( 1 ", "^(", "IN (", "{ } UNION {", "CONCAT(",
)  # fmt: skip


@pytest.mark.parametrize("bracket", BRACKETS)
@pytest.mark.parametrize(
    "place", ["SELECT * {{ {} }}", "SELECT * {{ FILTER({}) }}", "SELECT * {{ ?s {} ?o }}"]
)
def test_ten_thousand_of_every_bracket(client: httpx.Client, place: str, bracket: str) -> None:
    assert ask(client, place.format(bracket * 10_000)).status_code == 400
    assert ask(client, place.format(bracket * 90)).status_code in {200, 400, 503}


def test_a_path_of_ten_thousand_steps(client: httpx.Client) -> None:
    for step in ("<p:p>/", "<p:p>|", "^<p:p>/", "(<p:p>)*/", "!<p:p>/"):
        assert ask(client, f"SELECT * {{ ?s {step * 10_000}<p:q> ?o }}").status_code == 400


@pytest.mark.parametrize("type_", ["application/sparql-query", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("chunked", [False, True], ids=["with length", "without length"])
def test_ten_megabytes(client: httpx.Client, type_: str, *, chunked: bool) -> None:
    piece = b"#" * 100_000

    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield piece

    # The server may hang up before all is sent, which is what the bound is for.
    with suppress(httpx.WriteError, httpx.RemoteProtocolError):
        response = client.post(
            "/sparql",
            content=pieces() if chunked else piece * 100,
            headers={"Content-Type": type_},
        )
        assert response.status_code == 413


def test_an_answer_that_is_too_long_is_cut_after_a_row(client: httpx.Client) -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    for type_, form in (
        ("application/sparql-results+json", pyoxigraph.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", pyoxigraph.QueryResultsFormat.XML),
        ("text/tab-separated-values", pyoxigraph.QueryResultsFormat.TSV),
        ("text/csv", pyoxigraph.QueryResultsFormat.CSV),
    ):
        response = ask(client, many, Accept=type_)
        said = int(response.headers["x-result-truncated"].removeprefix("rows="))
        if form == pyoxigraph.QueryResultsFormat.CSV:
            assert response.text.count("\r\n") == said + 1
        else:
            rows = pyoxigraph.parse_query_results(response.content, form)
            assert isinstance(rows, pyoxigraph.QuerySolutions)
            assert sum(1 for _ in rows) == said > 1000
        if "json" in type_ or "xml" in type_:
            assert "service#truncated" in response.text[:500]
    for type_ in (
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
    ):
        response = ask(client, "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", Accept=type_)
        said = int(response.headers["x-result-truncated"].removeprefix("rows="))
        rdf = pyoxigraph.RdfFormat.from_media_type(type_)
        assert rdf is not None
        assert len(set(pyoxigraph.parse(response.content, format=rdf))) <= said
        assert "service#truncated" in response.text[:300]


# --- at once --------------------------------------------------------------------------------------


def test_sixty_four_at_once_with_one_that_is_too_much(served: Served) -> None:
    def one(number: int) -> int:
        sparql = CROSS if number == 7 else f"SELECT ({number} AS ?n) {{ ?s ?p ?o }} LIMIT 1"
        response = httpx.post(f"{served.url}/sparql", data={"query": sparql}, timeout=30)
        if response.status_code == 200:
            [row] = response.json()["results"]["bindings"]
            assert row["n"]["value"] == str(number)
        return response.status_code

    with ThreadPoolExecutor(64) as threads:
        statuses = Counter(threads.map(one, range(64)))
    assert statuses == {200: 63, 503: 1}
    print(f"\n64 clients at once, one with a cross product: {dict(statuses)}")  # noqa: T201 - counted


def test_a_client_that_goes_away_frees_its_worker(served: Served, client: httpx.Client) -> None:
    def lines() -> dict[str, float]:
        text = client.get("/metrics").text
        return {
            k: float(v)
            for k, _, v in (line.rpartition(" ") for line in text.splitlines())
            if k.startswith("bioclustergraph_requests")
        }

    with suppress(httpx.ReadTimeout):
        httpx.post(f"{served.url}/sparql", data={"query": CROSS}, timeout=0.5)
    time.sleep(0.3)
    before = ticks(served.pid)
    time.sleep(0.5)
    assert ticks(served.pid) - before < os.sysconf("SC_CLK_TCK") * 0.25
    after = lines()
    assert after["bioclustergraph_requests_at_work"] == 0
    assert after['bioclustergraph_requests_total{kind="sparql",status="gone"}'] >= 1


def test_fifty_slow_connections(served: Served, client: httpx.Client) -> None:
    many = "SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 40000"
    slow: list[socket.socket] = []
    for number in range(50):
        line = socket.create_connection(served.address)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.append(line)
        if number % 3 == 0:  # a head that never ends
            line.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        elif number % 3 == 1:  # a body that never comes
            line.sendall(
                POST + b"Content-Length: 99\r\nContent-Type: application/sparql-query\r\n\r\nASK"
            )
        else:  # an answer that is never read
            body = many.encode()
            line.sendall(
                POST + b"Content-Length: %d\r\n"
                b"Content-Type: application/sparql-query\r\n\r\n%s" % (len(body), body)
            )
    try:
        for _ in range(10):
            began = time.monotonic()
            assert ask(client, "ASK {}").json()["boolean"] is True
            assert time.monotonic() - began < 1
    finally:
        for line in slow:
            line.close()


def test_who_waits_too_long_is_told(serve: Serve, release_directory: Path) -> None:
    options = ["--timeout", 2, "--workers", 1, "--queue", 2, "--per-client", 6]
    with serve("--release", release_directory, *options) as served:

        async def many() -> list[httpx.Response]:
            async with httpx.AsyncClient(base_url=served.url, timeout=20) as clients:
                posts = [
                    clients.post("/sparql", data={"query": f"{CROSS} #{n}"}) for n in range(12)
                ]
                return await asyncio.gather(*posts)

        responses = asyncio.run(many())
    statuses = Counter(response.status_code for response in responses)
    assert statuses[429] >= 1
    assert statuses[503] + statuses[429] == 12
    told = [r for r in responses if "retry-after" in r.headers]
    assert {r.status_code for r in told} == {429, 503}


def test_one_address_does_not_hold_up_the_others(serve: Serve, release_directory: Path) -> None:
    ended = threading.Event()

    def much(url: str, number: int) -> None:
        with httpx.Client(timeout=30) as client:
            while not ended.is_set():
                client.post(f"{url}/sparql", data={"query": f"{CROSS} #{number}"})

    options = ["--timeout", SECONDS, "--workers", 4]
    with (
        serve("--release", release_directory, *options) as served,
        ThreadPoolExecutor(40) as threads,
    ):
        for number in range(40):
            threads.submit(much, served.url, number)
        time.sleep(SECONDS)
        took = []
        elsewhere = httpx.HTTPTransport(local_address="127.0.0.9")
        try:
            with httpx.Client(base_url=served.url, transport=elsewhere, timeout=30) as client:
                for _ in range(10):
                    began = time.monotonic()
                    assert ask(client, "ASK {}").status_code == 200
                    took.append(time.monotonic() - began)
        finally:
            ended.set()
    assert max(took) < 1
    print(f"\nbeside 40 clients with cross products: at most {max(took):.2f} s")  # noqa: T201 - counted


# --- what is not what it seems --------------------------------------------------------------------


def test_a_thousand_mutated_queries(client: httpx.Client, project: Project) -> None:
    chance = random.Random(20261124)  # noqa: S311 - the same each time
    texts = [path.read_text(encoding="utf-8") for path in sorted(project.queries.glob("*.rq"))]
    words = sorted({word for text in texts for word in re.findall(r"[A-Za-z?{}().;*/+|^]+", text)})
    statuses: Counter[int] = Counter()
    for number in range(MUTATIONS):
        # By words, and every second time by characters.
        splitting = r"\w+|\s+|." if number % 2 else "."
        text = list(re.findall(splitting, chance.choice(texts), re.DOTALL))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text))
            text[at : at + chance.randint(0, 2)] = chance.choice(
                ([], [chance.choice(words)], [text[at]] * 2, [chr(chance.randrange(1, 0x3000))])
            )
        response = ask(client, "".join(text))
        statuses[response.status_code] += 1
        if response.status_code >= 500:
            assert re.search("sekunder|minne", response.json()["detail"])
    assert sum(statuses.values()) == MUTATIONS
    assert not set(statuses) - {200, 400, 503}
    assert statuses[200] > 50
    print(f"\n{MUTATIONS} mutated queries: {dict(sorted(statuses.items()))}")  # noqa: T201 - counted


def test_broken_utf_8(client: httpx.Client) -> None:
    for path in (
        "/sparql?query=%FF",
        "/sparql?query=ASK%20%7B%7D%20%23%C3",
        "/sparql?%FF=1&query=x",
    ):
        assert client.get(path).status_code == 400
    for body, type_ in (
        (b"ASK {} #\xff", "application/sparql-query"),
        (b"query=%FF", "application/x-www-form-urlencoded"),
        (b"query=\xff", "application/x-www-form-urlencoded"),
    ):
        response = client.post("/sparql", content=body, headers={"Content-Type": type_})
        assert response.status_code == 400
    for path in ("/doc/%FF", "/find?name=%FF", "/questions/members-at?cluster=%FF", "/%C3"):
        assert client.get(path).status_code in {200, 400, 404}


CHARACTERS: Final = (
    "\0", "\x01", "\x08", "\x0b", "\x1f", "\x7f", "\x85", "\r", "\n", "\r\n", "\t", " ", "\u2028",
    "\ufdd0", "\ufffe", "\uffff", "\U0010ffff", "]]>", "<&>\"'", "\\", "\\n", "--", "\u202e",
    "=1+1",
)  # fmt: skip
"""Those that are known to break what reads them."""


def escaped(text: str) -> str:
    return "".join(f"\\U{ord(character):08X}" for character in text)


def result_read(form: str, response: httpx.Response) -> str:
    """Give the one value, as a reader that is not the engine's reads it."""
    if form == "json":
        value: str = response.json()["results"]["bindings"][0]["x"]["value"]
        return value
    if form == "xml":
        read = ET.fromstring(response.content)  # noqa: S314 - our own answer
        [literal] = (element for element in read.iter() if element.tag.endswith("literal"))
        return literal.text or ""
    if form == "csv":
        text = response.content.decode()
        _, [cell] = csv.reader(StringIO(text, newline=""))
        return cell
    _, cell, _ = response.content.decode().split("\n")
    return str(rdflib.util.from_n3(cell))


@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
def test_odd_characters_in_every_form_of_results(client: httpx.Client, character: str) -> None:
    value = f"a{character}b"
    for literal in (f'"{escaped(value)}"', f'"{escaped(value)}"@nb'):
        query = f"SELECT ({literal} AS ?x) {{}}"
        for form in ("json", "xml", "csv", "tsv", "html"):
            response = client.get("/sparql", params={"query": query, "format": form})
            if response.status_code == 406:
                assert form == "xml"
                assert not re.fullmatch(
                    "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+", value
                )
                continue
            assert response.status_code == 200
            if form != "html":
                assert result_read(form, response) == value
            if form in {"json", "xml", "tsv"}:
                kind = getattr(pyoxigraph.QueryResultsFormat, form.upper())
                [row] = pyoxigraph.parse_query_results(response.content, kind)  # type: ignore[misc] # it is no ASK
                assert row["x"].value == value


@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_odd_characters_in_every_form_of_graphs(client: httpx.Client, character: str) -> None:
    value = f"a{character}b"
    query = f'CONSTRUCT {{ <http://x/s> <http://x/p> "{escaped(value)}" }} {{}}'
    for type_, reader in GRAPHS.items():
        response = ask(client, query, Accept=type_)
        if response.status_code == 406:
            assert type_.endswith("+xml")
            continue
        rdf = pyoxigraph.RdfFormat.from_media_type(type_)
        assert rdf is not None
        [quad] = pyoxigraph.parse(response.content, format=rdf)
        assert isinstance(quad.object, pyoxigraph.Literal)
        assert quad.object.value == value
        [(_, _, other, _)] = rdflib.Dataset().parse(data=response.content, format=reader).quads()
        assert str(other) == value


GRAPHS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize(
    "property_",
    [
        "http://x/1",
        "http://x/",
        "http://x/a#",
        "a:1",
        "http://x/a(b)",
        "http://x/%41",
        "http://x/p",
    ],
)
def test_a_property_that_xml_has_no_name_for(client: httpx.Client, property_: str) -> None:
    template = f"<http://x/s> <{property_}> ?x . <http://x/s> a <{property_}>"
    query = f"CONSTRUCT {{ {template} }} {{ VALUES ?x {{ 1 <a:b> }} }}"
    response = ask(client, query, Accept="application/rdf+xml")
    if property_.endswith("/p"):
        assert (
            rdflib.URIRef(property_)
            in rdflib.Graph().parse(data=response.text, format="xml").predicates()
        )
    else:
        assert response.status_code == 406
    assert ask(client, query, Accept="text/turtle").status_code == 200


def test_no_iri_is_made_up_that_is_none(client: httpx.Client) -> None:
    for made in (
        """IRI("http://x/<>\\"{}|^`")""", 'IRI("a b")', r'IRI("http://x/\u0001")', 'IRI("http://[")',
        r'STRLANG("a", "en\n")', 'STRLANG("a", "<b>")', 'STRDT("a", IRI("http://x/<"))',
        'BNODE("a b")',
    ):  # fmt: skip
        response = ask(client, f"SELECT ({made} AS ?x) {{}}")
        assert response.json()["results"]["bindings"] == [{}]


@pytest.mark.parametrize(
    "path",
    [
        "/doc/x%0d%0aSet-Cookie:%20a=b",
        "/id/cluster/x%0d%0aSet-Cookie:%20a=b",
        "/find?name=Nofima%0d%0aSet-Cookie:%20a=b",
        "/?lang=en%0d%0aSet-Cookie:%20a=b",
        "/doc/cluster/biotech-north?at=%0d%0aSet-Cookie:%20a=b",
        "/sparql?query=ASK%7B%7D&format=json%0d%0aSet-Cookie:%20a=b",
        "/question/members-at?x=%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_no_header_is_smuggled_in(served: Served, path: str) -> None:
    answer = raw(served, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head = answer.partition(b"\r\n\r\n")[0]
    assert head.startswith(b"HTTP/1.1 ")
    assert b"\nset-cookie" not in head.lower()
    assert not head.startswith(b"HTTP/1.1 5")


@pytest.mark.parametrize("host", ["evil.example", "x\r\nX-Evil: 1", "[", "a@b", "", "x:99999999"])
def test_the_host_is_not_believed(served: Served, host: str) -> None:
    for path in ("/", "/id/cluster/biotech-north", "/sitemap.xml", "/doc/cluster/biotech-north"):
        answer = raw(
            served, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        assert b"HTTP/1.1 5" not in answer[:12]
        assert b"evil" not in answer.lower()


POST: Final = b"POST /sparql HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        POST + b"Content-Length: -1\r\n\r\n",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
        b"GET " + b"/a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
    ],
    ids=[
        "two lengths",
        "two contents",
        "bad chunk",
        "negative",
        "x",
        "version",
        "tls",
        "nul",
        "space",
        "long address",
        "many headers",
    ],
)
def test_what_is_not_http_is_refused(served: Served, request_: bytes) -> None:
    answer = raw(served, request_, wait=3)
    assert answer.startswith(b"HTTP/1.1 4") or not answer
    assert answer.count(b"HTTP/1.1 ") <= 1


OFFER: Final = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\n"


def test_an_offer_of_another_protocol_is_passed_over(served: Served) -> None:
    """Java's client makes it with each first request; curl does with ``--http2``."""
    sent = POST + OFFER + b"Content-Type: application/sparql-query\r\n"
    for head, body in (
        (b"Content-Length: 6\r\n\r\n", b"ASK {}"),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"6\r\nASK {}\r\n0\r\n\r\n"),
    ):
        for pause in (0, 0.1):
            with socket.create_connection(served.address, timeout=5) as line:
                line.sendall(sent + head if pause else sent + head + body)
                time.sleep(pause)
                line.sendall(body if pause else b"")
                assert b'"boolean":true' in line.recv(65536)
                line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n" + OFFER + b"\r\n")
                assert line.recv(65536).endswith(b"alive\n")


def test_nothing_is_smuggled_behind_an_offer(served: Served) -> None:
    inner = b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    head = POST + OFFER + b"Content-Length: %d\r\n\r\n" % len(inner)
    at = head.index(b"Upgrade: h2c") + 3
    for pieces in ((head + inner,), (head, inner), (head[:at], head[at:], inner)):
        with socket.create_connection(served.address, timeout=1) as line:
            answer = b""
            with suppress(TimeoutError, ConnectionResetError, BrokenPipeError):
                for piece in pieces:
                    line.sendall(piece)
                    time.sleep(0.1)
                while piece := line.recv(65536):
                    answer += piece
        assert answer.count(b"HTTP/1.1 ") == 1
        assert answer.startswith(b"HTTP/1.1 4")
        assert b"ready" not in answer


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n", b"a: b\r\n"),
        (b"Transfer-Encoding: chunked\r\n\r\n6;", b"a=b;"),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n#\r\n"),
        (b"X-A: ", b"aaaa"),
    ],
    ids=["trailers", "extensions of a chunk", "small chunks", "a header"],
)
def test_what_never_ends_takes_no_memory(served: Served, begin: bytes, more: bytes) -> None:
    before = memory(served.pid)
    with socket.create_connection(served.address, timeout=5) as line:
        line.sendall(POST + b"Content-Type: application/sparql-query\r\n" + begin)
        with suppress(ConnectionResetError, BrokenPipeError):
            for _ in range(40):
                line.sendall(more * (250_000 // len(more)))
        assert memory(served.pid) < before + 32 * 1024 * 1024


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match"])
def test_a_long_header_is_read_at_once(served: Served, name: str) -> None:
    for value in (
        ",".join(f"a/b{n};q=0.5" for n in range(4000)), 'a/b;x="' + r"\"" * 25_000,
        "a/b" + ";a=b" * 12_000,
        "," * 50_000 + "x", "a/b" + " " * 50_000 + "x", "a/b" + "; " * 20_000 + "!", "a" * 50_000,
    ):  # fmt: skip
        for path in ("/dumps/none", "/sparql?query=x", "/sparql?query=ASK%7B%7D"):
            began = time.monotonic()
            head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{name}: {value}\r\n\r\n"
            assert re.match(rb"HTTP/1.1 (200|4\d\d) ", raw(served, head.encode()))
            assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../site.py", "/static/..%2fsite.py", "/static/%2e%2e/site.py",
        "/static/%2e%2e%2fsite.py", "/static//etc/passwd", "/static/%00",
        "/dumps/../manifest.json", "/dumps/..%2fmanifest.json",
        "/dumps/%2fetc%2fpasswd", "/dumps/manifest.json", "/dumps/.", "/doc/../../../../etc/passwd",
        "/..%5c..%5cetc/passwd", "/questions/..%2f..%2fpages%2fcounts", "/questions/%2e%2e",
    ],
)  # fmt: skip
def test_no_path_leads_out(served: Served, path: str) -> None:
    answer = raw(served, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"root:" not in answer
    assert b"import annotations" not in answer


LOOPBACKS: Final = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "[::1]",
    "0.0.0.0",  # noqa: S104 - asked for, not bound to
    "[::ffff:127.0.0.1]", "localhost",
)  # fmt: skip


def test_nothing_reaches_out_of_the_server(client: httpx.Client) -> None:
    connections = 0
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        port = listening.getsockname()[1]
        ended = threading.Event()

        def count() -> None:
            nonlocal connections
            while not ended.is_set():
                with suppress(TimeoutError):
                    listening.accept()[0].close()
                    connections += 1

        counting = threading.Thread(target=count)
        counting.start()
        tried = 0
        for host in LOOPBACKS:
            url = f"http://{host}:{port}/"
            for sparql in (
                f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
                f"SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}",
                f"SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
                f"SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
                f"PREFIX x: <{url}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
                f"SELECT * {{ ?s ?p ?o }}SERVICE<{url}>{{}}",
                f"ASK FROM <{url}> {{ ?s ?p ?o }}",
                f"ASK FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                f"LOAD <{url}>",
                f"DESCRIBE <{url}>",
            ):
                response = ask(client, sparql)
                assert response.status_code in {200, 400}
                if "service" in sparql.lower() or "LOAD" in sparql:
                    assert response.status_code == 400
                tried += 1
            for name in ("default-graph-uri", "named-graph-uri"):
                client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", name: url})
                tried += 1
            client.get("/find", params={"name": url})
            client.get(f"/{url}")
            tried += 2
        ended.set()
        counting.join(5)
    assert connections == 0
    print(f"\n{tried} ways to make the server call another: {connections} calls")  # noqa: T201 - counted


def test_no_script_in_a_label_or_a_query_runs(
    serve: Serve, release_of: Callable[[Path, bytes], str], tmp_path: Path
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not here: install the Debian package chromium")
    evil = '</script><img src=x onerror=\\"document.title=1\\"><script>document.title=1</script>'
    thing, label = f"{BASE}id/cluster/evil", f"{PREFIXES['rdfs']}label"
    release_of(tmp_path / "release", f'<{thing}> <{label}> "{evil}"@nb .\n'.encode())
    asked = httpx.QueryParams({"query": f'SELECT ("{evil}" AS ?x) {{}}'})
    broken = httpx.QueryParams({"query": f"</textarea>{evil}"})
    with serve("--release", tmp_path / "release", "--workers", 1) as served:
        for path in (
            "/doc/cluster/evil",
            f"/sparql?{asked}",
            f"/sparql?{broken}",
            f"/find?name={evil}",
        ):
            page = subprocess.run(
                [
                    chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update",
                    f"--user-data-dir={tmp_path / 'chromium'}", "--dump-dom", f"{served.url}{path}",
                ],
                capture_output=True, text=True, check=True, timeout=60,
            ).stdout  # fmt: skip
            assert "<title>1</title>" not in page
            assert "<img" not in page
            assert "– bioclustergraph</title>" in page
