"""``evidence``: hold what the graph says against the documents it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion, options, reports
from bioclustergraph.errors import DocumentError, Text

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.provenance import Document


def command(asked: Asked) -> click.Command:
    """Make the command: a group of ``check`` and ``locate``."""
    group = commands.Group(
        "evidence",
        no_args_is_help=True,
        help=asked.say(
            "Hold belegg opp mot dokumentene, eller finn en passasje.",
            "Hold evidence against the documents, or find a passage.",
        ),
    )
    group.add_command(_check(asked))
    group.add_command(_locate(asked))
    return group


def _check(asked: Asked) -> click.Command:
    def check(documents: Path) -> int:
        from bioclustergraph import dataset, provenance

        report = provenance.check(dataset.load(asked.project()), documents)
        return reports.write(asked, report)

    return commands.Command(
        "check",
        callback=check,
        help=asked.say(
            "Se etter at hvert dokument er det som ble lest, og at hver passasje nevner det den er "
            "belegg for.",
            "See that each document is the one that was read, and that each passage names what it "
            "is evidence for.",
        ),
        params=[options.documents(asked)],
    )


def _locate(asked: Asked) -> click.Command:
    def locate(documents: Path, document: str, words: str) -> int:
        from bioclustergraph import dataset, provenance

        at_hand = provenance.documents(dataset.load(asked.project()), documents)
        found = provenance.locate(_the(at_hand, document), words)
        for passage in found:
            click.echo(passage)
        if not found:
            click.echo(
                asked.say(
                    f"«{words}» står ikke i {document}.", f"“{words}” does not stand in {document}."
                ),
                err=True,
            )
        return 0 if found else 1

    return commands.Command(
        "locate",
        callback=locate,
        help=asked.say(
            "Skriv tegnposisjonene til noen ord i et dokument, slik de skal stå i bcg:hasEvidence.",
            "Print the character range of some words in a document, as bcg:hasEvidence wants it.",
        ),
        params=[
            options.documents(asked),
            click.Option(
                ["--document"],
                required=True,
                metavar=asked.say("NØKKEL", "KEY"),
                shell_complete=completion.things(asked, "document"),
                help=asked.say("Dokumentets nøkkel.", "The document's key."),
            ),
            click.Argument(["words"], metavar=asked.say("ORD", "WORDS")),
        ],
    )


def _the(at_hand: dict[str, Document], key: str) -> Document:
    """Find one document by key, prefixed name or IRI."""
    for iri, document in at_hand.items():
        if key in {iri, iri.rpartition("/")[2], f"document:{iri.rpartition('/')[2]}"}:
            return document
    known = ", ".join(sorted(iri.rpartition("/")[2] for iri in at_hand))
    raise DocumentError(
        Text(f"Har ikke noe dokument «{key}».", f"There is no document “{key}” here."),
        hint=Text(f"Dokumentene i mappen er {known}.", f"The documents here are {known}."),
    )
