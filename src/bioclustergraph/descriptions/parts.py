"""What descriptions are made of: fixed parts in Turtle, and parts that are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryTriples, RdfFormat, Triple, parse, serialize

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.namespaces import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

DATASET: Final = NamedNode(f"{BASE}dataset")
"""The dataset: everything that a release holds."""

CATALOG: Final = NamedNode(f"{BASE}catalog")
"""The catalogue that lists it."""

VOCABULARIES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "foaf": PREFIXES["foaf"],
    "formats": "http://www.w3.org/ns/formats/",
    "owl": PREFIXES["owl"],
    "rdf": PREFIXES["rdf"],
    "rdfs": PREFIXES["rdfs"],
    "schema": PREFIXES["schema"],
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "skos": PREFIXES["skos"],
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
"""The vocabularies that descriptions use, by the prefixes they are written with."""


def term(name: str) -> NamedNode:
    """Give a term by its prefixed name.

    >>> term("void:triples").value
    'http://rdfs.org/ns/void#triples'
    """
    prefix, _, local = name.partition(":")
    return NamedNode(VOCABULARIES[prefix] + local)


def typed(value: object, datatype: str) -> Literal:
    """Make a literal of a datatype of XML Schema."""
    return Literal(str(value), datatype=term(f"xsd:{datatype}"))


def spoken(subject: NamedNode, name: str, text: Text) -> Iterator[Triple]:
    """Say a text in both languages."""
    yield Triple(subject, term(name), Literal(text.nb, language="nb"))
    yield Triple(subject, term(name), Literal(text.en, language="en"))


def fixed(project: Project, name: str) -> Iterator[Triple]:
    """Read ``queries/descriptions/<name>.ttl``.

    Raises:
        QueryError: it cannot be read, or is not Turtle.
    """
    path = project.queries / "descriptions" / f"{name}.ttl"
    try:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=BASE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise QueryError(
            Text(f"Filen kan ikke leses: {error}.", f"The file cannot be read: {error}."), path=path
        ) from error


def counted(store: Store, project: Project, *names: str) -> Iterator[Triple]:
    """Ask ``queries/descriptions/<name>.rq`` for triples.

    Raises:
        QueryError: a query cannot be read, or gives no triples.
        StoreError: the store did not answer.
    """
    for name in names:
        path = project.queries / "descriptions" / f"{name}.rq"
        answer = store.query(queries.load(path).sparql)
        if not isinstance(answer, QueryTriples):
            raise QueryError(
                Text("Spørsmålet må være en CONSTRUCT.", "The query must be a CONSTRUCT."),
                path=path,
            )
        yield from answer


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Give triples each once, in an order that is always the same."""
    return sorted(set(triples), key=str)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Write a description as Turtle."""
    written = serialize(in_order(triples), format=RdfFormat.TURTLE, prefixes=VOCABULARIES)
    return written or b""
