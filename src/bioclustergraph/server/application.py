"""The application: which path is answered by what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bioclustergraph import queries
from bioclustergraph.errors import BioclustergraphError
from bioclustergraph.server.ledger import Ledger
from bioclustergraph.server.pages import Pages
from bioclustergraph.server.problems import Problem, ProblemHandlers
from bioclustergraph.server.rendering import Renderer
from bioclustergraph.server.sparql import Endpoint

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

_STATIC: Final = Path(__file__).parent / "static"

_HEADERS: Final = {
    # Nothing on a page runs, and nothing is fetched from elsewhere.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def app(store: Store, project: Project) -> Starlette:
    """Make the application that serves one store.

    Args:
        store: what is served; it is only read.
        project: whose questions and page questions are used; the questions are read once, now.

    Raises:
        QueryError: a question cannot be read.
    """
    renderer = Renderer()
    pages = Pages(store, project, queries.find(project), renderer)
    handlers = ProblemHandlers(renderer)
    return Starlette(
        routes=[
            Route("/", pages.home),
            Route("/sparql", Endpoint(store, renderer, handlers).answer, methods=["GET", "POST"]),
            Route("/questions/{name}", pages.question),
            Route("/question/{name}", pages.question_iri),
            Route("/contradictions", Ledger(store, project, renderer).page),
            Route("/find", pages.find),
            Mount("/static", StaticFiles(directory=_STATIC)),
            # Every other path is that of an IRI: BASE is this site.
            Route("/{path:path}", pages.resource),
        ],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers={
            Problem: handlers.problem,
            BioclustergraphError: handlers.ours,
            HTTPException: handlers.http,
            Exception: handlers.unforeseen,
        },
    )


class SafeHeaders:
    """Adds to every response what keeps a browser from running or fetching anything."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._inner(scope, receive, send_with_headers)
