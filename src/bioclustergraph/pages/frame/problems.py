"""Telling what went wrong: RFC 9457 for machines, a page for people, never a traceback."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from bioclustergraph.errors import (
    BioclustergraphError,
    QueryError,
    StoreError,
    Text,
    UnknownQuestion,
    UnknownRelease,
    UnknownThing,
)
from bioclustergraph.media import HTML, PROBLEM, PROBLEMS, negotiate
from bioclustergraph.pages.frame.rendering import accept, speech

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from bioclustergraph.describe import Ref
    from bioclustergraph.pages.frame.rendering import Renderer

_TITLES: Final = {
    301: Text("Slått sammen med en annen", "Merged into another"),
    400: Text("Ugyldig forespørsel", "Bad request"),
    401: Text("Nøkkel trengs", "Token needed"),
    403: Text("Ikke tillatt", "Not allowed"),
    404: Text("Ikke funnet", "Not found"),
    405: Text("Metoden brukes ikke her", "Method not allowed"),
    406: Text("Ingen form passer", "Not acceptable"),
    408: Text("Forespørselen tok for lang tid", "The request took too long"),
    410: Text("Trukket tilbake", "Withdrawn"),
    413: Text("For stor forespørsel", "Request too large"),
    414: Text("For lang adresse", "The address is too long"),
    422: Text("Dataene ville brutt kravene", "The data would break the demands"),
    429: Text("For mange forespørsler på en gang", "Too many requests at once"),
    431: Text("For store felt i hodet", "The header fields are too large"),
    415: Text("Ukjent form på forespørselen", "Unsupported media type"),
    500: Text("Noe gikk galt hos oss", "Something went wrong here"),
    503: Text("Kunne ikke svare", "Could not answer"),
}


class Problem(Exception):
    """A request that gets no answer, with the status and the reason.

    Attributes:
        status: the HTTP status.
        detail: what is wrong and what to do about it.
        headers: that the response must carry (``Allow``, ``Accept``).
        suggestions: what may have been meant.
        extra: more that is told to machines (RFC 9457, 3.2).
    """

    def __init__(
        self,
        status: int,
        detail: Text,
        *,
        headers: Mapping[str, str] | None = None,
        suggestions: Sequence[Ref] = (),
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail.en)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.suggestions = tuple(suggestions)
        self.extra = dict(extra or {})

    @property
    def title(self) -> Text:
        """The status in words."""
        phrase = HTTPStatus(self.status).phrase
        return _TITLES.get(self.status, Text(phrase, phrase))

    @classmethod
    def of(cls, error: BioclustergraphError) -> Problem:
        """Translate an error of ours; paths of this machine are not told to strangers."""
        detail = error.message
        if error.line is not None:
            detail = Text(f"Linje {error.line}: {detail.nb}", f"Line {error.line}: {detail.en}")
        if error.hint is not None:
            detail = Text(f"{detail.nb}\n{error.hint.nb}", f"{detail.en}\n{error.hint.en}")
        if isinstance(error, UnknownThing | UnknownQuestion | UnknownRelease):
            return cls(404, detail)
        if isinstance(error, QueryError) and error.path is None:
            return cls(400, detail)
        if isinstance(error, StoreError):
            return cls(503, detail)
        return cls(500, Text("Dataene kan ikke leses.", "The data cannot be read."))


class Problems:
    """Turns what was raised into a response."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def respond(self, request: Request, problem: Problem) -> Response:
        """Tell a problem in the form and language the client likes best."""
        talk = speech(request)
        chosen = negotiate(accept(request), PROBLEMS) or PROBLEM
        if chosen == HTML:
            return self._renderer.page(
                request,
                "problem.html",
                status=problem.status,
                headers=problem.headers,
                problem=problem,
            )
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": problem.title.in_language(talk.language),
            "status": problem.status,
            "detail": problem.detail.in_language(talk.language),
        }
        if problem.suggestions:
            told["suggestions"] = [ref.iri for ref in problem.suggestions]
        told |= problem.extra
        return Response(
            json.dumps(told, ensure_ascii=False) + "\n",
            problem.status,
            {
                **problem.headers,
                "Content-Language": talk.language,
                "Vary": "Accept, Accept-Language",
            },
            chosen.content_type,
        )


NO_PAGE: Final = Text("Det er ingen side her.", "There is no page here.")
NOT_KEPT: Final = Text(
    "Dette er ikke en del av én utgave. Se det på samme adresse uten /release/….",
    "This is no part of one release. See it at the same address without /release/….",
)
FAULT: Final = Text(
    "En feil hos oss, ikke hos deg. Den er ført i loggen.",
    "A fault of ours, not yours. It is in the log.",
)


def only(methods: str) -> Problem:
    """Say that a method is not for this address; ``methods`` is the value of ``Allow``."""
    return Problem(
        405,
        Text(f"Her kan man bare lese: bruk {methods}.", f"One can only read here: use {methods}."),
        headers={"Allow": methods},
    )
