"""The SPARQL 1.1 Protocol, its query operation only (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from starlette.responses import Response

from bioclustergraph import answers, cutting, inference, media
from bioclustergraph.errors import QueryError, Text
from bioclustergraph.pages.endpoint.editor import Editor
from bioclustergraph.pages.frame.forms import chosen, negotiated
from bioclustergraph.pages.frame.problems import Problem, only
from bioclustergraph.pages.frame.rendering import accept
from bioclustergraph.store.base import Graphs
from bioclustergraph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from starlette.requests import Request

    from bioclustergraph.answers import Answer
    from bioclustergraph.pages.frame.problems import Problems
    from bioclustergraph.pages.holdings import Holdings
    from bioclustergraph.pages.telling.described import Described

METHODS: Final = "GET, HEAD, POST"

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ACCEPTED: Final = f"{_FORM}, {_QUERY}"
_MAX_FIELDS: Final = 50
_AMBIGUOUS: Final = (b"\r", b"\n", b"%%", b"%=")
"""What quoted-printable reads in a way of its own."""

READ_ONLY: Final = Text(
    "Dette endepunktet kan bare leses: oppdateringer tas ikke imot.",
    "This endpoint can only be read: updates are not accepted.",
)

_VOLATILE_WORDS: Final = ("NOW", "RAND", "UUID", "BNODE", "SERVICE")
_VOLATILE: Final = re.compile(
    r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)(?:\s|\#[^\r\n]*+)*+\(|\bSERVICE\b", re.IGNORECASE
)
"""What may answer differently the next time, also with comments before the parenthesis; a word in a
string is taken for one, which is safe."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        sparql: the query; ``None`` if there is none.
        graphs: the data set that the protocol names; ``None`` for that of the query or the store.
        format: the form named by ``?format=``, if any.
        edit: people want to change the query before it is answered; ``?edit=1`` beside it.
        statements: what is asked: ``asserted``, ``derived`` or ``all``; ``?statements=`` beside it.
    """

    sparql: str | None
    graphs: Graphs | None = None
    format: str | None = None
    edit: bool = False
    statements: str = "all"


class Endpoint:
    """``/sparql``: answers queries, and for people without one shows a form to write it in."""

    def __init__(self, held: Holdings, problems: Problems, described: Described) -> None:
        self._held = held
        self._described = described
        self._problems = problems
        self.editor = Editor(held)

    def answer(self, request: Request, body: bytes) -> Response:
        """Answer a GET or a POST.

        Raises:
            Problem: the request is not of the protocol, or asks to change something.
            StoreError: the store did not answer.
        """
        asked = read(request, body)
        if asked.sparql is None:
            return self._unasked(request)
        wanted = negotiated(accept(request), media.PROBLEMS)
        if asked.edit and asked.format is None and wanted == media.HTML:
            return self.editor.page(request, asked.sparql)
        try:
            response = self._answered(request, asked, asked.sparql)
        except QueryError as error:
            problem = Problem.of(error)
            if negotiated(accept(request), media.PROBLEMS) == media.HTML:
                return self.editor.page(request, asked.sparql, problem=problem)
            return self._problems.respond(request, problem)
        if _volatile(asked.sparql):
            response.headers["Cache-Control"] = "no-store"
        return response

    def construct(self, request: Request, asked: Asked) -> Response:
        """Answer a query of ours, as if it had been asked.

        Raises:
            Problem: there is no form of the answer that the client accepts.
            StoreError: the store did not answer.
        """
        return self._answered(request, asked, asked.sparql or "")

    def _answered(self, request: Request, asked: Asked, sparql: str) -> Response:
        answer = self._ask(asked, sparql)
        form = chosen(request, asked.format, answers.offered(answer))
        if form == media.HTML:
            return self.editor.page(request, sparql, answer)
        headers = {"Vary": "Accept"}
        longest = self._held.limits.result
        body = answers.serialised(answer, form, longest=longest)
        if body is None:
            cut = cutting.cut(self._ask(asked, sparql), form, longest=longest)
            body = cut.body
            headers["X-Result-Truncated"] = f"rows={cut.rows}"
        if form.is_xml and cutting.unfit_for_xml(body):
            raise Problem(
                406,
                Text(
                    "Svaret har et tegn eller et navn som XML ikke kan bære. Be om en annen form, "
                    "som JSON.",
                    "The answer has a character or a name that XML cannot carry. Ask for another "
                    "form, such as JSON.",
                ),
            )
        return Response(body, headers=headers, media_type=form.content_type)

    def _ask(self, asked: Asked, sparql: str) -> Answer:
        graphs = asked.graphs if asked.statements == "all" else self._graphs(asked)
        if graphs is None:
            return self._held.store.query(sparql)
        return self._held.store.query(sparql, graphs)

    def _graphs(self, asked: Asked) -> Graphs | None:
        """Name the graphs of what is asserted, or of what is derived.

        Raises:
            Problem: there is no such choice, the data set is named as well, or who answers does
                not tell what it has derived.
        """
        if asked.statements not in inference.CHOICES:
            raise Problem(
                400,
                Text(
                    f"statements kan være {', '.join(inference.CHOICES)}.",
                    f"statements may be {', '.join(inference.CHOICES)}.",
                ),
            )
        if asked.graphs is not None or not isinstance(self._held.store, EmbeddedStore):
            raise Problem(
                400,
                Text(
                    "statements kan ikke brukes sammen med default-graph-uri og named-graph-uri, "
                    "eller mot en tjeneste eller en utgave på disk.",
                    "statements cannot be used with default-graph-uri and named-graph-uri, nor of "
                    "a service or a release on disk.",
                ),
            )
        return inference.graphs(self._held.store, asked.statements)

    def _unasked(self, request: Request) -> Response:
        wanted = negotiated(accept(request), (*media.RDF, media.HTML))
        if wanted == media.HTML:
            return self.editor.page(request, "")
        if wanted is not None and request.method != "POST":
            return self._described.service(request)
        raise Problem(
            400,
            Text(
                "Spørsmålet mangler: gi det som parameteren query.",
                "There is no query: give it as the parameter query.",
            ),
        )


def _volatile(sparql: str) -> bool:
    """Say whether a query may answer differently the next time; most are seen at once not to."""
    upper = sparql.upper()
    return any(word in upper for word in _VOLATILE_WORDS) and bool(_VOLATILE.search(sparql))


def read(request: Request, body: bytes) -> Asked:
    """Read what a GET or POST request asks.

    Raises:
        Problem: the request is not of the protocol, or asks to change something.
    """
    fields = _fields(request.scope["query_string"])
    if request.method in {"GET", "HEAD"}:
        return _asked(fields)
    if request.method != "POST":
        raise only(METHODS)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == _UPDATE:
        raise Problem(403, READ_ONLY)
    if content_type == _FORM:
        return _asked([*fields, *_fields(body)])
    if content_type != _QUERY:
        raise Problem(
            415,
            Text(
                f"Send spørsmålet som {_QUERY} eller {_FORM}.",
                f"Send the query as {_QUERY} or {_FORM}.",
            ),
            headers={"Accept-Post": _ACCEPTED},
        )
    try:
        return _asked([*fields, ("query", body.decode("utf-8"))])
    except UnicodeDecodeError as error:
        raise _not_utf_8() from error


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    """Read the fields of a query string or of a form.

    Raises:
        Problem: they are not UTF-8, or too many.
    """
    fields = [field for field in encoded.split(b"&") if field]
    if len(fields) > _MAX_FIELDS:
        raise _not_utf_8()
    try:
        return [
            (_decoded(name), _decoded(value))
            for name, _, value in (field.partition(b"=") for field in fields)
        ]
    except UnicodeDecodeError as error:
        raise _not_utf_8() from error


def _decoded(encoded: bytes) -> str:
    """Decode what is percent-encoded.

    Quoted-printable is the same but for its sign, and the standard library decodes it in C: in a
    tenth of the time, which for a small query is as long as the engine takes. A sign that begins
    nothing it leaves as it is, or drops at the end; so the signs are counted.

    >>> _decoded(b"a+b%3D%C3%A5=%zz%")
    'a b=å=%zz%'
    """
    plain = encoded.replace(b"+", b" ")
    if b"%" not in plain:
        return plain.decode("utf-8")
    decoded = a2b_qp(plain.replace(b"=", b"%3D").replace(b"%", b"="))
    equals = plain.count(b"=") + plain.count(b"%3D") + plain.count(b"%3d")
    read_alike = decoded.count(b"=") == equals and not plain.endswith(b"%")
    if not read_alike or any(sign in plain for sign in _AMBIGUOUS):
        return unquote_to_bytes(plain).decode("utf-8")
    return decoded.decode("utf-8")


def _not_utf_8() -> Problem:
    return Problem(
        400,
        Text(
            "Innholdet er ikke UTF-8, eller har for mange felter.",
            "The content is not UTF-8, or has too many fields.",
        ),
    )


def _asked(fields: list[tuple[str, str]]) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise Problem(403, READ_ONLY)
    queries = values.get("query", [])
    if len(queries) > 1:
        raise Problem(400, Text("Still ett spørsmål om gangen.", "Ask one query at a time."))
    default, named = values.get("default-graph-uri", ()), values.get("named-graph-uri", ())
    return Asked(
        queries[0] if queries else None,
        Graphs(tuple(default), tuple(named)) if default or named else None,
        next(iter(values.get("format", [])), None),
        "1" in values.get("edit", ()),
        next(iter(values.get("statements", [])), "all"),
    )
