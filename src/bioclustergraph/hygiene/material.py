"""What the rules look at, and how they say what they found."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bioclustergraph import ontology as ontology_module
from bioclustergraph import turtle, validation
from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.namespaces import BASE, BCG, KINDS, PREFIXES
from bioclustergraph.report import Finding, Severity

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from bioclustergraph.dataset import DataFile, Dataset
    from bioclustergraph.ontology import ForeignTerms, RelationKind
    from bioclustergraph.project import Project

THING_PREFIXES: Final = tuple(PREFIXES[kind] for kind in KINDS if kind != "document")
"""The IRIs of things begin with one of these; a document is described in its own source file."""

RETIRED: Final = "retired"
"""The directory under ``data/`` of the IRIs that are no longer in use."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding before it has the name of its rule.

    Attributes:
        message: what is wrong.
        remedy: what to do about it.
        file: the file, from the project's root.
        line: the line, counted from 1, if known.
        focus: the IRI of the thing it is about, if any.
        path: the IRI of the property, if any.
        value: the offending value, as N-Triples text, if any.
        severity: how much it matters.
    """

    message: Text
    remedy: Text
    file: str | None
    line: int | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    severity: Severity = Severity.VIOLATION

    def finding(self, rule: str) -> Finding:
        """Name the rule that found it."""
        return Finding(
            severity=self.severity,
            rule=rule,
            message=self.message,
            remedy=self.remedy,
            file=self.file,
            line=self.line,
            focus=self.focus,
            path=self.path,
            value=self.value,
        )


@dataclass(frozen=True)
class Material:
    """What the rules look at.

    Attributes:
        project: the project.
        dataset: its data.
        ontology: its ontology with concept schemes.
        foreign: the terms of the vocabularies we reuse.
        kinds: the concrete kinds of relation, by the IRI of the class.
        read: the shapes, if they have been read already.
    """

    project: Project
    dataset: Dataset
    ontology: rdflib.Graph
    foreign: ForeignTerms
    kinds: dict[str, RelationKind]
    read: rdflib.Graph | None = None

    @classmethod
    def of(
        cls,
        project: Project,
        dataset: Dataset,
        ontology: rdflib.Graph,
        shapes: rdflib.Graph | None = None,
    ) -> Material:
        """Gather the material.

        Raises:
            ProjectError: the ontology or its list of foreign terms is not in order.
        """
        kinds = {kind.iri: kind for kind in ontology_module.relation_kinds(ontology)}
        foreign = ontology_module.foreign_terms(project)
        return cls(project, dataset, ontology, foreign, kinds, shapes)

    @cached_property
    def shapes(self) -> rdflib.Graph:
        """The shapes.

        Raises:
            TurtleError: a shapes file cannot be read.
        """
        return validation.load_shapes(self.project) if self.read is None else self.read

    @cached_property
    def terms(self) -> frozenset[str]:
        """Our own terms: every ``bcg:`` IRI that the ontology gives a class."""
        return frozenset(self._typed(PREFIXES["bcg"]))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Our own concepts and concept schemes."""
        return frozenset(self._typed(f"{BASE}scheme/"))

    def _typed(self, namespace: str) -> Iterator[str]:
        import rdflib

        for subject in self.ontology.subjects(rdflib.RDF.type, None, unique=True):
            if str(subject).startswith(namespace):
                yield str(subject)

    @cached_property
    def things(self) -> dict[str, DataFile]:
        """Every thing that a file under ``data/things/`` gives a class, and that file."""
        import rdflib

        return {
            str(subject): file
            for file in self.dataset.files
            if self.folder(file) == "things"
            for subject in file.graph.subjects(rdflib.RDF.type, None)
            if str(subject).startswith(THING_PREFIXES)
        }

    @cached_property
    def retired(self) -> dict[str, DataFile]:
        """Every IRI that a file under ``data/retired/`` says something about, and that file."""
        return {
            str(subject): file
            for file in self.dataset.files
            if self.folder(file).partition("/")[0] == RETIRED
            for subject in file.graph.subjects()
            if str(subject) != file.graph_iri
        }

    def folder(self, file: DataFile) -> str:
        """Give the directory of a file, under ``data/``."""
        return file.path.parent.relative_to(self.project.data).as_posix()

    def relations(self, file: DataFile) -> Iterator[tuple[rdflib.URIRef, RelationKind]]:
        """Give the relation nodes of a file, with their kind."""
        import rdflib

        for subject, class_ in sorted(file.graph.subject_objects(rdflib.RDF.type)):
            kind = self.kinds.get(str(class_))
            if kind is not None and isinstance(subject, rdflib.URIRef):
                yield subject, kind

    def is_class(self, class_: Node, ancestor: str) -> bool:
        """Say whether a class is ``ancestor`` or a subclass of it."""
        import rdflib

        above = self.ontology.transitive_objects(class_, rdflib.RDFS.subClassOf)
        return rdflib.URIRef(ancestor) in set(above)

    def found(  # noqa: PLR0913 - a finding has as many parts as it has
        self,
        file: DataFile,
        message: Text,
        remedy: Text,
        *,
        focus: Node | None = None,
        path: Node | None = None,
        value: Node | None = None,
        severity: Severity = Severity.VIOLATION,
    ) -> Found:
        """Word a finding about a statement of a data file, on its line or as near as can be had."""
        return Found(
            message=message,
            remedy=remedy,
            file=self.project.relative(file.path),
            line=line_in(file, focus, path, value),
            focus=None if focus is None else str(focus),
            path=None if path is None else str(path),
            value=None if value is None else turtle.n3(value),
            severity=severity,
        )


def in_order(graph: rdflib.Graph) -> list[tuple[Node, Node, Node]]:
    """Give the triples of a graph in the order of their texts; not all literals can be compared."""
    return sorted(graph, key=lambda triple: [str(node) for node in triple])


Rule = Callable[[Material], Iterable[Found]]
"""A rule: from the material to what it found."""

DOCUMENT_OF: Final = "http://purl.org/dc/terms/source"
EVIDENCE: Final = BCG.hasEvidence


def line_in(
    file: DataFile, focus: Node | None, path: Node | None = None, value: Node | None = None
) -> int | None:
    """Give the line of a statement in a file, else of its property, else of its subject."""
    if focus is None:
        return None
    terms = [
        str(focus),
        None if path is None else str(path),
        None if value is None else turtle.n3(value),
    ]
    while terms:
        known = [term for term in terms if term is not None]
        if len(known) == len(terms):
            line = file.positions.line_of(*known)
            if line is not None:
                return line
        terms.pop()
    return None


def meant(iri: str, known: Iterable[str], otherwise: Text) -> Text:
    """Ask «did you mean» with the closest of ``known``, else say ``otherwise``."""
    stem = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    by_rest = {name.removeprefix(stem): name for name in sorted(known) if name.startswith(stem)}
    rest = iri.removeprefix(stem)
    # The wrong case is the likeliest slip of all.
    close = [name for name in by_rest if name.lower() == rest.lower()]
    close = close or difflib.get_close_matches(rest, by_rest, n=1, cutoff=0.6)
    if not close:
        return otherwise
    name = compact(by_rest[close[0]])
    return Text(f"Mente du {name}?", f"Did you mean {name}?")
