"""``token``: who may write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the group and its three commands."""
    say = asked.say
    file = click.Option(
        ["--file"],
        required=True,
        type=click.Path(path_type=Path),
        metavar=say("FIL", "FILE"),
        help=say("Filen med nøkler.", "The file of tokens."),
    )
    name = click.Argument(["name"], metavar=say("NAVN", "NAME"))
    return commands.Group(
        "token",
        help=say(
            "Nøkler for dem som får endre grafen (se «serve --write»). Bare avtrykket lagres.",
            "Tokens of those who may change the graph (see “serve --write”). Only a hash is kept.",
        ),
        commands=[
            commands.Command(
                "new",
                callback=lambda name, file: _new(asked, name, file),
                help=say(
                    "Lag en nøkkel og vis den, denne ene gangen. Navnet blir forfatteren av det "
                    "som endres med den.",
                    "Make a token and show it, this once. The name will be the author of what is "
                    "changed with it.",
                ),
                params=[name, file],
            ),
            commands.Command(
                "list",
                callback=_list,
                help=say("Vis hvem som har nøkkel, og siden når.", "Show who has one since when."),
                params=[file],
            ),
            commands.Command(
                "revoke",
                callback=lambda name, file: _revoke(asked, name, file),
                help=say(
                    "Trekk en nøkkel tilbake. Det virker med en gang, også der det serves.",
                    "Revoke a token. It counts at once, also where a server runs.",
                ),
                params=[name, file],
            ),
        ],
    )


def _new(asked: Asked, name: str, file: Path) -> int:
    from bioclustergraph.editing import tokens

    token = tokens.new(file, name)
    click.echo(
        asked.say(
            f"Nøkkelen til {name}. Ta vare på den; den vises ikke igjen:",
            f"The token of {name}. Keep it; it is not shown again:",
        ),
        err=True,
    )
    click.echo(token)
    return 0


def _list(file: Path) -> int:
    from bioclustergraph.editing.tokens import Tokens

    for token in Tokens.read(file).known:
        click.echo(f"{token.name}\t{token.made}")
    return 0


def _revoke(asked: Asked, name: str, file: Path) -> int:
    from bioclustergraph.editing import tokens

    tokens.revoke(file, name)
    click.echo(asked.say(f"{name} kan ikke endre mer.", f"{name} can change no more."))
    return 0
