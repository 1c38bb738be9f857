# ruff: noqa: E501, ISC004 - a case of a rule is easiest to read in one line
"""OWL 2 RL as queries: the same closure as owlrl's, rule by rule and on the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest
import rdflib
from owlrl.OWLRL import OWL_Datatype_Subsumptions, OWL_RL_Datatypes
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Namespace

from bioclustergraph import inference
from bioclustergraph.errors import QuerySyntaxError
from bioclustergraph.inference.closing import Closure, close
from bioclustergraph.inference.owl import Kind, owl_rules
from bioclustergraph.project import Project
from bioclustergraph.release import read
from bioclustergraph.store.embedded import quads_of

if TYPE_CHECKING:
    from bioclustergraph.inference.owl import OwlRule

pytestmark = pytest.mark.filterwarnings("ignore")  # owlrl uses what rdflib has deprecated

ROOT: Final = Path(__file__).resolve().parent.parent
RULES: Final = owl_rules(Project(ROOT))
T: Final = Namespace("urn:test:")
ERROR: Final = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")

Key = tuple[str, ...]


def explicit(graph: Graph) -> Graph:
    """The same graph by RDF 1.1, where a literal without datatype or language is an xsd:string."""
    written = Graph(bind_namespaces="none")
    for s, p, o in graph:
        plain = isinstance(o, Literal) and o.datatype is None and o.language is None
        written.add((s, p, Literal(str(o), datatype=XSD.string) if plain else o))
    return written


def key_of(term: object) -> Key:
    if isinstance(term, Literal):
        return ("literal", str(term), str(term.language or "").lower(), str(term.datatype or ""))
    if isinstance(term, ox.Literal):
        language = term.language or ""
        return ("literal", term.value, language, "" if language else term.datatype.value)
    return ("blank" if isinstance(term, rdflib.BNode | ox.BlankNode) else "iri", term_text(term))


def term_text(term: object) -> str:
    return str(getattr(term, "value", term))


def reference(graph: Graph) -> tuple[set[tuple[Key, Key, Key]], int]:
    """What owlrl derives, and how many contradictions it finds."""
    closed = inference.closure(explicit(graph))
    errors = set(closed.subjects(RDF.type, ERROR))
    triples = {(key_of(s), key_of(p), key_of(o)) for s, p, o in closed if s not in errors}
    return triples, len(errors)


def closed(graph: Graph, rules: tuple[OwlRule, ...] = RULES) -> Closure:
    quads = [ox.Quad(q.subject, q.predicate, q.object) for q in quads_of(graph, "urn:graph")]
    return close(quads, rules)


def ours(graph: Graph) -> set[tuple[Key, Key, Key]]:
    return {(key_of(s), key_of(p), key_of(o)) for s, p, o in closed(graph).statements()}


# --- the whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", [ROOT / "tests" / "fixture", ROOT], ids=["fixture", "data"])
def test_closure_is_that_of_owlrl(root: Path) -> None:
    data, terms = read(Project(root))
    graph = data.merged() + terms
    expected, contradictions = reference(graph)
    found = ours(graph)
    print(  # noqa: T201 - the comparison is shown with pytest -rP
        f"\n{root.name}: {len(graph)} triples stated; closure: owlrl {len(expected)}, ours "
        f"{len(found)}; only owlrl {len(expected - found)}, only ours {len(found - expected)}"
    )
    assert len(expected) > len(graph) * 2
    assert found == expected
    assert contradictions == 0
    assert not list(closed(graph).contradictions(RULES))


def test_the_only_peculiarity_of_owlrl_is_a_literal_without_datatype() -> None:
    """Asked of the graph as rdflib has it, owlrl leaves such literals without a type."""
    data, terms = read(Project(ROOT / "tests" / "fixture"))
    graph = data.merged() + terms
    closure = inference.closure(graph)
    expected = {
        tuple(key_of(Literal(str(t), datatype=XSD.string) if isinstance(t, Literal)
                     and t.datatype is None and t.language is None else t) for t in triple)
        for triple in closure
    }  # fmt: skip
    more = ours(graph) - expected
    assert not expected - ours(graph)
    strings = key_of(XSD.string)
    # Its type; and since xsd:string is then a datatype in use, with which others it is disjoint.
    assert {p[1] for _s, p, _o in more} <= {str(RDF.type), str(OWL.disjointWith)}
    assert all(strings in {s, o} for s, p, o in more)


def test_asking_only_what_is_due_finds_what_asking_everything_finds() -> None:
    """The order in which rules are asked, and which are passed over, changes nothing."""
    data, terms = read(Project(ROOT / "tests" / "fixture"))
    quick = closed(data.merged() + terms)
    store = ox.Store()
    store.extend(quick.stated)
    once = [rule for rule in RULES if rule.kind is Kind.ONCE]
    always = [rule for rule in RULES if rule.kind not in {Kind.ONCE, Kind.CONTRADICTION}]
    for rules in (once, always):
        size = 0
        while size != len(store):
            size = len(store)
            for rule in rules:
                store.update(rule.update)
    assert set(store) == set(quick.store)


# --- rule by rule ---------------------------------------------------------------------------------

PREFIXES: Final = """
@prefix : <urn:test:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

DERIVES: Final = {
    "eq-ref": (":x :p :y .", ":p owl:sameAs :p"),
    "eq-sym": (":x owl:sameAs :y .", ":y owl:sameAs :x"),
    "eq-trans": (":x owl:sameAs :y . :y owl:sameAs :z .", ":x owl:sameAs :z"),
    "eq-rep-s": (":x owl:sameAs :y ; :p :o .", ":y :p :o"),
    "eq-rep-p": (":p owl:sameAs :q . :x :p :o .", ":x :q :o"),
    "eq-rep-o": (":x owl:sameAs :y . :s :p :x .", ":s :p :y"),
    "prp-ap": (":x :p :y .", "rdfs:label a owl:AnnotationProperty"),
    "prp-dom": (":p rdfs:domain :C . :x :p :y .", ":x a :C"),
    "prp-rng": (":p rdfs:range :C . :x :p :y .", ":y a :C"),
    "prp-fp": (":p a owl:FunctionalProperty . :x :p :a , :b .", ":a owl:sameAs :b"),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :a :p :y . :b :p :y .", ":a owl:sameAs :b"),
    "prp-symp": (":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x"),
    "prp-trp": (":p a owl:TransitiveProperty . :x :p :y . :y :p :z . :z :p :w .", ":x :p :w"),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y"),
    "prp-spo2": (":p owl:propertyChainAxiom (:a :b :c) . :x :a :y . :y :b :z . :z :c :w .", ":x :p :w"),
    "prp-spo2-last": (":p owl:propertyChainAxiom (:a) . :x :a :y .", ":x :p :y"),
    "prp-spo2-step": (":p owl:propertyChainAxiom (:a :a) . :x :a :y . :y :a :z .", ":x :p :z"),
    "prp-eqp1+prp-eqp2": (":p owl:equivalentProperty :q . :x :p :y . :v :q :w .", ":v :p :w"),
    "prp-inv1+prp-inv2": (":p owl:inverseOf :q . :x :p :y . :v :q :w .", ":w :p :v"),
    "prp-key": (":C owl:hasKey (:p) . :a a :C ; :p 1 . :b a :C ; :p 1 .", ":a owl:sameAs :b"),
    "cls-thing": (":x :p :y .", "owl:Thing a owl:Class"),
    "cls-nothing1": (":x :p :y .", "owl:Nothing a owl:Class"),
    "cls-int1": (":C owl:intersectionOf (:A :B) . :x a :A , :B . :y a :A .", ":x a :C"),
    "cls-int2": (":C owl:intersectionOf (:A :B) . :x a :C .", ":x a :B"),
    "cls-uni": (":C owl:unionOf (:A :B) . :x a :B .", ":x a :C"),
    "cls-svf1": (":R owl:someValuesFrom :C ; owl:onProperty :p . :x :p :y . :y a :C . :v :p :w .", ":x a :R"),
    "cls-svf2": (":R owl:someValuesFrom owl:Thing ; owl:onProperty :p . :x :p :y .", ":x a :R"),
    "cls-avf": (":R owl:allValuesFrom :C ; owl:onProperty :p . :x a :R ; :p :y .", ":y a :C"),
    "cls-hv1": (":R owl:hasValue :v ; owl:onProperty :p . :x a :R .", ":x :p :v"),
    "cls-hv2": (":R owl:hasValue 5 ; owl:onProperty :p . :x :p 5 .", ":x a :R"),
    "cls-maxc2": (
        ":R owl:maxCardinality '1'^^xsd:nonNegativeInteger ; owl:onProperty :p . :x a :R ; :p :a , :b .",
        ":a owl:sameAs :b",
    ),
    "cls-maxqc3": (
        ":R owl:maxQualifiedCardinality '1'^^xsd:nonNegativeInteger ; owl:onProperty :p ; owl:onClass :C ."
        " :x a :R ; :p :a , :b , :c . :a a :C . :b a :C .",
        ":a owl:sameAs :b",
    ),
    "cls-maxqc4": (
        ":R owl:maxQualifiedCardinality '1'^^xsd:nonNegativeInteger ; owl:onProperty :p ;"
        " owl:onClass owl:Thing . :x a :R ; :p :a , :b .",
        ":a owl:sameAs :b",
    ),
    "cls-oo": (":C owl:oneOf (:a :b) .", ":b a :C"),
    "cax-sco": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A .", ":x a :C"),
    "cax-eqc1+cax-eqc2": (":A owl:equivalentClass :B . :x a :A . :y a :B .", ":y a :A"),
    "dt-type1": (":x :p :y .", "xsd:byte a rdfs:Datatype"),
    "dt-type2": (":R owl:someValuesFrom xsd:decimal ; owl:onProperty :p . :x :p 1.5 .", ":x a :R"),
    "dt-type2-wider": (":x a xsd:short .", ":x a xsd:integer"),
    "dt-disjoint": (":x :p 1.5 , true .", "xsd:boolean owl:disjointWith xsd:decimal"),
    "scm-cls": (":C a owl:Class .", "owl:Nothing rdfs:subClassOf :C"),
    "scm-sco": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":A rdfs:subClassOf :C"),
    "scm-eqc1": (":A owl:equivalentClass :B .", ":B rdfs:subClassOf :A"),
    "scm-eqc2": (":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :A .", ":A owl:equivalentClass :B"),
    "scm-op+scm-dp": (":p a owl:DatatypeProperty .", ":p owl:equivalentProperty :p"),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r"),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":q rdfs:subPropertyOf :p"),
    "scm-eqp2": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q"),
    "scm-dom1": (":p rdfs:domain :A . :A rdfs:subClassOf :B .", ":p rdfs:domain :B"),
    "scm-dom2": (":q rdfs:domain :A . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :A"),
    "scm-rng1": (":p rdfs:range :A . :A rdfs:subClassOf :B .", ":p rdfs:range :B"),
    "scm-rng2": (":q rdfs:range :A . :p rdfs:subPropertyOf :q .", ":p rdfs:range :A"),
    "scm-hv": (
        ":A owl:hasValue :v ; owl:onProperty :p . :B owl:hasValue :v ; owl:onProperty :q ."
        " :p rdfs:subPropertyOf :q .",
        ":A rdfs:subClassOf :B",
    ),
    "scm-svf1": (
        ":A owl:someValuesFrom :X ; owl:onProperty :p . :B owl:someValuesFrom :Y ; owl:onProperty :p ."
        " :X rdfs:subClassOf :Y .",
        ":A rdfs:subClassOf :B",
    ),
    "scm-svf2": (
        ":A owl:someValuesFrom :X ; owl:onProperty :p . :B owl:someValuesFrom :X ; owl:onProperty :q ."
        " :p rdfs:subPropertyOf :q .",
        ":A rdfs:subClassOf :B",
    ),
    "scm-avf1": (
        ":A owl:allValuesFrom :X ; owl:onProperty :p . :B owl:allValuesFrom :Y ; owl:onProperty :p ."
        " :X rdfs:subClassOf :Y .",
        ":A rdfs:subClassOf :B",
    ),
    "scm-avf2": (
        ":A owl:allValuesFrom :X ; owl:onProperty :p . :B owl:allValuesFrom :X ; owl:onProperty :q ."
        " :p rdfs:subPropertyOf :q .",
        ":B rdfs:subClassOf :A",
    ),
    "scm-int": (":C owl:intersectionOf (:A :B) .", ":C rdfs:subClassOf :B"),
    "scm-uni": (":C owl:unionOf (:A :B) .", ":B rdfs:subClassOf :C"),
}  # fmt: skip

CONTRADICTS: Final = {
    "eq-diff1": ":x owl:sameAs :y ; owl:differentFrom :y .",
    "eq-diff2+eq-diff3": "[] a owl:AllDifferent ; owl:members (:x :y :z) . :x owl:sameAs :y .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :x :p :x .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members (:p :q :r) . :x :p :y ; :q :y .",
    "prp-npa1+prp-npa2": "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y .",
    "cls-nothing2": ":x a owl:Nothing .",
    "cls-com": ":A owl:complementOf :B . :x a :A , :B .",
    "cls-maxc1": ":R owl:maxCardinality '0'^^xsd:nonNegativeInteger ; owl:onProperty :p . :x a :R ; :p :y .",
    "cls-maxqc1+cls-maxqc2": ":R owl:maxQualifiedCardinality '0'^^xsd:nonNegativeInteger ;"
    " owl:onProperty :p ; owl:onClass :C . :x a :R ; :p :y . :y a :C .",
    "cax-dw": ":A owl:disjointWith :B . :x a :A , :B .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) . :x a :A , :C .",
    "dt-not-type": ":x :p 'seven'^^xsd:integer .",
}  # fmt: skip


def graph_of(turtle: str) -> Graph:
    return explicit(Graph(bind_namespaces="none").parse(data=PREFIXES + turtle, format="turtle"))


def test_every_rule_has_a_case() -> None:
    derive = {rule.name for rule in RULES if rule.kind is not Kind.CONTRADICTION}
    contradict = {rule.name for rule in RULES if rule.kind is Kind.CONTRADICTION}
    assert derive == set(DERIVES)
    assert contradict == set(CONTRADICTS)


@pytest.mark.parametrize("name", DERIVES)
def test_a_rule_derives_what_owlrl_derives(name: str) -> None:
    said, follows = DERIVES[name]
    graph = graph_of(said)
    [expected] = graph_of(f"{follows} .")
    expected_keys = tuple(key_of(term) for term in expected)
    found = ours(graph)
    assert expected_keys in found
    assert found == reference(graph)[0]
    if name not in {"prp-spo2-last", "prp-spo2-step"}:  # no triple of a result is theirs
        without = closed(graph, tuple(rule for rule in RULES if rule.name != name))
        rest = {tuple(key_of(t) for t in triple) for triple in without.statements()}
        assert (expected_keys in rest) == (name in ANOTHER_WAY), name


ANOTHER_WAY: Final = {
    "eq-trans", "prp-eqp1+prp-eqp2", "cls-int2", "cls-uni", "cax-eqc1+cax-eqc2"
}  # fmt: skip
"""Rules whose conclusions follow by others as well: two equivalent classes, say, are each within
the other."""


@pytest.mark.parametrize("name", CONTRADICTS)
def test_a_rule_finds_the_contradiction_that_owlrl_finds(name: str) -> None:
    graph = graph_of(CONTRADICTS[name])
    assert {clash.rule.name for clash in closed(graph).contradictions(RULES)} == {name}
    expected, errors = reference(graph)
    assert errors
    assert ours(graph) == expected


@pytest.mark.parametrize(
    "said",
    [
        ":C owl:hasKey (:p :q) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 ; :q 3 .",
        ":C owl:intersectionOf (:A :B) . :x a :A .",
        ":p owl:propertyChainAxiom (:a :b) . :x :a :y . :z :b :w .",
        ":x :p '7'^^xsd:integer , '1.5'^^xsd:decimal , 'true'^^xsd:boolean , '2021-02-28'^^xsd:date .",
    ],
    ids=["half a key", "half an intersection", "a broken chain", "fit literals"],
)
def test_nothing_follows(said: str) -> None:
    closure = closed(graph_of(said))
    assert not list(closure.contradictions(RULES))
    ours_only = {
        (s, p, o)
        for s, p, o in closure.new()
        if term_text(s).startswith("urn:test:") and s != o and term_text(p) != str(RDFS.subClassOf)
    }
    assert not ours_only


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("2021-02-30", "date"), ("256", "unsignedByte"), ("-1", "nonNegativeInteger"),
        ("1e3", "decimal"), ("yes", "boolean"), ("2021-01-01T10:00:00", "dateTimeStamp"),
    ],
)  # fmt: skip
def test_literals_that_are_not_of_their_type(text: str, type_: str) -> None:
    graph = Graph()
    graph.add((T.x, T.p, Literal(text, datatype=XSD[type_], normalize=False)))
    assert [c.rule.name for c in closed(graph).contradictions(RULES)] == ["dt-not-type"]


def test_where_owlrl_departs_from_the_standard() -> None:
    """Its loops leave out the last of a list; ours do not. The day this fails, owlrl is mended."""
    last = graph_of("[] a owl:AllDifferent ; owl:members (:x :y) . :x owl:sameAs :y .")
    assert list(closed(last).contradictions(RULES))
    assert not reference(last)[1]
    key = graph_of(":C owl:hasKey (:p :q) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 ; :q 3 .")
    same = (key_of(T.a), key_of(OWL.sameAs), key_of(T.b))
    assert same not in ours(key)
    assert same in reference(key)[0]


def test_datatypes_are_those_of_the_reference() -> None:
    closure = closed(graph_of(":x :p :y ."))
    types = {
        term_text(s)
        for s, p, o in closure.new()
        if term_text(p) == str(RDF.type) and term_text(o) == str(RDFS.Datatype)
    }
    assert types == {str(each) for each in OWL_RL_Datatypes}
    for narrow, wider in OWL_Datatype_Subsumptions.items():
        graph = Graph()
        graph.add((T.x, RDF.type, narrow))
        found = {term_text(o) for s, _p, o in closed(graph).new() if term_text(s) == str(T.x)}
        assert found >= {str(each) for each in wider}


def test_a_broken_rule_is_named(tmp_path: Path) -> None:
    path = tmp_path / "queries" / "owl" / "schema" / "scm-x.rq"
    path.parent.mkdir(parents=True)
    path.write_text("CONSTRUCT {")
    with pytest.raises(QuerySyntaxError) as caught:
        closed(graph_of(":x :p :y ."), owl_rules(Project(tmp_path)))
    assert caught.value.path == path
