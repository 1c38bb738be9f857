"""Answers that are kept: of one release they never change, so nothing ever has to be forgotten."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from bioclustergraph.workers.exchange import Answered

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bioclustergraph.workers.exchange import Header

_SHARE: Final = 8
"""One answer may take this part of the room at most."""

_OVERHEAD: Final = 2048
"""About how many bytes an answer takes beside its body: its headers, and what was asked."""


class Cache:
    """Keeps the answers used last, within so many bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._left = room
        # Tuples of bytes, and nothing else: the garbage collector does not look into them. It would
        # else walk through every answer again and again, and hold all requests up meanwhile.
        self._held: OrderedDict[Hashable, tuple[int, tuple[Header, ...], bytes]] = OrderedDict()

    def get(self, key: Hashable) -> Answered | None:
        """Give what is kept."""
        held = self._held.get(key)
        if held is None:
            return None
        self._held.move_to_end(key)
        status, headers, body = held
        return Answered(status, list(headers), body)

    def keep(self, key: Hashable, answer: Answered) -> None:
        """Keep an answer; those used longest ago make room."""
        size = _size(answer.body)
        if size > self._room // _SHARE or key in self._held:
            return
        self._held[key] = answer.status, tuple(answer.headers), answer.body
        self._left -= size
        while self._left < 0:
            _, oldest = self._held.popitem(last=False)
            self._left += _size(oldest[-1])

    @property
    def taken(self) -> int:
        """How many bytes are in use."""
        return self._room - self._left


def _size(body: bytes) -> int:
    return len(body) + _OVERHEAD


def tag(*parts: object) -> bytes:
    """Make an entity tag of what an answer depends on (RFC 9110, 8.8.3)."""
    return b'"%s"' % blake2b(repr(parts).encode(), digest_size=12).hexdigest().encode("ascii")
