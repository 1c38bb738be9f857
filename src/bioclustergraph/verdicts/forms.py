"""Which forms there are, and the one door to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from bioclustergraph.errors import Language
    from bioclustergraph.report import Report
    from bioclustergraph.verdicts.groups import By
    from bioclustergraph.verdicts.trends import Trend

Form = Literal["text", "json", "sarif", "html", "shacl", "github"]

FORMS: Final[tuple[Form, ...]] = get_args(Form)
"""The forms by name; the first is for people at a terminal."""

MEDIA_TYPES: Final[dict[Form, str]] = {
    "text": "text/plain; charset=utf-8",
    "json": "application/json",
    "sarif": "application/sarif+json",
    "html": "text/html; charset=utf-8",
    "shacl": "text/turtle; charset=utf-8",
    "github": "text/plain; charset=utf-8",
}
"""What each form is served as (RFC 9110, 8.3; SARIF's is registered with IANA)."""


def written(
    report: Report,
    form: Form,
    language: Language = "nb",
    *,
    trend: Trend | None = None,
    by: By = "file",
) -> str:
    """Write a report.

    Args:
        report: what was found.
        form: ``text``; ``json`` (:mod:`~bioclustergraph.verdicts.keeping`); ``sarif`` (SARIF 2.1.0,
            OASIS); ``html``, a page on its own; ``shacl``, an ``sh:ValidationReport`` in Turtle
            (SHACL 3.6); ``github``, the workflow commands that mark lines in a pull request.
        language: the language of what is for people; JSON, SARIF and SHACL hold both.
        trend: what has changed since a former report.
        by: what text and HTML are grouped by.

    Returns:
        The text, with a line end last.
    """
    # Each form is imported when it is asked for: a terminal needs no template and no graph.
    if form == "json":
        from bioclustergraph.verdicts.keeping import told

        return told(report, trend)
    if form == "sarif":
        from bioclustergraph.verdicts.sarif import sarif

        return sarif(report, trend)
    if form == "html":
        from bioclustergraph.verdicts.page import page

        return page(report, language, trend=trend, by=by)
    if form == "shacl":
        from bioclustergraph.verdicts.shacl import turtle_of

        return turtle_of(report)
    if form == "github":
        from bioclustergraph.verdicts.annotations import commands

        return commands(report, language)
    from bioclustergraph.verdicts.plain import plain

    return plain(report, language, trend=trend, by=by)
