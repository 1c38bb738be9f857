"""The seven cases of the W3C's SPARQL 1.1 Protocol that write, over a server with a door to write.

Only graphs of ``data/`` can be written here, each with a header, in terms that somebody has
declared. So the names in the cases are exchanged for such names, and each update is given the
headers of the graphs that it names; nothing else of a case is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import httpx
import pytest
import rdflib
from rdflib import RDF
from rdflib.collection import Collection
from tests.doors import bearer
from tests.miniatures import GRAPH, miniature
from tests.test_protocol import HT, MF, W3C, WRITES, request_of

from bioclustergraph import release
from bioclustergraph.editing import tokens
from bioclustergraph.namespaces import KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Serve

pytestmark = [pytest.mark.xdist_group("write-protocol"), pytest.mark.slow]

THING: Final = re.compile(rf"\b(?:{'|'.join(KINDS)}):[a-z0-9][a-z0-9-]+")
INSTEAD: Final = {
    **{
        f"http://kasei.us/2009/09/sparql/data/data{n}.rdf": f"{GRAPH}things/data{n}"
        for n in (1, 2, 3)
    },
    **{
        f"http://example.org/protocol-update-dataset-{kind}test/": f"{GRAPH}things/{kind}target"
        for kind in ("", "graphs-", "named-graphs-", "full-")
    },
    "http://example.org/protocol-base-test/": f"{GRAPH}things/base",
    "http://example.org/in>": f"{PREFIXES['rdfs']}seeAlso>",
    "http://example.org/p>": f"{PREFIXES['rdfs']}seeAlso>",
    "http://xmlns.com/foaf/0.1/Document": f"{PREFIXES['bcg']}CuratedGraph",
    "a foaf:Document": f"a <{PREFIXES['bcg']}CuratedGraph>",
}


def ours(text: str) -> str:
    for theirs, name in INSTEAD.items():
        text = text.replace(theirs, name)
    return text


def with_headers(update: str) -> str:
    """Give each graph that is named the header that every graph has here."""
    heads = "".join(
        f"GRAPH <{graph}> {{ <{graph}> a <{PREFIXES['bcg']}CuratedGraph> ;\n"
        f"<{PREFIXES['dcterms']}title> 'G'@nb , 'G'@en ;\n"
        f"<{PREFIXES['dcterms']}license> <https://creativecommons.org/licenses/by/4.0/> }}\n"
        for graph in dict.fromkeys(INSTEAD.values())
        if f"<{graph}>" in update and graph.startswith(GRAPH)
    )
    return f"{update} ;\nINSERT DATA {{ {heads} }}" if heads else update


@pytest.fixture(scope="module")
def client(
    serve: Serve, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    if not W3C.is_dir():
        pytest.skip(f"the cases of the W3C are not here: they belong in {W3C}")
    at = tmp_path_factory.mktemp("w3c")
    project = miniature(root, at / "project")
    for path in project.queries.rglob("*.rq"):  # the cases begin by clearing all: no thing is left
        text = THING.sub("<urn:example:thing>", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    assert release.build(project, at / "release").release is not None
    token = tokens.new(at / "tokens", "w3c")
    options = ("--release", at / "release", "--write", at / "tokens", "--workers", 1)
    with (
        serve(*options, root=project.root) as served,
        httpx.Client(base_url=served.url, headers=bearer(token), timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def passed() -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    yield counted
    print(  # noqa: T201 - the count belongs in the output
        f"\nW3C SPARQL 1.1 Protocol, writing: {counted['as it says']} of {len(WRITES)} as the "
        "manifest says, with names of ours"
    )


@pytest.mark.parametrize("name", sorted(WRITES))
def test_case_of_the_w3c(client: httpx.Client, passed: Counter[str], name: str) -> None:
    manifest = rdflib.Graph().parse(W3C / "protocol" / "manifest.ttl")
    [case] = [
        c for c in manifest.subjects(RDF.type, MF.ProtocolTest) if str(c).endswith(f"#{name}")
    ]
    requests = manifest.value(manifest.value(case, MF.action), HT.requests)
    assert requests is not None
    for node in Collection(manifest, requests):
        asked = request_of(manifest, node)
        path = asked.url.raw_path.decode()
        for theirs, graph in INSTEAD.items():
            path = path.replace(quote(theirs, safe=""), quote(graph, safe=""))
        content = ours(asked.content.decode())
        kind = asked.headers.get("content-type", "")
        response = client.request(
            asked.method,
            path,
            headers={k: v for k, v in asked.headers.items() if k in {"content-type", "accept"}},
            content=with_headers(content) if kind == "application/sparql-update" else content,
        )
        expected = manifest.value(node, HT.resp)
        statuses = {str(s)[-3] for s in manifest.objects(expected, MF.expectedStatus)}
        assert str(response.status_code)[0] in statuses, response.text
        boolean = manifest.value(expected, MF.expectedBoolean)
        if boolean is not None:
            assert response.json()["boolean"] is (str(boolean) == "true")
    passed["as it says"] += 1
