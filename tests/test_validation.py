"""The shapes, each held against examples that conform and examples that break one constraint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SH, SKOS

from bioclustergraph import dataset, ontology, turtle, validation
from bioclustergraph.errors import ProjectError, TurtleError
from bioclustergraph.names import compact, expand
from bioclustergraph.namespaces import BASE, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = Path(__file__).parent / "shapes"
YES = rdflib.Literal("true", datatype=rdflib.XSD.boolean)
NOT_A_CLASS = {"building-blocks", "prefixes"}
EXPECTATION = re.compile(r"^# expect: (\S+) (\S+) (\S+) (\S+)$", re.MULTILINE)
COMPONENTS = {
    "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive",
    "maxInclusive", "pattern", "languageIn", "uniqueLang", "equals", "disjoint",
    "not", "or", "node", "closed", "in", "sparql", "qualifiedValueShape",
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """What every example is judged with."""

    shapes: rdflib.Graph
    classes: rdflib.Graph
    context: rdflib.Graph
    judged: dict[str, list[validation.Result]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def world(project: Project) -> World:
    """The shapes; of the ontology only what they follow: its concepts need no judging anew."""
    loaded = ontology.load(project)
    classes = rdflib.Graph()
    for triple in loaded:
        if triple[1] in {RDFS.subClassOf, SKOS.inScheme}:
            classes.add(triple)
    context = turtle.read(EXAMPLES / "_context.ttl", BASE)
    return World(validation.load_shapes(project), classes, context)


def judged(world: World, name: str) -> list[validation.Result]:
    """Judge an example file together with the context, once."""
    if name not in world.judged:
        data = world.context + turtle.read(EXAMPLES / name, BASE)
        world.judged[name] = validation.validate(data, world.shapes, world.classes)
    return world.judged[name]


def told(results: Iterable[validation.Result]) -> set[tuple[str, str, str, str]]:
    """Give results the way the expectations are written."""
    return {
        (
            compact(r.focus) if not r.focus.startswith(f"{BASE}scheme/") else f"<{r.focus}>",
            compact(r.path) if r.path else "-",
            r.constraint.rpartition("#")[2].removesuffix("ConstraintComponent"),
            compact(r.shape),
        )
        for r in results
    }


def expectations(path: Path) -> set[tuple[str, str, str, str]]:
    return {m.groups() for m in EXPECTATION.finditer(path.read_text(encoding="utf-8"))}  # type: ignore[misc] # four groups


def example_files(ending: str) -> list[Path]:
    return sorted(EXAMPLES.glob(f"*.{ending}.ttl"))


def names_of(ending: str) -> set[str]:
    return {path.name.removesuffix(f".{ending}.ttl") for path in example_files(ending)}


def test_the_context_itself_conforms(world: World) -> None:
    assert told(judged(world, "_context.ttl")) == set()


@pytest.mark.parametrize("path", example_files("pass"), ids=lambda p: p.name)
def test_example_conforms(path: Path, world: World) -> None:
    assert told(judged(world, path.name)) == set()


@pytest.mark.parametrize("path", example_files("fail"), ids=lambda p: p.name)
def test_example_breaks_exactly_what_it_says(path: Path, world: World) -> None:
    expected = expectations(path)
    assert expected, "a failing example says in its header what it expects"
    assert told(judged(world, path.name)) == expected


def test_every_shapes_file_has_examples_both_ways(project: Project) -> None:
    files = {path.stem for path in project.shapes.glob("*.ttl")} - NOT_A_CLASS
    assert names_of("pass") == files
    assert names_of("fail") == files


def test_every_constraint_has_an_example_that_breaks_it(world: World) -> None:
    broken = {(e[3], e[2]) for path in example_files("fail") for e in expectations(path)}
    demanded = set()
    for shape, parameter in world.shapes.subject_predicates():
        name = str(parameter).removeprefix(str(SH))
        if name in COMPONENTS and is_reported(world.shapes, shape):
            component = "QualifiedMinCount" if name == "qualifiedValueShape" else name
            component = "SPARQL" if name == "sparql" else component
            demanded.add((compact(str(shape)), component[0].upper() + component[1:]))
    assert demanded - broken == set()


def is_reported(shapes: rdflib.Graph, shape: rdflib.term.Node) -> bool:
    """A shape that is only used inside another is never named in a result."""
    if (shape, RDF.type, SH.NodeShape) in shapes:
        return any(
            (shape, target, None) in shapes for target in (SH.targetClass, SH.targetSubjectsOf)
        )
    return any(is_reported(shapes, owner) for owner in shapes.subjects(SH.property, shape))


def test_every_property_shape_belongs_to_a_node_shape(world: World) -> None:
    for shape in world.shapes.subjects(RDF.type, SH.PropertyShape):
        assert (None, SH.property, shape) in world.shapes, shape


def test_every_message_is_in_both_languages(world: World) -> None:
    shapes = world.shapes
    speaking = {
        *shapes.subjects(RDF.type, SH.PropertyShape),
        *shapes.subjects(RDF.type, SH.SPARQLConstraint),
        *shapes.subjects(SH.closed, None),
        *(s for s in shapes.subjects(SH.pattern, None) if (s, SH.targetClass, None) in shapes),
    }
    for shape in speaking:
        languages = sorted(
            m.language or ""
            for m in shapes.objects(shape, SH.message)
            if isinstance(m, rdflib.Literal)
        )
        assert languages == ["en", "nb"], shape


def test_the_shapes_have_no_blank_nodes_but_lists_and_paths(world: World) -> None:
    for subject, predicate in world.shapes.subject_predicates():
        if isinstance(subject, rdflib.BNode):
            assert predicate in {
                RDF.first,
                RDF.rest,
                SH.alternativePath,
                SH.inversePath,
                SH.oneOrMorePath,
            }


def test_shape_iris_are_named_by_the_class(world: World) -> None:
    for shape in world.shapes.subjects(RDF.type, SH.NodeShape):
        assert re.fullmatch(rf"{re.escape(PREFIXES['shape'])}[A-Z]\w+(-\w+)?", str(shape))


def test_every_relation_class_of_the_ontology_is_shaped(project: Project, world: World) -> None:
    loaded = ontology.load(project)
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    concrete = set(loaded.subjects(bcg.subjectProperty, None))
    assert concrete
    for relation in concrete:
        shape = rdflib.URIRef(str(relation).replace("/ns/", "/shape/"))
        assert (shape, SH.targetClass, relation) in world.shapes, f"no shape targets {relation}"
        assert (shape, SH.closed, YES) in world.shapes
        assert bcg.DatedRelation in loaded.transitive_objects(relation, RDFS.subClassOf)
        lasts = (rdflib.URIRef(PREFIXES["shape"] + "LastingRelation"), SH.targetClass, relation)
        assert (lasts in world.shapes) == (relation != bcg.Merger)


def test_sides_and_roles_are_those_of_the_ontology(project: Project, world: World) -> None:
    loaded = ontology.load(project)
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    for relation in loaded.subjects(bcg.subjectProperty, None):
        shape = rdflib.URIRef(str(relation).replace("/ns/", "/shape/"))
        paths = {world.shapes.value(p, SH.path) for p in world.shapes.objects(shape, SH.property)}
        for side in (bcg.subjectProperty, bcg.objectProperty, bcg.roleProperty):
            for property_ in loaded.objects(relation, side):
                assert property_ in paths, (relation, property_)


def test_a_role_is_of_the_scheme_that_the_ontology_names(project: Project, world: World) -> None:
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    schemes = dict(ontology.load(project).subject_objects(bcg.roleScheme))
    assert schemes
    for relation, scheme in schemes.items():
        shape = rdflib.URIRef(str(relation).replace("/ns/", "/shape/"))
        nodes = {
            demanded
            for property_ in world.shapes.objects(shape, SH.property)
            for node in world.shapes.objects(property_, SH.node)
            for inner in world.shapes.objects(node, SH.property)
            for demanded in world.shapes.objects(inner, SH.hasValue)
        }
        assert scheme in nodes, (relation, scheme)


# --- organisation numbers ---


def is_organisation_number(digits: str) -> bool:
    """Judge as Enhetsregisteret says: modulus 11, and a remainder of 1 is never given out."""
    total = sum(w * int(d) for w, d in zip((3, 2, 7, 6, 5, 4, 3, 2), digits[:8], strict=True))
    check = (11 - total % 11) % 11
    return check == int(digits[8])


ANY_NUMBER = st.from_regex(r"[0-9]{9}", fullmatch=True)
TRUE_NUMBER = ANY_NUMBER.map(
    lambda digits: next(
        (n for n in (digits[:8] + last for last in "0123456789") if is_organisation_number(n)),
        digits,
    )
)


@settings(max_examples=25)
@given(st.sets(ANY_NUMBER | TRUE_NUMBER, min_size=1, max_size=20))
def test_check_digit_agrees_with_modulus_11(check_digit: rdflib.Graph, numbers: set[str]) -> None:
    data = rdflib.Graph()
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    for number in numbers:
        organisation = rdflib.URIRef(f"{PREFIXES['organisation']}n{number}")
        data.add((organisation, RDF.type, bcg.Organisation))
        data.add((organisation, bcg.organisationNumber, rdflib.Literal(number)))
    results = validation.validate(data, check_digit, rdflib.Graph())
    assert {r.focus[-9:] for r in results} == {n for n in numbers if not is_organisation_number(n)}


@pytest.fixture(scope="session")
def check_digit(world: World) -> rdflib.Graph:
    """The check-digit shape alone, so that a run takes milliseconds."""
    shapes = rdflib.Graph()
    everything = world.shapes
    name = rdflib.URIRef(PREFIXES["shape"] + "Organisation-organisationNumberCheckDigit")
    owner = rdflib.URIRef(PREFIXES["shape"] + "Alone")
    bcg = rdflib.Namespace(PREFIXES["bcg"])
    shapes.add((owner, RDF.type, SH.NodeShape))
    shapes.add((owner, SH.targetClass, bcg.Organisation))
    shapes.add((owner, SH.property, name))
    wanted = [name, *everything.objects(name, SH.sparql)]
    wanted += list(everything.objects(wanted[-1], SH.prefixes))
    wanted += list(everything.objects(wanted[-1], SH.declare))
    for subject in wanted:
        for triple in everything.triples((subject, None, None)):
            shapes.add(triple)
    return shapes


# --- lint ---

SHAPE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/bioclustergraph/shape/>
PREFIX bcg: <https://w3id.org/bioclustergraph/ns/>
"""


def linted(text: str) -> list[tuple[str, str, str]]:
    findings = validation.lint_shapes(turtle.parse(SHAPE + text, BASE))
    return [(f.rule, f.message.en, f.remedy.en) for f in findings]


def test_our_own_shapes_pass_the_lint(world: World) -> None:
    assert validation.lint_shapes(world.shapes) == []


@pytest.mark.parametrize(
    ("text", "term", "remedy"),
    [
        ("shape:A sh:MinCount 1 .", "sh:MinCount", "sh:minCount"),
        ("shape:A sh:targetSubjectOf bcg:start .", "sh:targetSubjectOf", "sh:targetSubjectsOf"),
        ("shape:A sh:nodeKind sh:Iri .", "sh:Iri", "sh:IRI"),
        ("shape:A sh:reifierShape shape:A .", "sh:reifierShape", "SHACL Core"),
        ("shape:A sh:rule shape:A .", "sh:rule", "SHACL Core"),
        ("shape:A sh:js shape:A .", "sh:js", "SHACL Core"),
        ("shape:A sh:severity sh:Error .", "sh:Error", "SHACL Core"),
    ],
    ids=lambda text: text.split()[-2] if " " in text else text,
)
def test_a_term_that_the_engine_ignores_is_refused(text: str, term: str, remedy: str) -> None:
    [(rule, message, said)] = linted(text)
    assert rule == "sh-terms"
    assert term in message
    assert remedy in said


def test_a_shape_that_is_not_described_is_refused() -> None:
    [(rule, message, remedy)] = linted(
        "shape:A a sh:NodeShape ; sh:property shape:A-strat . shape:A-start sh:path bcg:start ."
    )
    assert rule == "shape-exists"
    assert "shape:A-strat" in message
    assert remedy == "Did you mean shape:A-start?"


def test_a_shape_in_a_list_that_is_not_described_is_refused() -> None:
    [(rule, message, _)] = linted("shape:A a sh:NodeShape ; sh:or ( shape:A shape:Nowhere ) .")
    assert rule == "shape-exists"
    assert "shape:Nowhere" in message


# --- the whole project ---


def small_project(root: Path, project: Project, shapes: dict[str, str]) -> Project:
    for part in ("ontology", "data", "shapes", "queries"):
        (root / part).mkdir()
    for path in project.shapes.glob("*.ttl"):
        (root / "shapes" / path.name).write_bytes(path.read_bytes())
    for name, text in shapes.items():
        (root / "shapes" / name).write_text(text, encoding="utf-8")
    return Project(root)


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def test_check_says_file_line_message_and_remedy(
    project: Project, world: World, tmp_path: Path
) -> None:
    small = small_project(tmp_path, project, {})
    (small.data / "sources").mkdir()
    (small.data / "sources" / "2020-example.ttl").write_text(
        example("_context.ttl") + example("merger.fail.ttl"), encoding="utf-8"
    )
    report = validation.check(small, dataset.load(small), world.classes)
    [finding] = [f for f in report if f.focus and f.focus.endswith("no-start")]
    assert finding.file == "data/sources/2020-example.ttl"
    lines = (small.root / finding.file).read_text(encoding="utf-8").splitlines()
    assert finding.line is not None
    assert lines[finding.line - 1].startswith("merger:no-start")
    assert finding.severity is Severity.VIOLATION
    assert finding.message.nb == "bcg:start mangler."
    assert finding.message.en == "bcg:start is missing."
    assert finding.remedy.nb.startswith("Skriv bcg:start")
    assert finding.rule == PREFIXES["shape"] + "Merger-start"
    assert dict(report.checked)["triples"] > 0


def test_check_names_the_line_of_a_misspelt_sh_term(
    project: Project, world: World, tmp_path: Path
) -> None:
    small = small_project(
        tmp_path,
        project,
        {"extra.ttl": SHAPE + "\nshape:Extra a sh:NodeShape ;\n  sh:MinCount 1 ."},
    )
    [finding] = validation.check(small, dataset.load(small), world.classes)
    assert (finding.rule, finding.file, finding.line) == ("sh-terms", "shapes/extra.ttl", 7)


def test_an_engine_that_chokes_is_a_project_error(world: World) -> None:
    shapes = turtle.parse(
        SHAPE + 'shape:A a sh:NodeShape ; sh:targetClass bcg:Cluster ; sh:minLength "two" .', BASE
    )
    with pytest.raises(ProjectError) as caught:
        validation.validate(world.context, shapes, world.classes)
    assert "shapes/" in caught.value.message.nb


def test_all_faulty_shapes_files_are_named(project: Project, tmp_path: Path) -> None:
    small = small_project(tmp_path, project, {"one.ttl": "shape:A", "two.ttl": "<a> <b>"})
    with pytest.raises(TurtleError) as caught:
        validation.load_shapes(small)
    assert "one.ttl" in caught.value.message.en
    assert "two.ttl" in caught.value.message.en


def test_judging_changes_no_graph(world: World) -> None:
    sizes = [len(world.context), len(world.shapes), len(world.classes)]
    validation.validate(world.context, world.shapes, world.classes)
    assert sizes == [len(world.context), len(world.shapes), len(world.classes)]


# --- wording ---

DATE = "xsd:date, xsd:gYearMonth eller xsd:gYear."
DATE_EN = "xsd:date, xsd:gYearMonth or xsd:gYear."
BETA = "organisation:beta, som er bcg:Organisation"
BETA_EN = "organisation:beta, which is bcg:Organisation"
BROCHURE = "https://example.org/brosjyre.pdf"


@pytest.mark.parametrize(
    ("file", "focus", "nb", "en"),
    [
        ("membership", "membership:no-member", "org:member mangler.", "org:member is missing."),
        (
            "membership",
            "membership:wrong-organization",
            f"org:organization viser til {BETA}, og det passer ikke her.",
            f"org:organization points at {BETA_EN}, and that does not fit here.",
        ),
        (
            "source-graph",
            "graph:sources/2018-noe-annet-enn-et-dokument",
            f"dcterms:source viser til {BROCHURE}, som ikke er beskrevet noe sted.",
            f"dcterms:source points at {BROCHURE}, which is described nowhere.",
        ),
        (
            "thing",
            "cluster:uten-engelsk",
            "rdfs:label mangler på engelsk.",
            "rdfs:label is missing in English.",
        ),
        (
            "organisation",
            "organisation:feil-kontrollsiffer",
            "971277883 er ikke et organisasjonsnummer: kontrollsifferet stemmer ikke.",
            "971277883 is not an organisation number: the check digit does not fit.",
        ),
        (
            "place-containment",
            "place-containment:Store_Bokstaver",
            "IRI-en place-containment:Store_Bokstaver har ikke riktig form.",
            "The IRI place-containment:Store_Bokstaver does not have the right form.",
        ),
        (
            "dated-relation",
            "membership:without-any-date",
            "Ingen av bcg:start, bcg:startBefore, bcg:attestedOn og bcg:end er skrevet.",
            "None of bcg:start, bcg:startBefore, bcg:attestedOn and bcg:end is written.",
        ),
        (
            "lasting-relation",
            "membership:two-endings",
            "Det er mer enn én av bcg:end og bcg:hasEndState.",
            "There is more than one of bcg:end and bcg:hasEndState.",
        ),
        (
            "thing",
            "cluster:uten-spraakmerke",
            'rdfs:label er "Det nye", uten språkmerke.',
            'rdfs:label is "Det nye", without a language tag.',
        ),
        (
            "dated-relation",
            "membership:end-before-start",
            "Slutten, 2014-12-31, ligger før begynnelsen eller før en tid da relasjonen gjaldt.",
            "The end, 2014-12-31, falls before the start, or before a time when the relation held.",
        ),
        (
            "grant",
            "grant:share-above-the-whole",
            'bcg:share er "101.0"^^xsd:decimal, som er større enn 100.',
            'bcg:share is "101.0"^^xsd:decimal, which is greater than 100.',
        ),
        (
            "ordered-relation",
            "aim:ordinal-zero",
            "bcg:ordinal er 0, som er mindre enn 1.",
            "bcg:ordinal is 0, which is less than 1.",
        ),
        (
            "statistic",
            "statistic:value-with-a-fraction",
            "1.8 er ikke et helt tall fra null og opp, og det er noe som telles.",
            "1.8 is not a whole number from zero up, and it is of something that is counted.",
        ),
        (
            "joint-project",
            "project:uten-deltakere",
            "Ingenting viser hit med bcg:inProject.",
            "Nothing points here with bcg:inProject.",
        ),
        (
            "dated-relation",
            "membership:derived-startlatest",
            "bcg:startLatest skal ikke stå her.",
            "bcg:startLatest should not stand here.",
        ),
        (
            "dated-relation",
            "membership:start-that-is-no-day",
            'bcg:start er "2015-02-30"^^xsd:date, som ikke er en gyldig ' + DATE,
            'bcg:start is "2015-02-30"^^xsd:date, which is not a valid ' + DATE_EN,
        ),
    ],
)
def test_a_result_says_plainly_what_is_wrong(
    file: str, focus: str, nb: str, en: str, world: World
) -> None:
    iri = expand(focus)
    results = judged(world, f"{file}.fail.ttl")
    [result] = [r for r in results if r.focus == iri]
    assert (result.message.nb, result.message.en) == (nb, en)
    assert result.remedy != result.message


def test_no_result_leaves_a_placeholder(world: World) -> None:
    for path in example_files("fail"):
        for result in judged(world, path.name):
            for text in (result.message, result.remedy):
                assert "{" not in text.nb + text.en.replace("-{1,2}", "")
                assert text.nb.strip()
                assert text.en.strip()
                assert text.nb != text.en


def test_warnings_and_notes_are_told_apart(world: World) -> None:
    severities = {
        compact(r.shape): r.severity
        for name in ("presence", "joint-project", "membership")
        for r in judged(world, f"{name}.fail.ttl")
    }
    assert severities["shape:Presence-postalCodeForm"] is Severity.WARNING
    assert severities["shape:JointProject-participation"] is Severity.INFO
    assert severities["shape:Membership-member"] is Severity.VIOLATION


def test_the_data_of_the_project_conform(project: Project) -> None:
    report = validation.check(project, dataset.load(project), ontology.load(project))
    assert [f.in_language("en") for f in report.violations] == []
