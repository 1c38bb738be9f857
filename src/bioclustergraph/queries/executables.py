"""The questions as data: ``sh:SPARQLExecutable``, as catalogues of example queries have them.

The form is that of the SPARQL examples of the SIB Swiss Institute of Bioinformatics, which other
endpoints and their tools read: https://github.com/sib-swiss/sparql-examples. The query is the whole
file, so that whoever takes it out and runs it asks what we ask.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph import turtle
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from bioclustergraph.queries.model import Question

LIBRARY: Final = f"{BASE}question"
"""The IRI of the library, which declares the prefixes that the questions use."""

_SH: Final = PREFIXES["sh"]
_PREFIX: Final = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_FORM: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)
_FORMS: Final = {
    "select": ("SPARQLSelectExecutable", "select"),
    "ask": ("SPARQLAskExecutable", "ask"),
    "construct": ("SPARQLConstructExecutable", "construct"),
}


def iri_of(question: Question) -> str:
    """Give the IRI of a question."""
    return f"{LIBRARY}/{question.name}"


def executables(questions: Iterable[Question], target: str | None = None) -> rdflib.Graph:
    """Describe questions as SPARQL executables of SHACL.

    Args:
        questions: the questions.
        target: the address of a SPARQL service that answers them, if one is to be named.

    Raises:
        QueryError: a question is neither a SELECT, an ASK nor a CONSTRUCT.
    """
    from rdflib import DCTERMS, RDF, Literal, URIRef

    graph = turtle.empty()
    library = URIRef(LIBRARY)
    graph.add((library, RDF.type, URIRef(PREFIXES["schema"] + "Collection")))
    graph.add((library, DCTERMS.title, Literal("Spørsmålene i bioclustergraph", lang="nb")))
    graph.add((library, DCTERMS.title, Literal("The questions of bioclustergraph", lang="en")))
    declared: dict[str, str] = {}
    for question in questions:
        declared |= dict(_PREFIX.findall(question.sparql))
        subject = URIRef(iri_of(question))
        for predicate, value in _described(question, library, target):
            graph.add((subject, predicate, value))
    for prefix, namespace in declared.items():
        declaration = URIRef(f"{BASE}prefix/{prefix}")
        anyuri = URIRef(PREFIXES["xsd"] + "anyURI")
        graph.add((library, URIRef(f"{_SH}declare"), declaration))
        graph.add((declaration, RDF.type, URIRef(f"{_SH}PrefixDeclaration")))
        graph.add((declaration, URIRef(f"{_SH}prefix"), Literal(prefix)))
        graph.add((declaration, URIRef(f"{_SH}namespace"), Literal(namespace, datatype=anyuri)))
    return graph


def _described(
    question: Question, library: rdflib.URIRef, target: str | None
) -> Iterator[tuple[rdflib.URIRef, rdflib.term.Node]]:
    from rdflib import RDF, RDFS, Literal, URIRef

    class_, property_ = _form(question)
    schema = PREFIXES["schema"]
    yield RDF.type, URIRef(f"{_SH}SPARQLExecutable")
    yield RDF.type, URIRef(f"{_SH}{class_}")
    yield URIRef(f"{_SH}{property_}"), Literal(question.sparql)
    yield URIRef(f"{_SH}prefixes"), library
    yield RDFS.comment, Literal(question.summary.nb, lang="nb")
    yield RDFS.comment, Literal(question.summary.en, lang="en")
    yield from ((URIRef(f"{schema}keywords"), Literal(tag)) for tag in question.tags)
    if target is not None:
        yield URIRef(f"{schema}target"), URIRef(target)


def _form(question: Question) -> tuple[str, str]:
    found = _FORM.search(question.sparql)
    if found is None:
        raise QueryError(
            Text(
                "Spørsmålet er verken SELECT, ASK eller CONSTRUCT.",
                "The question is neither a SELECT, an ASK nor a CONSTRUCT.",
            ),
            path=question.path,
        )
    return _FORMS[found[1].lower()]
