"""Findings as workflow commands, which mark the line in a pull request (GitHub Actions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.report import Finding, Report

_COMMANDS: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def commands(report: Report, language: Language) -> str:
    """Write one command a line: ``::error file=…,line=…,title=…::message``."""
    return "".join(f"{_command(found, language)}\n" for found in report)


def _command(found: Finding, language: Language) -> str:
    properties = {
        "file": found.file,
        "line": found.line,
        "col": found.column,
        "title": found.message.in_language(language),
    }
    given = ",".join(
        f"{name}={_escaped(str(value), also=True)}"
        for name, value in properties.items()
        if value is not None
    )
    message = _escaped(found.remedy.in_language(language))
    return f"::{_COMMANDS[found.severity]} {given}::{message}"


def _escaped(text: str, *, also: bool = False) -> str:
    """Escape as the runner reads it; in a property, also what ends a property."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if also else text
