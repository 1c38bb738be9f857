"""``pull``: write changes that were accepted back to the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import build, commands

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""
    return commands.Command(
        "pull",
        callback=lambda release, diff: _pull(asked, release, diff),
        help=asked.say(
            "Skriv endringer som er tatt imot, tilbake til filene i data/. Bare linjene som er "
            "endret, blir andre. Er en fil endret her også, skrives ingenting.",
            "Write changes that were accepted back to the files in data/. Only the lines that "
            "changed differ. If a file was changed here too, nothing is written.",
        ),
        params=[
            build.release_option(asked),
            click.Option(
                ["--diff"],
                is_flag=True,
                help=asked.say(
                    "Vis forskjellen, og skriv ingenting.", "Show the difference, write nothing."
                ),
            ),
        ],
    )


def _pull(asked: Asked, release: Path, diff: bool) -> int:
    from bioclustergraph.editing import pulling

    project = asked.project()
    pulled, conflicts = pulling.behind(project, release)
    for conflict in conflicts:
        click.echo(
            asked.say(
                f"{conflict.path}:{conflict.line}: Filen er endret her, og av en endring som er "
                "tatt imot.\n  → Legg endringen her til side (git stash), kjør «pull» igjen, og "
                "før den inn på nytt.",
                f"{conflict.path}:{conflict.line}: The file was changed here, and by a change that "
                "was accepted.\n  → Put the change here aside (git stash), run “pull” again, and "
                "make it anew.",
            ),
            err=True,
        )
    if diff:
        for change in pulled:
            click.echo(change.diff(project), nl=False)
        return 1 if conflicts else 0
    if conflicts:
        click.echo(asked.say("Ingenting ble skrevet.", "Nothing was written."), err=True)
        return 1
    pulling.write(pulled)
    for change in pulled:
        name = project.relative(change.path)
        gone = change.after is None
        click.echo(asked.say(f"{name}{' (fjernet)' * gone}", f"{name}{' (removed)' * gone}"))
    if not pulled:
        click.echo(asked.say("Filene er à jour.", "The files are up to date."))
    return 0
