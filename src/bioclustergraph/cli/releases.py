"""``releases``: what is kept, when each was switched to, and how those that are too many go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import build, commands

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.release import Kept

FORMATS: Final = ("table", "json")


def command(asked: Asked) -> click.Command:
    """Make the command: it lists, and has ``prune`` under it."""

    def releases(release: Path, format: str) -> None:
        from bioclustergraph.release import listed

        context = click.get_current_context()
        if context.invoked_subcommand is not None:
            context.obj = release
            return
        found = listed(release)[::-1]
        if format == "json":
            click.echo(json.dumps([_as_json(it) for it in found], ensure_ascii=False, indent=2))
        elif found:
            _show(asked, found)
        else:
            click.echo(
                asked.say(f"Det er ingen utgave i {release}.", f"There is no release in {release}.")
            )

    group = commands.Group(
        "releases",
        callback=releases,
        invoke_without_command=True,
        help=asked.say(
            "List utgavene som er tatt vare på, den siste først. Hver kan spørres med --as-known "
            "og holdes opp mot en annen med «diff».",
            "List the releases that are kept, the latest first. Each can be asked with --as-known "
            "and held against another with “diff”.",
        ),
        params=[
            build.release_option(asked),
            click.Option(
                ["--format"],
                type=click.Choice(FORMATS),
                default="table",
                help=asked.say("Tabell for folk eller JSON.", "Table for people or JSON."),
            ),
        ],
    )
    group.add_command(_prune(asked))
    return group


def _prune(asked: Asked) -> click.Command:
    def prune(keep: int, yes: bool) -> int:
        from bioclustergraph.release import prune, removable

        directory: Path = click.get_current_context().obj
        going = removable(directory, keep)
        if not going:
            click.echo(asked.say("Ingen utgave er for mye.", "No release is too many."))
            return 0
        for it in going:
            click.echo(
                asked.say(
                    f"{it.release.name} fra {it.switch.time} går, og svar som viser til den.",
                    f"{it.release.name} of {it.switch.time} goes, and answers that cite it.",
                )
            )
        if not yes:
            _confirm(asked)
        prune(directory, keep, only=going)
        click.echo(
            asked.say(f"{len(going)} utgaver er fjernet.", f"{len(going)} releases were removed.")
        )
        return 0

    return commands.Command(
        "prune",
        callback=prune,
        short_help=asked.say("Fjern de eldste.", "Remove the oldest."),
        help=asked.say(
            "Fjern alle utgaver unntatt de siste; den gjeldende går aldri. Den faste adressen til "
            "en som er borte, svarer 410.",
            "Remove all releases but the latest; the current one never goes. The permanent address "
            "of one that is gone answers 410.",
        ),
        params=[
            click.Option(
                ["--keep"],
                type=click.IntRange(min=1),
                required=True,
                metavar=asked.say("TALL", "NUMBER"),
                help=asked.say("Så mange beholdes.", "How many are kept."),
            ),
            click.Option(
                ["--yes", "-y"],
                is_flag=True,
                help=asked.say("Ikke spør først.", "Do not ask first."),
            ),
        ],
    )


def _confirm(asked: Asked) -> None:
    """Ask whether to go on; ``click.confirm`` knows the English letter only.

    Raises:
        click.Abort: the answer is not yes, or there is none.
    """
    question = asked.say("Fjerne dem? [j/N]", "Remove them? [y/N]")
    answer = click.prompt(question, default="", show_default=False, err=True)
    if answer.strip().casefold() not in {"j", "ja", "y", "yes"}:
        raise click.Abort


def _show(asked: Asked, found: tuple[Kept, ...]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    say = asked.say
    headings = (
        say("utgave", "release"),
        say("siden", "since"),
        say("tripler", "triples"),
        say("ontologi", "ontology"),
        say("hvem og hvorfor", "who and why"),
    )
    wanted = headings if any(it.switch.who or it.switch.why for it in found) else headings[:-1]
    table = Table("", *wanted, header_style="bold", box=None, pad_edge=False)
    for it in found:
        reason = ": ".join(part for part in (it.switch.who, it.switch.why) if part)
        row = (it.release.name, it.switch.time, str(_triples(it)), it.switch.ontology, reason)
        mark = say("→ gjelder", "→ current") if it.is_current else ""
        table.add_row(mark, *(escape(cell) for cell in row[: len(wanted)]))
    console = Console(highlight=False)
    Console(highlight=False, width=None if console.is_terminal else 10_000).print(table)


def _triples(it: Kept) -> int:
    return next((o.triples for o in it.release.manifest.outputs if o.path == "data.ttl"), 0)


def _as_json(it: Kept) -> dict[str, object]:
    return {
        "digest": it.switch.digest,
        "since": it.switch.time,
        "triples": _triples(it),
        "ontology": it.switch.ontology,
        "who": it.switch.who,
        "why": it.switch.why,
        "current": it.is_current,
        "directory": str(it.release.directory),
    }
