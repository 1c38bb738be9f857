"""The files that pages refer to: style sheet, icon."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from bioclustergraph.pages.problems import NO_PAGE, Problem

if TYPE_CHECKING:
    from starlette.requests import Request

DIRECTORY: Final = Path(__file__).parent / "static"


def file(request: Request) -> Response:
    """Give a file of ``static/``; only what lies there, by its bare name, can be had.

    Raises:
        Problem: there is no such file.
    """
    name = request.path_params["name"]
    for path in DIRECTORY.iterdir():
        if path.name == name:
            type_, _ = mimetypes.guess_type(name)
            return Response(path.read_bytes(), media_type=type_)
    raise Problem(404, NO_PAGE)
