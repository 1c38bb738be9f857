"""Each rule of hygiene, held against one small project that is in order and one fault at a time."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bioclustergraph import dataset, hygiene, ontology
from bioclustergraph.project import Project
from bioclustergraph.report import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

PREFIXES = """\
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
PREFIX cluster: <https://w3id.org/bioclustergraph/id/cluster/>
PREFIX completeness: <https://w3id.org/bioclustergraph/id/completeness/>
PREFIX completeness-degree: <https://w3id.org/bioclustergraph/scheme/completeness-degree/>
PREFIX contradiction: <https://w3id.org/bioclustergraph/id/contradiction/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX document: <https://w3id.org/bioclustergraph/id/document/>
PREFIX end-state: <https://w3id.org/bioclustergraph/scheme/end-state/>
PREFIX event: <https://w3id.org/bioclustergraph/id/event/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX grant: <https://w3id.org/bioclustergraph/id/grant/>
PREFIX membership: <https://w3id.org/bioclustergraph/id/membership/>
PREFIX membership-role: <https://w3id.org/bioclustergraph/scheme/membership-role/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organisation: <https://w3id.org/bioclustergraph/id/organisation/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX resolution: <https://w3id.org/bioclustergraph/id/resolution/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SOURCE = (
    PREFIXES
    + """
<> a bcg:SourceGraph ;
    dcterms:source document:2020-granskog .

document:2020-granskog a bcg:SourceDocument ;
    bcg:characterCount 1000 .

membership:alfa--granskog--2015 a bcg:Membership ;
    org:member organisation:alfa ;
    org:organization cluster:granskog ;
    org:role membership-role:member ;
    bcg:start "2015"^^xsd:gYear ;
    bcg:hasEndState end-state:open ;
    bcg:hasEvidence <https://w3id.org/bioclustergraph/id/document/2020-granskog#char=1,9> .

grant:granskog--public--2015 a bcg:Grant ;
    bcg:fundsThing cluster:granskog ;
    bcg:amount "5000000"^^xsd:decimal ;
    bcg:plannedDuration "P3Y"^^xsd:yearMonthDuration .

grant:alfa--skogdagen--2015 a bcg:Grant ;
    bcg:hasFunder organisation:alfa ;
    bcg:fundsThing event:skogdagen .

completeness:granskog--membership--2015 a bcg:CompletenessStatement ;
    bcg:completenessOf cluster:granskog ;
    bcg:forRelationKind bcg:Membership ;
    bcg:hasCompleteness completeness-degree:complete ;
    bcg:validFor "2015-06-01"^^xsd:date .
"""
)
OTHER_SOURCE = (
    PREFIXES
    + """
<> a bcg:SourceGraph ;
    dcterms:source document:2021-fjordfisk .

document:2021-fjordfisk a bcg:SourceDocument ;
    bcg:characterCount 1000 .
"""
)
THINGS = (
    PREFIXES
    + """
<> a bcg:CuratedGraph .

organisation:alfa a bcg:Organisation ;
    rdfs:label "Alfa"@nb , "Alfa"@en .

cluster:granskog a bcg:Cluster ;
    rdfs:label "Granskog"@nb , "Granskog"@en .

event:skogdagen a bcg:Event ;
    rdfs:label "Skogdagen"@nb , "The Forest Day"@en .
"""
)
RESOLUTIONS = (
    PREFIXES
    + """
<> a bcg:CuratedGraph .

resolution:granskog-members a bcg:Resolution ;
    bcg:resolves contradiction:granskog-members ;
    bcg:prefersClaim membership:alfa--granskog--2015 .
"""
)
QUERY = """\
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
PREFIX cluster: <https://w3id.org/bioclustergraph/id/cluster/>
PREFIX org: <http://www.w3.org/ns/org#>

# not a term: bcg:Nonsense
SELECT ?member WHERE {
  VALUES ?cluster { cluster:granskog }
  ?relation a bcg:Membership ; org:organization ?cluster ; org:member ?member
  FILTER ( STR(?member) != "bcg:Nonsense" )
}
"""
SHAPE = """\
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/bioclustergraph/shape/>

shape:Membership a sh:NodeShape ;
    sh:targetClass bcg:Membership .
"""
IN_ORDER = {
    "data/sources/2020-granskog.ttl": SOURCE,
    "data/sources/2021-fjordfisk.ttl": OTHER_SOURCE,
    "data/things/things.ttl": THINGS,
    "data/resolutions/2026.ttl": RESOLUTIONS,
    "queries/members.rq": QUERY,
    "shapes/membership.ttl": SHAPE,
}
S = "data/sources/2020-granskog.ttl"
O = "data/sources/2021-fjordfisk.ttl"  # noqa: E741 - beside S, in a table
T = "data/things/things.ttl"
R = "data/resolutions/2026.ttl"
Q = "queries/members.rq"
SH = "shapes/membership.ttl"


@pytest.fixture(scope="session")
def vocabulary(project: Project) -> rdflib.Graph:
    """The real ontology, read once."""
    return ontology.load(project)


def checked(
    root: Path, project: Project, vocabulary: rdflib.Graph, files: dict[str, str]
) -> list[Finding]:
    """Judge a project of these files, with the foreign terms of the real one."""
    for part in ("ontology", "data", "shapes", "queries"):
        (root / part).mkdir()
    shutil.copytree(project.ontology / "vocabularies", root / "ontology" / "vocabularies")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    small = Project(root)
    return list(hygiene.check(small, dataset.load(small), vocabulary))


def test_a_project_in_order_has_no_findings(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    assert checked(tmp_path, project, vocabulary, IN_ORDER) == []


# file, what is replaced, by what; then rule, line of the finding, and what its remedy says.
FAULTS = [
    (S, "bcg:start ", "bcg:strat ", "known-terms", "bcg:strat", "Did you mean bcg:start?"),
    (S, "a bcg:SourceDocument", "a bcg:SourceDocumnet", "known-terms", "Documnet", "bcg:SourceDoc"),
    (S, "end-state:open", "end-state:opne", "known-terms", "end-state:opne", "end-state:open?"),
    (S, "org:role ", "org:rolle ", "known-terms", "org:rolle", "Did you mean org:role?"),
    (S, "xsd:gYear ", "xsd:gyear ", "known-terms", "xsd:gyear", "Did you mean xsd:gYear?"),
    (T, 'rdfs:label "Alfa"', 'rdfs:labl "Alfa"', "known-terms", "rdfs:labl", "rdfs:label?"),
    (S, '"2015"^^xsd:gYear', '"2021-13-45"^^xsd:date', "literal-type", "2021-13", "xsd:gYear"),
    (S, '"2015"^^xsd:gYear', '"2015-13"^^xsd:gYearMonth', "literal-type", "2015-13", "xsd:gYear"),
    (S, '"2015"^^xsd:gYear', '"i 2015"^^xsd:gYear', "literal-type", "i 2015", "xsd:gYear"),
    (S, '"5000000"^^xsd:decimal', '"5.000.000"^^xsd:decimal', "literal-type", "5.000", "thousands"),
    (S, '"P3Y"^^', '"3 år"^^', "literal-type", "3 år", "P1Y6M"),
    (S, "org:role membership-role:member", 'bcg:note [ rdfs:label "x" ]', "no-blank-nodes",
     "bcg:note", "membership:"),
    (S, "2020-granskog#char", "2021-fjordfisk#char", "own-document", "#char", "2020-granskog"),
    (S, "organisation:alfa ;", "organisation:alfaa ;", "declared-things", "alfaa",
     "Did you mean organisation:alfa?"),
    (S, "organisation:alfa ;", "organisation:zzz ;", "declared-things", "zzz",
     "data/things/organisations.ttl"),
    (S, "event:skogdagen .", "event:fjordfest .", "declared-things", "event:fjordfest",
     "data/things/events.ttl"),
    (R, "contradiction/>", "contradictoin/>", "declared-things", "contradiction:",
     "contradiction, resolution"),
    (S, "a bcg:SourceGraph", "a bcg:CuratedGraph", "graph-header", "<> a", "<> a bcg:SourceGraph"),
    (T, "<> a bcg:CuratedGraph .", "", "graph-header", None, "<> a bcg:CuratedGraph"),
    (S, "alfa--granskog", "beta--granskog", "iri-agrees", "org:member", "half changed"),
    (S, "grant:granskog--", "grant:alfa--", "iri-agrees", "bcg:fundsThing", "half changed"),
    (S, "grant:alfa--skogdagen", "grant:alfa--public--skogdagen", "iri-agrees", "bcg:fundsThing",
     "half changed"),
    (S, "a bcg:CompletenessStatement ;", "a bcg:Statement ;", "relations-in-sources",
     "a bcg:Statement", "class"),
    (R, "<> a bcg:CuratedGraph .", "<> a bcg:CuratedGraph .\nevent:ny a bcg:Event .",
     "judgements-in-place", "event:ny", "only the header"),
    (R, "a bcg:Resolution", "a bcg:Contradiction", "judgements-in-place", "resolution:",
     "data/resolutions/"),
    (R, "a bcg:Resolution", "a bcg:CompletenessStatement", "judgements-in-place", "resolution:",
     "data/sources/"),
    (T, "<> a bcg:CuratedGraph .", "<> a bcg:CuratedGraph .\nresolution:ny a bcg:Resolution .",
     "judgements-in-place", "resolution:ny", "data/resolutions/"),
    (S, "a bcg:Membership ;", "a org:Membership ;", "relations-in-sources", "a org:Mem", "class"),
    (T, "cluster:granskog a", "cluster:fjordfisk a bcg:Cluster .\ncluster:granskog a",
     "mentioned-things", "cluster:fjordfisk", "remove it"),
    (SH, "bcg:Membership .", "<https://example.org/Membership> .", "known-terms-in-shapes",
     "example.org", "prefix at the top"),
    (Q, "cluster:granskog }", "cluster:gransko }", "known-terms-in-queries", "cluster:gransko",
     "cluster:granskog"),
    (Q, "a bcg:Membership", "a bcg:Membershp", "known-terms-in-queries", "Membershp",
     "bcg:Membership"),
    (Q, "org:member ?", "org:membr ?", "known-terms-in-queries", "org:membr", "org:member"),
    (Q, "<http://www.w3.org/ns/org#>", "<https://www.w3.org/ns/org#>", "known-terms-in-queries",
     "https://www.w3.org/ns/org#", "PREFIX org: <http://www.w3.org/ns/org#>"),
    (SH, "bcg:Membership .", "bcg:Membershp .", "known-terms-in-shapes", "Membershp",
     "bcg:Membership"),
    (SH, "sh:targetClass bcg:Membership .",
     'sh:sparql shape:Q .\nshape:Q\n  sh:select "SELECT $this { $this bcg:strat ?d }" .',
     "known-terms-in-shapes", "sh:select", "bcg:start"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "line_with", "remedy"),
    FAULTS,
    ids=[f"{fault[3]}-{number}" for number, fault in enumerate(FAULTS)],
)
def test_a_fault_is_told_with_rule_file_line_and_remedy(  # noqa: PLR0913, PLR0917 - a column of the table each
    file: str, old: str, new: str, rule: str, line_with: str | None, remedy: str,
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path,
) -> None:  # fmt: skip
    text = IN_ORDER[file]
    assert old in text
    broken = text.replace(old, new)
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, file: broken})
    [finding] = [f for f in findings if f.rule == rule]
    assert finding.file == file
    if line_with is None:
        assert finding.line is None
    else:
        assert finding.line is not None
        assert line_with in broken.splitlines()[finding.line - 1]
    assert remedy in finding.remedy.en
    assert finding.message.nb != finding.message.en
    assert finding.remedy.nb


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("data/sources/2022-Granskog.ttl", "hyphen"),
        ("data/sources/2022-årsmelding.ttl", "hyphen"),
        ("data/sources/2022_granskog.ttl", "hyphen"),
        ("data/sources/granskog.ttl", "begin with a year"),
    ],
)
def test_a_file_name_out_of_form_is_told(
    name: str, word: str, project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    header = f"{PREFIXES}\n<> a bcg:SourceGraph ."
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, name: header})
    [finding] = findings
    assert (finding.rule, finding.file) == ("file-name", name)
    assert word in finding.message.en


def test_a_relation_in_two_graphs_is_told_in_the_second(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    again = OTHER_SOURCE + "\nmembership:alfa--granskog--2015 bcg:start '2015'^^xsd:gYear .\n"
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, O: again})
    [finding] = [f for f in findings if f.rule == "described-once"]
    assert finding.file == O
    assert finding.line == len(again.splitlines())
    assert S in finding.message.nb


def test_a_relation_outside_the_sources_is_told(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    moved = THINGS + "\nmembership:alfa--granskog--2016 a bcg:Membership .\n"
    [finding] = checked(tmp_path, project, vocabulary, {**IN_ORDER, T: moved})
    assert finding.rule == "relations-in-sources"
    assert finding.file == T
    assert finding.line == len(moved.splitlines())


def test_an_unknown_kind_of_iri_is_told(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    iri = "<https://w3id.org/bioclustergraph/id/klynge/granskog>"
    text = SOURCE.replace("cluster:granskog ;", f"{iri} ;")
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, S: text})
    [finding] = [f for f in findings if f.rule == "declared-things"]
    assert "organisation, cluster" in finding.remedy.en


def test_a_misspelt_term_is_told_once_a_file(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    text = (
        SOURCE.replace("bcg:start ", "bcg:strat ")
        + SOURCE.partition("<> a")[0]
        + ("membership:alfa--granskog--2016 a bcg:Membership ; bcg:strat '2016'^^xsd:gYear .\n")
    )
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, S: text})
    assert len([f for f in findings if f.rule == "known-terms"]) == 1


def test_terms_of_an_unknown_vocabulary_are_told_with_the_prefix_in_doubt(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    text = SOURCE.replace("PREFIX org: <http://", "PREFIX org: <https://")
    findings = checked(tmp_path, project, vocabulary, {**IN_ORDER, S: text})
    told = [f for f in findings if f.rule == "known-terms"]
    assert [f.path and f.path.rpartition("#")[2] for f in told] == [
        "member",
        "organization",
        "role",
    ]
    assert all("prefix at the top of the file" in f.remedy.en for f in told)


def test_only_doubts_are_warnings(
    project: Project, vocabulary: rdflib.Graph, tmp_path: Path
) -> None:
    text = SOURCE.replace("alfa--granskog", "beta--granskog")
    [finding] = checked(tmp_path, project, vocabulary, {**IN_ORDER, S: text})
    assert finding.severity is Severity.WARNING


def test_every_rule_is_held_against_a_fault() -> None:
    held = {fault[3] for fault in FAULTS} | {"file-name", "described-once"}
    held |= {"retired-in-place", "retired-unused"}  # in test_retired.py
    assert set(hygiene.RULES) == held


def test_the_project_itself_is_in_order(project: Project, vocabulary: rdflib.Graph) -> None:
    report = hygiene.check(project, dataset.load(project), vocabulary)
    assert [f.in_language("en") for f in report.violations] == []
