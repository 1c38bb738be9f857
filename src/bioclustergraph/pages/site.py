"""The site: which address is answered by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Match, Route

from bioclustergraph.errors import BioclustergraphError
from bioclustergraph.pages.asking.questions import Questions
from bioclustergraph.pages.browsing.browse import Browse
from bioclustergraph.pages.browsing.compare import Compare
from bioclustergraph.pages.endpoint import editor, graph_store
from bioclustergraph.pages.endpoint.graph_store import GraphStore
from bioclustergraph.pages.endpoint.sparql import Endpoint
from bioclustergraph.pages.finding.home import Home
from bioclustergraph.pages.finding.search import Search
from bioclustergraph.pages.frame import permanent, statics
from bioclustergraph.pages.frame.permanent import Answering
from bioclustergraph.pages.frame.problems import NO_PAGE, NOT_KEPT, Problem, Problems, only
from bioclustergraph.pages.grounds.about import About
from bioclustergraph.pages.grounds.changes import Changes
from bioclustergraph.pages.grounds.ledger import Ledger
from bioclustergraph.pages.grounds.proofs import Proofs
from bioclustergraph.pages.grounds.sources import Sources
from bioclustergraph.pages.grounds.vocabulary import Vocabulary
from bioclustergraph.pages.maps.map import Map
from bioclustergraph.pages.networks.page import Networks
from bioclustergraph.pages.telling.described import Described
from bioclustergraph.pages.things.resources import Resources

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bioclustergraph.pages.holdings import Holdings

READ: Final = ("GET", "HEAD")


class Site:
    """Everything that one store and one project have to show."""

    def __init__(self, held: Holdings) -> None:
        """Lay out the addresses.

        Raises:
            QueryError: a question of the project cannot be read.
        """
        self.held = held
        self.problems = Problems(held.renderer)
        self._answering = Answering(held.digest, held.public) if held.digest is not None else None
        self._described = Described(held)
        self._endpoint = Endpoint(held, self.problems, self._described)
        self._graph_store = GraphStore(held, self._endpoint)
        home, changed = Home(held), Changes(held)
        self.questions = Questions(held)
        shown = Networks(held)
        search = Search(held)
        about, sources = About(held), Sources(held)
        held.questions  # noqa: B018 - read now, so that a broken file is told before the first visit
        self._routes = [
            Route("/", home.page),
            Route("/questions", self.questions.index),
            Route("/questions/{name}", self.questions.page),
            Route("/question/{name}", self.questions.iri),
            Route("/contradictions", Ledger(held).page),
            Route("/sources", sources.page),
            Route("/coverage", sources.coverage),
            Route("/ontology", Vocabulary(held).page),
            Route("/about", about.page),
            Route("/privacy", about.privacy),
            Route("/network", shown.index),
            Route("/network/{name}", shown.page),
            Route("/why", Proofs(held).page),
            Route("/browse", Browse(held).page),
            Route("/compare", Compare(held).page),
            Route("/map", Map(held).page),
            Route("/find", search.find),
            Route("/suggest", search.suggest),
            Route("/opensearch.xml", search.description),
            Route("/static/{name:path}", statics.file),
            Route("/.well-known/void", self._described.void),
            Route(editor.TERMS, self._endpoint.editor.terms),
            Route("/catalog", self._described.catalog),
            Route("/catalog.{suffix}", self._described.catalog),
            Route("/service", self._described.service),
            Route("/sitemap.xml", self._described.sitemap),
            Route("/sitemap-{number:int}.xml", self._described.sitemap),
            Route("/robots.txt", self._described.robots),
            Route("/releases.atom", self._described.feed),
            Route("/changes", changed.page),
            Route("/changes/{before}..{after}", changed.difference),
            # Every other path is that of an IRI: BASE is this site.
            Route("/{path:path}", Resources(held).page),
        ]

    def respond(self, request: Request, body: bytes = b"") -> Response:
        """Answer one request.

        Args:
            request: only its scope is looked at: method, path, query and headers.
            body: what was sent with it.

        Returns:
            The whole response. What goes wrong on the visitor's side, or in the store, is a
            response too (RFC 9457); a fault of ours is an exception, for the caller to log.
        """
        if self._answering is None:
            return self._answer(request, body)
        asked = self._answering.read(request)
        response = self._answer(asked, body)
        within = permanent.is_within(asked)
        return permanent.within(response, self._answering.digest) if within else response

    def _answer(self, request: Request, body: bytes) -> Response:
        path = request.scope["path"]
        if permanent.is_within(request) and not permanent.is_kept(path):
            return self.problems.respond(request, Problem(404, NOT_KEPT))
        try:
            if path == "/sparql":
                return self._endpoint.answer(request, body)
            if path == graph_store.PATH:
                return self._graph_store.answer(request)
            return self._page(request)
        except Problem as problem:
            return self.problems.respond(request, problem)
        except BioclustergraphError as error:
            return self.problems.respond(request, Problem.of(error))

    def _page(self, request: Request) -> Response:
        if request.method not in READ:
            raise only(", ".join(READ))
        for route in self._routes:
            match, found = route.matches(request.scope)
            if match is not Match.NONE:
                request.scope.update(found)
                response: Response = route.endpoint(request)
                return response
        raise Problem(404, NO_PAGE)
