"""Pages about the site itself: what it is and how it is made, and what becomes of its visitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bioclustergraph.pages.frame import bundles

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.pages.holdings import Holdings


@dataclass(frozen=True)
class About:
    """The pages about the site itself; all they say stands in their templates."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Say what this is, how it is made, how it is cited, and how to take part."""
        return self.held.renderer.page(
            request, "about.html", contact=self.held.contact, bundled=bundles.licences()
        )

    def privacy(self, request: Request) -> Response:
        """Say what is kept of visitors, and of the people whom the graph names."""
        return self.held.renderer.page(request, "privacy.html", contact=self.held.contact)
