"""``diff``: what has changed between two releases, or between a release and the files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import build, commands, completion
from bioclustergraph.opening import RELEASES

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked

FORMATS: Final = ("text", "json", "turtle")


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def diff(before: str, after: str, release: Path, format: str) -> None:
        from bioclustergraph import answers, differences, media
        from bioclustergraph.release import between

        found = between(asked.project(), release, before, after)
        if format == "json":
            click.echo(differences.json_text(found), nl=False)
        elif format == "turtle":
            sys.stdout.buffer.write(answers.graph(differences.triples(found), media.TURTLE))
            sys.stdout.buffer.flush()
        else:
            for sort, line in differences.text(found, asked.language):
                click.echo(_STYLES[sort](line))
            click.echo(differences.summary(found).in_language(asked.language), err=True)

    name = asked.say("UTGAVE", "RELEASE")
    return commands.Command(
        "diff",
        callback=diff,
        help=asked.say(
            "Si med fagets ord hva som er endret fra den ene utgaven til den andre: medlemmer, "
            "datoer, tall, kilder, motsigelser. Hver er begynnelsen av en sjekksum, «current», "
            "«previous», eller «files» for filene slik de er nå. Uten noe: fra current til files.",
            "Say in the words of the field what has changed from the one release to the other: "
            "members, dates, figures, sources, contradictions. Each is the beginning of a digest, "
            "“current”, “previous”, or “files” for the files as they are now. With neither: from "
            "current to files.",
        ),
        params=[
            click.Argument(
                ["before"],
                default="current",
                metavar=f"[{name}",
                shell_complete=completion.releases(RELEASES),
            ),
            click.Argument(
                ["after"],
                default="files",
                metavar=f"{name}]",
                shell_complete=completion.releases(RELEASES),
            ),
            build.release_option(asked),
            click.Option(
                ["--format"],
                type=click.Choice(FORMATS),
                default="text",
                help=asked.say(
                    "Tekst for folk, JSON, eller endringssett som Turtle.",
                    "Text for people, JSON, or change sets as Turtle.",
                ),
            ),
        ],
    )


def _heading(line: str) -> str:
    return "\n" + click.style(line, bold=True)


def _change(line: str) -> str:
    return f"  {line}"


def _sources(line: str) -> str:
    return click.style(f"      {line}", dim=True)


_STYLES: Final = {"heading": _heading, "change": _change, "sources": _sources}
