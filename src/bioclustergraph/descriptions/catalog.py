"""The catalogue: DCAT-AP-NO 2, with a distribution for each file of the release.

https://data.norge.no/specification/dcat-ap-no/v2
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from bioclustergraph.descriptions.parts import (
    DATASET,
    counted,
    fixed,
    in_order,
    term,
    typed,
)
from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type/"
_SCHEME: Final = NamedNode("http://publications.europa.eu/resource/authority/file-type")
_LICENCE: Final = NamedNode("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0")
_TYPE: Final = term("rdf:type")

_FORMS: Final = {
    "ttl": ("text/turtle", "RDF_TURTLE", "Turtle"),
    "nq": ("application/n-quads", "RDF_N_QUADS", "N-Quads"),
    "trig": ("application/trig", "RDF_TRIG", "TriG"),
    "jsonld": ("application/ld+json", "JSON_LD", "JSON-LD"),
    "json": ("application/json", "JSON", "JSON"),
}

_WHAT: Final = {
    "data": Text("Dataene", "The data"),
    "ontology": Text("Ontologien", "The ontology"),
    "questions": Text("Spørsmålene", "The questions"),
    "report": Text("Kontrollrapporten", "The report of the checks"),
}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a release.

    Attributes:
        name: its name, as ``data.ttl``.
        size: its length in bytes.
        sha1: its checksum, in hexadecimal digits: the one that DCAT-AP-NO takes.
        sha256: its checksum, in hexadecimal digits: the one that is to be trusted.
    """

    name: str
    size: int
    sha1: str
    sha256: str

    @property
    def path(self) -> str:
        """Where it is to be had, from the base on."""
        return f"dumps/{self.name}"

    @property
    def suffix(self) -> str:
        """What its name ends in, without the dot."""
        return self.name.rpartition(".")[2]

    @property
    def is_rdf(self) -> bool:
        """Whether it holds triples or quads."""
        return self.suffix in _FORMS and self.suffix != "json"

    @property
    def media_type(self) -> str:
        """The media type."""
        return _FORMS[self.suffix][0]


def catalog(store: Store, project: Project, dumps: Iterable[Dump], version: str) -> list[Triple]:
    """Describe the dataset, its files and its service.

    No date is given of the release itself: the same files make the same release, whenever that is;
    the feed of releases says when.

    Args:
        store: what the files hold.
        project: whose ``queries/descriptions/`` find the period.
        dumps: the files.
        version: the version of the ontology.

    Raises:
        QueryError: a query cannot be read.
        StoreError: the store did not answer.
    """
    said = [*fixed(project, "catalog"), *counted(store, project, "temporal-coverage")]
    said.append(Triple(DATASET, term("owl:versionInfo"), Literal(version)))
    for dump in dumps:
        said.extend(_distribution(dump))
    return in_order(said)


def _distribution(dump: Dump) -> Iterator[Triple]:
    file = NamedNode(f"{BASE}{dump.path}")
    it = NamedNode(f"{file.value}#distribution")
    checksum = NamedNode(f"{file.value}#checksum")
    media_type, file_type, form = _FORMS[dump.suffix]
    stem = dump.name.partition(".")[0]
    what = _WHAT.get(stem, Text(stem, stem))
    yield Triple(DATASET, term("dcat:distribution"), it)
    yield Triple(it, _TYPE, term("dcat:Distribution"))
    yield Triple(it, term("dcterms:title"), Literal(f"{what.nb} som {form}", language="nb"))
    yield Triple(it, term("dcterms:title"), Literal(f"{what.en} as {form}", language="en"))
    yield Triple(it, term("dcterms:description"), Literal(dump.name))
    yield Triple(it, term("dcat:accessURL"), file)
    yield Triple(it, term("dcat:downloadURL"), file)
    yield Triple(it, term("dcat:mediaType"), NamedNode(_MEDIA_TYPE + media_type))
    kind = NamedNode(_FILE_TYPE + file_type)
    yield Triple(it, term("dcterms:format"), kind)
    yield Triple(kind, _TYPE, term("skos:Concept"))
    yield Triple(kind, term("skos:inScheme"), _SCHEME)
    yield Triple(kind, term("skos:prefLabel"), Literal(form, language="en"))
    yield Triple(it, term("dcat:byteSize"), typed(dump.size, "decimal"))
    yield Triple(it, term("dcterms:license"), _LICENCE)
    yield Triple(it, term("spdx:checksum"), checksum)
    yield Triple(checksum, _TYPE, term("spdx:Checksum"))
    yield Triple(checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha1"))
    yield Triple(checksum, term("spdx:checksumValue"), typed(dump.sha1, "hexBinary"))
    yield Triple(it, term("schema:sha256"), Literal(dump.sha256))
