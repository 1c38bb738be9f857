"""``query``: ask a question of the library, a file, or what comes on standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import options
from bioclustergraph.cli.output import GRAPHS, ROWS, write
from bioclustergraph.errors import QueryError, Text

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.queries import Parameter, Question


def command(asked: Asked) -> click.Command:
    """Make the command: a group whose members are the questions."""
    return _Questions(
        asked,
        name="query",
        no_args_is_help=True,
        subcommand_metavar=asked.say(
            "SPØRSMÅL | FIL.rq | - [VALG]...", "QUESTION | FILE.rq | - [OPTIONS]..."
        ),
        help=asked.say(
            "Still et spørsmål: et av dem under, en .rq-fil, eller SPARQL fra standard inn (-). "
            "«query SPØRSMÅL --help» viser parametrene.",
            "Ask a question: one of those below, a .rq file, or SPARQL from standard input (-). "
            "“query QUESTION --help” shows its parameters.",
        ),
    )


class _Questions(click.Group):
    """Finds a question when it is named, and not before."""

    def __init__(self, asked: Asked, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments
        self.asked = asked

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        from bioclustergraph import queries

        return list(queries.find(self.asked.project()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002  # click's signature
        return _command(self.asked, _question(self.asked, cmd_name))


def _question(asked: Asked, name: str) -> Question:
    from bioclustergraph import queries

    if name == "-":
        try:
            text = sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise QueryError(
                Text("Standard inn er ikke UTF-8.", "Standard input is not UTF-8.")
            ) from error
        return queries.parse("-", text, Path("-"))
    if name.endswith(".rq"):
        return queries.load(Path(name))
    return queries.named(asked.project(), name)


def _command(asked: Asked, question: Question) -> click.Command:
    def ask(
        release: Path | None,
        service: str | None,
        format: str | None,
        output: Path | None,
        **values: str | None,
    ) -> None:
        store = asked.store(release=release, service=service)
        given = {name: value for name, value in values.items() if value is not None}
        write(asked, store.query(_bound(asked, question, store, given)), format, output)

    summary = question.summary.in_language(asked.language)
    return click.Command(
        question.name,
        callback=ask,
        help=summary,
        short_help=summary,
        params=[
            *(_option(asked, parameter) for parameter in question.parameters),
            click.Option(
                ["--format"],
                type=click.Choice([*ROWS, *GRAPHS]),
                help=asked.say(
                    "Formatet; ellers tabell på en terminal og CSV i en fil eller et rør.",
                    "The format; else a table on a terminal, and CSV to a file or a pipe.",
                ),
            ),
            click.Option(
                ["--output", "-o"],
                type=click.Path(path_type=Path),
                help=asked.say("Skriv til denne filen.", "Write to this file."),
            ),
            *options.where(asked),
        ],
    )


def _bound(asked: Asked, question: Question, store: object, given: dict[str, str]) -> str:
    from functools import cache

    from bioclustergraph.names import Names

    @cache
    def names() -> Names:
        return Names.of(store, asked.project())  # type: ignore[arg-type]  # a Store, see the caller

    if any(parameter.name == "lang" for parameter in question.parameters):
        given.setdefault("lang", asked.language)
    return question.bind(given, lambda text, kind: names().resolve(text, kind))


def _option(asked: Asked, parameter: Parameter) -> click.Option:
    meta = {"date": asked.say("ÅÅÅÅ-MM-DD", "YYYY-MM-DD"), "year": asked.say("ÅÅÅÅ", "YYYY")}
    default = parameter.default.split("^^")[0].strip('"')
    return click.Option(
        [f"--{parameter.name}"],
        metavar=meta.get(parameter.type, parameter.type.upper()),
        help=asked.say(f"ellers {default}", f"else {default}"),
    )
