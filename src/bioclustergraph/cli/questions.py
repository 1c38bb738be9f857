"""``questions``: what can be asked, as a list for people and as data for other endpoints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import commands, completion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.queries import Question

FORMATS: Final = ("table", "turtle", "jsonld")


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def questions(tag: str | None, format: str, target: str | None, output: Path | None) -> None:
        from bioclustergraph import queries

        found = [
            question
            for question in queries.find(asked.project()).values()
            if tag is None or tag in question.tags
        ]
        if format == "table":
            _list(asked, found)
            return
        data = _data(found, format, target)
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            from bioclustergraph.cli.output import save

            save(output, data)

    return commands.Command(
        "questions",
        callback=questions,
        help=asked.say(
            "List spørsmålene som er klare, med parametre. Still dem med «query». Som turtle eller "
            "jsonld er hvert av dem en sh:SPARQLExecutable, slik samlinger av SPARQL-eksempler har "
            "dem.",
            "List the questions that are ready, with their parameters. Ask them with “query”. As "
            "turtle or jsonld each is a sh:SPARQLExecutable, as collections of SPARQL examples "
            "have them.",
        ),
        params=[
            click.Option(
                ["--tag"],
                metavar=asked.say("EMNE", "TOPIC"),
                help=asked.say("Bare dem om dette emnet.", "Only those on this topic."),
                shell_complete=completion.tags(asked),
            ),
            click.Option(
                ["--format"],
                type=click.Choice(FORMATS),
                default="table",
                help=asked.say("En liste for folk, eller RDF.", "A list for people, or RDF."),
            ),
            click.Option(
                ["--target"],
                metavar="URL",
                help=asked.say(
                    "SPARQL-tjenesten som svarer på dem (schema:target i RDF).",
                    "The SPARQL service that answers them (schema:target in RDF).",
                ),
            ),
            click.Option(
                ["--output", "-o"],
                type=click.Path(path_type=Path),
                help=asked.say("Skriv RDF til denne filen.", "Write RDF to this file."),
            ),
        ],
    )


def _list(asked: Asked, questions: Iterable[Question]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for question in questions:
        parameters = " ".join(f"--{p.name}" for p in question.parameters if p.name != "lang")
        table.add_row(question.name, parameters, question.summary.in_language(asked.language))
    # Folded cells are for people; a pipe gets one line a question.
    console = Console()
    Console(width=None if console.is_terminal else 10_000).print(table)


def _data(questions: list[Question], format: str, target: str | None) -> bytes:
    import pyoxigraph

    from bioclustergraph import answers, media, queries, turtle
    from bioclustergraph.store.embedded import quads_of

    graph = queries.executables(questions, target)
    if format == "turtle":
        return turtle.write(graph, first=(queries.LIBRARY,)).encode()
    triples = sorted(
        (
            pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
            for quad in quads_of(graph, queries.LIBRARY)
        ),
        key=str,
    )
    return answers.graph(triples, media.JSON_LD) + b"\n"
