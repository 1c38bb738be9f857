"""A report as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the lines."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from bioclustergraph.names import compact
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from bioclustergraph.errors import Text
    from bioclustergraph.report import Finding, Report
    from bioclustergraph.verdicts.trends import Trend

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT: Final = "PROJECT"


def sarif(report: Report, trend: Trend | None = None) -> str:
    """Write a report; with a trend each result says whether it is new, and what is gone is listed.

    The files are named from the project's root, so that the log can be read anywhere.
    """
    gone = trend.gone if trend is not None else ()
    rules = sorted({found.rule for found in (*report, *gone)})
    results = [_result(found, rules, _state(found, trend)) for found in report]
    results += [_result(found, rules, "absent") for found in gone]
    driver = {
        "name": "bioclustergraph",
        "version": metadata.version("bioclustergraph"),
        "informationUri": "https://w3id.org/bioclustergraph/",
        "rules": [_rule(rule) for rule in rules],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "language": "en",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the project."}}},
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: str) -> dict[str, Any]:
    described = {"helpUri": rule} if rule.startswith("http") else {}
    return {"id": compact(rule), "name": compact(rule).replace(":", "-"), **described}


def _state(found: Finding, trend: Trend | None) -> str | None:
    return None if trend is None else "new" if trend.is_new(found) else "unchanged"


def _result(found: Finding, rules: list[str], state: str | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": compact(found.rule),
        "ruleIndex": rules.index(found.rule),
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message.en} {found.remedy.en}"},
        "partialFingerprints": {"statement/v1": _fingerprint(found)},
        "properties": _properties(found),
    }
    location: dict[str, Any] = {}
    if found.file is not None:
        location["physicalLocation"] = _physical(found)
    if found.focus is not None:
        location["logicalLocations"] = [
            {"fullyQualifiedName": found.focus, "name": compact(found.focus), "kind": "resource"}
        ]
    if location:
        result["locations"] = [location]
    if state is not None:
        result["baselineState"] = state
    return result


def _physical(found: Finding) -> dict[str, Any]:
    artifact = {"uri": quote(found.file or ""), "uriBaseId": _ROOT}
    if found.line is None:
        return {"artifactLocation": artifact}
    region = {"startLine": found.line}
    if found.column is not None:
        region["startColumn"] = found.column
    return {"artifactLocation": artifact, "region": region}


def _fingerprint(found: Finding) -> str:
    """Name a finding so that a line added above it does not make it another."""
    parts = (found.rule, found.focus or found.file, found.path, found.constraint, found.value)
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()[:32]


def _properties(found: Finding) -> dict[str, Any]:
    """Keep what SARIF has no place for: both languages, and the parts of the statement."""
    parts = {
        "message": _both(found.message),
        "remedy": _both(found.remedy),
        "path": found.path,
        "constraint": found.constraint,
        "value": found.value,
    }
    return {name: value for name, value in parts.items() if value is not None}


def _both(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}
