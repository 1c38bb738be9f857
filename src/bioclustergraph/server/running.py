"""Listening: the socket is ours before the server starts, so that what is wrong can be said."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
import uvloop

from bioclustergraph import release
from bioclustergraph.errors import ServeError, Text
from bioclustergraph.pages import Limits, Renderer
from bioclustergraph.server.accounts import Accounts
from bioclustergraph.server.front import Front
from bioclustergraph.server.older import Older
from bioclustergraph.server.patient import patient
from bioclustergraph.server.reloading import Reloading
from bioclustergraph.server.writing import Writing
from bioclustergraph.workers.served import Served, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from bioclustergraph.project import Project

PORT: Final = 7878
"""The port that is listened to if nobody says another."""

_LAST_PORT: Final = 65535
_BACKLOG: Final = 1024

_OTHER_PORT: Final = Text(
    "Velg en annen port med --port, eller la --port 0 finne en ledig.",
    "Choose another port with --port, or try --port 0 for a free one.",
)

_GRACE: Final = 5
"""Seconds that questions under way get to finish after Ctrl-C."""

_IDLE: Final = 30
"""Seconds that a connection is kept between two requests."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where and how visitors are let in.

    Attributes:
        host: the name or address to listen to; ``127.0.0.1`` is this machine only.
        port: the port, or 0 for any that is free.
        public: the address of the site as the world knows it; ``None`` for where it listens.
        proxy: the address of a proxy whose ``X-Forwarded-For`` and ``-Proto`` are believed.
        log: where each request is written down; ``None`` for nowhere.
        tokens: the file of tokens of those who may write; ``None`` if nobody may.
        older: how many older releases are held at once beside the current one; 0 for none.
        documents: the directory of the source documents, where pages are to show their passages.
        borders: the directory of borders that are drawn on the map.
        contact: the ``mailto:`` or web address of whoever runs the site.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    public: str | None = None
    proxy: str | None = None
    log: TextIO | None = None
    tokens: Path | None = None
    older: int = 2
    documents: Path | None = None
    borders: Path | None = None
    contact: str | None = None


def serve(
    project: Project,
    held: Path | str,
    *,
    announce: Callable[[str], None],
    limits: Limits | None = None,
    door: Door | None = None,
) -> None:
    """Serve until somebody presses Ctrl-C or asks the process to end (SIGTERM).

    Args:
        project: whose questions and page questions are used.
        held: the directory where releases are kept, of which the current one is served, also when
            it changes; or the address of a SPARQL service.
        announce: is given the address (``http://127.0.0.1:7878/``) once it answers.
        limits: how much a visitor may ask.
        door: where visitors are let in.

    Raises:
        ServeError: the address cannot be listened to, or what is to be served cannot be read.
        ReleaseError: ``held`` is a directory without a release.
    """
    limits, door = limits or Limits(), door or Door()
    directory = held if isinstance(held, Path) else None
    with listen(door.host, door.port) as listening:
        source = Source(
            project,
            door.public or address(listening),
            release=release.current(directory) if directory is not None else None,
            remote=held if isinstance(held, str) else None,
            documents=door.documents,
            borders=door.borders,
            contact=door.contact,
        )
        with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as on:
            on.run(_run(_Serving(listening, source, directory, limits, door), announce))


@dataclass(frozen=True, slots=True)
class _Serving:
    """What :func:`serve` has settled before the loop begins."""

    listening: socket.socket
    source: Source
    directory: Path | None
    limits: Limits
    door: Door


async def _run(it: _Serving, announce: Callable[[str], None]) -> None:
    served = await Served.start(it.source, it.limits)
    accounts = Accounts(it.door.log)
    front = Front(served, it.limits, Renderer(), accounts)
    older = Older(it.directory, it.limits, it.door.older, lambda: front.served.source)
    front.older = older
    config = uvicorn.Config(
        front,
        http=patient(it.limits),
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=it.door.proxy is not None,
        forwarded_allow_ips=it.door.proxy,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Announcing(config, lambda: announce(address(it.listening)))
    reloading = Reloading(front, it.directory, it.limits, accounts)
    reloading.start()
    if it.door.tokens is not None and it.directory is not None:
        front.writing = Writing(
            it.source.project,
            it.directory,
            it.door.tokens,
            it.limits,
            reloading.now,
            lambda: front.served.source.digest,
        )
    gc.collect()
    gc.freeze()  # what is there now stays, and need not be looked through again
    try:
        await server.serve(sockets=[it.listening])
    finally:
        await reloading.close()
        await older.close()
        await front.served.retire(0)


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
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
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
