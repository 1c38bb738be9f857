"""The front page, and the way from a name to the page of what has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from bioclustergraph.describe import Ref, select
from bioclustergraph.errors import Text, UnknownThing
from bioclustergraph.namespaces import BASE
from bioclustergraph.pages.problems import Problem
from bioclustergraph.pages.rendering import speech

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.names import Names
    from bioclustergraph.pages.holdings import Holdings


@dataclass(frozen=True)
class Home:
    """The front page of what is held."""

    held: Holdings

    def page(self, request: Request) -> Response:
        """Show what this is, what it holds, and the ways in."""
        rows = select(self.held.store, self.held.project, "counts")
        counts = {ref.name: row.text("count") for row in rows if (ref := row.ref("class"))}
        clusters = select(self.held.store, self.held.project, "clusters")
        return self.held.renderer.page(
            request,
            "home.html",
            counts=counts,
            clusters=[(row.ref("thing"), row.text("relations")) for row in clusters],
            questions=list(self.held.questions.values()),
        )

    def find(self, request: Request) -> Response:
        """Lead from a name to the page of what has it."""
        name = request.query_params.get("name", "").strip()
        talk = speech(request)
        if not name:
            return RedirectResponse(talk.path("/"), 303)
        try:
            iri = self.held.names.resolve(name)
        except UnknownThing as error:
            raise unknown(self.held.names, error, name) from error
        # What is not ours has no page here; we do not send people on to anywhere on the web.
        if not iri.startswith(BASE):
            raise Problem(404, Text(f"{iri} er ikke en av våre.", f"{iri} is not one of ours."))
        return RedirectResponse(talk.href(iri) or "/", 303)


def unknown(names: Names, error: UnknownThing, name: str) -> Problem:
    """Say that something is not known, with links to what may have been meant."""
    near = names.suggest(name)
    suggestions = [
        Ref(found.iri, names.label(found.iri) or Text(found.text, found.text)) for found in near
    ]
    # The links say what the hint says.
    detail = error.message if suggestions else Problem.of(error).detail
    return Problem(404, detail, suggestions=suggestions)
