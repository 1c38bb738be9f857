"""The source documents that are at hand, and passages of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import DocumentError, Text
from bioclustergraph.namespaces import BCG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import Dataset

_PASSAGE: Final = re.compile(r"(?P<document>[^#]+)#char=(?P<start>[0-9]+),(?P<end>[0-9]+)")


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


def unread(dataset: Dataset, at_hand: Iterable[str]) -> tuple[str, ...]:
    """Give the documents that the graph cites and that are not ``at_hand``, by IRI."""
    return tuple(sorted({str(s) for s, _, _ in _headers(dataset)} - set(at_hand)))
