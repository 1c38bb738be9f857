"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import completion
from bioclustergraph.errors import Text
from bioclustergraph.opening import RELEASES

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked

_METAVARS: Final = {
    "any": Text("TING", "THING"),
    "date": Text("ÅÅÅÅ-MM-DD", "YYYY-MM-DD"),
    "year": Text("ÅÅÅÅ", "YYYY"),
    "integer": Text("TALL", "NUMBER"),
    "language": Text("nb|en", "nb|en"),
    "text": Text("TEKST", "TEXT"),
    "organisation": Text("ORGANISASJON", "ORGANISATION"),
    "cluster": Text("KLYNGE", "CLUSTER"),
    "network": Text("NETTVERK", "NETWORK"),
    "person": Text("PERSON", "PERSON"),
    "project": Text("PROSJEKT", "PROJECT"),
    "programme": Text("PROGRAM", "PROGRAMME"),
    "event": Text("ARRANGEMENT", "EVENT"),
    "application": Text("SØKNAD", "APPLICATION"),
    "place": Text("STED", "PLACE"),
    "document": Text("DOKUMENT", "DOCUMENT"),
}


def metavar(asked: Asked, type_: str) -> str:
    """Name a type of parameter the way an option is written; a concept scheme keeps its name."""
    return _METAVARS.get(type_, Text(type_, type_)).in_language(asked.language)


def where(asked: Asked) -> list[click.Parameter]:
    """``--release`` and ``--store``: what answers."""
    say = asked.say
    return [
        click.Option(
            ["--release"],
            type=click.Path(path_type=Path),
            metavar=asked.say("MAPPE", "DIR"),
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


def known(asked: Asked) -> click.Parameter:
    """``--as-known``: which of the releases that are kept answers."""
    say = asked.say
    return click.Option(
        ["--as-known"],
        metavar=asked.say("UTGAVE", "RELEASE"),
        shell_complete=completion.releases(RELEASES),
        help=say(
            "Svar med det som var kjent i denne utgaven: begynnelsen av sjekksummen, eller "
            "previous. «bioclustergraph releases» lister dem.",
            "Answer with what was known in this release: the beginning of its digest, or "
            "previous. “bioclustergraph releases” lists them.",
        ),
    )


def documents(asked: Asked, *, required: bool = True) -> click.Option:
    """``--documents``: where the source documents are."""
    return click.Option(
        ["--documents"],
        required=required,
        type=click.Path(path_type=Path),
        metavar=asked.say("MAPPE", "DIR"),
        help=asked.say("Mappen med kildedokumentene.", "The directory of the source documents."),
    )
