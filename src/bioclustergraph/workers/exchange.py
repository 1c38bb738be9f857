"""What the front and its workers say to each other, over a pair of sockets.

A message is four bytes that say how long it is, and that many bytes of :mod:`marshal`: both ends
are this program, of one version, and the pair is nobody else's.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH: Final = Struct("<I")

Headers = list[tuple[bytes, bytes]]

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
        return _framed((number, self.method, self.path, self.query, self.headers, self.body))

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

    def frame(self, number: int) -> bytes:
        """Write the response as one message."""
        return _framed((number, self.status, self.headers, self.body))

    @classmethod
    def read(cls, message: Message) -> tuple[int, Self]:
        """Read what :meth:`frame` wrote, without its length."""
        number, *parts = message
        return number, cls(*parts)


def messages(received: bytearray) -> Iterator[Message]:
    """Take the whole messages out of what has been received, and leave the rest in it."""
    at = 0
    size = len(received)
    while size - at >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(received, at)
        end = at + _LENGTH.size + length
        if size < end:
            break
        yield marshal.loads(memoryview(received)[at + _LENGTH.size : end])  # noqa: S302 - see above
        at = end
    if at:
        del received[:at]


def _framed(parts: Message) -> bytes:
    content = marshal.dumps(parts)
    return _LENGTH.pack(len(content)) + content
