"""Findings grouped by where they are, by what found them, and by what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from bioclustergraph.names import compact
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bioclustergraph.report import Finding

By = Literal["file", "rule", "thing"]

BY: Final[tuple[By, ...]] = get_args(By)
"""What findings can be grouped by: file, shape or hygiene rule, thing."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that have one thing in common.

    Attributes:
        name: the file, the shape or rule, or the thing, as people write it; empty if it has none.
        findings: the findings, in the order of the report.
    """

    name: str
    findings: tuple[Finding, ...]

    @property
    def violations(self) -> int:
        """How many of them make a check fail."""
        return sum(found.severity is Severity.VIOLATION for found in self.findings)

    @property
    def remarks(self) -> int:
        """How many of them do not."""
        return len(self.findings) - self.violations


def grouped(findings: Iterable[Finding], by: By) -> tuple[Group, ...]:
    """Group findings; the group with most violations, then most findings, comes first."""
    groups: dict[str, list[Finding]] = {}
    for found in findings:
        groups.setdefault(_name(found, by), []).append(found)
    made = [Group(name, tuple(found)) for name, found in groups.items()]
    return tuple(sorted(made, key=lambda g: (-g.violations, -len(g.findings), g.name)))


def _name(found: Finding, by: By) -> str:
    if by == "file":
        return found.file or ""
    return compact(found.rule) if by == "rule" else compact(found.focus or "")
