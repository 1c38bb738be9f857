"""What has changed, in the words of the field: nothing left out, nothing told twice."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioclustergraph import answers, differences, media, release
from bioclustergraph.cli import run
from bioclustergraph.differences import MIRRORED, Side
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.report import Report
from bioclustergraph.store.embedded import EmbeddedStore, merge

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.differences import Difference

REPORT: Final = "data/sources/2021-tangklyngen-annual-report.ttl"
LETTER: Final = "data/sources/2022-tangklyngen-newsletter.ttl"
TERMS: Final = "ontology/membership.ttl"
UNION: Final = "owl:disjointUnionOf ( bcg:Aim bcg:Grant )"
STRATEGY: Final = "data/sources/2023-tangklyngen-strategy.ttl"

ARK: Final = """
@prefix bcg: <https://w3id.org/bioclustergraph/ns/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/bioclustergraph/id/> .
"""

NEW: Final = {
    "data/sources/2025-skogklyngen-list.ttl": """
<https://w3id.org/bioclustergraph/graph/sources/2025-skogklyngen-list> a bcg:SourceGraph ;
    dcterms:source <document/2025-skogklyngen-list> .
<document/2025-skogklyngen-list> a bcg:SourceDocument ;
    dcterms:issued "2025"^^xsd:gYear ;
    rdfs:label "Medlemsliste for Skogklyngen"@nb, "List of members of Skogklyngen"@en .
<membership/fjordlab--skogklyngen--2025> a bcg:Membership ;
    bcg:attestedOn "2025"^^xsd:gYear ;
    bcg:hasEvidence <document/2025-skogklyngen-list#char=10,40> ;
    org:member <organisation/fjordlab> ;
    org:organization <cluster/skogklyngen> ;
    org:role <https://w3id.org/bioclustergraph/scheme/membership-role/member> .
<naming/skogklyngen--skog-nord--2025> a bcg:Naming ;
    bcg:attestedOn "2025"^^xsd:gYear ;
    bcg:hasEvidence <document/2025-skogklyngen-list#char=50,60> ;
    bcg:hasNamedThing <cluster/skogklyngen> ;
    bcg:hasNameKind <https://w3id.org/bioclustergraph/scheme/name-kind/name> ;
    bcg:nameText "Skog Nord"@nb .
""",
    "data/retired/ledger.ttl": """
<cluster/skogen> owl:deprecated true ;
    dcterms:isReplacedBy <cluster/skogklyngen> ;
    dcterms:date "2026-11-24"^^xsd:date ;
    skos:changeNote "Samme klynge, ført to ganger."@nb, "The same cluster, entered twice."@en .
""",
    "data/things/ark.ttl": """
<organisation/arken> a bcg:Organisation ; rdfs:label "Arken"@nb, "The Ark"@en .
<https://example.org/x> rdfs:comment "passer ingen steder" .
""",
}
"""Files that only the second version has."""

STARTED: Final = 'bcg:start "2019-{}"^^xsd:gYearMonth ;\n    org:member organisation:dalbruket'
CHECKSUM: Final = '"' + "0" * 62 + '{}"'

EDITS: Final = (
    # an end date and a figure are corrected, and a passage is found a little further on
    (REPORT, 'bcg:end "2020-07-01"^^xsd:date', 'bcg:end "2020-08-01"^^xsd:date'),
    (REPORT, "annual-report#char=90,120", "annual-report#char=91,120"),
    (LETTER, 'bcg:value "8"^^xsd:decimal', 'bcg:value "9"^^xsd:decimal'),
    # a start is corrected, and with it the IRI
    (REPORT, "dalbruket--tangklyngen--2019-11\n", "dalbruket--tangklyngen--2019-12\n"),
    (REPORT, STARTED.format("11"), STARTED.format("12")),
    # a thing is called otherwise, and what is said of a document too
    ("data/things/organisations.ttl", 'rdfs:label "Fjordlab"@en', 'rdfs:label "Fjord Lab"@en'),
    (LETTER, CHECKSUM.format("03"), CHECKSUM.format("ff")),
    # a term is retired, another is said to be a union, in a list of nameless nodes
    (TERMS, "Partnership a owl:Class ;", "Partnership a owl:Class ; owl:deprecated true ;"),
    (TERMS, "Membership a owl:Class ;", f"Membership a owl:Class ; {UNION} ;"),
)


@pytest.fixture(scope="module")
def versions(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The miniature project, and the same with changes by hand; a release of each."""
    place = tmp_path_factory.mktemp("versions")
    shutil.copytree(root / "tests" / "fixture", place / "project")
    project, releases = Project(place / "project"), place / "releases"
    release.build(project, releases, check=lambda *_: Report())
    for name, old, new in EDITS:
        path = project.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (project.root / STRATEGY).unlink()
    for name, text in NEW.items():
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text(ARK + text, encoding="utf-8")
    release.build(project, releases, check=lambda *_: Report())
    return project.root, releases


@pytest.fixture(scope="module")
def sides(versions: tuple[Path, Path]) -> tuple[Side, Side]:
    before, after = (release.side(it) for it in release.kept(versions[1]))
    return before, after


def accounted(difference: Difference, side: str) -> Counter[ox.Quad]:
    return Counter(quad for change in difference.changes for quad in getattr(change, side))


def holds(difference: Difference, before: Side, after: Side) -> None:
    """Every quad that differs is in exactly one change, and no other is in any."""
    for name, quads in (
        ("added", after.stated - before.stated),
        ("removed", before.stated - after.stated),
    ):
        assert accounted(difference, name) == Counter(dict.fromkeys(quads, 1))


def mirrored(difference: Difference) -> Counter[object]:
    back = MIRRORED | {new: old for old, new in MIRRORED.items()}
    kinds = back | {"term-retired": "term-changed"}  # to take it back is to change it
    return Counter(
        (kinds.get(c.kind, c.kind), frozenset(c.removed), frozenset(c.added), c.after, c.before)
        for c in difference.changes
    )


def plain(difference: Difference) -> Counter[object]:
    kinds = {"term-retired": "term-changed"}  # to take it back is to change it
    return Counter(
        (kinds.get(c.kind, c.kind), frozenset(c.added), frozenset(c.removed), c.before, c.after)
        for c in difference.changes
    )


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_changed_is_said_in_the_words_of_the_field(
    versions: tuple[Path, Path],
    root: Path,
    language: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project, releases = versions
    asked = ["--lang", language, "--root", str(project), "diff", "previous", "current"]
    assert run([*asked, "--release", str(releases)]) == 0
    out = capsys.readouterr().out
    golden = root / "tests" / "differences" / f"fixture.{language}.txt"
    assert out == golden.read_text(encoding="utf-8")


def test_nothing_is_left_out_and_nothing_told_twice(
    versions: tuple[Path, Path], sides: tuple[Side, Side]
) -> None:
    project = Project(versions[0])
    found = differences.compare(*sides, project)
    holds(found, *sides)
    assert found.groups[-1].about == "other"
    back = differences.compare(*sides[::-1], project)
    holds(back, *sides[::-1])
    assert mirrored(found) == plain(back)


def test_two_alike_differ_in_nothing(
    versions: tuple[Path, Path], sides: tuple[Side, Side], capsys: pytest.CaptureFixture[str]
) -> None:
    assert differences.compare(sides[0], sides[0], Project(versions[0])).groups == ()
    asked = ["--lang", "en", "--root", str(versions[0]), "diff", "--release", str(versions[1])]
    assert run(asked) == 0  # the release that was built last, and the files
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Nothing has changed\n")


def test_the_forms_for_programs_say_the_same(
    versions: tuple[Path, Path], sides: tuple[Side, Side]
) -> None:
    found = differences.compare(*sides, Project(versions[0]))
    said = json.loads(differences.json_text(found))
    changes = [change for group in said["groups"] for change in group["changes"]]
    assert len(changes) == len(found.changes)
    assert Counter(line for c in changes for line in c["added"]) == Counter(
        f"{quad} ." for quad in accounted(found, "added")
    )
    written = answers.graph(differences.triples(found), media.TURTLE)
    read = list(ox.parse(written, format=ox.RdfFormat.TURTLE))
    sets = [q for q in read if str(q.object).endswith("#ChangeSet>")]
    statements = [q for q in read if q.object == ox.NamedNode(f"{PREFIXES['rdf']}Statement")]
    assert len(sets) == len(found.changes)
    assert len(statements) == sum(len(c.added) + len(c.removed) for c in found.changes)


# --- whatever is changed --------------------------------------------------------------------------


def side_of(name: str, quads: frozenset[ox.Quad]) -> Side:
    return Side(name, differences.stated(quads), EmbeddedStore.of(merge(quads)))


class Pool:
    """Quads to choose from; no dataclass, which Hypothesis would write out."""

    def __init__(self, quads: list[ox.Quad]) -> None:
        self.quads = quads

    def without(self, lacking: frozenset[int]) -> frozenset[ox.Quad]:
        return frozenset(self.quads) - {self.quads[at % len(self.quads)] for at in lacking}


@pytest.fixture(scope="module")
def pool(sides: tuple[Side, Side]) -> Pool:
    """The data of both versions, a little of the ontology, and what nobody would write."""
    graph = ox.NamedNode(f"{BASE}graph/sources/x")
    odd = [
        ox.Quad(subject, ox.NamedNode(f"{PREFIXES['bcg']}{name}"), value, graph)
        for subject in (ox.BlankNode("a"), ox.NamedNode(f"{BASE}id/membership/x"))
        for name in ("end", "value", "hasEvidence")
        for value in (ox.Literal("ø"), ox.BlankNode("a"), ox.BlankNode("b"), graph)
    ]
    ontology = ox.NamedNode(f"{BASE}graph/ontology")
    kept = re.compile(r"subjectProperty|disjointUnionOf|deprecated|22-rdf-syntax-ns#(first|rest)")
    said = {
        quad
        for side in sides
        for quad in side.stated
        if quad.graph_name != ontology or kept.search(quad.predicate.value)
    }
    return Pool(sorted({*said, *odd}, key=str))


SOME: Final = st.frozensets(st.integers(0, 10_000), max_size=30)


@given(new=SOME, gone=SOME)
@settings(max_examples=25)
def test_whatever_changes_is_in_exactly_one_entry(
    versions: tuple[Path, Path], pool: Pool, new: frozenset[int], gone: frozenset[int]
) -> None:
    project = Project(versions[0])
    one = side_of("one", pool.without(new))
    two = side_of("two", pool.without(gone))
    found = differences.compare(one, two, project)
    holds(found, one, two)
    back = differences.compare(two, one, project)
    holds(back, two, one)
    assert mirrored(found) == plain(back)
    assert differences.compare(one, one, project).groups == ()
