"""Write workbooks: templates to fill in, and the rows of a source."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from bioclustergraph import names
from bioclustergraph.curating.sheets import extra
from bioclustergraph.curating.sheets.columns import WORDS, Form
from bioclustergraph.curating.sheets.layout import (
    BASE_SHEET,
    EMPTY_ROWS,
    FIRST_COLUMN,
    FIRST_ROW,
    LISTS,
    LONGEST,
    NAMES,
    READ_ME,
)
from bioclustergraph.curating.sheets.rows import fingerprint, key_text
from bioclustergraph.errors import SheetError, Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bioclustergraph.curating.sheets.columns import Column, Kind
    from bioclustergraph.curating.sheets.rows import Desk
    from bioclustergraph.errors import Language

    Rows = Mapping[str, Mapping[str, str]]  # by IRI, then by header

_AS_TEXT: Final = "@"
"""The number format of Excel for text: what is typed is kept as it was typed."""
_NEEDED: Final = "FFE9A8"
_OTHER: Final = "E6ECF0"
_MACHINE: Final = "F4F6F8"
_READY: Final = 50
"""How many empty rows get the format of text cell by cell; LibreOffice minds no column's."""
_EXPLAINED: Final = (
    Text(
        "Hver rad er én relasjon (eller én ting). Rad 1 sier hva kolonnene er og må stå; rad 2 er "
        "for deg. Kolonner med * må fylles ut.",
        "Each row is one relation (or one thing). Row 1 says what the columns are, and must stay; "
        "row 2 is for you. Columns with * must be filled in.",
    ),
    Text(
        "La den første cellen stå tom i en ny rad: nøkkelen lages av det raden sier. Ikke endre "
        "den i en rad som finnes.",
        "Leave the first cell of a new row empty: the key is made from what the row says. Do not "
        "change it in a row that exists.",
    ),
    Text(
        "Datoer skrives så presist som kilden gjør: 2021, 2021-06 eller 2021-06-30. Cellene er "
        "tekst, så programmet ikke gjør dem om. Det kilden ikke sier, står tomt.",
        "Dates are written as precise as the source is: 2021, 2021-06 or 2021-06-30. The cells are "
        "text, so that the program does not change them. What the source does not say stays empty.",
    ),
    Text(
        "Skriv minst én av start, startBefore, attestedOn og end. Skriv end, eller hasEndState der "
        "kilden ikke gir noen slutt.",
        "Write at least one of start, startBefore, attestedOn and end. Write end, or hasEndState "
        "where the source gives no end.",
    ),
    Text(
        "Ting kan skrives med nøkkel (organisation:genoek) eller med navn (Genøk). Arket «names» "
        "sier hva nøklene heter.",
        "Things can be written by key (organisation:genoek) or by name (Genøk). The sheet “names” "
        "says what the keys are called.",
    ),
    Text(
        "Flere verdier i en celle skilles med semikolon og mellomrom, eller med linjeskift.",
        "Several values in a cell are parted by a semicolon and a space, or by a line break.",
    ),
    Text(
        "Les det inn igjen med «bioclustergraph sheet import FIL --source NØKKEL». Er noe galt, "
        "blir ingenting skrevet.",
        "Take it in again with “bioclustergraph sheet import FILE --source KEY”. If anything is "
        "wrong, nothing is written.",
    ),
)


def workbook(
    desk: Desk, kinds: Sequence[Kind], rows: Mapping[str, Rows], language: Language
) -> bytes:
    """Write a workbook with a sheet for each kind.

    Args:
        desk: what there is to choose from.
        kinds: the kinds.
        rows: the rows of each kind, by its name; a kind without any gets empty rows to fill in.
        language: the language of the read-me.

    Raises:
        MissingLibrary: the library for workbooks is not installed.
        SheetError: a text does not fit into a cell.
    """
    openpyxl = extra.openpyxl()
    book = openpyxl.Workbook()
    _read_me(book.active, kinds, language)
    lists = _Lists(book, desk)
    for kind in kinds:
        _sheet(
            book.create_sheet(kind.name, len(book.sheetnames)), kind, rows.get(kind.name, {}), lists
        )
    lists.write()
    base = book.create_sheet(BASE_SHEET)
    base.sheet_state = "veryHidden"
    for kind in kinds:
        for iri, row in rows.get(kind.name, {}).items():
            base.append([key_text(iri), fingerprint(row)])
    book.properties.creator = "bioclustergraph"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(kind: Kind, rows: Rows) -> bytes:
    """Write the rows of one kind as CSV (RFC 4180) in UTF-8, with the mark that Excel asks for."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    headers = [column.header for column in kind.columns]
    writer.writerow([kind.name, *headers])
    for iri, row in rows.items():
        writer.writerow([key_text(iri), *(row.get(header, "") for header in headers)])
    return stream.getvalue().encode("utf-8-sig")


def _sheet(sheet: Any, kind: Kind, rows: Rows, lists: _Lists) -> None:  # noqa: ANN401 - of a library that is imported late
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    titles = [(kind.name, kind.key_title, False)]
    titles += [(column.header, column.title(), column.required) for column in kind.columns]
    for at, (header, title, needed) in enumerate(titles, 1):
        _put(sheet.cell(1, at), header)
        sheet.cell(1, at).font = Font(color="666666", size=9)
        sheet.cell(1, at).fill = PatternFill("solid", fgColor=_MACHINE)
        _put(sheet.cell(2, at), title)
        sheet.cell(2, at).font = Font(bold=True)
        sheet.cell(2, at).fill = PatternFill("solid", fgColor=_NEEDED if needed else _OTHER)
        sheet.cell(2, at).alignment = Alignment(wrap_text=True, vertical="top")
        width = sheet.column_dimensions[get_column_letter(at)]
        width.width = 44 if at == 1 else 26
        width.number_format = _AS_TEXT
    for number, (iri, row) in enumerate(rows.items(), FIRST_ROW):
        _put(sheet.cell(number, 1), key_text(iri))
        for at, column in enumerate(kind.columns, FIRST_COLUMN):
            if column.header in row:
                _put(sheet.cell(number, at), row[column.header])
    last = FIRST_ROW + len(rows) + EMPTY_ROWS
    for number in range(FIRST_ROW + len(rows), FIRST_ROW + len(rows) + _READY):
        for at in range(1, len(titles) + 1):
            sheet.cell(number, at).number_format = _AS_TEXT
    for at, column in enumerate(kind.columns, FIRST_COLUMN):
        lists.offer(
            sheet, column, f"{get_column_letter(at)}{FIRST_ROW}:{get_column_letter(at)}{last}"
        )
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)


def _put(cell: Any, text: str) -> None:  # noqa: ANN401 - as _sheet
    """Write a text as a text, whatever it looks like: not as a formula, a number or a date."""
    from openpyxl.utils.exceptions import IllegalCharacterError

    if len(text) > LONGEST:
        raise SheetError(
            Text(
                f"En tekst på {len(text)} tegn får ikke plass i en celle.",
                f"A text of {len(text)} characters does not fit into a cell.",
            ),
            hint=Text("Bruk CSV, eller rediger filen.", "Use CSV, or edit the file."),
        )
    try:
        cell.value = text
    except IllegalCharacterError as error:
        raise SheetError(
            Text(
                f"{text!r} har tegn som ikke kan stå i en celle.",
                f"{text!r} has characters that no cell can hold.",
            ),
            hint=Text("Bruk CSV, eller rediger filen.", "Use CSV, or edit the file."),
        ) from error
    cell.data_type = "s"
    cell.number_format = _AS_TEXT
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


class _Lists:
    """The lists that cells choose from, each once, in a sheet of their own."""

    def __init__(self, book: Any, desk: Desk) -> None:  # noqa: ANN401 - as _sheet
        self.book = book
        self.labels = _labels(desk)
        self.ranges: dict[tuple[str, ...], str] = {}
        self.sheet = book.create_sheet(LISTS)

    def offer(self, sheet: Any, column: Column, cells: str) -> None:  # noqa: ANN401 - as _sheet
        """Let some cells be chosen from the list of their column, and say how they are written."""
        from openpyxl.worksheet.datavalidation import DataValidation

        if column.form is Form.CHOICE and column.choices:
            # A thing may be new, or written by its name: there the list only helps.
            rule = DataValidation(
                type="list",
                formula1=self._range(column.choices),
                allow_blank=True,
                errorStyle="warning" if column.kinds else "stop",
                showErrorMessage=not column.kinds,
            )
        else:
            rule = DataValidation(allow_blank=True)
        rule.promptTitle = column.header[:32]
        rule.prompt = f"{WORDS[column.form].nb} / {WORDS[column.form].en}"[:255]
        rule.showInputMessage = True
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _range(self, choices: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        if choices not in self.ranges:
            at = len(self.ranges) + 1
            for number, choice in enumerate(choices, 1):
                _put(self.sheet.cell(number, at), compact(choice))
            letter = get_column_letter(at)
            self.ranges[choices] = f"{LISTS}!${letter}$1:${letter}${len(choices)}"
        return self.ranges[choices]

    def write(self) -> None:
        """Write what the values are called, for people to look up."""
        sheet = self.book.create_sheet(NAMES, 1)
        sheet.append(["value", "nb", "en"])
        for choice in sorted({choice for choices in self.ranges for choice in choices}):
            label = self.labels.get(choice, Text("", ""))
            row = sheet.max_row + 1
            for at, text in enumerate((compact(choice), label.nb, label.en), 1):
                _put(sheet.cell(row, at), text)
        sheet.auto_filter.ref = f"A1:C{sheet.max_row}"
        sheet.freeze_panes = "A2"
        for letter in "ABC":
            sheet.column_dimensions[letter].width = 44
        self.sheet.sheet_state = "hidden"
        self.book.move_sheet(self.sheet, len(self.book.sheetnames))


def _labels(desk: Desk) -> dict[str, Text]:
    """Give what everything that can be chosen is called, in both languages."""
    import rdflib

    found: dict[str, dict[str, str]] = {}
    for graph in (desk.data.merged(), desk.terms):
        for property_ in (rdflib.RDFS.label, rdflib.SKOS.prefLabel):
            for subject, text in graph.subject_objects(property_):
                if isinstance(text, rdflib.Literal) and text.language in names.LANGUAGES:
                    found.setdefault(str(subject), {}).setdefault(text.language, str(text))
    return {iri: Text(said.get("nb", ""), said.get("en", "")) for iri, said in found.items()}


def _read_me(sheet: Any, kinds: Sequence[Kind], language: Language) -> None:  # noqa: ANN401 - as _sheet
    from openpyxl.styles import Alignment, Font

    sheet.title = READ_ME
    for text in _EXPLAINED:
        sheet.append([text.in_language(language)])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=5
        )
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[sheet.max_row].height = 34
    sheet.append([])
    heads = Text("ark|kolonne|hva|form|hva som skal stå", "sheet|column|what|form|what to write")
    sheet.append(heads.in_language(language).split("|"))
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for kind in kinds:
        sheet.append([kind.name, kind.name, kind.definition.in_language(language)])
        for column in kind.columns:
            row = sheet.max_row + 1
            remedy = "" if column.remedy is None else column.remedy.in_language(language)
            form = WORDS[column.form].in_language(language)
            for at, said in enumerate((kind.name, column.header, column.title(), form, remedy), 1):
                _put(sheet.cell(row, at), said)
    for letter, width in zip("ABCDE", (24, 28, 40, 32, 110), strict=True):
        sheet.column_dimensions[letter].width = width
