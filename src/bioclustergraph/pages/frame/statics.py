"""The files that pages refer to: style sheets, icon, scripts."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from starlette.responses import Response

from bioclustergraph.pages.frame.bundles import DIRECTORY
from bioclustergraph.pages.frame.problems import NO_PAGE, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request


def files() -> dict[str, Path]:
    """Give every file of ``static/``, what ``make web`` has built too, by its path from there."""
    return {
        path.relative_to(DIRECTORY).as_posix(): path
        for path in sorted(DIRECTORY.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def file(request: Request) -> Response:
    """Give a file of ``static/``; only what lies there can be had.

    Raises:
        Problem: there is no such file.
    """
    path = files().get(request.path_params["name"])
    if path is None:
        raise Problem(404, NO_PAGE)
    type_, _ = mimetypes.guess_type(path.name)
    return Response(path.read_bytes(), media_type=type_)
