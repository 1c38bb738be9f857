"""Every form of every view, read back by readers that we did not write.

What a reader gives is held against the rows of :func:`bioclustergraph.export.flatten`, and these
against the network: nodes, edges (each one, parallel ones too) and every attribute.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
import subprocess
import sys
import warnings
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import igraph
import networkx as nx
import openpyxl
import pandas as pd
import pytest
import rdflib
from csvw import CSVW
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from bioclustergraph import export, networks, relations
from bioclustergraph.errors import Text
from bioclustergraph.export import Flat, Material
from bioclustergraph.export.columns import EDGES, NODES
from bioclustergraph.export.gexf import joined
from bioclustergraph.export.texts import clean, quotable
from bioclustergraph.namespaces import BASE
from bioclustergraph.networks import Edge, Network, Node, Selection
from bioclustergraph.project import Project
from bioclustergraph.relations import Bounds, Document, Mode, Source, Thing, View
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bioclustergraph.store.embedded import EmbeddedStore

Cells = dict[str, str]
"""The attributes of a node or an edge as texts; a list is one text."""

Read = tuple[dict[str, Cells], Counter[frozenset[tuple[str, str]]]]
"""What a reader gives: nodes by IRI, and each edge as often as it is there."""

ROOT: Final = Path(__file__).resolve().parent.parent
VIEWS: Final = sorted(path.stem for path in (ROOT / "queries" / "relations").glob("*.rq"))
SELECTIONS: Final = {
    "": Selection(),
    "at": Selection(at=dt.date(2021, 12, 31)),
    "certain": Selection(certain_only=True),
    "successors": Selection(follow=networks.Follow.SUCCESSORS),
}
ENDS: Final = {"id", "source", "target"}


# --- what is expected -----------------------------------------------------------------------------


def edges(rows: Iterable[Mapping[str, Any]]) -> Counter[frozenset[tuple[str, str]]]:
    return Counter(
        frozenset((name, joined(cell)) for name, cell in row.items() if name != "id")
        for row in rows
    )


def expected(flat: Flat) -> Read:
    return (
        {str(it.row["id"]): texts(it.row, "id") for it in flat.nodes},
        edges(it.row for it in flat.edges),
    )


def texts(row: Mapping[str, Any], *but: str) -> Cells:
    return {
        name: joined(tuple(cell) if isinstance(cell, list) else cell)
        for name, cell in row.items()
        if name not in but and cell is not None and cell not in ([], "")
    }


# --- readers --------------------------------------------------------------------------------------


def of_networkx(
    graph: nx.Graph[str], *, iri: str | None = None, drop: tuple[str, ...] = ()
) -> Read:
    """Take what networkx has read; ``iri`` is the attribute with the IRI, if nodes are names."""
    names = {node: graph.nodes[node][iri] if iri else node for node in graph}
    found: Counter[frozenset[tuple[str, str]]] = Counter()
    for start, end, data in graph.edges(data=True):
        cells = texts(data, "id", "key", *drop)
        ends = (cells.pop("source", names[start]), cells.pop("target", names[end]))
        if not graph.is_directed():
            ends = min(ends), max(ends)
        found[frozenset({*cells.items(), ("source", ends[0]), ("target", ends[1])})] += 1
    nodes = {names[n]: texts(graph.nodes[n], *(i for i in (iri,) if i), *drop) for n in graph}
    return nodes, found


def of_igraph(graph: igraph.Graph, *, iri: str, drop: tuple[str, ...]) -> Read:
    """Take what igraph has read: every attribute on every node, empty where there is none."""
    names = [vertex[iri] for vertex in graph.vs]

    def cells(data: dict[str, Any]) -> Cells:
        return {
            name: html.unescape(str(int(value) if isinstance(value, float) else value))
            for name, value in data.items()
            if name not in drop and value is not None and value != "" and value == value  # noqa: PLR0124  # NaN
        }

    found: Counter[frozenset[tuple[str, str]]] = Counter()
    for edge in graph.es:
        ends = names[edge.source], names[edge.target]
        if not graph.is_directed():
            ends = min(ends), max(ends)
        found[
            frozenset(
                {*cells(edge.attributes()).items(), *zip(("source", "target"), ends, strict=True)}
            )
        ] += 1
    return {name: cells(v.attributes()) for name, v in zip(names, graph.vs, strict=True)}, found


def gexf(path: Path) -> Read:
    graph = nx.read_gexf(path)
    for _, data in graph.nodes(data=True):
        data.pop("certainty_at", None)
        data.pop("spells", None)
    for _, _, data in graph.edges(data=True):
        data.pop("certainty_at", None)
        data.pop("spells", None)
        data["weight"] = int(data["weight"])
    return of_networkx(graph)


def graphml(path: Path) -> Read:
    return of_networkx(nx.read_graphml(path, force_multigraph=True))


def graphml_igraph(path: Path) -> Read:
    return of_igraph(igraph.Graph.Read_GraphML(str(path)), iri="id", drop=("id",))


def gml(path: Path) -> Read:
    graph = nx.read_gml(path)
    for name, data in graph.nodes(data=True):
        data["label"] = name
    return of_networkx(graph, iri="iri")


def gml_igraph(path: Path) -> Read:
    with warnings.catch_warnings():
        # GML is ASCII with entities; igraph hands them on as they are and says so.
        warnings.simplefilter("ignore", RuntimeWarning)
        graph = igraph.Graph.Read_GML(str(path))
    return of_igraph(graph, iri="iri", drop=("id", "iri", "key"))


def dot(path: Path) -> Read:
    """Have Graphviz itself read the file, and tell in JSON what it read, without a layout."""
    program = Path(sys.executable).with_name("graphviz-pure")
    # It also complains that nothing has a place, and tells all the same.
    done = subprocess.run(
        [program, "-Knop", "-Tdot_json", path], capture_output=True, check=False, timeout=60
    )
    told = json.loads(done.stdout, strict=False)

    def cells(item: dict[str, Any], *but: str) -> Cells:
        return {
            name: unescaped(value)
            for name, value in item.items()
            if name not in {"_gvid", *but} and value != ""
        }

    iris = {item["_gvid"]: item["name"] for item in told.get("objects", [])}
    nodes = {item["name"]: cells(item, "name") for item in told.get("objects", [])}
    for iri, data in nodes.items():
        assert data.pop("iri") == iri
    found: Counter[frozenset[tuple[str, str]]] = Counter()
    for item in told.get("edges", []):
        data = cells(item, "head", "tail", "key")
        data |= {"source": iris[item["tail"]], "target": iris[item["head"]]}
        found[frozenset(data.items())] += 1
    return nodes, found


def unescaped(text: str) -> str:
    """Read the escapes of Graphviz's strings."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def cytoscape(path: Path) -> Read:
    data = json.loads(path.read_bytes())
    graph = nx.cytoscape_graph(data)
    return of_networkx(graph, drop=("name", "value", "id"))


def node_link(path: Path) -> Read:
    return of_networkx(nx.node_link_graph(json.loads(path.read_bytes()), edges="edges"))


def d3(path: Path) -> Read:
    return of_networkx(nx.node_link_graph(json.loads(path.read_bytes()), edges="links"))


def sigma(path: Path) -> Read:
    """Read what graphology imports, by the format that it documents: it has no reader in Python."""
    data = json.loads(path.read_bytes())
    assert set(data) == {"options", "attributes", "nodes", "edges"}
    assert data["options"]["multi"]
    assert all(
        edge["undirected"] == (data["options"]["type"] == "undirected") for edge in data["edges"]
    )
    return (
        {node["key"]: texts(node["attributes"]) for node in data["nodes"]},
        edges(
            {**texts(it["attributes"]), "source": it["source"], "target": it["target"]}
            for it in data["edges"]
        ),
    )


def csv_csvw(path: Path) -> Read:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # so that what CSVW only warns of is a fault
        described = CSVW(str(path / "csv-metadata.json"), validate=True)
        assert described.is_valid
        tables = {str(table.url): list(table) for table in described.tables}

    def cell(value: Any) -> Any:  # noqa: ANN401  # whatever the reader gives
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        return tuple(value) if isinstance(value, list) else value

    rows = {
        name: [{k: cell(v) for k, v in row.items() if v is not None and v != []} for row in table]
        for name, table in tables.items()
    }
    nodes = {row["id"]: texts(row, "id") for row in rows["nodes.csv"]}
    return nodes, edges(rows["edges.csv"])


def csv_pandas(path: Path) -> Read:
    def rows(name: str) -> list[dict[str, Any]]:
        frame = pd.read_csv(path / name, dtype=str, keep_default_na=False)
        lists = {it.name for it in (*NODES, *EDGES) if it.type == "list"}
        return [
            {k: tuple(v.split("|")) if k in lists else v for k, v in row.items() if v != ""}
            for row in cast("list[dict[str, Any]]", frame.to_dict("records"))
        ]

    return {row["id"]: texts(row, "id") for row in rows("nodes.csv")}, edges(rows("edges.csv"))


def xlsx(path: Path) -> Read:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", "nodes", "edges", "indicators", "codebook", "sources"]

    def rows(name: str) -> list[dict[str, Any]]:
        head, *rest = book[name].iter_rows(values_only=True)
        return [
            {str(k): v for k, v in zip(head, row, strict=True) if v is not None} for row in rest
        ]

    return {row["id"]: texts(row, "id") for row in rows("nodes")}, edges(rows("edges"))


def parquet_pyarrow(path: Path) -> Read:
    def rows(name: str) -> list[dict[str, Any]]:
        return [
            {
                k: v.isoformat()
                if isinstance(v, dt.date)
                else tuple(v)
                if isinstance(v, list)
                else v
                for k, v in row.items()
                if v is not None and v != []
            }
            for row in parquet.read_table(path / name).to_pylist()
        ]

    return (
        {row["id"]: texts(row, "id") for row in rows("nodes.parquet")},
        edges(rows("edges.parquet")),
    )


READERS: Final[dict[str, tuple[str, Callable[[Path], Read]]]] = {
    "GEXF by networkx": ("gexf", gexf),
    "GraphML by networkx": ("graphml", graphml),
    "GraphML by igraph": ("graphml", graphml_igraph),
    "GML by networkx": ("gml", gml),
    "GML by igraph": ("gml", gml_igraph),
    "DOT by Graphviz": ("dot", dot),
    "Cytoscape JSON by networkx": ("cytoscape", cytoscape),
    "node-link JSON by networkx": ("node-link", node_link),
    "D3 JSON by networkx": ("d3", d3),
    "graphology JSON by json": ("sigma", sigma),
    "CSV by csvw, by its description": ("csv", csv_csvw),
    "CSV by pandas": ("csv", csv_pandas),
    "XLSX by openpyxl": ("xlsx", xlsx),
    "Parquet by pyarrow": ("parquet", parquet_pyarrow),
}
"""Readers that give everything; those of forms with less room have tests of their own below."""


# --- the real data --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def material(project: Project, store: EmbeddedStore) -> Callable[[str, str], Material]:
    @cache
    def ties(view: str) -> relations.Ties:
        return relations.ties(store, project, relations.named(project, view))

    @cache
    def make(view: str, chosen: str = "") -> Material:
        network = networks.made(ties(view), SELECTIONS[chosen], release="f" * 64)
        return Material(export.flatten(network), store, project)

    return make


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> Iterator[Counter[tuple[str, str]]]:
    """Count what has been read back, and say it when all have been."""
    counted: Counter[tuple[str, str]] = Counter()
    yield counted
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n\nRead back, each equal in nodes, edges and attributes:")  # noqa: T201  # the list
        for reader in sorted({reader for reader, _ in counted}):
            count = Counter({what: n for (r, what), n in counted.items() if r == reader})
            told = ", ".join(f"{n} {what}" for what, n in sorted(count.items()))
            print(f"  {reader}: {told}")  # noqa: T201  # the list


def save(made: bytes | Mapping[str, bytes], path: Path) -> Path:
    if isinstance(made, bytes):
        path.write_bytes(made)
    else:
        export.save_directory(path, made)
    return path


def note(seen: Counter[tuple[str, str]], reader: str, flat: Flat) -> None:
    seen[reader, "networks"] += 1
    seen[reader, "nodes"] += len(flat.nodes)
    seen[reader, "edges"] += len(flat.edges)


QUICK: Final = ("GEXF by networkx", "GraphML by networkx", "XLSX by openpyxl")
"""Readers that read other selections too; the step from network to rows is the same for all."""


@pytest.mark.parametrize(
    ("reader", "chosen"),
    [(reader, it) for it in SELECTIONS for reader in READERS if not it or reader in QUICK],
)
def test_each_form_of_each_view_is_read_back_whole(
    reader: str,
    chosen: str,
    material: Callable[[str, str], Material],
    seen: Counter[tuple[str, str]],
    tmp_path: Path,
) -> None:
    name, read = READERS[reader]
    form = export.named(name)
    for view in VIEWS:
        it = material(view, chosen)
        path = save(form.write(it), tmp_path / f"{view}{form.suffix}")
        nodes, found = read(path)
        wanted_nodes, wanted_edges = expected(it.flat)
        assert nodes == wanted_nodes, (view, chosen)
        assert found == wanted_edges, (view, chosen)
        note(seen, reader, it.flat)


def test_rows_are_what_the_network_has(
    material: Callable[[str, str], Material], project: Project, store: EmbeddedStore
) -> None:
    for view in VIEWS:
        network = networks.of(store, project, relations.named(project, view))
        flat = material(view, "").flat
        assert [it.row["id"] for it in flat.nodes] == [node.iri for node in network.nodes]
        assert len(flat.edges) == len(network.edges)
        for it, edge in zip(flat.edges, network.edges, strict=True):
            row = it.row
            assert (row["source"], row["target"]) == (edge.source, edge.target)
            assert row.get("stated_start") == edge.start
            assert row.get("stated_end") == edge.end
            assert row["certainty"] == edge.certainty
            assert row["relations"] == edge.relations
            assert row.get("documents", ()) == tuple(source.document for source in edge.sources)


@pytest.mark.parametrize("chosen", SELECTIONS)
def test_pajek_has_names_edges_kinds_and_weights(
    chosen: str,
    material: Callable[[str, str], Material],
    seen: Counter[tuple[str, str]],
    tmp_path: Path,
) -> None:
    for view in VIEWS:
        flat = material(view, chosen).flat
        path = save(export.named("pajek").write(material(view, chosen)), tmp_path / f"{view}.net")
        names = {iri: quotable(name) for iri, name in flat.names().items()}
        wanted = Counter(
            (
                *ends(flat.directed, names[str(it.row["source"])], names[str(it.row["target"])]),
                it.row["weight"],
                quotable(str(it.row["label"])),
            )
            for it in flat.edges
        )
        graph = nx.read_pajek(path)
        assert set(graph) == set(names.values())
        assert wanted == Counter(
            (*ends(flat.directed, start, end), int(data["weight"]), data["l"])
            for start, end, data in graph.edges(data=True)
        )
        note(seen, "Pajek by networkx", flat)
        other = igraph.Graph.Read_Pajek(str(path))
        assert not names or list(other.vs["name"]) == list(names.values())
        assert wanted == Counter(
            (
                *ends(flat.directed, other.vs[e.source]["name"], other.vs[e.target]["name"]),
                int(e["weight"]),
                e["label"],
            )
            for e in other.es
        )
        note(seen, "Pajek by igraph", flat)


def ends(directed: bool, start: str, end: str) -> tuple[str, str]:  # noqa: FBT001  # of a test
    return (start, end) if directed else (min(start, end), max(start, end))


@pytest.mark.parametrize("chosen", ["", "successors"])
def test_rdf_has_the_edges_and_the_relations_with_their_dates(
    chosen: str,
    material: Callable[[str, str], Material],
    store: EmbeddedStore,
    seen: Counter[tuple[str, str]],
) -> None:
    ns = rdflib.Namespace(f"{BASE}ns/")
    for view in VIEWS:
        it = material(view, chosen)
        made = {name: export.named(name).write(it) for name in ("turtle", "ntriples", "construct")}
        graphs = {
            name: rdflib.Graph().parse(data=cast("bytes", made[name]), format=form)
            for name, form in (("turtle", "turtle"), ("ntriples", "nt"))
        }
        for name, graph in graphs.items():
            pairs = {(str(s), str(o)) for s, o in graph[: rdflib.DCTERMS.relation]}
            assert pairs == {(e.row["source"], e.row["target"]) for e in it.flat.edges}
            labelled = {str(s) for s in graph.subjects(rdflib.RDFS.label)}
            assert {n.row["id"] for n in it.flat.nodes} <= labelled
            for edge in it.flat.edges:
                for relation in cast("tuple[str, ...]", edge.row["relations"]):
                    subject = rdflib.URIRef(relation)
                    passages = {str(o) for o in graph[subject : ns.hasEvidence]}
                    assert passages
                    assert passages <= set(cast("tuple[str, ...]", edge.row["passages"]))
                    if len(cast("tuple[str, ...]", edge.row["relations"])) == 1:
                        said = {str(o) for o in graph[subject : ns.start]}
                        assert said == {v for v in (edge.row.get("stated_start"),) if v}
            note(seen, f"{'Turtle' if name == 'turtle' else 'N-Triples'} by rdflib", it.flat)
        asked = store.query(cast("bytes", made["construct"]).decode())
        wanted = {str(t) for t in asked}  # type: ignore[union-attr]  # a CONSTRUCT
        nt = cast("bytes", made["ntriples"]).decode().splitlines()
        assert wanted == {line.removesuffix(" .") for line in nt if not line.startswith("_:")}


@pytest.mark.parametrize(
    "name", [name for name in export.FORMATS if name not in ("csv", "parquet")]
)
def test_each_file_says_what_it_is(name: str, material: Callable[[str, str], Material]) -> None:
    """Title, licence, release, days, view and citation, in every file that stands alone."""
    it = material("membership", "at")
    made = export.named(name).write(it)
    assert isinstance(made, bytes)
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(made))
        text = "\n".join(str(row) for row in book["about"].iter_rows(values_only=True))
        assert book.properties.title == it.flat.heading.title
    else:
        text = html.unescape(made.decode("utf-8"))
    for said in (
        it.flat.heading.title,
        "https://creativecommons.org/licenses/by/4.0/",
        "f" * 64,
        "2021-12-31",
        "membership",
        it.flat.heading.citation(),
    ):
        assert said in text, said


def test_tables_of_several_files_say_what_they_are(
    material: Callable[[str, str], Material],
) -> None:
    it = material("membership", "at")
    tables = cast("Mapping[str, bytes]", export.named("csv").write(it))
    described = json.loads(tables["csv-metadata.json"])
    assert described["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert described["dc:temporal"] == "2021-12-31"
    assert described["dc:bibliographicCitation"] == it.flat.heading.citation()
    files = cast("Mapping[str, bytes]", export.named("parquet").write(it))
    schema = parquet.read_schema(io.BytesIO(files["edges.parquet"]))
    assert schema.metadata[b"title"].decode() == it.flat.heading.title
    assert schema.metadata[b"release"] == b"f" * 64
    assert str(schema.field("start_earliest").type) == "date32[day]"


# --- texts that no source has yet -----------------------------------------------------------------

ODD: Final = st.text(
    st.one_of(
        st.sampled_from("\"'<>&;|\\/{}[]%#=\n\r\t \x00\x0b\x1f\x7f\x85\u2028\ufeff\ufffe😀æøåÆØÅé"),
        st.characters(),
    ),
    min_size=1,
    max_size=12,
)


def made_up(labels: list[str], mode: Mode) -> Network:
    """Make a network of nodes with these labels: a ring with parallel edges, and one alone."""
    things = [
        Thing(
            f"{BASE}id/organisation/{n}",
            Text(label, label),
            f"{BASE}ns/Organisation",
            Text(label, label),
        )
        for n, label in enumerate(labels)
    ]
    document = Document(f"{BASE}id/document/d", Text(labels[0], labels[0]))
    bounds = Bounds("2018-01-01", "2019-01-01", "2020-01-01", None)
    ring = [
        Edge(
            source=min(one.iri, other.iri) if mode is Mode.PROJECTED else one.iri,
            target=max(one.iri, other.iri) if mode is Mode.PROJECTED else other.iri,
            kind=f"{BASE}ns/Membership",
            role=None,
            start="2018",
            end=None,
            spells=(bounds,),
            certainty="certain",
            weight=1,
            certain_weight=1,
            via=(things[0].iri,),
            relations=(f"{BASE}id/membership/{number}",),
            sources=(Source(document.iri, (f"{document.iri}#char=0,1",)),),
        )
        for number, (one, other) in enumerate(2 * list(pairwise(things[:-1])))
    ]
    view = View("odd", Path("odd.rq"), Text(labels[0], labels[0]), Text("", ""), mode, "")
    return Network(
        view=view,
        selection=Selection(),
        nodes=tuple(Node(thing, (), (bounds,)) for thing in things),
        edges=tuple(ring),
        labels={f"{BASE}ns/Membership": Text(labels[-1], labels[-1])},
        documents={document.iri: document},
        things={thing.iri: thing for thing in things},
    )


@given(st.lists(ODD, min_size=3, max_size=5), st.sampled_from([Mode.DIRECT, Mode.PROJECTED]))
@settings(max_examples=15)
def test_no_text_breaks_a_form(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str], mode: Mode
) -> None:
    directory = tmp_path_factory.mktemp("odd")
    flat = export.flatten(made_up(labels, mode))
    assert [it.row["label"] for it in flat.nodes] == [
        clean(label) or it.row["id"] for label, it in zip(labels, flat.nodes, strict=True)
    ]
    # RDF is not written from rows, and needs no store here.
    it = Material(flat, cast("EmbeddedStore", None), Project(ROOT))
    wanted = expected(flat)
    for reader, (name, read) in READERS.items():
        if reader == "GML by igraph":
            continue  # it hands entities on, and takes texts with them for others
        form = export.named(name)
        path = save(form.write(it), directory / f"{reader.replace(' ', '-')}{form.suffix}")
        got = read(path)
        if name == "gml":  # nodes are known by unique names
            names = flat.names()
            for iri, cells in wanted[0].items():
                assert got[0][iri]["label"] == names[iri]
                assert got[0][iri] | {"label": ""} == cells | {"label": ""}
        else:
            assert got[0] == wanted[0], reader
        assert got[1] == wanted[1], reader
    path = save(export.named("pajek").write(it), directory / "odd.net")
    graph = igraph.Graph.Read_Pajek(str(path))
    assert graph.vcount() == len(flat.nodes)
    assert graph.ecount() == len(flat.edges)
    assert nx.read_pajek(path).number_of_edges() == len(flat.edges)
    assert set(nx.read_pajek(path)) == {quotable(name) for name in flat.names().values()}


def test_norwegian_letters_survive_everywhere() -> None:
    """In each form as it is on the disk, by whatever way of writing it has."""
    it = Material(
        export.flatten(made_up(["Høgskolen på Ås", "Sæterås"], Mode.DIRECT)),
        cast("EmbeddedStore", None),
        Project(ROOT),
    )
    for name in export.FORMATS:
        if name in ("turtle", "ntriples", "construct", "parquet", "xlsx", "csv"):
            continue
        made = export.named(name).write(it)
        assert isinstance(made, bytes)
        assert "Høgskolen på Ås" in html.unescape(made.decode("utf-8")), name
    tables = cast("Mapping[str, bytes]", export.named("csv").write(it))
    rows = list(csv.DictReader(io.StringIO(tables["nodes.csv"].decode("utf-8"))))
    assert [row["label"] for row in rows] == ["Høgskolen på Ås", "Sæterås"]
