"""What the front and its workers say to each other, over a pair of sockets.

A message is eight bytes that say how long its two parts are, a head in :mod:`marshal`, and a body
that is sent as it is: both ends are this program, of one version, and the pair is nobody else's.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTHS: Final = Struct("<II")
_SMALL: Final = 64 * 1024
"""Bytes up to which to copy a body is cheaper than to send it by itself."""

Header = tuple[bytes, bytes]
Headers = list[Header]

Message = tuple[Any, ...]
"""What was put into a frame; each of the two classes below knows its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as much of it as an answer depends on.

    Attributes:
        method: ``GET``, ``POST`` …
        path: as it was sent, percent-encoded.
        query: what follows the question mark, as it was sent.
        headers: those that an answer depends on, names in lower case.
        body: what was sent along.
    """

    method: str
    path: bytes
    query: bytes
    headers: Headers
    body: bytes

    def frame(self, number: int) -> bytes:
        """Write the request as one message; ``number`` comes back with its answer."""
        parts = (number, self.method, self.path, self.query, self.headers)
        return b"".join(_framed(parts, self.body))

    @classmethod
    def read(cls, message: Message) -> tuple[int, Self]:
        """Read what :meth:`frame` wrote, without its length."""
        number, *parts = message
        return number, cls(*parts)


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole response.

    Attributes:
        status: the HTTP status.
        headers: all that the pages set.
        body: compressed as ``content-encoding`` says.
    """

    status: int
    headers: Headers
    body: bytes

    def frame(self, number: int) -> tuple[bytes, ...]:
        """Write the response as one message, in pieces: a large body is not copied into it."""
        return _framed((number, self.status, self.headers), self.body)

    @classmethod
    def read(cls, message: Message) -> tuple[int, Self]:
        """Read what :meth:`frame` wrote, without its length."""
        number, *parts = message
        return number, cls(*parts)


class Incoming:
    """Takes bytes as they come, and gives the messages that are whole."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._needed = _LENGTHS.size

    def take(self, data: bytes) -> Iterator[Message]:
        """Take some bytes; they are put together only when a message is whole."""
        self._pieces.append(data)
        self._size += len(data)
        if self._size < self._needed:
            return
        received = data if len(self._pieces) == 1 else b"".join(self._pieces)
        at, size = 0, len(received)
        head = body = 0
        while size - at >= _LENGTHS.size:
            head, body = _LENGTHS.unpack_from(received, at)
            start = at + _LENGTHS.size
            end = start + head + body
            if size < end:
                break
            parts = marshal.loads(memoryview(received)[start : start + head])  # noqa: S302 - see above
            yield (*parts, received[start + head : end])
            at = end
            head = body = 0
        self._pieces = [received[at:]] if at < size else []
        self._size = size - at
        self._needed = _LENGTHS.size + head + body


def _framed(parts: Message, body: bytes) -> tuple[bytes, ...]:
    head = marshal.dumps(parts)
    begin = _LENGTHS.pack(len(head), len(body)) + head
    return (begin + body,) if len(body) < _SMALL else (begin, body)
