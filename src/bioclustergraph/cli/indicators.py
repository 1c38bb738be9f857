"""``indicators``: measures of the networks, with what is certain and what is possible."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from bioclustergraph.cli import commands, completion, options, selecting
from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.metrics import Definition, Row
    from bioclustergraph.store.base import Store

FORMATS: Final = ("table", "csv", "json", "xlsx")
_PERIOD: Final = ("since", "until")
"""What chooses a period: an indicator holds on a day, or for a year."""


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def indicators(
        *,
        names: tuple[str, ...],
        over: str | None,
        listing: bool,
        format: str | None,
        output: Path | None,
        plot: Path | None,
        release: Path | None,
        service: str | None,
        as_known: str | None,
        **words: Unpack[selecting.Words],
    ) -> None:
        from bioclustergraph import metrics

        chosen = metrics.chosen(asked.project(), names)  # a slip is told before the data are read
        if listing:
            _list(asked, chosen, output)
            return
        years = _years(over)
        _refuse_mixed(words["at"], years, plot)
        form = _form(format, output)
        store = asked.store(release=release, service=service, as_known=as_known)
        digest = selecting.digest(asked, release=release, service=service, as_known=as_known)
        rows = _reckoned(asked, store, chosen, {**words, "since": None, "until": None}, years)
        definitions = {definition.name: definition for definition in chosen}
        if plot is not None:
            from bioclustergraph import export
            from bioclustergraph.metrics import plots

            files = plots.draw(rows, definitions, asked.language)
            export.save_directory(plot, files)
            click.echo(
                asked.say(f"{plot}: {len(files)} filer", f"{plot}: {len(files)} files"), err=True
            )
            if format is None and output is None:
                return
        _write(asked, rows, definitions, form=form, output=output, digest=digest)

    return commands.Command(
        "indicators",
        callback=indicators,
        help=asked.say(
            "Regn ut INDIKATORER for en dag (--at) eller en rekke år (--over); alle om ingen er "
            "nevnt. Hver verdi er et spenn: det som er sikkert, og det kildene ikke utelukker. "
            "«indicators --list» sier hva hver av dem betyr.",
            "Reckon INDICATORS for a day (--at) or for several years (--over); all where none is "
            "named. Each value is a range: what is certain, and what the sources do not rule out. "
            "“indicators --list” says what each of them means.",
        ),
        params=_params(asked),
    )


def _params(asked: Asked) -> list[click.Parameter]:
    say = asked.say
    return [
        click.Argument(
            ["names"],
            nargs=-1,
            metavar=say("[INDIKATOR]...", "[INDICATOR]..."),
            shell_complete=completion.indicators(asked),
        ),
        click.Option(
            ["--over"],
            metavar=say("ÅÅÅÅ/ÅÅÅÅ", "YYYY/YYYY"),
            help=say(
                "Hvert år fra det første til det siste: 31. desember, eller hele året for det som "
                "skjer i et år.",
                "Each year from the first to the last: 31 December, or the whole year for what "
                "happens in a year.",
            ),
        ),
        click.Option(
            ["--list", "listing"],
            is_flag=True,
            help=say(
                "List indikatorene med definisjon, formel og kilde.",
                "List the indicators with definition, formula and citation.",
            ),
        ),
        click.Option(
            ["--format"],
            type=click.Choice(FORMATS),
            help=say(
                "Formatet; ellers det filnavnet tilsier, tabell på en terminal og CSV i et rør.",
                "The format; else what the file's name says, a table on a terminal, CSV in a pipe.",
            ),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(path_type=Path),
            metavar=say("FIL", "FILE"),
            help=say("Skriv til denne filen.", "Write to this file."),
        ),
        click.Option(
            ["--plot"],
            type=click.Path(path_type=Path),
            metavar=say("MAPPE", "DIR"),
            help=say(
                "Tegn rekkene fra --over som SVG og PNG i denne mappen.",
                "Draw the series of --over as SVG and PNG in this directory.",
            ),
        ),
        *(option for option in selecting.options(asked) if option.name not in _PERIOD),
        *options.where(asked),
        options.known(asked),
    ]


def _reckoned(
    asked: Asked,
    store: Store,
    chosen: Sequence[Definition],
    words: selecting.Words,
    years: range | None,
) -> tuple[Row, ...]:
    from bioclustergraph import metrics

    names = [definition.name for definition in chosen]
    if years is None:
        selection = selecting.selection(asked, store, words)
        return metrics.table(store, asked.project(), selection, names)
    # The years are looked up like a period, so that one of which nothing is known is refused.
    first, end = f"{years[0]:04}-01-01", f"{years[-1] + 1:04}-01-01"
    period = selecting.selection(asked, store, {**words, "since": first, "until": end})
    selection = replace(period, since=None, until=None)
    return metrics.over(store, asked.project(), years, names, selection)


def _years(over: str | None) -> range | None:
    if over is None:
        return None
    first, slash, last = over.partition("/")
    if not (slash and first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4):  # noqa: PLR2004  # digits of a year
        raise ParameterError(
            Text(
                f"--over {over}: det er ikke to årstall.", f"--over {over}: those are no two years."
            ),
            hint=Text(
                "Skriv for eksempel --over 2003/2024.", "Write for example --over 2003/2024."
            ),
        )
    if not 0 < int(first) <= int(last) < 9999:  # noqa: PLR2004  # the last year of the calendar has no year after it
        raise ParameterError(
            Text(
                f"--over {over}: det første året må komme før det siste.",
                f"--over {over}: the first year must come before the last.",
            ),
            hint=Text(
                "Skriv for eksempel --over 2003/2024.", "Write for example --over 2003/2024."
            ),
        )
    return range(int(first), int(last) + 1)


def _refuse_mixed(at: str | None, years: range | None, plot: Path | None) -> None:
    if (at is None) == (years is None):
        raise ParameterError(
            Text(
                "Indikatorer gjelder en dag eller en rekke år: gi én av delene.",
                "Indicators hold on a day or over years: give one of the two.",
            ),
            hint=Text(
                "Skriv --at 2021-12-31 eller --over 2003/2024; «indicators --list» lister dem.",
                "Write --at 2021-12-31 or --over 2003/2024; “indicators --list” lists them.",
            ),
        )
    if plot is not None and years is None:
        raise ParameterError(
            Text("--plot tegner rekker over år.", "--plot draws series over years."),
            hint=Text("Gi --over, for eksempel 2003/2024.", "Give --over, such as 2003/2024."),
        )


def _form(format: str | None, output: Path | None) -> str:
    if format is None and output is not None:
        suffix = output.suffix.removeprefix(".")
        return suffix if suffix in FORMATS else "csv"
    form = format or ("table" if sys.stdout.isatty() else "csv")
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise ParameterError(
            Text(
                "Et regneark kan ikke vises på en terminal.",
                "A workbook cannot be shown on a terminal.",
            ),
            hint=Text("Gi en fil med --output.", "Name a file with --output."),
        )
    return form


def _write(
    asked: Asked,
    rows: Sequence[Row],
    definitions: dict[str, Definition],
    *,
    form: str,
    output: Path | None,
    digest: str | None,
) -> None:
    from bioclustergraph.metrics import writing

    language = asked.language
    about = writing.about(digest, language)
    if form == "table":
        data = _table(asked, rows, definitions, wide=output is not None).encode("utf-8")
    elif form == "csv":
        data = writing.as_csv(rows, definitions, language)
    elif form == "json":
        data = writing.as_json(rows, definitions, about)
    else:
        data = writing.as_xlsx(rows, definitions, about, language)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        from bioclustergraph.curating.saving import save

        save(output, data)
    counted = asked.say(f"{len(rows)} rader", f"{len(rows)} rows")
    click.echo(f"{output}: {counted}" if output else counted, err=True)


def _table(
    asked: Asked, rows: Sequence[Row], definitions: dict[str, Definition], *, wide: bool
) -> str:
    import io

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from bioclustergraph.metrics import writing

    say = asked.say
    titles = {
        "indicator": say("indikator", "indicator"),
        "view": say("utsnitt", "view"),
        "time": say("tid", "time"),
        "about": say("om", "about"),
        "other": say("og", "and"),
        "certain": say("sikkert/minst", "certain/least"),
        "possible": say("mulig/størst", "possible/most"),
        "list": say("listene", "lists"),
    }
    table = Table(header_style="bold")
    for key, title in titles.items():
        table.add_column(title, justify="right" if key in {"certain", "possible"} else "left")
    for row in rows:
        definition = definitions[row.indicator]
        names = [
            it.label.in_language(asked.language) if it else "" for it in (row.about, row.other)
        ]
        values = [_number(asked, writing.plain(value)) for value in (row.certain, row.possible)]
        table.add_row(
            escape(definition.title.in_language(asked.language)),
            row.view or "",
            writing.time_of(row, definition),
            *map(escape, names),
            *values,
            row.completeness.label.in_language(asked.language),
        )
    target = io.StringIO()
    to_terminal = not wide and sys.stdout.isatty()
    width = Console().width if to_terminal else 10_000
    Console(file=target, width=width, force_terminal=to_terminal).print(table)
    return target.getvalue()


def _number(asked: Asked, value: float | None) -> str:
    """Print a number; what is not known, not defined or without limit is a question mark."""
    if value is None:
        return "?"
    text = str(value) if isinstance(value, int) else f"{value:.3f}"
    return text.replace(".", ",") if asked.language == "nb" else text


def _list(asked: Asked, definitions: Sequence[Definition], output: Path | None) -> None:
    from bioclustergraph.metrics import writing

    text = writing.as_markdown(definitions, asked.language)
    if output is None:
        click.echo(text, nl=False)
        return
    from bioclustergraph.curating.saving import save

    save(output, text.encode("utf-8"))
