"""The options of ``serve``: where it listens, and how much a visitor may ask."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked

PORT: Final = 7878


def options_of_limits(asked: Asked) -> list[click.Parameter]:
    """Give those that say how much a visitor may ask."""
    number, mib = asked.say("TALL", "NUMBER"), "MIB"
    at_least_one, any_number = click.IntRange(min=1), click.IntRange(min=0)
    return [
        _option(
            "--workers",
            at_least_one,
            4,
            number,
            asked.say("Spørringer som besvares samtidig.", "Queries answered at once."),
        ),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True),
            metavar=asked.say("SEKUNDER", "SECONDS"),
            default=30.0,
            show_default=True,
            help=asked.say("Så lenge en spørring får vare.", "How long a query may run."),
        ),
        _option(
            "--memory",
            at_least_one,
            1024,
            mib,
            asked.say("Minnet en spørring får bruke.", "The memory a query may use."),
        ),
        _option(
            "--result-size",
            at_least_one,
            64,
            mib,
            asked.say(
                "Det lengste svaret; et lengre kuttes etter en hel rad, og det blir sagt.",
                "The longest answer; a longer one is cut after a whole row, and it is said.",
            ),
        ),
        _option(
            "--queue",
            at_least_one,
            256,
            number,
            asked.say("Forespørsler som får vente.", "Requests that may wait."),
        ),
        _option(
            "--per-client",
            at_least_one,
            100,
            number,
            asked.say(
                "Forespørsler én adresse får ha under arbeid.",
                "Requests that one address may have under way.",
            ),
        ),
        _option(
            "--cache",
            any_number,
            128,
            mib,
            asked.say("Minnet til svar som tas vare på.", "The memory for answers that are kept."),
        ),
        _option(
            "--in-memory",
            any_number,
            2048,
            mib,
            asked.say(
                "Den største utgaven som serves fra minnet; en større legges på disk.",
                "The largest release that is served from memory; a larger one is put on disk.",
            ),
        ),
        _option(
            "--older-releases",
            any_number,
            2,
            number,
            asked.say(
                "Eldre utgaver som holdes i minnet samtidig, for /release/…; 0: ingen.",
                "Older releases that are held in memory at once, for /release/…; 0: none.",
            ),
        ),
        click.Option(
            ["--allow-service"],
            metavar="URL",
            multiple=True,
            help=asked.say(
                "En tjeneste SERVICE får spørre; kan gis flere ganger. Ellers ingen.",
                "A service that SERVICE may ask; may be given again. Otherwise none.",
            ),
        ),
    ]


def borders_option(asked: Asked) -> click.Option:
    """Give the one that says where the borders are; ``site`` has it as well."""
    return click.Option(
        ["--borders"],
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar=asked.say("MAPPE", "DIR"),
        help=asked.say(
            "Tegn grenser på kartet, fra fylker-<år>….geojson og kommuner-<år>….geojson i denne "
            "mappen. Hvem de er fra, leses av ATTRIBUTION.txt der, ellers sies Kartverket, "
            "CC BY 4.0.",
            "Draw borders on the map, from fylker-<year>….geojson and kommuner-<year>….geojson in "
            "this directory. Whose they are is read from ATTRIBUTION.txt there; else Kartverket, "
            "CC BY 4.0 is named.",
        ),
    )


def contact_option(asked: Asked) -> click.Option:
    """Give the one that says whom visitors write to; ``site`` has it as well."""

    def read(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
        if given is None or given.startswith(("https://", "http://")):
            return given
        if re.fullmatch(r"[^\s@:/?#]+@[^\s@:/?#]+\.[^\s@:/?#]+", given):
            return f"mailto:{given}"
        raise ParameterError(
            Text(
                f"--contact {given}: det er verken en e-postadresse eller en nettadresse.",
                f"--contact {given}: that is neither an e-mail address nor a web address.",
            ),
            hint=Text(
                "Skriv for eksempel --contact data@eksempel.no eller "
                "--contact https://eksempel.no/kontakt.",
                "Write for example --contact data@example.org or "
                "--contact https://example.org/contact.",
            ),
        )

    return click.Option(
        ["--contact"],
        metavar=asked.say("ADRESSE", "ADDRESS"),
        callback=read,
        help=asked.say(
            "E-post- eller nettadressen til den som driver nettstedet; står på sidene om "
            "personvern og om nettstedet.",
            "The e-mail or web address of whoever runs the site; stands on the pages on privacy "
            "and about the site.",
        ),
    )


def options_of_door(asked: Asked) -> list[click.Parameter]:
    """Give those that say where visitors are let in."""
    address = asked.say("ADRESSE", "ADDRESS")
    return [
        click.Option(
            ["--host"],
            metavar=address,
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
        click.Option(
            ["--public-url"],
            metavar="URL",
            help=asked.say(
                "Adressen verden kjenner nettstedet ved, når den er en annen.",
                "The address that the world knows the site by, where it is another.",
            ),
        ),
        click.Option(
            ["--proxy"],
            metavar=address,
            help=asked.say(
                "Adressen til en proxy foran, hvis X-Forwarded-For skal tros.",
                "The address of a proxy in front, whose X-Forwarded-For is to be believed.",
            ),
        ),
        click.Option(
            ["--write"],
            type=click.Path(path_type=Path),
            metavar=asked.say("FIL", "FILE"),
            help=asked.say(
                "Åpne for endringer fra dem som har en nøkkel i denne filen (se «token»). "
                "Ellers kan ingenting endres.",
                "Open for changes by those who have a token in this file (see “token”). "
                "Otherwise nothing can be changed.",
            ),
        ),
        click.Option(
            ["--documents"],
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            metavar=asked.say("MAPPE", "DIR"),
            help=asked.say(
                "Vis ordlyden i utdragene, fra kildedokumentene i denne mappen. Bare filer med "
                "SHA-256-en som grafen har, brukes. Dokumentene er ikke våre: gjør det bare der "
                "du har lov.",
                "Show the words of the passages, from the source documents in this directory. "
                "Only files with the SHA-256 that the graph has are used. The documents are not "
                "ours: do so only where you may.",
            ),
        ),
        borders_option(asked),
        contact_option(asked),
        click.Option(
            ["--access-log"],
            type=click.File("a", encoding="utf-8", lazy=False),
            metavar=asked.say("FIL", "FILE"),
            help=asked.say(
                "Skriv en linje JSON for hver forespørsel («-»: til skjermen); uten "
                "personopplysninger.",
                "Write a line of JSON for each request (“-”: to the screen); without personal "
                "data.",
            ),
        ),
    ]


def options_of(asked: Asked) -> list[click.Parameter]:
    """Give all of them."""
    service = click.Option(
        ["--store"],
        metavar="URL",
        help=asked.say(
            "Vis det denne SPARQL-tjenesten har, i stedet for en utgave.",
            "Show what this SPARQL service has, instead of a release.",
        ),
    )
    return [service, *options_of_door(asked), *options_of_limits(asked)]


def _option(
    name: str, type_: click.IntRange, default: int, metavar: str, text: str
) -> click.Option:
    return click.Option(
        [name], type=type_, metavar=metavar, default=default, show_default=True, help=text
    )
