"""Answers that never change: everything at ``/release/<digest>/…`` is as that release has it.

The pages are the same ones. Only their links stay within the release, a line says which release it
is and leads to the same thing today, and what is about all releases is not there. Nothing on such a
page depends on which release is current, so that its bytes are the same before and after a switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request

from bioclustergraph.pages.frame.addresses import safe
from bioclustergraph.pages.frame.links import SCOPE as LINKS
from bioclustergraph.pages.frame.links import links_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.responses import Response

_ANSWERS: Final = "bioclustergraph.release"
"""Where in the scope of a request it stands which release answers it, if one does."""

_TODAY: Final = (
    "/static/",
    "/changes",
    "/releases.atom",
    "/robots.txt",
    "/service",
    "/sitemap",
    "/release/",
)
"""Where what is no part of one release stands."""


@dataclass(frozen=True, slots=True)
class Citation:
    """How a page is cited.

    Attributes:
        digest: the first digits of the release's digest.
        address: where it stands for good, as the world knows it.
        here: the same as a path of this site.
        today: the address of the same thing today, a path of this site.
        is_permanent: whether this is the page that stands for good.
    """

    digest: str
    address: str
    here: str
    today: str
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class Within:
    """Links that stay within a release."""

    prefix: str
    live: bool = True

    @property
    def endpoint(self) -> str | None:
        """Where the release answers questions."""
        return f"{self.prefix}/sparql"

    def has(self, path: str) -> bool:
        """Say yes, as a server does."""
        del path
        return True

    def to(self, address: str) -> str:
        """Write a link into the release, unless it is to something that is no part of one."""
        return address if address.startswith(_TODAY) else f"{self.prefix}{address}"


def prefix_of(digest: str) -> str:
    """Give how the addresses of a release begin.

    >>> prefix_of("0123456789ab")
    '/release/0123456789ab'
    """
    return f"/release/{digest}"


@dataclass(frozen=True, slots=True)
class Answering:
    """Which release answers.

    Attributes:
        digest: the first digits of its digest.
        public: the address of the site as the world knows it, with its last slash.
        within: it was asked for by its digest.
    """

    digest: str
    public: str
    within: bool = False

    def read(self, request: Request) -> Request:
        """Give the request as if the release stood at the root, and note what answers it."""
        if not links_of(request).live:
            return request  # a file has no server that keeps older ones
        prefix = prefix_of(self.digest)
        if not _path(request.scope).startswith(f"{prefix}/"):
            request.scope[_ANSWERS] = self
            return request
        scope = dict(request.scope)
        scope["path"] = scope["path"].removeprefix(prefix)
        scope["raw_path"] = scope.get("raw_path", b"").removeprefix(prefix.encode())
        scope[LINKS] = Within(prefix)
        scope[_ANSWERS] = Answering(self.digest, self.public, within=True)
        return Request(scope)


def is_within(request: Request) -> bool:
    """Say whether a request asks for a release by its digest."""
    found: Answering | None = request.scope.get(_ANSWERS)
    return found is not None and found.within


def citation(request: Request) -> Citation | None:
    """Say how the page that answers a request is cited; ``None`` if no release answers."""
    found: Answering | None = request.scope.get(_ANSWERS)
    if found is None:
        return None
    query = request.scope.get("query_string", b"").decode("ascii", "replace")
    path = _path(request.scope)
    today = safe(f"{path}?{query}" if query else path)
    here = f"{prefix_of(found.digest)}{today}"
    return Citation(found.digest, found.public.rstrip("/") + here, here, today, found.within)


def is_kept(path: str) -> bool:
    """Say whether what stands at a path of the site is a part of a release."""
    return not path.startswith(_TODAY)


def within(response: Response, digest: str) -> Response:
    """Let the headers of a response lead to addresses within the release too."""
    prefix = prefix_of(digest)
    for name in ("location", "content-location"):
        value = response.headers.get(name)
        if value is not None and value.startswith("/") and not value.startswith(f"{prefix}/"):
            response.headers[name] = prefix + value
    links = response.headers.get("link")
    if links is not None:
        response.headers["link"] = links.replace("</", f"<{prefix}/")
    return response


def _path(scope: MutableMapping[str, Any]) -> str:
    """Give the path as it was sent."""
    raw: bytes = scope.get("raw_path") or b""
    return raw.decode("ascii", "replace").partition("?")[0] or str(scope["path"])
