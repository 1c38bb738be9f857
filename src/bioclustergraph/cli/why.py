"""``why``: the proof of one triple, from the rule down to the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion, options

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked


def command(asked: Asked) -> click.Command:
    """Make the command."""
    say = asked.say

    def why(  # noqa: PLR0917 - click passes every option by name
        subject: str,
        predicate: str,
        value: str,
        format: str,
        release: Path | None,
        as_known: str | None,
    ) -> None:
        from bioclustergraph.errors import StoreError, Text
        from bioclustergraph.inference import asking, telling
        from bioclustergraph.store.embedded import EmbeddedStore

        store, project = (
            asked.store(release=release, service=None, as_known=as_known),
            asked.project(),
        )
        if not isinstance(store, EmbeddedStore):
            raise StoreError(
                Text("En utgave er for stor til å bevises fra.", "The store cannot be proved from.")
            )
        triple = asking.read(store, project, (subject, predicate, value))
        proof = asking.proved(store, project, triple)
        if format == "json":
            import json

            click.echo(json.dumps(telling.as_json(proof), ensure_ascii=False, indent=2))
        elif format == "turtle":
            from bioclustergraph import answers, media

            click.echo(answers.graph(telling.as_prov(proof), media.TURTLE), nl=False)
        else:
            for line in telling.lines(proof, asked.language):
                click.echo(line)

    release, _service = options.where(asked)
    return commands.Command(
        "why",
        callback=why,
        help=say(
            "Vis hvorfor noe gjelder: regelen som utledet det, det den hviler på, og kildene. "
            "Alle tre er et forkortet navn, en IRI, en nøkkel eller et navn; O kan være en "
            "literal.",
            "Show why something holds: the rule that derived it, what that rests on, and the "
            "sources. Each of the three is a prefixed name, an IRI, a key or a name; O may be a "
            "literal.",
        ),
        params=[
            click.Argument(["subject"], metavar="S", shell_complete=completion.things(asked, None)),
            click.Argument(["predicate"], metavar="P"),
            click.Argument(["value"], metavar="O", shell_complete=completion.things(asked, None)),
            click.Option(
                ["--format"],
                type=click.Choice(["text", "json", "turtle"]),
                default="text",
                help=say("Tekst, JSON, eller PROV-O i Turtle.", "Text, JSON, or PROV-O in Turtle."),
            ),
            release,
            options.known(asked),
        ],
    )
