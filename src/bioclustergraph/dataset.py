"""Which file is which named graph, and the deduplicated merge of them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bioclustergraph import turtle
from bioclustergraph.errors import ProjectError, Text, TurtleError
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.project import Project

RESERVED: Final = ("ontology", "derived")
"""Names under ``graph/`` that the build fills and that no file under ``data/`` may take."""


@dataclass(frozen=True)
class DataFile:
    """One file under ``data/``, which is one named graph.

    Attributes:
        path: the file.
        graph_iri: the IRI of the named graph, which is also the base of the file.
        graph: its triples; shared, so do not change it.
        text: the file as it was read.
    """

    path: Path
    graph_iri: str
    graph: rdflib.Graph = field(repr=False)
    text: str = field(repr=False)

    @cached_property
    def ordered(self) -> tuple[tuple[Node, Node, Node], ...]:
        """Its triples in the order of their texts; not all literals can be compared."""
        return tuple(sorted(self.graph, key=lambda triple: [str(node) for node in triple]))

    @cached_property
    def positions(self) -> turtle.Positions:
        """On which line of the file each statement stands."""
        return turtle.Positions.of(self.text, self.graph_iri)


@dataclass(frozen=True)
class Dataset:
    """All files under ``data/``, sorted by path.

    Attributes:
        project: the project they belong to.
        files: the files.
    """

    project: Project
    files: tuple[DataFile, ...]

    def merged(self) -> rdflib.Graph:
        """Give all triples once, whichever files they stand in; shared, so do not change it."""
        return self._merged

    @cached_property
    def _merged(self) -> rdflib.Graph:
        return turtle.merged(file.graph for file in self.files)

    def place(
        self, focus: str, path: str | None = None, value: str | Node | None = None
    ) -> tuple[str | None, int | None]:
        """Find where a statement stands: ``(file from the root, line)``, as near as can be had.

        Args:
            focus: the IRI of the subject.
            path: the IRI of the property; without it, or if the subject lacks it, the line of the
                subject is given.
            value: the value, as a term or as N-Triples text.

        Returns:
            The file and line of the statement, else of the property, else of the subject; the
            first file that says it, in the order of the files; ``(None, None)`` if none does.
        """
        import rdflib

        subject = rdflib.URIRef(focus)
        predicate = rdflib.URIRef(path) if path is not None else None
        # A term of rdflib is a str as well.
        n3 = turtle.n3(value) if isinstance(value, rdflib.term.Identifier) else value
        best: tuple[int, str | None, int | None] = (-1, None, None)
        for file in self.files:
            if (subject, None, None) not in file.graph:
                continue
            closeness = 0
            line = None
            if predicate is not None and (subject, predicate, None) in file.graph:
                closeness = 1
                if n3 is not None:
                    line = file.positions.line_of(focus, path, str(n3))
                    closeness = 2 if line is not None else 1
                if line is None:
                    line = file.positions.line_of(focus, path)
            if line is None:
                line = file.positions.line_of(focus)
            if closeness > best[0]:
                best = (closeness, self.project.relative(file.path), line)
        return best[1], best[2]


def graph_iri(project: Project, path: Path) -> str:
    """Name the graph of a file: ``graph/`` and its path under ``data/`` without the suffix."""
    inside = path.relative_to(project.data).with_suffix("").as_posix()
    return PREFIXES["graph"] + quote(inside)


def load(project: Project) -> Dataset:
    """Read every ``*.ttl`` under ``data/``; names that begin with a dot are passed over.

    Raises:
        TurtleError: one file or more cannot be read; all of them are named in the one error.
        ProjectError: a file has a name that the build needs for a graph of its own.
    """
    files: list[DataFile] = []
    errors: list[TurtleError] = []
    for path in turtle.files_under(project.data):
        try:
            files.append(read(project, path))
        except TurtleError as error:
            errors.append(error)
    if errors:
        raise turtle.together(errors)
    return Dataset(project, tuple(files))


def read(project: Project, path: Path) -> DataFile:
    """Read one file under ``data/``.

    Raises:
        TurtleError: it cannot be read.
        ProjectError: it has a name that the build needs for a graph of its own.
    """
    iri = graph_iri(project, path)
    _refuse_reserved(project, path)
    text = turtle.read_text(path)
    return DataFile(path, iri, turtle.parse(text, iri, path=path), text)


def _refuse_reserved(project: Project, path: Path) -> None:
    first = path.relative_to(project.data).with_suffix("").parts[0]
    if first in RESERVED:
        raise ProjectError(
            Text(
                f"Navnet data/{first} er opptatt: grafen graph/{first} lages av byggingen.",
                f"The name data/{first} is taken: the build makes the graph graph/{first}.",
            ),
            path=path,
            hint=Text(
                "Gi filen eller mappen et annet navn.", "Give the file or directory another name."
            ),
        )
