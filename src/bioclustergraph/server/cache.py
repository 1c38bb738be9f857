"""Answers that are kept: of one release they never change, so nothing ever has to be forgotten."""

from __future__ import annotations

import marshal
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from bioclustergraph.workers.exchange import Answered

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHARE: Final = 8
"""One answer may take this part of the room at most."""

_OVERHEAD: Final = 2048
"""About how many bytes an answer takes beside its body: its headers, and what was asked."""


class Cache:
    """Keeps the answers used last, within so many bytes.

    Keys, heads and bodies are bytes, and nothing else is held: the garbage collector looks into
    tuples and lists, and with a hundred thousand of them held every request up for a tenth of a
    second, again and again.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._left = room
        self._heads: OrderedDict[bytes, bytes] = OrderedDict()
        self._bodies: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> Answered | None:
        """Give what is kept."""
        head = self._heads.get(key)
        if head is None:
            return None
        self._heads.move_to_end(key)
        status, headers = marshal.loads(head)  # noqa: S302 - what `keep` has written
        return Answered(status, headers, self._bodies[key])

    def keep(self, key: bytes, answer: Answered) -> None:
        """Keep an answer; those used longest ago make room."""
        size = _size(key, answer.body)
        if size > self._room // _SHARE or key in self._bodies:
            return
        self._heads[key] = marshal.dumps((answer.status, answer.headers))
        self._bodies[key] = answer.body
        self._left -= size
        while self._left < 0:
            oldest, _ = self._heads.popitem(last=False)
            self._left += _size(oldest, self._bodies.pop(oldest))

    @property
    def taken(self) -> int:
        """How many bytes are in use."""
        return self._room - self._left


def _size(key: bytes, body: bytes) -> int:
    return len(key) + len(body) + _OVERHEAD


def key_of(parts: Iterable[bytes]) -> bytes:
    """Make one key of what an answer depends on; the lengths keep any two apart.

    >>> key_of([b"ab", b"c"]) == key_of([b"a", b"bc"])
    False
    """
    return b"".join([b"%d:%s" % (len(part), part) for part in parts])


def tag(key: bytes) -> bytes:
    """Make an entity tag of what an answer depends on (RFC 9110, 8.8.3)."""
    return b'"%s"' % blake2b(key, digest_size=12).hexdigest().encode("ascii")
