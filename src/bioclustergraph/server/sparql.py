"""The SPARQL 1.1 Protocol, its query operation only (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from bioclustergraph import answers, media
from bioclustergraph.errors import BioclustergraphError, QueryError, Text
from bioclustergraph.server.problems import Problem
from bioclustergraph.server.rendering import accept

if TYPE_CHECKING:
    from starlette.requests import Request

    from bioclustergraph.server.problems import ProblemHandlers
    from bioclustergraph.server.rendering import Renderer
    from bioclustergraph.store.base import Store

MAX_BODY: Final = 1024 * 1024
"""The longest request body that is read, in bytes."""

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ACCEPTED: Final = f"{_FORM}, {_QUERY}"
_MAX_FIELDS: Final = 50

_READ_ONLY: Final = Text(
    "Dette endepunktet kan bare leses: oppdateringer tas ikke imot.",
    "This endpoint can only be read: updates are not accepted.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        sparql: the query; ``None`` if there is none.
        format: the form named by ``?format=``, if any.
    """

    sparql: str | None
    format: str | None


class Endpoint:
    """``/sparql``: answers queries, and for people without one shows a form to write it in."""

    def __init__(self, store: Store, renderer: Renderer, handlers: ProblemHandlers) -> None:
        self._store = store
        self._renderer = renderer
        self._handlers = handlers

    async def answer(self, request: Request) -> Response:
        """Answer a GET or a POST."""
        asked = await read(request)
        # In a thread, so that one slow question does not hold up all other visitors.
        return await to_thread.run_sync(self._answer, request, asked)

    def _answer(self, request: Request, asked: Asked) -> Response:
        if asked.sparql is None:
            return self._form(request)
        # An answer of pyoxigraph must end in the thread in which it began, and an error on its way
        # up holds on to it: so errors become responses here, and not in the event loop.
        try:
            return self._answered(request, asked.sparql, asked.format)
        except QueryError as error:
            problem = Problem.of(error)
            if media.negotiate(accept(request), media.PROBLEMS) == media.HTML:
                return self._page(request, asked.sparql, problem=problem)
            return self._handlers.respond(request, problem)
        except BioclustergraphError as error:
            return self._handlers.respond(request, Problem.of(error))
        except Problem as problem:
            return self._handlers.respond(request, problem)

    def _answered(self, request: Request, sparql: str, name: str | None) -> Response:
        answer = self._store.query(sparql)
        form = chosen(request, name, answers.offered(answer))
        if form == media.HTML:
            return self._page(request, sparql, table=answers.table(answer))
        body = answers.serialised(answer, form)
        return Response(body, headers={"Vary": "Accept"}, media_type=form.content_type)

    def _form(self, request: Request) -> Response:
        if media.negotiate(accept(request), media.PROBLEMS) == media.HTML:
            return self._page(request, "")
        raise Problem(
            400,
            Text(
                "Spørsmålet mangler: gi det som parameteren query.",
                "There is no query: give it as the parameter query.",
            ),
        )

    def _page(
        self,
        request: Request,
        sparql: str,
        *,
        table: answers.Table | None = None,
        problem: Problem | None = None,
    ) -> Response:
        return self._renderer.page(
            request,
            "sparql.html",
            status=problem.status if problem is not None else 200,
            sparql=sparql,
            table=table,
            problem=problem,
            formats=media.GRAPHS if table and table.turtle is not None else media.RESULTS,
            rows=answers.ROWS,
        )


async def read(request: Request) -> Asked:
    """Read what a GET or POST request asks.

    Raises:
        Problem: the request is not of the protocol, or asks to change something.
    """
    fields = request.query_params.multi_items()
    if request.method != "POST":
        return _asked(fields)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == _UPDATE:
        raise Problem(403, _READ_ONLY)
    if content_type not in {_FORM, _QUERY}:
        raise Problem(
            415,
            Text(
                f"Send spørsmålet som {_QUERY} eller {_FORM}.",
                f"Send the query as {_QUERY} or {_FORM}.",
            ),
            headers={"Accept-Post": _ACCEPTED},
        )
    try:
        body = (await _body(request)).decode("utf-8")
        if content_type == _QUERY:
            return _asked([*fields, ("query", body)])
        posted = parse_qsl(
            body, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS
        )
    except ClientDisconnect as error:  # nobody is left to hear this
        raise Problem(400, Text("Forbindelsen ble brutt.", "The connection was cut.")) from error
    except ValueError as error:  # not UTF-8, or too many fields
        raise Problem(
            400,
            Text(
                "Innholdet er ikke UTF-8, eller har for mange felter.",
                "The body is not UTF-8, or has too many fields.",
            ),
        ) from error
    return _asked([*fields, *posted])


def chosen(request: Request, name: str | None, offers: tuple[media.Format, ...]) -> media.Format:
    """Choose the form of an answer: ``?format=`` first, then ``Accept``.

    Raises:
        Problem: there is no such form, or none that the client accepts.
    """
    if name:
        listed = ", ".join(dict.fromkeys(f.name for f in offers))
        form = media.named(name, offers)
        if form is None:
            raise Problem(
                400,
                Text(
                    f"Formen «{name}» finnes ikke for dette svaret. Velg en av {listed}.",
                    f"There is no form “{name}” of this answer. Choose one of {listed}.",
                ),
            )
        return form
    form = media.negotiate(accept(request), offers)
    if form is None:
        types = ", ".join(f.media_type for f in offers)
        raise Problem(
            406, Text(f"Svaret finnes som {types}.", f"The answer can be had as {types}.")
        )
    return form


def _asked(fields: list[tuple[str, str]]) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise Problem(403, _READ_ONLY)
    if {"default-graph-uri", "named-graph-uri"} & values.keys():
        # To pass over them would answer another question than the one that was asked.
        raise Problem(
            400,
            Text(
                "default-graph-uri og named-graph-uri støttes ikke: skriv FROM i spørsmålet.",
                "default-graph-uri and named-graph-uri are not supported: write FROM in the query.",
            ),
        )
    queries = values.get("query", [])
    if len(queries) > 1:
        raise Problem(400, Text("Still ett spørsmål om gangen.", "Ask one query at a time."))
    return Asked(queries[0] if queries else None, next(iter(values.get("format", [])), None))


async def _body(request: Request) -> bytes:
    """Read the body, but no more than :data:`MAX_BODY`, whatever length was announced."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Problem(
                413,
                Text(
                    f"Innholdet er større enn {MAX_BODY} byte.",
                    f"The body is larger than {MAX_BODY} bytes.",
                ),
                headers={"Connection": "close"},
            )
    return bytes(body)
