"""``new``: begin something new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command: a group with ``source``."""
    group = commands.Group(
        "new",
        no_args_is_help=True,
        help=asked.say(
            "Begynn på noe nytt: en kildefil for et dokument.",
            "Begin something new: a source file for a document.",
        ),
    )
    group.add_command(_source(asked))
    return group


def _source(asked: Asked) -> click.Command:
    say = asked.say

    def source(  # noqa: PLR0917 - a document is known by many things
        document: Path,
        key: str | None,
        title: str | None,
        title_en: str | None,
        issued: str | None,
        date_basis: str | None,
        publisher: str | None,
        page: str | None,
        language: str | None,
    ) -> None:
        from bioclustergraph.curating import headers

        project = asked.project()
        known = headers.Known(key, (title, title_en), issued, date_basis, publisher, page, language)
        begun = headers.begin(project, document, known, asked.language)
        click.echo(project.relative(begun.path))
        told = begun.language or say("ukjent", "unknown")
        if begun.guessed:
            told = say(f"{told} (gjettet; se etter)", f"{told} (a guess; see that it is right)")
        click.echo(
            say(
                f"{begun.characters} tegn, språk: {told}.\n"
                "  → Fyll ut linjene som er kommentarer; «bioclustergraph check» sier hva som "
                "mangler.",
                f"{begun.characters} characters, language: {told}.\n"
                "  → Fill in the lines that are comments; “bioclustergraph check” says what is "
                "missing.",
            ),
            err=True,
        )

    return commands.Command(
        "source",
        callback=source,
        help=say(
            "Skriv data/sources/<nøkkel>.ttl med hodet for DOKUMENT, ren tekst i UTF-8: SHA-256, "
            "lengde, og språket så langt et program kan gjette det. Det bare du vet, står tomt til "
            "du fyller det ut, og «check» spør etter det.",
            "Write data/sources/<key>.ttl with the header for DOCUMENT, plain text in UTF-8: "
            "SHA-256, length, and the language as far as a program can guess it. What only you "
            "know is left empty until you fill it in, and “check” asks for it.",
        ),
        params=[
            click.Argument(
                ["document"],
                type=click.Path(path_type=Path),
                metavar=say("DOKUMENT", "DOCUMENT"),
            ),
            *_options(asked),
        ],
    )


def _options(asked: Asked) -> list[click.Parameter]:
    from bioclustergraph.errors import Text

    say = asked.say
    texts = {
        "--key": (
            Text("NØKKEL", "KEY"),
            Text(
                "<år>-<utgiver>-<hva>; ellers filens navn, om det har den formen.",
                "<year>-<issuer>-<what>; else the name of the file, if it has that form.",
            ),
        ),
        "--title": (
            Text("TEKST", "TEXT"),
            Text("Tittelen på bokmål.", "The title in Norwegian bokmål."),
        ),
        "--title-en": (
            Text("TEKST", "TEXT"),
            Text("Tittelen på engelsk.", "The title in English."),
        ),
        "--issued": (
            Text("DATO", "DATE"),
            Text(
                "Utgitt: 2021, 2021-06 eller 2021-06-30, så presist som det er kjent.",
                "Issued: 2021, 2021-06 or 2021-06-30, as precise as it is known.",
            ),
        ),
        "--page": (
            Text("URL", "URL"),
            Text("Den offentlige adressen.", "The public address."),
        ),
    }
    plain = [
        click.Option(
            [name],
            metavar=metavar.in_language(asked.language),
            help=text.in_language(asked.language),
        )
        for name, (metavar, text) in texts.items()
    ]
    return [
        *plain,
        click.Option(
            ["--date-basis"],
            type=click.Choice(["stated", "inferred"]),
            help=say(
                "Om datoen står i dokumentet eller er utledet.",
                "Whether the date stands in the document or is inferred.",
            ),
        ),
        click.Option(
            ["--publisher"],
            metavar=say("TING", "THING"),
            shell_complete=completion.things(asked, "organisation"),
            help=say("Hvem som ga det ut.", "Who published it."),
        ),
        click.Option(
            ["--language"],
            type=click.Choice(["nb", "nn", "en"]),
            help=say("Språket; ellers gjettet.", "The language; else a guess."),
        ),
    ]
