"""Who says so: evidence held against the documents themselves.

A passage is a document's IRI with an RFC 5147 fragment, ``#char=1210,1255``: positions between the
Unicode characters of the file as it is, counted from 0. The documents are not part of the project;
whoever has them names their directory, and they are known again by their SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import DocumentError, Text
from bioclustergraph.namespaces import BASE, BCG
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import DataFile, Dataset

_PASSAGE: Final = re.compile(r"(?P<document>[^#]+)#char=(?P<start>[0-9]+),(?P<end>[0-9]+)")
_DATES: Final = (
    BCG.start,
    BCG.end,
    BCG.startBefore,
    BCG.endNotBefore,
    BCG.endBefore,
    BCG.attestedOn,
    BCG.awardDate,
)
_BRACKETS: Final = (("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A passage of a document.

    Attributes:
        document: the document's IRI.
        start: the position before its first character, counted from 0.
        end: the position after its last character.
    """

    document: str
    start: int
    end: int

    @classmethod
    def parse(cls, iri: str) -> Passage | None:
        """Read an IRI with an RFC 5147 character range; ``None`` if it is not one."""
        match = _PASSAGE.fullmatch(iri)
        return cls(match["document"], int(match["start"]), int(match["end"])) if match else None

    def __str__(self) -> str:
        return f"{self.document}#char={self.start},{self.end}"


@dataclass(frozen=True, slots=True)
class Document:
    """A source document that is at hand.

    Attributes:
        iri: the document's IRI.
        path: the file.
        text: its Unicode characters.
        intact: whether its bytes have the SHA-256 that the source graph records.
    """

    iri: str
    path: Path
    text: str
    intact: bool


def documents(dataset: Dataset, directory: Path) -> dict[str, Document]:
    """Find the files of the source documents under ``directory``, by IRI.

    A file is known by its SHA-256, whatever its name. A document that no file has the hash of is
    looked for among the files left over, by its length, so that a file that was changed can be
    named; it is then not ``intact``.

    Raises:
        DocumentError: the directory or a file in it cannot be read.
    """
    files = _read_all(directory)
    wanted = {str(s): (str(h), n) for s, h, n in _headers(dataset)}
    found: dict[str, Document] = {}
    for iri, (digest, _) in wanted.items():
        path = next((p for p, data in files.items() if _sha256(data) == digest), None)
        if path is not None:
            found[iri] = Document(iri, path, files.pop(path).decode("utf-8"), intact=True)
    texts = {path: data.decode("utf-8", errors="replace") for path, data in files.items()}
    for iri, (_, length) in wanted.items():
        if iri in found or not texts:
            continue
        path = min(texts, key=lambda p: (abs(len(texts[p]) - length), p))
        found[iri] = Document(iri, path, texts.pop(path), intact=False)
    return found


def check(dataset: Dataset, directory: Path) -> Report:
    """Hold every relation's evidence against the documents in ``directory``.

    Checked are the document's hash, the range, that the passage begins and ends at whole words, and
    that it names a participant (by any name the graph knows) or states a value of the relation. A
    naming must be the very words.

    Raises:
        DocumentError: the directory or a file in it cannot be read.
    """
    at_hand = documents(dataset, directory)
    names = _names(dataset)
    findings: list[Finding] = []
    relations = passages = 0
    for file in dataset.files:
        evidence = _evidence(file)
        relations += len(evidence)
        for relation, iris in evidence.items():
            for iri in iris:
                passages += 1
                fault = _fault(file.graph, relation, iri, at_hand, names)
                if fault is not None:
                    findings.append(_finding(dataset, relation, iri, fault))
    return Report.of(findings, documents=len(at_hand), relations=relations, passages=passages)


def locate(document: Document, words: str) -> tuple[Passage, ...]:
    """Find where ``words`` stand in a document, whatever the white space between them.

    Raises:
        DocumentError: there are no words to look for.
    """
    parts = words.split()
    if not parts:
        raise DocumentError(
            Text("Det er ingen ord å lete etter.", "There are no words to look for."),
            hint=Text("Gi ordene i anførselstegn.", "Give the words in quotation marks."),
        )
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    return tuple(
        Passage(document.iri, match.start(), match.end())
        for match in pattern.finditer(document.text)
    )


def _read_all(directory: Path) -> dict[Path, bytes]:
    try:
        return {path: path.read_bytes() for path in sorted(directory.iterdir()) if path.is_file()}
    except OSError as error:
        raise DocumentError(
            Text("Får ikke lest dokumentene.", f"Cannot read the documents ({error.strerror})."),
            path=directory,
            hint=Text(
                "Gi mappen med kildedokumentene: --documents MAPPE.",
                "Name the directory of the source documents: --documents DIR.",
            ),
        ) from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _headers(dataset: Dataset) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node, int]]:
    from rdflib import URIRef

    digest, length = URIRef(BCG.sha256), URIRef(BCG.characterCount)
    for file in dataset.files:
        for subject, value in sorted(file.graph.subject_objects(digest)):
            count = file.graph.value(subject, length)
            yield subject, value, int(str(count)) if count is not None else 0


def _evidence(file: DataFile) -> dict[rdflib.term.Node, list[str]]:
    from rdflib import URIRef

    found: dict[rdflib.term.Node, list[str]] = {}
    for relation, passage in sorted(file.graph.subject_objects(URIRef(BCG.hasEvidence))):
        found.setdefault(relation, []).append(str(passage))
    return found


def _names(dataset: Dataset) -> dict[str, set[str]]:
    """Give every name of every thing, as the sources print it and as we label it, folded."""
    from rdflib import RDFS, URIRef

    thing, text = URIRef(BCG.hasNamedThing), URIRef(BCG.nameText)
    names: dict[str, set[str]] = {}
    for file in dataset.files:
        for subject, label in file.graph.subject_objects(RDFS.label):
            names.setdefault(str(subject), set()).add(_folded(str(label)))
        for naming, named in file.graph.subject_objects(thing):
            for printed in file.graph.objects(naming, text):
                names.setdefault(str(named), set()).add(_folded(str(printed)))
    return names


def _folded(text: str) -> str:
    """Reduce a text to what is compared: no case, one space, none after a slash at a line's end."""
    return re.sub(r"/ ", "/", " ".join(text.split())).casefold()


def _fault(
    graph: rdflib.Graph,
    relation: rdflib.term.Node,
    iri: str,
    at_hand: dict[str, Document],
    names: dict[str, set[str]],
) -> Text | None:
    """Say what is wrong with one passage of one relation, or nothing."""
    passage = Passage.parse(iri)
    if passage is None:
        return Text("er ikke et dokument med #char=fra,til", "is not a document with #char=from,to")
    document = at_hand.get(passage.document)
    if document is None:
        return Text("dokumentet er ikke i mappen", "the document is not in the directory")
    return _fault_of_document(document, passage) or _fault_of_words(
        graph, relation, document.text, passage, names
    )


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


def _fault_of_words(
    graph: rdflib.Graph,
    relation: rdflib.term.Node,
    text: str,
    passage: Passage,
    names: dict[str, set[str]],
) -> Text | None:
    from rdflib import URIRef

    words = text[passage.start : passage.end]
    printed = {_folded(str(name)) for name in graph.objects(relation, URIRef(BCG.nameText))}
    if printed and (words != words.strip() or _folded(words) not in printed):
        return Text("er ikke det navnet som er oppgitt", "is not the name that is given")
    if not printed and not _whole(text, passage):
        return Text(
            "begynner eller slutter ikke ved et helt ord", "does not begin and end at whole words"
        )
    if not printed and not _speaks_of(graph, relation, _folded(words), names):
        return Text(
            "nevner ingen deltaker og ingen verdi", "names no participant and states no value"
        )
    return None


def _whole(text: str, passage: Passage) -> bool:
    """Say whether a passage is cut where a careful hand would cut it.

    So strict that moving either end by one character is noticed: it begins with a letter or a digit
    and ends with one, a mark or a closing bracket; it takes a mark that follows; brackets pair.
    """
    words = text[passage.start : passage.end]
    before = text[passage.start - 1 : passage.start]
    after = text[passage.end : passage.end + 1]
    return (
        words[0].isalnum()
        and not before.isalnum()
        and (words[-1].isalnum() or words[-1] in ")]*")
        and not (words[-1].isalnum() and after.isalnum())
        and after != "*"
        and all(words.count(opening) == words.count(closing) for opening, closing in _BRACKETS)
    )


def _speaks_of(
    graph: rdflib.Graph, relation: rdflib.term.Node, words: str, names: dict[str, set[str]]
) -> bool:
    from rdflib import URIRef

    participants = (str(value) for _, value in graph.predicate_objects(relation))
    mentioned = (
        name for iri in participants if iri.startswith(f"{BASE}id/") for name in names.get(iri, ())
    )
    return any(name in words for name in mentioned) or any(
        str(date)[:4] in words for name in _DATES for date in graph.objects(relation, URIRef(name))
    )


def _finding(dataset: Dataset, relation: rdflib.term.Node, iri: str, fault: Text) -> Finding:
    has_evidence = BCG.hasEvidence
    file, line = dataset.place(str(relation), has_evidence, f"<{iri}>")
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
        focus=str(relation),
        path=has_evidence,
        value=f"<{iri}>",
    )


def unread(dataset: Dataset, at_hand: Iterable[str]) -> tuple[str, ...]:
    """Give the documents that the graph cites and that are not ``at_hand``, by IRI."""
    return tuple(sorted({str(s) for s, _, _ in _headers(dataset)} - set(at_hand)))
