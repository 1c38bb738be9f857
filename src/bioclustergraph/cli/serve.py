"""``serve``: answer SPARQL and show pages over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bioclustergraph.cli import build, commands, serving
from bioclustergraph.errors import ReleaseError, ServeError, Text

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.pages import Limits


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def serve(release: Path, store: str | None, **settings: Any) -> int:
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
        tokens: Path | None = settings["write"]
        if tokens is not None:
            _refuse_unwritable(tokens, store)
        if store is None and not _is_there(asked, release):
            return 1
        log: TextIO | None = settings["access_log"]
        server.serve(
            asked.project(),
            store if store is not None else release,
            announce=lambda address: _announce(asked, address),
            limits=_limits(settings),
            door=server.Door(
                settings["host"],
                settings["port"],
                settings["public_url"],
                settings["proxy"],
                log,
                tokens,
                settings["older_releases"],
                settings["documents"],
                settings["borders"],
                settings["contact"],
            ),
        )
        return 0

    return commands.Command(
        "serve",
        callback=serve,
        help=asked.say(
            "Server utgaven: SPARQL på /sparql og en side for hver ting. Finnes ingen utgave, "
            "bygges en først. En ny utgave tas i bruk uten stans. Grensene står også i "
            "tjenestebeskrivelsen på /service.",
            "Serve the release: SPARQL at /sparql and a page for each thing. If there is no "
            "release, one is built first. A new release is taken into use without a pause. The "
            "limits are in the service description at /service as well.",
        ),
        params=[build.release_option(asked), *serving.options_of(asked)],
    )


def _refuse_unwritable(tokens: Path, store: str | None) -> None:
    """See, before anything is served, that the door to write can be opened.

    Raises:
        ServeError: what is served is a service, which is not ours to change.
        TokenError: the file of tokens cannot be used.
    """
    from bioclustergraph.editing.tokens import Tokens

    if store is not None:
        raise ServeError(
            Text(
                "--write gjelder utgaver; en annen tjeneste (--store) endres ikke herfra.",
                "--write is for releases; another service (--store) is not changed from here.",
            ),
            hint=Text("Ta bort en av dem.", "Take one of them away."),
        )
    Tokens.read(tokens)


def _limits(settings: dict[str, Any]) -> Limits:
    from bioclustergraph.pages import Limits
    from bioclustergraph.pages.frame.limits import MIB

    return Limits(
        seconds=settings["timeout"],
        memory=settings["memory"] * MIB,
        result=settings["result_size"] * MIB,
        workers=settings["workers"],
        queue=settings["queue"],
        per_client=settings["per_client"],
        cache=settings["cache"] * MIB,
        in_memory=settings["in_memory"] * MIB,
        services=frozenset(settings["allow_service"]),
    )


def _is_there(asked: Asked, directory: Path) -> bool:
    """See that there is a release; build one where there is none, and say so where it is stale."""
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
            return False
    release.current(directory)
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
    return True


def _announce(asked: Asked, address: str) -> None:
    click.echo(
        asked.say(
            f"Svarer på {address} (SPARQL: {address}sparql). Stopp med Ctrl-C.",
            f"Answering at {address} (SPARQL: {address}sparql). Stop with Ctrl-C.",
        )
    )
