"""The door to write: SPARQL Update and the Graph Store Protocol, for who has a token.

It is shut unless a file of tokens is named. The front only reads what is asked and sees who asks;
a process of its own applies the change (:mod:`bioclustergraph.editing.process`), and can be ended.
The answer is sent when the new release is on the disk and is served: who wrote reads what it wrote.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from bioclustergraph.editing import GraphOperation, Update, process
from bioclustergraph.editing.tokens import Tokens
from bioclustergraph.errors import TokenError
from bioclustergraph.media import HTML, PROBLEM, TURTLE, negotiate
from bioclustergraph.pages.frame.problems import FAULT, Problem
from bioclustergraph.server import refused
from bioclustergraph.workers.exchange import Answered
from bioclustergraph.workers.refusals import too_much, too_slow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from pathlib import Path

    from bioclustergraph.editing import Change
    from bioclustergraph.pages import Limits
    from bioclustergraph.project import Project

    Scope = MutableMapping[str, Any]

SPARQL: Final = "/sparql"
GRAPHS: Final = "/graph-store"

_UPDATE: Final = "application/sparql-update"
_FORM: Final = "application/x-www-form-urlencoded"
_BODIES: Final = frozenset({"text/turtle", "application/n-triples"})
_CHANGING: Final = frozenset({"PUT", "POST", "DELETE"})
_MAX_FIELDS: Final = 50
_QUEUE: Final = 16
"""How many writers may wait for the one before them."""

_PATIENCE: Final = 30.0
"""Seconds to wait for somebody who builds or restores."""

_JUDGING: Final = 300.0
"""Seconds that judging and writing a release may take, which nobody's update makes longer."""

_LONGEST_REASON: Final = 1000
_DIGITS: Final = 12
_DONE: Final = 200
_VIOLATED: Final = 422


@dataclass(eq=False)
class Writing:
    """The door, open.

    Attributes:
        project: whose shapes judge and whose rules derive.
        directory: where releases are kept.
        file: the file of tokens; it is read anew when it has changed.
        limits: how much may be asked.
        look: has the front look at once for a new release, and serve it.
        served: says which release is served.
    """

    project: Project
    directory: Path
    file: Path
    limits: Limits
    look: Callable[[], Awaitable[None]]
    served: Callable[[], str | None]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0
    _tokens: tuple[tuple[int, ...], Tokens] | None = None

    def concerns(self, scope: Scope) -> bool:
        """Say whether a request may be one that writes; a query in a form may be one."""
        path, method = scope["path"], scope["method"]
        if path == GRAPHS:
            return method in _CHANGING
        return path == SPARQL and method == "POST" and _type(scope) in {_UPDATE, _FORM}

    async def take(
        self, scope: Scope, body: Callable[[], Awaitable[bytes]]
    ) -> tuple[Answered | None, bytes]:
        """Answer a request that writes.

        Args:
            scope: the request.
            body: reads its body; not called for a stranger's, where the head says that it writes.

        Returns:
            The answer, or the body of a request that turned out to be a query.

        Raises:
            Problem: it is not of the protocol, not allowed, or was not done.
        """
        author = ""
        if scope["path"] == GRAPHS or _type(scope) == _UPDATE:
            author = self._author(scope)
        content = await body()
        change = _graph(scope, content) if scope["path"] == GRAPHS else _update(scope, content)
        if change is None:
            return None, content
        author = author or self._author(scope)
        wanted = negotiate(_header(scope, b"accept") or None, (PROBLEM, HTML, TURTLE))
        answer = await self._applied(change, author, _reason(scope), wants_turtle=wanted == TURTLE)
        return answer, b""

    # --- who asks ---------------------------------------------------------------------------------

    def _author(self, scope: Scope) -> str:
        """Give the name that belongs to the token of a request.

        Raises:
            Problem: there is no token, or none that is known.
        """
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        scheme, _, token = (given[0] if len(given) == 1 else b"").partition(b" ")
        if scheme.lower() != b"bearer" or not token.strip():
            raise refused.no_token()
        name = self._known().who(token.strip().decode("latin-1"))
        if name is None:
            raise refused.wrong_token()
        return name

    def _known(self) -> Tokens:
        """Read the file of tokens, unless it is as it was.

        Raises:
            Problem: it cannot be used any more.
        """
        try:
            status = self.file.stat()
            state = (status.st_mtime_ns, status.st_ino, status.st_size, status.st_mode)
            if self._tokens is None or self._tokens[0] != state:
                self._tokens = state, Tokens.read(self.file)
        except (OSError, TokenError) as error:
            self._tokens = None
            raise refused.no_tokens() from error
        return self._tokens[1]

    # --- what is done -----------------------------------------------------------------------------

    async def _applied(
        self, change: Change, author: str, reason: str, *, wants_turtle: bool
    ) -> Answered:
        if self._waiting >= _QUEUE:
            raise refused.busy()
        self._waiting += 1
        try:
            async with self._turn:
                told = await self._run(change, author, reason)
                if told["status"] == _VIOLATED and wants_turtle:
                    headers = [(b"content-type", b"text/turtle; charset=utf-8")]
                    return Answered(_VIOLATED, headers, told["turtle"].encode())
                if told["status"] != _DONE:
                    raise refused.of(told)
                await self._served(told["digest"])
        finally:
            self._waiting -= 1
        headers = [(b"x-release", told["digest"][:_DIGITS].encode("ascii"))]
        if told["transaction"] is not None:
            headers.append((b"x-transaction", str(told["transaction"]).encode("ascii")))
        return Answered(201 if told["is_new"] else 204, headers, b"")

    async def _run(self, change: Change, author: str, reason: str) -> dict[str, Any]:
        """Apply a change in a process of its own.

        Raises:
            Problem: it took too long or too much, or met a fault of ours.
        """
        limits = self.limits
        order = process.Order(
            root=str(self.project.root),
            directory=str(self.directory.absolute()),
            author=author,
            reason=reason,
            seconds=limits.seconds,
            memory=limits.memory,
            patience=_PATIENCE,
        )
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            process.__name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=os.environ | {"RUST_BACKTRACE": "0"},
        )
        try:
            async with asyncio.timeout(limits.seconds + _PATIENCE + _JUDGING):
                told, _ = await running.communicate(process.written(order, change))
        except TimeoutError as error:
            raise too_slow(limits) from error
        finally:
            if running.returncode is None:
                running.kill()
                await running.wait()
        if running.returncode == -signal.SIGALRM:
            raise too_slow(limits)
        if running.returncode == process.OUT_OF_MEMORY or (running.returncode or 0) < 0:
            raise too_much(limits)
        if running.returncode != 0:
            raise Problem(500, FAULT)
        answer: dict[str, Any] = json.loads(told)
        return answer

    async def _served(self, digest: str) -> None:
        """Wait until a release is served.

        Raises:
            Problem: it is on the disk, but cannot be served.
        """
        if self.served() != digest[:_DIGITS]:
            await self.look()
        if self.served() != digest[:_DIGITS] and self._is_current(digest):
            raise refused.not_served(digest[:_DIGITS])

    def _is_current(self, digest: str) -> bool:
        """Say whether nobody has switched to another release in the meantime."""
        return (self.directory / "current").resolve().name == digest[:_DIGITS]


# --- reading a request ----------------------------------------------------------------------------


def _header(scope: Scope, wanted: bytes) -> str:
    return next((v.decode("latin-1") for name, v in scope["headers"] if name == wanted), "")


def _type(scope: Scope) -> str:
    return _header(scope, b"content-type").partition(";")[0].strip().lower()


def _reason(scope: Scope) -> str:
    """Give the reason that is told in ``X-Reason``, percent-encoded, or as ``?reason=``.

    Raises:
        Problem: it is too long, or not UTF-8.
    """
    told = _header(scope, b"x-reason")
    try:
        given = dict(_pairs(scope["query_string"])).get("reason", "")
        reason = unquote(told, errors="strict") if told else given
        # A client that sends UTF-8 as it is has it read as Latin-1 above.
        if told and reason == told:
            reason = told.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused.not_utf_8() from error
    if len(reason) > _LONGEST_REASON or re.search(r"[\x00-\x1f\x7f]", reason):
        raise refused.bad_reason(_LONGEST_REASON)
    return reason.strip()


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Read the fields of a query string or a form.

    Raises:
        Problem: they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError as error:
        raise refused.not_utf_8() from error


def _update(scope: Scope, body: bytes) -> Update | None:
    """Read an update (SPARQL 1.1 Protocol, 2.2); ``None`` if the request is a query.

    Raises:
        Problem: it is not of the protocol.
    """
    fields = _pairs(scope["query_string"])
    if _type(scope) == _UPDATE:
        try:
            fields.append(("update", body.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise refused.not_utf_8() from error
        charset = re.search(
            r"charset\s*=\s*\"?([\w-]+)", _header(scope, b"content-type"), re.IGNORECASE
        )
        if charset is not None and charset[1].lower() not in {"utf-8", "us-ascii"}:
            raise refused.not_utf_8()
    elif b"update=" in body:
        fields += _pairs(body)
    updates = [value for name, value in fields if name == "update"]
    if not updates:
        return None
    if len(updates) > 1 or any(name == "query" for name, _ in fields):
        raise refused.one_at_a_time()
    return Update(
        updates[0],
        tuple(value for name, value in fields if name == "using-graph-uri"),
        tuple(value for name, value in fields if name == "using-named-graph-uri"),
    )


def _graph(scope: Scope, body: bytes) -> GraphOperation:
    """Read an operation on a graph (SPARQL 1.1 Graph Store HTTP Protocol, 4.2 and 5).

    Raises:
        Problem: it is not of the protocol.
    """
    fields = _pairs(scope["query_string"])
    graphs = [value for name, value in fields if name == "graph"]
    if any(name == "default" for name, _ in fields):
        raise refused.default_graph()
    if len(graphs) != 1:
        raise refused.which_graph()
    method = scope["method"]
    if method == "DELETE":
        return GraphOperation("delete", graphs[0])
    if _type(scope) not in _BODIES:
        raise refused.other_form(", ".join(sorted(_BODIES)))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused.not_utf_8() from error
    return GraphOperation("put" if method == "PUT" else "post", graphs[0], text)
