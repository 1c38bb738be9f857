"""HTTP/1.1 with clients that take their time: each gets so long, and then the line is cut.

uvicorn by itself waits for ever for the rest of a request's head, and for a client that does not
read its answer. Behind a proxy such as nginx both are its business; this is for when there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from bioclustergraph.pages import Limits

_INTERIM: Final = b"HTTP/1.1 100"
_LATE: Final = b"408 Request Timeout"
_LARGE: Final = b"431 Request Header Fields Too Large"
_LONG: Final = b"414 URI Too Long"

_OFFER: Final = re.compile(rb"\r\nupgrade(?=:)", re.IGNORECASE)
"""An offer to speak another protocol, such as Java's client makes with each first request. Whoever
does not take it passes over it (RFC 9110, 7.8); the parser would take it, and drop the body."""

_TRAILERS: Final = 100
"""Fields that may follow a body."""

_LINGER: Final = 0.5
"""Seconds that a connection stays open when the server stops: a request may be on its way."""


class _Gathering:
    """A transport that sends the head of a response together with the first piece of its body.

    uvicorn writes them one after the other, and uvloop sends each at once: two calls of the system,
    two packets, and a client that is woken twice.
    """

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        """Keep the first that is written, and send it with the second."""
        if self._head is None and not data.startswith(_INTERIM):
            self._head = data
        elif self._head:
            head, self._head = self._head, b""
            self._transport.writelines((head, data))
        else:
            self._transport.write(data)

    def is_closing(self) -> bool:
        """Say whether the connection is being closed."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Send what is kept, and close the connection."""
        if self._head:
            self._transport.write(self._head)
        self._transport.close()


class _Trailers(list[tuple[bytes, bytes]]):
    """Takes the fields that follow a body, and keeps none of them."""

    def __init__(self) -> None:
        super().__init__()
        self._left = _TRAILERS

    def append(self, field: tuple[bytes, bytes], /) -> None:
        """Pass over a field.

        Raises:
            ValueError: there are too many; the parser then refuses the request.
        """
        del field
        self._left -= 1
        if self._left < 0:
            raise ValueError(_TRAILERS)


class Patient(HttpToolsProtocol):
    """One connection; :func:`patient` gives it its limits."""

    limits: ClassVar[Limits]

    _leaving = False
    _in_head = True
    _head = 0
    url = b""
    _hurry: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override] # narrower than asyncio's, as uvicorn has it
        self, transport: asyncio.Transport
    ) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._hurry = self.loop.call_later(self.limits.patience, self._cut, _LATE)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        self._calm()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes before the head of a request is whole."""
        cycle: RequestResponseCycle | None = self.cycle
        if (self._in_head or cycle is None or not cycle.more_body) and _OFFER.search(data):
            head, end, rest = data.partition(b"\r\n\r\n")
            data = _OFFER.sub(b"\r\nignored", head) + end + rest
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > self.limits.head:
                self._cut(_LONG if len(self.url) > self.limits.head // 2 else _LARGE)

    def on_message_begin(self) -> None:
        """Begin to count, and to wait for the rest of the head."""
        super().on_message_begin()
        self._in_head, self._head = True, 0
        if self._hurry is None:
            self._hurry = self.loop.call_later(self.limits.patience, self._cut, _LATE)

    def on_headers_complete(self) -> None:
        """Pass the request on, unless its address alone is too long."""
        self._in_head = False
        self._calm()
        if len(self.url) > self.limits.head:
            self._cut(_LONG)
        else:
            super().on_headers_complete()
            self.headers = _Trailers()
            # An offer that came in pieces was not seen: then what follows is not to be read.
            if self._leaving or self.parser.should_upgrade():
                self.cycle.keep_alive = False
            if self.scope["method"] != "HEAD":  # which has no body to wait for
                self.cycle.transport = cast("asyncio.Transport", _Gathering(self.transport))

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what it was sent."""
        self.flow.pause_writing()
        if self._stuck is None:
            self._stuck = self.loop.call_later(self.limits.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: it has taken it."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        self.flow.resume_writing()

    def shutdown(self) -> None:
        """Answer what is on its way, and close the connection after it, or when nothing comes.

        uvicorn closes one that is idle at once, and with it what its client has just sent.
        """
        self._leaving = True
        if self._is_idle:
            self.loop.call_later(_LINGER, self._leave)
        else:
            super().shutdown()

    @property
    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn sets it with the first request
        return cycle is None or cycle.response_complete

    def _leave(self) -> None:
        if self._is_idle:
            self.transport.close()

    def _calm(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None

    def _cut(self, status: bytes) -> None:
        self._calm()
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % status
            )
            self.transport.close()


def patient(limits: Limits) -> type[Patient]:
    """Make the protocol with these limits: uvicorn is given a class, and makes the rest itself."""
    return type("PatientWithLimits", (Patient,), {"limits": limits})
