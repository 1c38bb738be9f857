"""``backup``: copy all releases and their history into one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import build, commands

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def backup(destination: Path, release: Path) -> int:
        from bioclustergraph.editing.backup import save

        saved = save(release, destination)
        mib = saved.bytes / (1024 * 1024)
        click.echo(
            asked.say(
                f"{destination}: {saved.releases} utgaver, {mib:.1f} MiB; gjeldende er "
                f"{saved.digest[:12]}.",
                f"{destination}: {saved.releases} releases, {mib:.1f} MiB; current is "
                f"{saved.digest[:12]}.",
            )
        )
        return 0

    return commands.Command(
        "backup",
        callback=backup,
        help=asked.say(
            "Skriv alle utgaver, journalen og tekstene til én tar-fil (.tar, .tar.gz, .tar.xz) med "
            "kontrollsummer, også mens det serves. «restore --from» henter den.",
            "Write all releases, the journal and the texts into one tar file (.tar, .tar.gz, "
            ".tar.xz) with checksums, also while a server runs. “restore --from” brings it back.",
        ),
        params=[
            click.Argument(
                ["destination"],
                type=click.Path(path_type=Path),
                metavar=asked.say("FIL", "FILE"),
            ),
            build.release_option(asked),
        ],
    )
