"""``check``: judge the project's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.cli import commands, reports
from bioclustergraph.opening import RELEASES

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.report import Report
    from bioclustergraph.verdicts import Form, Trend
    from bioclustergraph.verdicts.groups import By

_FORMS: Final = ("text", "json", "sarif", "html", "shacl", "github")
_ENGINES: Final = ("turbo", "pyshacl")
_BY: Final = ("file", "rule", "thing")
_NO_RELEASE: Final = "none"


def command(asked: Asked) -> click.Command:
    """Make the command."""

    def check(  # noqa: PLR0917 - click passes every option by name
        engine: str,
        format: Form,
        output: Path | None,
        since: str | None,
        by: By | None,
        watch: bool,
    ) -> int:
        from bioclustergraph import checking, dataset, ontology
        from bioclustergraph.validation import ENGINES

        if watch:
            from bioclustergraph.cli import watching

            others = format != _FORMS[0] or any((output, since, by))
            return watching.run(asked, ENGINES[engine], alone=not others)

        project = asked.project()
        report = checking.check(
            project, dataset.load(project), ontology.load(project), engine=ENGINES[engine]
        )
        trend = _trend(report, since)
        return reports.write(asked, report, format, output=output, trend=trend, by=by)

    return commands.Command("check", callback=check, help=_help(asked), params=_options(asked))


def _trend(report: Report, named: str | None) -> Trend | None:
    """Hold the report against the last release; without ``--since`` only if there is one here.

    Raises:
        ReleaseError: there is no release where one was named, or its report cannot be read.
    """
    if named == _NO_RELEASE or (named is None and not RELEASES.is_dir()):
        return None
    from bioclustergraph import release, verdicts
    from bioclustergraph.errors import ReleaseError, Text

    try:
        former = release.current(RELEASES if named is None else Path(named))
    except ReleaseError:
        if named is None:  # a directory of that name that holds no release
            return None
        raise
    path = former.directory / "report.json"
    try:
        then = verdicts.read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(
            Text("Rapporten i utgaven kan ikke leses.", "The report of the release is unreadable."),
            path=path,
            hint=Text(
                "Gi en annen utgave, eller --since none.", "Name another release, or --since none."
            ),
        ) from error
    return verdicts.since(report, then, former.name)


def _help(asked: Asked) -> str:
    return asked.say(
        "Vurder ontologi, data, former og spørsmål. Feil gir sluttkode 1.",
        "Judge ontology, data, shapes and questions. Violations give exit code 1.",
    )


def _options(asked: Asked) -> list[click.Parameter]:
    say = asked.say
    return [
        click.Option(
            ["--format"],
            type=click.Choice(_FORMS),
            default="text",
            help=say(
                "Tekst for folk, JSON, SARIF 2.1.0, en HTML-side til å sende, "
                "sh:ValidationReport i Turtle, eller merker i en GitHub-endring.",
                "Text for people, JSON, SARIF 2.1.0, an HTML page to mail, sh:ValidationReport in "
                "Turtle, or marks in a change on GitHub.",
            ),
        ),
        click.Option(
            ["--output", "-o"],
            type=click.Path(path_type=Path),
            metavar=say("FIL", "FILE"),
            help=say(
                "Skriv til filen; den blir hel eller urørt.",
                "Write to the file; it is whole or untouched.",
            ),
        ),
        click.Option(
            ["--by"],
            type=click.Choice(_BY),
            help=say(
                "Grupper funnene etter fil, form eller regel, eller ting.",
                "Group the findings by file, by shape or rule, or by thing.",
            ),
        ),
        click.Option(
            ["--since"],
            metavar=say("MAPPE|none", "DIR|none"),
            help=say(
                "Si hva som er nytt siden utgaven i mappen; ellers siden den siste i release/, "
                "om den finnes.",
                "Say what is new since the release in this directory; else since the last in "
                "release/, if there is one.",
            ),
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(_ENGINES),
            default=_ENGINES[0],
            show_default=True,
            help=say(
                "SHACL-motoren; pyshacl er referansen, og mange ganger tregere.",
                "The SHACL engine; pyshacl is the reference, and many times slower.",
            ),
        ),
        click.Option(
            ["--watch"],
            is_flag=True,
            help=say(
                "Vurder på nytt hver gang en fil lagres, til du avslutter med Ctrl-C.",
                "Judge again whenever a file is saved, until you end it with Ctrl-C.",
            ),
        ),
    ]
