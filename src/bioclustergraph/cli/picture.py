"""``picture``: the graph at a glance, drawn from the data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, options
from bioclustergraph.cli.output import save

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def draw(output: Path | None, release: Path | None, service: str | None) -> None:
        from bioclustergraph import network, picture

        store = asked.store(release=release, service=service)
        graph = network.overview(store, asked.project(), language=asked.language)
        svg = picture.draw(picture.dot(graph))
        if output is None:
            sys.stdout.buffer.write(svg)
            return
        save(output, svg)
        click.echo(
            asked.say(
                f"{output}: {len(graph)} noder, {graph.size()} relasjoner",
                f"{output}: {len(graph)} nodes, {graph.size()} relations",
            ),
            err=True,
        )

    return commands.Command(
        "picture",
        callback=draw,
        help=asked.say(
            "Tegn klynger, programmer, nettverk og fellesprosjekter som SVG.",
            "Draw clusters, programmes, networks and joint projects as SVG.",
        ),
        params=[
            click.Option(
                ["--output", "-o"],
                type=click.Path(path_type=Path),
                help=asked.say("Skriv til denne filen.", "Write to this file."),
            ),
            *options.where(asked),
        ],
    )
