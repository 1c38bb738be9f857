"""``export`` as people meet it, and GEXF held against its standard and against time."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from bioclustergraph import export, networks, relations
from bioclustergraph.errors import FileError, MissingLibrary
from bioclustergraph.networks import Follow, Selection
from bioclustergraph.release import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bioclustergraph.networks import Edge, Network
    from bioclustergraph.project import Project
    from bioclustergraph.store.embedded import EmbeddedStore

ROOT: Final = Path(__file__).resolve().parent.parent
VIEWS: Final = sorted(path.stem for path in (ROOT / "queries" / "relations").glob("*.rq"))
YEARS: Final = range(2003, 2025)
GEXF: Final = "{http://gexf.net/1.3}"


def run(*words: str, cwd: Path = ROOT, code: int = 0, **settings: object) -> str:
    """Run the command in English, and give all that it said."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("BIOCLUSTERGRAPH")}
    done = subprocess.run(  # type: ignore[call-overload]  # settings are its own
        [sys.executable, "-m", "bioclustergraph", "--lang", "en", *words],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
        check=False,
        **settings,
    )
    # A library may be told of a failure while it is put away; then Python says that it ignored it.
    ours = done.stderr.partition("Exception ignored in")[0]
    assert "Traceback" not in ours, done.stderr
    assert done.returncode == code, done.stderr
    said: str = done.stdout + done.stderr
    return said


@pytest.fixture(scope="module")
def store(project: Project) -> EmbeddedStore:
    return assemble(project)


@pytest.fixture(scope="module")
def network(store: EmbeddedStore, project: Project) -> Callable[[str, Selection], Network]:
    @cache
    def ties(view: str) -> relations.Ties:
        return relations.ties(store, project, relations.named(project, view))

    return lambda view, selection: networks.made(ties(view), selection)


def gexf(network: Network, store: EmbeddedStore, project: Project) -> ET.Element:
    made = export.named("gexf").write(export.Material(export.flatten(network), store, project))
    assert isinstance(made, bytes)
    return ET.fromstring(made)  # noqa: S314  # our own file


# --- the standard ---------------------------------------------------------------------------------

# The rules of GEXF 1.3 (gexf.net, RELAX NG of gexf, dynamics): for each element its attributes with
# their forms, those that must be there, and its children in order with how many there may be. Told
# in our own words, for the part of the standard that we use; an element or attribute that is not
# here is a breach.
_TEXT: Final = r"(?s).*"
_TIME: Final = r"\d{4}-\d\d-\d\d"
_EDGE_TYPE: Final = "directed|undirected|mutual"
RULES: Final[dict[str, tuple[dict[str, str], set[str], list[tuple[str, int, float]]]]] = {
    "gexf": (
        {"version": r"1\.3"},
        {"version"},
        [("meta", 0, 1), ("graph", 1, 1)],
    ),
    "meta": (
        {"lastmodifieddate": _TIME},
        set(),
        [("creator", 0, 1), ("keywords", 0, 1), ("description", 0, 1)],
    ),
    "creator": ({}, set(), []),
    "keywords": ({}, set(), []),
    "description": ({}, set(), []),
    "graph": (
        {
            "defaultedgetype": _EDGE_TYPE,
            "mode": "static|dynamic|slice",
            "timeformat": "integer|double|date|dateTime",
            "timerepresentation": "interval|timestamp",
            "idtype": "integer|string",
            "start": _TIME,
            "end": _TIME,
        },
        set(),
        [("attributes", 0, float("inf")), ("nodes", 1, 1), ("edges", 1, 1)],
    ),
    "attributes": (
        {"class": "node|edge", "mode": "static|dynamic"},
        {"class"},
        [("attribute", 0, float("inf"))],
    ),
    "attribute": (
        {
            "id": _TEXT,
            "title": _TEXT,
            "type": "integer|long|double|float|boolean|string|liststring",
        },
        {"id", "title", "type"},
        [],
    ),
    "nodes": ({"count": r"\d+"}, set(), [("node", 0, float("inf"))]),
    "edges": ({"count": r"\d+"}, set(), [("edge", 0, float("inf"))]),
    "node": (
        {"id": _TEXT, "label": _TEXT, "start": _TIME, "end": _TIME},
        {"id"},
        [("attvalues", 0, 1), ("spells", 0, 1)],
    ),
    "edge": (
        {
            "id": _TEXT,
            "source": _TEXT,
            "target": _TEXT,
            "label": _TEXT,
            "kind": _TEXT,
            "type": _EDGE_TYPE,
            "weight": r"\d+(\.\d+)?",
            "start": _TIME,
            "end": _TIME,
        },
        {"source", "target"},
        [("attvalues", 0, 1), ("spells", 0, 1)],
    ),
    "attvalues": ({}, set(), [("attvalue", 0, float("inf"))]),
    "attvalue": (
        {"for": _TEXT, "value": _TEXT, "start": _TIME, "end": _TIME},
        {"for", "value"},
        [],
    ),
    "spells": ({}, set(), [("spell", 1, float("inf"))]),
    "spell": ({"start": _TIME, "end": _TIME}, set(), []),
}


def breaches(element: ET.Element) -> Iterator[str]:
    """Name what in a file is against the schema."""
    name = element.tag.removeprefix(GEXF)
    if name not in RULES:
        yield f"no element {element.tag}"
        return
    attributes, required, children = RULES[name]
    for attribute, value in element.attrib.items():
        if attribute not in attributes or not re.fullmatch(attributes[attribute], value):
            yield f"{name}: {attribute}={value!r}"
        elif attributes[attribute] is _TIME:
            dt.date.fromisoformat(value)
    yield from (f"{name} lacks {it}" for it in required - element.attrib.keys())
    found = [child.tag.removeprefix(GEXF) for child in element]
    order = [child for child, _, _ in children]
    if sorted(found, key=lambda it: order.index(it) if it in order else -1) != found:
        yield f"{name}: the order of {found}"
    for child, least, most in children:
        if not least <= found.count(child) <= most:
            yield f"{name}: {found.count(child)} {child}"
    for inside in element:
        yield from breaches(inside)


def incoherences(root: ET.Element) -> Iterator[str]:
    """Name what no schema sees: what is referred to and not there, times that cross."""
    nodes = [node.get("id") for node in root.iter(f"{GEXF}node")]
    for edge in root.iter(f"{GEXF}edge"):
        if not {edge.get("source"), edge.get("target")} <= set(nodes):
            yield f"edge {edge.get('id')} ends nowhere"
    for kind in ("node", "edge"):
        items = root.findall(f".//{GEXF}{kind}")
        parent = root.find(f".//{GEXF}{kind}s")
        if parent is None or parent.get("count") != str(len(items)):
            yield f"the count of {kind}s"
        if len({it.get("id") for it in items}) < len(items):
            yield f"two {kind}s have one id"
        declared = {
            attribute.get("id")
            for block in root.iter(f"{GEXF}attributes")
            if block.get("class") == kind
            for attribute in block
        }
        for item in items:
            used = {value.get("for") for value in item.iter(f"{GEXF}attvalue")}
            yield from (f"{name} is not declared" for name in used - declared)
            for those in (item.findall(f".//{GEXF}spell"), dynamic(item)):
                if not in_order(those):
                    yield f"{item.get('id')}: spans that cross"


def in_order(those: list[ET.Element]) -> bool:
    """Say whether spans end after they begin, and none overlaps another."""
    spans = sorted((it.get("start") or "", it.get("end") or "~") for it in those)
    return all(start <= end for start, end in spans) and all(
        one[1] < following[0] for one, following in pairwise(spans)
    )


def dynamic(item: ET.Element) -> list[ET.Element]:
    return [it for it in item.iter(f"{GEXF}attvalue") if it.get("for") == "certainty_at"]


CHOSEN: Final = {
    "all": Selection(),
    "certain": Selection(certain_only=True),
    "successors": Selection(follow=Follow.SUCCESSORS),
    "at": Selection(at=dt.date(2021, 12, 31)),
}


@pytest.mark.parametrize("chosen", CHOSEN)
@pytest.mark.parametrize("view", VIEWS)
def test_gexf_keeps_the_rules_of_its_standard(
    view: str,
    chosen: str,
    network: Callable[[str, Selection], Network],
    store: EmbeddedStore,
    project: Project,
) -> None:
    root = gexf(network(view, CHOSEN[chosen]), store, project)
    assert list(breaches(root)) == []
    assert list(incoherences(root)) == []


def test_gexf_is_valid_by_the_published_schemas(
    network: Callable[[str, Selection], Network], store: EmbeddedStore, project: Project
) -> None:
    """The schemas of gexf.net; no package carries them, so they are used where they lie ready."""
    folder = os.environ.get("BIOCLUSTERGRAPH_GEXF_SCHEMAS")
    if not folder:
        pytest.skip(
            "the schemas of GEXF 1.3 are not here: set BIOCLUSTERGRAPH_GEXF_SCHEMAS to a folder "
            "with gexf.rng, dynamics.rng, viz.rng and the three .xsd of https://gexf.net/1.3/"
        )
    etree = pytest.importorskip("lxml.etree")
    schemas = [
        etree.RelaxNG(etree.parse(Path(folder) / "gexf.rng")),
        etree.XMLSchema(etree.parse(Path(folder) / "gexf.xsd")),
    ]
    for view in VIEWS:
        for selection in CHOSEN.values():
            root = etree.fromstring(ET.tostring(gexf(network(view, selection), store, project)))
            for schema in schemas:
                assert schema.validate(root), (view, schema.error_log)


@pytest.mark.parametrize("chosen", [name for name, it in CHOSEN.items() if not it.is_dated])
def test_spells_are_the_answers_of_every_year(
    chosen: str,
    network: Callable[[str, Selection], Network],
    store: EmbeddedStore,
    project: Project,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On midsummer and new year's eve of each year: nodes, edges and certainty, in every view."""
    from dataclasses import replace

    compared, selection = 0, CHOSEN[chosen]
    for view in VIEWS:
        root = gexf(network(view, selection), store, project)
        for day in (dt.date(y, m, d) for y in YEARS for m, d in ((6, 24), (12, 31))):
            answer = network(view, replace(selection, at=day))
            nodes = {it.get("id") for it in root.iter(f"{GEXF}node") if is_there(it, day)}
            assert nodes == {node.iri for node in answer.nodes}, (view, day)
            there = [it for it in root.iter(f"{GEXF}edge") if is_there(it, day)]
            found = sorted((*identity(it), certainty(it, day)) for it in there)
            assert found == sorted(
                (*of_edge(edge, answer), edge.certainty) for edge in answer.edges
            ), (view, day)
            compared += len(found)
    with capsys.disabled():
        print(f"\nspells ({chosen}): {compared} edges in {len(VIEWS)} views on 44 days")  # noqa: T201  # is looked for


def is_there(item: ET.Element, day: dt.date) -> bool:
    spells = item.findall(f"{GEXF}spells/{GEXF}spell")
    return not spells or any(holds(it, day) for it in spells)


def holds(span: ET.Element, day: dt.date) -> bool:
    """Say whether a day is in a span; both ends are in it, as the standard has it since 1.3."""
    return (span.get("start") or "") <= day.isoformat() <= (span.get("end") or "~")


def certainty(edge: ET.Element, day: dt.date) -> str | None:
    [found] = [it.get("value") for it in dynamic(edge) if holds(it, day)]
    return found


def identity(edge: ET.Element) -> tuple[str, ...]:
    values = {it.get("for"): it.get("value", "") for it in edge.iter(f"{GEXF}attvalue")}
    ends = (edge.get("source", ""), edge.get("target", ""), values["kind"])
    # What two share differs from day to day; a relation does not.
    return ends if "via" in values else (*ends, values["relations"])


def of_edge(edge: Edge, answer: Network) -> tuple[str, ...]:
    ends = (edge.source, edge.target, edge.kind.rpartition("/")[2])
    return ends if not answer.directed else (*ends, *edge.relations)


def test_parallel_edges_have_kinds_of_their_own(
    network: Callable[[str, Selection], Network], store: EmbeddedStore, project: Project
) -> None:
    """Gephi lays edges of one kind between the same two nodes together."""
    for view in VIEWS:
        root = gexf(network(view, Selection()), store, project)
        kinds = [
            (it.get("source"), it.get("target"), it.get("kind")) for it in root.iter(f"{GEXF}edge")
        ]
        assert len(set(kinds)) == len(kinds)


# --- the command ----------------------------------------------------------------------------------


def test_the_joint_activities_of_biotech_north_have_their_sources(tmp_path: Path) -> None:
    file = tmp_path / "cooperation.node-link.json"
    run("export", "cluster-cooperation", "--at", "2021-12-31", "--output", str(file))
    data = json.loads(file.read_bytes())
    here = "https://w3id.org/bioclustergraph/id/cluster/biotech-north"
    joint = [edge for edge in data["edges"] if here in (edge["source"], edge["target"])]
    others = {*(edge["source"] for edge in joint), *(edge["target"] for edge in joint)} - {here}
    keys = {iri.rpartition("/")[2] for iri in others}
    assert {"blue-legasea", "cod-cluster", "heidner-biocluster"} <= keys
    assert "Land Meets Sea (Land møter Hav)" in {edge.get("via_label") for edge in joint}
    for edge in data["edges"]:
        assert edge["documents"], edge
        assert all("#char=" in passage for passage in edge["passages"]), edge
        assert "2022" in edge["sources"], edge
    assert data["graph"]["period"] == "2021-12-31"


def test_the_list_names_every_view_and_format() -> None:
    said = run("export", "--list")
    for name in (*VIEWS, *export.FORMATS):
        assert re.search(rf"^{re.escape(name)}\s", said, re.MULTILINE), name


def test_the_format_is_that_of_the_files_name(tmp_path: Path) -> None:
    for name in ("gexf", "graphml", "net", "ttl", "sigma.json"):
        run("export", "funding", "--output", str(tmp_path / f"funding.{name}"))
    assert (tmp_path / "funding.net").read_text().startswith("*Network ")
    assert "attributes" in json.loads((tmp_path / "funding.sigma.json").read_bytes())


def test_without_output_the_file_goes_to_standard_output() -> None:
    assert "<gexf " in run("export", "funding")
    assert "*Vertices" in run("export", "funding", "--format", "pajek")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["membreship"], "There is no view “membreship”.\n  → Did you mean membership"),
        (["membership", "--format", "gefx"], "There is no format “gefx”.\n  → Did you mean gexf"),
        (["membership", "-o", "a.docx"], "There is no format “.docx”."),
        (["membership", "--at", "31.12.2021"], "--at 31.12.2021: that is no day."),
        (["membership", "--at", "2021-02-30"], "--at 2021-02-30: that is no day."),
        (["membership", "--at", "1850-01-01"], "1850-01-01 is outside what the graph covers."),
        (["membership", "--at", "2199-01-01"], "2199-01-01 is outside what the graph covers."),
        (["membership", "--to", "1850-01-01"], "1850-01-01 is outside what the graph covers."),
        (
            ["membership", "--from", "2022-01-01", "--to", "2021-01-01"],
            "The period ends (2021-01-01) before it has begun (2022-01-01).",
        ),
        (
            ["membership", "--at", "2021-01-01", "--from", "2021-01-01"],
            "A day and a period cannot both be chosen.",
        ),
        (["membership", "--place", "tromso-sund"], "Nothing here is named “tromso-sund” (place)."),
        (["membership", "--sector", "oil"], "No source says that anything works with “oil”."),
        (["membership", "--all"], "Give one of these: a view, --all, --list."),
        (["--all"], "--all writes every format in a directory."),
        (["membership", "--format", "csv"], "CSV + CSVW is several files"),
    ],
)
def test_bad_input_gets_one_clear_message(words: list[str], said: str, tmp_path: Path) -> None:
    told = run("--root", str(ROOT), "export", *words, cwd=tmp_path, code=1)
    assert told.startswith(said)
    assert "→" in told
    assert list(tmp_path.iterdir()) == []


def test_a_sector_is_what_a_source_says_something_works_with() -> None:
    """No source has codes of industries, so the message lists what they do say."""
    told = run("export", "membership", "--sector", "oil", code=1)
    assert "Marine biotechnology." in told
    found = json.loads(
        run("export", "everything", "--sector", "genetics", "--format", "d3").partition("\nfile")[0]
    )
    bioinn = "https://w3id.org/bioclustergraph/id/cluster/bioinn"
    assert found["links"]
    assert all(bioinn in (edge["source"], edge["target"]) for edge in found["links"])
    assert found["graph"]["selection"] == "works with “genetics”"


def test_nothing_selected_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "empty.gexf"
    words = ("export", "shared-members", "--at", "2003-01-01", "--certain-only", "-o", str(file))
    assert run(*words, code=1).startswith("Nothing is selected:")
    assert not file.exists()
    run(*words, "--allow-empty")
    assert 'count="0"' in file.read_text()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for words in (
        ("funding", "-o", str(tmp_path / "no" / "a.gexf")),
        ("funding", "--format", "csv", "-o", str(tmp_path / "no" / "a")),
        ("funding", "--format", "gexf", "-o", str(tmp_path)),
    ):
        told = run("export", *words, code=1)
        assert str(tmp_path) in told
        assert "→" in told
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_missing_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
    network: Callable[[str, Selection], Network],
    store: EmbeddedStore,
    project: Project,
) -> None:
    material = export.Material(export.flatten(network("funding", Selection())), store, project)
    for library, form in (("openpyxl", "xlsx"), ("pyarrow", "parquet")):
        for name in [name for name in sys.modules if name.split(".")[0] == library]:
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingLibrary, match=f"{library}.* is not installed") as caught:
            export.named(form).write(material)
        assert caught.value.hint is not None
        assert caught.value.hint.en == "Install the extra: pip install 'bioclustergraph[tables]'."
    files, missing = export.files([material])
    assert set(missing) == {"xlsx", "parquet"}
    assert "bioclustergraph[tables]" in files["README.md"].decode()
    assert not any(name.endswith((".xlsx", ".parquet")) for name in files)


def test_the_workbook_has_its_sheets_and_a_formula_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "membership.xlsx"
    run("export", "membership", "--at", "2021-12-31", "-o", str(file))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["about", "nodes", "edges", "indicators", "codebook", "sources"]
    indicators = list(book["indicators"].iter_rows(values_only=True))
    assert indicators[0][:2] == ("indicator", "title")
    assert ("members", "2021-12-31") in {(row[0], row[3]) for row in indicators[1:]}
    sources = list(book["sources"].iter_rows(values_only=True))
    assert sources[0] == ("id", "title", "issued", "address", "edges")
    assert len(sources) > 1
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


# --- a pack ---------------------------------------------------------------------------------------


def test_a_pack_has_every_view_in_every_form(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    run("export", "--all", "--output", str(pack))
    for view in VIEWS:
        for form in export.FORMATS.values():
            file = pack / view / f"{view}{form.suffix}"
            assert file.is_dir() if form.several else file.is_file(), file
    readme = (pack / "README.md").read_text(encoding="utf-8")
    for said in (
        "Gephi",
        "Cytoscape",
        "igraph",
        "Excel",
        "Lisens",
        "Licence",
        "codebook.csv",
        "CC BY 4.0",
    ):
        assert said in readme
    assert (pack / "CITATION.txt").read_text().startswith("The bioclustergraph contributors")
    # A second time, over what we wrote; and not over what somebody else did.
    run("export", "--all", "--output", str(pack), "--at", "2021-12-31")
    assert "2021-12-31" in (pack / "README.md").read_text(encoding="utf-8")
    (pack / "my.gephi").write_text("hours of work")
    told = run("export", "--all", "--output", str(pack), code=1)
    assert "something here that we did not write: my.gephi" in told
    assert (pack / "my.gephi").read_text() == "hours of work"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_an_interrupted_pack_leaves_no_half(how: signal.Signals, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    command = [sys.executable, "-m", "bioclustergraph", "export", "--all", "--output", str(pack)]
    met = 0
    for files in (1, 120):
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None:
                if sum(1 for _ in tmp_path.glob(".pack.*/**/*")) >= files:
                    process.send_signal(how)
                    break
                time.sleep(0.001)
            process.wait(60)
        if pack.exists():  # it was faster than we were: then it is whole
            listed = (pack / ".bioclustergraph-export").read_text().splitlines()
            assert all((pack / name).is_file() for name in listed)
            shutil.rmtree(pack)
        else:
            met += 1
            left = list(tmp_path.iterdir())
            assert how == signal.SIGKILL or left == []
    assert met
    run("export", "--all", "--output", str(pack))
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]  # leftovers are gone as well


def test_a_full_disk_leaves_no_half(tmp_path: Path) -> None:
    """A limit on the size of files stands for it: the write fails in the middle all the same."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    for words in (
        ("everything", "--output", str(tmp_path / "e.gexf")),
        ("everything", "--format", "csv", "--output", str(tmp_path / "e")),
        ("--all", "--output", str(tmp_path / "pack")),
    ):
        told = run("export", *words, code=1, preexec_fn=little)
        assert "cannot be written: File too large" in told or "had no room" in told
        assert list(tmp_path.iterdir()) == []


def test_a_former_file_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    export.save_directory(target, {"a.csv": b"1"})
    with pytest.raises(FileError):
        export.save_directory(target, {"a.csv": b"2", "a.csv/b": b"3"})
    assert (target / "a.csv").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
