"""The catalogue: DCAT-AP-NO 2, with a distribution for each file of the release.

https://data.norge.no/specification/dcat-ap-no/v2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from bioclustergraph.descriptions.parts import (
    DATASET,
    counted,
    fixed,
    in_order,
    spoken,
    term,
    typed,
)
from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.descriptions.files import Dump
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPE: Final = "http://publications.europa.eu/resource/authority/file-type"
_LICENCE: Final = NamedNode("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0")
_TYPE: Final = term("rdf:type")


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
    file, form, content = dump.iri, dump.form, dump.content
    it = NamedNode(f"{file.value}#distribution")
    checksum = NamedNode(f"{file.value}#checksum")
    yield Triple(DATASET, term("dcat:distribution"), it)
    yield Triple(it, _TYPE, term("dcat:Distribution"))
    yield from spoken(
        it,
        "dcterms:title",
        Text(f"{content.title.nb} som {form.name}", f"{content.title.en} as {form.name}"),
    )
    yield from spoken(it, "dcterms:description", content.description)
    yield Triple(it, term("dcat:accessURL"), file)
    yield Triple(it, term("dcat:downloadURL"), file)
    yield Triple(it, term("dcat:mediaType"), NamedNode(_MEDIA_TYPE + form.media_type))
    kind = NamedNode(f"{_FILE_TYPE}/{form.file_type}")
    yield Triple(it, term("dcterms:format"), kind)
    yield Triple(kind, _TYPE, term("skos:Concept"))
    yield Triple(kind, term("skos:inScheme"), NamedNode(_FILE_TYPE))
    yield Triple(kind, term("skos:prefLabel"), Literal(form.name, language="en"))
    if content.standard is not None:
        yield Triple(it, term("dcterms:conformsTo"), content.standard)
    yield Triple(it, term("dcat:byteSize"), typed(dump.size, "decimal"))
    yield Triple(it, term("dcterms:license"), _LICENCE)
    yield Triple(it, term("spdx:checksum"), checksum)
    yield Triple(checksum, _TYPE, term("spdx:Checksum"))
    yield Triple(checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha1"))
    yield Triple(checksum, term("spdx:checksumValue"), typed(dump.sha1, "hexBinary"))
    yield Triple(it, term("schema:sha256"), Literal(dump.sha256))
