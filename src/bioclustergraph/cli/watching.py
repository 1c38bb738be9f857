"""``check --watch``: what is new and what is mended, at each save."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from bioclustergraph.errors import ParameterError, Text

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.curating.watching import Verdict
    from bioclustergraph.report import Finding
    from bioclustergraph.validation import Engine


def run(asked: Asked, engine: Engine, *, alone: bool) -> int:
    """Judge at each save until somebody interrupts; the exit code is that of the last verdict.

    Args:
        asked: how we were asked to run.
        engine: what runs SHACL.
        alone: whether no option says how a report is to be written; there is no whole report.

    Raises:
        ParameterError: another option does not go with watching.
        ProjectError: there is no project.
        MissingLibrary: the library that watches is not installed.
    """
    from bioclustergraph import checking
    from bioclustergraph.curating import watching

    if not alone:
        raise ParameterError(
            Text("--watch skriver bare tekst.", "--watch writes text only."),
            hint=Text(
                "Bruk den uten --format, --output, --by og --since.",
                "Use it without --format, --output, --by and --since.",
            ),
        )

    last: list[Verdict] = []

    def told(verdict: Verdict) -> None:
        first = not last
        last[:] = [verdict]  # before it is told: whoever reads it may interrupt at once
        _tell(asked, verdict, first=first)

    try:
        watching.watch(asked.project(), told, judge=partial(checking.check, engine=engine))
    except KeyboardInterrupt:
        click.echo()
    return 1 if last and last[0].report.violations else 0


def _tell(asked: Asked, verdict: Verdict, *, first: bool) -> None:
    say = asked.say
    if not first:
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        click.secho(f"\n{now} {', '.join(verdict.changed[:3])}", bold=True)
    for finding in verdict.mended:
        mended = click.style(say("✓ rettet", "✓ mended"), fg="green")
        click.echo(f"{mended} {_said(asked, finding)}")
    for finding in verdict.new:
        click.echo(_line(asked, finding))
    wrong = len(verdict.report.violations)
    left = len(verdict.report.findings) - wrong
    summary = say(
        f"{wrong} feil, {left} merknader ({verdict.seconds:.2f} s).",
        f"{wrong} violations, {left} remarks ({verdict.seconds:.2f} s).",
    )
    click.secho(summary, fg="red" if wrong else "green")
    if first:
        click.echo(
            say(
                "Vurderer på nytt hver gang en fil lagres; avslutt med Ctrl-C.",
                "Judging again whenever a file is saved; end with Ctrl-C.",
            ),
            err=True,
        )


def _line(asked: Asked, finding: Finding) -> str:
    return f"● {_said(asked, finding)}\n    → {finding.remedy.in_language(asked.language)}"


def _said(asked: Asked, finding: Finding) -> str:
    from bioclustergraph.names import compact

    place = f"{finding.file}:{finding.line or 1}: " if finding.file else ""
    about = f" [{compact(finding.focus)}]" if finding.focus else ""
    return f"{click.style(place, bold=True)}{finding.message.in_language(asked.language)}{about}"
