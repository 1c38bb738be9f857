"""From a cell as a spreadsheet program left it to the values that were meant."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from bioclustergraph.curating.sheets.cells import CellError, Cells
from bioclustergraph.curating.sheets.columns import Column, Form
from bioclustergraph.curating.sheets.reading import EXCEL_EPOCH, Cell, Row, Sheet, Sort, Trouble
from bioclustergraph.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

Change = tuple[Column, list["Node"], list["Node"]]
"""A column, what it said and what it is to say."""

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_LIKELY_YEARS: Final = range(1000, 3000)
_AS_TEXT: Final = Text(
    "Gi cellen formatet «Tekst», og skriv verdien på nytt.",
    "Give the cell the format “Text”, and write the value again.",
)


def tidied(text: str) -> str:
    """Take away what nobody sees: space at the ends, non-breaking space, soft hyphens, marks.

    >>> tidied(" 2021-06\u00a0")
    '2021-06'
    """
    return " ".join(_INVISIBLE.sub("", text).replace("\u00a0", " ").split(" ")).strip()


def values(cells: Cells, column: Column, cell: Cell | None, old: list[Node]) -> list[Node] | None:
    """Read a cell.

    Args:
        cells: reads the text.
        column: the column.
        cell: the cell; ``None`` if it is empty.
        old: what the column says now.

    Returns:
        The values; ``None`` if the cell says what the file says.

    Raises:
        CellError: the cell cannot be taken over.
    """
    if cell is None:
        return []
    shown = cells.text(column, old)
    if cell.sort is Sort.TEXT and _lines(cell.text) == _lines(shown):
        return None
    text = _meant(column, cell)
    if text == shown or (old and column.form is Form.NUMBER and _equal(text, shown)):
        return None
    return cells.values(column, text)


def told(
    sheet: Sheet, row: Row, column: Column, cell: Cell | None, old: list[Node]
) -> Iterator[Trouble]:
    """Tell of non-breaking spaces inside a text that is new; they are kept, and seldom meant."""
    if cell is None or column.form is not Form.TEXT or "\u00a0" not in tidied_text(cell.text, ""):
        return
    if any(str(value) == cell.text for value in old):
        return
    yield Trouble(
        sheet.name,
        row.number,
        sheet.place(column.header),
        Text("Teksten har harde mellomrom.", "The text has non-breaking spaces."),
        Text(
            "De er beholdt; bytt dem med vanlige mellomrom om de ikke er ment.",
            "They are kept; replace them by ordinary spaces if they are not meant.",
        ),
        grave=False,
    )


def tidied_text(text: str, strip: str = "\u00a0 \t\r\n") -> str:
    """Take the space at the ends of a text away, and what is invisible; keep all in between."""
    return _lines(_INVISIBLE.sub("", text)).strip(strip or "\u00a0 \t\r\n")


def _meant(column: Column, cell: Cell) -> str:
    """Give the text that was meant, or say what the program did to it."""
    if cell.sort is Sort.FORMULA:
        raise CellError(
            Text(f"Cellen er en formel: {cell.text}", f"The cell is a formula: {cell.text}"),
            Text(
                "Lim inn verdien den gir («Lim inn utvalg», «Verdier»).",
                "Paste the value that it gives (“Paste special”, “Values”).",
            ),
        )
    if cell.sort is Sort.DATE:
        raise CellError(
            Text(
                f"Programmet har gjort cellen om til dagen eller klokkeslettet {cell.text}; "
                "hvor presis datoen var, er borte.",
                f"The program has turned the cell into the day or time {cell.text}; how precise "
                "the date was is lost.",
            ),
            Text(
                "Gi cellen formatet «Tekst», og skriv 2021, 2021-06 eller 2021-06-30.",
                "Give the cell the format “Text”, and write 2021, 2021-06 or 2021-06-30.",
            ),
        )
    if cell.sort is Sort.OTHER:
        raise CellError(Text(f"Cellen er {cell.text}.", f"The cell is {cell.text}."), _AS_TEXT)
    if cell.sort is Sort.NUMBER:
        return _number(column, cell.text)
    return tidied_text(cell.text) if column.form is Form.TEXT else tidied(cell.text)


def _number(column: Column, text: str) -> str:
    if column.form is Form.NUMBER or (
        column.form is Form.DATE and text.isdigit() and int(text) in _LIKELY_YEARS
    ):
        return text
    if column.form is Form.DATE:
        day = _day(text)
        raise CellError(
            Text(
                f"Cellen er tallet {text}" + (f", som programmet tar for {day}." if day else "."),
                f"The cell is the number {text}"
                + (f", which the program takes for {day}." if day else "."),
            ),
            Text(
                "Gi cellen formatet «Tekst», og skriv 2021, 2021-06 eller 2021-06-30.",
                "Give the cell the format “Text”, and write 2021, 2021-06 or 2021-06-30.",
            ),
        )
    raise CellError(
        Text(
            f"Cellen er tallet {text}; nuller foran kan være borte.",
            f"The cell is the number {text}; zeros in front may be lost.",
        ),
        _AS_TEXT,
    )


def _day(text: str) -> str:
    try:
        return (EXCEL_EPOCH + timedelta(days=int(Decimal(text)))).isoformat()
    except (InvalidOperation, OverflowError):
        return ""


def _equal(text: str, shown: str) -> bool:
    try:
        return Decimal(text) == Decimal(shown)
    except InvalidOperation:
        return False


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
