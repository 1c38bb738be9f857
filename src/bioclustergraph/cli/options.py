"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def where(asked: Asked) -> list[click.Parameter]:
    """``--release`` and ``--store``: what answers."""
    say = asked.say
    return [
        click.Option(
            ["--release"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=say(
                "Spør utgaven i denne mappen; ellers filene slik de er nå.",
                "Ask the release in this directory; else the files as they are now.",
            ),
        ),
        click.Option(
            ["--store", "service"],
            metavar="URL",
            help=say("Spør denne SPARQL-tjenesten.", "Ask this SPARQL service."),
        ),
    ]


def documents(asked: Asked) -> click.Option:
    """``--documents``: where the source documents are."""
    return click.Option(
        ["--documents"],
        required=True,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=asked.say("Mappen med kildedokumentene.", "The directory of the source documents."),
    )
