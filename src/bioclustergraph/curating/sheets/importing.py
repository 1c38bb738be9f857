"""Take the rows of a sheet over into the Turtle files: only what was edited, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bioclustergraph import checking, turtle
from bioclustergraph.curating import saving
from bioclustergraph.curating.sheets import interpreting, naming
from bioclustergraph.curating.sheets.cells import CellError
from bioclustergraph.curating.sheets.reading import Book, Row, Sheet, Trouble, read
from bioclustergraph.curating.sheets.rows import Desk, fingerprint, values_of
from bioclustergraph.dataset import Dataset
from bioclustergraph.errors import SheetError, Text
from bioclustergraph.names import compact, expand, fold, kind_of
from bioclustergraph.report import Finding, Report, Severity

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    from bioclustergraph.dataset import DataFile


@dataclass
class Taken:
    """What came of a sheet.

    Attributes:
        report: what is wrong, with file, row and column; nothing is written if anything is.
        texts: the new texts of the files that change, by path.
        added: the IRIs that are new.
        changed: the IRIs of which something was edited.
        removed: the IRIs that are gone.
        kept: the IRIs that the sheet no longer has, and that stay because nobody said otherwise.
    """

    report: Report = field(default_factory=Report)
    texts: dict[Path, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def take(desk: Desk, path: Path, *, delete: bool = False, write: bool = True) -> Taken:
    """Take a workbook or a CSV file over.

    A cell that says what the file says changes nothing, whatever the file looks like. A row that
    was exported and not edited is left alone, even if the file has changed since; one that both
    have changed is refused. All that is wrong is told at once.

    Args:
        desk: the project and the source.
        path: the workbook or CSV file.
        delete: whether relations whose rows are gone are removed; things never are.
        write: whether to write; else it is only said what would change.

    Raises:
        SheetError: the file cannot be read, or a Turtle file is not in form.
        FileError: a Turtle file cannot be written.
    """
    book = read(path, desk.kinds)
    work = _Work(desk, path, book)
    for sheet in sorted(book.sheets, key=lambda sheet: not sheet.kind.is_thing):
        work.take(sheet, delete=delete)
    if not any(trouble.grave for trouble in work.troubles):
        work.finish()
    taken = work.taken
    taken.report = Report.of(
        (*map(work.finding, work.troubles), *work.judged), rows=work.rows, sheets=len(book.sheets)
    )
    if write and taken.texts and not taken.report.violations:
        saving.replace(taken.texts)
    return taken


class _Work:
    """One import."""

    def __init__(self, desk: Desk, path: Path, book: Book) -> None:
        # Things of the same workbook can be pointed at by its relations.
        self.new: dict[str, str] = {}
        cells = replace(desk.cells, known=set(desk.cells.known), resolve=self._resolve)
        self.named = desk.cells.resolve
        self.desk = replace(desk, cells=cells)
        self.path = path
        self.book = book
        self.troubles = list(book.troubles)
        self.judged: list[Finding] = []
        self.taken = Taken()
        self.rows = 0
        self.graphs: dict[Path, rdflib.Graph] = {}
        self.places: dict[str, tuple[Sheet, Row]] = {}
        self.used = {
            str(subject) for file in desk.data.files for subject in file.graph.subjects(unique=True)
        }

    def _resolve(self, text: str, kinds: tuple[str, ...]) -> str:
        """Find a thing by its name, first among those that the workbook adds."""
        new = self.new.get(fold(text))
        return new if new is not None and kind_of(new) in kinds else self.named(text, kinds)

    # --- rows -------------------------------------------------------------------------------------

    def take(self, sheet: Sheet, *, delete: bool) -> None:
        """Take the rows of one sheet."""
        there = self.desk.subjects(sheet.kind)
        if not sheet.kind.is_thing and self.desk.source is None:
            self._trouble(
                sheet, None, None,
                Text("Arket har relasjoner, men ingen kilde er nevnt.",
                     "The sheet has relations, but no source is named."),
                Text("Gi kilden med --source NØKKEL.", "Name the source with --source KEY."),
            )  # fmt: skip
            return
        seen: set[str] = set()
        for row in sheet.rows:
            self.rows += 1
            iri = self._iri(sheet, row, seen, there)
            if iri is None:
                continue
            seen.add(iri)
            self._announce(sheet, row, iri)
            self.places[iri] = (sheet, row)
            self._row(sheet, row, iri, there.get(iri))
        self._gone(sheet, {i: f for i, f in there.items() if i not in seen}, delete=delete)

    def _announce(self, sheet: Sheet, row: Row, iri: str) -> None:
        """Let a thing of the workbook be found by its key and its names."""
        if sheet.kind.is_thing:
            self.desk.cells.known.add(iri)
            for header in ("rdfs:label@nb", "rdfs:label@en"):
                if header in row.cells:
                    self.new.setdefault(fold(row.cells[header].text), iri)

    def _iri(
        self, sheet: Sheet, row: Row, seen: set[str], there: dict[str, DataFile]
    ) -> str | None:
        """Find or make the IRI of a row."""
        written = interpreting.tidied(row.key.text)
        if not written:
            try:
                iri = naming.name(self.desk, sheet, row, self.used)
            except CellError as error:
                self._trouble(sheet, row, None, error.message, error.remedy)
                return None
            self.used.add(iri)
            return iri
        iri = expand(written) or ""
        if kind_of(iri) != sheet.kind.name or naming.PATTERN.fullmatch(compact(iri)) is None:
            self._trouble(
                sheet, row, sheet.kind.name,
                Text(f"«{written}» er ikke nøkkelen til {sheet.kind.label.nb}.",
                     f"“{written}” is not the key of a {sheet.kind.label.en}."),
                Text(f"Skriv {sheet.kind.name}:<nøkkel>, eller la cellen stå tom i en ny rad.",
                     f"Write {sheet.kind.name}:<key>, or leave the cell empty in a new row."),
            )  # fmt: skip
            return None
        if iri in seen or (iri in self.used and iri not in there):
            self._trouble(
                sheet, row, sheet.kind.name,
                Text(f"{written} er brukt fra før.", f"{written} is used already."),
                Text("La cellen stå tom, så får raden en nøkkel.",
                     "Leave the cell empty, and the row is given a key."),
            )  # fmt: skip
            return None
        self.used.add(iri)
        return iri

    def _row(self, sheet: Sheet, row: Row, iri: str, file: DataFile | None) -> None:
        """Take one row into the graph of its file."""
        now = {} if file is None else self.desk.row(sheet.kind, file, iri)
        said = {header: cell.text for header, cell in row.cells.items()}
        base = self.book.base.get(compact(iri))
        edited = fingerprint(said) != base
        if file is not None and not edited:
            return
        if file is None and base is not None:
            self._trouble(
                sheet, row, None,
                Text(f"{compact(iri)} er tatt ut av filen etter at arket ble laget.",
                     f"{compact(iri)} has been removed from the file since the sheet was made."),
                Text("Slett raden, eller tøm den første cellen for å legge den til på nytt.",
                     "Delete the row, or empty its first cell to add it anew."),
            )  # fmt: skip
            return
        target = file.path if file is not None else naming.file_for(self.desk, sheet.kind)
        changes = self._changes(sheet, row, iri, file)
        if changes is None or (file is not None and not changes):
            return
        if file is not None and base is not None and fingerprint(now) != base:
            self._trouble(
                sheet, row, None,
                Text(f"{compact(iri)} er endret både i arket og i filen etter at arket ble laget.",
                     f"{compact(iri)} was changed both here and in the file since the sheet was "
                     "made."),
                Text("Hent kilden ut på nytt, og gjør endringen der.",
                     "Export the source anew, and make the change there."),
            )  # fmt: skip
            return
        graph = self._graph(target)
        import rdflib

        subject = rdflib.URIRef(iri)
        if file is None:
            self.taken.added.append(iri)
            if not any(column.iri == naming.TYPE for column, _, _ in changes):
                graph.add((subject, rdflib.RDF.type, rdflib.URIRef(sheet.kind.classes[0])))
        else:
            self.taken.changed.append(iri)
        for column, old, new in changes:
            for value in old:
                graph.remove((subject, rdflib.URIRef(column.iri), value))
            for value in new:
                graph.add((subject, rdflib.URIRef(column.iri), value))

    def _changes(
        self, sheet: Sheet, row: Row, iri: str, file: DataFile | None
    ) -> list[interpreting.Change] | None:
        """Give what each cell changes; ``None`` if one of them cannot be read."""
        changes: list[interpreting.Change] = []
        wrong = False
        for column in sheet.kind.columns:
            cell = row.cells.get(column.header)
            if column.header not in sheet.letters:
                missing = column.required and file is None
            else:
                missing = column.required and (cell is None or not interpreting.tidied(cell.text))
            old = [] if file is None else values_of(file.graph, iri, column)
            if missing:
                wrong = True
                self._trouble(
                    sheet, row, column.header,
                    Text(f"Cellen er tom, og {column.header} må fylles ut.",
                         f"The cell is empty, and {column.header} must be filled in."),
                    column.remedy or Text("Fyll den ut.", "Fill it in."),
                )  # fmt: skip
                continue
            if column.header not in sheet.letters:
                continue
            try:
                new = interpreting.values(self.desk.cells, column, cell, old)
            except CellError as error:
                wrong = True
                self._trouble(sheet, row, column.header, error.message, error.remedy)
                continue
            self.troubles += interpreting.told(sheet, row, column, cell, old)
            if new is not None and set(new) != set(old):
                changes.append((column, old, new))
        return None if wrong else changes

    def _gone(self, sheet: Sheet, gone: dict[str, DataFile], *, delete: bool) -> None:
        """Remove the relations whose rows are gone, if that was asked for."""
        import rdflib

        if self.book.base:  # a row that was never in this sheet was not removed from it
            gone = {iri: file for iri, file in gone.items() if compact(iri) in self.book.base}
        if sheet.kind.is_thing or not delete:
            self.taken.kept += gone if not sheet.kind.is_thing else ()
            return
        for iri, file in gone.items():
            self._graph(file.path).remove((rdflib.URIRef(iri), None, None))
            self.taken.removed.append(iri)

    def _graph(self, path: Path) -> rdflib.Graph:
        """Give the graph of a file, to be changed."""
        if path not in self.graphs:
            file = next(file for file in self.desk.data.files if file.path == path)
            copy = turtle.empty()
            for triple in file.graph:
                copy.add(triple)
            self.graphs[path] = copy
        return self.graphs[path]

    # --- files ------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Make the new texts, and judge what the project would then be."""
        files = {file.path: file for file in self.desk.data.files}
        changed: dict[Path, DataFile] = {}
        for path, graph in self.graphs.items():
            file = files[path]
            if set(graph) == set(file.graph):
                continue
            _refuse_unformed(file)
            text = turtle.rewritten(graph, file.text, file.graph_iri)
            self.taken.texts[path] = text
            changed[path] = replace(file, graph=graph, text=text)
        if changed:
            self._judge(changed)

    def _judge(self, changed: dict[Path, DataFile]) -> None:
        desk = self.desk
        would_be = Dataset(
            desk.project, tuple(changed.get(file.path, file) for file in desk.data.files)
        )
        after = checking.check(desk.project, would_be, desk.terms).violations
        if not after:
            return
        before = {_same(f) for f in checking.check(desk.project, desk.data, desk.terms).violations}
        self.judged += [self._placed(f) for f in after if _same(f) not in before]

    def _placed(self, finding: Finding) -> Finding:
        """Say a finding about a row where the row is, and not where its statement would be."""
        place = self.places.get(finding.focus or "")
        if place is None:
            return finding
        sheet, row = place
        header = next((c.header for c in sheet.kind.columns if c.iri == finding.path), None)
        trouble = Trouble(
            sheet.name, row.number, sheet.place(header), finding.message, finding.remedy
        )
        return replace(
            self.finding(trouble),
            rule=finding.rule,
            focus=finding.focus,
            path=finding.path,
            value=finding.value,
            constraint=finding.constraint,
        )

    # --- what is said -----------------------------------------------------------------------------

    def _trouble(
        self, sheet: Sheet, row: Row | None, header: str | None, message: Text, remedy: Text
    ) -> None:
        number = None if row is None else row.number
        place = f"A ({header})" if header == sheet.kind.name else sheet.place(header)
        self.troubles.append(Trouble(sheet.name, number, place, message, remedy))

    def finding(self, trouble: Trouble) -> Finding:
        """Make a finding of a trouble; its line is the row."""
        where_nb = [f"ark {trouble.sheet}"] if trouble.sheet else []
        where_en = [f"sheet {trouble.sheet}"] if trouble.sheet else []
        if trouble.row is not None:
            where_nb.append(f"rad {trouble.row}")
            where_en.append(f"row {trouble.row}")
        if trouble.column is not None:
            where_nb.append(f"kolonne {trouble.column}")
            where_en.append(f"column {trouble.column}")
        return Finding(
            severity=Severity.VIOLATION if trouble.grave else Severity.WARNING,
            rule="sheet",
            message=Text(
                f"{', '.join(where_nb)}: {trouble.message.nb}",
                f"{', '.join(where_en)}: {trouble.message.en}",
            ),
            remedy=trouble.remedy,
            file=str(self.path),
            line=trouble.row,
        )


def _refuse_unformed(file: DataFile) -> None:
    """Refuse to write into a file whose form would change with the edit."""
    if turtle.tidy(file.text, file.graph_iri, path=file.path) != file.text:
        raise SheetError(
            Text(
                "Filen er ikke i form, så mer enn endringen din ville blitt endret.",
                "The file is not in form, so more than your edit would change.",
            ),
            path=file.path,
            hint=Text("Kjør «bioclustergraph fmt» først.", "Run “bioclustergraph fmt” first."),
        )


def _same(finding: Finding) -> tuple[str | None, ...]:
    """What makes two findings one, whatever line they are on."""
    return (finding.rule, finding.file, finding.focus, finding.path, finding.value)
