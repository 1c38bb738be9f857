"""``serve``: answer SPARQL and show pages over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import build, commands
from bioclustergraph.errors import ReleaseError, ServeError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.release import Release

PORT: Final = 7878


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def serve(release: Path, host: str, port: int) -> int:
        try:
            from bioclustergraph import server
        except ModuleNotFoundError as error:
            raise ServeError(
                Text(
                    f"Tjeneren trenger «{error.name}», som ikke er installert.",
                    f"The server needs “{error.name}”, which is not installed.",
                ),
                hint=Text(
                    "Installer tillegget: pip install 'bioclustergraph[server]'.",
                    "Install the extra: pip install 'bioclustergraph[server]'.",
                ),
            ) from error
        served = _release(asked, release)
        if served is None:
            return 1
        server.serve(
            served.open_store(),
            asked.project(),
            host=host,
            port=port,
            announce=lambda address: _announce(asked, address),
        )
        return 0

    return commands.Command(
        "serve",
        callback=serve,
        help=asked.say(
            "Server utgaven: SPARQL på /sparql og en side for hver ting. Finnes ingen utgave, "
            "bygges en først.",
            "Serve the release: SPARQL at /sparql and a page for each thing. If there is no "
            "release, one is built first.",
        ),
        params=[
            build.release_option(asked),
            click.Option(
                ["--host"],
                metavar=asked.say("ADRESSE", "ADDRESS"),
                default="127.0.0.1",
                show_default=True,
                help=asked.say("Adressen det lyttes på.", "The address to listen to."),
            ),
            click.Option(
                ["--port"],
                type=int,
                metavar=asked.say("TALL", "NUMBER"),
                default=PORT,
                show_default=True,
                help=asked.say("Porten; 0 er en ledig.", "The port; 0 is a free one."),
            ),
        ],
    )


def _release(asked: Asked, directory: Path) -> Release | None:
    """Give the current release; build one where there is none, and say so where it is stale."""
    from bioclustergraph import release

    if not (directory / "current").exists() and not (directory / "manifest.json").exists():
        click.echo(
            asked.say(
                f"Det er ingen utgave i {directory}; bygger en.",
                f"There is no release in {directory}; building one.",
            ),
            err=True,
        )
        if build.make(asked, directory) != 0:
            return None
    found = release.current(directory)
    try:
        fresh = release.is_fresh(asked.project(), directory)
    except ReleaseError:
        fresh = True  # whether it is stale cannot be said; that it can be served has been
    if not fresh:
        click.echo(
            asked.say(
                "Filene er endret siden utgaven ble bygd; «bioclustergraph build» lager en ny.",
                "The files have changed since the release was built; “bioclustergraph build” makes "
                "a new one.",
            ),
            err=True,
        )
    return found


def _announce(asked: Asked, address: str) -> None:
    click.echo(
        asked.say(
            f"Svarer på {address} (SPARQL: {address}sparql). Stopp med Ctrl-C.",
            f"Answering at {address} (SPARQL: {address}sparql). Stop with Ctrl-C.",
        )
    )
