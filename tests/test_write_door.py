"""The door to write, over HTTP: who may, what is refused, and what is there when it is said."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import rdflib
from rdflib import SH
from tests.doors import ASK, NAME, TANG, TURTLE, UPDATE, Door, bearer
from tests.miniatures import CLUSTERS, GRAPH, miniature, renamed

from bioclustergraph import editing, release
from bioclustergraph.editing import tokens
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Serve

    from bioclustergraph.project import Project

pytestmark = [pytest.mark.xdist_group("write-door"), pytest.mark.slow]


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return miniature(root, tmp_path_factory.mktemp("miniature") / "project")


@pytest.fixture(scope="module")
def directory(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("served") / "release"
    built = release.build(project, directory)
    assert built.release is not None, built.report.violations[:3]
    return directory


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tokens") / "tokens"


@pytest.fixture(scope="module")
def kari(file: Path) -> str:
    return tokens.new(file, "kari")


@pytest.fixture(scope="module")
def door(serve: Serve, project: Project, directory: Path, file: Path, kari: str) -> Iterator[Door]:
    del kari  # made before the server starts
    with (
        serve("--release", directory, "--write", file, "--workers", 2, root=project.root) as served,
        Door(project, directory, served, file) as door,
    ):
        yield door


# --- who may --------------------------------------------------------------------------------------


def test_nobody_may_where_the_door_is_shut(
    serve: Serve, project: Project, directory: Path, kari: str
) -> None:
    with (
        serve("--release", directory, "--workers", 1, root=project.root) as served,
        Door(project, directory, served, Path()) as shut,
    ):
        assert shut.update(renamed("X").sparql, kari).status_code == 403
        form = {"update": renamed("X").sparql}
        assert shut.client.post("/sparql", data=form, headers=bearer(kari)).status_code == 403
        for method in ("PUT", "POST", "DELETE"):
            assert shut.graph(method, CLUSTERS, kari, "<> a <> .").status_code == 403
        assert shut.graph("GET", CLUSTERS, None).status_code == 200


def test_a_token_is_needed(door: Door, kari: str) -> None:
    before = release.current(door.directory).manifest.digest
    text = renamed("Stolen").sparql
    others = [None, "x", kari[:-1], kari + "x", kari.upper(), "å"]
    for token in others:
        headers = {} if token is None else {"Authorization": f"Bearer {token}".encode("latin-1")}
        wanted = 401 if token is None else 403
        for response in (
            door.client.post("/sparql", content=text, headers=UPDATE | headers),  # type: ignore[arg-type] # bytes too
            door.client.post("/sparql", data={"update": text}, headers=headers),  # type: ignore[arg-type] # bytes too
            door.client.put(f"/graph-store?graph={CLUSTERS}", content="", headers=headers),  # type: ignore[arg-type] # bytes too
        ):
            assert response.status_code == wanted
            assert response.headers["content-type"] == "application/problem+json"
            assert ("bearer" in response.headers.get("www-authenticate", "").lower()) is (
                wanted == 401
            )
    basic = door.client.post("/sparql", content=text, headers=UPDATE, auth=("kari", kari))
    assert basic.status_code == 401  # a browser would send these of itself
    assert release.current(door.directory).manifest.digest == before


def test_a_stranger_s_body_is_not_read(door: Door) -> None:
    async def ask() -> bytes:
        host, port = door.served.address
        reader, writer = await asyncio.open_connection(host, port)
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {UPDATE['Content-Type']}\r\n"
        writer.write(f"{head}Content-Length: 1000000\r\n\r\n".encode())
        async with asyncio.timeout(5):
            line = await reader.readline()
        writer.close()
        return line

    assert b" 401 " in asyncio.run(ask())


def test_a_revoked_token_is_refused_at_once_and_an_open_file_counts_for_nothing(
    door: Door, kari: str
) -> None:
    ola = tokens.new(door.file, "ola")
    assert door.update("INSERT DATA {", ola).status_code == 400
    tokens.revoke(door.file, "ola")
    assert door.update("INSERT DATA {", ola).status_code == 403
    door.file.chmod(0o644)
    assert door.update("INSERT DATA {", kari).status_code == 503
    door.file.chmod(0o600)
    assert door.update("INSERT DATA {", kari).status_code == 400


def test_a_page_of_another_site_cannot_write(door: Door) -> None:
    """It may send neither the header nor the methods, and no browser has a token to send."""
    for path in ("/sparql", "/graph-store"):
        preflight = door.client.options(
            path,
            headers={
                "Origin": "https://example.org",
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "authorization",
            },
        )
        assert "authorization" not in preflight.headers["access-control-allow-headers"].lower()
        allowed = preflight.headers["access-control-allow-methods"]
        assert "PUT" not in allowed
        assert "DELETE" not in allowed
        assert "access-control-allow-credentials" not in preflight.headers


# --- what is done, and what is refused ------------------------------------------------------------


def test_who_wrote_reads_what_it_wrote(door: Door, kari: str) -> None:
    done, name = None, ""
    for number in range(3):
        name = f"Kelp {number}"
        done = door.update(renamed(name).sparql, kari, **{"X-Reason": "for%20kj%C3%B8rt"})
        assert (done.status_code, done.content) == (204, b"")
        asked = door.client.post("/sparql", data={"query": NAME})
        assert asked.headers["x-release"] == done.headers["x-release"]
        assert door.name() == name
        assert door.client.get("/ready").text == f"ready {done.headers['x-release']}\n"
    assert done is not None
    said = editing.Journal.read(door.directory).transactions[-1]
    assert (said.author, said.reason) == ("kari", "for kjørt")
    assert done.headers["x-transaction"] == str(said.number)
    again = door.update(renamed(name).sparql, kari)  # nothing is new
    assert (again.status_code, again.headers["x-release"]) == (204, done.headers["x-release"])
    assert "x-transaction" not in again.headers


def test_a_form_is_taken_too_and_a_query_in_one_is_still_a_query(door: Door, kari: str) -> None:
    form = {"update": renamed("In a form").sparql}
    done = door.client.post("/sparql?reason=why", data=form, headers=bearer(kari))
    assert done.status_code == 204
    assert door.name() == "In a form"
    assert door.client.post("/sparql", data=ASK).json()["boolean"] is True
    both = door.client.post("/sparql", data=form | ASK, headers=bearer(kari))
    assert both.status_code == 400


def test_violations_are_told_and_nothing_is_changed(door: Door, kari: str) -> None:
    before = release.current(door.directory).manifest.digest
    text = f"DELETE WHERE {{ GRAPH <{CLUSTERS}> {{ <{TANG}> <{PREFIXES['rdfs']}label> ?l }} }}"
    for language, word in (("nb", "Ingenting er endret"), ("en", "Nothing was changed")):
        refused = door.update(text, kari, **{"Accept-Language": language})
        assert refused.status_code == 422
        told = refused.json()
        assert word in told["detail"]
        [first, *_] = [it for it in told["findings"] if it["focus"] == TANG]
        assert first["graph"] == CLUSTERS
        assert first["file"] is None
        assert first["severity"] == "violation"
        assert set(first["remedy"]) == {"nb", "en"}
    page = door.update(text, kari, Accept="text/html")
    assert page.headers["content-type"].startswith("text/html")
    shacl = door.update(text, kari, Accept="text/turtle")
    assert (shacl.status_code, shacl.headers["content-type"][:11]) == (422, "text/turtle")
    report = rdflib.Graph().parse(data=shacl.text)
    assert (None, SH.focusNode, rdflib.URIRef(TANG)) in report
    assert (None, SH.conforms, rdflib.Literal(False)) in report  # noqa: FBT003 - a term
    assert release.current(door.directory).manifest.digest == before
    assert door.client.get("/ready").text == f"ready {before[:12]}\n"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("nonsense", 400),
        ("LOAD <http://127.0.0.1:1/>", 400),
        ("DROP GRAPH <https://w3id.org/bioclustergraph/graph/ontology>", 403),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> <urn:c> } }", 403),
        (f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ _:a <urn:b> <urn:c> }} }}", 403),
    ],
)
def test_refusals(door: Door, kari: str, text: str, status: int) -> None:
    refused = door.update(text, kari)
    assert refused.status_code == status
    assert refused.json()["detail"]


def test_graphs_one_by_one(door: Door, kari: str) -> None:
    """The Graph Store Protocol."""
    one = f"{GRAPH}things/more"
    head = "<> a <https://w3id.org/bioclustergraph/ns/CuratedGraph> ; " + " ".join(
        f"<{PREFIXES['dcterms']}title> 'Mer'@{language} ;" for language in ("nb", "en")
    )
    licence = f"<{PREFIXES['dcterms']}license> <https://creativecommons.org/licenses/by/4.0/> ."
    assert door.graph("GET", one, None).status_code == 404
    made = door.graph("PUT", one, kari, head + licence)
    assert made.status_code == 201, made.text
    got = door.graph("GET", one, None)
    assert got.headers["content-type"].startswith("text/turtle")
    assert len(rdflib.Graph().parse(data=got.text)) == 4
    assert door.graph("HEAD", one, None).status_code == 200
    organisation = "https://w3id.org/bioclustergraph/id/organisation/new-one"
    more = (
        f"<{organisation}> a <https://w3id.org/bioclustergraph/ns/Organisation> ;"
        f"<{PREFIXES['rdfs']}label> 'Ny'@nb , 'New'@en ."
    )
    assert door.graph("POST", one, kari, more).status_code == 204
    assert len(rdflib.Graph().parse(data=door.graph("GET", one, None).text)) == 7
    assert door.client.get(organisation.replace("https://w3id.org/bioclustergraph", ""),
                           follow_redirects=True).status_code == 200  # fmt: skip
    assert door.graph("PUT", one, kari, head + licence).status_code == 204
    assert door.graph("DELETE", one, kari).status_code == 204
    assert door.graph("GET", one, None).status_code == 404
    assert door.graph("DELETE", one, kari).status_code == 404
    broken = door.graph("PUT", one, kari, "<> a")
    assert broken.status_code == 400
    assert door.graph("PUT", CLUSTERS, kari, head + licence).status_code == 422
    assert door.graph("PUT", f"{GRAPH}ontology", kari, head).status_code == 403
    url = "/graph-store"
    put = {**TURTLE, **bearer(kari)}
    assert door.client.put(f"{url}?default", content=head, headers=put).status_code == 403
    assert door.client.put(url, content=head, headers=put).status_code == 400
    assert door.client.get(f"{url}?default").status_code == 200
    assert door.client.get(url).status_code == 400
    assert door.client.patch(url, headers=put).status_code == 405
    rdf_xml = {"Content-Type": "application/rdf+xml", **bearer(kari)}
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    refused = door.client.put(f"{url}?graph={one}", content=bomb, headers=rdf_xml)
    assert refused.status_code == 415
    assert "text/turtle" in refused.headers["accept-post"]


def test_a_body_that_is_too_large(door: Door, kari: str) -> None:
    before = release.current(door.directory).manifest.digest
    large = f"INSERT DATA {{ GRAPH <{CLUSTERS}> {{ <{TANG}> <urn:x> '{'x' * 2_000_000}' }} }}"
    assert door.update(large, kari).status_code == 413
    put = door.graph("PUT", CLUSTERS, kari, f"<> <urn:x> '{'x' * 2_000_000}' .")
    assert put.status_code == 413
    assert release.current(door.directory).manifest.digest == before


def test_an_update_that_does_not_end_is_ended(
    serve: Serve, project: Project, directory: Path, file: Path, kari: str
) -> None:
    numbers = " ".join(map(str, range(300)))
    endless = (
        f"INSERT {{ GRAPH <{CLUSTERS}> {{ <{TANG}> <urn:x> ?n }} }} WHERE {{\n"  # noqa: S608 - no SQL
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }}\n"
        f"VALUES ?c {{ {numbers} }} VALUES ?d {{ {numbers} }} FILTER(?a + ?b + ?c = ?d) }} }}"
    )
    options = ("--release", directory, "--write", file, "--workers", 1, "--timeout", 1)
    with (
        serve(*options, root=project.root) as served,
        Door(project, directory, served, file) as door,
    ):
        began = time.monotonic()
        refused = door.update(endless, kari)
        assert refused.status_code == 503, refused.text
        assert "1 " in refused.json()["detail"]
        assert time.monotonic() - began < 15
        assert door.update(renamed("Afterwards").sparql, kari).status_code == 204
        assert door.name() == "Afterwards"


def test_many_who_write_and_read_at_once(door: Door, kari: str) -> None:
    """Writers are served one after the other; no answer is of two releases."""
    names = [f"Writer {number}" for number in range(4)]
    seen: Counter[str] = Counter()
    done: list[httpx.Response] = []

    async def write(client: httpx.AsyncClient, name: str) -> None:
        content = renamed(name).sparql
        done.append(await client.post("/sparql", content=content, headers=UPDATE | bearer(kari)))

    async def read(client: httpx.AsyncClient) -> None:
        while len(done) < len(names):
            response = await client.get("/sparql", params={"query": f"{NAME} #{len(seen)}"})
            [row] = response.json()["results"]["bindings"]
            assert row["a"] == row["b"]
            known = seen_at.setdefault(response.headers["x-release"], row["a"]["value"])
            assert known == row["a"]["value"]
            seen[known] += 1
            await asyncio.sleep(0.01)  # the writers need a processor too

    seen_at: dict[str, str] = {}

    async def all_of_them() -> None:
        async with httpx.AsyncClient(base_url=door.served.url, timeout=180) as client:
            await asyncio.gather(
                *(write(client, name) for name in names), read(client), read(client)
            )

    first = len(editing.Journal.read(door.directory).transactions)
    asyncio.run(all_of_them())
    assert [response.status_code for response in done] == [204] * len(names)
    last = editing.Journal.read(door.directory).transactions[first:]
    assert len(last) == len(names)
    assert all(before.digest == after.parent for before, after in pairwise(last))
    assert len({response.headers["x-release"] for response in done}) == len(names)
    assert len(seen) >= 2
    print(f"\n{sum(seen.values())} answers while {len(names)} wrote: each of one release")  # noqa: T201 - the count belongs in the output


def test_a_restore_is_served(door: Door, kari: str) -> None:
    assert door.update(renamed("Before").sparql, kari).status_code == 204
    assert door.update(renamed("After").sparql, kari).status_code == 204
    subprocess.run(
        [sys.executable, "-m", "bioclustergraph", "--root", str(door.project.root), "restore",
         "--release", str(door.directory), "--to", "previous"],
        check=True, capture_output=True,
    )  # fmt: skip
    began = time.monotonic()
    while door.name() != "Before":
        assert time.monotonic() - began < 10
        time.sleep(0.1)
