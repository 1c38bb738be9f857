"""Hold the evidence of every statement against the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.namespaces import BCG
from bioclustergraph.provenance.documents import Document, Passage, documents
from bioclustergraph.provenance.words import (
    Names,
    folded,
    names_participant,
    quotes_name,
    states_value,
    whole,
)
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import DataFile, Dataset

_SILENT = Text("nevner ingen deltaker og ingen verdi", "names no participant and states no value")
_UNQUOTED = Text("inneholder ikke navnet som er oppgitt", "does not hold the name that is given")


def check(dataset: Dataset, directory: Path) -> Report:
    """Hold the evidence of every statement against the documents in ``directory``.

    Checked are the document's hash, the range, that the passage begins and ends at whole words, and
    that it names a participant (by any name the graph knows) or states a value of the statement;
    beside a passage that names a participant, others may be the context that is summed up. A naming
    must be the very words, and a name that another statement quotes must stand in a passage.

    Raises:
        DocumentError: the directory or a file in it cannot be read.
    """
    judge = _Judge(documents(dataset, directory), Names.of(dataset))
    findings: list[Finding] = []
    relations = passages = 0
    for file in dataset.files:
        for statement, iris in evidence(file).items():
            relations += 1
            passages += len(iris)
            findings.extend(
                _finding(dataset, statement, iri, fault)
                for iri, fault in judge.faults(file.graph, statement, iris)
            )
    return Report.of(findings, documents=len(judge.at_hand), relations=relations, passages=passages)


def evidence(file: DataFile) -> dict[rdflib.term.Node, list[str]]:
    """Give the IRIs of the passages of each statement in a file, both sorted."""
    from rdflib import URIRef

    found: dict[rdflib.term.Node, list[str]] = {}
    for statement, passage in sorted(file.graph.subject_objects(URIRef(BCG.hasEvidence))):
        found.setdefault(statement, []).append(str(passage))
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    """What evidence is held against.

    Attributes:
        at_hand: the documents, by IRI.
        names: what things are called.
    """

    at_hand: dict[str, Document]
    names: Names

    def faults(
        self, graph: rdflib.Graph, statement: rdflib.term.Node, iris: list[str]
    ) -> Iterator[tuple[str, Text]]:
        """Say what is wrong with the passages of one statement, each passage once."""
        named = context = False
        sound: list[str] = []
        silent: list[str] = []
        for iri in iris:
            fault = self._fault_of_cut(graph, statement, iri)
            if fault is not None:
                yield iri, fault
                continue
            sound.append(iri)
            words = self._read(iri)
            named = named or quotes_name(graph, statement, words)
            if names_participant(graph, statement, words, self.names):
                context = True
            elif not states_value(graph, statement, words):
                silent.append(iri)
        if sound and not named:
            yield sound[0], _UNQUOTED
        elif not context:
            yield from ((iri, _SILENT) for iri in silent)

    def _read(self, iri: str) -> str:
        """Give the words of a passage that lies within a document at hand."""
        passage = Passage.parse(iri)
        assert passage is not None  # noqa: S101  # its cut has been judged
        return self.at_hand[passage.document].text[passage.start : passage.end]

    def _fault_of_cut(
        self, graph: rdflib.Graph, statement: rdflib.term.Node, iri: str
    ) -> Text | None:
        from rdflib import RDF, URIRef

        passage = Passage.parse(iri)
        if passage is None:
            return Text(
                "er ikke et dokument med #char=fra,til", "is not a document with #char=from,to"
            )
        document = self.at_hand.get(passage.document)
        if document is None:
            return Text("dokumentet er ikke i mappen", "the document is not in the directory")
        fault = _fault_of_document(document, passage)
        if fault is not None:
            return fault
        words = document.text[passage.start : passage.end]
        if (statement, RDF.type, URIRef(BCG.Naming)) in graph:
            printed = {folded(str(name)) for name in graph.objects(statement, URIRef(BCG.nameText))}
            if words != words.strip() or folded(words) not in printed:
                return Text("er ikke det navnet som er oppgitt", "is not the name that is given")
        elif not whole(document.text, passage.start, passage.end):
            return Text(
                "begynner eller slutter ikke ved et helt ord",
                "does not begin and end at whole words",
            )
        return None


def _fault_of_document(document: Document, passage: Passage) -> Text | None:
    if not document.intact:
        return Text(
            f"{document.path.name} er ikke dokumentet slik det ble lest (SHA-256 er en annen)",
            f"{document.path.name} is not the document as it was read (its SHA-256 differs)",
        )
    if not passage.start < passage.end <= len(document.text):
        return Text(
            f"ligger utenfor dokumentets {len(document.text)} tegn",
            f"lies outside the document's {len(document.text)} characters",
        )
    return None


def _finding(dataset: Dataset, statement: rdflib.term.Node, iri: str, fault: Text) -> Finding:
    has_evidence = BCG.hasEvidence
    file, line = dataset.place(str(statement), has_evidence, f"<{iri}>")
    shown = iri.rpartition("/")[2]
    return Finding(
        severity=Severity.VIOLATION,
        rule="evidence",
        message=Text(f"Passasjen {shown} {fault.nb}.", f"The passage {shown} {fault.en}."),
        remedy=Text(
            "Finn passasjen igjen med «bioclustergraph evidence locate» og rett tegnposisjonene.",
            "Find the passage with “bioclustergraph evidence locate” and correct the positions.",
        ),
        file=file,
        line=line,
        focus=str(statement),
        path=has_evidence,
        value=f"<{iri}>",
    )
