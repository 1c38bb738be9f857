"""The ontology is complete in two languages, within OWL 2 DL and RL, and free of contradiction."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from bioclustergraph import dataset, ontology, turtle
from bioclustergraph.describe import words
from bioclustergraph.errors import ProjectError, TurtleError
from bioclustergraph.namespaces import BASE, BCG, FOREIGN, PREFIXES, SCHEMES
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

EXAMPLE: Final = Namespace("https://example.org/")
ALIGNMENTS: Final = (
    "dcterms",
    "dingo",
    "dqv",
    "eurio",
    "foaf",
    "oa",
    "org",
    "prov",
    "qb",
    "rov",
    "schema",
    "skos",
    "time",
)
PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DATATYPES: Final = {XSD.string, XSD.integer, XSD.decimal, RDF.PlainLiteral}
"""Those we use of the datatypes that both OWL 2 DL and OWL 2 RL have."""

BUILT_IN_ANNOTATIONS: Final = {RDFS.label, RDFS.isDefinedBy, OWL.versionInfo}


@pytest.fixture(scope="module")
def graph(project: Project) -> Graph:
    """The whole ontology; not to be changed."""
    return ontology.load(project)


@pytest.fixture(scope="module")
def modules(project: Project) -> Graph:
    """The modules and the ontology that imports them, without schemes and alignments."""
    return read(project, sorted(project.ontology.glob("*.ttl")))


def read(project: Project, paths: Iterable[Path]) -> Graph:
    merged = Graph()
    for path in paths:
        merged += turtle.read(path, ontology.base_iri(project, path))
    return merged


def files(project: Project) -> tuple[Path, ...]:
    return turtle.files_under(project.ontology)


# --- words ----------------------------------------------------------------------------------------


def described(graph: Graph) -> dict[URIRef, tuple[URIRef, URIRef]]:
    """Give everything of ours that must be explained, and what names and what defines it."""
    ours = {URIRef(term.iri): (RDFS.label, SKOS.definition) for term in ontology.terms(graph)}
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        ours |= {
            iri: (SKOS.prefLabel, SKOS.definition)
            for iri in graph.subjects(RDF.type, kind)
            if isinstance(iri, URIRef)
        }
    return ours


def wordings(graph: Graph, subject: Node, predicate: URIRef) -> dict[str | None, str]:
    found = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    assert len({value.language for value in found}) == len(found), f"{subject}: said twice"
    return {value.language: str(value) for value in found}


def test_everything_has_a_name_and_a_definition_in_both_languages(graph: Graph) -> None:
    for iri, (name, definition) in described(graph).items():
        assert set(wordings(graph, iri, name)) == {"nb", "en"}, iri
        assert set(wordings(graph, iri, definition)) == {"nb", "en"}, iri


def test_a_definition_is_one_sentence_and_differs_between_the_languages(graph: Graph) -> None:
    for iri, (_, definition) in described(graph).items():
        words = wordings(graph, iri, definition)
        assert words["nb"] != words["en"], iri
        for text in words.values():
            assert len(text.split()) >= 4, f"{iri}: {text}"
            assert re.fullmatch(r"[^.]+(\.\d[^.]*)*\.", text), f"{iri}: not one sentence: {text}"
            assert text == " ".join(text.split()), f"{iri}: stray space: {text}"


def test_no_definition_and_no_name_of_a_term_serves_twice(graph: Graph) -> None:
    definitions = Counter(str(text) for text in graph.objects(None, SKOS.definition))
    assert [text for text, times in definitions.items() if times > 1] == []
    names = Counter(
        text for term in ontology.terms(graph) for text in {term.label.nb, term.label.en}
    )
    assert [text for text, times in names.items() if times > 1] == []


def test_our_terms_are_named_by_the_convention(graph: Graph) -> None:
    for term in ontology.terms(graph):
        form = r"[A-Z][A-Za-z0-9]+" if term.kind == "Class" else r"[a-z][A-Za-z0-9]+"
        assert re.fullmatch(form, term.name), term.name


# --- files ----------------------------------------------------------------------------------------


def test_each_term_is_defined_in_the_module_that_it_names(project: Project) -> None:
    for path in project.ontology.glob("*.ttl"):
        iri = URIRef(ontology.base_iri(project, path))
        content = read(project, [path])
        assert set(content.subjects(RDF.type, OWL.Ontology)) == {iri}
        for term in ontology.terms(content):
            assert set(content.objects(URIRef(term.iri), RDFS.isDefinedBy)) == {iri}, term.iri


def test_the_ontology_imports_every_module_and_every_import_is_a_file(project: Project) -> None:
    graph = read(project, sorted(project.ontology.glob("*.ttl")))
    held = {ontology.base_iri(project, path) for path in project.ontology.glob("*.ttl")}
    imported = {str(iri) for iri in graph.objects(URIRef(ontology.IRI), OWL.imports)}
    assert imported == held - {ontology.IRI}
    assert {str(iri) for iri in graph.objects(None, OWL.imports)} <= held


def test_all_files_are_of_one_version(graph: Graph) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", ontology.version(graph))
    assert {str(v) for v in graph.objects(None, OWL.versionInfo)} == {ontology.version(graph)}


def test_every_file_of_the_ontology_says_its_licence(project: Project, graph: Graph) -> None:
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    for path in files(project):
        stated = graph.objects(URIRef(ontology.base_iri(project, path)), DCTERMS.license)
        assert set(stated) == {licence}, path


def test_files_are_small_and_use_exactly_the_prefixes_they_declare(project: Project) -> None:
    for path in files(project):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, path
        declared = dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE))
        assert declared.items() <= PREFIXES.items(), path
        body = re.sub(r'"[^"\n]*"|<[^>\n]*>|#.*|^@prefix.*$', "", text, flags=re.MULTILINE)
        used = set(re.findall(r"(?<![\w-])([A-Za-z][\w-]*):", body))
        assert used == set(declared), path


def test_the_guide_names_every_module_relation_and_alignment(project: Project) -> None:
    guide = (project.ontology / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in project.ontology.glob("*.ttl")} | set(ALIGNMENTS)
    names |= {kind.iri.rsplit("/")[-1] for kind in ontology.relation_kinds(ontology.load(project))}
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_the_catalog_lists_every_file(project: Project) -> None:
    text = (project.ontology / "catalog-v001.xml").read_text(encoding="utf-8")
    listed = set(re.findall(r'<uri name="([^"]+)" uri="([^"]+)"/>', text))
    held = {
        (ontology.base_iri(project, path), path.relative_to(project.ontology).as_posix())
        for path in files(project)
    }
    assert listed == held


def test_alignments_are_one_a_vocabulary(project: Project) -> None:
    stems = sorted(path.stem for path in (project.ontology / "alignments").iterdir())
    assert stems == list(ALIGNMENTS)
    assert set(stems) <= set(FOREIGN)


# --- constructs -----------------------------------------------------------------------------------


def faults(graph: Graph) -> list[str]:
    """List what lies outside the intersection of OWL 2 DL and OWL 2 RL, as far as we use it."""
    return sorted({fault for triple in graph for fault in _faults(graph, triple)} | _puns(graph))


def _puns(graph: Graph) -> set[str]:
    kinds = Counter(
        iri for kind in PROPERTIES for iri in graph.subjects(RDF.type, kind, unique=True)
    )
    return {f"{iri} is a property of two kinds" for iri, times in kinds.items() if times > 1}


def _faults(graph: Graph, triple: Triple) -> Iterator[str]:
    subject, predicate, value = triple
    if isinstance(subject, BNode):
        yield from _blank_faults(graph, triple)
    elif predicate in AXIOMS:
        yield from AXIOMS[predicate](graph, subject, value)
    elif predicate not in BUILT_IN_ANNOTATIONS:
        yield from _undeclared(graph, (predicate,), *PROPERTIES)


def _blank_faults(graph: Graph, triple: Triple) -> Iterator[str]:
    """Allow blank nodes for one thing: the list of classes that are pairwise disjoint."""
    subject, predicate, value = triple
    if predicate == OWL.members:
        if (subject, RDF.type, OWL.AllDisjointClasses) not in graph:
            yield f"{subject} has members but is no owl:AllDisjointClasses"
        yield from _undeclared(graph, Collection(graph, value), OWL.Class)
    elif (predicate, value) != (RDF.type, OWL.AllDisjointClasses) and predicate not in LIST:
        yield f"a blank node has {predicate} {value}"


def _type_faults(graph: Graph, subject: Node, kind: Node) -> Iterator[str]:
    if kind == OWL.FunctionalProperty:
        yield from _undeclared(graph, (subject,), OWL.ObjectProperty, OWL.DatatypeProperty)
    elif kind in {OWL.TransitiveProperty, OWL.SymmetricProperty}:
        yield from _undeclared(graph, (subject,), OWL.ObjectProperty)
    elif kind not in {OWL.Ontology, OWL.Class, *PROPERTIES}:
        yield from _undeclared(graph, (kind,), OWL.Class)


def _class_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    yield from _undeclared(graph, (subject, value), OWL.Class)


def _property_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    if not any(
        (subject, RDF.type, kind) in graph and (value, RDF.type, kind) in graph
        for kind in PROPERTIES
    ):
        yield f"{subject} and {value} are not declared as properties of one kind"


def _domain_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    yield from _undeclared(graph, (subject,), OWL.ObjectProperty, OWL.DatatypeProperty)
    yield from _undeclared(graph, (value,), OWL.Class)


def _range_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    if (subject, RDF.type, OWL.DatatypeProperty) not in graph:
        yield from _undeclared(graph, (subject,), OWL.ObjectProperty)
        yield from _undeclared(graph, (value,), OWL.Class)
    elif value not in DATATYPES:
        yield f"{subject} has the range {value}, not one of the datatypes we use"


def _difference_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    yield from _undeclared(graph, (subject, value), SKOS.Concept)


def _import_faults(graph: Graph, subject: Node, value: Node) -> Iterator[str]:
    yield from _undeclared(graph, (subject, value), OWL.Ontology)


def _undeclared(graph: Graph, things: Iterable[Node], *kinds: URIRef) -> Iterator[str]:
    for thing in things:
        if not any((thing, RDF.type, kind) in graph for kind in kinds):
            yield f"{thing} is not declared as {' or '.join(kinds)}"


LIST: Final = {RDF.first, RDF.rest}
AXIOMS: Final[dict[Node, Callable[[Graph, Node, Node], Iterator[str]]]] = {
    RDF.type: _type_faults,
    RDFS.subClassOf: _class_faults,
    OWL.disjointWith: _class_faults,
    RDFS.subPropertyOf: _property_faults,
    RDFS.domain: _domain_faults,
    RDFS.range: _range_faults,
    OWL.differentFrom: _difference_faults,
    OWL.imports: _import_faults,
}
"""The constructs we use, each with what is wrong with a use of it."""


def test_the_whole_is_within_owl_dl_and_rl(graph: Graph) -> None:
    assert faults(graph) == []


def test_the_modules_stand_alone(modules: Graph) -> None:
    assert faults(modules) == []


@pytest.mark.parametrize("vocabulary", ALIGNMENTS)
def test_an_alignment_declares_what_it_uses(
    project: Project, modules: Graph, vocabulary: str
) -> None:
    folder = project.ontology / "alignments"
    added = read(project, {folder / "skos.ttl", folder / f"{vocabulary}.ttl"})
    assert faults(modules + added) == []


@pytest.mark.parametrize(
    ("triple", "fault"),
    [
        ((URIRef(BCG.start), RDF.type, OWL.ObjectProperty), "a property of two kinds"),
        ((URIRef(BCG.start), RDFS.range, XSD.date), "not one of the datatypes"),
        ((URIRef(BCG.Cluster), RDFS.subClassOf, EXAMPLE.Thing), "is not declared as"),
        ((URIRef(BCG.Cluster), OWL.equivalentClass, BNode()), "equivalentClass is not declared"),
        ((BNode(), OWL.unionOf, RDF.nil), "a blank node has"),
        ((BNode(), RDF.type, OWL.Restriction), "a blank node has"),
        ((URIRef(BCG.hasRole), RDF.type, OWL.ReflexiveProperty), "ReflexiveProperty is not"),
        ((URIRef(BCG.note), RDF.type, OWL.FunctionalProperty), "note is not declared as"),
        ((URIRef(BCG.Cluster), EXAMPLE.colour, Literal("green")), "colour is not declared"),
        ((URIRef(BCG.hasRole), RDFS.subPropertyOf, URIRef(BCG.start)), "properties of one kind"),
    ],
    ids=[
        "two kinds",
        "a date range",
        "an undeclared class",
        "an equivalent class",
        "a union",
        "a restriction",
        "a reflexive property",
        "a functional annotation",
        "an undeclared property",
        "a super-property of another kind",
    ],
)
def test_the_check_sees(graph: Graph, triple: Triple, fault: str) -> None:
    changed = Graph() + graph
    changed.add(triple)
    assert fault in "\n".join(faults(changed))


# --- foreign terms --------------------------------------------------------------------------------


def test_every_foreign_term_exists(project: Project, graph: Graph) -> None:
    known = ontology.foreign_terms(project)
    missing = {
        str(node)
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and known.namespace_of(node) and not known.exists(node)
    }
    assert missing == set()


def test_every_iri_is_ours_or_of_a_known_vocabulary(project: Project, graph: Graph) -> None:
    known = ontology.foreign_terms(project)
    strange = {
        str(node)
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and not node.startswith(BASE) and not known.namespace_of(node)
    }
    assert strange == {"https://creativecommons.org/licenses/by/4.0/"}


def test_every_prefix_we_reuse_is_known(project: Project) -> None:
    known = ontology.foreign_terms(project)
    assert set(FOREIGN.values()) <= set(known.by_namespace)


@pytest.mark.parametrize(
    ("iri", "exists"),
    [
        ("http://www.w3.org/ns/org#member", True),
        ("http://www.w3.org/ns/org#membre", False),
        ("https://schema.org/FundingScheme", True),
        ("https://schema.org/FundingSchema", False),
        ("http://www.w3.org/2006/time#inXSDDate", True),
        ("http://www.w3.org/2006/time#inXsdDate", False),
        ("http://www.w3.org/ns/oa#TextPositionSelector", True),
        ("http://www.w3.org/ns/oa#", False),
        ("https://w3id.org/dingo#takes_role", True),
        ("https://example.org/anything", False),
    ],
)
def test_a_misspelt_foreign_term_is_told_from_a_real_one(
    project: Project, iri: str, *, exists: bool
) -> None:
    assert ontology.foreign_terms(project).exists(iri) is exists


def test_lists_are_sorted_and_say_what_they_are(project: Project) -> None:
    for path in (project.ontology / "vocabularies").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        header = [line for line in lines if line.startswith("#")]
        names = lines[len(header) :]
        assert names == sorted(set(names)), path
        assert f"# namespace: {FOREIGN[path.stem]}" in header
        assert any(line.startswith("# version: ") for line in header)
        assert any(line.startswith("# origin: ") for line in header)


def test_a_list_of_an_unknown_prefix_is_refused(tmp_path: Path) -> None:
    lists = tmp_path / "ontology" / "vocabularies"
    lists.mkdir(parents=True)
    (lists / "nowhere.txt").write_text("Name\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="nowhere") as caught:
        ontology.foreign_terms(Project(tmp_path))
    assert caught.value.path == lists / "nowhere.txt"


# --- relations and concepts -----------------------------------------------------------------------


def test_every_concrete_relation_says_which_property_fills_each_side(graph: Graph) -> None:
    for kind in ontology.relation_kinds(graph):
        assert URIRef(BCG.DatedRelation) in graph.transitive_objects(
            URIRef(kind.iri), RDFS.subClassOf
        )
        for filler in (kind.subject_property, kind.object_property, kind.role_property):
            if filler is not None:
                assert (URIRef(filler), RDF.type, OWL.ObjectProperty) in graph, kind.iri
        assert (kind.role_property is None) == (kind.role_scheme is None), kind.iri
        if kind.role_scheme is not None:
            assert (URIRef(kind.role_scheme), RDF.type, SKOS.ConceptScheme) in graph, kind.iri


def test_only_abstract_relations_leave_the_sides_open(graph: Graph) -> None:
    relations = set(graph.transitive_subjects(RDFS.subClassOf, URIRef(BCG.DatedRelation)))
    concrete = {URIRef(kind.iri) for kind in ontology.relation_kinds(graph)}
    assert relations - concrete == {URIRef(BCG.DatedRelation), URIRef(BCG.ProgrammeStatus)}


def test_our_side_properties_are_below_the_general_ones(graph: Graph) -> None:
    for kind in ontology.relation_kinds(graph):
        for filler, general in (
            (kind.subject_property, BCG.hasSubject),
            (kind.object_property, BCG.hasObject),
            (kind.role_property, BCG.hasRole),
        ):
            if filler is not None and filler.startswith(BASE):
                assert (URIRef(filler), RDFS.subPropertyOf, URIRef(general)) in graph, filler


def test_each_concept_is_in_exactly_one_scheme_and_its_iri_says_which(graph: Graph) -> None:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        schemes = list(graph.objects(concept, SKOS.inScheme))
        assert len(schemes) == 1, concept
        assert str(concept).startswith(f"{schemes[0]}/"), concept
        assert list(graph.objects(concept, SKOS.topConceptOf)) == schemes, concept


def test_each_scheme_lists_its_concepts(graph: Graph) -> None:
    for name in SCHEMES:
        scheme = URIRef(f"{BASE}scheme/{name}")
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
        tops = set(graph.objects(scheme, SKOS.hasTopConcept))
        assert tops == set(graph.subjects(SKOS.inScheme, scheme))
        labels = Counter(label for top in tops for label in graph.objects(top, SKOS.prefLabel))
        assert max(labels.values()) == 1, name


def test_concepts_that_exclude_one_another_all_do(graph: Graph) -> None:
    for name in SCHEMES:
        concepts = set(graph.subjects(SKOS.inScheme, URIRef(f"{BASE}scheme/{name}")))
        pairs = [{a, b} for a, b in graph.subject_objects(OWL.differentFrom) if a in concepts]
        assert all(pair <= concepts for pair in pairs), name
        assert len(pairs) in {0, len(concepts) * (len(concepts) - 1) // 2}, name


def test_each_side_of_a_relation_has_a_heading(graph: Graph) -> None:
    expected = {
        (kind.name, side)
        for kind in ontology.relation_kinds(graph)
        for side, filler in (("subject", kind.subject_property), ("object", kind.object_property))
        if filler is not None
    }
    assert set(words.ORDER) == expected


def test_the_levels_have_an_order(graph: Graph) -> None:
    levels = graph.subjects(SKOS.inScheme, URIRef(f"{BASE}scheme/programme-level"))
    order = {str(graph.value(level, SKOS.notation)): str(level).rsplit("/")[-1] for level in levels}
    assert [order[key] for key in sorted(order)] == ["arena", "arena-pro", "nce", "gce"]


# --- reasoning ------------------------------------------------------------------------------------

CONTRADICTIONS: Final[dict[str, list[Triple]]] = {
    "a partner who is a member": [
        (EXAMPLE.x, RDF.type, URIRef(BCG.Membership)),
        (EXAMPLE.x, RDF.type, URIRef(BCG.Partnership)),
    ],
    "in the programme and outside": [
        (EXAMPLE.x, RDF.type, URIRef(BCG.ProgrammeParticipation)),
        (EXAMPLE.x, RDF.type, URIRef(BCG.ProgrammeAbsence)),
    ],
    "a cluster that is a legal body": [
        (EXAMPLE.x, RDF.type, URIRef(BCG.Cluster)),
        (EXAMPLE.x, RDF.type, URIRef(BCG.ClusterOrganisation)),
    ],
    "a person who is a place": [
        (EXAMPLE.x, RDF.type, URIRef(f"{FOREIGN['foaf']}Person")),
        (EXAMPLE.y, URIRef(BCG.atPlace), EXAMPLE.x),
    ],
    "a conference that is a project": [
        (EXAMPLE.x, RDF.type, URIRef(BCG.EventSeries)),
        (EXAMPLE.y, URIRef(BCG.inProject), EXAMPLE.x),
    ],
    "a picture of a cluster as of a person": [
        (EXAMPLE.x, RDF.type, URIRef(BCG.Cluster)),
        (EXAMPLE.y, URIRef(BCG.hasDepictedPerson), EXAMPLE.x),
    ],
    "a statement of completeness that is a relation": [
        (EXAMPLE.x, URIRef(BCG.completenessOf), EXAMPLE.y),
        (EXAMPLE.x, URIRef(BCG.start), Literal("2021")),
    ],
    "a figure both exact and rough": [
        (EXAMPLE.x, URIRef(BCG.hasQualifier), URIRef(f"{PREFIXES['qualifier']}exact")),
        (EXAMPLE.x, URIRef(BCG.hasQualifier), URIRef(f"{PREFIXES['qualifier']}about")),
    ],
    "an end both open and not recorded": [
        (EXAMPLE.x, URIRef(BCG.hasEndState), URIRef(f"{PREFIXES['end-state']}open")),
        (EXAMPLE.x, URIRef(BCG.hasEndState), URIRef(f"{PREFIXES['end-state']}not-recorded")),
    ],
}


def with_triples(graph: Graph, triples: Iterable[Triple] = ()) -> Graph:
    """Give the ontology as one file with one header, as a reasoner wants it, and more beside it."""
    headers = set(graph.subjects(RDF.type, OWL.Ontology)) - {URIRef(ontology.IRI)}
    merged = Graph()
    for triple in graph:
        if triple[0] not in headers and triple[1] != OWL.imports:
            merged.add(triple)
    for triple in triples:
        merged.add(triple)
    return merged


def rl_closure(graph: Graph) -> Graph:
    """Close ``graph`` under the rules of OWL 2 RL; without annotations, which only take time."""
    import owlrl

    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty)) | BUILT_IN_ANNOTATIONS
    closed = Graph()
    for triple in graph:
        if triple[1] not in annotations:
            closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


def rl_errors(closed: Graph) -> list[str]:
    """List the contradictions that the rules of OWL 2 RL met."""
    import owlrl

    return sorted(map(str, closed.objects(None, owlrl.Namespaces.ERRNS.error)))


def dl_verdict(graph: Graph, folder: Path) -> list[str] | None:
    """Give the unsatisfiable classes that HermiT finds; None if the whole is inconsistent."""
    if shutil.which("java") is None:
        pytest.skip("HermiT runs on Java, and there is no java on PATH")
    import owlready2

    file = folder / "ontology.nt"
    graph.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    try:
        world.get_ontology(file.as_uri()).load()
        owlready2.sync_reasoner_hermit(world, debug=0)
        return [cls.iri for cls in world.inconsistent_classes()]
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    finally:
        world.close()


def test_the_rules_meet_no_contradiction(graph: Graph) -> None:
    assert rl_errors(rl_closure(with_triples(graph))) == []


def test_the_data_contradict_nothing_and_merge_nothing(project: Project, graph: Graph) -> None:
    data = dataset.load(project).merged()
    together = rl_closure(with_triples(graph, data))
    assert rl_errors(together) == []
    # Functional properties make two values one: none of the data may come to that.
    assert {(a, b) for a, b in together.subject_objects(OWL.sameAs) if a != b} == set()


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_the_rules_meet_a_contradiction(graph: Graph, contradiction: str) -> None:
    assert rl_errors(rl_closure(with_triples(graph, CONTRADICTIONS[contradiction]))) != []


def test_the_reasoner_finds_every_class_possible(graph: Graph, tmp_path: Path) -> None:
    one_of_each = [
        (EXAMPLE[term.name], RDF.type, URIRef(term.iri))
        for term in ontology.terms(graph)
        if term.kind == "Class"
    ]
    assert dl_verdict(with_triples(graph, one_of_each), tmp_path) == []


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_the_reasoner_finds_a_contradiction(
    graph: Graph, tmp_path: Path, contradiction: str
) -> None:
    assert dl_verdict(with_triples(graph, CONTRADICTIONS[contradiction]), tmp_path) is None


def test_horned_owl_reads_every_axiom(graph: Graph, tmp_path: Path) -> None:
    import pyhornedowl

    file = tmp_path / "ontology.owl"
    with_triples(graph).serialize(file, format="xml")
    read_back = pyhornedowl.open_ontology_from_file(str(file))
    kinds = Counter(type(axiom.component).__name__ for axiom in read_back.get_axioms())

    def of_type(kind: URIRef) -> int:
        return len(set(graph.subjects(RDF.type, kind)))

    def said(predicate: URIRef) -> int:
        return len(list(graph.triples((None, predicate, None))))

    assert kinds["DeclareClass"] == of_type(OWL.Class)
    assert kinds["DeclareObjectProperty"] == of_type(OWL.ObjectProperty)
    assert kinds["DeclareDataProperty"] == of_type(OWL.DatatypeProperty)
    assert kinds["DeclareAnnotationProperty"] == of_type(OWL.AnnotationProperty)
    assert kinds["SubClassOf"] == said(RDFS.subClassOf)
    # Horned OWL passes over owl:AllDisjointClasses in RDF; the two reasoners above do not.
    assert kinds["DisjointClasses"] == said(OWL.disjointWith)
    assert kinds["DifferentIndividuals"] == said(OWL.differentFrom)


# --- use ------------------------------------------------------------------------------------------


def texts(*folders: Path) -> Iterator[str]:
    """Give what may use a term: Turtle, SPARQL and Python, except the list of terms itself."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".ttl", ".rq", ".py"} and path.name != "namespaces.py":
                yield path.read_text(encoding="utf-8")


def test_every_term_is_used_or_excused(project: Project, graph: Graph) -> None:
    used_in = texts(project.data, project.shapes, project.queries, project.root / "src")
    unused = {term.name for term in ontology.unused_terms(graph, used_in)}
    excuses = ontology.excused(project)
    assert unused - set(excuses) == set(), "use the term, take it out, or say why it stands"
    assert set(excuses) - unused == set(), "these are used now: take them off ontology/unused.txt"
    assert all(excuses.values()), "an excuse is a reason"


def test_nothing_uses_a_term_that_we_do_not_have(project: Project, graph: Graph) -> None:
    written = ontology.used_names(texts(project.data, project.shapes, project.queries))
    assert written - {term.name for term in ontology.terms(graph)} == set()


def test_use_is_seen_in_each_way_of_writing() -> None:
    written = "bcg:Cluster BCG.start <https://w3id.org/bioclustergraph/ns/end> xbcg:no bcg: bcg:x-y"
    assert ontology.used_names([written]) == {"Cluster", "start", "end", "x"}


# --- when it cannot be read -----------------------------------------------------------------------


def test_all_unreadable_files_are_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    folder.mkdir()
    for name in ("one.ttl", "two.ttl"):
        (folder / name).write_text("no turtle", encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        ontology.load(Project(tmp_path))
    assert "one.ttl" in caught.value.message.en
    assert "two.ttl" in caught.value.message.nb


def test_a_missing_version_is_said() -> None:
    with pytest.raises(ProjectError, match="no version") as caught:
        ontology.version(Graph())
    assert caught.value.hint is not None


def test_a_missing_language_is_said(graph: Graph) -> None:
    changed = Graph() + graph
    term = URIRef(BCG.Cluster)
    changed.remove((term, RDFS.label, Literal("klynge", lang="nb")))
    with pytest.raises(ProjectError, match="Cluster> lacks rdfs:label"):
        ontology.terms(changed)
