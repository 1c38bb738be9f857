"""What the dataset says of itself: counted again, judged by the official shapes, read by others."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, VOID, URIRef

from bioclustergraph import descriptions, release
from bioclustergraph.descriptions.listings import LONGEST
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages import Holdings, Limits, Site
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.release import Release
    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store
    from bioclustergraph.store.embedded import EmbeddedStore

DATASET: Final = URIRef(f"{BASE}dataset")
SCHEMA: Final = rdflib.Namespace("https://schema.org/")
SPDX: Final = rdflib.Namespace("http://spdx.org/rdf/terms#")
GRAPHS: Final = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
COUNTS: Final = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
}


@pytest.fixture(scope="module")
def built(release_directory: Path) -> Release:
    return release.current(release_directory)


@pytest.fixture(scope="module")
def store(built: Release) -> EmbeddedStore:
    return built.open_store()


@pytest.fixture(scope="module")
def void(built: Release) -> rdflib.Graph:
    return rdflib.Graph().parse(built.directory / "void.ttl")


@pytest.fixture(scope="module")
def catalog(built: Release) -> rdflib.Graph:
    return rdflib.Graph().parse(built.directory / "catalog.ttl")


@pytest.fixture(scope="module")
def shapes(root: Path) -> rdflib.Graph:
    """The shapes of DCAT-AP-NO 2, with the terms that are misspelt in them put right.

    An engine passes over a term of SHACL that it does not know, and then says that all is well.
    """
    path = root.parent / "shared" / "reference" / "dcat-ap-no" / "dcat-ap-no-shapes-2.00.ttl"
    if not path.exists():
        pytest.skip(f"the shapes of DCAT-AP-NO are not here: they belong in {path.parent}")
    text = path.read_text(encoding="utf-8")
    assert text.count("sh:MinCount") == 2
    graph = rdflib.Graph().parse(data=text.replace("sh:MinCount", "sh:minCount"), format="turtle")
    # The shape of an agent says its targets inside sh:and, misspelt, where no engine looks.
    [agent] = graph.subjects(rdflib.RDFS.label, rdflib.Literal("Agent", lang="en"))
    assert len(re.findall(r"sh:targetS[uU]bjectOf\b", text)) == 3
    graph.remove((agent, SH["and"], None))
    for role in (DCTERMS.publisher, DCTERMS.creator):
        graph.add((agent, SH.targetObjectsOf, role))
    bogus = [p for p in set(graph.predicates()) if str(p).startswith(f"{SH}targetS")]
    for predicate in bogus:
        graph.remove((None, predicate, None))
    used = {URIRef(str(p)) for p in graph.predicates() if str(p).startswith(str(SH))}
    assert not [term for term in used if term not in SH]
    return graph


def number(store: Store, sparql: str) -> int:
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return int(next(iter(answer))["n"].value)


# --- VoID -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COUNTS)
def test_void_says_what_sparql_counts(void: rdflib.Graph, store: EmbeddedStore, name: str) -> None:
    assert int(str(void.value(DATASET, VOID[name]))) == number(store, COUNTS[name])


def test_each_part_has_the_size_it_says(void: rdflib.Graph, store: EmbeddedStore) -> None:
    for partition in void.objects(DATASET, VOID.classPartition):
        [class_], [said] = (
            void.objects(partition, VOID["class"]),
            void.objects(partition, VOID.entities),
        )
        assert int(str(said)) == number(
            store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{class_}> }}"
        )
    parts = list(void.objects(DATASET, VOID.propertyPartition))
    assert sum(int(str(void.value(part, VOID.triples))) for part in parts) == number(
        store, COUNTS["triples"]
    )
    assert len(parts) == number(store, COUNTS["properties"])


def test_each_graph_has_its_size_title_and_licence(
    void: rdflib.Graph, store: EmbeddedStore
) -> None:
    subsets = set(void.objects(DATASET, VOID.subset))
    graphs = {g for g in subsets if str(g).startswith(PREFIXES["graph"])}
    assert len(graphs) == number(store, GRAPHS)
    for graph in graphs:
        counted = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        assert int(str(void.value(graph, VOID.triples))) == number(store, counted)
        if "/sources/" in str(graph) or "/identifiers/" in str(graph):
            assert void.value(graph, DCTERMS.license)
            titles = void.objects(graph, DCTERMS.title)
            assert {t.language for t in titles if isinstance(t, rdflib.Literal)} == {"nb", "en"}
    linksets = set(void.subjects(RDF.type, VOID.Linkset))
    assert linksets <= subsets
    assert all(int(str(void.value(links, VOID.triples))) > 0 for links in linksets)


# --- DCAT-AP-NO -----------------------------------------------------------------------------------


def findings(graph: rdflib.Graph, shapes: rdflib.Graph) -> Counter[str]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    return Counter(
        str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


@pytest.mark.slow
def test_the_catalogue_meets_dcat_ap_no(catalog: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert not findings(catalog, shapes)


@pytest.mark.slow
def test_the_shapes_do_find_what_is_missing(catalog: rdflib.Graph, shapes: rdflib.Graph) -> None:
    broken = rdflib.Graph()
    broken += catalog
    broken.remove((DATASET, DCTERMS.description, None))
    broken.remove((DATASET, DCAT.theme, None))
    broken.remove((URIRef(f"{BASE}sparql"), DCAT.endpointURL, None))
    broken.remove((URIRef(f"{BASE}catalog#publisher"), FOAF.name, None))
    assert findings(broken, shapes)["Violation"] == 4


def test_every_file_is_listed_as_it_is(catalog: rdflib.Graph, built: Release) -> None:
    files = {output.path: output for output in built.manifest.outputs}
    listed = {}
    for it in catalog.objects(DATASET, DCAT.distribution):
        name = str(catalog.value(it, DCAT.downloadURL)).removeprefix(f"{BASE}dumps/")
        checksum = catalog.value(it, SPDX.checksum)
        listed[name] = (
            int(str(catalog.value(it, DCAT.byteSize))),
            str(catalog.value(it, SCHEMA.sha256)),
        )
        content = (built.directory / name).read_bytes()
        sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        assert str(catalog.value(checksum, SPDX.checksumValue)) == sha1
    assert listed == {
        path: (output.bytes, output.sha256)
        for path, output in files.items()
        if path not in {"void.ttl", "catalog.ttl"}
    }


def test_schema_org_says_the_same(catalog: rdflib.Graph) -> None:
    triples = [
        *pyoxigraph.parse(catalog.serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    ]
    said = descriptions.schema_org(quad.triple for quad in triples)
    quads = pyoxigraph.parse(json.dumps(said), format=pyoxigraph.RdfFormat.JSON_LD)
    graph = rdflib.Graph().parse(
        data=pyoxigraph.serialize(
            (quad.triple for quad in quads), format=pyoxigraph.RdfFormat.N_TRIPLES
        ),
        format="nt",
    )
    assert set(graph.objects(DATASET, SCHEMA.name)) == set(catalog.objects(DATASET, DCTERMS.title))
    assert "licenses/by/4.0" in str(graph.value(DATASET, SCHEMA.license))
    assert "CC_BY_4_0" in str(catalog.value(URIRef(f"{BASE}catalog"), DCTERMS.license))
    sizes = {str(o) for o in catalog.objects(None, DCAT.byteSize)}
    assert {str(o) for o in graph.objects(None, SCHEMA.contentSize)} == sizes
    sums = {str(o) for o in catalog.objects(None, SCHEMA.sha256)}
    assert {str(o) for o in graph.objects(None, SCHEMA.sha256)} == sums


# --- listings -------------------------------------------------------------------------------------


def test_a_sitemap_of_many_is_split() -> None:
    paths = [f"/doc/x/{n}" for n in range(LONGEST + 1)]
    index, first, second = descriptions.sitemaps(paths, "https://example.org/")
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    assert [loc.text for loc in ET.fromstring(index).iter(name)] == [  # noqa: S314 - our own
        "https://example.org/sitemap-1.xml",
        "https://example.org/sitemap-2.xml",
    ]
    counts = [len(list(ET.fromstring(part).iter(name))) for part in (first, second)]  # noqa: S314 - our own
    assert counts == [LONGEST, 1]


def test_a_feed_names_the_latest_first() -> None:
    entries = [
        descriptions.Entry("a" * 64, "1", 5, datetime(2026, 1, 1, tzinfo=UTC)),
        descriptions.Entry("b" * 64, "2", 6, datetime(2026, 2, 1, tzinfo=UTC)),
    ]
    root = ET.fromstring(descriptions.feed(entries, "https://example.org/"))  # noqa: S314 - our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}id") for entry in root.iter(f"{atom}entry")] == [
        f"urn:sha256:{'b' * 64}",
        f"urn:sha256:{'a' * 64}",
    ]
    assert root.findtext(f"{atom}updated") == "2026-02-01T00:00:00+00:00"


# --- on the site ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(built: Release, store: EmbeddedStore, project: Project) -> Site:
    limits = Limits(seconds=7.5, services=frozenset({"https://example.org/sparql"}))
    return Site(Holdings(store, project, limits, built.directory, "https://example.org/"))


@pytest.fixture(scope="module")
def get(site: Site, inline: Callable[[Site], Front]) -> Callable[..., httpx.Response]:
    def ask(path: str, accept: str = "*/*") -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(inline(site))
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
                return await client.get(path, headers={"Accept": accept})

        return asyncio.run(answer())

    return ask


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog", "/service", "/sparql"])
@pytest.mark.parametrize("type_", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_descriptions_come_in_every_form(
    get: Callable[..., httpx.Response], path: str, type_: str
) -> None:
    response = get(path, type_)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(type_)
    form = pyoxigraph.RdfFormat.from_media_type(type_)
    assert form is not None
    assert list(pyoxigraph.parse(response.content, format=form))


def test_the_service_says_its_limits_and_its_graphs(
    get: Callable[..., httpx.Response], store: EmbeddedStore
) -> None:
    graph = rdflib.Graph().parse(data=get("/service").text)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    limit = URIRef(f"{BASE}service#timeout")
    assert str(graph.value(limit, URIRef("https://schema.org/value"))) == "7.5"
    assert len(list(graph.objects(None, sd.namedGraph))) == number(store, GRAPHS)
    assert (None, sd.feature, sd.BasicFederatedQuery) in graph


def test_the_catalogue_has_a_page_that_says_it_in_schema_org(
    get: Callable[..., httpx.Response],
) -> None:
    text = get("/catalog", "text/html").text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(block)["@type"] == "Dataset"
    assert "/dumps/data.ttl" in text


def test_the_sitemap_lists_every_page_once_and_each_is_there(
    get: Callable[..., httpx.Response],
) -> None:
    root = ET.fromstring(get("/sitemap.xml").content)  # noqa: S314 - our own
    found = [
        loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert len(found) == len(set(found)) > 1500
    assert "https://example.org/doc/cluster/biotech-north" in found
    for url in found[:: len(found) // 25]:
        assert get(url.removeprefix("https://example.org"), "text/html").status_code == 200, url
    assert "https://example.org/sitemap.xml" in get("/robots.txt").text
    assert get("/releases.atom").headers["content-type"] == "application/atom+xml"
    assert get("/sitemap-1.xml").status_code == 404


def test_the_miniature_project_describes_itself_too(
    root: Path, shapes: rdflib.Graph, tmp_path: Path
) -> None:
    from bioclustergraph.report import Report

    made = release.build(Project(root / "tests" / "fixture"), tmp_path, check=lambda *_: Report())
    assert made.release is not None
    assert not findings(rdflib.Graph().parse(made.release.directory / "catalog.ttl"), shapes)
