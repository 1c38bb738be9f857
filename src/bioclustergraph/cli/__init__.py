"""The command line: words to functions, exit codes, nothing else.

A command lives in the module of its name, which is imported when somebody asks for it, so that
``--help`` stays quick. Exit codes: 0 done; 1 something is wrong, and it was said what; 2 the
command line itself was not understood; 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import catalogue, commands, completion
from bioclustergraph.cli.asked import Asked, language_of
from bioclustergraph.errors import BioclustergraphError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: Final = {
    "check": Text("Vurder filene: SHACL og hygiene.", "Judge the files: SHACL and hygiene."),
    "new": Text(
        "Begynn på noe nytt: en kildefil for et dokument.",
        "Begin something new: a source file for a document.",
    ),
    "fmt": Text("Sett Turtle-filer i form.", "Put Turtle files in form."),
    "sheet": Text(
        "Regneark: lag mal, hent ut en kilde, les inn igjen.",
        "Spreadsheets: make a template, export a source, import it again.",
    ),
    "build": Text("Bygg en utgave av filene.", "Build a release of the files."),
    "query": Text("Still et spørsmål.", "Ask a question."),
    "questions": Text("List spørsmålene som er klare.", "List the questions that are ready."),
    "show": Text(
        "Vis én ting med relasjoner, datoer og kilder.",
        "Show one thing with its relations, dates and sources.",
    ),
    "why": Text(
        "Vis hvorfor noe gjelder: regel, premisser og kilder.",
        "Show why something holds: rule, premises and sources.",
    ),
    "serve": Text(
        "Svar på SPARQL og vis sider over HTTP.", "Answer SPARQL and show pages over HTTP."
    ),
    "site": Text(
        "Skriv hele nettstedet som filer.",
        "Write the whole site as files.",
    ),
    "evidence": Text(
        "Hold belegg opp mot dokumentene, eller finn en passasje.",
        "Hold evidence against the documents, or find a passage.",
    ),
    "contradictions": Text(
        "List det kildene sier ulikt.", "List what the sources say differently."
    ),
    "coverage": Text(
        "Mål hvor mye som er lest, og hvor mye som er sagt på begge språk.",
        "Measure how much has been read, and how much is said in both languages.",
    ),
    "releases": Text("List utgavene som er tatt vare på.", "List the releases that are kept."),
    "diff": Text(
        "Si hva som er endret mellom to utgaver.", "Say what has changed between two releases."
    ),
    "export": Text(
        "Skriv et utsnitt av relasjonene for Gephi, Cytoscape, R, Excel og andre.",
        "Write a view of the relations for Gephi, Cytoscape, R, Excel and others.",
    ),
    "indicators": Text(
        "Regn ut mål på nettverkene for en dag eller en rekke år.",
        "Reckon measures of the networks for a day or over years.",
    ),
    "picture": Text(
        "Tegn relasjoner: nettverk, tidslinje, matrise.",
        "Draw relations: network, timeline, matrix.",
    ),
    "token": Text(
        "Nøkler for dem som får endre grafen.", "Tokens of those who may change the graph."
    ),
    "pull": Text(
        "Skriv endringer som er tatt imot, tilbake til filene.",
        "Write changes that were accepted back to the files.",
    ),
    "restore": Text(
        "Gjør en tidligere utgave eller en sikkerhetskopi gjeldende.",
        "Make an earlier release or a backup current.",
    ),
    "backup": Text("Skriv alle utgaver til én fil.", "Write all releases into one file."),
}


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    completing = completion.VARIABLE in os.environ
    # A shell that asks for completions gives the line in the environment.
    written = os.environ.get("COMP_WORDS", "").split() if completing else arguments
    asked = Asked(language_of(written, os.environ))
    catalogue.speak(asked.language)
    door = _door(asked)
    try:
        return _exit_code(
            door.main(list(arguments), prog_name=completion.PROGRAM, standalone_mode=False)
        )
    except BioclustergraphError as error:
        if not completing:
            click.echo(error.in_language(asked.language), err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough of it; Python must not complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _exit_code(returned: object) -> int:
    return returned if isinstance(returned, int) else 0


class _Door(commands.Group):
    """The group of all commands; knows their one-line helps without importing them."""

    def __init__(self, asked: Asked, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keyword arguments
        self.asked = asked

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bioclustergraph.cli.{cmd_name}")
        # click reads --root before it asks for the command, and runs no callback in between.
        command: click.Command = module.command(Asked(self.asked.language, ctx.params.get("root")))
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section(self.asked.say("Kommandoer", "Commands")):
            formatter.write_dl(
                [(name, text.in_language(self.asked.language)) for name, text in COMMANDS.items()]
            )


def _door(asked: Asked) -> click.Group:
    say = asked.say

    return _Door(
        asked,
        name="bioclustergraph",
        help=say(
            "En kunnskapsgraf over klyngene i norsk bioøkonomi: se etter, bygg, spør og vis.",
            "A knowledge graph of the clusters in the Norwegian bioeconomy: check, build, ask.",
        ),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        epilog="\b\n"
        + "\n".join(
            (
                say(
                    "Fullføring med TAB, for navn og nøkler også:",
                    "Completion with TAB, of names and keys too:",
                ),
                *(f"  {line}" for line in completion.HOW),
            )
        ),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(["nb", "en"]),
                help=say(
                    "Språket i svar og meldinger; ellers det maskinen er satt opp med.",
                    "Language of answers and messages; else the one of your locale.",
                ),
            ),
            click.Option(
                ["--root"],
                type=click.Path(path_type=Path),
                help=say(
                    "Prosjektmappen; ellers den du står i, ellers filene i pakken.",
                    "The project's directory; else the one you stand in, else the packaged files.",
                ),
            ),
            _version_option(asked),
        ],
    )


def _version_option(asked: Asked) -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: bool) -> None:  # click passes it so
        if value:
            from importlib.metadata import version

            click.echo(f"bioclustergraph {version('bioclustergraph')}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show,
        help=asked.say("Vis versjonen.", "Show the version."),
    )
