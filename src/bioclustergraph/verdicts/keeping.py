"""Reports as JSON: the form that a release keeps and that programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bioclustergraph.errors import Text
from bioclustergraph.report import Finding, Report, Severity
from bioclustergraph.verdicts.groups import BY, grouped

if TYPE_CHECKING:
    from bioclustergraph.verdicts.trends import Trend


def kept(report: Report) -> str:
    """Write a report as a release keeps it; nothing in it depends on what came before."""
    return _dumped(_content(report))


def told(report: Report, trend: Trend | None = None) -> str:
    """Write a report with its counts and what has changed; :func:`read` reads it as well."""
    content = _content(report)
    content["counts"] = {
        by: {
            group.name: {"violations": group.violations, "remarks": group.remarks}
            for group in grouped(report, by)
        }
        for by in BY
    }
    if trend is not None:
        content["trend"] = {
            "since": trend.former,
            "new": [_entry(found) for found in trend.new],
            "gone": [_entry(found) for found in trend.gone],
            "stayed": len(trend.stayed),
        }
    return _dumped(content)


def read(text: str) -> Report:
    """Read a report that was written by :func:`kept` or :func:`told`.

    Raises:
        ValueError: it is not such a report.
    """
    try:
        content = json.loads(text)
        findings = [_finding(entry) for entry in content["findings"]]
        return Report.of(findings, **content["checked"])
    except (KeyError, TypeError, AttributeError) as error:
        message = f"not a report: {error}"
        raise ValueError(message) from error


def _dumped(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _content(report: Report) -> dict[str, Any]:
    return {"checked": dict(report.checked), "findings": [_entry(found) for found in report]}


def _entry(found: Finding) -> dict[str, Any]:
    return {
        "severity": found.severity.value,
        "rule": found.rule,
        "message": {"nb": found.message.nb, "en": found.message.en},
        "remedy": {"nb": found.remedy.nb, "en": found.remedy.en},
        "file": found.file,
        "line": found.line,
        "column": found.column,
        "focus": found.focus,
        "path": found.path,
        "constraint": found.constraint,
        "value": found.value,
    }


def _finding(entry: dict[str, Any]) -> Finding:
    return Finding(
        severity=Severity(entry["severity"]),
        rule=entry["rule"],
        message=Text(**entry["message"]),
        remedy=Text(**entry["remedy"]),
        file=entry["file"],
        line=entry["line"],
        column=entry.get("column"),  # reports of older releases have none
        focus=entry["focus"],
        path=entry["path"],
        constraint=entry["constraint"],
        value=entry["value"],
    )
