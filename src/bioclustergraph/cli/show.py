"""``show``: one thing, with its names, dated relations and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion, options
from bioclustergraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from rich.console import Console

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.describe import Description, Relation


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def show(
        name: str,
        at: datetime | None,
        release: Path | None,
        as_known: str | None,
        service: str | None,
    ) -> None:
        from rich.console import Console

        from bioclustergraph.describe import describe
        from bioclustergraph.names import resolve

        store = asked.store(release=release, service=service, as_known=as_known)
        project, day = asked.project(), at.date() if at is not None else None
        description = describe(store, resolve(store, project, name), project=project, at=day)
        # As `questions`: a pipe gets whole lines.
        width = None if Console().is_terminal else 10_000
        _print(asked, Console(highlight=False, width=width), description)

    return commands.Command(
        "show",
        callback=show,
        help=asked.say(
            "Vis én ting: navn, relasjoner med datoer, og kilden til hver. NAVN er en nøkkel, et "
            "navn, en forkortet IRI (cluster:biotech-north) eller en IRI.",
            "Show one thing: its names, its relations with their dates, and the source of each. "
            "NAME is a key, a name, a prefixed name (cluster:biotech-north) or an IRI.",
        ),
        params=[
            click.Argument(
                ["name"],
                metavar=asked.say("NAVN", "NAME"),
                shell_complete=completion.things(asked, None),
            ),
            click.Option(
                ["--at"],
                type=click.DateTime(["%Y-%m-%d"]),
                metavar=options.metavar(asked, "date"),
                help=asked.say(
                    "Bare de relasjonene som sikkert eller mulig gjaldt denne dagen.",
                    "Only those relations that certainly or possibly held on this day.",
                ),
            ),
            *options.where(asked),
            options.known(asked),
        ],
    )


def _print(asked: Asked, console: Console, description: Description) -> None:
    from rich.markup import escape

    # Super-types from other vocabularies are for machines; they are in every RDF form.
    own = [t for t in description.types if t.iri.startswith(PREFIXES["bcg"])]
    types = ", ".join(t.label.in_language(asked.language) for t in own or description.types)
    console.print(
        f"[bold]{escape(description.label.in_language(asked.language))}[/]  {escape(types)}"
    )
    console.print(f"[dim]{escape(description.iri)}[/]")
    for statement in (*description.statements, *description.links):
        values = ", ".join(_shown(asked, value) for value in statement.values)
        label = statement.property.label.in_language(asked.language)
        console.print(f"  {escape(label)}: {escape(values)}")
    if description.names:
        _heading(console, asked.say("Navn", "Names"))
        for naming in description.names:
            _row(asked, console, naming, naming.name.text if naming.name else "")
    for group in description.groups:
        _heading(console, group.heading.in_language(asked.language))
        for relation in group.relations:
            other = relation.other
            _row(asked, console, relation, other.label.in_language(asked.language) if other else "")


def _heading(console: Console, text: str) -> None:
    from rich.markup import escape

    console.print(f"\n[bold]{escape(text)}[/]")


def _row(asked: Asked, console: Console, relation: Relation, what: str) -> None:
    """Print who or what, in which role, when the source says it held, and where it says so."""
    from rich.markup import escape

    role = relation.role.label.in_language(asked.language) if relation.role else ""
    details = [
        _shown(asked, value)
        for detail in relation.details
        for value in detail.values
        if _is_spoken(asked, value)
    ]
    # A relation with one side only is known by its role.
    said = f"{what} ({role})" if what and role else what or role
    said = ", ".join(part for part in (said, *details) if part)
    dates = relation.dates.said.in_language(asked.language)
    console.print(f"  {escape(said)}[dim]  {escape(dates)}[/]")
    for evidence in relation.evidence:
        title = evidence.document.label.in_language(asked.language)
        place = evidence.characters
        at = asked.say("tegn", "characters") + f" {place[0]}–{place[1]}" if place else ""  # a range
        console.print(f"    [dim]{escape(f'{title}, {at}' if at else title)}[/]")


def _is_spoken(asked: Asked, value: object) -> bool:
    """Say whether a value is for every reader or in the reader's language."""
    return getattr(value, "language", None) in {None, asked.language}


def _shown(asked: Asked, value: object) -> str:
    from bioclustergraph.describe import Ref, Value

    if isinstance(value, Ref):
        return value.label.in_language(asked.language)
    return value.text if isinstance(value, Value) else str(value)
