"""What those ask who run the server: does it live, is it ready, how does it fare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bioclustergraph.workers.exchange import Answered

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.server.accounts import Accounts
    from bioclustergraph.server.cache import Cache
    from bioclustergraph.workers.served import Served

_TEXT: Final = b"text/plain; charset=utf-8"


class Operations:
    """``/health``, ``/ready`` and ``/metrics``; none of them asks a worker or the store."""

    def __init__(self, served: Callable[[], Served], cache: Cache, accounts: Accounts) -> None:
        self._served = served
        self._cache = cache
        self._accounts = accounts

    def answer(self, path: str, method: str) -> Answered | None:
        """Answer what is asked at one of these addresses; ``None`` for every other."""
        if method not in {"GET", "HEAD"}:
            return None
        if path == "/health":
            return _plain(200, b"alive\n")
        if path == "/ready":
            # The front is there only when a release is; it stays so through a reload.
            if not self._served().pool.can_answer:
                return _plain(503, b"no worker is left, and none is to be had\n")
            digest = self._served().source.digest or "remote"
            return _plain(200, f"ready {digest}\n".encode())
        if path == "/metrics":
            body, content_type = self._accounts.exposition(self._served().pool, self._cache)
            return _plain(200, body, content_type)
        return None


def _plain(status: int, body: bytes, content_type: bytes = _TEXT) -> Answered:
    headers = [
        (b"content-type", content_type),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    return Answered(status, headers, body)
