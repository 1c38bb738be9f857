"""A report as a page that can be mailed: one file, no script, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bioclustergraph.errors import Text
from bioclustergraph.names import compact
from bioclustergraph.verdicts import wording
from bioclustergraph.verdicts.groups import BY, grouped

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.report import Report
    from bioclustergraph.verdicts.groups import By
    from bioclustergraph.verdicts.trends import Trend


def page(report: Report, language: Language, *, trend: Trend | None = None, by: By = "file") -> str:
    """Write a report as HTML.

    Args:
        report: what was found.
        language: the language of the page.
        trend: what has changed; what is new is marked, and what is gone is listed.
        by: what the findings are grouped by; the counts are given by all.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bioclustergraph.verdicts", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )

    def say(nb: str | Text, en: str = "") -> str:
        return (nb if isinstance(nb, Text) else Text(nb, en)).in_language(language)

    wrong = len(report.violations)
    return environment.get_template("report.html").render(
        language=language,
        report=report,
        trend=trend,
        groups=grouped(report, by),
        tables=[(wording.KINDS[kind], grouped(report, kind)) for kind in BY],
        verdict=wording.verdict(wrong, len(report.findings) - wrong),
        counted=wording.counted(report, language),
        say=say,
        compact=compact,
        words=wording,
    )
