"""``query``: ask a question of the library, a file, or what comes on standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bioclustergraph.cli import commands, completion, options
from bioclustergraph.cli.output import GRAPHS, ROWS, write, write_sourced
from bioclustergraph.errors import ParameterError, QueryError, Text

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.errors import Language
    from bioclustergraph.names import Names
    from bioclustergraph.queries import Parameter, Question
    from bioclustergraph.store.base import Graphs, Store

_EXAMPLES = 5
"""How many things the help of a question names for each parameter."""


def command(asked: Asked) -> click.Command:
    """Make the command: a group whose members are the questions."""
    return _Questions(
        asked,
        name="query",
        no_args_is_help=True,
        epilog="\b\n"
        + asked.say("Fullføring med TAB:", "Completion with TAB:")
        + f"\n  {completion.HOW[0]}",
        subcommand_metavar=asked.say(
            "SPØRSMÅL | FIL.rq | - [VALG]...", "QUESTION | FILE.rq | - [OPTIONS]..."
        ),
        help=asked.say(
            "Still et spørsmål: et av dem under, en .rq-fil, eller SPARQL fra standard inn (-). "
            "«query SPØRSMÅL --help» viser parametrene.",
            "Ask a question: one of those below, a .rq file, or SPARQL from standard input (-). "
            "“query QUESTION --help” shows its parameters.",
        ),
    )


class _Questions(commands.Group):
    """Finds a question when it is named, and not before."""

    def __init__(self, asked: Asked, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments
        self.asked = asked

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        from bioclustergraph import queries

        return list(queries.find(self.asked.project()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if ctx.resilient_parsing and cmd_name == "-":
            return None  # a shell that completes must not wait for standard input
        return _command(self.asked, _question(self.asked, cmd_name))


def _question(asked: Asked, name: str) -> Question:
    from bioclustergraph import queries

    if name == "-":
        try:
            text = sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            raise QueryError(
                Text("Standard inn er ikke UTF-8.", "Standard input is not UTF-8.")
            ) from error
        return queries.parse("-", text, Path("-"))
    if name.endswith(".rq"):
        return queries.load(Path(name))
    return queries.named(asked.project(), name)


def _command(asked: Asked, question: Question) -> click.Command:
    def ask(  # noqa: PLR0917 - click passes every option by name
        release: Path | None,
        as_known: str | None,
        service: str | None,
        statements: str,
        format: str | None,
        output: Path | None,
        sources: bool,
        **values: str | None,
    ) -> None:
        asking = question.with_sources() if sources else question
        store = asked.store(release=release, service=service, as_known=as_known)
        given = {name: value for name, value in values.items() if value is not None}
        answer = store.query(_bound(asked, asking, store, given), _graphs(store, statements))
        if not sources:
            write(asked, answer, format, output)
            return
        from bioclustergraph.sources import attach

        language: Language = "en" if given.get("lang", asked.language) == "en" else "nb"
        write_sourced(asked, attach(store, asked.project(), answer, language), format, output)

    summary = question.summary.in_language(asked.language)
    return _Question(
        asked,
        question,
        name=question.name,
        callback=ask,
        help=summary,
        short_help=summary,
        params=[
            *(_option(asked, parameter) for parameter in question.parameters),
            click.Option(
                ["--sources"],
                is_flag=True,
                help=asked.say(
                    "Vis kildene til hver rad: dokument, dato, adresse og tegnposisjoner.",
                    "Show the sources of each row: document, date, address and character "
                    "positions.",
                ),
            ),
            click.Option(
                ["--statements"],
                type=click.Choice(["asserted", "derived", "all"]),
                default="all",
                help=asked.say(
                    "Spør bare det kildene sier, bare det som er utledet, eller alt.",
                    "Ask only what the sources say, only what was derived, or all.",
                ),
            ),
            click.Option(
                ["--format"],
                type=click.Choice([*ROWS, *GRAPHS]),
                help=asked.say(
                    "Formatet; ellers tabell på en terminal og CSV i en fil eller et rør.",
                    "The format; else a table on a terminal, and CSV to a file or a pipe.",
                ),
            ),
            click.Option(
                ["--output", "-o"],
                type=click.Path(path_type=Path),
                help=asked.say("Skriv til denne filen.", "Write to this file."),
            ),
            *options.where(asked),
            options.known(asked),
        ],
    )


def _graphs(store: Store, statements: str) -> Graphs | None:
    """Name the data set; a service of somebody else's does not tell what it has derived.

    Raises:
        ParameterError: asserted or derived is asked of a service.
    """
    if statements == "all":
        return None
    from bioclustergraph import inference
    from bioclustergraph.store.embedded import EmbeddedStore

    if not isinstance(store, EmbeddedStore):
        raise ParameterError(
            Text(
                "--statements gjelder filene eller en utgave, ikke en tjeneste.",
                "--statements is for the files or a release, not for a service.",
            ),
            hint=Text("Bruk --release i stedet for --store.", "Use --release, not --store."),
        )
    return inference.graphs(store, statements)


class _Question(commands.Command):
    """A question; its help ends with examples that can be asked as they stand."""

    def __init__(self, asked: Asked, question: Question, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments
        self.asked = asked
        self.question = question

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from bioclustergraph.names import Names
        from bioclustergraph.queries import VALUE_TYPES

        asked = self.asked
        about = [p for p in self.question.parameters if p.type not in VALUE_TYPES]
        with formatter.section(asked.say("Eksempel", "Example")):
            formatter.write(f"{' ' * formatter.current_indent}{self._example(ctx)}\n")
        if not about:
            return
        names = Names.of_files(asked.project())
        with formatter.section(asked.say("Noe å spørre om", "Something to ask about")):
            formatter.write_dl([(f"--{p.name}", "; ".join(_some(asked, names, p))) for p in about])

    def _example(self, ctx: click.Context) -> str:
        import shlex

        words = [*ctx.command_path.split(" ")]
        for parameter in self.question.parameters:
            if parameter.name != "lang":
                words += [f"--{parameter.name}", _plain(parameter)]
        return shlex.join(words)


def _some(asked: Asked, names: Names, parameter: Parameter) -> list[str]:
    """Give keys of things that exist, with their labels, the default first."""
    from bioclustergraph.names import compact, expand, key_of

    any_kind = parameter.type == "any"
    first = expand(parameter.default) or ""
    iris = names.of_kind(None if any_kind else parameter.type)
    chosen = [iri for iri in dict.fromkeys((first, *iris)) if iri in iris][:_EXAMPLES]
    rest = len(iris) - len(chosen)
    said = []
    for iri in chosen:
        key, label = compact(iri) if any_kind else key_of(iri), names.label(iri)
        said.append(f"{key} ({label.in_language(asked.language)})" if label else key)
    if rest > 0:
        said.append(asked.say(f"og {rest} til", f"and {rest} more"))
    return said


def _bound(asked: Asked, question: Question, store: Store, given: dict[str, str]) -> str:
    from functools import cache

    from bioclustergraph.names import Names

    @cache
    def names() -> Names:
        return Names.of(store, asked.project())

    if any(parameter.name == "lang" for parameter in question.parameters):
        given.setdefault("lang", asked.language)
    return question.bind(given, lambda text, kind: names().resolve(text, kind))


def _option(asked: Asked, parameter: Parameter) -> click.Option:
    from bioclustergraph.queries import VALUE_TYPES

    is_thing = parameter.type not in VALUE_TYPES
    # What a language defaults to is the reader's own, whatever stands in the file.
    default = asked.language if parameter.type == "language" else _plain(parameter)
    offered = completion.words("nb", "en") if parameter.type == "language" else None
    if is_thing:
        kind = None if parameter.type == "any" else parameter.type
        offered = completion.things(asked, kind)
    return click.Option(
        [f"--{parameter.name}"],
        metavar=options.metavar(asked, parameter.type),
        help=asked.say(f"ellers {default}", f"else {default}"),
        shell_complete=offered,
    )


def _plain(parameter: Parameter) -> str:
    """Give a default the way people write it: a key, a day, a word."""
    from bioclustergraph.names import expand, key_of
    from bioclustergraph.queries import plain

    text = plain(parameter.default)
    iri = expand(text) if parameter.type != "any" else None
    return text if iri is None else key_of(iri)
