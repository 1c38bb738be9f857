"""A process that answers one request at a time, and that can be ended at any moment."""

from __future__ import annotations

import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from starlette.requests import Request

from bioclustergraph.workers.compression import compressed
from bioclustergraph.workers.exchange import Answered, Asked, Incoming

if TYPE_CHECKING:
    import socket

    from bioclustergraph.pages import Site

_CHUNK: Final = 256 * 1024
_GRACE: Final = 1.0
"""Seconds after the limit at which a worker ends itself, should the front not have done so."""

_HEADROOM: Final = 256 * 1024 * 1024
"""Address space beyond the limit: the front sees real memory sooner; this is for when it cannot."""


def work(site: Site, front: socket.socket) -> None:
    """Answer requests until the front hangs up.

    Args:
        site: answers.
        front: the worker's end of the pair; requests come in, responses go out in the same order.
    """
    _bound_memory(site.held.limits.memory + _HEADROOM)
    _first_to_go()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever the engine is at
    incoming = Incoming()
    while chunk := front.recv(_CHUNK):
        for message in incoming.take(chunk):
            number, asked = Asked.read(message)
            signal.setitimer(signal.ITIMER_REAL, site.held.limits.seconds + _GRACE)
            answer = answered(site, asked)
            signal.setitimer(signal.ITIMER_REAL, 0)
            for piece in answer.frame(number):
                front.sendall(piece)


def answered(site: Site, asked: Asked) -> Answered:
    """Answer one request."""
    path = asked.path.decode("latin-1")
    request = Request(
        {
            "type": "http",
            "method": asked.method,
            "path": unquote(path) if "%" in path else path,
            "raw_path": asked.path,
            "query_string": asked.query,
            "headers": asked.headers,
            "scheme": "http",
            "root_path": "",
        }
    )
    response = site.respond(request, asked.body)
    return compressed(
        Answered(response.status_code, response.raw_headers, bytes(response.body)),
        request.headers.get("accept-encoding"),
    )


def _bound_memory(more: int) -> None:
    """Let the process take no more than so many bytes beyond what it has."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # no Linux: the front's eye on the memory is all there is
        return
    bound = pages * resource.getpagesize() + more
    with suppress(ValueError, OSError):  # a lower bound was set from outside, and holds
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _first_to_go() -> None:
    """Where the machine itself runs out of memory, let it end a worker and not the front."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
