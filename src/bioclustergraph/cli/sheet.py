"""``sheet``: templates to fill in, a source as a workbook, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion, reports
from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.curating.sheets.columns import Kind
    from bioclustergraph.curating.sheets.importing import Taken
    from bioclustergraph.curating.sheets.rows import Desk


def command(asked: Asked) -> click.Command:
    """Make the command: a group of ``template``, ``export`` and ``import``."""
    group = commands.Group(
        "sheet",
        no_args_is_help=True,
        help=asked.say(
            "Regneark: lag mal, hent ut en kilde, les inn igjen.",
            "Spreadsheets: make a template, export a source, import it again.",
        ),
    )
    for part in (_template, _export, _import):
        group.add_command(part(asked))
    return group


def _template(asked: Asked) -> click.Command:
    say = asked.say

    def template(kinds: tuple[str, ...], output: Path) -> None:
        from bioclustergraph.curating.sheets.rows import Desk

        desk = Desk.of(asked.project())
        _write(asked, desk, [desk.kind(name) for name in kinds], {}, output)

    return commands.Command(
        "template",
        callback=template,
        help=say(
            "Lag en tom arbeidsbok med ett ark for hvert SLAG, laget av formene og kodelistene: "
            "membership, position, organisation …",
            "Make an empty workbook with a sheet for each KIND, from the shapes and the code "
            "lists: membership, position, organisation …",
        ),
        params=[
            click.Argument(["kinds"], nargs=-1, required=True, metavar=say("SLAG…", "KIND…")),
            _output(asked),
        ],
    )


def _export(asked: Asked) -> click.Command:
    say = asked.say

    def export(kinds: tuple[str, ...], source: str, output: Path) -> None:
        from bioclustergraph.curating.sheets.rows import Desk

        desk = Desk.of(asked.project(), source)
        chosen = [desk.kind(name) for name in kinds] or [
            kind for kind in desk.kinds.values() if not kind.is_thing and desk.subjects(kind)
        ]
        rows = {
            kind.name: {iri: desk.row(kind, file, iri) for iri, file in desk.subjects(kind).items()}
            for kind in chosen
        }
        _write(asked, desk, chosen, rows, output)

    return commands.Command(
        "export",
        callback=export,
        help=say(
            "Hent relasjonene i en kilde ut som arbeidsbok (.xlsx), ett ark for hvert slag, eller "
            "ett slag som CSV. Uten SLAG alle slag av relasjoner som kilden har.",
            "Export the relations of a source as a workbook (.xlsx), a sheet for each kind, or one "
            "kind as CSV. Without KIND, all kinds of relation that the source has.",
        ),
        params=[
            click.Argument(["kinds"], nargs=-1, metavar=say("[SLAG…]", "[KIND…]")),
            _source(asked, required=True),
            _output(asked),
        ],
    )


def _import(asked: Asked) -> click.Command:
    say = asked.say

    def take(file: Path, source: str | None, delete: bool, dry_run: bool) -> int:
        from bioclustergraph.curating.sheets import importing
        from bioclustergraph.curating.sheets.rows import Desk

        desk = Desk.of(asked.project(), source)
        taken = importing.take(desk, file, delete=delete, write=not dry_run)
        if dry_run:
            _differences(desk, taken)
        code = reports.write(asked, taken.report) if taken.report.findings else 0
        click.echo(_summary(asked, taken, code=code, dry_run=dry_run), err=True)
        return code

    return commands.Command(
        "import",
        callback=take,
        help=say(
            "Les en arbeidsbok (.xlsx) eller en CSV-fil inn i kildens Turtle-fil: det som er "
            "endret, og ikke mer. Er noe galt, sies alt med ark, rad og kolonne, og ingenting "
            "skrives.",
            "Take a workbook (.xlsx) or a CSV file over into the Turtle file of the source: what "
            "was edited, and no more. If anything is wrong, all of it is told with sheet, row and "
            "column, and nothing is written.",
        ),
        params=[
            click.Argument(["file"], type=click.Path(path_type=Path), metavar=say("FIL", "FILE")),
            _source(asked, required=False),
            click.Option(
                ["--delete"],
                is_flag=True,
                help=say(
                    "Fjern relasjonene hvis rader er slettet; ellers blir de.",
                    "Remove the relations whose rows were deleted; else they stay.",
                ),
            ),
            click.Option(
                ["--dry-run"],
                is_flag=True,
                help=say(
                    "Skriv ingenting; vis hva som ville endres.",
                    "Write nothing; show what would change.",
                ),
            ),
        ],
    )


def _source(asked: Asked, *, required: bool) -> click.Option:
    return click.Option(
        ["--source"],
        required=required,
        metavar=asked.say("NØKKEL", "KEY"),
        shell_complete=completion.things(asked, "document"),
        help=asked.say("Kildens nøkkel.", "The key of the source."),
    )


def _output(asked: Asked) -> click.Option:
    return click.Option(
        ["--output", "-o"],
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        metavar=asked.say("FIL", "FILE"),
        help=asked.say("Filen som skrives.", "The file to write."),
    )


def _write(
    asked: Asked,
    desk: Desk,
    kinds: list[Kind],
    rows: dict[str, dict[str, dict[str, str]]],
    output: Path,
) -> None:
    from bioclustergraph.curating import saving
    from bioclustergraph.curating.sheets import books

    if output.suffix.lower() == ".csv":
        if len(kinds) != 1:
            raise ParameterError(
                Text("En CSV-fil har ett slag.", "A CSV file has one kind."),
                path=output,
                hint=Text("Nevn slaget, eller bruk .xlsx.", "Name the kind, or use .xlsx."),
            )
        data = books.csv_text(kinds[0], rows.get(kinds[0].name, {}))
    elif output.suffix.lower() == ".xlsx":
        data = books.workbook(desk, kinds, rows, asked.language)
    else:
        raise ParameterError(
            Text("Filen må hete .xlsx eller .csv.", "The file must be named .xlsx or .csv."),
            path=output,
        )
    saving.save(output, data)
    written = sum(map(len, rows.values()))
    click.echo(
        asked.say(
            f"{output}: {len(kinds)} ark, {written} rader.",
            f"{output}: {len(kinds)} sheets, {written} rows.",
        ),
        err=True,
    )


def _differences(desk: Desk, taken: Taken) -> None:
    from bioclustergraph.curating.forming import Formed

    for file in desk.data.files:
        if file.path in taken.texts:
            change = Formed(file.path, file.text, taken.texts[file.path])
            for line in change.difference(desk.project.relative(file.path)):
                click.echo(line)


def _summary(asked: Asked, taken: Taken, *, code: int, dry_run: bool) -> str:
    say = asked.say
    if code:
        return say("Ingenting er skrevet.", "Nothing was written.")
    counts = (len(taken.added), len(taken.changed), len(taken.removed))
    lines = [
        say("{} nye, {} endret, {} fjernet.", "{} new, {} changed, {} removed.").format(*counts)
    ]
    if taken.kept:
        lines.append(
            say(
                f"{len(taken.kept)} står i filen og ikke i arket; de blir (fjernes med --delete).",
                f"{len(taken.kept)} are in the file and not in the sheet; they stay (--delete "
                "removes them).",
            )
        )
    if dry_run:
        lines.append(say("Ingenting er skrevet (--dry-run).", "Nothing was written (--dry-run)."))
    return "\n".join(lines)
