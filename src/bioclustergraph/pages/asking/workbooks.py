"""An answer as files that a SPARQL engine does not write: a workbook, a network for Gephi."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import re
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import QuerySolutions

from bioclustergraph import export, extras, networks, relations
from bioclustergraph.errors import Text
from bioclustergraph.media import Format
from bioclustergraph.pages.frame.problems import Problem
from bioclustergraph.sources import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from bioclustergraph.answers import Answer
    from bioclustergraph.errors import Language
    from bioclustergraph.networks import Edge, Network
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.queries import Question

XLSX: Final = Format(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
)
GEXF: Final = Format("gexf", "application/gexf+xml", "GEXF (Gephi)")

_VIEW: Final = "everything"
_VIEWS: Final = {
    "Membership": "membership",
    "Partnership": "partnership",
    "Facilitation": "facilitation",
    "Position": "people",
    "ProgrammeParticipation": "programme",
    "Grant": "funding",
}
_CLASS: Final = re.compile(r"\?\w*[rR]elation\s+a\s+bcg:(\w+)")
_WIDEST: Final = 60
_SHEET: Final = 31
"""How many characters the name of a sheet may have."""

_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_WRITTEN: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # Excel's dates have no zone


def has_workbooks() -> bool:
    """Say whether the library that writes workbooks is installed."""
    return importlib.util.find_spec("openpyxl") is not None


def workbook(
    title: str,
    about: Iterable[tuple[str, str]],
    headings: Sequence[str],
    rows: Iterable[Sequence[str | float | None]],
) -> bytes:
    """Write a workbook of an answer: the rows on one sheet, what was asked on another.

    Args:
        title: the name of the question.
        about: what is told of it, by heading.
        headings: of the columns.
        rows: the cells; text that begins with ``=`` stays text.

    Raises:
        MissingLibrary: the library that writes it is not installed.
    """
    extras.library("openpyxl", extra="tables")
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet(title[:_SHEET])
    held = [headings, *rows]
    _fill(sheet, held)
    sheet.freeze_panes = "A2"
    if len(held) > 1:
        sheet.auto_filter.ref = sheet.dimensions
    for number in range(len(headings)):
        width = max(len(str(row[number] or "")) for row in held)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(width + 2, _WIDEST)
    told = book.create_sheet("about")
    _fill(told, list(about))
    told.column_dimensions["A"].width, told.column_dimensions["B"].width = 18, 100
    if book.active is not None and len(book.worksheets) > len((sheet, told)):
        book.remove(book.worksheets[0])  # a new workbook has an empty sheet
    book.properties.created = _WRITTEN
    written = io.BytesIO()
    book.save(written)
    return _timeless(written)


def _timeless(written: io.BytesIO) -> bytes:
    """Take the time of writing out, so that the same answer gives the same bytes."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str | float | None]]) -> None:
    """Fill a sheet cell by cell: by the row, ``=1+1`` would be read as a formula."""
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at)
            cell.value = _fit(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"


def _fit(text: str) -> str:
    """Replace what the form cannot hold, and cut what is longer than a cell."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)[:32_767]


@dataclass(frozen=True)
class Ties:
    """The relations behind answers, as networks."""

    held: Holdings

    def view(self, question: Question) -> str | None:
        """Give the view of the network that shows the same relations, if one does."""
        kinds = set(_CLASS.findall(question.sparql))
        return _VIEWS.get(kinds.pop()) if len(kinds) == 1 else None

    def has(self, question: Question) -> bool:
        """Say whether the rows of a question are relations that join two things."""
        kinds = set(_CLASS.findall(question.sparql))
        return question.has_sources and bool(kinds & self._kinds)

    def gexf(self, question: Question, answer: Answer, language: Language) -> bytes:
        """Write the relations that an answer rests on, with their dates, for Gephi.

        Args:
            question: what was asked, which names the network.
            answer: of a question with its column ``relations``.
            language: of the labels.

        Raises:
            Problem: none of them joins two things.
        """
        edges = self.edges(answer)
        if not edges:
            raise Problem(
                404,
                Text(
                    "Ingen av radene er en relasjon mellom to ting, så det er ikke noe nettverk.",
                    "None of the rows is a relation between two things, so there is no network.",
                ),
            )
        ends = {iri for edge in edges for iri in (edge.source, edge.target)}
        nodes = tuple(node for node in self._network.nodes if node.iri in ends)
        view = replace(
            self._network.view, name=question.name, title=question.summary, summary=question.summary
        )
        network = replace(self._network, view=view, nodes=nodes, edges=edges)
        flat = export.flatten(network, language)
        material = export.Material(flat, self.held.store, self.held.project)
        written = export.named("gexf").write(material)
        assert isinstance(written, bytes)  # noqa: S101  # one file
        return written

    def edges(self, answer: Answer) -> tuple[Edge, ...]:
        """Give those of the relations that an answer rests on which join two things."""
        assert isinstance(answer, QuerySolutions)  # noqa: S101  # such questions are SELECTs
        wanted = {
            iri
            for row in answer
            if (listed := row[RELATIONS]) is not None
            for iri in listed.value.split()
        }
        return tuple(e for e in self._network.edges if wanted.intersection(e.relations))

    @cached_property
    def _network(self) -> Network:
        view = relations.named(self.held.project, _VIEW)
        return networks.of(self.held.store, self.held.project, view, release=self.held.digest)

    @cached_property
    def _kinds(self) -> set[str]:
        return {edge.kind.rpartition("/")[2] for edge in self._network.edges}
