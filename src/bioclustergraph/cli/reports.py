"""Reports on standard output or in a file, and the exit code that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from pathlib import Path

    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.report import Report
    from bioclustergraph.verdicts import Form, Trend
    from bioclustergraph.verdicts.groups import By

FORMATS: Final = ("text", "json")
"""The forms of commands that count as well as find."""

_COLOURS: Final = {"violation": "red", "warning": "yellow", "info": "blue", "good": "green"}


def write(
    asked: Asked,
    report: Report,
    format: Form = "text",
    *,
    output: Path | None = None,
    trend: Trend | None = None,
    by: By | None = None,
) -> int:
    """Write a report to ``output`` or standard output; give 1 if anything is violated, else 0.

    Args:
        asked: the language.
        report: what was found.
        format: the form, one of :data:`bioclustergraph.verdicts.FORMS`.
        output: the file; it is replaced whole or not at all.
        trend: what has changed since a former report.
        by: what findings are grouped by; text stands in the order of the report without it.

    Raises:
        FileError: the file cannot be written.
    """
    from bioclustergraph import verdicts
    from bioclustergraph.verdicts.plain import plain, unpainted

    if format == "text":
        paint = unpainted if output is not None else _painted
        text = plain(report, asked.language, trend=trend, by=by, paint=paint)
    else:
        text = verdicts.written(report, format, asked.language, trend=trend, by=by or "file")
    if output is None:
        click.echo(text, nl=False)
    else:
        from bioclustergraph.curating import saving

        saving.replace({output: text})
    return 1 if report.violations else 0


def _painted(text: str, colour: str) -> str:
    return click.style(text, bold=True) if colour == "bold" else click.style(text, _COLOURS[colour])
