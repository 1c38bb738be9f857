"""IRIs that were retired: declared in one place, used nowhere, and told by the store."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bioclustergraph import dataset, hygiene, ontology
from bioclustergraph.describe import retired
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.namespaces import BASE
from bioclustergraph.project import Project
from bioclustergraph.release import Assembly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import rdflib

    from bioclustergraph.report import Finding

HEAD = """\
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
PREFIX cluster: <https://w3id.org/bioclustergraph/id/cluster/>
PREFIX contradiction: <https://w3id.org/bioclustergraph/id/contradiction/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX membership: <https://w3id.org/bioclustergraph/id/membership/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""
THINGS = f"""{HEAD}
<> a bcg:CuratedGraph .

cluster:granskog a bcg:Cluster ; rdfs:label "Granskog"@nb , "Granskog"@en .
"""
SOURCE = f"""{HEAD}
<> a bcg:SourceGraph .

membership:granskog--granskog--2015 a bcg:Membership ;
    org:member cluster:granskog ; org:organization cluster:granskog .
"""
RETIRED = f"""{HEAD}
<> a bcg:CuratedGraph .

cluster:granskog-klyngen owl:deprecated true ;
    dcterms:isReplacedBy cluster:granskog ;
    dcterms:date "2026-11-24"^^xsd:date ;
    skos:changeNote "Ført to ganger."@nb , "Entered twice."@en .

membership:granskog--granskog--2014 owl:deprecated true ;
    dcterms:date "2026-11-23"^^xsd:date ;
    skos:changeNote "Feillest."@nb , "Misread."@en .

contradiction:granskog-2014 owl:deprecated true ;
    dcterms:date "2026-11-23"^^xsd:date ;
    skos:changeNote "Feillest."@nb , "Misread."@en .
"""
FILES = {
    "things/clusters.ttl": THINGS,
    "sources/2015-granskog.ttl": SOURCE,
    "retired/iris.ttl": RETIRED,
}


@pytest.fixture(scope="module")
def vocabulary(project: Project) -> rdflib.Graph:
    return ontology.load(project)


@pytest.fixture
def made(tmp_path: Path, project: Project) -> Callable[[dict[str, str]], Project]:
    """Make a small project with the real ontology and queries."""

    def make(files: dict[str, str]) -> Project:
        for part in ("ontology", "queries"):
            (tmp_path / part).symlink_to(getattr(project, part))
        (tmp_path / "shapes").mkdir()
        for name, text in files.items():
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Project(tmp_path)

    return make


def found(project: Project, vocabulary: rdflib.Graph) -> list[Finding]:
    """Judge the data; the real questions ask about things that the small project has not."""
    report = hygiene.check(project, dataset.load(project), vocabulary)
    return [f for f in report if f.rule != "known-terms-in-queries"]


def test_retired_iris_in_order(
    made: Callable[[dict[str, str]], Project], vocabulary: rdflib.Graph
) -> None:
    assert found(made(FILES), vocabulary) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "remedy"),
    [
        (
            "sources/2015-granskog.ttl",
            "org:member cluster:granskog",
            "org:member cluster:granskog-klyngen",
            "retired-unused",
            "Write cluster:granskog instead.",
        ),
        (
            "sources/2015-granskog.ttl",
            "membership:granskog--granskog--2015 a",
            "membership:granskog--granskog--2014 a",
            "retired-unused",
            "Take away what refers to it",
        ),
        (
            "retired/iris.ttl",
            "isReplacedBy cluster:granskog ;",
            "isReplacedBy cluster:granskogg ;",
            "retired-unused",
            "Did you mean cluster:granskog?",
        ),
        (
            "retired/iris.ttl",
            "cluster:granskog-klyngen owl:deprecated true",
            "cluster:granskog-klyngen a bcg:Cluster ; owl:deprecated true",
            "retired-in-place",
            "take the description away",
        ),
        (
            "things/clusters.ttl",
            "cluster:granskog a",
            "cluster:granskog owl:deprecated true ; a",
            "retired-in-place",
            "Move it to a file under data/retired/.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_remedy(  # noqa: PLR0913, PLR0917 - a column each
    file: str,
    old: str,
    new: str,
    rule: str,
    remedy: str,
    made: Callable[[dict[str, str]], Project],
    vocabulary: rdflib.Graph,
) -> None:
    assert old in FILES[file]
    broken = FILES[file].replace(old, new, 1)
    findings = [
        f for f in found(made({**FILES, file: broken}), vocabulary) if f.rule.startswith("retired")
    ]
    assert findings
    assert {(f.rule, f.file) for f in findings} == {(rule, f"data/{file}")}
    assert all(f.line is not None for f in findings)
    assert remedy in findings[0].remedy.en
    assert findings[0].remedy.nb != findings[0].remedy.en


def test_the_store_tells_what_became_of_an_iri(
    made: Callable[[dict[str, str]], Project], vocabulary: rdflib.Graph, project: Project
) -> None:
    small = made(FILES)
    shutil.rmtree(small.root / "data" / "sources")
    store = Assembly.of(small, dataset.load(small), vocabulary).store

    merged = retired(store, f"{BASE}id/cluster/granskog-klyngen", project=project)
    assert merged is not None
    assert merged.successor is not None
    assert merged.successor.iri == f"{BASE}id/cluster/granskog"
    assert merged.successor.label == Text("Granskog", "Granskog")
    assert (merged.reason, merged.date) == (
        Text("Ført to ganger.", "Entered twice."),
        "2026-11-24",
    )
    withdrawn = retired(store, f"{BASE}id/membership/granskog--granskog--2014", project=project)
    assert withdrawn is not None
    assert withdrawn.successor is None
    assert withdrawn.reason.en == "Misread."

    assert retired(store, f"{BASE}id/cluster/granskog", project=project) is None
    assert retired(store, f"{BASE}id/cluster/nobody", project=project) is None
    with pytest.raises(UnknownThing):
        retired(store, "no iri", project=project)


def test_data_without_retired_iris_are_in_order(
    made: Callable[[dict[str, str]], Project], vocabulary: rdflib.Graph
) -> None:
    small = made({name: text for name, text in FILES.items() if "retired" not in name})
    assert found(small, vocabulary) == []
