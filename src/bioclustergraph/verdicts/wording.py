"""Words that the forms for people share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.errors import Text
from bioclustergraph.report import Severity

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.report import Finding, Report
    from bioclustergraph.verdicts.groups import By, Group
    from bioclustergraph.verdicts.trends import Trend

CHECKED: Final = {
    "documents": Text("dokumenter", "documents"),
    "relations": Text("relasjoner", "relations"),
    "passages": Text("passasjer", "passages"),
    "files": Text("filer", "files"),
    "rules": Text("regler", "rules"),
    "axioms": Text("OWL-regler", "OWL rules"),
    "triples": Text("tripler", "triples"),
    "shapes": Text("SHACL-former", "shapes"),
    "terms": Text("termer", "terms"),
    "pages": Text("sider", "pages"),
    "data": Text("datafiler", "files of data"),
    "links": Text("lenker", "links"),
    "outside": Text("lenker ut", "links to elsewhere"),
    "resolutions": Text("avgjørelser", "resolutions"),
}
"""What can be counted, by the name that a report counts it under."""

SEVERITIES: Final = {
    Severity.VIOLATION: Text("feil", "violation"),
    Severity.WARNING: Text("advarsel", "warning"),
    Severity.INFO: Text("opplysning", "information"),
}

KINDS: Final[dict[By, Text]] = {
    "file": Text("Fil", "File"),
    "rule": Text("Form eller regel", "Shape or rule"),
    "thing": Text("Ting", "Thing"),
}

NOWHERE: Final = Text("Uten sted", "No place")


def counted(report: Report, language: Language) -> str:
    """Say what was looked at: ``16 files, 16 rules``."""
    return ", ".join(
        f"{count} {CHECKED.get(name, Text(name, name)).in_language(language)}"
        for name, count in report.checked
    )


def verdict(violations: int, remarks: int) -> Text:
    """Say how much was found."""
    wrong = "1 violation" if violations == 1 else f"{violations} violations"
    beside = (
        ("1 merknad", "1 remark")
        if remarks == 1
        else (f"{remarks} merknader", f"{remarks} remarks")
    )
    return Text(f"{violations} feil, {beside[0]}", f"{wrong}, {beside[1]}")


def of_group(group: Group) -> Text:
    """Say how much was found in a group."""
    return verdict(group.violations, group.remarks)


def moved(trend: Trend) -> Text:
    """Say what has changed since a former report."""
    new, gone, stayed = len(trend.new), len(trend.gone), len(trend.stayed)
    return Text(
        f"Siden utgave {trend.former}: {new} nye, {gone} borte, {stayed} som før.",
        f"Since release {trend.former}: {new} new, {gone} gone, {stayed} as before.",
    )


def place(found: Finding) -> str:
    """Name file, line and column, as far as they are known, the way editors read it."""
    if found.file is None:
        return ""
    numbers = [str(n) for n in (found.line, found.column) if n is not None]
    return ":".join([found.file, *numbers])
