"""Sources: what a source says stands in its own graph, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.hygiene.material import DOCUMENT_OF, EVIDENCE
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, BCG, PREFIXES, RELATION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

    from bioclustergraph.hygiene.material import Found, Material

_RELATIONS = tuple(PREFIXES[kind] for kind in RELATION_KINDS)
_ONCE = (*_RELATIONS, PREFIXES["completeness"], PREFIXES["resolution"], PREFIXES["document"])
# Whatever class these are of, they are told of by the rule on judgements (see ``judgements``).
_ELSEWHERE = (PREFIXES["contradiction"], PREFIXES["resolution"])


def relations_in_sources(material: Material) -> Iterator[Found]:
    """Relations stand under ``data/sources/``, with nothing else but what is about the source.

    That is the header, the document, and how complete its lists are.
    """
    import rdflib

    for file in material.dataset.files:
        is_source = material.folder(file) == "sources"
        relations = {subject for subject, _ in material.relations(file)}
        complete = set(file.graph.subjects(rdflib.RDF.type, _completeness()))
        for subject in sorted(set(file.graph.subjects()), key=str):
            name = compact(str(subject))
            if material.retired.get(str(subject)) is file:
                continue
            if not is_source and (subject in relations or str(subject).startswith(_RELATIONS)):
                yield material.found(
                    file,
                    Text(
                        f"{name} er en relasjon, og står ikke i en kildefil.",
                        f"{name} is a relation, and does not stand in a source file.",
                    ),
                    Text(
                        "Flytt den til filen under data/sources/ for dokumentet som sier det.",
                        "Move it to the file under data/sources/ of the document that says so.",
                    ),
                    focus=subject,
                )
            ours = (file.graph_iri, PREFIXES["document"])
            if (
                is_source
                and isinstance(subject, rdflib.URIRef)
                and subject not in relations
                and subject not in complete
                and not str(subject).startswith((*ours, *_ELSEWHERE))
            ):
                yield material.found(
                    file,
                    Text(
                        f"{name} er ikke en relasjon av noen av våre klasser.",
                        f"{name} is not a relation of any of our classes.",
                    ),
                    Text(
                        "Gi den en klasse («a bcg:Membership»), eller flytt det som sies om en "
                        "ting, til data/things/ eller data/identifiers/.",
                        "Give it a class (“a bcg:Membership”), or move what is said about a "
                        "thing to data/things/ or data/identifiers/.",
                    ),
                    focus=subject,
                )


def _completeness() -> rdflib.URIRef:
    import rdflib

    return rdflib.URIRef(BCG.CompletenessStatement)


def own_document(material: Material) -> Iterator[Found]:
    """Evidence is in the document that the graph was read from."""
    import rdflib

    evidence = rdflib.URIRef(EVIDENCE)
    for file in material.dataset.files:
        graph = rdflib.URIRef(file.graph_iri)
        own = {str(d) for d in file.graph.objects(graph, rdflib.URIRef(DOCUMENT_OF))}
        for subject, value in sorted(file.graph.subject_objects(evidence)):
            document = str(value).partition("#")[0]
            if own and document not in own and document.startswith(BASE):
                names = ", ".join(sorted(compact(d) for d in own))
                yield material.found(
                    file,
                    Text(
                        f"Belegget er i {compact(document)}, men grafen er lest fra {names}.",
                        f"The passage is in {compact(document)}, the graph is read from {names}.",
                    ),
                    Text(
                        f"Vis til et sted i {names}, eller flytt relasjonen til grafen for det "
                        "andre dokumentet.",
                        f"Point at a passage of {names}, or move the relation to the graph of the "
                        "other document.",
                    ),
                    focus=subject,
                    path=evidence,
                    value=value,
                )


def described_once(material: Material) -> Iterator[Found]:
    """A relation, and a document, is described in one graph only: sources are never mixed."""
    first: dict[str, str] = {}
    for file in material.dataset.files:
        here = material.project.relative(file.path)
        for subject in sorted(set(file.graph.subjects()), key=str):
            iri = str(subject)
            if not iri.startswith(_ONCE):
                continue
            before = first.setdefault(iri, here)
            if before != here:
                yield material.found(
                    file,
                    Text(
                        f"{compact(iri)} er også beskrevet i {before}.",
                        f"{compact(iri)} is also described in {before}.",
                    ),
                    Text(
                        "Gi den her en egen IRI (legg -2 til den): to kilder som sier det samme, "
                        "har hver sin relasjon.",
                        "Give the one here an IRI of its own (add -2 to it): two sources that say "
                        "the same have a relation each.",
                    ),
                    focus=subject,
                )
