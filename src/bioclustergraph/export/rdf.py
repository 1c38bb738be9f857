"""The same edges as RDF, by a CONSTRUCT query that is an export itself.

The query is ``queries/network/construct.rq`` with the things, pairs and relations of the network in
its VALUES, so that it gives the same triples from any service that has the release.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bioclustergraph import queries
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.export.heading import LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import RdfFormat, Triple

    from bioclustergraph.export.flattening import Flat
    from bioclustergraph.export.heading import Heading
    from bioclustergraph.export.material import Material

_NAME: Final = "construct.rq"
_KIND: Final = "CONSTRUCT"


def construct(material: Material) -> bytes:
    """Write the query."""
    return _query(material).encode("utf-8")


def turtle(material: Material) -> bytes:
    """Write what the query gives as Turtle."""
    from pyoxigraph import RdfFormat

    return _asked(material, RdfFormat.TURTLE)


def ntriples(material: Material) -> bytes:
    """Write what the query gives as N-Triples."""
    from pyoxigraph import RdfFormat

    return _asked(material, RdfFormat.N_TRIPLES)


def _asked(material: Material, form: RdfFormat) -> bytes:
    from pyoxigraph import QueryTriples, RdfFormat, serialize

    from bioclustergraph.namespaces import PREFIXES

    answer = material.store.query(_query(material))
    if not isinstance(answer, QueryTriples):
        raise _without(_KIND)
    triples = sorted({*answer, *_said(material.flat.heading)}, key=str)
    prefixes = None
    if form == RdfFormat.TURTLE:
        text = "".join(map(str, triples))
        prefixes = {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in text}
    return serialize(triples, format=form, prefixes=prefixes) or b""


def _said(heading: Heading) -> Iterable[Triple]:
    """Say what the file is, of a thing without a name: it is not for us to give it an address."""
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    file = BlankNode("export")
    terms = "http://purl.org/dc/terms/"
    texts = heading.fields()
    names = {
        "title": "title",
        "description": "description",
        "creator": "creator",
        "citation": "bibliographicCitation",
        "release": "identifier",
        "period": "temporal",
        "view": "subject",
        "selection": "subject",
    }
    for field in names.keys() & texts.keys():
        said = field in {"title", "description", "selection"}
        text = texts[field]
        value = Literal(text, language=heading.language) if said else Literal(text)
        yield Triple(file, NamedNode(terms + names[field]), value)
    yield Triple(file, NamedNode(f"{terms}license"), NamedNode(LICENCE))


def _query(material: Material) -> str:
    flat = material.flat
    text = queries.text_of(material.project.queries / "network" / _NAME)
    for head, values in (
        ("?thing", (_iri(str(it.row["id"])) for it in flat.nodes)),
        ("(?one ?other)", _pairs(flat)),
        ("?relation", (_iri(iri) for iri in _relations(flat))),
    ):
        text = _filled(text, head, sorted(set(values)))
    comment = "\n".join(
        f"# {name}: {' '.join(said.split())}" for name, said in flat.heading.fields().items()
    )
    return f"{comment}\n{text}"


def _pairs(flat: Flat) -> Iterable[str]:
    return (f"({_iri(str(it.row['source']))} {_iri(str(it.row['target']))})" for it in flat.edges)


def _relations(flat: Flat) -> Iterable[str]:
    for edge in flat.edges:
        relations = edge.row.get("relations", ())
        if isinstance(relations, tuple):
            yield from relations


def _filled(text: str, head: str, values: list[str]) -> str:
    """Put values in the place of those that the file has there, so that it runs as it stands."""
    pattern = re.compile(rf"(VALUES {re.escape(head)}) \{{[^}}]*\}}")
    if pattern.search(text) is None:
        raise _without(head)
    filled = "\n      ".join(["{", *values]) + "\n    }"
    return pattern.sub(lambda match: f"{match[1]} {filled}", text)


def _iri(iri: str) -> str:
    return f"<{iri}>"


def _without(what: str) -> QueryError:
    said = f"queries/network/{_NAME}"
    return QueryError(
        Text(f"{said} mangler {what}.", f"{said} lacks {what}."),
        hint=Text("Ta filen tilbake fra pakken.", "Take the file back from the package."),
    )
