"""Spreadsheets: out, edited as people and Excel edit, and in again."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine

from bioclustergraph import cli
from bioclustergraph.curating.sheets import importing
from bioclustergraph.curating.sheets.rows import Desk
from bioclustergraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOURCES = (
    "2008-scanbalt-bioinn",
    "2016-biotech-north-about",
    "2019-hamarregionen-heidner-biocluster",
    "2022-biotech-north-annual-report-2021",
    "2024-heidner-european-cluster-conference",
)
SOURCE = SOURCES[2]
Book = Any
"""A workbook, a sheet or a cell: the stubs make of each a union with what ours never is."""
DATE_TEXT = "2021, 2021-06 or 2021-06-30"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Project:
    """A copy of the project's files."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / part, tmp_path / "project" / part)
    return Project(tmp_path / "project")


def run(project: Project, *arguments: object) -> int:
    return cli.run(["--lang", "en", "--root", str(project.root), *map(str, arguments)])


def source(project: Project, key: str = SOURCE) -> Path:
    return project.data / "sources" / f"{key}.ttl"


def lines(project: Project, before: str, key: str = SOURCE) -> list[str]:
    """The lines that an import added and took away."""
    import difflib

    now = source(project, key).read_text(encoding="utf-8")
    compared = difflib.ndiff(before.splitlines(), now.splitlines())
    return [line for line in compared if line[:2] in {"+ ", "- "}]


@pytest.fixture
def edit(copy: Project, tmp_path: Path) -> Callable[[Callable[[Book], None]], Path]:
    """Export the source, let a function edit the workbook, and save it."""

    def edited(change: Callable[[Book], None], kinds: tuple[str, ...] = ("existence",)) -> Path:
        path = tmp_path / "book.xlsx"
        assert run(copy, "sheet", "export", *kinds, "--source", SOURCE, "-o", path) == 0
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path

    return edited


def at(sheet: Book, key: str, header: str) -> Book:
    """The cell of a relation and a column."""
    headers = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows() if row[0].value == key)
    return row[headers.index(header)]


def new_row(sheet: Book, **cells: object) -> int:
    """Write a row below the last that is filled; ``__`` stands for a colon and ``_at_`` for @."""
    headers = [cell.value for cell in sheet[1]]
    number = 1 + max(row[0].row for row in sheet.iter_rows() if any(c.value for c in row))
    for name, value in cells.items():
        header = name.replace("__", ":").replace("_at_", "@")
        sheet.cell(number, headers.index(header) + 1).value = value
    return int(number)


# --- out and in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SOURCES)
def test_export_then_import_changes_not_one_byte(copy: Project, tmp_path: Path, key: str) -> None:
    book = tmp_path / "book.xlsx"
    before = {path: path.read_bytes() for path in copy.data.rglob("*.ttl")}
    assert run(copy, "sheet", "export", "--source", key, "-o", book) == 0
    assert run(copy, "sheet", "import", book, "--source", key, "--delete") == 0
    assert {path: path.read_bytes() for path in copy.data.rglob("*.ttl")} == before


def test_every_statement_of_a_source_is_in_its_workbook(copy: Project, tmp_path: Path) -> None:
    """Read by calamine, which is not the library that wrote it."""
    book = tmp_path / "book.xlsx"
    run(copy, "sheet", "export", "--source", SOURCE, "-o", book)
    read = python_calamine.CalamineWorkbook.from_path(book)
    keys = set()
    cells = []
    for name in read.sheet_names:
        if name not in {"read-me", "names", "lists", "_base"}:
            rows = read.get_sheet_by_name(name).to_python()
            keys |= {str(row[0]) for row in rows[2:] if row[0]}
            cells += [cell for row in rows[2:] for cell in row if cell != ""]
    text = source(copy).read_text(encoding="utf-8")
    blocks = {line for line in text.splitlines() if line[:1].isalpha() and ":" in line}
    assert keys == {line for line in blocks if not line.startswith("document:")}
    assert {type(cell) for cell in cells} == {str}, "dates and numbers are text"
    assert "2019-04-15" in cells
    assert "2018-11" in cells


def test_csv_goes_out_and_in(copy: Project, tmp_path: Path) -> None:
    table = tmp_path / "naming.csv"
    before = source(copy).read_bytes()
    assert run(copy, "sheet", "export", "naming", "--source", SOURCE, "-o", table) == 0
    assert run(copy, "sheet", "import", table, "--source", SOURCE) == 0
    assert source(copy).read_bytes() == before
    text = table.read_text(encoding="utf-8-sig").replace(",", ";")
    table.write_text(text.replace("name-kind:abbreviation", "name-kind:acronym"), encoding="utf-8")
    assert run(copy, "sheet", "import", table, "--source", SOURCE) == 1
    assert source(copy).read_bytes() == before


def test_edited_cell_changes_its_statement_alone(copy: Project, edit: Callable[..., Path]) -> None:
    before = source(copy).read_text(encoding="utf-8")

    def change(book: Book) -> None:
        sheet = book["existence"]
        at(sheet, "existence:heidner-biocluster-nce--2019-01", "bcg:start").value = "2019-02"

    path = edit(change)
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    assert lines(copy, before) == [
        '-     bcg:start "2019-01"^^xsd:gYearMonth ;',
        '+     bcg:start "2019-02"^^xsd:gYearMonth ;',
    ]
    # The same workbook again has nothing more to say.
    once = source(copy).read_bytes()
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    assert source(copy).read_bytes() == once


def test_emptied_cell_takes_its_statement_away(copy: Project, edit: Callable[..., Path]) -> None:
    before = source(copy).read_text(encoding="utf-8")

    def change(book: Book) -> None:
        sheet = book["existence"]
        cell = at(sheet, "existence:heidner-biocluster-nce--2019-01", "bcg:plannedDuration")
        assert cell.value
        cell.value = None

    assert run(copy, "sheet", "import", edit(change), "--source", SOURCE) == 0
    assert [line[:30] for line in lines(copy, before)] == ['-     bcg:plannedDuration "P5Y']


def test_removed_row_stays_unless_delete(
    copy: Project, edit: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = source(copy).read_bytes()

    def change(book: Book) -> None:
        book["existence"].delete_rows(3)

    path = edit(change)
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    assert source(copy).read_bytes() == before
    assert "1 are in the file and not in the sheet" in capsys.readouterr().err
    assert run(copy, "sheet", "import", path, "--source", SOURCE, "--delete") == 0
    gone = lines(copy, before.decode())
    assert gone[0].startswith("- existence:") or gone[1].startswith("- existence:")
    assert not [line for line in gone if line.startswith("+")]


def test_dry_run_shows_and_writes_nothing(
    copy: Project, edit: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = source(copy).read_bytes()

    def change(book: Book) -> None:
        at(
            book["existence"], "existence:heidner-biocluster-nce--2019-01", "bcg:start"
        ).value = "2019-02"

    path = edit(change)
    assert run(copy, "sheet", "import", path, "--source", SOURCE, "--dry-run") == 0
    assert '+    bcg:start "2019-02"^^xsd:gYearMonth ;' in capsys.readouterr().out
    assert source(copy).read_bytes() == before


def test_what_both_have_changed_is_refused(copy: Project, edit: Callable[..., Path]) -> None:
    key = "existence:heidner-biocluster-nce--2019-01"

    def change(book: Book) -> None:
        at(book["existence"], key, "bcg:start").value = "2019-02"

    path = edit(change)
    text = source(copy).read_text(encoding="utf-8")
    source(copy).write_text(text.replace('"P5Y"', '"P9Y"'), encoding="utf-8")
    after = source(copy).read_bytes()
    taken = importing.take(Desk.of(copy, SOURCE), path)
    assert "changed both here and in the file" in taken.report.violations[0].message.en
    assert source(copy).read_bytes() == after


def test_row_that_only_the_file_changed_is_left_alone(
    copy: Project, edit: Callable[..., Path]
) -> None:
    path = edit(lambda _: None)
    text = source(copy).read_text(encoding="utf-8").replace('"P5Y"', '"P9Y"')
    source(copy).write_text(text, encoding="utf-8")
    assert run(copy, "sheet", "import", path, "--source", SOURCE, "--delete") == 0
    assert source(copy).read_text(encoding="utf-8") == text


# --- new rows -------------------------------------------------------------------------------------


def test_template_filled_in_becomes_statements(copy: Project, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert run(copy, "sheet", "template", "membership", "organisation", "-o", path) == 0
    book = openpyxl.load_workbook(path)
    new_row(book["organisation"], rdfs__label_at_nb="Østlyng Bio", rdfs__label_at_en="Østlyng Bio")
    new_row(
        book["membership"],
        org__member=" Østlyng Bio\u00a0",
        org__organization="NCE Heidner Biocluster",
        org__role="membership-role:member",
        bcg__start=2018,
        bcg__attestedOn="2019-04-15",
        bcg__hasEndState="end-state:not-recorded",
        bcg__hasEvidence="char=10,20; char=30,40",
    )
    book.save(path)
    before = source(copy).read_text(encoding="utf-8")
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    added = [line[2:] for line in lines(copy, before) if line.strip("+ ")]
    assert "membership:oestlyng-bio--heidner-biocluster--2018" in added
    assert '    bcg:start "2018"^^xsd:gYear ;' in added
    assert "    org:member organisation:oestlyng-bio ;" in added
    assert sum("hasEvidence" in line for line in added) == 2
    things = (copy.data / "things" / "organisations.ttl").read_text(encoding="utf-8")
    assert "organisation:oestlyng-bio\n    a bcg:Organisation ;\n" in things
    assert run(copy, "check") == 0
    assert run(copy, "fmt", "--check") == 0


def test_template_offers_what_the_shapes_demand(copy: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert run(copy, "sheet", "template", "membership", "-o", path) == 0
    book = openpyxl.load_workbook(path)
    sheet = book["membership"]
    titles = {sheet.cell(1, at).value: sheet.cell(2, at).value for at in range(1, 15)}
    assert titles["org:role"] == "rolle / role *"
    assert titles["bcg:start"] == "begynnelse / start"
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    place = lists["D3"].partition("!")[2].replace("$", "")
    offered = [cell.value for row in book["lists"][place] for cell in row]
    assert offered == ["membership-role:founding-member", "membership-role:member"]
    assert sheet.cell(3, 5).number_format == "@", "a date is kept as it is typed"
    assert book["lists"].sheet_state == "hidden"
    words = [cell.value for row in book["read-me"].iter_rows() for cell in row if cell.value]
    assert any(DATE_TEXT in str(word) for word in words)


def test_template_of_every_kind(copy: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    kinds = Desk.of(copy).kinds
    assert len(kinds) == 28 + 1 + 9, "relations, completeness, things"
    assert run(copy, "sheet", "template", *kinds, "-o", path) == 0
    assert set(kinds) <= set(openpyxl.load_workbook(path, read_only=True).sheetnames)
    before = source(copy).read_bytes()
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    assert source(copy).read_bytes() == before


# --- what is wrong --------------------------------------------------------------------------------


def test_all_that_is_wrong_is_told_at_once_and_nothing_written(
    copy: Project, edit: Callable[..., Path]
) -> None:
    before = {path: path.read_bytes() for path in copy.data.rglob("*.ttl")}
    rows: dict[str, int] = {}
    good: dict[str, object] = {
        "org__organization": "cluster:heidner-biocluster",
        "org__role": "membership-role:member",
        "bcg__attestedOn": "2019-04-15",
        "bcg__hasEndState": "end-state:open",
        "bcg__hasEvidence": "char=1,20",
    }

    def change(book: Book) -> None:
        sheet = book["membership"]
        member = "organisation:klosser-innovasjon"
        wrong: dict[str, dict[str, object]] = {
            "thing": {"org__member": "Klossser"},
            "concept": {"org__member": member, "org__role": "membership-role:memberr"},
            "date": {"org__member": member, "bcg__attestedOn": date(2019, 4, 1)},
            "serial": {"org__member": member, "bcg__attestedOn": 43556},
            "day": {"org__member": member, "bcg__attestedOn": "2019-02-30"},
            "formula": {"org__member": "=A3"},
            "passage": {"org__member": member, "bcg__hasEvidence": "1-20"},
            "missing": {"org__member": member, "org__role": None},
        }
        for name, cells in wrong.items():
            rows[name] = new_row(sheet, **{**good, **cells})
        rows["key"] = new_row(sheet, **{**good, "membership": "cluster:x", "org__member": member})
        book["facilitation"].merge_cells("B3:C3")
        book.create_sheet("notes")["A1"] = "remember"

    path = edit(change, ("membership", "facilitation"))
    taken = importing.take(Desk.of(copy, SOURCE), path)
    told = {finding.line: finding.message.en for finding in taken.report.violations}
    assert "column B (org:member): Nothing here is named “Klossser”." in told[rows["thing"]]
    assert "membership-role:memberr cannot stand here" in told[rows["concept"]]
    assert "has turned the cell into the day or time 2019-04-01" in told[rows["date"]]
    assert "number 43556, which the program takes for 2019-04-01" in told[rows["serial"]]
    assert "“2019-02-30” is not a date" in told[rows["day"]]
    assert "is a formula: =A3" in told[rows["formula"]]
    assert "“1-20” is not a passage" in told[rows["passage"]]
    assert "org:role must be filled in" in told[rows["missing"]]
    assert "“cluster:x” is not the key of a membership" in told[rows["key"]]
    every = [finding.message.en for finding in taken.report.violations]
    assert any("sheet facilitation, row 3, column B3:C3: The cells are merged." in m for m in every)
    assert any("sheet notes, row 1, column A: “remember” is not a kind" in m for m in every)
    assert {f.file for f in taken.report.violations} == {str(path)}
    assert {p: p.read_bytes() for p in copy.data.rglob("*.ttl")} == before


def test_what_only_the_shapes_can_see_is_told_by_row(
    copy: Project, edit: Callable[..., Path]
) -> None:
    before = source(copy).read_bytes()

    def change(book: Book) -> None:
        at(
            book["existence"], "existence:heidner-biocluster-nce--2019-01", "bcg:hasEvidence"
        ).value = "char=1,999999"

    path = edit(change)
    taken = importing.take(Desk.of(copy, SOURCE), path)
    assert [f.message.en for f in taken.report.violations] == [
        (
            "sheet existence, row 3, column K (bcg:hasEvidence): The passage "
            f"document:{SOURCE}#char=1,999999 ends after the last character of the document."
        )
    ]
    assert source(copy).read_bytes() == before


def test_excel_numbers_in_text_are_refused_and_hidden_rows_told(
    copy: Project, edit: Callable[..., Path]
) -> None:
    def change(book: Book) -> None:
        sheet = book["naming"]
        sheet.row_dimensions[4].hidden = True
        at(sheet, sheet.cell(5, 1).value, "bcg:nameText").value = 100

    taken = importing.take(Desk.of(copy, SOURCE), edit(change, ("naming",)))
    assert "zeros in front may be lost" in taken.report.violations[0].message.en
    hidden = [f for f in taken.report if f not in taken.report.violations]
    assert "rows 4" in hidden[0].message.en


def test_text_that_looks_like_a_formula_stays_a_text(
    copy: Project, edit: Callable[..., Path]
) -> None:
    text = source(copy).read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if "bcg:nameText" in line)
    source(copy).write_text(
        text.replace(first, '    bcg:nameText "=1+1 «å» \\t x"@nb ;', 1), encoding="utf-8"
    )
    before = source(copy).read_bytes()
    path = edit(lambda _: None, ("naming",))
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 0
    assert source(copy).read_bytes() == before


def test_file_that_is_not_in_form_is_not_rewritten(
    copy: Project, edit: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def change(book: Book) -> None:
        at(
            book["existence"], "existence:heidner-biocluster-nce--2019-01", "bcg:start"
        ).value = "2019-02"

    path = edit(change)
    text = (
        source(copy).read_text(encoding="utf-8").replace("    a bcg:Naming ;", "  a bcg:Naming ;")
    )
    source(copy).write_text(text, encoding="utf-8")
    assert run(copy, "sheet", "import", path, "--source", SOURCE) == 1
    assert "Run “bioclustergraph fmt” first" in capsys.readouterr().err
    assert source(copy).read_text(encoding="utf-8") == text


def test_comments_survive_an_import(copy: Project, edit: Callable[..., Path]) -> None:
    old = '    bcg:start "2019-01"^^xsd:gYearMonth ;'
    text = source(copy).read_text(encoding="utf-8").replace(old, f"{old}  # on the first page")
    source(copy).write_text(text, encoding="utf-8")

    def change(book: Book) -> None:
        at(
            book["existence"], "existence:heidner-biocluster-nce--2019-01", "bcg:start"
        ).value = "2019-02"

    assert run(copy, "sheet", "import", edit(change), "--source", SOURCE) == 0
    now = source(copy).read_text(encoding="utf-8")
    assert '    bcg:start "2019-02"^^xsd:gYearMonth ;\n    # on the first page\n.\n' in now


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("template", "memberships", "-o", "x.xlsx"), "“memberships” is not a kind we have."),
        (("export", "--source", "2001-x", "-o", "x.xlsx"), "There is no source “2001-x”."),
        (("export", "--source", SOURCE, "-o", "x.ods"), "must be named .xlsx or .csv"),
        (("export", "--source", SOURCE, "-o", "x.csv"), "A CSV file has one kind."),
        (("import", "absent.xlsx", "--source", SOURCE), "cannot be read: No such file"),
        (("import", "x.ods", "--source", SOURCE), "no sheet that we can read"),
        (("export", "--source", SOURCE, "-o", "no/where/x.xlsx"), "cannot be written"),
    ],
)
def test_bad_arguments_are_one_clear_message(  # noqa: PLR0913, PLR0917 - what it needs
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(project, "sheet", *arguments) == 1
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_file_that_is_no_workbook(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"not a zip")
    assert run(project, "sheet", "import", path, "--source", SOURCE) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_missing_library_is_said(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert run(project, "sheet", "template", "membership", "-o", tmp_path / "x.xlsx") == 1
    assert "pip install 'bioclustergraph[curating]'" in capsys.readouterr().err
