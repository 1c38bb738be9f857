"""Findings and reports: every verdict of this package is a list, never a boolean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bioclustergraph.errors import Language, Text


class Severity(Enum):
    """How much a finding matters; the names are those of SHACL (``sh:severity``)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        severity: a violation fails ``check`` and ``build``; the others do not.
        rule: what found it: the IRI of a SHACL shape, or the name of a hygiene rule.
        message: what is wrong.
        remedy: what to do about it.
        file: the file, as a path relative to the project's root, if known.
        line: the line in that file, or the row in that sheet, counted from 1, if known.
        column: the column in that line or row, counted from 1, if known.
        focus: the IRI of the thing it is about, if any.
        path: the IRI of the property it is about, if any.
        constraint: the IRI of the SHACL constraint component, if any.
        value: the offending value, as N-Triples text, if any.
    """

    severity: Severity
    rule: str
    message: Text
    remedy: Text
    file: str | None = None
    line: int | None = None
    focus: str | None = None
    path: str | None = None
    constraint: str | None = None
    value: str | None = None
    column: int | None = None

    def in_language(self, language: Language) -> str:
        """Say the finding as ``file:line: message`` and an arrow with the remedy."""
        column = f"{self.column}:" if self.column is not None else ""
        place = f"{self.file}:{self.line or 1}:{column} " if self.file else ""
        about = f" [{self.focus}]" if self.focus else ""
        message = self.message.in_language(language)
        return f"{place}{message}{about}\n  → {self.remedy.in_language(language)}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and what it found, in a stable order.

    Attributes:
        findings: sorted by file, line and rule.
        checked: how many of what were looked at, by name (``{"relations": 215}``).
    """

    findings: tuple[Finding, ...] = ()
    checked: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding], **checked: int) -> Report:
        """Make a report; the findings are put in their stable order."""
        return cls(tuple(sorted(findings, key=_order)), tuple(checked.items()))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __add__(self, other: Report) -> Report:
        return Report(
            tuple(sorted((*self.findings, *other.findings), key=_order)),
            (*self.checked, *other.checked),
        )

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that make a check fail."""
        return tuple(f for f in self.findings if f.severity is Severity.VIOLATION)


def _order(finding: Finding) -> tuple[str, int, str, str, str]:
    return (
        finding.file or "",
        finding.line or 0,
        finding.rule,
        finding.focus or "",
        finding.value or "",
    )
