"""A workbook for Excel and LibreOffice: about, nodes, edges, indicators, codebook and sources."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import ExportError, Text
from bioclustergraph.export.columns import EDGES, NODES, SOURCES
from bioclustergraph.export.gexf import joined
from bioclustergraph.export.heading import CREATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from bioclustergraph.export.columns import Cell, Column
    from bioclustergraph.export.flattening import Row
    from bioclustergraph.export.heading import Heading
    from bioclustergraph.export.material import Material

LONGEST: Final = 32_767
"""How many characters a cell holds (Excel's own limit)."""

_WIDEST: Final = 60
_NO_INDICATORS: Final = Text(
    "Ingen indikatorer: velg en dag (--at), eller ingen er definert for dette utsnittet.",
    "No indicators: choose a day (--at), or none are defined for this view.",
)


def write(material: Material) -> bytes:
    """Write the workbook."""
    from openpyxl import Workbook

    flat = material.flat
    language = flat.heading.language
    book = Workbook()
    _about(book, flat.heading)
    about = book.active
    assert about is not None  # noqa: S101  # a new workbook has a sheet
    about.title = "about"
    _sheet(about, ("", ""), flat.heading.fields().items())
    _sheet(book.create_sheet("nodes"), _names(NODES), _rows(NODES, (it.row for it in flat.nodes)))
    _sheet(book.create_sheet("edges"), _names(EDGES), _rows(EDGES, (it.row for it in flat.edges)))
    indicators = book.create_sheet("indicators")
    reckoned = material.indicators()
    if reckoned is not None:
        _sheet(indicators, reckoned.columns, reckoned.rows)
    else:
        _sheet(indicators, (_NO_INDICATORS.in_language(language),), ())
    _sheet(
        book.create_sheet("codebook"),
        ("sheet", "column", "type", "meaning_nb", "meaning_en"),
        (
            (sheet, it.name, it.type, it.meaning.nb, it.meaning.en)
            for sheet, columns in (("nodes", NODES), ("edges", EDGES), ("sources", SOURCES))
            for it in columns
        ),
    )
    _sheet(book.create_sheet("sources"), _names(SOURCES), _rows(SOURCES, flat.sources))
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    """Write the bytes; openpyxl lays out each sheet in the system's temporary directory first."""
    target = io.BytesIO()
    refused: tuple[type[Exception], ...] = (OSError, *_of_lxml())
    try:
        book.save(target)
    except refused as error:
        raise ExportError(
            Text(
                f"Arbeidsboken fikk ikke plass i mappen for midlertidige filer ({error}).",
                f"The workbook had no room in the directory of temporary files ({error}).",
            ),
            hint=Text(
                "Gi plass der, eller pek TMPDIR på en annen mappe.",
                "Make room there, or point TMPDIR at another directory.",
            ),
        ) from error
    return target.getvalue()


def _of_lxml() -> tuple[type[Exception], ...]:
    """Give what openpyxl raises beside ``OSError`` where it finds lxml, and writes with that."""
    from openpyxl import LXML

    if not LXML:
        return ()
    from lxml.etree import LxmlError

    return (LxmlError,)


def _about(book: Workbook, heading: Heading) -> None:
    properties = book.properties
    properties.title = heading.title
    properties.creator = CREATOR
    properties.description = "\n".join(f"{n}: {text}" for n, text in heading.fields().items())
    properties.subject = f"{heading.view} {heading.period}"
    properties.language = heading.language
    properties.identifier = heading.fields()["release"]
    # No clock: the same network gives the same properties.
    properties.created = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # as the properties are written


def _names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


def _rows(columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterable[tuple[Cell | None, ...]]:
    return (tuple(row.get(column.name) for column in columns) for row in rows)


def _sheet(
    sheet: Worksheet,
    names: tuple[str, ...],
    rows: Iterable[tuple[Cell | float | None, ...]],
) -> None:
    """Fill a sheet; a text is a text, also one that begins with ``=`` and would be a formula."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths = [len(name) for name in names]
    every = [names, *rows]
    for number, row in enumerate(every, 1):
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, (int, float)):
                cell.value = value
            else:
                cell.value = _fitted(joined(value))
                cell.data_type = "s"
            widths[column - 1] = max(widths[column - 1], len(str(cell.value)))
            if number == 1:
                cell.font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    if len(every) > 1:
        sheet.auto_filter.ref = sheet.dimensions


def _fitted(text: str) -> str:
    """Cut what no cell can hold, visibly; the other forms have it whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
