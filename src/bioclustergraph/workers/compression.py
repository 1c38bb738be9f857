"""Answers made smaller: Zstandard, Brotli or gzip, as the client likes (RFC 9110, 12.5.3)."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import brotli
import zstandard
from webob.acceptparse import create_accept_encoding_header

from bioclustergraph.workers.exchange import Answered

if TYPE_CHECKING:
    from collections.abc import Callable

SMALLEST: Final = 1024
"""Bytes below which it is not worth the while."""

_WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
    "br": lambda body: bytes(brotli.compress(body, quality=4)),
    # Without the time, so that the same answer gives the same bytes.
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}


def compressed(answer: Answered, accept_encoding: str | None) -> Answered:
    """Make an answer smaller where the client takes it and it helps.

    Args:
        answer: an answer as it is.
        accept_encoding: the header of that name.
    """
    if not accept_encoding or len(answer.body) < SMALLEST:
        return answer
    coding = chosen(accept_encoding)
    if coding is None:
        return answer
    body = _WAYS[coding](answer.body)
    if len(body) >= len(answer.body):
        return answer
    headers = [(name, value) for name, value in answer.headers if name != b"content-length"]
    headers.append((b"content-length", b"%d" % len(body)))
    headers.append((b"content-encoding", coding.encode("ascii")))
    return Answered(answer.status, headers, body)


@lru_cache(maxsize=256)
def chosen(accept_encoding: str) -> str | None:
    """Choose a coding; ``None`` is to send the answer as it is.

    >>> chosen("gzip, br;q=0.5"), chosen("gzip, deflate, br, zstd"), chosen("identity")
    ('gzip', 'zstd', None)
    """
    header = create_accept_encoding_header(accept_encoding)
    offers = header.acceptable_offers([*_WAYS, "identity"])
    best = next((coding for coding, _quality in offers), "identity")
    return None if best == "identity" else best
