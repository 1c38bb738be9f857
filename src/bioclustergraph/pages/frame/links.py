"""How a page writes a link to another: as an address of a server, or as that of a file.

Templates and code name every address as the live site has it (``/doc/cluster/x?lang=en``). Whoever
asks for a page may put other links into the scope of the request, which then write those addresses
in their own way; the still door makes relative links to files of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from starlette.requests import Request

SCOPE: Final = "bioclustergraph.links"
"""Where in the scope of a request its links are, if they are not those of a server."""


class Links(Protocol):
    """The links of one page."""

    @property
    def live(self) -> bool:
        """Whether there is a server that answers forms."""

    @property
    def endpoint(self) -> str | None:
        """Where questions in SPARQL are answered, if anywhere."""

    def has(self, path: str) -> bool:
        """Say whether there is a page at a path of the site."""

    def to(self, address: str) -> str:
        """Write a link to an address of the site: a path, and perhaps a query and a fragment."""


@dataclass(frozen=True, slots=True)
class Live:
    """Links between the pages of a server, which finds out itself what there is."""

    live: bool = True
    endpoint: str | None = "/sparql"

    def has(self, path: str) -> bool:
        """Say yes: a page that is not there says what may have been meant."""
        del path
        return True

    def to(self, address: str) -> str:
        """Give the address as it is."""
        return address


LIVE: Final = Live()


def links_of(request: Request) -> Links:
    """Give the links of the page that answers a request."""
    found: Links = request.scope.get(SCOPE, LIVE)
    return found
