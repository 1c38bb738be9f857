"""What a graph says of one subject, as the cells of a row."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bioclustergraph import dataset, names, ontology
from bioclustergraph.curating.sheets.cells import Cells
from bioclustergraph.curating.sheets.shapes import kinds
from bioclustergraph.errors import ParameterError, Text, UnknownThing
from bioclustergraph.names import compact
from bioclustergraph.namespaces import KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import rdflib
    from rdflib.term import Node

    from bioclustergraph.curating.sheets.columns import Column, Kind
    from bioclustergraph.dataset import DataFile, Dataset
    from bioclustergraph.project import Project

_SOURCE: Final = PREFIXES["dcterms"] + "source"


@dataclass(frozen=True)
class Desk:
    """What the curator has on the table: the files, the kinds, and the source that is worked on.

    Attributes:
        project: the project.
        data: its data.
        terms: its ontology.
        kinds: every kind that can be a sheet.
        source: the file of the source; ``None`` if only things are worked on.
        cells: writes and reads cells.
    """

    project: Project
    data: Dataset
    terms: rdflib.Graph
    kinds: dict[str, Kind]
    source: DataFile | None
    cells: Cells

    @classmethod
    def of(cls, project: Project, key: str | None = None) -> Desk:
        """Lay the table for the source with this key.

        Raises:
            ParameterError: there is no such source.
            TurtleError: a file of the project is broken.
            ProjectError: the ontology is not in order.
        """
        data, terms = dataset.load(project), ontology.load(project)
        source = None if key is None else _source(data, key)
        known = {
            str(subject)
            for file in data.files
            for subject in file.graph.subjects(unique=True)
            if names.kind_of(str(subject)) in KINDS
        }
        every: list[names.Names] = []

        def resolve(text: str, kinds: tuple[str, ...]) -> str:
            if not every:  # read when the first name is looked up: a key needs none of it
                every.append(names.Names.of_files(project))
            return _named(every[0], text, kinds)

        document = "" if source is None else document_of(source)
        cells = Cells(document, known, resolve)
        return cls(project, data, terms, kinds(project, data, terms), source, cells)

    def kind(self, name: str) -> Kind:
        """Find a kind by its name.

        Raises:
            ParameterError: there is none.
        """
        if name not in self.kinds:
            listed = ", ".join(sorted(self.kinds))
            raise ParameterError(
                Text(f"«{name}» er ikke et slag vi har.", f"“{name}” is not a kind we have."),
                hint=Text(f"Slagene er {listed}.", f"The kinds are {listed}."),
            )
        return self.kinds[name]

    def files_of(self, kind: Kind) -> tuple[DataFile, ...]:
        """Give the files in which rows of a kind stand."""
        if kind.is_thing:
            things = self.project.data / "things"
            return tuple(file for file in self.data.files if file.path.is_relative_to(things))
        return () if self.source is None else (self.source,)

    def subjects(self, kind: Kind) -> dict[str, DataFile]:
        """Give the subjects of a kind by IRI, sorted, each with its file."""
        import rdflib

        found = {
            str(subject): file
            for file in self.files_of(kind)
            for class_ in kind.classes
            for subject in file.graph.subjects(rdflib.RDF.type, rdflib.URIRef(class_))
        }
        return dict(sorted(found.items()))

    def row(self, kind: Kind, file: DataFile, subject: str) -> dict[str, str]:
        """Give the cells of one subject by header; an empty one is not among them."""
        row = {}
        for column in kind.columns:
            text = self.cells.text(column, values_of(file.graph, subject, column))
            if text:
                row[column.header] = text
        return row


def _named(known: names.Names, text: str, kinds: tuple[str, ...]) -> str:
    """Find the one thing of these kinds that is named so.

    Raises:
        UnknownThing: there is none, or more than one.
    """
    found: set[str] = set()
    for kind in kinds:
        with suppress(UnknownThing):
            found.add(known.resolve(text, kind))
    if len(found) == 1:
        return found.pop()
    close = [name for kind in kinds for name in known.suggest(text, kind)[:1]]
    listed = ", ".join(sorted(map(compact, found)))
    meant = ", ".join(f"{compact(name.iri)} ({name.text})" for name in close[: names.SUGGESTIONS])
    raise UnknownThing(
        Text(f"«{text}» kan bety flere: {listed}.", f"“{text}” may mean several: {listed}.")
        if found
        else Text(f"Ingenting her heter «{text}».", f"Nothing here is named “{text}”."),
        hint=Text(f"Mente du {meant}?", f"Did you mean {meant}?") if meant and not found else None,
    )


def values_of(graph: rdflib.Graph, subject: str, column: Column) -> list[Node]:
    """Give the values of a property that are of a column: in its language, where it has one."""
    import rdflib

    return [
        value
        for value in graph.objects(rdflib.URIRef(subject), rdflib.URIRef(column.iri))
        if (value.language or "" if isinstance(value, rdflib.Literal) else "") == column.language
    ]


def fingerprint(row: Mapping[str, str]) -> str:
    """Name the contents of a row, so that it can be told whether somebody has edited it."""
    ordered = {
        # Programs differ in how they end a line.
        header: row[header].replace("\r\n", "\n").replace("\r", "\n")
        for header in sorted(row)
        if row[header]
    }
    return hashlib.sha256(json.dumps(ordered).encode()).hexdigest()[:16]


def document_of(file: DataFile) -> str:
    """Give the IRI of the document that a file was read from; ``""`` if its header names none."""
    import rdflib

    found = file.graph.value(rdflib.URIRef(file.graph_iri), rdflib.URIRef(_SOURCE))
    return "" if found is None else str(found)


def _source(data: Dataset, key: str) -> DataFile:
    folder = data.project.data / "sources"
    sources = [file for file in data.files if file.path.is_relative_to(folder)]
    wanted = key.removeprefix("document:").removeprefix("graph:sources/").removesuffix(".ttl")
    for file in sources:
        if wanted.rpartition("/")[2] in {file.path.stem, names.key_of(document_of(file))}:
            return file
    raise ParameterError(
        Text(f"Det er ingen kilde «{key}».", f"There is no source “{key}”."),
        hint=_sources(file.path.stem for file in sources),
    )


def _sources(stems: Iterable[str]) -> Text:
    listed = ", ".join(stems)
    return Text(
        f"Kildene er {listed}. En ny begynnes med «bioclustergraph new source».",
        f"The sources are {listed}. A new one is begun with “bioclustergraph new source”.",
    )


def key_text(iri: str) -> str:
    """Give the first cell of a row."""
    return compact(iri)
