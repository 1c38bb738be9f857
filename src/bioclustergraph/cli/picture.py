"""``picture``: relations drawn as a network, a timeline or a matrix."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from bioclustergraph.cli import commands, completion, options, selecting

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked

_OVERVIEW: Final = "overview"
"""The view that is drawn where none is named."""

# What pictures/ can do; it is not imported for a help text.
_KINDS: Final = ("network", "timeline", "matrix")
_COLOURS: Final = ("kind", "certainty", "role", "place")
_FORMS: Final = ("svg", "png", "pdf")


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def draw(
        *,
        views: tuple[str, ...],
        kind: str,
        thing: str | None,
        colour: str,
        format: str | None,
        output: Path | None,
        release: Path | None,
        service: str | None,
        as_known: str | None,
        **words: Unpack[selecting.Words],
    ) -> None:
        from bioclustergraph import networks, pictures, relations
        from bioclustergraph.names import Names

        form, project = pictures.form_of(format, output), asked.project()
        # Before the data are read: a slip is told at once.
        found = [relations.named(project, view) for view in views or (_OVERVIEW,)]
        store = asked.store(release=release, service=service, as_known=as_known)
        digest = selecting.digest(asked, release=release, service=service, as_known=as_known)
        chosen = selecting.selection(asked, store, words)
        picture = pictures.rendered(
            pictures.picture(
                [networks.of(store, project, view, chosen, release=digest) for view in found],
                asked.language,
                kind=kind,
                colour=colour,
                of=Names.of(store, project).resolve(thing) if thing is not None else None,
            ),
            form,
        )
        if output is None:
            sys.stdout.buffer.write(picture)
            sys.stdout.buffer.flush()
            return
        _save(output, picture)
        click.echo(asked.say(f"{output}: tegnet ({form}).", f"{output}: drawn ({form})."), err=True)

    return commands.Command(
        "picture",
        callback=draw,
        help=asked.say(
            "Tegn et UTSNITT av relasjonene, som SVG, PNG eller PDF, med tegnforklaring; uten "
            "UTSNITT tegnes økosystemet med ett blikk. «export --list» lister utsnittene.",
            "Draw a VIEW of the relations, as SVG, PNG or PDF, with a legend; without VIEW the "
            "ecosystem at a glance is drawn. “export --list” lists the views.",
        ),
        params=_params(asked),
    )


def _save(path: Path, picture: bytes) -> None:
    """Write a file whole or not at all; what is no file, such as a pipe, is written to."""
    from bioclustergraph.cli import output
    from bioclustergraph.curating import saving

    if path.exists() and not path.is_file():
        output.save(path, picture)
    else:
        saving.save(path, picture)


def _params(asked: Asked) -> list[click.Parameter]:
    say = asked.say
    return [
        click.Argument(
            ["views"],
            nargs=-1,
            metavar=say("[UTSNITT]...", "[VIEW]..."),
            shell_complete=completion.views(asked),
        ),
        click.Option(
            ["--as", "kind"],
            type=click.Choice(_KINDS),
            default="network",
            show_default=True,
            help=say(
                "network: ting og linjer. timeline: hvem som var noe når. matrix: en tabell over "
                "hvor mye hver to har sammen.",
                "network: things and lines. timeline: who was something when. matrix: a table of "
                "how much each two have together.",
            ),
        ),
        click.Option(
            ["--of", "thing"],
            metavar=say("TING", "THING"),
            shell_complete=completion.things(asked, None),
            help=say("Bare relasjonene til denne.", "Only the relations of this one."),
        ),
        click.Option(
            ["--colour"],
            type=click.Choice(_COLOURS),
            default="kind",
            show_default=True,
            help=say("Hva fargene i et nettverk betyr.", "What the colours of a network mean."),
        ),
        click.Option(
            ["--format"],
            type=click.Choice(_FORMS),
            help=say(
                "Formatet; ellers det filnavnet tilsier, ellers svg.",
                "The format; else the one that the file's name says, else svg.",
            ),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=say("FIL", "FILE"),
            help=say(
                "Skriv til denne filen; ellers standard ut.",
                "Write to this file; else to standard output.",
            ),
        ),
        *selecting.options(asked),
        *options.where(asked),
        options.known(asked),
    ]
