"""How much of a document has been read, and how much is said in both languages."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from click.testing import CliRunner, Result

from bioclustergraph import coverage, dataset, ontology
from bioclustergraph.cli import coverage as command
from bioclustergraph.cli.asked import Asked
from bioclustergraph.errors import ParameterError
from bioclustergraph.project import PARTS, Project

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "First Alpha,\n  and then\nBeta.\n"
TURTLE = """\
@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .
@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .
@prefix document: <https://w3id.org/bioclustergraph/id/document/> .
@prefix naming: <https://w3id.org/bioclustergraph/id/naming/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

document:d rdfs:label "Prøve"@nb , "Sample"@en ; bcg:sha256 "HASH" ; bcg:characterCount LENGTH .
cluster:beta rdfs:label "Beta"@nb .
naming:alpha a bcg:Naming ; bcg:nameText "Alpha"@de ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/d#char=6,11> ,
        <https://w3id.org/bioclustergraph/id/document/d#char=6,8> .
naming:beta a bcg:Naming ; bcg:note "en"@nb , "one"@en ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/d#char=24,28> .
"""


@pytest.fixture
def sample(tmp_path: Path) -> tuple[Project, Path]:
    """A project with one document, and the directory it is in."""
    for part in PARTS:
        (tmp_path / "project" / part).mkdir(parents=True)
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "d.txt").write_text(TEXT, encoding="utf-8", newline="")
    written = TURTLE.replace("HASH", hashlib.sha256(TEXT.encode()).hexdigest())
    (tmp_path / "project" / "data" / "d.ttl").write_text(
        written.replace("LENGTH", str(len(TEXT))), encoding="utf-8"
    )
    return Project(tmp_path / "project"), documents


def run(project: Project, *words: str, language: str = "en") -> Result:
    asked = Asked("nb" if language == "nb" else "en", project.root)
    return CliRunner().invoke(command.command(asked), list(words), standalone_mode=False)


def test_what_is_read_and_what_is_not(sample: tuple[Project, Path], project: Project) -> None:
    made_up, documents = sample
    terms = ontology.load(project)
    [measured] = coverage.measure(dataset.load(made_up), terms, documents)
    assert (measured.key, measured.label.nb, measured.intact) == ("d", "Prøve", True)
    assert (measured.characters, measured.total) == (len(TEXT), 2)
    assert [(kind.nb, count) for kind, count in measured.statements] == [("navngiving", 2)]
    assert measured.visible == sum(not character.isspace() for character in TEXT)
    assert measured.covered == len("AlphaBeta")
    assert [(s.start, s.end, s.line, s.text) for s in measured.uncovered] == [
        (0, 5, 1, "First"),
        (15, 23, 2, "and then"),
    ]


def test_the_uncovered_is_printed_and_goes_nowhere_else(sample: tuple[Project, Path]) -> None:
    project, documents = sample
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    quiet = run(project, "--documents", str(documents)).output
    assert "and then" not in quiet
    said = run(project, "--documents", str(documents), "--uncovered").output
    assert "d: characters 15–23, line 2\nand then\n" in said
    assert (
        "d: tegn 15–23, linje 2"
        in run(project, "--documents", str(documents), "--uncovered", language="nb").output
    )
    [document] = json.loads(
        run(project, "--documents", str(documents), "--uncovered", "--format", "json").output
    )["documents"]
    assert document["uncovered"][1] == {"from": 15, "to": 23, "line": 2, "text": "and then"}
    assert before == {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}


def test_a_document_that_was_changed_is_said(sample: tuple[Project, Path]) -> None:
    project, documents = sample
    (documents / "d.txt").write_text(TEXT.replace("then", "them"), encoding="utf-8")
    said = run(project, "--documents", str(documents))
    assert said.return_value == 1
    assert "d is not in the directory as it was read." in said.output
    assert "–" in said.output  # no share can be given


def test_uncovered_needs_the_documents(sample: tuple[Project, Path]) -> None:
    error = run(sample[0], "--uncovered").exception
    assert isinstance(error, ParameterError)
    assert error.hint is not None


def test_what_is_missing_in_a_language_is_named(sample: tuple[Project, Path]) -> None:
    project, _ = sample
    (project.queries / "one.rq").write_text("#+ summary: One\nASK {}", encoding="utf-8")
    said = run(project)
    assert said.return_value == 1
    assert "missing cluster:beta: rdfs:label @en" in said.output
    assert "missing one: summary @nb" in said.output
    assert "naming:alpha" not in said.output  # printed in the language it was printed in
    kinds = coverage.both_languages(project, dataset.load(project), rdflib.Graph())
    things = next(kind for kind in kinds if kind.kind.en == "things")
    assert (things.total, things.complete) == (2, 1)


def test_everything_of_ours_is_in_both_languages(project: Project) -> None:
    kinds = coverage.both_languages(project, dataset.load(project), ontology.load(project))
    for kind in kinds:
        assert kind.lacks == (), kind.kind.en
        assert kind.total > 10, kind.kind.en


def test_the_documents_have_been_read(project: Project, documents: Path) -> None:
    measured = coverage.measure(dataset.load(project), ontology.load(project), documents)
    assert len(measured) == 5
    assert sum(document.total for document in measured) >= 550
    for document in measured:
        assert document.share is not None
        assert document.share > 0.8, document.key
