"""``restore``: go back to a release, or bring a backup back."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bioclustergraph.cli import build, commands

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""
    say = asked.say
    return commands.Command(
        "restore",
        callback=lambda **told: _restore(asked, **told),
        help=say(
            "Gjør en tidligere utgave gjeldende igjen, eller hent en sikkerhetskopi. Det som var "
            "gjeldende, står fortsatt, og føres i journalen. En tjener tar den i bruk med en gang.",
            "Make an earlier release current again, or bring a backup back. What was current stays "
            "too, and the journal says so. A server takes it into use at once.",
        ),
        params=[
            build.release_option(asked),
            click.Option(
                ["--to"],
                metavar=say("UTGAVE|TID", "RELEASE|TIME"),
                help=say(
                    "Begynnelsen av utgavens navn, «previous», eller et tidspunkt (UTC): "
                    "2026-11-24T12:00.",
                    "How the name of the release begins, “previous”, or a time (UTC): "
                    "2026-11-24T12:00.",
                ),
            ),
            click.Option(
                ["--from", "source"],
                type=click.Path(path_type=Path),
                metavar=say("KOPI", "BACKUP"),
                help=say("Sikkerhetskopien som hentes.", "The backup that is brought back."),
            ),
            click.Option(
                ["--reason"],
                default="",
                metavar=say("TEKST", "TEXT"),
                help=say("Hvorfor; står i journalen.", "Why; the journal says so."),
            ),
            click.Option(
                ["--list", "listed"],
                is_flag=True,
                help=say("Vis endringene som er gjort.", "Show the changes that were made."),
            ),
            click.Option(
                ["--prov"],
                is_flag=True,
                help=say("Vis dem som PROV-O (TriG).", "Show them as PROV-O (TriG)."),
            ),
        ],
    )


def _restore(
    asked: Asked, *, release: Path, listed: bool, prov: bool, to: str | None, **told: Any
) -> int:
    if listed or prov:
        return _list(release, prov=prov)
    from bioclustergraph.editing import backup, restoring

    source: Path | None = told["source"]
    if (to is None) == (source is None):
        raise click.UsageError(
            asked.say("Gi enten --to eller --from.", "Give either --to or --from.")
        )
    author = getpass.getuser()
    if source is not None:
        made = backup.bring_back(source, release, author)
    else:
        made, _ = restoring.restore(release, to or "", author=author, reason=told["reason"])
    name = made.directory.name
    click.echo(asked.say(f"Utgave {name} er gjeldende.", f"Release {name} is current."))
    return 0


def _list(directory: Path, *, prov: bool) -> int:
    from bioclustergraph.editing import Journal, provenance

    done = Journal.read(directory).transactions
    if prov:
        click.echo(provenance.trig(done), nl=False)
        return 0
    for it in done:
        fields = (it.number, it.time, it.author, it.kind, it.digest[:12], it.reason)
        click.echo("\t".join(map(str, fields)))
    return 0
