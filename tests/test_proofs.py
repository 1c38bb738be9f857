"""Why something holds: proofs that are enough, that need each premise, and that end in sources."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest

from bioclustergraph import inference
from bioclustergraph.cli import run
from bioclustergraph.errors import ParameterError, UnknownThing
from bioclustergraph.inference import asking, telling
from bioclustergraph.inference.proofs import Proofs
from bioclustergraph.inference.rules import conclusions
from bioclustergraph.namespaces import BCG, PREFIXES
from bioclustergraph.project import Project
from bioclustergraph.release import Assembly, read
from bioclustergraph.store.embedded import EmbeddedStore, merge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.inference.proofs import Proof

ROOT: Final = Path(__file__).resolve().parent.parent
FIXTURE: Final = Project(ROOT / "tests" / "fixture")

REAL: Final = {
    "a member": ("organisation:biocat", "org:memberOf", "cluster:biotech-north"),
    "a successor": ("organisation:genoek", "bcg:isSucceededBy", "organisation:norce"),
    "cooperation": ("cluster:biotech-north", "bcg:cooperatesWith", "cluster:cod-cluster"),
    "a place, by OWL": ("place:the-edge", "bcg:liesWithin", "place:nord-norge"),
    "not delivered": ("place:the-edge", "a", "owl:Thing"),
}


@pytest.fixture(scope="module")
def fixture() -> Assembly:
    return Assembly.of(FIXTURE, *read(FIXTURE))


@pytest.fixture(scope="module")
def real(project: Project) -> EmbeddedStore:
    return Assembly.of(project, *read(project)).store


def triple_of(quad: ox.Quad) -> ox.Triple:
    return ox.Triple(quad.subject, quad.predicate, quad.object)


def leaves(proof: Proof) -> list[Proof]:
    return [step for step in proof.steps() if step.rule is None]


def store_of(assembly: Assembly, premises: Iterable[Proof]) -> EmbeddedStore:
    """A store that holds these premises and nothing else, in the graphs that they stand in."""
    quads = [
        quad
        for premise in premises
        for quad in assembly.store.matching(
            premise.triple.subject, premise.triple.predicate, premise.triple.object
        )
    ]
    return EmbeddedStore.of(merge(quads))


# --- every derived triple of the fixture ----------------------------------------------------------


def test_premises_are_enough_and_each_is_needed(fixture: Assembly) -> None:
    rules = {rule.name: rule for rule in inference.rules(FIXTURE)}
    proofs = Proofs(fixture.store, FIXTURE)
    proved = 0
    for step in fixture.derived:
        rule = rules.get(step.rule.name)
        for quad in step.quads:
            triple = triple_of(quad)
            proof = proofs.why(triple)
            assert proof is not None, triple
            if rule is None:  # OWL 2 RL, which has a test of its own, and the contradictions
                continue
            assert proof.rule == rule
            assert triple in conclusions(store_of(fixture, proof.premises), rule)
            for left_out in proof.premises:
                rest = [premise for premise in proof.premises if premise is not left_out]
                assert triple not in conclusions(store_of(fixture, rest), rule), triple
            assert all(leaf.graphs for leaf in leaves(proof))
            proved += 1
    assert proved > 1700


def test_a_proof_by_owl_goes_step_by_step(real: EmbeddedStore, project: Project) -> None:
    triple = asking.read(real, project, REAL["not delivered"])
    proof = asking.proved(real, project, triple)
    assert [step.rule.name for step in proof.steps() if step.rule] == [
        "cax-sco", "super-types", "scm-cls"
    ]  # fmt: skip


def test_a_chain_of_properties_is_proved_by_its_links(tmp_path: Path) -> None:
    for part in ("ontology", "data", "shapes"):
        (tmp_path / part).mkdir()
    (tmp_path / "queries").symlink_to(ROOT / "queries")
    graph, base = f"{PREFIXES['graph']}sources/x", "urn:test:"
    said = """@prefix : <urn:test:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :p owl:propertyChainAxiom (:a :b :c) . :x :a :y . :y :b :z . :z :c :w ."""
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph))
        for q in ox.parse(said, format=ox.RdfFormat.TURTLE)
    ]
    store = EmbeddedStore.of(merge(quads))
    inference.derive(store, Project(tmp_path))
    goal = ox.Triple(*(ox.NamedNode(base + name) for name in "xpw"))
    proof = Proofs(store, Project(tmp_path)).why(goal)
    assert proof is not None
    assert proof.rule is not None
    assert proof.rule.name == "prp-spo2"
    links = {telling.term(leaf.triple.predicate) for leaf in leaves(proof)}
    assert {"urn:test:a", "urn:test:b", "urn:test:c"} <= links
    assert {premise.rule for premise in proof.premises} == {None}


# --- the real data --------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", REAL.values(), ids=REAL)
def test_a_proof_ends_in_sources(
    asked: tuple[str, str, str], real: EmbeddedStore, project: Project
) -> None:
    began = time.perf_counter()
    proof = asking.proved(real, project, asking.read(real, project, asked))
    assert time.perf_counter() - began < 5  # about a tenth of a second, on a quiet machine
    assert proof.rule is not None
    for leaf in leaves(proof):
        assert leaf.graphs
        if leaf.graphs[0].startswith(f"{PREFIXES['graph']}sources/"):
            assert leaf.evidence
    print("\n".join(telling.lines(proof, "en")))  # noqa: T201 - shown with pytest -rP


@pytest.mark.parametrize(
    "asked", [REAL["a member"], REAL["a successor"], REAL["a place, by OWL"]], ids=str
)
def test_without_a_premise_a_rebuild_does_not_derive_it(
    asked: tuple[str, str, str], real: EmbeddedStore, project: Project
) -> None:
    triple = asking.read(real, project, asked)
    proof = asking.proved(real, project, triple)
    premise = next(leaf for leaf in leaves(proof) if leaf.evidence)
    data, terms = read(project)
    stated = [
        quad
        for quad in Assembly.of(project, data, terms).stated
        if triple_of(quad) != premise.triple
    ]
    store = EmbeddedStore.of(merge(stated))
    inference.derive(store, project)
    left = store.matching(triple.subject, triple.predicate, triple.object)
    assert not left


# --- what people see ------------------------------------------------------------------------------


def test_a_negation_is_said_in_words(fixture: Assembly) -> None:
    triple = asking.read(
        fixture.store, FIXTURE, ("organisation:algetun", "org:memberOf", "cluster:skogklyngen")
    )
    text = "\n".join(telling.lines(asking.proved(fixture.store, FIXTURE, triple), "nb"))
    assert "ingenting sier noe annet" in text
    assert "sagt i graph:sources/2024-skogklyngen-about" in text


def test_what_is_not_so_is_said_in_one_sentence(fixture: Assembly) -> None:
    triple = asking.read(
        fixture.store, FIXTURE, ("organisation:barkvik", "org:memberOf", "cluster:skogklyngen")
    )
    with pytest.raises(UnknownThing, match="not stated and not derived") as caught:
        asking.proved(fixture.store, FIXTURE, triple)
    assert caught.value.hint is not None
    assert "organisation:algetun org:memberOf cluster:skogklyngen" in caught.value.hint.en


@pytest.mark.parametrize("value", ['"2021', '"x" . <urn:a> <urn:b> "y"'])
def test_a_term_that_cannot_be_read_is_refused(value: str, fixture: Assembly) -> None:
    with pytest.raises(ParameterError):
        asking.read(fixture.store, FIXTURE, ("organisation:algetun", "bcg:start", value))


def test_a_literal_is_read_as_in_turtle(fixture: Assembly) -> None:
    membership = "membership:algetun--tangklyngen--2018-05-01"
    asked = (membership, "bcg:startLatest", '"2018-05-01"^^xsd:date')
    proof = asking.proved(fixture.store, FIXTURE, asking.read(fixture.store, FIXTURE, asked))
    assert [str(leaf.triple.predicate.value) for leaf in leaves(proof)] == [BCG.start]


def test_prov_is_turtle_without_blank_nodes(fixture: Assembly) -> None:
    asked = ("organisation:algetun", "org:memberOf", "cluster:skogklyngen")
    proof = asking.proved(fixture.store, FIXTURE, asking.read(fixture.store, FIXTURE, asked))
    triples = telling.as_prov(proof)
    plans = {t.object for t in triples if t.predicate.value == f"{PREFIXES['prov']}hadPlan"}
    assert {plan.value.rpartition("/")[2] for plan in plans} >= {  # type: ignore[union-attr] # IRIs
        "current-membership", "date-bounds", "end-earliest"
    }  # fmt: skip
    assert not any(
        isinstance(term, ox.BlankNode) for t in triples for term in (t.subject, t.object)
    )
    entities = {t.subject for t in triples if t.object == ox.NamedNode(f"{PREFIXES['prov']}Entity")}
    derived = f"{PREFIXES['prov']}wasDerivedFrom"
    sources = f"{PREFIXES['prov']}hadPrimarySource"
    for entity in entities:  # each is derived from something, or has a source
        assert any(t.subject == entity and t.predicate.value in {derived, sources} for t in triples)


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(FIXTURE.root, root)  # links followed: a project of its own
    door = ["--lang", "en", "--root", str(root), "why"]
    asked = ["organisation:algetun", "org:memberOf", "cluster:skogklyngen"]
    assert run([*door, *asked]) == 0
    assert "derived by current-membership" in capsys.readouterr().out
    assert run([*door, *asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rule"]["name"] == "current-membership"
    assert run([*door, *asked, "--format", "turtle"]) == 0
    assert list(ox.parse(capsys.readouterr().out, format=ox.RdfFormat.TURTLE))
    assert run([*door, "organisation:algetun", "org:memberOf", "cluster:fjordklyngen"]) == 1
    assert "not stated and not derived" in capsys.readouterr().err
