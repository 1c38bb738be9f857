"""The files of a release: in which form each is, and what it holds of the dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from bioclustergraph.descriptions.parts import DATASET
from bioclustergraph.errors import Text
from bioclustergraph.inference import ONTOLOGY_GRAPH
from bioclustergraph.namespaces import BASE

ONTOLOGY: Final = NamedNode(f"{BASE}ns")
"""The ontology, as a standard that data conform to."""

DATA: Final = NamedNode(f"{DATASET.value}#data")
"""The part of the dataset that is not the ontology."""


@dataclass(frozen=True, slots=True)
class Form:
    """A syntax.

    Attributes:
        name: what people call it.
        media_type: its media type.
        file_type: its key in the EU's table of file types.
        format: its name in http://www.w3.org/ns/formats/; nothing if it is not RDF.
    """

    name: str
    media_type: str
    file_type: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Attributes:
        title: what it is called, to be followed by the form.
        description: what it holds.
        whole_of: the dataset that it is a whole dump of; ``None`` if nothing of it is counted.
        standard: what it conforms to; ``None`` if that is no standard.
    """

    title: Text
    description: Text
    whole_of: NamedNode | None = None
    standard: NamedNode | None = None


_FORMS: Final = {
    "ttl": Form("Turtle", "text/turtle", "RDF_TURTLE", "Turtle"),
    "nq": Form("N-Quads", "application/n-quads", "RDF_N_QUADS", "N-Quads"),
    "trig": Form("TriG", "application/trig", "RDF_TRIG", "TriG"),
    "jsonld": Form("JSON-LD", "application/ld+json", "JSON_LD", "JSON-LD"),
    "json": Form("JSON", "application/json", "JSON"),
}

_GRAPHS: Final = Content(
    Text("Alle grafene", "All graphs"),
    Text(
        "Hver navngitt graf for seg, og alle slått sammen som standardgraf.",
        "Each named graph by itself, and the merge of all as the default graph.",
    ),
    DATASET,
    ONTOLOGY,
)
_MERGED: Final = Content(
    Text("Dataene", "The data"),
    Text(
        "Alle grafene uten ontologien, slått sammen, hver trippel én gang.",
        "All graphs but the ontology, merged, each triple once.",
    ),
    DATA,
    ONTOLOGY,
)
_CONTENTS: Final = {
    "data.nq": _GRAPHS,
    "data.trig": _GRAPHS,
    "data.jsonld": _MERGED,
    "data.ttl": _MERGED,
    "ontology.ttl": Content(
        Text("Ontologien", "The ontology"),
        Text(
            "Klassene, egenskapene og begrepene som dataene er skrevet med.",
            "The classes, properties and concepts that the data are written with.",
        ),
        NamedNode(ONTOLOGY_GRAPH),
        NamedNode("https://www.w3.org/TR/owl2-overview/"),
    ),
    "questions.ttl": Content(
        Text("Spørsmålene", "The questions"),
        Text(
            "SPARQL-spørringene som kan stilles til dataene; de er ikke en del av dem.",
            "The SPARQL queries that can be asked of the data; they are no part of them.",
        ),
        standard=NamedNode("https://www.w3.org/TR/shacl/"),
    ),
    "report.json": Content(
        Text("Kontrollrapporten", "The report of the checks"),
        Text(
            "Hva kontrollene fant i dataene da utgaven ble bygd.",
            "What the checks found in the data when the release was built.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a release.

    Attributes:
        name: its name, as ``data.ttl``; one that a release is known to have.
        size: its length in bytes.
        sha1: its checksum, in hexadecimal digits: the one that DCAT-AP-NO takes.
        sha256: its checksum, in hexadecimal digits: the one that is to be trusted.
    """

    name: str
    size: int
    sha1: str
    sha256: str

    @property
    def iri(self) -> NamedNode:
        """Where it is to be had."""
        return NamedNode(f"{BASE}dumps/{self.name}")

    @property
    def form(self) -> Form:
        """The syntax it is written in."""
        return _FORMS[self.name.rpartition(".")[2]]

    @property
    def content(self) -> Content:
        """What it holds."""
        return _CONTENTS[self.name]
