"""``export``: a view of the relations as a file for other programs, or all of them as a pack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import click

from bioclustergraph.cli import commands, completion, options, selecting
from bioclustergraph.errors import ExportError, ParameterError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.export import Format, Made, Material
    from bioclustergraph.networks import Network
    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_BINARY: Final = ".xlsx"


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def export(
        *,
        view: str | None,
        listing: bool,
        every: bool,
        format: str | None,
        output: Path | None,
        allow_empty: bool,
        lean: bool,
        release: Path | None,
        service: str | None,
        as_known: str | None,
        **words: Unpack[selecting.Words],
    ) -> None:
        _refuse_mixed(view, listing=listing, every=every, format=format, output=output)
        if listing:
            _list(asked)
            return
        form = None if every else _form(format, output)
        project = asked.project()
        if view is not None:
            from bioclustergraph import relations

            relations.named(project, view)  # before the data are read: a slip is told at once
        store = asked.store(release=release, service=service, as_known=as_known)
        digest = selecting.digest(asked, release=release, service=service, as_known=as_known)
        source = _Source(asked, project, store, words, digest)
        if form is None:
            assert output is not None  # noqa: S101  # seen to by _refuse_mixed
            _pack(source, output, allow_empty=allow_empty)
            return
        assert view is not None  # noqa: S101  # likewise
        if lean:
            _lean(source, view, form, output, allow_empty=allow_empty)
        else:
            _one(source, view, form, output, allow_empty=allow_empty)

    return commands.Command(
        "export",
        callback=export,
        no_args_is_help=True,
        help=asked.say(
            "Skriv et UTSNITT av relasjonene som en fil for Gephi, Cytoscape, R, Excel og andre, "
            "med datoer, sikkerhet og kilder; eller alle, i alle formater, som en pakke. "
            "«export --list» lister utsnitt og formater.",
            "Write a VIEW of the relations as a file for Gephi, Cytoscape, R, Excel and others, "
            "with dates, certainty and sources; or all of them, in every form, as a pack. "
            "“export --list” lists views and formats.",
        ),
        params=_params(asked),
    )


def _params(asked: Asked) -> list[click.Parameter]:
    say = asked.say
    return [
        click.Argument(
            ["view"],
            required=False,
            metavar=say("[UTSNITT]", "[VIEW]"),
            shell_complete=completion.views(asked),
        ),
        click.Option(
            ["--list", "listing"],
            is_flag=True,
            help=say("List utsnitt og formater.", "List views and formats."),
        ),
        click.Option(
            ["--all", "every"],
            is_flag=True,
            help=say(
                "Skriv alle utsnitt i alle formater, med README, i mappen --output.",
                "Write all views in every format, with a README, in the directory --output.",
            ),
        ),
        click.Option(
            ["--format"],
            metavar="FORMAT",
            help=say(
                "Formatet; ellers det filnavnet tilsier, ellers gexf.",
                "The format; else the one that the file's name says, else gexf.",
            ),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(path_type=Path),
            metavar=say("FIL|MAPPE", "FILE|DIR"),
            help=say(
                "Skriv hit: en fil; for csv, parquet og --all en mappe. Ellers standard ut.",
                "Write here: a file; for csv, parquet and --all a directory. Else standard output.",
            ),
        ),
        click.Option(
            ["--allow-empty"],
            is_flag=True,
            help=say(
                "Skriv filen også når utvalget er tomt.",
                "Write the file also when nothing is selected.",
            ),
        ),
        click.Option(
            ["--lean"],
            is_flag=True,
            help=say(
                "GEXF av en projeksjon, uten kilder: bare hvem, hvor mye og når, med PageRank og "
                "fellesskap. For hundretusener av kanter.",
                "GEXF of a projection, without sources: only who, how much and when, with PageRank "
                "and communities. For hundreds of thousands of edges.",
            ),
        ),
        *selecting.options(asked),
        *options.where(asked),
        options.known(asked),
    ]


class _Source:
    """Where networks come from in one run of the command."""

    def __init__(
        self,
        asked: Asked,
        project: Project,
        store: Store,
        words: selecting.Words,
        digest: str | None,
    ) -> None:
        self.asked, self.project, self.store, self.digest = asked, project, store, digest
        self.selection = selecting.selection(asked, store, words)

    def network(self, view: str) -> Network:
        from bioclustergraph import networks, relations

        return networks.of(
            self.store,
            self.project,
            relations.named(self.project, view),
            self.selection,
            release=self.digest,
        )

    def material(self, network: Network) -> Material:
        from bioclustergraph import export
        from bioclustergraph.export import indicators

        language = self.asked.language
        return export.Material(
            export.flatten(network, language),
            self.store,
            self.project,
            lambda: indicators.table(self.store, self.project, network, language),
        )


def _one(
    source: _Source, view: str, form: Format, output: Path | None, *, allow_empty: bool
) -> None:
    material = source.material(source.network(view))
    if material.flat.is_empty and not allow_empty:
        raise _empty(material.flat.heading.title)
    made = form.write(material)
    if output is None:
        _to_standard_output(made, form)
        return
    _save(made, output)
    flat = material.flat
    nodes, edges = len(flat.nodes), len(flat.edges)
    click.echo(
        source.asked.say(
            f"{output}: {form.title}, {nodes} noder, {edges} kanter",
            f"{output}: {form.title}, {nodes} nodes, {edges} edges",
        ),
        err=True,
    )


def _lean(
    source: _Source, view: str, form: Format, output: Path | None, *, allow_empty: bool
) -> None:
    from bioclustergraph import relations
    from bioclustergraph.export import lean
    from bioclustergraph.networks import large, scores

    asked = source.asked
    if form.name != "gexf":
        raise ParameterError(
            Text("--lean gjelder bare GEXF.", "--lean is for GEXF only."),
            hint=Text("Utelat --format, eller --lean.", "Leave out --format, or --lean."),
        )
    ties = relations.ties(source.store, source.project, relations.named(source.project, view))
    columns = large.projected(ties, source.selection)
    if not columns.things and not allow_empty:
        raise _empty(columns.view.title.in_language(asked.language))
    scored: dict[str, dict[str, float]] = {"pagerank": {}, "community": {}}
    if columns.things:
        scored["pagerank"] = scores.pagerank(columns)
        parts = scores.communities(columns)
        scored["community"] = {
            iri: number for number, part in enumerate(parts, start=1) for iri in part
        }
    pieces = lean.gexf(columns, ties.labels, scored, language=asked.language, release=source.digest)
    made = "".join(pieces).encode()
    if output is None:
        _to_standard_output(made, form)
        return
    _save(made, output)
    click.echo(
        asked.say(
            f"{output}: {form.title}, {len(columns.things)} noder, {len(columns.one)} kanter",
            f"{output}: {form.title}, {len(columns.things)} nodes, {len(columns.one)} edges",
        ),
        err=True,
    )


def _pack(source: _Source, output: Path, *, allow_empty: bool) -> None:
    from bioclustergraph import export, relations

    asked = source.asked
    found = {name: source.network(name) for name in relations.find(source.project)}
    wanted = [it for it in found.values() if it.nodes or allow_empty]
    if not wanted:
        raise _empty(asked.say("alle utsnitt", "all views"))
    files, missing = export.files(
        [source.material(network) for network in wanted],
        tick=lambda name: click.echo(f"{name} …", err=True),
    )
    export.save_directory(output, files)
    for error in missing.values():
        click.echo(error.in_language(asked.language), err=True)
    empty = ", ".join(name for name, it in found.items() if not it.nodes)
    if empty and not allow_empty:
        click.echo(asked.say(f"Tomme, utelatt: {empty}", f"Empty, left out: {empty}"), err=True)
    click.echo(
        asked.say(
            f"{output}: {len(files)} filer, {len(wanted)} utsnitt; begynn med README.md",
            f"{output}: {len(files)} files, {len(wanted)} views; begin with README.md",
        ),
        err=True,
    )


def _refuse_mixed(
    view: str | None, *, listing: bool, every: bool, format: str | None, output: Path | None
) -> None:
    if sum((view is not None, listing, every)) != 1:
        raise ParameterError(
            Text(
                "Gi ett av disse: et utsnitt, --all, --list.",
                "Give one of these: a view, --all, --list.",
            ),
            hint=Text(
                "«bioclustergraph export --list» lister utsnittene.",
                "“bioclustergraph export --list” lists the views.",
            ),
        )
    if every and (output is None or format is not None):
        raise ParameterError(
            Text(
                "--all skriver alle formater i en mappe.",
                "--all writes every format in a directory.",
            ),
            hint=Text(
                "Gi mappen med --output, og ikke --format.",
                "Name the directory with --output, and give no --format.",
            ),
        )


def _form(format: str | None, output: Path | None) -> Format:
    from bioclustergraph import export

    if format is not None:
        form = export.named(format)
    elif output is not None and output.suffix:
        form = export.of_path(output) or export.named(output.suffix)
    else:
        form = export.named("gexf")
    if form.several and output is None:
        raise ParameterError(
            Text(
                f"{form.title} er flere filer og kan ikke skrives til standard ut.",
                f"{form.title} is several files and cannot go to standard output.",
            ),
            hint=Text("Gi en mappe med --output.", "Name a directory with --output."),
        )
    if form.suffix == _BINARY and output is None and sys.stdout.isatty():
        raise ParameterError(
            Text(
                f"{form.title} kan ikke vises på en terminal.",
                f"{form.title} cannot be shown on a terminal.",
            ),
            hint=Text("Gi en fil med --output.", "Name a file with --output."),
        )
    return form


def _save(made: Made, output: Path) -> None:
    if isinstance(made, bytes):
        from bioclustergraph.curating.saving import save

        save(output, made)
    else:
        from bioclustergraph import export

        export.save_directory(output, made)


def _to_standard_output(made: bytes | Mapping[str, bytes], form: Format) -> None:
    if not isinstance(made, bytes):  # _form has refused forms of several files
        raise TypeError(form.name)
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def _empty(title: str) -> ExportError:
    return ExportError(
        Text(f"Ingenting er valgt: {title} er tomt.", f"Nothing is selected: {title} is empty."),
        hint=Text(
            "Velg en annen dag eller færre vilkår; --allow-empty skriver filen likevel.",
            "Choose another day or fewer conditions; --allow-empty writes the file all the same.",
        ),
    )


def _list(asked: Asked) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from bioclustergraph import export, relations

    say = asked.say
    views = Table(
        say("utsnitt", "view"), say("viser", "shows"), header_style="bold", box=None, pad_edge=False
    )
    for view in relations.find(asked.project()).values():
        views.add_row(view.name, escape(view.summary.in_language(asked.language)))
    forms = Table(
        say("format", "format"),
        say("fil", "file"),
        say("åpnes", "opens in"),
        say("tillegg", "extra"),
        header_style="bold",
        box=None,
        pad_edge=False,
    )
    for form in export.FORMATS.values():
        ends = f"{form.suffix}/" if form.several else form.suffix
        opens = escape(form.opens.in_language(asked.language))
        forms.add_row(form.name, f"*{ends}", opens, form.extra or "")
    to_terminal = Console(highlight=False).is_terminal
    console = Console(highlight=False, width=None if to_terminal else 10_000)
    console.print(views)
    console.print()
    console.print(forms)
