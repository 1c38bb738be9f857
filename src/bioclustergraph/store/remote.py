"""Somebody else's SPARQL 1.1 service, asked over HTTP.

SPARQLWrapper speaks the protocol; the answers are read by pyoxigraph, so that they are of the same
types as those of our own store. An answer is read to its end before it is given: some services cut
an answer short and still say ``200 OK``.
"""

from __future__ import annotations

import os
import time
from base64 import b64encode
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlsplit

from bioclustergraph.errors import QuerySyntaxError, StoreError, Text

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.parse import SplitResult
    from urllib.request import Request

    import pyoxigraph
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples
    from SPARQLWrapper import SPARQLWrapper

    from bioclustergraph.store.base import Graphs

USER_VARIABLE: Final = "BIOCLUSTERGRAPH_STORE_USER"
PASSWORD_VARIABLE: Final = "BIOCLUSTERGRAPH_STORE_PASSWORD"  # noqa: S105 - a name, not a password

MAX_BYTES: Final = 200_000_000
"""The longest answer that is taken."""

_ACCEPT: Final = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.5, "
    "application/n-triples;q=0.9, text/turtle;q=0.4"
)
_LONGEST_GET: Final = 2_000
"""Characters; above this some servers and proxies refuse an address."""
_LONGEST_EXCERPT: Final = 300
_CHUNK: Final = 1 << 16
_TRIPLES: Final = Path(__file__).with_name("triples.rq")


@dataclass(frozen=True)
class RemoteStore:
    """A SPARQL 1.1 service.

    Name and password are taken from ``BIOCLUSTERGRAPH_STORE_USER`` and
    ``BIOCLUSTERGRAPH_STORE_PASSWORD`` and are never sent on to another address by a redirect.

    Attributes:
        url: the address of the service (http or https).
        timeout: seconds that a whole answer may take.
    """

    url: str
    timeout: float = 30.0

    def query(
        self, sparql: str, graphs: Graphs | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Send one SPARQL 1.1 query and read the whole answer.

        Args:
            sparql: the query.
            graphs: the data set, sent as the protocol has it.

        Raises:
            QuerySyntaxError: the service does not accept the query, or it is no query.
            StoreError: no service, no answer in time, or an answer that is none.
        """
        deadline = time.monotonic() + self.timeout
        answered: Future[tuple[bytes, str]] = Future()

        def ask() -> None:
            try:
                answered.set_result(self._answer(sparql, graphs, deadline))
            except (QuerySyntaxError, StoreError) as error:
                answered.set_exception(error)
            finally:
                answered.cancel()  # a fault of ours: nobody need wait for it

        # The time-out of a socket is for each piece that arrives: a service that drips its headers,
        # or sends one on and on, is never late by it. So it is waited for here, and left.
        Thread(target=ask, daemon=True).start()
        try:
            body, media_type = answered.result(self.timeout)
        except TimeoutError as error:
            raise self._late() from error
        try:
            return _parsed(body, media_type)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(media_type) from error

    def _answer(self, sparql: str, graphs: Graphs | None, deadline: float) -> tuple[bytes, str]:
        """Give the body of the answer and its media type.

        Raises:
            QuerySyntaxError: the service does not accept the query.
            StoreError: there is no answer.
        """
        from SPARQLWrapper import SPARQLExceptions

        try:
            response = self._prepared(sparql, graphs).query().response
            media_type = str(response.headers.get_content_type())
            body = self._body(response, deadline)
        except SPARQLExceptions.QueryBadFormed as error:
            _hang_up(error)
            raise QuerySyntaxError(
                Text(
                    f"Tjenesten godtar ikke spørsmålet: {_excerpt(error)}",
                    f"The service does not accept the question: {_excerpt(error)}",
                )
            ) from error
        except (SPARQLExceptions.SPARQLWrapperException, HTTPError) as error:
            _hang_up(error)
            raise self._status(error) from error
        except TimeoutError as error:
            raise self._late() from error
        except URLError as error:
            late = isinstance(error.reason, TimeoutError)
            raise (self._late() if late else self._dead(error.reason)) from error
        except (HTTPException, OSError, ValueError) as error:
            raise self._dead(error) from error
        return body, media_type

    def _prepared(self, sparql: str, graphs: Graphs | None) -> SPARQLWrapper:
        """Prepare the request; a long query goes in the body."""
        from SPARQLWrapper import POST, SPARQLWrapper

        parts = _address(self.url)
        wrapper = SPARQLWrapper(parts._replace(query="", fragment="").geturl())
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            wrapper.addParameter(name, value)
        for iri in graphs.default if graphs else ():
            wrapper.addParameter("default-graph-uri", iri)
        for iri in graphs.named if graphs else ():
            wrapper.addParameter("named-graph-uri", iri)
        # Not setQuery(): it guesses the kind of the query, and would send what looks like an update
        # as one. Whatever this is, it is sent as a question.
        wrapper.queryString, wrapper.queryType = sparql, "SELECT"
        wrapper.setOnlyConneg(onlyConneg=True)
        wrapper.addCustomHttpHeader("Accept", _ACCEPT)
        # setTimeout() would cut it to whole seconds, and half a second to none.
        wrapper.timeout = self.timeout  # type: ignore[assignment] # as urllib takes it
        if len(sparql) > _LONGEST_GET:
            wrapper.setMethod(POST)
        user, password = _credentials()
        if user and password:
            _authorize(wrapper, user, password)
        return wrapper

    def _body(self, response: HTTPResponse, deadline: float) -> bytes:
        """Read to the end, but not for longer than allowed, however slowly it drips."""
        body = bytearray()
        with response:
            while chunk := response.read1(_CHUNK):
                body += chunk
                if time.monotonic() > deadline:
                    raise self._late()
                if len(body) > MAX_BYTES:
                    raise StoreError(
                        Text(
                            f"Svaret fra {self.url} er større enn {MAX_BYTES} byte.",
                            f"The answer from {self.url} is longer than {MAX_BYTES} bytes.",
                        ),
                        hint=Text("Spør om mindre (LIMIT).", "Ask for less (LIMIT)."),
                    )
            if response.length:  # promised, and not sent
                raise self._unreadable()
        return bytes(body)

    def _late(self) -> StoreError:
        return StoreError(
            Text(
                f"{self.url} svarte ikke innen {self.timeout:g} sekunder.",
                f"{self.url} did not answer within {self.timeout:g} seconds.",
            ),
            hint=Text("Gi mer tid, eller spør om mindre.", "Allow more time, or ask for less."),
        )

    def _dead(self, reason: object) -> StoreError:
        return StoreError(
            Text(
                f"Ingen tjeneste svarte på {self.url}: {reason}.",
                f"No service answered at {self.url}: {reason}.",
            ),
            hint=Text(
                "Se etter at adressen er riktig og at tjenesten kjører.",
                "See that the address is right and that the service is running.",
            ),
        )

    def _status(self, error: Exception) -> StoreError:
        named = {"Unauthorized": 401, "EndPointNotFound": 404, "URITooLong": 414}
        code = getattr(error, "code", named.get(type(error).__name__, 500))
        if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            hint = Text(
                f"Sett {USER_VARIABLE} og {PASSWORD_VARIABLE}.",
                f"Set {USER_VARIABLE} and {PASSWORD_VARIABLE}.",
            )
        elif code == HTTPStatus.NOT_FOUND:
            hint = Text(
                "Er dette adressen til SPARQL-tjenesten? Ofte slutter den på /sparql eller /query.",
                "Is this the SPARQL service's address? Often it ends in /sparql or /query.",
            )
        else:
            hint = Text("Prøv igjen senere, eller spør om mindre.", "Try later, or ask for less.")
        return StoreError(
            Text(f"{self.url} svarte HTTP {code}.", f"{self.url} answered HTTP {code}."), hint=hint
        )

    def _unreadable(self, media_type: str = "") -> StoreError:
        if media_type in {"text/html", "application/xhtml+xml"}:
            message = Text(
                f"{self.url} svarte med en nettside, ikke med et SPARQL-svar.",
                f"{self.url} answered with a web page, not with a SPARQL answer.",
            )
        else:
            message = Text(
                f"Svaret fra {self.url} er avkuttet eller er ikke et SPARQL-svar ({media_type}).",
                f"The answer from {self.url} is cut short or is no SPARQL answer ({media_type}).",
            )
        return StoreError(
            message,
            hint=Text(
                "Se etter at adressen er SPARQL-tjenesten selv, eller spør om mindre.",
                "See that the address is that of the SPARQL service itself, or ask for less.",
            ),
        )


def _address(url: str) -> SplitResult:
    """Take an address apart.

    Raises:
        StoreError: it is not of the web, or holds a password.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname and not parts.username:
        return parts
    raise StoreError(
        Text(
            "Tjenestens adresse må begynne med http:// eller https:// og være uten passord.",
            "The address of the service must begin with http:// or https://, without a password.",
        ),
        hint=Text(
            f"Navn og passord gis i {USER_VARIABLE} og {PASSWORD_VARIABLE}.",
            f"Give name and password in {USER_VARIABLE} and {PASSWORD_VARIABLE}.",
        ),
    )


def _hang_up(error: Exception) -> None:
    """Close the connection that an HTTP error holds open, also where SPARQLWrapper hides it."""
    for held in (error, error.__context__):
        if isinstance(held, HTTPError):
            held.close()


def _credentials() -> tuple[str, str]:
    """Read the environment; the only place that does so for the store."""
    return os.environ.get(USER_VARIABLE, ""), os.environ.get(PASSWORD_VARIABLE, "")


def _authorize(wrapper: SPARQLWrapper, user: str, password: str) -> None:
    """Add the credentials so that a redirect to another address does not carry them along."""
    create = wrapper._createRequest  # noqa: SLF001 - see below

    def with_credentials() -> Request:
        request: Request = create()
        token = b64encode(f"{user}:{password}".encode()).decode("ascii")
        request.add_unredirected_header("Authorization", f"Basic {token}")
        return request

    # The library offers no other place for a header that is not sent on.
    wrapper._createRequest = with_credentials  # type: ignore[method-assign] # noqa: SLF001 - above


def _parsed(body: bytes, media_type: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Read an answer by its media type.

    Raises:
        SyntaxError: it is not what it says it is, or is cut short.
        ValueError: it is of a type that we did not ask for.
    """
    import pyoxigraph

    results = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if results is not None:
        _read_through(body, results)
        return pyoxigraph.parse_query_results(body, results)
    syntax = pyoxigraph.RdfFormat.from_media_type(media_type)
    if syntax is None:
        raise ValueError(media_type)
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse(body, format=syntax))
    # The engine's own type for triples can be had from the engine only.
    return store.query(_TRIPLES.read_text(encoding="utf-8"))


def _read_through(body: bytes, results: pyoxigraph.QueryResultsFormat) -> None:
    """Read every row once; rows are read lazily, and a cut would show only in the midst of a table.

    Raises:
        SyntaxError: the answer is not what it says it is, or is cut short.
    """
    import pyoxigraph

    answer = pyoxigraph.parse_query_results(body, results)
    try:
        if isinstance(answer, pyoxigraph.QuerySolutions):
            for _row in answer:
                pass
    finally:
        # The engine's answers must die in the thread they were born in: none may be left in the
        # traceback of an error, which any thread may be the one to clear away.
        del answer


def _excerpt(error: Exception) -> str:
    """Give the beginning of what the service said, on one line."""
    said = str(error).partition("Response:")[2].strip() or str(error)
    text = said.removeprefix("b").strip("'\"").replace("\\n", " ")
    return " ".join(text.split())[:_LONGEST_EXCERPT]
