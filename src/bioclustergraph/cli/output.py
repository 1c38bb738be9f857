"""Answers as tables for people and in the forms that programs read."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.errors import ParameterError, Text
from bioclustergraph.names import compact

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.sources import Row, Sourced

ROWS: Final = ("table", "csv", "tsv", "json", "xml")
"""Forms of a SELECT or ASK answer."""

GRAPHS: Final = ("turtle", "nt", "jsonld")
"""Forms of a CONSTRUCT or DESCRIBE answer."""


def write(
    asked: Asked,
    answer: QuerySolutions | QueryBoolean | QueryTriples,
    format: str | None,
    output: Path | None,
) -> None:
    """Write an answer to ``output`` or standard output.

    Without ``format`` rows are a table on a terminal and CSV elsewhere, and a graph is Turtle.

    Raises:
        ParameterError: the form does not fit the kind of answer, or the file cannot be written.
        StoreError: the store failed while it answered.
    """
    from pyoxigraph import QueryTriples

    from bioclustergraph import answers, media

    is_graph = isinstance(answer, QueryTriples)
    to_terminal = output is None and sys.stdout.isatty()
    chosen = format or ("turtle" if is_graph else "table" if to_terminal else "csv")
    fitting = GRAPHS if is_graph else ROWS
    if chosen not in fitting:
        raise ParameterError(
            Text(
                f"--format {chosen} passer ikke til dette svaret.",
                f"--format {chosen} does not fit this answer.",
            ),
            hint=Text(f"Velg en av {', '.join(fitting)}.", f"Choose one of {', '.join(fitting)}."),
        )
    form = media.named(chosen, answers.offered(answer))
    if isinstance(answer, QueryTriples) or form is not None:
        data = answers.serialised(answer, form or media.TURTLE)
        _give(data if data.endswith(b"\n") else data + b"\n", output)
    else:
        _table(asked, answer, output)


def write_sourced(asked: Asked, answer: Sourced, format: str | None, output: Path | None) -> None:
    """Write an answer with its sources to ``output`` or standard output.

    A table names documents and characters; JSON nests the sources of each row
    (:mod:`bioclustergraph.sources`); the other forms have columns of IRIs, one row an answer.

    Raises:
        ParameterError: the form does not fit rows, or the file cannot be written.
    """
    from bioclustergraph import sources

    to_terminal = output is None and sys.stdout.isatty()
    chosen = format or ("table" if to_terminal else "csv")
    if chosen == "json":
        _give(sources.nested(answer), output)
    elif chosen == "table":
        names = [*answer.columns, asked.say("kilder", "sources")]
        flat = sources.flat(answer, more=False)
        rows = [
            [*(_cell(values[name]) for name in answer.columns), _cited(asked, row)]
            for values, row in zip(flat, answer.rows, strict=True)
        ]
        _print(asked, names, rows, output)
    else:
        write(asked, sources.flat(answer), chosen, output)


def _cited(asked: Asked, row: Row) -> str:
    """Name the documents behind a row, each on a line, with dates and characters."""
    from rich.markup import escape

    from bioclustergraph.sources import by_document

    lines = []
    for document, passages in by_document(row.sources):
        title = document.title or compact(document.iri)
        issued = f" ({document.issued})" if document.issued else ""
        ranges = ", ".join(f"{p.start}–{p.end}" for p in passages)
        lines.append(f"{title}{issued}, {asked.say('tegn', 'characters')} {ranges}")
    return escape("\n".join(lines))


def _give(data: bytes, output: Path | None) -> None:
    if output is not None:
        save(output, data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _table(asked: Asked, answer: QuerySolutions | QueryBoolean, output: Path | None) -> None:
    from pyoxigraph import QueryBoolean

    if isinstance(answer, QueryBoolean):
        click.echo(asked.say("ja", "yes") if bool(answer) else asked.say("nei", "no"))
        return
    names = [variable.value for variable in answer.variables]
    _print(asked, names, [[_cell(row[name]) for name in names] for row in answer], output)


def _print(asked: Asked, names: list[str], rows: list[list[str]], output: Path | None) -> None:
    from rich.console import Console
    from rich.table import Table

    # A column that no row fills only takes room from the others; the data formats keep it.
    shown = [c for c in range(len(names)) if not rows or any(row[c] for row in rows)]
    table = Table(*(names[c] for c in shown), header_style="bold")
    for row in rows:
        table.add_row(*(row[c] for c in shown))
    # Off a terminal nothing is gained by folding cells: rich makes the table as wide as it needs.
    to_terminal = output is None and sys.stdout.isatty()
    target = io.StringIO() if output is not None else None
    Console(file=target, width=None if to_terminal else 10_000).print(table)
    if target is not None and output is not None:
        save(output, target.getvalue().encode("utf-8"))
    click.echo(
        _count(asked, len(rows), [n for c, n in enumerate(names) if c not in shown]), err=True
    )


def _count(asked: Asked, rows: int, empty: list[str]) -> str:
    counted = (
        asked.say("1 rad", "1 row") if rows == 1 else asked.say(f"{rows} rader", f"{rows} rows")
    )
    if not empty:
        return counted
    left_out = ", ".join(empty)
    return asked.say(f"{counted}; tomt i {left_out}", f"{counted}; nothing in {left_out}")


def _cell(term: object) -> str:
    from pyoxigraph import Literal, NamedNode
    from rich.markup import escape

    if isinstance(term, NamedNode):
        return escape(compact(term.value))
    if isinstance(term, Literal):
        return escape(term.value)
    return "" if term is None else escape(str(term))


def save(output: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        ParameterError: it cannot be written.
    """
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ParameterError(
            Text("Får ikke skrevet filen.", f"Cannot write the file ({error.strerror})."),
            path=output,
        ) from error
