"""The front: reads requests, has them answered by workers, and keeps answers (an ASGI application).

It never opens the store and never runs a query, so that nothing a stranger asks can hold it up.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect, Request

from bioclustergraph.errors import Text
from bioclustergraph.pages.frame.bundles import policy
from bioclustergraph.pages.frame.problems import NO_PAGE, Problem, Problems, only
from bioclustergraph.pages.site import READ
from bioclustergraph.server import dumps
from bioclustergraph.server.cache import Cache, key_of, tag
from bioclustergraph.server.older import digest_in
from bioclustergraph.server.operations import Operations
from bioclustergraph.server.visitors import visitor
from bioclustergraph.workers.exchange import Answered, Asked, Headers
from bioclustergraph.workers.pool import Gone
from bioclustergraph.workers.refusals import busy

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import Message, Receive, Scope, Send

    from bioclustergraph.pages import Limits, Renderer
    from bioclustergraph.release import Release
    from bioclustergraph.server.accounts import Accounts
    from bioclustergraph.server.older import Older
    from bioclustergraph.server.writing import Writing
    from bioclustergraph.workers.hands import Job
    from bioclustergraph.workers.served import Served

_DEPENDS: Final = frozenset(
    {b"accept", b"accept-language", b"accept-encoding", b"content-type", b"if-none-match"}
)
"""The headers that an answer depends on; nothing else of a request reaches a worker."""

_SAFE: Final[Headers] = [
    (b"content-security-policy", policy(forms=True).encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"*"),
]
_PREFLIGHT: Final[Headers] = [
    (b"allow", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
_FRESH: Final = b"public, max-age=60, must-revalidate"
_FOR_GOOD: Final = b"public, max-age=31536000, immutable"
"""At the address of a release nothing ever changes (RFC 8246)."""

_ASKING: Final = frozenset({*READ, "POST"})
"""The methods whose answers may be kept: every other is refused."""

_OK: Final = 200
_BAD: Final = 400
_UNCHANGED: Final = 304
_SHARES: Final = 16
"""How many of the longest answers may be held for clients that have not taken them yet."""

_PIECE: Final = 256 * 1024
"""How much of an answer is handed to the connection at once; a slow client gets the next when it
has taken it."""


class Front:
    """Answers HTTP requests about what is served now."""

    def __init__(
        self, served: Served, limits: Limits, renderer: Renderer, accounts: Accounts
    ) -> None:
        self.served = served
        self._limits = limits
        self._problems = Problems(renderer)
        self._accounts = accounts
        self._cache = Cache(limits.cache)
        self._operations = Operations(lambda: self.served, self._cache, accounts)
        self.writing: Writing | None = None
        self.older: Older | None = None
        self._under_way: dict[str, int] = {}
        self._unsent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        asked_of = digest_in(scope["raw_path"])
        path = scope["path"] if asked_of is None else asked_of[1]
        if path.startswith(dumps.PATH) and scope["method"] != "OPTIONS":
            await self._dump(scope, receive, send)
            return
        begun = self._accounts.begin()
        answer, kept = await self._answer(scope, receive)
        if answer is None:
            self._accounts.gone(scope, begun)
            return
        size = len(answer.body)
        if size > _PIECE and self._unsent + size > _SHARES * self._limits.result:
            answer = self._told(scope, busy())
            size = len(answer.body)
        self._unsent += size
        try:
            await self._send(answer, send)
        finally:
            self._unsent -= size
        self._accounts.end(scope, begun, status=answer.status, size=size, kept=kept)

    async def _dump(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give a file of the release, straight from the disk."""
        begun = self._accounts.begin()
        asked_of = digest_in(scope["raw_path"])
        path = scope["path"] if asked_of is None else asked_of[1]
        try:
            if scope["method"] not in READ:
                raise only(", ".join(READ))
            found = self.served.source.release
            if asked_of is not None:
                found = await self._named(asked_of[0])
            response = dumps.dump(found, path.removeprefix(dumps.PATH))
        except Problem as problem:
            await self._send(self._told(scope, problem), send)
            self._accounts.end(scope, begun, status=problem.status, size=0, kept=False)
            return
        digest = found.name if found is not None else ""
        age = _FRESH if asked_of is None else _FOR_GOOD
        more = [*_SAFE, (b"cache-control", age), (b"x-release", digest.encode("ascii"))]
        response.raw_headers.extend(more)
        etag = response.headers["etag"].encode("ascii")
        if _is_known(etag, scope["headers"]):
            await self._send(Answered(_UNCHANGED, [*more, (b"etag", etag)], b""), send)
            self._accounts.end(scope, begun, status=_UNCHANGED, size=0, kept=False)
            return
        await response(scope, receive, send)
        size = int(response.headers.get("content-length", 0))
        self._accounts.end(scope, begun, status=response.status_code, size=size, kept=False)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[Answered | None, bool]:
        """Give the answer, and whether it was a kept one; ``None`` if the client has gone."""
        method = scope["method"]
        own = self._own(scope["path"], method)
        if own is not None:
            return own, False
        headers = [pair for pair in scope["headers"] if pair[0] in _DEPENDS]
        try:
            named = digest_in(scope["raw_path"])
            found = await self._named(named[0]) if named is not None else None
            served = self.served
            digest = served.source.digest if found is None else found.name
            written, body = await self._written(scope, receive)
            if written is not None:
                return _finished(written, None, None), False
            key = self._key(digest, scope, headers, body)
            if key is not None:
                kept = self._cache.get(key)
                if kept is not None:
                    return _unless_known(kept, method, headers), True
            asked = Asked(method, scope["raw_path"], scope["query_string"], headers, body)
            if found is not None:
                served = await self._serving(found)
            answer = await self._asked(served, asked, scope, receive)
        except Problem as problem:
            return self._told(scope, problem), False
        except (Gone, ClientDisconnect):
            return None, False
        age = _FRESH if found is None else _FOR_GOOD
        answer = _finished(answer, digest, key, age)
        if key is not None and answer.status == _OK and _may_be_kept(answer.headers):
            self._cache.keep(key, answer)
        return _unless_known(answer, method, headers), False

    def _own(self, path: str, method: str) -> Answered | None:
        """Answer what needs no worker; ``None`` if it does."""
        if method == "OPTIONS":
            return Answered(204, [*_SAFE, *_PREFLIGHT], b"")
        return self._operations.answer(path, method)

    async def _written(self, scope: Scope, receive: Receive) -> tuple[Answered | None, bytes]:
        """Answer a request that writes, where there is a door to; else give its body.

        Raises:
            Problem: it was refused, or the body is too large or comes too slowly.
            ClientDisconnect: the client has gone before it had sent its body.
        """
        if self.writing is not None and self.writing.concerns(scope):
            return await self.writing.take(scope, lambda: self._body(receive))
        return None, await self._body(receive) if scope["method"] == "POST" else b""

    async def _named(self, digest: str) -> Release:
        """Give the release that an address names: the current one, or one that is kept.

        Raises:
            Problem: it is not kept, or nothing is known of it.
        """
        now = self.served.source
        if digest == now.digest and now.release is not None:
            return now.release
        if self.older is None:
            raise Problem(404, NO_PAGE)
        return await self.older.find(digest)

    async def _serving(self, found: Release) -> Served:
        """Give what answers for a release that was named.

        Raises:
            Problem: it is not the current one, and no more may be started now.
        """
        if self.older is None or found.name == self.served.source.digest:
            return self.served
        return await self.older.serving(found)

    async def _asked(
        self, served: Served, asked: Asked, scope: Scope, receive: Receive
    ) -> Answered:
        """Have a worker answer.

        Raises:
            Problem: there is none, it was ended, or the client has too much under way.
            Gone: the client has hung up.
        """
        client = visitor(scope)
        under_way = self._under_way.get(client, 0)
        if under_way >= self._limits.per_client:
            raise _too_many(self._limits)
        self._under_way[client] = under_way + 1
        watching: list[asyncio.Task[None]] = []

        # Is given the job, and does not hold it: the two would hold each other for ever, or until
        # the garbage collector walks through every kept answer to find them.
        def watch(job: Job) -> None:
            watching.append(asyncio.ensure_future(_gone(receive)))
            watching[0].add_done_callback(lambda _: served.pool.drop(job))

        try:
            return await served.pool.ask(asked, watch, client).answer
        finally:
            for task in watching:
                task.cancel()
            self._leave(client)

    def _leave(self, client: str) -> None:
        """Forget a client that has nothing under way: no address is kept for longer."""
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]

    async def _body(self, receive: Receive) -> bytes:
        """Read the body, but no more than is allowed, whatever length was announced.

        Raises:
            Problem: it is too large, or comes too slowly.
            ClientDisconnect: the client has gone.
        """
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.patience):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > self._limits.body:
                        raise _too_large(self._limits)
        except TimeoutError as error:
            raise _too_late() from error
        return bytes(body)

    def _key(
        self, digest: str | None, scope: MutableMapping[str, Any], headers: Headers, body: bytes
    ) -> bytes | None:
        """Give what an answer depends on; ``None`` if what is served may change."""
        method = scope["method"]
        if digest is None or method not in _ASKING:
            return None
        # GET and HEAD have one answer, and one tag; what may be fetched need not take a POST.
        sent = b"POST" if method == "POST" else b"GET"
        wanted = (part for pair in headers if pair[0] != b"if-none-match" for part in pair)
        path, query = scope["raw_path"], scope["query_string"]
        return key_of([digest.encode(), sent, path, query, body, *wanted])

    def _told(self, scope: Scope, problem: Problem) -> Answered:
        told = self._problems.respond(Request(scope), problem)
        headers = [*told.raw_headers, *_SAFE, (b"cache-control", b"no-store")]
        return Answered(told.status_code, headers, bytes(told.body))

    async def _send(self, answer: Answered, send: Send) -> None:
        start: Message = {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.headers,
        }
        await send(start)
        if len(answer.body) <= _PIECE:
            await send({"type": "http.response.body", "body": answer.body})
            return
        rest = memoryview(answer.body)
        while rest:
            piece, rest = rest[:_PIECE], rest[_PIECE:]
            await send({"type": "http.response.body", "body": piece, "more_body": bool(rest)})


async def _gone(receive: Receive) -> None:
    """Wait until the client hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _finished(
    answer: Answered, digest: str | None, key: bytes | None, age: bytes = _FRESH
) -> Answered:
    """Add what every response carries."""
    headers = [
        (name, value + b", Accept-Encoding" if name == b"vary" else value)
        for name, value in answer.headers
    ]
    if not any(name == b"vary" for name, _ in headers):
        headers.append((b"vary", b"Accept-Encoding"))
    headers += _SAFE
    if digest is None or answer.status >= _BAD:
        headers.append((b"cache-control", b"no-store"))
    elif key is not None and _may_be_kept(headers):
        headers.append((b"cache-control", age))
        headers.append((b"etag", tag(key)))
    if digest is not None:
        headers.append((b"x-release", digest.encode("ascii")))
    return Answered(answer.status, headers, answer.body)


def _may_be_kept(headers: Headers) -> bool:
    return (b"cache-control", b"no-store") not in headers


def _unless_known(answer: Answered, method: str, asked: Headers) -> Answered:
    """Give the answer, or only that the client has it already (RFC 9110, 13.1.2)."""
    if answer.status != _OK or method not in READ:
        return answer
    etag = next((value for name, value in answer.headers if name == b"etag"), None)
    if etag is None or not _is_known(etag, asked):
        return answer
    kept = [pair for pair in answer.headers if pair[0] not in {b"content-length", b"content-type"}]
    return Answered(_UNCHANGED, kept, b"")


def _is_known(etag: bytes, asked: Headers) -> bool:
    known = b",".join(value for name, value in asked if name == b"if-none-match")
    if not known:
        return False
    tags = {known_tag.strip().removeprefix(b"W/") for known_tag in known.split(b",")}
    return bool(tags & {etag, b"*"})


def _too_many(limits: Limits) -> Problem:
    return Problem(
        429,
        Text(
            f"Denne adressen har {limits.per_client} forespørsler under arbeid. Vent på svarene.",
            f"This address has {limits.per_client} requests under way. Wait for the answers.",
        ),
        headers={"Retry-After": "5"},
    )


def _too_large(limits: Limits) -> Problem:
    return Problem(
        413,
        Text(
            f"Innholdet er større enn {limits.body} byte.",
            f"The body is larger than {limits.body} bytes.",
        ),
        headers={"Connection": "close"},
    )


def _too_late() -> Problem:
    return Problem(
        408,
        Text("Innholdet kom for langsomt.", "The body came too slowly."),
        headers={"Connection": "close"},
    )
