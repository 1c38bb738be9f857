"""How much of each source document is evidence for something."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bioclustergraph import provenance
from bioclustergraph.errors import Text
from bioclustergraph.names import key_of
from bioclustergraph.namespaces import BCG
from bioclustergraph.provenance import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a document that no passage covers.

    Attributes:
        start: the position before its first character, counted from 0.
        end: the position after its last character.
        line: the line of the document on which it begins, counted from 1.
        text: its words. They belong to whoever wrote the document: they are shown to whoever has
            it, and are never kept.
    """

    start: int
    end: int
    line: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """What has been read of one document.

    Attributes:
        iri: the document's IRI.
        label: what it is called.
        intact: whether it is at hand as it was read; if not, only the statements are counted.
        characters: its Unicode characters.
        visible: those of them that are not white space.
        covered: those of the visible that a passage covers.
        statements: how many statements rest on it, by their kind, sorted.
        uncovered: the stretches with a letter or a digit in them that no passage covers.
    """

    iri: str
    label: Text
    intact: bool
    characters: int
    visible: int
    covered: int
    statements: tuple[tuple[Text, int], ...]
    uncovered: tuple[Stretch, ...] = field(repr=False)

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return key_of(self.iri)

    @property
    def share(self) -> float | None:
        """The share of the visible characters that is covered, 0 to 1, if that can be known."""
        return self.covered / self.visible if self.visible else None

    @property
    def total(self) -> int:
        """How many statements rest on it."""
        return sum(count for _, count in self.statements)


def measure(dataset: Dataset, terms: rdflib.Graph, directory: Path) -> tuple[DocumentCoverage, ...]:
    """Measure every document that the data cite, sorted by IRI.

    A statement that rests on two documents is counted for each.

    Args:
        dataset: the data.
        terms: the ontology, which names the kinds.
        directory: where the documents are.

    Raises:
        DocumentError: the directory or a file in it cannot be read.
    """
    at_hand = provenance.documents(dataset, directory)
    kinds: dict[str, Counter[Text]] = {}
    passages: dict[str, set[tuple[int, int]]] = {}
    for file in dataset.files:
        for statement, iris in provenance.evidence(file).items():
            read = [passage for iri in iris if (passage := Passage.parse(iri)) is not None]
            for passage in read:
                passages.setdefault(passage.document, set()).add((passage.start, passage.end))
            kind = _kind(file.graph, statement, terms)
            for document in {passage.document for passage in read}:
                kinds.setdefault(document, Counter())[kind] += 1
    merged = dataset.merged()
    return tuple(
        _measured(iri, merged, at_hand.get(iri), passages.get(iri, set()), kinds.get(iri))
        for iri in sorted({*passages, *at_hand, *provenance.unread(dataset, ())})
    )


def _measured(
    iri: str,
    merged: rdflib.Graph,
    document: provenance.Document | None,
    passages: set[tuple[int, int]],
    kinds: Counter[Text] | None,
) -> DocumentCoverage:
    from rdflib import URIRef

    statements = tuple(sorted((kinds or Counter()).items(), key=lambda pair: pair[0].nb))
    label = _label(merged, iri)
    if document is None or not document.intact:
        length = merged.value(URIRef(iri), URIRef(BCG.characterCount))
        count = int(str(length)) if length is not None else 0
        return DocumentCoverage(
            iri=iri,
            label=label,
            intact=False,
            characters=count,
            visible=0,
            covered=0,
            statements=statements,
            uncovered=(),
        )
    text = document.text
    gaps = tuple(_gaps(passages, len(text)))
    visible = sum(not character.isspace() for character in text)
    missing = sum(not character.isspace() for start, end in gaps for character in text[start:end])
    return DocumentCoverage(
        iri=iri,
        label=label,
        intact=True,
        characters=len(text),
        visible=visible,
        covered=visible - missing,
        statements=statements,
        uncovered=tuple(_stretches(text, gaps)),
    )


def _gaps(passages: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Give what lies between the passages, ``[start, end)``."""
    at = 0
    for start, end in sorted(passages):
        if start > at:
            yield at, min(start, length)
        at = max(at, end)
    if at < length:
        yield at, length


def _stretches(text: str, gaps: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    for start, end in gaps:
        said = [at for at in range(start, end) if text[at].isalnum()]
        if said:  # the marks and spaces around it are no words
            begin, close = said[0], said[-1] + 1
            yield Stretch(begin, close, text.count("\n", 0, begin) + 1, text[begin:close])


def _kind(graph: rdflib.Graph, statement: rdflib.term.Node, terms: rdflib.Graph) -> Text:
    from rdflib import RDF

    return _label(terms, str(graph.value(statement, RDF.type)))


def _label(graph: rdflib.Graph, iri: str) -> Text:
    from rdflib import RDFS, Literal, URIRef

    labels = {
        label.language: str(label)
        for label in graph.objects(URIRef(iri), RDFS.label)
        if isinstance(label, Literal)
    }
    nb = labels.get("nb", key_of(iri))
    return Text(nb, labels.get("en", nb))
