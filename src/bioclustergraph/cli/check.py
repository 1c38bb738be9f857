"""``check``: judge the project's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, reports

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def check(format: str) -> int:
        from bioclustergraph import checking, dataset, ontology

        project = asked.project()
        report = checking.check(project, dataset.load(project), ontology.load(project))
        return reports.write(asked, report, format)

    return commands.Command(
        "check",
        callback=check,
        help=asked.say(
            "Vurder ontologi, data, former og spørsmål. Feil gir sluttkode 1.",
            "Judge ontology, data, shapes and questions. Violations give exit code 1.",
        ),
        params=[
            click.Option(
                ["--format"],
                type=click.Choice(reports.FORMATS),
                default="text",
                help=asked.say("Tekst for folk eller JSON.", "Text for people or JSON."),
            )
        ],
    )
