"""Asking the site for an address, as a visitor would, but without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from starlette.requests import Request

from bioclustergraph.errors import SiteError, Text
from bioclustergraph.pages.frame.links import SCOPE

if TYPE_CHECKING:
    from starlette.responses import Response

    from bioclustergraph.pages import Site
    from bioclustergraph.pages.frame.links import Links


def request_for(address: str, links: Links | None = None) -> Request:
    """Make the request of a browser for an address.

    Args:
        address: a path, and perhaps a query.
        links: how the page is to write its links; ``None`` for those of a server.
    """
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(b"accept", b"text/html,*/*;q=0.5")],
        "scheme": "http",
        "root_path": "",
    }
    return Request(scope if links is None else scope | {SCOPE: links})


def ask(
    site: Site, address: str, links: Links | None = None, *, statuses: tuple[int, ...] = (200,)
) -> Response:
    """Ask the site for an address.

    Raises:
        SiteError: it does not answer with one of these statuses.
    """
    response = site.respond(request_for(address, links))
    if response.status_code not in statuses:
        said = f"{address}: {response.status_code}"
        raise SiteError(
            Text(f"Siden kan ikke lages ({said}).", f"The page cannot be made ({said})."),
            hint=Text(
                "Se hva den sier med «bioclustergraph serve».",
                "See what it says with “bioclustergraph serve”.",
            ),
        )
    return response
