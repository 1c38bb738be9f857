"""Files, their graphs, their merge, and the place of a statement."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import rdflib

from bioclustergraph import dataset
from bioclustergraph.errors import ProjectError, TurtleError
from bioclustergraph.namespaces import BCG, PREFIXES
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "sources/2021-tangklyngen-annual-report"
ALGETUN = PREFIXES["membership"] + "algetun--tangklyngen--2018-05-01"


@pytest.fixture
def miniature(root: Path, tmp_path: Path) -> Project:
    """A copy of the miniature project, to be broken."""
    shutil.copytree(root / "tests" / "fixture", tmp_path / "project")
    return Project(tmp_path / "project")


def test_graph_is_a_function_of_the_path(miniature: Project) -> None:
    data = dataset.load(miniature)
    names = [file.graph_iri.removeprefix(PREFIXES["graph"]) for file in data.files]
    assert names == sorted(names)
    assert SOURCE in names
    assert dataset.graph_iri(miniature, miniature.data / "a b/å.1.ttl") == (
        PREFIXES["graph"] + "a%20b/%C3%A5.1"
    )


def test_merge_is_deduplicated(miniature: Project) -> None:
    file = miniature.data / "things" / "clusters.ttl"
    single = dataset.load(miniature)
    shutil.copy(file, miniature.data / "things" / "clusters-again.ttl")
    double = dataset.load(miniature)
    again = next(file for file in double.files if file.path.stem == "clusters-again")
    own = len(list(again.graph.triples((rdflib.URIRef(again.graph_iri), None, None))))
    assert sum(len(f.graph) for f in double.files) == sum(len(f.graph) for f in single.files) + len(
        again.graph
    )
    assert len(double.merged()) == len(single.merged()) + own


def test_all_broken_files_are_named_at_once(miniature: Project) -> None:
    (miniature.data / "one.ttl").write_text("<> <p:p> .")
    (miniature.data / "two.ttl").write_bytes(b"\xff")
    with pytest.raises(TurtleError) as caught:
        dataset.load(miniature)
    said = caught.value.in_language("nb")
    assert said.startswith("2 filer kan ikke leses:")
    assert "one.ttl:1: " in said
    assert "two.ttl:1: " in said


@pytest.mark.parametrize("name", ["ontology.ttl", "derived/rule.ttl"])
def test_names_of_the_build_are_refused(miniature: Project, name: str) -> None:
    path = miniature.data / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    with pytest.raises(ProjectError, match="is taken"):
        dataset.load(miniature)


def test_place(miniature: Project) -> None:
    data = dataset.load(miniature)
    file = f"data/{SOURCE}.ttl"
    lines = (miniature.root / file).read_text().splitlines()

    def said(where: tuple[str | None, int | None]) -> str:
        assert where[0] == file
        assert where[1] is not None
        return lines[where[1] - 1].strip()

    assert said(data.place(ALGETUN)) == "membership:algetun--tangklyngen--2018-05-01"
    assert said(data.place(ALGETUN, BCG.attestedOn)) == 'bcg:attestedOn "2020-12-31"^^xsd:date ;'
    day = rdflib.Literal("2018-05-01", datatype=rdflib.XSD.date)
    assert said(data.place(ALGETUN, BCG.start, day)) == 'bcg:start "2018-05-01"^^xsd:date ;'
    assert said(data.place(ALGETUN, BCG.start, day.n3())) == 'bcg:start "2018-05-01"^^xsd:date ;'
    assert said(data.place(ALGETUN, BCG.start, '"2019"')) == 'bcg:start "2018-05-01"^^xsd:date ;'
    assert said(data.place(ALGETUN, BCG.endBefore)) == "membership:algetun--tangklyngen--2018-05-01"
    assert data.place("https://example.org/absent") == (None, None)


def test_place_is_in_the_file_that_says_it(miniature: Project) -> None:
    data = dataset.load(miniature)
    forening = PREFIXES["organisation"] + "tangklyngen-forening"
    assert (
        data.place(forening, BCG.organisationNumber)[0] == "data/identifiers/enhetsregisteret.ttl"
    )
    assert data.place(forening, PREFIXES["rdfs"] + "label")[0] == "data/things/organisations.ttl"
