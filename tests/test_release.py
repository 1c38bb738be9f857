"""Releases: the same bytes from the same files, and the old one whatever goes wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib.compare import isomorphic

from bioclustergraph import ontology, release, turtle
from bioclustergraph.errors import ReleaseError, Text, TurtleError
from bioclustergraph.namespaces import BASE
from bioclustergraph.project import Project
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    import rdflib

    from bioclustergraph.dataset import Dataset

FILES = [
    "catalog.ttl",
    "data.jsonld",
    "data.nq",
    "data.trig",
    "data.ttl",
    "ontology.ttl",
    "questions.ttl",
    "report.json",
    "void.ttl",
]
WARNING = Finding(
    Severity.WARNING, "rule", Text("å", "aa"), Text("gjør", "do"), file="data/x.ttl", line=3
)
VIOLATION = Finding(Severity.VIOLATION, "rule", Text("feil", "wrong"), Text("rett", "mend"))


def passes(*_: object) -> Report:
    return Report.of([WARNING], shapes=1)


def fails(*_: object) -> Report:
    return Report.of([VIOLATION])


@pytest.fixture
def miniature(root: Path, tmp_path: Path) -> Project:
    """A copy of the miniature project, to be changed."""
    shutil.copytree(root / "tests" / "fixture", tmp_path / "project")
    return Project(tmp_path / "project")


def built(project: Project, directory: Path) -> release.Release:
    outcome = release.build(project, directory, check=passes)
    assert outcome.release is not None
    return outcome.release


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def litter(directory: Path) -> list[str]:
    expected = re.compile(r"[0-9a-f]{12}|current|history\.jsonl|\.changes|\.queries-[0-9a-f]{12}")
    return [path.name for path in directory.iterdir() if not expected.fullmatch(path.name)]


def run(project: Project, directory: Path, *, before: str = "") -> subprocess.Popen[str]:
    """Build in a process of its own, after the lines ``before``."""
    code = (
        "import sys, pathlib, time\n"
        "from bioclustergraph import release\n"
        "from bioclustergraph.errors import ReleaseError\n"
        "from bioclustergraph.project import Project\n"
        "from bioclustergraph.report import Report\n"
        f"{before}\n"
        "try:\n"
        "    release.build(Project(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]),\n"
        "                  check=lambda *_: Report())\n"
        "except ReleaseError as error:\n"
        "    sys.exit(error.in_language('en'))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(project.root), str(directory)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# --- what is in a release -------------------------------------------------------------------------


def test_same_files_same_bytes(miniature: Project, tmp_path: Path) -> None:
    one, two = built(miniature, tmp_path / "one"), built(miniature, tmp_path / "a" / "two")
    assert one.directory.name == two.directory.name == one.manifest.digest[:12]
    assert contents(one.directory) == contents(two.directory)
    assert sorted(contents(one.directory)) == sorted([*FILES, "manifest.json"])
    assert [output.path for output in one.manifest.outputs] == FILES


def test_same_bytes_in_another_process(miniature: Project, tmp_path: Path) -> None:
    """Hashes of strings, and with them the order of sets, differ from process to process."""
    process = run(miniature, tmp_path / "one")
    assert process.communicate()[1] == ""
    one = release.current(tmp_path / "one")
    outcome = release.build(miniature, tmp_path / "two", check=lambda *_: Report())
    assert outcome.release is not None
    assert contents(one.directory) == contents(outcome.release.directory)


def test_manifest_says_what_went_in_and_came_out(miniature: Project, tmp_path: Path) -> None:
    made = built(miniature, tmp_path / "r")
    text = (made.directory / "manifest.json").read_text()
    assert not re.search(r"\d\d:\d\d", text)  # no time of making
    assert str(tmp_path) not in text
    said = json.loads(text)
    assert said["format"] == 1
    assert list(said["made_with"]) == ["bioclustergraph", "pyoxigraph"]
    assert said["ontology"] == ontology.version(ontology.load(miniature))
    paths = [entry["path"] for entry in said["inputs"]]
    assert paths == sorted(paths)
    assert {
        "data/things/clusters.ttl",
        "queries/rules/10-passages.rq",
        "shapes/cluster.ttl",
    } <= set(paths)
    assert made.manifest == release.Manifest.read(made.directory / "manifest.json")
    report = json.loads((made.directory / "report.json").read_text())
    assert report["checked"] == {"shapes": 1}
    assert report["findings"][0]["message"] == {"nb": "å", "en": "aa"}
    assert report["findings"][0]["severity"] == "warning"


def test_dumps_agree(miniature: Project, tmp_path: Path) -> None:
    made = built(miniature, tmp_path / "r")

    def parsed(name: str, syntax: ox.RdfFormat) -> set[ox.Quad]:
        return set(ox.parse(path=str(made.directory / name), format=syntax))

    quads = parsed("data.nq", ox.RdfFormat.N_QUADS)
    assert parsed("data.trig", ox.RdfFormat.TRIG) == quads
    data = parsed("data.ttl", ox.RdfFormat.TURTLE)
    assert parsed("data.jsonld", ox.RdfFormat.JSON_LD) == data
    assert data <= quads
    terms = turtle.read(made.directory / "ontology.ttl", BASE)
    assert isomorphic(terms, ontology.load(miniature))
    counted = {output.path: output.triples for output in made.manifest.outputs}
    assert counted == {
        "data.nq": len(quads),
        "data.trig": len(quads),
        "data.ttl": len(data),
        "data.jsonld": len(data),
        "ontology.ttl": len(terms),
        "questions.ttl": len(turtle.read(made.directory / "questions.ttl", BASE)),
        "report.json": 0,
        "catalog.ttl": len(parsed("catalog.ttl", ox.RdfFormat.TURTLE)),
        "void.ttl": len(parsed("void.ttl", ox.RdfFormat.TURTLE)),
    }


def test_default_graph_is_the_merge_of_the_named(miniature: Project, tmp_path: Path) -> None:
    shutil.copy(
        miniature.data / "things/clusters.ttl", miniature.data / "things/clusters-again.ttl"
    )
    store = built(miniature, tmp_path / "r").open_store()
    named: dict[str, set[tuple[str, str, str]]] = {}
    for quad in store.quads():
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        named.setdefault(str(quad.graph_name), set()).add(triple)
    merged = named.pop("DEFAULT")
    assert merged == set().union(*named.values())
    assert len(merged) < sum(len(triples) for triples in named.values())
    assert "<https://w3id.org/bioclustergraph/graph/ontology>" in named
    assert "<https://w3id.org/bioclustergraph/graph/derived/date-bounds>" in named


def test_literals_are_written_as_the_files_have_them(miniature: Project, tmp_path: Path) -> None:
    (miniature.data / "figures.ttl").write_text("<> <http://a/share> 50.00 .")
    made = built(miniature, tmp_path / "r")
    assert '"50.00"' in (made.directory / "data.nq").read_text()
    assert "50.00" in (made.directory / "data.ttl").read_text()


def test_blank_nodes_do_not_change_the_bytes(miniature: Project, tmp_path: Path) -> None:
    (miniature.data / "blank.ttl").write_text(
        "<> <http://a/p> [ <http://a/q> 1 ] , [ <http://a/q> 2 ] ."
    )
    one, two = built(miniature, tmp_path / "one"), built(miniature, tmp_path / "two")
    assert contents(one.directory) == contents(two.directory)


def test_store_without_a_release_is_the_same(miniature: Project, tmp_path: Path) -> None:
    store = built(miniature, tmp_path / "r").open_store()
    assembled = release.assemble(miniature)
    assert {str(quad) for quad in assembled.quads()} == {str(quad) for quad in store.quads()}


@pytest.mark.slow
def test_real_project_is_assembled_in_a_second(project: Project) -> None:
    began = time.monotonic()
    release.assemble(project)
    assert time.monotonic() - began < 3  # 0.25 s where it was measured; this is for slow machines


@pytest.mark.slow
def test_miniature_passes_its_own_checks(miniature: Project, tmp_path: Path) -> None:
    steps: list[Text] = []
    outcome = release.build(miniature, tmp_path / "r", progress=steps.append)
    assert outcome.report.violations == ()
    assert outcome.release is not None
    assert [step.en for step in steps] == [
        "Reading the files",
        "Judging the files",
        "Deriving",
        "Writing the release",
        "Switching releases",
    ]


# --- fresh, current, damaged ----------------------------------------------------------------------


def test_fresh(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    assert not release.is_fresh(miniature, directory)
    built(miniature, directory)
    assert release.is_fresh(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> 1 .")
    assert not release.is_fresh(miniature, directory)
    built(miniature, directory)
    assert release.is_fresh(miniature, directory)
    (miniature.data / "more.ttl").unlink()
    assert not release.is_fresh(miniature, directory)


def test_building_again_switches_back(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    one = built(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> 1 .")
    two = built(miniature, directory)
    assert release.current(directory).directory == two.directory.resolve()
    (miniature.data / "more.ttl").unlink()
    made = one.directory.stat().st_mtime_ns
    assert built(miniature, directory) == one
    assert release.current(directory).directory == one.directory.resolve()
    assert one.directory.stat().st_mtime_ns == made
    assert litter(directory) == []


@pytest.mark.parametrize("damage", ["changed", "missing", "manifest"])
def test_damaged_release_is_told_and_replaced(
    miniature: Project, tmp_path: Path, damage: str
) -> None:
    directory = tmp_path / "r"
    made = built(miniature, directory)
    before = contents(made.directory)
    if damage == "changed":
        with (made.directory / "data.nq").open("a") as file:
            file.write("<a:a> <a:b> <a:c> .\n")
    elif damage == "missing":
        (made.directory / "data.ttl").unlink()
    else:
        (made.directory / "manifest.json").write_text("{}")
    with pytest.raises(ReleaseError, match=r"damaged|manifest cannot be read") as caught:
        release.current(directory).open_store()
    assert caught.value.hint is not None
    built(miniature, directory)
    assert contents(made.directory) == before
    assert litter(directory) == []
    release.current(directory).open_store()


def test_later_format_is_refused(miniature: Project, tmp_path: Path) -> None:
    made = built(miniature, tmp_path / "r")
    path = made.directory / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(ReleaseError, match="format 2"):
        release.current(tmp_path / "r")


def test_release_itself_may_be_named(miniature: Project, tmp_path: Path) -> None:
    made = built(miniature, tmp_path / "r")
    assert release.current(made.directory).manifest == made.manifest


@pytest.mark.parametrize("name", ["absent", "empty", "file", "loop"])
def test_no_release(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "current").symlink_to("current")
    with pytest.raises(ReleaseError, match="No release has been built here"):
        release.current(tmp_path / name)


# --- what goes wrong ------------------------------------------------------------------------------


def test_violations_write_and_switch_nothing(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    outcome = release.build(miniature, directory, check=fails)
    assert outcome.release is None
    assert outcome.report.violations == (VIOLATION,)
    assert not directory.exists()
    old = built(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> 1 .")
    assert release.build(miniature, directory, check=fails).release is None
    assert release.current(directory).manifest == old.manifest


def test_broken_turtle_leaves_the_old(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    old = built(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> .")
    with pytest.raises(TurtleError):
        release.build(miniature, directory, check=passes)
    assert release.current(directory).manifest == old.manifest
    assert litter(directory) == []


def test_full_disk_leaves_the_old(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    old = built(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> 1 .")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    process = run(miniature, directory, before=limit)
    said = process.communicate()[1]
    assert process.returncode == 1
    assert "There is no room for the release" in said
    assert "The former release is untouched" in said
    assert "Traceback" not in said
    assert release.current(directory).manifest == old.manifest
    assert litter(directory) == []


def test_killed_build_leaves_the_old_and_its_litter_is_tidied(
    miniature: Project, tmp_path: Path
) -> None:
    directory = tmp_path / "r"
    old = built(miniature, directory)
    (miniature.data / "more.ttl").write_text("<> <http://a/p> 1 .")
    stall = (
        "from bioclustergraph.release import building\n"
        "def stalled(*_):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "building.put = stalled\n"
    )
    process = run(miniature, directory, before=stall)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    assert len(litter(directory)) == 1
    with pytest.raises(ReleaseError, match="Another build is under way"):
        release.build(miniature, directory, check=passes)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert release.current(directory).manifest == old.manifest
    release.current(directory).open_store()
    built(miniature, directory)
    assert litter(directory) == []


def test_files_that_change_meanwhile(miniature: Project, tmp_path: Path) -> None:
    def meddles(project: Project, _data: Dataset, _terms: rdflib.Graph) -> Report:
        (project.data / "more.ttl").write_text("<> <http://a/p> 1 .")
        return Report()

    with pytest.raises(ReleaseError, match="changed while the release was built"):
        release.build(miniature, tmp_path / "r", check=meddles)
    assert list((tmp_path / "r").iterdir()) == []


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: path.touch(), "no directory to keep releases in", id="file"),
        pytest.param(lambda path: path.symlink_to(path), "no directory", id="loop"),
        pytest.param(
            lambda path: (path / "current").mkdir(parents=True), "no directory", id="current"
        ),
    ],
)
def test_something_is_in_the_way(
    miniature: Project, tmp_path: Path, make: object, message: str
) -> None:
    directory = tmp_path / "r"
    assert callable(make)
    make(directory)
    with pytest.raises(ReleaseError, match=message) as caught:
        release.build(miniature, directory, check=passes)
    assert caught.value.hint is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_directory(miniature: Project, tmp_path: Path) -> None:
    directory = tmp_path / "r"
    directory.mkdir()
    directory.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(ReleaseError, match="cannot be written to"):
            release.build(miniature, directory, check=passes)
    finally:
        directory.chmod(stat.S_IRWXU)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="Linux shows its processes as files")
def test_place_where_nothing_can_be_made(miniature: Project) -> None:
    with pytest.raises(ReleaseError, match=r"cannot be written"):
        release.build(miniature, Path("/proc/release"), check=passes)
