"""Reports as text for people and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from bioclustergraph.cli.asked import Asked
    from bioclustergraph.report import Finding, Report

FORMATS: Final = ("text", "json")

_COLOURS: Final = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_CHECKED: Final = {
    "documents": ("dokumenter", "documents"),
    "relations": ("relasjoner", "relations"),
    "passages": ("passasjer", "passages"),
    "files": ("filer", "files"),
    "rules": ("regler", "rules"),
    "triples": ("tripler", "triples"),
    "shapes": ("SHACL-former", "shapes"),
    "terms": ("termer", "terms"),
    "pages": ("sider", "pages"),
    "data": ("datafiler", "files of data"),
    "links": ("lenker", "links"),
    "outside": ("lenker ut", "links to elsewhere"),
}


def write(asked: Asked, report: Report, format: str = "text") -> int:
    """Write a report to standard output and give the exit code: 1 if anything is violated."""
    if format == "json":
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        for finding in report:
            click.echo(_line(asked, finding))
        click.echo(_summary(asked, report))
    return 1 if report.violations else 0


def _line(asked: Asked, finding: Finding) -> str:
    from bioclustergraph.names import compact

    mark = click.style("●", fg=_COLOURS[finding.severity])
    place = click.style(f"{finding.file}:{finding.line or 1}: ", bold=True) if finding.file else ""
    about = f" [{compact(finding.focus)}]" if finding.focus else ""
    message = finding.message.in_language(asked.language)
    remedy = finding.remedy.in_language(asked.language)
    return f"{mark} {place}{message}{about}\n    → {remedy}"


def _summary(asked: Asked, report: Report) -> str:
    counted = ", ".join(
        f"{count} {asked.say(*_CHECKED.get(name, (name, name)))}" for name, count in report.checked
    )
    wrong, all_ = len(report.violations), len(report.findings)
    verdict = asked.say(
        f"{wrong} feil, {all_ - wrong} merknader", f"{wrong} violations, {all_ - wrong} remarks"
    )
    return click.style(
        asked.say(f"Kontrollert: {counted}. {verdict}.", f"Checked: {counted}. {verdict}."),
        fg="red" if wrong else "green",
    )


def _as_json(report: Report) -> dict[str, object]:
    return {
        "checked": dict(report.checked),
        "findings": [
            {
                "severity": finding.severity.value,
                "rule": finding.rule,
                "file": finding.file,
                "line": finding.line,
                "focus": finding.focus,
                "path": finding.path,
                "constraint": finding.constraint,
                "value": finding.value,
                "message": {"nb": finding.message.nb, "en": finding.message.en},
                "remedy": {"nb": finding.remedy.nb, "en": finding.remedy.en},
            }
            for finding in report
        ],
    }
