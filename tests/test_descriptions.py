"""What the dataset says of itself: counted again, judged by the official shapes, read by others."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SH, SKOS, VOID, URIRef

from bioclustergraph import descriptions, release
from bioclustergraph.descriptions.listings import LONGEST
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.pages import Holdings, Limits, Site
from bioclustergraph.project import Project
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bioclustergraph.release import Release
    from bioclustergraph.server.front import Front
    from bioclustergraph.store.base import Store

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
def miniature(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    from bioclustergraph.report import Report

    made = release.build(
        Project(root / "tests" / "fixture"),
        tmp_path_factory.mktemp("miniature"),
        check=lambda *_: Report(),
    )
    assert made.release is not None
    return made.release


@pytest.fixture(scope="module", params=["real", "miniature"])
def described(request: pytest.FixtureRequest, built: Release, miniature: Release) -> Described:
    """The real release, and that of the miniature project: neither may say what the other is."""
    release_ = built if request.param == "real" else miniature
    void = rdflib.Graph().parse(release_.directory / "void.ttl")
    return Described(release_, release_.open_store(), void)


@dataclass(frozen=True)
class Described:
    """A release, opened, and what it says of itself."""

    release: Release
    store: EmbeddedStore
    void: rdflib.Graph


@pytest.fixture(scope="module")
def misspelt(root: Path) -> str:
    """The shapes of DCAT-AP-NO 2 as they were published."""
    path = root.parent / "shared" / "reference" / "dcat-ap-no" / "dcat-ap-no-shapes-2.00.ttl"
    if not path.exists():
        pytest.skip(f"the shapes of DCAT-AP-NO are not here: they belong in {path.parent}")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shapes(misspelt: str) -> rdflib.Graph:
    """The shapes of DCAT-AP-NO 2, with the terms that are misspelt in them put right.

    An engine passes over a term of SHACL that it does not know, and then says that all is well.
    """
    text = misspelt
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
    terms = {*graph.predicates(), *graph.objects()}
    used = {URIRef(str(term)) for term in terms if str(term).startswith(str(SH))}
    assert not [term for term in used if term not in SH]
    return graph


def quads_of(store: Store) -> list[pyoxigraph.Triple]:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, pyoxigraph.QueryTriples)
    return list(answer)


def number(store: Store, sparql: str) -> int:
    answer = store.query(sparql)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return int(next(iter(answer))["n"].value)


# --- VoID -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COUNTS)
def test_void_says_what_sparql_counts(described: Described, name: str) -> None:
    said = int(str(described.void.value(DATASET, VOID[name])))
    assert said == number(described.store, COUNTS[name])


def test_entities_are_what_the_pattern_says(described: Described) -> None:
    pattern = described.void.value(DATASET, VOID.uriRegexPattern)
    space = described.void.value(DATASET, VOID.uriSpace)
    assert pattern is not None
    subjects = {q.subject for q in quads_of(described.store)}
    iris = [s.value for s in subjects if isinstance(s, pyoxigraph.NamedNode)]
    found = [iri for iri in iris if re.search(str(pattern), iri)]
    assert all(iri.startswith(str(space)) for iri in found)
    assert int(str(described.void.value(DATASET, VOID.entities))) == len(found) > 100


def test_each_part_has_the_size_it_says(described: Described) -> None:
    void, store = described.void, described.store
    classes = list(void.objects(DATASET, VOID.classPartition))
    for partition in classes:
        [class_], [said] = (
            void.objects(partition, VOID["class"]),
            void.objects(partition, VOID.entities),
        )
        assert int(str(said)) == number(
            store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{class_}> }}"
        )
    assert len(classes) == number(store, COUNTS["classes"])
    parts = list(void.objects(DATASET, VOID.propertyPartition))
    assert sum(int(str(void.value(part, VOID.triples))) for part in parts) == number(
        store, COUNTS["triples"]
    )
    assert len(parts) == number(store, COUNTS["properties"])


def test_each_graph_has_its_sizes_title_and_licence(described: Described) -> None:
    void, store = described.void, described.store
    subsets = set(void.objects(DATASET, VOID.subset))
    graphs = {g for g in subsets if str(g).startswith(PREFIXES["graph"])}
    assert len(graphs) == number(store, GRAPHS)
    for graph in graphs:
        for name, sparql in COUNTS.items():
            counted = re.sub(r"\{(.*)\}", rf"{{ GRAPH <{graph}> {{\1}} }}", sparql)
            assert int(str(void.value(graph, VOID[name]))) == number(store, counted), (graph, name)
        assert len(list(void.objects(graph, DCTERMS.license))) == 1, graph
        titles = void.objects(graph, DCTERMS.title)
        said = [t.language for t in titles if isinstance(t, rdflib.Literal)]
        assert sorted(map(str, said)) == ["en", "nb"], graph
        if "/sources/" in str(graph):
            assert void.value(graph, DCTERMS.source), graph
    linksets = set(void.subjects(RDF.type, VOID.Linkset))
    assert linksets <= subsets
    for links in linksets:
        target = void.value(void.value(links, VOID.objectsTarget), VOID.uriSpace)
        exact = "http://www.w3.org/2004/02/skos/core#exactMatch"
        assert int(str(void.value(links, VOID.triples))) == number(
            store,
            f"SELECT (COUNT(*) AS ?n) {{ ?s <{exact}> ?o FILTER(STRSTARTS(STR(?s), "
            f"'{BASE}id/') && STRSTARTS(STR(?o), '{target}')) }}",
        )


def test_a_graph_that_is_not_under_our_licence_says_so(void: rdflib.Graph) -> None:
    licence = void.value(
        URIRef(f"{PREFIXES['graph']}identifiers/enhetsregisteret"), DCTERMS.license
    )
    assert str(licence) == "https://data.norge.no/nlod/no/2.0"


def test_vocabularies_and_examples_are_those_in_the_data(described: Described) -> None:
    quads = quads_of(described.store)
    terms = {q.predicate.value for q in quads}
    terms |= {q.object.value for q in quads if q.predicate.value == str(RDF.type)}  # type: ignore[union-attr] # no triple terms
    said = {str(v) for v in described.void.objects(DATASET, VOID.vocabulary)}
    assert said == {re.sub(r"[^/#]*$", "", term) for term in terms}
    examples = set(described.void.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 3
    for example in examples:
        assert number(described.store, f"SELECT (COUNT(*) AS ?n) {{ <{example}> ?p ?o }}")


def test_a_dump_holds_as_much_as_what_it_is_a_dump_of(described: Described) -> None:
    """What is loaded from a dump into a default graph is what VoID counts."""
    dumped = {}
    for whole, dump in described.void.subject_objects(VOID.dataDump):
        name = str(dump).removeprefix(f"{BASE}dumps/")
        form = pyoxigraph.RdfFormat.from_extension(name.rpartition(".")[2])
        assert form is not None
        held = {
            quad.triple
            for quad in pyoxigraph.parse(path=str(described.release.directory / name), format=form)
            if quad.graph_name == pyoxigraph.DefaultGraph()
        }
        assert len(held) == int(str(described.void.value(whole, VOID.triples))), name
        syntax = described.void.value(dump, DCTERMS["format"])
        assert (DATASET, VOID.feature, syntax) in described.void
        dumped[name] = str(whole).removeprefix(BASE)
    assert dumped == {
        "data.nq": "dataset",
        "data.trig": "dataset",
        "data.ttl": "dataset#data",
        "data.jsonld": "dataset#data",
        "ontology.ttl": "graph/ontology",
    }


def test_described_again_from_what_was_written_it_is_the_same(
    built: Release, store: EmbeddedStore, project: Project
) -> None:
    """The figures come from the store of the build; whoever opens the release counts the same."""
    dumps = [
        descriptions.Dump(
            output.path,
            output.bytes,
            hashlib.sha1(
                (built.directory / output.path).read_bytes(), usedforsecurity=False
            ).hexdigest(),
            output.sha256,
        )
        for output in built.manifest.outputs
        if output.path not in {"void.ttl", "catalog.ttl"}
    ]
    again = descriptions.turtle(descriptions.void(store, project, dumps))
    assert again == (built.directory / "void.ttl").read_bytes()
    again = descriptions.turtle(
        descriptions.catalog(store, project, reversed(dumps), built.manifest.ontology)
    )
    assert again == (built.directory / "catalog.ttl").read_bytes()


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


@pytest.mark.slow
def test_the_misspelt_terms_let_a_fault_pass(
    catalog: rdflib.Graph, shapes: rdflib.Graph, misspelt: str
) -> None:
    """Were the shapes no longer misspelt, or never put right, the test above would mean less."""
    broken = rdflib.Graph()
    broken += catalog
    for theme in catalog.objects(DATASET, DCAT.theme):
        broken.remove((theme, SKOS.inScheme, None))
    broken.remove((URIRef(f"{BASE}catalog#publisher"), FOAF.name, None))
    assert not findings(broken, rdflib.Graph().parse(data=misspelt, format="turtle"))
    assert findings(broken, shapes) == {"Violation": 1, "Warning": 1}


@pytest.mark.slow
def test_the_catalogue_of_nothing_has_no_period(project: Project, shapes: rdflib.Graph) -> None:
    triples = descriptions.catalog(EmbeddedStore.of([]), project, [], "0")
    graph = rdflib.Graph().parse(data=descriptions.turtle(triples), format="turtle")
    assert graph.value(DATASET, DCTERMS.temporal) is None
    assert not findings(graph, shapes)
    assert descriptions.schema_org(triples)["temporalCoverage"] == "../.."


def test_each_file_says_what_it_holds(catalog: rdflib.Graph, void: rdflib.Graph) -> None:
    titles = set()
    for it in catalog.objects(DATASET, DCAT.distribution):
        for property_ in (DCTERMS.title, DCTERMS.description):
            said = [o for o in catalog.objects(it, property_) if isinstance(o, rdflib.Literal)]
            assert sorted(str(o.language) for o in said) == ["en", "nb"]
            titles |= set(said) if property_ == DCTERMS.title else set()
    files = list(catalog.objects(DATASET, DCAT.distribution))
    assert len(titles) == 2 * len(files) == 14
    assert set(catalog.objects(DATASET, DCTERMS.title)) == set(void.objects(DATASET, DCTERMS.title))


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
    licence = catalog.value(URIRef(f"{BASE}catalog"), DCTERMS.license)
    assert str(licence).endswith("/licence/CC_BY_4_0")
    assert graph.value(DATASET, SCHEMA.license) == rdflib.Literal(
        str(catalog.value(licence, SKOS.exactMatch))
    )
    assert str(graph.value(DATASET, SCHEMA.license)).endswith("/licenses/by/4.0/")
    assert graph.value(DATASET, SCHEMA.version) == catalog.value(DATASET, OWL.versionInfo)
    files = set(catalog.objects(DATASET, DCAT.distribution))
    assert files == set(graph.objects(DATASET, SCHEMA.distribution))
    for file in files:
        for ours, theirs in (
            (DCAT.byteSize, SCHEMA.contentSize),
            (DCAT.downloadURL, SCHEMA.contentUrl),
            (SCHEMA.sha256, SCHEMA.sha256),
        ):
            assert str(graph.value(file, theirs)) == str(catalog.value(file, ours))
        assert set(graph.objects(file, SCHEMA.name)) == set(catalog.objects(file, DCTERMS.title))
    period = catalog.value(DATASET, DCTERMS.temporal)
    assert str(graph.value(DATASET, SCHEMA.temporalCoverage)) == "/".join(
        str(catalog.value(period, end)) for end in (DCAT.startDate, DCAT.endDate)
    )


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
    found = list(root.iter(f"{atom}entry"))
    assert [str(entry.findtext(f"{atom}title"))[:2] for entry in found] == ["2 ", "1 "]
    ids = [str(entry.findtext(f"{atom}id")) for entry in found]
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_) for id_ in ids)
    elsewhere = ET.fromstring(descriptions.feed(entries, "https://example.net/"))  # noqa: S314 - our own
    assert [entry.findtext(f"{atom}id") for entry in elsewhere.iter(f"{atom}entry")] == ids
    assert len(set(ids)) == 2
    assert "6 kvadrupler / quads" in str(found[0].findtext(f"{atom}summary"))
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
    assert set(graph.objects(URIRef(f"{BASE}service"), sd.feature)) == {
        sd.BasicFederatedQuery,
        sd.UnionDefaultGraph,
    }
    for graph_ in graph.objects(None, sd.namedGraph):
        counted = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph_}> {{ ?s ?p ?o }} }}"
        assert int(str(graph.value(graph_, VOID.triples))) == number(store, counted)
    default = URIRef(f"{BASE}service#default-graph")
    assert int(str(graph.value(default, VOID.triples))) == number(store, COUNTS["triples"])


@pytest.mark.parametrize(
    ("quads", "merged"),
    [
        pytest.param("<a:s> <a:p> 1 .", False, id="a triple in no named graph"),
        pytest.param("<a:g> { <a:s> <a:p> 1 }", False, id="a triple in a named graph only"),
        pytest.param("<a:s> <a:p> 1 . <a:g> { <a:s> <a:p> 1 }", True, id="the same in both"),
        pytest.param("", True, id="nothing"),
    ],
)
def test_the_service_calls_a_merge_only_what_is_one(
    project: Project, quads: str, *, merged: bool
) -> None:
    held = EmbeddedStore.of(pyoxigraph.parse(quads, format=pyoxigraph.RdfFormat.TRIG))
    said = descriptions.turtle(descriptions.service(held, project, []))
    graph = rdflib.Graph().parse(data=said, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    expected = {sd.UnionDefaultGraph} if merged else set()
    assert set(graph.objects(None, sd.feature)) == expected
    default = URIRef(f"{BASE}service#default-graph")
    assert bool(graph.value(default, DCTERMS.title)) is merged


def test_the_catalogue_has_a_page_that_says_it_in_schema_org(
    get: Callable[..., httpx.Response],
) -> None:
    text = get("/catalog", "text/html").text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(block)["@type"] == "Dataset"
    assert "/dumps/data.ttl" in text


def test_the_sitemap_lists_every_page_once_and_each_is_there(
    get: Callable[..., httpx.Response], store: EmbeddedStore
) -> None:
    root = ET.fromstring(get("/sitemap.xml").content)  # noqa: S314 - our own
    found = [
        loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert len(found) == len(set(found)) > 1500
    ours = {
        quad.subject.value.removeprefix(BASE)
        for quad in quads_of(store)
        if isinstance(quad.subject, pyoxigraph.NamedNode)
        and quad.subject.value.startswith(BASE)
        and "#" not in quad.subject.value
    }
    documents = {re.sub("^id/", "doc/", path) for path in ours}
    listed = {url.removeprefix("https://example.org/") for url in found}
    assert documents <= listed
    others = {url for url in listed - documents if not url.startswith(("questions/", "network/"))}
    assert others == {
        *("", "browse", "map", "questions", "network", "contradictions", "sources", "coverage"),
        *("ontology", "about", "privacy", "catalog"),
    }
    for url in found[:: len(found) // 25]:
        assert get(url.removeprefix("https://example.org"), "text/html").status_code == 200, url
    assert "https://example.org/sitemap.xml" in get("/robots.txt").text
    assert get("/releases.atom").headers["content-type"] == "application/atom+xml"
    assert get("/sitemap-1.xml").status_code == 404


@pytest.mark.slow
def test_the_miniature_project_describes_itself_too(
    miniature: Release, shapes: rdflib.Graph
) -> None:
    assert not findings(rdflib.Graph().parse(miniature.directory / "catalog.ttl"), shapes)
