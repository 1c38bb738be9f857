"""``fmt``: put Turtle files in the one form in which changes are small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""
    say = asked.say

    def fmt(paths: tuple[Path, ...], check: bool, diff: bool) -> int:
        from bioclustergraph.curating import forming, saving

        project = asked.project()
        files = forming.formed(project, paths)
        others = [file for file in files if not file.is_in_form]
        if diff:
            for file in others:
                for line in file.difference(project.relative(file.path)):
                    click.echo(line)
        elif not check:
            saving.replace({file.path: file.form for file in others})
        for file in others:
            click.echo(project.relative(file.path), err=diff)
        left = check or diff
        click.echo(_summary(asked, len(others), len(files), left=left), err=True)
        return 1 if left and others else 0

    return commands.Command(
        "fmt",
        callback=fmt,
        help=say(
            "Skriv Turtle-filer i prosjektets form: samme utsagn, samme kommentarer, en linje for "
            "hvert utsagn, sortert. Uten FIL alle filene under data/.",
            "Write Turtle files in the project's form: the same statements, the same comments, one "
            "line for each statement, sorted. Without FILE, all files under data/.",
        ),
        params=[
            click.Argument(
                ["paths"],
                nargs=-1,
                type=click.Path(path_type=Path),
                metavar=say("[FIL…]", "[FILE…]"),
            ),
            click.Option(
                ["--check"],
                is_flag=True,
                help=say(
                    "Skriv ingenting; nevn filene som ikke er i form. Er det noen: sluttkode 1.",
                    "Write nothing; name the files that are not in form. If any, exit code 1.",
                ),
            ),
            click.Option(
                ["--diff"],
                is_flag=True,
                help=say(
                    "Skriv ingenting; vis hva som ville endres.",
                    "Write nothing; show what would change.",
                ),
            ),
        ],
    )


def _summary(asked: Asked, others: int, files: int, *, left: bool) -> str:
    if left:
        return asked.say(
            f"{others} av {files} filer er ikke i form.",
            f"{others} of {files} files are not in form.",
        )
    return asked.say(
        f"{others} av {files} filer er satt i form.", f"{others} of {files} files put in form."
    )
