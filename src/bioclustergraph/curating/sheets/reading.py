"""Read a workbook or a CSV file as rows of cells, and tell what a spreadsheet program did to it."""

from __future__ import annotations

import csv
import io
import warnings
import zlib
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from bioclustergraph.curating.sheets import extra
from bioclustergraph.curating.sheets.layout import BASE_SHEET, FIRST_COLUMN, OWN_SHEETS
from bioclustergraph.errors import SheetError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from bioclustergraph.curating.sheets.columns import Kind


class Sort(Enum):
    """What a spreadsheet program holds a cell to be."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    OTHER = "other"  # true, false, #REF!


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: what it says; a number without an exponent or a needless ``.0``, a date as ISO 8601.
        sort: what the program holds it to be.
    """

    text: str
    sort: Sort = Sort.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        sheet: the name of the sheet; ``""`` in a CSV file.
        number: the row, counted from 1.
        key: the first cell.
        cells: the others, by header; an empty one is not among them.
    """

    sheet: str
    number: int
    key: Cell
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong with a place in a sheet.

    Attributes:
        sheet: the name of the sheet; ``""`` in a CSV file.
        row: the row, counted from 1, if it is about one.
        column: the letter of the column and its header, if it is about one.
        message: what is wrong.
        remedy: what to do about it.
        grave: whether nothing can be taken over; else it is only told.
    """

    sheet: str
    row: int | None
    column: str | None
    message: Text
    remedy: Text
    grave: bool = True


@dataclass
class Sheet:
    """The rows of one kind.

    Attributes:
        name: the name of the sheet.
        kind: the kind.
        letters: the letter of each column, by header.
        rows: the rows.
    """

    name: str
    kind: Kind
    letters: dict[str, str]
    rows: list[Row] = field(default_factory=list)

    def place(self, header: str | None) -> str | None:
        """Name a column: its letter and its header."""
        return None if header is None else f"{self.letters.get(header, '?')} ({header})"


@dataclass
class Book:
    """What was read.

    Attributes:
        sheets: the sheets of kinds.
        base: the fingerprint of each row as it was exported, by key; empty if nothing was.
        troubles: what is wrong with its form.
    """

    sheets: list[Sheet] = field(default_factory=list)
    base: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


def read(path: Path, kinds: dict[str, Kind]) -> Book:
    """Read ``path``, a workbook (``.xlsx``) or a CSV file of one kind.

    Raises:
        SheetError: it cannot be read, or is neither.
    """
    if path.suffix.lower() == ".csv":
        return _read_csv(path, kinds)
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise SheetError(
            Text("Dette er ikke et regneark vi kan lese.", "This is no sheet that we can read."),
            path=path,
            hint=Text("Lagre det som .xlsx eller .csv.", "Save it as .xlsx or .csv."),
        )
    return _read_excel(path, kinds)


# --- Excel ----------------------------------------------------------------------------------------


def _read_excel(path: Path, kinds: dict[str, Kind]) -> Book:
    from zipfile import BadZipFile

    openpyxl = extra.openpyxl()
    book = Book()
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know of (a list of choices in Excel's newer way) is not read.
            warnings.simplefilter("ignore", UserWarning)
            workbook = openpyxl.load_workbook(path)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except (
        openpyxl.utils.exceptions.InvalidFileException,
        BadZipFile,
        zlib.error,
        EOFError,
        LookupError,
        SyntaxError,  # of the XML inside
        TypeError,
        ValueError,
    ) as error:
        raise _unreadable(path, str(error).strip("'\"")) from error
    for worksheet in workbook.worksheets:
        if worksheet.title == BASE_SHEET:
            book.base = {
                str(key): str(mark)
                for key, mark in worksheet.iter_rows(min_col=1, max_col=2, values_only=True)
            }
        elif worksheet.title not in OWN_SHEETS:
            _take(book, worksheet, kinds)
    return book


def _take(book: Book, worksheet: Worksheet, kinds: dict[str, Kind]) -> None:
    from openpyxl.utils import get_column_letter

    rows = [list(map(_cell, cells)) for cells in worksheet.iter_rows()]
    sheet = _sheet(book, worksheet.title, rows, kinds, get_column_letter)
    if sheet is None:
        return
    for area in worksheet.merged_cells.ranges:
        if area.max_row > 1:
            book.troubles.append(
                Trouble(
                    sheet.name,
                    area.min_row,
                    str(area.coord),
                    Text("Cellene er slått sammen.", "The cells are merged."),
                    Text(
                        "Del dem opp igjen, og skriv verdien i hver av dem den gjelder.",
                        "Unmerge them, and write the value in each that it is meant for.",
                    ),
                )
            )
    _tell_hidden(book, worksheet, sheet)


def _tell_hidden(book: Book, worksheet: Worksheet, sheet: Sheet) -> None:
    hidden = [row.number for row in sheet.rows if worksheet.row_dimensions[row.number].hidden]
    letters = [
        letter for letter in sheet.letters.values() if worksheet.column_dimensions[letter].hidden
    ]
    if hidden or letters or worksheet.sheet_state != "visible":
        rows, columns = ", ".join(map(str, hidden)) or "–", ", ".join(letters) or "–"
        book.troubles.append(
            Trouble(
                sheet.name,
                None,
                None,
                Text(
                    f"Noe er skjult: rader {rows}, kolonner {columns}. Det er lest likevel.",
                    f"Something is hidden: rows {rows}, columns {columns}. It was read anyway.",
                ),
                Text(
                    "Vis det fram og se etter at det er ment.",
                    "Unhide it, and see that it is meant.",
                ),
                grave=False,
            )
        )


def _cell(cell: ExcelCell | MergedCell) -> Cell:
    value = "" if cell.value is None else cell.value
    if cell.data_type == "f":
        return Cell(str(getattr(value, "text", value)), Sort.FORMULA)
    if isinstance(value, bool) or cell.data_type == "e":
        return Cell(str(value), Sort.OTHER)
    if isinstance(value, int):
        return Cell(str(value), Sort.NUMBER)
    if isinstance(value, float):
        return Cell(str(int(value)) if value.is_integer() else repr(value), Sort.NUMBER)
    if isinstance(value, date | time | timedelta):
        return Cell(str(value).removesuffix(" 00:00:00"), Sort.DATE)
    return Cell(str(value))


# --- CSV ------------------------------------------------------------------------------------------


def _read_csv(path: Path, kinds: dict[str, Kind]) -> Book:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SheetError(
            Text("Filen er ikke UTF-8.", "The file is not UTF-8."),
            path=path,
            hint=Text(
                "Lagre den som «CSV UTF-8», eller som .xlsx.",
                "Save it as “CSV UTF-8”, or as .xlsx.",
            ),
        ) from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    book = Book()
    try:
        read_ = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [[Cell(value) for value in row] for row in read_]
    except csv.Error as error:
        raise _unreadable(path, str(error)) from error
    if _sheet(book, "", rows, kinds, str) is None and not book.troubles:
        raise _unreadable(path, "–")
    return book


# --- both -----------------------------------------------------------------------------------------


def _sheet(
    book: Book,
    name: str,
    rows: Sequence[Sequence[Cell]],
    kinds: dict[str, Kind],
    letter: Callable[[int], str],
) -> Sheet | None:
    """Read the rows of one sheet; an empty one is passed over."""
    if not any(cell.text.strip() for row in rows for cell in row):
        return None
    header = [cell.text.strip() for cell in rows[0]] if rows else []
    kind = kinds.get(header[0]) if header else None
    if kind is None:
        said = header[0] if header else ""
        book.troubles.append(
            Trouble(
                name,
                1,
                "A",
                Text(f"«{said}» er ikke et slag vi har.", f"“{said}” is not a kind we have."),
                Text(
                    "La den første cellen i arket være slaget, som i malen: "
                    f"{', '.join(sorted(kinds))}. Tøm eller slett ark som ikke skal leses.",
                    "Let the first cell of the sheet be the kind, as in the template: "
                    f"{', '.join(sorted(kinds))}. Empty or delete sheets that are not to be read.",
                ),
            )
        )
        return None
    sheet = Sheet(name, kind, {})
    for at, title in enumerate(header[1:], FIRST_COLUMN):
        _take_header(book, sheet, title, letter(at), rows, at)
    sheet.rows += _rows(sheet, rows, header)
    book.sheets.append(sheet)
    return sheet


def _take_header(  # noqa: PLR0913, PLR0917 - where the header is, and what is under it
    book: Book,
    sheet: Sheet,
    title: str,
    letter: str,
    rows: Sequence[Sequence[Cell]],
    at: int,
) -> None:
    """Take one column, or say what is wrong with it."""
    if not title and not any(row[at - 1 :] and row[at - 1].text.strip() for row in rows):
        return
    if sheet.kind.column(title) is None or title in sheet.letters:
        known = ", ".join(column.header for column in sheet.kind.columns)
        twice = title in sheet.letters
        book.troubles.append(
            Trouble(
                sheet.name,
                1,
                letter,
                Text(f"Kolonnen «{title}» står to ganger.", f"The column “{title}” stands twice.")
                if twice
                else Text(f"Kolonnen «{title}» er ukjent.", f"The column “{title}” is unknown."),
                Text(f"Kolonnene er {known}.", f"The columns are {known}."),
            )
        )
        return
    sheet.letters[title] = letter


def _rows(sheet: Sheet, rows: Sequence[Sequence[Cell]], header: list[str]) -> Iterator[Row]:
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.text.strip() for cell in cells):
            continue
        if cells[0].text.strip() == sheet.kind.key_title:
            continue  # the row of titles, which is for people
        known = {
            title: cell
            for title, cell in _pairs(header[1:], cells[1:])
            if title in sheet.letters and cell.text
        }
        yield Row(sheet.name, number, cells[0], known)


def _pairs(titles: Iterable[str], cells: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    return zip(titles, cells, strict=False)  # a row may be shorter than the header


def _unreadable(path: Path, reason: str) -> SheetError:
    return SheetError(
        Text(f"Regnearket kan ikke leses: {reason}.", f"The sheet cannot be read: {reason}."),
        path=path,
        hint=Text(
            "Åpne det i regnearkprogrammet, og lagre det på nytt som .xlsx.",
            "Open it in the spreadsheet program, and save it again as .xlsx.",
        ),
    )


EXCEL_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of the dates of Excel, as they count from March 1900."""
