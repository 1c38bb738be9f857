"""Asking the pages themselves, without a server between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

if TYPE_CHECKING:
    from starlette.responses import Response

    from bioclustergraph.pages import Site


def get(site: Site, url: str, **headers: str) -> Response:
    """Ask for a path, perhaps with a query; ``accept_language`` is the header Accept-Language."""
    path, _, query = url.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }
    return site.respond(Request(scope))
