"""Evidence: the documents as they were read, passages that name what they are evidence for."""

from __future__ import annotations

import hashlib
import re
import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph import dataset, provenance
from bioclustergraph.errors import DocumentError
from bioclustergraph.project import PARTS, Project
from bioclustergraph.provenance import Passage

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.report import Finding

TEXT = "Årsmøte. Klyngen Æøå hadde\n\t 50 medlemmer i 2021 (blant dem Norce*).\n"
KEY = "2022-example"
GRAPH = f"""\
@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .
@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .
@prefix document: <https://w3id.org/bioclustergraph/id/document/> .
@prefix existence: <https://w3id.org/bioclustergraph/id/existence/> .
@prefix naming: <https://w3id.org/bioclustergraph/id/naming/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

document:{KEY}
    bcg:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" ;
    bcg:characterCount {len(TEXT)} ;
.

naming:aeoeaa--2021
    a bcg:Naming ;
    bcg:hasNamedThing cluster:aeoeaa ;
    bcg:nameText "Æøå" ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/{KEY}#char=17,20> ;
.

existence:aeoeaa--2021
    a bcg:Existence ;
    bcg:hasExistingThing cluster:aeoeaa ;
    bcg:attestedOn "2021"^^xsd:gYear ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/{KEY}#char=FROM,TO> ;
.
"""


def made_up(root: Path, start: int, end: int, text: str = TEXT) -> tuple[dataset.Dataset, Path]:
    """Make a project with one document and two relations, and the directory of the document."""
    for part in PARTS:
        (root / part).mkdir(exist_ok=True)
    turtle = GRAPH.replace("FROM", str(start)).replace("TO", str(end))
    (root / "data" / f"{KEY}.ttl").write_text(turtle, encoding="utf-8")
    directory = root / "documents"
    directory.mkdir(exist_ok=True)
    (directory / "some.txt").write_text(text, encoding="utf-8", newline="")
    return dataset.load(Project(root)), directory


def faults(root: Path, start: int, end: int, text: str = TEXT) -> tuple[Finding, ...]:
    return provenance.check(*made_up(root, start, end, text)).findings


def moved_by(left: int, right: int, match: re.Match[str]) -> str:
    return f"#char={max(0, int(match[1]) + left)},{int(match[2]) + right}>"


@pytest.mark.parametrize("words", ["Klyngen Æøå", "medlemmer i 2021", "2021 (blant dem Norce*)"])
def test_a_passage_that_names_a_participant_or_states_a_value_holds(
    tmp_path: Path, words: str
) -> None:
    start = TEXT.index(words)
    data, directory = made_up(tmp_path, start, start + len(words))
    report = provenance.check(data, directory)
    assert report.findings == ()
    assert dict(report.checked) == {"documents": 1, "relations": 2, "passages": 2}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("50 medlemmer", "names no participant"),
        ("lyngen Æøå", "whole words"),
        ("Klyngen Æø", "whole words"),
        ("Klyngen Æøå ", "whole words"),
        ("2021 (blant dem Norce", "whole words"),
        ("2021 (blant dem Norce*", "whole words"),
    ],
)
def test_a_careless_passage_is_named_with_file_and_line(
    tmp_path: Path, words: str, fault: str
) -> None:
    start = TEXT.index(words)
    [finding] = faults(tmp_path, start, start + len(words))
    assert fault in finding.message.en
    assert finding.file == f"data/{KEY}.ttl"
    assert finding.line == 24
    assert finding.focus is not None
    assert finding.focus.endswith("existence/aeoeaa--2021")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 10_000)])
def test_a_range_outside_the_document_is_refused(tmp_path: Path, start: int, end: int) -> None:
    [finding] = faults(tmp_path, start, end)
    assert "outside" in finding.message.en


def test_one_changed_character_anywhere_is_noticed(tmp_path: Path) -> None:
    start = TEXT.index("Klyngen Æøå")
    changed = faults(tmp_path, start, start + 11, TEXT.replace("50", "51"))
    assert len(changed) == 2
    assert all("some.txt" in finding.message.nb for finding in changed)


def test_a_document_that_is_not_there_is_said(tmp_path: Path) -> None:
    data, directory = made_up(tmp_path, 9, 20)
    (directory / "some.txt").unlink()
    assert {f.message.en.split(" ", 3)[3] for f in provenance.check(data, directory)} == {
        "the document is not in the directory."
    }
    with pytest.raises(DocumentError) as caught:
        provenance.check(data, tmp_path / "nowhere")
    assert caught.value.hint is not None


def test_locate_looks_past_white_space(tmp_path: Path) -> None:
    data, directory = made_up(tmp_path, 9, 20)
    [document] = provenance.documents(data, directory).values()
    [found] = provenance.locate(document, "hadde 50   medlemmer")
    assert TEXT[found.start : found.end] == "hadde\n\t 50 medlemmer"
    assert provenance.locate(document, "51 medlemmer") == ()
    with pytest.raises(DocumentError):
        provenance.locate(document, "  ")


# --- what a passage must say ----------------------------------------------------------------------

SAID = "The Alpha Cluster.\nWe have 66 milliarder kroner, 37% (of it) here. Beta\nGamma, then\n"
STATEMENTS = """\
@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .
@prefix cluster: <https://w3id.org/bioclustergraph/id/cluster/> .
@prefix document: <https://w3id.org/bioclustergraph/id/document/> .
@prefix id: <https://w3id.org/bioclustergraph/id/statistic/> .
@prefix organisation: <https://w3id.org/bioclustergraph/id/organisation/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

cluster:alpha rdfs:label "Alpha"@nb , "Alpha"@en .
organisation:beta rdfs:label "Beta"@nb , "Beta"@en .
document:D bcg:sha256 "HASH" ; bcg:characterCount LENGTH .
id:membership a bcg:Membership ; org:member organisation:beta ; org:organization cluster:alpha ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/D#char=BETA> .
id:it bcg:hasEvidence EVIDENCE ; STATEMENT .
"""


@pytest.mark.parametrize(
    ("statement", "passages", "faults"),
    [
        ("bcg:isAbout cluster:alpha ; bcg:value 66000000000", ["66 milliarder kroner"], 0),
        ("bcg:isAbout cluster:alpha ; bcg:value 66000000001", ["66 milliarder kroner"], 1),
        ("bcg:share 37.0", ["37%"], 0),
        ("bcg:share 37.0", ["37"], 1),  # the sign belongs to it
        ("bcg:ordinal 37", ["37%"], 1),  # our own order is not what a source says
        # Beside a passage that names a participant another may be context, otherwise not.
        ("bcg:isAbout cluster:alpha", ["Alpha Cluster", "here"], 0),
        ("bcg:isAbout cluster:alpha", ["here"], 1),
        ("bcg:value 37", ["37% (of it)", "here"], 1),
        ('bcg:description "here"@nb , "here"@en ; bcg:isAbout cluster:alpha', ["here"], 1),
        ("bcg:isAbout cluster:alpha", ["Alpha Cluster", "her"], 1),  # cut wrongly
        # Who stands in a list says that it is a list; a document need not name itself.
        (
            "bcg:completenessOf cluster:alpha ; bcg:forRelationKind bcg:Membership",
            ["Beta"],
            0,
        ),
        (
            "bcg:completenessOf cluster:alpha ; bcg:forRelationKind bcg:Partnership",
            ["Beta"],
            1,
        ),
        ("bcg:isAbout document:D", ["here"], 0),
        ('bcg:callName "Gamma"', ["Beta\nGamma"], 0),
        ('bcg:callName "Delta"', ["Beta\nGamma"], 1),
    ],
)
def test_a_statement_rests_on_what_is_said(
    tmp_path: Path, statement: str, passages: list[str], faults: int
) -> None:
    for part in PARTS:
        (tmp_path / part).mkdir()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "d.txt").write_text(SAID, encoding="utf-8", newline="")
    ranges = [f"{SAID.index(words)},{SAID.index(words) + len(words)}" for words in passages]
    iri = "<https://w3id.org/bioclustergraph/id/document/D#char={}>"
    start = SAID.index("Beta")
    turtle = (
        STATEMENTS.replace("HASH", hashlib.sha256(SAID.encode()).hexdigest())
        .replace("LENGTH", str(len(SAID)))
        .replace("BETA", f"{start},{start + 4}")
        .replace("EVIDENCE", ", ".join(iri.format(range_) for range_ in ranges))
        .replace("STATEMENT", statement)
    )
    (tmp_path / "data" / "d.ttl").write_text(turtle, encoding="utf-8")
    report = provenance.check(dataset.load(Project(tmp_path)), tmp_path / "documents")
    assert len(report.findings) == faults, [f.message.en for f in report]


@given(st.text(), st.integers(min_value=0), st.integers(min_value=0))
def test_a_passage_is_read_as_it_is_written(name: str, start: int, end: int) -> None:
    iri = "https://example.org/" + name.replace("#", "")
    passage = Passage(iri, start, end)
    assert Passage.parse(str(passage)) in {passage, None}
    assert Passage.parse(name) is None or "#char=" in name


# --- the real documents ---------------------------------------------------------------------------


def test_every_relation_of_the_real_data_holds(project: Project, documents: Path) -> None:
    data = dataset.load(project)
    report = provenance.check(data, documents)
    assert report.findings == ()
    checked = dict(report.checked)
    assert checked["documents"] == 5
    assert checked["relations"] >= 250


def test_moving_either_end_of_any_passage_by_one_is_noticed(
    project: Project, documents: Path, tmp_path: Path
) -> None:
    copy = Project(tmp_path / "copy")
    shutil.copytree(project.data, copy.data)
    passages = 0
    for path in sorted((project.data / "sources").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        target = copy.data / "sources" / path.name
        for left, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            moved = re.sub(
                r"#char=([0-9]+),([0-9]+)>",
                partial(moved_by, left, right),
                text,
            )
            # Where a passage begins a document, its start cannot be moved to the left.
            expected = sum(
                1 for m in re.finditer(r"#char=([0-9]+),", text) if int(m[1]) + left >= 0
            )
            target.write_text(moved, encoding="utf-8")
            report = provenance.check(dataset.load(copy), documents)
            found = [f for f in report if f.file == f"data/sources/{path.name}"]
            assert len(found) == expected, f"{path.name} {left:+d},{right:+d}"
            passages += expected
        target.write_text(text, encoding="utf-8")
    assert passages > 1000


def test_a_changed_copy_of_a_document_fails_with_relation_and_file(
    project: Project, documents: Path, tmp_path: Path
) -> None:
    shutil.copytree(documents, tmp_path / "documents")
    data = dataset.load(project)
    [document, *_] = provenance.documents(data, tmp_path / "documents").values()
    text = document.path.read_text(encoding="utf-8")
    middle = len(text) // 2
    document.path.write_text(
        text[:middle] + ("x" if text[middle] != "x" else "y") + text[middle + 1 :], encoding="utf-8"
    )
    found = provenance.check(data, tmp_path / "documents").findings
    assert found
    assert all(document.path.name in f.message.en and f.focus and f.line for f in found)
