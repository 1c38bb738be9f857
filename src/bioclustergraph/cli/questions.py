"""``questions``: what can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def list_them(tag: str | None) -> None:
        from rich.console import Console
        from rich.table import Table

        from bioclustergraph import queries

        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for question in queries.find(asked.project()).values():
            if tag is None or tag in question.tags:
                parameters = " ".join(
                    f"--{p.name}" for p in question.parameters if p.name != "lang"
                )
                table.add_row(
                    question.name, parameters, question.summary.in_language(asked.language)
                )
        # Folded cells are for people; a pipe gets one line a question.
        console = Console()
        Console(width=None if console.is_terminal else 10_000).print(table)

    return click.Command(
        "questions",
        callback=list_them,
        help=asked.say(
            "List spørsmålene som er klare, med parametre. Still dem med «query».",
            "List the questions that are ready, with their parameters. Ask them with “query”.",
        ),
        params=[
            click.Option(
                ["--tag"], help=asked.say("Bare dem om dette emnet.", "Only those on this topic.")
            )
        ],
    )
