"""Our own store, its bounds, and somebody else's service, asked over a real connection."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import rdflib

from bioclustergraph import turtle
from bioclustergraph.errors import QuerySyntaxError, StoreError
from bioclustergraph.store import bounds, remote
from bioclustergraph.store.embedded import EmbeddedStore, merge, quads_of
from bioclustergraph.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CUT = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:a"}},'
TRIPLES = "application/n-triples"
G, H = "https://example.org/g", "https://example.org/h"
XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o"


def graph(text: str) -> rdflib.Graph:
    return turtle.parse(text, "https://example.org/")


def rows(answer: object) -> list[list[str]]:
    assert isinstance(answer, ox.QuerySolutions)
    return [[str(term) for term in row] for row in answer]


# --- our own store --------------------------------------------------------------------------------


@pytest.fixture
def store() -> EmbeddedStore:
    first, second = (
        graph("<a> <p> <b>, 'x'@nb ."),
        graph("<a> <p> <b>, '2024'^^<" + XSD + "gYear> ."),
    )
    return EmbeddedStore.of(merge((*quads_of(first, G), *quads_of(second, H))))


def test_default_graph_is_the_deduplicated_merge(store: EmbeddedStore) -> None:
    assert len(rows(store.query(ROWS))) == 3
    assert len(rows(store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == 4
    assert len(store) == 7


def test_terms_survive(store: EmbeddedStore) -> None:
    triples = graph('<a> <p> "x"@nb, "y", _:b, 1.50, "2024-02-30"^^<' + XSD + "date> .")
    again = turtle.graph_of(EmbeddedStore.of(quads_of(triples, G)).quads())
    assert {turtle.n3(term) for term in again.objects() if not isinstance(term, rdflib.BNode)} == {
        '"x"@nb',
        '"y"',
        f'"1.5"^^<{XSD}decimal>',  # the engine writes decimals in its own way
        f'"2024-02-30"^^<{XSD}date>',
    }
    assert len(store) == 7


def test_dump_is_loaded(tmp_path: Path, store: EmbeddedStore) -> None:
    path = tmp_path / "x.nq"
    path.write_text("".join(f"{quad} .\n" for quad in store.quads()), encoding="utf-8")
    assert set(EmbeddedStore.load(path).quads()) == set(store.quads())


@pytest.mark.parametrize(
    "content", [None, b"<a> <b .\n", b"\xff"], ids=["absent", "broken", "binary"]
)
def test_dump_that_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.nq"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match="cannot be read"):
        EmbeddedStore.load(path)


@pytest.mark.parametrize(
    ("sparql", "line", "message"),
    [
        pytest.param(
            "SELECT * {\n ?s bcg:start ?o }", 2, "prefix “bcg:” is not declared", id="prefix"
        ),
        pytest.param("SELECT * {\n ?s ?p ?o", 2, "not valid SPARQL", id="open"),
        pytest.param("SELECT * {\n ?s ?p 'x }", 2, "never closed", id="string"),
        pytest.param("SELECT ?x { ?s ?p ?o } GROUP BY ?s", 1, "unbound", id="unbound"),
        pytest.param("INSERT DATA { <a:a> <a:b> <a:c> }", 1, "not valid SPARQL", id="update"),
        pytest.param("", 1, "not valid SPARQL", id="empty"),
    ],
)
def test_wrong_question(store: EmbeddedStore, sparql: str, line: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        store.query(sparql)
    assert caught.value.line == line


def test_known_prefix_is_offered(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT * { ?s bcg:start ?o }")
    assert caught.value.hint is not None
    assert "PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>" in caught.value.hint.nb


def test_unknown_function_is_said(store: EmbeddedStore) -> None:
    # The fault is in the question, not in the store: an endpoint says 400 and not 503.
    with pytest.raises(QuerySyntaxError, match="no function <http://x/f>"):
        rows(store.query("SELECT * { ?s ?p ?o FILTER(<http://x/f>(1)) }"))


# --- bounds ---------------------------------------------------------------------------------------

CALLS = {
    "plain": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "lower": "select * { service silent ?s { ?s ?p ?o } }",
    "glued": "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/>{} }",
    "boolean": "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1/>{} }",
    "silent": "SELECT * { SERVICESILENT<http://127.0.0.1/>{} }",
    "prefixed": "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x{} }",
    "comment": "SELECT * { #'\nSERVICE #'\n<http://127.0.0.1/> {} }",
    "escaped": r"PREFIX e: <http://e/> SELECT * { ?s e:a\'b ?o . SERVICE ?o {} ?o e:c\'d ?x }",
    "less-than": "SELECT * { FILTER(1<'x>') SERVICE <http://h/> {} FILTER('y'>1) }",
    "less-hash": "PREFIX b: <b:> SELECT * { FILTER(1<b:x#>'''\n) SERVICE <http://h/> {} #'''\n }",
    "nested": "SELECT * { { SELECT * { OPTIONAL { SERVICE ?s { } } } } }",
    "exists": "ASK { FILTER NOT EXISTS { SERVICE ?s { } } }",
}
HARMLESS = {
    "variable": "SELECT ?service { ?service ?p ?o }",
    "literal": "SELECT * { ?s ?p 'a SERVICE', \"service <http://h/> {\" }",
    "long": "SELECT * { ?s ?p '''it's a\nSERVICE''' }",
    "comment": "# SERVICE <http://h/> {}\nSELECT * { ?s ?p ?o }",
    "iri": "SELECT * { ?s <http://www.w3.org/ns/dcat#service> ?o }",
    "name": "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?s dcat:service ?o }",
    "less": "SELECT * { ?s ?p ?o FILTER(?o < 3 && 'service' > ?p) }",
}


@pytest.mark.parametrize("sparql", CALLS.values(), ids=CALLS)
def test_calls_to_other_services_are_refused(sparql: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"SERVICE|service"):
        bounds.check(sparql)


@pytest.mark.parametrize("sparql", HARMLESS.values(), ids=HARMLESS)
def test_the_word_by_itself_is_no_call(store: EmbeddedStore, sparql: str) -> None:
    store.query(sparql)


def test_engine_does_not_decode_escapes_outside_strings_and_iris() -> None:
    """The check for SERVICE rests on this; if it fails, decode before looking."""
    with pytest.raises(SyntaxError):
        ox.Store().query(r"SELECT * { SERV\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }")


CHAINS: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "groups": lambda n: "ASK " + "{" * n + "?s ?p ?o" + "}" * n,
    "if": lambda n: "ASK { FILTER(" + "IF(true," * n + "1" + ",2)" * n + ") }",
    "exists": lambda n: "ASK { " + "FILTER EXISTS {" * n + "}" * n + "}",
    "not": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "and": lambda n: "ASK { FILTER(?x" + "&&?x" * n + ") }",
    "plus": lambda n: "ASK { FILTER(?x" + "+?x" * n + ") }",
    "union": lambda n: "ASK { {}" + "UNION{}" * n + "}",
    "minus": lambda n: "ASK { " + "MINUS{?a ?b ?c}" * n + "}",
    "filters": lambda n: "ASK { " + "FILTER(?x)" * n + "}",
    "path": lambda n: "ASK { ?s " + "(" * n + "<a:p>" + ")" * n + " ?o }",
    "bind": lambda n: "ASK { " + "".join(f"BIND(1 AS ?v{i})" for i in range(n)) + "}",
}


@pytest.mark.parametrize("name", CHAINS)
def test_what_would_take_the_process_down_is_refused(name: str) -> None:
    with pytest.raises(QuerySyntaxError, match="too large"):
        bounds.check(CHAINS[name](30_000))


@pytest.mark.slow
@pytest.mark.parametrize("name", CHAINS)
def test_what_is_let_through_does_not_take_the_process_down(name: str) -> None:
    """The largest of each chain that passes is asked in a process of its own."""
    low, high = 1, 30_000
    while low + 1 < high:
        middle = (low + high) // 2
        try:
            bounds.check(CHAINS[name](middle))
            low = middle
        except QuerySyntaxError:
            high = middle
    asked = subprocess.run(
        [sys.executable, "-c", "import sys, pyoxigraph as ox; ox.Store().query(sys.stdin.read())"],
        input=CHAINS[name](low).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr


def test_long_values_are_let_through(store: EmbeddedStore) -> None:
    many = " ".join(f"<http://a/{number}>" for number in range(20_000))
    assert rows(store.query(f"SELECT * {{ VALUES ?s {{ {many} }} ?s ?p ?o }}")) == []
    with pytest.raises(QuerySyntaxError, match="more characters than 1000000"):
        store.query(f"SELECT * {{ VALUES ?s {{ {many * 9} }} ?s ?p ?o }}")


def test_checking_is_quick_whatever_it_is_given() -> None:
    began = time.monotonic()
    for scrap in ("a.", '"', "'''", "<", "?", "#", "\\", "a-", "@", "((", "VALUES {"):
        try:
            bounds.check(scrap * (bounds.MAX_CHARACTERS // len(scrap)))
        except QuerySyntaxError:
            continue
    assert time.monotonic() - began < 10


# --- somebody else's service ----------------------------------------------------------------------


@dataclass
class Service:
    """A service that answers what it is told to, and remembers what it was asked."""

    status: int = 200
    media_type: str = "application/sparql-results+json"
    body: bytes = b'{"head":{"vars":[]},"boolean":true}'
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    pause: float = 0
    drip: float = 0
    store: EmbeddedStore | None = None
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """Speaks the SPARQL 1.1 Protocol, or pretends to."""

    service: ClassVar[Service]

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        self.answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, form: str) -> None:
        told = self.service
        query = parse_qs(form).get("query", [""])[0]
        told.asked.append((self.command, query, dict(self.headers)))
        time.sleep(told.pause)
        body: bytes | None = told.body
        media_type = told.media_type
        if told.store is not None:
            answer = told.store.query(query)
            if isinstance(answer, ox.QueryTriples):
                body, media_type = (
                    answer.serialize(format=ox.RdfFormat.N_TRIPLES),
                    "application/n-triples",
                )
            else:
                body = answer.serialize(format=ox.QueryResultsFormat.JSON)
        assert body is not None
        self.send_response(told.status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(told.promised or len(body)))
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for start in range(0, len(body), 8 if told.drip else len(body) or 1):
            self.wfile.write(body[start : start + 8] if told.drip else body)
            time.sleep(told.drip)


@contextmanager
def serving(**told: object) -> Iterator[Service]:
    service = Service(**told)  # type: ignore[arg-type] # the names are those of its fields
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Handler,), {"service": service}))
    server.daemon_threads = False  # so that closing waits for them, and no socket is left open
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that hangs up is no news
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(remote.USER_VARIABLE, raising=False)
    monkeypatch.delenv(remote.PASSWORD_VARIABLE, raising=False)


@pytest.mark.parametrize(
    "sparql",
    [
        ROWS,
        "ASK { ?s ?p 'x'@nb }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p 1 }",
    ],
    ids=["select", "ask", "construct", "empty"],
)
def test_the_same_answer_from_afar(store: EmbeddedStore, sparql: str) -> None:
    with serving(store=store) as service:
        far, near = RemoteStore(service.url).query(sparql), store.query(sparql)
        assert type(far) is type(near)
        if isinstance(far, ox.QueryBoolean) or isinstance(near, ox.QueryBoolean):
            assert bool(far) == bool(near)
        else:
            assert sorted(map(str, far)) == sorted(map(str, near))
        assert [command for command, _query, _headers in service.asked] == ["GET"]


def test_long_question_is_posted(store: EmbeddedStore) -> None:
    with serving(store=store) as service:
        RemoteStore(service.url).query(ROWS + "\n#" + "x" * 3000)
        assert service.asked[0][0] == "POST"


def test_what_looks_like_an_update_is_sent_as_a_question() -> None:
    with serving(status=400, body=b"Parse error: INSERT") as service:
        with pytest.raises(QuerySyntaxError, match="does not accept the question: Parse error"):
            RemoteStore(service.url).query("INSERT DATA { <a:a> <a:b> <a:c> }")
        assert service.asked[0][:2] == ("GET", "INSERT DATA { <a:a> <a:b> <a:c> }")


def test_parameters_of_the_address_are_kept() -> None:
    with serving() as service:
        assert RemoteStore(f"{service.url}?default-graph-uri=x").query("ASK {}")
        assert service.asked[0][1] == "ASK {}"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        pytest.param({"status": 401}, "HTTP 401", id="401"),
        pytest.param({"status": 403}, "HTTP 403", id="403"),
        pytest.param({"status": 404}, "HTTP 404", id="404"),
        pytest.param({"status": 414}, "HTTP 414", id="414"),
        pytest.param({"status": 500}, "HTTP 500", id="500"),
        pytest.param({"status": 503}, "HTTP 503", id="503"),
        pytest.param({"media_type": "text/html", "body": b"<html>"}, "a web page", id="html"),
        pytest.param({"media_type": "text/plain"}, "no SPARQL answer", id="plain"),
        pytest.param({"body": b"<html>"}, "no SPARQL answer", id="lie"),
        pytest.param({"body": b""}, "no SPARQL answer", id="empty"),
        pytest.param({"body": CUT}, "cut short", id="cut"),
        pytest.param({"promised": 1000}, "cut short|No service", id="broken-promise"),
        pytest.param({"media_type": TRIPLES, "body": b"<a:a> <a:b> <a:c"}, "cut short", id="cut-3"),
    ],
)  # fmt: skip
def test_services_that_fail_or_lie(told: dict[str, object], message: str) -> None:
    with serving(**told) as service, pytest.raises(StoreError, match=message) as caught:
        RemoteStore(service.url).query(ROWS)
    assert caught.value.hint is not None
    assert "127.0.0.1" in caught.value.message.nb


@pytest.mark.parametrize("told", [{"pause": 1}, {"drip": 0.15}], ids=["silent", "dripping"])
def test_time_is_up(told: dict[str, object]) -> None:
    began = time.monotonic()
    with serving(**told) as service, pytest.raises(StoreError, match=r"within 0.3 seconds"):
        RemoteStore(service.url, timeout=0.3).query(ROWS)
    assert time.monotonic() - began < 5


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    with pytest.raises(StoreError, match="No service answered"):
        RemoteStore(url).query(ROWS)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://x/",
        "localhost:3030",
        "",
        "http://a:b@c/",
        "http://[",
        "http://",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(StoreError, match="must begin with http"):
        RemoteStore(url).query(ROWS)


def test_too_long_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 10)
    with serving() as service, pytest.raises(StoreError, match="longer than 10 bytes"):
        RemoteStore(service.url).query(ROWS)


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(remote.USER_VARIABLE, "navn")
    monkeypatch.setenv(remote.PASSWORD_VARIABLE, "hemmelig")
    with serving() as service:
        store = RemoteStore(service.url)
        assert store.query("ASK {}")
        assert (
            service.asked[0][2]["Authorization"]
            == "Basic " + base64.b64encode(b"navn:hemmelig").decode()
        )
        assert "hemmelig" not in repr(store)


def test_credentials_are_not_sent_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(remote.USER_VARIABLE, "navn")
    monkeypatch.setenv(remote.PASSWORD_VARIABLE, "hemmelig")
    with serving() as other, serving(status=302, headers={"Location": other.url}) as first:
        RemoteStore(first.url).query("ASK {}")
        assert "Authorization" in first.asked[0][2]
        assert "Authorization" not in other.asked[0][2]
