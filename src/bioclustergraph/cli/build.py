"""``build``: make a release of the files and switch to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, reports
from bioclustergraph.opening import RELEASES

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""
    return commands.Command(
        "build",
        callback=lambda release, discard: make(asked, release, discard=discard),
        help=asked.say(
            "Vurder filene, utled, og skriv en utgave. Går noe galt, står den forrige som før.",
            "Judge the files, derive, and write a release. If anything is wrong, the former one "
            "stays as it was.",
        ),
        params=[
            release_option(asked),
            click.Option(
                ["--discard"],
                is_flag=True,
                help=asked.say(
                    "Bygg selv om utgaven har endringer som filene mangler (se «pull»).",
                    "Build even if the release has changes that the files lack (see “pull”).",
                ),
            ),
        ],
    )


def release_option(asked: Asked) -> click.Option:
    """``--release``: where releases are kept."""
    return click.Option(
        ["--release"],
        type=click.Path(path_type=Path),
        default=RELEASES,
        show_default=True,
        metavar=asked.say("MAPPE", "DIR"),
        help=asked.say("Mappen med utgaver.", "The directory of releases."),
    )


def make(asked: Asked, directory: Path, *, discard: bool = False) -> int:
    """Build a release in ``directory``, say each step, and give the exit code."""
    from bioclustergraph import release

    if not discard:
        _refuse_to_lose(asked, directory)
    built = release.build(
        asked.project(),
        directory,
        progress=lambda step: click.echo(f"{step.in_language(asked.language)} …", err=True),
    )
    code = reports.write(asked, built.report)
    if built.release is None:
        click.echo(
            asked.say(
                "Ingen utgave ble skrevet; rett feilene over og bygg på nytt.",
                "No release was written; correct the violations above and build again.",
            ),
            err=True,
        )
        return code
    outputs = {output.path: output for output in built.release.manifest.outputs}
    click.echo(
        asked.say(
            f"Utgave {built.release.directory}: {outputs['data.ttl'].triples} tripler.",
            f"Release {built.release.directory}: {outputs['data.ttl'].triples} triples.",
        )
    )
    return code


def _refuse_to_lose(asked: Asked, directory: Path) -> None:
    """See that the files have every change that was accepted where they were served.

    Raises:
        ReleaseError: they have not, and a build of them would lose it.
    """
    if not (directory / "journal.jsonl").exists():
        return
    from bioclustergraph.editing import pulling
    from bioclustergraph.errors import ReleaseError, Text

    pulled, conflicts = pulling.behind(asked.project(), directory)
    if pulled or conflicts:
        path = pulled[0].path if pulled else conflicts[0].path
        raise ReleaseError(
            Text(
                "Den gjeldende utgaven har endringer som filen mangler.",
                "The current release has changes that the file lacks.",
            ),
            path=path,
            hint=Text(
                "Kjør «bioclustergraph pull» først; «build --discard» bygger uten dem.",
                "Run “bioclustergraph pull” first; “build --discard” builds without them.",
            ),
        )
