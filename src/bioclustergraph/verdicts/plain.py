"""A report for people at a terminal, or in a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.report import Severity
from bioclustergraph.verdicts import wording
from bioclustergraph.verdicts.groups import grouped

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.errors import Language
    from bioclustergraph.report import Finding, Report
    from bioclustergraph.verdicts.groups import By
    from bioclustergraph.verdicts.trends import Trend

    Paint = Callable[[str, str], str]
    """Puts a text in the colour of a severity (its value), ``bold`` or ``good``."""


def unpainted(text: str, _colour: str) -> str:
    """Leave a text as it is."""
    return text


def plain(
    report: Report,
    language: Language,
    *,
    trend: Trend | None = None,
    by: By | None = None,
    paint: Paint = unpainted,
) -> str:
    """Write a report as text: each finding with its place and its remedy, then the sum.

    Args:
        report: what was found.
        language: the language.
        trend: what has changed; what is new is marked, and what is gone is listed.
        by: what to group by; without it the findings stand in the order of the report.
        paint: how to colour.
    """
    lines = []
    if by is None:
        lines += [_finding(found, language, trend, paint) for found in report]
    for group in grouped(report, by) if by is not None else ():
        name = group.name or wording.NOWHERE.in_language(language)
        lines.append(paint(f"{name} – {wording.of_group(group).in_language(language)}", "bold"))
        lines += [_finding(found, language, trend, paint) for found in group.findings]
        lines.append("")
    if trend is not None and trend.gone:
        lines.append(Text("Borte:", "Gone:").in_language(language))
        lines += [_gone(found, language) for found in trend.gone]
    wrong = len(report.violations)
    counted = wording.counted(report, language)
    said = wording.verdict(wrong, len(report.findings) - wrong).in_language(language)
    total = Text(f"Kontrollert: {counted}. {said}.", f"Checked: {counted}. {said}.")
    lines.append(paint(total.in_language(language), "violation" if wrong else "good"))
    if trend is not None:
        lines.append(wording.moved(trend).in_language(language))
    return "\n".join(lines) + "\n"


def _finding(found: Finding, language: Language, trend: Trend | None, paint: Paint) -> str:
    mark = paint("●" if found.severity is Severity.VIOLATION else "○", found.severity.value)
    at = wording.place(found)
    place = paint(f"{at}: ", "bold") if at else ""
    about = f" [{compact(found.focus)}]" if found.focus else ""
    new = ""
    if trend is not None and trend.is_new(found):
        new = Text(" (ny)", " (new)").in_language(language)
    message = found.message.in_language(language)
    remedy = found.remedy.in_language(language)
    return f"{mark} {place}{message}{about}{new}\n    → {remedy}"


def _gone(found: Finding, language: Language) -> str:
    about = f" [{compact(found.focus)}]" if found.focus else ""
    return f"  {found.message.in_language(language)}{about}"
