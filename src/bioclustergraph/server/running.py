"""Listening: the socket is ours before the server starts, so that what is wrong can be said."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from bioclustergraph.errors import ServeError, Text
from bioclustergraph.server.application import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from bioclustergraph.project import Project
    from bioclustergraph.store.base import Store

PORT: Final = 7878
"""The port that is listened to if nobody says another."""

_LAST_PORT: Final = 65535

_OTHER_PORT: Final = Text(
    "Velg en annen port med --port, eller la --port 0 finne en ledig.",
    "Choose another port with --port, or try --port 0 for a free one.",
)

_GRACE: Final = 5
"""Seconds that questions under way get to finish after Ctrl-C."""


def serve(
    store: Store,
    project: Project,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    announce: Callable[[str], None],
) -> None:
    """Serve until somebody presses Ctrl-C or asks the process to end (SIGTERM).

    Args:
        store: what is served.
        project: whose questions and page questions are used.
        host: the name or address to listen to; ``127.0.0.1`` is this machine only.
        port: the port, or 0 for any that is free.
        announce: is given the address (``http://127.0.0.1:7878/``) once it answers.

    Raises:
        ServeError: the address cannot be listened to.
        QueryError: a question of the project cannot be read.
    """
    application = app(store, project)
    listening = listen(host, port)
    config = uvicorn.Config(
        application, log_level="warning", timeout_graceful_shutdown=_GRACE, server_header=False
    )
    with listening:
        try:
            _Announcing(config, lambda: announce(address(listening))).run(sockets=[listening])
        except KeyboardInterrupt:
            return  # uvicorn has shut down in order, and then passes the signal on


def listen(host: str, port: int) -> socket.socket:
    """Take a port.

    Raises:
        ServeError: it is in use or not allowed, or there is no such host here.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ServeError(
            Text(f"Port {port} finnes ikke.", f"There is no port {port}."), hint=_OTHER_PORT
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise _cannot(host, port, error) from error


def address(listening: socket.socket) -> str:
    """Give the address of a socket as a URL."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._announce()


def _cannot(host: str, port: int, error: OSError | UnicodeError) -> ServeError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return ServeError(
            Text(f"Port {port} er i bruk.", f"Port {port} is in use."), hint=_OTHER_PORT
        )
    if number == errno.EACCES:
        return ServeError(
            Text(
                f"Port {port} krever rettigheter du ikke har.",
                f"Port {port} needs privileges that you do not have.",
            ),
            hint=_OTHER_PORT,
        )
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ServeError(
        Text(
            f"Kan ikke lytte på {host} port {port}: {why}.",
            f"Cannot listen on {host} port {port}: {why}.",
        ),
        hint=Text(
            "Bruk en adresse som denne maskinen har, som 127.0.0.1.",
            "Use an address that this machine has, such as 127.0.0.1.",
        ),
    )
