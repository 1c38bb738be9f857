"""A proof in words, as JSON and as PROV-O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from bioclustergraph.errors import Language
    from bioclustergraph.inference.proofs import Proof

_TYPE: Final = f"{PREFIXES['rdf']}type"


def term(value: object) -> str:
    """Write a term as people do: a prefixed name, or a literal with its language or datatype."""
    import pyoxigraph

    if isinstance(value, pyoxigraph.NamedNode):
        return compact(value.value)
    if isinstance(value, pyoxigraph.Literal):
        text = f'"{value.value}"'
        if value.language:
            return f"{text}@{value.language}"
        datatype = compact(value.datatype.value)
        return text if datatype == "xsd:string" else f"{text}^^{datatype}"
    return str(value)


def statement(triple: Triple) -> str:
    """Write a triple in one line."""
    predicate = "a" if triple.predicate.value == _TYPE else term(triple.predicate)
    return f"{term(triple.subject)} {predicate} {term(triple.object)}"


def lines(proof: Proof, language: Language) -> Iterator[str]:
    """Tell a proof as a tree, one line each, from what is proved to what is stated."""
    yield statement(proof.triple)
    yield from _reasons(proof, language, "")


def _reasons(proof: Proof, language: Language, indent: str) -> Iterator[str]:
    for text in reasons(proof):
        yield f"{indent}  {text.in_language(language)}"
    for place, premise in enumerate(proof.premises):
        is_last = place == len(proof.premises) - 1
        yield f"{indent}  {'└' if is_last else '├'}─ {statement(premise.triple)}"
        yield from _reasons(premise, language, f"{indent}  {' ' if is_last else '│'} ")


def reasons(proof: Proof) -> list[Text]:
    """Say of one step by which rule it follows, or where it is stated and by which passage."""
    if proof.rule is None:
        graphs = ", ".join(compact(graph) for graph in proof.graphs)
        said = [Text(f"sagt i {graphs}", f"stated in {graphs}")]
        if proof.evidence:
            passages = ", ".join(compact(passage) for passage in proof.evidence)
            said.append(Text(f"belegg: {passages}", f"evidence: {passages}"))
        return said
    rule = proof.rule
    summary = rule.summary
    said = [Text(f"utledet med {rule.name}: {summary.nb}", f"derived by {rule.name}: {summary.en}")]
    unless = rule.unless
    if unless is not None:
        said.append(
            Text(
                f"og ingenting sier noe annet: det ville ikke fulgt hvis {unless.nb}",
                f"and nothing says otherwise: it would not follow if {unless.en}",
            )
        )
    return said


def as_json(proof: Proof) -> dict[str, Any]:
    """Give a proof as nested objects; terms are in N-Triples."""
    triple = proof.triple
    given: dict[str, Any] = {
        "subject": str(triple.subject),
        "predicate": str(triple.predicate),
        "object": str(triple.object),
        "derived": proof.rule is not None,
    }
    if proof.rule is None:
        return {**given, "graphs": list(proof.graphs), "evidence": list(proof.evidence)}
    summary, unless = proof.rule.summary, proof.rule.unless
    return {
        **given,
        "rule": {
            "name": proof.rule.name,
            "iri": proof.rule.iri,
            "summary": {"nb": summary.nb, "en": summary.en},
            "unless": {"nb": unless.nb, "en": unless.en} if unless else None,
        },
        "premises": [as_json(premise) for premise in proof.premises],
    }


def address(triple: Triple) -> str:
    """Give the IRI of the page that proves a triple."""
    asked = {"s": str(triple.subject), "p": str(triple.predicate), "o": str(triple.object)}
    return f"{BASE}why?{urlencode(asked)}"


def as_prov(proof: Proof) -> list[Triple]:
    """Give a proof in PROV-O: each triple an entity, each derivation an activity with a plan.

    A triple is described with the words of RDF for that (``rdf:Statement``); asserting that
    description asserts nothing of the triple itself.
    """
    import pyoxigraph

    page = address(proof.triple)
    number: dict[Triple, int] = {}
    for step in proof.steps():
        number.setdefault(step.triple, len(number) + 1)
    made: dict[Triple, None] = {}

    def name(text: str) -> pyoxigraph.NamedNode:
        prefix, _, local = text.partition(":")
        return pyoxigraph.NamedNode(PREFIXES[prefix] + local)

    def node(kind: str, triple: Triple) -> pyoxigraph.NamedNode:
        return pyoxigraph.NamedNode(f"{page}#{kind}-{number[triple]}")

    def state(subject: pyoxigraph.NamedNode, predicate: str, value: object) -> None:
        made[pyoxigraph.Triple(subject, name(predicate), value)] = None  # type: ignore[arg-type] # a term

    for step in proof.steps():
        entity = node("statement", step.triple)
        state(entity, "rdf:type", name("prov:Entity"))
        state(entity, "rdf:type", name("rdf:Statement"))
        state(entity, "rdf:subject", step.triple.subject)
        state(entity, "rdf:predicate", step.triple.predicate)
        state(entity, "rdf:object", step.triple.object)
        for graph in step.graphs:
            state(entity, "prov:hadPrimarySource", pyoxigraph.NamedNode(graph))
        for passage in step.evidence:
            state(entity, "prov:wasDerivedFrom", pyoxigraph.NamedNode(passage))
        if step.rule is None:
            continue
        activity, association = node("derivation", step.triple), node("association", step.triple)
        plan = pyoxigraph.NamedNode(step.rule.iri)
        state(entity, "prov:wasGeneratedBy", activity)
        state(activity, "rdf:type", name("prov:Activity"))
        state(activity, "prov:qualifiedAssociation", association)
        state(association, "rdf:type", name("prov:Association"))
        state(association, "prov:agent", pyoxigraph.NamedNode(f"{BASE}software"))
        state(association, "prov:hadPlan", plan)
        state(plan, "rdf:type", name("prov:Plan"))
        summary = step.rule.summary
        state(plan, "rdfs:label", pyoxigraph.Literal(summary.nb, language="nb"))
        state(plan, "rdfs:label", pyoxigraph.Literal(summary.en, language="en"))
        for premise in step.premises:
            state(entity, "prov:wasDerivedFrom", node("statement", premise.triple))
            state(activity, "prov:used", node("statement", premise.triple))
    return list(made)
