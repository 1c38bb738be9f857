"""schema.org's Dataset: the catalogue in other words, for those who read nothing else.

https://schema.org/Dataset
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from bioclustergraph.descriptions.parts import CATALOG, DATASET, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

_TERMS = {"@vocab": "https://schema.org/"}


def schema_org(catalog: Iterable[Triple]) -> dict[str, Any]:
    """Say what a catalogue says as JSON-LD in terms of schema.org.

    Args:
        catalog: what :func:`catalog.catalog` gives.
    """
    held = _Held(catalog)
    # By its own address, and not by that of the EU vocabulary, which search engines do not know.
    [licence] = held.nodes(CATALOG, "dcterms:license")
    return {
        "@context": _TERMS,
        "@type": "Dataset",
        "@id": DATASET.value,
        "url": held.iri(DATASET, "dcat:landingPage"),
        "identifier": held.text(DATASET, "dcterms:identifier"),
        "name": held.spoken(DATASET, "dcterms:title"),
        "description": held.spoken(DATASET, "dcterms:description"),
        "keywords": held.spoken(DATASET, "dcat:keyword"),
        "version": held.text(DATASET, "owl:versionInfo"),
        "license": held.iri(licence, "skos:exactMatch"),
        "isAccessibleForFree": True,
        "creator": _publisher(held),
        "publisher": _publisher(held),
        "spatialCoverage": [
            {"@type": "Place", "@id": place.value, "name": held.spoken(place, "skos:prefLabel")}
            for place in held.nodes(DATASET, "dcterms:spatial")
        ],
        "temporalCoverage": _period(held),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOG.value},
        "distribution": [
            {
                "@type": "DataDownload",
                "@id": node.value,
                "name": held.spoken(node, "dcterms:title"),
                "description": held.spoken(node, "dcterms:description"),
                "contentUrl": held.iri(node, "dcat:downloadURL"),
                "encodingFormat": held.iri(node, "dcat:mediaType").partition("media-types/")[2],
                "contentSize": held.text(node, "dcat:byteSize"),
                "sha256": held.text(node, "schema:sha256"),
            }
            for node in held.nodes(DATASET, "dcat:distribution")
        ],
    }


class _Held:
    """A catalogue, to be read by property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        from pyoxigraph import Quad

        self._store = Store()
        self._store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)

    def objects(self, subject: NamedNode, name: str) -> list[object]:
        found = (q.object for q in self._store.quads_for_pattern(subject, term(name), None, None))
        return sorted(found, key=str)

    def nodes(self, subject: NamedNode, name: str) -> list[NamedNode]:
        return [node for node in self.objects(subject, name) if isinstance(node, NamedNode)]

    def iri(self, subject: NamedNode, name: str) -> str:
        return next((node.value for node in self.nodes(subject, name)), "")

    def text(self, subject: NamedNode, name: str) -> str:
        return next((o.value for o in self.objects(subject, name) if isinstance(o, Literal)), "")

    def spoken(self, subject: NamedNode, name: str) -> list[dict[str, str]]:
        return [
            {"@value": literal.value, "@language": literal.language or "nb"}
            for literal in self.objects(subject, name)
            if isinstance(literal, Literal)
        ]


def _publisher(held: _Held) -> dict[str, Any]:
    [agent] = held.nodes(DATASET, "dcterms:publisher")
    return {"@type": "Organization", "@id": agent.value, "name": held.spoken(agent, "foaf:name")}


def _period(held: _Held) -> str:
    """Give an interval as ISO 8601 writes it; an end that is not known is two dots."""
    for period in held.nodes(DATASET, "dcterms:temporal"):
        return f"{held.text(period, 'dcat:startDate')}/{held.text(period, 'dcat:endDate')}"
    return "../.."
