"""``contradictions``: where the sources differ, and where each difference stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import commands, completion, options

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.contradictions import Entry
    from bioclustergraph.errors import Text

_STATES: Final = ("open", "explained", "resolved")
_COLOURS: Final = {"open": "red", "explained": "green", "resolved": "blue"}


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def contradictions(  # noqa: PLR0917 - click passes every option by name
        state: str | None,
        about: str | None,
        release: Path | None,
        as_known: str | None,
        service: str | None,
        format: str,
    ) -> None:
        from bioclustergraph.contradictions import read
        from bioclustergraph.names import resolve

        project = asked.project()
        store = asked.store(release=release, service=service, as_known=as_known)
        found = [entry for entry in read(store, project) if state in {None, entry.state}]
        if about is not None:
            thing = resolve(store, project, about)
            found = [entry for entry in found if thing in {iri for iri, _ in entry.about}]
        if format == "json":
            entries = [_as_json(entry) for entry in found]
            click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
            return
        for entry in found:
            click.echo(_shown(asked, entry))
        click.echo(_summary(asked, found), err=True)

    return commands.Command(
        "contradictions",
        callback=contradictions,
        help=asked.say(
            "List det kildene sier ulikt: åpent, forklart av ulike tider, eller avgjort av en "
            "kurator (data/resolutions/). «query contradictions» gir det samme som CSV og JSON.",
            "List what the sources say differently: open, explained by different times, or "
            "resolved by a curator (data/resolutions/). “query contradictions” gives the same as "
            "CSV and JSON.",
        ),
        params=[
            click.Option(
                ["--state"],
                type=click.Choice(_STATES),
                help=asked.say("Bare de i denne tilstanden.", "Only those in this state."),
            ),
            click.Option(
                ["--about"],
                metavar=asked.say("TING", "THING"),
                shell_complete=completion.things(asked, None),
                help=asked.say(
                    "Bare de som angår denne tingen: navn, nøkkel eller IRI.",
                    "Only those about this thing: name, key or IRI.",
                ),
            ),
            *options.where(asked),
            options.known(asked),
            click.Option(
                ["--format"],
                type=click.Choice(("text", "json")),
                default="text",
                help=asked.say("Tekst for folk eller JSON.", "Text for people or JSON."),
            ),
        ],
    )


def _shown(asked: Asked, entry: Entry) -> str:
    def say(text: Text) -> str:
        return text.in_language(asked.language)

    state = click.style(say(entry.state_label), fg=_COLOURS[entry.state], bold=True)
    lines = [
        f"{state} · {say(entry.aspect)} · {click.style(say(entry.title), bold=True)}",
        f"    {say(entry.explanation)}",
    ]
    if entry.reason is not None:
        by = f" ({entry.resolved})" if entry.resolved else ""
        lines.append(f"    → {say(entry.reason)}{by}")
    lines.append(f"    {entry.name}")
    return "\n".join(lines)


def _summary(asked: Asked, found: list[Entry]) -> str:
    counts = [sum(entry.state == state for entry in found) for state in _STATES]
    return asked.say(
        "{} åpne, {} forklarte, {} avgjorte".format(*counts),
        "{} open, {} explained, {} resolved".format(*counts),
    )


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "contradiction": entry.iri,
        "title": _both(entry.title),
        "about": [iri for iri, _ in entry.about],
        "aspect": _both(entry.aspect),
        "state": entry.state,
        "explanation": _both(entry.explanation),
        "resolution": entry.resolution,
        "reason": None if entry.reason is None else _both(entry.reason),
        "claims": [
            {
                "claim": claim.iri,
                "preferred": claim.preferred,
                "document": None if claim.document is None else claim.document[0],
                "issued": claim.issued,
                "passage": claim.passage,
            }
            for claim in entry.claims
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}
