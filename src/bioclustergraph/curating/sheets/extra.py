"""The library for workbooks, which is not installed for everybody."""

from __future__ import annotations

from typing import Any

from bioclustergraph import extras


def openpyxl() -> Any:  # noqa: ANN401 - a module, whose types mypy finds where it is imported
    """Import openpyxl with the parts that we use.

    Raises:
        MissingLibrary: it is not installed.
    """
    for part in ("comments", "styles", "utils.exceptions", "worksheet.datavalidation"):
        extras.library(f"openpyxl.{part}", extra="curating")
    return extras.library("openpyxl", extra="curating")
